//! How many events are in the group of a row.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::{Result, ScalarValue};
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::physical_expr::aggregate::AggregateExprBuilder;
use datafusion::physical_expr::expressions::{self, Column};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateMode};
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;

use super::classify::{Origin, origin};
use super::projection::GuardedProjectionExec;

/// How many events are in each group, by its keys.
pub(in super::super) type GroupSizes = HashMap<Vec<ScalarValue>, u64>;

/// Counts the events of groups again, once a row has failed.
#[derive(Debug)]
pub(in super::super) struct GroupCount {
    /// The keys of every group, and how many events are in it.
    pub(in super::super) plan: Arc<dyn ExecutionPlan>,
    /// The columns of the row that are these keys.
    keys: Vec<usize>,
}

impl GroupCount {
    /// For rows of this plan, if they are groups of events and hold all of their keys.
    pub(super) fn of(plan: &Arc<dyn ExecutionPlan>) -> Result<Option<Self>> {
        let Some((aggregate, key_of)) = groups(plan) else { return Ok(None) };
        let keys = aggregate.group_expr().expr().len();
        let positions: Option<Vec<usize>> =
            (0..keys).map(|key| key_of.iter().position(|of| *of == Some(key))).collect();
        let Some(keys) = positions else { return Ok(None) };
        let input = aggregate.input();
        if origin(input) != Origin::Event {
            return Ok(None);
        }
        let one = AggregateExprBuilder::new(count_udaf(), vec![expressions::lit(1_i64)])
            .schema(input.schema())
            .alias("events")
            .build()?;
        let counted = AggregateExec::try_new(
            AggregateMode::Single,
            aggregate.group_expr().clone(),
            vec![Arc::new(one)],
            vec![None],
            input.clone(),
            input.schema(),
        )?;
        Ok(Some(Self { plan: Arc::new(counted), keys }))
    }

    /// The keys of a row's group.
    pub(in super::super) fn key(&self, row: &RecordBatch) -> Result<Vec<ScalarValue>> {
        self.keys.iter().map(|key| ScalarValue::try_from_array(row.column(*key), 0)).collect()
    }

    /// How many events are in each group, from what the plan returned.
    pub(in super::super) fn sizes(&self, counted: &[RecordBatch]) -> Result<GroupSizes> {
        let mut sizes = GroupSizes::new();
        for batch in counted {
            let (keys, counts) = batch.columns().split_at(self.keys.len());
            let counts = counts.first().map(|counts| counts.as_primitive::<Int64Type>());
            for (row, count) in counts.into_iter().flat_map(|counts| counts.values()).enumerate() {
                let key = keys.iter().map(|key| ScalarValue::try_from_array(key, row)).collect::<Result<_>>()?;
                sizes.insert(key, count.unsigned_abs());
            }
        }
        Ok(sizes)
    }
}

/// The aggregate whose groups the plan's rows are, and for each column the key that it is.
fn groups(plan: &Arc<dyn ExecutionPlan>) -> Option<(&AggregateExec, Vec<Option<usize>>)> {
    if let Some(aggregate) = plan.downcast_ref::<AggregateExec>() {
        let keys = aggregate.group_expr();
        let single = matches!(aggregate.mode(), AggregateMode::Single | AggregateMode::SinglePartitioned);
        let columns = plan.schema().fields().len();
        return (single && keys.is_single())
            .then(|| (aggregate, (0..columns).map(|at| (at < keys.expr().len()).then_some(at)).collect()));
    }
    if plan.is::<SortExec>() || plan.is::<CooperativeExec>() {
        return groups(plan.children().first()?);
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let (aggregate, keys) = groups(filter.input())?;
        let keys = match filter.projection() {
            Some(columns) => columns.iter().map(|at| keys[*at]).collect(),
            None => keys,
        };
        return Some((aggregate, keys));
    }
    let guarded = plan.downcast_ref::<GuardedProjectionExec>().map(GuardedProjectionExec::projection);
    let projection = plan.downcast_ref::<ProjectionExec>().or(guarded)?;
    let (aggregate, keys) = groups(projection.input())?;
    let through = projection.expr().iter().map(|column| keys[column.expr.downcast_ref::<Column>()?.index()]);
    Some((aggregate, through.collect()))
}
