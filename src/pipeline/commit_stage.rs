//! The commit thread: carries out transactions and recoveries, one at a time, and reports how they ended.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

use tracing::{debug, warn};

use crate::broker::{Broker, BrokerError, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec};
use crate::clock::{Clock, Tick};
use crate::error::Result;
use crate::metrics::Metrics;
use crate::pipeline::machine::{CommitOutcome, Deadlines, Fact, Permit};
use crate::pipeline::map::Mapped;
use crate::pipeline::signals::{Backoff, Reports, StopSwitch, spawn};
use crate::pipeline::transaction::{First, NextProducer, Step, Transaction, settled};
use crate::plants::{Bug, planted};
use crate::status::WorkerStatus;

/// What the poll thread asks for.
pub enum Request {
    /// Make the producer before there is anything to commit, while the group still settles. There is no answer: what goes
    /// wrong is told when it is needed.
    Prepare,
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
/// So many commits in a row fail before it is looked whether the topics are still there.
const FAILURES_BEFORE_A_LOOK: u32 = 2;
/// What making the first producer may take before something waits for it.
const PREPARED_WITHIN: Duration = Duration::from_secs(3);
/// What one call to a broker may take in a recovery; it is repeated.
const RECOVERY_CALL: Duration = Duration::from_secs(10);

impl CommitStage {
    /// Starts the thread. It ends when the returned sender is dropped and the call under way has returned.
    pub fn spawn(self, name: String) -> Result<Sender<Request>> {
        let (sender, requests) = channel();
        spawn(name, self.reports.clone(), move || self.run(&requests))?;
        Ok(sender)
    }

    fn run(self, requests: &Receiver<Request>) {
        let (reports, stop) = (self.reports.clone(), self.stop.clone());
        let mut desk = Desk::new(self);
        let mut next = None;
        while let Some(request) = next.take().or_else(|| requests.recv().ok()) {
            desk.accept(request);
            loop {
                let progress = desk.step();
                if next.is_none() {
                    match requests.try_recv() {
                        Ok(request) => next = Some(request),
                        Err(TryRecvError::Empty) => {}
                        // Left behind: another thread has taken this one's work over, and may have done it.
                        Err(TryRecvError::Disconnected) => return,
                    }
                }
                match progress {
                    Progress::Again => {}
                    Progress::Wait(time) => {
                        stop.wait(time);
                    }
                    Progress::Ended(fact) => {
                        fact.into_iter().for_each(|fact| reports.fact(fact));
                        break;
                    }
                }
            }
        }
    }

    /// Of a topic that does not exist any more librdkafka says that some topic is missing, or only that nothing arrives:
    /// looks for it, and names it.
    fn with_missing_topics(&self, outcome: CommitOutcome, failures: u32) -> CommitOutcome {
        let error = match &outcome {
            CommitOutcome::Refused(error) if error.class == ErrorClass::Missing && error.topic.is_none() => error,
            CommitOutcome::Aborted(error) | CommitOutcome::Unknown(error) if failures >= FAILURES_BEFORE_A_LOOK => {
                error
            }
            _ => return outcome,
        };
        let Some(missing) = self.missing_topics() else { return outcome };
        let message = format!("does not exist any more: create it, then start the job again ({})", error.message);
        let (class, code) = (ErrorClass::Missing, error.code.clone());
        CommitOutcome::Refused(BrokerError { class, code, message, topic: Some(missing) })
    }

    fn missing_topics(&self) -> Option<String> {
        let missing = self.broker.missing_topics(&self.producer.topics, RECOVERY_CALL).ok()?;
        (!missing.is_empty()).then(|| missing.join(", "))
    }

    fn fresh_producer(&self, within: Duration) -> Result<Ready, BrokerError> {
        let mut spec = self.producer.clone();
        if planted(Bug::ResyncFencesNobody) {
            spec.transactional_id += &format!("-{:?}", self.clock.now());
        }
        let mut fresh = self.broker.producer(&spec)?;
        fresh.init(within)?;
        Ok(Ready { producer: fresh, settled: Tick::default() })
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

/// A producer that is initialised.
struct Ready {
    producer: Box<dyn Producer>,
    /// By when the broker has most likely finished its last transaction.
    settled: Tick,
}

/// What lies on the desk.
enum Work {
    Nothing,
    Prepare,
    Commit(Box<Commit>),
    Resync(Resync),
}

/// A RESYNC under way.
struct Resync {
    attempt: u64,
    partitions: Vec<Partition>,
    /// The new producer, once it is ready.
    fresh: Option<Ready>,
    backoff: Backoff,
}

/// A commit under way.
struct Commit {
    permit: Permit,
    mapped: Option<Arc<Mapped>>,
    group: GroupMetadata,
    /// `None` before it begins.
    transaction: Option<Transaction>,
    /// Records that the client has taken.
    produced: usize,
}

/// How a step went.
pub enum Progress {
    /// There is another, now.
    Again,
    /// There is another, after this time.
    Wait(Duration),
    /// The request is dealt with; what to report.
    Ended(Option<Fact>),
}

/// What the commit thread does, one call to the broker at a time. There is no thread and no wait in it, so that a
/// simulation can do the same.
pub struct Desk {
    stage: CommitStage,
    producer: Option<Ready>,
    work: Work,
    /// Attempts to commit that have failed since the last that succeeded.
    failures: u32,
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(stage: CommitStage) -> Self {
        Self { stage, producer: None, work: Work::Nothing, failures: 0 }
    }

    /// Takes a request on; the one before has ended.
    pub fn accept(&mut self, request: Request) {
        self.work = match request {
            Request::Prepare => Work::Prepare,
            Request::Commit { permit, mapped, group } => {
                Work::Commit(Box::new(Commit { permit, mapped, group, transaction: None, produced: 0 }))
            }
            Request::Resync { attempt, partitions } => {
                self.producer = None; // the old one goes before the new one fences it
                Work::Resync(Resync { attempt, partitions, fresh: None, backoff: Backoff::default() })
            }
        };
    }

    /// The permit that is being used.
    #[cfg(test)]
    pub fn permit(&self) -> Option<&Permit> {
        if let Work::Commit(commit) = &self.work { Some(&commit.permit) } else { None }
    }

    /// Whose committed offsets are asked for next, in a RESYNC that has its producer.
    #[cfg(test)]
    pub fn asks_about(&self) -> Option<&[Partition]> {
        match &self.work {
            Work::Resync(Resync { partitions, fresh: Some(_), .. }) => Some(partitions),
            _ => None,
        }
    }

    /// Makes the next call to the broker.
    pub fn step(&mut self) -> Progress {
        let mut progress = match &mut self.work {
            Work::Nothing => Progress::Ended(None),
            Work::Prepare => {
                self.producer = self.stage.fresh_producer(PREPARED_WITHIN).ok();
                Progress::Ended(None)
            }
            Work::Commit(commit) => commit.step(&self.stage, &mut self.producer),
            Work::Resync(resync) => resync.step(&self.stage, &mut self.producer),
        };
        if let Progress::Ended(Some(Fact::CommitEnded { outcome, .. })) = &mut progress {
            self.failures = if *outcome == CommitOutcome::Committed { 0 } else { self.failures + 1 };
            *outcome = self.stage.with_missing_topics(outcome.clone(), self.failures);
        }
        if matches!(progress, Progress::Ended(_)) {
            self.work = Work::Nothing;
        }
        progress
    }
}

impl Commit {
    fn step(&mut self, stage: &CommitStage, producer: &mut Option<Ready>) -> Progress {
        let Some(Ready { producer: used, settled: last_settled }) = producer else {
            return match stage.fresh_producer(RECOVERY_CALL) {
                Ok(fresh) => {
                    *producer = Some(fresh);
                    Progress::Again
                }
                Err(error) if error.class.is_final() => self.ended(CommitOutcome::Refused(error), Tick::default()),
                Err(error) => self.ended(CommitOutcome::Aborted(error), Tick::default()), // nothing has begun
            };
        };
        let started = stage.clock.now();
        let transaction = self.transaction.get_or_insert_with(|| {
            Transaction::new(First::after(*last_settled, started), started + stage.deadlines.commit)
        });
        let timeout = transaction.timeout(started);
        let (name, result) = match transaction.step() {
            Step::Begin => (None, used.begin()),
            Step::Produce => (Some("produce"), produce(used.as_mut(), self.mapped.as_deref(), &mut self.produced)),
            Step::Flush => (Some("deliver"), used.flush(timeout)),
            Step::SendOffsets => (Some("offsets"), used.send_offsets(&self.permit.offsets, &self.group, timeout)),
            Step::Commit => {
                transaction.end_begins(started);
                (Some("commit"), used.commit(timeout))
            }
            Step::Abort => {
                transaction.end_begins(started);
                (None, used.abort(timeout))
            }
            Step::Done(outcome, next) => {
                let (outcome, next, settled) = (outcome.clone(), *next, *last_settled);
                let has_strays = used.has_strays() && !planted(Bug::ProducerKeptAfterStray);
                if next == NextProducer::New || has_strays {
                    *producer = None;
                }
                return self.ended(outcome, settled);
            }
        };
        let now = stage.clock.now();
        if let Some(name) = name {
            stage.metrics.stage(name, now.since(started));
        }
        if matches!(transaction.step(), Step::Commit | Step::Abort) {
            *last_settled = settled(started, now);
        }
        let mut progress = Progress::Again;
        if let Err(error) = &result {
            let window = self.permit.window;
            debug!(worker = stage.worker, window, step = ?transaction.step(), %error, "step failed");
            if error.class == ErrorClass::QueueFull {
                // Back-pressure: a little of what was produced has to leave first. How far it got does not matter.
                let _ = used.flush(BETWEEN_ATTEMPTS);
            } else if now.since(started) < BETWEEN_ATTEMPTS {
                progress = Progress::Wait(BETWEEN_ATTEMPTS);
            }
        }
        transaction.advance(now, result);
        progress
    }

    fn ended(&self, outcome: CommitOutcome, settled: Tick) -> Progress {
        Progress::Ended(Some(Fact::CommitEnded { attempt: self.permit.attempt, outcome, settled }))
    }
}

impl Resync {
    /// Tries until it succeeds, the broker refuses for good, or the worker stops.
    fn step(&mut self, stage: &CommitStage, producer: &mut Option<Ready>) -> Progress {
        if stage.stop.is_on() {
            return Progress::Ended(None);
        }
        let answer = if self.fresh.is_none() {
            stage.fresh_producer(RECOVERY_CALL).map(|made| {
                self.fresh = Some(made);
                None
            })
        } else {
            stage.committed(&self.partitions).map(Some)
        };
        const DOING: &str = "get the transactional producer ready";
        match answer {
            Ok(None) => Progress::Again,
            Ok(Some(committed)) => {
                stage.metrics.waiting(stage.worker, "broker", false);
                stage.status.waiting("producer", None);
                *producer = self.fresh.take();
                Progress::Ended(Some(Fact::Resynced { attempt: self.attempt, committed }))
            }
            Err(error) if error.class.is_final() => Progress::Ended(Some(Fact::Failed(error.while_doing(DOING)))),
            Err(error) => {
                warn!(worker = stage.worker, "{DOING}: {error}; trying again");
                stage.metrics.waiting(stage.worker, "broker", true);
                stage.status.waiting("producer", Some(format!("{DOING}: {error}")));
                Progress::Wait(self.backoff.pause())
            }
        }
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
