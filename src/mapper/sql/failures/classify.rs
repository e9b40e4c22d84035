//! Which parts of a plan treat every event on its own.

use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{JoinType, Result};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::scalar_subquery::ScalarSubqueryExpr;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec};
use datafusion::physical_plan::placeholder_row::PlaceholderRowExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{ExecutionPlan, replace_children_if_necessary};

use super::SetAsideRows;
use super::count::GroupCount;
use super::projection::GuardedProjectionExec;
use crate::mapper::sql::events_table::EventsExec;
use crate::mapper::sql::lookup_join::LookupJoinExec;
use crate::mapper::sql::lookup_table::LookupScanExec;
use crate::mapper::sql::union_all::UnionAllExec;

/// Where the rows of a plan's node come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// From no event.
    Constant,
    /// Each from one event, and the same whatever events stand around it.
    Event,
    /// From several events together.
    Mixed,
}

/// The largest parts of a plan whose rows come from one event each.
pub(in super::super) fn row_wise_parts(plan: &Arc<dyn ExecutionPlan>) -> Vec<Arc<dyn ExecutionPlan>> {
    match origin(plan) {
        Origin::Constant => vec![],
        Origin::Event => vec![plan.clone()],
        Origin::Mixed => plan.children().into_iter().flat_map(row_wise_parts).collect(),
    }
}

/// See [`super::set_rows_aside`].
pub(super) fn set_rows_aside(plan: Arc<dyn ExecutionPlan>, rows: &SetAsideRows) -> Result<Arc<dyn ExecutionPlan>> {
    let spared: Vec<bool> = (0..plan.children().len()).map(|child| can_spare_rows_of(&plan, child)).collect();
    let children = plan.children().into_iter().cloned().zip(spared);
    let children = children.map(|(child, spared)| if spared { set_rows_aside(child, rows) } else { Ok(child) });
    let children = children.collect::<Result<Vec<_>>>()?;
    let plan = if children.is_empty() { plan } else { replace_children_if_necessary(plan, children)? };
    let Some(projection) = plan.downcast_ref::<GuardedProjectionExec>() else { return Ok(plan) };
    if origin(projection.input()) != Origin::Mixed {
        return Ok(plan);
    }
    let count = GroupCount::of(projection.input())?.map(Arc::new);
    Ok(Arc::new(projection.setting_aside(rows.clone(), count)))
}

pub(super) fn origin(plan: &Arc<dyn ExecutionPlan>) -> Origin {
    if plan.is::<EventsExec>() {
        return Origin::Event;
    }
    if plan.is::<LookupScanExec>() || plan.is::<EmptyExec>() || plan.is::<PlaceholderRowExec>() {
        return Origin::Constant;
    }
    let of: Vec<Origin> = plan.children().into_iter().map(origin).collect();
    let all = of.iter().copied().max().unwrap_or(Origin::Constant);
    if all == Origin::Constant {
        return all;
    }
    if reads_subquery(plan) {
        return Origin::Mixed;
    }
    match join_type(plan) {
        Some(join) => match of.as_slice() {
            [Origin::Event, Origin::Constant] if keeps_left(join) => Origin::Event,
            [Origin::Constant, Origin::Event] if keeps_right(join) => Origin::Event,
            _ => Origin::Mixed,
        },
        None if treats_rows_alone(plan) => all,
        None => Origin::Mixed,
    }
}

/// Whether each row of the result comes from one row of the input.
fn treats_rows_alone(plan: &Arc<dyn ExecutionPlan>) -> bool {
    plan.is::<ProjectionExec>()
        || plan.is::<GuardedProjectionExec>()
        || plan.is::<CooperativeExec>()
        || plan.is::<UnnestExec>()
        || plan.is::<LookupJoinExec>()
        || plan.is::<UnionAllExec>()
        || plan.downcast_ref::<FilterExec>().is_some_and(|filter| filter.fetch().is_none())
        || plan.downcast_ref::<SortExec>().is_some_and(|sort| sort.fetch().is_none())
}

/// Whether a row of this child can be left out without any effect on what comes of the others.
fn can_spare_rows_of(plan: &Arc<dyn ExecutionPlan>, child: usize) -> bool {
    // DISTINCT: what comes of equal rows is that row.
    let distinct = plan.downcast_ref::<AggregateExec>().is_some_and(|aggregate| {
        aggregate.aggr_expr().is_empty() && aggregate.group_expr().is_single() && !aggregate.group_expr().is_empty()
    });
    match join_type(plan) {
        Some(join) => {
            if child == 0 {
                keeps_left(join)
            } else {
                keeps_right(join)
            }
        }
        None => distinct || treats_rows_alone(plan),
    }
}

fn join_type(plan: &Arc<dyn ExecutionPlan>) -> Option<JoinType> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        return Some(*join.join_type());
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        return Some(*join.join_type());
    }
    plan.is::<CrossJoinExec>().then_some(JoinType::Inner)
}

/// Whether what comes of a row of the left side depends on that row and the right side alone.
fn keeps_left(join: JoinType) -> bool {
    use JoinType as J;
    matches!(join, J::Inner | J::Left | J::LeftSemi | J::LeftAnti | J::LeftMark)
}

fn keeps_right(join: JoinType) -> bool {
    use JoinType as J;
    matches!(join, J::Inner | J::Right | J::RightSemi | J::RightAnti | J::RightMark)
}

/// Whether the node's expressions read the result of a subquery, which is executed further up.
fn reads_subquery(plan: &Arc<dyn ExecutionPlan>) -> bool {
    let mut reads = false;
    let walked = plan.apply_expressions(&mut |expr: &Arc<dyn PhysicalExpr>| {
        expr.apply(|expr| {
            reads |= expr.is::<ScalarSubqueryExpr>();
            Ok(if reads { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
        })
    });
    reads || walked.is_err()
}
