//! One cell: a job under load, a fault again and again, two readers, the oracle.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;

use crate::cluster::Cluster;
use crate::faults::Fault;
use crate::feeder::{Encoding, Feeder, home};
use crate::random::Random;
use crate::support::oracle::{Evidence, Receipt, Row, Verdict};
use crate::support::unique;
use crate::watch::{Progress, Watch, stable_ends, values};
use crate::workers::Workers;

/// Partitions of the source and of each output.
pub const PARTITIONS: i32 = 6;
/// How long a job may take to commit everything after the last fault.
const RECOVERS_WITHIN: Duration = Duration::from_secs(120);
/// How often processes are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How the members of a group agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Protocol {
    /// Classic, `range`: everybody gives everything back first
    Eager,
    /// Classic, `cooperative-sticky`
    Cooperative,
    /// KIP-848: `group.protocol=consumer`
    Consumer,
}

impl Protocol {
    pub const ALL: &[Self] = &[Self::Eager, Self::Cooperative, Self::Consumer];

    pub fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).expect("none is hidden").get_name().to_owned()
    }

    /// Properties of a consumer. The broker has the same session timeout for KIP-848.
    pub fn properties(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Eager => &[
                ("partition.assignment.strategy", "range"),
                ("session.timeout.ms", "3000"),
                ("heartbeat.interval.ms", "500"),
            ],
            Self::Cooperative => &[
                ("partition.assignment.strategy", "cooperative-sticky"),
                ("session.timeout.ms", "3000"),
                ("heartbeat.interval.ms", "500"),
            ],
            Self::Consumer => &[("group.protocol", "consumer")],
        }
    }
}

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
    pub cluster: &'a mut Cluster,
    pub workers: Workers,
    pub feeder: &'a Feeder,
    pub random: Random,
    source: String,
    started: Instant,
    schedule: Vec<String>,
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

    /// Gives the source more partitions, and feeds them.
    pub fn grow(&mut self, partitions: i32) {
        let admin = admin(self.cluster);
        let more = NewPartitions::new(&self.source, partitions as usize);
        let made = futures::executor::block_on(admin.create_partitions([&more], &AdminOptions::new()));
        for made in made.expect("an answer") {
            made.expect("more partitions");
        }
        self.feeder.spread(partitions);
    }
}

fn admin(cluster: &Cluster) -> AdminClient<DefaultClientContext> {
    cluster.kafka.config().create().expect("an admin client")
}

fn create<'a>(cluster: &Cluster, topics: &[(&'a str, i32)]) {
    let admin = admin(cluster);
    let new = |(topic, partitions): &(&'a str, i32)| {
        NewTopic::new(topic, *partitions, TopicReplication::Fixed(cluster.replicas()))
    };
    let new: Vec<_> = topics.iter().map(new).collect();
    let made = futures::executor::block_on(admin.create_topics(&new, &AdminOptions::new())).expect("an answer");
    for made in made {
        made.expect("a topic");
    }
}

/// Names of a cell's job and topics.
struct Names {
    job: String,
    source: String,
    /// In the order of their numbers in rows: even, odd, dead letters.
    outputs: Vec<String>,
    receipts: String,
}

impl Names {
    fn new() -> Self {
        let job = unique("chaos");
        let topic = |role: &str| format!("{job}-{role}");
        let outputs = vec![topic("even"), topic("odd"), topic("dead")];
        Self { source: topic("in"), outputs, receipts: topic("receipts"), job }
    }

    /// Small windows, so that there are many; metadata often, so that new partitions are seen soon.
    fn job_file(&self, kafka: &[(String, String)]) -> String {
        let Self { job, source, outputs, receipts } = self;
        let [even, odd, dead] = &outputs[..] else { unreachable!("three outputs") };
        let kafka: String = kafka.iter().map(|(name, value)| format!("\n  {name}: '{value}'")).collect();
        format!(
            "job: {job}
kafka:{kafka}
source:
  topics: [{source}]
  format: json
  columns: {{id: varchar not null, k: varchar not null, n: bigint not null}}
  key: k
window: {{age: 50ms, events: 2000, bytes: 1MiB}}
mapper:
  - into: halves
    sql: |
      SELECT CASE WHEN n % 2 = 0 THEN '{even}' ELSE '{odd}' END AS _topic, id, k, n FROM events
outputs:
  halves: {{topics: [{even}, {odd}], format: json, key: k}}
dead_letters: {{topic: {dead}}}
receipts: {{topic: {receipts}}}
"
        )
    }
}

/// Runs a cell in a directory of its own. Panics where it cannot be judged.
pub fn run(plan: &Plan, cluster: &mut Cluster, directory: &Path) -> Outcome {
    let began = Instant::now();
    let names = Names::new();
    let mut topics = vec![(names.source.as_str(), PARTITIONS), (names.receipts.as_str(), 1)];
    topics.extend(names.outputs.iter().map(|topic| (topic.as_str(), PARTITIONS)));
    create(cluster, &topics);

    let mut kafka: Vec<(String, String)> = vec![
        ("bootstrap.servers".into(), cluster.kafka.bootstrap.clone()),
        ("topic.metadata.refresh.interval.ms".into(), "1000".into()),
    ];
    kafka.extend(plan.protocol.properties().iter().map(|(name, value)| ((*name).into(), (*value).into())));
    std::fs::write(directory.join("job.yaml"), names.job_file(&kafka)).expect("written");

    let feeder = Feeder::new(&names.source, plan.rate, PARTITIONS, Encoding::Json);
    let progress = Progress::new(&cluster.kafka, &names.job, &names.source);
    let mut during = Watch::new(&cluster.kafka, &names.outputs, PARTITIONS, began);
    // How many rows the reader during has to see: known when all is over.
    let rows_in_all = AtomicUsize::new(usize::MAX);
    let seen = AtomicUsize::new(0);
    let servers = cluster.kafka.bootstrap.clone();
    let servers = crate::support::Kafka { bootstrap: servers };

    std::thread::scope(|scope| {
        let workers = Workers::new(directory, plan.settings.clone());
        let random = Random::new(plan.seed);
        let stage = Stage {
            cluster,
            workers,
            feeder: &feeder,
            random,
            source: names.source.clone(),
            started: began,
            schedule: Vec::new(),
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
        let (stage, faults, window) = torment(plan, stage, &feeder, &progress, &seen, feeding);
        let (fed, partitions) = (feeder.fed(), feeder.partitions());
        let Stage { mut workers, .. } = stage;
        workers.look();
        workers.stop_all();

        stable_ends(&servers, &names.outputs, PARTITIONS);
        let mut after = Watch::new(&servers, &names.outputs, PARTITIONS, began);
        after.to_the_end();
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
            pause: longest_pause(&during, window, |_| true),
            peak_kib: workers.peak_kib,
            took: began.elapsed(),
            verdict: evidence.verdict(),
        }
    })
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
        stage.pass(pause);
        faults += fault.inject(&mut stage);
        rounds += 1;
    }
    stage.pass(Duration::from_secs(1));
    feeder.stop();
    feeding.join().expect("the feeder");
    let to = began.elapsed();
    stage.note("all is fed".into());

    let deadline = Instant::now() + RECOVERS_WITHIN;
    let fed = feeder.fed();
    loop {
        let committed = progress.committed(feeder.partitions());
        let sum = committed.as_ref().map(|offsets| offsets.iter().sum::<i64>());
        if sum == Some(fed) {
            break;
        }
        assert!(Instant::now() < deadline, "{committed:?} of {fed} are committed, {RECOVERS_WITHIN:?} after the last fault");
        stage.pass(LOOK_EVERY);
    }
    stage.note("all is committed".into());
    (stage, faults, (from, to))
}

/// The longest time in which no row came that `counts`.
pub fn longest_pause(watch: &Watch, (from, to): Span, counts: impl Fn(&Row) -> bool) -> Duration {
    let counted = watch.rows.iter().zip(&watch.at).filter(|(row, at)| counts(row) && (from..=to).contains(at));
    let (mut longest, mut last) = (Duration::ZERO, from);
    for (_, &at) in counted {
        longest = longest.max(at.saturating_sub(last));
        last = at;
    }
    longest.max(to.saturating_sub(last))
}

struct OnDrop<F: Fn()>(F);

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
