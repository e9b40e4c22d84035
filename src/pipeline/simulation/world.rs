//! The workers and the broker, and how a move is carried out.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Failure;
use super::clients::{Feeder, Network, ReadFaults};
use super::mapping::{self, BAD, BAD_ROW, GOOD, TOPICS};
use super::oracle::{Oracle, committed};
use super::plan::{Feed, Frozen, Move, Setting};
use crate::broker::memory::{Cursor, GroupTimeouts, Isolation, MemoryBroker, Mishap, Participant, Step};
use crate::broker::{Broker, BrokerError, ConsumerSpec, GroupMetadata, Message, Offset, Partition, ProducerSpec};
use crate::clock::{Clock, ManualClock};
use crate::error::ErrorKind;
use crate::metrics::Metrics;
use crate::pipeline::commit_stage::{CommitStage, Desk, Progress, Request};
use crate::pipeline::machine::{Deadlines, Limits, Machine};
use crate::pipeline::map::Mapped;
use crate::pipeline::map_thread;
use crate::pipeline::report::Reporter;
use crate::pipeline::signals::{Inbox, Report, Reports, StopSwitch};
use crate::pipeline::starts::{Question, Starts};
use crate::pipeline::window::OpenWindow;
use crate::pipeline::worker::{Parts, Worker};
use crate::status::{self, Status};

pub(super) const SOURCE: &str = "source";
pub(super) const GROUP: &str = "job";

/// How long everything may take to be committed once nothing goes wrong any more: the session timeout, then abandoned
/// transactions, then retries, each a few times over.
const CALM_WITHIN: Duration = Duration::from_secs(300);
/// How many partitions the source may get.
const PARTITIONS_MAX: usize = 4;

/// One commit thread.
struct CommitThread {
    desk: Desk,
    requests: Receiver<Request>,
    busy: bool,
    /// Nobody will ask anything of it any more.
    abandoned: bool,
}

/// A worker that runs, with its threads.
struct Process {
    worker: Worker,
    stage: CommitStage,
    starts: Starts,
    /// Oldest first: all but the last were left behind.
    commit: Vec<CommitThread>,
    commit_made: Receiver<Receiver<Request>>,
    map: Receiver<map_thread::Request>,
    questions: Vec<Question>,
    asked: Receiver<Question>,
    /// Reports that the poll thread has not got yet.
    reports: Vec<Report>,
    inbox: Sender<Report>,
    shutdown: StopSwitch,
}

/// A place where a worker runs, or will again.
struct Slot {
    name: String,
    transactional_id: String,
    process: Option<Process>,
}

pub(super) struct World {
    setting: Setting,
    clock: Arc<ManualClock>,
    network: Network,
    feeder: Feeder,
    slots: Vec<Slot>,
    oracle: Oracle,
    events: u32,
    ids_made: usize,
    moves: usize,
}

/// Metrics are dear to make, and nobody looks at them here.
fn metrics() -> Arc<Metrics> {
    static METRICS: OnceLock<Arc<Metrics>> = OnceLock::new();
    METRICS.get_or_init(|| Metrics::new(GROUP, Arc::new(ManualClock::default()))).clone()
}

impl World {
    pub(super) fn new(setting: &Setting, told: bool) -> Self {
        let clock = Arc::new(ManualClock::default());
        let broker = MemoryBroker::in_steps(clock.clone(), GroupTimeouts::default());
        let made = |name: &str, partitions| broker.create_topic(name, partitions).unwrap_or_default();
        made(SOURCE, setting.partitions);
        made(TOPICS[0], 2);
        TOPICS[1..].iter().for_each(|topic| made(topic, 1));
        let network = Network::new(broker, clock.clone(), told);
        let slot = |n| Slot { name: format!("worker {n}"), transactional_id: format!("id{n}"), process: None };
        let mut world = Self {
            setting: setting.clone(),
            clock: clock.clone(),
            feeder: Feeder::new(&network),
            network,
            slots: (0..setting.workers).map(slot).collect(),
            oracle: Oracle::default(),
            events: 0,
            ids_made: setting.workers,
            moves: 0,
        };
        for worker in 0..setting.workers {
            world.start(worker);
        }
        world
    }

    pub(super) fn into_story(self) -> Vec<String> {
        let Self { network, .. } = self;
        network.into_story()
    }

    fn broker(&self) -> &Arc<MemoryBroker> {
        &self.network.broker
    }

    fn start(&mut self, at: usize) {
        let network = self.network.clone();
        let Slot { name, transactional_id, process } = &mut self.slots[at];
        let sources = vec![SOURCE.to_owned()];
        let spec = ConsumerSpec {
            group: GROUP.to_owned(),
            topics: sources.clone(),
            fetch_queue_bytes_max: 1 << 20,
            gather: Duration::ZERO,
            instance: None,
        };
        let Ok(consumer) = network.consumer(&spec, transactional_id) else { return };
        let deadlines = Deadlines::default();
        let status = Status::new(GROUP, "1", 1, self.clock.clone(), status::Limits::new(Duration::from_secs(30)));
        let status = status.workers()[0].clone();
        let (inbox, reports_in) = channel();
        // The threads hand over what they have to say to the simulation, which delivers it.
        let reports = Reports::new(channel().0, consumer.waker());
        let (stop, shutdown) = (StopSwitch::default(), StopSwitch::default());
        let broker: Arc<dyn Broker> = Arc::new(network);
        let stage = CommitStage {
            broker: broker.clone(),
            producer: ProducerSpec {
                transactional_id: transactional_id.clone(),
                topics: TOPICS.map(str::to_owned).to_vec(),
                sources: sources.clone(),
                transaction_timeout: deadlines.transaction,
            },
            group: GROUP.to_owned(),
            deadlines,
            clock: self.clock.clone(),
            metrics: metrics(),
            status: status.clone(),
            worker: at,
            reports: reports.clone(),
            stop: stop.clone(),
        };
        let starts = Starts {
            broker,
            group: GROUP.to_owned(),
            sources: sources.clone(),
            start: self.setting.start,
            partitions: vec![Some(self.setting.partitions)],
            reports,
            stop: stop.clone(),
            status: status.clone(),
        };
        let limits = Limits { age: Duration::from_millis(100), events: self.setting.window_events, bytes: 1 << 20 };
        let (map_in, map) = channel();
        let (made, commit_made) = channel();
        let (ask, asked) = channel();
        let internal = |_| crate::Error::internal("the simulation has ended");
        let worker = Worker::new(Parts {
            number: at,
            machine: Machine::new(limits, deadlines, None, self.clock.now()),
            consumer,
            map: map_in,
            start_commit: Box::new(move |_| {
                let (sender, requests) = channel();
                made.send(requests).map_err(|_| internal(()))?;
                Ok(sender)
            }),
            ask: Box::new(move |question| ask.send(question).map_err(|_| internal(()))),
            sources: sources.clone(),
            reports: Inbox::that_never_waits(reports_in),
            shutdown: shutdown.clone(),
            stop,
            clock: self.clock.clone(),
            metrics: metrics(),
            reporter: Reporter::new(at, sources, self.clock.clone(), metrics(), status),
        });
        *process = worker.ok().map(|worker| Process {
            worker,
            stage,
            starts,
            commit: Vec::new(),
            commit_made,
            map,
            questions: Vec::new(),
            asked,
            reports: Vec::new(),
            inbox,
            shutdown,
        });
        self.network.tell(|| format!("    {name} starts as {transactional_id}"));
    }

    /// Does what the move says.
    pub(super) fn carry_out(&mut self, step: &Move) -> Result<(), Failure> {
        self.network.tell(|| format!("{:>8?} {step:?}", self.clock.now().0));
        match *step {
            Move::Turn { worker, max, faults } => self.turn(worker, max, faults)?,
            Move::Map { worker } => self.with(worker, Process::map),
            Move::Commit { worker, thread, faults } => {
                self.network.next_calls(faults);
                self.with(worker, |process| {
                    process.commit(thread);
                });
                self.network.next_calls([None; 2]);
            }
            Move::Work { worker, calls, faults } => {
                self.network.next_calls(faults);
                self.turn(worker, 10, ReadFaults::default())?;
                self.with(worker, Process::prepare);
                self.turn(worker, 10, ReadFaults::default())?;
                self.with(worker, |process| {
                    (0..calls).for_each(|_| {
                        process.commit(0);
                    });
                });
                self.network.next_calls([None; 2]);
            }
            Move::Ask { worker, question, faults } => {
                self.network.next_calls(faults);
                self.with(worker, |process| process.ask(question));
                self.network.next_calls([None; 2]);
            }
            Move::Deliver { worker, report } => self.with(worker, |process| process.deliver(report)),
            Move::Broker { step } => self.broker_step(step)?,
            Move::Late => self.all_broker_steps()?,
            Move::Stranger { worker, events } => self.stranger(worker, events)?,
            Move::Feed { partition, what } => self.feed(partition, what),
            Move::Trim { partition } => self.trim(partition),
            Move::Time(time) => self.clock.advance(time),
            Move::Rounds { count, every, without, faults } => {
                self.network.next_calls(faults);
                for _ in 0..count {
                    self.round(without)?;
                    self.clock.advance(every);
                }
                self.network.next_calls([None; 2]);
                self.look()?;
            }
            Move::Crash { worker } => self.end(worker, true),
            Move::Restart { worker, same_id } => self.restart(worker, same_id),
            Move::Shutdown { worker } => self.with(worker, |process| process.shutdown.stop()),
            Move::NewGeneration => {
                self.broker().move_generation(GROUP);
            }
            Move::Grow => {
                if self.partitions() < PARTITIONS_MAX {
                    let _ = self.broker().add_partitions(SOURCE, 1);
                }
            }
        }
        self.moves += 1;
        if self.moves.is_multiple_of(16) { self.look() } else { Ok(()) }
    }

    /// Lets everybody work without mishaps until everything is committed, then has everybody leave, then asks the
    /// oracle.
    pub(super) fn calm_down(&mut self) -> Result<(), Failure> {
        self.network.tell(|| format!("{:>8?} nothing goes wrong any more", self.clock.now().0));
        let by = self.clock.now() + CALM_WITHIN;
        self.all_broker_steps()?;
        while !self.oracle.is_done(&self.network.broker) {
            if self.clock.now() >= by {
                return Err(Failure::new("stuck", format!("not everything is committed {CALM_WITHIN:?} later")));
            }
            for worker in 0..self.slots.len() {
                self.restart(worker, true);
            }
            self.calm_round()?;
        }
        for worker in 0..self.slots.len() {
            self.with(worker, |process| process.shutdown.stop());
        }
        while self.slots.iter().any(|slot| slot.process.is_some()) {
            if self.clock.now() >= by {
                return Err(Failure::new("stuck", "a worker does not leave"));
            }
            self.calm_round()?;
        }
        while self.broker().run_step(0) {}
        self.oracle.conclude(&self.network.broker)
    }

    fn calm_round(&mut self) -> Result<(), Failure> {
        let idle = !self.round(None)?;
        self.clock.advance(Duration::from_millis(if idle { 500 } else { 60 }));
        Ok(())
    }

    fn look(&mut self) -> Result<(), Failure> {
        self.oracle.look(&self.network.broker)
    }

    fn with(&mut self, worker: usize, act: impl FnOnce(&mut Process)) {
        let at = worker % self.slots.len();
        if let Some(process) = &mut self.slots[at].process {
            act(process);
        }
    }

    fn turn(&mut self, worker: usize, max: usize, faults: ReadFaults) -> Result<(), Failure> {
        let at = worker % self.slots.len();
        let Some(process) = &mut self.slots[at].process else { return Ok(()) };
        self.network.next_turn(max, faults);
        let turned = process.worker.turn();
        let given_back = self.network.given_back();
        match turned {
            Ok(true) => process.gather(),
            Ok(false) => {
                self.network.tell(|| format!("    worker {at} has left"));
                self.end(at, false);
                return Ok(());
            }
            Err(error) => {
                self.network.tell(|| format!("    worker {at} stops: {error}"));
                // Two producers with one id (a late request for an epoch is one), or commits that hang again and again.
                let text = error.to_string();
                let expected =
                    text.contains("takes over our transactional id") || text.contains("had no answer within");
                if error.kind() == ErrorKind::Internal || !expected {
                    return Err(Failure::new("stopped", error.to_string()));
                }
                self.end(at, false);
                return Ok(());
            }
        }
        for (partition, since) in given_back {
            let permit = process.commit.last().and_then(|thread| thread.desk.permit());
            let committing = permit.is_some_and(|permit| permit.offsets.iter().any(|(p, _)| *p == partition));
            if committing && self.clock.now().since(since) < Deadlines::default().revoke {
                return Err(Failure::new("acknowledged", format!("{partition:?} is given back during its commit")));
            }
        }
        let (closed, open) = process.worker.holds();
        if closed > 2 || open > self.setting.window_events {
            return Err(Failure::new("memory", format!("{closed} closed windows, {open} events in the open one")));
        }
        Ok(())
    }

    fn broker_step(&mut self, index: usize) -> Result<(), Failure> {
        let steps = self.broker().steps();
        if steps.is_empty() {
            return Ok(());
        }
        let at = index % steps.len();
        self.network.tell(|| format!("    {:?}", steps[at]));
        self.broker().run_step(at);
        match steps[at] {
            Step::WriteMarker { to: Participant::Offsets(_), .. } => self.oracle.note_committed(&self.network.broker),
            _ => Ok(()),
        }
    }

    fn all_broker_steps(&mut self) -> Result<(), Failure> {
        while !self.broker().steps().is_empty() {
            self.broker_step(0)?;
        }
        Ok(())
    }

    /// If a worker is about to ask what is committed, somebody else commits some of the events that it has read: what
    /// is committed stands elsewhere then.
    fn stranger(&mut self, worker: usize, events: usize) -> Result<(), Failure> {
        let at = worker % self.slots.len();
        let asked = self.slots[at].process.as_ref().and_then(|process| process.commit.last()?.desk.asks_about());
        let Some(&partition) = asked.and_then(|partitions| partitions.first()) else { return Ok(()) };
        let Some(from) = committed(self.broker(), partition.number) else { return Ok(()) };
        // Nobody protects a worker that does not ask: the stranger has to come while only one that asks is concerned.
        let concerned = |(other, slot): (usize, &Slot)| {
            let Some(process) = &slot.process else { return other == at };
            let owns = process.worker.owns(partition);
            if other == at { !owns } else { owns || !process.questions.is_empty() || !process.reports.is_empty() }
        };
        if self.slots.iter().enumerate().any(concerned) {
            return Ok(());
        }
        let source = self
            .broker()
            .read(SOURCE, Isolation::ReadCommitted, &mut Cursor::default(), usize::MAX)
            .unwrap_or_default();
        let mut window = OpenWindow::default();
        let mut next = Offset(from);
        for record in source.iter().filter(|r| r.partition == partition.number && r.offset >= from).take(events) {
            let (offset, timestamp, key, value) = (record.offset, record.timestamp, record.key(), record.value());
            window.push(&Message { partition, offset, timestamp, key, value, headers: &[] });
            next = Offset::after(offset);
        }
        if !window.is_empty() {
            self.ids_made += 1;
            let mapped = mapping::map(&window.seal(), &[]);
            let done = self.commit_as_stranger(&mapped, partition, next);
            self.network.tell(|| format!("    a stranger commits {}@{next}: {done:?}", partition.number));
            self.all_broker_steps()?;
        }
        Ok(())
    }

    fn commit_as_stranger(&self, mapped: &Mapped, partition: Partition, next: Offset) -> Result<(), BrokerError> {
        let mut producer = self.broker().producer(&ProducerSpec {
            transactional_id: format!("stranger{}", self.ids_made),
            topics: TOPICS.map(str::to_owned).to_vec(),
            sources: vec![SOURCE.to_owned()],
            transaction_timeout: Duration::from_secs(20),
        })?;
        producer.init(Duration::ZERO)?;
        producer.begin()?;
        for record in 0..mapped.records.len() {
            mapped.records.with(record, |record| producer.produce(record))?;
        }
        producer.flush(Duration::ZERO)?;
        let nobody = GroupMetadata { group: GROUP.to_owned(), generation: -1, member: String::new(), instance: None };
        producer.send_offsets(&[(partition, next)], &nobody, Duration::ZERO)?;
        producer.commit(Duration::ZERO)
    }

    /// Everybody does what there is to do. Whether the broker had anything to do.
    fn round(&mut self, without: Option<Frozen>) -> Result<bool, Failure> {
        let mut busy = false;
        for at in 0..self.slots.len() {
            let is_here = |worker: usize| worker % self.slots.len() == at;
            match without {
                Some(Frozen::Worker(worker)) if is_here(worker) => continue,
                Some(Frozen::CommitThread(worker)) if is_here(worker) => {
                    self.turn(at, 10, ReadFaults::default())?;
                    self.with(at, Process::prepare);
                }
                _ => {
                    self.turn(at, 10, ReadFaults::default())?;
                    self.with(at, Process::work);
                }
            }
            let late = |step: &Step| matches!(step, Step::EndTransaction { .. } | Step::InitProducer { .. });
            while let Some(next) = self.broker().steps().iter().position(|step| !late(step)) {
                self.broker_step(next)?;
                busy = true;
            }
        }
        Ok(busy)
    }

    fn partitions(&self) -> usize {
        let topics = self.broker().topics(&[SOURCE.to_owned()], Duration::ZERO).unwrap_or_default();
        topics.get(SOURCE).map_or(1, |topic| topic.partitions as usize)
    }

    fn event(&mut self, partition: i32, fate: u8) -> (Vec<u8>, Vec<u8>) {
        self.events += 1;
        let key = format!("{partition}-{}", self.events % 2);
        (key.into_bytes(), mapping::value(self.events, fate).to_vec())
    }

    fn feed(&mut self, partition: usize, what: Feed) {
        let partition = (partition % self.partitions()) as i32;
        let fate = match what {
            Feed::Bad => BAD,
            Feed::BadRow => BAD_ROW,
            _ => GOOD,
        };
        let (key, value) = self.event(partition, fate);
        if matches!(what, Feed::Committed | Feed::Aborted) {
            let events = [(key, value), self.event(partition, GOOD)];
            let fed = self.feeder.transaction(partition, &events, what == Feed::Committed);
            self.network.tell(|| format!("    fed: {fed}"));
            return;
        }
        let value = (what != Feed::Tombstone).then_some(value);
        let appended = self.broker().append(SOURCE, Some(partition), Some(&key), value.as_deref(), &[], 1);
        self.network.tell(|| format!("    fed: {appended:?}"));
    }

    fn trim(&mut self, partition: usize) {
        let partition = (partition % self.partitions()) as i32;
        self.oracle.read_source(&self.network.broker);
        if let Some(before) = committed(self.broker(), partition) {
            let _ = self.broker().trim(SOURCE, partition, Offset(before));
        }
    }

    fn end(&mut self, worker: usize, crash: bool) {
        let at = worker % self.slots.len();
        if self.slots[at].process.is_some() {
            if crash {
                self.broker().order(Mishap::NoGoodbye);
            }
            self.slots[at].process = None;
        }
    }

    fn restart(&mut self, worker: usize, same_id: bool) {
        let at = worker % self.slots.len();
        if self.slots[at].process.is_some() {
            return;
        }
        if !same_id {
            self.slots[at].transactional_id = format!("id{}", self.ids_made);
            self.ids_made += 1;
        }
        self.start(at);
    }
}

impl Process {
    /// Takes over what the poll thread has asked for.
    fn gather(&mut self) {
        self.questions.extend(self.asked.try_iter());
        for requests in self.commit_made.try_iter() {
            self.commit.iter_mut().for_each(|thread| thread.abandoned = true);
            let desk = Desk::new(self.stage.clone());
            self.commit.push(CommitThread { desk, requests, busy: false, abandoned: false });
        }
    }

    fn map(&mut self) {
        if let Ok(request) = self.map.try_recv() {
            let mapped = Box::new(mapping::map(&request.window, &request.without));
            // Tables that change between the first mapping and a second one belong here, once there are such tables.
            self.reports.push(Report::Mapped { window: request.id, without: request.without.len(), mapped });
        }
    }

    fn ask(&mut self, question: usize) {
        if self.questions.is_empty() {
            return;
        }
        let at = question % self.questions.len();
        if let Some(fact) = self.starts.ask(&self.questions[at]) {
            self.questions.remove(at);
            self.reports.push(Report::Fact(fact));
        }
    }

    /// The current commit thread is number 0, those left behind follow. False when it has to wait or has nothing to do.
    fn commit(&mut self, thread: usize) -> bool {
        if self.commit.is_empty() {
            return false;
        }
        let at = self.commit.len() - 1 - thread % self.commit.len();
        let thread = &mut self.commit[at];
        if !thread.busy {
            match thread.requests.try_recv() {
                Ok(request) => thread.desk.accept(request),
                Err(_) if thread.abandoned => {
                    self.commit.remove(at);
                    return false;
                }
                Err(_) => return false,
            }
            thread.busy = true;
        }
        match thread.desk.step() {
            Progress::Again => true,
            Progress::Wait(_) => false,
            Progress::Ended(fact) => {
                thread.busy = false;
                self.reports.extend(fact.map(Report::Fact));
                false
            }
        }
    }

    fn deliver(&mut self, report: usize) {
        if !self.reports.is_empty() {
            let at = report % self.reports.len();
            let _ = self.inbox.send(self.reports.remove(at));
        }
    }

    /// All threads but poll and commit thread do what they have to do.
    fn prepare(&mut self) {
        (0..self.questions.len()).for_each(|_| self.ask(0));
        self.map();
        while !self.reports.is_empty() {
            self.deliver(0);
        }
    }

    /// All threads but the poll thread do what they have to do.
    fn work(&mut self) {
        self.prepare();
        for thread in (0..self.commit.len()).rev() {
            while self.commit(thread) {}
        }
        while !self.reports.is_empty() {
            self.deliver(0);
        }
    }
}
