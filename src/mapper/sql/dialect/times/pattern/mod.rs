//! Patterns of `to_char`, `to_date` and `to_timestamp`: PostgreSQL's (`YYYY-MM-DD`), and those of Java and Spark for
//! `date_format` (`yyyy-MM-dd`).
//!
//! `parse` makes pieces of a pattern, `write` writes a time by them, `read` reads one.

mod parse;
mod read;
mod write;

pub(super) use parse::{java, postgres};
pub(super) use read::{check_read, read};
pub(super) use write::{write, write_span};

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

pub(super) const MONTHS: [&str; 12] = [
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
pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
