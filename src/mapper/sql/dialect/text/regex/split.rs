//! `regexp_split_to_array`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, ListBuilder, StringViewBuilder};
use datafusion::common::Result;
use datafusion::logical_expr::ScalarUDF;

use super::super::function::{Arguments, Function, Kind, coerce_kinds};
use super::functions::{Patterns, after, check_pattern, text_list, without_global};
use super::steps;

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![
        Function {
            name: "regexp_split_to_array",
            aliases: &[],
            coerce: |found| coerce_kinds(found, &[Kind::Text; 3], 2),
            returns: |_| text_list(),
            check: |literals| {
                check_pattern(literals, 1, 2)?;
                without_global(literals, 2, "regexp_split_to_array")
            },
            run,
        }
        .udf(),
    ]
}

fn run(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (texts, patterns) = (arguments.text(0)?, Patterns::new(arguments, 1, 2)?);
    let mut lists = ListBuilder::new(StringViewBuilder::new());
    for row in 0..arguments.rows {
        match (texts.get(row), patterns.get(row)?) {
            (Some(text), Some((regex, _))) => {
                steps::check(&regex, text)?;
                lists.append_value(split(text, &regex).into_iter().map(Some));
            }
            _ => lists.append_null(),
        }
    }
    Ok(Arc::new(lists.finish()))
}

/// The parts between matches. An empty match at an end of the text, or right after another match, splits nothing.
fn split<'t>(text: &'t str, regex: &regex::Regex) -> Vec<&'t str> {
    let (mut parts, mut part, mut matched, mut start) = (vec![], 0, 0, 0);
    while start <= text.len() {
        let Some(found) = regex.find_at(text, start) else { break };
        if found.start() < text.len() && found.end() > matched {
            parts.push(&text[part..found.start()]);
            part = found.end();
        }
        matched = found.end();
        start = after(text, found.start(), found.end());
    }
    parts.push(&text[part..]);
    parts
}
