//! Functions of doubles that are not defined for every number: `ln(0)`, `sqrt(-1)`. They fail, as in PostgreSQL, where DataFusion
//! gives NaN or infinity.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, FieldRef, Float32Type, Float64Type};
use datafusion::common::{Result, exec_err};
use datafusion::functions::math;
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};

/// A function that fails where its result is not finite although its arguments are.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Finite {
    inner: Arc<ScalarUDF>,
}

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
    functions.into_iter().map(|inner| ScalarUDF::new_from_impl(Finite { inner })).collect()
}

pub(super) fn power() -> ScalarUDF {
    ScalarUDF::new_from_impl(Finite { inner: math::power() })
}

impl ScalarUDFImpl for Finite {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.inner.return_field_from_args(args)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let (arguments, rows) = (args.args.clone(), args.number_rows);
        let result = self.inner.invoke_with_args(args)?;
        let array = result.to_array(1.max(if matches!(result, ColumnarValue::Scalar(_)) { 1 } else { rows }))?;
        let mut infinite = (0..array.len()).filter(|row| is_infinite(&array, *row)).peekable();
        if infinite.peek().is_none() {
            return Ok(result);
        }
        let arguments = arguments.iter().map(|value| value.to_array(array.len())).collect::<Result<Vec<_>>>()?;
        match infinite.any(|row| !arguments.iter().any(|argument| is_infinite(argument, row))) {
            true => exec_err!("{}() is not defined for this number, or its result is too large", self.name()),
            false => Ok(result),
        }
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
