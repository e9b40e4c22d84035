//! Where DataFusion's SQL means something else than the standard and PostgreSQL, and is made to mean the same here: one
//! file per subject. A subject may rewrite the parsed statement, plan operators in its own way, rewrite the plan, or put
//! functions in the place of DataFusion's; [`Dialect`] collects what it has.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::planner::ExprPlanner;
use datafusion::logical_expr::{AggregateUDF, Expr, LogicalPlan, ScalarUDF, WindowUDF};
use datafusion::optimizer::AnalyzerRule;
use datafusion::sql::sqlparser::ast;

mod clauses;
mod literals;
mod numbers;
mod subqueries;
mod text;
mod times;

pub(super) use numbers::{RESCALE, WIDE};
pub(super) use subqueries::{has_subquery, is_attempt, is_member_test};
pub(super) use times::reads as reads_time;

/// Rewrites a parsed query in place.
pub(super) type Rewrite = fn(&mut ast::Statement);

/// What a subject changes. All parts are applied in the order of the subjects.
#[derive(Default)]
pub(super) struct Dialect {
    /// Of the parsed statement, before it is planned.
    pub(super) rewrites: Vec<Rewrite>,
    /// Asked before DataFusion's own, the first of them first.
    pub(super) planners: Vec<Arc<dyn ExprPlanner>>,
    /// Run before types are coerced.
    pub(super) before_coercion: Vec<Arc<dyn AnalyzerRule + Send + Sync>>,
    /// Run after types were coerced.
    pub(super) after_coercion: Vec<Arc<dyn AnalyzerRule + Send + Sync>>,
    /// Take the place of DataFusion's of the same name.
    pub(super) scalars: Vec<ScalarUDF>,
    pub(super) aggregates: Vec<AggregateUDF>,
    pub(super) windows: Vec<WindowUDF>,
}

impl Dialect {
    pub(super) fn new() -> Self {
        let mut dialect = Self::default();
        for subject in [
            clauses::dialect(),
            subqueries::first(),
            times::dialect(),
            numbers::dialect(),
            text::dialect(),
            literals::dialect(),
            subqueries::dialect(),
        ] {
            dialect.rewrites.extend(subject.rewrites);
            dialect.planners.extend(subject.planners);
            dialect.before_coercion.extend(subject.before_coercion);
            dialect.after_coercion.extend(subject.after_coercion);
            dialect.scalars.extend(subject.scalars);
            dialect.aggregates.extend(subject.aggregates);
            dialect.windows.extend(subject.windows);
        }
        dialect
    }
}

/// Rewrites the expressions of a node, each from the innermost outwards, and keeps the names of its columns.
pub(super) fn rewrite_expressions(
    plan: LogicalPlan,
    mut rewrite: impl FnMut(Expr) -> Result<Transformed<Expr>>,
) -> Result<Transformed<LogicalPlan>> {
    let names = NamePreserver::new(&plan);
    let mut keep = |expr: Expr| {
        let name = names.save(&expr);
        let rewritten = expr.transform_up(&mut rewrite)?;
        Ok(if rewritten.transformed { rewritten.update_data(|expr| name.restore(expr)) } else { rewritten })
    };
    plan.map_expressions(|expr| match expr {
        // A CUBE has no name, its keys have.
        set @ Expr::GroupingSet(_) => set.map_children(&mut keep),
        other => keep(other),
    })
}
