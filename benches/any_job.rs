//! Any job over any events: a topic is filled with them, and the job drains it, beside limits that put out as many rows
//! of the same size. The job's topics are made for it: they must not be there yet.

use std::path::PathBuf;
use std::process::Command;

use mubatch::clock::Clock;
use mubatch::files::key_of;
use mubatch::job::{Format, Job};
use mubatch::{Error, Result};

use crate::cluster::{Cluster, Topic};
use crate::contender::{Contender, PassedOn, Task, run_job};
use crate::drain::{Drain, Machine};
use crate::job_file::{JobFile, folder};
use crate::kernel::{Kernel, Payloads, job_file};
use crate::report::{self, Figures, surroundings};
use crate::workload::{EventFormat, Workload};

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The job
    #[arg(long, value_name = "FILE")]
    pub job: PathBuf,
    /// Its events, a JSON object a line; read again from the start until there are enough
    #[arg(long, value_name = "NDJSON")]
    pub input: PathBuf,
    /// Events in the topic
    #[arg(long, default_value_t = 1_000_000)]
    pub events: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    #[command(flatten)]
    pub machine: Machine,
    /// Only whether there are as many rows as in memory; statements that aggregate give others
    #[arg(skip)]
    pub check: bool,
}

/// Windows of so many tell, without Kafka, how many rows there will be.
const WINDOW_EVENTS: usize = 10_000;

/// Measures, and prints a table.
pub fn run(options: &Options, clock: &dyn Clock) -> Result<()> {
    let Options { events, runs, machine, check, .. } = options;
    let mut kernel = Kernel::new(&options.job, EventFormat::Json)?;
    if kernel.job.source.format != Format::Json {
        return Err(Error::job("the events are JSON, and the job reads another format"));
    }
    let payloads = Payloads::of_lines(&options.input, *events)?;
    let in_memory = rows_in_memory(&mut kernel, &payloads)?;
    let Kernel { job, topics, .. } = kernel;

    let cluster = Cluster::from_env()?;
    let prefix = format!("bench-{}", clock.unix_millis());
    let source = cluster.create(format!("{prefix}-events"))?;
    let topics: Vec<Topic<'_>> = topics.into_iter().map(|name| cluster.create(name)).collect::<Result<_>>()?;
    println!("producing {events} events of {}", options.input.display());
    let mut values = payloads.iter();
    cluster.produce(&source, *events, |_, value| {
        value.clear();
        value.extend_from_slice(values.next().unwrap_or_default());
        key_of(value, key_column(&job)?)
    })?;
    let drain = Drain { cluster: &cluster, clock, source: &source, events: *events, machine };
    let mut figures: Vec<(Contender, Vec<Figures>)> = Contender::ALL.map(|contender| (contender, Vec::new())).into();
    for run in 1..=*runs {
        for (contender, figures) in &mut figures {
            let name = format!("{prefix}-{}-{run}", contender.slug());
            let directory = folder()?;
            let is_limit = *contender != Contender::Mubatch;
            let output = is_limit.then(|| cluster.create(name.clone())).transpose()?;
            let command = match &output {
                None => job_command(options, &cluster, &source.name, &name),
                Some(output) => contender.limit(
                    &Task {
                        bootstrap: cluster.bootstrap(),
                        source: &source.name,
                        output: &output.name,
                        group: &name,
                        workers: 1,
                        window_ms: job.window.age.as_millis() as u64,
                        window_events: job.window.events as u64,
                        directory: directory.path(),
                        registry: None,
                        program: None,
                    },
                    in_memory.passed_on(*events),
                )?,
            };
            let measured = drain.measure(*contender, &name, command, &directory.path().join("log"));
            figures.push(measured.map_err(|error| error.context(contender.name()))?);
        }
        println!("run {run} of {runs}");
    }
    let (count, expected) = (rows_written(&cluster, &job, &topics)?, in_memory.count * *runs as u64);
    if *check && count != expected {
        return Err(Error::internal(format!("{}: {count} rows instead of {expected}", options.job.display())));
    }
    println!("{count} rows in all runs; in memory, in windows of {WINDOW_EVENTS}: {expected}");
    if !check {
        println!("\n### {}: drain of {events} events of {}\n", options.job.display(), options.input.display());
        println!("Runs: {runs}; minimum / median / maximum. The spread of L2 is the noise of the machine.\n");
        println!("{}\n{}", report::table(&figures), surroundings());
    }
    Ok(())
}

/// Whether the workload's job, given as a file with a file of its events, comes to the rows that it comes to in memory.
pub fn run_workload(events: u64, workload: Workload, machine: Machine, clock: &dyn Clock) -> Result<()> {
    let directory = folder()?;
    let output = format!("bench-{}-any-job", clock.unix_millis());
    let job = JobFile { output: &output, ..job_file(EventFormat::Json) }.write(directory.path())?;
    let input = directory.path().join("events.ndjson");
    workload.write_lines(events, &input)?;
    run(&Options { job, input, events, runs: 1, machine, check: true }, clock)
}

/// What is put out, in outputs and dead letters.
#[derive(Debug, Clone, Copy, Default)]
struct Rows {
    count: u64,
    bytes: u64,
}

impl Rows {
    /// What a limit puts out in the place of these rows of so many events.
    fn passed_on(self, events: u64) -> PassedOn {
        PassedOn {
            per_thousand: (self.count * 1000 / events.max(1)).min(1000),
            bytes: (self.bytes / self.count.max(1)) as usize,
        }
    }
}

fn key_column(job: &Job) -> Option<&str> {
    job.source.key.map(|at| job.source.schema.schema.field(at).name().as_str())
}

/// What the job makes of the events, worked out without Kafka. Receipts do not count: their number is that of the windows.
fn rows_in_memory(kernel: &mut Kernel, payloads: &Payloads) -> Result<Rows> {
    let receipts =
        kernel.job.receipts.as_ref().and_then(|receipts| kernel.topics.iter().position(|name| name == receipts));
    let mut rows = Rows::default();
    kernel.run(payloads, WINDOW_EVENTS, |mapped| {
        for at in 0..mapped.records.len() {
            mapped.records.with(at, |record| {
                if Some(usize::from(record.topic)) != receipts {
                    rows.count += 1;
                    rows.bytes += record.value.map_or(0, <[u8]>::len) as u64;
                }
            });
        }
    })?;
    Ok(rows)
}

/// How many rows stand in the job's topics. Receipts do not count.
fn rows_written(cluster: &Cluster, job: &Job, topics: &[Topic<'_>]) -> Result<u64> {
    let mut count = 0;
    for topic in topics.iter().filter(|topic| Some(&topic.name) != job.receipts.as_ref()) {
        cluster.read(topic, |_, _| count += 1)?;
    }
    Ok(count)
}

/// The program with the job, as a group of its own, over the topic that was filled for it.
fn job_command(options: &Options, cluster: &Cluster, source: &str, group: &str) -> Command {
    let mut command = run_job(&options.job, options.machine.bin.as_deref());
    for (name, value) in
        [("job", group), ("kafka.bootstrap.servers", cluster.bootstrap()), ("source.topics", &format!("[{source}]"))]
    {
        command.args(["--set", &format!("{name}={value}")]);
    }
    command
}
