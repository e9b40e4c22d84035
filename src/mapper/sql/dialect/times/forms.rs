//! Forms of dates and times other than ISO 8601's usual one: with the name of the month, as in RFC 2822, with the day of the
//! year, with AM and PM. What can be two dates, such as `02/09/2024`, is none.

use super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use super::pattern::{DAYS, MONTHS};
use super::read::{Rest, TimeText, day_of};
use crate::codec::civil::{days_from_civil, is_leap};
use crate::functions::Zone;

/// Reads a text that has one of these forms.
pub(super) fn read(text: &str) -> Option<TimeText> {
    let mut found = Found::default();
    let mut words = text.split([' ', ',', '\t']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        match found.word(word)? {
            Next::Word => {}
            // A zone may have several words, and ends the text.
            Next::Zone => {
                let rest = std::iter::once(word).chain(words).collect::<Vec<_>>();
                found.zone(&rest.join(" "))?;
                break;
            }
        }
    }
    found.time()
}

/// Whether a text is a date whose parts may stand in two orders.
pub(super) fn is_ambiguous(text: &str) -> bool {
    let date = text.split_whitespace().next().unwrap_or_default();
    ['/', '.', '-'].into_iter().any(|separator| {
        let parts: Vec<_> = date.split(separator).collect();
        let digits =
            |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        matches!(parts.as_slice(), [one, two, year] if digits(one, 2) && digits(two, 2) && digits(year, 4))
    })
}

enum Next {
    Word,
    Zone,
}

#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    /// The whole date, where one word says it.
    days: Option<i64>,
    of_day: Option<i64>,
    afternoon: Option<bool>,
    zone: Option<Zone>,
}

/// Keeps what is said once.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

/// The place of a name, or of its first three letters or more: `Feb`, `Febr.`, `February`.
fn named(names: &[&str], word: &str) -> Option<i64> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let begins =
        |name: &&str| word.len() >= 3 && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    names.iter().position(begins).map(|index| index as i64)
}

/// Digits, at most so many.
fn digits(word: &str, most: usize) -> Option<i64> {
    let plain = (1..=most).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

impl Found {
    fn word(&mut self, word: &str) -> Option<Next> {
        if named(&DAYS, word).is_some() {
            // Not needed for the date; PostgreSQL ignores it as well.
        } else if let Some(month) = named(&MONTHS, word) {
            once(&mut self.month, month + 1)?;
        } else if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") {
            self.of_day?;
            once(&mut self.afternoon, word.eq_ignore_ascii_case("pm"))?;
        } else if self.of_day.is_none() && word.contains(':') {
            return self.clock(word);
        } else if let Some(number) = digits(word, 4) {
            match word.len() {
                4 => once(&mut self.year, number)?,
                1 | 2 => once(&mut self.day, number)?,
                _ => return None,
            }
        } else if self.of_day.is_some() && self.zone.is_none() && !word.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(if self.year.is_some() || self.days.is_some() { Next::Zone } else { self.short_zone(word)? });
        } else {
            self.date(word)?;
        }
        Some(Next::Word)
    }

    /// `10:20:30`, with a zone or AM or PM right behind it.
    fn clock(&mut self, word: &str) -> Option<Next> {
        // 2024-02-09T10:20 is a date and a time.
        if let Some((date, clock)) = word.split_once(['T', 't']).filter(|(date, _)| date.len() >= 6) {
            self.date(date)?;
            return self.clock(clock);
        }
        let mut rest = Rest(word);
        once(&mut self.of_day, rest.time()?)?;
        match rest.0 {
            "" => {}
            half if half.eq_ignore_ascii_case("am") => once(&mut self.afternoon, false)?,
            half if half.eq_ignore_ascii_case("pm") => once(&mut self.afternoon, true)?,
            zone => self.zone(zone)?,
        }
        Some(Next::Word)
    }

    /// The zone between the time and the year, as `date` prints it.
    fn short_zone(&mut self, word: &str) -> Option<Next> {
        self.zone(word)?;
        Some(Next::Word)
    }

    fn zone(&mut self, text: &str) -> Option<()> {
        let zone = Rest(text).zone()??;
        once(&mut self.zone, zone)
    }

    /// `2024/02/09`, `2024-060`, `9-Feb-2024`, `2024-Feb-09`, `Feb-09-2024`.
    fn date(&mut self, word: &str) -> Option<()> {
        let separator = ['-', '/', '.'].into_iter().find(|separator| word.contains(*separator))?;
        let parts: Vec<_> = word.split(separator).collect();
        let year = |part: &str| if part.len() == 4 { digits(part, 4) } else { None };
        match parts.as_slice() {
            [first, doy] if doy.len() == 3 && separator != '/' => {
                let (year, doy) = (year(first)?, digits(doy, 3)?);
                let exists = year >= 1 && (1..=365 + i64::from(is_leap(year))).contains(&doy);
                once(&mut self.days, exists.then(|| days_from_civil(year, 1, 1) + doy - 1)?)
            }
            [first, second, third] => {
                let (found, month, day) = if let Some(found) = year(first) {
                    let month = named(&MONTHS, second).map(|month| month + 1).or_else(|| digits(second, 2))?;
                    (found, month, third)
                } else if let Some(month) = named(&MONTHS, first) {
                    (year(third)?, month + 1, second)
                } else {
                    (year(third)?, named(&MONTHS, second)? + 1, first)
                };
                once(&mut self.days, day_of(found, month, digits(day, 2)?)?)
            }
            _ => None,
        }
    }

    fn time(self) -> Option<TimeText> {
        let date = match (self.days, self.year, self.month, self.day) {
            (Some(days), None, None, None) => days,
            (None, Some(year), Some(month), Some(day)) => day_of(year, month, day)?,
            _ => return None,
        };
        let of_day = self.of_day.unwrap_or(0);
        let of_day = match self.afternoon {
            None => of_day,
            Some(afternoon) => on_clock_of_twelve(of_day, afternoon)?,
        };
        TimeText::new(date, of_day, self.zone)
    }
}

/// Microseconds since midnight of what a clock with twelve hours shows.
pub(super) fn on_clock_of_twelve(of_day: i64, afternoon: bool) -> Option<i64> {
    const HOUR: i64 = 3600 * MICROS_PER_SECOND;
    if of_day >= 13 * HOUR {
        return None;
    }
    Some(of_day % (12 * HOUR) + if afternoon { MICROS_PER_DAY / 2 } else { 0 })
}
