//! Avro object container files and Parquet: a message is a row, written as a JSON object by the job's own encoder.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow_avro::reader::ReaderBuilder;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Position, check_required};
use crate::codec::Encoder;
use crate::codec::json::JsonEncoder;
use crate::codec::schema::Columns;
use crate::error::{Error, Result};

/// Rows that are read and written as JSON at a time.
const BATCH_ROWS: usize = 1024;

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// The rows of a file that holds columns.
pub struct BatchRows {
    batches: Batches,
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
    pub fn avro(mut file: File, columns: &Columns) -> Result<(Self, Vec<String>)> {
        // Not with views: the reader would make a null text an empty one.
        let reader = ReaderBuilder::new().with_batch_size(BATCH_ROWS);
        let end = last_bytes(&mut file).map_err(|e| Error::environment(e.to_string()))?;
        let reader = reader.build(BufReader::new(file)).map_err(|e| unreadable("an Avro", &e))?;
        // Every block ends with the marker. The reader would take a part of a block for the end of the file.
        if end != reader.avro_header().sync() {
            return Err(Error::job("its end is missing: copy it again"));
        }
        let wanted = wanted_columns(&reader.schema(), columns)?;
        let schema = project(&reader.schema(), &wanted)?;
        let names = names(&reader.schema());
        Ok((Self::new(schema, Box::new(reader.map(move |batch| batch?.project(&wanted))))?, names))
    }

    /// The same.
    pub fn parquet(file: File, columns: &Columns) -> Result<(Self, Vec<String>)> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| unreadable("a Parquet", &e.into()))?;
        let wanted = wanted_columns(reader.schema(), columns)?;
        let names = names(reader.schema());
        let mask = ProjectionMask::roots(reader.parquet_schema(), wanted);
        let reader = reader.with_batch_size(BATCH_ROWS).with_projection(mask).build();
        let reader = reader.map_err(|e| damaged(0, &e.into()))?;
        Ok((Self::new(reader.schema(), Box::new(reader))?, names))
    }

    fn new(schema: SchemaRef, batches: Batches) -> Result<Self> {
        let encoder = JsonEncoder::new(&schema)?;
        Ok(Self { batches, encoder, text: vec![], ends: vec![], next: 0, rows: 0 })
    }

    pub fn next(&mut self, value: &mut Vec<u8>) -> Result<Option<Position>> {
        while self.next == self.ends.len() {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            let batch = batch.map_err(|e| damaged(self.rows, &e))?;
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

fn names(schema: &SchemaRef) -> Vec<String> {
    schema.fields().iter().map(|field| field.name().clone()).collect()
}

/// The last 16 bytes; fewer are filled up with zeros. Leaves the file at its beginning.
fn last_bytes(file: &mut File) -> io::Result<[u8; 16]> {
    let length = file.metadata()?.len().min(16);
    let mut bytes = [0; 16];
    file.seek(SeekFrom::End(-(length as i64)))?;
    file.read_exact(&mut bytes[..length as usize])?;
    file.rewind()?;
    Ok(bytes)
}

/// The file's columns that the job names.
fn wanted_columns(file: &SchemaRef, columns: &Columns) -> Result<Vec<usize>> {
    let present = file.fields().iter().map(|field| field.name().as_str());
    check_required(columns, present.clone())?;
    let wanted: Vec<usize> = (0..present.len()).filter(|i| columns.index_of(file.field(*i).name()).is_some()).collect();
    if wanted.is_empty() {
        let present: Vec<&str> = present.collect();
        return Err(Error::job(format!("none of the job's columns is in it; it has: {}", present.join(", "))));
    }
    Ok(wanted)
}

fn project(schema: &SchemaRef, wanted: &[usize]) -> Result<SchemaRef> {
    schema.project(wanted).map(Arc::new).map_err(|e| damaged(0, &e))
}

fn unreadable(format: &str, error: &ArrowError) -> Error {
    Error::job(format!("it is not {format} file, or a part of one: {error}"))
}

fn damaged(rows: u64, error: &ArrowError) -> Error {
    Error::job(format!("after row {rows}: {error}"))
}
