//! Avro in the registry's wire format: a zero byte, the schema id in four bytes, then the value.
//!
//! Decoding: for each writer's schema the [`program`] that reads it as the job's columns is compiled once
//! ([`resolve`]) and run for every message ([`run`]) into [`column`] builders. Encoding: each column is bound to the
//! way its values are written once per batch, then rows are written one after another ([`encoder`]). Files of values
//! have no registry: their schema stands in front ([`container`]).

mod column;
mod constant;
mod container;
mod decoder;
mod derive;
mod encoder;
mod fit;
mod input;
mod program;
mod resolve;
mod run;
mod write;

pub use container::Container;
pub use decoder::AvroDecoder;
pub use derive::derive_avro;
pub use encoder::{AvroEncoder, Subjects};

#[cfg(test)]
mod tests;
