//! What NULLIF is planned as: `null_where(a, a = b)`. The comparison is then an ordinary one, of doubles, decimals or whole
//! numbers, and the result keeps the type of `a`. (DataFusion brings `a` to the type of both, so that a decimal beside a
//! whole number gets twenty digits before its point.)

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::nullif;
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, ScalarValue, internal_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use std::sync::Arc;

/// See the module.
pub(super) const NAME: &str = "null_where";

/// The value, or null where the condition is true.
#[derive(Debug, PartialEq, Eq, Hash)]
struct NullWhere {
    signature: Signature,
}

pub(super) fn null_where(value: Expr, condition: Expr) -> Expr {
    let signature = Signature::any(2, Volatility::Immutable);
    ScalarUDF::new_from_impl(NullWhere { signature }).call(vec![value, condition])
}

impl ScalarUDFImpl for NullWhere {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        Ok(arg_types[0].clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        Ok(Arc::new(args.arg_fields[0].as_ref().clone().with_name(NAME).with_nullable(true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [value, condition] = args.args.as_slice() else { return internal_err!("{NAME}() of two") };
        match (value, condition) {
            (value, ColumnarValue::Scalar(ScalarValue::Boolean(Some(true)))) => {
                Ok(ColumnarValue::Scalar(ScalarValue::try_from(value.data_type())?))
            }
            (value, ColumnarValue::Scalar(_)) => Ok(value.clone()),
            (value, ColumnarValue::Array(condition)) => {
                let value = value.to_array(condition.len())?;
                Ok(ColumnarValue::Array(nullif(&value, condition.as_boolean())?))
            }
        }
    }
}
