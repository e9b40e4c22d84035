//! The rule that binds what the registry does not: `||` of texts, and the functions that DataFusion's own syntax stands for
//! (`[a, b]`, `list || list`).
//!
//! A view that doubles a text (`s || s`), thirty times over, makes ten GB of ten bytes.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Schema};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::type_coercion::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, LogicalPlan, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF,
    ScalarUDFImpl, Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{BinaryExpr as PhysicalBinary, Column, Literal};

use super::functions::{Argument, VALUE_BYTES_MAX, bounded, check_sizes};
use crate::mapper::sql::dialect::rewrite_expressions;

/// Puts bounded functions in the place of the others. Runs after types are coerced.
#[derive(Debug)]
pub(in crate::mapper::sql) struct BindRule {
    concat: Arc<ScalarUDF>,
}

impl BindRule {
    pub(in crate::mapper::sql) fn new() -> Self {
        Self {
            concat: Arc::new(ScalarUDF::new_from_impl(Concat { signature: Signature::any(2, Volatility::Immutable) })),
        }
    }

    fn bind(&self, expr: Expr) -> Transformed<Expr> {
        match expr {
            Expr::ScalarFunction(call) => match bounded(&call.func) {
                Some(bounded) => {
                    let func = Arc::new(bounded);
                    Transformed::yes(Expr::ScalarFunction(ScalarFunction { func, args: call.args }))
                }
                None => Transformed::no(Expr::ScalarFunction(call)),
            },
            // With a literal on one side a text grows by what its author wrote.
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::StringConcat, right })
                if has_column(&left) && has_column(&right) =>
            {
                let args = vec![*left, *right];
                Transformed::yes(Expr::ScalarFunction(ScalarFunction { func: self.concat.clone(), args }))
            }
            other => Transformed::no(other),
        }
    }
}

fn has_column(expr: &Expr) -> bool {
    expr.exists(|expr| Ok(!matches!(expr, Expr::Literal(..) | Expr::Cast(_) | Expr::Alias(_)))).unwrap_or(true)
}

impl AnalyzerRule for BindRule {
    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        let bound = plan.transform_up_with_subqueries(|plan| {
            let bound = rewrite_expressions(plan, |expr| Ok(self.bind(expr)))?;
            if bound.transformed { bound.map_data(LogicalPlan::recompute_schema) } else { Ok(bound) }
        })?;
        Ok(bound.data)
    }

    fn name(&self) -> &'static str {
        "bounds"
    }
}

/// `||` of texts.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Concat {
    signature: Signature,
}

impl ScalarUDFImpl for Concat {
    fn name(&self) -> &'static str {
        "string_concat"
    }

    /// As the operator has it, so that columns keep their names.
    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        match args {
            [left, right] => Ok(format!("{} || {}", left.schema_name(), right.schema_name())),
            _ => plan_err!("|| takes two operands"),
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types {
            [left, right] => BinaryTypeCoercer::new(left, &Operator::StringConcat, right).get_result_type(),
            _ => plan_err!("|| takes two operands"),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let types: Vec<_> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        let nullable = args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let operands = args.args.iter().map(Argument::new).collect::<Result<Vec<_>>>()?;
        if operands.iter().map(|operand| operand.bytes_of_all(rows)).sum::<u64>() > VALUE_BYTES_MAX {
            let of_row = |row| operands.iter().map(|operand| operand.bytes(row)).sum();
            check_sizes("||", (0..rows).map(of_row))?;
        }
        let (mut columns, mut fields, mut sides) = (vec![], vec![], vec![]);
        for (value, field) in args.args.into_iter().zip(args.arg_fields) {
            let side: Arc<dyn PhysicalExpr> = match value {
                ColumnarValue::Scalar(scalar) => Arc::new(Literal::new(scalar)),
                ColumnarValue::Array(array) => {
                    let column = Column::new(field.name(), columns.len());
                    fields.push(Field::new(field.name(), array.data_type().clone(), true));
                    columns.push(array);
                    Arc::new(column)
                }
            };
            sides.push(side);
        }
        let [left, right] = sides.as_slice() else { return exec_err!("|| takes two operands") };
        let concat = PhysicalBinary::new(left.clone(), Operator::StringConcat, right.clone());
        let options = datafusion::arrow::record_batch::RecordBatchOptions::new().with_row_count(Some(rows));
        concat.evaluate(&RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?)
    }
}
