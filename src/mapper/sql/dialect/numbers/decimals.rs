//! Division of decimals, and multiplication where the exact product has more digits than a type holds. Both round half away
//! from zero, and fail where the result has too many digits before the point.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, i256};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{Result, ScalarValue, exec_err, internal_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};

use super::types::decimal;

/// Digits after the point that a quotient has at least, as PostgreSQL promises 16 significant digits.
const QUOTIENT_SCALE_MIN: u8 = 16;

/// … and that it has where there is room: PostgreSQL's for numbers of a similar size.
const QUOTIENT_SCALE: u8 = 20;

/// Digits after the point of a product that is too long to keep them all.
const LONG_PRODUCT_SCALE: u8 = 18;

/// What is larger than this in size has more than 38 digits.
const LIMIT: i128 = 10_i128.pow(38);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Divide,
    Multiply,
}

/// `a / b` or `a * b` of two decimals.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DecimalMath {
    operation: Operation,
    signature: Signature,
}

impl DecimalMath {
    pub(super) fn function(operation: Operation) -> ScalarUDF {
        ScalarUDF::new_from_impl(Self { operation, signature: Signature::any(2, Volatility::Immutable) })
    }
}

/// The type of a quotient.
pub(super) fn quotient((p1, s1): (u8, i8), (_, s2): (u8, i8)) -> DataType {
    let whole = i16::from(p1) - i16::from(s1) + i16::from(s2);
    let room = (i16::from(DECIMAL128_MAX_PRECISION) - whole).clamp(0, QUOTIENT_SCALE.into());
    let scale = room.max(QUOTIENT_SCALE_MIN.into()).max(s1.into()).max(s2.into()) as i8;
    let precision = (whole.max(1) + i16::from(scale)).min(DECIMAL128_MAX_PRECISION.into()) as u8;
    DataType::Decimal128(precision, scale)
}

/// The type of a product that Decimal128 does not hold with all its digits; `None` where it does, or where only digits
/// before the point can be too many, which is an error and not a loss.
pub(super) fn long_product((p1, s1): (u8, i8), (p2, s2): (u8, i8)) -> Option<DataType> {
    let scale = i16::from(s1) + i16::from(s2);
    let whole = i16::from(p1) + i16::from(p2) - scale;
    let kept = (i16::from(DECIMAL128_MAX_PRECISION) - whole).max(LONG_PRODUCT_SCALE.into()).max(s1.max(s2).into());
    (kept < scale).then_some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, kept as i8))
}

impl ScalarUDFImpl for DecimalMath {
    fn name(&self) -> &str {
        match self.operation {
            Operation::Divide => "divide",
            Operation::Multiply => "multiply",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        let [Some(left), Some(right)] = [decimal(&arg_types[0]), decimal(&arg_types[1])] else {
            return internal_err!("{}() of {arg_types:?}", self.name());
        };
        Ok(match self.operation {
            Operation::Divide => quotient(left, right),
            Operation::Multiply => match long_product(left, right) {
                Some(long) => long,
                None => return internal_err!("a product that needs no rounding"),
            },
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let DataType::Decimal128(precision, scale) = *args.return_field.data_type() else {
            return internal_err!("{}() gives {}", self.name(), args.return_field);
        };
        let rows = args.number_rows;
        let all_scalar = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let [left, right] = args.args.as_slice() else { return internal_err!("{}() of two", self.name()) };
        let rows = if all_scalar { 1 } else { rows };
        let (left, left_scale) = side(left, rows)?;
        let (right, right_scale) = side(right, rows)?;
        let nulls = NullBuffer::union(left.nulls(), right.nulls());
        let shift = match self.operation {
            Operation::Divide => i16::from(scale) + i16::from(right_scale) - i16::from(left_scale),
            Operation::Multiply => i16::from(left_scale) + i16::from(right_scale) - i16::from(scale),
        };
        let mut values = Vec::with_capacity(rows);
        for row in 0..rows {
            let is_null = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
            let value = if is_null { 0 } else { self.operation.one(left.value(row), right.value(row), shift)? };
            values.push(value);
        }
        let array = Decimal128Array::new(values.into(), nulls).with_precision_and_scale(precision, scale)?;
        Ok(match all_scalar {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?),
            false => ColumnarValue::Array(Arc::new(array)),
        })
    }
}

/// An argument as an array, and its scale.
fn side(value: &ColumnarValue, rows: usize) -> Result<(Decimal128Array, i8)> {
    let array: ArrayRef = value.to_array(rows)?;
    match array.data_type() {
        DataType::Decimal128(_, scale) => Ok((array.as_primitive::<Decimal128Type>().clone(), *scale)),
        other => exec_err!("a decimal is expected, not {other}"),
    }
}

impl Operation {
    /// One result, with `shift` digits more in the dividend or less in the product.
    pub(super) fn one(self, left: i128, right: i128, shift: i16) -> Result<i128, ArrowError> {
        let overflow = || ArrowError::ArithmeticOverflow("a decimal has more than 38 digits".into());
        let (numerator, denominator) = match self {
            Self::Divide if right == 0 => return Err(ArrowError::DivideByZero),
            Self::Divide if shift >= 0 => (scaled(left, shift as u32), Some(i256::from_i128(right))),
            Self::Divide => (Some(i256::from_i128(left)), scaled(right, shift.unsigned_abs().into())),
            Self::Multiply => {
                (i256::from_i128(left).checked_mul(i256::from_i128(right)), scaled(1, shift.max(0) as u32))
            }
        };
        // A dividend that has no room has a quotient of more than 38 digits; a divisor that has none, one of zero.
        let Some(denominator) = denominator else { return Ok(0) };
        let numerator = numerator.ok_or_else(overflow)?;
        let rounded = match (numerator.to_i128(), denominator.to_i128()) {
            (Some(numerator), Some(denominator)) => half_away(numerator, denominator),
            _ => half_away_wide(numerator, denominator),
        };
        rounded.filter(|value| value.unsigned_abs() < LIMIT.unsigned_abs()).ok_or_else(overflow)
    }
}

fn scaled(value: i128, digits: u32) -> Option<i256> {
    match 10_i128.checked_pow(digits).and_then(|power| value.checked_mul(power)) {
        Some(value) => Some(i256::from_i128(value)),
        None => i256::from_i128(10).checked_pow(digits).and_then(|power| i256::from_i128(value).checked_mul(power)),
    }
}

/// The quotient, rounded half away from zero.
pub(super) fn half_away(numerator: i128, denominator: i128) -> Option<i128> {
    let quotient = numerator.checked_div(denominator)?;
    let rest = (numerator % denominator).unsigned_abs();
    let up = rest >= denominator.unsigned_abs() - rest;
    let sign = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    quotient.checked_add(if up && rest > 0 { sign } else { 0 })
}

fn half_away_wide(numerator: i256, denominator: i256) -> Option<i128> {
    let quotient = numerator.checked_div(denominator)?;
    let rest = numerator.checked_rem(denominator)?.wrapping_abs();
    let up = rest >= denominator.wrapping_abs().wrapping_sub(rest) && rest > i256::ZERO;
    let sign = if numerator.is_negative() == denominator.is_negative() { 1 } else { -1 };
    quotient.to_i128()?.checked_add(if up { sign } else { 0 })
}
