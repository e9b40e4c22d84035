//! `coalesce()` of times and text: DataFusion does not find a type for the two.

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, internal_err};
use datafusion::functions::core::coalesce;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::codec::UTC;
use crate::mapper::metadata::is_text;

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![ScalarUDF::from(Coalesce { signature: Signature::user_defined(Volatility::Immutable) })]
}

/// DataFusion's, but for the types that it takes.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Coalesce {
    signature: Signature,
}

/// The type of times that stand beside text or other times.
pub(super) fn time_type(types: &[DataType]) -> Option<DataType> {
    use DataType::{Date32, Null, Timestamp};
    if !types.iter().all(|found| is_text(found) || matches!(found, Timestamp(..) | Date32 | Null)) {
        return None;
    }
    let units = types.iter().filter_map(|found| if let Timestamp(unit, _) = found { Some(*unit) } else { None });
    let zoned = types.iter().any(|found| matches!(found, Timestamp(_, Some(_))));
    match units.max() {
        Some(unit) => Some(Timestamp(unit, zoned.then(|| UTC.into()))),
        None => types.contains(&Date32).then_some(Date32),
    }
}

impl ScalarUDFImpl for Coalesce {
    fn name(&self) -> &str {
        "coalesce"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        internal_err!("coalesce() has a return field")
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        match time_type(types) {
            Some(time) => Ok(vec![time; types.len()]),
            None => coalesce().inner().coerce_types(types),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        coalesce().return_field_from_args(args)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        coalesce().simplify(args, info)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        let (first, others) = args.split_first()?;
        Some((vec![first], others.iter().collect()))
    }

    fn short_circuits(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        coalesce().invoke_with_args(args)
    }
}
