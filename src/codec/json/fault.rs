//! What can be wrong with a JSON value, and how it is told.

use crate::codec::reason;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    Syntax,
    TooDeep,
    Utf8,
    Surrogate,
    WrongType,
    OutOfRange,
    Missing,
    TooLarge,
}

impl Problem {
    /// The label that counts it.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Syntax => reason::JSON_SYNTAX,
            Self::TooDeep => reason::TOO_DEEP,
            Self::Utf8 | Self::Surrogate => reason::UTF8,
            Self::WrongType => reason::WRONG_TYPE,
            Self::OutOfRange => reason::OUT_OF_RANGE,
            Self::Missing => reason::MISSING,
            Self::TooLarge => reason::TOO_LARGE,
        }
    }
}

/// What is wrong where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) problem: Problem,
    /// What should have stood there.
    pub(super) expected: &'static str,
    /// Position in the arena.
    pub(super) at: usize,
}

impl Fault {
    #[cold]
    #[inline(never)]
    pub(super) fn new(problem: Problem, expected: &'static str, at: usize) -> Self {
        Self { problem, expected, at }
    }

    /// One line for the dead letter. `value` is the message, `start` its position in the arena, `place` the column and
    /// the fields within it. Says what kind of thing was found, never the thing.
    pub(super) fn message(&self, value: &[u8], start: usize, place: Option<&str>) -> String {
        let at = self.at.saturating_sub(start).min(value.len());
        let expected = self.expected;
        let found = kind(value, at);
        let text = match self.problem {
            Problem::Syntax => return format!("not JSON: expected {expected} at byte {at}, found {found}"),
            Problem::TooDeep => return format!("nested deeper than 127 levels at byte {at}"),
            Problem::Utf8 => return format!("not UTF-8 at byte {at}"),
            Problem::TooLarge => return format!("lies at byte {} of its window, beyond the 2 GiB limit", self.at),
            Problem::Surrogate => format!("half of a surrogate pair in the text at byte {at}"),
            Problem::WrongType => format!("expected {expected}, found {found} at byte {at}"),
            Problem::OutOfRange => format!("expected {expected}, found {found} at byte {at} that does not fit"),
            Problem::Missing => "required, but missing or null".into(),
        };
        match place {
            Some(place) => format!("column {place}: {text}"),
            None => text,
        }
    }
}

/// The kind of what stands at `at`.
fn kind(value: &[u8], at: usize) -> &'static str {
    match value.get(at) {
        None => "the end",
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'}' | b']') => "a closing bracket",
        Some(b',') => "a comma",
        Some(b':') => "a colon",
        Some(b'-' | b'0'..=b'9') => {
            let number = &value[at..];
            let len = number.iter().position(|c| !matches!(c, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
            let number = &number[..len.unwrap_or(number.len())];
            if number.iter().any(|c| matches!(c, b'.' | b'e' | b'E')) { "a fractional number" } else { "a number" }
        }
        Some(_) if value[at..].starts_with(b"true") || value[at..].starts_with(b"false") => "a boolean",
        Some(_) if value[at..].starts_with(b"null") => "null",
        Some(..0x20) => "a control character",
        Some(b'\\') => "a backslash",
        Some(_) => "something else",
    }
}
