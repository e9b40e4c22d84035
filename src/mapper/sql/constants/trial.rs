//! Evaluates one node of an expression, with sample values in the place of its columns.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, FieldRef, Schema};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, DataFusionError, Result, ScalarValue, TableReference, exec_err};
use datafusion::logical_expr::execution_props::ExecutionProps;
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{Expr, WindowFunctionDefinition};
use datafusion::physical_expr::aggregate::LoweredAggregateBuilder;
use datafusion::physical_expr::create_physical_expr;
use datafusion::physical_plan::ColumnarValue;
use datafusion::physical_planner::create_window_expr;

/// The qualifier of the columns that stand for parts of an expression. No relation of a job can have it.
const PART: &str = "#part";

/// The column that stands for the `index`th part of an expression.
pub(super) fn part(index: usize) -> Expr {
    Expr::Column(Column::new(Some(TableReference::bare(PART)), index.to_string()))
}

/// The part that a column stands for.
pub(super) fn part_index(column: &Column) -> Option<usize> {
    column.relation.as_ref().filter(|relation| relation.table() == PART)?;
    column.name.parse().ok()
}

/// A node whose columns are all parts, ready to be evaluated with values for them.
pub(super) struct Trial<'a> {
    expr: &'a Expr,
    /// The parts that the node reads, in the order of the schema.
    pub(super) fields: Vec<FieldRef>,
    schema: DFSchema,
}

impl<'a> Trial<'a> {
    /// `None` when a part has no known type, or the node reads something else.
    pub(super) fn new(expr: &'a Expr, parts: &[Option<FieldRef>]) -> Option<Self> {
        let mut read: Vec<(usize, FieldRef)> = vec![];
        let mut known = true;
        let walked = expr.apply(|node| {
            match node {
                Expr::Column(column) => match part_index(column).and_then(|i| Some((i, parts.get(i)?.clone()?))) {
                    Some(part) if read.iter().all(|(i, _)| *i != part.0) => read.push(part),
                    Some(_) => {}
                    None => known = false,
                },
                Expr::OuterReferenceColumn(..)
                | Expr::ScalarSubquery(_)
                | Expr::InSubquery(_)
                | Expr::Exists(_)
                | Expr::SetComparison(_)
                | Expr::Lambda(_)
                | Expr::LambdaVariable(_)
                | Expr::Placeholder(_) => known = false,
                _ => {}
            }
            Ok(if known { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
        });
        walked.ok().filter(|_| known)?;
        let named = |(i, field): &(usize, FieldRef)| {
            let field = Field::new(i.to_string(), field.data_type().clone(), true);
            (Some(TableReference::bare(PART)), Arc::new(field))
        };
        let schema = DFSchema::new_with_metadata(read.iter().map(named).collect(), Default::default()).ok()?;
        Some(Self { expr, fields: read.into_iter().map(|(_, field)| field).collect(), schema })
    }

    /// The same with another expression, which reads the same parts.
    pub(super) fn with<'b>(&self, expr: &'b Expr) -> Trial<'b> {
        Trial { expr, fields: self.fields.clone(), schema: self.schema.clone() }
    }

    /// The value of the node for these values of its parts. A panic is an error as well.
    pub(super) fn run(&self, values: &[ScalarValue]) -> Result<ScalarValue> {
        catch_unwind(AssertUnwindSafe(|| self.evaluate(values))).unwrap_or_else(|_| exec_err!("it cannot be evaluated"))
    }

    fn evaluate(&self, values: &[ScalarValue]) -> Result<ScalarValue> {
        let columns = values.iter().map(|value| value.to_array_of_size(1)).collect::<Result<Vec<_>>>()?;
        let rows = rows(self.schema.as_arrow(), columns)?;
        let (properties, context) = (ExecutionProps::new(), PhysicalPlanningContext::default());
        match self.expr {
            Expr::AggregateFunction(_) => self.aggregate(&rows),
            Expr::WindowFunction(call) => {
                if let WindowFunctionDefinition::AggregateUDF(_) = call.fun {
                    return Ok(ScalarValue::Null);
                }
                let result = create_window_expr(self.expr, &self.schema, &properties, &context)?.evaluate(&rows)?;
                ScalarValue::try_from_array(&result, 0)
            }
            expr => match create_physical_expr(expr, &self.schema, &properties, &context)?.evaluate(&rows)? {
                ColumnarValue::Scalar(value) => Ok(value),
                ColumnarValue::Array(array) => ScalarValue::try_from_array(&array, 0),
            },
        }
    }

    fn aggregate(&self, rows: &RecordBatch) -> Result<ScalarValue> {
        let (properties, context) = (ExecutionProps::new(), PhysicalPlanningContext::default());
        let schema = self.schema.as_arrow();
        // DISTINCT is ordered by its argument; here that would be another part.
        let mut expr = self.expr.clone();
        if let Expr::AggregateFunction(call) = &mut expr
            && call.params.distinct
        {
            call.params.order_by.clear();
        }
        let lowered = LoweredAggregateBuilder::new(&expr, &self.schema, schema, &properties, &context).build()?;
        let mut state = lowered.aggregate.create_accumulator()?;
        let arguments = lowered.aggregate.expressions();
        // An aggregate that cares for the order also gets what it is ordered by; the others leave it alone.
        let ordered = lowered.aggregate.order_bys().iter().map(|order| order.expr.clone());
        let arguments = arguments.into_iter().chain(ordered);
        let values = arguments.map(|argument| argument.evaluate(rows)?.into_array(rows.num_rows()));
        state.update_batch(&values.collect::<Result<Vec<ArrayRef>>>()?)?;
        state.evaluate()
    }
}

fn rows(schema: &Schema, columns: Vec<ArrayRef>) -> Result<RecordBatch> {
    let options = RecordBatchOptions::new().with_row_count(Some(1));
    RecordBatch::try_new_with_options(Arc::new(schema.clone()), columns, &options).map_err(DataFusionError::from)
}
