//! How the map stage's cost grows with windows, statements, columns and messages: in memory, on one thread, and beside L4,
//! since the machine's speed moves while it is measured. A table each, and a plot.

use std::path::PathBuf;

use mubatch::Result;

use crate::job_file::{folder, write};
use crate::kernel::{Kernel, Payloads, Yardstick, job_file};
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
    job: MeasuredJob,
}

#[derive(Debug, Clone, Copy)]
enum MeasuredJob {
    /// The workload's, with more statements over events with more columns, of which it reads 7.
    Wide { statements: usize, columns: usize },
    /// [`SMALL_JOB`], with events of so many bytes, most of them a text that nobody reads.
    Small { bytes: usize },
}

/// What stands on the axis, and what is measured there.
type Points<'a> = &'a [(usize, Point)];

const COLUMNS_MIN: usize = COLUMNS.len();
const USUAL_JOB: MeasuredJob = MeasuredJob::Wide { statements: 1, columns: COLUMNS_MIN };

/// Measures one thing after the other.
pub fn run(options: &Options, workload: Workload) -> Result<()> {
    let usual = |job| Point { window_events: 10_000, job };
    let windows = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
    let windows = windows.map(|n| (n, Point { window_events: n, job: USUAL_JOB }));
    let statements = [1, 2, 4, 8, 16];
    let statements = statements.map(|n| (n, usual(MeasuredJob::Wide { statements: n, columns: COLUMNS_MIN })));
    let columns = [11, 20, 50, 100, 200].map(|n| (n, usual(MeasuredJob::Wide { statements: 1, columns: n })));
    let sizes = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
    let sizes = sizes.map(|n| (n, Point { window_events: 1_000, job: MeasuredJob::Small { bytes: n } }));
    let series: [(&str, &str, Points<'_>); 4] = [
        ("windows", "events of a window", &windows),
        ("statements", "statements, each with an output of its own", &statements),
        ("columns", "columns of an event, of which 7 are read", &columns),
        ("sizes", "bytes of an event", &sizes),
    ];
    let mut yardstick = Yardstick::new(&workload);
    for (name, title, points) in series {
        let mut rows = Vec::new();
        let mut plotted = Vec::new();
        for (at, point) in points {
            let (ns, beside) = measure(options, workload, *point, &mut yardstick)?;
            plotted.push((*at as f64, median(&beside)));
            rows.push(Row { title: at.to_string(), cells: vec![ns, beside] });
        }
        println!("\n### {title}\n\nRuns: {}; minimum / median / maximum\n", options.runs);
        println!("{}", markdown(title, &[("map stage, ns of CPU an event", 0), ("beside L4", 2)], &rows));
        if let Some(directory) = &options.plots {
            plot(
                &directory.join(format!("growth-{name}.svg")),
                "cost of the map stage, as a multiple of L4's,",
                title,
                &plotted,
            )?;
        }
    }
    println!("{}", surroundings());
    Ok(())
}

/// Nanoseconds of CPU an event, and how many times L4's they are, run by run.
fn measure(
    options: &Options,
    workload: Workload,
    point: Point,
    yardstick: &mut Yardstick,
) -> Result<(Vec<f64>, Vec<f64>)> {
    let directory = folder()?;
    job_file(EventFormat::Json).write(directory.path())?;
    let job = write(directory.path().join("job.yaml"), point.job.text().as_bytes())?;
    // At most 256 MB of events.
    let events = options.events.min((256_000_000 / point.job.event_bytes()) as u64);
    let mut payloads = Payloads::default();
    let mut json = Vec::new();
    for sequence in 0..events {
        point.job.write_event(sequence, &workload, &mut json);
        payloads.push(&json);
    }
    let mut kernel = Kernel::new(&job, EventFormat::Json)?;
    kernel.run(&payloads, point.window_events, |_| {})?; // warm
    let mut stage_ns = || Ok(kernel.run(&payloads, point.window_events, |_| {})?.stage_ns());
    let runs = (0..options.runs).map(|_| yardstick.beside(&mut stage_ns)).collect::<Result<Vec<_>>>()?;
    Ok(runs.into_iter().unzip())
}

/// Reads 4 columns of events of [`write_small_event`].
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

impl MeasuredJob {
    fn text(self) -> String {
        let Self::Wide { statements, columns } = self else { return SMALL_JOB.to_owned() };
        let extra: String = (COLUMNS_MIN..columns).map(|column| format!("    x{column:03}: varchar\n")).collect();
        let text = job_file(EventFormat::Json).text_with(&extra, SQL);
        let Some((head, rest)) = text.split_once("mapper:\n") else { return text };
        let Some((statement, output)) = rest.split_once("outputs:\n") else { return text };
        let repeated = |part: &str| -> String {
            (0..statements).map(|number| part.replace("activations", &format!("activations_{number}"))).collect()
        };
        format!("{head}mapper:\n{}outputs:\n{}", repeated(statement), repeated(output))
    }

    /// How large an event is, about.
    fn event_bytes(self) -> usize {
        match self {
            Self::Wide { columns, .. } => 269 + (columns - COLUMNS_MIN) * 16,
            Self::Small { bytes } => bytes,
        }
    }

    /// Replaces `json` with an event.
    fn write_event(self, sequence: u64, workload: &Workload, json: &mut Vec<u8>) {
        match self {
            Self::Wide { columns, .. } => {
                workload.event(sequence).write_json(json);
                json.pop();
                for column in COLUMNS_MIN..columns {
                    json.extend_from_slice(format!(r#","x{column:03}":"v{:06}""#, sequence % 1_000_000).as_bytes());
                }
                json.push(b'}');
            }
            Self::Small { bytes } => write_small_event(sequence, bytes, json),
        }
    }
}

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
