//! Figures of a drain, their spread over several runs, their ratios to the limit, and the machine they hold for.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use rdkafka::util::get_rdkafka_version;

use crate::contender::Contender;

/// What stands where there is no figure.
const NONE: &str = "–";

/// What a client keeps of what it has read ahead: `queued.max.messages.kbytes` of all contenders.
const FETCH_QUEUE_BYTES: f64 = 33_554_432.0;

/// A look at a running drain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample {
    /// Since the process was started.
    pub at: Duration,
    /// Events that are committed.
    pub committed: u64,
    /// CPU time of the process.
    pub cpu: Duration,
    /// CPU time of the broker, where it is known.
    pub broker_cpu: Option<Duration>,
}

/// A part of a drain.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    events: f64,
    seconds: f64,
    cpu: Duration,
    broker_cpu: Option<Duration>,
}

/// What one drain cost.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// From the start of the process until all was committed.
    whole: Stretch,
    /// The second half of the events; `None` when they were committed at once.
    steady: Option<Stretch>,
    first_commit: Duration,
    rss_peak_bytes: u64,
}

impl Stretch {
    fn between(from: &Sample, to: &Sample) -> Self {
        Self {
            events: (to.committed - from.committed) as f64,
            seconds: (to.at - from.at).as_secs_f64(),
            cpu: to.cpu - from.cpu,
            broker_cpu: to.broker_cpu.zip(from.broker_cpu).map(|(to, from)| to - from),
        }
    }

    fn thousands_per_s(&self) -> f64 {
        self.events / self.seconds / 1e3
    }

    fn cpu_us(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.events
    }

    fn broker_cpu_us(&self) -> Option<f64> {
        Some(self.broker_cpu?.as_secs_f64() * 1e6 / self.events)
    }
}

impl Figures {
    /// Thousand events a second, µs of CPU an event, MB of memory at the peak.
    pub fn cost(&self) -> [f64; 3] {
        [self.whole.thousands_per_s(), self.whole.cpu_us(), self.rss_peak_bytes as f64 / 1e6]
    }

    /// From looks at the drain: one at the start, then one for every commit seen, up to the last.
    pub fn new(samples: &[Sample], rss_peak_bytes: u64) -> Self {
        let (start, end) = (samples.first().copied().unwrap_or_default(), samples.last().copied().unwrap_or_default());
        let half = samples.iter().find(|sample| sample.committed * 2 >= end.committed);
        Self {
            whole: Stretch::between(&start, &end),
            steady: half.filter(|half| half.committed < end.committed).map(|half| Stretch::between(half, &end)),
            first_commit: samples.get(1).map_or(end.at, |first| first.at),
            rss_peak_bytes,
        }
    }
}

/// A line of the table.
struct Line {
    title: &'static str,
    decimals: usize,
    of: fn(&Figures) -> Option<f64>,
}

const LINES: [Line; 8] = [
    Line { title: "thousand events a second", decimals: 0, of: |f| Some(f.whole.thousands_per_s()) },
    Line { title: "the same, second half", decimals: 0, of: |f| Some(f.steady?.thousands_per_s()) },
    Line { title: "client CPU, µs an event", decimals: 2, of: |f| Some(f.whole.cpu_us()) },
    Line { title: "the same, second half", decimals: 2, of: |f| Some(f.steady?.cpu_us()) },
    Line { title: "broker CPU, µs an event", decimals: 2, of: |f| f.whole.broker_cpu_us() },
    Line { title: "peak memory (RSS), MB", decimals: 0, of: |f| Some(f.rss_peak_bytes as f64 / 1e6) },
    Line {
        title: "the same beyond the fetch queue (32 MiB)",
        decimals: 0,
        of: |f| Some((f.rss_peak_bytes as f64 - FETCH_QUEUE_BYTES) / 1e6),
    },
    Line { title: "start to first commit, s", decimals: 2, of: |f| Some(f.first_commit.as_secs_f64()) },
];

/// A Markdown table: a line per figure, a column per contender, and its ratio to the first of them, run by run.
pub fn table(results: &[(Contender, Vec<Figures>)]) -> String {
    let Some(((limit, limit_figures), others)) = results.split_first() else { return String::new() };
    let mut table = format!("| | {} |", limit.name());
    for (contender, _) in others {
        let name = contender.name();
        let _ = write!(table, " {name} | {name} / {} |", limit.name());
    }
    let _ = writeln!(table, "\n|{}", " --- |".repeat(2 + 2 * others.len()));
    for Line { title, decimals, of } in LINES {
        let base: Vec<Option<f64>> = limit_figures.iter().map(of).collect();
        let _ = write!(table, "| {title} | {} |", spread(&base, decimals));
        for (_, figures) in others {
            let values: Vec<Option<f64>> = figures.iter().map(of).collect();
            let ratios: Vec<Option<f64>> =
                values.iter().zip(&base).map(|(value, base)| Some((*value)? / (*base)?)).collect();
            let _ = write!(table, " {} | {} |", spread(&values, decimals), spread(&ratios, 2));
        }
        table.push('\n');
    }
    table
}

/// A line of a table: the values of each column, run by run; an empty cell has none.
pub struct Row {
    pub title: String,
    pub cells: Vec<Vec<f64>>,
}

/// A Markdown table of minimum, median and maximum. Columns have a name and a number of decimals.
pub fn markdown(first: &str, columns: &[(&str, usize)], rows: &[Row]) -> String {
    let mut table = format!("| {first} |");
    columns.iter().for_each(|(name, _)| table.push_str(&format!(" {name} |")));
    let _ = writeln!(table, "\n|{}", " --- |".repeat(1 + columns.len()));
    for Row { title, cells } in rows {
        let _ = write!(table, "| {title} |");
        for (cell, (_, decimals)) in cells.iter().zip(columns) {
            let _ = write!(table, " {} |", spread_of(cell, *decimals));
        }
        table.push('\n');
    }
    table
}

/// Minimum, median and maximum.
fn spread(values: &[Option<f64>], decimals: usize) -> String {
    values
        .iter()
        .copied()
        .collect::<Option<Vec<f64>>>()
        .map_or_else(|| NONE.into(), |values| spread_of(&values, decimals))
}

/// The same, of figures that are all there.
pub fn spread_of(values: &[f64], decimals: usize) -> String {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let [least, .., most] = values[..] else {
        return values.first().map_or_else(|| NONE.into(), |only| format!("{only:.decimals$}"));
    };
    format!("{least:.decimals$} / {:.decimals$} / {most:.decimals$}", median(&values))
}

/// The middle of some figures, of which there must be one.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// The machine, the Kafka and the program, a line each.
pub fn surroundings() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'));
        line.map_or_else(|| "unknown".to_owned(), |value| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kafka = std::env::var("MUBATCH_BENCH_KAFKA").unwrap_or_else(|_| "not started here".into());
    let kilobytes: f64 = value(&read("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    let build = if cfg!(debug_assertions) { "built for debugging: these figures say nothing" } else { "release" };
    format!(
        "- machine: {}, {cores} cores, {:.0} GB memory, Linux {}; load {} when this was written\n- Kafka: {kafka}\n\
         - mubatch {} ({build}), librdkafka {}\n",
        value(&read("/proc/cpuinfo"), "model name"),
        kilobytes / 1e6,
        read("/proc/sys/kernel/osrelease").trim(),
        read("/proc/loadavg").split(' ').next().unwrap_or_default(),
        env!("CARGO_PKG_VERSION"),
        get_rdkafka_version().1,
    )
}
