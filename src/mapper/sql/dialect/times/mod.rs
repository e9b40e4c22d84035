//! Times: timestamps, dates, time zones, intervals, as PostgreSQL has them.
//!
//! A timestamp *with* a time zone is an instant (what events carry, in UTC); one *without* is what a clock on a wall
//! shows (`timestamp '…'`, `AT TIME ZONE`, `local_time()`). Where the two meet, the clock is taken to be in UTC. SQL's
//! `timestamp` has microseconds: DataFusion's nanoseconds end in 2262, before the 9999-12-31 that means "never".
//!
//! The difference of two timestamps is a `Duration`, one length; `interval '…'` is an `Interval` of months, days and
//! nanoseconds, as written. They are compared by length (`interval::length`).
//!
//! - `rewrite` changes the parsed statement, `operators` plans arithmetic, `coercion` brings what is compared or chosen
//!   between to one type, `unite` what is united or listed, `casts` replaces casts to and from text, and those that round.
//! - `extract`, `trunc`, `format`, `convert`, `at_zone`, `spans` and `choice` have the functions; `function` makes DataFusion's
//!   functions of them.
//! - `pattern`, `read`, `forms`, `interval` and `fields` know texts and calendars, and nothing of DataFusion.

use std::sync::Arc;

use datafusion::logical_expr::Expr;

use super::Dialect;

mod at_zone;
mod average;
mod casts;
mod choice;
mod coercion;
mod convert;
mod extract;
mod fields;
mod format;
mod forms;
mod function;
mod interval;
mod operators;
mod pattern;
#[cfg(test)]
mod properties;
mod read;
mod rewrite;
mod spans;
mod time_of_day;
mod trunc;
mod unite;

pub(in crate::mapper::sql) use casts::reads;

/// What an interval, or a difference of timestamps, is compared by.
pub(super) fn length_of(span: Expr) -> Expr {
    spans::LENGTH_OF.call(vec![span])
}

pub(super) fn dialect() -> Dialect {
    Dialect {
        rewrites: vec![rewrite::rewrite],
        planners: vec![Arc::new(operators::TimeOperators)],
        before_coercion: vec![Arc::new(unite::TimeCoercion)],
        after_coercion: vec![Arc::new(casts::TimeCasts)],
        scalars: [
            extract::functions(),
            trunc::functions(),
            format::functions(),
            convert::functions(),
            at_zone::functions(),
            choice::functions(),
            spans::functions(),
            time_of_day::functions(),
        ]
        .concat(),
        ..Dialect::default()
    }
}
