//! The worker: windows, stages, decisions, recovery; and how a job is put together from them.
//!
//! [`worker`] holds the poll thread, [`map_thread`] and [`commit_stage`] the other two. [`machine`] decides, without I/O.
//! [`blueprint`] works a job out, [`app`] runs it.

pub mod app;
pub mod blueprint;
pub mod breaker;
pub mod commit_stage;
pub mod identity;
mod lag;
pub mod machine;
pub mod map;
pub mod map_thread;
pub mod preflight;
pub mod records;
pub mod report;
pub mod signals;
#[cfg(test)]
mod simulation;
pub mod stable;
pub mod starts;
pub mod transaction;
pub mod window;
pub mod worker;
