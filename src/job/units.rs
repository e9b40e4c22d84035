//! Durations, sizes, shares and starting points as a job file writes them.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use arrow::compute::kernels::cast_utils::string_to_timestamp_nanos;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::Start;

/// A type that a job file writes as one text.
trait FromText: Sized {
    /// What is expected, with an example.
    const EXPECTED: &'static str;
    /// A regular expression for editors; the parser decides.
    const PATTERN: &'static str;
    /// The types that YAML may take such a text for.
    const TYPES: &'static [&'static str] = &["string"];

    fn from_text(text: &str) -> Option<Self>;
}

/// A whole number with a unit: ms, s, m, h or d.
#[derive(Clone, Copy)]
pub struct Age(pub Duration);

/// A number of bytes with a unit: B, KiB, MiB, GiB, KB, MB or GB.
#[derive(Clone, Copy)]
pub struct Size(pub usize);

/// A part of a whole: `50%` or `0.5`.
#[derive(Clone, Copy)]
pub struct Share(pub f64);

/// `earliest`, `latest` or a time by RFC 3339.
#[derive(Clone, Copy)]
pub struct StartAt(pub Start);

impl FromText for Age {
    const EXPECTED: &'static str = "expected a whole number with a unit (ms, s, m, h or d), such as 100ms";
    const PATTERN: &'static str = r"^[0-9]+ ?(ms|s|m|h|d)$";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let unit_ms = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        number.checked_mul(unit_ms).map(|ms| Self(Duration::from_millis(ms)))
    }
}

impl FromText for Size {
    const EXPECTED: &'static str =
        "expected a whole number with a unit (B, KiB, MiB, GiB, KB, MB or GB), such as 16MiB";
    const PATTERN: &'static str = "^[0-9]+ ?(B|KiB|MiB|GiB|KB|MB|GB)$";

    fn from_text(text: &str) -> Option<Self> {
        let (number, unit) = split(text)?;
        let unit_bytes = match unit {
            "B" => 1,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            _ => return None,
        };
        number.checked_mul(unit_bytes).and_then(|bytes| usize::try_from(bytes).ok()).map(Self)
    }
}

impl FromText for Share {
    const EXPECTED: &'static str = "expected a share from 0 to 1 or in percent, such as 0.5 or 50%";
    const PATTERN: &'static str = r"^[0-9]*\.?[0-9]+%?$";
    const TYPES: &'static [&'static str] = &["string", "number"];

    fn from_text(text: &str) -> Option<Self> {
        let share = match text.strip_suffix('%') {
            Some(percent) => percent.trim_end().parse::<f64>().ok()? / 100.0,
            None => text.parse().ok()?,
        };
        (0.0..=1.0).contains(&share).then_some(Self(share))
    }
}

impl FromText for StartAt {
    const EXPECTED: &'static str = "expected earliest, latest or a time with its zone, such as 2026-01-31T00:00:00Z";
    const PATTERN: &'static str = "^(earliest|latest|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].*)$";

    fn from_text(text: &str) -> Option<Self> {
        match text {
            "earliest" => Some(Self(Start::Earliest)),
            "latest" => Some(Self(Start::Latest)),
            time => {
                // Arrow reads more than RFC 3339 has: dates alone and times without a zone, where a zone would be guessed.
                let (_, zone) = time.split_at_checked("2026-01-31T00:00:00".len())?;
                let zoned = zone.ends_with(['Z', 'z']) || zone.contains(['+', '-']);
                let nanos = string_to_timestamp_nanos(time).ok().filter(|_| zoned)?;
                Some(Self(Start::Time(nanos.div_euclid(1_000_000))))
            }
        }
    }
}

/// A whole number and the unit behind it, with at most one space between them.
fn split(text: &str) -> Option<(u64, &str)> {
    let (number, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    Some((number.parse().ok()?, unit.strip_prefix(' ').unwrap_or(unit)))
}

/// A duration as a job file writes it, for messages.
pub fn show_duration(duration: Duration) -> String {
    let ms = duration.as_millis();
    [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")]
        .into_iter()
        .find(|(unit_ms, _)| ms >= *unit_ms && ms.is_multiple_of(*unit_ms))
        .map_or_else(|| format!("{ms}ms"), |(unit_ms, unit)| format!("{}{unit}", ms / unit_ms))
}

/// A size as a job file writes it, for messages.
pub fn show_size(bytes: usize) -> String {
    [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        .into_iter()
        .find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit))
        .map_or_else(|| format!("{bytes}B"), |(unit, name)| format!("{}{name}", bytes / unit))
}

struct TextVisitor<T>(std::marker::PhantomData<T>);

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).ok_or_else(|| E::custom(T::EXPECTED))
    }
}

macro_rules! written_as_text {
    ($($type:ident),*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(TextVisitor(std::marker::PhantomData))
            }
        }

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": $type::TYPES, "pattern": $type::PATTERN })
            }
        }
    )*};
}

written_as_text!(Age, Size, Share, StartAt);

#[cfg(test)]
mod tests;
