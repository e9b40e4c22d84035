//! Sample values: what a column may have. A call that fails for all of them fails for whatever an event has, so among
//! them has to be one that works for every literal that is right.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::format::{Item, StrftimeItems};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::ScalarValue;

/// Texts that functions read: numbers, times, truth values, codes of bytes, JSON, addresses.
const TEXTS: [&str; 14] = [
    "1",
    "2024-02-29T12:34:56Z",
    "2024-02-29",
    "12:34:56",
    "abc",
    "",
    "true",
    "1 day",
    "61626364",
    "YWJj",
    "{\"a\": [1]}",
    "[1]",
    "https://example.com/?a=1",
    "0.5",
];

/// 2024-02-29T12:34:56Z: a leap day, with every part of the time different.
const SECONDS: i64 = 1_709_210_096;

/// Years, months, days, counts, positions. 2024 is a leap year.
const NUMBERS: [i64; 7] = [1, 0, -1, 2, 2024, 10, 100];

/// Values of this type, the most ordinary first. Empty for a type that has no samples.
pub(super) fn samples(data_type: &DataType) -> Vec<ScalarValue> {
    use ScalarValue as V;
    let numbers = || NUMBERS.iter().filter_map(|n| V::from(*n).cast_to(data_type).ok());
    let timestamp = |per_second: i64, days: i64| Some((SECONDS + days * 86_400) * per_second);
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            TEXTS.iter().filter_map(|text| V::from(*text).cast_to(data_type).ok()).collect()
        }
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => ["abcd", "", "61"]
            .iter()
            .filter_map(|b| V::Binary(Some(b.as_bytes().to_vec())).cast_to(data_type).ok())
            .collect(),
        DataType::Boolean => vec![V::Boolean(Some(true)), V::Boolean(Some(false))],
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let fractions = [0.5, -0.25, 1.5].into_iter().filter_map(|f: f64| V::from(f).cast_to(data_type).ok());
            numbers().chain(fractions).collect()
        }
        number if number.is_numeric() => {
            let least = match number {
                DataType::Decimal32(p, s) => Some(V::Decimal32(Some(1), *p, *s)),
                DataType::Decimal64(p, s) => Some(V::Decimal64(Some(1), *p, *s)),
                DataType::Decimal128(p, s) => Some(V::Decimal128(Some(1), *p, *s)),
                _ => None,
            };
            numbers().chain(least).collect()
        }
        DataType::Date32 => vec![V::Date32(Some(19_782)), V::Date32(Some(0))],
        DataType::Date64 => vec![V::Date64(Some(SECONDS / 86_400 * 86_400_000))],
        DataType::Timestamp(unit, zone) => [0, 1, -20_000]
            .into_iter()
            .map(|days| match unit {
                TimeUnit::Second => V::TimestampSecond(timestamp(1, days), zone.clone()),
                TimeUnit::Millisecond => V::TimestampMillisecond(timestamp(1_000, days), zone.clone()),
                TimeUnit::Microsecond => V::TimestampMicrosecond(timestamp(1_000_000, days), zone.clone()),
                TimeUnit::Nanosecond => V::TimestampNanosecond(timestamp(1_000_000_000, days), zone.clone()),
            })
            .collect(),
        DataType::Time32(_) | DataType::Time64(_) | DataType::Interval(_) | DataType::Duration(_) => {
            [1, 0, 86_399].iter().filter_map(|n| V::from(*n).cast_to(data_type).ok()).chain(parsed(data_type)).collect()
        }
        DataType::List(item) | DataType::LargeList(item) => {
            let items = samples(item.data_type());
            let lists = [3, 1, 0]
                .into_iter()
                .map(|count| V::new_list_nullable(&items[..count.min(items.len())], item.data_type()));
            lists.filter_map(|list| V::List(list).cast_to(data_type).ok()).collect()
        }
        DataType::Struct(_) | DataType::Map(..) => vec![],
        _ => vec![],
    }
}

fn parsed(data_type: &DataType) -> impl Iterator<Item = ScalarValue> {
    ["1 day", "12:34:56"].into_iter().filter_map(|text| ScalarValue::from(text).cast_to(data_type).ok())
}

/// A time in this format of `%` codes. `None` when the format is wrong.
pub(super) fn formatted(format: &str) -> Option<String> {
    let items: Vec<_> = StrftimeItems::new(format).collect();
    if items.contains(&Item::Error) {
        return None;
    }
    let time = chrono::DateTime::from_timestamp(SECONDS, 789_000_000)?.fixed_offset();
    let mut text = String::new();
    write!(text, "{}", time.format_with_items(items.into_iter())).ok().map(|()| text)
}

/// Times, for a function that writes them in a format.
pub(super) fn times() -> Vec<ScalarValue> {
    samples(&DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("+00:00"))))
}
