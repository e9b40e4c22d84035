//! Bounded functions beside DataFusion's own: the same results, and never larger than was calculated.

use datafusion::arrow::array::{
    Array, ArrayRef, Int64Array, ListArray, ListBuilder, StringViewArray, StringViewBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::Field;
use datafusion::logical_expr::type_coercion::functions::fields_with_udf;
use proptest::prelude::*;

use super::*;

/// What a call returns for columns of these values.
fn call(function: &ScalarUDF, columns: &[ArrayRef]) -> std::result::Result<ArrayRef, String> {
    let field = |column: &ArrayRef| -> FieldRef { Arc::new(Field::new("x", column.data_type().clone(), true)) };
    let fields: Vec<_> = columns.iter().map(field).collect();
    let arg_fields = fields_with_udf(&fields, function).map_err(|e| e.to_string())?;
    let coerced = columns.iter().zip(&arg_fields).map(|(column, field)| cast(column, field.data_type()).unwrap());
    let columns: Vec<_> = coerced.collect();
    let scalar_arguments = vec![None; columns.len()];
    let returned = ReturnFieldArgs { arg_fields: &arg_fields, scalar_arguments: &scalar_arguments };
    let return_field = function.return_field_from_args(returned).map_err(|e| e.to_string())?;
    let rows = columns[0].len();
    let args = columns.into_iter().map(ColumnarValue::Array).collect();
    let config_options = Arc::new(ConfigOptions::default());
    let args = ScalarFunctionArgs { args, arg_fields, number_rows: rows, return_field, config_options };
    let result = function.invoke_with_args(args).map_err(|e| e.to_string())?;
    result.into_array(rows).map_err(|e| e.to_string())
}

/// Calls a function with and without its bound, row by row, so that a row that fails does not hide the others.
fn compare(name: &str, columns: &[ArrayRef]) -> std::result::Result<(), TestCaseError> {
    let context = SessionContext::new();
    let plain = context.state().scalar_functions()[name].clone();
    let with_bound = bounded(&plain).expect("the function has a bound");
    for row in 0..columns[0].len() {
        let columns: Vec<_> = columns.iter().map(|column| column.slice(row, 1)).collect();
        let (expected, found) = (call(&plain, &columns), call(&with_bound, &columns));
        prop_assert_eq!(&expected, &found, "{} of {:?}", name, &columns);
        let Some(Bound::Bytes(of_row)) = bound(name) else { continue };
        if let Ok(result) = found {
            let args: Vec<_> = columns.into_iter().map(Argument::literal).collect();
            let (calculated, taken) = (of_row(&args, 0), bytes::of_array(&result));
            prop_assert!(taken <= calculated, "{}: {} bytes, but {} were calculated", name, taken, calculated);
        }
    }
    Ok(())
}

fn texts() -> impl Strategy<Value = ArrayRef> {
    let text = proptest::option::of("[aé,𝄞 .]{0,12}");
    proptest::collection::vec(text, 4).prop_map(|texts| Arc::new(StringViewArray::from(texts)) as ArrayRef)
}

fn numbers(range: std::ops::Range<i64>) -> impl Strategy<Value = ArrayRef> {
    let number = proptest::option::of(range);
    proptest::collection::vec(number, 4).prop_map(|numbers| Arc::new(Int64Array::from(numbers)) as ArrayRef)
}

fn lists() -> impl Strategy<Value = ArrayRef> {
    let text = proptest::option::of("[aé,]{0,3}");
    let list = proptest::option::of(proptest::collection::vec(text, 0..4));
    proptest::collection::vec(list, 4).prop_map(|lists| {
        let mut builder = ListBuilder::new(StringViewBuilder::new());
        lists.into_iter().for_each(|list| builder.append_option(list));
        let lists: ListArray = builder.finish();
        Arc::new(lists) as ArrayRef
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_those_of_datafusion(a in texts(), b in texts(), c in texts(), n in numbers(0..30)) {
        compare("repeat", &[a.clone(), n.clone()])?;
        compare("lpad", &[a.clone(), n.clone()])?;
        compare("lpad", &[a.clone(), n.clone(), b.clone()])?;
        compare("rpad", &[a.clone(), n, b.clone()])?;
        compare("replace", &[a.clone(), b.clone(), c.clone()])?;
        compare("translate", &[a.clone(), b.clone(), c.clone()])?;
        compare("concat", &[a.clone(), b.clone(), c.clone()])?;
        compare("concat_ws", &[a.clone(), b.clone(), c])?;
        compare("levenshtein", &[a.clone(), b.clone()])?;
        compare("string_to_array", &[a, b])?;
    }

    #[test]
    fn lists_are_those_of_datafusion(l in lists(), k in lists(), a in texts(), b in texts(), n in numbers(0..9)) {
        compare("array_repeat", &[a.clone(), n.clone()])?;
        compare("array_repeat", &[l.clone(), n.clone()])?;
        compare("array_resize", &[l.clone(), n.clone()])?;
        compare("array_resize", &[l.clone(), n, a.clone()])?;
        compare("array_to_string", &[l.clone(), a.clone()])?;
        compare("array_to_string", &[l.clone(), a.clone(), b])?;
        compare("array_concat", &[l.clone(), k.clone()])?;
        compare("array_append", &[l.clone(), a])?;
        compare("array_union", &[l, k])?;
    }

    #[test]
    fn series_are_those_of_datafusion(start in numbers(-9..9), stop in numbers(-9..9), step in numbers(-3..4)) {
        compare("range", std::slice::from_ref(&stop))?;
        compare("range", &[start.clone(), stop.clone(), step.clone()])?;
        compare("generate_series", &[start.clone(), stop.clone(), step])?;
        compare("generate_series", &[start, stop])?;
    }
}

#[test]
fn every_function_that_has_a_bound_exists_and_gets_it_once() {
    let context = SessionContext::new();
    register(&context);
    let state = context.state();
    let bounded: Vec<_> = state
        .scalar_functions()
        .iter()
        .filter(|(_, function)| function.inner().downcast_ref::<Bounded>().is_some())
        .map(|(name, _)| name.as_str())
        .collect();
    for name in ["repeat", "lpad", "list_repeat", "date_format", "array_cat", "list_resize", "row", "string_to_list"] {
        assert!(bounded.contains(&name), "{name} among {bounded:?}");
    }
    assert!(super::bounded(&state.scalar_functions()["repeat"]).is_none());
}
