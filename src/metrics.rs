//! Every metric of the process: name, unit, help and labels stand here and nowhere else.
//!
//! Rules that callers rely on:
//! - Recording functions take the sums of a window: labels are looked up once per window, never per event.
//! - What counts events, rows and bytes ([`Metrics::committed`]) is told once, after the commit: the sums are those of
//!   the windows that readers can see, whatever was retried on the way.
//! - `docs/metrics.md` is written from [`Metrics::definitions`]; a test holds it against this file, and the dashboards
//!   and alerts in `deploy/` against it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

use crate::clock::Clock;

#[cfg(test)]
#[path = "metrics_tests.rs"]
mod tests;

/// Seconds: from a tenth of a millisecond (a small window's stage) to the commit deadline and beyond.
const STAGE_BUCKETS: &[f64] =
    &[1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0];
/// Seconds: sub-second is the aim, an hour is a backlog.
const FRESHNESS_BUCKETS: &[f64] =
    &[0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0];
/// Events of a window.
const EVENT_BUCKETS: &[f64] = &[1.0, 10.0, 100.0, 500.0, 1e3, 2.5e3, 5e3, 1e4, 2.5e4, 5e4, 1e5, 2.5e5, 1e6];
/// Bytes of a window: 1 KiB to 256 MiB, by four.
const BYTE_BUCKETS: &[f64] =
    &[1024.0, 4096.0, 16384.0, 65536.0, 262_144.0, 1_048_576.0, 4_194_304.0, 16_777_216.0, 67_108_864.0, 268_435_456.0];

/// Why a window closed: the values of `mubatch_windows_closed_total{reason}`.
const CLOSE_REASONS: [&str; 4] = ["age", "events", "bytes", "shutdown"];
/// The values of `mubatch_rebalances_total{kind}`.
const REBALANCE_KINDS: [&str; 3] = ["assigned", "revoked", "lost"];

/// What a metric is, for the generated reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Its name, with the unit as suffix.
    pub name: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
    /// Its labels beside `job`.
    pub labels: &'static [&'static str],
    /// What it means.
    pub help: &'static str,
}

/// What the windows of one commit did, in sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WindowTotals {
    /// Messages read: decoded + tombstones + those that became dead letters.
    pub events: u64,
    /// Events that became rows of a window.
    pub decoded: u64,
    /// Messages without a value.
    pub tombstones: u64,
    /// Events that became dead letters: stage, reason, number.
    pub dead_letters: Vec<(&'static str, &'static str, u64)>,
    /// Rows produced: output, number.
    pub rows: Vec<(String, u64)>,
    /// Rows that could not be produced and became dead letters: output, reason, number.
    pub rows_dead_lettered: Vec<(String, &'static str, u64)>,
    /// Bytes of keys, values and headers read.
    pub bytes_in: u64,
    /// Bytes of keys, values and headers produced to the outputs.
    pub bytes_out: u64,
}

impl WindowTotals {
    /// Events that came to nothing, as far as can be told: dead letters of events, and of rows, each of which may have been
    /// all that its event gave; never more than there were.
    pub fn dead(&self) -> u64 {
        let of_events: u64 = self.dead_letters.iter().map(|(.., events)| events).sum();
        let of_rows: u64 = self.rows_dead_lettered.iter().map(|(.., rows)| rows).sum();
        (of_events + of_rows).min(self.events)
    }
}

/// Results that SQL functions made null because of a bad value, by function. The functions count here, whether their
/// window is committed or mapped again; [`Metrics::watch_functions`] shows it.
#[derive(Debug, Default)]
pub struct FunctionNulls(Mutex<BTreeMap<&'static str, u64>>);

impl FunctionNulls {
    /// So many more. Called once for a batch of rows.
    pub fn add(&self, function: &'static str, nulls: u64) {
        if nulls > 0 {
            *self.counts().entry(function).or_default() += nulls;
        }
    }

    /// How many a function has had.
    pub fn of(&self, function: &str) -> u64 {
        self.counts().get(function).copied().unwrap_or_default()
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<&'static str, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All metrics of a process, under one `job` label.
pub struct Metrics {
    clock: Arc<dyn Clock>,
    registry: Registry,
    definitions: Vec<Definition>,

    windows_closed: IntCounterVec,
    window_events: Histogram,
    window_bytes: Histogram,
    stage_seconds: HistogramVec,

    events: IntCounter,
    decoded: IntCounter,
    tombstones: IntCounter,
    dead_letters: IntCounterVec,
    rows: IntCounterVec,
    rows_dead_lettered: IntCounterVec,
    in_bytes: IntCounter,
    out_bytes: IntCounter,
    function_nulls: IntCounterVec,
    watched: OnceLock<Arc<FunctionNulls>>,
    commits: IntCounter,
    last_commit: Gauge,
    freshness: Histogram,

    aborts: IntCounterVec,
    recoveries: IntCounterVec,
    rebalances: IntCounterVec,
    rebalanced_partitions: IntCounterVec,
    kafka_errors: IntCounterVec,

    lag_events: IntGaugeVec,
    lag_seconds: GaugeVec,
    stable_stuck: GaugeVec,
    assigned: IntGaugeVec,
    waiting: IntGaugeVec,
    queue_depth: IntGaugeVec,
    memory: IntGaugeVec,
    resident: IntGauge,
    build: IntGaugeVec,
}

impl Metrics {
    /// The metrics of the job named `job`, all at zero, in a registry of their own.
    pub fn new(job: &str, clock: Arc<dyn Clock>) -> Arc<Self> {
        let mut r = Registrar { job, registry: Registry::new(), definitions: Vec::new() };
        r.gauge("mubatch_up", "1 while the process runs").set(1);
        r.seconds("mubatch_start_timestamp_seconds", "When the process started, in seconds since the epoch")
            .set(unix_seconds(&*clock));
        let metrics = Self {
            build: r.gauges(
                "mubatch_build_info",
                &["version", "job_version"],
                "1, labelled with the program's version and the job's (a digest of its resolved content)",
            ),
            windows_closed: r.counters(
                "mubatch_windows_closed_total",
                &["reason"],
                "Windows closed, by what closed them: age (or that no more events were expected within it), events, bytes or shutdown",
            ),
            window_events: r.histogram("mubatch_window_events", EVENT_BUCKETS, "Events in a window when it closed"),
            window_bytes: r.histogram(
                "mubatch_window_bytes",
                BYTE_BUCKETS,
                "Bytes of keys, values and headers in a window when it closed",
            ),
            stage_seconds: r.histograms(
                "mubatch_stage_seconds",
                &["stage"],
                STAGE_BUCKETS,
                "Seconds a window spent in a stage: decode, map, encode, produce, deliver, offsets or commit",
            ),
            events: r.counter("mubatch_events_total", "Messages read: decoded, tombstones and dead letters together"),
            decoded: r.counter("mubatch_events_decoded_total", "Events that became rows of a window"),
            tombstones: r.counter("mubatch_tombstones_total", "Messages without a value, which are passed over"),
            dead_letters: r.counters(
                "mubatch_dead_letters_total",
                &["stage", "reason"],
                "Events that became dead letters, by the stage that refused them and why",
            ),
            rows: r.counters("mubatch_rows_total", &["output"], "Rows produced to an output"),
            rows_dead_lettered: r.counters(
                "mubatch_rows_dead_lettered_total",
                &["output", "reason"],
                "Rows that could not be produced to an output and became dead letters",
            ),
            in_bytes: r.counter("mubatch_in_bytes_total", "Bytes of keys, values and headers read"),
            out_bytes: r.counter("mubatch_out_bytes_total", "Bytes of keys, values and headers produced to outputs"),
            function_nulls: r.counters(
                "mubatch_function_nulls_total",
                &["function"],
                "Results of SQL functions that a bad value made null, in windows committed or not",
            ),
            watched: OnceLock::new(),
            commits: r.counter("mubatch_commits_total", "Windows committed, each in one Kafka transaction"),
            last_commit: r.seconds(
                "mubatch_last_commit_timestamp_seconds",
                "When a window was last committed, in seconds since the epoch; 0 before the first",
            ),
            freshness: r.histogram(
                "mubatch_freshness_seconds",
                FRESHNESS_BUCKETS,
                "Seconds from an event's time (the message's timestamp without one) to the commit of its results",
            ),
            aborts: r.counters("mubatch_aborts_total", &["reason"], "Transactions aborted, to be tried again"),
            recoveries: r.counters(
                "mubatch_recoveries_total",
                &["reason"],
                "Times a producer was replaced and the broker asked what was committed",
            ),
            rebalances: r.counters(
                "mubatch_rebalances_total",
                &["kind"],
                "Changes of assignment: assigned, revoked, or lost (taken while the worker was away)",
            ),
            rebalanced_partitions: r.counters(
                "mubatch_rebalanced_partitions_total",
                &["kind"],
                "Partitions that changes of assignment gave (assigned) or took (revoked, lost)",
            ),
            kafka_errors: r.counters("mubatch_kafka_errors_total", &["code"], "Errors the Kafka client reported"),
            lag_events: r.gauges(
                "mubatch_lag_events",
                &["topic", "partition"],
                "Offsets between the last commit and the end of a partition this process owns",
            ),
            lag_seconds: r.seconds_by(
                "mubatch_lag_seconds",
                &["topic", "partition"],
                "Age of the oldest event not yet committed, of a partition this process owns",
            ),
            stable_stuck: r.seconds_by(
                "mubatch_stable_offset_stuck_seconds",
                &["topic", "partition"],
                "Seconds for which the stable offset of a partition this process owns has stood still before the \
                 partition's end: a transaction of somebody else is open, and nothing is read past it",
            ),
            assigned: r.gauges("mubatch_assigned_partitions", &["worker"], "Partitions a worker owns"),
            waiting: r.gauges(
                "mubatch_waiting",
                &["worker", "on"],
                "1 while a worker waits: for the registry, for a broker, for a window that cannot be committed (commit), or \
                 (backpressure) for its own later stages",
            ),
            queue_depth: r.gauges("mubatch_queue_depth", &["worker", "queue"], "Windows that stand in a queue"),
            memory: r.gauges("mubatch_memory_bytes", &["worker", "part"], "Bytes held by a part of a worker"),
            resident: r.gauge("mubatch_process_resident_bytes", "Resident memory of the process"),
            clock,
            registry: r.registry,
            definitions: r.definitions,
        };
        // From zero, so that the first increase of a series is seen as one.
        CLOSE_REASONS.iter().for_each(|reason| drop(metrics.windows_closed.with_label_values(&[reason])));
        REBALANCE_KINDS.iter().for_each(|kind| {
            drop(metrics.rebalances.with_label_values(&[kind]));
            drop(metrics.rebalanced_partitions.with_label_values(&[kind]));
        });
        Arc::new(metrics)
    }

    /// All metrics in Prometheus' text format.
    pub fn render(&self) -> String {
        self.resident.set(resident_bytes());
        for (function, nulls) in self.watched.get().iter().flat_map(|nulls| nulls.counts().clone()) {
            let counter = self.function_nulls.with_label_values(&[function]);
            counter.inc_by(nulls.saturating_sub(counter.get()));
        }
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .expect("gathered families have a name and a metric each, and writing to a string does not fail")
    }

    /// What metrics there are.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// Shows what these functions count. The first call counts.
    pub fn watch_functions(&self, nulls: Arc<FunctionNulls>) {
        let _ = self.watched.set(nulls);
    }

    /// What runs: the program's version and the job's.
    pub fn build_info(&self, version: &str, job_version: &str) {
        self.build.with_label_values(&[version, job_version]).set(1);
    }

    /// A window closed, for `reason` (age, events, bytes or shutdown), with so many events and bytes.
    pub fn window_closed(&self, reason: &'static str, events: u64, bytes: u64) {
        self.windows_closed.with_label_values(&[reason]).inc();
        self.window_events.observe(events as f64);
        self.window_bytes.observe(bytes as f64);
    }

    /// A window spent `took` in `stage` (decode, map, encode, produce, deliver, offsets or commit).
    pub fn stage(&self, stage: &'static str, took: Duration) {
        self.stage_seconds.with_label_values(&[stage]).observe(took.as_secs_f64());
    }

    /// A window is committed. Never for one whose commit is unknown or failed.
    pub fn committed(&self, w: &WindowTotals) {
        self.events.inc_by(w.events);
        self.decoded.inc_by(w.decoded);
        self.tombstones.inc_by(w.tombstones);
        for (stage, reason, number) in &w.dead_letters {
            self.dead_letters.with_label_values(&[*stage, *reason]).inc_by(*number);
        }
        for (output, number) in &w.rows {
            self.rows.with_label_values(&[output]).inc_by(*number);
        }
        for (output, reason, number) in &w.rows_dead_lettered {
            self.rows_dead_lettered.with_label_values(&[output.as_str(), *reason]).inc_by(*number);
        }
        self.in_bytes.inc_by(w.bytes_in);
        self.out_bytes.inc_by(w.bytes_out);
        self.commits.inc();
        self.last_commit.set(unix_seconds(&*self.clock));
    }

    /// Seconds from the time of each event to the commit of its window; a time in the future counts as none.
    /// Every event counts: sorted into buckets here, and added to the shared ones once.
    pub fn freshness(&self, seconds: impl IntoIterator<Item = f64>) {
        let local = self.freshness.local();
        seconds.into_iter().for_each(|s| local.observe(s.max(0.0)));
        local.flush();
    }

    /// A transaction was aborted, to be tried again.
    pub fn aborted(&self, reason: &str) {
        self.aborts.with_label_values(&[reason]).inc();
    }

    /// A producer was replaced and the broker asked what was committed.
    pub fn recovered(&self, reason: &str) {
        self.recoveries.with_label_values(&[reason]).inc();
    }

    /// The group gave (assigned) or took (revoked, lost) this many partitions.
    pub fn rebalanced(&self, kind: &'static str, partitions: u64) {
        self.rebalances.with_label_values(&[kind]).inc();
        self.rebalanced_partitions.with_label_values(&[kind]).inc_by(partitions);
    }

    /// How far a partition is behind; `None` is unknown, and shows no value rather than an old one.
    pub fn lag(&self, topic: &str, partition: i32, lag: Option<(i64, f64)>) {
        let partition = partition.to_string();
        let labels = [topic, partition.as_str()];
        match lag {
            Some((events, seconds)) => {
                self.lag_events.with_label_values(&labels).set(events);
                self.lag_seconds.with_label_values(&labels).set(seconds);
            }
            // Removing what is not there is an error that says just that.
            None => {
                let _ = self.lag_events.remove_label_values(&labels);
                let _ = self.lag_seconds.remove_label_values(&labels);
            }
        }
    }

    /// For how long a partition's stable offset has not moved though the partition goes on; `None`: no longer ours.
    pub fn stable_offset_stuck(&self, topic: &str, partition: i32, seconds: Option<f64>) {
        let partition = partition.to_string();
        let labels = [topic, partition.as_str()];
        match seconds {
            Some(seconds) => self.stable_stuck.with_label_values(&labels).set(seconds),
            None => drop(self.stable_stuck.remove_label_values(&labels)),
        }
    }

    /// The partition is no longer ours.
    pub fn lag_forget(&self, topic: &str, partition: i32) {
        self.lag(topic, partition, None);
    }

    /// Windows that stand in one of a worker's queues.
    pub fn queue_depth(&self, worker: usize, queue: &'static str, depth: i64) {
        self.queue_depth.with_label_values(&[worker.to_string().as_str(), queue]).set(depth);
    }

    /// Bytes that a part of a worker holds.
    pub fn memory(&self, worker: usize, part: &'static str, bytes: i64) {
        self.memory.with_label_values(&[worker.to_string().as_str(), part]).set(bytes);
    }

    /// Whether a worker waits on the registry, on a broker, on a window that cannot be committed (commit), or
    /// (backpressure) on its own later stages.
    pub fn waiting(&self, worker: usize, on: &'static str, waiting: bool) {
        self.waiting.with_label_values(&[worker.to_string().as_str(), on]).set(i64::from(waiting));
    }

    /// How many partitions a worker owns.
    pub fn assigned(&self, worker: usize, partitions: i64) {
        self.assigned.with_label_values(&[worker.to_string()]).set(partitions);
    }

    /// The Kafka client reported an error; `code` is its name of it.
    pub fn kafka_error(&self, code: &str) {
        self.kafka_errors.with_label_values(&[code]).inc();
    }
}

/// The wall clock in seconds.
fn unix_seconds(clock: &dyn Clock) -> f64 {
    clock.unix_millis() as f64 / 1000.0
}

/// Resident memory of this process: from `status`, which counts in KiB whatever the size of a page; 0 where there is none.
fn resident_bytes() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    kib.unwrap_or(0i64) * 1024
}

/// Makes metrics, registers them and notes what they are.
struct Registrar<'a> {
    job: &'a str,
    registry: Registry,
    definitions: Vec<Definition>,
}

impl Registrar<'_> {
    fn counter(&mut self, name: &'static str, help: &'static str) -> IntCounter {
        let metric = IntCounter::with_opts(self.opts(name, help));
        self.register(Definition { name, kind: "counter", labels: &[], help }, metric)
    }

    fn counters(&mut self, name: &'static str, labels: &'static [&'static str], help: &'static str) -> IntCounterVec {
        let metric = IntCounterVec::new(self.opts(name, help), labels);
        self.register(Definition { name, kind: "counter", labels, help }, metric)
    }

    fn gauge(&mut self, name: &'static str, help: &'static str) -> IntGauge {
        let metric = IntGauge::with_opts(self.opts(name, help));
        self.register(Definition { name, kind: "gauge", labels: &[], help }, metric)
    }

    fn gauges(&mut self, name: &'static str, labels: &'static [&'static str], help: &'static str) -> IntGaugeVec {
        let metric = IntGaugeVec::new(self.opts(name, help), labels);
        self.register(Definition { name, kind: "gauge", labels, help }, metric)
    }

    fn seconds(&mut self, name: &'static str, help: &'static str) -> Gauge {
        let metric = Gauge::with_opts(self.opts(name, help));
        self.register(Definition { name, kind: "gauge", labels: &[], help }, metric)
    }

    fn seconds_by(&mut self, name: &'static str, labels: &'static [&'static str], help: &'static str) -> GaugeVec {
        let metric = GaugeVec::new(self.opts(name, help), labels);
        self.register(Definition { name, kind: "gauge", labels, help }, metric)
    }

    fn histogram(&mut self, name: &'static str, buckets: &[f64], help: &'static str) -> Histogram {
        let opts = HistogramOpts::from(self.opts(name, help)).buckets(buckets.to_vec());
        self.register(Definition { name, kind: "histogram", labels: &[], help }, Histogram::with_opts(opts))
    }

    fn histograms(
        &mut self,
        name: &'static str,
        labels: &'static [&'static str],
        buckets: &[f64],
        help: &'static str,
    ) -> HistogramVec {
        let opts = HistogramOpts::from(self.opts(name, help)).buckets(buckets.to_vec());
        self.register(Definition { name, kind: "histogram", labels, help }, HistogramVec::new(opts, labels))
    }

    fn opts(&self, name: &str, help: &str) -> Opts {
        Opts::new(name, help).const_label("job", self.job)
    }

    fn register<C: Collector + Clone + 'static>(&mut self, definition: Definition, metric: prometheus::Result<C>) -> C {
        self.definitions.push(definition);
        let metric = metric.expect("names, labels and buckets above are well-formed");
        self.registry.register(Box::new(metric.clone())).expect("names above are distinct");
        metric
    }
}
