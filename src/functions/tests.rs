//! What holds for every function: its examples, nulls, layouts of columns, the reference.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::arrow::util::display::array_value_to_string;
use datafusion::prelude::SessionContext;

use super::*;
use crate::job::DataFiles;

/// What functions know in tests: a database of places; `EXAMPLE_KEY` names a secret, that of RFC 4231's second test case.
pub(super) fn context() -> Context {
    let geo = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/GeoIP2-City-Test.mmdb");
    let files = DataFiles { geo: Some(geo.into()), ..DataFiles::default() };
    Context::new(files, BTreeMap::from([("EXAMPLE_KEY".into(), "Jefe".into())]))
}

/// A session that knows all functions.
pub(super) fn session(context: &Context) -> SessionContext {
    let session = SessionContext::new();
    all(context).into_iter().for_each(|function| session.register_udf(function.udf));
    session
}

/// What a query gives, row by row of its first column; or the error.
pub(super) fn query(session: &SessionContext, sql: &str) -> Result<Vec<Option<String>>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let batches = runtime.block_on(async { session.sql(sql).await?.collect().await });
    let batches = batches.map_err(|error| error.strip_backtrace())?;
    Ok(batches
        .iter()
        .flat_map(|batch| {
            let column = batch.column(0).clone();
            (0..column.len()).map(move |row| column.is_valid(row).then(|| array_value_to_string(&column, row).unwrap()))
        })
        .collect())
}

/// What an expression gives, as text.
pub(super) fn eval(expression: &str) -> Option<String> {
    try_eval(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// What an expression gives, or why it does not plan.
pub(super) fn try_eval(expression: &str) -> Result<Option<String>, String> {
    query(&session(&context()), &format!("SELECT {expression} AS x")).map(|mut rows| rows.remove(0))
}

#[test]
fn examples_give_what_they_say() {
    for function in all(&Context::default()) {
        assert!(!function.examples.is_empty(), "{} has no example", function.name());
        for example in &function.examples {
            let sql = example.sql(function.name());
            assert_eq!(eval(&sql).as_deref(), example.gives, "{sql}");
        }
    }
}

#[test]
fn the_reference_names_functions_as_they_are_called() {
    let functions = all(&Context::default());
    let names: BTreeSet<_> = functions.iter().map(Function::name).collect();
    assert_eq!(names.len(), functions.len());
    for function in &functions {
        assert!(!function.about.is_empty(), "{}", function.name());
    }
}

#[test]
fn the_reference_is_up_to_date() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/functions.md");
    let expected = markdown(&all(&Context::default()));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "docs/functions.md is out of date: run make docs");
}

#[test]
fn what_a_call_lacks_or_has_wrong_is_said_when_it_is_planned() {
    let refused = |sql: &str| try_eval(sql).unwrap_err();
    assert!(refused("sha256_hex()").contains("sha256_hex() takes (text), found 0 arguments"));
    assert!(refused("sha256_hex('a', 'b')").contains("sha256_hex() takes (text), found 2 arguments"));
    assert!(
        refused("sha256_hex(1)")
            .contains("sha256_hex(): text has to be varchar; write CAST(… AS varchar), found bigint")
    );
}
