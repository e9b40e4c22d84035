//! The broker as simulated workers see it: its calls never wait, and go wrong on demand. Its producers and consumers have
//! files of their own.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::consumer::SimConsumer;
use super::plan::Faults;
use super::producer::SimProducer;
use crate::broker::memory::MemoryBroker;
use crate::broker::{
    Broker, BrokerError, Consumer, ConsumerSpec, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec,
    TopicInfo, Watermarks,
};
use crate::clock::{ManualClock, Tick, UnixMillis};

/// How a call of a producer goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallFault {
    /// The request never arrives; the caller hears of a timeout.
    Lost,
    /// The request arrives, its answer does not.
    AnswerLost,
    /// The request arrives when its sender has stopped waiting.
    Late,
    /// The request gets no answer, is sent again by the client itself, and that is answered: nobody hears of it but who
    /// asks for strays. The first one arrives later.
    Stray,
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
    /// A seek moves all partitions but this one of them, and says so.
    pub(super) seek_fails: Option<usize>,
    /// After a seek, messages from before its target come once more.
    pub(super) stale: bool,
    /// The client has no place in the group just now.
    pub(super) not_a_member: bool,
    /// The client takes an offset for out of range that is not.
    pub(super) out_of_range: bool,
}

/// What is to go wrong next, and what was said.
#[derive(Default)]
pub(super) struct State {
    calls: VecDeque<(usize, CallFault)>,
    pub(super) read: ReadFaults,
    /// How many messages a poll hands out at most.
    pub(super) messages: usize,
    /// Partitions that were given back since they were last asked for, and since when the application knows of it.
    pub(super) given_back: Vec<(Partition, Tick)>,
    /// Who each worker is in the group by now, by its name.
    pub(super) groups: BTreeMap<String, GroupMetadata>,
    story: Option<Vec<String>>,
}

/// What stands between the workers and the broker. Cloned, it is the same.
#[derive(Clone)]
pub(super) struct Network {
    pub(super) broker: Arc<MemoryBroker>,
    pub(super) clock: Arc<ManualClock>,
    state: Arc<Mutex<State>>,
}

impl Network {
    pub(super) fn new(broker: Arc<MemoryBroker>, clock: Arc<ManualClock>, told: bool) -> Self {
        let story = told.then(Vec::new);
        Self { broker, clock, state: Arc::new(Mutex::new(State { story, ..State::default() })) }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
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

    /// Whether somebody listens to the story.
    pub(super) fn is_told(&self) -> bool {
        self.state().story.is_some()
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
    pub(super) fn fault(&self, possible: &[CallFault]) -> Option<CallFault> {
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
        Ok(Box::new(SimConsumer::new(self.broker.consumer(spec)?, self, name)))
    }
}

pub(super) fn error(class: ErrorClass, code: &str) -> BrokerError {
    BrokerError { class, code: code.to_owned(), message: "simulated".to_owned(), topic: None }
}

pub(super) fn timed_out() -> BrokerError {
    error(ErrorClass::Retriable, "_TIMED_OUT")
}

pub(super) fn refused() -> BrokerError {
    error(ErrorClass::Abortable, "SIMULATED")
}

impl Broker for Network {
    fn consumer(&self, spec: &ConsumerSpec) -> Result<Box<dyn Consumer>, BrokerError> {
        self.consumer(spec, "consumer")
    }

    fn producer(&self, spec: &ProducerSpec) -> Result<Box<dyn Producer>, BrokerError> {
        Ok(Box::new(SimProducer::new(self.broker.producer(spec)?, self, spec)))
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
        match self.fault(&[CallFault::Lost, CallFault::AnswerLost]) {
            Some(_) => Err(timed_out()),
            None => self.broker.watermarks(topic, partition, timeout),
        }
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

pub(super) fn outcome<T: std::fmt::Debug>(result: &Result<T, BrokerError>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("{:?} {}", error.class, error.code),
    }
}
