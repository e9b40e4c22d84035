//! mubatch: a Kafka-native stream-to-microbatch processor. A consumer group reads events, gathers them into sub-second
//! windows, runs a mapper (SQL, or Rust) on each, and commits outputs, dead letters and offsets of a window in one
//! Kafka transaction.
//!
//! The program is [`cli::main`]. A job whose mapper is written in Rust implements [`Mapper`] and hands it to
//! [`cli::main_with_mapper`]: it gets the same command line, pipeline and guarantees (`examples/rust_mapper.rs`).

pub mod admin;
pub mod broker;
pub mod cli;
pub mod clock;
pub mod codec;
pub mod error;
pub mod files;
pub mod functions;
pub mod job;
pub mod mapper;
pub mod metrics;
pub mod pipeline;
pub(crate) mod plants;
pub mod status;
pub mod table;

pub use error::{Error, Result};
pub use job::Job;
pub use mapper::{Events, FailedEvent, FailedRow, MapError, MapResult, Mapper, OutputSchema, Projection, Rows};
