//! Lists written as text, `{1,2,NULL}`, and lists as text: PostgreSQL's form.

use std::fmt::Write;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListBuilder, StringViewBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::ScalarUDF;

use super::super::function::{Function, Kind, coerce_kinds, unchecked};
use super::{as_list, elements, list_of};
use crate::mapper::metadata::is_text;

/// An element of a list that is written as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Element {
    Null,
    Text(String),
    List(Vec<Element>),
}

/// The elements of `{a,"b c",NULL,{…}}`. `None` is not a list.
pub(in super::super) fn parse(text: &str) -> Option<Vec<Element>> {
    let mut rest = text.trim();
    let list = list(&mut rest, 0)?;
    rest.trim().is_empty().then_some(list)
}

/// PostgreSQL has at most six dimensions.
const DEPTH_MAX: usize = 6;

fn list(rest: &mut &str, depth: usize) -> Option<Vec<Element>> {
    *rest = rest.strip_prefix('{')?.trim_start();
    let mut elements = vec![];
    if let Some(after) = rest.strip_prefix('}') {
        *rest = after;
        return Some(elements);
    }
    loop {
        *rest = rest.trim_start();
        elements.push(match rest.chars().next()? {
            '{' if depth < DEPTH_MAX => Element::List(list(rest, depth + 1)?),
            '"' => Element::Text(quoted(rest)?),
            _ => plain(rest)?,
        });
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            *rest = after;
        } else {
            *rest = rest.strip_prefix('}')?;
            // All lists of one depth, or none.
            let lists = elements.iter().filter(|element| matches!(element, Element::List(_))).count();
            return (lists == 0 || lists == elements.len()).then_some(elements);
        }
    }
}

fn quoted(rest: &mut &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                *rest = &rest[at + 1..];
                return Some(text);
            }
            '\\' => text.push(chars.next()?.1),
            c => text.push(c),
        }
    }
    None
}

fn plain(rest: &mut &str) -> Option<Element> {
    let mut text = String::new();
    // Blanks at the end do not count, unless they are escaped.
    let (mut kept, mut escaped) = (0, false);
    let mut chars = rest.char_indices();
    let mut end = rest.len();
    while let Some((at, c)) = chars.next() {
        match c {
            ',' | '}' => {
                end = at;
                break;
            }
            '{' | '"' => return None,
            '\\' => {
                text.push(chars.next()?.1);
                (kept, escaped) = (text.len(), true);
            }
            c => {
                text.push(c);
                kept = if c.is_ascii_whitespace() { kept } else { text.len() };
            }
        }
    }
    *rest = &rest[end..];
    text.truncate(kept);
    match text.as_str() {
        "" => None,
        null if !escaped && null.eq_ignore_ascii_case("null") => Some(Element::Null),
        _ => Some(Element::Text(text)),
    }
}

/// The text of a column as a list of texts.
pub(in super::super) fn text_to_list() -> ScalarUDF {
    Function {
        name: "text to list",
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text], 1),
        returns: |_| list_of(DataType::Utf8View),
        check: unchecked,
        run: |arguments| {
            let texts = arguments.text(0)?;
            let mut lists = ListBuilder::new(StringViewBuilder::new());
            for row in 0..arguments.rows {
                let Some(text) = texts.get(row) else {
                    lists.append_null();
                    continue;
                };
                for element in parse(text).unwrap_or_else(|| vec![Element::List(vec![])]) {
                    match element {
                        Element::Null => lists.values().append_null(),
                        Element::Text(text) => lists.values().append_value(text),
                        Element::List(_) => return exec_err!("a text is not a list such as {{a,b}}"),
                    }
                }
                lists.append(true);
            }
            Ok(Arc::new(lists.finish()))
        },
    }
    .udf()
}

/// Whether lists of these are written as text here.
pub(in super::super) fn is_written(element: &DataType) -> bool {
    match element {
        DataType::List(field) => is_written(field.data_type()),
        DataType::Boolean | DataType::Null => true,
        other => is_text(other) || other.is_integer() || other.is_decimal(),
    }
}

/// A list as text.
pub(in super::super) fn list_to_text() -> ScalarUDF {
    Function {
        name: "list to text",
        aliases: &[],
        coerce: |found| Ok(found.to_vec()),
        returns: |_| DataType::Utf8View,
        check: unchecked,
        run: |arguments| {
            let lists = arguments.array(0)?;
            let mut texts = StringViewBuilder::with_capacity(lists.len());
            let mut text = String::new();
            for row in 0..lists.len() {
                if lists.is_null(row) {
                    texts.append_null();
                    continue;
                }
                text.clear();
                write(&lists, row, &mut text)?;
                texts.append_value(&text);
            }
            Ok(Arc::new(texts.finish()))
        },
    }
    .udf()
}

fn write(lists: &ArrayRef, row: usize, out: &mut String) -> Result<()> {
    let lists = as_list(lists)?;
    let Some(range) = elements(lists, row) else { return Ok(()) };
    let values = lists.values().slice(range.start, range.len());
    out.push('{');
    let texts = match values.data_type() {
        DataType::List(_) | DataType::Boolean => None,
        _ => Some(cast(&values, &DataType::Utf8View)?),
    };
    for at in 0..values.len() {
        if at > 0 {
            out.push(',');
        }
        if values.is_null(at) {
            out.push_str("NULL");
        } else if let Some(texts) = &texts {
            write_element(texts.as_string_view().value(at), out);
        } else if let Some(truths) = values.as_boolean_opt() {
            out.push(if truths.value(at) { 't' } else { 'f' });
        } else {
            write(&values, at, out)?;
        }
    }
    out.push('}');
    Ok(())
}

/// An element, in quotes if it would be read otherwise without them.
fn write_element(text: &str, out: &mut String) {
    let special = |c: char| matches!(c, '{' | '}' | ',' | '"' | '\\') || c.is_ascii_whitespace() || c == '\u{b}';
    if !text.is_empty() && !text.eq_ignore_ascii_case("null") && !text.contains(special) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        let escape = if matches!(c, '"' | '\\') { "\\" } else { "" };
        _ = write!(out, "{escape}{c}");
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Element, parse};

    #[test]
    fn lists_are_read_as_postgres_reads_them() {
        let text = |text: &str| Element::Text(text.into());
        assert_eq!(
            parse(" { a , \"b \\\"c\" ,NULL,\"null\"} "),
            Some(vec![text("a"), text("b \"c"), Element::Null, text("null")])
        );
        assert_eq!(parse("{{1,2},{3}}").map(|list| list.len()), Some(2));
        assert_eq!(parse("{}"), Some(vec![]));
        for wrong in ["", "1,2", "{1,2", "{1,,2}", "{1}}", "{\"a}", "{1,{2}}", "{a\"b\"}", "{\\"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
