//! Default values: from a schema's JSON to what is pushed into a column, or written into a message.

use arrow::datatypes::DataType;
use serde_json::Value;

use super::column::OwnTexts;
use crate::codec::avsc::{AvroType, Logical};

/// A value that does not come from a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Null,
    /// See [`super::column::Column`].
    Cell(u64),
    Wide(i128),
    List(Vec<Constant>),
    Map(Vec<(String, Constant)>),
    Struct(Vec<Constant>),
}

/// The constant that `default` means for a column of type `avro`, held as `data_type`. The error says what is wrong.
pub(super) fn constant(
    avro: &AvroType,
    data_type: &DataType,
    default: &Value,
    texts: &mut OwnTexts,
) -> Result<Constant, String> {
    let wrong = || format!("the default {} is not of type {}", shortened(default), avro.describe());
    let (avro, nullable) = avro.optional().ok_or_else(wrong)?;
    if default.is_null() && nullable {
        return Ok(Constant::Null);
    }
    let found = match (avro, data_type) {
        (AvroType::Boolean, _) => default.as_bool().map(u64::from).map(Constant::Cell),
        (AvroType::Int(_), _) => {
            default.as_i64().and_then(|n| i32::try_from(n).ok()).map(|n| Constant::Cell(i64::from(n) as u64))
        }
        (AvroType::Long(_), _) => default.as_i64().map(|n| Constant::Cell(n as u64)),
        (AvroType::Float, _) => default.as_f64().map(|n| Constant::Cell(u64::from((n as f32).to_bits()))),
        (AvroType::Double, _) => default.as_f64().map(|n| Constant::Cell(n.to_bits())),
        (AvroType::String, _) => default.as_str().map(|text| Constant::Cell(texts.add(text.as_bytes()))),
        (AvroType::Enum(e), _) => {
            let symbol = default.as_str().filter(|s| e.symbols.iter().any(|known| known == s));
            symbol.map(|s| Constant::Cell(texts.add(s.as_bytes())))
        }
        (
            AvroType::Bytes(Logical::Decimal { precision, .. })
            | AvroType::Fixed(_, _, Logical::Decimal { precision, .. }),
            _,
        ) => bytes(default).and_then(|b| unscaled(&b)).filter(|n| fits(*n, *precision)).map(Constant::Wide),
        (AvroType::Bytes(_), _) => bytes(default).map(|b| Constant::Cell(texts.add(&b))),
        (AvroType::Fixed(_, size, _), _) => {
            bytes(default).filter(|b| b.len() == *size).map(|b| Constant::Cell(texts.add(&b)))
        }
        (AvroType::Array(item), DataType::List(field)) => match default {
            Value::Array(list) => {
                let items = list.iter().map(|value| constant(item, field.data_type(), value, texts));
                Some(Constant::List(items.collect::<Result<_, _>>()?))
            }
            _ => None,
        },
        (AvroType::Map(value_type), DataType::Map(entries, _)) => match (default, entries.data_type()) {
            (Value::Object(object), DataType::Struct(fields)) if fields.len() == 2 => {
                let entry = |(key, value): (&String, &Value)| {
                    Ok((key.clone(), constant(value_type, fields[1].data_type(), value, texts)?))
                };
                Some(Constant::Map(object.iter().map(entry).collect::<Result<_, String>>()?))
            }
            _ => None,
        },
        (AvroType::Record(record), DataType::Struct(fields)) => match default {
            Value::Object(object) => {
                let values = record.fields.iter().zip(fields).map(|(f, field)| {
                    let value = object.get(&f.name).or(f.default.as_ref()).ok_or_else(wrong)?;
                    constant(&f.avro, field.data_type(), value, texts)
                });
                Some(Constant::Struct(values.collect::<Result<_, _>>()?))
            }
            _ => None,
        },
        _ => None,
    };
    found.ok_or_else(wrong)
}

/// Bytes in a schema's JSON: one character per byte, from U+0000 to U+00FF.
fn bytes(default: &Value) -> Option<Vec<u8>> {
    default.as_str()?.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// A number in two's complement, big endian; `None` when it has more than 128 bits.
pub(super) fn unscaled(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|b| b & 0x80 != 0);
    let fill = if negative { 0xff } else { 0 };
    // Longer than 16 bytes, it must begin with nothing but repetitions of the sign.
    let kept = &bytes[bytes.len().saturating_sub(16)..];
    let cut = &bytes[..bytes.len() - kept.len()];
    let mut whole = [fill; 16];
    whole[16 - kept.len()..].copy_from_slice(kept);
    let value = i128::from_be_bytes(whole);
    (cut.iter().all(|&b| b == fill) && (value < 0) == negative).then_some(value)
}

/// Whether an unscaled decimal has at most `precision` digits.
pub(super) fn fits(value: i128, precision: usize) -> bool {
    let limit = u32::try_from(precision).ok().and_then(|p| 10u128.checked_pow(p));
    limit.is_none_or(|limit| value.unsigned_abs() < limit)
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
