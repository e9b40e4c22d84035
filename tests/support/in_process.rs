//! A job inside the test's own process: for a mapper that does what no SQL does.
#![allow(dead_code, reason = "every test binary uses its own part")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use mubatch::broker::kafka::KafkaBroker;
use mubatch::clock::SystemClock;
use mubatch::functions::Context;
use mubatch::job::{Job, LoadOptions, load};
use mubatch::mapper::sql::{PlanInput, SqlMapper};
use mubatch::metrics::Metrics;
use mubatch::pipeline::app::{Surroundings, run};
use mubatch::pipeline::blueprint::Blueprint;
use mubatch::pipeline::signals::StopSwitch;
use mubatch::{Events, MapError, MapResult, Mapper, OutputSchema, Projection, Result};
use tokio::runtime::Runtime;

/// A job that runs.
pub struct InProcess {
    pub metrics: Arc<Metrics>,
    shutdown: StopSwitch,
    thread: JoinHandle<Result<()>>,
    _runtime: Runtime,
}

impl InProcess {
    /// The job of this file, where `before` is called before each window is mapped.
    pub fn start(job: &Path, sets: &[(&str, &str)], before: impl Fn() + Send + Sync + Clone + 'static) -> Self {
        let sets = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let options = LoadOptions { env: BTreeMap::new(), sets, embedded: false, rust_mapper: false };
        let job = load(job, &options).expect("a job");
        let clock = SystemClock::shared();
        let metrics = Metrics::new(&job.name, clock.clone());
        let broker = Arc::new(KafkaBroker::new(&job.name, &job.kafka.0).expect("settings"));
        let (planned, format) = (job.clone(), job.source.format);
        let mapper = move || -> Result<Box<dyn Mapper>> {
            let Job { source, mapper, outputs, .. } = &planned;
            let (source, tables, functions) = (&source.schema, &Vec::new(), &Context::default());
            let input = PlanInput { source, statements: mapper, tables, outputs, functions };
            Ok(Box::new(After { before: before.clone(), mapper: SqlMapper::plan(input)?.into_mapper() }))
        };
        let blueprint = Blueprint::new(job, Arc::new(mapper), format, None).expect("a plan");
        let runtime = Runtime::new().expect("a runtime");
        let shutdown = StopSwitch::default();
        let around = Surroundings {
            broker,
            clock,
            metrics: metrics.clone(),
            runtime: runtime.handle().clone(),
            instance: "in-process".to_owned(),
            shutdown: shutdown.clone(),
        };
        let thread = std::thread::spawn(move || run(blueprint, &around));
        Self { metrics, shutdown, thread, _runtime: runtime }
    }

    /// Lets it finish.
    pub fn stop(self) -> Result<()> {
        self.shutdown.stop();
        self.thread.join().expect("no panic")
    }
}

struct After<F> {
    before: F,
    mapper: SqlMapper,
}

impl<F: Fn() + Send> Mapper for After<F> {
    fn projection(&self) -> Projection {
        self.mapper.projection()
    }

    fn outputs(&self) -> Vec<OutputSchema> {
        self.mapper.outputs()
    }

    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        (self.before)();
        self.mapper.map(events)
    }
}
