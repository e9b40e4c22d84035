//! Sizes of texts, and of what is made of texts.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

use super::argument::Argument;
use super::{VALUE_BYTES_MAX, bytes};

/// Steps of one `levenshtein`: texts of a thousand characters each. PostgreSQL takes 255.
pub(super) const LEVENSHTEIN_STEPS_MAX: u64 = 1_000_000;

pub(super) const LEVENSHTEIN: &str =
    "levenshtein() takes texts whose lengths multiply to at most a million characters; shorten them with left()";

/// `repeat(text, count)`.
pub(super) fn repeat(args: &[Argument], row: usize) -> u64 {
    let [text, count, ..] = args else { return 0 };
    let length = text.text(row).map_or(0, str::len) as u64;
    length.saturating_mul(count.int(row).and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

/// `lpad(text, length[, fill])` and `rpad`.
pub(super) fn pad(args: &[Argument], row: usize) -> u64 {
    let [text, length, ..] = args else { return 0 };
    let (Some(text), Some(length)) = (text.text(row), length.int(row)) else { return 0 };
    let length = u64::try_from(length).unwrap_or_default();
    let fill = match args.get(2) {
        None => " ",
        Some(fill) => fill.text(row).unwrap_or_default(),
    };
    // Without a fill nothing is added.
    let Some(widest) = fill.chars().map(char::len_utf8).max() else { return text.len() as u64 };
    // Characters take a byte at least, so that at most so many are missing.
    let missing = length.saturating_sub(text.chars().count() as u64);
    missing.saturating_mul(widest as u64).saturating_add((text.len() as u64).min(length.saturating_mul(4)))
}

/// Makes negative lengths 0: a text that is cut to a negative length is empty. DataFusion's functions calculate how much
/// memory they need from them.
pub(super) fn without_negative_length(args: &mut [ColumnarValue]) -> Result<()> {
    let Some(length) = args.get_mut(1) else { return Ok(()) };
    match length {
        ColumnarValue::Scalar(ScalarValue::Int64(Some(length))) => *length = (*length).max(0),
        ColumnarValue::Array(array) => {
            let Some(lengths) = array.as_primitive_opt::<Int64Type>() else { return Ok(()) };
            if lengths.values().iter().any(|length| *length < 0) {
                let lengths: Int64Array = lengths.unary(|length| length.max(0));
                *length = ColumnarValue::Array(std::sync::Arc::new(lengths) as ArrayRef);
            }
        }
        ColumnarValue::Scalar(_) => {}
    }
    Ok(())
}

/// `replace(text, from, to)`.
pub(super) fn replace(args: &[Argument], row: usize) -> u64 {
    let [text, from, to, ..] = args else { return 0 };
    let (Some(text), Some(from), Some(to)) = (text.text(row), from.text(row), to.text(row)) else { return 0 };
    let of = |found: usize| (text.len() as u64).saturating_add((found as u64).saturating_mul(to.len() as u64));
    let most = of(text.len() / from.len().max(1) + 1);
    // Mostly even the worst text is small enough.
    if most <= VALUE_BYTES_MAX { most } else { of(text.matches(from).count()) - removed(text, from) }
}

fn removed(text: &str, from: &str) -> u64 {
    (text.matches(from).count() * from.len()) as u64
}

/// `string_to_array(text, delimiter[, null])`.
pub(super) fn string_to_array(args: &[Argument], row: usize) -> u64 {
    let [text, delimiter, ..] = args else { return 0 };
    let Some(text) = text.text(row) else { return 0 };
    let of = |elements: usize| (text.len() as u64).saturating_add((elements as u64).saturating_mul(16));
    match delimiter.text(row) {
        // Without a delimiter every character is an element.
        None => of(text.chars().count()),
        Some("") => of(1),
        Some(delimiter) => {
            let most = of(text.len() / delimiter.len() + 1);
            if most <= VALUE_BYTES_MAX { most } else { of(text.matches(delimiter).count() + 1) }
        }
    }
}

/// `array_to_string(list, delimiter[, null])`.
pub(super) fn array_to_string(args: &[Argument], row: usize) -> u64 {
    let [list, delimiter, ..] = args else { return 0 };
    let Some(elements) = list.list(row) else { return 0 };
    let (count, held) = leaves(&elements);
    let text = |arg: Option<&Argument>| arg.and_then(|arg| arg.text(row)).map_or(0, str::len) as u64;
    held.saturating_add(count.saturating_mul(text(Some(delimiter)).saturating_add(text(args.get(2)))))
}

/// The elements of a list, also of lists in it, and the bytes of their texts.
fn leaves(elements: &dyn Array) -> (u64, u64) {
    match elements.data_type() {
        DataType::List(_) => {
            let list = elements.as_list::<i32>();
            let offsets = list.value_offsets();
            let (start, end) = (offsets[0] as usize, offsets[offsets.len() - 1] as usize);
            leaves(&list.values().slice(start, end - start))
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => (elements.len() as u64, bytes::of_array(elements)),
        // A number of 8 bytes has at most 25 digits and signs.
        _ => (elements.len() as u64, elements.len() as u64 * 25),
    }
}

/// `to_char(time, format)`: a directive of two characters writes up to thirty.
pub(super) fn to_char(args: &[Argument], row: usize) -> u64 {
    let [_, format, ..] = args else { return 0 };
    (format.text(row).map_or(0, str::len) as u64).saturating_mul(16)
}

/// `concat_ws(separator, …)`.
pub(super) fn concat_ws(args: &[Argument], row: usize) -> u64 {
    let [separator, rest @ ..] = args else { return 0 };
    let separators = separator.bytes(row).saturating_mul(rest.len() as u64);
    rest.iter().map(|arg| arg.bytes(row)).fold(separators, u64::saturating_add)
}

/// Steps of `levenshtein(a, b)`.
pub(super) fn levenshtein(args: &[Argument], row: usize) -> u64 {
    let [a, b, ..] = args else { return 0 };
    let length = |arg: &Argument| arg.text(row).map_or(0, |text| text.chars().count()) as u64;
    length(a).saturating_mul(length(b))
}
