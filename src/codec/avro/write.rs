//! Writes values of arrays as Avro.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryViewArray, StringViewArray};
use arrow::buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type};

use super::fit::{FieldSite, Put, Site};
use super::program::Scale;

/// An array together with how its values are written.
pub(super) struct Bound<'a> {
    nulls: Option<NullBuffer>,
    null: Option<u8>,
    value: Option<u8>,
    values: Values<'a>,
}

enum Values<'a> {
    Boolean(BooleanBuffer),
    Int(ScalarBuffer<i32>),
    Long(ScalarBuffer<i64>, Scale),
    Float(ScalarBuffer<f32>),
    Double(ScalarBuffer<f64>),
    Text(StringViewArray),
    Bytes(BinaryViewArray),
    Fixed(BinaryViewArray),
    Decimal(ScalarBuffer<i128>, Option<usize>),
    List(OffsetBuffer<i32>, Box<Bound<'a>>),
    Map(OffsetBuffer<i32>, StringViewArray, Box<Bound<'a>>),
    Record(Vec<BoundField<'a>>),
}

/// A field of a record.
pub(super) enum BoundField<'a> {
    Column(Bound<'a>),
    Default(&'a [u8]),
}

/// The columns that a record's fields come from.
pub(super) fn bind<'a>(fields: &'a [FieldSite], columns: &[ArrayRef]) -> Vec<BoundField<'a>> {
    let bind = |field: &'a FieldSite| match field {
        FieldSite::Column(index, site) => BoundField::Column(Bound::new(site, &columns[*index])),
        FieldSite::Default(bytes) => BoundField::Default(bytes),
    };
    fields.iter().map(bind).collect()
}

/// Writes one row of every field.
#[inline]
pub(super) fn record(fields: &[BoundField<'_>], row: usize, out: &mut Vec<u8>) {
    for field in fields {
        match field {
            BoundField::Column(bound) => bound.write(row, out),
            BoundField::Default(bytes) => out.extend_from_slice(bytes),
        }
    }
}

impl<'a> Bound<'a> {
    /// Binds an array of the type that the site was made for.
    pub(super) fn new(site: &'a Site, array: &ArrayRef) -> Self {
        let array = match site.put.canonical() {
            Some(canonical) => to(array, &canonical),
            None => match array.data_type() {
                DataType::Dictionary(_, value) => to(array, value),
                _ => array.clone(),
            },
        };
        let values = match &site.put {
            Put::Boolean => Values::Boolean(array.as_boolean().values().clone()),
            Put::Int => Values::Int(array.as_primitive::<Int32Type>().values().clone()),
            Put::Long(scale) => Values::Long(array.as_primitive::<Int64Type>().values().clone(), *scale),
            Put::Float => Values::Float(array.as_primitive::<Float32Type>().values().clone()),
            Put::Double => Values::Double(array.as_primitive::<Float64Type>().values().clone()),
            Put::Text => Values::Text(array.as_string_view().clone()),
            Put::Bytes => Values::Bytes(array.as_binary_view().clone()),
            Put::Fixed => Values::Fixed(array.as_binary_view().clone()),
            Put::Decimal(size) => Values::Decimal(array.as_primitive::<Decimal128Type>().values().clone(), *size),
            Put::List(item) => {
                let list = array.as_list::<i32>();
                Values::List(list.offsets().clone(), Box::new(Bound::new(item, list.values())))
            }
            Put::Map(value) => {
                let map = array.as_map();
                let keys = to(map.keys(), &DataType::Utf8View).as_string_view().clone();
                Values::Map(map.offsets().clone(), keys, Box::new(Bound::new(value, map.values())))
            }
            Put::Record(fields) => Values::Record(bind(fields, array.as_struct().columns())),
        };
        Self { nulls: array.nulls().cloned(), null: site.null, value: site.value, values }
    }

    /// Writes the value of one row.
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) {
        if let Some(null) = self.null
            && self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
        {
            return out.push(null);
        }
        out.extend(self.value);
        match &self.values {
            Values::Boolean(values) => out.push(u8::from(values.value(row))),
            Values::Int(values) => long(i64::from(values[row]), out),
            Values::Long(values, scale) => long(scale.apply_saturating(values[row]), out),
            Values::Float(values) => out.extend_from_slice(&values[row].to_le_bytes()),
            Values::Double(values) => out.extend_from_slice(&values[row].to_le_bytes()),
            Values::Text(values) => bytes(values.value(row).as_bytes(), out),
            Values::Bytes(values) => bytes(values.value(row), out),
            Values::Fixed(values) => out.extend_from_slice(values.value(row)),
            Values::Decimal(values, None) => bytes(minimal(&values[row].to_be_bytes()), out),
            Values::Decimal(values, Some(size)) => {
                let whole = values[row].to_be_bytes();
                let sign = if values[row] < 0 { 0xff } else { 0 };
                out.extend(std::iter::repeat_n(sign, size.saturating_sub(whole.len())));
                out.extend_from_slice(&whole[whole.len().saturating_sub(*size)..]);
            }
            Values::List(ends, items) => {
                blocks(ends, row, out, |item, out| items.write(item, out));
            }
            Values::Map(ends, keys, values) => {
                blocks(ends, row, out, |entry, out| {
                    bytes(keys.value(entry).as_bytes(), out);
                    values.write(entry, out);
                });
            }
            Values::Record(fields) => record(fields, row, out),
        }
    }
}

/// An array as another type that holds all of its values.
fn to(array: &ArrayRef, data_type: &DataType) -> ArrayRef {
    if array.data_type() == data_type {
        return Arc::clone(array);
    }
    cast(array, data_type).expect("a site is made only for types that can be widened to its own")
}

/// A zigzag varint.
#[inline]
fn long(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

#[inline]
fn bytes(value: &[u8], out: &mut Vec<u8>) {
    long(value.len() as i64, out);
    out.extend_from_slice(value);
}

/// All items of a row as one block, then the empty block that ends them.
fn blocks(ends: &OffsetBuffer<i32>, row: usize, out: &mut Vec<u8>, mut item: impl FnMut(usize, &mut Vec<u8>)) {
    let (start, end) = (ends[row] as usize, ends[row + 1] as usize);
    if start < end {
        long((end - start) as i64, out);
        (start..end).for_each(|index| item(index, out));
    }
    out.push(0);
}

/// The shortest two's complement that means the same.
fn minimal(whole: &[u8; 16]) -> &[u8] {
    let repeats = |pair: &[u8]| (pair[0] == 0 && pair[1] < 0x80) || (pair[0] == 0xff && pair[1] >= 0x80);
    let spare = whole.windows(2).take_while(|pair| repeats(pair)).count();
    &whole[spare..]
}

impl Scale {
    /// Beyond the ends of time lie the ends of time.
    fn apply_saturating(self, time: i64) -> i64 {
        match self {
            Scale::Times(factor) => time.saturating_mul(factor),
            Scale::Over(divisor) => time.div_euclid(divisor),
        }
    }
}
