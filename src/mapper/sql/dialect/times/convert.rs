//! `to_timestamp()`, `to_date()` and their relatives: from numbers and text to times. What they give are instants.

use std::sync::Arc;

use chrono::format::{Parsed, parse};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Decimal128Type, Float64Type, Int64Type, TimeUnit, TimestampNanosecondType,
};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::casts::not_a_time;
use super::format::Pattern;
use super::function::{
    Arguments, Call, Kept, MICROS_PER_DAY, MICROS_PER_SECOND, TimeFunction, as_text, bad, from_micros, instant, micros,
    too_far,
};
use super::pattern;
use super::read::TimeText;
use crate::codec::UTC;
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;

const TO_TIMESTAMP: TimeFunction = TimeFunction::new(
    "to_timestamp",
    takes,
    |args| returns("to_timestamp", TimeUnit::Microsecond, args),
    |call| run(MICROS_PER_SECOND, call),
);
const TO_TIMESTAMP_SECONDS: TimeFunction = TimeFunction::new(
    "to_timestamp_seconds",
    takes,
    |args| returns("to_timestamp_seconds", TimeUnit::Second, args),
    |call| run(MICROS_PER_SECOND, call),
);
const TO_TIMESTAMP_MILLIS: TimeFunction = TimeFunction::new(
    "to_timestamp_millis",
    takes,
    |args| returns("to_timestamp_millis", TimeUnit::Millisecond, args),
    |call| run(1000, call),
);
const TO_TIMESTAMP_MICROS: TimeFunction = TimeFunction::new(
    "to_timestamp_micros",
    takes,
    |args| returns("to_timestamp_micros", TimeUnit::Microsecond, args),
    |call| run(1, call),
);
const TO_TIMESTAMP_NANOS: TimeFunction = TimeFunction::new(
    "to_timestamp_nanos",
    takes,
    |args| returns("to_timestamp_nanos", TimeUnit::Nanosecond, args),
    nanos,
);
const FROM_UNIXTIME: TimeFunction = TimeFunction::new(
    "from_unixtime",
    |types| match types {
        [number] if number.is_numeric() || *number == DataType::Null => takes(types),
        _ => plan_err!(
            "from_unixtime() takes seconds; for another time zone write from_unixtime(n) AT TIME ZONE 'Europe/Berlin'"
        ),
    },
    |args| returns("from_unixtime", TimeUnit::Second, args),
    |call| run(MICROS_PER_SECOND, call),
);
const TO_DATE: TimeFunction = TimeFunction::new(
    "to_date",
    |types| match types {
        [DataType::Date32, ..] => Ok(types.to_vec()),
        [number, ..] if number.is_numeric() => {
            plan_err!("to_date() takes text or a timestamp; days since 1970 are date '1970-01-01' + n")
        }
        _ => takes(types),
    },
    |args| returns("to_date", TimeUnit::Microsecond, args).map(|_| DataType::Date32),
    to_date,
);
const TO_UNIXTIME: TimeFunction = TimeFunction::new(
    "to_unixtime",
    takes,
    |args| returns("to_unixtime", TimeUnit::Microsecond, args).map(|_| DataType::Int64),
    |call| {
        let times = times(call, MICROS_PER_SECOND)?;
        Ok(Arc::new(times.unary::<_, Int64Type>(|time| time.div_euclid(MICROS_PER_SECOND))))
    },
);

pub(super) fn functions() -> Vec<ScalarUDF> {
    [
        TO_TIMESTAMP,
        TO_TIMESTAMP_SECONDS,
        TO_TIMESTAMP_MILLIS,
        TO_TIMESTAMP_MICROS,
        TO_TIMESTAMP_NANOS,
        FROM_UNIXTIME,
        TO_DATE,
        TO_UNIXTIME,
    ]
    .map(TimeFunction::udf)
    .into()
}

fn takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let Some((value, formats)) = types.split_first() else {
        return plan_err!("to_timestamp() takes a number of seconds, or text: to_timestamp('2026-01-31T12:34:56Z')");
    };
    let value = match value {
        DataType::Timestamp(..) | DataType::Date32 | DataType::Float64 | DataType::Int64 => value.clone(),
        whole if whole.is_integer() => DataType::Int64,
        DataType::Float16 | DataType::Float32 => DataType::Float64,
        decimal if decimal.is_decimal() => DataType::Decimal128(38, 9),
        DataType::Null => instant(),
        text if is_text(text) => text.clone(),
        other => {
            return plan_err!(
                "to_timestamp() and its relatives take a number, text or a date, not {}",
                sql_type(other)
            );
        }
    };
    if !formats.is_empty() && !is_text(&value) && value != instant() {
        return plan_err!("a pattern is for text; to write a time by a pattern use to_char(t, 'YYYY-MM-DD')");
    }
    Ok(std::iter::once(value).chain(formats.iter().map(as_text)).collect())
}

fn returns(function: &str, unit: TimeUnit, args: &Arguments<'_>) -> Result<DataType> {
    for index in 1..args.types.len() {
        let Some(text) = args.text(index) else { continue };
        if let Err(why) = read_pattern(text) {
            return plan_err!("{function}(): the pattern '{text}' can't work: {why}");
        }
    }
    if let Some(text) = args.text(0).filter(|_| args.types.len() == 1)
        && TimeText::read(text).is_none()
    {
        let (what, like) = match function {
            "to_date" => ("date", "2026-01-31"),
            _ => ("time", "2026-01-31T12:34:56Z"),
        };
        return plan_err!("{function}(): '{text}' is not a {what}; write it like '{like}'");
    }
    Ok(DataType::Timestamp(unit, Some(UTC.into())))
}

fn read_pattern(text: &str) -> Result<Pattern, String> {
    let pattern = Pattern::parse("to_timestamp", text)?;
    if let Pattern::Pieces(pieces) = &pattern {
        pattern::check_read(pieces)?;
    }
    Ok(pattern)
}

fn run(micros_per_one: i64, call: &Call<'_>) -> Result<ArrayRef> {
    from_micros(times(call, micros_per_one)?, call.result_type())
}

fn to_date(call: &Call<'_>) -> Result<ArrayRef> {
    let array = call.array(0)?;
    if is_text(array.data_type()) && !call.has(1) {
        // The date that the text says, whatever its offset.
        let (texts, mut clocks) = (call.texts(0)?, Vec::with_capacity(call.rows()));
        for row in 0..call.rows() {
            clocks.push(match texts.get(row) {
                None => None,
                Some(text) => {
                    Some(TimeText::read(text).and_then(TimeText::midnight).map_or_else(|| not_a_time(text), Ok)?)
                }
            });
        }
        return from_micros(clocks.into(), call.result_type());
    }
    from_micros(times(call, MICROS_PER_SECOND)?, call.result_type())
}

fn nanos(call: &Call<'_>) -> Result<ArrayRef> {
    let array = call.array(0)?;
    if let DataType::Int64 = array.data_type() {
        let times = array.as_primitive::<Int64Type>().reinterpret_cast::<TimestampNanosecondType>();
        return Ok(Arc::new(times.with_timezone(UTC)));
    }
    // Numbers with a fraction are cut to microseconds, the digits that a double has.
    if let DataType::Float64 | DataType::Decimal128(..) = array.data_type() {
        let whole = cast(&array, &DataType::Int64)?;
        let times = whole.as_primitive::<Int64Type>().reinterpret_cast::<TimestampNanosecondType>();
        return Ok(Arc::new(times.with_timezone(UTC)));
    }
    run(MICROS_PER_SECOND, call)
}

/// The times of the first argument, in microseconds; a number counts units of so many.
fn times(call: &Call<'_>, micros_per_one: i64) -> Result<Int64Array> {
    let array = call.array(0)?;
    Ok(match array.data_type() {
        DataType::Int64 => array
            .as_primitive::<Int64Type>()
            .try_unary::<_, Int64Type, _>(|value| value.checked_mul(micros_per_one).ok_or_else(too_far))?,
        DataType::Float64 => {
            // As PostgreSQL, which counts from the year 2000: it keeps one digit more for the times of today.
            const SECONDS_TO_2000: f64 = 946_684_800.0;
            let per_second = (MICROS_PER_SECOND / micros_per_one) as f64;
            let values = array.as_primitive::<Float64Type>();
            if values.iter().flatten().any(|value| !value.is_finite()) {
                return bad("infinity and NaN are not times");
            }
            values.try_unary::<_, Int64Type, _>(|value| {
                let micros = ((value - SECONDS_TO_2000 * per_second) * micros_per_one as f64).round_ties_even();
                if micros.abs() < 9.2e18 {
                    Ok(micros as i64 + SECONDS_TO_2000 as i64 * MICROS_PER_SECOND)
                } else {
                    Err(too_far())
                }
            })?
        }
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().try_unary::<_, Int64Type, _>(|value| {
            // Of nine digits behind the point.
            let nanos = value.checked_mul(i128::from(micros_per_one)).ok_or_else(too_far)?;
            i64::try_from((nanos + 500_000_000).div_euclid(1_000_000_000)).map_err(|_| too_far())
        })?,
        text if is_text(text) => texts(call)?,
        _ => micros(&array)?,
    })
}

fn texts(call: &Call<'_>) -> Result<Int64Array> {
    let texts = call.texts(0)?;
    let formats = (1..call.args.args.len()).map(|index| call.texts(index)).collect::<Result<Vec<_>>>()?;
    let mut kept: Vec<_> = formats.iter().map(|_| Kept::new()).collect();
    let mut times = Vec::with_capacity(call.rows());
    for row in 0..call.rows() {
        let Some(text) = texts.get(row) else {
            times.push(None);
            continue;
        };
        if formats.is_empty() {
            let time = TimeText::read(text).and_then(TimeText::instant);
            times.push(Some(time.map_or_else(|| bad("a text is not a time"), Ok)?));
            continue;
        }
        let mut time = None;
        let mut has_format = false;
        for (format, kept) in formats.iter().zip(&mut kept) {
            let Some(format) = format.get(row).filter(|_| time.is_none()) else { continue };
            has_format = true;
            let pattern = kept.get(format, |format| {
                read_pattern(format).or_else(|why| bad(&format!("a pattern can't work: {why}")))
            })?;
            time = match pattern {
                Pattern::Pieces(pieces) => pattern::read(pieces, text),
                Pattern::Percent(items) => {
                    let mut parsed = Parsed::new();
                    let is_read = parse(&mut parsed, text, items.iter()).is_ok();
                    is_read.then(|| instant_of(&parsed)).flatten()
                }
            };
        }
        match (time, has_format) {
            (Some(time), _) => times.push(Some(time)),
            (None, false) => times.push(None),
            (None, true) => return bad("a text does not have the form of its pattern"),
        }
    }
    Ok(times.into())
}

fn instant_of(parsed: &Parsed) -> Option<i64> {
    if let Ok(time) = parsed.to_datetime() {
        return Some(time.timestamp_micros());
    }
    match (parsed.to_naive_date(), parsed.to_naive_time()) {
        (Ok(date), Ok(time)) => Some(date.and_time(time).and_utc().timestamp_micros()),
        (Ok(date), Err(_)) => {
            let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
            let hours = parsed.hour_div_12().zip(parsed.hour_mod_12());
            Some(midnight + hours.map_or(0, |(half, hour)| i64::from(half * 12 + hour) * MICROS_PER_DAY / 24))
        }
        _ => parsed.to_naive_datetime_with_offset(0).ok().map(|time| time.and_utc().timestamp_micros()),
    }
}
