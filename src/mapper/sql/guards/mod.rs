//! Guards: what stands before an expression that can fail protects it, as SQL promises.
//!
//! `WHERE m <> 0 AND n / m > 1` divides where m is not 0, and nowhere else. The same holds for OR, CASE, FILTER,
//! COALESCE, and for the WHERE of views and subqueries below. A statement without anything that can fail is planned as
//! if this module did not exist.
//!
//! - `can_fail` says which expressions can fail.
//! - `inline` takes them out of views, to where they are read.
//! - `rewrite`, and `join` for joins, puts each of them into a `guard`, a function that the optimizer does not look into.
//! - `lazy` runs what is guarded in SQL's order.

mod can_fail;
mod guard;
mod inline;
mod join;
mod lazy;
mod rewrite;

pub(super) use guard::is_guard;
pub(super) use inline::InlineRule;
pub(super) use rewrite::GuardRule;
