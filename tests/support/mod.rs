//! What tests of whole jobs share: a real Kafka, job files, and `mubatch` as a process of its own.
#![allow(dead_code, reason = "every test binary uses its own part")]
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Header, Message, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};
use serde_json::Value;

pub mod case;
pub mod forwarder;
pub mod in_process;
pub mod oracle;
pub mod proxy;
pub mod raw;
pub mod schemas;
pub mod secure;

/// A variable that `make test` sets.
pub fn test_env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run these tests through `make test`"))
}

/// Waits until `holds`, for at most a minute.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(60), "not within a minute: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A name that no other test uses.
pub fn unique(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A record as a read_committed consumer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub partition: i32,
    pub offset: i64,
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    /// Names need not be UTF-8.
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Record {
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.value.as_deref().expect("a value")).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.find_header(name).unwrap_or_else(|| panic!("no header {name} in {:?}", self.headers))
    }

    pub fn find_header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known == name.as_bytes())?;
        Some(std::str::from_utf8(value.as_deref().expect("a value")).expect("text"))
    }

    fn of(message: &BorrowedMessage<'_>) -> Self {
        Self {
            partition: message.partition(),
            offset: message.offset(),
            key: message.key().map(<[u8]>::to_vec),
            value: message.payload().map(<[u8]>::to_vec),
            headers: raw::headers(message),
        }
    }
}

/// The Kafka that the tests run against.
pub struct Kafka {
    pub bootstrap: String,
}

impl Kafka {
    pub fn from_env() -> Self {
        Self { bootstrap: test_env("MUBATCH_TEST_BOOTSTRAP") }
    }

    pub fn config(&self) -> ClientConfig {
        // OpenSSL is not to tidy up at the end of a process in which a client's threads still run: they would crash.
        openssl_sys::init();
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap);
        config
    }

    pub fn create(&self, topic: &str, partitions: i32) {
        self.create_with(topic, partitions, &[]);
    }

    pub fn create_with(&self, topic: &str, partitions: i32, config: &[(&str, &str)]) {
        let admin = self.admin();
        // Whatever time a test writes, retention is not to remove it.
        let mut new = NewTopic::new(topic, partitions, TopicReplication::Fixed(1)).set("retention.ms", "-1");
        for (key, value) in config {
            new = new.set(key, value);
        }
        let made = futures::executor::block_on(admin.create_topics([&new], &AdminOptions::new())).expect("an answer");
        made.into_iter().next().expect("one answer").unwrap_or_else(|error| panic!("make topic {topic}: {error:?}"));
        // Other brokers, and this one's clients, learn of it a little later.
        eventually("the new topic is known", || {
            admin.inner().fetch_metadata(Some(topic), Duration::from_secs(5)).is_ok_and(|metadata| {
                let partitions_known = metadata.topics().iter().map(|topic| topic.partitions().len()).sum::<usize>();
                partitions_known == partitions as usize
            })
        });
    }

    fn admin(&self) -> AdminClient<DefaultClientContext> {
        self.config().create().expect("an admin client")
    }

    pub fn delete(&self, topic: &str) {
        let deleted = futures::executor::block_on(self.admin().delete_topics(&[topic], &AdminOptions::new()));
        deleted.expect("an answer").remove(0).unwrap_or_else(|error| panic!("delete topic {topic}: {error:?}"));
    }

    /// Lets a topic grow to so many partitions.
    pub fn grow(&self, topic: &str, partitions: usize) {
        let new = NewPartitions::new(topic, partitions);
        let grown = futures::executor::block_on(self.admin().create_partitions([&new], &AdminOptions::new()));
        grown.expect("an answer").remove(0).unwrap_or_else(|error| panic!("grow topic {topic}: {error:?}"));
    }

    pub fn partitions(&self, topic: &str) -> usize {
        let metadata = self.admin().inner().fetch_metadata(Some(topic), Duration::from_secs(20)).expect("metadata");
        metadata.topics()[0].partitions().len()
    }

    /// The end of a partition, whatever is open there.
    pub fn end(&self, topic: &str, partition: i32) -> i64 {
        let consumer: BaseConsumer =
            self.config().set("isolation.level", "read_uncommitted").create().expect("a consumer");
        consumer.fetch_watermarks(topic, partition, Duration::from_secs(20)).expect("watermarks").1
    }

    /// Commits an offset for a group without members.
    pub fn commit(&self, group: &str, topic: &str, partition: i32, offset: i64) {
        let consumer: BaseConsumer = self.config().set("group.id", group).create().expect("a consumer");
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, Offset::Offset(offset)).expect("an offset");
        eventually("the group has no members", || consumer.commit(&list, CommitMode::Sync).is_ok());
    }

    /// Removes the records of a partition before `offset`, as retention does.
    pub fn trim(&self, topic: &str, partition: i32, offset: i64) {
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, Offset::Offset(offset)).expect("an offset");
        let trimmed = futures::executor::block_on(self.admin().delete_records(&list, &AdminOptions::new()));
        for element in trimmed.expect("an answer").elements() {
            element.error().unwrap_or_else(|error| panic!("trim topic {topic}: {error:?}"));
        }
    }

    /// Produces key-value pairs, in order per key.
    pub fn produce<K: AsRef<[u8]>, V: AsRef<[u8]>>(&self, topic: &str, messages: impl IntoIterator<Item = (K, V)>) {
        self.produce_to(topic, None, messages);
    }

    /// The same, to one partition.
    pub fn produce_to<K: AsRef<[u8]>, V: AsRef<[u8]>>(
        &self,
        topic: &str,
        partition: Option<i32>,
        messages: impl IntoIterator<Item = (K, V)>,
    ) {
        let producer: BaseProducer =
            self.config().set("linger.ms", "5").set("partitioner", "murmur2_random").create().expect("a producer");
        for (key, value) in messages {
            let record = BaseRecord::to(topic).key(key.as_ref()).payload(value.as_ref());
            send(&producer, BaseRecord { partition, ..record });
        }
        producer.flush(Duration::from_secs(60)).expect("flushed");
    }

    /// Produces one message with headers to a partition.
    pub fn produce_one(
        &self,
        topic: &str,
        partition: i32,
        key: &[u8],
        value: Option<&[u8]>,
        headers: &[(&str, &[u8])],
    ) {
        let producer: BaseProducer = self.config().create().expect("a producer");
        let mut owned = OwnedHeaders::new();
        for (name, value) in headers {
            owned = owned.insert(Header { key: name, value: Some(*value) });
        }
        let mut record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(topic).partition(partition).key(key).headers(owned);
        if let Some(value) = value {
            record = record.payload(value);
        }
        send(&producer, record);
        producer.flush(Duration::from_secs(60)).expect("flushed");
    }

    /// A reader of the committed records of a topic, from its beginning.
    pub fn reader(&self, topic: &str) -> Reader {
        let mut config = self.config();
        config
            .set("group.id", unique("reader"))
            .set("isolation.level", "read_committed")
            .set("enable.partition.eof", "true")
            .set("enable.auto.commit", "false")
            .set("fetch.wait.max.ms", "50");
        let consumer: BaseConsumer = config.create().expect("a consumer");
        let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(20)).expect("metadata");
        let partitions = metadata.topics()[0].partitions().len();
        Reader { config, topic: topic.to_owned(), next: vec![0; partitions], records: Vec::new() }
    }

    /// Every committed record of a topic, as of now.
    pub fn read(&self, topic: &str) -> Vec<Record> {
        let mut reader = self.reader(topic);
        reader.catch_up();
        reader.records
    }

    /// The sum of the group's committed offsets in a topic: without gaps, the number of events that count.
    pub fn committed(&self, group: &str, topic: &str, partitions: i32) -> i64 {
        self.committed_offsets(group, topic, partitions).iter().sum()
    }

    /// The group's committed offsets in a topic, 0 where there is none.
    pub fn committed_offsets(&self, group: &str, topic: &str, partitions: i32) -> Vec<i64> {
        let consumer: BaseConsumer =
            self.config().set("group.id", group).set("isolation.level", "read_committed").create().expect("a consumer");
        let mut list = TopicPartitionList::new();
        for partition in 0..partitions {
            list.add_partition(topic, partition);
        }
        // The first to ask a cluster for a group's offsets has to wait until their topic is made.
        let mut committed = None;
        eventually("the group has a coordinator", || {
            // There is no answer while a transaction on them is open: a broker gives one up after 20 s, and looks every 10 s.
            committed = match consumer.committed_offsets(list.clone(), Duration::from_secs(60)) {
                Ok(committed) => Some(committed),
                Err(KafkaError::MetadataFetch(RDKafkaErrorCode::NotCoordinator)) => None,
                Err(error) => panic!("committed offsets: {error}"),
            };
            committed.is_some()
        });
        let committed = committed.expect("committed offsets");
        committed.elements().iter().map(|element| element.offset().to_raw().unwrap_or(0).max(0)).collect()
    }

    /// Where the partitions of a topic end.
    pub fn ends(&self, topic: &str, partitions: i32) -> Vec<i64> {
        let consumer: BaseConsumer = self.config().create().expect("a consumer");
        let end = |partition| consumer.fetch_watermarks(topic, partition, Duration::from_secs(30)).expect("an end").1;
        (0..partitions).map(end).collect()
    }
}

fn send(producer: &BaseProducer, mut record: BaseRecord<'_, [u8], [u8]>) {
    while let Err((KafkaError::MessageProduction(_), back)) = producer.send(record) {
        record = back;
        producer.poll(Duration::from_millis(10));
    }
    producer.poll(Duration::ZERO);
}

/// Reads committed records as they come.
pub struct Reader {
    config: ClientConfig,
    topic: String,
    /// The next offset of each partition.
    next: Vec<i64>,
    pub records: Vec<Record>,
}

impl Reader {
    /// Reads up to what is committed now, in every partition. With a client of its own each time: one that has been at
    /// the end of a partition does not say so again.
    pub fn catch_up(&mut self) {
        let consumer: BaseConsumer = self.config.create().expect("a consumer");
        let mut list = TopicPartitionList::new();
        for (partition, next) in self.next.iter().enumerate() {
            list.add_partition_offset(&self.topic, partition as i32, Offset::Offset(*next)).expect("an offset");
        }
        consumer.assign(&list).expect("assigned");
        let mut at_end = BTreeSet::new();
        let started = Instant::now();
        while at_end.len() < self.next.len() {
            assert!(started.elapsed() < Duration::from_secs(60), "the end of topic {} is not reached", self.topic);
            match consumer.poll(Duration::from_millis(100)) {
                Some(Ok(message)) => {
                    at_end.remove(&message.partition());
                    self.next[message.partition() as usize] = message.offset() + 1;
                    self.records.push(Record::of(&message));
                }
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    at_end.insert(partition);
                }
                Some(Err(error)) => panic!("read: {error}"),
                None => {}
            }
        }
    }
}

/// A directory with a job file in it.
pub struct JobDir {
    directory: tempfile::TempDir,
}

impl JobDir {
    pub fn new(job: &str) -> Self {
        let made = Self { directory: tempfile::tempdir().expect("a directory") };
        made.write("job.yaml", job);
        made
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("written");
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn job(&self) -> PathBuf {
        self.path("job.yaml")
    }

    /// `mubatch VERB job.yaml ARGS`, to its end: exit code, standard output, standard error.
    pub fn mubatch(&self, verb: &str, args: &[&str]) -> (i32, String, String) {
        let mut command = command(self.directory.path());
        let output = command.arg(verb).arg("job.yaml").args(args).output().expect("mubatch runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// `mubatch run job.yaml`, in the background.
    pub fn start(&self, instance: &str, args: &[&str]) -> Process {
        let log = self.path(&format!("{}.log", unique(instance)));
        let file = std::fs::File::create(&log).expect("a log file");
        let mut command = command(self.directory.path());
        command.args(["run", "job.yaml"]).args(args).env("MUBATCH_INSTANCE", instance);
        let child = command.stdout(Stdio::null()).stderr(file).spawn().expect("mubatch starts");
        Process { child, log }
    }
}

fn command(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mubatch"));
    command.current_dir(directory).env("TMPDIR", directory).stdin(Stdio::null());
    command
}

/// `mubatch run` as a process. Killed when dropped.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("waited");
    }

    /// SIGTERM, then its end.
    pub fn stop(mut self) -> ExitStatus {
        self.signal("TERM");
        self.end()
    }

    /// Sends it a signal: STOP and CONT hold it and let it go on.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Waits until it has logged this.
    pub fn says(&self, text: &str) {
        eventually(&format!("it says: {text}"), || self.log().contains(text));
    }

    /// Waits for its end.
    pub fn end(&mut self) -> ExitStatus {
        let mut status = None;
        eventually("mubatch ends", || {
            status = self.child.try_wait().expect("waited");
            status.is_some()
        });
        status.expect("ended")
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("a log")
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("waited").is_none()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- mubatch logged:\n{}", self.log());
        }
    }
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

/// `GET http://127.0.0.1:PORT/PATH`: status and body; `None` while nobody answers.
pub fn get(port: u16, path: &str) -> Option<(u16, String)> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut response = String::new();
    stream.read_to_string(&mut response).ok()?;
    let status = response.split_whitespace().nth(1)?.parse().ok()?;
    let (_, body) = response.split_once("\r\n\r\n")?;
    Some((status, body.to_owned()))
}

/// The records' JSON field `field`, grouped by `by`, each group in the order of the log.
pub fn sequences(records: &[Record], by: &str, field: &str) -> BTreeMap<String, Vec<i64>> {
    let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for record in records {
        let value = record.json();
        let group = value[by].as_str().expect("text").to_owned();
        groups.entry(group).or_default().push(value[field].as_i64().expect("a number"));
    }
    groups
}
