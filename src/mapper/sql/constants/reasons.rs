//! What is wrong with a constant, for the person who wrote it.

use std::sync::Arc;

use datafusion::arrow::array::timezone::Tz;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, ScalarValue};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, ScalarUDF};

use super::Fault;
use super::fold::is_replaced_later;
use super::samples::{formatted, samples, times};
use super::trial::Trial;
use crate::job::nearest::nearest;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::errors::{reason, type_name, with_article};

/// Parts of times that some function knows.
const UNITS: [&str; 18] = [
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "dow",
    "isodow",
    "doy",
    "isoyear",
    "epoch",
    "century",
    "decade",
    "julian",
];
/// Flags of patterns.
const FLAGS: [&str; 8] = ["i", "g", "s", "m", "x", "n", "U", "R"];
const ENCODINGS: [&str; 4] = ["hex", "base64", "base64pad", "escape"];
const DIGESTS: [&str; 8] = ["md5", "sha224", "sha256", "sha384", "sha512", "blake2s", "blake2b", "blake3"];

/// Functions that read a time from a text, in the formats that follow it.
const READ_TIMES: [&str; 9] = [
    "to_date",
    "to_time",
    "to_timestamp",
    "to_timestamp_seconds",
    "to_timestamp_millis",
    "to_timestamp_micros",
    "to_timestamp_nanos",
    "to_unixtime",
    "to_local_time",
];

/// Functions that write a time in a format.
const WRITE_TIMES: [&str; 2] = ["to_char", "date_format"];

/// A list of values shown at most.
const SHOWN_MAX: usize = 16;

/// Why a node of literals cannot be evaluated.
pub(super) fn constant(trial: &Trial<'_>, expr: &Expr, error: &DataFusionError) -> Fault {
    let cast = match expr {
        Expr::Cast(cast) => Some((&cast.expr, cast.field.data_type())),
        _ => None,
    };
    if let Some((value, data_type)) = cast
        && let Expr::Literal(value, _) = value.as_ref()
    {
        let what = match value.data_type().is_numeric() {
            true => format!("{} does not fit into {}", shown(value), type_name(data_type)),
            false => format!("{} is not {}", shown(value), with_article(data_type)),
        };
        return Fault { message: what, literal: Some(text(value)), within: vec![] };
    }
    let (name, literals) = (name(expr), literals(expr));
    if READ_TIMES.contains(&name.as_str())
        && let Some(value) = literals.first().and_then(|(_, value)| string(value))
        && formats_of(&literals).iter().all(|format| formatted(format).is_some())
    {
        let what = if name == "to_date" { "a date" } else { "a time" };
        let formats: Vec<_> = formats_of(&literals).iter().map(|format| format!("'{format}'")).collect();
        let within =
            if formats.is_empty() { String::new() } else { format!(" in the format {}", formats.join(" or ")) };
        let message = format!("{name}(): '{value}' is not {what}{within}");
        return Fault { message, literal: Some(value.to_owned()), within: names(expr) };
    }
    own_words(expr, error).unwrap_or_else(|| describe(trial, expr, &reason(error), &[vec![]]))
}

/// The fault in a pattern: functions that take one say it themselves when they are planned, whatever the text is.
fn own_words(expr: &Expr, error: &DataFusionError) -> Option<Fault> {
    let DataFusionError::Plan(message) = error.find_root() else { return None };
    let pattern = literals(expr).into_iter().filter_map(|(_, value)| string(&value).map(str::to_owned));
    let mut pattern = pattern.filter(|text| message.starts_with(&format!("'{text}' is not a pattern: ")));
    Some(Fault { message: message.clone(), literal: Some(pattern.next()?), within: names(expr) })
}

/// The fault of a node whose value is in a time zone that does not exist.
pub(super) fn in_zone(expr: &Expr, data_type: &DataType) -> Option<Fault> {
    match data_type {
        DataType::Timestamp(_, Some(zone)) if !is_zone(zone) => Some(no_zone(zone, names(expr))),
        _ => None,
    }
}

fn no_zone(zone: &str, within: Vec<String>) -> Fault {
    let near = nearest(zone, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
    let hint = near.map_or("write one such as 'Europe/Berlin'".to_owned(), |near| format!("did you mean '{near}'?"));
    Fault { message: format!("'{zone}' is not a time zone; {hint}"), literal: Some(zone.to_owned()), within }
}

/// What is wrong with a literal of this node, if the node fails whatever its other arguments are.
pub(super) fn literal(trial: &Trial<'_>, expr: &Expr, to_char: &Arc<ScalarUDF>) -> Option<Fault> {
    let formats = formats(expr);
    let in_format = match (formats.is_empty(), trial.fields.as_slice()) {
        (false, [field]) => written(&formats, field.data_type(), to_char),
        _ => vec![],
    };
    let rows = if in_format.is_empty() { rows(trial) } else { in_format };
    let mut errors = vec![];
    for row in &rows {
        match trial.run(row) {
            Ok(_) => return None,
            Err(error) if is_replaced_later(&error) => return None,
            Err(error) => {
                if let Some(fault) = own_words(expr, &error) {
                    return Some(fault);
                }
                errors.push(reason(&error));
            }
        }
    }
    let first = errors.first()?;
    if let Some(format) = formats.first() {
        let name = name(expr);
        let hint = match percent_codes(format) {
            Some(codes) => format!("write '{codes}'"),
            None => "a date is '%Y-%m-%d', a time '%H:%M:%S'".into(),
        };
        let message = format!("{name}() reads no time in the format '{format}'; {hint}");
        return Some(Fault { message, literal: Some(format.clone()), within: names(expr) });
    }
    // No text is a sample of all texts. But what is said of each of them alike has nothing to do with them.
    let reads_text = trial.fields.iter().any(|field| is_text(field.data_type()));
    if reads_text && errors.iter().any(|error| error != first) {
        return None;
    }
    Some(describe(trial, expr, first, &rows))
}

/// Sample values for the parts that a node reads; every sample of each of them is there.
fn rows(trial: &Trial<'_>) -> Vec<Vec<ScalarValue>> {
    let columns: Vec<Vec<ScalarValue>> = trial.fields.iter().map(|field| samples(field.data_type())).collect();
    let count = columns.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let value = |row: usize, column: usize| match columns[column].as_slice() {
        [] => ScalarValue::try_new_null(trial.fields[column].data_type()).unwrap_or(ScalarValue::Null),
        values => values[(row + column * (row / values.len())) % values.len()].clone(),
    };
    (0..count).map(|row| (0..columns.len()).map(|column| value(row, column)).collect()).collect()
}

fn describe(trial: &Trial<'_>, expr: &Expr, reason: &str, rows: &[Vec<ScalarValue>]) -> Fault {
    let (name, literals) = (name(expr), literals(expr));
    let within = names(expr);
    let is_call = matches!(expr, Expr::ScalarFunction(_) | Expr::AggregateFunction(_) | Expr::WindowFunction(_));
    let call = if is_call { format!("{name}(): ") } else { String::new() };
    if let Some(zone) = zone(&literals, reason) {
        return no_zone(&zone, within);
    }
    for (index, value) in &literals {
        let Some(written) = string(value) else { continue };
        if let Some((what, many, known)) = candidates(&name, *index) {
            let works = |candidate: &&str| {
                let other = ScalarValue::from(*candidate).cast_to(&value.data_type()).ok()?;
                let other = replace(expr, *index, other)?;
                let trial = trial.with(&other);
                rows.iter().any(|row| trial.run(row).is_ok()).then_some(())
            };
            let valid: Vec<&str> = known.iter().filter(|c| works(c).is_some()).copied().collect();
            // The literal is not to blame if no other is better.
            if !valid.is_empty() && !valid.contains(&written) {
                let near = Some(written).filter(|text| text.len() > 1);
                let near =
                    near.and_then(|text| nearest(text, valid.iter().copied())).or_else(|| abbreviated(written, &valid));
                let hint = match near {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => format!("{many} are {}", list(&valid)),
                };
                let message = format!("{call}'{written}' is not {what}; {hint}");
                return Fault { message, literal: Some(written.to_owned()), within };
            }
        }
        if WRITE_TIMES.contains(&name.as_str()) && *index == 1 && formatted(written).is_none() {
            let message = format!("{call}'{written}' is not a format of times; '%Y-%m-%d %H:%M:%S' is one");
            return Fault { message, literal: Some(written.to_owned()), within };
        }
        if (reason.contains("regex") || is_pattern(&name, *index))
            && let Err(error) = regex::Regex::new(written)
        {
            let why = one_line(&error.to_string());
            let message = format!("{call}'{written}' is not a valid pattern: {why}");
            return Fault { message, literal: Some(written.to_owned()), within };
        }
    }
    if name == "get_field"
        && let Some((_, value)) = literals.last().filter(|(_, value)| value.data_type().is_numeric())
    {
        let message = format!("the keys of a map are texts: write '{value}'");
        return Fault { message, literal: Some(text(value)), within };
    }
    let names =
        |value: &ScalarValue| reason.contains(&shown(value)) || text(value).len() > 1 && reason.contains(&text(value));
    let named = literals.iter().filter(|(_, value)| names(value)).max_by_key(|(_, value)| text(value).len());
    let blamed = named.or(literals.last().filter(|_| literals.len() == 1 || matches!(expr, Expr::BinaryExpr(_))));
    let message = match expr {
        // Many functions begin their messages with their name.
        _ if reason.to_lowercase().starts_with(&name) => reason.to_owned(),
        _ => format!("{call}{reason}"),
    };
    let message = if trial.fields.is_empty() { message } else { format!("{message}; this fails for every event") };
    Fault { message, literal: blamed.map(|(_, value)| text(value)), within }
}

/// The literals of a node, each with its place among the arguments.
fn literals(expr: &Expr) -> Vec<(usize, ScalarValue)> {
    let (mut index, mut found) = (0, vec![]);
    let walked = expr.apply_children(|child| {
        if let Expr::Literal(value, _) = child {
            found.push((index, value.clone()));
        }
        index += 1;
        Ok(TreeNodeRecursion::Continue)
    });
    debug_assert!(walked.is_ok(), "the closure never fails");
    found
}

/// The node with another value as this argument.
fn replace(expr: &Expr, index: usize, value: ScalarValue) -> Option<Expr> {
    let Expr::ScalarFunction(ScalarFunction { func, args }) = expr else { return None };
    let mut args = args.clone();
    *args.get_mut(index)? = Expr::Literal(value, None);
    Some(Expr::ScalarFunction(ScalarFunction::new_udf(func.clone(), args)))
}

/// What this argument of the function is, what all of them are called, and the values that some function knows.
fn candidates(name: &str, index: usize) -> Option<(&'static str, &'static str, &'static [&'static str])> {
    match (name, index) {
        ("date_trunc" | "date_part", 0) => Some(("a unit", "units", &UNITS)),
        ("encode" | "decode", 1) => Some(("an encoding", "encodings", &ENCODINGS)),
        ("regexp_like" | "regexp_match", 2) | ("regexp_replace" | "regexp_count", 3) => {
            Some(("a flag", "flags", &FLAGS))
        }
        ("digest", 1) => Some(("an algorithm", "algorithms", &DIGESTS)),
        _ => None,
    }
}

fn is_pattern(name: &str, index: usize) -> bool {
    (name.starts_with("regexp_") || name.starts_with(['~', '!']) || name == "SIMILAR TO") && index == 1
}

/// The time zone that is at fault.
fn zone(literals: &[(usize, ScalarValue)], reason: &str) -> Option<String> {
    let reason = reason.to_lowercase();
    if !reason.contains("timezone") && !reason.contains("time zone") {
        return None;
    }
    literals.iter().filter_map(|(_, value)| string(value)).find(|text| !is_zone(text)).map(str::to_owned)
}

fn is_zone(zone: &str) -> bool {
    zone.parse::<Tz>().is_ok()
}

/// The formats of a function that reads times.
fn formats(expr: &Expr) -> Vec<String> {
    let Expr::ScalarFunction(call) = expr else { return vec![] };
    let reads = READ_TIMES.contains(&call.func.name()) && !matches!(call.args.first(), Some(Expr::Literal(..)));
    if !reads {
        return vec![];
    }
    formats_of(&literals(expr))
}

/// What follows the first argument.
fn formats_of(literals: &[(usize, ScalarValue)]) -> Vec<String> {
    literals.iter().filter(|(index, _)| *index > 0).filter_map(|(_, value)| string(value)).map(str::to_owned).collect()
}

/// Times, written in these formats by chrono and by `to_char`.
fn written(formats: &[String], data_type: &DataType, to_char: &Arc<ScalarUDF>) -> Vec<Vec<ScalarValue>> {
    if !is_text(data_type) {
        return vec![];
    }
    let mut texts = vec![];
    for format in formats {
        texts.extend(formatted(format));
        let Some(time) = times().into_iter().next() else { continue };
        let arguments = [time, ScalarValue::from(format.as_str())].map(|value| Expr::Literal(value, None));
        let call = Expr::ScalarFunction(ScalarFunction::new_udf(to_char.clone(), arguments.into()));
        let written = Trial::new(&call, &[]).and_then(|trial| trial.run(&[]).ok());
        texts.extend(written.as_ref().and_then(string).map(str::to_owned));
    }
    texts.into_iter().filter_map(|text| Some(vec![ScalarValue::from(text).cast_to(data_type).ok()?])).collect()
}

/// A pattern of PostgreSQL or Java in `%` codes; `None` if it is none.
fn percent_codes(format: &str) -> Option<String> {
    if format.contains('%') {
        return None;
    }
    const CODES: [(&str, &str); 17] = [
        ("YYYY", "%Y"),
        ("yyyy", "%Y"),
        ("HH24", "%H"),
        ("HH12", "%I"),
        ("Month", "%B"),
        ("MMM", "%b"),
        ("Mon", "%b"),
        ("MM", "%m"),
        ("MI", "%M"),
        ("mm", "%M"),
        ("DD", "%d"),
        ("dd", "%d"),
        ("HH", "%H"),
        ("hh", "%I"),
        ("SS", "%S"),
        ("ss", "%S"),
        ("YY", "%y"),
    ];
    // Java has letters of its own in quotes: 'T'.
    let format = format.replace('\'', "");
    let (mut rest, mut codes, mut found) = (format.as_str(), String::new(), false);
    while let Some(first) = rest.chars().next() {
        let code = CODES.iter().find(|(letters, _)| rest.starts_with(letters));
        let (length, text) =
            code.map_or((first.len_utf8(), &rest[..first.len_utf8()]), |(letters, code)| (letters.len(), code));
        found |= code.is_some();
        codes.push_str(text);
        rest = &rest[length..];
    }
    found.then_some(codes)
}

/// The function's name, or the operator.
fn name(expr: &Expr) -> String {
    names(expr).swap_remove(0)
}

/// What the node may be called in the statement, DataFusion's name first.
fn names(expr: &Expr) -> Vec<String> {
    let of = |name: &str, aliases: &[String]| std::iter::once(name.to_owned()).chain(aliases.iter().cloned()).collect();
    match expr {
        Expr::ScalarFunction(call) => {
            let mut names: Vec<String> = of(call.func.name(), call.func.aliases());
            names.extend(syntax(call.func.name()).iter().map(|syntax| (*syntax).to_owned()));
            names
        }
        Expr::AggregateFunction(call) => of(call.func.name(), call.func.aliases()),
        Expr::WindowFunction(call) => vec![call.fun.name().to_owned()],
        Expr::BinaryExpr(BinaryExpr { op, .. }) => vec![op.to_string()],
        Expr::Like(like) => vec![if like.case_insensitive { "ILIKE" } else { "LIKE" }.into()],
        Expr::SimilarTo(_) => vec!["SIMILAR TO".into()],
        Expr::Cast(_) | Expr::TryCast(_) => vec!["AT TIME ZONE".into()],
        other => vec![other.variant_name().to_owned()],
    }
}

/// What a statement may have where the plan has this function.
fn syntax(function: &str) -> &'static [&'static str] {
    match function {
        "date_part" | "whole_part" => &["extract"],
        "at_time_zone" => &["AT TIME ZONE"],
        "regexp_like" => &["~", "~*", "!~", "!~*"],
        "similar to" => &["SIMILAR TO"],
        "checked_add" => &["+"],
        "checked_sub" => &["-"],
        "checked_mul" => &["*"],
        "divide" | "checked_div" => &["/"],
        "checked_rem" => &["%"],
        _ => &[],
    }
}

/// The value that begins with this abbreviation.
fn abbreviated<'a>(written: &str, values: &[&'a str]) -> Option<&'a str> {
    let short = written.to_lowercase();
    let short = short.trim_end_matches('s');
    values.iter().find(|value| short.len() > 1 && value.starts_with(short)).copied()
}

fn list(values: &[&str]) -> String {
    let mut shown: Vec<String> = values.iter().take(SHOWN_MAX).map(|value| format!("'{value}'")).collect();
    if values.len() > SHOWN_MAX {
        shown.push("…".into());
    }
    shown.join(", ")
}

/// The reason of a pattern's error, which comes with a drawing.
fn one_line(error: &str) -> String {
    let line = error.lines().find_map(|line| line.strip_prefix("error: ")).or(error.lines().next());
    line.unwrap_or_default().to_owned()
}

/// A literal as the statement has it.
fn shown(value: &ScalarValue) -> String {
    match string(value) {
        Some(text) => format!("'{text}'"),
        None => value.to_string(),
    }
}

fn text(value: &ScalarValue) -> String {
    string(value).map_or_else(|| value.to_string(), str::to_owned)
}

fn string(value: &ScalarValue) -> Option<&str> {
    value.try_as_str().flatten()
}
