//! `LIKE … ESCAPE`: arrow knows one escape character, the backslash, so patterns with another are written with that.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, StringViewArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Arguments, Function, Kind, coerce_kinds};

/// The function of a pattern and its escape character.
pub(super) const WITH_BACKSLASH: &str = "pattern with backslash";

pub(super) fn with_backslash() -> ScalarUDF {
    Function {
        name: WITH_BACKSLASH,
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text; 2], 2).map_err(|why| format!("of LIKE {why}")),
        returns: |_| DataType::Utf8View,
        check: |literals| match (literals[0].and_then(|v| v.try_as_str()), literals[1].and_then(|v| v.try_as_str())) {
            (pattern, Some(Some(escape))) => escaped(pattern.flatten().unwrap_or_default(), escape).map(|_| ()),
            _ => Ok(()),
        },
        run,
    }
    .udf()
}

fn run(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (patterns, escapes) = (arguments.text(0)?, arguments.text(1)?);
    let written = (0..arguments.rows).map(|row| match (patterns.get(row), escapes.get(row)) {
        // The pattern may come from an event, so nothing of it is said.
        (Some(pattern), Some(escape)) => escaped(pattern, escape).map(Some).or_else(|_| {
            exec_err!(
                "a pattern of LIKE that is not a literal ends with its escape, or the escape is not one character"
            )
        }),
        _ => Ok(None),
    });
    Ok(Arc::new(written.collect::<Result<StringViewArray>>()?))
}

/// The pattern with backslashes. With no escape character nothing is escaped.
fn escaped(pattern: &str, escape: &str) -> Result<String, String> {
    let mut chars = escape.chars();
    let (escape, None) = (chars.next(), chars.next()) else {
        return Err(format!("ESCAPE '{escape}' is more than one character"));
    };
    let mut written = String::with_capacity(pattern.len() + 8);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if Some(c) == escape {
            let next = chars.next().ok_or_else(|| format!("LIKE '{pattern}' ends with its escape character"))?;
            if matches!(next, '%' | '_' | '\\') {
                written.push('\\');
            }
            written.push(next);
        } else {
            if c == '\\' {
                written.push('\\');
            }
            written.push(c);
        }
    }
    Ok(written)
}
