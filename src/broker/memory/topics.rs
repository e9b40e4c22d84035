//! The topics and their logs.

use std::collections::HashMap;

use super::errors;
use super::log::Log;
use super::partitioner;
use super::record::RECORD_BYTES_MAX;
use super::steps::{TopicId, TopicPartition};
use crate::broker::{BrokerError, TopicInfo};

/// How a topic is set up.
#[derive(Debug, Clone)]
pub struct TopicConfig {
    /// The largest record batch that it takes, in bytes.
    pub max_message_bytes: usize,
    /// Whether only the last record of each key is of interest: such a topic takes no record without a key.
    pub compacted: bool,
}

impl Default for TopicConfig {
    /// What a Kafka broker has by default.
    fn default() -> Self {
        Self { max_message_bytes: 1_048_588, compacted: false }
    }
}

#[derive(Debug)]
struct Topic {
    name: String,
    config: TopicConfig,
    logs: Vec<Log>,
    /// Where the next record without a key goes.
    next: i32,
}

/// All topics.
#[derive(Debug, Default)]
pub(super) struct Topics {
    ids: HashMap<String, TopicId>,
    topics: Vec<Topic>,
}

impl Topics {
    /// Makes a topic.
    pub(super) fn create(&mut self, name: &str, partitions: i32, mut config: TopicConfig) -> Result<(), BrokerError> {
        if partitions < 1 {
            return Err(errors::invalid_argument("a topic has at least one partition"));
        }
        if self.ids.contains_key(name) {
            return Err(errors::topic_exists(name));
        }
        config.max_message_bytes = config.max_message_bytes.min(RECORD_BYTES_MAX);
        self.ids.insert(name.to_owned(), TopicId(self.topics.len() as u32));
        let logs = (0..partitions).map(|_| Log::default()).collect();
        self.topics.push(Topic { name: name.to_owned(), config, logs, next: 0 });
        Ok(())
    }

    /// Adds empty partitions to a topic.
    pub(super) fn add_partitions(&mut self, name: &str, count: i32) -> Result<(), BrokerError> {
        let topic = self.id(name).ok_or_else(|| errors::unknown_topic(name))?;
        self.topics[topic.0 as usize].logs.extend((0..count).map(|_| Log::default()));
        Ok(())
    }

    /// The topic with this name.
    pub(super) fn id(&self, name: &str) -> Option<TopicId> {
        self.ids.get(name).copied()
    }

    /// The topic's name.
    pub(super) fn name(&self, topic: TopicId) -> &str {
        &self.at(topic).name
    }

    /// All names, in the order in which the topics were made.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.topics.iter().map(|topic| topic.name.as_str())
    }

    /// What there is to know of a topic.
    pub(super) fn info(&self, name: &str) -> Option<TopicInfo> {
        let topic = self.at(self.id(name)?);
        Some(TopicInfo {
            partitions: topic.logs.len() as i32,
            max_message_bytes: Some(topic.config.max_message_bytes),
            needs_key: topic.config.compacted,
            may_read: true,
            may_write: true,
        })
    }

    /// The topic's partitions.
    pub(super) fn partitions(&self, topic: TopicId) -> impl Iterator<Item = TopicPartition> + use<> {
        (0..self.at(topic).logs.len() as i32).map(move |number| TopicPartition { topic, number })
    }

    /// The partition with this name and number.
    pub(super) fn find(&self, name: &str, number: i32) -> Result<TopicPartition, BrokerError> {
        self.id(name)
            .filter(|&topic| (0..self.at(topic).logs.len() as i32).contains(&number))
            .map(|topic| TopicPartition { topic, number })
            .ok_or_else(|| errors::unknown_topic(name))
    }

    /// The partition that a record goes to: the one it names, the one its key gives, or each in turn.
    pub(super) fn choose(
        &mut self,
        name: &str,
        partition: Option<i32>,
        key: Option<&[u8]>,
    ) -> Result<TopicPartition, BrokerError> {
        let topic = self.id(name).ok_or_else(|| errors::unknown_topic(name))?;
        let entry = &mut self.topics[topic.0 as usize];
        let partitions = entry.logs.len() as i32;
        let number = match (partition, key) {
            (Some(number), _) => number,
            (None, Some(key)) => partitioner::partition_of(key, partitions),
            (None, None) => {
                entry.next = (entry.next + 1) % partitions;
                entry.next
            }
        };
        self.find(name, number)
    }

    /// Refuses a record that the topic does not take.
    pub(super) fn check(&self, topic: TopicId, batch_bytes: usize, has_key: bool) -> Result<(), BrokerError> {
        let topic = self.at(topic);
        if batch_bytes > topic.config.max_message_bytes {
            return Err(errors::too_large(&topic.name, batch_bytes, topic.config.max_message_bytes));
        }
        if topic.config.compacted && !has_key {
            return Err(errors::key_missing(&topic.name));
        }
        Ok(())
    }

    /// The partition's log.
    pub(super) fn log(&self, partition: TopicPartition) -> &Log {
        &self.at(partition.topic).logs[partition.number as usize]
    }

    /// The partition's log, to write to.
    pub(super) fn log_mut(&mut self, partition: TopicPartition) -> &mut Log {
        &mut self.topics[partition.topic.0 as usize].logs[partition.number as usize]
    }

    fn at(&self, topic: TopicId) -> &Topic {
        &self.topics[topic.0 as usize]
    }
}
