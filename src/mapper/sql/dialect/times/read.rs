//! Dates and timestamps as text, as PostgreSQL reads and writes them (ISO 8601, and the forms near to it).

use std::fmt::Write;

use super::at_zone::zone_of;
use super::forms;
use super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use super::interval::write_fraction;
use crate::codec::civil::{civil_from_days, days_from_civil, days_in_month};
use crate::functions::Zone;

/// Years that PostgreSQL has, and a few more.
const YEAR_MAX: i64 = 250_000;

/// A text, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeText {
    /// The day that the text says, since the epoch.
    pub(super) date: i64,
    /// What the clock shows, in microseconds since the epoch.
    pub(super) clock: i64,
    /// The zone that the text names.
    pub(super) zone: Option<Zone>,
}

impl TimeText {
    /// A time of that day, which may be the midnight at its end.
    pub(super) fn new(date: i64, of_day: i64, zone: Option<Zone>) -> Option<Self> {
        let clock = date.checked_mul(MICROS_PER_DAY)?.checked_add(of_day)?;
        Some(Self { date, clock, zone })
    }

    /// The instant; without a zone the clock is in UTC.
    pub(super) fn instant(self) -> Option<i64> {
        match self.zone {
            Some(zone) => zone.instant(self.clock),
            None => Some(self.clock),
        }
    }

    /// `2026-01-31`, `2026-01-31 12:34:56.789`, `20260131T123456`, each also with `Z`, `+01`, `+01:30`, `UTC` or the name
    /// of a zone; `epoch`; the [forms] with names. `None` is not a time.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("epoch") {
            return Self::new(0, 0, Some(Zone::Fixed(0)));
        }
        Self::iso(text).or_else(|| forms::read(text))
    }

    /// Days since the epoch, at midnight.
    pub(super) fn midnight(self) -> Option<i64> {
        self.date.checked_mul(MICROS_PER_DAY)
    }

    fn iso(text: &str) -> Option<Self> {
        let mut rest = Rest(text);
        let days = rest.date()?;
        let mut of_day = 0;
        let spaced = rest.0.trim_start();
        let after_t = spaced.strip_prefix(['T', 't']).filter(|after| after.starts_with(|c: char| c.is_ascii_digit()));
        if after_t.is_some() || (spaced.len() < rest.0.len() && spaced.starts_with(|c: char| c.is_ascii_digit())) {
            rest.0 = after_t.unwrap_or(spaced);
            of_day = rest.time()?;
        }
        let zone = rest.zone()?;
        Self::new(days, of_day, zone)
    }
}

/// What is left of a text.
pub(super) struct Rest<'a>(pub(super) &'a str);

impl Rest<'_> {
    /// So many digits at most, and how many there were.
    fn number(&mut self, digits_max: usize) -> Option<(i64, usize)> {
        let digits = self.0.bytes().take(digits_max).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at(digits);
        let value = number.parse().ok()?;
        self.0 = rest;
        Some((value, digits))
    }

    fn take(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn date(&mut self) -> Option<i64> {
        let (first, digits) = self.number(8)?;
        let (year, month, day) = match digits {
            // 20260131
            8 => (first / 10_000, first / 100 % 100, first % 100),
            4..=6 if self.take('-') => {
                let month = self.number(2)?.0;
                if !self.take('-') {
                    return None;
                }
                (first, month, self.number(2)?.0)
            }
            _ => return None,
        };
        day_of(year, month, day)
    }

    /// Microseconds since midnight; `24:00` is the next one, and second 60 the next minute.
    pub(super) fn time(&mut self) -> Option<i64> {
        let (first, digits) = self.number(6)?;
        let (hour, minute, second) = match digits {
            6 => (first / 10_000, first / 100 % 100, first % 100),
            4 => (first / 100, first % 100, 0),
            1 | 2 if self.take(':') => {
                let minute = self.number(2)?.0;
                (first, minute, if self.take(':') { self.number(2)?.0 } else { 0 })
            }
            _ => return None,
        };
        let mut fraction = 0;
        if self.take('.') || self.take(',') {
            let len = self.0.bytes().take_while(u8::is_ascii_digit).count();
            let digits = self.0.as_bytes()[..len].iter().copied().chain(std::iter::repeat(b'0'));
            let tenths = digits.take(7).fold(0, |value, c| value * 10 + i64::from(c - b'0'));
            fraction = (tenths + 5) / 10;
            self.0 = &self.0[len..];
        }
        let micros = ((hour * 60 + minute) * 60 + second) * MICROS_PER_SECOND + fraction;
        (hour <= 24 && minute < 60 && second <= 60 && micros <= MICROS_PER_DAY + MICROS_PER_SECOND)
            .then_some(micros)
            .filter(|micros| hour < 24 || *micros == MICROS_PER_DAY)
    }

    /// The rest is a zone or nothing.
    pub(super) fn zone(&mut self) -> Option<Option<Zone>> {
        let text = self.0.trim();
        if text.is_empty() {
            return Some(None);
        }
        if !text.starts_with(['+', '-']) {
            return abbreviated(text).or_else(|| zone_of(text).ok()).map(Some);
        }
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let mut rest = Rest(&text[1..]);
        let (first, digits) = rest.number(4)?;
        let (hours, minutes, seconds) = match digits {
            4 => (first / 100, first % 100, 0),
            1 | 2 if rest.take(':') => {
                let minutes = rest.number(2)?.0;
                (first, minutes, if rest.take(':') { rest.number(2)?.0 } else { 0 })
            }
            1 | 2 => (first, 0, 0),
            _ => return None,
        };
        let valid = rest.0.is_empty() && hours < 16 && minutes < 60 && seconds < 60;
        valid.then_some(Some(Zone::Fixed(sign * ((hours * 60 + minutes) * 60 + seconds))))
    }
}

/// Days since the epoch, if there is such a day.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let exists = (1..=12).contains(&month) && (1..=YEAR_MAX).contains(&year);
    (exists && day >= 1 && day <= days_in_month(year, month)).then(|| days_from_civil(year, month, day))
}

/// The zones that RFC 2822 has names for.
fn abbreviated(name: &str) -> Option<Zone> {
    const NAMES: [(&str, i64); 9] = [
        ("UT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
    ];
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, hours)| Zone::Fixed(hours * 3600))
}

/// A text as a time of day, in microseconds: of `2026-01-31 12:34:56+01` the clock's, as PostgreSQL has it.
pub(super) fn read_time_of_day(text: &str) -> Option<i64> {
    let text = text.trim();
    let of_day = alone(text).or_else(|| {
        let time = TimeText::read(text).filter(|_| text.contains(':'))?;
        time.clock.checked_sub(time.midnight()?)
    })?;
    // The midnight at the end of a day is not one of its times here.
    (of_day < MICROS_PER_DAY).then_some(of_day)
}

/// `10:20:30`, `102030` or `10:20 PM`, which may have a zone.
fn alone(text: &str) -> Option<i64> {
    let mut rest = Rest(text);
    let of_day = rest.time().filter(|_| text.get(..3).is_some_and(|start| start.contains(':')) || text.len() == 6)?;
    match rest.0.trim_start() {
        half if half.eq_ignore_ascii_case("am") => forms::on_clock_of_twelve(of_day, false),
        half if half.eq_ignore_ascii_case("pm") => forms::on_clock_of_twelve(of_day, true),
        _ => rest.zone().map(|_| of_day),
    }
}

/// What is wrong with a literal that is not a time.
pub(super) fn why_not(text: &str) -> Option<&'static str> {
    let word = text.trim().to_lowercase();
    Some(match word.as_str() {
        "today" | "now" | "tomorrow" | "yesterday" => {
            "differs from run to run; write window_time(), the time of the window"
        }
        "infinity" | "-infinity" => "does not exist here; write '9999-12-31' or '0001-01-01'",
        "24:00" | "24:00:00" => {
            "is not a time of day here, which ends before midnight; write '00:00' or '23:59:59.999999'"
        }
        _ if forms::is_ambiguous(text) => {
            "can be of two dates, as day and month stand in either order; write it like '2026-01-31', or \
             to_date(…, 'MM/DD/YYYY')"
        }
        _ => return None,
    })
}

/// `10:20:30.5`
pub(super) fn write_time_of_day(micros: i64, out: &mut String) {
    let second = micros / MICROS_PER_SECOND;
    _ = write!(out, "{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    write_fraction(micros.unsigned_abs() % 1_000_000, out);
}

/// `2026-01-31`
pub(super) fn write_date(days: i64, out: &mut String) {
    let (year, month, day) = civil_from_days(days);
    let shown = if year > 0 { year } else { 1 - year };
    _ = write!(out, "{shown:04}-{month:02}-{day:02}");
    if year <= 0 {
        out.push_str(" BC");
    }
}

/// `2026-01-31 12:34:56.789`, with `+00` if it has a time zone.
pub(super) fn write_timestamp(micros: i64, has_zone: bool, out: &mut String) {
    let (days, of_day) = (micros.div_euclid(MICROS_PER_DAY), micros.rem_euclid(MICROS_PER_DAY));
    let (year, month, day) = civil_from_days(days);
    let shown = if year > 0 { year } else { 1 - year };
    let second = of_day / MICROS_PER_SECOND;
    let (hour, minute) = (second / 3600, second / 60 % 60);
    _ = write!(out, "{shown:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{:02}", second % 60);
    write_fraction(of_day.unsigned_abs() % 1_000_000, out);
    if has_zone {
        out.push_str("+00");
    }
    if year <= 0 {
        out.push_str(" BC");
    }
}
