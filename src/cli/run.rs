//! `mubatch run JOB`: runs the job, on Kafka or embedded.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::runtime::Runtime;
use tracing::info;

use super::{JobArgs, MapperSource, Prepared, embedded, kafka, prepare};
use crate::clock::SystemClock;
use crate::codec::registry::{RegistryClient, SchemaSource};
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::pipeline::app::{Surroundings, run as run_job};
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::signals::StopSwitch;

#[derive(Args)]
pub struct RunArgs {
    #[command(flatten)]
    job: JobArgs,
    /// Put a broker inside the process in Kafka's place
    #[arg(long, requires = "input")]
    embedded: bool,
    /// With --embedded: files to feed (.ndjson, .csv, .avro, .parquet)
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "embedded")]
    input: Vec<PathBuf>,
}

/// Runs until SIGINT or SIGTERM; embedded, until the input is used up.
pub fn run(args: &RunArgs, source: &MapperSource) -> Result<()> {
    let prepared = prepare(&args.job, source, args.embedded)?;
    let runtime = runtime()?;
    let shutdown = StopSwitch::default();
    stop_on_signal(&runtime, shutdown.clone());
    if args.embedded {
        embedded::run(prepared, &args.input, &runtime, shutdown)
    } else {
        on_kafka(prepared, &runtime, shutdown)
    }
}

fn on_kafka(prepared: Prepared, runtime: &Runtime, shutdown: StopSwitch) -> Result<()> {
    let Prepared { job, mapper, nulls, .. } = prepared;
    let clock = SystemClock::shared();
    let metrics = Metrics::new(&job.name, clock.clone());
    metrics.watch_functions(nulls);
    let broker = Arc::new(kafka(&job)?);
    let registry = match &job.registry {
        Some(registry) => {
            Some(Arc::new(RegistryClient::new(registry, runtime.handle().clone())?) as Arc<dyn SchemaSource>)
        }
        None => None,
    };
    let format = job.source.format;
    let blueprint = Blueprint::new(job, mapper, format, registry)?;
    let instance = instance();
    let around = Surroundings { broker, clock, metrics, runtime: runtime.handle().clone(), instance, shutdown };
    run_job(blueprint, &around)
}

/// The control plane's runtime: admin server, registry, signals. Events never pass through it.
pub(super) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("control")
        .enable_all()
        .build()
        .map_err(|error| Error::environment(format!("start the control runtime: {error}")))
}

/// SIGINT and SIGTERM let the job finish what is under way.
pub(super) fn stop_on_signal(runtime: &Runtime, shutdown: StopSwitch) {
    runtime.spawn(async move {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            return;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        info!("asked to stop: finishing what is under way");
        shutdown.stop();
    });
}

/// `MUBATCH_INSTANCE`, else the host's name.
fn instance() -> String {
    let host = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
    std::env::var("MUBATCH_INSTANCE")
        .ok()
        .filter(|name| !name.is_empty())
        .or_else(host)
        .unwrap_or_else(|| "local".into())
}
