//! Times of day: `time '10:20'`, `t::time`. They have microseconds, and go from midnight to just before the next one.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Int64Array, Time64NanosecondArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, Time64NanosecondType, TimeUnit};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Call, MICROS_PER_DAY, TimeFunction, bad};
use super::interval::Interval;
use super::read::read_time_of_day;
use super::spans::intervals;

/// What SQL's `time` is.
const TIME: DataType = DataType::Time64(TimeUnit::Nanosecond);

pub(super) const TEXT_TO_TIME: TimeFunction =
    TimeFunction::new("text_to_time", as_they_are, |_| Ok(TIME), |call| read(call, false));
pub(super) const TRY_TEXT_TO_TIME: TimeFunction =
    TimeFunction::new("try_text_to_time", as_they_are, |_| Ok(TIME), |call| read(call, true)).nullable();

/// What an interval or difference leaves of a day: `26 hours` are two o'clock.
pub(super) const SPAN_TO_TIME: TimeFunction = TimeFunction::new(
    "span_to_time",
    as_they_are,
    |_| Ok(TIME),
    |call| {
        let times = intervals(&call.array(0)?)?.unary::<_, Time64NanosecondType>(|span| {
            let Interval { nanos, .. } = span.into();
            nanos.rem_euclid(MICROS_PER_DAY * 1000)
        });
        Ok(Arc::new(times))
    },
);

const MAKE_TIME: TimeFunction = TimeFunction::new(
    "make_time",
    |types| match types.len() {
        3 => Ok(vec![DataType::Int64, DataType::Int64, DataType::Float64]),
        _ => plan_err!("make_time() takes hour, minute and second"),
    },
    |_| Ok(TIME),
    |call| {
        let (hours, minutes, seconds) = (call.array(0)?, call.array(1)?, call.array(2)?);
        let (hours, minutes) = (hours.as_primitive::<Int64Type>(), minutes.as_primitive::<Int64Type>());
        let seconds = seconds.as_primitive::<datafusion::arrow::datatypes::Float64Type>();
        let mut times = Vec::with_capacity(call.rows());
        for ((hour, minute), second) in hours.iter().zip(minutes).zip(seconds) {
            let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else {
                times.push(None);
                continue;
            };
            let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0.0..=60.0).contains(&second);
            let micros = (hour.wrapping_mul(60).wrapping_add(minute)).wrapping_mul(60_000_000)
                + (second * 1e6).round_ties_even() as i64;
            if !is_time || micros >= MICROS_PER_DAY {
                return bad("make_time(): there is no such time");
            }
            times.push(Some(micros * 1000));
        }
        Ok(Arc::new(Time64NanosecondArray::from(times)))
    },
);

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![MAKE_TIME.udf()]
}

fn as_they_are(types: &[DataType]) -> Result<Vec<DataType>> {
    Ok(types.to_vec())
}

fn read(call: &Call<'_>, lenient: bool) -> Result<ArrayRef> {
    let (texts, mut times) = (call.texts(0)?, Vec::with_capacity(call.rows()));
    for row in 0..call.rows() {
        times.push(match texts.get(row) {
            None => None,
            Some(text) => match read_time_of_day(text) {
                None if !lenient => return bad("a text is not a time of day"),
                time => time.map(|micros| micros * 1000),
            },
        });
    }
    Ok(Arc::new(Time64NanosecondArray::from(times)))
}

/// Times of day in microseconds since midnight.
pub(super) fn micros(array: &ArrayRef) -> Result<Int64Array> {
    let nanos = cast(&cast(array, &TIME)?, &DataType::Int64)?;
    Ok(nanos.as_primitive::<Int64Type>().unary(|nanos| nanos / 1000))
}
