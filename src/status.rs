//! What the workers are doing, for the probes and for people: written by the workers, read by the admin server.
//!
//! A worker tells its own [`WorkerStatus`] what changed; nothing here is asked for on the way of an event.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::clock::{Clock, Tick};

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;

/// When a worker counts as stuck or behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A worker whose loop has not moved for this long is stuck: `/livez` says so.
    pub loop_within: Duration,
    /// A worker that has something to commit and has not committed for this long is behind: `/readyz` says so.
    pub commit_within: Duration,
}

impl Limits {
    /// The usual 30 seconds for the loop, and the job's own limit for commits.
    pub fn new(commit_within: Duration) -> Self {
        Self { loop_within: Duration::from_secs(30), commit_within }
    }
}

/// Where a partition stands. `None`: not known (yet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartitionStatus {
    /// The topic's name.
    pub topic: String,
    /// The partition's number.
    pub partition: i32,
    /// The next offset after the last commit.
    pub committed: Option<i64>,
    /// The next offset to read.
    pub position: Option<i64>,
    /// The partition's end.
    pub end: Option<i64>,
}

/// The windows a worker has under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WindowStatus {
    /// Events in the window that is being filled.
    pub open_events: u64,
    /// Their bytes: keys, values and headers.
    pub open_bytes: u64,
    /// Events of the window that is being mapped, if one is.
    pub mapping_events: Option<u64>,
    /// Events of the window that is being committed, if one is.
    pub committing_events: Option<u64>,
}

/// What one worker last said of itself.
#[derive(Default)]
struct WorkerState {
    /// `None` until the worker's loop runs.
    moved: Option<Tick>,
    /// `None` until the group has given the worker its partitions, which may be none.
    partitions: Option<Vec<PartitionStatus>>,
    window: WindowStatus,
    waiting: BTreeMap<&'static str, String>,
    committed: Option<Tick>,
    pending_since: Option<Tick>,
}

/// One worker's part of the [`Status`].
pub struct WorkerStatus {
    clock: Arc<dyn Clock>,
    state: Mutex<WorkerState>,
}

impl WorkerStatus {
    /// The worker's loop went round once more.
    pub fn loop_moved(&self) {
        let now = self.clock.now();
        self.state().moved = Some(now);
    }

    /// These are the worker's partitions now, after an assignment or as offsets move; none is an assignment too.
    pub fn assignment(&self, partitions: Vec<PartitionStatus>) {
        self.state().partitions = Some(partitions);
    }

    /// The worker's partitions, as they were last told.
    pub fn partitions(&self) -> Vec<PartitionStatus> {
        self.state().partitions.clone().unwrap_or_default()
    }

    /// These windows are under way.
    pub fn window(&self, window: WindowStatus) {
        self.state().window = window;
    }

    /// Why the worker waits on something ("broker 127.0.0.1:9092 is unreachable: …"); `None`: no longer. Its threads
    /// wait on different things, so each names its own.
    pub fn waiting(&self, on: &'static str, why: Option<String>) {
        let waiting = &mut self.state().waiting;
        match why {
            Some(why) => drop(waiting.insert(on, why)),
            None => drop(waiting.remove(on)),
        }
    }

    /// A window was committed.
    pub fn committed(&self, at: Tick) {
        self.state().committed = Some(at);
    }

    /// Since when there is something to commit; `None`: nothing. Commits need not move it: they count by themselves.
    pub fn pending_since(&self, since: Option<Tick>) {
        self.state().pending_since = since;
    }

    fn state(&self) -> MutexGuard<'_, WorkerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WorkerState {
    /// How long the loop has stood still.
    fn still_for(&self, now: Tick) -> Option<Duration> {
        self.moved.map(|moved| now.since(moved))
    }

    /// How long something has been waiting for a commit, counted from the last commit where that is later.
    fn behind_for(&self, now: Tick) -> Option<Duration> {
        self.pending_since.map(|since| now.since(self.committed.map_or(since, |committed| committed.max(since))))
    }

    fn live(&self, now: Tick, limits: &Limits) -> Result<(), String> {
        match self.still_for(now) {
            Some(still) if still > limits.loop_within => Err(format!(
                "its loop has not moved for {} s (limit {} s)",
                still.as_secs(),
                limits.loop_within.as_secs()
            )),
            // A worker that has not begun is loading tables or looking for its brokers: a restart would not help it.
            Some(_) | None => Ok(()),
        }
    }

    fn ready(&self, now: Tick, limits: &Limits) -> Result<(), String> {
        self.live(now, limits)?;
        if let Some(why) = self.waiting.values().next() {
            return Err(format!("waiting: {why}"));
        }
        if self.partitions.is_none() {
            return Err("has not joined the consumer group yet".into());
        }
        match self.behind_for(now) {
            Some(behind) if behind > limits.commit_within => Err(format!(
                "has committed nothing for {} s while events wait (limit {} s)",
                behind.as_secs(),
                limits.commit_within.as_secs()
            )),
            Some(_) | None => Ok(()),
        }
    }

    fn json(&self, worker: usize, now: Tick) -> Value {
        let seconds = |d: Duration| (d.as_secs_f64() * 1000.0).round() / 1000.0;
        json!({
            "worker": worker,
            "joined": self.partitions.is_some(),
            "waiting": self.waiting.values().collect::<Vec<_>>(),
            "loop_moved_seconds_ago": self.still_for(now).map(seconds),
            "last_commit_seconds_ago": self.committed.map(|committed| seconds(now.since(committed))),
            "pending_seconds": self.behind_for(now).map(seconds),
            "window": self.window,
            "partitions": self.partitions.as_deref().unwrap_or_default().iter().map(partition_json).collect::<Vec<_>>(),
        })
    }
}

/// The partition with its lag: offsets, so markers of transactions count too.
fn partition_json(p: &PartitionStatus) -> Value {
    let lag = p.end.zip(p.committed).map(|(end, committed)| (end - committed).max(0));
    json!({
        "topic": p.topic, "partition": p.partition,
        "committed": p.committed, "position": p.position, "end": p.end, "lag": lag,
    })
}

/// The state of the process.
pub struct Status {
    job: String,
    job_version: String,
    limits: Limits,
    clock: Arc<dyn Clock>,
    started: Tick,
    stopping: AtomicBool,
    workers: Vec<Arc<WorkerStatus>>,
}

impl Status {
    /// The state of a process that runs this version of the job with so many workers; the process starts now.
    pub fn new(job: &str, job_version: &str, workers: usize, clock: Arc<dyn Clock>, limits: Limits) -> Arc<Self> {
        let worker = || Arc::new(WorkerStatus { clock: clock.clone(), state: Mutex::default() });
        Arc::new(Self {
            job: job.into(),
            job_version: job_version.into(),
            limits,
            started: clock.now(),
            stopping: AtomicBool::new(false),
            workers: (0..workers).map(|_| worker()).collect(),
            clock,
        })
    }

    /// The workers' parts, by their number.
    pub fn workers(&self) -> &[Arc<WorkerStatus>] {
        &self.workers
    }

    /// The process finishes what it has and leaves: it is alive but no longer ready.
    pub fn stopping(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether every worker's loop moves; otherwise which one does not. A restart is the remedy.
    pub fn live(&self) -> Result<(), String> {
        self.every(WorkerState::live)
    }

    /// Whether every worker has joined, waits for nothing and commits what there is; otherwise which one does not, and
    /// why. A restart is no remedy.
    pub fn ready(&self) -> Result<(), String> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err("stopping".into());
        }
        self.every(WorkerState::ready)
    }

    /// Program, job and version.
    pub fn version_json(&self) -> Value {
        json!({ "mubatch": env!("CARGO_PKG_VERSION"), "job": self.job, "job_version": self.job_version })
    }

    /// All of it.
    pub fn json(&self) -> Value {
        let now = self.clock.now();
        json!({
            "mubatch": env!("CARGO_PKG_VERSION"),
            "job": self.job,
            "job_version": self.job_version,
            "uptime_seconds": now.since(self.started).as_secs(),
            "stopping": self.stopping.load(Ordering::Relaxed),
            "not_live": self.live().err(),
            "not_ready": self.ready().err(),
            "workers": self.workers.iter().enumerate().map(|(i, w)| w.state().json(i, now)).collect::<Vec<_>>(),
        })
    }

    fn every(&self, holds: fn(&WorkerState, Tick, &Limits) -> Result<(), String>) -> Result<(), String> {
        let now = self.clock.now();
        self.workers.iter().enumerate().try_for_each(|(i, worker)| {
            holds(&worker.state(), now, &self.limits).map_err(|why| format!("worker {i}: {why}"))
        })
    }
}
