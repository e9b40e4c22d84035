//! `mubatch map JOB`: the job's mapper over individual files, without a broker. The rows are those that `run` produces,
//! byte for byte.

use std::collections::{BTreeMap, HashMap};
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
    let schemas = Arc::new(MemoryRegistry::default());
    let input = if job.source.format == Format::Raw { Format::Raw } else { Format::Json };
    let blueprint = Blueprint::new(job.clone(), mapper, input, Some(schemas.clone() as Arc<dyn SchemaSource>))?;
    let mut mapping = Mapping {
        stage: blueprint.stage(clock, metrics)?,
        sinks: Sinks::create(&blueprint, &args.output, schemas)?,
        window: OpenWindow::default(),
        positions: Vec::new(),
        bytes: 0,
        totals: WindowTotals::default(),
        file_time: 0,
        job,
    };
    for path in &args.input {
        mapping.file(path)?;
    }
    mapping.finish()
}

struct Mapping {
    job: Job,
    stage: MapStage,
    sinks: Sinks,
    window: OpenWindow,
    /// Where each event of the window stands in its file: its offset is its index.
    positions: Vec<Position>,
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
        let source = &self.job.source;
        let key = source.key.and_then(|at| key_of(value, source.schema.schema.field(at).name()));
        self.window.push(&Message {
            partition: Partition { topic: 0, number: 0 },
            offset: self.positions.len() as i64,
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
        self.sinks.write(&mapped, path, &self.positions)?;
        add(&mut self.totals, &mapped.totals);
        self.window = window.recycle();
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
    Lines(LinesFile),
    /// Begun with the first value, whose five bytes in front say which schema it was written with.
    Avro {
        name: String,
        file: Option<AvroFile>,
    },
}

/// One file per output, and one for dead letters.
struct Sinks {
    directory: PathBuf,
    schemas: Arc<MemoryRegistry>,
    outputs: BTreeMap<String, Sink>,
    /// Which output a record's topic belongs to.
    by_topic: HashMap<u16, String>,
    dead_letters: Option<(u16, DeadLetterFile)>,
}

impl Sinks {
    fn create(blueprint: &Blueprint, directory: &Path, schemas: Arc<MemoryRegistry>) -> Result<Self> {
        let job = &blueprint.job;
        let mut outputs = BTreeMap::new();
        let mut by_topic = HashMap::new();
        for (name, output) in &job.outputs {
            let sink = match output.format {
                Format::Avro => Sink::Avro { name: name.clone(), file: None },
                Format::Json | Format::Raw => Sink::Lines(LinesFile::create(directory, name)?),
            };
            outputs.insert(name.clone(), sink);
            for topic in output.topics.iter().filter_map(|topic| blueprint.topics.index(topic)) {
                by_topic.insert(topic, name.clone());
            }
        }
        let dead = job.dead_letters.as_ref().and_then(|dead| blueprint.topics.index(&dead.topic));
        let dead_letters = dead.map(|topic| Ok((topic, DeadLetterFile::create(directory)?))).transpose()?;
        Ok(Self { directory: directory.to_owned(), schemas, outputs, by_topic, dead_letters })
    }

    fn write(&mut self, mapped: &Mapped, path: &Path, positions: &[Position]) -> Result<()> {
        for at in 0..mapped.records.len() {
            mapped.records.with(at, |record| {
                if let Some((topic, file)) = &mut self.dead_letters
                    && *topic == record.topic
                {
                    return write_dead_letter(file, record, path, positions);
                }
                let Some(name) = self.by_topic.get(&record.topic) else { return Ok(()) }; // a receipt
                let Some(sink) = self.outputs.get_mut(name) else { return Ok(()) };
                match sink {
                    // A tombstone is the JSON value that says "nothing".
                    Sink::Lines(file) => file.write(record.value.unwrap_or(b"null")),
                    Sink::Avro { name, file } => {
                        let Some((id, body)) = record.value.and_then(wire_format) else { return Ok(()) };
                        if file.is_none() {
                            let schema = self.schemas.schema_by_id(id).ok().flatten();
                            let schema = schema.ok_or_else(|| Error::internal(format!("no schema has id {id}")))?;
                            *file = Some(AvroFile::create(&self.directory, name, &schema.schema)?);
                        }
                        file.as_mut().map_or(Ok(()), |file| file.write(body))
                    }
                }
            })?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for sink in self.outputs.into_values() {
            match sink {
                Sink::Lines(file) => paths.push(file.finish()?),
                Sink::Avro { file: Some(file), .. } => paths.push(file.finish()?),
                Sink::Avro { file: None, .. } => {}
            }
        }
        if let Some((_, file)) = self.dead_letters {
            paths.push(file.finish()?);
        }
        Ok(paths)
    }
}

/// The schema's id and the bare value.
fn wire_format(value: &[u8]) -> Option<(u32, &[u8])> {
    let (prefix, body) = value.split_first_chunk::<5>()?;
    Some((u32::from_be_bytes([prefix[1], prefix[2], prefix[3], prefix[4]]), body))
}

fn write_dead_letter(
    file: &mut DeadLetterFile,
    record: &crate::broker::Record<'_>,
    path: &Path,
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
        position: offset.and_then(|offset| positions.get(offset)).copied(),
        value: record.value.unwrap_or_default(),
    })
}
