//! Patterns of `to_char`, `to_date` and `to_timestamp`: PostgreSQL's (`YYYY-MM-DD`), and those of Java and Spark for
//! `date_format` (`yyyy-MM-dd`).

use std::fmt::Write;

use super::fields::{TimeField, day_of_year, iso_week, weekday};
use super::function::{MICROS_PER_DAY, MICROS_PER_SECOND};
use crate::codec::civil::civil_from_days;

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) what: What,
    /// `FM`: without zeros and blanks that fill up.
    pub(super) fill: bool,
    /// `TH` or `th`: 1st, 2nd.
    pub(super) ordinal: Option<Case>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Capital,
    Lower,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Text(String),
    /// So many digits of the year at its end; 4: the whole year.
    Year(usize),
    YearWithComma,
    IsoYear(usize),
    Month,
    MonthName(Case),
    MonthShort(Case),
    MonthRoman(Case),
    Day,
    DayOfYear,
    IsoDayOfYear,
    /// Sunday is 1.
    DayOfWeek,
    IsoDayOfWeek,
    DayName(Case),
    DayShort(Case),
    Hour24,
    Hour12,
    Minute,
    Second,
    /// So many digits of the second's fraction.
    Fraction(usize),
    SecondOfDay,
    HalfOfDay {
        case: Case,
        dots: bool,
    },
    Era {
        case: Case,
        dots: bool,
    },
    WeekOfMonth,
    WeekOfYear,
    IsoWeek,
    Quarter,
    Century,
    Julian,
    ZoneName(Case),
    ZoneOffset,
    ZoneHour,
    ZoneMinute,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// PostgreSQL's words; of two that begin alike the longer stands first.
const WORDS: [(&str, fn(Case) -> What); 54] = [
    ("A.D.", |case| What::Era { case, dots: true }),
    ("A.M.", |case| What::HalfOfDay { case, dots: true }),
    ("AD", |case| What::Era { case, dots: false }),
    ("AM", |case| What::HalfOfDay { case, dots: false }),
    ("B.C.", |case| What::Era { case, dots: true }),
    ("BC", |case| What::Era { case, dots: false }),
    ("CC", |_| What::Century),
    ("DAY", What::DayName),
    ("DDD", |_| What::DayOfYear),
    ("DD", |_| What::Day),
    ("DY", What::DayShort),
    ("D", |_| What::DayOfWeek),
    ("FF1", |_| What::Fraction(1)),
    ("FF2", |_| What::Fraction(2)),
    ("FF3", |_| What::Fraction(3)),
    ("FF4", |_| What::Fraction(4)),
    ("FF5", |_| What::Fraction(5)),
    ("FF6", |_| What::Fraction(6)),
    ("HH24", |_| What::Hour24),
    ("HH12", |_| What::Hour12),
    ("HH", |_| What::Hour12),
    ("IDDD", |_| What::IsoDayOfYear),
    ("ID", |_| What::IsoDayOfWeek),
    ("IW", |_| What::IsoWeek),
    ("IYYY", |_| What::IsoYear(4)),
    ("IYY", |_| What::IsoYear(3)),
    ("IY", |_| What::IsoYear(2)),
    ("I", |_| What::IsoYear(1)),
    ("J", |_| What::Julian),
    ("MI", |_| What::Minute),
    ("MM", |_| What::Month),
    ("MONTH", What::MonthName),
    ("MON", What::MonthShort),
    ("MS", |_| What::Fraction(3)),
    ("OF", |_| What::ZoneOffset),
    ("P.M.", |case| What::HalfOfDay { case, dots: true }),
    ("PM", |case| What::HalfOfDay { case, dots: false }),
    ("Q", |_| What::Quarter),
    ("RM", What::MonthRoman),
    ("SSSSS", |_| What::SecondOfDay),
    ("SSSS", |_| What::SecondOfDay),
    ("SS", |_| What::Second),
    ("TZH", |_| What::ZoneHour),
    ("TZM", |_| What::ZoneMinute),
    ("TZ", What::ZoneName),
    ("US", |_| What::Fraction(6)),
    ("WW", |_| What::WeekOfYear),
    ("W", |_| What::WeekOfMonth),
    ("Y,YYY", |_| What::YearWithComma),
    ("YYYY", |_| What::Year(4)),
    ("YYY", |_| What::Year(3)),
    ("YY", |_| What::Year(2)),
    ("Y", |_| What::Year(1)),
    ("FX", |_| What::Text(String::new())),
];

/// The pieces of a pattern of PostgreSQL.
///
/// # Errors
/// The pattern means something else there than its author thinks.
pub(super) fn postgres(pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = vec![];
    let mut rest = pattern;
    let mut fill = false;
    'pieces: while let Some(first) = rest.chars().next() {
        if first == '"' {
            rest = quoted(&rest[1..], '"', &mut pieces);
            continue;
        }
        let begins = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        // TM is for other languages, of which there is none here, and fills up as little.
        if begins("FM") || begins("TM") {
            (fill, rest) = (true, &rest[2..]);
            continue;
        }
        for (word, what) in WORDS {
            if begins(word) {
                let case = case_of(&rest[..word.len()]);
                rest = &rest[word.len()..];
                let mut piece = Piece { what: what(case), fill, ordinal: None };
                fill = false;
                if rest.get(..2).is_some_and(|suffix| suffix.eq_ignore_ascii_case("th")) {
                    if rest[2..].starts_with(['0', '1', '2', 'H', 'h']) {
                        return Err("TH after a number means 1st, 2nd, 3rd; write \"T\" in double quotes".into());
                    }
                    piece.ordinal = Some(if rest.starts_with("th") { Case::Lower } else { Case::Upper });
                    rest = &rest[2..];
                }
                pieces.push(piece);
                continue 'pieces;
            }
        }
        push_text(first, &mut pieces);
        rest = &rest[first.len_utf8()..];
    }
    let minutes = pieces.windows(3).any(|three| {
        let colon = matches!(&three[1].what, What::Text(text) if text == ":");
        let [before, after] = [&three[0].what, &three[2].what];
        colon
            && (matches!((before, after), (What::Hour24 | What::Hour12, What::Month))
                || matches!((before, after), (What::Month, What::Second)))
    });
    match minutes {
        true => Err("MM is the month; the minute is MI: HH24:MI:SS".into()),
        false => Ok(pieces),
    }
}

/// The pieces of a pattern of Java, as Spark and Flink take it.
///
/// # Errors
/// A letter is not known.
pub(super) fn java(pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = vec![];
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = match rest.strip_prefix("''") {
                Some(after) => {
                    push_text('\'', &mut pieces);
                    after
                }
                None => quoted(&rest[1..], '\'', &mut pieces),
            };
            continue;
        }
        let count = rest.chars().take_while(|c| *c == first).count();
        if !first.is_ascii_alphabetic() {
            push_text(first, &mut pieces);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let what = match (first, count) {
            ('y' | 'u', 2) => What::Year(2),
            ('y' | 'u', 1 | 4) => What::Year(4),
            ('M' | 'L', 1 | 2) => What::Month,
            ('M' | 'L', 3) => What::MonthShort(Case::Capital),
            ('M' | 'L', 4) => What::MonthName(Case::Capital),
            ('d', 1 | 2) => What::Day,
            ('D', 1..=3) => What::DayOfYear,
            ('H', 1 | 2) => What::Hour24,
            ('h', 1 | 2) => What::Hour12,
            ('m', 1 | 2) => What::Minute,
            ('s', 1 | 2) => What::Second,
            ('S', 1..=6) => What::Fraction(count),
            ('a', 1) => What::HalfOfDay { case: Case::Upper, dots: false },
            ('E', 1..=3) => What::DayShort(Case::Capital),
            ('E', 4) => What::DayName(Case::Capital),
            ('Q' | 'q', 1) => What::Quarter,
            _ => {
                return Err(format!(
                    "'{}' is not known in patterns such as yyyy-MM-dd HH:mm:ss; to_char() takes PostgreSQL's: \
                     to_char(t, 'YYYY-MM-DD HH24:MI:SS')",
                    &rest[..count]
                ));
            }
        };
        let names = matches!(what, What::DayName(_) | What::MonthName(_));
        pieces.push(Piece { what, fill: names || count == 1, ordinal: None });
        rest = &rest[count..];
    }
    Ok(pieces)
}

/// Takes a quoted text; gives what comes after it.
fn quoted<'a>(text: &'a str, quote: char, pieces: &mut Vec<Piece>) -> &'a str {
    let end = text.find(quote).unwrap_or(text.len());
    text[..end].chars().for_each(|c| push_text(c, pieces));
    text.get(end + 1..).unwrap_or_default()
}

fn push_text(c: char, pieces: &mut Vec<Piece>) {
    if let Some(Piece { what: What::Text(text), .. }) = pieces.last_mut() {
        text.push(c);
        return;
    }
    pieces.push(Piece { what: What::Text(c.into()), fill: false, ordinal: None });
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.is_ascii_uppercase());
    match (letters.next(), letters.next()) {
        (Some(true), Some(true) | None) => Case::Upper,
        (Some(true), Some(false)) => Case::Capital,
        _ => Case::Lower,
    }
}

fn write_cased(text: &str, case: Case, out: &mut String) {
    match case {
        Case::Upper => out.extend(text.chars().map(|c| c.to_ascii_uppercase())),
        Case::Capital => out.push_str(text),
        Case::Lower => out.extend(text.chars().map(|c| c.to_ascii_lowercase())),
    }
}

/// Writes a time, in microseconds since the epoch.
pub(super) fn write(pieces: &[Piece], micros: i64, has_zone: bool, out: &mut String) {
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
                super::fields::Number::Whole(century) => number(century, 2),
                super::fields::Number::Fraction(_) => {}
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

/// Reads a time by a pattern: microseconds since the epoch, as an instant. `None`: it does not have that form.
pub(super) fn read(pieces: &[Piece], text: &str) -> Option<i64> {
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
pub(super) fn check_read(pieces: &[Piece]) -> Result<(), String> {
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
        use crate::codec::civil::{days_from_civil, days_in_month, is_leap};
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
