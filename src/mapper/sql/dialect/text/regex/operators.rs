//! Whether a text matches: `~`, `~*`, `!~`, `!~*`, `SIMILAR TO` and `regexp_like`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BooleanArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::expr::Like;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, ScalarUDF, lit};
use datafusion::optimizer::AnalyzerRule;
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::super::function::{Arguments, Function, Kind, coerce_kinds};
use super::flags::Flags;
use super::functions::{Patterns, check_pattern, without_global};
use super::{Syntax, compile, failed};
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::rewrite_expressions;

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![regexp_like(), similar_to()]
}

fn regexp_like() -> ScalarUDF {
    Function {
        name: "regexp_like",
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text; 3], 2),
        returns: |_| DataType::Boolean,
        check: |literals| check_pattern(literals, 1, 2).and_then(|()| without_global(literals, 2, "regexp_like")),
        run: |arguments| {
            let (texts, patterns) = (arguments.text(0)?, Patterns::new(arguments, 1, 2)?);
            let matched = (0..arguments.rows).map(|row| {
                let (Some(text), Some((regex, _))) = (texts.get(row), patterns.get(row)?) else { return Ok(None) };
                Ok(Some(regex.is_match(text)))
            });
            Ok(Arc::new(matched.collect::<Result<BooleanArray>>()?))
        },
    }
    .udf()
}

/// `SIMILAR TO`; it cannot be called by this name without quotes.
fn similar_to() -> ScalarUDF {
    Function {
        name: "similar to",
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text; 3], 3),
        returns: |_| DataType::Boolean,
        check: |literals| match (literals[1].and_then(text_of), literals[2].and_then(text_of)) {
            (Some(pattern), Some(escape)) => {
                compile(pattern, Flags::default(), Syntax::Similar(escape.chars().next())).map(|_| ())
            }
            _ => Ok(()),
        },
        run: run_similar,
    }
    .udf()
}

fn run_similar(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (texts, patterns, escapes) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    let matched = (0..arguments.rows).map(|row| {
        let (Some(text), Some(pattern), Some(escape)) = (texts.get(row), patterns.get(row), escapes.get(row)) else {
            return Ok(None);
        };
        let regex = compile(pattern, Flags::default(), Syntax::Similar(escape.chars().next())).map_err(failed)?;
        Ok(Some(regex.is_match(text)))
    });
    Ok(Arc::new(matched.collect::<Result<BooleanArray>>()?))
}

fn text_of(value: &ScalarValue) -> Option<&str> {
    value.try_as_str().flatten()
}

/// Says what the operators take: they are typed before [`RegexOperators`] sees them.
#[derive(Debug)]
pub(in super::super) struct TextOnly;

impl ExprPlanner for TextOnly {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        use BinaryOperator as Op;
        if matches!(expr.op, Op::PGRegexMatch | Op::PGRegexIMatch | Op::PGRegexNotMatch | Op::PGRegexNotIMatch) {
            for side in [&expr.left, &expr.right] {
                let found = side.get_type(schema)?;
                if !is_text(&found) && !found.is_null() {
                    let found = sql_type(&found);
                    return plan_err!(
                        "{} compares text with a pattern, not {found}; write CAST(… AS varchar)",
                        expr.op
                    );
                }
            }
        }
        Ok(PlannerResult::Original(expr))
    }
}

/// Puts those functions in the place of the operators, and refuses patterns of LIKE that end within an escape.
#[derive(Debug)]
pub(in super::super) struct RegexOperators;

impl AnalyzerRule for RegexOperators {
    fn name(&self) -> &'static str {
        "regex_operators"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| rewrite_expressions(plan, replace)).data()
    }
}

fn replace(expr: Expr) -> Result<Transformed<Expr>> {
    let (negated, call) = match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            let (negated, flags) = match op {
                Operator::RegexMatch => (false, None),
                Operator::RegexIMatch => (false, Some("i")),
                Operator::RegexNotMatch => (true, None),
                Operator::RegexNotIMatch => (true, Some("i")),
                _ => return Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right }))),
            };
            let flags = flags.map(lit);
            (negated, regexp_like().call([*left, *right].into_iter().chain(flags).collect()))
        }
        Expr::SimilarTo(Like { negated, expr, pattern, escape_char, .. }) => {
            let escape = lit(escape_char.unwrap_or('\\').to_string());
            (negated, similar_to().call(vec![*expr, *pattern, escape]))
        }
        Expr::Like(like) => {
            if let Expr::Literal(pattern, _) = like.pattern.as_ref()
                && let Some(pattern) = text_of(pattern)
                && (pattern.len() - pattern.trim_end_matches('\\').len()) % 2 == 1
            {
                return plan_err!("LIKE '{pattern}' ends with the escape character; write \\\\ for a backslash");
            }
            return Ok(Transformed::no(Expr::Like(like)));
        }
        other => return Ok(Transformed::no(other)),
    };
    Ok(Transformed::yes(if negated { Expr::Not(Box::new(call)) } else { call }))
}
