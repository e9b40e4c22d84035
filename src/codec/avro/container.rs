//! Object container files: a header with the schema, then blocks of rows, each followed by the file's marker.
//! <https://avro.apache.org/docs/1.12.0/specification/#object-container-files>
//!
//! Nothing that a file claims is believed: a length takes no more memory than bytes are there, and a block has to end
//! exactly where its rows do.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::datatypes::{Fields, Schema, SchemaRef};

use super::column::{Column, OwnTexts};
use super::input::Input;
use super::program::Steps;
use super::{resolve, run};
use crate::codec::Span;
use crate::codec::avsc::AvroType;
use crate::codec::schema::field_of;
use crate::error::{Error, Result};

/// The largest block that is read, compressed or not. Writers make blocks of some 16 KiB to a few MiB.
const BLOCK_BYTES_MAX: usize = 64 << 20;
/// The largest header: its schema, and what writers say of themselves.
const HEADER_BYTES_MAX: usize = 16 << 20;

/// A container file that is being read: some columns of its rows.
pub struct Container<R> {
    input: R,
    codec: Codec,
    /// Stands behind the header and behind every block.
    marker: [u8; 16],
    names: Vec<String>,
    schema: SchemaRef,
    steps: Steps,
    texts: OwnTexts,
    block: Block,
}

/// The block under way.
struct Block {
    /// From 1; 0 before the first.
    number: u64,
    data: Buffer,
    /// Where in `data` the next row begins.
    at: usize,
    rows: usize,
    /// How many of the rows have been read.
    read: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codec {
    Null,
    Deflate,
    Snappy,
    Zstandard,
}

impl<R: BufRead> Container<R> {
    /// Reads the header. Of the rows those columns are read that `wanted` says yes to.
    ///
    /// # Errors
    /// The disk; it is no container file, its codec is not known, its schema is no record, or a column that is wanted
    /// has a type that no column can have.
    pub fn open(mut input: R, wanted: impl Fn(&str) -> bool) -> Result<Self> {
        let header = Header::read(&mut input).map_err(|e| e.context("it is not an Avro file, or a part of one"))?;
        let record = match AvroType::parse(&header.schema)? {
            AvroType::Record(record) => record,
            other => return Err(Error::job(format!("its rows are {}, not records", other.describe()))),
        };
        let (mut slots, mut fields) = (Vec::with_capacity(record.fields.len()), Vec::new());
        for field in &record.fields {
            let slot = wanted(&field.name).then_some(fields.len());
            slots.push(slot);
            if slot.is_some() {
                fields.push(field_of(&field.name, &field.avro, &field.name)?);
            }
        }
        let fields = Fields::from(fields);
        let mut texts = OwnTexts::default();
        let steps = resolve::record(&record, &record, &slots, &fields, &mut texts).map_err(Error::job)?;
        Ok(Self {
            input,
            codec: header.codec,
            marker: header.marker,
            names: record.fields.iter().map(|field| field.name.clone()).collect(),
            schema: Arc::new(Schema::new(fields)),
            steps,
            texts,
            block: Block { number: 0, data: Buffer::from_vec(Vec::<u8>::new()), at: 0, rows: 0, read: 0 },
        })
    }

    /// The names of all columns of the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns that are read, in the file's order.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next rows, at most `rows_max` and all of one block; `None` at the end of the file.
    ///
    /// # Errors
    /// The disk, or a block that is not as it should be: there is no way to go on behind it.
    pub fn next(&mut self, rows_max: usize) -> Result<Option<RecordBatch>> {
        while self.block.read == self.block.rows {
            if self.input.fill_buf().map_err(|e| disk(&e))?.is_empty() {
                return Ok(None);
            }
            self.block.number += 1;
            self.read_block().map_err(|e| self.in_block(e))?;
        }
        self.read_rows(rows_max).map(Some).map_err(|e| self.in_block(e))
    }

    fn in_block(&self, error: Error) -> Error {
        error.context(format!("block {}", self.block.number))
    }

    fn read_block(&mut self) -> Result<()> {
        let (rows, size) = (long(&mut self.input)?, long(&mut self.input)?);
        let packed = bytes(&mut self.input, size, BLOCK_BYTES_MAX)?;
        let mut marker = [0; 16];
        self.input.read_exact(&mut marker).map_err(|e| ended(&e))?;
        if marker != self.marker {
            return Err(Error::job("the file's marker does not follow it: the file is damaged, write it again"));
        }
        let data = self.codec.unpack(packed)?;
        // A row of no bytes would have no column with a value: what claims more rows than bytes would fill the memory.
        let rows = usize::try_from(rows).ok().filter(|rows| *rows <= data.len()).ok_or_else(|| {
            Error::job(format!(
                "it claims {rows} rows and has {} bytes: the file is damaged, write it again",
                data.len()
            ))
        })?;
        if rows == 0 && !data.is_empty() {
            return Err(left_over(data.len(), rows));
        }
        self.block = Block { number: self.block.number, data: Buffer::from_vec(data), at: 0, rows, read: 0 };
        Ok(())
    }

    fn read_rows(&mut self, rows_max: usize) -> Result<RecordBatch> {
        let Block { data, at, rows, read, .. } = &mut self.block;
        let count = rows_max.min(*rows - *read);
        let fields = self.schema.fields();
        let mut columns: Vec<Column> = fields.iter().map(|field| Column::new(field.data_type(), count)).collect();
        let mut input = Input::new(data, Span { start: *at as u32, len: (data.len() - *at) as u32 });
        for row in 1..=count {
            let done = run::record(&self.steps, &mut input, &mut columns, true);
            done.map_err(|fault| Error::job(format!("row {} of {rows}: {}", *read + row, fault.message())))?;
        }
        (*at, *read) = (data.len() - input.left(), *read + count);
        if read == rows && input.left() > 0 {
            return Err(left_over(input.left(), *rows));
        }
        let texts = self.texts.with(data);
        let arrays = columns.into_iter().zip(fields).map(|(column, field)| column.finish(field.data_type(), &texts));
        let batch =
            arrays.collect::<Result<_, _>>().and_then(|arrays| RecordBatch::try_new(self.schema.clone(), arrays));
        batch.map_err(|e| Error::internal(format!("make columns of an Avro file's rows: {e}")))
    }
}

fn left_over(bytes: usize, rows: usize) -> Error {
    Error::job(format!("{bytes} bytes are left over after its {rows} rows: the file is damaged, write it again"))
}

/// What stands before the blocks.
struct Header {
    schema: String,
    codec: Codec,
    marker: [u8; 16],
}

impl Header {
    fn read(input: &mut impl BufRead) -> Result<Self> {
        let mut magic = [0; 4];
        input.read_exact(&mut magic).map_err(|e| ended(&e))?;
        if magic != *b"Obj\x01" {
            return Err(Error::job("it does not begin as one"));
        }
        let (mut schema, mut codec, mut left) = (None, Codec::Null, HEADER_BYTES_MAX);
        loop {
            let count = long(input)?;
            if count < 0 {
                long(input)?; // of this many bytes
            }
            if count == 0 {
                break;
            }
            for _ in 0..count.unsigned_abs() {
                let mut next = || {
                    let size = long(input)?;
                    let bytes = bytes(input, size, left)?;
                    left -= bytes.len();
                    Ok::<_, Error>(bytes)
                };
                let (name, value) = (next()?, next()?);
                match name.as_slice() {
                    b"avro.schema" => {
                        let text = String::from_utf8(value).map_err(|_| Error::job("its schema is not UTF-8"))?;
                        schema = Some(text);
                    }
                    b"avro.codec" => codec = Codec::of(&value)?,
                    _ => {}
                }
            }
        }
        let mut marker = [0; 16];
        input.read_exact(&mut marker).map_err(|e| ended(&e))?;
        let schema = schema.ok_or_else(|| Error::job("its header has no schema"))?;
        Ok(Self { schema, codec, marker })
    }
}

impl Codec {
    fn of(name: &[u8]) -> Result<Self> {
        Ok(match name {
            b"null" => Self::Null,
            b"deflate" => Self::Deflate,
            b"snappy" => Self::Snappy,
            b"zstandard" => Self::Zstandard,
            other => {
                let name = String::from_utf8_lossy(other);
                let known = "null, deflate, snappy and zstandard";
                return Err(Error::job(format!(
                    "its blocks are compressed as {name:?}, of which only {known} are known"
                )));
            }
        })
    }

    /// A block's data as it was before it was compressed.
    fn unpack(self, packed: Vec<u8>) -> Result<Vec<u8>> {
        let broken = |why: &dyn std::fmt::Display| Error::job(format!("its data cannot be decompressed: {why}"));
        let data = match self {
            Self::Null => return Ok(packed),
            Self::Deflate => up_to(flate2::bufread::DeflateDecoder::new(packed.as_slice())),
            Self::Zstandard => zstd::Decoder::with_buffer(packed.as_slice()).and_then(up_to),
            Self::Snappy => {
                // The checksum of the data stands behind it.
                let (packed, checksum) = packed.split_last_chunk::<4>().ok_or_else(|| broken(&"it is cut off"))?;
                if snap::raw::decompress_len(packed).map_err(|e| broken(&e))? > BLOCK_BYTES_MAX {
                    return Err(too_large());
                }
                let data = snap::raw::Decoder::new().decompress_vec(packed).map_err(|e| broken(&e))?;
                if crc32fast::hash(&data) != u32::from_be_bytes(*checksum) {
                    return Err(broken(&"its checksum is another"));
                }
                return Ok(data);
            }
        };
        let data = data.map_err(|e| broken(&e))?;
        if data.len() > BLOCK_BYTES_MAX { Err(too_large()) } else { Ok(data) }
    }
}

/// All bytes, but hardly more than a block may have.
fn up_to(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut data = Vec::new();
    reader.take(BLOCK_BYTES_MAX as u64 + 1).read_to_end(&mut data)?;
    Ok(data)
}

fn too_large() -> Error {
    Error::job(format!("it has more than {} MiB: write the file with smaller blocks", BLOCK_BYTES_MAX >> 20))
}

fn long(input: &mut impl BufRead) -> Result<i64> {
    let mut raw = 0u64;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        input.read_exact(&mut byte).map_err(|e| ended(&e))?;
        if shift == 63 && byte[0] > 1 {
            break;
        }
        raw |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] < 0x80 {
            return Ok((raw >> 1) as i64 ^ -((raw & 1) as i64));
        }
    }
    Err(Error::job("a number has more than 64 bits: the file is damaged"))
}

/// The next `size` bytes, of which there may be `max`.
fn bytes(input: &mut impl BufRead, size: i64, max: usize) -> Result<Vec<u8>> {
    let Some(size) = usize::try_from(size).ok().filter(|size| *size <= max) else {
        return Err(Error::job(format!("a length is {size}, which can be {max} at most: the file is damaged")));
    };
    let mut data = Vec::new();
    input.take(size as u64).read_to_end(&mut data).map_err(|e| disk(&e))?;
    if data.len() < size { Err(cut()) } else { Ok(data) }
}

fn ended(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::UnexpectedEof { cut() } else { disk(error) }
}

fn cut() -> Error {
    Error::job("its end is missing: copy it again")
}

fn disk(error: &io::Error) -> Error {
    Error::environment(error.to_string())
}
