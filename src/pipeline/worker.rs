//! The poll thread of a worker: carries facts to the [`Machine`] and its actions out, and copies messages into the open
//! window. Every decision is the machine's.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use tracing::{debug, error, info, warn};

use crate::broker::{Consumer, ConsumerEvent, ErrorClass, Offset, Partition};
use crate::clock::{Clock, UnixMillis};
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::pipeline::commit_stage;
use crate::pipeline::machine::{Action, Admit, CloseReason, Fact, Machine, Permit, WindowId};
use crate::pipeline::map::Mapped;
use crate::pipeline::map_thread;
use crate::pipeline::report::Reporter;
use crate::pipeline::signals::{Inbox, Report, StopSwitch};
use crate::pipeline::starts::Question;
use crate::pipeline::window::{OpenWindow, Window};
use crate::plants::{Bug, planted};

/// Messages taken per call at most: the time between two looks at the stages' reports.
const MESSAGES_PER_POLL: usize = 10_000;
/// The longest the poll thread waits when nothing is to be done.
const IDLE_WAIT: Duration = Duration::from_millis(500);
/// How often it looks after the group while its window is full and no message is wanted.
const FULL_WAIT: Duration = Duration::from_millis(20);
/// librdkafka waits for messages in whole milliseconds.
const WAIT_STEP: Duration = Duration::from_millis(1);
/// How often a seek that failed is tried again.
const SEEK_AGAIN: Duration = Duration::from_millis(100);
/// What leaving the group may take.
const LEAVE_WITHIN: Duration = Duration::from_secs(5);

/// A closed window: its events until its commit is known, its records as soon as it is mapped.
struct Closed {
    window: Arc<Window>,
    mapped: Option<Arc<Mapped>>,
}

/// Starts a commit thread of this name.
pub type StartCommitThread = Box<dyn Fn(String) -> Result<Sender<commit_stage::Request>> + Send>;
/// Starts to find out what the answer to a question is.
pub type AskStarts = Box<dyn Fn(Question) -> Result<()> + Send>;

/// What a worker is made of.
pub struct Parts {
    /// Its number, for logs and metrics.
    pub number: usize,
    /// The decisions.
    pub machine: Machine,
    /// Its member of the group.
    pub consumer: Box<dyn Consumer>,
    /// Its map thread.
    pub map: Sender<map_thread::Request>,
    /// How to start a commit thread: a new one takes the place of one that hangs.
    pub start_commit: StartCommitThread,
    /// Finds out where partitions start.
    pub ask: AskStarts,
    /// Names of the source topics, by [`Partition::topic`].
    pub sources: Vec<String>,
    /// What the other threads report.
    pub reports: Inbox,
    /// On when the process is asked to stop.
    pub shutdown: StopSwitch,
    /// Ends every wait of this worker's threads.
    pub stop: StopSwitch,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// What is told to people.
    pub reporter: Reporter,
}

/// See the module's documentation.
pub struct Worker {
    parts: Parts,
    commit: Sender<commit_stage::Request>,
    open: OpenWindow,
    closed: HashMap<WindowId, Closed>,
    /// Memory of released windows, for the next.
    spare: Vec<OpenWindow>,
    /// Partitions that could not be moved yet: nothing is read before they are.
    seek_again: Vec<(Partition, Offset)>,
    actions: Vec<Action>,
    left: bool,
}

impl Worker {
    /// Makes a worker ready to [`run`](Worker::run).
    pub fn new(parts: Parts) -> Result<Self> {
        let commit = (parts.start_commit)(thread_name("commit", parts.number))?;
        let worker = Self {
            open: new_window(&parts.machine),
            parts,
            commit,
            closed: HashMap::new(),
            spare: Vec::new(),
            seek_again: Vec::new(),
            actions: Vec::new(),
            left: false,
        };
        worker.ask(commit_stage::Request::Prepare)?;
        Ok(worker)
    }

    /// Whether the machine owns this partition.
    #[cfg(test)]
    pub fn owns(&self, partition: Partition) -> bool {
        self.parts.machine.positions().any(|(owned, ..)| owned == partition)
    }

    /// How many closed windows it holds, and how many events in the open one.
    #[cfg(test)]
    pub fn holds(&self) -> (usize, usize) {
        (self.closed.len(), self.open.len())
    }

    /// How many events of this partition stand in the oldest closed window.
    #[cfg(test)]
    pub fn to_commit(&self, partition: Partition) -> usize {
        let oldest = self.closed.iter().min_by_key(|(id, _)| **id).map(|(_, closed)| closed.window.events());
        oldest.map_or(0, |events| events.iter().filter(|event| event.partition == partition).count())
    }

    /// Runs until it is asked to stop and has finished, or cannot go on. Leaves the group in either case.
    pub fn run(mut self) -> Result<()> {
        let result = self.run_until_left();
        if let Err(error) = &result {
            error!(worker = self.parts.number, "{error}");
        }
        self.parts.stop.stop();
        self.parts.consumer.close(LEAVE_WITHIN);
        info!(worker = self.parts.number, "left the group");
        result
    }

    fn run_until_left(&mut self) -> Result<()> {
        while self.turn()? {}
        Ok(())
    }

    /// Goes round once: messages and events of the group, reports, time. False when everything is done.
    pub fn turn(&mut self) -> Result<bool> {
        self.read()?;
        while let Some(report) = self.parts.reports.next() {
            self.take(report)?;
        }
        let fact = if self.parts.shutdown.is_on() { Fact::Shutdown } else { Fact::Time };
        self.tell(fact)?;
        if self.parts.reporter.loop_moved(&self.parts.machine, self.parts.consumer.as_ref(), &oldest(&self.closed)) {
            self.read_on()?;
        }
        Ok(!self.left)
    }

    /// Waits for messages, events of the group or reports, whichever comes first, and takes the messages in.
    fn read(&mut self) -> Result<()> {
        if !self.seek_again.is_empty() {
            let again = std::mem::take(&mut self.seek_again);
            self.seek(again);
        }
        let now = self.parts.clock.now();
        let wait = self.parts.machine.wake_at().map_or(IDLE_WAIT, |at| at.since(now).min(IDLE_WAIT));
        let (wait, messages) = if !self.seek_again.is_empty() {
            (SEEK_AGAIN, 0)
        } else if self.parts.machine.wants_full_stop() {
            (wait.min(FULL_WAIT), 0)
        } else if wait >= WAIT_STEP {
            return self.poll(Duration::from_millis(wait.as_millis() as u64), MESSAGES_PER_POLL);
        } else {
            (wait, MESSAGES_PER_POLL) // the rest of a millisecond, neither waited in full nor spent in waits that do not wait
        };
        if let Some(report) = self.parts.reports.next_within(wait) {
            self.take(report)?;
        }
        self.poll(Duration::ZERO, messages)
    }

    /// Tells how far partitions were read past their last event.
    fn read_on(&mut self) -> Result<()> {
        if self.parts.machine.has_uncommitted() || !self.seek_again.is_empty() {
            return Ok(());
        }
        let read = |(partition, _, next)| Some((partition, self.parts.consumer.read_up_to(partition)?, next));
        let positions: Vec<_> = self.parts.machine.positions().filter_map(read).collect();
        for (partition, read, _) in positions.into_iter().filter(|(_, read, next)| read > next) {
            self.tell(Fact::ReadUpTo(partition, read))?;
        }
        Ok(())
    }

    fn poll(&mut self, wait: Duration, max: usize) -> Result<()> {
        let (machine, open) = (&mut self.parts.machine, &mut self.open);
        let events = self.parts.consumer.poll(wait, max, &mut |message| {
            let headers: usize = message.headers.iter().map(|h| h.name.len() + h.value.map_or(0, <[u8]>::len)).sum();
            let bytes = message.key.map_or(0, <[u8]>::len) + message.value.map_or(0, <[u8]>::len) + headers;
            match machine.admit(message.partition, message.offset, bytes) {
                Admit::Take => {
                    open.push(message);
                    true
                }
                Admit::Skip => true,
                Admit::Wait => false,
            }
        });
        for event in events {
            self.hear(event)?;
        }
        Ok(())
    }

    fn hear(&mut self, event: ConsumerEvent) -> Result<()> {
        let Parts { number, metrics, reporter, sources, machine, .. } = &mut self.parts;
        let names = |partitions: &[Partition]| {
            let name = |p: &Partition| format!("{}[{}]", sources[p.topic as usize], p.number);
            partitions.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        match event {
            ConsumerEvent::Assigned(partitions) => {
                info!(worker = *number, partitions = names(&partitions), "assigned");
                metrics.rebalanced("assigned", partitions.len() as u64);
                self.tell(Fact::Assigned(partitions))
            }
            ConsumerEvent::Revoked(partitions) => {
                info!(worker = *number, partitions = names(&partitions), "revoked");
                metrics.rebalanced("revoked", partitions.len() as u64);
                self.tell(Fact::Revoked(partitions))
            }
            ConsumerEvent::Lost(partitions) => {
                warn!(
                    worker = *number,
                    partitions = names(&partitions),
                    "lost: we were away for longer than the session timeout"
                );
                metrics.rebalanced("lost", partitions.len() as u64);
                self.tell(Fact::Lost(partitions))
            }
            ConsumerEvent::OutOfRange(partition) => {
                let next = machine.positions().find(|(p, ..)| *p == partition).map(|(.., next)| next);
                let Some(next) = next else { return Ok(()) };
                warn!(
                    worker = *number,
                    partition = names(&[partition]),
                    next = next.0,
                    "the client has lost its place"
                );
                (self.parts.ask)(Question::InRange(partition, next))
            }
            ConsumerEvent::Error(error) => {
                metrics.kafka_error(&error.code);
                if error.is_unknown_topic() {
                    return (self.parts.ask)(Question::Gone(error));
                }
                if error.class.is_final() {
                    return self.tell(Fact::Failed(Error::job(format!("read the sources: {error}"))));
                }
                if error.class == ErrorClass::Fatal {
                    return self.tell(Fact::Failed(Error::environment(format!("read the sources: {error}"))));
                }
                reporter.broker_error(&error);
                Ok(())
            }
        }
    }

    fn take(&mut self, report: Report) -> Result<()> {
        match report {
            Report::Fact(fact) => self.tell(fact),
            Report::Mapped { window, without, mapped } => {
                let totals = &mapped.totals;
                let dead = totals.dead() as usize;
                let fact = Fact::Mapped { window, without, events: totals.events as usize, dead };
                self.parts.reporter.mapped(&mapped);
                if let Some(closed) = self.closed.get_mut(&window) {
                    closed.mapped = Some(Arc::new(*mapped));
                }
                self.tell(fact)
            }
        }
    }

    /// Gives the machine a fact and does what follows from it.
    fn tell(&mut self, fact: Fact) -> Result<()> {
        if let Fact::CommitEnded { outcome, .. } = &fact {
            self.parts.reporter.commit_ended(outcome);
        }
        let mut actions = std::mem::take(&mut self.actions);
        self.parts.machine.on(self.parts.clock.now(), fact, &mut actions);
        for action in actions.drain(..) {
            self.act(action)?;
        }
        self.actions = actions;
        Ok(())
    }

    fn act(&mut self, action: Action) -> Result<()> {
        match action {
            Action::Resolve(partitions) => (self.parts.ask)(Question::Starts(partitions))?,
            Action::Assign(at) => {
                self.parts.consumer.assign(&at).map_err(|error| failed("take partitions over", &error))?;
                let Parts { reporter, machine, consumer, .. } = &mut self.parts;
                reporter.assignment(machine, consumer.as_ref(), &oldest(&self.closed));
            }
            Action::Unassign(partitions) => {
                self.seek_again.retain(|(partition, _)| !partitions.contains(partition));
                self.parts.consumer.unassign(&partitions).map_err(|error| failed("give partitions back", &error))?;
                self.parts.reporter.released(&partitions);
                let Parts { reporter, machine, consumer, .. } = &mut self.parts;
                reporter.assignment(machine, consumer.as_ref(), &oldest(&self.closed));
            }
            Action::Pause(partitions) => {
                self.parts.reporter.backpressure(true);
                self.parts.consumer.pause(&partitions).map_err(|error| failed("pause partitions", &error))?;
            }
            Action::Resume(partitions) => {
                self.parts.reporter.backpressure(false);
                self.parts.consumer.resume(&partitions).map_err(|error| failed("resume partitions", &error))?;
            }
            Action::Seek(to) => self.seek(to),
            Action::Close(id, reason) => self.close(id, reason),
            Action::RemoveOpen(partitions) => self.open.remove(&partitions),
            Action::ClearOpen => self.open.clear(),
            Action::Map(id, without) => self.map(id, without)?,
            Action::Commit(permit) => self.commit(permit)?,
            Action::Applied(id) => {
                let closed = self.closed.remove(&id);
                if let Some(closed) = closed {
                    self.parts.reporter.applied(closed.mapped.as_deref());
                    self.release(closed);
                }
            }
            Action::Dropped(id) => {
                if let Some(closed) = self.closed.remove(&id) {
                    self.release(closed);
                }
            }
            Action::Resync { attempt, partitions, reason, abandon } => {
                self.resync(attempt, partitions, &reason, abandon)?;
            }
            Action::Leave => self.left = true,
            Action::Stop(error) => return Err(error),
        }
        Ok(())
    }

    fn close(&mut self, id: WindowId, reason: CloseReason) {
        let next = self.spare.pop().unwrap_or_else(|| new_window(&self.parts.machine));
        let window = std::mem::replace(&mut self.open, next).seal();
        self.parts.reporter.closed(reason, &window);
        self.closed.insert(id, Closed { window: Arc::new(window), mapped: None });
        self.tell_memory();
    }

    fn tell_memory(&self) {
        let waiting = self.spare.iter().chain([&self.open]).map(OpenWindow::memory_bytes);
        let windows = self.closed.values().map(|closed| closed.window.memory_bytes()).chain(waiting).sum();
        let mapped = self.closed.values().filter_map(|closed| closed.mapped.as_ref());
        let records = mapped.map(|mapped| mapped.records.memory_bytes()).sum();
        self.parts.reporter.memory(windows, records);
    }

    fn map(&mut self, id: WindowId, without: Vec<Partition>) -> Result<()> {
        let Some(closed) = self.closed.get_mut(&id) else { return Ok(()) };
        closed.mapped = None;
        let request = map_thread::Request { id, window: closed.window.clone(), without };
        self.parts.map.send(request).map_err(|_| Error::internal("the map thread has ended"))
    }

    /// The permit and who we are in the group are captured together, here on the poll thread.
    fn commit(&mut self, permit: Permit) -> Result<()> {
        let group = match self.parts.consumer.group() {
            Ok(group) => group,
            Err(error) => {
                debug!(worker = self.parts.number, %error, "no permit: not a member of the group at the moment");
                return self.tell(Fact::NotAMember { attempt: permit.attempt });
            }
        };
        let mapped = self.closed.get(&permit.window).and_then(|closed| closed.mapped.clone());
        if permit.has_records && mapped.is_none() {
            return Err(Error::internal(format!("window {} has a permit and no records", permit.window)));
        }
        self.ask(commit_stage::Request::Commit { permit, mapped, group })
    }

    fn resync(&mut self, attempt: u64, partitions: Vec<Partition>, reason: &str, abandon: bool) -> Result<()> {
        self.parts.reporter.recovery(reason);
        if abandon {
            warn!(worker = self.parts.number, "the commit thread has not answered in time: leaving it behind");
            self.commit = (self.parts.start_commit)(thread_name("commit", self.parts.number))?;
        }
        self.ask(commit_stage::Request::Resync { attempt, partitions })
    }

    fn ask(&self, request: commit_stage::Request) -> Result<()> {
        self.commit.send(request).map_err(|_| Error::internal("the commit thread has ended"))
    }

    fn seek(&mut self, to: Vec<(Partition, Offset)>) {
        // What was to be tried again for these is out of date.
        self.seek_again.retain(|(partition, _)| to.iter().all(|(sought, _)| sought != partition));
        if let Err(error) = self.parts.consumer.seek(&to) {
            warn!(worker = self.parts.number, %error, "could not go back to what is committed; trying again");
            if !planted(Bug::SeekFailureIgnored) {
                self.seek_again.extend(to);
            }
        }
    }

    /// Keeps the memory of a window that is done, as far as nothing else looks at it.
    fn release(&mut self, closed: Closed) {
        drop(closed.mapped);
        if self.spare.len() < 2 {
            self.spare.extend(Arc::try_unwrap(closed.window).ok().and_then(Window::recycle));
        }
        self.tell_memory();
    }
}

fn new_window(machine: &Machine) -> OpenWindow {
    let limits = machine.limits();
    OpenWindow::with_room(limits.bytes, limits.events)
}

fn oldest(closed: &HashMap<WindowId, Closed>) -> impl Fn(Partition) -> Option<UnixMillis> {
    move |partition| closed.values().filter_map(|closed| closed.window.first_of(partition)).map(|e| e.timestamp).min()
}

fn failed(doing: &str, error: &crate::broker::BrokerError) -> Error {
    Error::environment(format!("{doing}: {error}"))
}

/// Linux shows 15 characters.
fn thread_name(role: &str, worker: usize) -> String {
    format!("{role}-{worker}")
}
