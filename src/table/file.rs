//! File tables: a CSV, NDJSON or Parquet file, read whole when the job starts.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::buffer::Buffer;
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;

use super::{Table, index::KeyIndex, infer, parquet};
use crate::codec::json::JsonDecoder;
use crate::codec::schema::Columns;
use crate::codec::{ARENA_PADDING, Decoder, Span};
use crate::error::{Error, Result};
use crate::files::{FileFormat, InputFile, Position, csv_header, format_of, unpanicked};
use crate::job::nearest::hint;

/// Bytes of text that are decoded at a time.
const CHUNK_BYTES: usize = 4 << 20;

/// Reads the table `name` from `path`, whose extension says what it is: `.csv`; `.ndjson`, `.jsonl` or `.json`, one
/// object per line; `.parquet`.
///
/// With `columns` the table has these columns and no others; CSV and NDJSON are decoded as a topic's events are.
/// Without: a CSV file's columns are all varchar, because nothing tells an identifier such as `00123` from a number;
/// NDJSON's are varchar, boolean, bigint or double, as JSON writes them; Parquet's are what the file says. An empty field
/// of CSV is null. Text is always `Utf8View`, as it is in events: a join needs the same type on both sides.
///
/// Several rows may have the same key; a row without a key is refused. A table may have no rows.
///
/// # Errors
/// The file cannot be read or decoded, a column is missing, or the key is: the error says in which line or row.
pub fn load(name: &str, path: &Path, key: &str, columns: Option<&Columns>) -> Result<Table> {
    read(path, key, columns)
        .map(|(batch, key, index)| Table { name: name.to_owned(), batch, key, index })
        .map_err(|e| e.context(format!("load table {name}")))
}

fn read(path: &Path, key: &str, columns: Option<&Columns>) -> Result<(RecordBatch, usize, KeyIndex)> {
    let in_file = |e: Error| e.context(format!("read {}", path.display()));
    let (batch, positions) = match format_of(path)? {
        FileFormat::Csv => {
            let header = csv_header(path)?;
            let columns = columns.map_or_else(|| varchars(&header), |columns| Ok(columns.clone()))?;
            all_present(&columns, header.iter().map(String::as_str)).map_err(in_file)?;
            rows(path, &columns)?
        }
        FileFormat::Ndjson => {
            let columns = columns.map_or_else(|| infer::columns(path), |columns| Ok(columns.clone()))?;
            rows(path, &columns)?
        }
        FileFormat::Parquet => {
            let batch = unpanicked(|| parquet::read(path, columns)).map_err(in_file)?;
            let positions = (1..=batch.num_rows() as u64).map(Position::Row).collect();
            (batch, positions)
        }
        FileFormat::Avro => {
            return Err(in_file(Error::job("a table cannot be an Avro file: use .csv, .ndjson or .parquet")));
        }
    };
    let schema = batch.schema();
    let names = schema.fields().iter().map(|field| field.name().as_str());
    let Some((key_column, _)) = schema.column_with_name(key) else {
        let hint = hint(key, "it has", names);
        return Err(in_file(Error::job(format!("no column {key:?}, which is to be the key{hint}"))));
    };
    if let Some(row) = batch.column(key_column).nulls().and_then(|nulls| (0..nulls.len()).find(|i| nulls.is_null(*i))) {
        let what = format!("{}: the key column {key:?} is empty: fill it in or remove the row", positions[row]);
        return Err(in_file(Error::job(what)));
    }
    let index = KeyIndex::build(&batch, key_column).map_err(in_file)?;
    Ok((batch, key_column, index))
}

fn varchars(header: &[String]) -> Result<Columns> {
    let columns: Vec<_> = header.iter().map(|name| (name.clone(), "varchar".to_owned())).collect();
    Columns::from_inline(&columns)
}

/// Fails if the file lacks one of the columns: what is written in the job is meant.
pub(super) fn all_present<'a>(columns: &Columns, present: impl Iterator<Item = &'a str> + Clone) -> Result<()> {
    for field in columns.schema.fields() {
        if !present.clone().any(|name| name == field.name()) {
            let hint = hint(field.name(), "it has", present);
            return Err(Error::job(format!("no column {:?}{hint}", field.name())));
        }
    }
    Ok(())
}

/// All rows, and where each of them stands.
fn rows(path: &Path, columns: &Columns) -> Result<(RecordBatch, Vec<Position>)> {
    let mut file = InputFile::open(path, columns)?;
    let mut decoder = JsonDecoder::new(&columns.schema, &columns.defaults)?;
    let (mut batches, mut positions) = (vec![], vec![]);
    loop {
        let chunk = Chunk::read(&mut file)?;
        if chunk.positions.is_empty() {
            break;
        }
        let batch = chunk.decode(&mut decoder, &columns.schema);
        batches.push(batch.map_err(|e| e.context(format!("read {}", path.display())))?);
        positions.extend(chunk.positions);
    }
    let batch = concat_batches(&columns.schema, &batches);
    Ok((batch.map_err(|e| Error::internal(format!("join the parts of {}: {e}", path.display())))?, positions))
}

/// Some rows of a file as a window's arena has them.
struct Chunk {
    arena: Buffer,
    spans: Vec<Span>,
    positions: Vec<Position>,
}

impl Chunk {
    fn read(file: &mut InputFile) -> Result<Self> {
        let (mut arena, mut value): (Vec<u8>, Vec<u8>) = (vec![], vec![]);
        let (mut spans, mut positions) = (vec![], vec![]);
        while arena.len() < CHUNK_BYTES {
            let Some(position) = file.next(&mut value)? else { break };
            spans.push(Span { start: arena.len() as u32, len: value.len() as u32 });
            positions.push(position);
            arena.extend_from_slice(&value);
            arena.push(b'\n');
        }
        arena.resize(arena.len() + ARENA_PADDING, b' ');
        Ok(Self { arena: Buffer::from_vec(arena), spans, positions })
    }

    fn decode(&self, decoder: &mut JsonDecoder, schema: &SchemaRef) -> Result<RecordBatch> {
        let decoded = decoder.decode(&self.arena, &self.spans).map_err(|e| Error::environment(e.message))?;
        if let Some(bad) = decoded.bad.first() {
            let position = self.positions[bad.index as usize];
            let wrong = if self.spans[bad.index as usize].of(&self.arena).starts_with(b"[") {
                "not as many fields as columns"
            } else {
                bad.message.as_str()
            };
            return Err(Error::job(format!("{position}: {wrong}: correct the file or the table's columns")));
        }
        let columns = decoded.columns.into_iter().map(without_arena).collect();
        RecordBatch::try_new(schema.clone(), columns).map_err(|e| Error::internal(format!("make a table's rows: {e}")))
    }
}

/// Copies text out of the arena, which it would keep in memory whole. (Text inside of lists and structs does keep it.)
fn without_arena(column: ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Utf8View => Arc::new(column.as_string_view().gc()),
        DataType::BinaryView => Arc::new(column.as_binary_view().gc()),
        _ => column,
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
