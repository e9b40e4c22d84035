//! Readers of what jobs write: one runs during the faults, one after them. Both read what is committed only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use rdkafka::message::Message;
use rdkafka::{Offset, TopicPartitionList};

use crate::feeder::number_in;
use crate::support::oracle::Row;
use crate::support::{Kafka, unique};

/// How long a reader waits for the last records.
const LATEST: Duration = Duration::from_secs(60);

/// A reader of the outputs, from their beginning.
pub struct Watch {
    consumer: BaseConsumer,
    topics: Vec<String>,
    started: Instant,
    /// Where partitions go on.
    next: BTreeMap<(u16, i32), i64>,
    pub rows: Vec<Row>,
    /// When each row was seen.
    pub at: Vec<Duration>,
}

/// What one look gave.
enum Look {
    Row,
    End,
    Nothing,
}

impl Watch {
    /// `topics` in the order of their numbers in rows; each has `partitions`.
    pub fn new(kafka: &Kafka, topics: &[String], partitions: i32, started: Instant) -> Self {
        let places =
            (0..topics.len() as u16).flat_map(|topic| (0..partitions).map(move |partition| (topic, partition)));
        let next = places.map(|place| (place, 0)).collect();
        let (consumer, topics) = (reader(kafka), topics.to_vec());
        let watch = Self { consumer, topics, started, next, rows: Vec::new(), at: Vec::new() };
        watch.go_on();
        watch
    }

    fn look(&mut self) -> Look {
        let message = match self.consumer.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => message,
            Some(Err(KafkaError::PartitionEOF(_))) => return Look::End,
            // A broker that was killed may have forgotten what its leader epochs were: the client takes the log for shorter
            // than it is, and would go on at its end or not at all.
            Some(Err(KafkaError::MessageConsumption(code @ (Code::AutoOffsetReset | Code::LogTruncation)))) => {
                println!("a reader's client has lost its place ({code:?}): reading on from it");
                self.go_on();
                return Look::Nothing;
            }
            // Brokers come and go.
            Some(Err(_)) | None => return Look::Nothing,
        };
        let topic = self.topics.iter().position(|topic| topic == message.topic()).expect("one of ours") as u16;
        let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.strip_prefix('k')?.parse().ok();
        self.rows.push(Row {
            topic,
            partition: message.partition(),
            offset: message.offset(),
            key: message.key().and_then(number).expect("a key"),
            n: message.payload().and_then(|value| number_in(topic, value)).expect("an event's number"),
        });
        self.at.push(self.started.elapsed());
        self.next.insert((topic, message.partition()), message.offset() + 1);
        Look::Row
    }

    /// Reads on from where it is.
    fn go_on(&self) {
        let name = |topic: u16| &self.topics[usize::from(topic)];
        read_from(&self.consumer, self.next.iter().map(|(&(topic, partition), &next)| (name(topic), partition, next)));
    }

    /// Reads while `goes_on`, and then until it has seen so many rows as `goes_on` has said there are, or waited for long.
    /// Tells in `seen` how many it has seen.
    pub fn follow(&mut self, goes_on: impl Fn() -> Option<usize>, seen: &AtomicUsize) {
        let mut last = Instant::now();
        loop {
            if let Look::Row = self.look() {
                last = Instant::now();
                seen.store(self.rows.len(), Ordering::Release);
            } else {
                match goes_on() {
                    None => last = Instant::now(),
                    Some(rows) if self.rows.len() >= rows || last.elapsed() > LATEST => return,
                    Some(_) => {}
                }
            }
        }
    }

    /// Reads up to the end.
    pub fn read_all(&mut self) {
        let (mut ended, mut last) = (0, Instant::now());
        while ended < self.next.len() {
            match self.look() {
                Look::Row => last = Instant::now(),
                // Nobody writes any more: each partition says so once.
                Look::End => ended += 1,
                Look::Nothing => assert!(last.elapsed() < LATEST, "the outputs' ends are not reached"),
            }
        }
    }
}

/// Waits until no transaction is open any more: what an abandoned one hides would look lost.
pub fn stable_ends(kafka: &Kafka, topics: &[String], partitions: i32) {
    let ends = |level: &str| {
        let consumer: BaseConsumer = kafka.config().set("isolation.level", level).create().expect("a consumer");
        let end = |topic: &String, partition| consumer.fetch_watermarks(topic, partition, Duration::from_secs(30));
        let places = topics.iter().flat_map(|topic| (0..partitions).map(move |partition| (topic, partition)));
        places.map(|(topic, partition)| end(topic, partition).expect("an end").1).collect::<Vec<_>>()
    };
    let started = Instant::now();
    while ends("read_committed") != ends("read_uncommitted") {
        assert!(started.elapsed() < LATEST, "a transaction is open, {LATEST:?} after its producer is gone");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Every committed value of a topic.
pub fn values(kafka: &Kafka, topic: &str, partitions: i32) -> Vec<Vec<u8>> {
    let (consumer, topic) = (reader(kafka), topic.to_owned());
    read_from(&consumer, (0..partitions).map(|partition| (&topic, partition, 0)));
    let (mut values, mut ended, mut last) = (Vec::new(), BTreeSet::new(), Instant::now());
    while ended.len() < partitions as usize {
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => values.push(message.payload().expect("a value").to_vec()),
            Some(Err(KafkaError::PartitionEOF(partition))) => drop(ended.insert(partition)),
            Some(Err(_)) | None => {
                assert!(last.elapsed() < LATEST, "the end of {topic} is not reached");
                continue;
            }
        }
        last = Instant::now();
    }
    values
}

fn reader(kafka: &Kafka) -> BaseConsumer {
    let mut config = kafka.config();
    config.set("group.id", unique("reader")).set("isolation.level", "read_committed");
    config.set("enable.partition.eof", "true").set("enable.auto.commit", "false");
    config.set("reconnect.backoff.max.ms", "500").set("auto.offset.reset", "error");
    config.create().expect("a consumer")
}

/// Reads these partitions, each from an offset on.
fn read_from<'a>(consumer: &BaseConsumer, places: impl Iterator<Item = (&'a String, i32, i64)>) {
    let mut list = TopicPartitionList::new();
    for (topic, partition, offset) in places {
        list.add_partition_offset(topic, partition, Offset::Offset(offset)).expect("an offset");
    }
    consumer.assign(&list).expect("assigned");
}

/// Follows a group's committed offsets, whatever happens to the brokers.
pub struct Progress {
    group: BaseConsumer,
    topic: String,
}

impl Progress {
    pub fn new(kafka: &Kafka, group: &str, topic: &str) -> Self {
        let mut config = kafka.config();
        config.set("group.id", group).set("isolation.level", "read_committed");
        config.set("reconnect.backoff.max.ms", "500");
        Self { group: config.create().expect("a consumer"), topic: topic.to_owned() }
    }

    /// By partition, 0 where nothing is committed; `None` while nobody can say.
    pub fn committed(&self, partitions: i32) -> Option<Vec<i64>> {
        let mut list = TopicPartitionList::new();
        list.add_partition_range(&self.topic, 0, partitions - 1);
        let committed = self.group.committed_offsets(list, Duration::from_secs(5)).ok()?;
        let mut offsets = vec![0; partitions as usize];
        for element in committed.elements() {
            offsets[element.partition() as usize] = element.offset().to_raw().unwrap_or(0).max(0);
        }
        Some(offsets)
    }

    /// Where the partitions of the source end.
    pub fn ends(&self, partitions: i32) -> Vec<i64> {
        let end = |partition| self.group.fetch_watermarks(&self.topic, partition, Duration::from_secs(30));
        (0..partitions).map(|partition| end(partition).expect("the end of a partition").1).collect()
    }
}
