//! How the map stage's cost grows with windows, statements, columns and messages: in memory, on one thread. A table each,
//! and a plot.

use std::path::PathBuf;

use mubatch::Result;

use crate::job_file::{folder, write};
use crate::kernel::{Kernel, Payloads, job_file};
use crate::plot::plot;
use crate::report::{Row, markdown, median, surroundings};
use crate::workload::{COLUMNS, EventFormat, SQL, Workload};

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events of a measurement; fewer where they are large
    #[arg(long, default_value_t = 200_000)]
    pub events: u64,
    /// How often each is measured
    #[arg(long, default_value_t = 3)]
    pub runs: usize,
    /// A folder for the plots (SVG)
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
}

/// What is measured at a point.
#[derive(Debug, Clone, Copy)]
struct Point {
    window_events: usize,
    statements: usize,
    /// Of an event; the job reads 7 of them.
    columns: usize,
    /// Bytes of text in a field that nobody reads.
    padding: usize,
}

/// What stands on the axis, and what is measured there.
type Points<'a> = &'a [(usize, Point)];

const USUAL: Point = Point { window_events: 10_000, statements: 1, columns: COLUMNS.len(), padding: 0 };

/// Measures one thing after the other.
pub fn run(options: &Options, workload: Workload) -> Result<()> {
    let windows = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000].map(|n| (n, Point { window_events: n, ..USUAL }));
    let statements = [1, 2, 4, 8, 16].map(|n| (n, Point { statements: n, ..USUAL }));
    let columns = [11, 20, 50, 100, 200].map(|n| (n, Point { columns: n, ..USUAL }));
    let sizes = [0, 1_000, 10_000, 100_000].map(|n| (n + 269, Point { padding: n, window_events: 1_000, ..USUAL }));
    let series: [(&str, &str, Points<'_>); 4] = [
        ("windows", "events of a window", &windows),
        ("statements", "statements, each with an output of its own", &statements),
        ("columns", "columns of an event, of which 7 are read", &columns),
        ("sizes", "bytes of an event", &sizes),
    ];
    for (name, title, points) in series {
        let mut rows = Vec::new();
        let mut plotted = Vec::new();
        for (at, point) in points {
            let times = measure(options, workload, *point)?;
            plotted.push((*at as f64, median(&times)));
            rows.push(Row { title: at.to_string(), cells: vec![times] });
        }
        println!("\n### {title}\n\nRuns: {}; minimum / median / maximum\n", options.runs);
        println!("{}", markdown(title, &[("map stage, ns of CPU an event", 0)], &rows));
        if let Some(directory) = &options.plots {
            plot(&directory.join(format!("growth-{name}.svg")), "map stage, ns of CPU an event", title, &plotted)?;
        }
    }
    println!("{}", surroundings());
    Ok(())
}

/// Nanoseconds of CPU an event, run by run.
fn measure(options: &Options, workload: Workload, point: Point) -> Result<Vec<f64>> {
    let directory = folder()?;
    job_file(EventFormat::Json).write(directory.path())?;
    let job = write(directory.path().join("job.yaml"), job_text(point).as_bytes())?;
    // At most 256 MB of events.
    let bytes = 269 + point.padding + (point.columns - COLUMNS.len()) * 16;
    let events = options.events.min((256_000_000 / bytes) as u64);
    let mut payloads = Payloads::default();
    let mut json = Vec::new();
    for sequence in 0..events {
        workload.event(sequence).write_json(&mut json);
        json.pop();
        for column in COLUMNS.len()..point.columns {
            json.extend_from_slice(format!(r#","x{column:03}":"v{:06}""#, sequence % 1_000_000).as_bytes());
        }
        if point.padding > 0 {
            json.extend_from_slice(br#","padding":""#);
            json.resize(json.len() + point.padding, b'x');
            json.push(b'"');
        }
        json.push(b'}');
        payloads.push(&json);
    }
    let mut kernel = Kernel::new(&job, EventFormat::Json)?;
    kernel.run(&payloads, point.window_events, |_| {})?; // warm
    (0..options.runs).map(|_| Ok(kernel.run(&payloads, point.window_events, |_| {})?.stage_ns())).collect()
}

/// The workload's job with more columns and statements.
fn job_text(point: Point) -> String {
    let extra: String = (COLUMNS.len()..point.columns).map(|column| format!("    x{column:03}: varchar\n")).collect();
    let text = job_file(EventFormat::Json).text_with(&extra, SQL);
    let Some((head, rest)) = text.split_once("mapper:\n") else { return text };
    let Some((statement, output)) = rest.split_once("outputs:\n") else { return text };
    let repeated = |part: &str| -> String {
        (0..point.statements).map(|number| part.replace("activations", &format!("activations_{number}"))).collect()
    };
    format!("{head}mapper:\n{}outputs:\n{}", repeated(statement), repeated(output))
}
