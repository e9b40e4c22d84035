//! Functions of intervals, and of the differences of timestamps.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, IntervalMonthDayNanoArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit, TimeUnit,
};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Arguments, Call, MICROS_PER_DAY, TimeFunction, bad, from_micros, instant};
use super::interval::Interval;
use crate::codec::civil::{civil_from_days, days_from_civil, days_in_month};
use crate::mapper::metadata::is_text;

pub(super) const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// Numbers that hold every length in nanoseconds.
const LENGTH: DataType = DataType::Decimal128(38, 0);

impl From<IntervalMonthDayNano> for Interval {
    fn from(value: IntervalMonthDayNano) -> Self {
        Self { months: value.months, days: value.days, nanos: value.nanoseconds }
    }
}

impl From<Interval> for IntervalMonthDayNano {
    fn from(value: Interval) -> Self {
        Self::new(value.months, value.days, value.nanos)
    }
}

/// What intervals and differences are compared and sorted by.
pub(super) const LENGTH_OF: TimeFunction = TimeFunction::new(
    "interval_length",
    as_they_are,
    |_| Ok(LENGTH),
    |call| {
        let spans = intervals(&call.array(0)?)?;
        let lengths: Decimal128Array = spans.unary(|span| Interval::from(span).length());
        Ok(Arc::new(lengths.with_data_type(LENGTH)))
    },
);

/// A difference of timestamps as an interval: days and a rest.
pub(super) const INTERVAL_OF: TimeFunction =
    TimeFunction::new("interval_of", as_they_are, |_| Ok(INTERVAL), |call| Ok(Arc::new(intervals(&call.array(0)?)?)));

/// An interval or difference, times a number. The parts grow each on its own: twice 18 hours are 36 hours.
pub(super) const SCALE: TimeFunction = TimeFunction::new(
    "interval_scale",
    scale_takes,
    |_| Ok(INTERVAL),
    |call| {
        let (array, factors) = (call.array(0)?, call.array(1)?);
        let factors = factors.as_primitive::<Float64Type>();
        let scaled = datafusion::arrow::compute::try_binary::<_, _, _, IntervalMonthDayNanoType>(
            &intervals(&array)?,
            factors,
            |span, factor| Interval::from(span).scaled(factor).map(Into::into).ok_or_else(interval_too_far),
        )?;
        Ok(Arc::new(scaled))
    },
);

const JUSTIFY_HOURS: TimeFunction =
    TimeFunction::new("justify_hours", one_interval, |_| Ok(INTERVAL), |call| each(call, Interval::justify_hours));
const JUSTIFY_DAYS: TimeFunction =
    TimeFunction::new("justify_days", one_interval, |_| Ok(INTERVAL), |call| each(call, Interval::justify_days));
const JUSTIFY_INTERVAL: TimeFunction =
    TimeFunction::new("justify_interval", one_interval, |_| Ok(INTERVAL), |call| each(call, Interval::justify));

/// `greatest()` and `least()` of intervals, which pass NULL by, and `nullif()`: by their lengths.
pub(super) const GREATEST: TimeFunction =
    TimeFunction::new("greatest_interval", as_they_are, |_| Ok(INTERVAL), |call| farthest(call, Ordering::Greater))
        .nullable();
pub(super) const LEAST: TimeFunction =
    TimeFunction::new("least_interval", as_they_are, |_| Ok(INTERVAL), |call| farthest(call, Ordering::Less))
        .nullable();
pub(super) const NULLIF: TimeFunction = TimeFunction::new(
    "nullif_interval",
    as_they_are,
    |_| Ok(INTERVAL),
    |call| {
        let (spans, others) = (intervals(&call.array(0)?)?, intervals(&call.array(1)?)?);
        let kept = spans.iter().zip(others.iter()).map(|(span, other)| {
            let alike = span.map(length) == other.map(length);
            span.filter(|_| !alike)
        });
        Ok(Arc::new(kept.collect::<IntervalMonthDayNanoArray>()))
    },
)
.nullable();

fn length(span: IntervalMonthDayNano) -> i128 {
    Interval::from(span).length()
}

fn farthest(call: &Call<'_>, wanted: Ordering) -> Result<ArrayRef> {
    let mut found: Vec<Option<IntervalMonthDayNano>> = vec![None; call.rows()];
    for index in 0..call.args.args.len() {
        for (found, span) in found.iter_mut().zip(intervals(&call.array(index)?)?.iter()) {
            let Some(span) = span else { continue };
            if found.is_none_or(|before| length(span).cmp(&length(before)) == wanted) {
                *found = Some(span);
            }
        }
    }
    Ok(Arc::new(IntervalMonthDayNanoArray::from(found)))
}

const AGE: TimeFunction = TimeFunction::new(
    "age",
    age_takes,
    |_| Ok(INTERVAL),
    |call| {
        let ages = datafusion::arrow::compute::try_binary::<_, _, _, IntervalMonthDayNanoType>(
            &call.micros(0)?,
            &call.micros(1)?,
            |later, earlier| age(later, earlier).map(Into::into).ok_or_else(interval_too_far),
        )?;
        Ok(Arc::new(ages))
    },
);

const MAKE_TIMESTAMP: TimeFunction =
    TimeFunction::new("make_timestamp", make_takes, |_: &Arguments<'_>| Ok(super::function::clock()), make_timestamp);

pub(super) fn functions() -> Vec<ScalarUDF> {
    [LENGTH_OF, INTERVAL_OF, SCALE, JUSTIFY_HOURS, JUSTIFY_DAYS, JUSTIFY_INTERVAL, AGE, MAKE_TIMESTAMP]
        .map(TimeFunction::udf)
        .into()
}

fn as_they_are(types: &[DataType]) -> Result<Vec<DataType>> {
    Ok(types.to_vec())
}

fn scale_takes(types: &[DataType]) -> Result<Vec<DataType>> {
    Ok(vec![types[0].clone(), DataType::Float64])
}

fn one_interval(types: &[DataType]) -> Result<Vec<DataType>> {
    match types {
        [DataType::Interval(_) | DataType::Duration(_)] => Ok(types.to_vec()),
        [DataType::Null] => Ok(vec![INTERVAL]),
        [text] if is_text(text) => Ok(vec![INTERVAL]),
        _ => plan_err!("justify_hours(), justify_days() and justify_interval() take one interval"),
    }
}

fn age_takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let time = |data_type: &DataType| match data_type {
        DataType::Timestamp(..) | DataType::Date32 => Some(data_type.clone()),
        DataType::Null => Some(instant()),
        text if is_text(text) => Some(instant()),
        _ => None,
    };
    match types {
        [later, earlier] if time(later).is_some() && time(earlier).is_some() => {
            Ok([later, earlier].into_iter().filter_map(time).collect())
        }
        [_] => {
            plan_err!("age() of one time counts from today, which differs from run to run; write age(window_time(), t)")
        }
        _ => plan_err!("age() takes two times: age(later, earlier)"),
    }
}

fn make_takes(types: &[DataType]) -> Result<Vec<DataType>> {
    if types.len() != 6 {
        return plan_err!("make_timestamp() takes year, month, day, hour, minute and second");
    }
    let mut taken = vec![DataType::Int64; 5];
    taken.push(DataType::Float64);
    Ok(taken)
}

fn make_timestamp(call: &Call<'_>) -> Result<ArrayRef> {
    let parts = (0..6).map(|index| call.array(index)).collect::<Result<Vec<_>>>()?;
    let whole = |index: usize, row| {
        let part = parts[index].as_primitive::<Int64Type>();
        (!part.is_null(row)).then(|| part.value(row))
    };
    let seconds = parts[5].as_primitive::<Float64Type>();
    let mut micros = Vec::with_capacity(call.rows());
    for row in 0..call.rows() {
        let whole = [0, 1, 2, 3, 4].map(|index| whole(index, row));
        let ([Some(year), Some(month), Some(day), Some(hour), Some(minute)], false) = (whole, seconds.is_null(row))
        else {
            micros.push(None);
            continue;
        };
        let second = seconds.value(row);
        let is_date = (1..=9999).contains(&year) && (1..=12).contains(&month);
        let is_date = is_date && day >= 1 && day <= days_in_month(year, month);
        let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0.0..=60.0).contains(&second);
        if !is_date || !is_time {
            return bad("make_timestamp(): there is no such date or time");
        }
        let of_day = (hour * 60 + minute) * 60_000_000 + (second * 1e6).round_ties_even() as i64;
        micros.push(Some(days_from_civil(year, month, day) * MICROS_PER_DAY + of_day));
    }
    from_micros(micros.into(), call.result_type())
}

fn each(call: &Call<'_>, change: fn(Interval) -> Option<Interval>) -> Result<ArrayRef> {
    let changed = intervals(&call.array(0)?)?.try_unary::<_, IntervalMonthDayNanoType, _>(|span| {
        change(span.into()).map(IntervalMonthDayNano::from).ok_or_else(interval_too_far)
    })?;
    Ok(Arc::new(changed))
}

pub(super) fn interval_too_far() -> ArrowError {
    ArrowError::ComputeError("an interval is out of range".into())
}

/// Intervals, differences of timestamps and times of day as intervals.
pub(super) fn intervals(array: &ArrayRef) -> Result<IntervalMonthDayNanoArray> {
    let nanos = |factor: i64, array: &ArrayRef| {
        let numbers = cast(array, &DataType::Int64)?;
        numbers.as_primitive::<Int64Type>().try_unary::<_, IntervalMonthDayNanoType, _>(|value| {
            let nanos = i128::from(value) * i128::from(factor);
            Interval::of_nanos(nanos).map(IntervalMonthDayNano::from).ok_or_else(interval_too_far)
        })
    };
    let factor = |unit: &TimeUnit| match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1000,
        TimeUnit::Nanosecond => 1,
    };
    Ok(match array.data_type() {
        DataType::Duration(unit) | DataType::Time64(unit) => nanos(factor(unit), array)?,
        DataType::Time32(unit) => nanos(factor(unit), &cast(array, &DataType::Int32)?)?,
        _ => cast(array, &INTERVAL)?.as_primitive::<IntervalMonthDayNanoType>().clone(),
    })
}

/// Years, months and days between two times as a calendar counts them, and the rest. A month that is not whole has the
/// days of the earlier time's month.
fn age(later: i64, earlier: i64) -> Option<Interval> {
    if later < earlier {
        let Interval { months, days, nanos } = age(earlier, later)?;
        return Some(Interval { months: -months, days: -days, nanos: -nanos });
    }
    let split = |micros: i64| (civil_from_days(micros.div_euclid(MICROS_PER_DAY)), micros.rem_euclid(MICROS_PER_DAY));
    let ((year, month, day), of_day) = split(later);
    let ((from_year, from_month, from_day), from_of_day) = split(earlier);
    let (mut months, mut days) = ((year - from_year) * 12 + month - from_month, day - from_day);
    let mut rest = of_day - from_of_day;
    if rest < 0 {
        rest += MICROS_PER_DAY;
        days -= 1;
    }
    while days < 0 {
        days += days_in_month(from_year, from_month);
        months -= 1;
    }
    Some(Interval { months: i32::try_from(months).ok()?, days: i32::try_from(days).ok()?, nanos: rest * 1000 })
}
