//! Numbers as PostgreSQL has them: exact decimals, division, casts, and an error where a result does not fit.
//!
//! ```text
//! SQL text ─▶ literals (AST) ─▶ plan ─▶ exact, sums ─▶ types are coerced ─▶ casts, checked ─▶ optimizer
//! ```
//!
//! - `literals` rewrites what the parser reads otherwise: exponents, `float`, `numeric`.
//! - `exact` decides before coercion where a calculation is exact (decimal) and where it is approximate (double): a
//!   double makes a calculation approximate, as in PostgreSQL; `doubles` makes doubles
//!   of decimals, `integers` knows which sums PostgreSQL has as numeric.
//! - `unify` finds the type that numbers of several types have together.
//! - `sums` adds in a type that cannot overflow, and brings the sum to its own type above the aggregate, where an error
//!   costs one row.
//! - `casts` and `checked` work on coerced types: rounding, and arithmetic that fails instead of wrapping around.
//! - `zeros` makes `-0.0` and `0.0` one where they are sorted or looked up.
//! - `decimals`, `conversions`, `finite`, `null_where` are the functions behind these.
//! - `signed` and `aggregates` wrap functions of DataFusion: those of unsigned results, and those that do not know frames that
//!   move (`sliding`, `replay`).

use std::sync::Arc;

use super::Dialect;

mod aggregates;
mod casts;
mod checked;
mod conversions;
mod decimals;
mod doubles;
mod exact;
mod finite;
mod integers;
mod literals;
mod null_where;
mod numeric_text;
mod operators;
mod percentile;
mod power;
mod replay;
mod signed;
mod sliding;
mod sums;
pub(in crate::mapper::sql::dialect) mod types;
mod unify;
mod wrapped;
mod zeros;

pub(in crate::mapper::sql) use conversions::RESCALE;
pub(in crate::mapper::sql) use sums::WIDE;
pub(super) use zeros::one_zero;

#[cfg(test)]
mod tests;

pub(super) fn dialect() -> Dialect {
    Dialect {
        rewrites: vec![literals::rewrite],
        planners: vec![Arc::new(power::OperatorPlanner)],
        before_coercion: vec![Arc::new(exact::Exact), Arc::new(sums::Sums)],
        after_coercion: vec![Arc::new(casts::AfterCoercion), Arc::new(zeros::Zeros)],
        scalars: [finite::functions(), operators::functions(), signed::scalars()].concat(),
        aggregates: [vec![percentile::percentile_cont()], signed::aggregates(), aggregates::sliding()].concat(),
        windows: signed::windows(),
    }
}
