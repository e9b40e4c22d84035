//! Bytes to columns and back: JSON and Avro.
//!
//! A decoder turns the values of a window into columns, all at once; a bad value costs its own row and no other. An
//! encoder turns a batch of rows into one message each.

use arrow::array::ArrayRef;
use arrow::buffer::Buffer;
use arrow::record_batch::RecordBatch;

pub mod avro;
pub mod avsc;
pub mod civil;
mod inline;
pub mod json;
pub mod raw;
pub mod registry;
pub mod schema;

/// Bytes that a decoder may read past the end of the last value: windows pad their arena by this much.
pub const ARENA_PADDING: usize = 64;

/// The time zone of timestamp columns that mean instants, as Arrow spells it (names like `UTC` need a database of zones).
pub const UTC: &str = "+00:00";

/// A part of a window's arena. Between two values of an arena lies at least one ASCII byte, so that no UTF-8 sequence
/// crosses a border, and after the last one lie [`ARENA_PADDING`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

impl Span {
    /// The bytes of this span.
    pub fn of(self, arena: &[u8]) -> &[u8] {
        &arena[self.start as usize..self.start as usize + self.len as usize]
    }
}

/// Why a value could not be decoded. The reason is a metric label; the message is for the dead letter and says what
/// was expected and found, and where, without quoting the payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue {
    /// Which of the values, counted from 0.
    pub index: u32,
    /// One of [`reason`].
    pub reason: &'static str,
    /// One line.
    pub message: String,
}

/// The reasons a dead letter can have: the `reason` label and header.
pub mod reason {
    /// Not JSON.
    pub const JSON_SYNTAX: &str = "json_syntax";
    /// JSON nested deeper than 127 levels.
    pub const TOO_DEEP: &str = "too_deep";
    /// Invalid UTF-8 in a value, key or header.
    pub const UTF8: &str = "utf8";
    /// A value of the wrong type.
    pub const WRONG_TYPE: &str = "wrong_type";
    /// A number that does not fit its column.
    pub const OUT_OF_RANGE: &str = "out_of_range";
    /// A required column is missing or null.
    pub const MISSING: &str = "missing";
    /// Not the registry's wire format: no magic byte, or fewer than five bytes.
    pub const WIRE_FORMAT: &str = "wire_format";
    /// The registry does not know the schema id.
    pub const UNKNOWN_SCHEMA: &str = "unknown_schema";
    /// The writer's schema cannot be read as the job's.
    pub const SCHEMA_MISMATCH: &str = "schema_mismatch";
    /// Avro bytes that do not follow their schema.
    pub const AVRO: &str = "avro";
    /// The mapper failed on this event alone.
    pub const MAP: &str = "map";
    /// The row names a topic that its output does not allow.
    pub const UNROUTABLE: &str = "unroutable";
    /// The record is larger than its topic takes.
    pub const TOO_LARGE: &str = "too_large";
    /// A row's `_timestamp` or key is none that its topic takes.
    pub const BAD_OUTPUT: &str = "bad_output";
}

/// A window's values as columns.
#[derive(Debug)]
pub struct Decoded {
    /// One array per column of the decoder's schema, all of `rows.len()` rows.
    pub columns: Vec<ArrayRef>,
    /// For each row, the index of the value it came from; ascending.
    pub rows: Vec<u32>,
    /// The values that gave no row; ascending by index.
    pub bad: Vec<BadValue>,
}

/// Something a codec depends on (the schema registry) cannot be reached. Nothing is lost: call again with the same
/// input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// What, where, and why.
    pub message: String,
}

/// Values to columns. Made for one schema (the columns that the mapper reads), used from one thread.
pub trait Decoder: Send {
    /// Decodes every span of `arena`. Text columns may be views into `arena`.
    fn decode(&mut self, arena: &Buffer, values: &[Span]) -> Result<Decoded, Unavailable>;
}

/// Rows to messages. Made for one schema, used from one thread.
pub trait Encoder: Send {
    /// Appends every row of `batch` to `out`, and to `ends` where it ends. The same rows always give the same bytes.
    fn encode(&mut self, batch: &RecordBatch, out: &mut Vec<u8>, ends: &mut Vec<u32>) -> Result<(), Unavailable>;
}
