//! The value of a subquery in the place of a value: of the rows that it gave, the only one. More are an error, as in
//! PostgreSQL; the error is raised where the value is needed.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, UInt64Array};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, exec_err, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::peel::Part;

/// The only row of a subquery, whose rows are a list, or NULL where it has none.
pub(super) fn only_row(rows: Expr, part: Part) -> Expr {
    let function = OnlyRow { part, signature: Signature::any(1, Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), vec![rows]))
}

#[derive(Debug, PartialEq, Eq)]
struct OnlyRow {
    /// Which of the rows count.
    part: Part,
    signature: Signature,
}

impl Hash for OnlyRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.part.hash(state);
    }
}

impl ScalarUDFImpl for OnlyRow {
    fn name(&self) -> &str {
        "only row"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        internal_err!("the type of a subquery depends on its rows")
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        match args.arg_fields.first().map(|field| field.data_type()) {
            Some(DataType::List(item)) => Ok(Arc::new(
                Field::new(self.name(), item.data_type().clone(), true).with_metadata(item.metadata().clone()),
            )),
            _ => internal_err!("the rows of a subquery are not a list"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let Some(lists) = args.args.into_iter().next() else { return internal_err!("a subquery has rows") };
        let lists: ArrayRef = lists.into_array(rows)?;
        let Some(lists) = lists.as_list_opt::<i32>() else { return internal_err!("the rows are not a list") };
        let offsets = lists.value_offsets();
        let mut only = Vec::with_capacity(lists.len());
        for row in 0..lists.len() {
            let count = if lists.is_null(row) { 0 } else { (offsets[row + 1] - offsets[row]) as usize };
            let within = self.part.of(count);
            if within.len() > 1 {
                return exec_err!(
                    "a subquery in the place of a value gives more than one row; add ORDER BY … LIMIT 1, or an aggregate such \
                     as max()"
                );
            }
            only.push((!within.is_empty()).then(|| offsets[row] as u64 + within.start as u64));
        }
        Ok(ColumnarValue::Array(take(lists.values(), &UInt64Array::from(only), None)?))
    }
}
