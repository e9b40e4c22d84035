//! What a planned statement must not do.

use std::sync::Arc;

use datafusion::common::DataFusionError;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan, ScalarUDF, Volatility};
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_expr::window::SlidingAggregateWindowExpr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};
use datafusion::sql::sqlparser::tokenizer::Token;

use super::errors::unrepeatable;
use super::mixed_types;
use super::text::SqlText;
use crate::error::{Error, Result};

/// The one function that may differ between windows: it is the same whenever a window is mapped.
const WINDOW_TIME: &str = "window_time";

/// Whether a function gives the same for a window whenever it is mapped.
pub(super) fn is_repeatable(function: &ScalarUDF) -> bool {
    function.signature().volatility == Volatility::Immutable || function.name() == WINDOW_TIME
}

/// Refuses functions that differ from run to run, everything that is not reading, and text beside numbers.
pub(super) fn check(plan: &LogicalPlan, sql: SqlText<'_>) -> Result<()> {
    let mut refused = None;
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::Ddl(_) | LogicalPlan::Dml(_) | LogicalPlan::Copy(_) | LogicalPlan::Statement(_) = node {
            let place = sql.find(None, "into").map(|(place, _)| place);
            refused = Some(sql.error(place, "a statement only reads; name its output in the job file, not in the SQL"));
            return Ok(TreeNodeRecursion::Stop);
        }
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                if let Expr::ScalarFunction(call) = expr
                    && !is_repeatable(&call.func)
                {
                    refused = Some(refuse(&call.func, sql));
                    return Ok(TreeNodeRecursion::Stop);
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    });
    walked.map_err(|e| Error::internal(format!("{}: walk the plan: {e}", sql.statement.at)))?;
    refused.map_or(Ok(()), Err)?;
    mixed_types::check(plan, sql)
}

/// Refuses aggregates that cannot take values back, over a window frame that moves: every window of events would fail.
pub(super) fn check_frames(plan: &Arc<dyn ExecutionPlan>, sql: SqlText<'_>) -> Result<()> {
    let mut refused = None;
    let walked = plan.apply(|node| {
        let exprs = match (node.downcast_ref::<WindowAggExec>(), node.downcast_ref::<BoundedWindowAggExec>()) {
            (Some(window), _) => window.window_expr(),
            (_, Some(window)) => window.window_expr(),
            _ => &[],
        };
        let sliding = exprs.iter().filter_map(|expr| expr.as_any().downcast_ref::<SlidingAggregateWindowExpr>());
        let aggregates = sliding.map(SlidingAggregateWindowExpr::get_aggregate_expr);
        let fails = |aggregate: &&AggregateFunctionExpr| {
            matches!(&aggregate.create_sliding_accumulator(), Err(DataFusionError::NotImplemented(_)))
        };
        if let Some(aggregate) = { aggregates }.find(fails) {
            let name = aggregate.fun().name();
            let place = sql.find(None, name).map(|(place, _)| place);
            let message = format!(
                "{name}() needs a frame that begins at the first row: ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
            );
            refused = Some(sql.error(place, message));
            return Ok(TreeNodeRecursion::Stop);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.map_err(|e| Error::internal(format!("{}: walk the plan: {e}", sql.statement.at)))?;
    refused.map_or(Ok(()), Err)
}

fn refuse(function: &ScalarUDF, sql: SqlText<'_>) -> Error {
    let names = std::iter::once(function.name()).chain(function.aliases().iter().map(String::as_str));
    match names.into_iter().find_map(|name| sql.find(None, name)) {
        Some((place, token)) => {
            let written = match &token.token {
                // Keywords of SQL, called without parentheses.
                Token::Word(word) if word.value.to_lowercase().starts_with("current_") => word.value.to_lowercase(),
                Token::Word(word) => format!("{}()", word.value.to_lowercase()),
                other => other.to_string(),
            };
            unrepeatable(&written, Some(place), sql)
        }
        // It stands in a view that the statement reads, or is what some syntax means.
        None => unrepeatable(&format!("{}()", function.name()), None, sql),
    }
}
