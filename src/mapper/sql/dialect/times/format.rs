//! `to_char()` and `date_format()`: times as text by a pattern.

use std::fmt::Write;
use std::sync::Arc;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Utc};
use datafusion::arrow::array::{Array, ArrayRef, StringViewBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Arguments, Call, Kept, TimeFunction, as_text, bad, instant};
use super::interval::Interval;
use super::pattern::{self, Piece};
use super::spans::intervals;
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;

const TO_CHAR: TimeFunction =
    TimeFunction::new("to_char", takes, |args| returns("to_char", args), |call| run("to_char", call));
const DATE_FORMAT: TimeFunction =
    TimeFunction::new("date_format", takes, |args| returns("date_format", args), |call| run("date_format", call));

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![TO_CHAR.udf(), DATE_FORMAT.udf()]
}

/// A pattern, understood.
pub(super) enum Pattern {
    /// With `%`, as in C and chrono.
    Percent(Vec<Item<'static>>),
    Pieces(Vec<Piece>),
}

impl Pattern {
    /// # Errors
    /// What is wrong with it, without the pattern itself.
    pub(super) fn parse(function: &str, pattern: &str) -> Result<Self, String> {
        if pattern.is_empty() {
            return Err("it is empty".into());
        }
        if pattern.contains('%') {
            let items = StrftimeItems::new(pattern).parse_to_owned();
            return items.map(Self::Percent).map_err(|_| "it has a part after % that is not known".into());
        }
        match function {
            "date_format" => pattern::java(pattern),
            _ => pattern::postgres(pattern),
        }
        .map(Self::Pieces)
    }

    /// # Errors
    /// It has a part that intervals do not have.
    fn write_span(&self, span: Interval, out: &mut String) -> Result<(), String> {
        match self {
            Self::Pieces(pieces) => pattern::write_span(pieces, span, out),
            Self::Percent(_) => Err("intervals take patterns such as 'HH24:MI:SS'".into()),
        }
    }

    fn write(&self, micros: i64, has_zone: bool, out: &mut String) -> Result<()> {
        match self {
            Self::Pieces(pieces) => pattern::write(pieces, micros, has_zone, out),
            Self::Percent(items) => {
                let Some(time) = DateTime::<Utc>::from_timestamp_micros(micros) else {
                    return bad("a time is out of range");
                };
                let written = match has_zone {
                    true => write!(out, "{}", time.format_with_items(items.iter())),
                    false => write!(out, "{}", time.naive_utc().format_with_items(items.iter())),
                };
                if written.is_err() {
                    return bad("a pattern asks for a time zone, which a timestamp without one does not have");
                }
            }
        }
        Ok(())
    }
}

fn takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let [time, format] = types else {
        return plan_err!("to_char() takes a time and a pattern: to_char(t, 'YYYY-MM-DD HH24:MI:SS')");
    };
    let time = match time {
        DataType::Timestamp(..) | DataType::Date32 => time.clone(),
        DataType::Null => instant(),
        text if is_text(text) => instant(),
        DataType::Duration(_) | DataType::Interval(_) | DataType::Time32(_) | DataType::Time64(_) => time.clone(),
        other if other.is_numeric() => {
            return plan_err!(
                "to_char() takes a timestamp or date, not {}; write CAST(round(x, 2) AS varchar) for a number",
                sql_type(other)
            );
        }
        other => return plan_err!("to_char() takes a timestamp or date, not {}", sql_type(other)),
    };
    if !is_text(format) && *format != DataType::Null {
        return plan_err!("the pattern of to_char() is text, such as 'YYYY-MM-DD HH24:MI:SS'");
    }
    Ok(vec![time, as_text(format)])
}

fn returns(function: &str, args: &Arguments<'_>) -> Result<DataType> {
    if let Some(text) = args.text(1) {
        let why = match Pattern::parse(function, text) {
            Err(why) => Some(why),
            Ok(pattern) if is_span(args.types[0]) => pattern.write_span(Interval::default(), &mut String::new()).err(),
            Ok(pattern) => {
                let has_zone = matches!(args.types[0], DataType::Timestamp(_, Some(_)));
                pattern.write(0, has_zone, &mut String::new()).err().map(|_| "it asks for a time zone".into())
            }
        };
        if let Some(why) = why {
            return plan_err!("{function}(): the pattern '{text}' can't work: {why}");
        }
    }
    Ok(DataType::Utf8View)
}

fn is_span(data_type: &DataType) -> bool {
    use DataType as T;
    matches!(data_type, T::Duration(_) | T::Interval(_) | T::Time32(_) | T::Time64(_))
}

/// Intervals, differences and times of day by a pattern.
fn run_spans(function: &str, call: &Call<'_>) -> Result<ArrayRef> {
    let (spans, patterns, mut kept) = (intervals(&call.array(0)?)?, call.texts(1)?, Kept::new());
    let (mut texts, mut text) = (StringViewBuilder::with_capacity(spans.len()), String::new());
    for row in 0..spans.len() {
        let (false, Some(pattern)) = (spans.is_null(row), patterns.get(row)) else {
            texts.append_null();
            continue;
        };
        let pattern = kept.get(pattern, |text| understood(function, text))?;
        text.clear();
        if let Err(why) = pattern.write_span(spans.value(row).into(), &mut text) {
            return bad(&format!("a pattern of {function}() can't work: {why}"));
        }
        texts.append_value(&text);
    }
    Ok(Arc::new(texts.finish()))
}

/// The pattern of a row, which may come from an event.
fn understood(function: &str, text: &str) -> Result<Pattern> {
    match Pattern::parse(function, text) {
        Ok(pattern) => Ok(pattern),
        Err(why) => bad(&format!("a pattern of {function}() can't work: {why}")),
    }
}

fn run(function: &str, call: &Call<'_>) -> Result<ArrayRef> {
    let data_type = call.array(0)?.data_type().clone();
    if is_span(&data_type) {
        return run_spans(function, call);
    }
    let has_zone = matches!(data_type, DataType::Timestamp(_, Some(_)));
    let (times, patterns, mut kept) = (call.micros(0)?, call.texts(1)?, Kept::new());
    let (mut texts, mut text) = (StringViewBuilder::with_capacity(times.len()), String::new());
    for row in 0..times.len() {
        let (false, Some(pattern)) = (times.is_null(row), patterns.get(row)) else {
            texts.append_null();
            continue;
        };
        let pattern = kept.get(pattern, |text| understood(function, text))?;
        text.clear();
        pattern.write(times.value(row), has_zone, &mut text)?;
        texts.append_value(&text);
    }
    Ok(Arc::new(texts.finish()))
}
