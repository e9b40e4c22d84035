//! Helpers to make functions of text.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringViewBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::functions::utils::make_scalar_function;
use datafusion::logical_expr::{ScalarUDF, Volatility, create_udf};

/// A function from text to text. `write` appends its result to an empty string, or returns `false` for null; it is not
/// called for nulls.
pub(super) fn text_to_text(name: &str, write: impl Fn(&str, &mut String) -> bool + Send + Sync + 'static) -> ScalarUDF {
    let map = move |args: &[ArrayRef]| {
        let values = args[0].as_string_view();
        let mut results = StringViewBuilder::with_capacity(values.len());
        let mut result = String::new();
        for value in values {
            result.clear();
            match value {
                Some(value) if write(value, &mut result) => results.append_value(&result),
                _ => results.append_null(),
            }
        }
        Ok(Arc::new(results.finish()) as ArrayRef)
    };
    let map = Arc::new(make_scalar_function(map, vec![]));
    create_udf(name, vec![DataType::Utf8View], DataType::Utf8View, Volatility::Immutable, map)
}
