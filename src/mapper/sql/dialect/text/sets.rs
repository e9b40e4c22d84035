//! `EXCEPT ALL` and `INTERSECT ALL` count: a row that the first query has three times and the second once is twice in the
//! difference and once in the intersection. DataFusion plans both as joins that only ask whether there is such a row.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Column, NullEquality, Result};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, ExprFunctionExt, Join, JoinType, LogicalPlan, LogicalPlanBuilder, Projection};
use datafusion::optimizer::AnalyzerRule;

/// What numbers the rows that are alike; no query can name it without meaning to.
const NUMBER: &str = "number of this row among its like";

/// Numbers the rows that are alike on both sides, and joins on the number as well. Goes after the coercion of types, so that
/// rows are alike on both sides for the same reason.
#[derive(Debug)]
pub(super) struct CountedSets;

impl AnalyzerRule for CountedSets {
    fn name(&self) -> &'static str {
        "counted_sets"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Join(join) if is_counted_set(&join) => Ok(Transformed::yes(counted(join)?)),
            other => Ok(Transformed::no(other)),
        })
        .data()
    }
}

/// Nothing else is planned as such a join: without `ALL` the left side is made distinct, where counting changes nothing.
fn is_counted_set(join: &Join) -> bool {
    matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti)
        && join.null_equality == NullEquality::NullEqualsNull
        && join.filter.is_none()
        && !matches!(join.left.as_ref(), LogicalPlan::Distinct(_))
}

fn counted(join: Join) -> Result<LogicalPlan> {
    let schema = join.schema.clone();
    let (left, right): (Vec<_>, Vec<_>) = join.on.iter().cloned().unzip();
    let left = numbered(join.left.as_ref().clone(), left)?;
    let right = numbered(join.right.as_ref().clone(), right)?;
    let number = || Expr::Column(Column::new_unqualified(NUMBER));
    let mut on = join.on;
    on.push((number(), number()));
    let joined = Join::try_new(
        Arc::new(left),
        Arc::new(right),
        on,
        None,
        join.join_type,
        join.join_constraint,
        join.null_equality,
        false,
    )?;
    let columns = schema.columns().into_iter().map(Expr::Column).collect();
    Ok(LogicalPlan::Projection(Projection::try_new_with_schema(columns, Arc::new(LogicalPlan::Join(joined)), schema)?))
}

/// The rows with the number that each has among those that are alike.
fn numbered(plan: LogicalPlan, alike: Vec<Expr>) -> Result<LogicalPlan> {
    // All rows of a part are alike, so their order does not matter; with none given, it is that of the input.
    let number = row_number().partition_by(alike).build()?.alias(NUMBER);
    let mut columns: Vec<_> = plan.schema().columns().into_iter().map(Expr::Column).collect();
    let unaliased = match &number {
        Expr::Alias(alias) => alias.expr.as_ref().clone(),
        other => other.clone(),
    };
    columns.push(Expr::Column(Column::new_unqualified(unaliased.schema_name().to_string())).alias(NUMBER));
    LogicalPlanBuilder::from(plan).window(vec![unaliased])?.project(columns)?.build()
}
