//! How fast, and at what cost, a full topic is drained: mubatch beside what a Kafka client can do at best, in one run on
//! one machine, each as a process of its own. What comes out is checked field by field, every time.
//!
//! `make bench-drain`, or with a Kafka of one's own: `MUBATCH_TEST_BOOTSTRAP=HOST:PORT cargo bench --bench drain`.
//!
//! | file | subject |
//! | --- | --- |
//! | `workload` | the events, and what must come out |
//! | `contender` | who is measured: how each is started, what it must put out |
//! | `limits` | the limits, through rdkafka-sys |
//! | `process` | CPU and memory of a process, from outside |
//! | `cluster` | topics, producing, progress, reading |
//! | `audit` | whether an output is right |
//! | `report` | figures, their spread and ratios, the machine |

mod audit;
mod cluster;
mod contender;
mod limits;
mod process;
mod report;
mod workload;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use mubatch::clock::{Clock, SystemClock, Tick};
use mubatch::{Error, Result};

use audit::Audit;
use cluster::{Cluster, Topic};
use contender::{Contender, Task};
use process::{Process, cpu_of};
use report::{Figures, Sample};
use workload::Workload;

/// How often progress is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long a process may commit nothing.
const STALLED_AFTER: Duration = Duration::from_secs(60);
/// 2026-01-01T00:00:00Z, when the first event is said to be sent.
const FIRST_SENT_NS: u64 = 1_767_225_600_000_000_000;
/// The events are said to come at 20,000 a second.
const INTERVAL_NS: u64 = 50_000;

#[derive(Parser)]
#[command(
    about = "Drains a topic through mubatch, and beside it through the limits",
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    limit: Option<Limit>,
}

#[derive(Args)]
struct Options {
    /// Events in the topic
    #[arg(
        long,
        default_value = "1000000",
        default_value_if("check", "true", "20000"),
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    events: u64,
    /// How often each is measured
    #[arg(long, default_value = "3", default_value_if("check", "true", "1"))]
    runs: usize,
    /// The age at which a window closes, in milliseconds
    #[arg(long, default_value_t = 100)]
    window_ms: u64,
    /// The most events of one of mubatch's windows
    #[arg(long, default_value = "50000", default_value_if("check", "true", "1000"))]
    window_events: u64,
    /// Another seed gives other events
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The broker's process, if it runs here: its CPU is measured too
    #[arg(long, value_name = "PID")]
    broker_pid: Option<u32>,
    /// Check only that the output is right
    #[arg(long)]
    check: bool,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

/// A limit as a process of its own, which this program starts.
#[derive(Subcommand)]
enum Limit {
    #[command(hide = true)]
    PassThrough(limits::PassThrough),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let clock = SystemClock::shared();
    let result = match &cli.limit {
        Some(Limit::PassThrough(limit)) => limit.run(&*clock).map(|never| match never {}),
        None => run(&cli.options, &*clock),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What all contenders have in common.
struct Stage<'a> {
    options: &'a Options,
    clock: &'a dyn Clock,
    cluster: &'a Cluster,
    workload: Workload,
    source: Topic<'a>,
    /// Events in each partition of the source.
    partition_events: Vec<u64>,
}

fn run(options: &Options, clock: &dyn Clock) -> Result<()> {
    let bootstrap = std::env::var("MUBATCH_TEST_BOOTSTRAP").map_err(|_| {
        Error::environment("MUBATCH_TEST_BOOTSTRAP is not set: use `make bench-drain`, or name the servers of a Kafka")
    })?;
    let cluster = Cluster::new(bootstrap);
    let prefix = format!("bench-{}", clock.unix_millis());
    let workload = Workload { seed: options.seed, first_sent_ns: FIRST_SENT_NS, interval_ns: INTERVAL_NS };
    let source = cluster.create(format!("{prefix}-events"))?;
    println!("producing {} events", options.events);
    let partition_events = cluster.produce(&source, &workload, options.events)?;
    let stage = Stage { options, clock, cluster: &cluster, workload, source, partition_events };

    if !options.check {
        println!("warming the broker up");
        stage.drain(Contender::PassThrough, &format!("{prefix}-warm-up"))?;
    }
    let mut figures: Vec<(Contender, Vec<Figures>)> = Contender::ALL.map(|contender| (contender, Vec::new())).into();
    for run in 1..=options.runs {
        for (contender, figures) in &mut figures {
            let name = format!("{prefix}-{}-{run}", contender.slug());
            let (measured, rows) = stage.drain(*contender, &name).map_err(|error| error.context(contender.name()))?;
            println!("run {run} of {}: {}: {rows} rows, all as they must be", options.runs, contender.name());
            figures.push(measured);
        }
    }
    if !options.check {
        let Options { events, runs, window_ms, .. } = options;
        println!("\nDrain of {events} events in windows of {window_ms} ms; runs: {runs}; minimum / median / maximum\n");
        println!("{}\n{}", report::table(&figures), report::surroundings());
    }
    Ok(())
}

impl Stage<'_> {
    /// Runs one contender until everything is committed, and checks its output. Returns its figures, and how many rows
    /// came out.
    fn drain(&self, contender: Contender, name: &str) -> Result<(Figures, u64)> {
        let output = self.cluster.create(name.to_owned())?;
        let directory = tempfile::tempdir().map_err(|error| Error::environment(format!("make a folder: {error}")))?;
        let command = contender.command(&Task {
            bootstrap: self.cluster.bootstrap(),
            source: &self.source.name,
            output: &output.name,
            group: name,
            window_ms: self.options.window_ms,
            window_events: self.options.window_events,
            directory: directory.path(),
        })?;
        let progress = self.cluster.progress(name, &self.source)?;

        let start = Sample { broker_cpu: self.broker_cpu()?, ..Sample::default() };
        let started = self.clock.now();
        let mut process = Process::start(command, &directory.path().join("log"))?;
        let (mut samples, mut last) = (vec![start], start);
        while last.committed < self.options.events {
            process.check_running()?;
            let sample = self.look(&process, progress.committed()?.unwrap_or(last.committed), started)?;
            if sample.committed != last.committed {
                samples.push(sample);
                last = sample;
            } else if sample.at.saturating_sub(last.at) > STALLED_AFTER {
                let (committed, log) = (last.committed, process.log_end());
                return Err(Error::environment(format!("stalled at {committed} events; its log ends so:\n{log}")));
            }
            std::thread::park_timeout(LOOK_EVERY);
        }
        let rss_peak_bytes = process.rss_peak_bytes()?;
        let status = process.stop(self.clock)?;
        if !contender.ended_well(status) {
            return Err(Error::environment(format!("it ended with {status}")));
        }

        let events = self.options.events;
        let mut audit = Audit::new(self.workload, events, contender.expected(&self.partition_events));
        self.cluster.read(&output, |key, value| audit.record(key, value))?;
        let rows = audit.finish().map_err(Error::internal)?;
        Ok((Figures::new(&samples, rss_peak_bytes), rows))
    }

    fn look(&self, process: &Process, committed: u64, started: Tick) -> Result<Sample> {
        let (cpu, broker_cpu) = (process.cpu()?, self.broker_cpu()?);
        Ok(Sample { at: self.clock.now().since(started), committed, cpu, broker_cpu })
    }

    fn broker_cpu(&self) -> Result<Option<Duration>> {
        self.options.broker_pid.map(cpu_of).transpose()
    }
}
