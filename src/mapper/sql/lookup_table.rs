//! A job's table as DataFusion sees it. Joins with it are turned into probes of its index by [`super::lookup_rule`]; a
//! scan that remains reads all of its rows.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::cast::as_boolean_array;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result, Statistics};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
    apply_expression_roots,
};

use super::{leaf_properties, stream};
use crate::table::Table;

/// A job's table, all of its text in one layout.
#[derive(Clone)]
pub(super) struct LookupTable {
    /// The rows as statements see them.
    batch: RecordBatch,
    /// The same rows, and the index.
    table: Arc<Table>,
}

impl fmt::Debug for LookupTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookupTable({})", self.table.name)
    }
}

impl LookupTable {
    /// Text becomes `Utf8View`, as it is in `events`: with two layouts a join would convert every key first.
    pub(super) fn new(table: Arc<Table>) -> Result<Self> {
        let (fields, columns): (Vec<Arc<Field>>, Vec<ArrayRef>) = table
            .batch
            .schema()
            .fields()
            .iter()
            .zip(table.batch.columns())
            .map(|(field, column)| match field.data_type() {
                DataType::Utf8 | DataType::LargeUtf8 => {
                    let field = field.as_ref().clone().with_data_type(DataType::Utf8View);
                    Ok((Arc::new(field), cast(column, &DataType::Utf8View)?))
                }
                _ => Ok((field.clone(), column.clone())),
            })
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .unzip();
        let options = RecordBatchOptions::new().with_row_count(Some(table.batch.num_rows()));
        let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?;
        Ok(Self { batch, table })
    }

    pub(super) fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }
}

#[async_trait]
impl TableProvider for LookupTable {
    fn schema(&self) -> SchemaRef {
        self.batch.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    /// The scan takes filters, so that nothing stands between it and a join that it is read by.
    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let has_subquery = |filter: &Expr| {
            filter.exists(|e| {
                Ok(matches!(
                    e,
                    Expr::ScalarSubquery(_) | Expr::Exists(_) | Expr::InSubquery(_) | Expr::SetComparison(_)
                ))
            })
        };
        filters
            .iter()
            .map(|filter| match has_subquery(filter)? {
                true => Ok(TableProviderFilterPushDown::Unsupported),
                false => Ok(TableProviderFilterPushDown::Exact),
            })
            .collect()
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        _: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = self.batch.schema();
        let columns = projection.cloned().unwrap_or_else(|| (0..schema.fields().len()).collect());
        let properties = leaf_properties(Arc::new(schema.project(&columns)?));
        let schema = DFSchema::try_from(schema)?;
        let filter =
            conjunction(filters.to_vec()).map(|filter| session.create_physical_expr(filter, &schema)).transpose()?;
        Ok(Arc::new(LookupScanExec { table: Arc::new(self.clone()), columns, filter, properties }))
    }
}

/// Reads some columns of the rows of a table that pass a filter.
#[derive(Debug)]
pub(super) struct LookupScanExec {
    pub(super) table: Arc<LookupTable>,
    /// Indices into the table's schema.
    pub(super) columns: Vec<usize>,
    /// Over all of the table's columns.
    pub(super) filter: Option<Arc<dyn PhysicalExpr>>,
    properties: Arc<PlanProperties>,
}

impl LookupScanExec {
    fn rows(&self) -> Result<RecordBatch> {
        let rows = match &self.filter {
            None => self.table.batch.clone(),
            Some(filter) => {
                let keep = filter.evaluate(&self.table.batch)?.into_array(self.table.batch.num_rows())?;
                filter_record_batch(&self.table.batch, as_boolean_array(&keep)?)?
            }
        };
        Ok(rows.project(&self.columns)?)
    }
}

impl DisplayAs for LookupScanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = self.schema();
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        write!(f, "LookupScanExec: table={}, columns=[{}]", self.table.table.name, names.join(", "))?;
        self.filter.iter().try_for_each(|filter| write!(f, ", filter={filter}"))
    }
}

impl ExecutionPlan for LookupScanExec {
    fn name(&self) -> &'static str {
        "LookupScanExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        apply_expression_roots(&self.filter, f)
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

    fn partition_statistics(&self, _: Option<usize>) -> Result<Arc<Statistics>> {
        // Not exact, or the optimizer would answer `count(*)` with it once and for all.
        let statistics = Statistics::new_unknown(&self.schema());
        Ok(Arc::new(statistics.with_num_rows(Precision::Inexact(self.table.batch.num_rows()))))
    }
}
