//! What a worker tells people: metrics, status and logs. No decision depends on it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tracing::{info, warn};

use crate::broker::{BrokerError, Consumer, ErrorClass, Partition};
use crate::clock::{Clock, Tick, UnixMillis};
use crate::metrics::{Metrics, WindowTotals};
use crate::pipeline::lag::Place;
use crate::pipeline::machine::{CloseReason, CommitOutcome, Machine};
use crate::pipeline::map::Mapped;
use crate::pipeline::window::Window;
use crate::status::{PartitionStatus, WorkerStatus};

/// How often lag and status are brought up to date.
const EVERY: Duration = Duration::from_secs(1);
/// Dead letters are logged this often: their number, and one of them.
const DEAD_LETTERS_EVERY: Duration = Duration::from_secs(10);
/// A broker error that repeats is logged this often.
const SAME_ERROR_EVERY: Duration = Duration::from_secs(30);
/// The client tries to connect every second and complains each time: when it has been silent for this long, it has
/// found its broker again. Nothing else tells while there is nothing to read or to commit.
const QUIET_AGAIN: Duration = Duration::from_secs(5);

/// The code of an error about one broker's connection.
const ONE_CONNECTION: &str = "_TRANSPORT";
/// A window that has failed so often in a row is no passing trouble any more.
const FAILURES_BEFORE_ALARM: u32 = 3;

/// The Kafka timestamp of a partition's oldest event in a closed window.
pub type Oldest<'a> = dyn Fn(Partition) -> Option<UnixMillis> + 'a;

/// One worker's voice.
pub struct Reporter {
    worker: usize,
    sources: Vec<String>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    status: Arc<WorkerStatus>,
    last: Option<Tick>,
    /// When an error of each code was last logged.
    logged_errors: HashMap<String, Tick>,
    /// When the client last complained, as long as it counts.
    complained: Option<Tick>,
    pending: bool,
    /// Attempts to commit that have failed since the last that succeeded.
    failures: u32,
    /// Dead letters since they were last logged, and when that was.
    dead_letters: u64,
    dead_letters_logged: Option<Tick>,
    /// Since when a partition has had events of which none was read.
    unread_since: HashMap<Partition, Option<UnixMillis>>,
}

impl Reporter {
    /// Speaks for a worker; `sources` are the source topics' names.
    pub fn new(
        worker: usize,
        sources: Vec<String>,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
        status: Arc<WorkerStatus>,
    ) -> Self {
        Self {
            worker,
            sources,
            clock,
            metrics,
            status,
            last: None,
            logged_errors: HashMap::new(),
            complained: None,
            pending: false,
            failures: 0,
            dead_letters: 0,
            dead_letters_logged: None,
            unread_since: HashMap::new(),
        }
    }

    /// The poll loop went round once.
    pub fn loop_moved(&mut self, machine: &Machine, consumer: &dyn Consumer, oldest: &Oldest<'_>) -> bool {
        let now = self.clock.now();
        let pending = machine.has_uncommitted();
        if pending != self.pending {
            self.pending = pending;
            self.status.pending_since(pending.then_some(now));
        }
        if self.last.is_some_and(|last| now.since(last) < EVERY) {
            return false;
        }
        self.last = Some(now);
        if self.complained.is_some_and(|complained| now.since(complained) >= QUIET_AGAIN) {
            self.heard_from_broker();
        }
        self.status.loop_moved();
        self.status.window(machine.window_status());
        self.metrics.queue_depth(self.worker, "closed_windows", machine.closed_windows() as i64);
        if machine.positions().next().is_some() {
            self.positions(machine, consumer, oldest);
        }
        true
    }

    /// The partitions that we own have changed, or moved on.
    pub fn assignment(&mut self, machine: &Machine, consumer: &dyn Consumer, oldest: &Oldest<'_>) {
        self.positions(machine, consumer, oldest);
        self.heard_from_broker();
    }

    /// Where each partition stands.
    fn positions(&mut self, machine: &Machine, consumer: &dyn Consumer, oldest: &Oldest<'_>) {
        let mut partitions = Vec::new();
        for (partition, committed, next) in machine.positions() {
            let topic = &self.sources[partition.topic as usize];
            let end = consumer.end(partition);
            let (read_up_to, oldest) = (consumer.read_up_to(partition), oldest(partition));
            let place = Place { committed, next, read_up_to, end, oldest };
            let unread_since = self.unread_since.entry(partition).or_default();
            let lag = place.lag(unread_since, self.clock.unix_millis());
            self.metrics.lag(topic, partition.number, lag.map(|lag| (lag.events, lag.seconds)));
            partitions.push(PartitionStatus {
                topic: topic.clone(),
                partition: partition.number,
                committed: Some(committed.0),
                position: Some(next.0),
                end: end.map(|end| end.0),
            });
        }
        self.metrics.assigned(self.worker, partitions.len() as i64);
        self.status.assignment(partitions);
    }

    /// These are no longer ours.
    pub fn released(&mut self, partitions: &[Partition]) {
        for partition in partitions {
            self.unread_since.remove(partition);
            self.metrics.lag_forget(&self.sources[partition.topic as usize], partition.number);
        }
    }

    /// A window was closed.
    pub fn closed(&self, reason: CloseReason, window: &Window) {
        self.metrics.window_closed(reason.label(), window.events().len() as u64, window.payload_bytes() as u64);
    }

    /// Bytes that the worker's windows and their records use.
    pub fn memory(&self, windows: usize, records: usize) {
        self.metrics.memory(self.worker, "windows", windows as i64);
        self.metrics.memory(self.worker, "records", records as i64);
    }

    /// A window is mapped.
    pub fn mapped(&mut self, mapped: &Mapped) {
        let Some(first) = &mapped.first_dead_letter else { return };
        let WindowTotals { dead_letters, rows_dead_lettered, .. } = &mapped.totals;
        let events: u64 = dead_letters.iter().map(|(.., events)| events).sum();
        let rows: u64 = rows_dead_lettered.iter().map(|(.., rows)| rows).sum();
        self.dead_letters += events + rows;
        let now = self.clock.now();
        if self.dead_letters_logged.is_none_or(|logged| now.since(logged) >= DEAD_LETTERS_EVERY) {
            warn!(worker = self.worker, "{} dead letters; the first: {first}", self.dead_letters);
            self.dead_letters_logged = Some(now);
            self.dead_letters = 0;
        }
    }

    /// A window counts. `None`: it carried offsets only.
    pub fn applied(&mut self, mapped: Option<&Mapped>) {
        let now = self.clock.now();
        self.status.committed(now);
        if self.pending {
            self.status.pending_since(Some(now));
        }
        self.heard_from_broker();
        if std::mem::take(&mut self.failures) >= FAILURES_BEFORE_ALARM {
            self.metrics.waiting(self.worker, "commit", false);
            self.status.waiting("commit", None);
        }
        let Some(mapped) = mapped else { return };
        self.metrics.committed(&mapped.totals);
        let wall = self.clock.unix_millis();
        self.metrics.freshness(mapped.event_times.iter().map(|time| (wall - time) as f64 / 1000.0));
    }

    /// A commit attempt ended. A window that fails again and again, whatever the cause, is worth an alarm: nothing
    /// behind it is committed.
    pub fn commit_ended(&mut self, outcome: &CommitOutcome) {
        if let CommitOutcome::Aborted(error) | CommitOutcome::Unknown(error) = outcome
            && error.class != ErrorClass::StaleGroup
        {
            self.failures += 1;
            if self.failures >= FAILURES_BEFORE_ALARM {
                let why = format!("{} attempts in a row to commit a window have failed: {error}", self.failures);
                warn!(worker = self.worker, "{why}; trying again");
                self.metrics.waiting(self.worker, "commit", true);
                self.status.waiting("commit", Some(why));
            }
        }
        match outcome {
            CommitOutcome::Committed => {}
            CommitOutcome::Aborted(error) => {
                self.metrics.aborted(&error.code);
                info!(worker = self.worker, %error, "transaction aborted; trying again");
            }
            CommitOutcome::Unknown(error) => {
                warn!(worker = self.worker, %error, "commit has an unknown result; asking the broker");
            }
            CommitOutcome::Refused(error) => warn!(worker = self.worker, %error, "commit refused"),
        }
    }

    /// A recovery begins.
    pub fn recovery(&self, reason: &str) {
        if reason != "start" {
            self.metrics.recovered(reason);
            warn!(worker = self.worker, reason, "recovering: a new producer, then what is committed");
        }
    }

    /// Back-pressure paused the partitions, or is over.
    pub fn backpressure(&self, on: bool) {
        self.metrics.waiting(self.worker, "backpressure", on);
    }

    /// The client reports a problem that it goes on trying to get over.
    pub fn broker_error(&mut self, error: &BrokerError) {
        let now = self.clock.now();
        if self.logged_errors.get(&error.code).is_none_or(|logged| now.since(*logged) >= SAME_ERROR_EVERY) {
            warn!(worker = self.worker, "{error}; the client goes on trying");
            self.logged_errors.insert(error.code.clone(), now);
        }
        // A connection is one broker's, and work goes on with the others; librdkafka says so when all of them are away.
        if error.code == ONE_CONNECTION {
            return;
        }
        self.complained = Some(now);
        self.metrics.waiting(self.worker, "broker", true);
        self.status.waiting("broker", Some(error.to_string()));
    }

    fn heard_from_broker(&mut self) {
        if self.complained.take().is_some() {
            self.metrics.waiting(self.worker, "broker", false);
            self.status.waiting("broker", None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::status::{Limits, Status};

    fn reporter() -> (Reporter, Arc<Status>) {
        let clock = Arc::new(ManualClock::default());
        let status = Status::new("j", "1", 1, clock.clone(), Limits::new(Duration::from_secs(60)));
        let worker = status.workers()[0].clone();
        worker.assignment(Vec::new());
        (Reporter::new(0, Vec::new(), clock.clone(), Metrics::new("j", clock), worker), status)
    }

    fn error(class: ErrorClass, code: &str) -> BrokerError {
        BrokerError { class, code: code.into(), message: "m".into(), topic: None }
    }

    #[test]
    fn a_worker_stays_ready_while_one_of_several_brokers_is_away() {
        let (mut reporter, status) = reporter();
        reporter.broker_error(&error(ErrorClass::Retriable, "_TRANSPORT"));
        assert_eq!(status.ready(), Ok(()));
        reporter.broker_error(&error(ErrorClass::Retriable, "_ALL_BROKERS_DOWN"));
        assert_eq!(status.ready(), Err("worker 0: waiting: m (_ALL_BROKERS_DOWN)".to_owned()));
    }

    #[test]
    fn a_window_that_fails_again_and_again_is_told_until_one_counts() {
        let (mut reporter, status) = reporter();
        let failed = |class, code| CommitOutcome::Aborted(error(class, code));
        for _ in 0..5 {
            reporter.commit_ended(&failed(ErrorClass::StaleGroup, "ILLEGAL_GENERATION"));
        }
        assert_eq!(status.ready(), Ok(()), "the group moves on, and so do we");
        for attempt in 1..=3 {
            reporter.commit_ended(&failed(ErrorClass::Retriable, "_TIMED_OUT"));
            assert_eq!(status.ready().is_ok(), attempt < 3);
        }
        assert!(status.ready().is_err_and(|why| why.contains("3 attempts in a row to commit a window have failed")));
        reporter.applied(None);
        assert_eq!(status.ready(), Ok(()));
    }
}
