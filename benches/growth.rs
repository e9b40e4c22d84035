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
    /// Bytes of each event of a small job, most of them a text that nobody reads; the workload's where there is none.
    bytes: Option<usize>,
}

/// What stands on the axis, and what is measured there.
type Points<'a> = &'a [(usize, Point)];

const USUAL: Point = Point { window_events: 10_000, statements: 1, columns: COLUMNS.len(), bytes: None };

/// Measures one thing after the other.
pub fn run(options: &Options, workload: Workload) -> Result<()> {
    let windows = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000].map(|n| (n, Point { window_events: n, ..USUAL }));
    let statements = [1, 2, 4, 8, 16].map(|n| (n, Point { statements: n, ..USUAL }));
    let columns = [11, 20, 50, 100, 200].map(|n| (n, Point { columns: n, ..USUAL }));
    let sizes = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
    let sizes = sizes.map(|n| (n, Point { bytes: Some(n), window_events: 1_000, ..USUAL }));
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
    let text = if point.bytes.is_some() { SMALL_JOB.to_owned() } else { job_text(point) };
    let job = write(directory.path().join("job.yaml"), text.as_bytes())?;
    // At most 256 MB of events.
    let bytes = point.bytes.unwrap_or(269 + (point.columns - COLUMNS.len()) * 16);
    let events = options.events.min((256_000_000 / bytes) as u64);
    let mut payloads = Payloads::default();
    let mut json = Vec::new();
    for sequence in 0..events {
        match point.bytes {
            Some(bytes) => write_small_event(sequence, bytes, &mut json),
            None => {
                workload.event(sequence).write_json(&mut json);
                json.pop();
                for column in COLUMNS.len()..point.columns {
                    json.extend_from_slice(format!(r#","x{column:03}":"v{:06}""#, sequence % 1_000_000).as_bytes());
                }
                json.push(b'}');
            }
        }
        payloads.push(&json);
    }
    let mut kernel = Kernel::new(&job, EventFormat::Json)?;
    kernel.run(&payloads, point.window_events, |_| {})?; // warm
    (0..options.runs).map(|_| Ok(kernel.run(&payloads, point.window_events, |_| {})?.stage_ns())).collect()
}

/// A job for events of [`write_small_event`].
const SMALL_JOB: &str = "\
job: small
kafka: {bootstrap.servers: '127.0.0.1:1'}
source:
  topics: [events]
  format: json
  columns: {user_id: varchar not null, event_type: varchar not null, consent: boolean not null, time: bigint not null}
  key: user_id
mapper:
  - into: activations
    sql: SELECT user_id, event_type, time FROM events WHERE consent AND event_type = 'view'
outputs:
  activations: {topic: activations, format: json, key: user_id}
";

/// Replaces `json` with an event of so many bytes, 91 at least.
fn write_small_event(sequence: u64, bytes: usize, json: &mut Vec<u8>) {
    let (event_type, consent) = (["view", "click", "purchase"][sequence as usize % 3], !sequence.is_multiple_of(10));
    let (user, time) = (sequence % 1_000_000, 1_767_225_600_000 + sequence);
    let event =
        format!(r#"{{"user_id":"u{user:08}","event_type":"{event_type}","consent":{consent},"time":{time},"text":""#);
    json.clear();
    json.extend_from_slice(event.as_bytes());
    json.resize(json.len().max(bytes - 2), b'x');
    json.extend_from_slice(br#""}"#);
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
