//! The brokers that a run starts, harms and heals: `scripts/kafka-cluster` does the work.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::Kafka;
use crate::support::secure::Secure;

/// Sessions may be short, so that a cell need not wait for long ones; a transaction that timed out ends soon.
const EXTRA: &str = "group.min.session.timeout.ms=1000
group.consumer.min.session.timeout.ms=1000
group.consumer.session.timeout.ms=3000
group.consumer.min.heartbeat.interval.ms=300
group.consumer.heartbeat.interval.ms=500
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000";

/// What a broker logs when it gives markers up. No topic is deleted here.
const MARKERS_GIVEN_UP: &str = "these partitions are likely deleted already";

/// How many partitions the topics of the coordinators have (scripts/kafka-cluster).
const COORDINATORS: usize = 4;

pub struct Cluster {
    directory: PathBuf,
    pub brokers: usize,
    pub kafka: Kafka,
    /// How often coordinators were moved.
    moves: AtomicUsize,
}

fn script(name: &str) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join(name));
    // Brokers that live for minutes and start again and again do not earn back what their best compiler takes.
    if std::env::var_os("TIER").is_none() {
        command.env("TIER", "1");
    }
    command
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("a script runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

impl Cluster {
    /// One broker, or three.
    pub fn start(directory: PathBuf, brokers: usize, base_port: u16) -> Self {
        let mut start = script("kafka-cluster");
        start.arg("start").arg(&directory).args([brokers.to_string(), base_port.to_string()]);
        let bootstrap = output(start.env("SECURE", "1").env("EXTRA", EXTRA));
        Self { directory, brokers, kafka: Kafka { bootstrap }, moves: AtomicUsize::new(0) }
    }

    fn call(&self, args: &[&str]) {
        let mut command = script("kafka-cluster");
        output(command.arg(args[0]).arg(&self.directory).args(&args[1..]));
    }

    /// Harms broker `number` (from 1): `kill`, `pause`; or heals it: `up`, `resume`.
    pub fn broker(&self, verb: &str, number: usize) {
        self.call(&[verb, &number.to_string()]);
    }

    /// Asks broker `number` to end, and makes it where it does not within the script's 30 s. Returns whether it did.
    pub fn end_broker(&self, number: usize) -> bool {
        let number = number.to_string();
        let mut term = script("kafka-cluster");
        let ended =
            term.arg("term").arg(&self.directory).arg(&number).output().expect("a script runs").status.success();
        if !ended {
            self.call(&["kill", &number]);
        }
        ended
    }

    /// A command-line class of Kafka's.
    pub fn tool(&self, args: &[&str]) {
        self.call(&[&["tool"], args].concat());
    }

    /// How many transaction markers the brokers have given up since they were made: Kafka 4.3.0 takes a partition without a
    /// leader for one that was deleted (KAFKA-20734), and then readers see what was aborted, or nothing more.
    pub fn markers_given_up(&self) -> usize {
        let log = |number: usize| std::fs::read(self.directory.join(format!("n{number}.log"))).unwrap_or_default();
        let said = |log: Vec<u8>| String::from_utf8_lossy(&log).matches(MARKERS_GIVEN_UP).count();
        (1..=self.brokers).map(|number| said(log(number))).sum()
    }

    /// Copies all that the brokers have logged and stored into a directory.
    pub fn save(&self, to: &Path) {
        let save = format!("cp -r '{}' '{}'", self.directory.display(), to.display());
        let _ = Command::new("sh").args(["-c", &save]).status(); // as much as there is
    }

    pub fn replicas(&self) -> i32 {
        self.brokers as i32
    }

    /// Addresses of the brokers' listeners, each `port` beyond the first one.
    pub fn listeners(&self, port: u16) -> Vec<String> {
        let shifted = |address: &str| {
            let (host, first) = address.split_once(':').expect("host:port");
            format!("{host}:{}", first.parse::<u16>().expect("a port") + port)
        };
        self.kafka.bootstrap.split(',').map(shifted).collect()
    }

    /// The listener that asks for a login.
    pub fn secure(&self) -> Secure {
        let ca = self.directory.join("tls/ca.crt");
        Secure { address: self.listeners(4).join(","), ca: ca.to_str().expect("UTF-8").to_owned() }
    }

    /// Gives every group and every transactional id another coordinator, without ending a broker.
    pub fn move_coordinators(&self) {
        assert!(self.brokers > 1, "there is nowhere to move to");
        let moves = self.moves.fetch_add(1, Ordering::Relaxed) + 1;
        let mut moved = Vec::new();
        for topic in ["__consumer_offsets", "__transaction_state"] {
            for partition in 0..COORDINATORS {
                let replica = |at: usize| (partition + moves + at) % self.brokers + 1;
                let replicas: Vec<usize> = (0..self.brokers).map(replica).collect();
                moved.push(serde_json::json!({"topic": topic, "partition": partition, "replicas": replicas}));
            }
        }
        let file = self.directory.join("move.json");
        let plan = serde_json::json!({"version": 1, "partitions": moved});
        std::fs::write(&file, plan.to_string()).expect("written");
        let file = file.to_str().expect("UTF-8");
        // The first of the replicas is the preferred leader; the second call makes it the leader.
        let reassign = "org.apache.kafka.tools.reassign.ReassignPartitionsCommand";
        self.tool(&[reassign, "--reassignment-json-file", file, "--execute"]);
        self.tool(&["LeaderElectionCommand", "--election-type", "preferred", "--path-to-json-file", file]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut destroy = script("kafka-cluster");
        let _ = destroy.arg("destroy").arg(&self.directory).output(); // scripts/chaos destroys what is left
    }
}

/// A schema registry.
pub struct Registry {
    directory: PathBuf,
    pub url: String,
}

impl Registry {
    pub fn start(directory: PathBuf) -> Self {
        let url = output(script("schema-registry").arg("start").arg(&directory).arg("0"));
        Self { directory, url }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = script("schema-registry").arg("stop").arg(&self.directory).output();
    }
}
