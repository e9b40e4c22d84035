//! One cell: a job under load, a fault again and again, two readers, the oracle.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::cluster::{Cluster, Registry};
use crate::faults::{Fault, Surroundings};
use crate::feeder::{Encoding, Feeder, home, partition_of_key};
use crate::job::{Avro, Job, PARTITIONS, Protocol, Way};
use crate::random::Random;
use crate::support::Kafka;
use crate::support::oracle::{Evidence, Receipt, Verdict};
use crate::support::proxy::Proxy;
use crate::watch::{Progress, Watch, stable_ends, values};
use crate::workers::Workers;

/// How long a job may take, after the last fault, between two commits.
const RECOVERS_WITHIN: Duration = Duration::from_secs(120);
/// Small, so that there are many; but three brokers on one machine take three times the work, and would do nothing else.
pub fn window(brokers: usize) -> &'static str {
    if brokers == 1 { "{age: 50ms, events: 2000, bytes: 1MiB}" } else { "{age: 200ms, events: 2000, bytes: 1MiB}" }
}
/// How long a fault may wait for a request to be injected into.
const INJECTED_WITHIN: Duration = Duration::from_secs(20);
/// How often processes are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What a cell is made of.
#[derive(Debug, Clone)]
pub struct Plan {
    pub brokers: usize,
    pub protocol: Protocol,
    /// One of these each time.
    pub faults: Vec<Fault>,
    pub events: i64,
    /// Events a second.
    pub rate: i64,
    /// Faults go on for so long at least.
    pub lasts: Duration,
    /// The time between two faults; each kind has its own otherwise.
    pub every: Option<Duration>,
    pub seed: u64,
    /// More `--set` for every worker.
    pub settings: Vec<String>,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = if let [fault] = &self.faults[..] { fault.name() } else { "random faults".into() };
        let brokers = if self.brokers == 1 { "1 broker".into() } else { format!("{} brokers", self.brokers) };
        write!(f, "{fault}, {}, {brokers}", self.protocol.name())
    }
}

/// What a cell gave.
pub struct Outcome {
    pub events: i64,
    pub faults: usize,
    pub recoveries: u64,
    pub aborts: u64,
    pub pause: Duration,
    pub peak_kib: u64,
    pub took: Duration,
    pub verdict: Verdict,
}

/// A cell under way, as faults see it.
pub struct Stage<'a> {
    pub cluster: &'a Cluster,
    pub workers: Workers,
    pub feeder: &'a Feeder,
    pub random: Random,
    pub job: Job,
    started: Instant,
    schedule: Vec<String>,
    /// What the proxy had injected when it was last asked.
    proxy_faults: usize,
}

impl Stage<'_> {
    /// Writes down what is about to be done.
    pub fn note(&mut self, what: String) {
        self.schedule.push(format!("{:7.3} s  {what}", self.started.elapsed().as_secs_f64()));
        std::fs::write(self.workers.directory.join("schedule"), self.schedule.join("\n")).expect("written");
    }

    /// Lets time pass, and looks at the processes meanwhile.
    pub fn pass(&mut self, time: Duration) {
        let until = Instant::now() + time;
        loop {
            self.workers.look();
            let ended = self.workers.ended();
            assert!(ended.is_empty(), "{}", ended.join("; "));
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(LOOK_EVERY));
        }
    }

    /// Waits until the faults that the proxy was told to inject have taken place; not for long, as there may be nothing
    /// to inject them into. Returns how many did.
    pub fn faults_take_place(&mut self, expected: usize) -> usize {
        let before = self.proxy_faults;
        let deadline = Instant::now() + INJECTED_WITHIN;
        while self.job.proxy().faults() < before + expected && Instant::now() < deadline {
            self.pass(LOOK_EVERY);
        }
        self.proxy_faults = self.job.proxy().faults();
        self.proxy_faults - before
    }
}

/// Runs a cell in a directory of its own. Panics where it cannot be judged.
pub fn run(plan: &Plan, cluster: &Cluster, registry: Option<&Registry>, directory: &Path) -> Outcome {
    let began = Instant::now();
    let needs = |surroundings| plan.faults.iter().any(|fault| fault.surroundings() == surroundings);
    let way = if needs(Surroundings::Login) {
        Way::Login
    } else if needs(Surroundings::Proxy) {
        Way::Proxied(Proxy::new(&cluster.kafka.bootstrap))
    } else {
        Way::Plain
    };
    let avro = needs(Surroundings::Registry).then(|| Avro::new(registry.expect("a registry")));
    let mut job = Job::new(cluster, way, avro);
    job.write(cluster, plan.protocol, window(plan.brokers), directory);
    let subject = format!("{}-value", job.source);
    let encoding = job.avro.as_mut().map_or(Encoding::Json, |avro| avro.next_version(&subject));
    let names = Names { outputs: job.outputs.clone(), receipts: job.receipts.clone() };
    let progress = Progress::new(&cluster.kafka, &job.name, &job.source);
    let feeder = Feeder::new(&job.source, plan.rate, PARTITIONS, encoding);
    let mut during = Watch::new(&cluster.kafka, &names.outputs, PARTITIONS, began);
    // How many rows the reader during has to see: known when all is over.
    let rows_in_all = AtomicUsize::new(usize::MAX);
    let seen = AtomicUsize::new(0);
    let servers = Kafka { bootstrap: cluster.kafka.bootstrap.clone() };

    std::thread::scope(|scope| {
        let workers = Workers::new(directory, plan.settings.clone());
        let random = Random::new(plan.seed);
        let stage = Stage {
            cluster,
            workers,
            feeder: &feeder,
            random,
            job,
            started: began,
            schedule: Vec::new(),
            proxy_faults: 0,
        };
        // Whatever happens, threads end: the scope waits for them.
        let _end = OnDrop(|| {
            feeder.stop();
            rows_in_all.fetch_min(0, Ordering::AcqRel);
        });
        let feeding = scope.spawn(|| feeder.run(&servers));
        let watching = scope.spawn(|| {
            during.follow(
                || match rows_in_all.load(Ordering::Acquire) {
                    usize::MAX => None,
                    rows => Some(rows),
                },
                &seen,
            );
            during
        });
        let (stage, faults, span) = torment(plan, stage, &feeder, &progress, &seen, feeding);
        let (fed, partitions) = (feeder.fed(), feeder.partitions());
        let Stage { mut workers, .. } = stage;
        workers.look();
        workers.stop_all();

        stable_ends(&servers, &names.outputs, PARTITIONS);
        let mut after = Watch::new(&servers, &names.outputs, PARTITIONS, began);
        after.read_all();
        rows_in_all.store(after.rows.len(), Ordering::Release);
        let during = watching.join().expect("the reader during the faults");
        let receipts: Vec<Receipt> =
            values(&servers, &names.receipts, 1).iter().map(|json| Receipt::parse(json)).collect();
        let committed = progress.committed(partitions).expect("the committed offsets");
        let evidence = Evidence {
            fed,
            home: &home,
            after: &after.rows,
            during: Some(&during.rows),
            receipts: &receipts,
            committed: &committed,
            ends: &progress.ends(partitions),
        };
        Outcome {
            events: fed,
            faults,
            recoveries: workers.counter("mubatch_recoveries_total"),
            aborts: workers.counter("mubatch_aborts_total"),
            pause: pauses(&during, span).into_values().max().unwrap_or_default(),
            peak_kib: workers.peak_kib,
            took: began.elapsed(),
            verdict: evidence.verdict(),
        }
    })
}

/// What is needed to judge when the job itself is gone.
struct Names {
    outputs: Vec<String>,
    receipts: String,
}

/// The part of the run in which events were fed and outputs came: from the first output to the end of the feeding.
pub type Span = (Duration, Duration);

/// Starts the workers, injects the faults, and waits until everything is committed.
fn torment<'a>(
    plan: &Plan,
    mut stage: Stage<'a>,
    feeder: &Feeder,
    progress: &Progress,
    seen: &AtomicUsize,
    feeding: std::thread::ScopedJoinHandle<'_, ()>,
) -> (Stage<'a>, usize, Span) {
    let began = stage.started;
    let most = plan.faults.iter().map(|fault| fault.workers()).max().expect("a fault");
    for slot in 0..most {
        stage.workers.start(slot);
    }
    let deadline = Instant::now() + RECOVERS_WITHIN;
    while seen.load(Ordering::Acquire) == 0 {
        assert!(Instant::now() < deadline, "nothing comes out");
        stage.pass(LOOK_EVERY);
    }
    let from = began.elapsed();
    let (mut rounds, mut faults) = (0, 0);
    let rounds_min = plan.faults.iter().map(|fault| fault.rounds_min()).max().expect("a fault");
    while rounds < rounds_min || feeder.fed() < plan.events || began.elapsed() < from + plan.lasts {
        let fault = *stage.random.pick(&plan.faults);
        let (shortest, longest) = fault.every();
        let pause = stage.random.millis(shortest, longest);
        stage.pass(plan.every.unwrap_or(pause));
        faults += fault.inject(&mut stage);
        rounds += 1;
    }
    stage.pass(Duration::from_secs(1));
    feeder.stop();
    feeding.join().expect("the feeder");
    let to = began.elapsed();
    stage.note("all is fed".into());

    let mut deadline = Instant::now() + RECOVERS_WITHIN;
    let fed = feeder.fed();
    let mut most = 0;
    loop {
        let committed = progress.committed(feeder.partitions());
        let sum = committed.as_ref().map(|offsets| offsets.iter().sum::<i64>());
        if sum == Some(fed) {
            break;
        }
        // However slow: as long as it moves, it has recovered.
        if let Some(sum) = sum.filter(|&sum| sum > most) {
            most = sum;
            deadline = Instant::now() + RECOVERS_WITHIN;
        }
        assert!(
            Instant::now() < deadline,
            "{committed:?} of {fed} are committed, and no more within {RECOVERS_WITHIN:?} after the last fault"
        );
        stage.pass(LOOK_EVERY);
    }
    stage.note("all is committed".into());
    (stage, faults, (from, to))
}

/// The longest time, within `span`, in which nothing came of a partition of the source: by partition. A partition that
/// is new begins with its first row.
pub fn pauses(watch: &Watch, (from, to): Span) -> BTreeMap<i32, Duration> {
    let mut last: BTreeMap<i32, Duration> = (0..PARTITIONS).map(|partition| (partition, from)).collect();
    let mut longest: BTreeMap<i32, Duration> = BTreeMap::new();
    for (row, &at) in watch.rows.iter().zip(&watch.at).filter(|(_, at)| (from..=to).contains(at)) {
        let partition = partition_of_key(row.key);
        let pause = at - last.insert(partition, at).unwrap_or(at);
        let longest = longest.entry(partition).or_default();
        *longest = pause.max(*longest);
    }
    for (partition, last) in last {
        let longest = longest.entry(partition).or_default();
        *longest = (to - last).max(*longest);
    }
    longest
}

/// Does something however it ends.
pub struct OnDrop<F: Fn()>(pub F);

impl<F: Fn()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// The directory of a cell.
pub fn directory(logs: &Path, plan: &Plan) -> PathBuf {
    let brokers = plan.brokers;
    let fault = if let [fault] = &plan.faults[..] { fault.name() } else { "random".into() };
    logs.join(format!("{fault}-{}-{brokers}", plan.protocol.name()))
}
