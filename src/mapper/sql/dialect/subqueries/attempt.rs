//! A value that is looked for in a subquery's rows, where the subquery is joined: NULL where it cannot be calculated. The
//! comparison calculates it once more in its own place, and fails there unless something guards it:
//! `CASE WHEN k <> 0 THEN i / k IN (SELECT …) END`.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The value of an expression, or NULL.
pub(super) fn or_null(expr: Expr) -> Expr {
    let function = Attempt { signature: Signature::any(1, Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), vec![expr]))
}

/// Whether a function gives NULL where its argument fails. It says so to `guards`, which evaluates the argument.
pub(in crate::mapper::sql) fn is_attempt(function: &ScalarUDF) -> bool {
    function.inner().is::<Attempt>()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Attempt {
    signature: Signature,
}

impl ScalarUDFImpl for Attempt {
    fn name(&self) -> &str {
        "attempt of a value"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match types {
            [one] => Ok(one.clone()),
            _ => internal_err!("one value is attempted"),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        match args.arg_fields {
            [one] => Ok(Arc::new(one.as_ref().clone().with_nullable(true))),
            _ => internal_err!("one value is attempted"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match args.args.into_iter().next() {
            Some(value) => Ok(value),
            None => internal_err!("one value is attempted"),
        }
    }
}
