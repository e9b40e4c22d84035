//! The parts of a time: `extract(field from …)` and `date_trunc(field, …)`.

use super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use super::interval::Interval;
use crate::codec::civil::{civil_from_days, days_from_civil};

/// A part of a time, by PostgreSQL's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeField {
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
    IsoYear,
    DayOfWeek,
    IsoDayOfWeek,
    DayOfYear,
    Julian,
    Epoch,
    TimeZone,
    TimeZoneHour,
    TimeZoneMinute,
}

use TimeField as F;

const NAMES: [(&str, TimeField); 57] = [
    ("nanosecond", F::Nanoseconds),
    ("nanoseconds", F::Nanoseconds),
    ("microsecond", F::Microseconds),
    ("microseconds", F::Microseconds),
    ("us", F::Microseconds),
    ("usec", F::Microseconds),
    ("millisecond", F::Milliseconds),
    ("milliseconds", F::Milliseconds),
    ("ms", F::Milliseconds),
    ("msec", F::Milliseconds),
    ("second", F::Second),
    ("seconds", F::Second),
    ("sec", F::Second),
    ("secs", F::Second),
    ("s", F::Second),
    ("minute", F::Minute),
    ("minutes", F::Minute),
    ("min", F::Minute),
    ("mins", F::Minute),
    ("m", F::Minute),
    ("hour", F::Hour),
    ("hours", F::Hour),
    ("hr", F::Hour),
    ("hrs", F::Hour),
    ("h", F::Hour),
    ("day", F::Day),
    ("days", F::Day),
    ("d", F::Day),
    ("week", F::Week),
    ("weeks", F::Week),
    ("w", F::Week),
    ("month", F::Month),
    ("months", F::Month),
    ("mon", F::Month),
    ("mons", F::Month),
    ("quarter", F::Quarter),
    ("qtr", F::Quarter),
    ("year", F::Year),
    ("years", F::Year),
    ("yr", F::Year),
    ("yrs", F::Year),
    ("y", F::Year),
    ("decade", F::Decade),
    ("decades", F::Decade),
    ("century", F::Century),
    ("centuries", F::Century),
    ("millennium", F::Millennium),
    ("isoyear", F::IsoYear),
    ("dow", F::DayOfWeek),
    ("isodow", F::IsoDayOfWeek),
    ("doy", F::DayOfYear),
    ("julian", F::Julian),
    ("epoch", F::Epoch),
    ("timezone", F::TimeZone),
    ("timezone_hour", F::TimeZoneHour),
    ("timezone_minute", F::TimeZoneMinute),
    ("millennia", F::Millennium),
];

/// The number of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Whole(i64),
    Fraction(f64),
}

impl TimeField {
    pub(super) fn parse(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// Names to offer where one is unknown.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Whether its number has digits behind the point.
    pub(super) fn is_fraction(self) -> bool {
        matches!(self, F::Milliseconds | F::Second | F::Julian | F::Epoch)
    }

    /// Whether an interval has it.
    pub(super) fn is_of_intervals(self) -> bool {
        let of_dates = matches!(self, F::Week | F::IsoYear | F::DayOfWeek | F::IsoDayOfWeek | F::DayOfYear | F::Julian);
        !of_dates && !self.is_of_zones()
    }

    /// Whether a time of day has it.
    pub(super) fn is_of_times_of_day(self) -> bool {
        let seconds = matches!(self, F::Nanoseconds | F::Microseconds | F::Milliseconds | F::Second | F::Epoch);
        seconds || matches!(self, F::Minute | F::Hour)
    }

    /// Whether only a timestamp with a time zone has it.
    pub(super) fn is_of_zones(self) -> bool {
        matches!(self, F::TimeZone | F::TimeZoneHour | F::TimeZoneMinute)
    }

    /// Of microseconds since the epoch.
    pub(super) fn of(self, micros: i64) -> Number {
        let (days, of_day) = (micros.div_euclid(MICROS_PER_DAY), micros.rem_euclid(MICROS_PER_DAY));
        let date = || civil_from_days(days);
        let of_minute = of_day % (60 * MICROS_PER_SECOND);
        Number::Whole(match self {
            F::Nanoseconds => of_minute * 1000,
            F::Microseconds => of_minute,
            F::Milliseconds => return Number::Fraction(of_minute as f64 / 1e3),
            F::Second => return Number::Fraction(of_minute as f64 / 1e6),
            F::Epoch => return Number::Fraction(micros as f64 / 1e6),
            F::Julian => {
                return Number::Fraction((days + 2_440_588) as f64 + of_day as f64 / MICROS_PER_DAY as f64);
            }
            F::Minute => of_day / (60 * MICROS_PER_SECOND) % 60,
            F::Hour => of_day / (3600 * MICROS_PER_SECOND),
            F::Day => date().2,
            F::Week => iso_week(days).1,
            F::IsoYear => era_year(iso_week(days).0),
            F::Month => date().1,
            F::Quarter => (date().1 - 1) / 3 + 1,
            F::Year => era_year(date().0),
            F::Decade => date().0.div_euclid(10),
            F::Century => count_from_one(date().0, 100),
            F::Millennium => count_from_one(date().0, 1000),
            F::DayOfWeek => weekday(days) % 7,
            F::IsoDayOfWeek => weekday(days),
            F::DayOfYear => day_of_year(days),
            F::TimeZone | F::TimeZoneHour | F::TimeZoneMinute => 0,
        })
    }

    /// Of an interval that [has](Self::is_of_intervals) it: of each of its months, days and rest on its own.
    pub(super) fn of_interval(self, interval: Interval) -> Number {
        let Interval { months, days, nanos } = interval;
        let of_minute = nanos % 60_000_000_000;
        let years = i64::from(months / 12);
        Number::Whole(match self {
            F::Nanoseconds => of_minute,
            F::Microseconds => of_minute / 1000,
            F::Milliseconds => return Number::Fraction((of_minute / 1000) as f64 / 1e3),
            F::Second => return Number::Fraction((of_minute / 1000) as f64 / 1e6),
            F::Epoch => return Number::Fraction(interval.epoch_micros() as f64 / 1e6),
            F::Minute => nanos / 60_000_000_000 % 60,
            F::Hour => nanos / 3_600_000_000_000,
            F::Day => i64::from(days),
            F::Month => i64::from(months % 12),
            F::Quarter => i64::from(months % 12 / 3 + 1),
            F::Year => years,
            F::Decade => years / 10,
            F::Century => years / 100,
            F::Millennium => years / 1000,
            _ => 0,
        })
    }

    /// The beginning of the part that a time lies in, in microseconds since the epoch; `None` for what has no beginning.
    pub(super) fn truncate(self, micros: i64) -> Option<i64> {
        let days = micros.div_euclid(MICROS_PER_DAY);
        let (year, month, _) = civil_from_days(days);
        let to_unit = |unit: i64| Some(micros - micros.rem_euclid(unit));
        let to_day = |year, month| Some(days_from_civil(year, month, 1) * MICROS_PER_DAY);
        match self {
            F::Nanoseconds | F::Microseconds => Some(micros),
            F::Milliseconds => to_unit(1000),
            F::Second => to_unit(MICROS_PER_SECOND),
            F::Minute => to_unit(60 * MICROS_PER_SECOND),
            F::Hour => to_unit(3600 * MICROS_PER_SECOND),
            F::Day => to_unit(MICROS_PER_DAY),
            F::Week => Some((days - weekday(days) + 1) * MICROS_PER_DAY),
            F::Month => to_day(year, month),
            F::Quarter => to_day(year, (month - 1) / 3 * 3 + 1),
            F::Year => to_day(year, 1),
            F::Decade => to_day(year.div_euclid(10) * 10, 1),
            F::Century => to_day((year - 1).div_euclid(100) * 100 + 1, 1),
            F::Millennium => to_day((year - 1).div_euclid(1000) * 1000 + 1, 1),
            _ => None,
        }
    }

    /// The interval without what is smaller than this part; `None` for what intervals can't be cut to.
    pub(super) fn truncate_interval(self, interval: Interval) -> Option<Interval> {
        let Interval { months, days, nanos } = interval;
        let to_unit = |unit: i64| Some(Interval { months, days, nanos: nanos - nanos % unit });
        let to_months = |unit: i32| Some(Interval { months: months - months % unit, days: 0, nanos: 0 });
        match self {
            F::Nanoseconds => Some(interval),
            F::Microseconds => to_unit(1000),
            F::Milliseconds => to_unit(1_000_000),
            F::Second => to_unit(1_000_000_000),
            F::Minute => to_unit(60_000_000_000),
            F::Hour => to_unit(3_600_000_000_000),
            F::Day => Some(Interval { months, days, nanos: 0 }),
            F::Month => to_months(1),
            F::Quarter => to_months(3),
            F::Year => to_months(12),
            F::Decade => to_months(120),
            F::Century => to_months(1200),
            F::Millennium => to_months(12_000),
            _ => None,
        }
    }
}

/// There is no year 0: before 1 comes -1.
fn era_year(year: i64) -> i64 {
    if year > 0 { year } else { year - 1 }
}

/// Which century or millennium: the first begins with the year 1, the one before it is -1.
fn count_from_one(year: i64, years: i64) -> i64 {
    if year > 0 { (year - 1) / years + 1 } else { -(-year / years + 1) }
}

/// Monday is 1.
pub(super) fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

pub(super) fn day_of_year(days: i64) -> i64 {
    days - days_from_civil(civil_from_days(days).0, 1, 1) + 1
}

/// Year and number of the ISO week: it belongs to the year that its Thursday is in.
pub(super) fn iso_week(days: i64) -> (i64, i64) {
    let thursday = days - weekday(days) + 4;
    (civil_from_days(thursday).0, (day_of_year(thursday) - 1) / 7 + 1)
}
