//! Keyed rows that a mapper joins. Today: `file` tables. Tables from topics and state get files of their own here.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;

pub mod file;
pub mod index;
mod infer;
mod parquet;

/// A loaded table: its rows in one batch and an index over its key column.
pub struct Table {
    /// The name by which statements join it.
    pub name: String,
    /// All rows.
    pub batch: RecordBatch,
    /// Index of the key column in `batch`.
    pub key: usize,
    /// Finds rows by key.
    pub index: index::KeyIndex,
}

/// The tables of a job, shared by its workers.
pub type Tables = Vec<Arc<Table>>;
