//! The files in tests/sql: expressions and statements, each with what it gives.
//!
//! Entries are separated by empty lines. An entry is SQL, then comment lines with its value:
//!
//! ```text
//! -- same: [1, 2, null]          mubatch and PostgreSQL agree
//!
//! -- postgres: "error"           they don't:
//! -- mubatch: [1, 2, null]
//! -- differs: why that is meant, and how to write it
//!                                or, instead of `differs`, `open`: a fault that is not fixed yet
//! ```
//!
//! A statement's value is the list of its rows, sorted unless the statement says ORDER BY. An expression's value is the list of its
//! values for the events in the order of `id`, or `all` and the one value that all have. Where it fails, the value is "error".

use std::fmt;
use std::path::{Path, PathBuf};

use crate::json::Json;

/// A file of entries.
pub struct File {
    pub path: PathBuf,
    pub parts: Vec<Part>,
}

/// What stands between two empty lines.
pub enum Part {
    /// Only comments.
    Comment(String),
    Entry(Entry),
}

/// An expression or a statement, and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The comment lines above it.
    pub comment: String,
    pub sql: String,
    pub line: usize,
    pub expected: Option<Expected>,
}

/// What stands below an entry.
#[derive(Debug, Clone)]
pub struct Expected {
    pub postgres: Outcome,
    pub mubatch: Outcome,
    pub note: Option<Note>,
}

/// Why two values are not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    Differs(String),
    Open(String),
}

/// What an entry gives.
#[derive(Debug, Clone)]
pub enum Outcome {
    Values(Vec<Json>),
    /// It fails as a whole; the message is only for reports.
    Error(String),
}

impl Outcome {
    pub fn same(&self, other: &Outcome) -> bool {
        match (self, other) {
            (Outcome::Values(a), Outcome::Values(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Outcome::Error(_), Outcome::Error(_)) => true,
            // Refused before it runs, where it would fail for everything that is not null.
            (Outcome::Error(_), Outcome::Values(values)) | (Outcome::Values(values), Outcome::Error(_)) => {
                values.contains(&error()) && values.iter().all(|value| *value == error() || *value == Json::Null)
            }
        }
    }

    /// Whether nothing of it is an error.
    pub fn succeeds(&self) -> bool {
        matches!(self, Outcome::Values(values) if !values.contains(&error()))
    }

    fn parse(text: &str, events: usize) -> Result<Self, String> {
        if text == "\"error\"" {
            return Ok(Outcome::Error(String::new()));
        }
        match (text.strip_prefix("all "), Json::parse(text.strip_prefix("all ").unwrap_or(text))?) {
            (Some(_), value) => Ok(Outcome::Values(vec![value; events])),
            (None, Json::List(values)) => Ok(Outcome::Values(values)),
            (None, _) => Err(format!("{text} is not a list")),
        }
    }
}

/// What stands in a list where one event fails.
pub fn error() -> Json {
    Json::Text("error".to_owned())
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Error(_) => f.write_str("\"error\""),
            Outcome::Values(values) => match values.first() {
                Some(first @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_)))
                    if values.len() > 1 && values.iter().all(|value| value == first) =>
                {
                    write!(f, "all {first}")
                }
                _ => Json::List(values.clone()).fmt(f),
            },
        }
    }
}

impl Entry {
    pub fn new(sql: &str) -> Self {
        Self { comment: String::new(), sql: sql.to_owned(), line: 1, expected: None }
    }

    /// Whether it is a query of its own; else it is an expression over `events`.
    pub fn is_statement(&self) -> bool {
        let word: String = self.sql.trim_start_matches(['(', ' ']).chars().take_while(|c| c.is_alphabetic()).collect();
        ["SELECT", "WITH", "VALUES"].contains(&word.to_uppercase().as_str()) && !self.sql.starts_with('(')
    }

    /// Whether the statement itself, not only a part of it in parentheses, has an ORDER BY.
    pub fn is_ordered(&self) -> bool {
        let mut depth = 0;
        let outside: String = self
            .sql
            .chars()
            .map(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                if depth > 0 || c.is_whitespace() { ' ' } else { c.to_ascii_uppercase() }
            })
            .collect();
        outside.contains("ORDER BY")
    }

    /// The statement that mubatch and PostgreSQL run.
    pub fn statement(&self) -> String {
        match self.is_statement() {
            true => self.sql.clone(),
            false => format!("SELECT id, ({}\n) AS v FROM events", self.sql),
        }
    }

    fn parse(text: &str, line: usize, events: usize) -> Result<Part, String> {
        let (mut comment, mut sql, mut values) = (String::new(), String::new(), vec![]);
        for line in text.lines() {
            let value = ["same", "postgres", "mubatch", "differs", "open"]
                .iter()
                .find_map(|key| Some((*key, line.strip_prefix(&format!("-- {key}: "))?.to_owned())));
            match value {
                Some(value) if !sql.is_empty() => values.push(value),
                None if sql.is_empty() && line.starts_with("--") => comment.push_str(&format!("{line}\n")),
                None if values.is_empty() => sql.push_str(&format!("{line}\n")),
                _ => return Err(format!("line {line:?} is not where it can be")),
            }
        }
        if sql.is_empty() {
            return Ok(Part::Comment(comment));
        }
        let get = |key: &str| values.iter().find(|(k, _)| *k == key).map(|(_, value)| value.as_str());
        let outcome = |key: &str| get(key).map(|value| Outcome::parse(value, events)).transpose();
        let note = match (get("differs"), get("open")) {
            (Some(why), None) => Some(Note::Differs(why.to_owned())),
            (None, Some(why)) => Some(Note::Open(why.to_owned())),
            _ => None,
        };
        let expected = match (outcome("same")?, outcome("postgres")?, outcome("mubatch")?, note) {
            (Some(same), None, None, None) => Some(Expected { postgres: same.clone(), mubatch: same, note: None }),
            (None, Some(postgres), Some(mubatch), note @ Some(_)) => Some(Expected { postgres, mubatch, note }),
            (None, None, None, None) => None,
            _ => return Err("an entry has `same`, or `postgres`, `mubatch` and why".to_owned()),
        };
        Ok(Part::Entry(Self { comment, sql: sql.trim_end().to_owned(), line, expected }))
    }
}

impl File {
    /// # Errors
    /// The file cannot be read, or an entry is not as it should be: where.
    pub fn read(path: &Path, events: usize) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let (mut parts, mut part, mut start) = (vec![], String::new(), 1);
        for (number, line) in text.lines().chain([""]).enumerate() {
            if !line.trim().is_empty() {
                part.push_str(&format!("{line}\n"));
                continue;
            }
            if !part.is_empty() {
                let at = |e| format!("{}:{start}: {e}", path.display());
                parts.push(Entry::parse(&part, start, events).map_err(at)?);
            }
            (part, start) = (String::new(), number + 2);
        }
        Ok(Self { path: path.to_owned(), parts })
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.parts.iter().filter_map(|part| match part {
            Part::Entry(entry) => Some(entry),
            Part::Comment(_) => None,
        })
    }

    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Entry(entry) => Some(entry),
            Part::Comment(_) => None,
        })
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            match part {
                Part::Comment(comment) => f.write_str(comment)?,
                Part::Entry(Entry { comment, sql, expected, .. }) => {
                    writeln!(f, "{comment}{sql}")?;
                    match expected {
                        None => {}
                        Some(Expected { postgres, note: None, .. }) => writeln!(f, "-- same: {postgres}")?,
                        Some(Expected { postgres, mubatch, note: Some(note) }) => {
                            let (key, why) = match note {
                                Note::Differs(why) => ("differs", why),
                                Note::Open(why) => ("open", why),
                            };
                            writeln!(f, "-- postgres: {postgres}\n-- mubatch: {mubatch}\n-- {key}: {why}")?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
