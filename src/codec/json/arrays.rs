//! Cells to Arrow arrays.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, ArrowPrimitiveType, BinaryArray, BinaryBuilder, BinaryViewBuilder, BooleanArray, PrimitiveArray,
    StringBuilder, new_null_array,
};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};

use super::cells::{Side, TextCell};
use super::unchecked::{TextBuffer, TextViews};

/// What cells point into.
pub(super) struct Sources<'a> {
    pub(super) arena: &'a TextBuffer,
    /// The text of `side`.
    pub(super) side_text: &'a TextBuffer,
    pub(super) side: &'a Side,
}

/// Cells of one type as an array. Under a null stands the cell 0.
pub(super) fn leaf_array(
    data_type: &DataType,
    cells: &[u64],
    nulls: Option<NullBuffer>,
    sources: &Sources<'_>,
) -> ArrayRef {
    use DataType as T;
    match data_type {
        T::Utf8View => {
            let mut views = TextViews::new(sources.arena, cells.len());
            views.extend(cells);
            Arc::new(views.finish(sources.side_text, nulls))
        }
        T::Utf8 => text(cells, nulls.as_ref(), sources),
        T::BinaryView => {
            let mut builder = BinaryViewBuilder::with_capacity(cells.len());
            bytes(cells, nulls.as_ref(), sources.side).for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        T::Binary => {
            let mut builder = BinaryBuilder::with_capacity(cells.len(), sources.side.bytes.len());
            bytes(cells, nulls.as_ref(), sources.side).for_each(|value| builder.append_option(value));
            Arc::new(builder.finish()) as Arc<BinaryArray>
        }
        T::Boolean => {
            let values = BooleanBuffer::collect_bool(cells.len(), |row| cells[row] != 0);
            Arc::new(BooleanArray::new(values, nulls))
        }
        T::Int8 => primitive::<Int8Type>(data_type, cells, nulls, |cell| cell as i8),
        T::Int16 => primitive::<Int16Type>(data_type, cells, nulls, |cell| cell as i16),
        T::Int32 => primitive::<Int32Type>(data_type, cells, nulls, |cell| cell as i32),
        T::Int64 => primitive::<Int64Type>(data_type, cells, nulls, |cell| cell as i64),
        T::UInt8 => primitive::<UInt8Type>(data_type, cells, nulls, |cell| cell as u8),
        T::UInt16 => primitive::<UInt16Type>(data_type, cells, nulls, |cell| cell as u16),
        T::UInt32 => primitive::<UInt32Type>(data_type, cells, nulls, |cell| cell as u32),
        T::UInt64 => primitive::<UInt64Type>(data_type, cells, nulls, |cell| cell),
        T::Float32 => primitive::<Float32Type>(data_type, cells, nulls, |cell| f32::from_bits(cell as u32)),
        T::Float64 => primitive::<Float64Type>(data_type, cells, nulls, f64::from_bits),
        T::Date32 => primitive::<Date32Type>(data_type, cells, nulls, |cell| cell as i32),
        T::Time32(TimeUnit::Second) => primitive::<Time32SecondType>(data_type, cells, nulls, |cell| cell as i32),
        T::Time32(_) => primitive::<Time32MillisecondType>(data_type, cells, nulls, |cell| cell as i32),
        T::Time64(TimeUnit::Microsecond) => {
            primitive::<Time64MicrosecondType>(data_type, cells, nulls, |cell| cell as i64)
        }
        T::Time64(_) => primitive::<Time64NanosecondType>(data_type, cells, nulls, |cell| cell as i64),
        T::Timestamp(unit, _) => {
            let as_is = |cell| cell as i64;
            match unit {
                TimeUnit::Second => primitive::<TimestampSecondType>(data_type, cells, nulls, as_is),
                TimeUnit::Millisecond => primitive::<TimestampMillisecondType>(data_type, cells, nulls, as_is),
                TimeUnit::Microsecond => primitive::<TimestampMicrosecondType>(data_type, cells, nulls, as_is),
                TimeUnit::Nanosecond => primitive::<TimestampNanosecondType>(data_type, cells, nulls, as_is),
            }
        }
        T::Decimal128(..) => primitive::<Decimal128Type>(data_type, cells, nulls, |cell| sources.side.wide_of(cell)),
        // No other type has a `Leaf`.
        other => new_null_array(other, cells.len()),
    }
}

fn primitive<T: ArrowPrimitiveType>(
    data_type: &DataType,
    cells: &[u64],
    nulls: Option<NullBuffer>,
    value: impl Fn(u64) -> T::Native,
) -> ArrayRef {
    let values = cells.iter().map(|&cell| value(cell)).collect();
    Arc::new(PrimitiveArray::<T>::new(values, nulls).with_data_type(data_type.clone()))
}

fn is_valid(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_none_or(|nulls| nulls.is_valid(row))
}

fn text(cells: &[u64], nulls: Option<&NullBuffer>, sources: &Sources<'_>) -> ArrayRef {
    let cells = cells.iter().map(|&cell| TextCell::from_bits(cell));
    let mut builder = StringBuilder::with_capacity(cells.len(), cells.clone().map(|cell| cell.len as usize).sum());
    for (row, TextCell { start, len, in_side }) in cells.enumerate() {
        let source = if in_side { sources.side_text } else { sources.arena };
        let text = &source.text()[start as usize..start as usize + len as usize];
        builder.append_option(is_valid(nulls, row).then_some(text));
    }
    Arc::new(builder.finish())
}

fn bytes<'a>(
    cells: &'a [u64],
    nulls: Option<&'a NullBuffer>,
    side: &'a Side,
) -> impl Iterator<Item = Option<&'a [u8]>> {
    cells.iter().enumerate().map(move |(row, &cell)| is_valid(nulls, row).then(|| side.bytes_of(cell)))
}
