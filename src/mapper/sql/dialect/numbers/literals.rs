//! What stands in the text of a statement and would be planned as something else.
//!
//! - `1e3` is a decimal as `1000` with a point would be, as in PostgreSQL, if it has no more than 38 digits; else a double.
//! - `float` is `double precision`, as in PostgreSQL, Snowflake and BigQuery; DataFusion has four bytes for it.
//! - `numeric` without digits keeps the digits that a value has; DataFusion cuts them after the tenth.
//! - `~x` is `-1 - x`, which DataFusion has.
//! - `^` binds more tightly than `*`.

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
            Expr::BinaryOp { .. } => bind_powers(expr),
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

/// How tightly PostgreSQL binds an operator; `None` for those that bind less tightly than all of these.
fn binding(operator: &BinaryOperator) -> Option<u8> {
    use BinaryOperator as B;
    match operator {
        B::BitwiseXor => Some(4),
        B::Multiply | B::Divide | B::Modulo => Some(3),
        B::Plus | B::Minus => Some(2),
        B::BitwiseAnd | B::BitwiseOr | B::PGBitwiseShiftLeft | B::PGBitwiseShiftRight | B::StringConcat => Some(1),
        _ => None,
    }
}

/// Builds a chain of operators that has `^` in it anew, so that `^` comes before `*` and `+`. What is in brackets is not
/// part of the chain.
fn bind_powers(expr: &mut Expr) {
    let mut operators = vec![];
    operators_of(expr, &mut operators);
    if !operators.contains(&BinaryOperator::BitwiseXor) || operators.len() < 2 {
        return;
    }
    let taken = std::mem::replace(expr, Expr::Value(Value::Null.into()));
    let (mut operands, mut operators) = (vec![], vec![]);
    flatten(taken, &mut operands, &mut operators);
    let mut operands = operands.into_iter();
    let mut output: Vec<Expr> = operands.next().into_iter().collect();
    let mut waiting: Vec<BinaryOperator> = vec![];
    for (operator, operand) in operators.into_iter().zip(operands) {
        while waiting.last().is_some_and(|last| binding(last) >= binding(&operator)) {
            join(&mut output, &mut waiting);
        }
        waiting.push(operator);
        output.push(operand);
    }
    while !waiting.is_empty() {
        join(&mut output, &mut waiting);
    }
    if let Some(whole) = output.pop() {
        *expr = whole;
    }
}

fn join(output: &mut Vec<Expr>, waiting: &mut Vec<BinaryOperator>) {
    if let (Some(right), Some(left), Some(op)) = (output.pop(), output.pop(), waiting.pop()) {
        output.push(Expr::BinaryOp { left: Box::new(left), op, right: Box::new(right) });
    }
}

fn operators_of(expr: &Expr, operators: &mut Vec<BinaryOperator>) {
    if let Expr::BinaryOp { left, op, right } = expr
        && binding(op).is_some()
    {
        operators_of(left, operators);
        operators.push(op.clone());
        operators_of(right, operators);
    }
}

/// The operands and operators of a chain, in the order of the text.
fn flatten(expr: Expr, operands: &mut Vec<Expr>, operators: &mut Vec<BinaryOperator>) {
    match expr {
        Expr::BinaryOp { left, op, right } if binding(&op).is_some() => {
            flatten(*left, operands, operators);
            operators.push(op);
            flatten(*right, operands, operators);
        }
        other => operands.push(other),
    }
}
