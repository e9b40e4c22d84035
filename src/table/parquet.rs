//! The rows of a Parquet file, with the types that events have.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::{RecordBatch, RecordBatchReader};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::file::all_present;
use crate::codec::UTC;
use crate::codec::schema::Columns;
use crate::error::{Error, Result};
use crate::files::open;

/// All rows of `path`, as one batch. With `columns` these, cast to their types; without, all that the file has, text as
/// `Utf8View` and bytes as `BinaryView`.
pub fn read(path: &Path, columns: Option<&Columns>) -> Result<RecordBatch> {
    let damaged = |e: ArrowError| Error::job(e.to_string());
    let reader = ParquetRecordBatchReaderBuilder::try_new(open(path)?).map_err(|e| damaged(e.into()))?;
    let present = reader.schema().clone();
    if let Some(columns) = columns {
        all_present(columns, present.fields().iter().map(|field| field.name().as_str()))?;
    }
    let wanted = (0..present.fields().len())
        .filter(|i| columns.is_none_or(|columns| columns.index_of(present.field(*i).name()).is_some()));
    let mask = ProjectionMask::roots(reader.parquet_schema(), wanted);
    let reader = reader.with_projection(mask).build().map_err(|e| damaged(e.into()))?;
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().map_err(damaged)?;
    let batch = concat_batches(&schema, &batches).map_err(damaged)?;

    let fields: Vec<FieldRef> = match columns {
        Some(columns) => columns.schema.fields().to_vec(),
        None => schema.fields().iter().map(as_events_have).collect(),
    };
    let arrays = fields.iter().map(|field| column(&batch, field)).collect::<Result<_>>()?;
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(damaged)
}

/// The column of `batch` that becomes `field`.
fn column(batch: &RecordBatch, field: &FieldRef) -> Result<ArrayRef> {
    let name = field.name();
    let source = batch.column_by_name(name).ok_or_else(|| Error::internal(format!("column {name:?} was not read")))?;
    let cannot = |why: &str| {
        let (is, to) = (source.data_type(), field.data_type());
        Error::job(format!("column {name:?} is {is}, which does not become {to}: {why}"))
    };
    let array = cast(source, field.data_type()).map_err(|_| cannot("change the table's columns"))?;
    // A cast that fails for a value makes it null.
    if let Some(row) = (0..array.len()).find(|row| array.is_null(*row) && source.is_valid(*row)) {
        return Err(cannot(&format!("row {} does not fit", row + 1)));
    }
    if !field.is_nullable() && array.null_count() > 0 {
        return Err(Error::job(format!("column {name:?} has nulls, which the table's columns deny it")));
    }
    Ok(array)
}

/// The same column with the types that the columns of events have.
fn as_events_have(field: &FieldRef) -> FieldRef {
    Arc::new(Field::new(field.name(), type_of_events(field.data_type()), field.is_nullable()))
}

pub(super) fn type_of_events(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary | DataType::FixedSizeBinary(_) => DataType::BinaryView,
        DataType::Dictionary(_, values) => type_of_events(values),
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, Some(UTC.into())),
        DataType::List(item) | DataType::LargeList(item) => DataType::List(as_events_have(item)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(as_events_have).collect()),
        other => other.clone(),
    }
}
