//! How many bytes values take, counted by what they hold: a text view counts its text, not the buffers that it points into.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::DataType;

/// Bytes of a value, without its place in the array.
pub(super) fn of_value(array: &dyn Array, row: usize) -> u64 {
    of_range(array, row, row + 1)
}

/// Bytes of a value in a list, with its place there.
pub(super) fn of_element(array: &dyn Array, row: usize) -> u64 {
    of_elements(array, row, row + 1)
}

/// Bytes of a null in a list of these values.
pub(super) fn of_null(values: &dyn Array) -> u64 {
    place(values.data_type()) + values.data_type().primitive_width().unwrap_or(1) as u64
}

/// Bytes of all values.
pub(super) fn of_array(array: &dyn Array) -> u64 {
    of_range(array, 0, array.len())
}

fn of_range(array: &dyn Array, from: usize, to: usize) -> u64 {
    let rows = (to - from) as u64;
    let span = |offsets: &[i32]| (offsets[from] as usize, offsets[to] as usize);
    match array.data_type() {
        DataType::Utf8 => {
            let (start, end) = span(array.as_string::<i32>().value_offsets());
            (end - start) as u64
        }
        DataType::Binary => {
            let (start, end) = span(array.as_binary::<i32>().value_offsets());
            (end - start) as u64
        }
        DataType::LargeUtf8 => {
            let offsets = array.as_string::<i64>().value_offsets();
            (offsets[to] - offsets[from]) as u64
        }
        DataType::LargeBinary => {
            let offsets = array.as_binary::<i64>().value_offsets();
            (offsets[to] - offsets[from]) as u64
        }
        // The low half of a view is the length.
        DataType::Utf8View => array.as_string_view().views()[from..to].iter().map(|view| u64::from(*view as u32)).sum(),
        DataType::BinaryView => {
            array.as_binary_view().views()[from..to].iter().map(|view| u64::from(*view as u32)).sum()
        }
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            let (start, end) = span(list.value_offsets());
            of_elements(list.values(), start, end)
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            let offsets = list.value_offsets();
            of_elements(list.values(), offsets[from] as usize, offsets[to] as usize)
        }
        DataType::FixedSizeList(_, length) => {
            let length = *length as usize;
            of_elements(array.as_fixed_size_list().values(), from * length, to * length)
        }
        DataType::Map(..) => {
            let map = array.as_map();
            let (start, end) = span(map.value_offsets());
            of_elements(map.entries(), start, end)
        }
        DataType::Struct(_) => array.as_struct().columns().iter().map(|column| of_range(column, from, to)).sum(),
        DataType::Dictionary(..) => {
            let values = array.as_any_dictionary().values();
            // The largest value for every row: dictionaries hold few and small values.
            let largest = (0..values.len()).map(|value| of_value(values, value)).max().unwrap_or_default();
            largest.saturating_mul(rows)
        }
        other => rows * other.primitive_width().unwrap_or(1) as u64,
    }
}

/// Elements of a list take a place each, beside what they hold.
fn of_elements(values: &dyn Array, from: usize, to: usize) -> u64 {
    of_range(values, from, to) + place(values.data_type()) * (to - from) as u64
}

fn place(data_type: &DataType) -> u64 {
    match data_type {
        DataType::Utf8View | DataType::BinaryView => 16,
        DataType::Utf8 | DataType::Binary | DataType::List(_) | DataType::Map(..) | DataType::FixedSizeList(..) => 4,
        DataType::LargeUtf8 | DataType::LargeBinary | DataType::LargeList(_) => 8,
        _ => 0,
    }
}
