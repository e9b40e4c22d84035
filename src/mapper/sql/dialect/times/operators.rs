//! Arithmetic of times, and `extract`: planned with the types that PostgreSQL has for them.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result, plan_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, lit};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::casts::literal;
use super::extract::DATE_PART;
use super::function::{clock, divides, instant};
use super::spans::{INTERVAL, INTERVAL_OF, SCALE};
use crate::mapper::metadata::is_text;

#[derive(Debug)]
pub(super) struct TimeOperators;

impl ExprPlanner for TimeOperators {
    fn plan_extract(&self, args: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        Ok(PlannerResult::Planned(DATE_PART.call(args)))
    }

    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        use BinaryOperator as Op;
        let is_arithmetic = matches!(expr.op, Op::Plus | Op::Minus | Op::Multiply | Op::Divide);
        let is_comparison = matches!(expr.op, Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq);
        if !is_arithmetic && !is_comparison {
            return Ok(PlannerResult::Original(expr));
        }
        match (expr.left.get_type(schema), expr.right.get_type(schema)) {
            (Ok(left), Ok(right)) if is_arithmetic => plan(expr, &left, &right, schema),
            // A text beside an interval is one; DataFusion does not get as far as `coercion` with it.
            (Ok(left), Ok(right)) if is_span(&left) && is_text(&right) => {
                let right = interval(expr.right)?;
                Ok(PlannerResult::Original(RawBinaryExpr { right, ..expr }))
            }
            (Ok(left), Ok(right)) if is_span(&right) && is_text(&left) => {
                let left = interval(expr.left)?;
                Ok(PlannerResult::Original(RawBinaryExpr { left, ..expr }))
            }
            _ => Ok(PlannerResult::Original(expr)),
        }
    }
}

fn is_span(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Interval(_) | DataType::Duration(_))
}

fn interval(expr: Expr) -> Result<Expr> {
    match &expr {
        Expr::Literal(value, _) => match value.try_as_str().flatten() {
            Some(text) => literal(text, &INTERVAL, false),
            None => Ok(expr),
        },
        _ => Ok(cast_to(expr, INTERVAL)),
    }
}

fn cast_to(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast(Cast::new(Box::new(expr), data_type))
}

fn plan(
    expr: RawBinaryExpr,
    left: &DataType,
    right: &DataType,
    schema: &DFSchema,
) -> Result<PlannerResult<RawBinaryExpr>> {
    use BinaryOperator as Op;
    use DataType::{Date32, Duration, Interval, Time32, Time64, Timestamp};
    let RawBinaryExpr { op, left: l, right: r } = expr;
    let again = |l, r| Ok(PlannerResult::Original(RawBinaryExpr { op: op.clone(), left: l, right: r }));
    match (&op, left, right) {
        // The difference of seconds that are doubles would have errors in its last digits.
        (Op::Minus, DataType::Float64, DataType::Float64) => match (of_epoch(&l, schema), of_epoch(&r, schema)) {
            (Some(later), Some(earlier)) => {
                let instants = [later, earlier].map(|time| cast_to(time.clone(), instant()));
                let [later, earlier] = instants;
                Ok(PlannerResult::Planned(DATE_PART.call(vec![lit("epoch"), later - earlier])))
            }
            _ => again(l, r),
        },
        // A date is its midnight, or hours would be lost.
        (Op::Plus | Op::Minus, Date32, span) if is_span(span) => again(cast_to(l, clock()), r),
        (Op::Plus, span, Date32) if is_span(span) => again(l, cast_to(r, clock())),
        (Op::Plus, Date32, Time32(_) | Time64(_)) => again(cast_to(l, clock()), INTERVAL_OF.call(vec![r])),
        (Op::Plus | Op::Minus, Timestamp(..), Time32(_) | Time64(_)) => again(l, INTERVAL_OF.call(vec![r])),
        (Op::Plus, Time32(_) | Time64(_), Timestamp(..)) => again(r, INTERVAL_OF.call(vec![l])),
        (Op::Plus, Time32(_) | Time64(_), Date32) => again(cast_to(r, clock()), INTERVAL_OF.call(vec![l])),
        (Op::Minus, Timestamp(..), Date32) => again(l, cast_to(r, left.clone())),
        (Op::Minus, Date32, Timestamp(..)) => again(cast_to(l, right.clone()), r),
        (Op::Minus, Timestamp(_, Some(_)), Timestamp(_, None)) => again(l, cast_to(r, instant())),
        (Op::Minus, Timestamp(_, None), Timestamp(_, Some(_))) => again(cast_to(l, instant()), r),
        (Op::Plus | Op::Minus, Duration(_), Interval(_)) => again(INTERVAL_OF.call(vec![l]), r),
        (Op::Plus | Op::Minus, Interval(_), Duration(_)) => again(l, INTERVAL_OF.call(vec![r])),
        (Op::Multiply, span, number) if is_span(span) && number.is_numeric() => {
            Ok(PlannerResult::Planned(SCALE.call(vec![l, r])))
        }
        (Op::Multiply, number, span) if is_span(span) && number.is_numeric() => {
            Ok(PlannerResult::Planned(SCALE.call(vec![r, l])))
        }
        (Op::Divide, span, number) if is_span(span) && number.is_numeric() => {
            let factor = lit(1.0f64) / cast_to(r, DataType::Float64);
            Ok(PlannerResult::Planned(SCALE.call(vec![l, factor])))
        }
        (Op::Multiply | Op::Divide, span, other) if is_span(span) && is_span(other) => {
            plan_err!("intervals are not multiplied or divided by intervals; write extract(epoch from x) for seconds")
        }
        // PostgreSQL's extract() is a decimal: half past is 30 / 60 = 0.5.
        (Op::Divide, left, right)
            if left.is_integer() && right.is_integer() && (divides(&l, schema) || divides(&r, schema)) =>
        {
            again(cast_to(l, DataType::Float64), r)
        }
        _ => again(l, r),
    }
}

/// The timestamp of `extract(epoch from t)`.
fn of_epoch<'a>(expr: &'a Expr, schema: &DFSchema) -> Option<&'a Expr> {
    let Expr::ScalarFunction(ScalarFunction { func, args }) = expr else { return None };
    let [Expr::Literal(field, _), time] = args.as_slice() else { return None };
    let is_epoch = field.try_as_str().flatten().is_some_and(|field| field.eq_ignore_ascii_case("epoch"));
    let is_timestamp = || matches!(time.get_type(schema), Ok(DataType::Timestamp(..)));
    (func.name() == DATE_PART.name() && is_epoch && is_timestamp()).then_some(time)
}
