//! The commit thread: carries out transactions and recoveries, one at a time, and reports how they ended.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use tracing::{debug, warn};

use crate::broker::{Broker, BrokerError, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::pipeline::machine::{CommitOutcome, Deadlines, Fact, Permit};
use crate::pipeline::map::Mapped;
use crate::pipeline::signals::{Backoff, Reports, StopSwitch};
use crate::pipeline::transaction::{NextProducer, Step, Transaction};
use crate::status::WorkerStatus;

/// What the poll thread asks for.
pub enum Request {
    /// Commit a window. Nothing to produce for one that carries offsets only.
    Commit {
        /// What may be committed.
        permit: Permit,
        /// What to produce.
        mapped: Option<Arc<Mapped>>,
        /// Who we were when the permit was given.
        group: GroupMetadata,
    },
    /// Make a new producer, then find out what is committed.
    Resync {
        /// For the answer.
        attempt: u64,
        /// Whose offsets are wanted.
        partitions: Vec<Partition>,
    },
}

/// What the commit thread works with.
#[derive(Clone)]
pub struct CommitStage {
    /// Where producers come from.
    pub broker: Arc<dyn Broker>,
    /// How they are made.
    pub producer: ProducerSpec,
    /// The consumer group.
    pub group: String,
    /// How long things may take.
    pub deadlines: Deadlines,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where durations are counted.
    pub metrics: Arc<Metrics>,
    /// Where it says what it waits for.
    pub status: Arc<WorkerStatus>,
    /// The worker's number, for metrics.
    pub worker: usize,
    /// Where outcomes go.
    pub reports: Reports,
    /// Ends every wait.
    pub stop: StopSwitch,
}

/// The stable committed offset of each partition.
type Committed = Vec<(Partition, Option<Offset>)>;

/// A step that failed at once is not repeated before this.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(20);
/// What one call to a broker may take in a recovery; it is repeated.
const RECOVERY_CALL: Duration = Duration::from_secs(10);

impl CommitStage {
    /// Starts the thread. It ends when the returned sender is dropped and the call under way has returned.
    pub fn spawn(self, name: String) -> Result<Sender<Request>> {
        let (sender, requests) = channel();
        let thread = std::thread::Builder::new().name(name).spawn(move || self.run(&requests));
        thread.map_err(|error| Error::environment(format!("start the commit thread: {error}")))?;
        Ok(sender)
    }

    fn run(self, requests: &Receiver<Request>) {
        let mut producer = None;
        while let Ok(request) = requests.recv() {
            match request {
                Request::Commit { permit, mapped, group } => {
                    let outcome = self.commit(&mut producer, &permit, mapped.as_deref(), &group);
                    self.reports.fact(Fact::CommitEnded { attempt: permit.attempt, outcome });
                }
                Request::Resync { attempt, partitions } => {
                    producer = None; // the old one goes before the new one fences it
                    if let Some((fresh, committed)) = self.resync(&partitions) {
                        producer = Some(fresh);
                        self.reports.fact(Fact::Resynced { attempt, committed });
                    }
                }
            }
        }
    }

    fn commit(
        &self,
        producer: &mut Option<Box<dyn Producer>>,
        permit: &Permit,
        mapped: Option<&Mapped>,
        group: &GroupMetadata,
    ) -> CommitOutcome {
        if producer.is_none() {
            match self.fresh_producer() {
                Ok(fresh) => *producer = Some(fresh),
                Err(error) if error.class.is_final() => return CommitOutcome::Refused(error),
                Err(error) => return CommitOutcome::Aborted(error), // nothing has begun
            }
        }
        let Some(used) = producer.as_mut() else { return CommitOutcome::Unknown(no_producer()) };
        let (outcome, next) = self.transact(used.as_mut(), permit, mapped, group);
        if next == NextProducer::New || used.has_strays() {
            *producer = None;
        }
        outcome
    }

    /// Carries the transaction's steps out until it is done.
    fn transact(
        &self,
        producer: &mut dyn Producer,
        permit: &Permit,
        mapped: Option<&Mapped>,
        group: &GroupMetadata,
    ) -> (CommitOutcome, NextProducer) {
        let mut transaction = Transaction::new(self.clock.now() + self.deadlines.commit);
        let mut produced = 0;
        loop {
            let started = self.clock.now();
            let timeout = transaction.timeout(started);
            let (stage, result) = match transaction.step() {
                Step::Begin => (None, producer.begin()),
                Step::Produce => (Some("produce"), produce(producer, mapped, &mut produced)),
                Step::Flush => (Some("deliver"), producer.flush(timeout)),
                Step::SendOffsets => (Some("offsets"), producer.send_offsets(&permit.offsets, group, timeout)),
                Step::Commit => {
                    transaction.commit_begins(started);
                    (Some("commit"), producer.commit(timeout))
                }
                Step::Abort => (None, producer.abort(timeout)),
                Step::Done(outcome, next) => return (outcome.clone(), *next),
            };
            let now = self.clock.now();
            if let Some(stage) = stage {
                self.metrics.stage(stage, now.since(started));
            }
            if let Err(error) = &result {
                debug!(worker = self.worker, window = permit.window, step = ?transaction.step(), %error, "step failed");
                if error.class == ErrorClass::QueueFull {
                    // Back-pressure: a little of what was produced has to leave first. How far it got does not matter.
                    let _ = producer.flush(BETWEEN_ATTEMPTS);
                } else if now.since(started) < BETWEEN_ATTEMPTS {
                    self.stop.wait(BETWEEN_ATTEMPTS);
                }
            }
            transaction.advance(now, result);
        }
    }

    /// Tries until it succeeds, the broker refuses for good, or the worker stops.
    fn resync(&self, partitions: &[Partition]) -> Option<(Box<dyn Producer>, Committed)> {
        let mut backoff = Backoff::default();
        while !self.stop.is_on() {
            match self.fresh_producer().and_then(|fresh| Ok((fresh, self.committed(partitions)?))) {
                Ok(answer) => {
                    self.metrics.waiting(self.worker, "broker", false);
                    self.status.waiting("producer", None);
                    return Some(answer);
                }
                Err(error) if error.class.is_final() => {
                    let failed = Error::job(format!("get the transactional producer ready: {error}"));
                    self.reports.fact(Fact::Failed(failed));
                    return None;
                }
                Err(error) => {
                    let why = format!("get the transactional producer ready: {error}");
                    warn!(worker = self.worker, "{why}; trying again");
                    self.metrics.waiting(self.worker, "broker", true);
                    self.status.waiting("producer", Some(why));
                }
            }
            self.stop.wait(backoff.pause());
        }
        None
    }

    fn fresh_producer(&self) -> Result<Box<dyn Producer>, BrokerError> {
        let mut fresh = self.broker.producer(&self.producer)?;
        fresh.init(RECOVERY_CALL)?;
        Ok(fresh)
    }

    fn committed(&self, partitions: &[Partition]) -> Result<Committed, BrokerError> {
        if partitions.is_empty() {
            return Ok(Vec::new());
        }
        let topic = |partition: &Partition| self.producer.sources[partition.topic as usize].clone();
        let names: Vec<_> = partitions.iter().map(|partition| (topic(partition), partition.number)).collect();
        let offsets = self.broker.committed(&self.group, &names, RECOVERY_CALL)?;
        Ok(partitions.iter().copied().zip(offsets).collect())
    }
}

/// Hands the records over from the first that the client has not taken yet.
fn produce(producer: &mut dyn Producer, mapped: Option<&Mapped>, produced: &mut usize) -> Result<(), BrokerError> {
    let Some(mapped) = mapped else { return Ok(()) };
    while *produced < mapped.records.len() {
        mapped.records.with(*produced, |record| producer.produce(record))?;
        *produced += 1;
    }
    Ok(())
}

fn no_producer() -> BrokerError {
    let message = "there is no producer".to_owned();
    BrokerError { class: ErrorClass::Fatal, code: "_STATE".to_owned(), message, topic: None }
}
