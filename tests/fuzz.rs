//! Input as an attack: whatever stands in an event, a schema, a job file, a statement or an input file, nothing panics,
//! memory stays in proportion, every event is accounted for, and the other events of its window come out unchanged.
//!
//! The inputs are those of `tests/corpus/`, changed at random under a seed. `cargo test` runs a bounded number of cases;
//! `make fuzz ARGS='--seconds 600'` goes on for that long with new seeds, and `make fuzz ARGS='--seed N'` runs one again.
//! Whatever once failed stands in the corpus, or as a test of its own beside what was mended.
#![allow(clippy::disallowed_methods, reason = "a run is bounded by real time")]

#[path = "fuzz/avro.rs"]
mod avro;
#[path = "fuzz/events.rs"]
mod events;
#[path = "fuzz/files.rs"]
mod files;
#[path = "fuzz/jobs.rs"]
mod jobs;
#[path = "fuzz/memory.rs"]
mod memory;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/run.rs"]
mod run;

#[global_allocator]
static COUNTING: memory::Counting = memory::Counting;
