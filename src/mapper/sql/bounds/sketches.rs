//! How large a sketch may be. `approx_percentile_cont(0.5, 1000000000)` would take 16 GB before it sees a row.

use datafusion::common::ScalarValue;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan};

use crate::error::{Error, Result};
use crate::mapper::sql::text::SqlText;

/// Centroids of a t-digest; DataFusion's default is 100.
const CENTROIDS_MAX: u64 = 10_000;

/// Refuses sketches that are too large.
pub(in crate::mapper::sql) fn check_sketches(plan: &LogicalPlan, sql: SqlText<'_>) -> Result<()> {
    let mut too_large = None;
    let walked = plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                if let Expr::AggregateFunction(call) = expr
                    && call.func.name().starts_with("approx_percentile_cont")
                    && call.params.args.iter().skip(1).any(is_too_large)
                {
                    too_large = Some(call.func.name().to_owned());
                    return Ok(TreeNodeRecursion::Stop);
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    walked.map_err(|e| Error::internal(format!("{}: walk the plan: {e}", sql.statement.at)))?;
    match too_large {
        None => Ok(()),
        Some(function) => {
            let place = sql.find(None, &function).map(|(place, _)| place);
            Err(sql.error(place, format!("{function}() takes at most {CENTROIDS_MAX} centroids; 100 are usual")))
        }
    }
}

/// A literal that is a number of centroids beyond the bound.
fn is_too_large(expr: &Expr) -> bool {
    let Expr::Literal(literal, _) = expr else { return false };
    match literal.cast_to(&datafusion::arrow::datatypes::DataType::UInt64) {
        Ok(ScalarValue::UInt64(Some(count))) => count > CENTROIDS_MAX,
        _ => false,
    }
}
