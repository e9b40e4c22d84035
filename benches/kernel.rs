//! The map stage alone, in memory, on one thread: decode, SQL, encode, through the library's own [`MapStage`]. Beside it
//! L4, the same job written by hand. All that comes out is checked first.
//!
//! Figures are CPU time of the thread, which others on the machine disturb less than the wall clock.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mubatch::broker::{Message, Partition};
use mubatch::clock::{Clock, SystemClock};
use mubatch::codec::registry::{MemoryRegistry, SchemaSource};
use mubatch::functions::Context;
use mubatch::job::{Format, Job, LoadOptions};
use mubatch::mapper::sql::{PlanInput, SqlMapper};
use mubatch::metrics::{Metrics, WindowTotals};
use mubatch::pipeline::blueprint::Blueprint;
use mubatch::pipeline::map::{Fault, MapStage, Mapped};
use mubatch::pipeline::window::OpenWindow;
use mubatch::table::{Tables, file};
use mubatch::{Error, Result};

use crate::audit::{Audit, Expected};
use crate::by_hand::{ByHand, Parser};
use crate::job_file::{JobFile, folder};
use crate::process::thread_cpu;
use crate::report::{Row, markdown, surroundings};
use crate::workload::{EventFormat, Workload, avro_schema};

/// The subject of the events' schema.
const SUBJECT: &str = "events-value";

#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Events that are mapped in a run
    #[arg(long, default_value_t = 500_000)]
    pub events: u64,
    /// How often everything is measured
    #[arg(long, default_value_t = 5)]
    pub runs: usize,
    /// Events of a window
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    pub window_events: Vec<usize>,
    /// Formats of the workload's events
    #[arg(long, value_delimiter = ',', default_value = "json,avro")]
    pub format: Vec<EventFormat>,
    /// Another job in the workload's place; needs an input
    #[arg(long, value_name = "FILE", requires = "input")]
    pub job: Option<PathBuf>,
    /// The events of that job, a JSON object a line; read again from the start until there are enough
    #[arg(long, value_name = "NDJSON", requires = "job")]
    pub input: Option<PathBuf>,
    /// Only a run over mubatch, without L4: for a profiler
    #[arg(long)]
    pub alone: bool,
}

/// Values of events, one behind the other.
#[derive(Default)]
pub struct Payloads {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Payloads {
    pub fn push(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
        self.ends.push(self.bytes.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// The workload's first events.
    pub fn of(workload: &Workload, events: u64, format: EventFormat) -> Self {
        let (mut payloads, mut value) = (Self::default(), Vec::new());
        for sequence in 0..events {
            let event = workload.event(sequence);
            event.write(format, &mut value);
            payloads.push(&value);
        }
        payloads
    }

    /// The lines of a file, again and again until there are so many.
    pub fn of_lines(path: &Path, events: u64) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::environment(format!("read {}: {error}", path.display())))?;
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return Err(Error::environment(format!("{} has no events", path.display())));
        }
        let mut payloads = Self::default();
        lines.iter().cycle().take(events as usize).for_each(|line| payloads.push(line.as_bytes()));
        Ok(payloads)
    }
}

/// What a run took: CPU time, shared out among the parts as the wall clock was.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    events: u64,
    /// Filling windows, which a worker does on another thread.
    gather: Duration,
    decode: Duration,
    map: Duration,
    encode: Duration,
    /// All of the map stage; what is in none of its parts is closing windows and letting go of the output.
    stage: Duration,
}

impl Cost {
    /// Nanoseconds an event of the whole stage.
    pub fn stage_ns(&self) -> f64 {
        self.ns(self.stage)
    }

    /// Nanoseconds an event.
    pub fn ns(&self, part: Duration) -> f64 {
        part.as_nanos() as f64 / self.events as f64
    }
}

/// A map stage as a worker has it.
pub struct Kernel {
    pub job: Job,
    /// Every topic that the job produces to, as its records count them.
    pub topics: Vec<String>,
    stage: MapStage,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    window: OpenWindow,
}

impl Kernel {
    /// The map stage of a job file, for events in a format.
    pub fn new(path: &Path, format: EventFormat) -> Result<Self> {
        let env: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let job = mubatch::job::load(path, &LoadOptions { env, embedded: true, ..LoadOptions::default() })?;
        let tables = job.tables.iter().map(|(name, spec)| {
            let mubatch::job::TableKind::File(path) = &spec.kind;
            file::load(name, path, &spec.key, spec.columns.as_ref()).map(Arc::new)
        });
        let tables: Tables = tables.collect::<Result<_>>()?;
        let registry: Arc<dyn SchemaSource> = Arc::new(MemoryRegistry::default());
        let registered =
            registry.register(SUBJECT, &avro_schema()).map_err(|error| Error::environment(error.message))?;
        registered.map_err(Error::environment)?;
        let planned = job.clone();
        let functions = Context::new(job.data.clone(), std::env::vars().collect());
        let mapper = move || -> Result<Box<dyn mubatch::Mapper>> {
            let Job { source, mapper, outputs, .. } = &planned;
            let (source, functions) = (&source.schema, &functions);
            let input = PlanInput { source, statements: mapper, tables: &tables, outputs, functions };
            Ok(Box::new(SqlMapper::plan(input)?.into_mapper()))
        };
        let input = match format {
            EventFormat::Json => Format::Json,
            EventFormat::Avro => Format::Avro,
        };
        let clock = SystemClock::shared();
        let metrics = Metrics::new(&job.name, clock.clone());
        let blueprint = Blueprint::new(job, Arc::new(mapper), input, Some(registry))?;
        let stage = blueprint.stage(clock.clone(), metrics.clone())?;
        let topics = blueprint.topics.names().to_vec();
        Ok(Self { job: blueprint.job, topics, stage, metrics, clock, window: OpenWindow::default() })
    }

    /// Maps all payloads in windows of so many events, and shows what each window came to.
    pub fn run(&mut self, payloads: &Payloads, window_events: usize, mut see: impl FnMut(&Mapped)) -> Result<Cost> {
        let before = [self.stage_s("decode"), self.stage_s("map"), self.stage_s("encode")];
        let (mut gather, mut stage) = (Duration::ZERO, Duration::ZERO);
        let mut values = payloads.iter().enumerate().peekable();
        let cpu_before = thread_cpu()?;
        let started = self.clock.now();
        while values.peek().is_some() {
            let opened = self.clock.now();
            for (offset, value) in values.by_ref().take(window_events) {
                self.window.push(&Message {
                    partition: Partition { topic: 0, number: 0 },
                    offset: offset as i64,
                    timestamp: 1_767_225_600_000,
                    key: None,
                    value: Some(value),
                    headers: &[],
                });
            }
            let gathered = self.clock.now();
            gather += gathered.since(opened);
            let window = std::mem::take(&mut self.window).seal();
            let mapped = self.stage.map(&window, &[]).map_err(|fault| match fault {
                Fault::Stop(error) => error,
                Fault::Unavailable(unavailable) => Error::environment(unavailable.message),
            })?;
            see(&mapped);
            drop(mapped);
            self.window = window.recycle().unwrap_or_default();
            stage += self.clock.now().since(gathered);
        }
        let wall = self.clock.now().since(started);
        let cpu_share = (thread_cpu()? - cpu_before).as_secs_f64() / wall.as_secs_f64();
        let part = |stage: &str, before: f64| Duration::from_secs_f64((self.stage_s(stage) - before) * cpu_share);
        Ok(Cost {
            events: payloads.len() as u64,
            gather: gather.mul_f64(cpu_share),
            decode: part("decode", before[0]),
            map: part("map", before[1]),
            encode: part("encode", before[2]),
            stage: stage.mul_f64(cpu_share),
        })
    }

    /// The seconds that windows have spent in a stage so far.
    fn stage_s(&self, stage: &str) -> f64 {
        let (rendered, wanted) = (self.metrics.render(), format!("stage=\"{stage}\""));
        let sums =
            rendered.lines().filter(|line| line.starts_with("mubatch_stage_seconds_sum") && line.contains(&wanted));
        sums.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    }
}

/// Nanoseconds of CPU an event of the map written by hand, and what it maps, shown to `see`.
fn by_hand(l4: &mut ByHand, payloads: &Payloads, mut see: impl FnMut(&[u8], &[u8])) -> Result<f64> {
    let before = thread_cpu()?;
    for (at, value) in payloads.iter().enumerate() {
        if !l4.event(value) {
            return Err(Error::internal("L4 cannot read an event"));
        }
        if at % 1000 == 999 {
            l4.take(&mut see);
        }
    }
    l4.take(&mut see);
    Ok((thread_cpu()? - before).as_nanos() as f64 / payloads.len() as f64)
}

/// The map written by hand, measured beside something to tell what the machine gives at that moment.
pub struct Yardstick {
    l4: ByHand,
    payloads: Payloads,
}

impl Yardstick {
    pub fn new(workload: &Workload) -> Self {
        Self { l4: ByHand::new(Parser::Scanner), payloads: Payloads::of(workload, 100_000, EventFormat::Json) }
    }

    /// What a measurement of nanoseconds an event comes to, and how many times L4's before and after it that is.
    pub fn beside(&mut self, measure: impl FnOnce() -> Result<f64>) -> Result<(f64, f64)> {
        let mut l4_ns = || by_hand(&mut self.l4, &self.payloads, |_, _| {});
        let before = l4_ns()?;
        let ns = measure()?;
        Ok((ns, 2.0 * ns / (before + l4_ns()?)))
    }
}

/// Measures, and prints a table.
pub fn run(options: &Options, workload: Workload) -> Result<()> {
    match (&options.job, &options.input) {
        (Some(job), Some(input)) => {
            let payloads = Payloads::of_lines(input, options.events)?;
            println!("\n### {} over {}\n", job.display(), input.display());
            let totals = totals(&mut Kernel::new(job, EventFormat::Json)?, &payloads, options.window_events[0])?;
            println!("{totals}\n");
            print_rows(options, rows(options, job, EventFormat::Json, &payloads, false)?)?;
        }
        _ => {
            let directory = folder()?;
            for &format in &options.format {
                let job = job_file(format).write(directory.path())?;
                let payloads = Payloads::of(&workload, options.events, format);
                let rows_out = check(&job, format, &payloads, workload)?;
                println!("\n### The workload's job, events in {format:?}: {rows_out} rows, all as they must be\n");
                let l4 = format == EventFormat::Json && !options.alone;
                print_rows(options, rows(options, &job, format, &payloads, l4)?)?;
            }
        }
    }
    println!("{}", surroundings());
    Ok(())
}

/// Checks what comes out of the workload's first events, in every format.
pub fn check_workload(events: u64, workload: Workload) -> Result<()> {
    let directory = folder()?;
    for format in [EventFormat::Json, EventFormat::Avro] {
        let job = job_file(format).write(directory.path())?;
        let rows = check(&job, format, &Payloads::of(&workload, events, format), workload)?;
        println!("kernel, events in {format:?}: {rows} rows, all as they must be");
    }
    Ok(())
}

/// The workload's job, for a map stage alone.
pub fn job_file(format: EventFormat) -> JobFile<'static> {
    JobFile {
        name: "kernel",
        bootstrap: "127.0.0.1:1",
        source: "events",
        output: "activations",
        registry: (format == EventFormat::Avro).then_some("http://127.0.0.1:1"),
        workers: 1,
        window_ms: 100,
        window_events: 100_000,
    }
}

/// Maps everything once, and checks every row, of L4 as well. Returns how many came out.
pub fn check(job: &Path, format: EventFormat, payloads: &Payloads, workload: Workload) -> Result<u64> {
    let events = payloads.len() as u64;
    let mut audit = Audit::new(workload, events, Expected::Activations);
    Kernel::new(job, format)?.run(payloads, 1000, |mapped| {
        for at in 0..mapped.records.len() {
            mapped.records.with(at, |row| audit.record(row.key.unwrap_or_default(), row.value.unwrap_or_default()));
        }
    })?;
    let rows = audit.finish().map_err(Error::internal)?;
    if format == EventFormat::Json {
        for parser in [Parser::Scanner, Parser::Serde] {
            let mut audit = Audit::new(workload, events, Expected::Activations);
            by_hand(&mut ByHand::new(parser), payloads, |key, value| audit.record(key, value))?;
            audit.finish().map_err(|error| Error::internal(error).context("L4"))?;
        }
    }
    Ok(rows)
}

/// What a job makes of its events, as a line.
fn totals(kernel: &mut Kernel, payloads: &Payloads, window_events: usize) -> Result<String> {
    let (mut decoded, mut dead, mut rows) = (0, 0, BTreeMap::<String, u64>::new());
    let mut count = |totals: &WindowTotals| {
        decoded += totals.decoded;
        dead += totals.dead();
        totals.rows.iter().for_each(|(output, number)| *rows.entry(output.clone()).or_default() += number);
    };
    kernel.run(payloads, window_events, |mapped| count(&mapped.totals))?;
    let rows: Vec<String> = rows.iter().map(|(output, number)| format!("{number} rows in {output}")).collect();
    Ok(format!("{} events, {decoded} decoded, {dead} dead letters; {}", payloads.len(), rows.join(", ")))
}

/// The measurements: for each window size the parts of the stage, run by run, and L4's.
fn rows(options: &Options, job: &Path, format: EventFormat, payloads: &Payloads, with_l4: bool) -> Result<Vec<Row>> {
    let mut kernel = Kernel::new(job, format)?;
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); options.window_events.len()];
    let mut hand = [Vec::new(), Vec::new()];
    let mut l4 = [ByHand::new(Parser::Scanner), ByHand::new(Parser::Serde)];
    for _ in 0..options.runs {
        for (costs, window_events) in costs.iter_mut().zip(&options.window_events) {
            costs.push(kernel.run(payloads, *window_events, |_| {})?);
        }
        if with_l4 {
            for (l4, times) in l4.iter_mut().zip(&mut hand) {
                let mut bytes = 0;
                times.push(by_hand(l4, payloads, |key, value| bytes += key.len() + value.len())?);
                std::hint::black_box(bytes);
            }
        }
    }
    let mut rows = Vec::new();
    for (costs, window_events) in costs.iter().zip(&options.window_events) {
        let figures = |of: fn(&Cost) -> Duration| costs.iter().map(|cost| cost.ns(of(cost))).collect::<Vec<f64>>();
        let total = figures(|cost| cost.stage);
        let mut cells = vec![
            figures(|cost| cost.decode),
            figures(|cost| cost.map),
            figures(|cost| cost.encode),
            total.clone(),
            figures(|cost| cost.gather),
        ];
        if with_l4 {
            cells.push(total.iter().zip(&hand[0]).map(|(total, l4)| total / l4).collect());
        }
        rows.push(Row { title: format!("mubatch, windows of {window_events}"), cells });
    }
    if with_l4 {
        for (title, times) in ["L4, scanner", "L4, serde_json"].into_iter().zip(&hand) {
            let mut cells = vec![Vec::new(); 3];
            cells.extend([times.clone(), Vec::new()]);
            cells.push(times.iter().zip(&hand[0]).map(|(time, l4)| time / l4).collect());
            rows.push(Row { title: title.to_owned(), cells });
        }
    }
    Ok(rows)
}

fn print_rows(options: &Options, rows: Vec<Row>) -> Result<()> {
    let with_ratio = rows.first().is_some_and(|row| row.cells.len() > 5);
    let mut columns = vec![("decode", 0), ("map", 0), ("encode", 0), ("all of the stage", 0), ("fill the window", 0)];
    columns.extend(with_ratio.then_some(("stage / L4 scanner", 2)));
    println!("ns of CPU an event, {} events, runs: {}; minimum / median / maximum\n", options.events, options.runs);
    println!("{}", markdown("", &columns, &rows));
    Ok(())
}
