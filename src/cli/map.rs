//! `mubatch map JOB`: the job's mapper over individual files, without a broker. The rows are those that `run` produces,
//! byte for byte, where they follow from the events' values alone: a file has offsets and timestamps of its own, and
//! aggregates see the windows that the file is cut into.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{JobArgs, MapperSource, Prepared, prepare};
use crate::broker::{Message, Partition};
use crate::clock::{SystemClock, UnixMillis};
use crate::codec::registry::{MemoryRegistry, SchemaSource};
use crate::error::{Error, Result};
use crate::files::{AvroFile, DeadLetter, DeadLetterFile, InputFile, LinesFile, Position, key_of};
use crate::job::{DeadLetters, Format, Job, StopAbove, WindowLimits};
use crate::metrics::{Metrics, WindowTotals};
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::map::{Fault, MapStage, Mapped};
use crate::pipeline::window::OpenWindow;

#[derive(Args)]
pub struct MapArgs {
    #[command(flatten)]
    job: JobArgs,
    /// Files to read (.ndjson, .csv, .avro, .parquet)
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    input: Vec<PathBuf>,
    /// The directory for one file per output, and one for dead letters
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
}

/// Maps every file, window by window.
pub fn map(args: &MapArgs, source: &MapperSource) -> Result<()> {
    let Prepared { mut job, mapper, .. } = prepare(&args.job, source, true)?;
    // Rows that cannot be used are set aside also where the job has no topic for them. (No topic has a space in its
    // name, and here nothing stops above any share.)
    let never = StopAbove { share: 1.0, of_last: 1, within: Duration::ZERO };
    job.dead_letters.get_or_insert(DeadLetters { topic: "dead letters".to_owned(), stop_above: never });
    std::fs::create_dir_all(&args.output)
        .map_err(|error| Error::job(format!("make directory {}: {error}", args.output.display())))?;
    let clock = SystemClock::shared();
    let metrics = Metrics::new(&job.name, clock.clone());
    let schemas: Arc<dyn SchemaSource> = Arc::new(MemoryRegistry::default());
    let input = if job.source.format == Format::Raw { Format::Raw } else { Format::Json };
    let blueprint = Blueprint::new(job.clone(), mapper, input, Some(schemas))?;
    let all_fail = blueprint.all_fail.clone();
    let key = job.source.key.filter(|_| blueprint.reads_keys());
    let mut mapping = Mapping {
        key: key.map(|at| job.source.schema.schema.field(at).name().clone()),
        stage: blueprint.stage(clock, metrics)?,
        sinks: Sinks::create(&blueprint, &args.output)?,
        window: OpenWindow::default(),
        positions: Vec::new(),
        before: 0,
        bytes: 0,
        totals: WindowTotals::default(),
        file_time: 0,
        job,
    };
    for path in &args.input {
        mapping.file(path)?;
    }
    mapping.finish()?;
    all_fail.at_end()
}

struct Mapping {
    job: Job,
    /// The column that is the events' key, where somebody asks for it: finding it means to parse each event once more.
    key: Option<String>,
    stage: MapStage,
    sinks: Sinks,
    window: OpenWindow,
    /// Where each event of the window stands in its file. An event's offset is its index in the file.
    positions: Vec<Position>,
    /// Events of the file in the windows before this one.
    before: usize,
    bytes: usize,
    totals: WindowTotals,
    /// When the file was last written, in milliseconds since the epoch: the events' timestamp, so that mapping the same
    /// file again gives the same.
    file_time: UnixMillis,
}

impl Mapping {
    fn file(&mut self, path: &Path) -> Result<()> {
        let mut file = InputFile::open(path, &self.job.source.schema)?;
        self.file_time = modified(path)?;
        self.before = 0;
        let WindowLimits { events, bytes, .. } = self.job.window;
        let mut value = Vec::new();
        while let Some(position) = file.next(&mut value)? {
            if self.positions.len() >= events || (self.bytes + value.len() > bytes && self.bytes > 0) {
                self.flush(path)?;
            }
            self.push(&value, position);
        }
        // A window is of one file: dead letters name it.
        self.flush(path)
    }

    fn push(&mut self, value: &[u8], position: Position) {
        let key = self.key.as_ref().and_then(|column| key_of(value, column));
        self.window.push(&Message {
            partition: Partition { topic: 0, number: 0 },
            offset: (self.before + self.positions.len()) as i64,
            timestamp: self.file_time,
            key: key.as_deref().map(str::as_bytes),
            value: Some(value),
            headers: &[],
        });
        self.positions.push(position);
        self.bytes += value.len();
    }

    fn flush(&mut self, path: &Path) -> Result<()> {
        if self.positions.is_empty() {
            return Ok(());
        }
        let window = std::mem::take(&mut self.window).seal();
        let mapped = self.stage.map(&window, &[]).map_err(|fault| match fault {
            Fault::Stop(error) => error.context(format!("map {}", path.display())),
            Fault::Unavailable(unavailable) => Error::environment(unavailable.message),
        })?;
        self.sinks.write(&mapped, path, self.before, &self.positions)?;
        add(&mut self.totals, &mapped.totals);
        self.window = window.recycle().unwrap_or_default();
        self.before += self.positions.len();
        self.positions.clear();
        self.bytes = 0;
        Ok(())
    }

    fn finish(self) -> Result<()> {
        let totals = self.totals;
        let dead: u64 = totals.dead_letters.iter().map(|(.., events)| events).sum();
        println!("{} events in, {} decoded, {dead} dead letters", totals.events, totals.decoded);
        for (output, rows) in &totals.rows {
            println!("{rows} rows in output {output}");
        }
        for (output, reason, rows) in &totals.rows_dead_lettered {
            println!("{rows} rows of output {output} became dead letters ({reason})");
        }
        for (output, tombstones) in self.sinks.tombstones() {
            println!("{tombstones} rows of output {output} are tombstones, which an Avro file has no place for");
        }
        for path in self.sinks.finish()? {
            println!("wrote {}", path.display());
        }
        Ok(())
    }
}

fn modified(path: &Path) -> Result<UnixMillis> {
    let modified = std::fs::metadata(path).and_then(|about| about.modified());
    let modified = modified.map_err(|error| Error::job(format!("read {}: {error}", path.display())))?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(UnixMillis::try_from(since.as_millis()).unwrap_or(UnixMillis::MAX))
}

fn add(sum: &mut WindowTotals, window: &WindowTotals) {
    sum.events += window.events;
    sum.decoded += window.decoded;
    sum.dead_letters.extend(window.dead_letters.iter().copied());
    for (output, rows) in &window.rows {
        match sum.rows.iter_mut().find(|(known, _)| known == output) {
            Some((_, sum)) => *sum += rows,
            None => sum.rows.push((output.clone(), *rows)),
        }
    }
    for (output, reason, rows) in &window.rows_dead_lettered {
        match sum.rows_dead_lettered.iter_mut().find(|(known, why, _)| known == output && why == reason) {
            Some((.., sum)) => *sum += rows,
            None => sum.rows_dead_lettered.push((output.clone(), reason, *rows)),
        }
    }
}

enum Sink {
    /// JSON values.
    Json(LinesFile),
    /// Values as they are, none of which may hold a line break.
    Raw(LinesFile),
    Avro {
        file: AvroFile,
        tombstones: u64,
    },
}

impl Sink {
    fn write(&mut self, output: &str, value: Option<&[u8]>) -> Result<()> {
        match (self, value) {
            // A tombstone is the JSON value that says "nothing".
            (Self::Json(file), value) => file.write(value.unwrap_or(b"null")),
            (Self::Raw(file), value) => match value.unwrap_or_default() {
                value if value.contains(&b'\n') => Err(Error::job(format!(
                    "output {output}: a raw value holds a line break, so it can't be a line of a file: write json instead"
                ))),
                value => file.write(value),
            },
            (Self::Avro { file, .. }, Some(value)) => file.write(value.get(REGISTRY_PREFIX_LEN..).unwrap_or_default()),
            (Self::Avro { tombstones, .. }, None) => {
                *tombstones += 1;
                Ok(())
            }
        }
    }
}

/// What the registry's wire format puts before a value, and a file does not.
const REGISTRY_PREFIX_LEN: usize = 5;

/// One file per output, and one for dead letters.
struct Sinks {
    /// By the output's name.
    outputs: Vec<(String, Sink)>,
    /// For each of the blueprint's outputs, where it stands in `outputs`: several statements may feed one.
    index: Vec<usize>,
    dead_letters: Option<(u16, DeadLetterFile)>,
}

impl Sinks {
    fn create(blueprint: &Blueprint, directory: &Path) -> Result<Self> {
        let job = &blueprint.job;
        let mut outputs: Vec<(String, Sink)> = Vec::new();
        let mut index = Vec::new();
        for (spec, value) in blueprint.outputs() {
            let name = &spec.name;
            let known = outputs.iter().position(|(known, _)| known == name);
            index.push(known.unwrap_or(outputs.len()));
            if known.is_some() {
                continue;
            }
            let sink = match (blueprint.avro_schema(spec, value)?, job.outputs.get(name).map(|output| output.format)) {
                (Some(schema), _) => Sink::Avro { file: AvroFile::create(directory, name, &schema)?, tombstones: 0 },
                (None, Some(Format::Raw)) => Sink::Raw(LinesFile::create(directory, name)?),
                (None, _) => Sink::Json(LinesFile::create(directory, name)?),
            };
            outputs.push((name.clone(), sink));
        }
        let dead = job.dead_letters.as_ref().and_then(|dead| blueprint.topics.index(&dead.topic));
        let dead_letters = dead.map(|topic| Ok((topic, DeadLetterFile::create(directory)?))).transpose()?;
        Ok(Self { outputs, index, dead_letters })
    }

    /// Writes what a window of the file came to; `before` events of the file stand in earlier windows.
    fn write(&mut self, mapped: &Mapped, path: &Path, before: usize, positions: &[Position]) -> Result<()> {
        let mut at = 0;
        for &(output, count) in &mapped.runs {
            let (name, sink) = &mut self.outputs[self.index[output]];
            for record in at..at + count {
                mapped.records.with(record, |record| sink.write(name, record.value))?;
            }
            at += count;
        }
        // Dead letters and a receipt.
        let Some((topic, file)) = &mut self.dead_letters else { return Ok(()) };
        for record in at..mapped.records.len() {
            mapped.records.with(record, |record| match record.topic == *topic {
                true => write_dead_letter(file, record, path, before, positions),
                false => Ok(()),
            })?;
        }
        Ok(())
    }

    /// How many rows of which outputs stand in no file.
    fn tombstones(&self) -> impl Iterator<Item = (&str, u64)> {
        self.outputs.iter().filter_map(|(name, sink)| match sink {
            Sink::Avro { tombstones, .. } if *tombstones > 0 => Some((name.as_str(), *tombstones)),
            _ => None,
        })
    }

    fn finish(self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for (_, sink) in self.outputs {
            paths.push(match sink {
                Sink::Json(file) | Sink::Raw(file) => file.finish()?,
                Sink::Avro { file, .. } => file.finish()?,
            });
        }
        if let Some((_, file)) = self.dead_letters {
            paths.push(file.finish()?);
        }
        Ok(paths)
    }
}

fn write_dead_letter(
    file: &mut DeadLetterFile,
    record: &crate::broker::Record<'_>,
    path: &Path,
    before: usize,
    positions: &[Position],
) -> Result<()> {
    let header = |name: &str| {
        let found = record.headers.iter().find(|header| header.name == name.as_bytes());
        found.and_then(|header| std::str::from_utf8(header.value?).ok()).unwrap_or_default()
    };
    let offset: Option<usize> = header("mubatch.offset").parse().ok();
    file.write(DeadLetter {
        reason: header("mubatch.reason"),
        message: header("mubatch.message"),
        file: path,
        position: offset.and_then(|offset| positions.get(offset.checked_sub(before)?)).copied(),
        events: header("mubatch.events").parse().ok(),
        value: record.value.unwrap_or_default(),
    })
}
