//! The wiring of a running job: workers, admin server, stop signal.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::info;

use crate::broker::{Broker, ConsumerSpec, ProducerSpec};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::job::{Job, StopAbove};
use crate::metrics::Metrics;
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::breaker::Breaker;
use crate::pipeline::commit_stage::CommitStage;
use crate::pipeline::identity::Identity;
use crate::pipeline::machine::{Deadlines, Limits, Machine};
use crate::pipeline::map_thread::MapThread;
use crate::pipeline::preflight;
use crate::pipeline::report::Reporter;
use crate::pipeline::signals::{Inbox, Reports, StopSwitch};
use crate::pipeline::stable;
use crate::pipeline::starts::Starts;
use crate::pipeline::worker::{Parts, Worker};
use crate::status::{self, Status};

/// Bound of what a worker's client fetches ahead, in bytes: as fast as 600 MB, in measurements, with 32 MiB.
const FETCH_QUEUE_BYTES_MAX: usize = 32 << 20;

/// Brokers may gather messages for a part of a window's age: most of what reading costs at a steady rate are requests, for
/// the broker as for us, while events wait for half of it.
const GATHER_PART: u32 = 10;
const GATHER_MAX: Duration = Duration::from_millis(100);

/// What an answer of a broker may take until its messages stand in the window, and a window that is old until it is closed.
const HAND_OVER: Duration = Duration::from_millis(1);

/// What a broker waits for ends with a tick of its timer, which ticks every millisecond.
const BROKER_TICK: Duration = Duration::from_millis(1);

/// How an event's time until its window closes, the age that the job gives, is shared out.
struct Waits {
    /// At the broker, because we let it gather.
    gather: Duration,
    /// In the open window.
    window: Duration,
}

impl Waits {
    fn within(age: Duration) -> Self {
        let gather = (age / GATHER_PART).min(GATHER_MAX);
        Self { gather, window: age.saturating_sub(gather + BROKER_TICK + HAND_OVER).max(HAND_OVER) }
    }
}

/// How often the stop switch is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What a running job has around it.
pub struct Surroundings {
    /// Kafka, or memory in its place.
    pub broker: Arc<dyn Broker>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// The control plane's runtime.
    pub runtime: Handle,
    /// Names this process among its replicas: host name, or `MUBATCH_INSTANCE`.
    pub instance: String,
    /// Goes on when the job is to finish.
    pub shutdown: StopSwitch,
}

/// Runs the job until it is asked to stop and has finished what was under way, or until it cannot go on.
pub fn run(mut blueprint: Blueprint, around: &Surroundings) -> Result<()> {
    let job = blueprint.job.clone();
    around.metrics.build_info(env!("CARGO_PKG_VERSION"), &job.version);
    let limits = status::Limits::new(job.admin.commit_within);
    let status = Status::new(&job.name, &job.version, job.workers, around.clock.clone(), limits);
    let admin = job.admin.listen.map(|address| Admin::start(address, around, &status)).transpose()?;
    preflight::check(&mut blueprint, around, &status)?;
    let result = run_workers(&blueprint, around, &status);
    if let Some(admin) = admin {
        admin.stop(&around.runtime);
    }
    result
}

fn run_workers(blueprint: &Blueprint, around: &Surroundings, status: &Arc<Status>) -> Result<()> {
    let job = &blueprint.job;
    let identity = Identity::new(&job.name, &around.instance);
    let mut workers: Vec<(JoinHandle<Result<()>>, crate::broker::Waker)> = Vec::new();
    let (ended, ends) = channel();
    for number in 0..job.workers {
        let made = worker(blueprint, around, status, &identity, number);
        let (worker, waker) = match made {
            Ok(made) => made,
            Err(error) => {
                stop_all(around, &workers);
                return Err(error);
            }
        };
        let ended = ended.clone();
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(|| worker.run()))
                .unwrap_or_else(|_| Err(Error::internal(format!("worker {number} panicked: a defect in mubatch"))));
            let _ = ended.send(()); // nobody listens any more when another worker has failed first
            result
        };
        let thread = std::thread::Builder::new().name(format!("poll-{number}")).spawn(run);
        let thread = thread.map_err(|error| Error::environment(format!("start worker {number}: {error}")))?;
        workers.push((thread, waker));
    }
    drop(ended);
    let Surroundings { broker, clock, metrics, shutdown, .. } = around;
    stable::watch(broker.clone(), status.clone(), metrics.clone(), clock.clone(), shutdown.clone())?;
    info!(job = %job.name, version = %job.version, workers = job.workers, "running");
    // A worker ends when all are asked to stop, or when it cannot go on: then the others finish, too.
    while ends.recv_timeout(LOOK_AGAIN) == Err(RecvTimeoutError::Timeout) && !around.shutdown.is_on() {}
    status.stopping();
    stop_all(around, &workers);
    let mut result = Ok(());
    for (thread, _) in workers {
        let ended = thread.join().unwrap_or_else(|_| Err(Error::internal("a worker panicked")));
        result = result.and(ended);
    }
    result
}

fn stop_all(around: &Surroundings, workers: &[(JoinHandle<Result<()>>, crate::broker::Waker)]) {
    around.shutdown.stop();
    for (_, wake) in workers {
        wake();
    }
}

fn worker(
    blueprint: &Blueprint,
    around: &Surroundings,
    status: &Arc<Status>,
    identity: &Identity,
    number: usize,
) -> Result<(Worker, crate::broker::Waker)> {
    let Surroundings { broker, clock, metrics, .. } = around;
    let Job { name, kafka, source, window, dead_letters, .. } = &blueprint.job;
    let deadlines = Deadlines::default();
    let waits = Waits::within(window.age);
    let worker_status = status.workers()[number].clone();
    let slot = identity.slot(number)?;
    let instance = kafka.0.get("group.instance.id").map(|instance| format!("{instance}-{slot}"));
    let consumer = broker
        .consumer(&ConsumerSpec {
            group: name.clone(),
            topics: source.topics.clone(),
            fetch_queue_bytes_max: FETCH_QUEUE_BYTES_MAX,
            gather: waits.gather,
            headers: blueprint.reads_headers(),
            instance,
        })
        .map_err(|error| error.while_doing(&format!("join group {name}")))?;
    let waker = consumer.waker();
    let (sender, reports_in) = channel();
    let reports = Reports::new(sender, waker.clone());
    let stop = StopSwitch::default();
    let map = MapThread {
        stage: blueprint.stage(clock.clone(), metrics.clone())?,
        reports: reports.clone(),
        stop: stop.clone(),
        status: worker_status.clone(),
        metrics: metrics.clone(),
        worker: number,
    };
    let commit_stage = CommitStage {
        broker: broker.clone(),
        producer: ProducerSpec {
            transactional_id: identity.transactional_id(slot),
            topics: blueprint.topics.names().to_vec(),
            sources: source.topics.clone(),
            transaction_timeout: deadlines.transaction,
        },
        group: name.clone(),
        deadlines,
        clock: clock.clone(),
        metrics: metrics.clone(),
        status: worker_status.clone(),
        worker: number,
        reports: reports.clone(),
        stop: stop.clone(),
    };
    let starts = Starts {
        broker: broker.clone(),
        group: name.clone(),
        sources: source.topics.clone(),
        start: source.start,
        partitions: source.topics.iter().map(|topic| blueprint.partitions.get(topic).copied()).collect(),
        reports,
        stop: stop.clone(),
        status: worker_status.clone(),
    };
    let limits = Limits { age: waits.window, events: window.events, bytes: window.bytes };
    let breaker = dead_letters.as_ref().map(|dead| {
        let StopAbove { share, of_last, within } = dead.stop_above;
        Breaker::new(share, of_last, within)
    });
    let worker = Worker::new(Parts {
        number,
        machine: Machine::new(limits, deadlines, breaker, clock.now()),
        consumer,
        map: map.spawn(format!("map-{number}"))?,
        start_commit: Box::new(move |name| commit_stage.clone().spawn(name)),
        ask: Box::new(move |question| starts.clone().in_background(question)),
        sources: source.topics.clone(),
        reports: Inbox::new(reports_in),
        shutdown: around.shutdown.clone(),
        stop,
        clock: clock.clone(),
        metrics: metrics.clone(),
        reporter: Reporter::new(number, source.topics.clone(), clock.clone(), metrics.clone(), worker_status),
    })?;
    Ok((worker, waker))
}

/// The admin server, while it runs.
struct Admin {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Admin {
    fn start(address: SocketAddr, around: &Surroundings, status: &Arc<Status>) -> Result<Self> {
        let listener = around.runtime.block_on(crate::admin::bind(address))?;
        info!(address = %address, "admin server listens");
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await; // the sender gone means the same
        };
        let served = crate::admin::serve(listener, around.metrics.clone(), status.clone(), shutdown);
        Ok(Self { stop, task: around.runtime.spawn(served) })
    }

    fn stop(self, runtime: &Handle) {
        let _ = self.stop.send(()); // it may have ended by itself
        let _ = runtime.block_on(self.task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathering_at_the_broker_and_waiting_in_the_window_are_never_more_than_the_age() {
        let shared = |age_ms| {
            let Waits { gather, window } = Waits::within(Duration::from_millis(age_ms));
            (gather.as_millis(), window.as_millis())
        };
        assert_eq!(shared(10), (1, 7));
        assert_eq!(shared(100), (10, 88));
        assert_eq!(shared(5000), (100, 4898));
        assert_eq!(shared(1), (0, 1), "a window waits at least as long as can be waited");
    }
}
