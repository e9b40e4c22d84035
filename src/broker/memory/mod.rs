//! A broker inside the process: topics, groups and transactions as Kafka has them, in memory.
//!
//! ```text
//! MemoryBroker, MemoryConsumer, MemoryProducer    one lock, waiting, waking          (this file, consumer, producer)
//!   └─ Core                                       a pure state machine with a queue  (core, steps)
//!        ├─ Topics ─ Log                          records and markers                (topics, log, record)
//!        ├─ Transactions                          the transaction coordinator        (transactions, producers)
//!        └─ Groups ─ GroupOffsets                 the group coordinator              (groups, assignor, offsets)
//! ```
//!
//! The coordinators work in [`Step`]s, as they do on a real cluster: the end of a transaction is decided first, then
//! reaches one partition after another; a generation begins before its members have heard of it. In normal use the
//! steps are taken at once. A broker made with [`MemoryBroker::in_steps`] leaves them to its owner, who can take them
//! in any order, or late, or not at all.
//!
//! Not modelled: replication, quotas, access rights, static membership.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::broker::{
    Broker, BrokerError, Consumer, ConsumerSpec, Header, Offset, Producer, ProducerSpec, TopicInfo, Watermarks,
};
use crate::clock::{Clock, UnixMillis};

mod assignor;
mod consumer;
mod core;
mod errors;
mod groups;
mod log;
mod offsets;
mod partitioner;
mod producer;
mod producers;
mod record;
mod shared;
mod steps;
mod topics;
mod transactions;

pub use groups::GroupTimeouts;
pub use log::Isolation;
pub use record::StoredRecord;
pub use steps::{Mishap, Participant, Step};
pub use topics::TopicConfig;

use self::consumer::MemoryConsumer;
use self::core::Core;
use self::producer::MemoryProducer;
use self::shared::Shared;

/// A broker inside the process.
pub struct MemoryBroker {
    shared: Arc<Shared>,
}

/// How far [`MemoryBroker::read`] has read a topic; the default is its start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The next offset of each partition.
    next: Vec<i64>,
}

impl MemoryBroker {
    /// A broker without topics. Time comes from the clock: for what lapses, and for the timestamps of markers.
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Self::with_timeouts(clock, GroupTimeouts::default())
    }

    /// A broker that gives up members after other times than by default.
    pub fn with_timeouts(clock: Arc<dyn Clock>, timeouts: GroupTimeouts) -> Arc<Self> {
        Arc::new(Self { shared: Shared::new(Core::new(timeouts), clock, true) })
    }

    /// A broker whose [`steps`](Self::steps) somebody else takes, one by one. Calls that wait for a step end with a
    /// timeout unless another thread takes it.
    pub fn in_steps(clock: Arc<dyn Clock>, timeouts: GroupTimeouts) -> Arc<Self> {
        Arc::new(Self { shared: Shared::new(Core::new(timeouts), clock, false) })
    }

    /// The steps that wait to be taken, oldest first.
    pub fn steps(&self) -> Vec<Step> {
        self.shared.call(|core, _| core.steps().cloned().collect())
    }

    /// Takes one of the [`steps`](Self::steps); false when there is none with this index.
    pub fn run_step(&self, index: usize) -> bool {
        self.shared.call(|core, now| core.run(index, now))
    }

    /// Lets something go wrong with the next request that it can happen to.
    pub fn order(&self, mishap: Mishap) {
        self.shared.call(|core, _| core.order(mishap));
    }

    /// A request for a new epoch whose sender does not wait any more: it arrives as a [`Step::InitProducer`].
    pub fn late_init(&self, transactional_id: &str, transaction_timeout: Duration) {
        self.shared.call(|core, _| core.late_init(transactional_id, transaction_timeout));
    }

    /// Moves a group's generation on although its partitions stay where they are, as the epochs of KIP-848 do. False
    /// while the group shares them out anew.
    pub fn move_generation(&self, group: &str) -> bool {
        self.shared.call(|core, _| core.move_generation(group))
    }

    /// Adds partitions to a topic.
    pub fn add_partitions(&self, topic: &str, count: i32) -> Result<(), BrokerError> {
        self.shared.call(|core, now| core.add_partitions(topic, count, now))
    }

    /// Makes a topic as a Kafka broker would by default. An error if there is one with this name.
    pub fn create_topic(&self, name: &str, partitions: i32) -> Result<(), BrokerError> {
        self.create_topic_with(name, partitions, TopicConfig::default())
    }

    /// Makes a topic. An error if there is one with this name.
    pub fn create_topic_with(&self, name: &str, partitions: i32, config: TopicConfig) -> Result<(), BrokerError> {
        self.shared.call(|core, now| core.create_topic(name, partitions, config, now))
    }

    /// The names of all topics, in the order in which they were made.
    pub fn topic_names(&self) -> Vec<String> {
        self.shared.call(|core, _| core.topics().names().map(str::to_owned).collect())
    }

    /// Appends a message outside of any transaction. Without a partition its key chooses one as Java clients do;
    /// without a key they take turns. Returns partition and offset.
    pub fn append(
        &self,
        topic: &str,
        partition: Option<i32>,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[Header<'_>],
        timestamp: UnixMillis,
    ) -> Result<(i32, i64), BrokerError> {
        self.shared.call(|core, _| core.append(topic, partition, key, value, headers, timestamp))
    }

    /// Reads on in a topic, partition by partition, at most `max` messages; nothing is waited for. What was trimmed
    /// meanwhile is passed over.
    pub fn read(
        &self,
        topic: &str,
        isolation: Isolation,
        cursor: &mut Cursor,
        max: usize,
    ) -> Result<Vec<StoredRecord>, BrokerError> {
        self.shared.call(|core, _| {
            let id = core.topics().id(topic).ok_or_else(|| errors::unknown_topic(topic))?;
            let mut records = Vec::new();
            for (partition, place) in core.topics().partitions(id).enumerate() {
                if cursor.next.len() <= partition {
                    cursor.next.push(0);
                }
                let next = &mut cursor.next[partition];
                for entry in core.topics().log(place).visible(*next, isolation).take(max - records.len()) {
                    *next = entry.offset + 1;
                    records.push(StoredRecord {
                        partition: place.number,
                        offset: entry.offset,
                        timestamp: entry.timestamp,
                        body: entry.body.clone(),
                    });
                }
            }
            Ok(records)
        })
    }

    /// Compacts a topic: of what is stable, the last record of each key stays, with its offset. Aborted records and
    /// control records go; tombstones stay.
    pub fn compact(&self, topic: &str) -> Result<(), BrokerError> {
        self.shared.call(|core, _| {
            let id = core.topics().id(topic).ok_or_else(|| errors::unknown_topic(topic))?;
            for place in core.topics().partitions(id) {
                core.topics_mut().log_mut(place).compact();
            }
            Ok(())
        })
    }

    /// Forgets what a partition holds before an offset, but nothing of an open transaction or behind it. Returns the
    /// first offset that is still there.
    pub fn trim(&self, topic: &str, partition: i32, before: Offset) -> Result<Offset, BrokerError> {
        self.shared.call(|core, _| {
            let place = core.topics().find(topic, partition)?;
            Ok(core.topics_mut().log_mut(place).trim(before.0))
        })
    }
}

impl Broker for MemoryBroker {
    fn consumer(&self, spec: &ConsumerSpec) -> Result<Box<dyn Consumer>, BrokerError> {
        Ok(Box::new(MemoryConsumer::new(Arc::clone(&self.shared), spec)))
    }

    fn producer(&self, spec: &ProducerSpec) -> Result<Box<dyn Producer>, BrokerError> {
        Ok(Box::new(MemoryProducer::new(Arc::clone(&self.shared), spec)))
    }

    fn committed(
        &self,
        group: &str,
        partitions: &[(String, i32)],
        timeout: Duration,
    ) -> Result<Vec<Option<Offset>>, BrokerError> {
        self.shared.until(timeout, "a transaction on the offsets to end", |core, _| core.committed(group, partitions))
    }

    fn watermarks(&self, topic: &str, partition: i32, _timeout: Duration) -> Result<Watermarks, BrokerError> {
        self.shared.call(|core, _| Ok(core.topics().log(core.topics().find(topic, partition)?).watermarks()))
    }

    fn offset_at(
        &self,
        topic: &str,
        partition: i32,
        time: UnixMillis,
        _timeout: Duration,
    ) -> Result<Offset, BrokerError> {
        self.shared.call(|core, _| Ok(core.topics().log(core.topics().find(topic, partition)?).offset_at(time)))
    }

    fn topics(&self, names: &[String], _timeout: Duration) -> Result<BTreeMap<String, TopicInfo>, BrokerError> {
        self.shared.call(|core, _| {
            let known = |name: &String| core.topics().info(name).map(|info| (name.clone(), info));
            Ok(names.iter().filter_map(known).collect())
        })
    }
}

#[cfg(test)]
mod tests;
