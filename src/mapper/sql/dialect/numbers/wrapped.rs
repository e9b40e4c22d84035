//! DataFusion's scalar functions with something done to their results: `finite` fails where a result is not a number, `signed`
//! makes bigints of unsigned ones.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{ExprSchema, Result};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};

use super::{finite, signed};

/// What is done to the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Then {
    Finite,
    Signed,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wrapped {
    inner: Arc<ScalarUDF>,
    then: Then,
}

pub(super) fn wrapped(inner: Arc<ScalarUDF>, then: Then) -> ScalarUDF {
    ScalarUDF::new_from_impl(Wrapped { inner, then })
}

impl ScalarUDFImpl for Wrapped {
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
        let inner = self.inner.return_type(arg_types)?;
        Ok(match self.then {
            Then::Finite => inner,
            Then::Signed => signed::type_of(inner),
        })
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let inner = self.inner.return_field_from_args(args)?;
        Ok(match self.then {
            Then::Finite => inner,
            Then::Signed => signed::field_of(&inner),
        })
    }

    fn is_nullable(&self, args: &[Expr], schema: &dyn ExprSchema) -> bool {
        #[allow(deprecated)]
        self.inner.is_nullable(args, schema)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match self.then {
            Then::Finite => finite::invoke(&self.inner, args),
            Then::Signed => signed::invoke(&self.inner, args),
        }
    }
}
