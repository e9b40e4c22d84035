//! The records of a CSV file, each with the line on which it begins.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use csv_core::ReadRecordResult;

use super::{Position, ROW_BYTES_MAX, too_long};
use crate::error::{Error, Result};

/// Reads records in bounded memory: a quote that is never closed does not take in the file.
pub struct Records {
    reader: BufReader<File>,
    parser: csv_core::Reader,
    /// The line that is read next, from 1.
    line: u64,
    /// The fields of the record under way, one after another.
    text: Vec<u8>,
    /// Where in `text` each of them ends.
    ends: Vec<usize>,
    /// How many there are.
    fields: usize,
}

impl Records {
    pub fn new(file: File) -> Self {
        let (text, ends) = (vec![0; 1024], vec![0; 64]);
        Self { reader: BufReader::new(file), parser: csv_core::Reader::new(), line: 1, text, ends, fields: 0 }
    }

    /// Reads the next record; says on which line it begins.
    pub fn read(&mut self) -> Result<Option<u64>> {
        self.skip_line_ends().map_err(|e| self.error(&e))?;
        let line = self.line;
        let (mut text, mut ends) = (0, 0);
        loop {
            let input = self.reader.fill_buf().map_err(|e| Error::environment(format!("line {line}: {e}")))?;
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut self.text[text..], &mut self.ends[ends..]);
            self.line += line_ends(&input[..read]);
            self.reader.consume(read);
            text += written;
            ends += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if text < ROW_BYTES_MAX => self.text.resize(text * 2, 0),
                ReadRecordResult::OutputEndsFull if ends < ROW_BYTES_MAX => self.ends.resize(ends * 2, 0),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(too_long(Position::Line(line)));
                }
                ReadRecordResult::Record => {
                    self.fields = ends;
                    return Ok(Some(line));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// The fields of the record that was read last.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.fields).map(|i| {
            let start = if i == 0 { 0 } else { self.ends[i - 1] };
            &self.text[start..self.ends[i]]
        })
    }

    /// The parser would skip blank lines and the second half of a `\r\n` itself, after the line was noted.
    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.reader.fill_buf()?;
            let blank = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blank == 0 {
                return Ok(());
            }
            self.line += line_ends(&input[..blank]);
            self.reader.consume(blank);
        }
    }

    fn error(&self, error: &io::Error) -> Error {
        Error::environment(format!("line {}: {error}", self.line))
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
