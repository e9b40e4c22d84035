//! Arrays as JSON values, one row at a time.

use arrow::array::{
    Array, AsArray, BinaryArray, BinaryViewArray, BooleanArray, FixedSizeBinaryArray, LargeBinaryArray,
    LargeStringArray, StringArray, StringViewArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::time::Clock;
use super::unchecked::string_stops;
use super::{decimal, time};

/// What stands before the value of a member of an object: a bracket or comma, the key, and a colon.
pub(super) struct Prefix {
    text: Vec<u8>,
    /// Its beginning.
    head: [u8; PREFIX_HEAD],
}

const PREFIX_HEAD: usize = 32;

impl Prefix {
    /// For member number `index`.
    pub(super) fn new(index: usize, name: &str) -> Self {
        let mut text = vec![if index == 0 { b'{' } else { b',' }];
        write_text(name, &mut text);
        text.push(b':');
        let mut head = [0; PREFIX_HEAD];
        let len = text.len().min(PREFIX_HEAD);
        head[..len].copy_from_slice(&text[..len]);
        Self { text, head }
    }

    #[inline]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        if self.text.len() > PREFIX_HEAD {
            return out.extend_from_slice(&self.text);
        }
        // A fixed number of bytes is copied without a call.
        let end = out.len() + self.text.len();
        out.extend_from_slice(&self.head);
        out.truncate(end);
    }
}

/// An array, ready to be written row by row.
pub(super) struct Column<'a> {
    nulls: Option<&'a NullBuffer>,
    values: Values<'a>,
}

enum Values<'a> {
    Null,
    Boolean(&'a BooleanArray),
    Int8(&'a [i8]),
    Int16(&'a [i16]),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    UInt8(&'a [u8]),
    UInt16(&'a [u16]),
    UInt32(&'a [u32]),
    UInt64(&'a [u64]),
    Float32(&'a [f32]),
    Float64(&'a [f64]),
    Utf8(&'a StringArray),
    LargeUtf8(&'a LargeStringArray),
    Utf8View(&'a StringViewArray),
    Binary(&'a BinaryArray),
    LargeBinary(&'a LargeBinaryArray),
    BinaryView(&'a BinaryViewArray),
    FixedSizeBinary(&'a FixedSizeBinaryArray),
    Date(&'a [i32]),
    Time32(&'a [i32], TimeUnit),
    Time64(&'a [i64], TimeUnit),
    Timestamp(&'a [i64], TimeUnit, Clock),
    Decimal(&'a [i128], i8),
    List(&'a [i32], Box<Column<'a>>),
    LargeList(&'a [i64], Box<Column<'a>>),
    Map(&'a [i32], Box<Column<'a>>, Box<Column<'a>>),
    Struct(Vec<(Prefix, Column<'a>)>),
    Dictionary(Vec<usize>, Box<Column<'a>>),
}

impl<'a> Column<'a> {
    /// `None` when [`check_encodable`](super::check_encodable) would refuse the type.
    pub(super) fn new(array: &'a dyn Array) -> Option<Self> {
        let boxed = |array: &'a dyn Array| Self::new(array).map(Box::new);
        let values = match array.data_type() {
            DataType::Null => Values::Null,
            DataType::Boolean => Values::Boolean(array.as_boolean()),
            DataType::Int8 => Values::Int8(slice::<Int8Type>(array)),
            DataType::Int16 => Values::Int16(slice::<Int16Type>(array)),
            DataType::Int32 => Values::Int32(slice::<Int32Type>(array)),
            DataType::Int64 => Values::Int64(slice::<Int64Type>(array)),
            DataType::UInt8 => Values::UInt8(slice::<UInt8Type>(array)),
            DataType::UInt16 => Values::UInt16(slice::<UInt16Type>(array)),
            DataType::UInt32 => Values::UInt32(slice::<UInt32Type>(array)),
            DataType::UInt64 => Values::UInt64(slice::<UInt64Type>(array)),
            DataType::Float32 => Values::Float32(slice::<Float32Type>(array)),
            DataType::Float64 => Values::Float64(slice::<Float64Type>(array)),
            DataType::Utf8 => Values::Utf8(array.as_string()),
            DataType::LargeUtf8 => Values::LargeUtf8(array.as_string()),
            DataType::Utf8View => Values::Utf8View(array.as_string_view()),
            DataType::Binary => Values::Binary(array.as_binary()),
            DataType::LargeBinary => Values::LargeBinary(array.as_binary()),
            DataType::BinaryView => Values::BinaryView(array.as_binary_view()),
            DataType::FixedSizeBinary(_) => Values::FixedSizeBinary(array.as_fixed_size_binary()),
            DataType::Date32 => Values::Date(slice::<Date32Type>(array)),
            DataType::Time32(unit @ TimeUnit::Second) => Values::Time32(slice::<Time32SecondType>(array), *unit),
            DataType::Time32(unit) => Values::Time32(slice::<Time32MillisecondType>(array), *unit),
            DataType::Time64(unit @ TimeUnit::Microsecond) => {
                Values::Time64(slice::<Time64MicrosecondType>(array), *unit)
            }
            DataType::Time64(unit) => Values::Time64(slice::<Time64NanosecondType>(array), *unit),
            DataType::Timestamp(unit, zone) => {
                let clock = if zone.is_some() { Clock::Utc } else { Clock::Local };
                let values = match unit {
                    TimeUnit::Second => slice::<TimestampSecondType>(array),
                    TimeUnit::Millisecond => slice::<TimestampMillisecondType>(array),
                    TimeUnit::Microsecond => slice::<TimestampMicrosecondType>(array),
                    TimeUnit::Nanosecond => slice::<TimestampNanosecondType>(array),
                };
                Values::Timestamp(values, *unit, clock)
            }
            DataType::Decimal128(_, scale) => Values::Decimal(slice::<Decimal128Type>(array), *scale),
            DataType::List(_) => {
                let list = array.as_list::<i32>();
                Values::List(list.value_offsets(), boxed(list.values())?)
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>();
                Values::LargeList(list.value_offsets(), boxed(list.values())?)
            }
            DataType::Map(..) => {
                let map = array.as_map();
                Values::Map(map.value_offsets(), boxed(map.keys())?, boxed(map.values())?)
            }
            DataType::Struct(fields) => {
                let members = fields.iter().zip(array.as_struct().columns()).enumerate();
                let members =
                    members.map(|(index, (field, array))| Some((Prefix::new(index, field.name()), Self::new(array)?)));
                Values::Struct(members.collect::<Option<_>>()?)
            }
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                // Without values every row is null.
                let empty = dictionary.values().is_empty();
                let keys = if empty { Vec::new() } else { dictionary.normalized_keys() };
                Values::Dictionary(keys, boxed(dictionary.values())?)
            }
            _ => return None,
        };
        Some(Self { nulls: array.nulls(), values })
    }

    /// Writes the value of a row.
    #[inline]
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) {
        if self.nulls.is_some_and(|nulls| nulls.is_null(row)) {
            return out.extend_from_slice(b"null");
        }
        match &self.values {
            Values::Utf8View(array) => write_text(array.value(row), out),
            Values::Utf8(array) => write_text(array.value(row), out),
            Values::Int64(values) => write_int(values[row], out),
            Values::Int32(values) => write_int(values[row], out),
            Values::Boolean(array) => out.extend_from_slice(if array.value(row) { b"true" } else { b"false" }),
            Values::Float64(values) => write_float(values[row], values[row].is_finite(), out),
            _ => self.write_rare(row, out),
        }
    }

    fn write_rare(&self, row: usize, out: &mut Vec<u8>) {
        match &self.values {
            Values::Int8(values) => write_int(values[row], out),
            Values::Int16(values) => write_int(values[row], out),
            Values::UInt8(values) => write_int(values[row], out),
            Values::UInt16(values) => write_int(values[row], out),
            Values::UInt32(values) => write_int(values[row], out),
            Values::UInt64(values) => write_int(values[row], out),
            Values::Float32(values) => write_float(values[row], values[row].is_finite(), out),
            Values::LargeUtf8(array) => write_text(array.value(row), out),
            Values::Binary(array) => write_bytes(array.value(row), out),
            Values::LargeBinary(array) => write_bytes(array.value(row), out),
            Values::BinaryView(array) => write_bytes(array.value(row), out),
            Values::FixedSizeBinary(array) => write_bytes(array.value(row), out),
            Values::Date(values) => time::write_date(values[row].into(), out),
            Values::Time32(values, unit) => time::write_time(values[row].into(), *unit, out),
            Values::Time64(values, unit) => time::write_time(values[row], *unit, out),
            Values::Timestamp(values, unit, clock) => time::write_timestamp(values[row], *unit, *clock, out),
            Values::Decimal(values, scale) => decimal::write(values[row], *scale, out),
            Values::List(offsets, items) => items.write_items(offsets[row] as usize..offsets[row + 1] as usize, out),
            Values::LargeList(offsets, items) => {
                items.write_items(offsets[row] as usize..offsets[row + 1] as usize, out);
            }
            Values::Map(offsets, keys, values) => {
                out.push(b'{');
                for (index, entry) in (offsets[row] as usize..offsets[row + 1] as usize).enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    keys.write(entry, out);
                    out.push(b':');
                    values.write(entry, out);
                }
                out.push(b'}');
            }
            Values::Struct(members) => {
                for (prefix, column) in members {
                    prefix.write(out);
                    column.write(row, out);
                }
                out.extend_from_slice(if members.is_empty() { b"{}" } else { b"}" });
            }
            Values::Dictionary(keys, values) => values.write(keys[row], out),
            _ => out.extend_from_slice(b"null"),
        }
    }

    fn write_items(&self, items: std::ops::Range<usize>, out: &mut Vec<u8>) {
        out.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.write(item, out);
        }
        out.push(b']');
    }
}

fn slice<T: ArrowPrimitiveType>(array: &dyn Array) -> &[T::Native] {
    array.as_primitive::<T>().values()
}

fn write_int(value: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// What is not finite has no form in JSON.
fn write_float(value: impl ryu::Float, finite: bool, out: &mut Vec<u8>) {
    if finite {
        out.extend_from_slice(ryu::Buffer::new().format_finite(value).as_bytes());
    } else {
        out.extend_from_slice(b"null");
    }
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(STANDARD.encode(bytes).as_bytes());
    out.push(b'"');
}

/// Writes a string, with as few escapes as JSON allows.
#[inline]
fn write_text(text: &str, out: &mut Vec<u8>) {
    let text = text.as_bytes();
    out.reserve(text.len() + 2);
    out.push(b'"');
    if !write_plain(text, out) {
        write_escaped(text, out);
    }
    out.push(b'"');
}

/// Writes a text if nothing in it has to be escaped; gives whether that is so. Copies pieces of fixed lengths, which
/// takes no call, and looks at each on its way; the last overlaps the one before.
#[inline]
fn write_plain(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let mut stops = 0;
    if let Some(last) = text.last_chunk::<16>() {
        for piece in text[..text.len() - 1].as_chunks::<16>().0 {
            stops |= string_stops(piece);
            out.extend_from_slice(piece);
        }
        stops |= string_stops(last);
        out.truncate(start + text.len() - 16);
        out.extend_from_slice(last);
    } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let both = u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << 64;
        stops = string_stops(&both.to_le_bytes());
        out.extend_from_slice(first);
        out.truncate(start + text.len() - 8);
        out.extend_from_slice(last);
    } else {
        for &byte in text {
            stops |= u32::from(matches!(byte, b'"' | b'\\' | 0..0x20));
            out.push(byte);
        }
    }
    if stops != 0 {
        out.truncate(start);
    }
    stops == 0
}

#[cold]
fn write_escaped(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x0C => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0..0x20 => {
                let hex = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
                continue;
            }
            _ => {
                out.push(byte);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
}
