//! `UNION ALL` in one partition: all rows of the first input, then all of the second, and so on.
//!
//! DataFusion's own union gives each input a partition and merges them in the order in which their tasks happen to run.
//! With this one every node of a plan has one partition, and the order of rows follows from the statement alone.

use std::fmt;
use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
};
use futures::{StreamExt, TryStreamExt, stream};

use super::leaf_properties;

/// Puts [`UnionAllExec`] in the place of every [`UnionExec`]. Goes before the rules that add merges and sorts.
#[derive(Debug)]
pub(super) struct UnionAllRule;

impl PhysicalOptimizerRule for UnionAllRule {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let Some(union) = node.downcast_ref::<UnionExec>() else { return Ok(Transformed::no(node)) };
            let inputs = union.inputs().clone();
            Ok(Transformed::yes(Arc::new(UnionAllExec { inputs, properties: leaf_properties(union.schema()) })))
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "union_all"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

#[derive(Debug)]
pub(super) struct UnionAllExec {
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    properties: Arc<PlanProperties>,
}

impl DisplayAs for UnionAllExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnionAllExec")
    }
}

impl ExecutionPlan for UnionAllExec {
    fn name(&self) -> &'static str {
        "UnionAllExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        self.inputs.iter().collect()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        inputs: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { inputs, properties: self.properties.clone() }))
    }

    fn with_new_children(self: Arc<Self>, inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(inputs, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let inputs = self.inputs.clone();
        let schema = self.schema();
        let batches = stream::iter(inputs)
            .map(move |input| input.execute(partition, context.clone()))
            .try_flatten()
            // An input may say "never null" of a column that another input has nulls in.
            .map(move |batch| Ok(batch?.with_schema(schema.clone())?));
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), batches)))
    }
}
