//! Questions about types of numbers, and conversions of literals.

use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, i256};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Cast, Expr};

/// The precision and scale of a decimal.
pub(in crate::mapper::sql::dialect) fn decimal(data_type: &DataType) -> Option<(u8, i8)> {
    match data_type {
        DataType::Decimal32(p, s)
        | DataType::Decimal64(p, s)
        | DataType::Decimal128(p, s)
        | DataType::Decimal256(p, s) => Some((*p, *s)),
        _ => None,
    }
}

pub(in crate::mapper::sql::dialect) fn is_float(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Float16 | DataType::Float32 | DataType::Float64)
}

pub(super) fn is_number(data_type: &DataType) -> bool {
    decimal(data_type).is_some() || integer_digits(data_type).is_some() || is_float(data_type)
}

/// What values of these types become together, if there is a float among them.
pub(super) fn float_of(types: &[DataType]) -> Option<DataType> {
    [DataType::Float64, DataType::Float32].into_iter().find(|float| types.contains(float))
}

/// Decimal digits that every value of an integer type fits into.
pub(in crate::mapper::sql::dialect) fn integer_digits(data_type: &DataType) -> Option<u8> {
    match data_type {
        DataType::Int8 | DataType::UInt8 => Some(3),
        DataType::Int16 | DataType::UInt16 => Some(5),
        DataType::Int32 | DataType::UInt32 => Some(10),
        DataType::Int64 => Some(19),
        DataType::UInt64 => Some(20),
        _ => None,
    }
}

/// The type that SQL has for an unsigned one, also in a list.
pub(super) fn signed_type(data_type: &DataType) -> Option<DataType> {
    match data_type {
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 | DataType::UInt64 => Some(DataType::Int64),
        DataType::List(item) => {
            let signed = signed_type(item.data_type())?;
            Some(DataType::List(item.as_ref().clone().with_data_type(signed).into()))
        }
        _ => None,
    }
}

/// The narrowest decimal type with these digits before and after the point.
pub(in crate::mapper::sql::dialect) fn decimal_type(whole: u8, scale: u8) -> DataType {
    let precision = whole.saturating_add(scale).max(1);
    let to_scale = |max: u8| scale.min(max).cast_signed();
    match precision <= DECIMAL128_MAX_PRECISION {
        true => DataType::Decimal128(precision, to_scale(DECIMAL128_MAX_PRECISION)),
        false => DataType::Decimal256(precision.min(DECIMAL256_MAX_PRECISION), to_scale(DECIMAL256_MAX_PRECISION)),
    }
}

pub(super) fn cast(expr: Expr, to: DataType) -> Expr {
    Expr::Cast(Cast::new(Box::new(expr), to))
}

/// The expression as a double. A decimal literal becomes the double nearest to it.
pub(in crate::mapper::sql::dialect) fn to_double(expr: Expr) -> Expr {
    match &expr {
        Expr::Literal(value, metadata) => match nearest_double(value) {
            Some(double) => Expr::Literal(ScalarValue::Float64(double), metadata.clone()),
            None => cast(expr, DataType::Float64),
        },
        Expr::Negative(inner) if matches!(&**inner, Expr::Literal(..)) => {
            Expr::Negative(Box::new(to_double(*inner.clone())))
        }
        _ => cast(expr, DataType::Float64),
    }
}

/// The double nearest to a decimal. Dividing by a power of ten would round twice; reading its text rounds once.
pub(super) fn nearest_double(value: &ScalarValue) -> Option<Option<f64>> {
    let (digits, scale) = match value {
        ScalarValue::Decimal128(value, _, scale) => (value.map(|v| v.to_string()), *scale),
        ScalarValue::Decimal256(value, _, scale) => (value.map(|v: i256| v.to_string()), *scale),
        _ => return None,
    };
    match digits {
        None => Some(None),
        Some(digits) => format!("{digits}e{}", -i32::from(scale)).parse().ok().map(Some),
    }
}

/// A literal number as one of this type.
pub(super) fn literal_as(expr: &Expr, to: &DataType) -> Option<Expr> {
    match expr {
        Expr::Literal(value, metadata) => Some(Expr::Literal(value.cast_to(to).ok()?, metadata.clone())),
        Expr::Negative(inner) => match literal_as(inner, to)? {
            Expr::Literal(value, metadata) => Some(Expr::Literal(value.arithmetic_negate().ok()?, metadata)),
            _ => None,
        },
        _ => None,
    }
}

/// A whole number that is written in the statement.
pub(super) fn integer_literal(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Literal(value, _) => match value {
            ScalarValue::Int8(v) => v.map(i128::from),
            ScalarValue::Int16(v) => v.map(i128::from),
            ScalarValue::Int32(v) => v.map(i128::from),
            ScalarValue::Int64(v) => v.map(i128::from),
            ScalarValue::UInt64(v) => v.map(i128::from),
            _ => None,
        },
        Expr::Negative(inner) => integer_literal(inner).map(|value| -value),
        _ => None,
    }
}
