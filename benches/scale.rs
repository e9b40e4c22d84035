//! How a drain's cost grows with the partitions of its source and with the workers of its process: a table each, and a
//! plot.

use std::path::PathBuf;

use mubatch::Result;
use mubatch::clock::Clock;

use crate::cluster::Cluster;
use crate::drain::{self, Machine};
use crate::job_file::WINDOW_EVENTS;
use crate::plot::plot;
use crate::report::{Figures, Row, markdown, median, surroundings};
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

/// So many that four workers have several each.
const SHARED: i32 = 16;

/// Measures one thing after the other.
pub fn run(options: &Options, workload: Workload, clock: &dyn Clock) -> Result<()> {
    let cluster = Cluster::from_env()?;
    let drain = drain::Options {
        events: options.events,
        runs: options.runs,
        window_ms: vec![100],
        window_events: WINDOW_EVENTS,
        format: vec![EventFormat::Json],
        machine: options.machine.clone(),
        check: false,
    };
    let measure = |drain: &drain::Options, partitions, workers: &[usize]| {
        drain::with_partitions(drain, workload, clock, &cluster, partitions, workers)
    };
    println!("warming the broker up");
    measure(&drain::Options { runs: 1, ..drain.clone() }, SHARED, &[1])?;
    let mut by_partitions = Vec::new();
    for partitions in [1, 4, 16, 64, 400] {
        by_partitions
            .extend(measure(&drain, partitions, &[1])?.into_iter().map(|figures| (partitions as usize, figures)));
    }
    show(options, "partitions", "partitions of the source", &by_partitions)?;
    let workers = [1, 2, 4];
    let by_workers: Vec<_> = workers.into_iter().zip(measure(&drain, SHARED, &workers)?).collect();
    show(options, "workers", &format!("workers in one process, {SHARED} partitions"), &by_workers)?;
    println!("{}", surroundings());
    Ok(())
}

/// Prints a table, and plots it if that is wanted.
fn show(options: &Options, name: &str, title: &str, points: &[(usize, Vec<Figures>)]) -> Result<()> {
    let (mut rows, mut plotted) = (Vec::new(), Vec::new());
    for (at, figures) in points {
        let cells: Vec<Vec<f64>> = (0..3).map(|cell| figures.iter().map(|f| f.cost()[cell]).collect()).collect();
        plotted.push((*at as f64, median(&cells[0])));
        rows.push(Row { title: at.to_string(), cells });
    }
    let Options { events, runs, plots, .. } = options;
    let columns = [("thousand events a second", 0), ("client CPU, µs an event", 2), ("peak memory (RSS), MB", 0)];
    println!("\n### Drain of {events} events, by {title}\n\nRuns: {runs}; minimum / median / maximum\n");
    println!("{}", markdown(title, &columns, &rows));
    match plots {
        Some(directory) => plot(&directory.join(format!("scale-{name}.svg")), columns[0].0, title, &plotted),
        None => Ok(()),
    }
}
