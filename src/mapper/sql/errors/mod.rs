//! Errors for the people who write statements: DataFusion's, said in the job's words, with the place and the way out.

mod clauses;
mod elsewhere;
mod reword;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Column, DataFusionError, SchemaError, Span};
use datafusion::sql::sqlparser::tokenizer::{Location, Token};

#[cfg(test)]
pub(super) use elsewhere::ELSEWHERE;
pub(super) use reword::syntax_hint;

use super::constants::Fault;
use super::text::{SqlText, lower_first};
use crate::codec::schema::sql_type;
use crate::error::Error;
use crate::job::nearest::nearest;

/// The names that a statement can use, for suggestions.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// `events`, the tables, and the views above the statement.
    pub(super) relations: Vec<String>,
    /// Views that stand below the statement.
    pub(super) views_below: Vec<String>,
    pub(super) functions: Vec<String>,
}

/// Functions of other databases that give something else on every run.
const UNREPEATABLE: [&str; 22] = [
    "uuid_string",
    "current_datetime",
    "systimestamp",
    "sysdatetime",
    "utc_timestamp",
    "utc_date",
    "timeofday",
    "randn",
    "rand",
    "gen_random_uuid",
    "newid",
    "generate_uuid",
    "uuid_generate_v4",
    "getdate",
    "sysdate",
    "curdate",
    "curtime",
    "localtimestamp",
    "localtime",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
];

/// Why a statement was not planned.
pub(super) fn explain(error: &DataFusionError, sql: SqlText<'_>, names: &Names) -> Error {
    let place = error.diagnostic().and_then(|d| d.span).map(start);
    match error.find_root() {
        DataFusionError::External(external) if let Some(fault) = external.downcast_ref::<Fault>() => {
            let place = sql.find_argument(&fault.within, fault.literal.as_deref());
            sql.error(place, without_operator(fault, sql))
        }
        DataFusionError::SchemaError(schema, _) => schema_error(schema, place, sql),
        DataFusionError::Plan(message) | DataFusionError::NotImplemented(message) => {
            plan_error(message, place, sql, names)
        }
        root => plan_error(&root.strip_backtrace(), place, sql, names),
    }
}

/// The message without the name of a function that the statement does not call: it is what became of an operator.
fn without_operator<'a>(fault: &'a Fault, sql: SqlText<'_>) -> &'a str {
    let is_written = |name: &String| sql.find(None, name).is_some();
    match fault.message.split_once("(): ") {
        Some((function, why)) if fault.within.iter().any(|name| name == function) => {
            if fault.within.iter().any(is_written) { &fault.message } else { why }
        }
        _ => &fault.message,
    }
}

/// A function that gives something else on every run.
pub(super) fn unrepeatable(written: &str, place: Option<Location>, sql: SqlText<'_>) -> Error {
    let is_time = ["time", "date", "now", "today"].iter().any(|word| written.contains(word));
    let hint = if is_time { "; use window_time()" } else { "" };
    let why = "differs from run to run, so a window that is mapped again would give other rows";
    sql.error(place, format!("{written} {why}{hint}"))
}

fn schema_error(error: &SchemaError, place: Option<Location>, sql: SqlText<'_>) -> Error {
    let found = |column: &Column| sql.find(column.relation.as_ref().map(|r| r.table()), &column.name);
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let found = found(field);
            let place = place.or(found.as_ref().map(|(place, _)| *place));
            if field.relation.is_none() && UNREPEATABLE.contains(&field.name.as_str()) {
                return unrepeatable(&field.name, place, sql);
            }
            if let Some(message) = clauses::misplaced(field, place, sql) {
                return sql.error(place, message);
            }
            let quoted = found.is_some_and(|(_, t)| matches!(t.token, Token::Word(w) if w.quote_style == Some('"')));
            if valid_fields.is_empty()
                && let Some(message) = clauses::without_from(field, sql)
            {
                return sql.error(place, message);
            }
            let hint = match nearest_column(field, valid_fields) {
                Some(near) => format!("; did you mean {near}?"),
                None if quoted && field.relation.is_none() => {
                    format!("; a text is written in single quotes: '{}'", field.name)
                }
                None => in_scope(valid_fields),
            };
            sql.error(place, format!("column {} does not exist{hint}", field.quoted_flat_name()))
        }
        // A column of a table, and one of the same name that the statement makes.
        SchemaError::AmbiguousReference { field } if field.relation.is_some() => {
            let place = place.or_else(|| sql.find(None, &field.name).map(|(place, _)| place));
            let message = format!("two columns are named {}; rename one with AS, or leave it out", field.name);
            sql.error(place, message)
        }
        SchemaError::AmbiguousReference { field } => {
            let place = place.or_else(|| found(field).map(|(place, _)| place));
            let message = format!("column {} is in more than one table; write table.{0}", field.quoted_flat_name());
            sql.error(place, message)
        }
        SchemaError::DuplicateQualifiedField { name, .. } | SchemaError::DuplicateUnqualifiedField { name } => {
            let place = place.or_else(|| sql.find(None, name).map(|(place, _)| place));
            sql.error(place, format!("two columns are named {name}; rename one of them with AS"))
        }
    }
}

fn plan_error(message: &str, place: Option<Location>, sql: SqlText<'_>, names: &Names) -> Error {
    let locate = |name: &str| place.or_else(|| sql.find(None, name).map(|(place, _)| place));
    if let Some(full) = between(message, "table '", "' not found") {
        // Qualified by a default that nobody wrote, or by more than that: as much of it as stands in the statement.
        let suffixes = full.rmatch_indices('.').map(|(dot, _)| &full[dot + 1..]);
        let name = suffixes.chain([full]).find(|name| sql.find(None, name).is_some()).unwrap_or(full);
        let hint = match nearest(name, names.relations.iter().map(String::as_str)) {
            _ if names.views_below.iter().any(|view| view == name) => {
                "; the view of that name comes later, and a statement sees only the views above it".to_owned()
            }
            Some(near) => format!("; did you mean {near}?"),
            None => format!("; there are {}", names.relations.join(", ")),
        };
        return sql.error(locate(name), format!("table {name} does not exist{hint}"));
    }
    if let Some(name) = between(message, "table function '", "' not found") {
        let message = format!("{name}() is not a table; statements read events, tables and views only");
        return sql.error(locate(name), message);
    }
    if let Some(name) = between(message, "Invalid function '", "'") {
        if UNREPEATABLE.contains(&name) {
            return unrepeatable(&format!("{name}()"), locate(name), sql);
        }
        if let Some(message) = elsewhere::message(name) {
            return sql.error(locate(name).or_else(|| name.split('.').next().and_then(locate)), message);
        }
        let hint = nearest(name, names.functions.iter().map(String::as_str));
        let hint = hint.map(|near| format!("; did you mean {near}?"));
        return sql.error(locate(name), format!("function {name} does not exist{}", hint.unwrap_or_default()));
    }
    if let Some(reworded) = reword::reword(message, sql, names) {
        return sql.error(place.or(reworded.place), reworded.message);
    }
    let quoted = message.split('\'').skip(1).step_by(2);
    let place = place.or_else(|| {
        let parts = quoted.clone().filter_map(|name| name.split(['(', '.']).find(|part| !part.is_empty()));
        let quoted = quoted.filter(|name| !name.is_empty()).chain(parts).find_map(&locate);
        quoted.or_else(|| subject(message, sql, names)).or_else(|| message.split(' ').next_back().and_then(&locate))
    });
    sql.error(place, tidy(message))
}

/// Where the function or the operator is written that a message is about: `f()` anywhere in it, or the first of its words.
fn subject(message: &str, sql: SqlText<'_>, names: &Names) -> Option<Location> {
    let find = |name: &str| sql.find_argument(&[name.to_owned()], None);
    let call = |word: &str| word.trim_end_matches([':', ',', ';']).strip_suffix("()").and_then(find);
    let is_keyword = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    let is_operator = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_punctuation());
    let is_function = |word: &str| names.functions.iter().any(|function| function == word);
    let first = || message.split(' ').take(2);
    let named = || first().filter(|word| is_keyword(word) || is_function(word)).find_map(find);
    let operator = || message.split(' ').filter(|word| is_operator(word)).find_map(find);
    message.split(' ').find_map(call).or_else(named).or_else(operator)
}

/// The column that was meant, as the statement would have to write it.
fn nearest_column(wanted: &Column, columns: &[Column]) -> Option<String> {
    if wanted.relation.is_some() {
        let flat: Vec<_> = columns.iter().map(Column::flat_name).collect();
        let near = nearest(&wanted.flat_name(), flat.iter().map(String::as_str))?;
        return columns.iter().find(|c| c.flat_name() == near).map(Column::quoted_flat_name);
    }
    let near = nearest(&wanted.name, columns.iter().map(|c| c.name.as_str()))?;
    let mut same = columns.iter().filter(|c| c.name == near);
    let first = same.next()?;
    let unambiguous = same.next().is_none();
    Some(if unambiguous { Column::new_unqualified(near).quoted_flat_name() } else { first.quoted_flat_name() })
}

/// What a name could have been; metadata of events is left out for brevity.
fn in_scope(columns: &[Column]) -> String {
    const SHOWN_MAX: usize = 12;
    let mut named: Vec<_> = columns.iter().filter(|c| !c.name.starts_with('_')).map(Column::quoted_flat_name).collect();
    if named.is_empty() {
        return String::new();
    }
    if named.len() > SHOWN_MAX {
        named.truncate(SHOWN_MAX);
        named.push("…".into());
    }
    format!("; there are {}", named.join(", "))
}

/// Why something fails, in one line: without the names that the libraries give to their kinds of errors.
pub(super) fn reason(error: &DataFusionError) -> String {
    let message = error.find_root().strip_backtrace();
    // The error of a pattern is a drawing of several lines, its reason the last of them.
    let drawn = message.lines().find_map(|line| line.strip_prefix("error: "));
    let text = without_kinds(drawn.unwrap_or_else(|| message.lines().next().unwrap_or_default()));
    if let Some((value, data_type)) =
        text.strip_prefix("Cannot cast string '").and_then(|rest| rest.split_once("' to value of "))
    {
        return format!("'{value}' is not of the type {}", tidy(data_type.trim_end_matches(" type")));
    }
    if text == "Divide by zero error" { "division by zero".into() } else { tidy(text) }
}

/// A message without the kinds of errors that it begins with.
fn without_kinds(mut text: &str) -> &str {
    const KINDS: [&str; 13] = [
        "Arrow error: ",
        "Parser error: ",
        "Cast error: ",
        "Compute error: ",
        "Invalid argument error: ",
        "Execution error: ",
        "Error during planning: ",
        "External error: ",
        "Internal error: ",
        "This feature is not implemented: ",
        "Not yet implemented: ",
        "Arithmetic overflow: ",
        "Schema error: ",
    ];
    while let Some(rest) = KINDS.iter().find_map(|kind| text.strip_prefix(kind)) {
        text = rest;
    }
    text
}

/// A type as the statement would have to name it. A literal's timestamp has an accuracy that nobody asked for.
pub(super) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Timestamp(..) => "timestamp".into(),
        DataType::Interval(_) => "interval".into(),
        DataType::Duration(_) => "difference of times".into(),
        DataType::Time32(_) | DataType::Time64(_) => "time".into(),
        other => sql_type(other),
    }
}

/// "a date", "an int"
pub(super) fn with_article(data_type: &DataType) -> String {
    let name = type_name(data_type);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// A message with the types of Arrow as SQL names them.
pub(super) fn sql_types(message: &str) -> String {
    const TYPES: [(&str, &str); 16] = [
        ("Utf8View", "varchar"),
        ("LargeUtf8", "varchar"),
        ("Utf8", "varchar"),
        ("UInt64", "bigint"),
        ("UInt32", "bigint"),
        ("Int64", "bigint"),
        ("Int32", "int"),
        ("Int16", "smallint"),
        ("Int8", "tinyint"),
        ("Float64", "double"),
        ("Float32", "float"),
        ("Boolean", "boolean"),
        ("Date32", "date"),
        ("Decimal128", "decimal"),
        ("BinaryView", "varbinary"),
        ("Interval(MonthDayNano)", "interval"),
    ];
    let mut text = TYPES.iter().fold(message.to_owned(), |text, (arrow, sql)| text.replace(arrow, sql));
    while let Some(start) = text.find("List(")
        && let Some(end) = text[start..].rfind(')')
    {
        let inner = text[start + 5..start + end].trim_start_matches("non-null ").to_owned();
        text.replace_range(start..=start + end, &format!("array<{inner}>"));
    }
    // Their accuracy and zone are all the same to the author.
    for (name, sql) in [("Timestamp(", "timestamp"), ("Duration(", "difference of times"), ("Time64(", "time")] {
        while let Some(start) = text.find(name)
            && let Some(end) = text[start..].find(')')
        {
            text.replace_range(start..=start + end, sql);
        }
    }
    text
}

/// One line in the job's words.
fn tidy(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let message = message.split(" No function matches").next().unwrap_or_default();
    let message = without_kinds(message);
    // What follows is a value of the parser or the planner as Rust shows it.
    let dumped = ["Location(", "Ident {", " { ", "BinaryExpr"].iter().any(|sign| message.contains(sign));
    let message = if dumped { message.split([':', '{', '(']).next().unwrap_or(message) } else { message };
    let message = sql_types(message);
    lower_first(message.trim_end_matches(['.', ' ']))
}

pub(super) fn start(span: Span) -> Location {
    Location { line: span.start.line, column: span.start.column }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
