//! Bounds on what a statement may take: planning it, and running it on one window.
//!
//! ```text
//!  text ──▶ query size ──▶ plan size ──▶ optimizer: guarded rules ──▶ physical plan ──▶ functions: size of every result
//!          └──────────── refused by `check`, with the place ─────────────────────────┘    └── an error of the row ──┘
//! ```
//!
//! - `query_size` and `plan_size` refuse a statement that is too large before DataFusion walks it.
//! - `rules` keeps DataFusion's optimizer from growing expressions: a filter that would be copied many times over on its
//!   way down stays where it is. What grows all the same is refused.
//! - `sketches` refuses aggregates whose literals ask for too much memory.
//! - `functions` wraps every function whose result can be much larger than its arguments: the size of each result is
//!   calculated from the arguments before memory is allocated.
//! - `concat` does the same for `||`, and for functions that are not called by name.
//!
//! All bounds count nodes or bytes, never time: a statement that plans on one machine plans on every machine, and a row
//! that fails once fails whenever its window is mapped again.

mod bytes;
mod concat;
mod functions;
mod plan_size;
mod query_size;
mod rules;
mod sketches;

pub(super) use concat::BindRule;
pub(super) use functions::{register, too_much_together};
pub(super) use plan_size::check_size;
pub(super) use query_size::check_query;
pub(super) use rules::{optimizer_rules, physical_rules};
pub(super) use sketches::check_sketches;
