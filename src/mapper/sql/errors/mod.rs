//! Errors for the people who write statements: DataFusion's, said in the job's words, with the place and the way out.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Column, DataFusionError, SchemaError, Span};
use datafusion::sql::sqlparser::tokenizer::{Location, Token};

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
const UNREPEATABLE: [&str; 14] = [
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
            sql.error(sql.find_argument(&fault.within, fault.literal.as_deref()), &fault.message)
        }
        DataFusionError::SchemaError(schema, _) => schema_error(schema, place, sql),
        DataFusionError::Plan(message) | DataFusionError::NotImplemented(message) => {
            plan_error(message, place, sql, names)
        }
        root => plan_error(&root.strip_backtrace(), place, sql, names),
    }
}

/// A function that gives something else on every run.
pub(super) fn unrepeatable(written: &str, place: Option<Location>, sql: SqlText<'_>) -> Error {
    let is_time = ["time", "date", "now", "today"].iter().any(|word| written.contains(word));
    let way_out = if is_time { "; use window_time()" } else { "" };
    let why = "differs from run to run, so a window that is mapped again would give other rows";
    sql.error(place, format!("{written} {why}{way_out}"))
}

fn schema_error(error: &SchemaError, place: Option<Location>, sql: SqlText<'_>) -> Error {
    let found = |column: &Column| sql.find(column.relation.as_ref().map(|r| r.table()), &column.name);
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => {
            let found = found(field);
            let place = found.as_ref().map(|(place, _)| *place).or(place);
            if field.relation.is_none() && UNREPEATABLE.contains(&field.name.as_str()) {
                return unrepeatable(&field.name, place, sql);
            }
            let quoted = found.is_some_and(|(_, t)| matches!(t.token, Token::Word(w) if w.quote_style == Some('"')));
            let way_out = match nearest_column(field, valid_fields) {
                Some(near) => format!("; did you mean {near}?"),
                None if quoted && field.relation.is_none() => {
                    format!("; text stands in single quotes: '{}'", field.name)
                }
                None => in_scope(valid_fields),
            };
            sql.error(place, format!("column {} does not exist{way_out}", field.quoted_flat_name()))
        }
        SchemaError::AmbiguousReference { field } => {
            let place = place.or_else(|| found(field).map(|(place, _)| place));
            let message = format!("column {} stands in more than one table; write table.{0}", field.quoted_flat_name());
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
        let way_out = match nearest(name, names.relations.iter().map(String::as_str)) {
            _ if names.views_below.iter().any(|view| view == name) => {
                "; the view of that name stands below, and a statement sees only those above".to_owned()
            }
            Some(near) => format!("; did you mean {near}?"),
            None => format!("; there are {}", names.relations.join(", ")),
        };
        return sql.error(locate(name), format!("table {name} does not exist{way_out}"));
    }
    if let Some(name) = between(message, "table function '", "' not found") {
        let message = format!("{name}() is no table; statements read events, tables and views only");
        return sql.error(locate(name), message);
    }
    if let Some(name) = between(message, "Invalid function '", "'") {
        if UNREPEATABLE.contains(&name) {
            return unrepeatable(&format!("{name}()"), locate(name), sql);
        }
        let way_out = nearest(name, names.functions.iter().map(String::as_str));
        let way_out = way_out.map(|near| format!("; did you mean {near}?"));
        return sql.error(locate(name), format!("function {name} does not exist{}", way_out.unwrap_or_default()));
    }
    let quoted = message.split('\'').skip(1).step_by(2);
    let place = place.or_else(|| {
        let names = quoted.filter_map(|name| name.split(['(', '.']).find(|part| !part.is_empty()));
        names.chain(message.split(' ').next_back()).find_map(&locate)
    });
    sql.error(place, reword(message).unwrap_or_else(|| tidy(message)))
}

/// Messages that are clearer in fewer words.
fn reword(message: &str) -> Option<String> {
    if let Some((_, why)) = message.split_once("coercion failed with: ") {
        return Some(tidy(why));
    }
    if let Some(function) = between(message, "satisfy a call to '", "'") {
        let found = between(message, "coercion from ", " to the signature").map(tidy).unwrap_or_default();
        return Some(format!("{function}() does not take ({})", found.trim_end_matches(',')));
    }
    if let Some(function) = between(message, "Function '", "' failed to match any signature") {
        return Some(format!("{function}() does not take these arguments"));
    }
    if message.contains("must appear in the GROUP BY clause") {
        let column = between(message, "column \"", "\"")?;
        return Some(format!("column {column} stands neither in GROUP BY nor in an aggregate"));
    }
    if message.contains("Projections require unique expression names") {
        let column = between(message, "expression \"", "\"")?;
        return Some(format!("the statement gives two columns {column}; rename one with AS, or leave it out"));
    }
    if message.contains("Dot access not supported") {
        return Some("a struct's field is read as (struct)['field']".into());
    }
    if message.contains("OuterReferenceColumn") {
        let lists = "use SELECT unnest(list) for the elements of a list";
        return Some(format!("what stands in FROM can't read columns of what stands before it; {lists}"));
    }
    None
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
    const KINDS: [&str; 12] = [
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
    ];
    let message = error.find_root().strip_backtrace();
    // The error of a pattern is a drawing of several lines, its reason the last of them.
    let drawn = message.lines().find_map(|line| line.strip_prefix("error: "));
    let mut text = drawn.unwrap_or_else(|| message.lines().next().unwrap_or_default());
    while let Some(rest) = KINDS.iter().find_map(|kind| text.strip_prefix(kind)) {
        text = rest;
    }
    if text == "Divide by zero error" { "division by zero".into() } else { tidy(text) }
}

/// A type as the statement would have to name it. A literal's timestamp has an accuracy that nobody asked for.
pub(super) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Timestamp(..) => "timestamp".into(),
        other => sql_type(other),
    }
}

/// "a date", "an int"
pub(super) fn with_article(data_type: &DataType) -> String {
    let name = type_name(data_type);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// One line in the job's words.
fn tidy(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let message = message.split(" No function matches").next().unwrap_or_default();
    let kinds = ["Error during planning: ", "Execution error: ", "Internal error: "];
    let message = kinds.iter().fold(message, |text, kind| text.strip_prefix(kind).unwrap_or(text));
    let types = [("Utf8View", "varchar"), ("LargeUtf8", "varchar"), ("Utf8", "varchar"), ("Int64", "bigint")];
    let types = types.into_iter().chain([("Int32", "int"), ("Float64", "double"), ("Boolean", "boolean")]);
    let message = types.fold(message.to_owned(), |text, (arrow, sql)| text.replace(arrow, sql));
    lower_first(message.trim_end_matches(['.', ' ']))
}

pub(super) fn start(span: Span) -> Location {
    Location { line: span.start.line, column: span.start.column }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
