//! An argument of a call, read row by row.

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::Result;
use datafusion::logical_expr::ColumnarValue;

use super::bytes;

/// An argument of a call: a column, or one value for all rows.
pub(in crate::mapper::sql::bounds) struct Argument {
    array: ArrayRef,
    is_scalar: bool,
}

impl Argument {
    pub(in crate::mapper::sql::bounds) fn new(value: &ColumnarValue) -> Result<Self> {
        Ok(match value {
            ColumnarValue::Array(array) => Self { array: array.clone(), is_scalar: false },
            ColumnarValue::Scalar(scalar) => Self { array: scalar.to_array()?, is_scalar: true },
        })
    }

    /// One value for all rows.
    pub(in crate::mapper::sql::bounds) fn literal(array: ArrayRef) -> Self {
        Self { array, is_scalar: true }
    }

    fn index(&self, row: usize) -> usize {
        if self.is_scalar { 0 } else { row }
    }

    pub(in crate::mapper::sql::bounds) fn is_date(&self) -> bool {
        *self.array.data_type() == DataType::Date32
    }

    /// The array and the row's index in it.
    pub(in crate::mapper::sql::bounds) fn at(&self, row: usize) -> Option<(&dyn Array, usize)> {
        let index = self.index(row);
        (!self.array.is_null(index)).then_some((self.array.as_ref(), index))
    }

    /// A text; `None` for null, and for what is not a text.
    pub(in crate::mapper::sql::bounds) fn text(&self, row: usize) -> Option<&str> {
        let (array, index) = self.at(row)?;
        Some(match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().value(index),
            DataType::LargeUtf8 => array.as_string::<i64>().value(index),
            DataType::Utf8View => array.as_string_view().value(index),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let key = dictionary.normalized_keys()[index];
                let values = dictionary.values();
                return match values.data_type() {
                    DataType::Utf8 => Some(values.as_string::<i32>().value(key)),
                    DataType::LargeUtf8 => Some(values.as_string::<i64>().value(key)),
                    DataType::Utf8View => Some(values.as_string_view().value(key)),
                    _ => None,
                };
            }
            _ => return None,
        })
    }

    /// A bigint; `None` for null, and for what is not a bigint.
    pub(in crate::mapper::sql::bounds) fn int(&self, row: usize) -> Option<i64> {
        let (array, index) = self.at(row)?;
        Some(array.as_primitive_opt::<Int64Type>()?.value(index))
    }

    /// The elements of a list; `None` for null, and for what is not a list.
    pub(in crate::mapper::sql::bounds) fn list(&self, row: usize) -> Option<ArrayRef> {
        let (array, index) = self.at(row)?;
        Some(match array.data_type() {
            DataType::List(_) => array.as_list::<i32>().value(index),
            DataType::LargeList(_) => array.as_list::<i64>().value(index),
            DataType::FixedSizeList(..) => array.as_fixed_size_list().value(index),
            _ => return None,
        })
    }

    /// Bytes of the value.
    pub(in crate::mapper::sql::bounds) fn bytes(&self, row: usize) -> u64 {
        self.at(row).map_or(0, |(array, index)| bytes::of_value(array, index))
    }

    /// Bytes of the value as an element of a list.
    pub(in crate::mapper::sql::bounds) fn bytes_as_element(&self, row: usize) -> u64 {
        bytes::of_element(&self.array, self.index(row))
    }

    /// Bytes of all values, for so many rows.
    pub(in crate::mapper::sql::bounds) fn bytes_of_all(&self, rows: usize) -> u64 {
        let bytes = bytes::of_array(&self.array);
        if self.is_scalar { bytes.saturating_mul(rows as u64) } else { bytes }
    }
}
