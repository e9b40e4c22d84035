//! Reads times by the pieces of a pattern.

use super::super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use super::{DAYS, MONTHS, Piece, What};
use crate::codec::civil::{days_from_civil, days_in_month, is_leap};

/// Reads a time by a pattern: microseconds since the epoch, as an instant. `None`: it does not have that form.
pub(in super::super) fn read(pieces: &[Piece], text: &str) -> Option<i64> {
    let mut found = Found::default();
    let mut rest = text.trim_start();
    for (index, piece) in pieces.iter().enumerate() {
        let is_last_digit = match pieces.get(index + 1).map(|next| &next.what) {
            None => true,
            Some(What::Text(text)) => !text.starts_with(|c: char| c.is_ascii_digit()),
            Some(What::HalfOfDay { .. } | What::MonthName(_) | What::MonthShort(_)) => true,
            Some(_) => false,
        };
        rest = found.piece(piece, rest, is_last_digit)?;
    }
    found.micros()
}

/// Whether a pattern is one that times can be read by.
///
/// # Errors
/// It says what is missing, or not understood.
pub(in super::super) fn check_read(pieces: &[Piece]) -> Result<(), String> {
    let unsupported = pieces.iter().any(|piece| {
        let is_read = matches!(
            piece.what,
            What::Text(_)
                | What::Year(_)
                | What::Month
                | What::MonthName(_)
                | What::MonthShort(_)
                | What::Day
                | What::DayOfYear
                | What::DayName(_)
                | What::DayShort(_)
                | What::Hour24
                | What::Hour12
                | What::Minute
                | What::Second
                | What::Fraction(_)
                | What::HalfOfDay { .. }
                | What::ZoneHour
                | What::ZoneMinute
                | What::ZoneOffset
                | What::ZoneName(_)
        );
        !is_read
    });
    if unsupported {
        return Err(
            "it has a part that times are not read by; use YYYY, MM, Mon, DD, DDD, HH24, HH12, MI, SS, MS, US, AM, \
                    TZH, TZM"
                .into(),
        );
    }
    if !pieces.iter().any(|piece| matches!(piece.what, What::Year(_))) {
        return Err("it has no year; a pattern is written like 'YYYY-MM-DD HH24:MI:SS'".into());
    }
    Ok(())
}

#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    /// Of a clock with twelve hours: whether it is after noon.
    afternoon: Option<bool>,
    is_twelve: bool,
    minute: i64,
    second: i64,
    micros: i64,
    offset_hours: i64,
    offset_minutes: i64,
}

impl Found {
    fn piece<'a>(&mut self, piece: &Piece, rest: &'a str, is_last_digit: bool) -> Option<&'a str> {
        let number = |digits_max: usize| {
            let rest = rest.trim_start();
            let digits_max = if is_last_digit || piece.fill { 9 } else { digits_max };
            let digits = rest.bytes().take(digits_max).take_while(u8::is_ascii_digit).count();
            let value: i64 = rest[..digits].parse().ok()?;
            let mut rest = &rest[digits..];
            if piece.ordinal.is_some() {
                rest = rest.get(2..)?;
            }
            Some((value, digits, rest))
        };
        let two = || number(2).map(|(value, _, rest)| (value, rest));
        let rest = match &piece.what {
            What::Text(text) => return Some(skip(text, rest)),
            What::Year(digits) => {
                let (value, _, rest) = number(*digits)?;
                self.year = Some(match (digits, value) {
                    (4, value) => value,
                    (_, value @ 0..70) => value + 2000,
                    (_, value @ 70..100) => value + 1900,
                    (_, value @ 100..520) => value + 2000,
                    (_, value @ 520..1000) => value + 1000,
                    (_, value) => value,
                });
                rest
            }
            What::Month => {
                let (value, rest) = two()?;
                self.month = Some(value);
                rest
            }
            What::MonthName(_) | What::MonthShort(_) => {
                let short = matches!(piece.what, What::MonthShort(_));
                let (index, rest) = find_name(&MONTHS, rest.trim_start(), short)?;
                self.month = Some(index as i64 + 1);
                rest
            }
            // Not needed for the date; PostgreSQL ignores it as well.
            What::DayName(_) => find_name(&DAYS, rest.trim_start(), false)?.1,
            What::DayShort(_) => find_name(&DAYS, rest.trim_start(), true)?.1,
            What::Day => {
                let (value, rest) = two()?;
                self.day = Some(value);
                rest
            }
            What::DayOfYear => {
                let (value, _, rest) = number(3)?;
                self.day_of_year = Some(value);
                rest
            }
            What::Hour24 | What::Hour12 => {
                let (value, rest) = two()?;
                self.is_twelve = piece.what == What::Hour12;
                self.hour = value;
                rest
            }
            What::Minute => {
                let (value, rest) = two()?;
                self.minute = value;
                rest
            }
            What::Second => {
                let (value, rest) = two()?;
                self.second = value;
                rest
            }
            What::Fraction(digits_max) => {
                let (value, digits, rest) = number(*digits_max)?;
                let scale = |digits: usize| 10f64.powi(6 - digits as i32);
                self.micros = (value as f64 * scale(digits)).round_ties_even() as i64;
                rest
            }
            What::HalfOfDay { .. } => {
                let rest = rest.trim_start();
                let letters = rest.get(..2)?;
                let dotted = rest.get(..4).filter(|text| text.ends_with('.'));
                let after = match letters.to_ascii_lowercase().as_str() {
                    "am" | "a." => false,
                    "pm" | "p." => true,
                    _ => return None,
                };
                self.afternoon = Some(after);
                &rest[if dotted.is_some() { 4 } else { 2 }..]
            }
            What::ZoneHour | What::ZoneOffset => {
                let (sign, digits) = match rest.trim_start().strip_prefix('-') {
                    Some(digits) => (-1, digits),
                    None => (1, rest.trim_start().trim_start_matches('+')),
                };
                self.offset_hours = sign * digits.get(..2)?.parse::<i64>().ok()?;
                &digits[2..]
            }
            What::ZoneMinute => {
                let (value, _, rest) = number(2)?;
                self.offset_minutes = value;
                rest
            }
            What::ZoneName(_) => {
                let rest = rest.trim_start();
                let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                matches!(rest[..len].to_ascii_uppercase().as_str(), "UTC" | "GMT" | "Z").then(|| &rest[len..])?
            }
            _ => return None,
        };
        Some(rest)
    }

    fn micros(self) -> Option<i64> {
        let year = self.year.filter(|year| (1..=250_000).contains(year))?;
        let days = match self.day_of_year {
            Some(day) => {
                (1..=365 + i64::from(is_leap(year))).contains(&day).then(|| days_from_civil(year, 1, 1) + day - 1)?
            }
            None => {
                let month = self.month.unwrap_or(1);
                let day = self.day.unwrap_or(1);
                let exists = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
                exists.then(|| days_from_civil(year, month, day))?
            }
        };
        let hour = match (self.is_twelve, self.afternoon) {
            (true, Some(after)) | (false, Some(after)) if (1..=12).contains(&self.hour) => {
                self.hour % 12 + if after { 12 } else { 0 }
            }
            (true, None) if (1..=12).contains(&self.hour) => self.hour % 12,
            (true, _) => return None,
            (false, _) => self.hour,
        };
        let is_time = hour < 24 && self.minute < 60 && self.second < 60 && self.micros < MICROS_PER_SECOND;
        let sign = if self.offset_hours < 0 { -1 } else { 1 };
        let offset = (self.offset_hours * 60 + sign * self.offset_minutes) * 60;
        let seconds = (hour * 60 + self.minute) * 60 + self.second - offset;
        is_time.then_some(days * MICROS_PER_DAY + seconds * MICROS_PER_SECOND + self.micros)
    }
}

/// After what stands between the parts: a sign matches any other, letters any one character.
fn skip<'a>(text: &str, rest: &'a str) -> &'a str {
    let mut rest = rest;
    for c in text.chars() {
        let Some(next) = rest.chars().next() else { break };
        let matches = if c.is_ascii_alphanumeric() { true } else { !next.is_ascii_alphanumeric() };
        if matches {
            rest = &rest[next.len_utf8()..];
        }
    }
    rest
}

fn find_name<'a>(names: &[&str], text: &'a str, short: bool) -> Option<(usize, &'a str)> {
    names.iter().enumerate().find_map(|(index, name)| {
        let name = if short { &name[..3] } else { *name };
        let start = text.get(..name.len())?;
        start.eq_ignore_ascii_case(name).then(|| (index, &text[name.len()..]))
    })
}
