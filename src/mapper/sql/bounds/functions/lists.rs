//! Sizes of lists.

use super::argument::Argument;
use super::bytes;

/// `array_repeat(value, count)`.
pub(super) fn repeat(args: &[Argument], row: usize) -> u64 {
    let [value, count, ..] = args else { return 0 };
    let count = count.int(row).and_then(|count| u64::try_from(count).ok()).unwrap_or_default();
    value.bytes_as_element(row).saturating_mul(count)
}

/// `array_resize(list, length[, value])`.
pub(super) fn resize(args: &[Argument], row: usize) -> u64 {
    let [list, length, ..] = args else { return 0 };
    let Some(elements) = list.list(row) else { return 0 };
    let length = length.int(row).and_then(|length| u64::try_from(length).ok()).unwrap_or_default();
    let added = length.saturating_sub(elements.len() as u64);
    let value = args.get(2).map_or(0, |value| value.bytes_as_element(row)).max(bytes::of_null(&elements));
    list.bytes(row).saturating_add(value.saturating_mul(added))
}
