//! Individual files in Kafka's place: their rows as messages for `map` and for embedded runs, and files for what a
//! mapper makes of them.
//!
//! Whatever the format, a row becomes the JSON text that the same decoder reads which reads messages from Kafka, so
//! that a file is judged exactly as a topic is.

use std::fmt;
use std::fs::File;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::codec::schema::Columns;
use crate::error::{Error, Result};
use crate::job::nearest::{hint, nearest};

mod batches;
mod csv;
mod key;
mod lines;
mod output;
mod records;

pub use key::key_of;
pub use output::{AvroFile, DeadLetter, DeadLetterFile, LinesFile};

/// The longest row that is read, in bytes of the file: 16 MiB. What is longer is hardly a row.
const ROW_BYTES_MAX: usize = 16 << 20;

/// The formats of files, by the extensions of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// `.ndjson`, `.jsonl`, `.json`: one JSON document per line.
    Ndjson,
    /// `.csv`: commas, double quotes, a header row.
    Csv,
    /// `.avro`: an object container file.
    Avro,
    /// `.parquet`.
    Parquet,
}

impl FileFormat {
    /// The format of `path`; `None` if its extension says nothing.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "ndjson" | "jsonl" | "json" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            "avro" => Some(Self::Avro),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }
}

/// Where in its file a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// The line on which it begins, from 1.
    Line(u64),
    /// Its row, from 1, in a file without lines.
    Row(u64),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// A file whose rows are read as messages, one after another, in bounded memory.
///
/// - **NDJSON**: each line as it is, without its `\n` or `\r\n`. Blank lines are skipped.
/// - **CSV**: each row as a JSON object by the header. The job's columns say how a field is written: text as a string;
///   numbers and booleans bare if they are valid JSON, else as a string, which the decoder refuses as a wrong type;
///   times bare if they are whole numbers, else as a string; lists, structs and maps hold JSON text. Columns that the
///   job does not name are strings. An empty field, quoted or not, is left out: it is null. A row with too many or
///   too few fields becomes an array of its fields, which the decoder refuses: it costs itself and keeps its content.
/// - **Avro** and **Parquet**: each row as a JSON object of the columns that the job names.
pub struct InputFile {
    path: PathBuf,
    rows: Rows,
}

enum Rows {
    Lines(lines::Lines),
    Csv(Box<csv::CsvRows>),
    Batches(batches::BatchRows),
}

impl InputFile {
    /// Opens `path`, whose extension says what it is; `columns` are those of the job's source.
    ///
    /// # Errors
    /// The file cannot be opened, its extension is none of [`FileFormat`]'s, it has no header or a broken one, or it
    /// lacks a column that is required and has no default.
    pub fn open(path: &Path, columns: &Columns) -> Result<Self> {
        // A name that leads nowhere is the first thing to say, whatever its extension.
        let file = open(path)?;
        let (rows, names) = match format_of(path)? {
            FileFormat::Ndjson => Ok((Rows::Lines(lines::Lines::new(file)), None)),
            FileFormat::Csv => {
                csv::CsvRows::new(file, columns).map(|(rows, names)| (Rows::Csv(Box::new(rows)), Some(names)))
            }
            FileFormat::Avro => {
                batches::BatchRows::avro(file, columns).map(|(rows, names)| (Rows::Batches(rows), Some(names)))
            }
            FileFormat::Parquet => unpanicked(|| batches::BatchRows::parquet(file, columns))
                .map(|(rows, names)| (Rows::Batches(rows), Some(names))),
        }
        .map_err(|e| at(path, e))?;
        if let Some(names) = names {
            warn_of_misspelt(path, columns, &names);
        }
        Ok(Self { path: path.to_owned(), rows })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the next message in `value`, in place of what it held, and says where it stands; `None` at the end.
    ///
    /// # Errors
    /// The file cannot be read on from here: the disk, a row of more than 16 MiB, a damaged container.
    pub fn next(&mut self, value: &mut Vec<u8>) -> Result<Option<Position>> {
        value.clear();
        match &mut self.rows {
            Rows::Lines(rows) => rows.next(value),
            Rows::Csv(rows) => rows.next(value),
            Rows::Batches(rows) => unpanicked(|| rows.next(value)),
        }
        .map_err(|e| at(&self.path, e))
    }
}

fn at(path: &Path, error: Error) -> Error {
    error.context(format!("read {}", path.display()))
}

/// The format of `path`, or an error that says which there are.
pub fn format_of(path: &Path) -> Result<FileFormat> {
    FileFormat::of(path).ok_or_else(|| {
        let known = ".ndjson, .jsonl, .json, .csv, .avro and .parquet";
        Error::job(format!(
            "read {}: its name does not say what it is: the known extensions are {known}",
            path.display()
        ))
    })
}

/// Opens a file for reading; the error names it.
pub fn open(path: &Path) -> Result<File> {
    let file = File::open(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound => Error::job(format!("read {}: there is no such file", path.display())),
        _ => Error::environment(format!("read {}: {e}", path.display())),
    })?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::job(format!("read {}: it is a directory, give its files", path.display())));
    }
    Ok(file)
}

/// The names of the columns of `path`, a CSV file.
///
/// # Errors
/// The file cannot be read, or its header is missing, not UTF-8 or names a column twice.
pub fn csv_header(path: &Path) -> Result<Vec<String>> {
    csv::header(open(path)?).map_err(|e| at(path, e))
}

/// What a reader of a library's gives. Some panic over a damaged file; here that is the file's error.
pub fn unpanicked<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    let damaged = || Error::job("it is damaged: its reader gave up, and the log says where");
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged()))
}

/// Columns of the job that may be missing and are, while the file has one with nearly that name which the job does not know:
/// the job's name and the file's.
fn misspelt<'a>(columns: &'a Columns, present: impl Iterator<Item = &'a str> + Clone) -> Vec<(&'a str, &'a str)> {
    let unknown = present.clone().filter(|name| columns.index_of(name).is_none());
    let missing = columns.schema.fields().iter().map(|field| field.name().as_str());
    let missing = missing.filter(|name| !present.clone().any(|column| column == *name));
    missing.filter_map(|name| Some((name, nearest(name, unknown.clone())?))).collect()
}

/// Warns of columns that are probably missing because of a slip of the pen.
fn warn_of_misspelt(path: &Path, columns: &Columns, present: &[String]) {
    for (name, near) in misspelt(columns, present.iter().map(String::as_str)) {
        tracing::warn!(
            "read {}: no column {name:?}, which is null or its default in every row; is {near:?} meant?",
            path.display()
        );
    }
}

/// Fails if `present` lacks a column that may be neither null nor a default.
fn check_required<'a>(columns: &Columns, present: impl Iterator<Item = &'a str> + Clone) -> Result<()> {
    for (field, default) in columns.schema.fields().iter().zip(&columns.defaults) {
        let name = field.name().as_str();
        if !field.is_nullable() && default.is_none() && !present.clone().any(|column| column == name) {
            let hint = hint(name, "it has", present);
            return Err(Error::job(format!("no column {name:?}, which is required{hint}")));
        }
    }
    Ok(())
}

fn too_long(position: Position) -> Error {
    Error::job(format!("{position}: longer than {} MiB: is it one row per line?", ROW_BYTES_MAX >> 20))
}

#[cfg(test)]
mod tests;
