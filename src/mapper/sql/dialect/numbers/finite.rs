//! Functions of doubles that are not defined for every number: `ln(0)`, `sqrt(-1)`. They fail, as in PostgreSQL, where DataFusion
//! gives NaN or infinity.

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Float32Type, Float64Type};
use datafusion::common::{Result, exec_err};
use datafusion::functions::math;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF};

use super::wrapped::{Then, wrapped};

pub(super) fn functions() -> Vec<ScalarUDF> {
    let functions = [
        math::acos(),
        math::acosh(),
        math::asin(),
        math::atanh(),
        math::cosh(),
        math::cot(),
        math::exp(),
        math::ln(),
        math::log(),
        math::log2(),
        math::log10(),
        math::power(),
        math::sinh(),
        math::sqrt(),
    ];
    functions.into_iter().map(|inner| wrapped(inner, Then::Finite)).collect()
}

pub(super) fn power() -> ScalarUDF {
    wrapped(math::power(), Then::Finite)
}

/// The result, or an error where it is not finite although the arguments are.
pub(super) fn invoke(function: &ScalarUDF, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
    let (arguments, rows) = (args.args.clone(), args.number_rows);
    let result = function.invoke_with_args(args)?;
    let array = result.to_array(1.max(if matches!(result, ColumnarValue::Scalar(_)) { 1 } else { rows }))?;
    let mut infinite = (0..array.len()).filter(|row| is_infinite(&array, *row)).peekable();
    if infinite.peek().is_none() {
        return Ok(result);
    }
    let arguments = arguments.iter().map(|value| value.to_array(array.len())).collect::<Result<Vec<_>>>()?;
    match infinite.any(|row| !arguments.iter().any(|argument| is_infinite(argument, row))) {
        true => exec_err!("{}() is not defined for this number, or its result is too large", function.name()),
        false => Ok(result),
    }
}

/// Whether a value is infinite or NaN.
fn is_infinite(array: &ArrayRef, row: usize) -> bool {
    !array.is_null(row)
        && match array.data_type() {
            DataType::Float64 => !array.as_primitive::<Float64Type>().value(row).is_finite(),
            DataType::Float32 => !array.as_primitive::<Float32Type>().value(row).is_finite(),
            _ => false,
        }
}
