//! The table `events`: the window that is being mapped.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
};

use super::{defect, leaf_properties, stream};
use crate::codec::schema::Columns;
use crate::mapper::{MetaColumn, Projection};

/// The name of the table.
pub(super) const EVENTS: &str = "events";

/// The window that is being mapped, shared by the table and every scan of it. Empty between windows.
#[derive(Debug, Clone, Default)]
pub(super) struct Window(Arc<Mutex<Option<RecordBatch>>>);

impl Window {
    /// The scans read `batch` for as long as the returned value lives.
    pub(super) fn load(&self, batch: RecordBatch) -> Loaded<'_> {
        *self.slot() = Some(batch);
        Loaded(self)
    }

    fn slot(&self) -> MutexGuard<'_, Option<RecordBatch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the events out of the window when it goes: they hold on to the window's arena.
pub(super) struct Loaded<'a>(&'a Window);

impl Drop for Loaded<'_> {
    fn drop(&mut self) {
        *self.0.slot() = None;
    }
}

/// `events` as DataFusion sees it: all fields of the source, then all metadata columns.
#[derive(Debug)]
pub(super) struct EventsTable {
    schema: SchemaRef,
    window: Window,
}

impl EventsTable {
    pub(super) fn new(source: &Columns, window: Window) -> Self {
        let fields = source.schema.fields().iter().cloned();
        let meta = MetaColumn::ALL.iter().map(|meta| Arc::new(meta.field()));
        Self { schema: Arc::new(Schema::new(fields.chain(meta).collect::<Vec<_>>())), window }
    }
}

#[async_trait]
impl TableProvider for EventsTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let schema = Arc::new(self.schema.project(&columns)?);
        Ok(Arc::new(EventsExec { window: self.window.clone(), columns, properties: leaf_properties(schema) }))
    }
}

/// Reads some columns of the window.
#[derive(Debug)]
pub(super) struct EventsExec {
    window: Window,
    /// Indices into the schema of [`EventsTable`].
    columns: Vec<usize>,
    properties: Arc<PlanProperties>,
}

impl EventsExec {
    /// The columns of the loaded window by name.
    fn rows(&self) -> Result<RecordBatch> {
        let Some(window) = self.window.slot().clone() else {
            return Err(defect("no window is loaded"));
        };
        let columns = self
            .schema()
            .fields()
            .iter()
            .map(|field| {
                let column = window.column_by_name(field.name());
                column.cloned().ok_or_else(|| defect(format!("events have no column {}", field.name())))
            })
            .collect::<Result<Vec<_>>>()?;
        // The row count has to be said: a statement may need no column at all.
        let options = RecordBatchOptions::new().with_row_count(Some(window.num_rows()));
        RecordBatch::try_new_with_options(self.schema(), columns, &options)
            .map_err(|e| defect(format!("events do not fit their schema: {e}")))
    }
}

impl DisplayAs for EventsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = self.schema();
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        write!(f, "EventsExec: columns=[{}]", names.join(", "))
    }
}

impl ExecutionPlan for EventsExec {
    fn name(&self) -> &'static str {
        "EventsExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        stream(&self.rows()?, &context)
    }
}

/// What the scans in these plans read, together. `fields` is the number of the source's fields.
pub(super) fn projection<'a>(
    plans: impl IntoIterator<Item = &'a Arc<dyn ExecutionPlan>>,
    fields: usize,
) -> Result<Projection> {
    let mut read = vec![];
    for plan in plans {
        plan.apply(|node| {
            if let Some(scan) = node.downcast_ref::<EventsExec>() {
                read.extend_from_slice(&scan.columns);
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    read.sort_unstable();
    read.dedup();
    let meta = read.iter().filter_map(|column| MetaColumn::ALL.get(column.checked_sub(fields)?)).copied().collect();
    read.retain(|column| *column < fields);
    Ok(Projection { fields: read, meta })
}
