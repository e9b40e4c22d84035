//! `AT TIME ZONE`: from an instant to what a clock in that zone shows, and back.

use datafusion::arrow::array::{Array, ArrayRef, Int64Array};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::function::{Arguments, Call, Kept, TimeFunction, as_text, bad, from_micros, instant, too_far};
use super::spans::{INTERVAL, intervals};
use crate::codec::UTC;
use crate::codec::schema::sql_type;
use crate::functions::Zone;
use crate::mapper::metadata::is_text;

/// What `rewrite` makes of `AT TIME ZONE`.
pub(super) const AT_TIME_ZONE: TimeFunction = TimeFunction::new("at_time_zone", takes, returns, run);

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![AT_TIME_ZONE.udf()]
}

fn takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let [time, zone] = types else { return plan_err!("AT TIME ZONE takes a time and a zone") };
    let time = match time {
        DataType::Timestamp(..) => time.clone(),
        DataType::Date32 | DataType::Null => instant(),
        text if is_text(text) => instant(),
        other => return plan_err!("AT TIME ZONE takes a timestamp, not {}", sql_type(other)),
    };
    let zone = match zone {
        DataType::Interval(_) => INTERVAL,
        text if is_text(text) || *text == DataType::Null => as_text(text),
        other => return plan_err!("a time zone is a name such as 'Europe/Berlin', not {}", sql_type(other)),
    };
    Ok(vec![time, zone])
}

fn returns(args: &Arguments<'_>) -> Result<DataType> {
    if let Some(name) = args.text(1)
        && let Err(why) = zone_of(name)
    {
        return plan_err!("{why}");
    }
    Ok(match args.types[0] {
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, None),
        DataType::Timestamp(unit, None) => DataType::Timestamp(*unit, Some(UTC.into())),
        // Not coerced yet.
        _ => DataType::Timestamp(TimeUnit::Microsecond, None),
    })
}

/// The zone of that name, as PostgreSQL reads it; what others read differently is refused.
pub(super) fn zone_of(name: &str) -> Result<Zone, String> {
    if name.starts_with(['+', '-']) || name.bytes().next().is_some_and(|first| first.is_ascii_digit()) {
        return Err(format!(
            "'{name}' has two meanings as a time zone: east of Greenwich by ISO 8601, west in PostgreSQL; write \
             AT TIME ZONE INTERVAL '2 hours' for two hours east"
        ));
    }
    // In PostgreSQL these are offsets without daylight saving, in the IANA database zones with it.
    if ["CET", "EET", "MET", "WET"].iter().any(|abbreviation| name.eq_ignore_ascii_case(abbreviation)) {
        return Err(format!("'{name}' is ambiguous as a time zone; write a place such as 'Europe/Berlin'"));
    }
    if name.eq_ignore_ascii_case("z") {
        return Ok(Zone::Fixed(0));
    }
    // Abbreviations of fixed offsets, which the IANA database has the names of places for.
    for (abbreviation, hours) in [("EST", -5), ("MST", -7), ("HST", -10)] {
        if name.eq_ignore_ascii_case(abbreviation) {
            return Ok(Zone::Fixed(hours * 3600));
        }
    }
    let is_abbreviation = name.len() <= 5 && name.bytes().all(|c| c.is_ascii_alphabetic());
    Zone::parse(name).map_err(|why| match is_abbreviation {
        true => format!(
            "'{name}' is not a time zone: abbreviations do not say when clocks change; write a place such as \
             'Europe/Berlin'"
        ),
        false => why,
    })
}

fn run(call: &Call<'_>) -> Result<ArrayRef> {
    let times = call.micros(0)?;
    let to_clock = matches!(call.result_type(), DataType::Timestamp(_, None));
    let convert = |zone: Zone, time: i64| if to_clock { zone.local(time) } else { zone.instant(time) };
    let zones = call.array(1)?;
    let converted = if is_text(zones.data_type()) {
        let (zones, mut kept) = (call.texts(1)?, Kept::new());
        let mut converted = Vec::with_capacity(times.len());
        for (row, time) in times.iter().enumerate() {
            converted.push(match (time, zones.get(row)) {
                (Some(time), Some(name)) => {
                    let zone = *kept.get(name, |name| match zone_of(name) {
                        Ok(zone) => Ok(zone),
                        Err(_) => bad("a value is not the name of a time zone"),
                    })?;
                    Some(convert(zone, time).ok_or_else(too_far)?)
                }
                _ => None,
            });
        }
        Int64Array::from(converted)
    } else {
        let offsets = intervals(&zones)?;
        let mut converted = Vec::with_capacity(times.len());
        for (time, offset) in times.iter().zip(offsets.iter()) {
            converted.push(match (time, offset) {
                (Some(_), Some(offset)) if offset.months != 0 || offset.days != 0 => {
                    return bad("an interval that is a time zone has hours and minutes only");
                }
                (Some(time), Some(offset)) => {
                    let zone = Zone::Fixed(offset.nanoseconds / 1_000_000_000);
                    Some(convert(zone, time).ok_or_else(too_far)?)
                }
                _ => None,
            });
        }
        Int64Array::from(converted)
    };
    from_micros(converted, call.result_type())
}
