//! `date_trunc()` and `date_bin()`.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, Int64Array};
use datafusion::arrow::datatypes::{DataType, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType};
use datafusion::common::{Result, ScalarValue, internal_err, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::at_zone::zone_of;
use super::extract::field_of;
use super::fields::TimeField;
use super::function::{Arguments, Call, Kept, Texts, TimeFunction, as_text, bad, from_micros, instant, too_far};
use super::interval::Interval;
use super::spans::{INTERVAL, intervals};
use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;

const DATE_TRUNC: TimeFunction =
    TimeFunction::new("date_trunc", trunc_takes, trunc_returns, trunc).alias(&["datetrunc"]);
const DATE_BIN: TimeFunction = TimeFunction::new("date_bin", bin_takes, bin_returns, bin);

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![DATE_TRUNC.udf(), DATE_BIN.udf()]
}

fn time_type(function: &str, data_type: &DataType) -> Result<DataType> {
    match data_type {
        DataType::Timestamp(..) => Ok(data_type.clone()),
        // As PostgreSQL: a date is an instant at midnight.
        DataType::Date32 | DataType::Null => Ok(instant()),
        text if is_text(text) => {
            plan_err!("{function}() takes a timestamp or date, not text; write {function}(…, CAST(x AS timestamp))")
        }
        other => plan_err!("{function}() takes a timestamp or date, not {}", sql_type(other)),
    }
}

fn trunc_takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let (time, zone) = match types {
        [field, ..] if !is_text(field) => {
            return plan_err!("the first argument of date_trunc() is the name of a unit: date_trunc('hour', t)");
        }
        [_, time] => (time, None),
        [_, time, zone] => (time, Some(zone)),
        _ => return plan_err!("date_trunc() takes a unit and a time: date_trunc('hour', t)"),
    };
    let time = match time {
        DataType::Interval(_) | DataType::Duration(_) if zone.is_none() => INTERVAL,
        // As PostgreSQL: a time of day is an interval since midnight.
        DataType::Time32(_) | DataType::Time64(_) if zone.is_none() => time.clone(),
        time => time_type("date_trunc", time)?,
    };
    if zone.is_some() && !matches!(time, DataType::Timestamp(_, Some(_))) {
        return plan_err!("date_trunc() with a time zone takes a timestamp with a time zone; leave the zone out");
    }
    let mut taken = vec![types[0].clone(), time];
    taken.extend(zone.map(as_text));
    Ok(taken)
}

fn trunc_returns(args: &Arguments<'_>) -> Result<DataType> {
    if let Some(name) = args.text(0) {
        let field = field_of("date_trunc", name)?;
        let is_unit = match args.types[1] {
            DataType::Interval(_) | DataType::Duration(_) | DataType::Time32(_) | DataType::Time64(_) => {
                field.truncate_interval(Default::default()).is_some()
            }
            _ => field.truncate(0).is_some(),
        };
        if !is_unit {
            return plan_err!("date_trunc(): '{name}' is not a unit to cut a time to");
        }
    }
    if let Some(zone) = args.text(2)
        && let Err(why) = zone_of(zone)
    {
        return plan_err!("{why}");
    }
    Ok(match args.types[1] {
        DataType::Duration(_) | DataType::Interval(_) | DataType::Time32(_) | DataType::Time64(_) => INTERVAL,
        time => time_type("date_trunc", time)?,
    })
}

fn trunc(call: &Call<'_>) -> Result<ArrayRef> {
    let (names, mut kept) = (call.texts(0)?, Kept::new());
    let mut unit = |name: &str| {
        kept.get(name, |name| match TimeField::parse(name).filter(|field| field.truncate(0).is_some()) {
            Some(field) => Ok(field),
            None => bad("a value is not a unit to cut a time to"),
        })
        .copied()
    };
    if let DataType::Interval(_) = call.result_type() {
        let Some(field) = names.get(0).map(&mut unit).transpose()? else {
            return internal_err!("date_trunc() of an interval takes a literal unit");
        };
        let cut = intervals(&call.array(1)?)?.try_unary::<_, IntervalMonthDayNanoType, _>(|span| {
            field.truncate_interval(span.into()).map(IntervalMonthDayNano::from).ok_or_else(too_far)
        })?;
        return Ok(Arc::new(cut));
    }
    let times = call.micros(1)?;
    let same = matches!(&names, Texts::Same(_));
    if same && !call.has(2) {
        let Some(field) = names.get(0).map(&mut unit).transpose()? else {
            return from_micros(Int64Array::new_null(times.len()), call.result_type());
        };
        let cut = times.try_unary::<_, Int64Type, _>(|time| field.truncate(time).ok_or_else(too_far))?;
        return from_micros(cut, call.result_type());
    }
    let zones = if call.has(2) { Some(call.texts(2)?) } else { None };
    let mut zone_kept = Kept::new();
    let mut cut = Vec::with_capacity(times.len());
    for (row, time) in times.iter().enumerate() {
        let (Some(time), Some(name)) = (time, names.get(row)) else {
            cut.push(None);
            continue;
        };
        let field = unit(name)?;
        let zone = match &zones {
            None => None,
            Some(zones) => match zones.get(row) {
                None => {
                    cut.push(None);
                    continue;
                }
                Some(zone) => Some(*zone_kept.get(zone, |zone| match zone_of(zone) {
                    Ok(zone) => Ok(zone),
                    Err(_) => bad("a value is not the name of a time zone"),
                })?),
            },
        };
        let truncated = match zone {
            None => field.truncate(time),
            Some(zone) => {
                zone.local(time).and_then(|local| field.truncate(local)).and_then(|local| zone.instant(local))
            }
        };
        cut.push(Some(truncated.ok_or_else(too_far)?));
    }
    from_micros(cut.into(), call.result_type())
}

fn bin_takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let (stride, source, origin) = match types {
        [stride, source] => (stride, source, None),
        [stride, source, origin] => (stride, source, Some(origin)),
        _ => return plan_err!("date_bin() takes a width, a time and an origin: date_bin(interval '15 minutes', t)"),
    };
    let source = time_type("date_bin", source)?;
    let stride = match stride {
        DataType::Interval(_) | DataType::Duration(_) | DataType::Null => INTERVAL,
        text if is_text(text) => INTERVAL,
        other => return plan_err!("the width of date_bin() is an interval, not {}", sql_type(other)),
    };
    let mut taken = vec![stride, source.clone()];
    taken.extend(origin.map(|_| source));
    Ok(taken)
}

fn bin_returns(args: &Arguments<'_>) -> Result<DataType> {
    let stride = match args.literal(0) {
        Some(ScalarValue::IntervalMonthDayNano(Some(stride))) => Some(Interval::from(*stride)),
        _ => args.text(0).and_then(Interval::parse),
    };
    if let Some(stride) = stride {
        micros_of_stride(stride)?;
    }
    Ok(args.types[1].clone())
}

fn micros_of_stride(stride: Interval) -> Result<i128> {
    if stride.months != 0 {
        return plan_err!("date_bin() does not take months or years, which have no fixed length; use date_trunc()");
    }
    match stride.length() / 1000 {
        micros if micros > 0 => Ok(micros),
        _ => plan_err!("the width of date_bin() must be greater than zero"),
    }
}

fn bin(call: &Call<'_>) -> Result<ArrayRef> {
    let (strides, times) = (intervals(&call.array(0)?)?, call.micros(1)?);
    let origins = if call.has(2) { Some(call.micros(2)?) } else { None };
    let mut binned = Vec::with_capacity(times.len());
    for row in 0..times.len() {
        let is_null = strides.is_null(row) || times.is_null(row) || origins.as_ref().is_some_and(|o| o.is_null(row));
        if is_null {
            binned.push(None);
            continue;
        }
        let (stride, time) = (strides.value(row), times.value(row));
        let stride = micros_of_stride(stride.into())?;
        let origin = i128::from(origins.as_ref().map_or(0, |origins| origins.value(row)));
        let bin = origin + (i128::from(time) - origin).div_euclid(stride) * stride;
        binned.push(Some(i64::try_from(bin).map_err(|_| too_far())?));
    }
    from_micros(binned.into(), call.result_type())
}
