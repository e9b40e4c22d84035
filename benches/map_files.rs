//! `mubatch map` over a file of events: the program as a whole, without Kafka.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use mubatch::clock::Clock;
use mubatch::{Error, Result};

use crate::audit::{Audit, Expected};
use crate::job_file::{JobFile, folder};
use crate::kernel::Yardstick;
use crate::process::Process;
use crate::report::{Row, markdown, surroundings};
use crate::workload::{Activation, Workload};

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events in the file
    #[arg(long, default_value_t = 3_000_000)]
    pub events: u64,
    /// How often it is mapped
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    /// The program, in place of the one that is built with this
    #[arg(long, value_name = "PATH")]
    pub bin: Option<PathBuf>,
    /// Only whether the output is right
    #[arg(skip)]
    pub check: bool,
}

pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let directory = folder()?;
    let job = JobFile {
        name: "map",
        bootstrap: "127.0.0.1:1",
        source: "events",
        output: "activations",
        registry: None,
        workers: 1,
        window_ms: 100,
        window_events: 10_000,
    };
    let job = job.write(directory.path())?;
    let input = directory.path().join("events.ndjson");
    workload.write_lines(options.events, &input)?;

    let mut yardstick = Yardstick::new(&workload);
    let mut cells = vec![Vec::new(); 5];
    for _ in 0..options.runs {
        let output = directory.path().join("out");
        let mut command = Command::new(options.bin.clone().unwrap_or_else(|| env!("CARGO_BIN_EXE_mubatch").into()));
        command.arg("map").arg(&job).arg("--input").arg(&input).arg("--output").arg(&output);
        let per_event = |took: Duration| took.as_nanos() as f64 / options.events as f64;
        let (mut cpu_ns, mut peak_bytes) = (0.0, 0);
        let (wall_ns, beside) = yardstick.beside(|| {
            let started = clock.now();
            let ended = Process::start(command, &directory.path().join("log"))?.wait()?;
            (cpu_ns, peak_bytes) = (per_event(ended.cpu), ended.rss_peak_bytes);
            Ok(per_event(clock.now().since(started)))
        })?;
        check(options, workload, &output.join("activations.ndjson"))?;
        let measured = [1e6 / wall_ns, wall_ns, beside, cpu_ns, peak_bytes as f64 / 1e6];
        cells.iter_mut().zip(measured).for_each(|(cell, value)| cell.push(value));
    }
    if options.check {
        println!("mubatch map: all rows as they must be");
        return Ok(());
    }
    let columns = [
        ("thousand events a second", 0),
        ("wall, ns an event", 0),
        ("wall / L4 scanner", 2),
        ("CPU, ns an event", 0),
        ("peak memory (RSS), MB", 0),
    ];
    println!("\n### `mubatch map` over a file of {} events\n", options.events);
    println!("Runs: {}; minimum / median / maximum; every row was as it must be\n", options.runs);
    println!("{}\n{}", markdown("", &columns, &[Row { title: "mubatch map".into(), cells }]), surroundings());
    Ok(())
}

fn check(options: &Options, workload: Workload, output: &std::path::Path) -> Result<()> {
    let failed = |error| Error::environment(format!("read {}: {error}", output.display()));
    let mut audit = Audit::new(workload, options.events, Expected::Activations);
    for line in BufReader::new(fs::File::open(output).map_err(failed)?).lines() {
        let line = line.map_err(failed)?;
        // A file has no keys.
        let row: Option<Activation> = serde_json::from_str(&line).ok();
        audit.record(row.unwrap_or_default().user_id.as_bytes(), line.as_bytes());
    }
    audit.finish().map(drop).map_err(Error::internal)
}
