//! A group member whose reading goes wrong on demand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::network::{Network, ReadFaults, outcome, timed_out};
use super::process::GROUP;
use crate::broker::{BrokerError, Consumer, ConsumerEvent, GroupMetadata, Message, Offset, Partition, Waker};
use crate::clock::{Clock, Tick, UnixMillis};
use crate::plants::{Bug, planted};

/// A message that was handed out.
struct Handed {
    partition: Partition,
    offset: i64,
    timestamp: UnixMillis,
    key: Option<Vec<u8>>,
    value: Option<Vec<u8>>,
}

/// How many messages a client may hand out once more after a seek.
const RECENT: usize = 3;

pub(super) struct SimConsumer {
    inner: Box<dyn Consumer>,
    network: Network,
    name: String,
    /// What was handed out last.
    recent: VecDeque<Handed>,
    /// What comes once more.
    stale: VecDeque<Handed>,
    /// Partitions that stand still until a seek.
    halted: BTreeSet<Partition>,
    /// What is assigned.
    next: BTreeMap<Partition, Offset>,
    /// When it was last told of a rebalance.
    told_at: Tick,
}

impl SimConsumer {
    pub(super) fn new(inner: Box<dyn Consumer>, network: &Network, name: &str) -> Self {
        Self {
            inner,
            network: network.clone(),
            name: name.to_owned(),
            recent: VecDeque::new(),
            stale: VecDeque::new(),
            halted: BTreeSet::new(),
            next: BTreeMap::new(),
            told_at: Tick::default(),
        }
    }

    fn faults(&self) -> ReadFaults {
        self.network.state().read
    }

    fn forget(&mut self, partitions: &[Partition]) {
        self.recent.retain(|handed| !partitions.contains(&handed.partition));
        self.stale.retain(|handed| !partitions.contains(&handed.partition));
        self.halted.retain(|partition| !partitions.contains(partition));
        self.next.retain(|partition, _| !partitions.contains(partition));
    }
}

impl Consumer for SimConsumer {
    fn poll(&mut self, _wait: Duration, max: usize, take: &mut dyn FnMut(&Message<'_>) -> bool) -> Vec<ConsumerEvent> {
        let max = max.min(self.network.state().messages);
        let told = self.network.is_told();
        let mut taken = Vec::new();
        while max > 0
            && let Some(Handed { partition, offset, timestamp, key, value }) = self.stale.front()
        {
            let (key, value) = (key.as_deref(), value.as_deref());
            let message =
                Message { partition: *partition, offset: *offset, timestamp: *timestamp, key, value, headers: &[] };
            if told {
                taken.push(format!("{}@{offset} once more", partition.number));
            }
            if !take(&message) {
                return Vec::new();
            }
            self.stale.pop_front();
        }
        let recent = &mut self.recent;
        let mut events = self.inner.poll(Duration::ZERO, max, &mut |message| {
            let wanted = take(message);
            if wanted {
                if told {
                    taken.push(format!("{}@{}", message.partition.number, message.offset));
                }
                let Message { partition, offset, timestamp, .. } = *message;
                let (key, value) = (message.key.map(<[u8]>::to_vec), message.value.map(<[u8]>::to_vec));
                recent.push_back(Handed { partition, offset, timestamp, key, value });
                if recent.len() > RECENT {
                    recent.pop_front();
                }
            }
            wanted
        });
        if !events.is_empty() {
            self.told_at = self.network.clock.now();
        }
        if planted(Bug::GroupOfAnotherMoment)
            && let Ok(group) = self.inner.group()
        {
            self.network.state().groups.insert(self.name.clone(), group);
        }
        if self.faults().out_of_range
            && events.is_empty()
            && let Some(partition) = self.next.keys().next().copied()
            && self.inner.pause(&[partition]).is_ok()
        {
            self.halted.insert(partition);
            events.push(ConsumerEvent::OutOfRange(partition));
        }
        if !taken.is_empty() || !events.is_empty() {
            self.network.tell(|| format!("    {}: reads {} {events:?}", self.name, taken.join(" ")));
        }
        events
    }

    fn waker(&self) -> Waker {
        self.inner.waker()
    }

    fn assign(&mut self, at: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        self.network.tell(|| format!("    {}: assign {at:?}", self.name));
        self.next.extend(at.iter().copied());
        self.inner.assign(at)
    }

    fn unassign(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.network.tell(|| format!("    {}: unassign {partitions:?}", self.name));
        self.forget(partitions);
        self.network.state().given_back.extend(partitions.iter().map(|partition| (*partition, self.told_at)));
        self.inner.unassign(partitions)
    }

    fn pause(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.inner.pause(partitions)
    }

    fn resume(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.inner.resume(partitions)
    }

    fn seek(&mut self, to: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        let faults = self.faults();
        let mut moved = to.to_vec();
        if let Some(fails) = faults.seek_fails.filter(|_| !to.is_empty()) {
            moved.remove(fails % to.len());
        }
        self.inner.seek(&moved)?;
        for (partition, target) in &moved {
            if self.halted.remove(partition) {
                self.inner.resume(&[*partition])?;
            }
            let stays = |handed: &Handed| handed.partition != *partition || handed.offset < target.0;
            self.stale.retain(stays);
        }
        if faults.stale {
            let target = |handed: &Handed| moved.iter().find(|(p, _)| *p == handed.partition).map(|(_, at)| at.0);
            let recent = std::mem::take(&mut self.recent);
            self.stale = recent.into_iter().filter(|h| target(h).is_some_and(|target| h.offset < target)).collect();
        }
        let result = if moved.len() == to.len() { Ok(()) } else { Err(timed_out()) };
        self.network.tell(|| format!("    {}: seek {to:?}: {}", self.name, outcome(&result)));
        result
    }

    fn group(&mut self) -> Result<GroupMetadata, BrokerError> {
        let group = if self.faults().not_a_member { Err(timed_out()) } else { self.inner.group() };
        match group {
            // What librdkafka's handle holds before the client has joined, or after it was put out: the broker takes it.
            Err(_) if planted(Bug::NobodyCommits) => {
                let (group, member) = (GROUP.to_owned(), String::new());
                Ok(GroupMetadata { group, generation: -1, member, instance: None })
            }
            group => group,
        }
    }

    fn end(&self, partition: Partition) -> Option<Offset> {
        self.inner.end(partition)
    }

    fn read_up_to(&self, partition: Partition) -> Option<Offset> {
        self.inner.read_up_to(partition)
    }

    fn close(self: Box<Self>, deadline: Duration) {
        self.inner.close(deadline);
    }
}
