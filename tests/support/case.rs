//! A job that shows whether every event counted once: it copies its events to two topics, and writes receipts.
#![allow(dead_code, reason = "every test binary uses its own part")]

use std::collections::HashMap;

use super::oracle::{Evidence, Receipt, Row};
use super::proxy::Proxy;
use super::{JobDir, Kafka, Process, Record, unique};

pub const PARTITIONS: i32 = 4;
const KEYS: i64 = 40;

/// A job of its own, with topics of its own: every even event to one topic, every odd one to another, and receipts.
pub struct Case {
    pub kafka: Kafka,
    pub job: String,
    pub source: String,
    pub even: String,
    pub odd: String,
    pub receipts: String,
    pub directory: JobDir,
    /// Of the source.
    pub partitions: i32,
}

impl Case {
    pub fn new(name: &str) -> Self {
        let kafka = Kafka::from_env();
        let bootstrap = kafka.bootstrap.clone();
        Self::on(kafka, name, &bootstrap)
    }

    /// The job reaches its brokers through this proxy; we do not.
    pub fn behind(proxy: &Proxy, name: &str) -> Self {
        Self::on(Kafka::from_env(), name, &proxy.bootstrap())
    }

    /// On this cluster; `bootstrap` is what the job is told.
    pub fn on(kafka: Kafka, name: &str, bootstrap: &str) -> Self {
        let job = unique(name);
        let topic = |role: &str| format!("{job}-{role}");
        let (source, even, odd, receipts) = (topic("in"), topic("even"), topic("odd"), topic("receipts"));
        kafka.create(&source, PARTITIONS);
        kafka.create(&even, PARTITIONS);
        kafka.create(&odd, PARTITIONS);
        kafka.create(&receipts, 1);
        // Small windows, so that there are many; the shortest session that a broker takes by default.
        let directory = JobDir::new(&format!(
            "job: {job}
kafka: {{bootstrap.servers: '{bootstrap}', session.timeout.ms: 6000}}
source:
  topics: [{source}]
  format: json
  columns: {{id: varchar not null, k: varchar not null, n: bigint not null}}
  key: k
window: {{age: 20ms, events: 300, bytes: 1MiB}}
mapper:
  - into: halves
    sql: |
      SELECT CASE WHEN n % 2 = 0 THEN '{even}' ELSE '{odd}' END AS _topic, id, k, n FROM events
outputs:
  halves: {{topics: [{even}, {odd}], format: json, key: k}}
receipts: {{topic: {receipts}}}
"
        ));
        Self { kafka, job, source, even, odd, receipts, directory, partitions: PARTITIONS }
    }

    /// Events `from` up to `to`, by turns under 40 keys, so that order per key means ascending `n`.
    pub fn feed(&self, from: i64, to: i64) {
        let event = |n: i64| {
            let key = format!("k{}", n % KEYS);
            let value = format!(r#"{{"id": "e{n}", "k": "{key}", "n": {n}}}"#);
            (key, value)
        };
        self.kafka.produce(&self.source, (from..to).map(event));
    }

    /// The same to one partition, under a key of its own.
    pub fn feed_partition(&self, partition: i32, from: i64, to: i64) {
        let event = |n: i64| (format!("p{partition}"), format!(r#"{{"id": "e{n}", "k": "p{partition}", "n": {n}}}"#));
        self.kafka.produce_to(&self.source, Some(partition), (from..to).map(event));
    }

    pub fn start(&self, instance: &str) -> Process {
        self.directory.start(instance, &[])
    }

    pub fn committed(&self) -> i64 {
        self.kafka.committed(&self.job, &self.source, self.partitions)
    }

    pub fn outputs(&self) -> Vec<Record> {
        let mut records = self.kafka.read(&self.even);
        records.extend(self.kafka.read(&self.odd));
        records
    }

    /// Every event once, in order per key, and the receipts and offsets say the same.
    pub fn holds(&self, events: i64) {
        let mut keys: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut after = Vec::new();
        for (topic, name) in [(0, &self.even), (1, &self.odd)] {
            for record in self.kafka.read(name) {
                let next = keys.len() as u32;
                let key = *keys.entry(record.key.clone().expect("a key")).or_insert(next);
                let n = record.json()["n"].as_i64().expect("n");
                after.push(Row { topic, partition: record.partition, offset: record.offset, key, n });
            }
        }
        let receipts = self.kafka.read(&self.receipts);
        let receipts: Vec<_> =
            receipts.iter().map(|receipt| Receipt::parse(receipt.value.as_deref().expect("a value"))).collect();
        let verdict = Evidence {
            fed: events,
            home: &|n| Some((n % 2) as u16),
            after: &after,
            during: None,
            receipts: &receipts,
            committed: &self.kafka.committed_offsets(&self.job, &self.source, self.partitions),
            ends: &self.kafka.ends(&self.source, self.partitions),
        }
        .verdict();
        assert!(verdict.holds(), "{verdict}");
    }
}

/// Whether the process has been given partitions, by its own account.
pub fn has_partitions(process: &Process) -> bool {
    process.log().lines().any(|line| line.contains("partition starts"))
}
