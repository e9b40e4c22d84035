//! Group members and producers that the cases direct.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mubatch::broker::{
    Broker, Consumer, ConsumerEvent, ConsumerSpec, GroupMetadata, Message, Offset, Partition, Producer, ProducerSpec,
    Record,
};
use mubatch::clock::UnixMillis;

use super::{Fixture, TIMEOUT, eventually, eventually_with};

const POLL: Duration = Duration::from_millis(50);

/// A message that was read, with copies of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Got {
    pub partition: Partition,
    pub offset: i64,
    pub timestamp: UnixMillis,
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Got {
    pub fn of(message: &Message<'_>) -> Self {
        let headers = message.headers.iter().map(|h| (h.name.to_vec(), h.value.map(<[u8]>::to_vec)));
        Self {
            partition: message.partition,
            offset: message.offset,
            timestamp: message.timestamp,
            key: message.key.map(<[u8]>::to_vec),
            value: message.value.map(<[u8]>::to_vec),
            headers: headers.collect(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.value.clone().unwrap_or_default()).unwrap()
    }
}

/// A group member that keeps what it is told until the case acts on it.
pub struct Member {
    pub consumer: Box<dyn Consumer>,
    pub owned: BTreeSet<Partition>,
    /// Everything that was ever lost.
    pub lost: BTreeSet<Partition>,
    pub got: Vec<Got>,
    /// Events with partitions, not acknowledged yet.
    pub unacknowledged: Vec<ConsumerEvent>,
    /// All other events.
    pub others: Vec<ConsumerEvent>,
}

/// Partition `number` of the first topic.
pub fn partition(number: i32) -> Partition {
    Partition { topic: 0, number }
}

pub fn partitions(numbers: impl IntoIterator<Item = i32>) -> BTreeSet<Partition> {
    numbers.into_iter().map(partition).collect()
}

/// A member of a group that reads one topic.
pub fn spec(group: &str, topic: &str) -> ConsumerSpec {
    ConsumerSpec {
        group: group.to_owned(),
        topics: vec![topic.to_owned()],
        fetch_queue_bytes_max: 1 << 20,
        gather: Duration::ZERO,
        headers: true,
        instance: None,
    }
}

impl Member {
    /// Asks to join; nothing has happened yet.
    pub fn subscribe(broker: &dyn Broker, group: &str, topic: &str) -> Self {
        Self::subscribe_as(broker, &spec(group, topic))
    }

    /// The same, of this kind.
    pub fn subscribe_as(broker: &dyn Broker, spec: &ConsumerSpec) -> Self {
        Self {
            consumer: broker.consumer(spec).unwrap(),
            owned: BTreeSet::new(),
            lost: BTreeSet::new(),
            got: Vec::new(),
            unacknowledged: Vec::new(),
            others: Vec::new(),
        }
    }

    /// A member of a new group that has been given a topic's one partition and has read nothing.
    pub fn alone_waiting(cx: &dyn Fixture, topic: &str) -> Self {
        let mut member = Self::subscribe(cx.broker(), &cx.name("group"), topic);
        eventually("the partition is assigned", || {
            member.poll();
            member.assigned() == partitions([0])
        });
        member.acknowledge();
        member
    }

    /// A member of a new group that reads the whole topic from its start.
    pub fn alone(cx: &dyn Fixture, topic: &str, partition_count: i32) -> Self {
        Self::sole(cx.broker(), &cx.name("group"), topic, partition_count)
    }

    /// A member that has all partitions of the topic.
    pub fn sole(broker: &dyn Broker, group: &str, topic: &str, partition_count: i32) -> Self {
        let mut member = Self::subscribe(broker, group, topic);
        eventually("the member has everything", || {
            member.go_on();
            member.owned == partitions(0..partition_count)
        });
        member
    }

    /// Polls, and acknowledges nothing.
    pub fn poll(&mut self) {
        let got = &mut self.got;
        let events = self.consumer.poll(POLL, 1000, &mut |message| {
            got.push(Got::of(message));
            true
        });
        for event in events {
            match event {
                ConsumerEvent::Assigned(_) | ConsumerEvent::Revoked(_) | ConsumerEvent::Lost(_) => {
                    self.unacknowledged.push(event);
                }
                other => self.others.push(other),
            }
        }
    }

    /// Acknowledges what there is; what is assigned is read from its start.
    pub fn acknowledge(&mut self) {
        self.acknowledge_from(&BTreeMap::new());
    }

    /// Acknowledges what there is; what is assigned is read from the given offsets, or from its start.
    pub fn acknowledge_from(&mut self, offsets: &BTreeMap<Partition, Offset>) {
        for event in std::mem::take(&mut self.unacknowledged) {
            match event {
                ConsumerEvent::Assigned(partitions) => {
                    let offset = |p: &Partition| (*p, offsets.get(p).copied().unwrap_or(Offset(0)));
                    self.consumer.assign(&partitions.iter().map(offset).collect::<Vec<_>>()).unwrap();
                    self.owned.extend(partitions);
                }
                ConsumerEvent::Revoked(partitions) => self.give_back(&partitions),
                ConsumerEvent::Lost(partitions) => {
                    self.give_back(&partitions);
                    self.lost.extend(partitions);
                }
                ConsumerEvent::Error(_) | ConsumerEvent::OutOfRange(_) => {
                    unreachable!("kept apart")
                }
            }
        }
    }

    fn give_back(&mut self, partitions: &[Partition]) {
        self.consumer.unassign(partitions).unwrap();
        self.owned.retain(|p| !partitions.contains(p));
    }

    /// Polls and acknowledges.
    pub fn go_on(&mut self) {
        self.poll();
        self.acknowledge();
    }

    /// What is being taken from us and not acknowledged.
    pub fn revoked(&self) -> BTreeSet<Partition> {
        let revoked = self.unacknowledged.iter().filter_map(|event| match event {
            ConsumerEvent::Revoked(partitions) => Some(partitions),
            _ => None,
        });
        revoked.flatten().copied().collect()
    }

    /// What we were given and have not acknowledged.
    pub fn assigned(&self) -> BTreeSet<Partition> {
        let assigned = self.unacknowledged.iter().filter_map(|event| match event {
            ConsumerEvent::Assigned(partitions) => Some(partitions),
            _ => None,
        });
        assigned.flatten().copied().collect()
    }

    /// Goes on until there are so many messages.
    pub fn read(&mut self, count: usize) -> Vec<Got> {
        let heard = |member: &Self| format!("{count} messages: got {:?}, and heard {:?}", member.got, member.others);
        eventually_with(self, heard, |member| {
            if member.got.len() < count {
                member.go_on();
            }
            member.got.len() >= count
        });
        std::mem::take(&mut self.got)
    }

    /// The values of so many messages.
    pub fn read_texts(&mut self, count: usize) -> Vec<String> {
        self.read(count).iter().map(Got::text).collect()
    }

    /// Who we are; waits until we are somebody.
    pub fn metadata(&mut self) -> GroupMetadata {
        let mut metadata = None;
        eventually("the member knows who it is", || {
            metadata = self.consumer.group().ok();
            if metadata.is_none() {
                self.go_on();
            }
            metadata.is_some()
        });
        metadata.unwrap()
    }

    pub fn close(self) {
        self.consumer.close(TIMEOUT);
    }
}

/// Both go on until it is so.
pub fn both_until(what: &str, a: &mut Member, b: &mut Member, is_so: impl Fn(&Member, &Member) -> bool) {
    eventually(what, || {
        a.go_on();
        b.go_on();
        is_so(a, b)
    });
}

/// A producer for one topic, which is also the source of its offsets; not initialised.
pub fn producer(broker: &dyn Broker, id: &str, topic: &str) -> Box<dyn Producer> {
    producer_with_timeout(broker, id, topic, Duration::from_secs(20))
}

pub fn producer_with_timeout(
    broker: &dyn Broker,
    id: &str,
    topic: &str,
    transaction_timeout: Duration,
) -> Box<dyn Producer> {
    let spec = ProducerSpec {
        transactional_id: id.to_owned(),
        topics: vec![topic.to_owned()],
        sources: vec![topic.to_owned()],
        transaction_timeout,
    };
    broker.producer(&spec).unwrap()
}

/// A producer in an open transaction.
pub fn begun(cx: &dyn Fixture, topic: &str) -> Box<dyn Producer> {
    let mut producer = producer(cx.broker(), &cx.name("transactional-id"), topic);
    producer.init(TIMEOUT).unwrap();
    producer.begin().unwrap();
    producer
}

/// A value for a partition.
pub fn record(partition: i32, value: &str) -> Record<'_> {
    Record {
        topic: 0,
        partition: Some(partition),
        timestamp: 2_000,
        key: None,
        value: Some(value.as_bytes()),
        headers: &[],
    }
}

/// Produces values to partition 0 and waits until they are there.
pub fn write(producer: &mut dyn Producer, values: &[&str]) {
    for value in values {
        producer.produce(&record(0, value)).unwrap();
    }
    producer.flush(TIMEOUT).unwrap();
}
