//! Casts to and from times, written or implied: texts are read and written as PostgreSQL does it, and what does not fit
//! is rounded. Literals are cast when the statement is planned, so that one that is not a time is refused there.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, IntervalMonthDayNanoArray, StringViewBuilder};
use datafusion::arrow::datatypes::{DataType, Date32Type, Int64Type, IntervalMonthDayNano, TimeUnit};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result, ScalarValue, plan_err};
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Cast, Expr, ExprSchemable, LogicalPlan, TryCast};
use datafusion::optimizer::AnalyzerRule;

use super::forms;
use super::function::{Call, MICROS_PER_SECOND, TimeFunction, bad, clock, from_micros, instant, too_far};
use super::interval::Interval;
use super::read::{TimeText, read_time_of_day, why_not, write_date, write_time_of_day, write_timestamp};
use super::spans::{INTERVAL, INTERVAL_OF, intervals};
use super::time_of_day::{self, SPAN_TO_TIME, TEXT_TO_TIME, TRY_TEXT_TO_TIME};
use crate::codec::UTC;
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::dialect::rewrite_expressions;

#[derive(Debug)]
pub(super) struct TimeCasts;

impl AnalyzerRule for TimeCasts {
    fn name(&self) -> &str {
        "time_casts"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        each_expression(plan, &|expr, schema, _| change(expr, schema))
    }
}

/// Changes an expression, given the schema that it reads and the node of the plan that has it.
type RewriteExpr = dyn Fn(Expr, &DFSchema, &LogicalPlan) -> Result<Transformed<Expr>>;

/// Rewrites every expression of a plan, from the innermost outwards.
pub(super) fn each_expression(plan: LogicalPlan, rewrite: &RewriteExpr) -> Result<LogicalPlan> {
    let plan = plan.transform_up_with_subqueries(|plan| {
        let schema = merge_schema(&plan.inputs());
        let node = plan.clone();
        let plan = rewrite_expressions(plan, |expr| rewrite(expr, &schema, &node))?;
        if plan.transformed { plan.map_data(LogicalPlan::recompute_schema) } else { Ok(plan) }
    })?;
    Ok(plan.data)
}

fn change(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let (inner, to, lenient) = match &expr {
        Expr::Cast(Cast { expr, field }) => (expr, field.data_type(), false),
        Expr::TryCast(TryCast { expr, field }) => (expr, field.data_type(), true),
        _ => return Ok(Transformed::no(expr)),
    };
    let from = inner.get_type(schema)?;
    let changed = changed(inner, &from, to, lenient)?;
    Ok(changed.map_or_else(|| Transformed::no(expr), Transformed::yes))
}

fn changed(inner: &Expr, from: &DataType, to: &DataType, lenient: bool) -> Result<Option<Expr>> {
    let call = |function: TimeFunction| {
        let call = function.call(vec![inner.clone()]);
        let given = match function.name() {
            "time_to_text" => DataType::Utf8View,
            _ => return Some(call),
        };
        Some(if *to == given { call } else { Expr::Cast(Cast::new(Box::new(call), to.clone())) })
    };
    Ok(match (from, to) {
        (text, DataType::Timestamp(TimeUnit::Nanosecond, _)) if is_text(text) => None,
        (text, DataType::Time64(TimeUnit::Nanosecond)) if is_text(text) => {
            let Expr::Literal(value, _) = inner else {
                return Ok(Some(if lenient { TRY_TEXT_TO_TIME } else { TEXT_TO_TIME }.call(vec![inner.clone()])));
            };
            let Some(text) = value.try_as_str().flatten() else { return Ok(None) };
            Some(literal(text, to, lenient)?)
        }
        (text, DataType::Timestamp(..) | DataType::Date32 | DataType::Interval(_)) if is_text(text) => {
            if let Expr::Literal(value, _) = inner {
                let Some(text) = value.try_as_str().flatten() else { return Ok(None) };
                return literal(text, to, lenient).map(Some);
            }
            let read = match (to, lenient) {
                (DataType::Date32, false) => TEXT_TO_DATE,
                (DataType::Date32, true) => TRY_TEXT_TO_DATE,
                (DataType::Interval(_), false) => TEXT_TO_INTERVAL,
                (DataType::Interval(_), true) => TRY_TEXT_TO_INTERVAL,
                (DataType::Timestamp(_, None), false) => TEXT_TO_CLOCK,
                (DataType::Timestamp(_, None), true) => TRY_TEXT_TO_CLOCK,
                (_, false) => TEXT_TO_INSTANT,
                (_, true) => TRY_TEXT_TO_INSTANT,
            };
            let read = read.call(vec![inner.clone()]);
            Some(match to {
                DataType::Timestamp(TimeUnit::Second, _) => ROUND_TO_SECONDS.call(vec![read]),
                DataType::Timestamp(TimeUnit::Millisecond, _) => ROUND_TO_MILLIS.call(vec![read]),
                _ => read,
            })
        }
        (DataType::Timestamp(fine, _), DataType::Timestamp(coarse, zone)) if digits(*fine) > digits(*coarse) => {
            let round = match coarse {
                TimeUnit::Second => ROUND_TO_SECONDS,
                TimeUnit::Millisecond => ROUND_TO_MILLIS,
                _ => ROUND_TO_MICROS,
            };
            let rounded = round.call(vec![inner.clone()]);
            let DataType::Timestamp(_, from_zone) = from else { return Ok(Some(rounded)) };
            Some(if from_zone == zone { rounded } else { Expr::Cast(Cast::new(Box::new(rounded), to.clone())) })
        }
        (time, text) if is_text(text) && is_written(time) => call(TIME_TO_TEXT),
        (DataType::Duration(_) | DataType::Time32(_) | DataType::Time64(_), DataType::Interval(_)) => call(INTERVAL_OF),
        (DataType::Duration(_) | DataType::Interval(_), DataType::Time64(TimeUnit::Nanosecond)) => call(SPAN_TO_TIME),
        (number, DataType::Timestamp(..)) if number.is_numeric() => {
            return plan_err!(
                "{} is not cast to timestamp, because its unit is not known; write to_timestamp(x) for seconds, \
                 to_timestamp_millis(x) for milliseconds",
                sql_type(number)
            );
        }
        (DataType::Timestamp(..), number) if number.is_numeric() => {
            return plan_err!(
                "a timestamp is not cast to {}, because its unit is not known; write extract(epoch from t) for seconds",
                sql_type(number)
            );
        }
        _ => None,
    })
}

fn is_written(data_type: &DataType) -> bool {
    use DataType as T;
    matches!(data_type, T::Timestamp(..) | T::Date32 | T::Interval(_) | T::Duration(_) | T::Time32(_) | T::Time64(_))
}

fn digits(unit: TimeUnit) -> u8 {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}

/// A literal, cast to a time or interval.
pub(super) fn literal(text: &str, to: &DataType, lenient: bool) -> Result<Expr> {
    let value = scalar(text, to);
    let refused = |what: &str, like: &str| plan_err!("'{text}' is not {what}; write it like {like}");
    match (value, to) {
        (Some(value), _) => Ok(Expr::Literal(value, None)),
        (None, _) if lenient => Ok(Expr::Literal(ScalarValue::try_from(to)?, None)),
        (None, _) if why_not(text).is_some() => plan_err!("'{text}' {}", why_not(text).unwrap_or_default()),
        (None, DataType::Time64(_)) => refused("a time of day", "'12:34:56'"),
        (None, DataType::Date32) => refused("a date", "'2026-01-31'"),
        (None, DataType::Interval(_)) => refused("an interval", "'1 day 12:30'"),
        (None, _) => refused("a timestamp", "'2026-01-31 12:34:56'"),
    }
}

/// Whether a text is a time of that type, or what is wrong with it. `None`: the type is not one that is read here.
pub(in crate::mapper::sql) fn reads(text: &str, to: &DataType) -> Option<Result<(), Option<&'static str>>> {
    let ours = matches!(to, DataType::Date32 | DataType::Time64(TimeUnit::Nanosecond) | DataType::Interval(_))
        || matches!(to, DataType::Timestamp(unit, _) if *unit != TimeUnit::Nanosecond);
    ours.then(|| scalar(text, to).map(|_| ()).ok_or_else(|| why_not(text)))
}

/// The value of a text as a date, timestamp or interval. `None`: it is not one.
pub(super) fn scalar(text: &str, to: &DataType) -> Option<ScalarValue> {
    match to {
        DataType::Date32 => Some(ScalarValue::Date32(Some(i32::try_from(TimeText::read(text)?.date).ok()?))),
        DataType::Time64(TimeUnit::Nanosecond) => {
            Some(ScalarValue::Time64Nanosecond(Some(read_time_of_day(text)?.checked_mul(1000)?)))
        }
        DataType::Interval(_) => {
            let Interval { months, days, nanos } = Interval::parse(text)?;
            Some(ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNano::new(months, days, nanos))))
        }
        DataType::Timestamp(unit, zone) => {
            let read = TimeText::read(text)?;
            let micros = if zone.is_some() { read.instant()? } else { read.clock };
            Some(match unit {
                TimeUnit::Second => {
                    let seconds = round(micros, MICROS_PER_SECOND)? / MICROS_PER_SECOND;
                    ScalarValue::TimestampSecond(Some(seconds), zone.clone())
                }
                TimeUnit::Millisecond => {
                    ScalarValue::TimestampMillisecond(Some(round(micros, 1000)? / 1000), zone.clone())
                }
                TimeUnit::Microsecond => ScalarValue::TimestampMicrosecond(Some(micros), zone.clone()),
                TimeUnit::Nanosecond => ScalarValue::TimestampNanosecond(Some(micros.checked_mul(1000)?), zone.clone()),
            })
        }
        _ => None,
    }
}

/// To a multiple of `unit`. As PostgreSQL, which counts from 2000: halves go away from it.
fn round(micros: i64, unit: i64) -> Option<i64> {
    const YEAR_2000: i64 = 946_684_800 * MICROS_PER_SECOND;
    let since = micros.checked_sub(YEAR_2000)?;
    let half = unit / 2;
    let rounded = if since >= 0 { since.checked_add(half)? / unit } else { -((half.checked_sub(since)?) / unit) };
    rounded.checked_mul(unit)?.checked_add(YEAR_2000)
}

fn as_they_are(types: &[DataType]) -> Result<Vec<DataType>> {
    Ok(types.to_vec())
}

const TEXT_TO_INSTANT: TimeFunction =
    TimeFunction::new("text_to_instant", as_they_are, |_| Ok(instant()), |call| read(call, TimeText::instant, false));
const TRY_TEXT_TO_INSTANT: TimeFunction = TimeFunction::new(
    "try_text_to_instant",
    as_they_are,
    |_| Ok(instant()),
    |call| read(call, TimeText::instant, true),
)
.nullable();
const TEXT_TO_CLOCK: TimeFunction =
    TimeFunction::new("text_to_clock", as_they_are, |_| Ok(clock()), |call| read(call, |text| Some(text.clock), false));
const TRY_TEXT_TO_CLOCK: TimeFunction = TimeFunction::new(
    "try_text_to_clock",
    as_they_are,
    |_| Ok(clock()),
    |call| read(call, |text| Some(text.clock), true),
)
.nullable();
const TEXT_TO_DATE: TimeFunction = TimeFunction::new(
    "text_to_date",
    as_they_are,
    |_| Ok(DataType::Date32),
    |call| read(call, TimeText::midnight, false),
);
const TRY_TEXT_TO_DATE: TimeFunction = TimeFunction::new(
    "try_text_to_date",
    as_they_are,
    |_| Ok(DataType::Date32),
    |call| read(call, TimeText::midnight, true),
)
.nullable();
const TEXT_TO_INTERVAL: TimeFunction =
    TimeFunction::new("text_to_interval", as_they_are, |_| Ok(INTERVAL), |call| read_intervals(call, false));
const TRY_TEXT_TO_INTERVAL: TimeFunction =
    TimeFunction::new("try_text_to_interval", as_they_are, |_| Ok(INTERVAL), |call| read_intervals(call, true))
        .nullable();

fn read(call: &Call<'_>, micros: fn(TimeText) -> Option<i64>, lenient: bool) -> Result<ArrayRef> {
    let (texts, mut times) = (call.texts(0)?, Vec::with_capacity(call.rows()));
    for row in 0..call.rows() {
        times.push(match texts.get(row) {
            None => None,
            Some(text) => match TimeText::read(text).and_then(micros) {
                None if !lenient => return not_a_time(text),
                time => time,
            },
        });
    }
    from_micros(times.into(), call.result_type())
}

/// A message without the text.
pub(super) fn not_a_time<T>(text: &str) -> Result<T> {
    match forms::is_ambiguous(text) {
        true => bad(
            "a text such as 01/02/2026 can be of two dates; write to_date(x, 'MM/DD/YYYY'), or whatever the order is",
        ),
        false => bad("a text is not a date or timestamp"),
    }
}

fn read_intervals(call: &Call<'_>, lenient: bool) -> Result<ArrayRef> {
    let texts = call.texts(0)?;
    let mut spans = Vec::with_capacity(call.rows());
    for row in 0..call.rows() {
        spans.push(match texts.get(row) {
            None => None,
            Some(text) => match Interval::parse(text) {
                None if !lenient => return bad("a text is not an interval"),
                span => span.map(IntervalMonthDayNano::from),
            },
        });
    }
    Ok(Arc::new(IntervalMonthDayNanoArray::from(spans)))
}

const ROUND_TO_SECONDS: TimeFunction = TimeFunction::new(
    "round_to_seconds",
    as_they_are,
    |args| Ok(in_unit(args.types[0], TimeUnit::Second)),
    |call| rounded(call, MICROS_PER_SECOND),
);
const ROUND_TO_MILLIS: TimeFunction = TimeFunction::new(
    "round_to_millis",
    as_they_are,
    |args| Ok(in_unit(args.types[0], TimeUnit::Millisecond)),
    |call| rounded(call, 1000),
);
const ROUND_TO_MICROS: TimeFunction = TimeFunction::new(
    "round_to_micros",
    as_they_are,
    |args| Ok(in_unit(args.types[0], TimeUnit::Microsecond)),
    |call| rounded(call, 1),
);

fn in_unit(from: &DataType, unit: TimeUnit) -> DataType {
    match from {
        DataType::Timestamp(_, None) => DataType::Timestamp(unit, None),
        _ => DataType::Timestamp(unit, Some(UTC.into())),
    }
}

fn rounded(call: &Call<'_>, unit: i64) -> Result<ArrayRef> {
    let rounded = call.micros(0)?.try_unary::<_, Int64Type, _>(|time| round(time, unit).ok_or_else(too_far))?;
    from_micros(rounded, call.result_type())
}

const TIME_TO_TEXT: TimeFunction = TimeFunction::new(
    "time_to_text",
    as_they_are,
    |_| Ok(DataType::Utf8View),
    |call| {
        let array = call.array(0)?;
        let mut texts = StringViewBuilder::with_capacity(array.len());
        let mut text = String::new();
        let mut append = |row: usize, write: &dyn Fn(&mut String)| {
            if array.is_null(row) {
                return texts.append_null();
            }
            text.clear();
            write(&mut text);
            texts.append_value(&text);
        };
        match array.data_type() {
            DataType::Date32 => {
                let days = array.as_primitive::<Date32Type>();
                (0..days.len()).for_each(|row| append(row, &|text| write_date(days.value(row).into(), text)));
            }
            DataType::Timestamp(_, zone) => {
                let times = call.micros(0)?;
                (0..times.len())
                    .for_each(|row| append(row, &|text| write_timestamp(times.value(row), zone.is_some(), text)));
            }
            DataType::Time32(_) | DataType::Time64(_) => {
                let times = time_of_day::micros(&array)?;
                (0..times.len()).for_each(|row| append(row, &|text| write_time_of_day(times.value(row), text)));
            }
            _ => {
                let spans = intervals(&array)?;
                (0..spans.len()).for_each(|row| append(row, &|text| Interval::from(spans.value(row)).write(text)));
            }
        }
        Ok(Arc::new(texts.finish()))
    },
);
