//! `docs/sql.md` says what SQL gives; this runs it. In its blocks of SQL a line is an expression, two dashes, and its value as
//! JSON; or `refused` with words of the message.

use std::path::Path;

use crate::corpus::{Entry, Outcome};
use crate::json::Json;
use crate::mubatch::Engine;

/// A line of the page: where it stands, the expression, what follows the dashes.
struct Example {
    line: usize,
    sql: String,
    value: String,
}

fn examples(page: &str) -> Vec<Example> {
    let mut within = false;
    let mut found = vec![];
    for (number, line) in page.lines().enumerate() {
        match line.trim() {
            "```sql" => within = true,
            "```" => within = false,
            _ if !within => {}
            text => {
                let (sql, value) = text.rsplit_once(" -- ").unwrap_or_else(|| panic!("line {}: no value", number + 1));
                found.push(Example { line: number + 1, sql: sql.trim().to_owned(), value: value.trim().to_owned() });
            }
        }
    }
    found
}

/// What is wrong with an example.
fn fault(example: &Example, outcome: &Outcome) -> Option<String> {
    let Example { line, sql, value } = example;
    let fails = |found: String| Some(format!("docs/sql.md:{line}: {sql}\n    page:  {value}\n    found: {found}"));
    match (value.strip_prefix("refused"), outcome) {
        (Some(words), Outcome::Error(message)) => {
            let words = words.trim_start_matches(':').trim();
            if message.contains(words) { None } else { fails(message.clone()) }
        }
        (Some(_), values) => fails(values.to_string()),
        (None, Outcome::Error(message)) => fails(message.clone()),
        (None, Outcome::Values(values)) => {
            let expected = Json::parse(value).unwrap_or_else(|e| panic!("docs/sql.md:{line}: {e}"));
            let right = !values.is_empty() && values.iter().all(|found| found.same(&expected));
            if right { None } else { fails(values[0].to_string()) }
        }
    }
}

#[test]
fn every_example_of_the_page_about_sql_gives_the_value_beside_it() {
    let engine = Engine::new(&crate::directory());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sql.md");
    let page = std::fs::read_to_string(page).expect("docs/sql.md");
    let examples = examples(&page);
    assert!(examples.len() >= 50, "the page has {} examples", examples.len());
    let entries: Vec<Entry> = examples.iter().map(|example| Entry::new(&example.sql)).collect();
    let outcomes = engine.run(&entries.iter().collect::<Vec<_>>());
    let faults: Vec<_> = examples.iter().zip(&outcomes).filter_map(|(e, outcome)| fault(e, outcome)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
