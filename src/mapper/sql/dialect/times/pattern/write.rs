//! Writes times by the pieces of a pattern.

use std::fmt::Write;

use super::super::fields::{Number, TimeField, day_of_year, iso_week, weekday};
use super::super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use super::super::interval::Interval;
use super::{Case, DAYS, MONTHS, Piece, ROMAN, What};
use crate::codec::civil::civil_from_days;

fn write_cased(text: &str, case: Case, out: &mut String) {
    match case {
        Case::Upper => out.extend(text.chars().map(|c| c.to_ascii_uppercase())),
        Case::Capital => out.push_str(text),
        Case::Lower => out.extend(text.chars().map(|c| c.to_ascii_lowercase())),
    }
}

/// Writes a time, in microseconds since the epoch.
pub(in super::super) fn write(pieces: &[Piece], micros: i64, has_zone: bool, out: &mut String) {
    let (days, of_day) = (micros.div_euclid(MICROS_PER_DAY), micros.rem_euclid(MICROS_PER_DAY));
    let (year, month, day) = civil_from_days(days);
    let shown_year = |year: i64| if year > 0 { year } else { 1 - year };
    let second = of_day / MICROS_PER_SECOND;
    let hour = second / 3600;
    for Piece { what, fill, ordinal } in pieces {
        let start = out.len();
        let mut number = |value: i64, digits: usize| {
            let digits = if *fill { 0 } else { digits };
            _ = write!(out, "{value:0digits$}");
        };
        match what {
            What::Text(text) => out.push_str(text),
            What::Year(4) => number(shown_year(year), 4),
            What::Year(digits) => number(shown_year(year) % 10i64.pow(*digits as u32), *digits),
            What::YearWithComma => {
                _ = write!(out, "{},{:03}", shown_year(year) / 1000, shown_year(year) % 1000);
            }
            What::IsoYear(4) => number(shown_year(iso_week(days).0), 4),
            What::IsoYear(digits) => number(shown_year(iso_week(days).0) % 10i64.pow(*digits as u32), *digits),
            What::Month => number(month, 2),
            What::Day => number(day, 2),
            What::DayOfYear => number(day_of_year(days), 3),
            What::IsoDayOfYear => number((iso_week(days).1 - 1) * 7 + weekday(days), 3),
            What::DayOfWeek => number(weekday(days) % 7 + 1, 1),
            What::IsoDayOfWeek => number(weekday(days), 1),
            What::Hour24 => number(hour, 2),
            What::Hour12 => number((hour + 11) % 12 + 1, 2),
            What::Minute => number(second / 60 % 60, 2),
            What::Second => number(second % 60, 2),
            What::Fraction(digits) => {
                let value = of_day % MICROS_PER_SECOND / 10i64.pow(6 - *digits as u32);
                _ = write!(out, "{value:0digits$}");
            }
            What::SecondOfDay => number(second, 1),
            What::WeekOfMonth => number((day - 1) / 7 + 1, 1),
            What::WeekOfYear => number((day_of_year(days) - 1) / 7 + 1, 2),
            What::IsoWeek => number(iso_week(days).1, 2),
            What::Quarter => number((month - 1) / 3 + 1, 1),
            What::Century => match TimeField::Century.of(micros) {
                Number::Whole(century) => number(century, 2),
                Number::Fraction(_) => {}
            },
            What::Julian => number(days + 2_440_588, 1),
            What::MonthName(case) => name(MONTHS[month as usize - 1], *case, *fill, out),
            What::DayName(case) => name(DAYS[weekday(days) as usize - 1], *case, *fill, out),
            What::MonthShort(case) => write_cased(&MONTHS[month as usize - 1][..3], *case, out),
            What::DayShort(case) => write_cased(&DAYS[weekday(days) as usize - 1][..3], *case, out),
            What::MonthRoman(case) => {
                write_cased(
                    ROMAN[month as usize - 1],
                    if *case == Case::Lower { Case::Lower } else { Case::Upper },
                    out,
                );
                if !fill {
                    out.extend(std::iter::repeat_n(' ', 4usize.saturating_sub(out.len() - start)));
                }
            }
            What::HalfOfDay { case, dots } => {
                let text = match (hour < 12, dots) {
                    (true, false) => "AM",
                    (false, false) => "PM",
                    (true, true) => "A.M.",
                    (false, true) => "P.M.",
                };
                write_cased(text, if *case == Case::Lower { Case::Lower } else { Case::Upper }, out);
            }
            What::Era { case, dots } => {
                let text = match (year > 0, dots) {
                    (true, false) => "AD",
                    (false, false) => "BC",
                    (true, true) => "A.D.",
                    (false, true) => "B.C.",
                };
                write_cased(text, if *case == Case::Lower { Case::Lower } else { Case::Upper }, out);
            }
            What::ZoneName(case) if has_zone => {
                write_cased("UTC", if *case == Case::Lower { Case::Lower } else { Case::Upper }, out);
            }
            What::ZoneName(_) => {}
            What::ZoneOffset | What::ZoneHour => out.push_str("+00"),
            What::ZoneMinute => out.push_str("00"),
        }
        if let Some(case) = ordinal {
            write_ordinal(start, *case, out);
        }
    }
}

/// Writes an interval: its hours go on above 24, and each part has its own sign, as in PostgreSQL.
///
/// # Errors
/// A part is one that intervals do not have.
pub(in super::super) fn write_span(pieces: &[Piece], span: Interval, out: &mut String) -> Result<(), String> {
    let micros = span.nanos / 1000;
    let seconds = micros / MICROS_PER_SECOND;
    let hours = seconds / 3600;
    for Piece { what, fill, ordinal } in pieces {
        let start = out.len();
        let mut number = |value: i64, digits: usize| {
            let digits = if *fill { 0 } else { digits + usize::from(value < 0) };
            _ = write!(out, "{value:0digits$}");
        };
        match what {
            What::Text(text) => out.push_str(text),
            What::Year(4) => number((span.months / 12).into(), 4),
            What::Month => number((span.months % 12).into(), 2),
            // The sign is one of the two, unlike elsewhere.
            What::Day => _ = write!(out, "{:0digits$}", span.days, digits = if *fill { 0 } else { 2 }),
            What::Hour24 => number(hours, 2),
            What::Hour12 => number(if hours % 12 == 0 { 12 } else { hours % 12 }, 2),
            What::Minute => number(seconds / 60 % 60, 2),
            What::Second => number(seconds % 60, 2),
            What::Fraction(digits) => {
                number(micros % MICROS_PER_SECOND / 10i64.pow(6 - (*digits).min(6) as u32), *digits);
            }
            What::SecondOfDay => number(seconds, 1),
            What::HalfOfDay { case, dots } => {
                let text = match (hours.rem_euclid(24) < 12, dots) {
                    (true, false) => "AM",
                    (false, false) => "PM",
                    (true, true) => "A.M.",
                    (false, true) => "P.M.",
                };
                write_cased(text, if *case == Case::Lower { Case::Lower } else { Case::Upper }, out);
            }
            _ => return Err("it has a part that intervals do not have; use DD, HH24, MI, SS, MS, US".into()),
        }
        if let Some(case) = ordinal {
            write_ordinal(start, *case, out);
        }
    }
    Ok(())
}

/// A name; PostgreSQL fills it up to nine characters.
fn name(text: &str, case: Case, fill: bool, out: &mut String) {
    write_cased(text, case, out);
    if !fill {
        out.extend(std::iter::repeat_n(' ', 9 - text.len()));
    }
}

/// `st`, `nd`, `rd` or `th` after the number that begins at `start`.
fn write_ordinal(start: usize, case: Case, out: &mut String) {
    let digits = out.as_bytes()[start..].to_vec();
    let last = digits.last().copied().unwrap_or(b'0');
    let is_teen = digits.len() >= 2 && digits[digits.len() - 2] == b'1';
    let suffix = match last {
        b'1' if !is_teen => "ST",
        b'2' if !is_teen => "ND",
        b'3' if !is_teen => "RD",
        _ => "TH",
    };
    write_cased(suffix, case, out);
}
