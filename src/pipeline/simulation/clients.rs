//! The broker as simulated workers see it: its calls never wait, and go wrong on demand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::plan::Faults;
use crate::broker::memory::{MemoryBroker, Mishap};
use crate::broker::{
    Broker, BrokerError, Consumer, ConsumerEvent, ConsumerSpec, ErrorClass, GroupMetadata, Header, Message, Offset,
    Partition, Producer, ProducerSpec, Record, TopicInfo, Waker, Watermarks,
};
use crate::clock::{Clock, ManualClock, Tick, UnixMillis};
use crate::plants::{Bug, planted};

/// How a call of a producer goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallFault {
    /// The request never arrives; the caller hears of a timeout.
    Lost,
    /// The request arrives, its answer does not.
    AnswerLost,
    /// The request arrives when its sender has stopped waiting.
    Late,
    /// The broker refuses it.
    Refused,
    /// The broker does it, and answers with an error that looks like a refusal.
    DoneButRefused,
    /// There is no room for a record.
    QueueFull,
    /// Records get lost on their way, for good.
    Undelivered,
}

/// What goes wrong while a poll thread goes round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ReadFaults {
    /// A seek moves all partitions but one, and says so.
    pub(super) seek_fails: bool,
    /// After a seek, messages from before its target come once more.
    pub(super) stale: bool,
    /// The client has no place in the group just now.
    pub(super) not_a_member: bool,
    /// The client takes an offset for out of range that is not.
    pub(super) out_of_range: bool,
}

/// What is to go wrong next, and what was said.
#[derive(Default)]
struct State {
    calls: VecDeque<(usize, CallFault)>,
    read: ReadFaults,
    messages: usize,
    /// Partitions that were given back since they were last asked for, and since when the application knows of it.
    given_back: Vec<(Partition, Tick)>,
    /// Who each worker is in the group by now, by its name.
    groups: BTreeMap<String, GroupMetadata>,
    story: Option<Vec<String>>,
}

/// What stands between the workers and the broker. Cloned, it is the same.
#[derive(Clone)]
pub(super) struct Network {
    pub(super) broker: Arc<MemoryBroker>,
    clock: Arc<ManualClock>,
    state: Arc<Mutex<State>>,
}

impl Network {
    pub(super) fn new(broker: Arc<MemoryBroker>, clock: Arc<ManualClock>, told: bool) -> Self {
        let story = told.then(Vec::new);
        Self { broker, clock, state: Arc::new(Mutex::new(State { story, ..State::default() })) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets some of the next calls go wrong, or none: counted are those that it can happen to.
    pub(super) fn next_calls(&self, faults: Faults) {
        self.state().calls = faults.into_iter().flatten().collect();
    }

    /// How the next round of a poll thread goes.
    pub(super) fn next_turn(&self, messages: usize, faults: ReadFaults) {
        let mut state = self.state();
        (state.messages, state.read) = (messages, faults);
    }

    /// Partitions that were given back since this was last asked, and since when their worker knows that it has to.
    pub(super) fn given_back(&self) -> Vec<(Partition, Tick)> {
        std::mem::take(&mut self.state().given_back)
    }

    /// Adds to the story, if it is told.
    pub(super) fn tell(&self, line: impl FnOnce() -> String) {
        let mut state = self.state();
        if let Some(story) = &mut state.story {
            story.push(line());
        }
    }

    pub(super) fn into_story(self) -> Vec<String> {
        self.state().story.take().unwrap_or_default()
    }

    /// What goes wrong with this call, to which these can happen.
    fn fault(&self, possible: &[CallFault]) -> Option<CallFault> {
        let mut state = self.state();
        match state.calls.front_mut() {
            Some((_, fault)) if !possible.contains(fault) => None,
            Some((0, _)) => state.calls.pop_front().map(|(_, fault)| fault),
            Some((before, _)) => {
                *before -= 1;
                None
            }
            None => None,
        }
    }

    /// A group member whose reading goes wrong on demand.
    pub(super) fn consumer(&self, spec: &ConsumerSpec, name: &str) -> Result<Box<dyn Consumer>, BrokerError> {
        Ok(Box::new(SimConsumer {
            inner: self.broker.consumer(spec)?,
            network: self.clone(),
            name: name.to_owned(),
            recent: VecDeque::new(),
            stale: VecDeque::new(),
            halted: BTreeSet::new(),
            next: BTreeMap::new(),
            told_at: Tick::default(),
        }))
    }
}

/// What can happen to a request that the coordinator of transactions gets.
const ENDING: &[CallFault] =
    &[CallFault::Lost, CallFault::AnswerLost, CallFault::Late, CallFault::Refused, CallFault::DoneButRefused];

fn error(class: ErrorClass, code: &str) -> BrokerError {
    BrokerError { class, code: code.to_owned(), message: "simulated".to_owned(), topic: None }
}

fn timed_out() -> BrokerError {
    error(ErrorClass::Retriable, "_TIMED_OUT")
}

fn refused() -> BrokerError {
    error(ErrorClass::Abortable, "SIMULATED")
}

impl Broker for Network {
    fn consumer(&self, spec: &ConsumerSpec) -> Result<Box<dyn Consumer>, BrokerError> {
        self.consumer(spec, "consumer")
    }

    fn producer(&self, spec: &ProducerSpec) -> Result<Box<dyn Producer>, BrokerError> {
        Ok(Box::new(SimProducer {
            inner: self.broker.producer(spec)?,
            network: self.clone(),
            id: spec.transactional_id.clone(),
            transaction_timeout: spec.transaction_timeout,
            undelivered: false,
            unheard: false,
        }))
    }

    fn committed(
        &self,
        group: &str,
        partitions: &[(String, i32)],
        _timeout: Duration,
    ) -> Result<Vec<Option<Offset>>, BrokerError> {
        let result = match self.fault(&[CallFault::Lost, CallFault::AnswerLost]) {
            Some(_) => Err(timed_out()),
            None => self.broker.committed(group, partitions, Duration::ZERO),
        };
        self.tell(|| format!("    committed({partitions:?}): {}", outcome(&result)));
        result
    }

    fn watermarks(&self, topic: &str, partition: i32, timeout: Duration) -> Result<Watermarks, BrokerError> {
        self.broker.watermarks(topic, partition, timeout)
    }

    fn offset_at(
        &self,
        topic: &str,
        partition: i32,
        time: UnixMillis,
        timeout: Duration,
    ) -> Result<Offset, BrokerError> {
        self.broker.offset_at(topic, partition, time, timeout)
    }

    fn topics(&self, names: &[String], timeout: Duration) -> Result<BTreeMap<String, TopicInfo>, BrokerError> {
        self.broker.topics(names, timeout)
    }
}

fn outcome<T: std::fmt::Debug>(result: &Result<T, BrokerError>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?} {}", error.class, error.code),
    }
}

struct SimProducer {
    inner: Box<dyn Producer>,
    network: Network,
    id: String,
    transaction_timeout: Duration,
    /// A record was lost: only an abort helps.
    undelivered: bool,
    /// The end of the transaction was decided, and the answer lost.
    unheard: bool,
}

impl SimProducer {
    fn told(&self, call: &str, fault: Option<CallFault>, result: Result<(), BrokerError>) -> Result<(), BrokerError> {
        self.network.tell(|| {
            let fault = fault.map(|fault| format!(" [{fault:?}]")).unwrap_or_default();
            format!("    {}: {call}{fault}: {}", self.id, outcome(&result))
        });
        result
    }

    /// What a commit thread would get that asks the consumer itself, if that bug is planted.
    fn group_now(&self, then: &GroupMetadata) -> GroupMetadata {
        let state = self.network.state();
        let now = state.groups.get(&self.id).filter(|_| planted(Bug::GroupOfAnotherMoment));
        now.unwrap_or(then).clone()
    }

    /// The end of a transaction, with everything that can happen to it.
    fn end(&mut self, fault: Option<CallFault>, commit: bool) -> Result<(), BrokerError> {
        if std::mem::take(&mut self.unheard) {
            return Ok(());
        }
        match fault {
            Some(CallFault::Lost) => return Err(timed_out()),
            Some(CallFault::Refused) => return Err(error(ErrorClass::Abortable, "INVALID_TXN_STATE")),
            Some(CallFault::Late) => self.network.broker.order(Mishap::LateEnd),
            _ => {}
        }
        let ended = match commit {
            true => self.inner.commit(Duration::ZERO),
            false => self.inner.abort(Duration::ZERO),
        };
        ended?;
        match fault {
            Some(CallFault::AnswerLost) => {
                self.unheard = true;
                Err(timed_out())
            }
            Some(CallFault::DoneButRefused) => Err(refused()),
            _ => Ok(()),
        }
    }
}

impl Producer for SimProducer {
    fn init(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(ENDING);
        let result = match fault {
            Some(CallFault::Lost | CallFault::Refused) => Err(timed_out()),
            Some(CallFault::Late) => {
                self.network.broker.late_init(&self.id, self.transaction_timeout);
                Err(timed_out())
            }
            Some(CallFault::AnswerLost | CallFault::DoneButRefused) => {
                self.inner.init(Duration::ZERO).and(Err(timed_out()))
            }
            _ => self.inner.init(Duration::ZERO),
        };
        self.told("init", fault, result)
    }

    fn begin(&mut self) -> Result<(), BrokerError> {
        let result = self.inner.begin();
        self.told("begin", None, result)
    }

    fn produce(&mut self, record: &Record<'_>) -> Result<(), BrokerError> {
        let fault = self.network.fault(&[CallFault::QueueFull, CallFault::Refused]);
        let result = match fault {
            Some(CallFault::QueueFull) => Err(error(ErrorClass::QueueFull, "_QUEUE_FULL")),
            Some(CallFault::Refused) => Err(refused()),
            _ => self.inner.produce(record),
        };
        if result.is_err() { self.told("produce", fault, result) } else { result }
    }

    fn flush(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault =
            self.network.fault(&[CallFault::Undelivered, CallFault::Refused, CallFault::Lost, CallFault::AnswerLost]);
        if matches!(fault, Some(CallFault::Undelivered | CallFault::Refused)) {
            let _ = self.inner.flush(Duration::ZERO); // some have arrived
            self.undelivered = true;
        }
        let result = match fault {
            _ if self.undelivered => Err(error(ErrorClass::Abortable, "_MSG_TIMED_OUT")),
            Some(CallFault::Lost | CallFault::Late) => Err(timed_out()),
            Some(CallFault::AnswerLost) => self.inner.flush(Duration::ZERO).and(Err(timed_out())),
            _ => self.inner.flush(Duration::ZERO),
        };
        self.told("flush", fault, result)
    }

    fn send_offsets(
        &mut self,
        offsets: &[(Partition, Offset)],
        group: &GroupMetadata,
        _timeout: Duration,
    ) -> Result<(), BrokerError> {
        let fault = self.network.fault(&[
            CallFault::Lost,
            CallFault::AnswerLost,
            CallFault::Refused,
            CallFault::DoneButRefused,
        ]);
        let result = match fault {
            Some(CallFault::Lost | CallFault::Late) => Err(timed_out()),
            Some(CallFault::Refused | CallFault::Undelivered) => Err(refused()),
            _ => self.inner.send_offsets(offsets, &self.group_now(group), Duration::ZERO),
        };
        let result = match fault {
            Some(CallFault::AnswerLost) => result.and(Err(timed_out())),
            Some(CallFault::DoneButRefused) => result.and(Err(refused())),
            _ => result,
        };
        let call = || {
            let offsets: Vec<_> = offsets.iter().map(|(p, offset)| format!("{}@{offset}", p.number)).collect();
            format!("send_offsets({} of generation {} {})", offsets.join(" "), group.generation, group.member)
        };
        self.network.tell(|| format!("    {}: {} {}", self.id, call(), outcome(&result)));
        result
    }

    fn commit(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(ENDING);
        let result = match fault {
            _ if self.undelivered => Err(error(ErrorClass::Abortable, "_INCONSISTENT")),
            _ => self.end(fault, true),
        };
        self.told("commit", fault, result)
    }

    fn abort(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        let fault = self.network.fault(ENDING);
        let result = self.end(fault, false);
        if result.is_ok() {
            self.undelivered = false;
        }
        self.told("abort", fault, result)
    }
}

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

struct SimConsumer {
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
        let mut taken = Vec::new();
        while max > 0
            && let Some(Handed { partition, offset, timestamp, key, value }) = self.stale.front()
        {
            let (key, value) = (key.as_deref(), value.as_deref());
            let message =
                Message { partition: *partition, offset: *offset, timestamp: *timestamp, key, value, headers: &[] };
            taken.push(format!("{}@{offset} once more", partition.number));
            if !take(&message) {
                return Vec::new();
            }
            self.stale.pop_front();
        }
        let recent = &mut self.recent;
        let mut events = self.inner.poll(Duration::ZERO, max, &mut |message| {
            let wanted = take(message);
            if wanted {
                taken.push(format!("{}@{}", message.partition.number, message.offset));
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
        let moved = match to.split_last() {
            Some((_, others)) if faults.seek_fails => others,
            _ => to,
        };
        self.inner.seek(moved)?;
        for (partition, target) in moved {
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
                let (group, member) = (super::world::GROUP.to_owned(), String::new());
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

/// Writes the source, in transactions now and then.
pub(super) struct Feeder {
    network: Network,
    producer: Option<Box<dyn Producer>>,
}

impl Feeder {
    pub(super) fn new(network: &Network) -> Self {
        Self { network: network.clone(), producer: None }
    }

    /// Writes events in one transaction, if the broker is ready for another.
    pub(super) fn transaction(&mut self, partition: i32, events: &[(Vec<u8>, Vec<u8>)], commit: bool) -> bool {
        let done = self.try_transaction(partition, events, commit);
        if done.is_err() {
            self.producer = None;
        }
        done.is_ok()
    }

    fn try_transaction(
        &mut self,
        partition: i32,
        events: &[(Vec<u8>, Vec<u8>)],
        commit: bool,
    ) -> Result<(), BrokerError> {
        if self.producer.is_none() {
            let spec = ProducerSpec {
                transactional_id: "feeder".to_owned(),
                topics: vec![super::world::SOURCE.to_owned()],
                sources: Vec::new(),
                transaction_timeout: Duration::from_secs(20),
            };
            let mut producer = self.network.broker.producer(&spec)?;
            producer.init(Duration::ZERO)?;
            self.producer = Some(producer);
        }
        let Some(producer) = &mut self.producer else { return Ok(()) };
        producer.begin()?;
        for (key, value) in events {
            let headers: &[Header<'_>] = &[];
            let (key, value) = (Some(key.as_slice()), Some(value.as_slice()));
            producer.produce(&Record { topic: 0, partition: Some(partition), timestamp: 1, key, value, headers })?;
        }
        producer.flush(Duration::ZERO)?;
        if commit { producer.commit(Duration::ZERO) } else { producer.abort(Duration::ZERO) }
    }
}
