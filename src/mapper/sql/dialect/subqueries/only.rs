//! The value of a subquery in the place of a value: of the rows that it gave, the only one. More are an error, as in
//! PostgreSQL; the error is raised where the value is needed.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StructArray, UInt64Array};
use datafusion::arrow::compute::take;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, exec_err, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::peel::Part;

/// The only row of a subquery, or NULL where it has none. Of its rows there is a list, or a struct of how many there are and
/// the first.
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
            Some(DataType::Struct(fields)) if fields.len() == 2 => Ok(Arc::new(
                Field::new(self.name(), fields[1].data_type().clone(), true)
                    .with_metadata(fields[1].metadata().clone()),
            )),
            _ => internal_err!("the rows of a subquery are neither a list nor counted"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let Some(lists) = args.args.into_iter().next() else { return internal_err!("a subquery has rows") };
        let lists: ArrayRef = lists.into_array(rows)?;
        if let Some(counted) = lists.as_struct_opt() {
            return first(counted);
        }
        let Some(lists) = lists.as_list_opt::<i32>() else { return internal_err!("the rows are not a list") };
        let offsets = lists.value_offsets();
        let mut only = Vec::with_capacity(lists.len());
        for row in 0..lists.len() {
            let count = if lists.is_null(row) { 0 } else { (offsets[row + 1] - offsets[row]) as usize };
            let within = self.part.of(count);
            if within.len() > 1 {
                return several();
            }
            only.push((!within.is_empty()).then(|| offsets[row] as u64 + within.start as u64));
        }
        Ok(ColumnarValue::Array(take(lists.values(), &UInt64Array::from(only), None)?))
    }
}

/// The first row of each, if there is no other.
fn first(counted: &StructArray) -> Result<ColumnarValue> {
    let [counts, values] = counted.columns() else { return internal_err!("a count and a value are two") };
    let Some(counts) = counts.as_primitive_opt::<Int64Type>() else { return internal_err!("a count is a bigint") };
    let count = |row: usize| if counted.is_valid(row) && counts.is_valid(row) { counts.value(row) } else { 0 };
    if (0..counted.len()).any(|row| count(row) > 1) {
        return several();
    }
    let found = (0..counted.len()).map(|row| (count(row) == 1).then_some(row as u64));
    Ok(ColumnarValue::Array(take(values, &found.collect::<UInt64Array>(), None)?))
}

fn several<T>() -> Result<T> {
    exec_err!(
        "a subquery in the place of a value gives more than one row; add ORDER BY … LIMIT 1, or an aggregate such as max()"
    )
}
