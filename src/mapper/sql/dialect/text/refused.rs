//! Refuses what a rewrite of the statement finds: a rewrite cannot fail, but a call can be one that does not plan.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::exec_err;
use datafusion::logical_expr::ScalarUDF;

use super::function::{Function, Kind, coerce_kinds};

/// The function whose argument says why the statement is refused.
pub(super) const NAME: &str = "what is refused";

pub(super) fn refused() -> ScalarUDF {
    Function {
        name: NAME,
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text], 1),
        returns: |_| DataType::Utf8View,
        check: |literals| match literals.first().copied().flatten().and_then(|why| why.try_as_str().flatten()) {
            Some(why) => Err(why.to_owned()),
            None => Ok(()),
        },
        run: |_| exec_err!("a refused expression is not evaluated"),
    }
    .udf()
}
