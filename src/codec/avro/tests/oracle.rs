//! `apache-avro` as the oracle, and what its values and ours have in common.

use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    Time32MillisecondType, Time64MicrosecondType, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};

/// A value, whoever holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum {
    Null,
    Boolean(bool),
    Number(i128),
    /// By its bits, so that a NaN equals itself.
    Float(u32),
    Double(u64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Datum>),
    /// By key.
    Map(Vec<(String, Datum)>),
    Record(Vec<Datum>),
}

pub(super) fn of_value(value: &Value) -> Datum {
    match value {
        Value::Null => Datum::Null,
        Value::Boolean(b) => Datum::Boolean(*b),
        Value::Int(n) | Value::Date(n) | Value::TimeMillis(n) => Datum::Number(i128::from(*n)),
        Value::Long(n)
        | Value::TimeMicros(n)
        | Value::TimestampMillis(n)
        | Value::TimestampMicros(n)
        | Value::TimestampNanos(n)
        | Value::LocalTimestampMillis(n)
        | Value::LocalTimestampMicros(n)
        | Value::LocalTimestampNanos(n) => Datum::Number(i128::from(*n)),
        Value::Float(f) => Datum::Float(f.to_bits()),
        Value::Double(f) => Datum::Double(f.to_bits()),
        Value::Bytes(b) | Value::Fixed(_, b) => Datum::Bytes(b.clone()),
        Value::String(s) | Value::Enum(_, s) => Datum::Text(s.clone()),
        Value::Union(_, inner) => of_value(inner),
        Value::Array(items) => Datum::List(items.iter().map(of_value).collect()),
        Value::Map(map) => {
            let mut entries: Vec<_> = map.iter().map(|(k, v)| (k.clone(), of_value(v))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Datum::Map(entries)
        }
        Value::Record(fields) => Datum::Record(fields.iter().map(|(_, v)| of_value(v)).collect()),
        Value::Decimal(decimal) => {
            // A decimal of no bytes is zero: apache-avro reads it, and cannot give it back.
            let bytes = <Vec<u8>>::try_from(decimal).unwrap_or_default();
            let start = if bytes.first().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
            Datum::Number(bytes.iter().fold(start, |n: i128, b| (n << 8) | i128::from(*b)))
        }
        other => panic!("no column has {other:?}"),
    }
}

pub(super) fn of_array(array: &dyn Array, row: usize) -> Datum {
    if array.is_null(row) {
        return Datum::Null;
    }
    macro_rules! number {
        ($t:ty) => {
            Datum::Number(i128::from(array.as_primitive::<$t>().value(row)))
        };
    }
    match array.data_type() {
        DataType::Boolean => Datum::Boolean(array.as_boolean().value(row)),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::Date32 => number!(Date32Type),
        DataType::Time32(TimeUnit::Millisecond) => number!(Time32MillisecondType),
        DataType::Time64(TimeUnit::Microsecond) => number!(Time64MicrosecondType),
        DataType::Timestamp(TimeUnit::Second, _) => number!(TimestampSecondType),
        DataType::Timestamp(TimeUnit::Millisecond, _) => number!(TimestampMillisecondType),
        DataType::Timestamp(TimeUnit::Microsecond, _) => number!(TimestampMicrosecondType),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => number!(TimestampNanosecondType),
        DataType::Decimal128(..) => number!(Decimal128Type),
        DataType::Float32 => Datum::Float(array.as_primitive::<Float32Type>().value(row).to_bits()),
        DataType::Float64 => Datum::Double(array.as_primitive::<Float64Type>().value(row).to_bits()),
        DataType::Utf8View => Datum::Text(array.as_string_view().value(row).to_owned()),
        DataType::Utf8 => Datum::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::BinaryView => Datum::Bytes(array.as_binary_view().value(row).to_owned()),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            Datum::List((0..items.len()).map(|i| of_array(&items, i)).collect())
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let keys = entries.column(0).as_string::<i32>();
            let mut map: Vec<_> =
                (0..entries.len()).map(|i| (keys.value(i).to_owned(), of_array(entries.column(1), i))).collect();
            map.sort_by(|a, b| a.0.cmp(&b.0));
            Datum::Map(map)
        }
        DataType::Struct(_) => Datum::Record(array.as_struct().columns().iter().map(|c| of_array(c, row)).collect()),
        other => panic!("no column is {other}"),
    }
}

/// Writes a value; with `blocked`, arrays and maps in small blocks of a negative count and a size.
pub(super) fn write(schema: &Schema, value: &Value, blocked: bool) -> Vec<u8> {
    let writer = GenericDatumWriter::builder(schema).validate(false);
    match blocked {
        true => writer.target_block_size(1).build().unwrap().write_value_to_vec(value.clone()).unwrap(),
        false => writer.build().unwrap().write_value_to_vec(value.clone()).unwrap(),
    }
}

/// Reads a value that must take all of the bytes.
pub(super) fn read(writer: &Schema, reader: Option<&Schema>, mut bytes: &[u8]) -> Result<Datum, String> {
    let reader = GenericDatumReader::builder(writer).maybe_reader_schema(reader).build().map_err(|e| e.to_string())?;
    let value = reader.read_value(&mut bytes).map_err(|e| e.to_string())?;
    match bytes.is_empty() {
        true => Ok(of_value(&value)),
        false => Err(format!("{} bytes are left over", bytes.len())),
    }
}
