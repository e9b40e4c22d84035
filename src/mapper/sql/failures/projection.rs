//! A projection whose expressions can fail. Where its rows can be spared, one that fails costs itself.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::{BooleanArray, RecordBatch};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::Field;
use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::projection::{ProjectionExpr, Projector};
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
};
use futures::StreamExt;

use super::count::GroupCount;
use super::search::failing_rows;
use super::{SetAside, SetAsideRows};
use crate::mapper::sql::data_errors::is_of_data;
use crate::mapper::sql::defect;
use crate::mapper::sql::guards::is_guard;

/// Puts [`GuardedProjectionExec`] in the place of projections with guards. Goes first: DataFusion's rules move a
/// projection below the filter that guards it, and do not move a node that they do not know.
#[derive(Debug)]
pub(in super::super) struct GuardedProjectionRule;

impl PhysicalOptimizerRule for GuardedProjectionRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let Some(projection) = node.downcast_ref::<ProjectionExec>() else { return Ok(Transformed::no(node)) };
            if !projection.expr().iter().any(|column| has_guard(&column.expr)) {
                return Ok(Transformed::no(node));
            }
            split(projection).map(Transformed::yes)
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "guarded_projection"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The guards beside all columns of the input, and above them the projection itself. DataFusion takes it that a node which it
/// does not know has its input's columns in their places, and moves a sort below it by their numbers.
fn split(projection: &ProjectionExec) -> Result<Arc<dyn ExecutionPlan>> {
    let input = projection.input();
    let column = |(at, field): (usize, &Arc<Field>)| {
        let column: Arc<dyn PhysicalExpr> = Arc::new(Column::new(field.name(), at));
        ProjectionExpr { expr: column, alias: field.name().clone() }
    };
    let mut below: Vec<ProjectionExpr> = input.schema().fields().iter().enumerate().map(column).collect();
    let mut above = vec![];
    for ProjectionExpr { expr, alias } in projection.expr().iter().cloned() {
        if !has_guard(&expr) {
            above.push(ProjectionExpr { expr, alias });
            continue;
        }
        let guard: Arc<dyn PhysicalExpr> = Arc::new(Column::new(&alias, below.len()));
        below.push(ProjectionExpr { expr, alias: alias.clone() });
        above.push(ProjectionExpr { expr: guard, alias });
    }
    let below = GuardedProjectionExec::new(&ProjectionExec::try_new(below, input.clone())?)?;
    Ok(Arc::new(ProjectionExec::try_new(above, Arc::new(below))?))
}

fn has_guard(expr: &Arc<dyn PhysicalExpr>) -> bool {
    expr.exists(|expr| Ok(expr.downcast_ref::<ScalarFunctionExpr>().is_some_and(|call| is_guard(call.fun()))))
        .unwrap_or(false)
}

/// See the [module](self).
#[derive(Debug)]
pub(in super::super) struct GuardedProjectionExec {
    projection: Arc<ProjectionExec>,
    projector: Projector,
    /// Where rows that fail go; without it they fail the statement.
    aside: Option<(SetAsideRows, Option<Arc<GroupCount>>)>,
}

impl GuardedProjectionExec {
    fn new(projection: &ProjectionExec) -> Result<Self> {
        let projector = projection.projection_expr().make_projector(&projection.input().schema())?;
        Ok(Self { projection: Arc::new(projection.clone()), projector, aside: None })
    }

    pub(super) fn input(&self) -> &Arc<dyn ExecutionPlan> {
        self.projection.input()
    }

    pub(super) fn projection(&self) -> &ProjectionExec {
        &self.projection
    }

    /// The same, setting rows that fail aside.
    pub(super) fn setting_aside(&self, rows: SetAsideRows, count: Option<Arc<GroupCount>>) -> Self {
        let (projection, projector) = (self.projection.clone(), self.projector.clone());
        Self { projection, projector, aside: Some((rows, count)) }
    }
}

/// The columns of a projection for the rows that it does not fail on; the others are set aside.
fn spare(
    projector: &Projector,
    batch: &RecordBatch,
    rows: &SetAsideRows,
    count: Option<&Arc<GroupCount>>,
) -> Result<RecordBatch> {
    match projector.project_batch(batch) {
        Err(error) if is_of_data(&error) => {}
        projected => return projected,
    }
    let failing = failing_rows(batch, &|rows| projector.project_batch(&rows).map(|_| ()))?;
    let mut keep = vec![true; batch.num_rows()];
    for (row, error) in failing {
        keep[row] = false;
        rows.push(SetAside { values: batch.slice(row, 1), error, count: count.cloned() });
    }
    projector.project_batch(&filter_record_batch(batch, &BooleanArray::from(keep))?)
}

impl DisplayAs for GuardedProjectionExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aside = if self.aside.is_some() { ", failing rows are set aside" } else { "" };
        let columns: Vec<_> =
            self.projection.expr().iter().map(|column| format!("{} as {}", column.expr, column.alias)).collect();
        write!(f, "GuardedProjectionExec: expr=[{}]{aside}", columns.join(", "))
    }
}

impl ExecutionPlan for GuardedProjectionExec {
    fn name(&self) -> &'static str {
        "GuardedProjectionExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.projection.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![self.input()]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        self.projection.apply_expressions(f)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        options: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let replaced = self.projection.clone().replace_children(children, options)?;
        let Some(projection) = replaced.downcast_ref::<ProjectionExec>() else {
            return Err(defect("a projection stays one"));
        };
        Ok(Arc::new(Self { aside: self.aside.clone(), ..Self::new(projection)? }))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (projector, aside) = (self.projector.clone(), self.aside.clone());
        let batches = self.input().execute(partition, context)?.map(move |batch| match &aside {
            None => projector.project_batch(&batch?),
            Some((rows, count)) => spare(&projector, &batch?, rows, count.as_ref()),
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), batches)))
    }
}
