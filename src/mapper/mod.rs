//! From a window's events to rows for outputs: the [`Mapper`] trait, and its SQL implementation.

use arrow::array::UInt32Array;
use arrow::compute::take_record_batch;
use arrow::datatypes::{DataType, Field, SchemaRef, TimeUnit};
use arrow::record_batch::RecordBatch;

use crate::clock::UnixMillis;
use crate::codec::UTC;
use crate::error::Error;

pub(crate) mod metadata;
pub mod sql;

/// A metadata column of `events`, next to the decoded fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetaColumn {
    /// `_topic`, varchar.
    Topic,
    /// `_partition`, int.
    Partition,
    /// `_offset`, bigint.
    Offset,
    /// `_timestamp`, timestamp in milliseconds, UTC.
    Timestamp,
    /// `_key`, varchar; an event whose key is not UTF-8 is a dead letter if this column is read.
    Key,
    /// `_headers`, map of varchar to varchar; an event with a header that is not UTF-8 is a dead letter if this
    /// column is read. Of two headers with one name the last counts.
    Headers,
}

impl MetaColumn {
    /// All of them, in the order in which they follow the fields.
    pub const ALL: [MetaColumn; 6] =
        [Self::Topic, Self::Partition, Self::Offset, Self::Timestamp, Self::Key, Self::Headers];

    /// The column's name in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "_topic",
            Self::Partition => "_partition",
            Self::Offset => "_offset",
            Self::Timestamp => "_timestamp",
            Self::Key => "_key",
            Self::Headers => "_headers",
        }
    }

    /// The column's type in `events`.
    pub fn field(self) -> Field {
        let varchar = DataType::Utf8View;
        let (data_type, nullable) = match self {
            Self::Topic => (varchar, false),
            Self::Partition => (DataType::Int32, false),
            Self::Offset => (DataType::Int64, false),
            Self::Timestamp => (DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into())), true),
            Self::Key => (varchar, true),
            Self::Headers => {
                let entry = [Field::new("keys", DataType::Utf8, false), Field::new("values", DataType::Utf8, true)];
                let entries = Field::new("entries", DataType::Struct(entry.into_iter().collect()), false);
                (DataType::Map(entries.into(), false), false)
            }
        };
        Field::new(self.name(), data_type, nullable)
    }
}

/// The columns of `events` that a mapper reads; nothing else is decoded (everything is still validated).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// Indices into the source's schema, ascending.
    pub fields: Vec<usize>,
    /// Metadata columns, ascending; they follow the fields.
    pub meta: Vec<MetaColumn>,
}

/// The events of a window that could be decoded, in the order (topic, partition, offset).
#[derive(Debug, Clone)]
pub struct Events {
    /// One row per event; the columns of the mapper's [`Projection`]: fields first, then metadata.
    pub batch: RecordBatch,
    /// The window's latest input timestamp: what `window_time()` gives, and the outputs' default timestamp.
    pub window_time: UnixMillis,
}

impl Events {
    /// These of the events, by their rows; the window's time stays.
    pub(crate) fn only(&self, rows: &[u32]) -> Result<Self, MapError> {
        let batch = take_record_batch(&self.batch, &UInt32Array::from(rows.to_vec()))
            .map_err(|e| MapError::Stop(Error::internal(format!("leave bad events out of a window: {e}"))))?;
        Ok(Self { batch, window_time: self.window_time })
    }
}

/// Rows for one output, by its index in [`Mapper::outputs`].
#[derive(Debug, Clone)]
pub struct Rows {
    /// Index into [`Mapper::outputs`].
    pub output: usize,
    /// The rows, in the order in which they are produced; the schema that the mapper announced.
    pub batch: RecordBatch,
}

/// An output that a mapper writes: rows of one schema. Columns whose names begin with `_` are Kafka metadata
/// (`_topic`, `_timestamp`, `_headers`, `_deleted`); the others become the message's value.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputSchema {
    /// The output's name in the job file.
    pub output: String,
    /// Metadata columns included.
    pub schema: SchemaRef,
}

/// What a window came to.
#[derive(Debug, Clone, Default)]
pub struct MapResult {
    /// Rows to produce, in this order.
    pub rows: Vec<Rows>,
    /// Events that the mapper fails on: each becomes a dead letter, and nothing in `rows` comes from it. Ascending.
    pub failed_events: Vec<FailedEvent>,
    /// Rows of a result that could not be computed: each becomes a dead letter.
    pub failed_rows: Vec<FailedRow>,
}

impl From<Vec<Rows>> for MapResult {
    fn from(rows: Vec<Rows>) -> Self {
        Self { rows, ..Self::default() }
    }
}

/// An event that a mapper fails on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedEvent {
    /// Its row in [`Events::batch`].
    pub row: usize,
    /// What is wrong, and where in the mapper; no value of the event.
    pub message: String,
}

/// A row of a result that could not be computed from several events together, for example a group's.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedRow {
    /// Index into [`Mapper::outputs`].
    pub output: usize,
    /// What is wrong, and where in the mapper; no value of an event.
    pub message: String,
    /// What it was to be computed from, as a JSON object.
    pub values: String,
    /// How many events are in its group, if that is known.
    pub events: Option<u64>,
}

/// Why a window could not be mapped.
#[derive(Debug, Clone, PartialEq)]
pub enum MapError {
    /// Some event makes the mapper fail. The window is halved until the offending events stand alone; they become dead
    /// letters, the rest is mapped. Only for a mapper that treats every event on its own: of a group it would publish a
    /// result without some of its events. Others name the events in [`MapResult::failed_events`].
    Data(String),
    /// Nothing to do with the events; the job stops.
    Stop(Error),
}

/// Turns the events of a window into rows. The same events in the same order must give the same rows: a window is
/// mapped again after a rebalance or a failure. One mapper per worker; used from one thread at a time.
pub trait Mapper: Send {
    /// The columns it reads. Called once.
    fn projection(&self) -> Projection;

    /// The outputs it writes. Called once; [`Rows::output`] counts in this list. One output may stand in it more than
    /// once, with one schema.
    fn outputs(&self) -> Vec<OutputSchema>;

    /// Maps one window.
    fn map(&mut self, events: &Events) -> Result<MapResult, MapError>;
}
