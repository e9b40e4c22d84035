//! Intervals: months, days and nanoseconds that are counted on their own, because a month or a day has no fixed length.

use std::fmt::Write;

const NANOS_PER_MICRO: i64 = 1000;
const NANOS_PER_SECOND: i64 = 1_000_000_000;
const NANOS_PER_DAY: i64 = 86_400 * NANOS_PER_SECOND;
const DAYS_PER_MONTH: i64 = 30;

/// An interval as PostgreSQL has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Interval {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) nanos: i64,
}

impl Interval {
    /// The difference of two timestamps: whole days and a rest of the same sign.
    pub(super) fn of_nanos(nanos: i128) -> Option<Self> {
        let day = i128::from(NANOS_PER_DAY);
        Some(Self { months: 0, days: i32::try_from(nanos / day).ok()?, nanos: i64::try_from(nanos % day).ok()? })
    }

    /// What intervals are compared by, in nanoseconds: months have 30 days, days 24 hours.
    pub(super) fn length(self) -> i128 {
        let days = i128::from(self.months) * i128::from(DAYS_PER_MONTH) + i128::from(self.days);
        days * i128::from(NANOS_PER_DAY) + i128::from(self.nanos)
    }

    /// `extract(epoch from …)`, in microseconds: here a year has 365.25 days.
    pub(super) fn epoch_micros(self) -> i128 {
        const DAY: i128 = 86_400_000_000;
        let (years, months) = (i128::from(self.months / 12), i128::from(self.months % 12));
        let days = months * i128::from(DAYS_PER_MONTH) + i128::from(self.days);
        years * 1461 * DAY / 4 + days * DAY + i128::from(self.nanos / NANOS_PER_MICRO)
    }

    /// As often as `factor`; what a fraction leaves of months goes into days, and of days into the rest.
    pub(super) fn scaled(self, factor: f64) -> Option<Self> {
        let micros = |value: f64| {
            let value = value.round_ties_even();
            (value.abs() < 9.2e15).then_some(value as i64 * NANOS_PER_MICRO)
        };
        let small = |value: f64| (value.abs() <= f64::from(i32::MAX)).then_some(value as i32);
        let (all_months, all_days) = (f64::from(self.months) * factor, f64::from(self.days) * factor);
        let (months, mut days) = (small(all_months)?, small(all_days)?);
        // The fractions are rounded to microseconds as early as PostgreSQL does that.
        let round = |value: f64| (value * 1e6).round_ties_even() / 1e6;
        let month_days = round((all_months - f64::from(months)) * DAYS_PER_MONTH as f64);
        let mut seconds = round((all_days - f64::from(days) + month_days - month_days.trunc()) * 86_400.0);
        if seconds.abs() >= 86_400.0 {
            days = days.checked_add((seconds / 86_400.0) as i32)?;
            seconds -= (seconds / 86_400.0).trunc() * 86_400.0;
        }
        days = days.checked_add(month_days as i32)?;
        let nanos = micros((self.nanos / NANOS_PER_MICRO) as f64 * factor + seconds * 1e6)?;
        Some(Self { months, days, nanos })
    }

    /// Every 24 hours as a day.
    pub(super) fn justify_hours(self) -> Option<Self> {
        let (mut days, mut nanos) = (i64::from(self.days) + self.nanos / NANOS_PER_DAY, self.nanos % NANOS_PER_DAY);
        if days > 0 && nanos < 0 {
            (days, nanos) = (days - 1, nanos + NANOS_PER_DAY);
        } else if days < 0 && nanos > 0 {
            (days, nanos) = (days + 1, nanos - NANOS_PER_DAY);
        }
        Some(Self { months: self.months, days: i32::try_from(days).ok()?, nanos })
    }

    /// Every 30 days as a month.
    pub(super) fn justify_days(self) -> Option<Self> {
        let (mut months, mut days) = (i64::from(self.months) + i64::from(self.days) / 30, i64::from(self.days) % 30);
        if months > 0 && days < 0 {
            (months, days) = (months - 1, days + 30);
        } else if months < 0 && days > 0 {
            (months, days) = (months + 1, days - 30);
        }
        Some(Self { months: i32::try_from(months).ok()?, days: i32::try_from(days).ok()?, nanos: self.nanos })
    }

    /// Both, with all parts of one sign.
    pub(super) fn justify(self) -> Option<Self> {
        let days = i128::from(NANOS_PER_DAY);
        let length = self.length();
        let whole = length / days;
        Some(Self {
            months: i32::try_from(whole / i128::from(DAYS_PER_MONTH)).ok()?,
            days: i32::try_from(whole % i128::from(DAYS_PER_MONTH)).ok()?,
            nanos: i64::try_from(length % days).ok()?,
        })
    }

    /// As PostgreSQL writes it: `1 year 2 mons 3 days 04:05:06.789`.
    pub(super) fn write(self, out: &mut String) {
        let start = out.len();
        let mut negative_before = false;
        let parts = [
            (i64::from(self.months / 12), "year"),
            (i64::from(self.months % 12), "mon"),
            (i64::from(self.days), "day"),
        ];
        for (count, unit) in parts.into_iter().filter(|(count, _)| *count != 0) {
            let space = if out.len() > start { " " } else { "" };
            let plus = if negative_before && count > 0 { "+" } else { "" };
            let plural = if count == 1 { "" } else { "s" };
            _ = write!(out, "{space}{plus}{count} {unit}{plural}");
            negative_before = count < 0;
        }
        let micros = self.nanos / NANOS_PER_MICRO;
        if micros == 0 && out.len() > start {
            return;
        }
        let space = if out.len() > start { " " } else { "" };
        let sign = if micros < 0 {
            "-"
        } else if negative_before {
            "+"
        } else {
            ""
        };
        let micros = micros.unsigned_abs();
        let seconds = micros / 1_000_000;
        _ = write!(out, "{space}{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        write_fraction(micros % 1_000_000, out);
    }

    /// Reads what PostgreSQL reads: `1 year 2 mons`, `-3 days +04:05`, `1.5 hours ago`, `P1Y2DT3H`, `1-2`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(iso) = text.strip_prefix(['P', 'p']) {
            return parse_iso(iso);
        }
        let mut sum = Sum::default();
        let lower = text.to_ascii_lowercase();
        let (body, ago) = match lower.strip_suffix("ago") {
            Some(body) => (body.trim_end(), true),
            None => (lower.strip_prefix('@').map_or(lower.as_str(), str::trim_start), false),
        };
        if body.is_empty() {
            return None;
        }
        let mut rest = body;
        while !rest.is_empty() {
            let (sign, unsigned) = match rest.strip_prefix(['+', '-']) {
                Some(unsigned) => (if rest.starts_with('-') { -1.0 } else { 1.0 }, unsigned.trim_start()),
                None => (1.0, rest),
            };
            let end = unsigned.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | ':')).unwrap_or(unsigned.len());
            let (number, after) = unsigned.split_at(end);
            let after = after.trim_start();
            if number.contains(':') {
                sum.clock(number, sign)?;
                rest = after;
                continue;
            }
            if let Some((years, months)) = number.split_once('-') {
                sum.add(sign * digits(years)?, "year")?;
                sum.add(sign * digits(months)?, "month")?;
                rest = after;
                continue;
            }
            let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at(end);
            // A number on its own is seconds, or days before hours and minutes.
            let next = after.trim_start().split(' ').next().unwrap_or_default();
            let unit = match unit {
                "" if next.contains(':') => "day",
                "" => "second",
                unit => unit,
            };
            sum.add(sign * signed(number)?, unit)?;
            rest = after.trim_start_matches([' ', ',']);
        }
        let interval = sum.interval()?;
        if ago { interval.negative() } else { Some(interval) }
    }

    /// `-interval`
    pub(super) fn negative(self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_neg()?,
            days: self.days.checked_neg()?,
            nanos: self.nanos.checked_neg()?,
        })
    }
}

/// The digits behind the point of a second, without zeros at the end.
pub(super) fn write_fraction(micros: u64, out: &mut String) {
    if micros != 0 {
        let digits = format!("{micros:06}");
        out.push('.');
        out.push_str(digits.trim_end_matches('0'));
    }
}

fn digits(text: &str) -> Option<f64> {
    (!text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn signed(text: &str) -> Option<f64> {
    let number = text.trim_start_matches(['+', '-']);
    let plain = text.len() - number.len() <= 1 && number.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

/// The parts of a text, as they are read. Fractions go into the next smaller part.
#[derive(Default)]
struct Sum {
    months: f64,
    days: f64,
    micros: f64,
}

impl Sum {
    fn add(&mut self, count: f64, unit: &str) -> Option<()> {
        let months = |sum: &mut Self, months: f64| {
            sum.months += months.trunc();
            sum.days(months.fract() * DAYS_PER_MONTH as f64);
        };
        // Fractions of years become whole months.
        let years = |sum: &mut Self, years: f64| sum.months += (years * 12.0).round_ties_even();
        match unit {
            "us" | "usec" | "usecs" | "microsecond" | "microseconds" => self.micros += count,
            "ns" | "nanosecond" | "nanoseconds" => self.micros += count / 1e3,
            "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => self.micros += count * 1e3,
            "s" | "sec" | "secs" | "second" | "seconds" => self.micros += count * 1e6,
            "m" | "min" | "mins" | "minute" | "minutes" => self.micros += count * 60e6,
            "h" | "hr" | "hrs" | "hour" | "hours" => self.micros += count * 3600e6,
            "d" | "day" | "days" => self.days(count),
            "w" | "week" | "weeks" => self.days(count * 7.0),
            "mon" | "mons" | "month" | "months" => months(self, count),
            "qtr" | "quarter" | "quarters" => months(self, count * 3.0),
            "y" | "yr" | "yrs" | "year" | "years" => years(self, count),
            "dec" | "decs" | "decade" | "decades" => years(self, count * 10.0),
            "c" | "cent" | "century" | "centuries" => years(self, count * 100.0),
            "mil" | "mils" | "millennium" | "millennia" => years(self, count * 1000.0),
            _ => return None,
        }
        Some(())
    }

    fn days(&mut self, days: f64) {
        self.days += days.trunc();
        self.micros += (days.fract() * 86_400e6).round_ties_even();
    }

    /// `hours:minutes[:seconds]`
    fn clock(&mut self, text: &str, sign: f64) -> Option<()> {
        let mut parts = text.split(':');
        let (hours, minutes) = (digits(parts.next()?)?, digits(parts.next()?)?);
        let seconds = match parts.next() {
            Some(seconds) => signed(seconds).filter(|seconds| *seconds >= 0.0)?,
            None => 0.0,
        };
        if parts.next().is_some() || minutes >= 60.0 || seconds > 60.0 {
            return None;
        }
        self.micros += sign * (hours * 3600e6 + minutes * 60e6 + seconds * 1e6);
        Some(())
    }

    fn interval(self) -> Option<Interval> {
        let whole = |value: f64| (value.abs() <= f64::from(i32::MAX)).then_some(value as i32);
        let micros = self.micros.round_ties_even();
        let nanos = (micros.abs() < 9.2e15).then_some(micros as i64 * NANOS_PER_MICRO)?;
        Some(Interval { months: whole(self.months)?, days: whole(self.days)?, nanos })
    }
}

/// `1Y2M3DT4H5M6.7S`
fn parse_iso(text: &str) -> Option<Interval> {
    let mut sum = Sum::default();
    let (mut rest, mut in_time) = (text, false);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(['T', 't']).filter(|_| !in_time) {
            (rest, in_time) = (after, true);
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, after) = rest.split_at(end);
        let unit = match (after.as_bytes()[0].to_ascii_uppercase(), in_time) {
            (b'Y', false) => "year",
            (b'M', false) => "month",
            (b'W', false) => "week",
            (b'D', false) => "day",
            (b'H', true) => "hour",
            (b'M', true) => "minute",
            (b'S', true) => "second",
            _ => return None,
        };
        sum.add(signed(number)?, unit)?;
        rest = &after[1..];
    }
    sum.interval()
}
