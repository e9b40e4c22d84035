//! Dates and times as text and back, in UTC.

use arrow::datatypes::TimeUnit;

use crate::codec::civil::{civil_from_days, days_from_civil};

const SECONDS_PER_DAY: i64 = 86_400;

/// How many of a unit make a second.
pub(super) fn per_second(unit: TimeUnit) -> i64 {
    10i64.pow(fraction_digits(unit) as u32)
}

/// Digits behind the point of a second.
fn fraction_digits(unit: TimeUnit) -> usize {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    }
}

/// Whether a time zone is a name of UTC.
pub(super) fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC" | "Z" | "+00:00" | "+00" | "+0000")
}

/// Days since the epoch of `2026-01-31`. `None` is not a date; the inner `None`, which never occurs here, is out of
/// range.
pub(super) fn parse_date(text: &[u8]) -> Option<Option<i64>> {
    let mut text = Text(text);
    let days = text.date()?;
    text.0.is_empty().then_some(Some(days))
}

/// Units since midnight of `12:34:56.789`. Digits beyond the unit are dropped.
pub(super) fn parse_time(text: &[u8], unit: TimeUnit) -> Option<i64> {
    let mut text = Text(text);
    let seconds = text.time()?;
    let fraction = text.fraction(unit)?;
    text.0.is_empty().then_some(seconds * per_second(unit) + fraction)
}

/// Units since the epoch of `2026-01-31T12:34:56.789Z`, also with another offset, a space for the `T`, or without an
/// offset, which means UTC. Digits beyond the unit are dropped. `None` is not a time; `Some(None)` is out of range.
pub(super) fn parse_timestamp(text: &[u8], unit: TimeUnit) -> Option<Option<i64>> {
    let mut text = Text(text);
    let days = text.date()?;
    text.one_of(b"Tt ")?;
    let time = text.time()?;
    let fraction = text.fraction(unit)?;
    let offset = text.offset()?;
    let seconds = days * SECONDS_PER_DAY + time - offset;
    // Before the epoch the whole seconds alone may be out of range where the sum is not, hence the wide arithmetic.
    let value = i128::from(seconds) * i128::from(per_second(unit)) + i128::from(fraction);
    Some(i64::try_from(value).ok())
}

/// What is left of a text. Every method takes something from its front, or is `None` when something else stands there.
struct Text<'a>(&'a [u8]);

impl Text<'_> {
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |value, c| c.is_ascii_digit().then(|| value * 10 + i64::from(c - b'0')))
    }

    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        allowed.contains(&first).then_some(first)
    }

    /// Days since the epoch.
    fn date(&mut self) -> Option<i64> {
        let year = self.number(4)?;
        self.one_of(b"-")?;
        let month = self.number(2)?;
        self.one_of(b"-")?;
        let day = self.number(2)?;
        // A month or day that does not exist does not come back the same.
        let days = days_from_civil(year, month, day);
        (civil_from_days(days) == (year, month, day)).then_some(days)
    }

    /// Seconds since midnight.
    fn time(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.one_of(b":")?;
        let minute = self.number(2)?;
        self.one_of(b":")?;
        let second = self.number(2)?;
        (hour < 24 && minute < 60 && second < 60).then_some((hour * 60 + minute) * 60 + second)
    }

    /// A point and digits, if there are any, in units.
    fn fraction(&mut self, unit: TimeUnit) -> Option<i64> {
        let Some(rest) = self.0.strip_prefix(b".") else { return Some(0) };
        let len = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        self.0 = &rest[len..];
        let digits = rest[..len].iter().copied().chain(std::iter::repeat(b'0'));
        let value = digits.take(fraction_digits(unit)).fold(0, |value, c| value * 10 + i64::from(c - b'0'));
        (len > 0).then_some(value)
    }

    /// Seconds east of Greenwich: `Z`, `+01:00`, or nothing.
    fn offset(&mut self) -> Option<i64> {
        if matches!(self.0, b"" | b"Z" | b"z") {
            return Some(0);
        }
        let sign = self.one_of(b"+-")?;
        let hour = self.number(2)?;
        self.one_of(b":")?;
        let minute = self.number(2)?;
        let seconds = (hour * 60 + minute) * 60;
        let valid = hour < 24 && minute < 60 && self.0.is_empty();
        valid.then_some(if sign == b'-' { -seconds } else { seconds })
    }
}

/// Writes a date in quotes; as a number of days when its year does not have four digits.
pub(super) fn write_date(days: i64, out: &mut Vec<u8>) {
    match four_digit_year(days) {
        Some(date) => {
            out.push(b'"');
            put_date(date, out);
            out.push(b'"');
        }
        None => put_number(days, out),
    }
}

/// Writes a time of day in quotes, with the digits of its fraction that are not zeros at the end; as a number when it lies
/// outside of the day. The unit says nothing: in SQL all times of day have nanoseconds.
pub(super) fn write_time(value: i64, unit: TimeUnit, out: &mut Vec<u8>) {
    if !(0..SECONDS_PER_DAY * per_second(unit)).contains(&value) {
        return put_number(value, out);
    }
    out.push(b'"');
    put_time(value, unit, out);
    if unit != TimeUnit::Second {
        let zeros = out.iter().rev().take_while(|c| **c == b'0').count();
        out.truncate(out.len() - zeros);
        if out.last() == Some(&b'.') {
            out.pop();
        }
    }
    out.push(b'"');
}

/// Whether a timestamp is an instant or what a clock on a wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// A column with a time zone: written with `Z`.
    Utc,
    /// A column without one: written without an offset, because `Z` would say that it is UTC (RFC 3339, section 4.3).
    Local,
}

/// Writes a timestamp in quotes, as RFC 3339 with the unit's digits; as a number when its year does not have four
/// digits.
pub(super) fn write_timestamp(value: i64, unit: TimeUnit, clock: Clock, out: &mut Vec<u8>) {
    let per_day = SECONDS_PER_DAY * per_second(unit);
    match four_digit_year(value.div_euclid(per_day)) {
        Some(date) => {
            out.push(b'"');
            put_date(date, out);
            out.push(b'T');
            put_time(value.rem_euclid(per_day), unit, out);
            out.extend_from_slice(if clock == Clock::Utc { b"Z\"" } else { b"\"" });
        }
        None => put_number(value, out),
    }
}

fn four_digit_year(days: i64) -> Option<(i64, i64, i64)> {
    // 0000-01-01 to 9999-12-31.
    (-719_528..=2_932_896).contains(&days).then(|| civil_from_days(days))
}

fn put_date((year, month, day): (i64, i64, i64), out: &mut Vec<u8>) {
    put_digits::<4>(year, out);
    out.push(b'-');
    put_digits::<2>(month, out);
    out.push(b'-');
    put_digits::<2>(day, out);
}

fn put_time(value: i64, unit: TimeUnit, out: &mut Vec<u8>) {
    let (second, fraction) = (value / per_second(unit), value % per_second(unit));
    put_digits::<2>(second / 3600, out);
    out.push(b':');
    put_digits::<2>(second / 60 % 60, out);
    out.push(b':');
    put_digits::<2>(second % 60, out);
    if unit != TimeUnit::Second {
        out.push(b'.');
    }
    match unit {
        TimeUnit::Second => {}
        TimeUnit::Millisecond => put_digits::<3>(fraction, out),
        TimeUnit::Microsecond => put_digits::<6>(fraction, out),
        TimeUnit::Nanosecond => put_digits::<9>(fraction, out),
    }
}

fn put_digits<const N: usize>(mut value: i64, out: &mut Vec<u8>) {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend_from_slice(&digits);
}

fn put_number(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_day_of_ten_thousand_years_comes_back() {
        let (mut days, last) = (days_from_civil(0, 1, 1), days_from_civil(9999, 12, 31));
        assert_eq!((days, last), (-719_528, 2_932_896));
        while days <= last {
            let text = written(|out| write_date(days, out));
            assert_eq!(parse_date(&text.as_bytes()[1..11]), Some(Some(days)), "{text}");
            days += 13;
        }
        assert_eq!(written(|out| write_date(2_932_897, out)), "2932897");
        assert_eq!(written(|out| write_date(-719_529, out)), "-719529");
    }

    #[test]
    fn timestamps_are_read_in_many_spellings() {
        for (text, unit, expected) in [
            ("1970-01-01T00:00:00Z", Second, Some(Some(0))),
            ("2026-01-31T12:34:56Z", Second, Some(Some(1_769_862_896))),
            ("2026-01-31t12:34:56z", Second, Some(Some(1_769_862_896))),
            ("2026-01-31 12:34:56", Second, Some(Some(1_769_862_896))),
            ("2026-01-31T12:34:56", Second, Some(Some(1_769_862_896))),
            ("2026-01-31T14:04:56+01:30", Second, Some(Some(1_769_862_896))),
            ("2026-01-31T11:34:56-01:00", Second, Some(Some(1_769_862_896))),
            ("2026-01-31T12:34:56.7899", Millisecond, Some(Some(1_769_862_896_789))),
            ("1969-12-31T23:59:59.5Z", Millisecond, Some(Some(-500))),
            ("1969-12-31T23:59:59.5Z", Microsecond, Some(Some(-500_000))),
            ("1677-09-21T00:12:43.145224192Z", Nanosecond, Some(Some(i64::MIN))),
            ("1677-09-21T00:12:43.145224191Z", Nanosecond, Some(None)),
            ("2262-04-11T23:47:16.854775807Z", Nanosecond, Some(Some(i64::MAX))),
            ("2262-04-11T23:47:16.854775808Z", Nanosecond, Some(None)),
            ("2024-02-29T00:00:00Z", Second, Some(Some(1_709_164_800))),
            ("2026-02-29T00:00:00Z", Second, None),
            ("2026-00-10T00:00:00Z", Second, None),
            ("2026-13-10T00:00:00Z", Second, None),
            ("2026-01-00T00:00:00Z", Second, None),
            ("2026-01-31T24:00:00Z", Second, None),
            ("2026-01-31T23:60:00Z", Second, None),
            ("2026-01-31T23:59:60Z", Second, None),
            ("2026-01-31T12:34:56.Z", Second, None),
            ("2026-01-31T12:34:56ZZ", Second, None),
            ("2026-01-31T12:34:56+0100", Second, None),
            ("2026-01-31T12:34Z", Second, None),
            ("2026-01-31", Second, None),
            ("26-01-31T12:34:56Z", Second, None),
            ("", Second, None),
        ] {
            assert_eq!(parse_timestamp(text.as_bytes(), unit), expected, "{text}");
        }
    }

    #[test]
    fn a_timestamp_has_the_digits_of_its_unit() {
        for (value, unit, expected) in [
            (0, Second, r#""1970-01-01T00:00:00Z""#),
            (-1, Millisecond, r#""1969-12-31T23:59:59.999Z""#),
            (1, Microsecond, r#""1970-01-01T00:00:00.000001Z""#),
            (i64::MIN, Nanosecond, r#""1677-09-21T00:12:43.145224192Z""#),
            (i64::MAX, Second, "9223372036854775807"),
            (253_402_300_800, Second, "253402300800"),
            (253_402_300_799, Second, r#""9999-12-31T23:59:59Z""#),
        ] {
            assert_eq!(written(|out| write_timestamp(value, unit, Clock::Utc, out)), expected);
        }
    }

    #[test]
    fn a_timestamp_without_a_zone_is_written_without_a_z() {
        let local = |value, unit| written(|out| write_timestamp(value, unit, Clock::Local, out));
        assert_eq!(local(0, Second), r#""1970-01-01T00:00:00""#);
        assert_eq!(local(1_782_945_000_000, Millisecond), r#""2026-07-01T22:30:00.000""#);
        assert_eq!(local(-1, Microsecond), r#""1969-12-31T23:59:59.999999""#);
        assert_eq!(local(253_402_300_800, Second), "253402300800");
    }

    #[test]
    fn times_of_day_come_back() {
        assert_eq!(written(|out| write_time(45_296_789, Millisecond, out)), r#""12:34:56.789""#);
        assert_eq!(parse_time(b"12:34:56.789", Millisecond), Some(45_296_789));
        assert_eq!(parse_time(b"12:34:56", Nanosecond), Some(45_296_000_000_000));
        assert_eq!(parse_time(b"12:34:56Z", Second), None);
        assert_eq!(written(|out| write_time(-1, Second, out)), "-1");
        assert_eq!(written(|out| write_time(86_400, Second, out)), "86400");
    }
}
