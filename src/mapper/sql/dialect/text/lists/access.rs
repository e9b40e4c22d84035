//! Subscripts, slices and the operators of lists. A list begins at 1: there is nothing before, and nothing behind its end.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::functions_nested::expr_fn::make_array;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr, RawFieldAccessExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, GetFieldAccess, cast, lit, when};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::compare::{contains, ordered, overlaps};
use super::literal::{Element, parse};
use crate::codec::schema::sql_type;

/// Plans them.
#[derive(Debug)]
pub(in super::super) struct ListAccess;

fn is_list(data_type: &DataType) -> bool {
    matches!(data_type, DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..))
}

impl ExprPlanner for ListAccess {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        // As in PostgreSQL, a NULL of no type is taken for a list.
        if expr.op == BinaryOperator::StringConcat {
            let types = (expr.left.get_type(schema)?, expr.right.get_type(schema)?);
            return Ok(match types {
                (list, DataType::Null) if is_list(&list) => PlannerResult::Planned(expr.left),
                (DataType::Null, list) if is_list(&list) => PlannerResult::Planned(expr.right),
                _ => PlannerResult::Original(expr),
            });
        }
        let expr = with_list(expr, schema)?;
        if let Some(ordered) = ordered(&expr.op) {
            return Ok(match gives_list(&expr.left, schema) && gives_list(&expr.right, schema) {
                true => PlannerResult::Planned(ordered.call(vec![expr.left, expr.right])),
                false => PlannerResult::Original(expr),
            });
        }
        let is_ours = matches!(expr.op, BinaryOperator::AtArrow | BinaryOperator::ArrowAt | BinaryOperator::PGOverlap);
        if !is_ours || !is_list(&expr.left.get_type(schema)?) || !is_list(&expr.right.get_type(schema)?) {
            return Ok(PlannerResult::Original(expr));
        }
        let RawBinaryExpr { op, left, right } = expr;
        Ok(PlannerResult::Planned(match op {
            BinaryOperator::AtArrow => contains().call(vec![left, right]),
            BinaryOperator::ArrowAt => contains().call(vec![right, left]),
            _ => overlaps().call(vec![left, right]),
        }))
    }

    fn plan_field_access(
        &self,
        access: RawFieldAccessExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawFieldAccessExpr>> {
        let RawFieldAccessExpr { expr, field_access } = access;
        // An element of an aggregate is planned as an aggregate of its own.
        if matches!(expr, Expr::AggregateFunction(_)) || !is_list(&expr.get_type(schema)?) {
            return Ok(PlannerResult::Original(RawFieldAccessExpr { expr, field_access }));
        }
        let field_access = match field_access {
            GetFieldAccess::ListIndex { key } => match literal(&key) {
                Some(key) if key < 0 => {
                    let instead = format!("write array_element(…, {key}) to count from the end");
                    return plan_err!("there is no element [{key}] of a list, whose first element is [1]; {instead}");
                }
                Some(_) => GetFieldAccess::ListIndex { key },
                None => {
                    let (key, outside) = (bigint(*key, schema)?, lit(ScalarValue::Int64(None)));
                    let inside = when(key.clone().lt(lit(1_i64)), outside).otherwise(key)?;
                    GetFieldAccess::ListIndex { key: Box::new(inside) }
                }
            },
            GetFieldAccess::ListRange { start, stop, stride } => GetFieldAccess::ListRange {
                start: at_least(*start, 1, schema)?,
                stop: at_least(*stop, 0, schema)?,
                stride,
            },
            other => other,
        };
        Ok(PlannerResult::Original(RawFieldAccessExpr { expr, field_access }))
    }
}

/// What is wrong with an expression that has no type is said elsewhere, with its place.
fn gives_list(expr: &Expr, schema: &DFSchema) -> bool {
    expr.get_type(schema).is_ok_and(|data_type| is_list(&data_type))
}

/// A text beside a list is one: `li = '{1,2}'`.
fn with_list(expr: RawBinaryExpr, schema: &DFSchema) -> Result<RawBinaryExpr> {
    use BinaryOperator as Op;
    let compares = matches!(expr.op, Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq);
    if !compares && !matches!(expr.op, Op::AtArrow | Op::ArrowAt | Op::PGOverlap) {
        return Ok(expr);
    }
    let text = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    let RawBinaryExpr { op, left, right } = expr;
    Ok(match (text(&left), text(&right)) {
        (None, Some(text)) if gives_list(&left, schema) => {
            let right = list_literal(&text, &left.get_type(schema)?)?;
            RawBinaryExpr { op, left, right }
        }
        (Some(text), None) if gives_list(&right, schema) => {
            let left = list_literal(&text, &right.get_type(schema)?)?;
            RawBinaryExpr { op, left, right }
        }
        _ => RawBinaryExpr { op, left, right },
    })
}

/// A list that is written as text, in that type.
fn list_literal(text: &str, list: &DataType) -> Result<Expr> {
    let Some(elements) = parse(text) else {
        return plan_err!("'{text}' is not a list; write it like '{{1,2}}', or ARRAY[1, 2]");
    };
    let DataType::List(field) = list else { return plan_err!("'{text}' stands beside what is not a list") };
    let element = field.data_type();
    let element_of = |found: Element| match found {
        Element::Null => Ok(lit(ScalarValue::try_from(element)?)),
        Element::Text(text) => Ok(cast(lit(text), element.clone())),
        Element::List(_) => plan_err!("'{text}' is a list of lists, and stands beside a list that is not"),
    };
    let elements = elements.into_iter().map(element_of).collect::<Result<Vec<_>>>()?;
    Ok(cast(make_array(elements), list.clone()))
}

fn literal(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Literal(ScalarValue::Int64(value), _) => *value,
        Expr::Negative(inner) => literal(inner).map(|value| -value),
        _ => None,
    }
}

fn at_least(bound: Expr, least: i64, schema: &DFSchema) -> Result<Box<Expr>> {
    Ok(Box::new(match literal(&bound) {
        Some(bound) => lit(bound.max(least)),
        None => {
            let bound = bigint(bound, schema)?;
            when(bound.clone().lt(lit(least)), lit(least)).otherwise(bound)?
        }
    }))
}

/// The lengths that functions return are unsigned, and would make a decimal with what is signed.
fn bigint(number: Expr, schema: &DFSchema) -> Result<Expr> {
    match number.get_type(schema)? {
        DataType::Int64 => Ok(number),
        integer if integer.is_integer() => Ok(cast(number, DataType::Int64)),
        other => plan_err!("the place in a list is a whole number, not {}", sql_type(&other)),
    }
}
