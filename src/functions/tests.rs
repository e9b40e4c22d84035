//! Every function's example, run; and nulls.

use std::collections::BTreeSet;

use datafusion::arrow::util::display::array_value_to_string;
use datafusion::prelude::SessionContext;

use super::*;

fn eval(expression: &str) -> Option<String> {
    let context = SessionContext::new();
    all(&WindowTime::default()).into_iter().for_each(|function| context.register_udf(function.udf));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let frame = runtime.block_on(context.sql(&format!("SELECT {expression} AS x"))).unwrap();
    let batches = runtime.block_on(frame.collect()).unwrap();
    let column = batches[0].column(0);
    column.is_valid(0).then(|| array_value_to_string(column, 0).unwrap())
}

#[test]
fn examples_give_what_they_say() {
    for function in all(&WindowTime::default()) {
        assert_eq!(eval(function.example).as_deref(), Some(function.gives), "{}", function.example);
    }
}

#[test]
fn the_reference_names_functions_as_they_are_called() {
    let functions = all(&WindowTime::default());
    let names: BTreeSet<_> = functions.iter().map(Function::name).collect();
    assert_eq!(names.len(), functions.len());
    for function in &functions {
        assert!(function.signature.starts_with(&format!("{}(", function.name())), "{}", function.signature);
        assert!(function.example.contains(function.name()), "{}", function.example);
    }
}

#[test]
fn null_gives_null() {
    assert_eq!(eval("sha256_hex(NULL)"), None);
    assert_eq!(eval("sha256_base64(CAST(NULL AS varchar))"), None);
}

#[test]
fn text_of_every_layout_is_taken() {
    let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for text in ["''", "arrow_cast('', 'LargeUtf8')", "arrow_cast('', 'Utf8View')"] {
        assert_eq!(eval(&format!("sha256_hex({text})")).as_deref(), Some(hex), "{text}");
    }
}

#[test]
fn hashes_follow_the_vectors_of_fips_180_4() {
    let text = "'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'";
    let hex = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    assert_eq!(eval(&format!("sha256_hex({text})")).as_deref(), Some(hex));
    // UID2's documents: the hash of a normalised address.
    let hash = "ku4mBX7Z3qJTXWyLFB1INzkyR2WZGW4ANSJUiW21iI8=";
    assert_eq!(eval("sha256_base64('janesaoirse@gmail.com')").as_deref(), Some(hash));
}
