//! `mubatch demo`: the retargeting example on the embedded broker, on real web events, with a picture of what flows.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::embedded::{Embedded, Reader};
use super::examples::Example;
use super::run::{runtime, stop_on_signal};
use super::{MapperSource, Prepared, prepare_from};
use crate::broker::memory::StoredRecord;
use crate::clock::Tick;
use crate::error::{Error, Result};
use crate::files::InputFile;
use crate::job::{Job, LoadOptions};
use crate::metrics::Metrics;
use crate::pipeline::signals::StopSwitch;

mod picture;

use picture::Tally;

#[derive(Args)]
pub struct DemoArgs {
    /// How long it feeds events
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    seconds: u64,
    /// Events fed per second
    #[arg(long, value_name = "EVENTS", default_value_t = 2000)]
    rate: u64,
}

/// One event in so many is spoilt, so that there are dead letters to look at.
const SPOILT_EVERY: u64 = 500;
/// How often events are fed and results are looked at.
const BEAT: Duration = Duration::from_millis(5);
/// How often the picture is drawn on a terminal, and a line printed elsewhere.
const REDRAW: Duration = Duration::from_millis(250);
const LINE_EVERY: Duration = Duration::from_secs(1);

/// Runs the example and ends with the picture.
pub fn demo(args: &DemoArgs) -> Result<()> {
    let example = Unpacked::new(Example::retargeting())?;
    let options = LoadOptions { embedded: true, ..LoadOptions::default() };
    let prepared = prepare_from(&example.path("job.yaml"), &options, &MapperSource::Sql)?;
    let Prepared { mut job, mapper, nulls, .. } = prepared;
    job.admin.listen = None; // whatever listens on the usual port may stay
    let events = real_events(&example.path("events.ndjson"), &job)?;
    let runtime = runtime()?;
    let shutdown = StopSwitch::default();
    stop_on_signal(&runtime, shutdown.clone());
    let embedded = Embedded::new(&job, shutdown.clone())?;
    let metrics = Metrics::new(&job.name, embedded.clock.clone());
    metrics.watch_functions(nulls);
    let done = AtomicBool::new(false);
    println!(
        "mubatch demo: {} real web events, repeated for {} s at {} a second, through examples/retargeting on an embedded \
         broker",
        events.len(),
        args.seconds,
        args.rate
    );
    let tally = std::thread::scope(|scope| {
        let feeding = scope.spawn(|| {
            let fed = feed(&embedded, &job, events, args);
            embedded.wait_until_behind(0);
            shutdown.stop();
            fed
        });
        let watching = scope.spawn(|| watch(&embedded, &job, &done));
        let ran = embedded.run(mapper, metrics, &runtime);
        shutdown.stop();
        done.store(true, Ordering::Release);
        let fed = feeding.join().unwrap_or_else(|_| Err(Error::internal("the feeding thread panicked")));
        let tally = watching.join().unwrap_or_else(|_| Err(Error::internal("the watching thread panicked")));
        ran?;
        fed?;
        tally
    })?;
    println!("{}", tally.picture());
    Ok(())
}

/// The example's files in a directory of their own, which goes with this.
struct Unpacked {
    directory: std::path::PathBuf,
}

impl Unpacked {
    fn new(example: &Example) -> Result<Self> {
        let unpacked = Self { directory: std::env::temp_dir().join(format!("mubatch-demo-{}", std::process::id())) };
        example.write(&unpacked.directory)?;
        Ok(unpacked)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.join(name)
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory); // a few files left in the temporary directory do no harm
    }
}

fn real_events(path: &Path, job: &Job) -> Result<Vec<Value>> {
    let mut file = InputFile::open(path, &job.source.schema)?;
    let mut events = Vec::new();
    let mut value = Vec::new();
    while file.next(&mut value)?.is_some() {
        let event = serde_json::from_slice(&value);
        events.push(event.map_err(|error| Error::internal(format!("read the demo's events: {error}")))?);
    }
    Ok(events)
}

/// Feeds the events round and round at the given rate, each as if it happened now.
fn feed(embedded: &Embedded, job: &Job, mut events: Vec<Value>, args: &DemoArgs) -> Result<()> {
    let time_column = job.source.event_time.map(|at| job.source.schema.schema.field(at).name().clone());
    let started = embedded.clock.now();
    let all = args.seconds * args.rate;
    let mut fed = 0;
    while fed < all {
        let elapsed = embedded.clock.now().since(started);
        let due = (elapsed.as_secs_f64() * args.rate as f64) as u64;
        while fed < due.min(all) {
            let at = (fed % events.len() as u64) as usize;
            if let (Some(column), Some(event)) = (&time_column, events[at].as_object_mut()) {
                event.insert(column.clone(), rfc3339(embedded.clock.unix_millis()).into());
            }
            let mut text = events[at].to_string();
            if fed % SPOILT_EVERY == SPOILT_EVERY - 1 {
                text.truncate(text.len() / 2); // a message cut off on its way
            }
            embedded.append(text.as_bytes())?;
            fed += 1;
        }
        if embedded.shutdown.wait(BEAT) {
            break;
        }
    }
    Ok(())
}

fn rfc3339(unix_millis: i64) -> String {
    arrow::temporal_conversions::timestamp_ms_to_datetime(unix_millis)
        .map(|time| time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default()
}

/// Reads everything that comes out, as a read_committed consumer, until `done`.
fn watch(embedded: &Embedded, job: &Job, done: &AtomicBool) -> Result<Tally> {
    let mut readers: Vec<_> = embedded.written_topics().into_iter().map(Reader::new).collect();
    let mut tally = Tally::new(job);
    let terminal = std::io::stdout().is_terminal();
    let pause = StopSwitch::default();
    let started = embedded.clock.now();
    let mut drawn = (started, 0);
    loop {
        let last = done.load(Ordering::Acquire);
        let mut some = false;
        for reader in &mut readers {
            let records: Vec<StoredRecord> = reader.read(&embedded.broker)?;
            some |= !records.is_empty();
            let now = embedded.clock.unix_millis();
            for record in records {
                tally.add(&reader.topic, record.value(), &record.headers(), now);
            }
        }
        if last && !some {
            if terminal {
                erase(drawn.1);
            }
            return Ok(tally);
        }
        draw(&tally, terminal, embedded.clock.now(), started, &mut drawn);
        if !last {
            pause.wait(BEAT);
        }
    }
}

/// On a terminal the picture is drawn over the last one; elsewhere a line says how it goes.
fn draw(tally: &Tally, terminal: bool, now: Tick, started: Tick, drawn: &mut (Tick, usize)) {
    if now.since(drawn.0) < if terminal { REDRAW } else { LINE_EVERY } {
        return;
    }
    drawn.0 = now;
    if terminal {
        erase(drawn.1);
        let picture = tally.picture();
        drawn.1 = picture.lines().count();
        println!("{picture}");
    } else {
        println!("{:>3} s  {}", now.since(started).as_secs(), tally.line());
    }
    let _ = std::io::stdout().flush();
}

/// Moves up by so many lines and clears from there.
fn erase(lines: usize) {
    if lines > 0 {
        print!("\x1b[{lines}A\x1b[J");
    }
}
