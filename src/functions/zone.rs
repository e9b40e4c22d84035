//! Time zones of the IANA database: what a clock on a wall shows at an instant, and the reverse.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::codec::civil::{civil_from_days, days_from_civil, is_leap};
use crate::job::nearest::nearest;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// The database's tables end here; the rules of daylight saving go on.
const FIRST_YEAR_BY_RULE: i64 = 2100;

/// 28 years without a century in them: every calendar (leap year or not, first day of the week) occurs.
const CALENDARS: std::ops::Range<i64> = 2072..2100;

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    Named(Tz),
    /// So many seconds east of Greenwich.
    Fixed(i64),
}

impl Zone {
    /// The zone of that name; the case of letters does not matter.
    ///
    /// # Errors
    /// There is no such zone. The message quotes the name.
    pub fn parse(name: &str) -> Result<Self, String> {
        if let Ok(zone) = name.parse::<Tz>() {
            return Ok(Self::Named(zone));
        }
        if let Some(zone) = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
            return Ok(Self::Named(*zone));
        }
        let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let hint = near.map_or("write one such as 'Europe/Berlin'".into(), |near| format!("did you mean '{near}'?"));
        Err(format!("'{name}' is not a time zone; {hint}"))
    }

    /// What the clock shows at an instant. `None` is beyond the calendar (the year 262142).
    pub fn local(self, utc_micros: i64) -> Option<i64> {
        let offset = match self {
            Self::Fixed(offset) => offset,
            Self::Named(zone) => offset_at(zone, utc_micros.div_euclid(MICROS_PER_SECOND))?,
        };
        utc_micros.checked_add(offset * MICROS_PER_SECOND)
    }

    /// The instant at which the clock shows this. As PostgreSQL has it: of two such instants, when clocks are set back,
    /// the later; a time that clocks skip is read with the offset from before.
    pub fn instant(self, local_micros: i64) -> Option<i64> {
        let offset = match self {
            Self::Fixed(offset) => offset,
            Self::Named(zone) => {
                let (local, shift) = in_tables(zone, local_micros.div_euclid(MICROS_PER_SECOND));
                match zone.offset_from_local_datetime(&naive(local)?) {
                    LocalResult::Single(offset) => seconds(offset),
                    LocalResult::Ambiguous(one, other) => seconds(one).min(seconds(other)),
                    LocalResult::None => offset_at(zone, local - shift - SECONDS_PER_DAY)?,
                }
            }
        };
        local_micros.checked_sub(offset * MICROS_PER_SECOND)
    }
}

fn seconds(offset: impl Offset) -> i64 {
    offset.fix().local_minus_utc().into()
}

fn naive(seconds: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(seconds, 0).map(|time| time.naive_utc())
}

/// Seconds east of Greenwich.
fn offset_at(zone: Tz, utc_seconds: i64) -> Option<i64> {
    let (utc, _) = in_tables(zone, utc_seconds);
    Some(seconds(zone.offset_from_utc_datetime(&naive(utc)?)))
}

/// A time within the database's tables at which the zone has the same offset, and how much later it is: beyond the
/// tables the same day of a year with the same calendar, because the rules name days such as "the last Sunday of March".
fn in_tables(zone: Tz, seconds: i64) -> (i64, i64) {
    let (year, ..) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
    if year < FIRST_YEAR_BY_RULE {
        return (seconds, 0);
    }
    let january = days_from_civil(year, 1, 1);
    let alike =
        |other: &i64| is_leap(*other) == is_leap(year) && (days_from_civil(*other, 1, 1) - january).rem_euclid(7) == 0;
    let other = match zone {
        // Their daylight saving follows Ramadan in the tables, and ends with them.
        Tz::Africa__Casablanca | Tz::Africa__El_Aaiun => CALENDARS.end - 1,
        _ => CALENDARS.clone().find(alike).unwrap_or(CALENDARS.end - 1),
    };
    let shift = (days_from_civil(other, 1, 1) - january) * SECONDS_PER_DAY;
    (seconds + shift, shift)
}

#[cfg(test)]
#[path = "zone_tests.rs"]
mod tests;
