//! What stands in the text of a statement and would be planned as something else.
//!
//! - `1e3` is a decimal as `1000` with a point would be, as in PostgreSQL, if it has no more than 38 digits; else a double.
//! - `float` is `double precision`, as in PostgreSQL, Snowflake and BigQuery; DataFusion has four bytes for it.
//! - `numeric` without digits keeps the digits that a value has; DataFusion cuts them after the tenth.
//! - `~x` is `-1 - x`, which DataFusion has.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    self, ArrayElemTypeDef, BinaryOperator, CastKind, DataType, ExactNumberInfo, Expr, UnaryOperator, Value,
    visit_expressions_mut,
};

/// `numeric` without digits, as it passes through the planner: a type that nobody writes.
pub(super) const ANY_NUMERIC: (u8, i8) = (38, 38);

/// Digits of a decimal.
const DIGITS_MAX: i64 = 38;

pub(super) fn rewrite(statement: &mut ast::Statement) {
    let _: ControlFlow<()> = visit_expressions_mut(statement, |expr| {
        match expr {
            Expr::Cast { data_type, .. } | Expr::TypedString(ast::TypedString { data_type, .. }) => rename(data_type),
            Expr::Value(value) => {
                if let Value::Number(digits, _) = &mut value.value
                    && digits.contains(['e', 'E'])
                {
                    if let Some(plain) = plain_digits(digits) {
                        *digits = plain;
                        return ControlFlow::Continue(());
                    }
                    let text = Expr::Value(Value::SingleQuotedString(digits.to_string()).with_span(value.span));
                    *expr = Expr::Cast {
                        kind: CastKind::Cast,
                        expr: Box::new(text),
                        data_type: DataType::DoublePrecision,
                        array: false,
                        format: None,
                    };
                }
            }
            // The bits of -1 are all set.
            Expr::UnaryOp { op: UnaryOperator::BitwiseNot, expr: inner } => {
                let taken = std::mem::replace(&mut **inner, Expr::Value(Value::Null.into()));
                let all_bits = Expr::UnaryOp {
                    op: UnaryOperator::Minus,
                    expr: Box::new(Expr::Value(Value::Number("1".into(), false).into())),
                };
                let difference = Expr::BinaryOp {
                    left: Box::new(all_bits),
                    op: BinaryOperator::Minus,
                    right: Box::new(Expr::Nested(Box::new(taken))),
                };
                *expr = Expr::Nested(Box::new(difference));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    });
}

/// A number with an exponent without it, and with a point; `None` if it has more than 38 digits.
fn plain_digits(written: &str) -> Option<String> {
    let (mantissa, exponent) = written.split_once(['e', 'E'])?;
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    // Digits behind the point; below zero, zeros before it.
    let scale = i64::try_from(fraction.len()).ok()? - exponent;
    if scale.abs() > DIGITS_MAX || i64::try_from(significant.len()).ok()? - scale.min(0) > DIGITS_MAX {
        return None;
    }
    let zeros = "0".repeat(usize::try_from(-scale).unwrap_or(0));
    let scale = usize::try_from(scale).unwrap_or(0);
    let all = format!("{:0>width$}", format!("{significant}{zeros}"), width = scale + 1);
    let (whole, fraction) = all.split_at(all.len() - scale);
    Some(format!("{whole}.{fraction}"))
}

fn rename(data_type: &mut DataType) {
    match data_type {
        DataType::Float(ExactNumberInfo::None) => *data_type = DataType::DoublePrecision,
        DataType::Float(ExactNumberInfo::Precision(bits)) => {
            *data_type = if *bits <= 24 { DataType::Real } else { DataType::DoublePrecision };
        }
        DataType::Numeric(ExactNumberInfo::None)
        | DataType::Decimal(ExactNumberInfo::None)
        | DataType::Dec(ExactNumberInfo::None) => {
            let (precision, scale) = ANY_NUMERIC;
            *data_type = DataType::Decimal(ExactNumberInfo::PrecisionAndScale(precision.into(), scale.into()));
        }
        DataType::Dec(info) => *data_type = DataType::Decimal(*info),
        DataType::Array(
            ArrayElemTypeDef::AngleBracket(item)
            | ArrayElemTypeDef::SquareBracket(item, _)
            | ArrayElemTypeDef::Parenthesis(item),
        ) => rename(item),
        DataType::Struct(fields, _) => fields.iter_mut().for_each(|field| rename(&mut field.field_type)),
        _ => {}
    }
}
