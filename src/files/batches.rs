//! Avro object container files and Parquet: a message is a row, written as a JSON object by the job's own encoder.

use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Position, check_required};
use crate::codec::Encoder;
use crate::codec::avro::Container;
use crate::codec::json::JsonEncoder;
use crate::codec::schema::Columns;
use crate::error::{Error, Result};

/// Rows that are read and written as JSON at a time.
const BATCH_ROWS: usize = 1024;

type Batches = Box<dyn Iterator<Item = Result<RecordBatch>> + Send>;

/// The rows of a file that holds columns.
pub struct BatchRows {
    batches: Batches,
    /// The file's columns, in the types that they are written in.
    schema: SchemaRef,
    encoder: JsonEncoder,
    /// The rows of the batch under way as JSON.
    text: Vec<u8>,
    /// Where in `text` each row ends.
    ends: Vec<u32>,
    /// The next row in `ends`.
    next: usize,
    /// Rows handed out.
    rows: u64,
}

impl BatchRows {
    /// The rows, and the names of the file's columns.
    pub fn avro(file: File, columns: &Columns) -> Result<(Self, Vec<String>)> {
        let mut file = Container::open(BufReader::new(file), |name| columns.index_of(name).is_some())?;
        let names = file.names().to_vec();
        check_columns(&names, columns)?;
        let schema = file.schema().clone();
        let batches = Box::new(std::iter::from_fn(move || file.next(BATCH_ROWS).transpose()));
        Ok((Self::new(&schema, batches, columns)?, names))
    }

    /// The same.
    pub fn parquet(file: File, columns: &Columns) -> Result<(Self, Vec<String>)> {
        let unreadable = |e: &dyn Display| Error::job(format!("it is not a Parquet file, or a part of one: {e}"));
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| unreadable(&e))?;
        let names: Vec<String> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
        check_columns(&names, columns)?;
        let wanted = (0..names.len()).filter(|i| columns.index_of(&names[*i]).is_some());
        let mask = ProjectionMask::roots(reader.parquet_schema(), wanted);
        let reader = reader.with_batch_size(BATCH_ROWS).with_projection(mask).build();
        let reader = reader.map_err(|e| Error::job(e.to_string()))?;
        let batches = |batch: Result<RecordBatch, ArrowError>| batch.map_err(|e| Error::job(e.to_string()));
        Ok((Self::new(&reader.schema(), Box::new(reader.map(batches)), columns)?, names))
    }

    fn new(schema: &SchemaRef, batches: Batches, columns: &Columns) -> Result<Self> {
        let fields = schema.fields().iter().map(|field| {
            let column = columns.index_of(field.name()).map(|index| columns.schema.field(index).data_type());
            field.as_ref().clone().with_data_type(written_as(field.data_type(), column))
        });
        let schema = Arc::new(Schema::new(fields.collect::<Fields>()));
        let encoder = JsonEncoder::new(&schema)?;
        Ok(Self { batches, schema, encoder, text: vec![], ends: vec![], next: 0, rows: 0 })
    }

    pub fn next(&mut self, value: &mut Vec<u8>) -> Result<Option<Position>> {
        while self.next == self.ends.len() {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            let batch = batch.and_then(|batch| in_schema(&batch, &self.schema));
            let batch = batch.map_err(|e| e.context(format!("after row {}", self.rows)))?;
            self.text.clear();
            self.ends.clear();
            self.next = 0;
            let encoded = self.encoder.encode(&batch, &mut self.text, &mut self.ends);
            encoded.map_err(|e| Error::environment(e.message))?;
        }
        let start = if self.next == 0 { 0 } else { self.ends[self.next - 1] };
        value.extend_from_slice(&self.text[start as usize..self.ends[self.next] as usize]);
        self.next += 1;
        self.rows += 1;
        Ok(Some(Position::Row(self.rows)))
    }
}

/// The type that a file's column is written in for a column of the job: where JSON has another form for the file's type
/// than for the job's, the value would change on its way.
fn written_as(found: &DataType, column: Option<&DataType>) -> DataType {
    match (found, column) {
        // Many writers of Parquet and Avro leave it open whether bytes are text; as JSON they would become base64.
        (
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_),
            Some(text @ (DataType::Utf8 | DataType::Utf8View)),
        ) => text.clone(),
        // A year of five digits is written as a number, which the decoder takes in the column's unit.
        (DataType::Timestamp(coarse, zone), Some(DataType::Timestamp(unit, _))) if unit > coarse => {
            DataType::Timestamp(*unit, zone.clone())
        }
        _ => found.clone(),
    }
}

fn in_schema(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    if batch.schema_ref() == schema {
        return Ok(batch.clone());
    }
    let strict = CastOptions { safe: false, ..CastOptions::default() };
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| {
        let to = field.data_type();
        if column.data_type() == to {
            return Ok(column.clone());
        }
        // Bytes of a fixed length are not cast to text at once.
        let column = match column.data_type() {
            DataType::FixedSizeBinary(_) => cast_with_options(column, &DataType::Binary, &strict),
            _ => Ok(column.clone()),
        };
        column.and_then(|column| cast_with_options(&column, to, &strict)).map_err(|_| {
            let name = field.name();
            Error::job(match to {
                DataType::Timestamp(..) => format!("column {name} has a time that its type does not hold"),
                _ => format!("column {name} has bytes that are not UTF-8; make it varbinary"),
            })
        })
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    RecordBatch::try_new(schema.clone(), columns).map_err(|e| Error::internal(format!("convert rows of a file: {e}")))
}

/// Fails if the file lacks a column that is required, or has none that the job names.
fn check_columns(present: &[String], columns: &Columns) -> Result<()> {
    check_required(columns, present.iter().map(String::as_str))?;
    if present.iter().all(|name| columns.index_of(name).is_none()) {
        return Err(Error::job(format!("none of the job's columns is in it; it has: {}", present.join(", "))));
    }
    Ok(())
}
