//! How a drain's cost grows with the partitions of its source and with the workers of its process: a table each, and a
//! plot.

use std::path::PathBuf;

use mubatch::Result;
use mubatch::clock::Clock;

use crate::cluster::Cluster;
use crate::drain::{self, Machine};
use crate::job_file::write;
use crate::plot::plot;
use crate::report::{Row, markdown, median, surroundings};
use crate::workload::{EventFormat, Workload};

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events of a drain
    #[arg(long, default_value_t = 1_000_000)]
    pub events: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    /// A folder for the plots (SVG)
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
    #[command(flatten)]
    pub machine: Machine,
}

/// Partitions of the source, workers in the process.
type Points<'a> = &'a [(i32, usize)];

/// So many that four workers have several each.
const SHARED: i32 = 16;

/// Measures one thing after the other.
pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let cluster = Cluster::from_env()?;
    let partitions = [1, 4, 16, 64, 400].map(|partitions| (partitions, 1));
    let workers = [1, 2, 4].map(|workers| (SHARED, workers));
    let of_workers = format!("workers in one process, {SHARED} partitions");
    let drain = drain::Options {
        events: options.events,
        runs: options.runs,
        window_ms: vec![100],
        window_events: 50_000,
        format: vec![EventFormat::Json],
        machine: options.machine.clone(),
        check: false,
    };
    println!("warming the broker up");
    drain::with_partitions(&drain::Options { runs: 1, ..drain.clone() }, workload, clock, &cluster, SHARED, 1)?;
    let series: [(&str, &str, Points<'_>); 2] =
        [("partitions", "partitions of the source", &partitions), ("workers", &of_workers, &workers)];
    for (name, title, points) in series {
        let mut rows = Vec::new();
        let mut plotted = Vec::new();
        for &(partitions, workers) in points {
            let at = if name == "workers" { workers as f64 } else { f64::from(partitions) };
            let figures = drain::with_partitions(&drain, workload, clock, &cluster, partitions, workers)?;
            let cells: Vec<Vec<f64>> = (0..3).map(|cell| figures.iter().map(|f| f.cost()[cell]).collect()).collect();
            plotted.push((at, median(&cells[0])));
            rows.push(Row { title: at.to_string(), cells });
        }
        println!(
            "\n### Drain of {} events, by {title}\n\nRuns: {}; minimum / median / maximum\n",
            drain.events, drain.runs
        );
        let columns = [("thousand events a second", 0), ("client CPU, µs an event", 2), ("peak memory (RSS), MB", 0)];
        println!("{}", markdown(title, &columns, &rows));
        if let Some(directory) = &options.plots {
            let svg = plot("thousand events a second", title, &plotted);
            let path = write(directory.join(format!("scale-{name}.svg")), svg.as_bytes())?;
            println!("wrote {}", path.display());
        }
    }
    println!("{}", surroundings());
    Ok(())
}
