//! A job file as a tree: every key and value knows the file, line and column it came from.
//!
//! Reading goes: YAML text → tree ([`parse`]), `extends` and `--set` ([`merge`]), `${VAR}` ([`substitute`]),
//! serde ([`de`]).

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::Location;
use crate::error::{Error, Result};

pub mod de;
mod merge;
pub mod parse;
pub(super) mod substitute;

#[cfg(test)]
mod tests;

/// A place in a job file, or the `--set` that gave the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it or as it follows from `extends`; for `--set`, the job file.
    pub file: Arc<str>,
    /// Where in it.
    pub spot: Spot,
}

/// Where in a file, or which `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// Line and column, in characters, both from 1.
    At {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The key of a `--set key=value`.
    Set(Arc<str>),
}

impl Place {
    /// A job error at this place.
    pub fn error(&self, message: impl fmt::Display) -> Error {
        Error::job(format!("{self}: {message}"))
    }

    /// `path` as it is meant in the file of this place: relative to that file.
    pub fn resolve(&self, path: &str) -> std::path::PathBuf {
        Path::new(self.file.as_ref()).parent().unwrap_or(Path::new("")).join(path)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spot {
            Spot::At { line, column } => write!(f, "{}:{line}:{column}", self.file),
            Spot::Set(key) => write!(f, "--set {key}"),
        }
    }
}

impl From<&Place> for Location {
    fn from(place: &Place) -> Self {
        match &place.spot {
            Spot::At { line, column } => Self { file: place.file.as_ref().into(), line: *line, column: *column },
            Spot::Set(_) => Self { file: place.to_string().into(), line: 1, column: 1 },
        }
    }
}

/// A value and where it stands. It has no `Debug`: it may hold secrets.
#[derive(Clone)]
pub struct Node {
    /// Where its text begins: inside the quotes of a quoted text, at the first line of a block (`|`), at the first key
    /// of a section.
    pub at: Place,
    /// What stands there.
    pub value: Value,
}

/// What can stand in a job file.
#[derive(Clone)]
pub enum Value {
    /// Nothing: `key:`, `~` or `null`.
    Null,
    /// A text, number or truth value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file; no key stands twice.
    Map(Vec<Entry>),
}

/// A text, number or truth value; which of them is for the reader to say.
#[derive(Clone)]
pub struct Scalar {
    /// The text, variables put in.
    pub text: String,
    /// Whether it may be read as a number or truth value: it was not quoted, or a variable was put in.
    pub plain: bool,
    /// The text as the file has it, where a variable was put in: this is what errors show.
    pub template: Option<String>,
}

/// A key with its value.
#[derive(Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub at: Place,
    /// Its value.
    pub value: Node,
}

/// Reads `path` with all that it extends, then puts in the `--set` values and the variables.
///
/// # Errors
/// A file that is missing or is no YAML, a job that extends itself, a `--set` that leads nowhere, a variable that is
/// not set. Each names its place.
pub fn load(path: &Path, env: &BTreeMap<String, String>, sets: &[(String, String)]) -> Result<Node> {
    let file = path.to_str().ok_or_else(|| {
        Error::job(format!("read job file {}: its path is not UTF-8; rename the file", path.display()))
    })?;
    let file: Arc<str> = file.into();
    let mut root = merge::read_chain(&file, env, &mut Vec::new())?;
    for (key, value) in sets {
        merge::set(&mut root, &file, key, value)?;
    }
    substitute::substitute(&mut root, env)?;
    Ok(root)
}
