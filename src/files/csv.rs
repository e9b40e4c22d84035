//! CSV: a message is a row, written as a JSON object.

use std::fs::File;

use arrow::datatypes::DataType;
use serde_json::value::RawValue;

use super::records::Records;
use super::{Position, check_required};
use crate::codec::schema::Columns;
use crate::error::{Error, Result};

/// The rows of a CSV file.
pub struct CsvRows {
    records: Records,
    columns: Vec<Column>,
}

struct Column {
    /// The name as the key of a JSON object, with its colon.
    key: Vec<u8>,
    written: Written,
}

/// How a field stands in the JSON object.
#[derive(Clone, Copy)]
enum Written {
    /// As a string.
    Text,
    /// Bare if it is a JSON number, else as a string.
    Number,
    /// Bare if it is true or false, in any case, else as a string.
    Boolean,
    /// Bare if it is a JSON array or object, else as a string.
    Nested,
}

impl CsvRows {
    /// The rows, and the names in the header.
    pub fn new(file: File, wanted: &Columns) -> Result<(Self, Vec<String>)> {
        let mut records = Records::new(file);
        let header = read_header(&mut records)?;
        check_required(wanted, header.iter().map(String::as_str)).map_err(|e| e.context("line 1"))?;
        let columns = header.iter().map(|name| Column::new(name, wanted)).collect();
        Ok((Self { records, columns }, header))
    }

    pub fn next(&mut self, value: &mut Vec<u8>) -> Result<Option<Position>> {
        let Some(line) = self.records.read()? else { return Ok(None) };
        if self.records.fields().len() == self.columns.len() {
            self.write_object(value);
        } else {
            self.write_array(value);
        }
        Ok(Some(Position::Line(line)))
    }

    fn write_object(&self, value: &mut Vec<u8>) {
        value.push(b'{');
        for (column, field) in self.columns.iter().zip(self.records.fields()).filter(|(_, field)| !field.is_empty()) {
            if value.len() > 1 {
                value.push(b',');
            }
            value.extend_from_slice(&column.key);
            match column.written.bare(field) {
                Some(bare) => value.extend_from_slice(bare.as_bytes()),
                None => write_string(value, field),
            }
        }
        value.push(b'}');
    }

    fn write_array(&self, value: &mut Vec<u8>) {
        value.push(b'[');
        for (i, field) in self.records.fields().enumerate() {
            if i > 0 {
                value.push(b',');
            }
            write_string(value, field);
        }
        value.push(b']');
    }
}

impl Column {
    fn new(name: &str, wanted: &Columns) -> Self {
        let mut key = vec![];
        write_string(&mut key, name.as_bytes());
        key.push(b':');
        let written = wanted.index_of(name).map_or(Written::Text, |i| Written::of(wanted.schema.field(i).data_type()));
        Self { key, written }
    }
}

impl Written {
    fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Boolean => Self::Boolean,
            _ if data_type.is_numeric() || data_type.is_temporal() => Self::Number,
            _ if data_type.is_nested() => Self::Nested,
            _ => Self::Text,
        }
    }

    /// The field as a JSON value that is not a string, if it is one of the wanted kind.
    fn bare(self, field: &[u8]) -> Option<&str> {
        let begins: fn(u8) -> bool = match self {
            Self::Text => return None,
            Self::Boolean if field.eq_ignore_ascii_case(b"true") => return Some("true"),
            Self::Boolean if field.eq_ignore_ascii_case(b"false") => return Some("false"),
            Self::Boolean => return None,
            Self::Number => |first| first == b'-' || first.is_ascii_digit(),
            Self::Nested => |first| first == b'{' || first == b'[',
        };
        let json: &RawValue = serde_json::from_slice(field).ok()?;
        json.get().bytes().next().is_some_and(begins).then_some(json.get())
    }
}

fn read_header(records: &mut Records) -> Result<Vec<String>> {
    let line = records.read()?.unwrap_or(1);
    let names: Result<Vec<String>, _> = records.fields().map(|name| String::from_utf8(name.to_owned())).collect();
    let names = names.map_err(|_| Error::job(format!("line {line}: not UTF-8: save the file as UTF-8")))?;
    if names.iter().all(String::is_empty) {
        return Err(Error::job(format!("line {line}: no header: the first line of a CSV file names its columns")));
    }
    match names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
        Some((_, name)) => Err(Error::job(format!("line {line}: two columns are named {name:?}: rename one"))),
        None => Ok(names),
    }
}

/// The names in the header of a CSV file.
pub fn header(file: File) -> Result<Vec<String>> {
    read_header(&mut Records::new(file))
}

/// Appends a JSON string. Bytes that are not UTF-8 stay as they are, for the decoder to refuse.
fn write_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
