//! What mubatch makes of entries: planned, mapped and written as JSON as in a job, events that fail as dead letters.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mubatch::broker::{Message, Partition};
use mubatch::clock::{Clock, ManualClock};
use mubatch::functions::Context;
use mubatch::job::{Format, Job, LoadOptions, Location, Statement, TableKind, Target, load};
use mubatch::mapper::sql::{PlanInput, SqlMapper};
use mubatch::metrics::Metrics;
use mubatch::pipeline::blueprint::Blueprint;
use mubatch::pipeline::map::Fault;
use mubatch::pipeline::window::{OpenWindow, Window};
use mubatch::table::{Tables, file};
use mubatch::{Mapper, Result};

use crate::corpus::{Entry, Outcome, error};
use crate::json::Json;

/// Entries that are planned together. It is setting up the planner that takes time; but one that fails fails with all.
const GROUP: usize = 24;

/// The job of tests/sql, with its tables and events.
pub struct Engine {
    job: Job,
    tables: Tables,
    events: Vec<String>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
}

/// What one window gave: the rows of each output, and the events that are dead letters, with the first one's reason.
struct Mapped {
    rows: Vec<Vec<Json>>,
    dead: Vec<i64>,
    reason: String,
}

impl Engine {
    pub fn new(directory: &Path) -> Self {
        let options = LoadOptions { env: BTreeMap::new(), sets: vec![], embedded: false, rust_mapper: false };
        let job = load(&directory.join("job.yaml"), &options).unwrap_or_else(|e| panic!("{e}"));
        let table = |(name, spec): (&String, &mubatch::job::TableSpec)| {
            let TableKind::File(path) = &spec.kind;
            Arc::new(file::load(name, path, &spec.key, spec.columns.as_ref()).unwrap_or_else(|e| panic!("{e}")))
        };
        let tables = job.tables.iter().map(table).collect();
        let events = std::fs::read_to_string(directory.join("events.ndjson")).expect("events");
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
        let metrics = Metrics::new(&job.name, clock.clone());
        Self { job, tables, events: events.lines().map(str::to_owned).collect(), clock, metrics }
    }

    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// What each entry gives, on all cores.
    pub fn run(&self, entries: &[&Entry]) -> Vec<Outcome> {
        // Those that may fail run alone; one that fails nevertheless has its group run one by one.
        let calm = |entry: &&&Entry| entry.expected.as_ref().is_some_and(|expected| expected.mubatch.succeeds());
        let (calm, others): (Vec<_>, Vec<_>) = (0..entries.len()).partition(|&i| calm(&&entries[i]));
        let groups: Vec<Vec<usize>> =
            calm.chunks(GROUP).map(<[usize]>::to_vec).chain(others.into_iter().map(|i| vec![i])).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = vec![];
            while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                let together: Vec<&Entry> = group.iter().map(|&i| entries[i]).collect();
                match self.group(&together) {
                    Some(outcomes) => done.extend(group.iter().copied().zip(outcomes)),
                    None => done.extend(group.iter().map(|&i| (i, self.one(entries[i])))),
                }
            }
            done
        };
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let done = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads)
                .map(|_| std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, work).expect("a thread"))
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect::<BTreeMap<_, _>>()
        });
        done.into_values().collect()
    }

    /// What the entries give if none of them fails.
    fn group(&self, entries: &[&Entry]) -> Option<Vec<Outcome>> {
        let mapped = self.map(entries).ok().filter(|mapped| mapped.dead.is_empty())?;
        Some(entries.iter().zip(mapped.rows).map(|(entry, rows)| self.outcome(entry, rows, &[], "")).collect())
    }

    fn one(&self, entry: &Entry) -> Outcome {
        match self.map(&[entry]) {
            Ok(Mapped { mut rows, dead, reason }) => self.outcome(entry, rows.remove(0), &dead, &reason),
            Err(message) => Outcome::Error(message),
        }
    }

    fn outcome(&self, entry: &Entry, mut rows: Vec<Json>, dead: &[i64], reason: &str) -> Outcome {
        if entry.is_statement() {
            if !dead.is_empty() {
                return Outcome::Error(format!("{} dead letters: {reason}", dead.len()));
            }
            if !entry.is_ordered() {
                rows.sort_by_cached_key(ToString::to_string);
            }
            return Outcome::Values(rows);
        }
        if dead.len() == self.events() {
            return Outcome::Error(format!("all are dead letters: {reason}"));
        }
        let mut values = vec![error(); self.events()];
        for row in rows {
            let Json::Object(members) = row else { panic!("{row} is a row") };
            let at: usize = members[0].1.to_string().parse().expect("an id");
            values[at - 1] = members.into_iter().nth(1).expect("a value").1;
        }
        Outcome::Values(values)
    }

    /// Maps the events by these statements, each into an output of its own.
    fn map(&self, entries: &[&Entry]) -> std::result::Result<Mapped, String> {
        let run = AssertUnwindSafe(|| self.map_unguarded(entries));
        catch_unwind(run).unwrap_or_else(|_| Err("it panics".to_owned()))
    }

    fn map_unguarded(&self, entries: &[&Entry]) -> std::result::Result<Mapped, String> {
        let mut job = self.job.clone();
        let output = job.outputs["out"].clone();
        let at = Location { file: "job.yaml".into(), line: 1, column: 1 };
        let hidden = job.mapper[0].hidden.clone();
        let names: Vec<String> = (0..entries.len()).map(|n| format!("out{n:03}")).collect();
        let statement = |(name, entry): (&String, &&Entry)| Statement {
            target: Target::Output(name.clone()),
            sql: entry.statement(),
            at: at.clone(),
            hidden: hidden.clone(),
        };
        job.mapper = names.iter().zip(entries).map(statement).collect();
        job.outputs = names.iter().map(|name| (name.clone(), output.clone())).collect();
        let (planned, tables) = (job.clone(), self.tables.clone());
        let mapper = move || -> Result<Box<dyn Mapper>> {
            let Job { source, mapper, outputs, .. } = &planned;
            let functions = &Context::default();
            let input = PlanInput { source: &source.schema, statements: mapper, tables: &tables, outputs, functions };
            Ok(Box::new(SqlMapper::plan(input)?.into_mapper()))
        };
        let blueprint = Blueprint::new(job, Arc::new(mapper), Format::Json, None).map_err(|e| e.to_string())?;
        let stage = blueprint.stage(self.clock.clone(), self.metrics.clone());
        let mut stage = stage.map_err(|e| e.to_string())?;
        let mapped = stage.map(&self.window(), &[]).map_err(|fault| match fault {
            Fault::Stop(error) => format!("the job stops: {error}"),
            Fault::Unavailable(unavailable) => unavailable.message,
        })?;
        let (mut rows, mut dead, mut reason) = (vec![vec![]; entries.len()], vec![], String::new());
        let mut at = 0;
        for (run, count) in mapped.runs {
            for record in at..at + count {
                let value = mapped.records.with(record, |record| record.value.map(|value| value.to_vec()));
                let value = String::from_utf8(value.expect("a value")).expect("UTF-8");
                rows[run].push(Json::parse(&value)?);
            }
            at += count;
        }
        for record in at..mapped.records.len() {
            mapped.records.with(record, |record| {
                let header = |name: &str| {
                    let found = record.headers.iter().find(|header| header.name == name.as_bytes());
                    String::from_utf8_lossy(found.and_then(|header| header.value).unwrap_or_default()).into_owned()
                };
                dead.push(header("mubatch.offset").parse().unwrap_or(0));
                reason = header("mubatch.message");
            });
        }
        Ok(Mapped { rows, dead, reason })
    }

    fn window(&self) -> Window {
        let mut window = OpenWindow::default();
        for (offset, event) in self.events.iter().enumerate() {
            window.push(&Message {
                partition: Partition { topic: 0, number: 0 },
                offset: offset as i64,
                timestamp: 1_700_000_000_000,
                key: None,
                value: Some(event.as_bytes()),
                headers: &[],
            });
        }
        window.seal()
    }
}
