//! How the columns of an output are written with an Avro schema, and whether they can be.
//!
//! What fits can always be written: encoding a row can't fail.

use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};

use super::column::{Column, OwnTexts};
use super::constant::constant;
use super::derive::is_text;
use super::program::Scale;
use super::resolve::units;
use super::write::Bound;
use crate::codec::avsc::{AvroType, Logical, Record};
use crate::codec::schema::{field_of, sql_type};
use crate::error::{Error, Result};

/// How values of one place in the schema are written.
#[derive(Debug)]
pub(super) struct Site {
    /// What stands in front of a null: the number of the union's type as it is written. `None`: null is not allowed.
    pub(super) null: Option<u8>,
    /// What stands in front of a value, if that is a union's.
    pub(super) value: Option<u8>,
    pub(super) put: Put,
}

/// How a value is written.
#[derive(Debug)]
pub(super) enum Put {
    Boolean,
    Int,
    Long(Scale),
    Float,
    Double,
    Text,
    Bytes,
    /// Without a length: every value has the same.
    Fixed,
    /// With a length, or without one in so many bytes.
    Decimal(Option<usize>),
    List(Box<Site>),
    Map(Box<Site>),
    Record(Vec<FieldSite>),
}

/// Where a record's field comes from.
#[derive(Debug)]
pub(super) enum FieldSite {
    Column(usize, Site),
    /// The schema's default, as it is written.
    Default(Vec<u8>),
}

/// How the columns are written as a record. The error names the column that does not fit.
pub(super) fn columns(schema: &Schema, record: &Record) -> Result<Vec<FieldSite>> {
    fields(schema.fields(), record, "")
}

fn fields(columns: &Fields, record: &Record, path: &str) -> Result<Vec<FieldSite>> {
    if let Some(extra) = columns.iter().find(|c| record.fields.iter().all(|f| f.name != *c.name())) {
        return Err(Error::job(format!(
            "output column {path}{} is not in the Avro schema: add a field for it, or leave it out of the statement",
            extra.name()
        )));
    }
    let field = |field: &crate::codec::avsc::RecordField| {
        let path = format!("{path}{}", field.name);
        match (columns.find(&field.name), &field.default) {
            (Some((index, column)), _) => Ok(FieldSite::Column(index, site(column, &field.avro, &path)?)),
            (None, Some(default)) => {
                let bytes = default_bytes(&field.name, &field.avro, default);
                bytes.map(FieldSite::Default).map_err(|e| e.context(format!("Avro schema: field {path}")))
            }
            (None, None) => Err(Error::job(format!(
                "field {path} of the Avro schema has no default, and the output has no column for it"
            ))),
        }
    };
    record.fields.iter().map(field).collect()
}

fn default_bytes(name: &str, avro: &AvroType, default: &serde_json::Value) -> Result<Vec<u8>> {
    let field = field_of(name, avro, name)?;
    let mut texts = OwnTexts::default();
    let value = constant(avro, field.data_type(), default, &mut texts).map_err(Error::job)?;
    let mut column = Column::new(field.data_type(), 1);
    column.push_constant(&value);
    let array = column
        .finish(field.data_type(), &texts.with(&arrow::buffer::Buffer::default()))
        .map_err(|e| Error::internal(e.to_string()))?;
    let mut bytes = Vec::new();
    Bound::new(&site(&field, avro, name)?, &array).write(0, &mut bytes);
    Ok(bytes)
}

fn site(column: &Field, avro: &AvroType, path: &str) -> Result<Site> {
    let Some((wanted, nullable)) = avro.optional() else {
        return Err(Error::job(format!(
            "output column {path}: the Avro schema has {}: of unions only [\"null\", T] can be written",
            avro.describe()
        )));
    };
    if column.is_nullable() && !nullable {
        return Err(Error::job(format!(
            "output column {path} may be null, which the Avro schema does not allow: allow it with \
             \"type\": [\"null\", …], or give the column a value with coalesce(…)"
        )));
    }
    // The first type of a union is written as 0, the second as 2.
    let (null, value) = match avro {
        AvroType::Union(types) => match types.iter().position(|t| *t == AvroType::Null) {
            Some(0) => (Some(0), Some(2)),
            Some(_) => (Some(2), Some(0)),
            None => (None, Some(0)),
        },
        _ => (None, None),
    };
    Ok(Site { null, value, put: put(column.data_type(), wanted, path)? })
}

fn put(column: &DataType, avro: &AvroType, path: &str) -> Result<Put> {
    use DataType as D;
    Ok(match (column, avro) {
        (D::Dictionary(_, value), _) => put(value, avro, path)?,
        (D::Boolean, AvroType::Boolean) => Put::Boolean,
        (D::Int8 | D::Int16 | D::Int32 | D::UInt8 | D::UInt16, AvroType::Int(Logical::None)) => Put::Int,
        (
            D::Int8 | D::Int16 | D::Int32 | D::Int64 | D::UInt8 | D::UInt16 | D::UInt32,
            AvroType::Long(Logical::None),
        ) => Put::Long(Scale::Times(1)),
        (D::Int8 | D::Int16 | D::UInt8 | D::UInt16 | D::Float16 | D::Float32, AvroType::Float) => Put::Float,
        (
            D::Int8 | D::Int16 | D::Int32 | D::UInt8 | D::UInt16 | D::UInt32 | D::Float16 | D::Float32 | D::Float64,
            AvroType::Double,
        ) => Put::Double,
        (text, AvroType::String) if is_text(text) => Put::Text,
        (D::Binary | D::LargeBinary | D::BinaryView | D::FixedSizeBinary(_), AvroType::Bytes(Logical::None)) => {
            Put::Bytes
        }
        (D::FixedSizeBinary(is), AvroType::Fixed(_, wanted, Logical::None)) if usize::try_from(*is) == Ok(*wanted) => {
            Put::Fixed
        }
        (D::Date32, AvroType::Int(Logical::Date)) => Put::Int,
        (D::Time32(TimeUnit::Millisecond), AvroType::Int(Logical::Time(_))) => Put::Int,
        (D::Time64(from), AvroType::Long(Logical::Time(to))) => Put::Long(units(*from, *to)),
        (D::Timestamp(from, _), AvroType::Long(Logical::Timestamp(to)))
        | (D::Timestamp(from, None), AvroType::Long(Logical::LocalTimestamp(to))) => Put::Long(units(*from, *to)),
        (D::Decimal128(digits, scale), AvroType::Bytes(logical)) if is_decimal(*digits, *scale, *logical) => {
            Put::Decimal(None)
        }
        (D::Decimal128(digits, scale), AvroType::Fixed(_, size, logical))
            if is_decimal(*digits, *scale, *logical) && has_room(*size, *digits) =>
        {
            Put::Decimal(Some(*size))
        }
        (D::List(item), AvroType::Array(wanted)) => Put::List(Box::new(site(item, wanted, &format!("{path}[]"))?)),
        (D::Map(entries, _), AvroType::Map(wanted)) => match entries.data_type() {
            D::Struct(fields) if fields.len() == 2 && is_text(fields[0].data_type()) => {
                Put::Map(Box::new(site(&fields[1], wanted, &format!("{path}{{}}"))?))
            }
            _ => return Err(Error::job(format!("output column {path}: the keys of a map must be text"))),
        },
        (D::Struct(columns), AvroType::Record(record)) => Put::Record(fields(columns, record, &format!("{path}."))?),
        (_, AvroType::Enum(_)) => {
            return Err(Error::job(format!(
                "output column {path}: the Avro schema has {}: enums can't be written, use string",
                avro.describe()
            )));
        }
        _ => {
            return Err(Error::job(format!(
                "output column {path} is {}, the Avro schema has {}: cast the column or change the schema",
                sql_type(column),
                avro.describe()
            )));
        }
    })
}

fn is_decimal(digits: u8, scale: i8, logical: Logical) -> bool {
    matches!(logical, Logical::Decimal { precision, scale: wanted }
        if precision >= usize::from(digits) && i8::try_from(wanted) == Ok(scale))
}

/// Whether `size` bytes hold every number of so many digits, in two's complement.
fn has_room(size: usize, digits: u8) -> bool {
    size >= 16 || 10u128.checked_pow(u32::from(digits)).is_some_and(|limit| limit <= 1 << (8 * size).saturating_sub(1))
}

impl Put {
    /// The type that an array is brought to before it is written. No value is lost or changed by that.
    pub(super) fn canonical(&self) -> Option<DataType> {
        Some(match self {
            Put::Int => DataType::Int32,
            Put::Long(_) => DataType::Int64,
            Put::Float => DataType::Float32,
            Put::Double => DataType::Float64,
            Put::Text => DataType::Utf8View,
            Put::Bytes | Put::Fixed => DataType::BinaryView,
            Put::Boolean | Put::Decimal(_) | Put::List(_) | Put::Map(_) | Put::Record(_) => return None,
        })
    }
}
