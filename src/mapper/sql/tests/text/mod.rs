//! Text, lists and sets of rows against PostgreSQL 15 (C.UTF-8): the expected values are what it returns.
//!
//! A value is written as PostgreSQL prints it, with `NULL`, `true` and `false`, and lists in braces.

use std::fmt::Write as _;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use arrow::util::display::array_value_to_string;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::{EVENTS, TestJob, batch};
use crate::mapper::sql::grammar::Grammar;
use crate::mapper::{Events, Mapper};

mod lists;
mod names;
mod patterns;
mod regex;
mod replace;
mod sets;
mod strings;

/// An expression, and its value.
type Case = (&'static str, &'static str);

/// Each expression has its value, as it is written and when its literals come from columns: the one is evaluated when the
/// statement is planned, the other for every row.
fn agree(cases: &[Case]) {
    agree_as_written(cases);
    let (mut columns, mut literals) = (vec![], vec![]);
    let written = cases.iter().map(|(expr, expected)| {
        let tokens = Tokenizer::new(&Grammar, expr).tokenize().unwrap();
        let with_columns = tokens.into_iter().map(|token| match token {
            Token::SingleQuotedString(text) => {
                columns.push(format!("a{}", columns.len()));
                literals.push(format!("'{}'", text.replace('\'', "''")));
                columns.last().unwrap().clone()
            }
            other => other.to_string(),
        });
        (with_columns.collect::<String>(), *expected)
    });
    let written: Vec<_> = written.collect();
    let (columns, literals) = (columns.join(", "), literals.join(", "));
    compare(&written, &format!("FROM (VALUES ({literals}), ({literals})) AS v({columns})"));
}

/// Each expression has its value, as it is written: for those that take literals only.
fn agree_as_written(cases: &[Case]) {
    let written: Vec<_> = cases.iter().map(|(expr, expected)| ((*expr).to_owned(), *expected)).collect();
    compare(&written, "FROM (VALUES (1)) AS v(one)");
}

fn compare(cases: &[(String, &str)], from: &str) {
    let columns: Vec<_> = cases.iter().enumerate().map(|(i, (expr, _))| format!("{expr} AS c{i}")).collect();
    let rows = rows(&format!("SELECT {}\n{from}", columns.join(",\n")));
    assert!(!rows.is_empty());
    let mut differ = String::new();
    for row in rows {
        for ((expr, expected), found) in cases.iter().zip(row) {
            if found != *expected {
                writeln!(differ, "{expr}: {found}, not {expected}").unwrap();
            }
        }
    }
    assert!(differ.is_empty(), "{differ}");
}

/// The rows of a statement over the events of the tests, each value as PostgreSQL prints it.
fn rows(sql: &str) -> Vec<Vec<String>> {
    let mut mapper = TestJob::new().into("out", sql).mapper();
    let events = Events { batch: batch(&EVENTS, &mapper.projection()), window_time: 0 };
    let batches = mapper.map(&events).unwrap_or_else(|e| panic!("{e:?}"));
    batches.rows.iter().flat_map(|rows| printed(&rows.batch)).collect()
}

/// The rows of a statement, in the order of their text, with bars between the values.
fn sorted(sql: &str) -> Vec<String> {
    let mut rows: Vec<_> = rows(sql).into_iter().map(|row| row.join("|")).collect();
    rows.sort_unstable();
    rows
}

fn printed(batch: &RecordBatch) -> Vec<Vec<String>> {
    let row = |row| batch.columns().iter().map(|column| value(column.as_ref(), row)).collect();
    (0..batch.num_rows()).map(row).collect()
}

fn value(array: &dyn Array, row: usize) -> String {
    if array.is_null(row) {
        return "NULL".to_owned();
    }
    match array.data_type() {
        DataType::List(_) => {
            let elements = array.as_list::<i32>().value(row);
            let elements: Vec<_> = (0..elements.len()).map(|i| value(elements.as_ref(), i)).collect();
            format!("{{{}}}", elements.join(","))
        }
        _ => array_value_to_string(array, row).unwrap(),
    }
}

/// Why an expression is refused, without the line and the mark.
fn refusal(expr: &str) -> String {
    let error = TestJob::new().into("out", &format!("SELECT {expr} AS v FROM events")).error();
    let message = error.lines().next().unwrap();
    let (_, message) = message.split_once(": ").unwrap_or_else(|| panic!("{message} has no place"));
    message.to_owned()
}
