//! Subscripts, slices and the operators of lists. A list begins at 1: there is nothing before, and nothing behind its end.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr, RawFieldAccessExpr};
use datafusion::logical_expr::{Expr, ExprSchemable, GetFieldAccess, cast, lit, when};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use super::compare::{contains, overlaps};
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
