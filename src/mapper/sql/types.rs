//! Types as the job file writes them, for messages.

use datafusion::arrow::datatypes::{DataType, TimeUnit};

/// The SQL name of a type; Arrow's for those that the job file has no name for.
pub(super) fn sql_name(data_type: &DataType) -> String {
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
        DataType::Timestamp(TimeUnit::Second, _) => "timestamp(0)".into(),
        DataType::Timestamp(TimeUnit::Millisecond, _) => "timestamp(3)".into(),
        DataType::Timestamp(TimeUnit::Microsecond, _) => "timestamp(6)".into(),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => "timestamp(9)".into(),
        DataType::Decimal128(precision, scale) => format!("decimal({precision}, {scale})"),
        DataType::List(item) => format!("array<{}>", sql_name(item.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<_> = fields.iter().map(|f| format!("{}: {}", f.name(), sql_name(f.data_type()))).collect();
            format!("struct<{}>", fields.join(", "))
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(entry) if entry.len() == 2 => format!("map<{}>", sql_name(entry[1].data_type())),
            other => format!("map<{}>", sql_name(other)),
        },
        other => other.to_string(),
    }
}
