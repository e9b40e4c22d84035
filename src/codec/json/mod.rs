//! JSON: one object per message; a key is a column's if it has the column's exact name.
//!
//! # Reading
//!
//! Every message is checked to its end, also where no column wants it: the grammar of RFC 8259, UTF-8, at most 127
//! levels. Of equal keys the last counts. `null` is null; a key that is absent gives its column's default or null; either
//! is a fault in a required column. Nothing is converted silently:
//!
//! | column | takes |
//! | --- | --- |
//! | boolean | `true`, `false` |
//! | integers | numbers without fraction or exponent, within the type's range; `-0` is 0 |
//! | floats | numbers whose value is finite in the type |
//! | text | strings; half of a surrogate pair is a fault |
//! | binary | strings of standard base64, padded or not |
//! | decimals | numbers, or strings of numbers, that the precision and scale hold exactly |
//! | timestamps | `2026-01-31T12:34:56.789Z`, with any offset, or a space for the `T`, or no offset, which means UTC; or whole numbers in the column's unit. Digits beyond the unit are dropped |
//! | dates | `2026-01-31`, or whole numbers of days |
//! | times of day | `12:34:56.789`, or whole numbers in the column's unit |
//! | lists, maps, structs | arrays, objects, objects |
//!
//! # Writing
//!
//! What is read as a type is written in the first of its forms, and comes back the same. Nulls are written as `null`, and so
//! are floats that are not finite. Times are in UTC, with all digits of their unit; dates and timestamps whose year does
//! not have four digits are written as numbers.
//!
//! # How it is fast
//!
//! One pass, no intermediate form: a value goes from its place in the arena into a cell of its column (`leaf`, `cells`),
//! text as position and length (`unchecked` makes views of them), and what stands between values is compared with what
//! stood there in earlier messages (`keys`). All unsafe code is in `unchecked`.

mod arrays;
mod cells;
mod column_set;
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
pub(super) mod unchecked;
mod window_text;

pub use decode::JsonDecoder;
pub use encode::{JsonEncoder, check_encodable};

#[cfg(test)]
mod tests;
