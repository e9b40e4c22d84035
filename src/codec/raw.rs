//! Values as they are: one column, `value`, that holds the bytes of each message.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryViewArray, make_view};
use arrow::buffer::{Buffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;

use super::{BadValue, Decoded, Decoder, Encoder, Span, Unavailable, reason};
use crate::error::{Error, Result};

/// The name of the column.
pub const VALUE_COLUMN: &str = "value";

/// The columns of a raw source.
pub fn raw_schema() -> Schema {
    Schema::new(vec![Field::new(VALUE_COLUMN, DataType::BinaryView, false)])
}

/// Every value is a row, and its bytes are a view into the arena.
pub struct RawDecoder {
    columns: usize,
}

impl RawDecoder {
    /// A decoder of the columns that are wanted: those of [`raw_schema`], or none of them.
    ///
    /// # Errors
    /// A column that a raw message does not have.
    pub fn new(columns: &Schema) -> Result<Self> {
        for field in columns.fields() {
            if field.name() != VALUE_COLUMN || field.data_type() != &DataType::BinaryView || columns.fields().len() > 1
            {
                return Err(Error::job(format!("column {}: raw messages have one column, value", field.name())));
            }
        }
        Ok(Self { columns: columns.fields().len() })
    }
}

impl Decoder for RawDecoder {
    fn decode(&mut self, arena: &Buffer, values: &[Span]) -> Result<Decoded, Unavailable> {
        let (mut views, mut rows, mut bad) = (Vec::with_capacity(values.len()), Vec::new(), Vec::new());
        for (index, span) in (0..).zip(values) {
            // Arrow counts positions in a buffer with 31 bits.
            if i32::try_from(u64::from(span.start) + u64::from(span.len)).is_err() {
                let message = format!("lies at byte {} of its window, beyond the 2 GiB limit", span.start);
                bad.push(BadValue { index, reason: reason::TOO_LARGE, message });
                continue;
            }
            views.push(make_view(span.of(arena), 0, span.start));
            rows.push(index);
        }
        let column = BinaryViewArray::try_new(ScalarBuffer::from(views), vec![arena.clone()], None);
        let column = column.expect("every view is a span of the arena");
        let columns = std::iter::repeat_n(Arc::new(column) as _, self.columns).collect();
        Ok(Decoded { columns, rows, bad })
    }
}

/// Writes the one column of an output as its messages. A null is an empty message.
pub struct RawEncoder;

impl RawEncoder {
    /// An encoder of batches of this schema: one column named `value`, of text or bytes.
    ///
    /// # Errors
    /// Any other schema.
    pub fn new(schema: &Schema) -> Result<Self> {
        let [field] = &schema.fields()[..] else {
            let count = schema.fields().len();
            return Err(Error::job(format!("a raw output needs exactly one column, value, and has {count}")));
        };
        if field.name() != VALUE_COLUMN {
            return Err(Error::job(format!("column {}: the one column of a raw output is named value", field.name())));
        }
        match field.data_type() {
            DataType::Utf8 | DataType::Utf8View | DataType::Binary | DataType::BinaryView => Ok(Self),
            other => Err(Error::job(format!("column value: a raw output is text or bytes, not {other}: cast it"))),
        }
    }
}

impl Encoder for RawEncoder {
    fn encode(&mut self, batch: &RecordBatch, out: &mut Vec<u8>, ends: &mut Vec<u32>) -> Result<(), Unavailable> {
        let unfit = || Unavailable { message: "encode raw: the batch has not the column that the output has".into() };
        let array = batch.columns().first().ok_or_else(unfit)?;
        let start = out.len();
        for row in 0..batch.num_rows() {
            if array.is_valid(row) {
                out.extend_from_slice(bytes_of(array, row).ok_or_else(unfit)?);
            }
            let Ok(end) = u32::try_from(out.len()) else {
                out.truncate(start);
                ends.truncate(ends.len() - row);
                return Err(Unavailable { message: "encode raw: a window gives more than 4 GiB of messages".into() });
            };
            ends.push(end);
        }
        Ok(())
    }
}

fn bytes_of(array: &ArrayRef, row: usize) -> Option<&[u8]> {
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).as_bytes(),
        DataType::Utf8View => array.as_string_view().value(row).as_bytes(),
        DataType::Binary => array.as_binary::<i32>().value(row),
        DataType::BinaryView => array.as_binary_view().value(row),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "raw_tests.rs"]
mod tests;
