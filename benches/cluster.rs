//! The Kafka that a benchmark runs against: topics, the workload's events, a group's progress, what came out.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::executor::block_on;
use mubatch::{Error, Result};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};

use crate::workload::PARTITIONS;

/// What a call to the broker may take; also how long nothing may come while there is something to read.
const CALL: Duration = Duration::from_secs(60);

/// What a broker answers before it knows who keeps a group's offsets.
const NOT_YET: [RDKafkaErrorCode; 3] = [
    RDKafkaErrorCode::CoordinatorLoadInProgress,
    RDKafkaErrorCode::CoordinatorNotAvailable,
    RDKafkaErrorCode::NotCoordinator,
];

/// The brokers.
pub struct Cluster {
    bootstrap: String,
}

/// A topic that is deleted when this is dropped.
pub struct Topic<'a> {
    pub name: String,
    partitions: i32,
    cluster: &'a Cluster,
}

/// Follows a group's committed offsets, without being a member.
pub struct Progress {
    consumer: BaseConsumer,
    partitions: TopicPartitionList,
}

impl Cluster {
    /// The brokers that `MUBATCH_TEST_BOOTSTRAP` names.
    pub fn from_env() -> Result<Self> {
        let bootstrap = std::env::var("MUBATCH_TEST_BOOTSTRAP").map_err(|_| {
            Error::environment("MUBATCH_TEST_BOOTSTRAP is not set: use `make bench`, or name the servers of a Kafka")
        })?;
        Ok(Self { bootstrap })
    }

    /// The value of `bootstrap.servers`.
    pub fn bootstrap(&self) -> &str {
        &self.bootstrap
    }

    pub fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap);
        config
    }

    fn admin(&self) -> Result<AdminClient<DefaultClientContext>> {
        self.config().create().map_err(failed("make an admin client"))
    }

    /// Makes a topic of the workload's partitions.
    pub fn create(&self, name: String) -> Result<Topic<'_>> {
        self.create_with(name, PARTITIONS)
    }

    /// Makes a topic of so many partitions, and waits until it is known.
    pub fn create_with(&self, name: String, partitions: i32) -> Result<Topic<'_>> {
        let doing = format!("make topic {name}");
        let admin = self.admin()?;
        let new = NewTopic::new(&name, partitions, TopicReplication::Fixed(1));
        let options = AdminOptions::new().operation_timeout(Some(CALL));
        let made = block_on(admin.create_topics([&new], &options)).map_err(failed(&doing))?;
        if let Some(Err((_, code))) = made.into_iter().next() {
            return Err(failed(&doing)(KafkaError::AdminOp(code)));
        }
        let topic = Topic { name, partitions, cluster: self };
        loop {
            let known = admin.inner().fetch_metadata(Some(&topic.name), CALL).map_err(failed(&doing))?;
            if known.topics().iter().any(|known| known.partitions().len() == partitions as usize) {
                return Ok(topic);
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }

    /// Produces so many events. `write` replaces the value with that of the event of a number, and returns its key.
    /// Returns how many each partition got.
    pub fn produce(
        &self,
        topic: &Topic<'_>,
        events: u64,
        mut write: impl FnMut(u64, &mut Vec<u8>) -> Option<String>,
    ) -> Result<Vec<u64>> {
        let failed = failed("produce the events");
        let mut config = self.config();
        config.set("enable.idempotence", "true").set("linger.ms", "5").set("batch.size", "1000000");
        config.set("partitioner", "murmur2_random").set("queue.buffering.max.messages", "1000000");
        let producer: BaseProducer = config.create().map_err(&failed)?;
        let mut value = Vec::new();
        for number in 0..events {
            let key = write(number, &mut value);
            let mut record = BaseRecord::to(&topic.name).payload(&value);
            record.key = key.as_deref();
            while let Err((error, back)) = producer.send(record) {
                if error.rdkafka_error_code() != Some(RDKafkaErrorCode::QueueFull) {
                    return Err(failed(error));
                }
                record = back;
                producer.poll(Duration::from_millis(10));
            }
        }
        producer.flush(CALL).map_err(&failed)?;
        let counts = self.counts(topic)?;
        match counts.iter().sum::<u64>() {
            there if there == events => Ok(counts),
            there => Err(Error::environment(format!("produce the events: {there} of {events} arrived"))),
        }
    }

    /// How many events each partition of a topic holds.
    pub fn counts(&self, topic: &Topic<'_>) -> Result<Vec<u64>> {
        let consumer: BaseConsumer = self.config().create().map_err(failed("make a consumer"))?;
        let count = |partition| Ok(consumer.fetch_watermarks(&topic.name, partition, CALL)?.1 as u64);
        let counts: Result<Vec<u64>, KafkaError> = (0..topic.partitions).map(count).collect();
        counts.map_err(failed("count the events"))
    }

    /// Follows the offsets that `group` commits in `topic`.
    pub fn progress(&self, group: &str, topic: &Topic<'_>) -> Result<Progress> {
        let mut config = self.config();
        // Read committed, the question would wait for the transaction under way.
        config.set("group.id", group).set("isolation.level", "read_uncommitted");
        let consumer = config.create().map_err(failed("make a consumer"))?;
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition_range(&topic.name, 0, topic.partitions - 1);
        Ok(Progress { consumer, partitions })
    }

    /// A consumer of all that is committed in a topic, from the start; it tells where partitions end.
    pub fn reader(&self, topic: &Topic<'_>) -> Result<BaseConsumer> {
        let failed = failed("read the output");
        let mut config = self.config();
        config.set("group.id", &topic.name).set("enable.auto.commit", "false").set("enable.partition.eof", "true");
        config.set("isolation.level", "read_committed");
        let consumer: BaseConsumer = config.create().map_err(&failed)?;
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition_range(&topic.name, 0, topic.partitions - 1);
        partitions.set_all_offsets(Offset::Beginning).map_err(&failed)?;
        consumer.assign(&partitions).map_err(&failed)?;
        Ok(consumer)
    }

    /// Shows every committed record of a topic to `see`: key and value, empty where there is none.
    pub fn read(&self, topic: &Topic<'_>, mut see: impl FnMut(&[u8], &[u8])) -> Result<()> {
        let failed = failed("read the output");
        let consumer = self.reader(topic)?;
        let mut ended = BTreeSet::new();
        while ended.len() < topic.partitions as usize {
            match consumer.poll(CALL) {
                Some(Ok(record)) => see(record.key().unwrap_or_default(), record.payload().unwrap_or_default()),
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    ended.insert(partition);
                }
                Some(Err(error)) => return Err(failed(error)),
                None => return Err(Error::environment(format!("read the output: nothing came for {CALL:?}"))),
            }
        }
        Ok(())
    }
}

impl Progress {
    /// The sum of the committed offsets: the number of events that count. `None` while the broker cannot say, as when it
    /// has only just started.
    pub fn committed(&self) -> Result<Option<u64>> {
        let offsets = match self.consumer.committed_offsets(self.partitions.clone(), CALL) {
            Ok(offsets) => offsets,
            Err(error) if error.rdkafka_error_code().is_some_and(|code| NOT_YET.contains(&code)) => return Ok(None),
            Err(error) => return Err(failed("ask for progress")(error)),
        };
        let offsets =
            offsets.elements().into_iter().filter_map(|element| u64::try_from(element.offset().to_raw()?).ok());
        Ok(Some(offsets.sum()))
    }
}

impl Drop for Topic<'_> {
    fn drop(&mut self) {
        // What is not deleted only takes room.
        if let Ok(admin) = self.cluster.admin() {
            let _ = block_on(admin.delete_topics(&[&self.name], &AdminOptions::new()));
        }
    }
}

pub fn failed(doing: &str) -> impl Fn(KafkaError) -> Error {
    move |error| Error::environment(format!("{doing}: {error}"))
}
