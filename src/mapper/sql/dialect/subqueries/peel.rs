//! Takes ORDER BY, LIMIT and DISTINCT off a subquery that reads columns from around it: the order becomes that of an
//! aggregate, and the limit is kept when the aggregate's list is read.

use std::ops::Range;
use std::sync::Arc;

use datafusion::common::{Column, Result};
use datafusion::logical_expr::expr::Sort as SortExpr;
use datafusion::logical_expr::{Distinct, Expr, FetchType, LogicalPlan, SkipType};

use super::pull::substituted;

/// Which rows of a subquery count: those that LIMIT and OFFSET leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Part {
    pub(super) skip: usize,
    pub(super) fetch: Option<usize>,
}

impl Part {
    /// The places of the rows that count, of so many.
    pub(super) fn of(&self, count: usize) -> Range<usize> {
        let start = self.skip.min(count);
        let end = self.fetch.map_or(count, |fetch| start.saturating_add(fetch).min(count));
        start..end
    }

    pub(super) fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// A subquery as rows of one value.
pub(super) struct Peeled {
    pub(super) plan: Arc<LogicalPlan>,
    /// Over the columns of the plan.
    pub(super) value: Expr,
    pub(super) order: Vec<SortExpr>,
    pub(super) part: Part,
}

/// `keep_repeated`: whether it matters how often a value comes.
pub(super) fn peel(plan: &Arc<LogicalPlan>, keep_repeated: bool) -> Result<Peeled> {
    let value = Expr::Column(Column::from(plan.schema().qualified_field(0)));
    let mut peeled = Peeled { plan: plan.clone(), value, order: vec![], part: Part::default() };
    while leads_to_order(&peeled.plan, keep_repeated || !peeled.part.is_all()) {
        let plan = peeled.plan.clone();
        match plan.as_ref() {
            LogicalPlan::Projection(projection) => {
                let exprs: Vec<_> = projection.expr.iter().map(|expr| expr.clone().unalias()).collect();
                peeled.value = substituted(peeled.value, &projection.schema, &exprs)?;
                peeled.plan = projection.input.clone();
            }
            LogicalPlan::SubqueryAlias(alias) => {
                let columns: Vec<_> = alias.input.schema().columns().into_iter().map(Expr::Column).collect();
                peeled.value = substituted(peeled.value, &alias.schema, &columns)?;
                peeled.plan = alias.input.clone();
            }
            LogicalPlan::Distinct(Distinct::All(input)) => peeled.plan = input.clone(),
            LogicalPlan::Sort(sort) => {
                peeled.order = sort.expr.clone();
                peeled.plan = sort.input.clone();
                break;
            }
            LogicalPlan::Limit(limit) => {
                let (SkipType::Literal(skip), FetchType::Literal(fetch)) =
                    (limit.get_skip_type()?, limit.get_fetch_type()?)
                else {
                    break;
                };
                if !peeled.part.is_all() {
                    break;
                }
                peeled.part = Part { skip, fetch };
                peeled.plan = limit.input.clone();
            }
            _ => break,
        }
    }
    Ok(peeled)
}

/// Whether there is something to take off below projections.
fn leads_to_order(plan: &LogicalPlan, keep_repeated: bool) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => leads_to_order(&projection.input, keep_repeated),
        LogicalPlan::SubqueryAlias(alias) => leads_to_order(&alias.input, keep_repeated),
        LogicalPlan::Distinct(Distinct::All(_)) => !keep_repeated,
        LogicalPlan::Sort(_) | LogicalPlan::Limit(_) => true,
        _ => false,
    }
}
