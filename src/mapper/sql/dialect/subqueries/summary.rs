//! What a comparison with all rows of a subquery needs to know of them, where each row around it has rows of its own: how
//! many they are, how many are not NULL, the smallest and the largest, and how many equal the value. The rows themselves
//! would be as many again for each row around.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, StructArray, make_comparator};
use datafusion::arrow::compute::{SortOptions, cast};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::member::{Test, plain};

/// Compares a value with the rows that a summary is of: a struct of how many there are, how many are not NULL, the smallest
/// and the largest.
pub(super) fn with_bounds(test: Test, value: Expr, summary: Expr) -> Expr {
    call(test, vec![value, summary])
}

/// The same, of a struct without bounds, and the number of rows that equal the value.
pub(super) fn with_equal(test: Test, value: Expr, summary: Expr, equal: Expr) -> Expr {
    call(test, vec![value, summary, equal])
}

fn call(test: Test, args: Vec<Expr>) -> Expr {
    let function = WithSummary { test, signature: Signature::variadic_any(Volatility::Immutable) };
    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(ScalarUDF::new_from_impl(function)), args))
}

/// Whether a function is such a comparison.
pub(super) fn is_summary_test(function: &ScalarUDF) -> bool {
    function.inner().is::<WithSummary>()
}

#[derive(Debug, PartialEq, Eq)]
struct WithSummary {
    test: Test,
    signature: Signature,
}

impl Hash for WithSummary {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.test.hash(state);
    }
}

impl ScalarUDFImpl for WithSummary {
    fn name(&self) -> &str {
        "is member by summary"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(self.name(), DataType::Boolean, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let (value, summary) = (&arrays[0], summary(&arrays[1])?);
        let number = |of: &dyn Array, row: usize| match of.as_primitive_opt::<Int64Type>() {
            Some(numbers) if numbers.is_valid(row) => numbers.value(row),
            _ => 0,
        };
        let decided: Box<dyn Fn(usize) -> bool> = match arrays.get(2) {
            Some(equal) => {
                let equal: Int64Array = cast(equal, &DataType::Int64)?.as_primitive::<Int64Type>().clone();
                Box::new(move |row| equal.is_valid(row) && equal.value(row) > 0)
            }
            None => by_bounds(self.test, value, summary)?,
        };
        let any = self.test.any;
        let answer = |row: usize| {
            let rows = if summary.is_null(row) { 0 } else { number(summary.column(0), row) };
            if rows == 0 {
                return Some(!any);
            }
            if value.is_null(row) {
                return None;
            }
            let known = number(summary.column(1), row);
            match known > 0 && decided(row) {
                true => Some(any),
                false => (rows == known).then_some(!any),
            }
        };
        Ok(ColumnarValue::Array(Arc::new((0..value.len()).map(answer).collect::<BooleanArray>())))
    }
}

fn summary(array: &ArrayRef) -> Result<&StructArray> {
    match array.as_struct_opt() {
        Some(summary) if summary.num_columns() > 1 => Ok(summary),
        _ => internal_err!("what is known of the rows of a subquery is not a struct"),
    }
}

/// Whether the smallest or the largest decides, of the rows that have a value.
fn by_bounds(test: Test, value: &ArrayRef, summary: &StructArray) -> Result<Box<dyn Fn(usize) -> bool>> {
    let compare = |bound: &ArrayRef| -> Result<Box<dyn Fn(usize) -> Ordering>> {
        let bound = plain(bound)?;
        let mut value = plain(value)?;
        if value.data_type() != bound.data_type() {
            value = cast(&value, bound.data_type())?;
        }
        let compare = make_comparator(&value, &bound, SortOptions::default())?;
        Ok(Box::new(move |row| compare(row, row)))
    };
    let [_, _, smallest, largest] = summary.columns() else { return internal_err!("a summary has four parts") };
    let (smallest, largest) = (compare(smallest)?, compare(largest)?);
    Ok(Box::new(move |row| test.decided(smallest(row), largest(row))))
}
