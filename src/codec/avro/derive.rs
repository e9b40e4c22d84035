//! Avro schemas from Arrow schemas.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};
use serde_json::{Value, json};

use crate::codec::avsc::{AvroType, Logical, Name, Record, RecordField};
use crate::codec::schema::sql_type;
use crate::error::{Error, Result};

/// The Avro schema to write columns with, as JSON text. Characters of `record_name` that Avro does not allow become
/// `_`. Refuses columns whose names Avro does not allow, and types that it has nothing for.
pub fn derive_avro(schema: &Schema, record_name: &str) -> Result<String> {
    let name: String = record_name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let name =
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("_{name}") } else { name };
    let record = record_of(schema, &name)?;
    check_names(&record, "")?;
    let text = json_of(&AvroType::Record(Arc::new(record))).to_string();
    // Two structs could still come to one name.
    AvroType::parse(&text)?;
    Ok(text)
}

/// The record that has these columns as its fields.
pub(super) fn record_of(schema: &Schema, name: &str) -> Result<Record> {
    fields_of(schema.fields(), name, "")
}

fn fields_of(fields: &Fields, name: &str, path: &str) -> Result<Record> {
    let fields = fields.iter().map(|field| {
        let path = if path.is_empty() { field.name().clone() } else { format!("{path}.{}", field.name()) };
        Ok(RecordField {
            name: field.name().clone(),
            aliases: Vec::new(),
            avro: type_of(field, &format!("{name}_{}", field.name()), &path)?,
            default: field.is_nullable().then_some(Value::Null),
        })
    });
    Ok(Record { name: Name { full: name.to_owned(), aliases: Vec::new() }, fields: fields.collect::<Result<_>>()? })
}

/// The type of a column; `name` is for a record that it may need.
fn type_of(field: &Field, name: &str, path: &str) -> Result<AvroType> {
    let nothing = |instead: &str| {
        Err(Error::job(format!("column {path}: Avro has no type for {}: {instead}", sql_type(field.data_type()))))
    };
    let avro = match field.data_type() {
        DataType::Boolean => AvroType::Boolean,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => {
            AvroType::Int(Logical::None)
        }
        DataType::Int64 | DataType::UInt32 => AvroType::Long(Logical::None),
        DataType::UInt64 => return nothing("cast it to bigint"),
        DataType::Float16 | DataType::Float32 => AvroType::Float,
        DataType::Float64 => AvroType::Double,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => AvroType::String,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            AvroType::Bytes(Logical::None)
        }
        DataType::Date32 => AvroType::Int(Logical::Date),
        DataType::Time32(TimeUnit::Millisecond) => AvroType::Int(Logical::Time(TimeUnit::Millisecond)),
        DataType::Time64(_) => AvroType::Long(Logical::Time(TimeUnit::Microsecond)),
        DataType::Timestamp(unit, Some(_)) => AvroType::Long(Logical::Timestamp(*unit)),
        DataType::Timestamp(unit, None) => AvroType::Long(Logical::LocalTimestamp(*unit)),
        DataType::Decimal128(precision, scale) => match usize::try_from(*scale) {
            Ok(scale) => AvroType::Bytes(Logical::Decimal { precision: usize::from(*precision), scale }),
            Err(_) => return nothing("cast it to a decimal without a negative scale"),
        },
        DataType::List(item) => AvroType::Array(Arc::new(type_of(item, name, path)?)),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(fields) if fields.len() == 2 && is_text(fields[0].data_type()) => {
                AvroType::Map(Arc::new(type_of(&fields[1], name, path)?))
            }
            _ => return nothing("the keys of a map must be text"),
        },
        DataType::Struct(fields) => AvroType::Record(Arc::new(fields_of(fields, name, path)?)),
        DataType::Dictionary(_, value) => {
            return type_of(&Field::new("", *value.clone(), field.is_nullable()), name, path);
        }
        DataType::Null => return nothing("cast the null to a type"),
        _ => return nothing("cast it to a type that Avro has"),
    };
    Ok(match field.is_nullable() {
        true => AvroType::Union([AvroType::Null, avro].into()),
        false => avro,
    })
}

/// Avro's word for a unit; it has none for seconds, which are written as milliseconds.
fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second | TimeUnit::Millisecond => "millis",
        TimeUnit::Microsecond => "micros",
        TimeUnit::Nanosecond => "nanos",
    }
}

pub(super) fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Refuses field names that Avro does not allow.
fn check_names(record: &Record, path: &str) -> Result<()> {
    for field in &record.fields {
        let path = format!("{path}{}", field.name);
        let starts_right = !field.name.starts_with(|c: char| c.is_ascii_digit());
        if !starts_right || field.name.is_empty() || !field.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            return Err(Error::job(format!(
                "column {path:?} can't be an Avro field: give it a name of letters, digits and _ (SELECT … AS name)"
            )));
        }
        let mut inner = &field.avro;
        loop {
            inner = match inner {
                AvroType::Array(item) | AvroType::Map(item) => item,
                AvroType::Union(types) => &types[1],
                AvroType::Record(record) => break check_names(record, &format!("{path}."))?,
                _ => break,
            };
        }
    }
    Ok(())
}

/// A schema as JSON. Only for schemas derived here: names are without namespaces and stand in it once.
fn json_of(avro: &AvroType) -> Value {
    let number = |base: &str, logical: Logical| match logical {
        Logical::None => json!(base),
        Logical::Decimal { precision, scale } => {
            json!({"type": base, "logicalType": "decimal", "precision": precision, "scale": scale})
        }
        Logical::Date => json!({"type": base, "logicalType": "date"}),
        Logical::Time(unit) => json!({"type": base, "logicalType": format!("time-{}", unit_name(unit))}),
        Logical::Timestamp(unit) => json!({"type": base, "logicalType": format!("timestamp-{}", unit_name(unit))}),
        Logical::LocalTimestamp(unit) => {
            json!({"type": base, "logicalType": format!("local-timestamp-{}", unit_name(unit))})
        }
    };
    match avro {
        AvroType::Null => json!("null"),
        AvroType::Boolean => json!("boolean"),
        AvroType::Int(logical) => number("int", *logical),
        AvroType::Long(logical) => number("long", *logical),
        AvroType::Float => json!("float"),
        AvroType::Double => json!("double"),
        AvroType::Bytes(logical) => number("bytes", *logical),
        AvroType::String => json!("string"),
        AvroType::Fixed(name, size, _) => json!({"type": "fixed", "name": name.full, "size": size}),
        AvroType::Enum(e) => json!({"type": "enum", "name": e.name.full, "symbols": e.symbols}),
        AvroType::Array(item) => json!({"type": "array", "items": json_of(item)}),
        AvroType::Map(value) => json!({"type": "map", "values": json_of(value)}),
        AvroType::Record(record) => {
            let fields = record.fields.iter().map(|f| match &f.default {
                Some(default) => json!({"name": f.name, "type": json_of(&f.avro), "default": default}),
                None => json!({"name": f.name, "type": json_of(&f.avro)}),
            });
            json!({"type": "record", "name": record.name.full, "fields": fields.collect::<Vec<_>>()})
        }
        AvroType::Union(types) => Value::Array(types.iter().map(json_of).collect()),
    }
}
