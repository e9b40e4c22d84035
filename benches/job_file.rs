//! The workload's job, as a file.

use std::fs;
use std::path::{Path, PathBuf};

use mubatch::{Error, Result};

use crate::workload::{COLUMNS, SQL, ads_csv};

/// The most events of a window, where nothing else is said: what a job file without it has.
pub const WINDOW_EVENTS: u64 = 20_000;

/// What a job file says beyond the workload.
pub struct JobFile<'a> {
    /// Its name: the consumer group.
    pub name: &'a str,
    pub bootstrap: &'a str,
    pub source: &'a str,
    pub output: &'a str,
    /// The registry's URL: with it events are Avro, else JSON.
    pub registry: Option<&'a str>,
    /// Members of the group in one process.
    pub workers: usize,
    pub window_ms: u64,
    /// The most events of a window.
    pub window_events: u64,
}

impl JobFile<'_> {
    /// Writes the job and its table into a folder. Returns the job's path.
    pub fn write(&self, directory: &Path) -> Result<PathBuf> {
        write(directory.join("ads.csv"), ads_csv().as_bytes())?;
        write(directory.join("job.yaml"), self.text().as_bytes())
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.text_with("", SQL)
    }

    /// Its text with more columns of events (YAML, a line each) and another statement.
    pub fn text_with(&self, more_columns: &str, sql: &str) -> String {
        let Self { name, bootstrap, source, output, registry, workers, window_ms, window_events } = self;
        let columns: String = COLUMNS.iter().map(|(name, kind)| format!("    {name}: {kind}\n")).collect();
        let sql: String = sql.lines().map(|line| format!("      {line}\n")).collect();
        let format = if registry.is_some() { "avro" } else { "json" };
        let registry = registry.map(|url| format!("schema_registry: {{url: '{url}'}}\n")).unwrap_or_default();
        format!(
            "\
job: {name}
workers: {workers}
kafka: {{bootstrap.servers: '{bootstrap}'}}
{registry}source:
  topics: [{source}]
  format: {format}
  columns:
{columns}{more_columns}  key: user_id
window: {{age: {window_ms}ms, events: {window_events}}}
tables:
  ads: {{file: ads.csv, key: ad_id}}
mapper:
  - into: activations
    sql: |
{sql}outputs:
  activations: {{topic: {output}, format: json, key: user_id}}
"
        )
    }
}

/// Writes a file. Returns its path.
pub fn write(path: PathBuf, content: &[u8]) -> Result<PathBuf> {
    fs::write(&path, content).map_err(|error| Error::environment(format!("write {}: {error}", path.display())))?;
    Ok(path)
}

/// A folder that goes when this is dropped.
pub fn folder() -> Result<tempfile::TempDir> {
    tempfile::tempdir().map_err(|error| Error::environment(format!("make a folder: {error}")))
}
