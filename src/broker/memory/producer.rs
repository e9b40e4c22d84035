//! A transactional producer on the memory broker.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::core::{Append, Core, Now};
use super::errors;
use super::producers::Identity;
use super::record::{Body, RECORD_BYTES_MAX, batch_bytes};
use super::shared::Shared;
use super::steps::TopicPartition;
use crate::broker::{BrokerError, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec, Record};
use crate::clock::UnixMillis;

/// How much waits before it is sent without a flush, in bytes.
const SEND_BYTES: usize = 256 << 10;

/// How much may wait, in bytes.
const QUEUE_BYTES_MAX: usize = 64 << 20;

enum State {
    New,
    Ready,
    Open,
    /// Only an abort helps: a delivery has failed.
    Undelivered(BrokerError),
    /// Only an abort helps.
    Failed(BrokerError),
    /// Everything is delivered; the end of the transaction is asked for.
    Committing,
    /// Nothing helps.
    Dead(BrokerError),
}

/// A record that has not been sent yet.
struct Queued {
    topic: u16,
    partition: Option<i32>,
    timestamp: UnixMillis,
    body: Body,
    batch_bytes: usize,
}

pub(super) struct MemoryProducer {
    shared: Arc<Shared>,
    spec: ProducerSpec,
    identity: Identity,
    state: State,
    queue: VecDeque<Queued>,
    queue_bytes: usize,
    /// What the coordinator knows to be in the transaction: partitions, and whether offsets are.
    partitions: HashSet<TopicPartition>,
    has_offsets: bool,
    /// Where a refused record has left a gap in the sequence of records: the next one there fails as well, once, even
    /// in another transaction. (With librdkafka that depends on whether the marker of the abort is there yet.)
    gaps: HashSet<TopicPartition>,
    scratch: Vec<u8>,
}

impl MemoryProducer {
    pub(super) fn new(shared: Arc<Shared>, spec: &ProducerSpec) -> Self {
        Self {
            shared,
            spec: spec.clone(),
            identity: Identity::NONE,
            state: State::New,
            queue: VecDeque::new(),
            queue_bytes: 0,
            partitions: HashSet::new(),
            has_offsets: false,
            gaps: HashSet::new(),
            scratch: Vec::new(),
        }
    }

    fn must_be_open(&self) -> Result<(), BrokerError> {
        match &self.state {
            State::Open => Ok(()),
            State::Undelivered(error) | State::Failed(error) | State::Dead(error) => Err(error.clone()),
            State::New | State::Ready | State::Committing => Err(errors::wrong_state("no transaction is open")),
        }
    }

    /// Notes what an error means for what may come next.
    fn failed(&mut self, error: BrokerError, or_else: fn(BrokerError) -> State) -> BrokerError {
        match error.class {
            ErrorClass::Retriable => return error,
            ErrorClass::Fatal | ErrorClass::Fenced => self.state = State::Dead(error.clone()),
            _ => self.state = or_else(error.clone()),
        }
        self.drop_queue();
        error
    }

    fn drop_queue(&mut self) {
        self.queue.clear();
        self.queue_bytes = 0;
    }

    /// Sends what waits, up to the first that fails.
    fn send(&mut self, core: &mut Core, now: Now) -> Result<(), BrokerError> {
        while let Some(record) = self.queue.front_mut() {
            let topic = self.spec.topics.get(usize::from(record.topic)).map_or("", String::as_str);
            let to = core.topics_mut().choose(topic, record.partition, record.body.key())?;
            record.partition = Some(to.number);
            if self.gaps.remove(&to) {
                return Err(errors::out_of_sequence());
            }
            if let Err(refused) = core.topics().check(to.topic, record.batch_bytes, record.body.key().is_some()) {
                self.gaps.insert(to);
                return Err(refused);
            }
            if !self.partitions.contains(&to) {
                core.add_partition(self.identity, to, now)?;
                self.partitions.insert(to);
            }
            let append = Append { to, timestamp: record.timestamp, body: record.body.clone() };
            core.append_in_transaction(self.identity, append)?;
            self.queue_bytes -= record.body.bytes();
            self.queue.pop_front();
        }
        Ok(())
    }

    /// Asks for the end of the transaction, if the coordinator knows of one.
    fn end(&mut self, commit: bool) -> Result<(), BrokerError> {
        if self.has_offsets || !self.partitions.is_empty() {
            let identity = self.identity;
            let ended = self.shared.call(|core, _| core.end_transaction(identity, commit));
            ended.map_err(|error| self.failed(error, State::Failed))?;
        }
        self.partitions.clear();
        self.has_offsets = false;
        self.state = State::Ready;
        Ok(())
    }
}

impl Producer for MemoryProducer {
    fn init(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        if !matches!(self.state, State::New) {
            return Err(errors::wrong_state("the producer is initialised already"));
        }
        let spec = &self.spec;
        self.identity = self.shared.until(timeout, "an older transaction to be resolved", |core, _| {
            core.init_producer(&spec.transactional_id, spec.transaction_timeout)
        })?;
        self.state = State::Ready;
        Ok(())
    }

    fn begin(&mut self) -> Result<(), BrokerError> {
        match &self.state {
            State::Ready => {
                self.state = State::Open;
                Ok(())
            }
            State::Undelivered(error) | State::Failed(error) | State::Dead(error) => Err(error.clone()),
            State::New => Err(errors::wrong_state("the producer is not initialised")),
            State::Open | State::Committing => Err(errors::wrong_state("a transaction is open already")),
        }
    }

    fn produce(&mut self, record: &Record<'_>) -> Result<(), BrokerError> {
        self.must_be_open()?;
        let batch_bytes = batch_bytes(record.key, record.value, record.headers);
        if batch_bytes > RECORD_BYTES_MAX {
            let topic = self.spec.topics.get(usize::from(record.topic)).map_or("", String::as_str);
            return Err(errors::too_large(topic, batch_bytes, RECORD_BYTES_MAX));
        }
        if self.queue_bytes > QUEUE_BYTES_MAX {
            return Err(errors::queue_full());
        }
        let body = Body::new(&mut self.scratch, record.key, record.value, record.headers);
        self.queue_bytes += body.bytes();
        self.queue.push_back(Queued {
            topic: record.topic,
            partition: record.partition,
            timestamp: record.timestamp,
            body,
            batch_bytes,
        });
        if self.queue_bytes >= SEND_BYTES {
            let shared = Arc::clone(&self.shared);
            if let Err(error) = shared.call(|core, now| self.send(core, now)) {
                self.failed(error, State::Undelivered); // the flush reports it
            }
        }
        Ok(())
    }

    fn flush(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        self.must_be_open()?;
        let shared = Arc::clone(&self.shared);
        let sent = shared.until(timeout, "the records to be delivered", |core, now| self.send(core, now));
        sent.map_err(|error| self.failed(error, State::Undelivered))
    }

    fn send_offsets(
        &mut self,
        offsets: &[(Partition, Offset)],
        group: &GroupMetadata,
        timeout: Duration,
    ) -> Result<(), BrokerError> {
        self.must_be_open()?;
        if offsets.is_empty() {
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        let sent = shared.until(timeout, "the offsets to be added", |core, now| {
            let resolve = |&(partition, offset): &(Partition, Offset)| {
                let topic = self.spec.sources.get(usize::from(partition.topic)).map_or("", String::as_str);
                core.topics().find(topic, partition.number).map(|place| (place, offset))
            };
            let offsets = offsets.iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
            core.add_offsets(self.identity, &group.group, now)?;
            self.has_offsets = true;
            core.commit_offsets_in_transaction(self.identity, group, &offsets)
        });
        sent.map_err(|error| self.failed(error, State::Failed))
    }

    /// Answers as soon as the coordinator has decided: readers may see the records a little later.
    fn commit(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        if !matches!(self.state, State::Committing) {
            let flushed = self.flush(timeout);
            if let State::Undelivered(cause) = &self.state {
                return Err(errors::inconsistent(cause));
            }
            flushed?;
            self.state = State::Committing;
        }
        self.end(true)
    }

    fn abort(&mut self, _timeout: Duration) -> Result<(), BrokerError> {
        match &self.state {
            State::Open | State::Undelivered(_) | State::Failed(_) => {}
            State::Dead(error) => return Err(error.clone()),
            State::New | State::Ready | State::Committing => return self.must_be_open(),
        }
        self.drop_queue();
        self.end(false)
    }

    fn has_strays(&self) -> bool {
        self.shared.call(|core, _| core.has_unanswered(self.identity))
    }
}
