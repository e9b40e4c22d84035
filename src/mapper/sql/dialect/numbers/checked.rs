//! Arithmetic that fails where DataFusion's wraps around or gives infinity.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Datum};
use datafusion::arrow::compute::kernels::numeric::{add, div, mul, neg, rem, sub};
use datafusion::arrow::datatypes::{
    ArrowPrimitiveType, DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Float32Type, Float64Type,
};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_expr_common::datum::apply;

/// `+ - * / %` of two integers or two floats of one type; `+ - *` of two decimals.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Checked {
    operator: Operator,
    signature: Signature,
}

/// Whether an operation can give something that it should fail with instead.
pub(super) fn needs_check(operator: Operator, data_type: &DataType) -> bool {
    let wraps = matches!(operator, Operator::Plus | Operator::Minus | Operator::Multiply);
    let divides = matches!(operator, Operator::Divide | Operator::Modulo);
    match data_type {
        DataType::Float64 | DataType::Float32 => wraps || divides,
        data_type => wraps && data_type.is_integer(),
    }
}

/// Whether the result of `+ - *` of two decimals can have more digits than its type: it then fits into the bits, and would
/// go on as a number that no consumer can read.
pub(super) fn can_outgrow(operator: Operator, (p1, s1): (u8, i8), (p2, s2): (u8, i8)) -> bool {
    let digits = match operator {
        Operator::Plus | Operator::Minus => {
            (i16::from(p1) - i16::from(s1)).max(i16::from(p2) - i16::from(s2)) + i16::from(s1.max(s2)) + 1
        }
        Operator::Multiply => i16::from(p1) + i16::from(p2) + 1,
        _ => 0,
    };
    digits > DECIMAL128_MAX_PRECISION.into()
}

pub(super) fn checked(operator: Operator) -> ScalarUDF {
    ScalarUDF::new_from_impl(Checked { operator, signature: Signature::any(2, Volatility::Immutable) })
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        match self.operator {
            Operator::Plus => "checked_add",
            Operator::Minus => "checked_sub",
            Operator::Multiply => "checked_mul",
            Operator::Divide => "checked_div",
            _ => "checked_rem",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        match arg_types {
            [left, right] => BinaryTypeCoercer::new(left, &self.operator, right).get_result_type(),
            _ => internal_err!("an operator of two"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return internal_err!("an operator of two") };
        let kernel: fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError> = match self.operator {
            Operator::Plus => add,
            Operator::Minus => sub,
            Operator::Multiply => mul,
            Operator::Divide => div,
            _ => rem,
        };
        apply(left, right, |left, right| {
            let result = kernel(left, right)?;
            match result.data_type() {
                DataType::Float64 => check::<Float64Type>(self.operator, left, right, &result)?,
                DataType::Float32 => check::<Float32Type>(self.operator, left, right, &result)?,
                DataType::Decimal128(precision, _) => {
                    let too_long = |_| ArrowError::ArithmeticOverflow("a decimal has more than 38 digits".into());
                    result.as_primitive::<Decimal128Type>().validate_decimal_precision(*precision).map_err(too_long)?;
                }
                _ => {}
            }
            Ok(result)
        })
    }
}

/// The bits of a double's exponent.
const EXPONENT: u64 = 0x7ff << 52;

/// Fails if an operation left the finite numbers. What was infinite or NaN before may remain so.
fn check<T: ArrowPrimitiveType>(
    operator: Operator,
    left: &dyn Datum,
    right: &dyn Datum,
    result: &ArrayRef,
) -> Result<(), ArrowError>
where
    T::Native: Into<f64>,
{
    let values = result.as_primitive::<T>().values();
    // All bits of the exponent are set where a value is infinite or NaN. Unlike a search this needs no branch per value.
    let is_infinite = |value: &T::Native| (*value).into().to_bits() & EXPONENT == EXPONENT;
    if !values.iter().fold(false, |any, value| any | is_infinite(value)) {
        return Ok(());
    }
    let ((left, left_is_one), (right, right_is_one)) = (left.get(), right.get());
    let (left, right) = (left.as_primitive::<T>(), right.as_primitive::<T>());
    for (row, value) in values.iter().enumerate() {
        let value: f64 = (*value).into();
        if value.is_finite() || result.is_null(row) {
            continue;
        }
        let left: f64 = left.value(if left_is_one { 0 } else { row }).into();
        let right: f64 = right.value(if right_is_one { 0 } else { row }).into();
        let divides = matches!(operator, Operator::Divide | Operator::Modulo);
        if divides && right == 0.0 && !left.is_nan() {
            return Err(ArrowError::DivideByZero);
        }
        if left.is_finite() && right.is_finite() {
            return Err(ArrowError::ArithmeticOverflow("a double overflows".into()));
        }
    }
    Ok(())
}

/// `-x` of an integer: the least one has no counterpart.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Negate {
    signature: Signature,
}

pub(super) fn negate() -> ScalarUDF {
    ScalarUDF::new_from_impl(Negate { signature: Signature::any(1, Volatility::Immutable) })
}

impl ScalarUDFImpl for Negate {
    fn name(&self) -> &str {
        "checked_neg"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types[0].clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.as_slice() {
            [ColumnarValue::Array(array)] => Ok(ColumnarValue::Array(neg(array.as_ref())?)),
            [ColumnarValue::Scalar(scalar)] => {
                let array = neg(scalar.to_array()?.as_ref())?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?))
            }
            _ => internal_err!("an operator of one"),
        }
    }
}
