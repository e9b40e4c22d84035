//! `mubatch run JOB --embedded`: the same job on a broker inside the process, fed from files.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Runtime;

use super::Prepared;
use crate::broker::memory::{Cursor, Isolation, MemoryBroker, StoredRecord};
use crate::broker::{Broker, BrokerError};
use crate::clock::{Clock, SystemClock};
use crate::codec::registry::{MemoryRegistry, SchemaSource};
use crate::error::{Error, Result};
use crate::files::{InputFile, key_of};
use crate::job::{Format, Job};
use crate::metrics::Metrics;
use crate::pipeline::app::{Surroundings, run as run_job};
use crate::pipeline::blueprint::{Blueprint, MapperFactory};
use crate::pipeline::signals::StopSwitch;

/// Partitions of a source or output topic.
const PARTITIONS: i32 = 4;
/// Events fed and not yet committed, at most: the broker's memory is bounded.
const AHEAD_MAX: i64 = 200_000;
/// Records taken per look at a topic.
const RECORDS_PER_LOOK: usize = 10_000;
/// How often outputs are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A job on a broker inside the process.
pub struct Embedded {
    /// The broker.
    pub broker: Arc<MemoryBroker>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Goes on when the job is to finish.
    pub shutdown: StopSwitch,
    job: Job,
}

impl Embedded {
    /// Makes the broker and every topic that the job names.
    pub fn new(job: &Job, shutdown: StopSwitch) -> Result<Self> {
        let clock = SystemClock::shared();
        let broker = MemoryBroker::new(clock.clone());
        let made = |error: BrokerError| Error::internal(format!("make an embedded topic: {error}"));
        let outputs = job.outputs.values().flat_map(|output| &output.topics);
        let mut topics: Vec<&String> = job.source.topics.iter().chain(outputs).collect();
        topics.sort_unstable();
        topics.dedup();
        for topic in topics {
            broker.create_topic(topic, PARTITIONS).map_err(made)?;
        }
        for topic in job.dead_letters.iter().map(|dead| &dead.topic).chain(&job.receipts) {
            broker.create_topic(topic, 1).map_err(made)?;
        }
        Ok(Self { broker, clock, shutdown, job: job.clone() })
    }

    /// Runs the job until the shutdown switch goes on. Events are JSON, whatever the source's own format: that is how
    /// files are fed.
    pub fn run(&self, mapper: MapperFactory, metrics: Arc<Metrics>, runtime: &Runtime) -> Result<()> {
        let registry = Arc::new(MemoryRegistry::default()) as Arc<dyn SchemaSource>;
        let input = if self.job.source.format == Format::Raw { Format::Raw } else { Format::Json };
        let blueprint = Blueprint::new(self.job.clone(), mapper, input, Some(registry))?;
        let around = Surroundings {
            broker: self.broker.clone(),
            clock: self.clock.clone(),
            metrics,
            runtime: runtime.handle().clone(),
            instance: format!("embedded-{}", std::process::id()),
            shutdown: self.shutdown.clone(),
        };
        let all_fail = blueprint.all_fail.clone();
        run_job(blueprint, &around)?;
        all_fail.at_end()
    }

    /// Appends an event to the job's first source topic, under the key that the source's key column gives.
    pub fn append(&self, value: &[u8]) -> Result<()> {
        let source = &self.job.source;
        let key = source.key.and_then(|at| key_of(value, source.schema.schema.field(at).name()));
        let key = key.as_deref().map(str::as_bytes);
        let now = self.clock.unix_millis();
        let appended = self.broker.append(&source.topics[0], None, key, Some(value), &[], now);
        appended.map(drop).map_err(|error| Error::internal(format!("feed the embedded broker: {error}")))
    }

    /// Events fed and not yet committed. What is committed is forgotten.
    pub fn behind(&self) -> Result<i64, BrokerError> {
        let topic = &self.job.source.topics[0];
        let partitions: Vec<_> = (0..PARTITIONS).map(|number| (topic.clone(), number)).collect();
        let committed = self.broker.committed(&self.job.name, &partitions, Duration::from_secs(1))?;
        let mut behind = 0;
        for ((_, number), committed) in partitions.iter().zip(committed) {
            let marks = self.broker.watermarks(topic, *number, Duration::ZERO)?;
            behind += marks.end.0 - committed.map_or(marks.low.0, |offset| offset.0);
            if let Some(committed) = committed {
                self.broker.trim(topic, *number, committed)?;
            }
        }
        Ok(behind)
    }

    /// Waits until no more than so many events are behind, or the job is to stop.
    pub fn wait_until_behind(&self, at_most: i64) -> bool {
        // While a transaction is open `committed` answers with a timeout: then it is asked again.
        while self.behind().map_or(true, |behind| behind > at_most) {
            if self.shutdown.wait(LOOK_EVERY) {
                return false;
            }
        }
        true
    }

    /// The topics that the job writes to: outputs, dead letters, receipts.
    pub fn written_topics(&self) -> Vec<String> {
        self.broker.topic_names().into_iter().filter(|topic| !self.job.source.topics.contains(topic)).collect()
    }
}

/// Reads what was committed to a topic, and lets the broker forget it.
pub struct Reader {
    /// The topic.
    pub topic: String,
    cursor: Cursor,
}

impl Reader {
    /// From the topic's beginning.
    pub fn new(topic: String) -> Self {
        Self { topic, cursor: Cursor::default() }
    }

    /// What is there and was not read yet.
    pub fn read(&mut self, broker: &MemoryBroker) -> Result<Vec<StoredRecord>> {
        let read = broker.read(&self.topic, Isolation::ReadCommitted, &mut self.cursor, RECORDS_PER_LOOK);
        let records = read.map_err(|error| Error::internal(format!("read topic {}: {error}", self.topic)))?;
        for last in records.chunk_by(|a, b| a.partition == b.partition).filter_map(|run| run.last()) {
            let forgotten = broker.trim(&self.topic, last.partition, crate::broker::Offset::after(last.offset));
            forgotten.map_err(|error| Error::internal(format!("read topic {}: {error}", self.topic)))?;
        }
        Ok(records)
    }
}

/// Feeds the files, runs the job, prints every record that comes out as `topic key value`, tab-separated, and on standard
/// error what it came to.
pub fn run(prepared: Prepared, inputs: &[PathBuf], runtime: &Runtime, shutdown: StopSwitch) -> Result<()> {
    let Prepared { job, mapper, nulls, .. } = prepared;
    let embedded = Embedded::new(&job, shutdown.clone())?;
    let metrics = Metrics::new(&job.name, embedded.clock.clone());
    metrics.watch_functions(nulls);
    let files = inputs.iter().map(|path| InputFile::open(path, &job.source.schema)).collect::<Result<Vec<_>>>()?;
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let feeding = scope.spawn(|| {
            let fed = feed(&embedded, files);
            // Whether it went well or not, the job finishes what was fed.
            embedded.wait_until_behind(0);
            shutdown.stop();
            fed
        });
        let printing = scope.spawn(|| print_records(&embedded, &done));
        let ran = embedded.run(mapper, metrics, runtime);
        shutdown.stop();
        done.store(true, Ordering::Release);
        let fed = feeding.join().unwrap_or_else(|_| Err(Error::internal("the feeding thread panicked")));
        let printed = printing.join().unwrap_or_else(|_| Err(Error::internal("the printing thread panicked")));
        ran?;
        eprintln!("{} events in", fed?);
        for (topic, records) in printed? {
            eprintln!("{records} records in {topic}");
        }
        Ok(())
    })
}

fn feed(embedded: &Embedded, files: Vec<InputFile>) -> Result<u64> {
    let mut fed = 0;
    let mut value = Vec::new();
    for mut file in files {
        while file.next(&mut value)?.is_some() {
            embedded.append(&value)?;
            fed += 1;
            if fed % 10_000 == 0 && !embedded.wait_until_behind(AHEAD_MAX) {
                return Ok(fed);
            }
        }
    }
    Ok(fed)
}

/// Prints until `done`, and then what is left.
fn print_records(embedded: &Embedded, done: &AtomicBool) -> Result<Vec<(String, u64)>> {
    use std::io::Write;
    let mut readers: Vec<_> = embedded.written_topics().into_iter().map(|topic| (Reader::new(topic), 0)).collect();
    let pause = StopSwitch::default();
    loop {
        let last = done.load(Ordering::Acquire);
        let mut out = std::io::stdout().lock();
        let mut some = false;
        for (reader, count) in &mut readers {
            for record in reader.read(&embedded.broker)? {
                some = true;
                *count += 1;
                let text =
                    |bytes: Option<&[u8]>| bytes.map_or("null".into(), |b| String::from_utf8_lossy(b).into_owned());
                let line = format!("{}\t{}\t{}", reader.topic, text(record.key()), text(record.value()));
                // A reader that has gone away (`| head`) is no reason to fail: the job itself goes on.
                let _ = writeln!(out, "{line}");
            }
        }
        drop(out);
        if last && !some {
            return Ok(readers.into_iter().map(|(reader, count)| (reader.topic, count)).collect());
        }
        if !last {
            pause.wait(LOOK_EVERY);
        }
    }
}
