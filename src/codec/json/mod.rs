//! JSON: one object per message; a key is a column's if it has the column's exact name.

mod arrays;
mod cells;
mod columns;
mod decimal;
mod decode;
mod encode;
mod fault;
mod keys;
mod leaf;
mod nested;
mod scan;
mod time;
mod unchecked;

pub use decode::JsonDecoder;
pub use encode::{JsonEncoder, check_encodable};

#[cfg(test)]
mod tests;
