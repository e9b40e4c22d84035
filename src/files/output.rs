//! Files for what a mapper makes: one per output. A file has its final name only once it is whole and on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Position;
use crate::error::{Error, Result};

/// `NAME.ndjson`: one value per line.
pub struct LinesFile {
    file: Unfinished,
}

impl LinesFile {
    /// Begins the file for output `name` in `directory`, which must exist.
    ///
    /// # Errors
    /// The directory cannot be written to.
    pub fn create(directory: &Path, name: &str) -> Result<Self> {
        Ok(Self { file: Unfinished::create(directory, &format!("{name}.ndjson"))? })
    }

    /// Appends a line. `value` is JSON on one line, as the encoder writes it.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&mut self, value: &[u8]) -> Result<()> {
        let written = self.file.write_all(value).and_then(|()| self.file.write_all(b"\n"));
        written.map_err(|e| self.file.error(&e))
    }

    /// Gives the file its name, in place of one that had it; says which.
    ///
    /// # Errors
    /// The disk. No file of that name is left half-written.
    pub fn finish(self) -> Result<PathBuf> {
        self.file.finish()
    }
}

/// `NAME.avro`: an object container file, not compressed. The same values give the same bytes.
pub struct AvroFile {
    file: Unfinished,
    /// Stands after the header and after every block.
    marker: [u8; 16],
    /// The values of the block under way.
    block: Vec<u8>,
    /// How many they are.
    values: i64,
}

/// Bytes of values after which a block is written.
const BLOCK_BYTES: usize = 64 << 10;

impl AvroFile {
    /// Begins the file for output `name` in `directory`, which must exist; `schema` is the values' schema as JSON text.
    ///
    /// # Errors
    /// The directory cannot be written to.
    pub fn create(directory: &Path, name: &str, schema: &str) -> Result<Self> {
        let file = Unfinished::create(directory, &format!("{name}.avro"))?;
        let digest: [u8; 32] = Sha256::digest(schema).into();
        let mut marker = [0; 16];
        marker.copy_from_slice(&digest[..16]);
        let mut avro = Self { file, marker, block: vec![], values: 0 };
        avro.write_header(schema).map_err(|e| avro.file.error(&e))?;
        Ok(avro)
    }

    fn write_header(&mut self, schema: &str) -> io::Result<()> {
        let mut header = b"Obj\x01".to_vec();
        push_long(&mut header, 2);
        for text in ["avro.schema", schema, "avro.codec", "null"] {
            push_long(&mut header, text.len() as i64);
            header.extend_from_slice(text.as_bytes());
        }
        push_long(&mut header, 0);
        self.file.write_all(&header)?;
        self.file.write_all(&self.marker)
    }

    /// Appends a value: bare Avro, without the registry's five bytes in front.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&mut self, value: &[u8]) -> Result<()> {
        self.block.extend_from_slice(value);
        self.values += 1;
        if self.block.len() < BLOCK_BYTES {
            return Ok(());
        }
        self.write_block().map_err(|e| self.file.error(&e))
    }

    fn write_block(&mut self) -> io::Result<()> {
        if self.values == 0 {
            return Ok(());
        }
        let mut counts = vec![];
        push_long(&mut counts, self.values);
        push_long(&mut counts, self.block.len() as i64);
        for part in [&counts[..], &self.block, &self.marker] {
            self.file.write_all(part)?;
        }
        self.values = 0;
        self.block.clear();
        Ok(())
    }

    /// Gives the file its name, in place of one that had it; says which.
    ///
    /// # Errors
    /// The disk. No file of that name is left half-written.
    pub fn finish(mut self) -> Result<PathBuf> {
        self.write_block().map_err(|e| self.file.error(&e))?;
        self.file.finish()
    }
}

/// Appends an Avro `long`: a zigzag varint.
fn push_long(out: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// A row of a file that could not be decoded or mapped.
#[derive(Debug, Clone, Copy)]
pub struct DeadLetter<'a> {
    /// One of [`reason`](crate::codec::reason).
    pub reason: &'a str,
    /// What was expected and found.
    pub message: &'a str,
    /// The input file.
    pub file: &'a Path,
    /// Where in it, if it is one row's fault.
    pub position: Option<Position>,
    /// How many of its events are in the group of a row that could not be computed.
    pub events: Option<u64>,
    /// The row, as the decoder got it.
    pub value: &'a [u8],
}

/// `dead_letters.ndjson`: one JSON object per bad row, with `reason`, `message`, `file`, `line` or `row`, `events` for the row
/// of a group, and the row itself in `value` if it is UTF-8, else in `value_base64`.
pub struct DeadLetterFile {
    lines: LinesFile,
    text: Vec<u8>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    reason: &'a str,
    message: &'a str,
    file: std::borrow::Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_base64: Option<String>,
}

impl DeadLetterFile {
    /// Begins the file in `directory`, which must exist.
    ///
    /// # Errors
    /// The directory cannot be written to.
    pub fn create(directory: &Path) -> Result<Self> {
        Ok(Self { lines: LinesFile::create(directory, "dead_letters")?, text: vec![] })
    }

    /// Appends a row.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&mut self, letter: DeadLetter) -> Result<()> {
        let (line, row) = match letter.position {
            Some(Position::Line(line)) => (Some(line), None),
            Some(Position::Row(row)) => (None, Some(row)),
            None => (None, None),
        };
        let value = std::str::from_utf8(letter.value).ok();
        let value_base64 = if value.is_none() { Some(BASE64_STANDARD.encode(letter.value)) } else { None };
        let DeadLetter { reason, message, file, events, .. } = letter;
        let envelope =
            Envelope { reason, message, file: file.to_string_lossy(), line, row, events, value, value_base64 };
        self.text.clear();
        serde_json::to_writer(&mut self.text, &envelope)
            .map_err(|e| Error::internal(format!("write dead letter: {e}")))?;
        self.lines.write(&self.text)
    }

    /// Gives the file its name, in place of one that had it; says which.
    ///
    /// # Errors
    /// The disk. No file of that name is left half-written.
    pub fn finish(self) -> Result<PathBuf> {
        self.lines.finish()
    }
}

/// How much is written at a time.
const WRITE_BYTES: usize = 256 << 10;

/// A file that is written under another name, and removed if it is never finished.
struct Unfinished {
    writer: BufWriter<File>,
    /// The name that it has while it is written.
    part: PathBuf,
    /// The name that it gets.
    path: PathBuf,
}

impl Unfinished {
    fn create(directory: &Path, name: &str) -> Result<Self> {
        let (part, path) = (directory.join(format!(".{name}.part")), directory.join(name));
        let file = File::create(&part).map_err(|e| Error::environment(format!("write {}: {e}", part.display())))?;
        Ok(Self { writer: BufWriter::with_capacity(WRITE_BYTES, file), part, path })
    }

    /// The file first, then its name: both are on disk when this returns.
    fn finish(mut self) -> Result<PathBuf> {
        let flushed = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        let renamed = flushed.and_then(|()| fs::rename(&self.part, &self.path));
        let synced = renamed.and_then(|()| match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
            _ => File::open(".")?.sync_all(),
        });
        synced.map_err(|e| self.error(&e))?;
        Ok(self.path.clone())
    }

    fn error(&self, error: &io::Error) -> Error {
        Error::environment(format!("write {}: {error}", self.path.display()))
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Unfinished {
    /// After [`finish`](Self::finish) there is nothing under that name any more.
    fn drop(&mut self) {
        _ = fs::remove_file(&self.part);
    }
}
