//! The benchmarks: mubatch beside what can be done at best, in one run on one machine. What comes out is checked every time.
//!
//! `make bench`, `make bench-quick`, or one of them: `scripts/bench kernel --help`.
//!
//! | file | subject |
//! | --- | --- |
//! | `workload`, `job_file` | the events, the job, and what must come out |
//! | `kernel`, `by_hand` | the map stage alone, in memory, beside L4 |
//! | `functions` | a call of each SQL function |
//! | `heavy` | a job full of them |
//! | `growth`, `plot` | how its cost grows, with plots |
//! | `map_files` | `mubatch map` over a file |
//! | `drain` | a full topic is drained |
//! | `any_job` | the same with any job and its events |
//! | `scale` | the same, by partitions and workers |
//! | `latency`, `histogram` | a steady rate; near-empty transactions |
//! | `start` | the time to the first row |
//! | `contender` | who is measured: how each is started, what it must put out |
//! | `limits` | the limits, through rdkafka-sys |
//! | `process` | CPU and memory of a process, from outside |
//! | `cluster` | topics, producing, progress, reading |
//! | `registry` | a schema registry as small as it can be |
//! | `audit` | whether an output is right |
//! | `report` | figures, their spread and ratios, the machine |

mod any_job;
mod audit;
mod by_hand;
mod cluster;
mod contender;
mod drain;
mod functions;
mod growth;
mod heavy;
mod histogram;
mod job_file;
mod kernel;
mod latency;
mod limits;
mod map_files;
mod plot;
mod process;
mod registry;
mod report;
mod scale;
mod start;
mod workload;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mubatch::Result;
use mubatch::clock::{Clock, SystemClock};

use job_file::WINDOW_EVENTS;
use workload::{EventFormat, Workload};

#[derive(Parser)]
#[command(about = "Measures mubatch beside what can be done at best")]
struct Cli {
    #[command(subcommand)]
    benchmark: Benchmark,
    /// Another seed gives other events
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// Given by `cargo bench`
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Benchmark {
    /// Map in memory, on one thread, beside the same map by hand: no Kafka
    Kernel(kernel::Options),
    /// Call each SQL function: no Kafka
    Functions(functions::Options),
    /// Map with a job full of functions beside the workload's: no Kafka
    Heavy(heavy::Options),
    /// How the cost grows with windows, statements, columns and messages: no Kafka
    Growth(growth::Options),
    /// Map a file with `mubatch map`: no Kafka
    Map(map_files::Options),
    /// Drain a topic
    Drain(drain::Options),
    /// Drain a topic with any job
    Job(any_job::Options),
    /// How a drain grows with partitions and workers
    Scale(scale::Options),
    /// Latency at a steady rate, and near-empty transactions
    Latency(latency::Options),
    /// The time from the start to the first row
    Start(start::Options),
    /// Everything
    All(Everything),
    /// Everything, shorter
    Quick(Everything),
    /// Whether all that comes out is right, without figures
    Check(Everything),
    /// A limit as a process of its own, which this program starts
    #[command(hide = true)]
    PassThrough(limits::PassThrough),
}

#[derive(clap::Args)]
struct Everything {
    /// How often everything is measured
    #[arg(long)]
    runs: Option<usize>,
    #[command(flatten)]
    machine: drain::Machine,
}

/// How much everything is.
enum Extent {
    Full,
    Quick,
    /// No figures.
    Check,
}

impl Everything {
    fn run(&self, extent: &Extent, workload: Workload, clock: &dyn Clock) -> Result<()> {
        let check = matches!(extent, Extent::Check);
        let machine = self.machine.clone();
        let of = |full: u64, quick: u64, check: u64| match extent {
            Extent::Full => full,
            Extent::Quick => quick,
            Extent::Check => check,
        };
        let runs = self.runs.unwrap_or(of(3, 1, 1) as usize);
        if check {
            kernel::check_workload(5_000, workload)?;
            heavy::check(5_000, workload)?;
        } else {
            let window_events = vec![100, 1_000, 10_000];
            let format = vec![EventFormat::Json, EventFormat::Avro];
            let events = of(500_000, 100_000, 0);
            kernel::run(
                &kernel::Options { events, runs, window_events, format, job: None, input: None, alone: false },
                workload,
            )?;
            let (events, runs) = (of(300_000, 50_000, 0), runs.max(2));
            heavy::run(&heavy::Options { events, runs, window_events: 10_000 }, workload)?;
        }
        let bin = machine.bin.clone();
        map_files::run(
            &map_files::Options { events: of(3_000_000, 300_000, 5_000), runs, bin, check },
            workload,
            clock,
        )?;
        let (json, avro) = (vec![EventFormat::Json], vec![EventFormat::Avro]);
        for (format, window_ms) in [(json, vec![100, 10]), (avro, vec![100])] {
            let window_ms = if matches!(extent, Extent::Full) { window_ms } else { vec![100] };
            let (events, window_events) = (of(1_000_000, 300_000, 20_000), of(WINDOW_EVENTS, WINDOW_EVENTS, 1_000));
            let machine = machine.clone();
            drain::run(
                &drain::Options { events, runs, window_ms, window_events, format, machine, check },
                workload,
                clock,
            )?;
        }
        if check {
            any_job::run_workload(5_000, workload, machine.clone(), clock)?;
        }
        let options = latency::Options {
            rate: of(20_000, 20_000, 2_000),
            warm_broker_s: of(60, 5, 0),
            warm_up_s: of(5, 3, 1),
            seconds: of(20, 5, 1),
            send_every_ms: latency::SEND_EVERY_MS,
            runs,
            window_ms: vec![10, 100],
            transactions: of(500, 200, 5) as usize,
            machine: machine.clone(),
            check,
        };
        latency::run(&options, workload, clock)?;
        if !check {
            start::run(&start::Options { runs: of(5, 2, 0) as usize, machine }, workload, clock)?;
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let clock = SystemClock::shared();
    let workload = Workload::new(cli.seed);
    let result = match &cli.benchmark {
        Benchmark::Kernel(options) => kernel::run(options, workload),
        Benchmark::Functions(options) => functions::run(options),
        Benchmark::Heavy(options) => heavy::run(options, workload),
        Benchmark::Growth(options) => growth::run(options, workload),
        Benchmark::Map(options) => map_files::run(options, workload, &*clock),
        Benchmark::Scale(options) => scale::run(options, workload, &*clock),
        Benchmark::Latency(options) => latency::run(options, workload, &*clock),
        Benchmark::Start(options) => start::run(options, workload, &*clock),
        Benchmark::All(everything) => everything.run(&Extent::Full, workload, &*clock),
        Benchmark::Quick(everything) => everything.run(&Extent::Quick, workload, &*clock),
        Benchmark::Check(everything) => everything.run(&Extent::Check, workload, &*clock),
        Benchmark::Drain(options) => drain::run(options, workload, &*clock),
        Benchmark::Job(options) => any_job::run(options, &*clock),
        Benchmark::PassThrough(limit) => limit.run(&*clock).map(|never| match never {}),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
