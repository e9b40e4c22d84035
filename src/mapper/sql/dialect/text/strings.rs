//! Functions of text that DataFusion has otherwise.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, StringViewArray};
use datafusion::arrow::datatypes::{DataType, Int32Type, Int64Type};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::functions::core::expr_fn::nullif;
use datafusion::functions_nested::expr_fn::{array_element, cardinality};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult};
use datafusion::logical_expr::{Expr, LogicalPlan, ScalarUDF, lit, when};
use datafusion::optimizer::AnalyzerRule;

use super::function::{Arguments, Function, unchecked};
use super::regex;
use crate::mapper::sql::dialect::rewrite_expressions;

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![to_hex()]
}

/// A number in base 16; a negative one in the two's complement of its type, which for an `int` is 32 bits.
fn to_hex() -> ScalarUDF {
    Function {
        name: "to_hex",
        aliases: &[],
        coerce: |found| match found {
            [DataType::Int8 | DataType::Int16 | DataType::Int32] => Ok(vec![DataType::Int32]),
            [number] if number.is_integer() || number.is_null() => Ok(vec![DataType::Int64]),
            _ => Err("takes one whole number".into()),
        },
        returns: |_| DataType::Utf8View,
        check: unchecked,
        run: run_to_hex,
    }
    .udf()
}

fn run_to_hex(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let numbers = arguments.array(0)?;
    let texts: StringViewArray = if let Some(numbers) = numbers.as_primitive_opt::<Int32Type>() {
        numbers.iter().map(|number| number.map(|number| format!("{number:x}"))).collect()
    } else if let Some(numbers) = numbers.as_primitive_opt::<Int64Type>() {
        numbers.iter().map(|number| number.map(|number| format!("{number:x}"))).collect()
    } else {
        return exec_err!("to_hex takes whole numbers, not {}", numbers.data_type());
    };
    Ok(Arc::new(texts))
}

/// `encode(…, 'base64')` pads, as RFC 4648 says, and `array_length(…, 1)` and `array_ndims` of an empty list are NULL.
#[derive(Debug)]
pub(super) struct Calls;

impl AnalyzerRule for Calls {
    fn name(&self) -> &'static str {
        "postgres_calls"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| rewrite_expressions(plan, replace)).data()
    }
}

fn replace(expr: Expr) -> Result<Transformed<Expr>> {
    if let Expr::AggregateFunction(call) = &expr
        && call.func.name() == "string_agg"
        && call.params.args.get(1).is_some_and(Expr::any_column_refs)
    {
        return plan_err!(
            "string_agg takes a separator that is the same for all rows; write string_agg(separator || text, '')"
        );
    }
    let Expr::ScalarFunction(mut call) = expr else { return Ok(Transformed::no(expr)) };
    match (call.func.name(), call.args.len()) {
        ("encode", 2) => {
            let is_base64 = |format: &ScalarValue| {
                format.try_as_str().flatten().is_some_and(|format| format.eq_ignore_ascii_case("base64"))
            };
            if matches!(&call.args[1], Expr::Literal(format, _) if is_base64(format)) {
                call.args[1] = lit("base64pad");
                return Ok(Transformed::yes(Expr::ScalarFunction(call)));
            }
            Ok(Transformed::no(Expr::ScalarFunction(call)))
        }
        ("array_length", 2) => Ok(Transformed::yes(nullif(Expr::ScalarFunction(call), lit(0_i64)))),
        ("array_ndims", 1) => {
            let is_empty = cardinality(call.args[0].clone()).eq(lit(0_u64));
            Ok(Transformed::yes(when(is_empty, lit(ScalarValue::Int64(None))).otherwise(Expr::ScalarFunction(call))?))
        }
        _ => Ok(Transformed::no(Expr::ScalarFunction(call))),
    }
}

/// `substring(text from 'pattern')`: the first group of the match, or the match.
#[derive(Debug)]
pub(super) struct SubstringOfPattern;

impl ExprPlanner for SubstringOfPattern {
    fn plan_substring(&self, args: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        match args.as_slice() {
            [text, pattern @ Expr::Literal(ScalarValue::Utf8(Some(_)), _)] => {
                let found = regex::regexp_match().call(vec![text.clone(), pattern.clone()]);
                Ok(PlannerResult::Planned(array_element(found, lit(1_i64))))
            }
            _ => Ok(PlannerResult::Original(args)),
        }
    }
}
