//! The memory broker as a subject of the contract.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mubatch::broker::Broker;
use mubatch::broker::memory::{GroupTimeouts, MemoryBroker, TopicConfig};
use mubatch::clock::SystemClock;

use super::{Fixture, Plain};

pub struct MemoryFixture {
    broker: Arc<MemoryBroker>,
    names: AtomicUsize,
}

/// How long a member may go without polling.
const PATIENCE: Duration = Duration::from_secs(1);

impl MemoryFixture {
    pub fn new() -> Self {
        let timeouts = GroupTimeouts { session: PATIENCE, ..GroupTimeouts::default() };
        Self { broker: MemoryBroker::with_timeouts(SystemClock::shared(), timeouts), names: AtomicUsize::new(0) }
    }
}

impl Fixture for MemoryFixture {
    fn broker(&self) -> &dyn Broker {
        &*self.broker
    }

    fn impatient_broker(&self) -> &dyn Broker {
        &*self.broker
    }

    fn name(&self, what: &str) -> String {
        format!("{what}-{}", self.names.fetch_add(1, Ordering::Relaxed))
    }

    fn create_topic(&self, partitions: i32, max_message_bytes: Option<usize>) -> String {
        let name = self.name("topic");
        let defaults = TopicConfig::default();
        let config =
            TopicConfig { max_message_bytes: max_message_bytes.unwrap_or(defaults.max_message_bytes), ..defaults };
        self.broker.create_topic_with(&name, partitions, config).unwrap();
        name
    }

    fn append(&self, topic: &str, plain: &Plain<'_>) -> (i32, i64) {
        let Plain { partition, key, value, headers, timestamp } = *plain;
        self.broker.append(topic, partition, key, value, headers, timestamp).unwrap()
    }
}
