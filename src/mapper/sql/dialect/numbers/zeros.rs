//! There is one zero: `-0.0` and `0.0` are equal, as in PostgreSQL. DataFusion knows that where it compares and groups. Where it
//! sorts, and where it looks values up in a list, it tells them apart by their bits: there both become `0.0`. Only what is
//! compared changes, never a value that a statement gives.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::utils::normalize_float_zero;
use datafusion::common::{DFSchema, Result, ScalarValue, internal_err};
use datafusion::logical_expr::expr::Sort;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{
    ColumnarValue, Distinct, Expr, ExprSchemable, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use super::types::is_float;
use crate::mapper::sql::dialect::rewrite_expressions;

/// DataFusion's functions that compare the elements of lists.
const SETS: [&str; 4] = ["array_distinct", "array_union", "array_intersect", "array_except"];

#[derive(Debug)]
pub(super) struct Zeros;

impl AnalyzerRule for Zeros {
    fn name(&self) -> &str {
        "one_zero"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewrite)?.data)
    }
}

fn rewrite(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let schema = merge_schema(&plan.inputs());
    let plan = match plan {
        LogicalPlan::Sort(mut sort) => {
            sort_by(&mut sort.expr, &schema);
            LogicalPlan::Sort(sort)
        }
        LogicalPlan::Distinct(Distinct::On(mut distinct)) => {
            distinct.on_expr.iter_mut().for_each(|expr| compared(expr, &schema));
            distinct.sort_expr.iter_mut().for_each(|sort| sort_by(sort, &schema));
            LogicalPlan::Distinct(Distinct::On(distinct))
        }
        // Their arguments are rewritten below; what they are ordered by is part of their names.
        LogicalPlan::Window(_) | LogicalPlan::Aggregate(_) => {
            let names = NamePreserver::new(&plan);
            let calls = plan.map_expressions(|expr| {
                let name = names.save(&expr);
                Ok(match call(expr, &schema) {
                    (expr, true) => Transformed::yes(name.restore(expr)),
                    (expr, false) => Transformed::no(expr),
                })
            })?;
            calls.data
        }
        other => other,
    };
    rewrite_expressions(plan, |expr| {
        Ok(match expr {
            Expr::InList(mut list) if is_inexact(&list.expr, &schema) => {
                compared(&mut list.expr, &schema);
                list.list.iter_mut().for_each(|item| compared(item, &schema));
                Transformed::yes(Expr::InList(list))
            }
            Expr::Case(mut case) if case.expr.as_ref().is_some_and(|operand| is_inexact(operand, &schema)) => {
                case.expr.iter_mut().for_each(|operand| compared(operand, &schema));
                case.when_then_expr.iter_mut().for_each(|(when, _)| compared(when, &schema));
                Transformed::yes(Expr::Case(case))
            }
            Expr::BinaryExpr(mut binary) if is_list(&binary.left, &schema) && is_inexact(&binary.left, &schema) => {
                compared(&mut binary.left, &schema);
                compared(&mut binary.right, &schema);
                Transformed::yes(Expr::BinaryExpr(binary))
            }
            Expr::ScalarFunction(mut call)
                if SETS.contains(&call.func.name()) && call.args.iter().any(|list| is_inexact(list, &schema)) =>
            {
                call.args.iter_mut().for_each(|list| compared(list, &schema));
                Transformed::yes(Expr::ScalarFunction(call))
            }
            other => Transformed::no(other),
        })
    })
}

/// A call of an aggregate or a window function, and whether it has changed.
fn call(expr: Expr, schema: &DFSchema) -> (Expr, bool) {
    match expr {
        Expr::Alias(mut alias) => {
            let (inner, changed) = call(*alias.expr, schema);
            alias.expr = Box::new(inner);
            (Expr::Alias(alias), changed)
        }
        Expr::AggregateFunction(mut call) => {
            let distinct = call.params.distinct && call.params.args.iter().any(|argument| is_inexact(argument, schema));
            let ordered = call.params.order_by.iter().any(|sort| is_inexact(&sort.expr, schema));
            if distinct {
                call.params.args.iter_mut().for_each(|argument| compared(argument, schema));
            }
            sort_by(&mut call.params.order_by, schema);
            (Expr::AggregateFunction(call), distinct || ordered)
        }
        Expr::WindowFunction(mut call) => {
            let keys = call.params.partition_by.iter().chain(call.params.order_by.iter().map(|sort| &sort.expr));
            let changed = keys.into_iter().any(|key| is_inexact(key, schema));
            call.params.partition_by.iter_mut().for_each(|key| compared(key, schema));
            sort_by(&mut call.params.order_by, schema);
            (Expr::WindowFunction(call), changed)
        }
        other => (other, false),
    }
}

fn sort_by(sorts: &mut [Sort], schema: &DFSchema) {
    sorts.iter_mut().for_each(|sort| compared(&mut sort.expr, schema));
}

/// Makes the expression one that can be compared by its bits.
fn compared(expr: &mut Expr, schema: &DFSchema) {
    if !is_inexact(expr, schema) {
        return;
    }
    match expr {
        Expr::Literal(ScalarValue::Float64(Some(value)), _) => *value += 0.0,
        Expr::Literal(ScalarValue::Float32(Some(value)), _) => *value += 0.0,
        _ => {
            let taken = std::mem::replace(expr, Expr::Literal(ScalarValue::Null, None));
            *expr = ScalarUDF::new_from_impl(OneZero { signature: Signature::any(1, Volatility::Immutable) })
                .call(vec![taken]);
        }
    }
}

fn is_inexact(expr: &Expr, schema: &DFSchema) -> bool {
    expr.get_type(schema).is_ok_and(|data_type| is_float(innermost(&data_type)))
}

fn is_list(expr: &Expr, schema: &DFSchema) -> bool {
    expr.get_type(schema).is_ok_and(|data_type| matches!(data_type, DataType::List(_)))
}

fn innermost(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::List(item) => innermost(item.data_type()),
        other => other,
    }
}

/// `-0.0` as `0.0`, also in lists.
#[derive(Debug, PartialEq, Eq, Hash)]
struct OneZero {
    signature: Signature,
}

impl ScalarUDFImpl for OneZero {
    fn name(&self) -> &str {
        "one_zero"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types[0].clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.as_slice() {
            [ColumnarValue::Array(array)] => Ok(ColumnarValue::Array(one_zero(array)?)),
            [ColumnarValue::Scalar(scalar)] => {
                let array = one_zero(&scalar.to_array()?)?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?))
            }
            _ => internal_err!("one_zero() of one"),
        }
    }
}

/// Numbers, or lists of them, with one zero.
pub(in crate::mapper::sql::dialect) fn one_zero(array: &ArrayRef) -> Result<ArrayRef> {
    match array.data_type() {
        DataType::List(item) if is_float(innermost(item.data_type())) => {
            let list = array.as_list::<i32>();
            let values = one_zero(list.values())?;
            Ok(Arc::new(ListArray::try_new(item.clone(), list.offsets().clone(), values, list.nulls().cloned())?))
        }
        _ => Ok(normalize_float_zero(array)),
    }
}
