//! A group member on the memory broker.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::core::Core;
use super::errors;
use super::groups::GroupEvent;
use super::log::Isolation;
use super::record::Body;
use super::shared::Shared;
use super::steps::{ClientId, TopicPartition};
use crate::broker::{
    BrokerError, Consumer, ConsumerEvent, ConsumerSpec, GroupMetadata, Message, Offset, Partition, Waker,
};
use crate::clock::UnixMillis;

/// How many messages are taken from the broker at once.
const FETCH_MESSAGES_MAX: usize = 1000;

/// How far a partition has been read.
struct Position {
    at: TopicPartition,
    /// The next offset to hand out.
    next: i64,
    end: Option<Offset>,
    paused: bool,
    /// The next offset is not in the log: the partition stands still until a seek.
    out_of_range: bool,
}

/// A message on its way to the application.
struct Fetched {
    partition: Partition,
    offset: i64,
    timestamp: UnixMillis,
    body: Body,
}

pub(super) struct MemoryConsumer {
    shared: Arc<Shared>,
    client: ClientId,
    topics: Vec<String>,
    fetch_bytes_max: usize,
    with_headers: bool,
    positions: BTreeMap<Partition, Position>,
    /// Where the next fetch starts, so that every partition has its turn.
    start: Bound<Partition>,
    /// Topics that were missing are reported once.
    topics_checked: bool,
    woken: Arc<AtomicBool>,
}

impl MemoryConsumer {
    pub(super) fn new(shared: Arc<Shared>, spec: &ConsumerSpec) -> Self {
        let client = shared.call(|core, now| core.subscribe(&spec.group, &spec.topics, now));
        Self {
            shared,
            client,
            topics: spec.topics.clone(),
            fetch_bytes_max: spec.fetch_queue_bytes_max,
            with_headers: spec.headers,
            positions: BTreeMap::new(),
            start: Bound::Unbounded,
            topics_checked: false,
            woken: Arc::default(),
        }
    }

    /// One look at the broker: events, or else messages into `fetched`.
    fn look(&mut self, max: usize, fetched: &mut Vec<Fetched>) -> Vec<ConsumerEvent> {
        let shared = Arc::clone(&self.shared);
        shared.call(|core, now| {
            core.poll(self.client, now);
            let mut events = self.missing_topics(core);
            if let Some(event) = core.next_event(self.client) {
                events.push(self.event(core, event));
            }
            if core.is_settled(self.client) {
                self.check_positions(core, &mut events);
                if events.is_empty() {
                    self.fetch(core, max, fetched);
                }
            }
            events
        })
    }

    fn missing_topics(&mut self, core: &Core) -> Vec<ConsumerEvent> {
        if std::mem::replace(&mut self.topics_checked, true) {
            return Vec::new();
        }
        let missing = self.topics.iter().filter(|name| core.topics().id(name).is_none());
        missing.map(|name| ConsumerEvent::Error(errors::unknown_topic(name))).collect()
    }

    fn event(&self, core: &Core, event: GroupEvent) -> ConsumerEvent {
        let named = |partitions: BTreeSet<TopicPartition>| {
            let index = |name: &str| self.topics.iter().position(|topic| topic == name).unwrap_or_default() as u16;
            partitions
                .into_iter()
                .map(|at| Partition { topic: index(core.topics().name(at.topic)), number: at.number })
                .collect()
        };
        match event {
            GroupEvent::Assigned(partitions) => ConsumerEvent::Assigned(named(partitions)),
            GroupEvent::Revoked(partitions) => ConsumerEvent::Revoked(named(partitions)),
            GroupEvent::Lost(partitions) => ConsumerEvent::Lost(named(partitions)),
        }
    }

    /// Notes the ends of the partitions and finds those whose position has left the log.
    fn check_positions(&mut self, core: &Core, events: &mut Vec<ConsumerEvent>) {
        for (&partition, position) in &mut self.positions {
            let marks = core.topics().log(position.at).watermarks();
            position.end = Some(marks.stable);
            if !position.out_of_range && !(marks.low.0..=marks.end.0).contains(&position.next) {
                position.out_of_range = true;
                events.push(ConsumerEvent::OutOfRange(partition));
            }
        }
    }

    /// Takes messages from the logs; positions move only over what nobody sees.
    fn fetch(&mut self, core: &Core, max: usize, fetched: &mut Vec<Fetched>) {
        let mut bytes = 0;
        for partition in self.turns() {
            let Some(position) = self.positions.get_mut(&partition).filter(|p| p.readable()) else { continue };
            let log = core.topics().log(position.at);
            let before = fetched.len();
            for entry in log.visible(position.next, Isolation::ReadCommitted) {
                if fetched.len() >= max || bytes >= self.fetch_bytes_max && !fetched.is_empty() {
                    return;
                }
                bytes += entry.body.bytes();
                fetched.push(Fetched {
                    partition,
                    offset: entry.offset,
                    timestamp: entry.timestamp,
                    body: entry.body.clone(),
                });
            }
            if fetched.len() == before {
                position.next = position.next.max(log.bound(Isolation::ReadCommitted));
            }
        }
    }

    /// The partitions, beginning with the one whose turn it is.
    fn turns(&self) -> Vec<Partition> {
        let from_start = self.positions.range((self.start, Bound::Unbounded));
        from_start.chain(&self.positions).map(|(&partition, _)| partition).take(self.positions.len()).collect()
    }

    /// Hands the messages to the application; false when it refused one, which is then the next to be handed out.
    fn hand_out(&mut self, fetched: &[Fetched], take: &mut dyn FnMut(&Message<'_>) -> bool) -> bool {
        let mut headers = Vec::new();
        for message in fetched {
            headers.clear();
            if self.with_headers {
                message.body.headers(&mut headers);
            }
            let taken = take(&Message {
                partition: message.partition,
                offset: message.offset,
                timestamp: message.timestamp,
                key: message.body.key(),
                value: message.body.value(),
                headers: &headers,
            });
            if !taken {
                self.start = Bound::Included(message.partition);
                return false;
            }
            self.start = Bound::Excluded(message.partition);
            if let Some(position) = self.positions.get_mut(&message.partition) {
                position.next = message.offset + 1;
            }
        }
        true
    }

    /// Waits until there may be something to do.
    fn wait(&self, left: Duration, max: usize) -> Duration {
        self.shared.wait(left, |core| {
            let has_messages = || {
                let more = |p: &Position| p.next < core.topics().log(p.at).bound(Isolation::ReadCommitted);
                max > 0 && core.is_settled(self.client) && self.positions.values().any(|p| p.readable() && more(p))
            };
            self.woken.load(Ordering::SeqCst) || core.has_event(self.client) || has_messages()
        })
    }

    fn resolve(&self, core: &Core, partition: Partition) -> Result<TopicPartition, BrokerError> {
        let name = self.topics.get(usize::from(partition.topic)).map_or("", String::as_str);
        core.topics().find(name, partition.number)
    }

    /// Changes each of the positions; an error if one is not assigned, after the others are changed.
    fn change<T: Copy>(
        &mut self,
        partitions: impl IntoIterator<Item = (Partition, T)>,
        change: impl Fn(&mut Position, T),
    ) -> Result<(), BrokerError> {
        let mut result = Ok(());
        for (partition, to) in partitions {
            match self.positions.get_mut(&partition) {
                Some(position) => change(position, to),
                None => {
                    let name = self.topics.get(usize::from(partition.topic)).map_or("?", String::as_str);
                    let message = format!("partition {} of topic {name} is not assigned to us", partition.number);
                    result = Err(errors::wrong_state(&message));
                }
            }
        }
        result
    }
}

impl Position {
    fn new(at: TopicPartition, next: Offset) -> Self {
        Self { at, next: next.0, end: None, paused: false, out_of_range: false }
    }

    fn readable(&self) -> bool {
        !self.paused && !self.out_of_range
    }
}

impl Consumer for MemoryConsumer {
    fn poll(&mut self, wait: Duration, max: usize, take: &mut dyn FnMut(&Message<'_>) -> bool) -> Vec<ConsumerEvent> {
        let mut left = wait;
        let mut max = max;
        let mut fetched = Vec::new();
        let events = loop {
            let events = self.look(max.min(FETCH_MESSAGES_MAX), &mut fetched);
            if !events.is_empty() {
                break events;
            }
            if !fetched.is_empty() {
                max -= fetched.len();
                if !self.hand_out(&fetched, take) || max == 0 {
                    break events;
                }
                fetched.clear();
                left = Duration::ZERO;
                continue;
            }
            if left.is_zero() || self.woken.load(Ordering::SeqCst) {
                break events;
            }
            left = self.wait(left, max);
        };
        self.woken.store(false, Ordering::SeqCst);
        events
    }

    fn waker(&self) -> Waker {
        let (shared, woken) = (Arc::clone(&self.shared), Arc::clone(&self.woken));
        Arc::new(move || {
            woken.store(true, Ordering::SeqCst);
            shared.wake();
        })
    }

    fn assign(&mut self, at: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        let shared = Arc::clone(&self.shared);
        shared.call(|core, _| {
            let resolve = |&(partition, _): &(Partition, Offset)| self.resolve(core, partition);
            let partitions = at.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
            core.acknowledge_assigned(self.client, &partitions)?;
            for (&(partition, offset), place) in at.iter().zip(partitions) {
                self.positions.insert(partition, Position::new(place, offset));
            }
            Ok(())
        })
    }

    fn unassign(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        let shared = Arc::clone(&self.shared);
        shared.call(|core, _| {
            let resolve = |&partition: &Partition| self.resolve(core, partition);
            let places = partitions.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
            core.acknowledge_gone(self.client, &places)?;
            for partition in partitions {
                self.positions.remove(partition);
            }
            Ok(())
        })
    }

    fn pause(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.change(partitions.iter().map(|&p| (p, true)), |position, paused| position.paused = paused)
    }

    fn resume(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.change(partitions.iter().map(|&p| (p, false)), |position, paused| position.paused = paused)
    }

    fn seek(&mut self, to: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        self.change(to.iter().copied(), |position, offset| {
            position.next = offset.0;
            position.out_of_range = false;
        })
    }

    fn group(&mut self) -> Result<GroupMetadata, BrokerError> {
        self.shared.call(|core, _| core.group_metadata(self.client))
    }

    fn read_up_to(&self, partition: Partition) -> Option<Offset> {
        let position = self.positions.get(&partition).filter(|position| position.readable())?;
        self.shared.call(|core, _| core.is_settled(self.client)).then_some(Offset(position.next))
    }

    fn end(&self, partition: Partition) -> Option<Offset> {
        self.positions.get(&partition).and_then(|position| position.end)
    }

    /// Leaves at once, whatever is unacknowledged.
    fn close(self: Box<Self>, _deadline: Duration) {}
}

impl Drop for MemoryConsumer {
    fn drop(&mut self) {
        self.shared.call(|core, now| core.leave(self.client, now));
    }
}
