//! From the job file to a [`Job`]: whatever passes here, the rest of the program may rely on.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use super::raw::RawJob;
use super::spanned::Spanned;
use super::tree::{self, Place};
use super::units::{Age, Size, show_duration, show_size};
use super::version::version;
use super::{Admin, Hidden, Job, WindowLimits};
use crate::error::Result;

mod data;
mod kafka;
mod mapper;
mod names;
mod outputs;
mod source;
mod tables;

#[cfg(test)]
mod tests;

/// What a job file is read with. `Debug` shows no values of variables.
#[derive(Clone, Default)]
pub struct LoadOptions {
    /// The variables that `${VAR}` may name.
    pub env: BTreeMap<String, String>,
    /// `--set key=value`, in their order; the last one counts.
    pub sets: Vec<(String, String)>,
    /// The memory broker stands in Kafka's place: `bootstrap.servers` is not needed.
    pub embedded: bool,
    /// The program brings its own mapper: the job may have no statements, and outputs that none of them feeds.
    pub rust_mapper: bool,
}

impl fmt::Debug for LoadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets: Vec<_> = self.sets.iter().map(|(key, _)| key).collect();
        f.debug_struct("LoadOptions")
            .field("env", &self.env.keys())
            .field("sets", &sets)
            .field("embedded", &self.embedded)
            .field("rust_mapper", &self.rust_mapper)
            .finish()
    }
}

/// Reads and validates a job file, with what it extends and the schema files it names.
///
/// # Errors
/// The first thing that is wrong, as `file:line:column: what; the way out`. The kind is always
/// [`Job`](crate::error::ErrorKind::Job).
pub fn load(path: &Path, options: &LoadOptions) -> Result<Job> {
    let root = tree::load(path, &options.env, &options.sets)?;
    let raw: RawJob = tree::de::from_root(&root)?;

    names::job(&raw.job)?;
    let workers = count(raw.workers.as_ref(), "workers", 1, 128, 1)?;
    let kafka = kafka::properties(raw.kafka, &root.at, options.embedded)?;
    let registry = raw.schema_registry.map(|registry| kafka::registry(registry.value)).transpose()?;
    let source = source::source(&raw.source, registry.is_some())?;
    let window = WindowLimits {
        age: duration(raw.window.age.as_ref(), "window.age", ms(1), ms(300_000), ms(100))?,
        events: count(raw.window.events.as_ref(), "window.events", 1, 1_000_000, 20_000)?,
        bytes: size(raw.window.bytes.as_ref(), "window.bytes", 4 << 10, 1 << 30, 16 << 20)?,
    };
    let tables = tables::tables(&raw.tables)?;
    let data = data::files(&raw.data)?;
    let outputs = outputs::outputs(&raw.outputs, &raw.tables, registry.is_some())?;
    let hidden = Hidden::under(&root, "mapper", &options.env);
    let mapper =
        mapper::statements(raw.mapper, &raw.tables, &raw.outputs.value, &root.at, options.rust_mapper, &hidden)?;
    let dead_letters = raw.dead_letters.as_ref().map(|raw| outputs::dead_letters(&raw.value)).transpose()?;
    let receipts = raw.receipts.as_ref().map(|raw| names::topic(&raw.topic)).transpose()?;
    outputs::roles_apart(
        &raw.source.value,
        &raw.outputs.value,
        raw.dead_letters.as_ref().map(|raw| &raw.value.topic),
        raw.receipts.as_ref().map(|raw| &raw.topic),
    )?;
    let admin = match &raw.admin {
        None => Admin { listen: None, commit_within: COMMIT_WITHIN },
        Some(raw) => Admin {
            listen: Some(listen(&raw.listen)?),
            commit_within: duration(raw.commit_within.as_ref(), "admin.commit_within", ms(1_000), DAY, COMMIT_WITHIN)?,
        },
    };

    let schemas = [source.schema.avro.as_deref()]
        .into_iter()
        .chain(tables.values().map(|table| table.columns.as_ref().and_then(|columns| columns.avro.as_deref())))
        .chain(outputs.values().map(|output| output.schema.as_deref()))
        .flatten();
    let version = version(&root, schemas);
    Ok(Job {
        name: raw.job.value,
        file: path.into(),
        version,
        kafka,
        registry,
        workers,
        source,
        window,
        tables,
        data,
        mapper,
        outputs,
        dead_letters,
        receipts,
        admin,
    })
}

/// How old the last commit may be before the worker counts as not ready, unless the job says otherwise.
const COMMIT_WITHIN: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn listen(raw: &Spanned<String>) -> Result<std::net::SocketAddr> {
    raw.value.parse().map_err(|_| {
        raw.at.error(format!(
            "{:?} is no IP address with a port; write 127.0.0.1:9464, or 0.0.0.0:9464 for all interfaces",
            raw.value
        ))
    })
}

/// A whole number within its bounds, or its default.
fn count(raw: Option<&Spanned<u64>>, what: &str, min: u64, max: u64, default: usize) -> Result<usize> {
    let Some(Spanned { value, at }) = raw else { return Ok(default) };
    let value = bounded(*value, at, what, min, max, u64::to_string)?;
    usize::try_from(value).map_err(|_| at.error(format!("{what} is too large for this machine")))
}

/// A size within its bounds, or its default.
fn size(raw: Option<&Spanned<Size>>, what: &str, min: usize, max: usize, default: usize) -> Result<usize> {
    let Some(Spanned { value: Size(value), at }) = raw else { return Ok(default) };
    bounded(*value, at, what, min, max, |bytes| show_size(*bytes))
}

/// A duration within its bounds, or its default.
fn duration(
    raw: Option<&Spanned<Age>>,
    what: &str,
    min: Duration,
    max: Duration,
    default: Duration,
) -> Result<Duration> {
    let Some(Spanned { value: Age(value), at }) = raw else { return Ok(default) };
    bounded(*value, at, what, min, max, |duration| show_duration(*duration))
}

fn bounded<T: PartialOrd>(value: T, at: &Place, what: &str, min: T, max: T, show: impl Fn(&T) -> String) -> Result<T> {
    if value >= min && value <= max {
        return Ok(value);
    }
    Err(at.error(format!("{what} goes from {} to {}, found {}", show(&min), show(&max), show(&value))))
}
