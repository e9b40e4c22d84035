//! Casts between lists and text, and the truth values that `concat()` makes text of, as PostgreSQL writes them.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{DFSchema, Result, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, LogicalPlan, TryCast, lit, not, when};
use datafusion::optimizer::AnalyzerRule;

use super::lists::literal::{is_written, list_to_text, text_to_list};
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::rewrite_expressions;

type RewriteExpr = fn(Expr, &DFSchema) -> Result<Transformed<Expr>>;

fn each(plan: LogicalPlan, rewrite: RewriteExpr) -> Result<LogicalPlan> {
    plan.transform_up_with_subqueries(|plan| {
        let schema = merge_schema(&plan.inputs());
        rewrite_expressions(plan, |expr| rewrite(expr, &schema))
    })
    .data()
}

/// Casts of lists to text, and of text to lists.
#[derive(Debug)]
pub(super) struct ListCasts;

impl AnalyzerRule for ListCasts {
    fn name(&self) -> &'static str {
        "list_casts"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        each(plan, |expr, schema| {
            let (inner, to) = match &expr {
                Expr::Cast(Cast { expr, field }) | Expr::TryCast(TryCast { expr, field }) => (expr, field.data_type()),
                _ => return Ok(Transformed::no(expr)),
            };
            let from = inner.get_type(schema)?;
            let called = match (&from, to) {
                (DataType::List(field), text) if is_text(text) => {
                    if !is_written(field.data_type()) {
                        return plan_err!(
                            "a list of {} is not cast to text; write array_to_string(list, ',')",
                            sql_type(field.data_type())
                        );
                    }
                    list_to_text().call(vec![inner.as_ref().clone()])
                }
                (text, DataType::List(field)) if is_text(text) => {
                    if !is_written(field.data_type()) || matches!(field.data_type(), DataType::List(_)) {
                        return plan_err!(
                            "text is not cast to a list of {}; write string_to_array(trim(text, '{{}}'), ',')",
                            sql_type(field.data_type())
                        );
                    }
                    text_to_list().call(vec![inner.as_ref().clone()])
                }
                _ => return Ok(Transformed::no(expr)),
            };
            let given = called.get_type(schema)?;
            Ok(Transformed::yes(match (given == *to, &expr) {
                (true, _) => called,
                (false, Expr::TryCast(_)) => Expr::TryCast(TryCast::new(Box::new(called), to.clone())),
                (false, _) => Expr::Cast(Cast::new(Box::new(called), to.clone())),
            }))
        })
    }
}

/// What functions make of truth values and bytes: `concat('a', true)` is `at`: functions write truth values as `t` and `f`, where a cast writes `true`.
#[derive(Debug)]
pub(super) struct Concatenated;

impl AnalyzerRule for Concatenated {
    fn name(&self) -> &'static str {
        "concatenated_truth_values"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        each(plan, |expr, schema| {
            let Expr::ScalarFunction(ScalarFunction { func, args }) = expr else { return Ok(Transformed::no(expr)) };
            let is_binary = |arg: &Expr| arg.get_type(schema).is_ok_and(|found| found.is_binary());
            // DataFusion would count characters.
            if func.name() == "character_length" && args.iter().any(is_binary) {
                return plan_err!("length() counts the characters of a text; for bytes write octet_length(text)");
            }
            let is_truth = |arg: &Expr| matches!(arg.get_type(schema), Ok(DataType::Boolean));
            if !["concat", "concat_ws"].contains(&func.name()) || !args.iter().any(is_truth) {
                return Ok(Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args })));
            }
            let args = args.into_iter().map(|arg| match is_truth(&arg) {
                true => when(arg.clone(), lit("t")).when(not(arg), lit("f")).end(),
                false => Ok(arg),
            });
            let args = args.collect::<Result<_>>()?;
            Ok(Transformed::yes(Expr::ScalarFunction(ScalarFunction { func, args })))
        })
    }
}
