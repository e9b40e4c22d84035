//! The columns of a topic or table: from an Avro schema, or from types written inline in the job.

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Field, FieldRef, Fields, Schema, SchemaRef, TimeUnit};
use serde_json::Value;

use super::UTC;
use super::avsc::{AvroType, Logical};
use crate::error::{Error, Result};

/// Columns and their types.
///
/// Points in time are timestamps with the zone [`UTC`]. Text is `Utf8View`, bytes are `BinaryView`; only the keys of maps are `Utf8`, because SQL's `column['key']` compares
/// them with a literal of that type.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Names, types, and which columns may be null.
    pub schema: SchemaRef,
    /// For each column what a message without it means, as an Avro schema writes defaults; `None`: no default.
    pub defaults: Vec<Option<Value>>,
    /// The Avro schema they came from, whole, as JSON text.
    pub avro: Option<String>,
}

impl Columns {
    /// The fields of an Avro record schema. An error names the path of the field that can't be a column.
    pub fn from_avsc(text: &str) -> Result<Self> {
        let AvroType::Record(record) = AvroType::parse(text)? else {
            return Err(Error::job("read Avro schema: the schema of a topic must be a record"));
        };
        let fields = record
            .fields
            .iter()
            .map(|f| field_of(&f.name, &f.avro, &f.name).map_err(|e| e.context("read Avro schema")))
            .collect::<Result<Vec<_>>>()?;
        let defaults = record.fields.iter().map(|f| f.default.clone()).collect();
        Ok(Self { schema: Arc::new(Schema::new(fields)), defaults, avro: Some(text.to_owned()) })
    }

    /// Columns written as `(name, type)`. Types: `boolean`, `tinyint`, `smallint`, `int`, `bigint`, `float` (32 bits),
    /// `double`, `varchar`, `varbinary`, `date`, `timestamp` (microseconds, UTC), `timestamp(0|3|6|9)`,
    /// `decimal(p, s)`, `array<T>`, `map<T>` (keys are text), `struct<a: T, …>`; each may be followed by `not null`.
    pub fn from_inline(columns: &[(String, String)]) -> Result<Self> {
        let mut fields: Vec<Field> = Vec::with_capacity(columns.len());
        for (name, inline) in columns {
            if fields.iter().any(|f| f.name() == name) {
                return Err(Error::job(format!("column {name} stands there twice")));
            }
            let field = super::inline::parse(name, inline).map_err(|e| e.context(format!("column {name}")))?;
            fields.push(field);
        }
        Ok(Self { schema: Arc::new(Schema::new(fields)), defaults: vec![None; columns.len()], avro: None })
    }

    /// The index of a column; names are case-sensitive.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.schema.fields().iter().position(|f| f.name() == name)
    }

    /// Only the given columns, in the given order. An index that there is no column for is left out.
    #[must_use]
    pub fn project(&self, fields: &[usize]) -> Self {
        let known = || fields.iter().copied().filter(|&i| i < self.defaults.len());
        Self {
            schema: Arc::new(Schema::new(known().map(|i| self.schema.fields()[i].clone()).collect::<Fields>())),
            defaults: known().map(|i| self.defaults[i].clone()).collect(),
            avro: self.avro.clone(),
        }
    }
}

/// The column that an Avro type becomes; `path` leads to it, for errors.
pub(super) fn field_of(name: &str, avro: &AvroType, path: &str) -> Result<Field> {
    let Some((value, nullable)) = avro.optional() else {
        return Err(Error::job(match avro {
            AvroType::Null => format!("field {path}: type null can't be a column"),
            other => format!("field {path}: {} can't be a column: of unions only [\"null\", T] can", other.describe()),
        }));
    };
    Ok(Field::new(name, data_type_of(value, path)?, nullable))
}

fn data_type_of(avro: &AvroType, path: &str) -> Result<DataType> {
    Ok(match avro {
        AvroType::Boolean => DataType::Boolean,
        AvroType::Int(Logical::Date) => DataType::Date32,
        AvroType::Int(Logical::Time(unit)) => DataType::Time32(*unit),
        AvroType::Int(_) => DataType::Int32,
        AvroType::Long(Logical::Time(unit)) => DataType::Time64(*unit),
        AvroType::Long(Logical::Timestamp(unit)) => DataType::Timestamp(*unit, Some(UTC.into())),
        AvroType::Long(Logical::LocalTimestamp(unit)) => DataType::Timestamp(*unit, None),
        AvroType::Long(_) => DataType::Int64,
        AvroType::Float => DataType::Float32,
        AvroType::Double => DataType::Float64,
        AvroType::String | AvroType::Enum(_) => DataType::Utf8View,
        AvroType::Bytes(Logical::Decimal { precision, scale })
        | AvroType::Fixed(_, _, Logical::Decimal { precision, scale }) => {
            decimal(*precision, *scale).map_err(|e| e.context(format!("field {path}")))?
        }
        AvroType::Bytes(_) | AvroType::Fixed(..) => DataType::BinaryView,
        AvroType::Array(item) => list_of(field_of(Field::LIST_FIELD_DEFAULT_NAME, item, &format!("{path}[]"))?),
        AvroType::Map(value) => map_of(field_of(MAP_VALUE, value, &format!("{path}{{}}"))?),
        AvroType::Record(record) => DataType::Struct(
            record
                .fields
                .iter()
                .map(|f| field_of(&f.name, &f.avro, &format!("{path}.{}", f.name)))
                .collect::<Result<Fields>>()?,
        ),
        AvroType::Null | AvroType::Union(_) => {
            return Err(Error::internal(format!("field {path}: {} is no value's type", avro.describe())));
        }
    })
}

/// The name of a map's values within its entries.
pub(super) const MAP_VALUE: &str = "value";

pub(super) fn list_of(item: Field) -> DataType {
    DataType::List(Arc::new(item))
}

/// A map from text; `value` is named [`MAP_VALUE`].
pub(super) fn map_of(value: Field) -> DataType {
    let key: FieldRef = Arc::new(Field::new("key", DataType::Utf8, false));
    let entries = DataType::Struct(Fields::from(vec![key, Arc::new(value)]));
    DataType::Map(Arc::new(Field::new("entries", entries, false)), false)
}

pub(super) fn decimal(precision: usize, scale: usize) -> Result<DataType> {
    match (u8::try_from(precision), i8::try_from(scale)) {
        (Ok(p @ 1..=DECIMAL128_MAX_PRECISION), Ok(s)) if scale <= precision => Ok(DataType::Decimal128(p, s)),
        _ => Err(Error::job(format!(
            "decimal({precision}, {scale}): the precision goes from 1 to {DECIMAL128_MAX_PRECISION}, \
             the scale from 0 to the precision"
        ))),
    }
}

/// A type as the job file and SQL call it, for messages; Arrow's own name where they have none.
pub fn sql_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Boolean => "boolean".into(),
        DataType::Int8 => "tinyint".into(),
        DataType::Int16 => "smallint".into(),
        DataType::Int32 => "int".into(),
        DataType::Int64 => "bigint".into(),
        DataType::Float32 => "float".into(),
        DataType::Float64 => "double".into(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "varchar".into(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "varbinary".into(),
        DataType::Date32 => "date".into(),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => "timestamp(0)".into(),
            TimeUnit::Millisecond => "timestamp(3)".into(),
            TimeUnit::Microsecond => "timestamp(6)".into(),
            TimeUnit::Nanosecond => "timestamp(9)".into(),
        },
        DataType::Decimal128(precision, scale) => format!("decimal({precision}, {scale})"),
        DataType::List(item) => format!("array<{}>", sql_type(item.data_type())),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(fields) if fields.len() == 2 => format!("map<{}>", sql_type(fields[1].data_type())),
            other => other.to_string(),
        },
        DataType::Struct(fields) => {
            let fields = fields.iter().map(|f| format!("{}: {}", f.name(), sql_type(f.data_type())));
            format!("struct<{}>", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
