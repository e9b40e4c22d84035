//! A join that looks up every row of its input in the index of a table. Nothing is built per window.

use std::fmt;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::common::cast::as_boolean_array;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions,
    apply_expression_roots,
};
use futures::{StreamExt, TryStreamExt, stream};

use super::defect;
use super::lookup_table::LookupTable;

/// Where a column of a joined row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// This column of the input.
    Input(usize),
    /// This column of the table.
    Table(usize),
}

/// Which rows a join gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One for every match.
    Inner,
    /// One for every match, and input rows without one, with nulls.
    Outer,
    /// Input rows that have a match, once.
    Semi,
    /// Input rows that have none.
    Anti,
}

/// What must hold, beside equal keys, for two rows to match.
#[derive(Debug)]
pub(super) struct Condition {
    /// Over `columns`.
    pub(super) predicate: Arc<dyn PhysicalExpr>,
    pub(super) columns: Vec<Source>,
    /// Of `columns`.
    pub(super) schema: SchemaRef,
}

/// The join, without its input.
#[derive(Debug)]
pub(super) struct LookupJoin {
    pub(super) table: Arc<LookupTable>,
    /// The key to look up, from a row of the input.
    pub(super) key: Arc<dyn PhysicalExpr>,
    pub(super) conditions: Vec<Condition>,
    pub(super) kind: Kind,
    /// What a row of the result consists of.
    pub(super) columns: Vec<Source>,
}

/// Matches: a row of the input and a row of the table each, in the order of the input.
#[derive(Default)]
struct Matches {
    input: Vec<u32>,
    table: Vec<u32>,
}

impl LookupJoin {
    /// The result for one batch of the input, in batches of at most `rows_max`.
    fn join(&self, input: &RecordBatch, schema: &SchemaRef, rows_max: usize) -> Result<Vec<RecordBatch>> {
        let matches = self.matches(input, rows_max)?;
        let rows = input.num_rows() as u32;
        let (input_rows, table_rows) = match self.kind {
            Kind::Inner => (matches.input, UInt32Array::from(matches.table)),
            Kind::Outer => with_unmatched(&matches, rows),
            Kind::Semi => {
                let mut matched = matches.input;
                matched.dedup();
                let none = UInt32Array::new_null(matched.len());
                (matched, none)
            }
            Kind::Anti => {
                let mut matched = matches.input;
                matched.dedup();
                let mut matched = matched.into_iter().peekable();
                let unmatched: Vec<_> = (0..rows).filter(|row| matched.next_if_eq(row).is_none()).collect();
                let none = UInt32Array::new_null(unmatched.len());
                (unmatched, none)
            }
        };
        let input_rows = UInt32Array::from(input_rows);
        slices(input_rows.len(), rows_max)
            .map(|(start, len)| {
                let rows = (&input_rows.slice(start, len), &table_rows.slice(start, len));
                self.gather(&self.columns, input, rows, schema)
            })
            .collect()
    }

    /// Equal keys, and every condition holds.
    fn matches(&self, input: &RecordBatch, rows_max: usize) -> Result<Matches> {
        let index = &self.table.table().index;
        let mut keys = self.key.evaluate(input)?.into_array(input.num_rows())?;
        if !index.accepts(keys.data_type()) {
            // Wider than the table's: what does not fit becomes null, and a null matches nothing.
            keys = cast(&keys, index.key_type())?;
        }
        let mut matches = Matches::default();
        index.probe(&keys, &mut matches.input, &mut matches.table).map_err(defect)?;
        for condition in &self.conditions {
            matches = self.those_that_meet(condition, matches, input, rows_max)?;
        }
        Ok(matches)
    }

    fn those_that_meet(
        &self,
        condition: &Condition,
        matches: Matches,
        input: &RecordBatch,
        rows_max: usize,
    ) -> Result<Matches> {
        let mut kept = Matches::default();
        let (input_rows, table_rows) = (UInt32Array::from(matches.input), UInt32Array::from(matches.table));
        for (start, len) in slices(input_rows.len(), rows_max) {
            let (input_rows, table_rows) = (input_rows.slice(start, len), table_rows.slice(start, len));
            let pairs = self.gather(&condition.columns, input, (&input_rows, &table_rows), &condition.schema)?;
            let met = condition.predicate.evaluate(&pairs)?.into_array(len)?;
            for (row, met) in as_boolean_array(&met)?.iter().enumerate() {
                if met == Some(true) {
                    kept.input.push(input_rows.value(row));
                    kept.table.push(table_rows.value(row));
                }
            }
        }
        Ok(kept)
    }

    /// Joined rows: pairs of a row of the input and a row of the table (or null).
    fn gather(
        &self,
        columns: &[Source],
        input: &RecordBatch,
        (input_rows, table_rows): (&UInt32Array, &UInt32Array),
        schema: &SchemaRef,
    ) -> Result<RecordBatch> {
        let all_in_order = input_rows.len() == input.num_rows()
            && input_rows.values().iter().enumerate().all(|(position, row)| position == *row as usize);
        let columns = columns
            .iter()
            .map(|column| match *column {
                Source::Input(i) if all_in_order => Ok(input.column(i).clone()),
                Source::Input(i) => Ok(take(input.column(i), input_rows, None)?),
                Source::Table(i) => Ok(take(self.table.batch().column(i), table_rows, None)?),
            })
            .collect::<Result<Vec<ArrayRef>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(input_rows.len()));
        Ok(RecordBatch::try_new_with_options(schema.clone(), columns, &options)?)
    }
}

/// The matches, and every input row that has none, in the order of the input.
fn with_unmatched(matches: &Matches, rows: u32) -> (Vec<u32>, UInt32Array) {
    let mut input_rows = Vec::with_capacity(matches.input.len());
    let mut table_rows = Vec::with_capacity(matches.input.len());
    let mut next = 0;
    for row in 0..rows {
        let first = next;
        while matches.input.get(next) == Some(&row) {
            input_rows.push(row);
            table_rows.push(Some(matches.table[next]));
            next += 1;
        }
        if next == first {
            input_rows.push(row);
            table_rows.push(None);
        }
    }
    (input_rows, UInt32Array::from(table_rows))
}

/// Start and length of the slices that `rows` rows are cut into.
fn slices(rows: usize, rows_max: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows).step_by(rows_max).map(move |start| (start, rows_max.min(rows - start)))
}

/// A [`LookupJoin`] and its input.
#[derive(Debug)]
pub(super) struct LookupJoinExec {
    join: Arc<LookupJoin>,
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl LookupJoinExec {
    /// `properties` are those of the join that it replaces.
    pub(super) fn new(join: LookupJoin, input: Arc<dyn ExecutionPlan>, properties: Arc<PlanProperties>) -> Self {
        Self { join: Arc::new(join), input, properties }
    }
}

impl DisplayAs for LookupJoinExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LookupJoin { table, key, conditions, kind, .. } = &*self.join;
        write!(f, "LookupJoinExec: table={}, kind={kind:?}, key={key}", table.table().name)?;
        conditions.iter().try_for_each(|condition| write!(f, ", condition={}", condition.predicate))
    }
}

impl ExecutionPlan for LookupJoinExec {
    fn name(&self) -> &'static str {
        "LookupJoinExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        let conditions = self.join.conditions.iter().map(|condition| &condition.predicate);
        apply_expression_roots(std::iter::once(&self.join.key).chain(conditions), f)
    }

    fn replace_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = children.swap_remove(0);
        Ok(Arc::new(Self { join: self.join.clone(), input, properties: self.properties.clone() }))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let rows_max = context.session_config().batch_size();
        let (join, schema) = (self.join.clone(), self.schema());
        let joined = self
            .input
            .execute(partition, context)?
            .map(move |batch| join.join(&batch?, &schema, rows_max))
            .map_ok(|batches| stream::iter(batches.into_iter().map(Ok)))
            .try_flatten();
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), joined)))
    }
}
