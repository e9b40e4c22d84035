//! The SQL functions that mubatch adds to DataFusion's: one file per family.
//!
//! A family's `functions()` lists what it has. A function says how it is called ([`declare`]), what the reference says
//! of it, with examples that run as tests, and what it does with one row; `call` makes a DataFusion function of that.
//! Conventions, which `call` keeps for all of them:
//!
//! - Null in, null out. A gate (`gate`) says false instead.
//! - A bad value gives null, never an error, and is counted.
//! - An argument that chooses a rule is a literal; an unknown rule is an error when the statement is planned.
//! - The same row gives the same result, whatever stands around it.
//!
//! To add one: an entry in its family's list, and its name in no other place; `UPDATE_DOCS=1 cargo test --lib
//! up_to_date` writes it into `docs/functions.md`.

mod agents;
mod call;
mod consent;
mod context;
mod data;
mod declare;
mod function;
mod hashes;
mod ids;
mod memo;
mod network;
mod output;
mod redact;
mod reference;
mod row;
mod text;
mod time;
mod web;
mod zone;

pub use context::Context;
pub use function::{Example, Function};
pub use reference::{markdown, text};
pub use time::WindowTime;
pub use zone::Zone;

/// All functions, family by family.
pub fn all(context: &Context) -> Vec<Function> {
    [
        ids::functions(context),
        hashes::functions(context),
        consent::functions(context),
        web::functions(context),
        agents::functions(context),
        network::functions(context),
        time::functions(context),
        text::functions(context),
    ]
    .concat()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
