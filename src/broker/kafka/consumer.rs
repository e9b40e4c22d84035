//! A member of a consumer group.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use rdkafka_sys::types::RDKafkaRespErr as E;

use super::errors::{About, During, Peer};
use super::ffi::{
    self, Client, Code, Config, Inbox, Kind, NativeError, PartitionList, Queue, Signal, Topic, new_client,
};
use super::topics::Topics;
use crate::broker::{
    BrokerError, Consumer, ConsumerEvent, ConsumerSpec, ErrorClass, GroupMetadata, Header, Message, Offset, Partition,
    Waker,
};

/// How many messages are taken from librdkafka at a time, and how many may wait here because nobody took them.
const BATCH: usize = 1024;

/// How long librdkafka may take to move partitions; it needs no broker for that.
const SEEK_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a close looks whether it was given up, and how often it does at most.
const CLOSE_STEP: Duration = Duration::from_millis(50);
const CLOSE_STEPS_MAX: usize = 200;

/// A member of a consumer group. Dropped, it leaves the group: librdkafka's threads spin for good in a client that is
/// destroyed while it still is a member.
pub(super) struct KafkaConsumer {
    inbox: Inbox,
    wake: Arc<Wake>,
    /// In the order of the topics; held so that a topic's address stays its own.
    handles: Vec<Topic>,
    client: Arc<Client>,
    topics: Topics,
    /// What we assigned and have not given back.
    partitions: BTreeMap<Partition, State>,
    /// The rebalance that waits for `assign` or `unassign`.
    pending: Option<Rebalance>,
    /// Bound on the bytes that wait here because nobody took them.
    waiting_bytes_max: usize,
    /// Room for a message's headers, where they are wanted.
    headers: Option<Vec<Header<'static>>>,
    group: String,
    peer: Peer,
    /// Leaving the group has taken too long.
    given_up: Arc<AtomicBool>,
}

/// What a waker reaches while the consumer lives.
struct Wake {
    messages: Arc<Queue>,
    /// Nothing ever arrives here: a wait on it ends by waking only.
    idle: Queue,
}

/// A partition that was assigned.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Where reading began: at the assignment or the last seek.
    start: Offset,
    paused: bool,
    /// Taken away by the group, or sought without success: nothing of it is handed out until that is mended.
    dead: bool,
}

/// A rebalance that nobody has acknowledged yet.
enum Rebalance {
    Gives,
    Takes(Vec<Partition>),
}

/// What becomes of a waiting message.
#[derive(Clone, Copy)]
enum Fate {
    HandOut(Partition),
    Wait,
    Drop,
}

impl KafkaConsumer {
    pub fn new(spec: &ConsumerSpec, config: Config, peer: &Peer) -> Result<Self, BrokerError> {
        let about = About { right: "READ", group: &spec.group, ..About::default() };
        let explain = |e: NativeError| peer.explain(&e, During::Reading, about);
        let refused = |text| explain(NativeError::new(E::RD_KAFKA_RESP_ERR__INVALID_ARG, text));
        let topics = Topics::new(&spec.topics).map_err(explain)?;
        let client = new_client(Kind::Consumer, config).map_err(refused)?;
        let messages = Queue::consumer(&client).ok_or_else(|| refused("the consumer group has no name".into()))?;
        let messages = Arc::new(messages);
        let handles = topics.native().iter().map(|name| Topic::new(&client, name)).collect::<Result<_, _>>();
        let handles = handles.map_err(explain)?;
        subscribe(&client, &topics).map_err(explain)?;
        Ok(Self {
            inbox: Inbox::new(Arc::clone(&messages)),
            wake: Arc::new(Wake { messages, idle: Queue::new(&client) }),
            handles,
            client,
            topics,
            partitions: BTreeMap::new(),
            pending: None,
            waiting_bytes_max: spec.fetch_queue_bytes_max,
            headers: spec.headers.then(Vec::new),
            group: spec.group.clone(),
            peer: peer.clone(),
            given_up: Arc::default(),
        })
    }

    /// Hands out what waits, until `max` or a refusal. True when more is wanted.
    fn hand_out(&mut self, max: usize, handed: &mut usize, take: &mut dyn FnMut(&Message<'_>) -> bool) -> bool {
        let mut index = 0;
        // Messages of one partition come in runs: what holds for one holds for the next.
        let mut run = None;
        while let Some(message) = self.inbox.get(index) {
            if *handed >= max {
                return false;
            }
            let key = (message.topic_address(), message.partition());
            let fate = match run {
                Some((same, fate)) if same == key => fate,
                _ => self.fate(message),
            };
            run = Some((key, fate));
            match fate {
                Fate::Wait => index += 1,
                Fate::Drop => self.inbox.remove(index),
                Fate::HandOut(partition) => {
                    let mut headers: Option<Vec<Header<'_>>> = self.headers.take();
                    headers.iter_mut().for_each(|headers| message.headers(headers));
                    let wanted = take(&Message {
                        partition,
                        offset: message.offset(),
                        timestamp: message.timestamp(),
                        key: message.key(),
                        value: message.value(),
                        headers: headers.as_deref().unwrap_or_default(),
                    });
                    self.headers = headers.map(recycle);
                    if !wanted {
                        return false;
                    }
                    *handed += 1;
                    self.inbox.remove(index);
                }
            }
        }
        *handed < max
    }

    fn fate(&self, message: &ffi::Message) -> Fate {
        match locate(&self.handles, message).map(|partition| (partition, self.partitions.get(&partition))) {
            Some((partition, Some(State { paused: false, dead: false, .. }))) => Fate::HandOut(partition),
            Some((_, Some(State { dead: false, .. }))) => Fate::Wait,
            _ => Fate::Drop,
        }
    }

    /// How many messages may be taken from librdkafka now. When nobody wants messages some are taken nevertheless, up
    /// to a bound: callbacks stand in the same queue, behind them.
    fn room(&self, wanted: Option<usize>) -> usize {
        let full = self.inbox.bytes() >= self.waiting_bytes_max;
        let room = if full { 0 } else { BATCH.saturating_sub(self.inbox.len()) };
        match wanted {
            Some(wanted) => room.max(1).min(wanted),
            // Nothing is fetched: whatever stands in the queue is a callback, or out of date and will be dropped.
            None if self.partitions.values().all(|state| state.paused || state.dead) => room.max(1),
            None => room,
        }
    }

    /// Takes from librdkafka, and what its callbacks recorded meanwhile. Returns how many messages there were.
    fn fetch(&mut self, wait: Duration, max: usize, events: &mut Vec<ConsumerEvent>) -> usize {
        let mut errors = Vec::new();
        let count = self.inbox.fill(wait, max, |message| {
            errors.push((message.error(), message.topic_name(), message.partition()));
        });
        for (error, topic, number) in errors {
            let partition = self.topics.number(&topic).map(|topic| Partition { topic, number });
            if let Some(partition) = partition.filter(|partition| self.partitions.contains_key(partition)) {
                // librdkafka counts the error as a message, and after a pause it would pass over the next one.
                self.bury(&[partition]);
                events.push(ConsumerEvent::OutOfRange(partition));
            }
            events.extend(self.message_error(&error, &topic).map(ConsumerEvent::Error));
        }
        for signal in self.client.recorder().take() {
            let event = self.event(signal);
            events.push(event);
        }
        if self.pending.is_none() && self.client.take_doubt() {
            events.push(ConsumerEvent::Error(self.join_anew()));
        }
        count
    }

    /// Leaves the group and joins it again, to hear its assignment in full: what to tell people of it.
    fn join_anew(&self) -> BrokerError {
        let done = self.client.unsubscribe().and_then(|()| subscribe(&self.client, &self.topics));
        let text = "the answer to a heartbeat never came; what it may have said of the assignment is asked for by \
                    leaving the group and joining it again";
        let told = done.err().unwrap_or_else(|| NativeError::new(E::RD_KAFKA_RESP_ERR__TIMED_OUT, text));
        self.error(&told, None)
    }

    /// What an error in a message's place says beyond the place that is lost with it.
    fn message_error(&self, error: &NativeError, topic: &str) -> Option<BrokerError> {
        use E::{
            RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR__LOG_TRUNCATION, RD_KAFKA_RESP_ERR__PARTITION_EOF,
        };
        let only_place =
            [RD_KAFKA_RESP_ERR__PARTITION_EOF, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR__LOG_TRUNCATION];
        if error.code.is(&only_place) {
            return None;
        }
        let topic = Some(topic).filter(|topic| !topic.is_empty());
        let error = self.client.fatal().unwrap_or_else(|| error.clone());
        Some(self.error(&error, topic))
    }

    fn event(&mut self, signal: Signal) -> ConsumerEvent {
        let number =
            |entry: ffi::Entry| Some(Partition { topic: self.topics.number(&entry.topic)?, number: entry.partition });
        let ours = |entries: Vec<ffi::Entry>| entries.into_iter().filter_map(number).collect::<Vec<_>>();
        match signal {
            Signal::Assigned(entries) => {
                let given = ours(entries);
                self.pending = Some(Rebalance::Gives);
                ConsumerEvent::Assigned(given)
            }
            Signal::Revoked(entries) => {
                let taken = ours(entries);
                self.pending = Some(Rebalance::Takes(taken.clone()));
                ConsumerEvent::Revoked(taken)
            }
            Signal::Lost(entries) => {
                let lost = ours(entries);
                self.client.forget_doubt();
                self.bury(&lost);
                self.pending = Some(Rebalance::Takes(lost.clone()));
                ConsumerEvent::Lost(lost)
            }
            Signal::Error(error) => ConsumerEvent::Error(self.error(&error, None)),
        }
    }

    /// Drops what waits of these partitions.
    fn drop_waiting(&mut self, partitions: impl Fn(Partition) -> bool) {
        let handles = &self.handles;
        self.inbox.retain(|message| locate(handles, message).is_some_and(|partition| !partitions(partition)));
    }

    /// Hands out no more of these partitions.
    fn bury(&mut self, partitions: &[Partition]) {
        for partition in partitions {
            if let Some(state) = self.partitions.get_mut(partition) {
                state.dead = true;
            }
        }
        self.drop_waiting(|partition| partitions.contains(&partition));
    }

    /// Sets the pause of partitions, in librdkafka and here.
    fn set_paused(&mut self, partitions: &[Partition], paused: bool) -> Result<(), BrokerError> {
        let mut list = self.topics.list(partitions);
        let done = if paused { self.client.pause(&mut list) } else { self.client.resume(&mut list) };
        done.map_err(|e| self.error(&e, None))?;
        for (&partition, entry) in partitions.iter().zip(list.entries()) {
            entry.code.check().map_err(|e| self.partition_error(&e, partition))?;
            if let Some(state) = self.partitions.get_mut(&partition) {
                state.paused = paused;
            }
        }
        Ok(())
    }

    /// Reads a partition anew from `offset`, by giving it back to ourselves: librdkafka stops reading for good after
    /// an offset that is out of range, and does not seek then.
    fn restart(&mut self, partition: Partition, offset: Offset) -> Result<(), NativeError> {
        if self.pending.is_some() {
            // To assign now would acknowledge the rebalance.
            let text = "a rebalance is under way: acknowledge it first";
            return Err(NativeError::new(E::RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS, text));
        }
        let cooperative = self.client.is_cooperative();
        if cooperative {
            self.client.incremental_unassign(&self.topics.list(&[partition]))?;
            self.client.incremental_assign(&self.topics.list_at(&[(partition, offset)]))?;
        } else {
            let mut at = self.places()?;
            at.insert(partition, offset);
            let at: Vec<_> = at.into_iter().collect();
            self.client.assign(Some(&self.topics.list_at(&at)))?;
            // What waits here will be read again.
            self.drop_waiting(|_| true);
        }
        let restarted = |p: &Partition, state: &State| state.paused && (*p == partition || !cooperative);
        let paused: Vec<_> = self.partitions.iter().filter(|(p, state)| restarted(p, state)).map(|(p, _)| *p).collect();
        self.client.pause(&mut self.topics.list(&paused))
    }

    /// The offset of the next message to hand out, for each partition.
    fn places(&self) -> Result<BTreeMap<Partition, Offset>, NativeError> {
        let all: Vec<Partition> = self.partitions.keys().copied().collect();
        let mut list = self.topics.list(&all);
        self.client.position(&mut list)?;
        let mut places: BTreeMap<_, _> = all.into_iter().zip(list.entries().into_iter().map(|e| e.offset)).collect();
        for index in (0..self.inbox.len()).rev() {
            let waiting = self.inbox.get(index).and_then(|m| Some((locate(&self.handles, m)?, m.offset())));
            places.extend(waiting);
        }
        let start = |partition: &Partition| self.partitions.get(partition).map_or(Offset(0), |state| state.start);
        Ok(places.into_iter().map(|(p, at)| (p, if at < 0 { start(&p) } else { Offset(at) })).collect())
    }

    fn error(&self, error: &NativeError, topic: Option<&str>) -> BrokerError {
        let about = About { topic, among: self.topics.names(), right: "READ", group: &self.group, ..About::default() };
        self.peer.explain(error, During::Reading, about)
    }

    /// An error about one of the partitions.
    fn partition_error(&self, error: &NativeError, partition: Partition) -> BrokerError {
        let told = self.error(error, Some(self.topics.name(partition.topic)));
        BrokerError { message: format!("partition {}: {}", partition.number, told.message), ..told }
    }
}

impl Consumer for KafkaConsumer {
    fn poll(&mut self, wait: Duration, max: usize, take: &mut dyn FnMut(&Message<'_>) -> bool) -> Vec<ConsumerEvent> {
        let (mut events, mut handed) = (Vec::new(), 0);
        let mut wanted = self.hand_out(max, &mut handed, take);
        let mut wait = if handed == 0 { wait } else { Duration::ZERO };
        loop {
            let room = self.room(wanted.then(|| max - handed));
            if room == 0 {
                // No room, and librdkafka's queue could only be waited on by taking from it.
                if handed == 0 && events.is_empty() {
                    self.wake.idle.consume(wait);
                }
                return events;
            }
            let count = self.fetch(std::mem::take(&mut wait), room, &mut events);
            let wants_more = wanted && self.hand_out(max, &mut handed, take);
            if !wants_more || count < room {
                return events;
            }
            wanted = wants_more;
        }
    }

    fn waker(&self) -> Waker {
        let wake = Arc::downgrade(&self.wake);
        Arc::new(move || {
            if let Some(wake) = wake.upgrade() {
                wake.messages.wake();
                wake.idle.wake();
            }
        })
    }

    fn assign(&mut self, at: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        // librdkafka keeps a pause beyond the assignment it was made in: a partition that comes back would stand still for
        // ever. One that it has never heard of cannot be paused.
        let partitions: Vec<_> = at.iter().map(|(partition, _)| *partition).collect();
        self.client.resume(&mut self.topics.list(&partitions)).map_err(|e| self.error(&e, None))?;
        let list = self.topics.list_at(at);
        let cooperative = self.client.is_cooperative();
        let done = if cooperative { self.client.incremental_assign(&list) } else { self.client.assign(Some(&list)) };
        done.map_err(|e| self.error(&e, None))?;
        self.pending = None;
        if !cooperative {
            self.partitions.clear();
        }
        let state = |&(partition, start)| (partition, State { start, paused: false, dead: false });
        self.partitions.extend(at.iter().map(state));
        Ok(())
    }

    fn unassign(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        // librdkafka gives back no partition that it was not given.
        let ours: Vec<_> = partitions.iter().copied().filter(|p| self.partitions.contains_key(p)).collect();
        self.bury(&ours);
        let cooperative = self.client.is_cooperative();
        let done = if cooperative {
            self.client.incremental_unassign(&self.topics.list(&ours))
        } else {
            self.client.assign(None)
        };
        done.map_err(|e| self.error(&e, None))?;
        self.pending = None;
        self.partitions.retain(|partition, _| cooperative && !ours.contains(partition));
        Ok(())
    }

    fn pause(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.set_paused(partitions, true)
    }

    fn resume(&mut self, partitions: &[Partition]) -> Result<(), BrokerError> {
        self.set_paused(partitions, false)
    }

    fn seek(&mut self, to: &[(Partition, Offset)]) -> Result<(), BrokerError> {
        if to.is_empty() {
            return Ok(());
        }
        let partitions: Vec<Partition> = to.iter().map(|(partition, _)| *partition).collect();
        // Not to be handed out from its old place, should the seek fail.
        self.bury(&partitions);
        let mut list = self.topics.list_at(to);
        // Each entry has its own result, also where the call as a whole failed.
        let call = self.client.seek(&mut list, SEEK_TIMEOUT);
        let mut first = call.map_err(|e| self.error(&e, None));
        for (&(partition, offset), entry) in to.iter().zip(list.entries()) {
            let Some(&State { paused, .. }) = self.partitions.get(&partition) else {
                let unknown = NativeError::from(Code::from(E::RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION));
                first = first.and(Err(self.partition_error(&unknown, partition)));
                continue;
            };
            let done = match entry.code {
                code if code.is(&[E::RD_KAFKA_RESP_ERR__STATE]) => self.restart(partition, offset),
                code => code.check(),
            };
            match done {
                Ok(()) => {
                    self.partitions.insert(partition, State { start: offset, paused, dead: false });
                }
                Err(e) => first = first.and(Err(self.partition_error(&e, partition))),
            }
        }
        first
    }

    fn group(&mut self) -> Result<GroupMetadata, BrokerError> {
        // What librdkafka says of a client that is no member would be accepted by the broker, unfenced.
        let is_member = |group: &GroupMetadata| group.generation >= 0 && !group.member.is_empty();
        self.client.group().filter(is_member).ok_or_else(|| {
            let error =
                NativeError::new(E::RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, "not a member of the group at present");
            BrokerError { class: ErrorClass::Retriable, ..self.error(&error, None) }
        })
    }

    fn read_up_to(&self, partition: Partition) -> Option<Offset> {
        let is_read = |state: &State| !state.dead && !state.paused;
        if self.pending.is_some() || self.inbox.len() > 0 || !self.partitions.get(&partition).is_some_and(is_read) {
            return None;
        }
        let mut list = self.topics.list(&[partition]);
        self.client.position(&mut list).ok()?;
        list.entries().first().map(|entry| entry.offset).filter(|offset| *offset >= 0).map(Offset)
    }

    fn end(&self, partition: Partition) -> Option<Offset> {
        self.client.cached_end(self.topics.native_of(partition.topic), partition.number).map(Offset)
    }

    fn close(self: Box<Self>, deadline: Duration) {
        let given_up = Arc::clone(&self.given_up);
        let (done, ended) = mpsc::channel();
        let close = move || {
            drop(self);
            // Nobody waits any more when it took too long.
            let _ = done.send(());
        };
        // Where no thread can be made the consumer is dropped here, and the broker notices that it is gone.
        if std::thread::Builder::new().name("kafka-close".into()).spawn(close).is_ok()
            && ended.recv_timeout(deadline).is_err()
        {
            given_up.store(true, Ordering::SeqCst);
        }
    }
}

impl Drop for KafkaConsumer {
    /// Leaves the group; after that the client ends.
    fn drop(&mut self) {
        self.drop_waiting(|_| true);
        // A close would wait for it. Not after the close has begun: a call that reaches a group which has already ended
        // is never answered.
        let _ = match self.pending.take() {
            Some(Rebalance::Gives) => self.assign(&[]),
            Some(Rebalance::Takes(partitions)) => self.unassign(&partitions),
            None => Ok(()),
        };
        self.client.recorder().close();
        let queue = Queue::new(&self.client);
        if queue.start_close().is_err() {
            // After a fatal error there is nothing to leave.
            return;
        }
        for _ in 0..CLOSE_STEPS_MAX {
            if self.client.is_closed() || self.given_up.load(Ordering::SeqCst) {
                return;
            }
            queue.consume(CLOSE_STEP);
        }
    }
}

/// Subscribes; where that was done before, anew.
fn subscribe(client: &Client, topics: &Topics) -> Result<(), NativeError> {
    let mut subscription = PartitionList::new();
    topics.native().iter().for_each(|name| subscription.add_bare(name, -1));
    client.subscribe(&subscription)
}

/// Which partition a message is of; `None` for a topic that we did not subscribe to.
fn locate(handles: &[Topic], message: &ffi::Message) -> Option<Partition> {
    let topic = handles.iter().position(|handle| handle.address() == message.topic_address())?;
    Some(Partition { topic: u16::try_from(topic).ok()?, number: message.partition() })
}

/// An empty vector with the old one's memory.
fn recycle<'a>(mut headers: Vec<Header<'_>>) -> Vec<Header<'a>> {
    headers.clear();
    headers.into_iter().map(|_| Header { name: &[], value: None }).collect()
}
