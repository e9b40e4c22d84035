//! Subqueries in expressions, and rows in parentheses, as the standard has them.
//!
//! DataFusion plans `IN`, `EXISTS`, `ANY` and `ALL` as joins, and only where they are conditions of their own; its joins
//! answer true or false where SQL has NULL as well. Here they become scalar subqueries wherever a join would not do:
//!
//! ```text
//! x NOT IN (SELECT y …)   ─▶  no member(x, (SELECT array_agg(y) …))
//! x > ALL (SELECT y … WHERE …)  ─▶  greater(x, (SELECT struct(count(*), count(y), min(y), max(y)) … WHERE …))
//! EXISTS (SELECT …)       ─▶  (SELECT count(*) …) > 0
//! (SELECT y … WHERE …)    ─▶  only row((SELECT struct(count(*), first_value(y)) … WHERE …))
//! ```
//!
//! - `rows` rewrites rows in the parsed statement: `(a, b) < (c, d)`, `(a, b) IN (SELECT …)`.
//! - `values` makes the scalar subqueries, `peel` takes ORDER BY and LIMIT off them, `types` finds the type to compare in.
//! - `correlated` says which subqueries DataFusion joins rightly; `lift` makes columns of the others below where they stand, and
//!   `apply` plans them: it numbers the rows around the subquery, joins them with what the subquery reads, and groups by
//!   the number. `pull` takes the conditions out of the subquery for that.
//! - `member`, `summary`, `only` and `attempt` are the functions; `missing` makes a subquery without a row NULL.

use std::sync::Arc;

use super::Dialect;

mod apply;
mod attempt;
mod correlated;
mod lift;
mod member;
mod missing;
mod only;
mod peel;
mod pull;
mod rows;
mod summary;
mod types;
mod values;

pub(in crate::mapper::sql) use attempt::is_attempt;
pub(in crate::mapper::sql) use correlated::has_subquery;
pub(in crate::mapper::sql) use member::is_member_test;

/// What runs before the other subjects: they see comparisons in the place of subqueries.
pub(super) fn first() -> Dialect {
    Dialect { before_coercion: vec![Arc::new(values::SubqueryValues)], ..Dialect::default() }
}

/// What runs after them.
pub(super) fn dialect() -> Dialect {
    Dialect {
        rewrites: vec![rows::rewrite],
        before_coercion: vec![Arc::new(missing::NullWithoutRow::new())],
        ..Dialect::default()
    }
}
