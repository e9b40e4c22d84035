//! NDJSON: a message is a line.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

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
            let limit = ROW_BYTES_MAX as u64 + 2;
            let read = self.reader.by_ref().take(limit).read_until(b'\n', value);
            if read.map_err(|e| Error::environment(format!("line {}: {e}", self.line + 1)))? == 0 {
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
}
