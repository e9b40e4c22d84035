//! After types were coerced: casts that round as PostgreSQL does, and arithmetic that fails instead of wrapping around.

use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result};
use datafusion::functions::string::btrim;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, LogicalPlan, TryCast, lit};
use datafusion::optimizer::AnalyzerRule;

use super::checked::{can_outgrow, checked, needs_check, negate};
use super::conversions::Conversion;
use super::types::{cast, decimal, decimal_type, is_float, nearest_double, to_double};
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::rewrite_expressions;

/// What PostgreSQL takes for white space around a number.
const WHITE_SPACE: &str = " \t\n\r\u{b}\u{c}";

/// Decimals of this precision are exactly the double that dividing gives.
const PLAIN_PRECISION_MAX: u8 = 15;

#[derive(Debug)]
pub(super) struct AfterCoercion;

impl AnalyzerRule for AfterCoercion {
    fn name(&self) -> &str {
        "checked_numbers"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        Ok(plan.transform_up_with_subqueries(rewrite)?.data)
    }
}

fn rewrite(plan: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let mut schema = merge_schema(&plan.inputs());
    if let LogicalPlan::TableScan(scan) = &plan {
        schema.merge(&DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?);
    }
    let rewritten = rewrite_expressions(plan, |expr| one(expr, &schema))?;
    match rewritten.transformed {
        true => rewritten.map_data(LogicalPlan::recompute_schema),
        false => Ok(rewritten),
    }
}

fn one(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    match expr {
        Expr::BinaryExpr(binary) => {
            let data_type = match binary.op.is_numerical_operators() {
                true => binary.left.get_type(schema)?,
                false => DataType::Null,
            };
            let right = binary.right.get_type(schema)?;
            let check = match (&data_type, &right) {
                (DataType::Decimal128(p1, s1), DataType::Decimal128(p2, s2)) => {
                    can_outgrow(binary.op, (*p1, *s1), (*p2, *s2))
                }
                _ => right == data_type && needs_check(binary.op, &data_type),
            };
            if !check {
                return Ok(Transformed::no(Expr::BinaryExpr(binary)));
            }
            Ok(Transformed::yes(checked(binary.op).call(vec![*binary.left, *binary.right])))
        }
        Expr::Negative(inner) if inner.get_type(schema)?.is_integer() && !matches!(*inner, Expr::Literal(..)) => {
            Ok(Transformed::yes(negate().call(vec![*inner])))
        }
        Expr::Cast(Cast { expr, field }) => {
            let from = expr.get_type(schema)?;
            match convert(*expr, &from, field.data_type(), false) {
                Converted::Whole(expr) => Ok(Transformed::yes(expr)),
                Converted::Argument(expr, changed) => {
                    let cast = Expr::Cast(Cast { expr: Box::new(expr), field });
                    Ok(if changed { Transformed::yes(cast) } else { Transformed::no(cast) })
                }
            }
        }
        Expr::TryCast(TryCast { expr, field }) => {
            let from = expr.get_type(schema)?;
            match convert(*expr, &from, field.data_type(), true) {
                Converted::Whole(expr) => Ok(Transformed::yes(expr)),
                Converted::Argument(expr, changed) => {
                    let cast = Expr::TryCast(TryCast { expr: Box::new(expr), field });
                    Ok(if changed { Transformed::yes(cast) } else { Transformed::no(cast) })
                }
            }
        }
        other => Ok(Transformed::no(other)),
    }
}

enum Converted {
    /// In place of the cast.
    Whole(Expr),
    /// What is to be cast, and whether it is something else than before.
    Argument(Expr, bool),
}

/// `lenient`: what cannot be converted becomes null.
fn convert(expr: Expr, from: &DataType, to: &DataType, lenient: bool) -> Converted {
    let call = |conversion: Conversion, expr: Expr| {
        let function = if lenient { conversion.lenient() } else { conversion.function() };
        function.call(vec![expr])
    };
    let (from_decimal, to_decimal) = (decimal(from), decimal(to));
    match (from_decimal, to_decimal) {
        // Arrow rounds half away from zero between decimals, and cuts on the way to an integer.
        (Some((precision, scale)), None) if scale > 0 && to.is_integer() => {
            let whole = precision.saturating_sub(scale.unsigned_abs()) + 1;
            match decimal_type(whole, 0) {
                DataType::Decimal128(precision, scale) => {
                    Converted::Argument(call(Conversion::Rescale(precision, scale), expr), true)
                }
                wide => Converted::Argument(cast(expr, wide), true),
            }
        }
        (Some((_, from_scale)), Some((precision, scale)))
            if scale < from_scale && matches!(to, DataType::Decimal128(..)) && !matches!(expr, Expr::Literal(..)) =>
        {
            Converted::Whole(call(Conversion::Rescale(precision, scale), expr))
        }
        (Some((precision, _)), None) if is_float(to) => match &expr {
            Expr::Literal(value, _) if nearest_double(value).is_some() => {
                let double = to_double(expr);
                if *to == DataType::Float64 { Converted::Whole(double) } else { Converted::Argument(double, true) }
            }
            _ if precision > PLAIN_PRECISION_MAX && precision <= DECIMAL128_MAX_PRECISION => {
                let double = Conversion::DecimalDouble.function().call(vec![expr]);
                if *to == DataType::Float64 { Converted::Whole(double) } else { Converted::Argument(double, true) }
            }
            _ => Converted::Argument(expr, false),
        },
        (None, Some((precision, scale))) if is_float(from) && matches!(to, DataType::Decimal128(..)) => {
            Converted::Whole(call(Conversion::DoubleDecimal(precision, scale), expr))
        }
        _ if is_float(from) && to.is_integer() => {
            Converted::Argument(Conversion::RoundHalfEven.function().call(vec![expr]), true)
        }
        _ if is_float(from) && is_text(to) => match to {
            DataType::LargeUtf8 => {
                Converted::Argument(Conversion::FloatText(DataType::Utf8).function().call(vec![expr]), true)
            }
            text => Converted::Whole(Conversion::FloatText(text.clone()).function().call(vec![expr])),
        },
        (None, Some((precision, scale))) if is_text(from) && matches!(to, DataType::Decimal128(..)) => {
            Converted::Whole(call(Conversion::TextDecimal(precision, scale), expr))
        }
        _ if is_text(from) && is_float(to) => {
            let double = call(Conversion::TextDouble, expr);
            if *to == DataType::Float64 {
                Converted::Whole(double)
            } else {
                Converted::Whole(call(Conversion::Real, double))
            }
        }
        _ if *from == DataType::Float64 && *to == DataType::Float32 => Converted::Whole(call(Conversion::Real, expr)),
        _ if is_text(from) && to.is_integer() => match expr {
            Expr::Literal(..) => Converted::Argument(expr, false),
            expr => Converted::Argument(btrim().call(vec![expr, lit(WHITE_SPACE)]), true),
        },
        _ => Converted::Argument(expr, false),
    }
}
