//! Text: patterns, replacements, lists, sets of rows, names.
//!
//! Where the standard leaves room, or databases differ, this is PostgreSQL's way, in a database with the locale C.UTF-8.

use std::sync::Arc;

use super::Dialect;

mod casts;
mod format;
mod function;
mod functions;
mod like;
mod lists;
mod names;
mod refused;
mod regex;
mod sets;
mod strings;
mod syntax;

pub(super) use syntax::{call, refuse};

pub(super) fn dialect() -> Dialect {
    let scalars = regex::all().chain(lists::all()).chain(strings::all()).chain(format::all());
    Dialect {
        // Names come first: they are those of what the author wrote.
        rewrites: vec![names::name_columns, syntax::rewrite, syntax::refuse_json],
        planners: vec![Arc::new(lists::ListAccess), Arc::new(strings::SubstringOfPattern), Arc::new(regex::TextOnly)],
        before_coercion: vec![Arc::new(regex::RegexOperators), Arc::new(strings::Calls), Arc::new(casts::Concatenated)],
        after_coercion: vec![Arc::new(sets::CountedSets), Arc::new(casts::ListCasts)],
        scalars: scalars.chain([like::with_backslash(), refused::refused()]).collect(),
        ..Dialect::default()
    }
}
