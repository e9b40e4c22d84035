//! Figures beside the cells: how long a restart takes and how much of that is the group's, whom a planned restart pauses,
//! how much memory a backlog takes, and a broker that does not answer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};

use crate::cell::{pauses, window};
use crate::cluster::Cluster;
use crate::feeder::{Encoding, Feeder};
use crate::job::{Job, PARTITIONS, Protocol, Way};
use crate::support::{Kafka, unique};
use crate::watch::{Progress, Watch};
use crate::workers::Workers;

/// How long anything may take that the figure is not about.
const PATIENCE: Duration = Duration::from_secs(120);
/// What librdkafka keeps of a fetched message beside its bytes.
const BESIDE_A_MESSAGE: u64 = 350;
/// How often a process is asked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(5);

#[derive(clap::Subcommand)]
pub enum Figure {
    /// From the start of a process to its first commit, after kill -9 and after SIGTERM; beside it a bare consumer with
    /// the same settings, from its start to its assignment
    Restart {
        /// How often each is measured
        #[arg(long, default_value_t = 5)]
        runs: usize,
    },
    /// One of three processes is stopped and started again: the longest pause of its partitions, and of the others'
    PlannedRestart,
    /// The memory of a process that works off a backlog
    Backlog {
        #[arg(long, default_value_t = 5_000_000)]
        backlog: i64,
        /// What each event carries beside its 40 bytes
        #[arg(long, default_value_t = 260)]
        padding: usize,
        /// The brokers are stopped for so long in the middle of it, in seconds
        #[arg(long, default_value_t = 0)]
        stopped: u64,
    },
    /// A bare consumer, which says when it is assigned, and leaves when its standard input ends
    #[command(hide = true)]
    Member { properties: Vec<String> },
}

/// What all figures need.
pub struct Setting<'a> {
    pub cluster: &'a Cluster,
    pub protocol: Protocol,
    pub rate: i64,
    /// `--set` of every process.
    pub settings: Vec<String>,
    pub directory: PathBuf,
}

/// Waits until `so`; looks often.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        std::thread::sleep(LOOK_EVERY);
    }
}

fn servers(cluster: &Cluster) -> Kafka {
    Kafka { bootstrap: cluster.kafka.bootstrap.clone() }
}

/// Stops the feeder, however the figure ends: its thread is waited for.
struct StopFeeding<'a>(&'a Feeder);

impl Drop for StopFeeding<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl Setting<'_> {
    fn job(&self, window: &str) -> Job {
        let job = Job::new(self.cluster, Way::Plain, None);
        job.write(self.cluster, self.protocol, window, &self.directory);
        job
    }

    fn workers(&self) -> Workers {
        Workers::new(&self.directory, self.settings.clone())
    }

    /// See [`Figure::Restart`].
    pub fn restart(&self, runs: usize) {
        let job = self.job(window(self.cluster.brokers));
        let feeder = Feeder::new(&job.source, self.rate, PARTITIONS, Encoding::Json);
        let kafka = servers(self.cluster);
        std::thread::scope(|scope| {
            let _stop = StopFeeding(&feeder);
            scope.spawn(|| feeder.run(&kafka));
            let mut workers = self.workers();
            let mut member = Member::new(&self.member_properties(&job), &unique("bare"));
            first_commit(&mut workers);
            member.start();
            println!("| after | process start to first commit | bare consumer, start to assignment | difference |");
            println!("| --- | --- | --- | --- |");
            for kill in [true, false] {
                let (mut commits, mut assignments) = (Vec::new(), Vec::new());
                for _ in 0..runs {
                    end(&mut workers, kill);
                    commits.push(first_commit(&mut workers));
                    member.end(kill);
                    assignments.push(member.start());
                }
                let (commit, assignment) = (median(commits), median(assignments));
                let after = if kill { "kill -9" } else { "SIGTERM" };
                println!(
                    "| {after} | {:.0} ms | {:.0} ms | {:.0} ms |",
                    millis(commit),
                    millis(assignment),
                    millis(commit) - millis(assignment)
                );
            }
            feeder.stop();
            workers.stop_all();
            member.end(false);
        });
        println!("medians of {runs}; {} protocol", self.protocol.name());
    }

    /// The properties of a consumer that joins as the job's does.
    fn member_properties(&self, job: &Job) -> Vec<String> {
        let mut properties = BTreeMap::from([
            ("bootstrap.servers".to_owned(), self.cluster.kafka.bootstrap.clone()),
            ("subscribe".to_owned(), job.source.clone()),
        ]);
        properties.extend(self.protocol.properties());
        for setting in &self.settings {
            let (name, value) = setting.split_once('=').expect("KEY=VALUE");
            if let Some(name) = name.strip_prefix("kafka.") {
                properties.insert(name.to_owned(), value.replace("{slot}", "0"));
            }
        }
        properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// See [`Figure::PlannedRestart`].
    pub fn planned_restart(&self) {
        let job = self.job(window(self.cluster.brokers));
        let feeder = Feeder::new(&job.source, self.rate, PARTITIONS, Encoding::Json);
        let kafka = servers(self.cluster);
        let began = Instant::now();
        let mut watch = Watch::new(&kafka, &job.outputs, PARTITIONS, began);
        let (over, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (watch, steady, restart, owned) = std::thread::scope(|scope| {
            let _stop = StopFeeding(&feeder);
            let _over = crate::cell::OnDrop(|| over.store(true, Ordering::Release));
            scope.spawn(|| feeder.run(&kafka));
            let watching = scope.spawn(|| {
                watch.follow(|| over.load(Ordering::Acquire).then_some(0), &seen);
                watch
            });
            let mut workers = self.workers();
            (0..3).for_each(|slot| workers.start(slot));
            let balanced = |workers: &mut Workers| {
                workers.look();
                (0..3).all(|slot| workers.owned(slot).len() == 2)
            };
            until("each of three has two partitions", || balanced(&mut workers) && seen.load(Ordering::Acquire) > 0);
            let steady_from = began.elapsed();
            std::thread::sleep(Duration::from_secs(10));
            let from = began.elapsed();
            let owned = workers.owned(1);
            workers.stop(1);
            workers.start(1);
            until("each has two again", || balanced(&mut workers));
            std::thread::sleep(Duration::from_secs(5));
            let to = began.elapsed();
            over.store(true, Ordering::Release);
            feeder.stop();
            workers.stop_all();
            (watching.join().expect("the reader"), (steady_from, from), (from, to), owned)
        });
        println!("| partitions | longest pause before | longest pause over the restart |");
        println!("| --- | --- | --- |");
        let (steady, restart) = (pauses(&watch, steady), pauses(&watch, restart));
        for (whose, own) in [("of the replica that restarts", true), ("of the others", false)] {
            let longest = |pauses: &BTreeMap<i32, Duration>| {
                let theirs = pauses.iter().filter(|(partition, _)| owned.contains(partition) == own);
                theirs.map(|(_, pause)| *pause).max().unwrap_or_default()
            };
            println!("| {whose} | {:.0} ms | {:.0} ms |", millis(longest(&steady)), millis(longest(&restart)));
        }
        println!("{} protocol, {} events a second", self.protocol.name(), self.rate);
    }

    /// See [`Figure::Backlog`].
    pub fn backlog(&self, events: i64, padding: usize, stopped: Duration) {
        // The default window: its bytes are what the bound follows from.
        let window_mib = 16;
        let job = self.job(&format!("{{bytes: {window_mib}MiB}}"));
        let mut workers = self.workers();
        workers.start(0);
        until("it is assigned", || {
            workers.look();
            workers.owned(0).len() == PARTITIONS as usize
        });
        let idle_mib = workers.peak_kib / 1024;
        // Stopped, it reads nothing: the backlog is there before it begins. (Not killed: the peak counts from its start.)
        workers.stop(0);
        workers.peak_kib = 0;
        println!("feeding {events} events");
        Feeder::new(&job.source, self.rate, PARTITIONS, Encoding::Padded(padding))
            .backlog(&servers(self.cluster), events);
        let progress = Progress::new(&self.cluster.kafka, &job.name, &job.source);
        let began = Instant::now();
        workers.start(0);
        let mut still_to_stop = !stopped.is_zero();
        let mut last = 0;
        let mut last_moved = Instant::now();
        while last < events {
            workers.look();
            assert!(workers.ended().is_empty(), "{:?}", workers.ended());
            std::thread::sleep(Duration::from_millis(50));
            let committed = progress.committed(PARTITIONS).map_or(last, |offsets| offsets.iter().sum());
            if committed > last {
                (last, last_moved) = (committed, Instant::now());
            }
            assert!(last_moved.elapsed() < PATIENCE, "stands at {last} of {events}");
            if still_to_stop && last > events / 4 {
                still_to_stop = false;
                for (verb, wait) in [("pause", stopped), ("resume", Duration::ZERO)] {
                    (1..=self.cluster.brokers).for_each(|number| self.cluster.broker(verb, number));
                    let until = Instant::now() + wait;
                    while Instant::now() < until {
                        workers.look();
                        std::thread::sleep(Duration::from_millis(100));
                    }
                }
                last_moved = Instant::now();
            }
        }
        let took = began.elapsed();
        workers.look();
        let bytes_in = workers.counter("mubatch_in_bytes_total");
        let ratio = workers.counter("mubatch_out_bytes_total") as f64 / bytes_in as f64;
        workers.stop_all();
        let peak_mib = workers.peak_kib / 1024;
        // Invariant 6 of ARCHITECTURE.md: three windows, their records, the client's queues; and the queue may be exceeded
        // by one answer, of fetch.message.max.bytes for each partition.
        let windows = 3 * window_mib;
        let records = (3.0 * ratio * window_mib as f64).ceil() as u64;
        let (fetched, produced) = (32 + 4 * PARTITIONS as u64, 64);
        // What librdkafka adds to a message counts in none of these.
        let each = bytes_in / events as u64;
        let messages = (fetched << 20) / each;
        let beside = (messages * BESIDE_A_MESSAGE) >> 20;
        let bound = idle_mib + windows + records + fetched + beside + produced;
        println!("| backlog | brokers stopped | drained in | peak | bound |");
        println!("| --- | --- | --- | --- | --- |");
        println!("| {events} events of {each} bytes | {stopped:?} | {took:.1?} | {peak_mib} MiB | {bound} MiB |");
        println!(
            "bound: {idle_mib} MiB idle + {windows} MiB (3 windows) + {records} MiB (their records, {ratio:.2} bytes out per \
             byte in) + {fetched} MiB fetched + {beside} MiB (the client's own of {messages} messages) + {produced} MiB to \
             produce"
        );
        assert!(peak_mib <= bound, "more memory than the configuration allows");
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Starts the process, and waits for its first commit.
fn first_commit(workers: &mut Workers) -> Duration {
    let began = Instant::now();
    workers.start(0);
    until("the first commit", || workers.commits_now(0) > 0);
    began.elapsed()
}

/// Only a member that has settled is like one in use.
const SETTLED: Duration = Duration::from_secs(3);

fn end(workers: &mut Workers, kill: bool) {
    std::thread::sleep(SETTLED);
    if kill { workers.kill(0) } else { workers.stop(0) }
}

/// A bare consumer as a process of its own, so that it can be killed.
struct Member {
    properties: Vec<String>,
    process: Option<Child>,
}

impl Member {
    fn new(properties: &[String], group: &str) -> Self {
        let mut properties = properties.to_vec();
        properties.push(format!("group.id={group}"));
        Self { properties, process: None }
    }

    /// Starts it, and waits until it says that it is assigned.
    fn start(&mut self) -> Duration {
        let began = Instant::now();
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("member").args(&self.properties).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("it starts");
        let mut said = String::new();
        BufReader::new(process.stdout.take().expect("its output")).read_line(&mut said).expect("a line");
        assert_eq!(said.trim(), "assigned");
        self.process = Some(process);
        began.elapsed()
    }

    fn end(&mut self, kill: bool) {
        let mut process = self.process.take().expect("it runs");
        std::thread::sleep(SETTLED);
        if kill {
            process.kill().expect("killed");
        }
        drop(process.stdin.take());
        process.wait().expect("waited");
    }
}

/// Says when it is assigned anything.
struct Says;

impl ClientContext for Says {}

impl ConsumerContext for Says {
    fn post_rebalance(&self, _: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        if let Rebalance::Assign(partitions) = rebalance
            && partitions.count() > 0
        {
            println!("assigned");
        }
    }
}

/// The process of [`Member`].
pub fn member(properties: &[String]) {
    let mut config = ClientConfig::new();
    config.set("enable.auto.commit", "false").set("auto.offset.reset", "latest");
    let mut topic = "";
    for property in properties {
        match property.split_once('=').expect("KEY=VALUE") {
            ("subscribe", name) => topic = name,
            (name, value) => drop(config.set(name, value)),
        }
    }
    let consumer: BaseConsumer<Says> = config.create_with_context(Says).expect("a consumer");
    consumer.subscribe(&[topic]).expect("subscribed");
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink()); // its end is what counts
            ended.store(true, Ordering::Release);
        });
        while !ended.load(Ordering::Acquire) {
            drop(consumer.poll(Duration::from_millis(10)));
        }
    });
}

/// An empty directory for a figure's files.
pub fn directory(base: &Path) -> PathBuf {
    let directory = base.join("figure");
    let _ = fs::remove_dir_all(&directory); // of an earlier run
    fs::create_dir_all(&directory).expect("a directory");
    directory
}
