//! How fast, and at what cost, a full topic is drained: mubatch beside what a Kafka client can do at best, in one run on
//! one machine, each as a process of its own. What comes out is checked field by field, every time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use mubatch::clock::{Clock, Tick};
use mubatch::{Error, Result};

use crate::audit::Audit;
use crate::cluster::{Cluster, Topic};
use crate::contender::{Contender, Task};
use crate::job_file::{WINDOW_EVENTS, folder};
use crate::process::{Process, cpu_of};
use crate::registry::Registry;
use crate::report::{self, Figures, Sample};
use crate::workload::{EventFormat, PARTITIONS, Workload};

/// How often progress is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// How long a process may commit nothing.
const STALLED_AFTER: Duration = Duration::from_secs(60);
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events in the topic
    #[arg(long, default_value_t = 1_000_000)]
    pub events: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    /// The age at which a window closes, in milliseconds; several are measured one after the other
    #[arg(long, value_delimiter = ',', default_value = "100")]
    pub window_ms: Vec<u64>,
    /// The most events of one of mubatch's windows
    #[arg(long, default_value_t = WINDOW_EVENTS)]
    pub window_events: u64,
    /// How events are written: json, avro
    #[arg(long, value_delimiter = ',', default_value = "json")]
    pub format: Vec<EventFormat>,
    #[command(flatten)]
    pub machine: Machine,
    /// Only whether the output is right
    #[arg(skip)]
    pub check: bool,
}

/// What runs where.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Machine {
    /// The broker's process, if it runs here: its CPU is measured too
    #[arg(long, value_name = "PID")]
    pub broker_pid: Option<u32>,
    /// The program, in place of the one that is built with this
    #[arg(long, value_name = "PATH")]
    pub bin: Option<PathBuf>,
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
    format: EventFormat,
    registry: Option<Registry>,
    workers: usize,
    window_ms: u64,
}

pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let cluster = Cluster::from_env()?;
    for &format in &options.format {
        let prefix = format!("bench-{}", clock.unix_millis());
        let mut stage = Stage::fill(options, workload, clock, &cluster, format, PARTITIONS)?;
        if !options.check {
            println!("warming the broker up");
            stage.drain(Contender::PassThrough, &format!("{prefix}-warm-up"))?;
        }
        for &window_ms in &options.window_ms {
            stage.window_ms = window_ms;
            stage.compare(&format!("{prefix}-{window_ms}"))?;
        }
    }
    Ok(())
}

/// What mubatch gives with so many partitions of the source, run by run, for each number of workers in its process.
pub fn with_partitions(
    options: &Options,
    workload: Workload,
    clock: &dyn Clock,
    cluster: &Cluster,
    partitions: i32,
    workers: &[usize],
) -> Result<Vec<Vec<Figures>>> {
    let mut stage = Stage::fill(options, workload, clock, cluster, options.format[0], partitions)?;
    let prefix = format!("bench-{}", clock.unix_millis());
    let mut measure = |&workers: &usize| {
        stage.workers = workers;
        let name = |run| format!("{prefix}-{workers}-{run}");
        (1..=options.runs).map(|run| Ok(stage.drain(Contender::Mubatch, &name(run))?.0)).collect()
    };
    workers.iter().map(&mut measure).collect()
}

impl<'a> Stage<'a> {
    /// Makes the source, and fills it.
    fn fill(
        options: &'a Options,
        workload: Workload,
        clock: &'a dyn Clock,
        cluster: &'a Cluster,
        format: EventFormat,
        partitions: i32,
    ) -> Result<Self> {
        let source = cluster.create_with(format!("bench-{}-events", clock.unix_millis()), partitions)?;
        println!("producing {} events in {format:?}", options.events);
        let event = |sequence, value: &mut _| Some(workload.write(sequence, format, value));
        let partition_events = cluster.produce(&source, options.events, event)?;
        let registry = (format == EventFormat::Avro).then(Registry::start).transpose()?;
        let window_ms = options.window_ms[0];
        let workers = 1;
        Ok(Self { options, clock, cluster, workload, source, partition_events, format, registry, workers, window_ms })
    }

    /// Measures all contenders in turn, and prints a table.
    fn compare(&self, prefix: &str) -> Result<()> {
        let Options { events, runs, check, .. } = self.options;
        let mut figures: Vec<(Contender, Vec<Figures>)> =
            Contender::ALL.map(|contender| (contender, Vec::new())).into();
        for run in 1..=*runs {
            for (contender, figures) in &mut figures {
                let name = format!("{prefix}-{}-{run}", contender.slug());
                let (measured, rows) =
                    self.drain(*contender, &name).map_err(|error| error.context(contender.name()))?;
                println!("run {run} of {runs}: {}: {rows} rows, all as they must be", contender.name());
                figures.push(measured);
            }
        }
        if !check {
            let (format, window_ms) = (self.format, self.window_ms);
            println!("\n### Drain of {events} events in {format:?}, windows of {window_ms} ms\n");
            println!("Runs: {runs}; minimum / median / maximum. The spread of L2 is the noise of the machine.\n");
            println!("{}\n{}", report::table(&figures), report::surroundings());
        }
        Ok(())
    }

    /// Runs one contender until everything is committed, and checks its output. Returns its figures, and how many rows
    /// came out.
    fn drain(&self, contender: Contender, name: &str) -> Result<(Figures, u64)> {
        let output = self.cluster.create(name.to_owned())?;
        let directory = folder()?;
        let command = contender.command(&Task {
            bootstrap: self.cluster.bootstrap(),
            source: &self.source.name,
            output: &output.name,
            group: name,
            workers: self.workers,
            window_ms: self.window_ms,
            window_events: self.options.window_events,
            directory: directory.path(),
            registry: self.registry.as_ref().map(Registry::url),
            program: self.options.machine.bin.as_deref(),
        })?;
        let Self { cluster, clock, source, options, .. } = self;
        let figures = Drain { cluster, clock: *clock, source, events: options.events, machine: &options.machine }
            .measure(contender, name, command, &directory.path().join("log"))?;

        let events = self.options.events;
        let mut audit = Audit::new(self.workload, events, contender.expected(&self.partition_events, self.format));
        self.cluster.read(&output, |key, value| audit.record(key, value))?;
        let rows = audit.finish().map_err(Error::internal)?;
        Ok((figures, rows))
    }
}

/// A topic to be drained by one process after the other.
pub struct Drain<'a> {
    pub cluster: &'a Cluster,
    pub clock: &'a dyn Clock,
    pub source: &'a Topic<'a>,
    /// How many events it has.
    pub events: u64,
    pub machine: &'a Machine,
}

impl Drain<'_> {
    /// Runs a contender as the group of this name until everything is committed, and stops it.
    pub fn measure(&self, contender: Contender, group: &str, command: Command, log: &Path) -> Result<Figures> {
        let progress = self.cluster.progress(group, self.source)?;
        let start = Sample { broker_cpu: self.broker_cpu()?, ..Sample::default() };
        let started = self.clock.now();
        let mut process = Process::start(command, log)?;
        let (mut samples, mut last) = (vec![start], start);
        while last.committed < self.events {
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
        Ok(Figures::new(&samples, rss_peak_bytes))
    }

    fn look(&self, process: &Process, committed: u64, started: Tick) -> Result<Sample> {
        let (cpu, broker_cpu) = (process.cpu()?, self.broker_cpu()?);
        Ok(Sample { at: self.clock.now().since(started), committed, cpu, broker_cpu })
    }

    fn broker_cpu(&self) -> Result<Option<Duration>> {
        self.machine.broker_pid.map(cpu_of).transpose()
    }
}
