//! NDJSON: a message is a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind};

use super::{Position, ROW_BYTES_MAX, too_long};
use crate::error::{Error, Result};

/// How much is read at a time.
const READ_BYTES: usize = 256 << 10;

/// The lines of a file, as they are.
pub struct Lines {
    reader: BufReader<File>,
    line: u64,
}

impl Lines {
    pub fn new(file: File) -> Self {
        Self { reader: BufReader::with_capacity(READ_BYTES, file), line: 0 }
    }

    pub fn next(&mut self, value: &mut Vec<u8>) -> Result<Option<Position>> {
        loop {
            value.clear();
            self.read_line(value).map_err(|e| Error::environment(format!("line {}: {e}", self.line + 1)))?;
            if value.is_empty() {
                return Ok(None);
            }
            self.line += 1;
            if value.ends_with(b"\n") {
                value.pop();
                if value.ends_with(b"\r") {
                    value.pop();
                }
            }
            if value.len() > ROW_BYTES_MAX {
                return Err(too_long(Position::Line(self.line)));
            }
            // A byte order mark belongs to the file, not to its first message.
            if self.line == 1 && value.starts_with(b"\xEF\xBB\xBF") {
                value.drain(..3);
            }
            if !value.trim_ascii().is_empty() {
                return Ok(Some(Position::Line(self.line)));
            }
        }
    }

    /// Appends the next line with its end, or as much of it as tells that it is too long; nothing at the file's end.
    /// (`read_until` of the standard library looks for the end eight bytes at a time: a tenth of all that `map` does.)
    fn read_line(&mut self, value: &mut Vec<u8>) -> io::Result<()> {
        while value.len() <= ROW_BYTES_MAX + 1 {
            let there = match self.reader.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                there => there?,
            };
            let end = memchr::memchr(b'\n', there);
            let taken = end.map_or(there.len(), |at| at + 1);
            value.extend_from_slice(&there[..taken]);
            self.reader.consume(taken);
            if end.is_some() || taken == 0 {
                break;
            }
        }
        Ok(())
    }
}
