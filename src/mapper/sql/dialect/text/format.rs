//! `format()`, `quote_literal()` and `quote_nullable()`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringViewArray, StringViewBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Arguments, Function, Size, unchecked};

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![
        Function {
            name: "format",
            aliases: &[],
            coerce: |found| match found {
                [] => Err("takes a text with %s in it, and a value for each".into()),
                [_, values @ ..] => Ok(std::iter::once(DataType::Utf8View).chain(values.iter().map(written)).collect()),
            },
            returns: |_| DataType::Utf8View,
            check: |literals| match literals.first().copied().flatten().and_then(|text| text.try_as_str().flatten()) {
                Some(text) => pieces(text, literals.len() - 1).map(|_| ()).map_err(|why| format!("format(): {why}")),
                None => Ok(()),
            },
            run: format,
        }
        .udf(),
        quoting("quote_literal", |arguments| quote_each(arguments, |text| text.map(quoted))),
        quoting("quote_nullable", |arguments| {
            quote_each(arguments, |text| Some(text.map_or_else(|| "NULL".into(), quoted)))
        }),
    ]
}

/// Truth values are `t` and `f` where a function makes text of them; everything else is as in a cast.
fn written(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Boolean => DataType::Boolean,
        _ => DataType::Utf8View,
    }
}

fn quoting(name: &'static str, run: fn(&Arguments<'_>) -> Result<ArrayRef>) -> ScalarUDF {
    Function {
        name,
        aliases: &[],
        coerce: |found| match found {
            [_] => Ok(vec![DataType::Utf8View]),
            _ => Err(format!("takes 1 argument, not {}", found.len())),
        },
        returns: |_| DataType::Utf8View,
        check: unchecked,
        run,
    }
    .udf()
}

fn quote_each(arguments: &Arguments<'_>, quote: fn(Option<&str>) -> Option<String>) -> Result<ArrayRef> {
    let texts = arguments.text(0)?;
    Ok(Arc::new((0..arguments.rows).map(|row| quote(texts.get(row))).collect::<StringViewArray>()))
}

/// A text as a literal of SQL.
fn quoted(text: &str) -> String {
    let escape = if text.contains('\\') { "E" } else { "" };
    format!("{escape}'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// A part of a format.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    /// The value of that index, from 0, in at least so many characters.
    Value {
        index: usize,
        literal: bool,
        width: usize,
        left: bool,
    },
}

/// More is a mistake, and would take memory.
const WIDTH_MAX: usize = 1000;

fn pieces(text: &str, values: usize) -> Result<Vec<Piece<'_>>, String> {
    let (mut pieces, mut rest, mut next) = (vec![], text, 0);
    while let Some((before, after)) = rest.split_once('%') {
        pieces.push(Piece::Text(before));
        if let Some(after) = after.strip_prefix('%') {
            pieces.push(Piece::Text("%"));
            rest = after;
            continue;
        }
        let number = |text: &str| {
            let end = text.bytes().take_while(u8::is_ascii_digit).count();
            (text[..end].parse::<usize>().ok(), end)
        };
        let (mut index, mut after) = (None, after);
        if let (Some(position), end) = number(after)
            && let Some(behind) = after[end..].strip_prefix('$')
        {
            index = Some(position.checked_sub(1).ok_or("the first value is %1$s")?);
            after = behind;
        }
        let left = after.starts_with('-');
        after = after.trim_start_matches('-');
        let (width, end) = number(after);
        let width = width.unwrap_or(0);
        if width > WIDTH_MAX {
            return Err(format!("a width is at most {WIDTH_MAX}"));
        }
        after = &after[end..];
        let literal = match after.chars().next() {
            Some('s') => false,
            Some('L') => true,
            Some('I') => return Err("%I, for names, is not supported; write %s".into()),
            Some('*') => return Err("a width that is an argument is not supported; write lpad(…) or rpad(…)".into()),
            _ => return Err("a % is followed by s, as in %s; write %% for a percent sign".into()),
        };
        let index = index.unwrap_or(next);
        if index >= values {
            return Err(format!("there are more % than values, of which there are {values}"));
        }
        next = index + 1;
        pieces.push(Piece::Value { index, literal, width, left });
        rest = &after[1..];
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

fn format(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let formats = arguments.text(0)?;
    let values = (1..arguments.values.len()).map(|index| arguments.array(index)).collect::<Result<Vec<_>>>()?;
    let (mut texts, mut text) = (StringViewBuilder::with_capacity(arguments.rows), String::new());
    let mut size = Size::default();
    for row in 0..arguments.rows {
        let Some(format) = formats.get(row) else {
            texts.append_null();
            continue;
        };
        // The format may come from an event, so nothing of it is said.
        let Ok(pieces) = pieces(format, values.len()) else {
            return exec_err!("a text is not a format with a value for each %s");
        };
        text.clear();
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Value { index, literal, width, left } => {
                    let value = value(&values[index], row);
                    let value = match (value, literal) {
                        (Some(value), false) => value.to_owned(),
                        (Some(value), true) => quoted(value),
                        (None, false) => String::new(),
                        (None, true) => "NULL".into(),
                    };
                    let blanks = width.saturating_sub(value.chars().count());
                    let blanks = std::iter::repeat_n(' ', blanks);
                    if left {
                        text.push_str(&value);
                        text.extend(blanks);
                    } else {
                        text.extend(blanks);
                        text.push_str(&value);
                    }
                }
            }
            size.value("format", text.len())?;
        }
        size.add("format", text.len())?;
        texts.append_value(&text);
    }
    Ok(Arc::new(texts.finish()))
}

fn value(values: &ArrayRef, row: usize) -> Option<&str> {
    if values.is_null(row) {
        return None;
    }
    match values.as_boolean_opt() {
        Some(truths) => Some(if truths.value(row) { "t" } else { "f" }),
        None => values.as_string_view_opt().map(|texts| texts.value(row)),
    }
}
