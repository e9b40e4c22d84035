//! An expression that can fail, closed to the optimizer.
//!
//! DataFusion's rules take it that an expression has a value for every row: they split conjunctions, move predicates,
//! turn CASE into AND and OR, and evaluate common parts early. A guard hides the expression in a function of its
//! columns, which the rules carry around as a whole; it evaluates the expression in SQL's order (see [`super::lazy`]).

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result, TableReference};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::physical_expr::PhysicalExpr;

use super::lazy::compile;

/// The name of the function that a guard is.
const NAME: &str = "guarded";

/// Whether a function is a guard.
pub(in super::super) fn is_guard(function: &ScalarUDF) -> bool {
    function.inner().is::<Guard>()
}

/// See the [module](self).
#[derive(Debug)]
struct Guard {
    /// What is guarded, over columns that stand for the arguments.
    body: Expr,
    /// `body`, ready to run.
    compiled: Arc<dyn PhysicalExpr>,
    /// Of the arguments; all of them may be null, whatever the plan says.
    arguments: SchemaRef,
    returns: FieldRef,
    signature: Signature,
}

/// The expression, guarded. It has the same type; its name is another.
pub(super) fn guarded(expr: Expr, schema: &DFSchema, own: &dyn Fn(&str) -> bool) -> Result<Expr> {
    let (_, returns) = expr.to_field(schema)?;
    let mut arguments = Arguments { schema, given: vec![], fields: vec![] };
    let body = expr.transform_down(|expr| arguments.take(expr)).data()?;
    let Arguments { given, fields, .. } = arguments;
    let fields: Vec<(Option<TableReference>, FieldRef)> = fields.into_iter().map(|field| (None, field)).collect();
    let body_schema = DFSchema::new_with_metadata(fields, std::collections::HashMap::new())?;
    let compiled = compile(&body, &body_schema, own)?;
    let compiled_nullable = body.nullable(&body_schema)?;
    let nullable = body_schema.as_arrow().fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
    let guard = Guard {
        compiled,
        arguments: Arc::new(Schema::new(nullable.collect::<Vec<_>>())),
        // With its metadata, which say how a part of a time is divided.
        returns: Arc::new(
            Field::new(NAME, returns.data_type().clone(), compiled_nullable || returns.is_nullable())
                .with_metadata(returns.metadata().clone()),
        ),
        // Volatile: neither moved, nor merged, nor evaluated early or twice.
        signature: Signature::user_defined(Volatility::Volatile),
        body,
    };
    Ok(Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(guard)), given)))
}

/// Collects what a body takes from outside.
struct Arguments<'a> {
    schema: &'a DFSchema,
    given: Vec<Expr>,
    fields: Vec<FieldRef>,
}

impl Arguments<'_> {
    /// Puts a column in the place of what the optimizer has to see: columns, and subqueries, which it turns into joins.
    fn take(&mut self, expr: Expr) -> Result<Transformed<Expr>> {
        let outside = matches!(
            expr,
            Expr::Column(_)
                | Expr::OuterReferenceColumn(..)
                | Expr::ScalarSubquery(_)
                | Expr::Exists(_)
                | Expr::InSubquery(_)
                | Expr::SetComparison(_)
        );
        if !outside {
            return Ok(Transformed::no(expr));
        }
        let at = match self.given.iter().position(|given| *given == expr) {
            Some(at) => at,
            None => {
                let (_, field) = expr.to_field(self.schema)?;
                // Where a subquery may give no row, that is marked already.
                let nullable = field.is_nullable() || !matches!(expr, Expr::Column(_) | Expr::ScalarSubquery(_));
                let name = format!("${}", self.given.len());
                self.fields.push(Arc::new(Field::new(name, field.data_type().clone(), nullable)));
                self.given.push(expr);
                self.given.len() - 1
            }
        };
        let column = Expr::Column(Column::new_unqualified(format!("${at}")));
        Ok(Transformed::new(column, true, TreeNodeRecursion::Jump))
    }
}

impl ScalarUDFImpl for Guard {
    fn name(&self) -> &str {
        NAME
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        let args: Vec<_> = args.iter().map(ToString::to_string).collect();
        Ok(format!("{NAME}({}; {})", self.body, args.join(", ")))
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, found: &[DataType]) -> Result<Vec<DataType>> {
        Ok(found.to_vec())
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.data_type().clone())
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let columns = args.args.into_iter().map(|value| value.into_array(rows)).collect::<Result<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(self.arguments.clone(), columns, &options)?;
        self.compiled.evaluate(&batch)
    }
}

impl PartialEq for Guard {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body && self.arguments == other.arguments
    }
}

impl Eq for Guard {}

impl Hash for Guard {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.hash(state);
    }
}
