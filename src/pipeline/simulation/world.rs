//! The workers and the broker, and how a move is carried out.

use std::sync::Arc;
use std::time::Duration;

use super::Failure;
use super::mapping::{self, BAD, BAD_ROW, GOOD, TOPICS};
use super::network::{Network, ReadFaults};
use super::oracle::{Oracle, committed};
use super::outsiders::{Feeder, commit_as_stranger};
use super::plan::{Feed, Frozen, Move, Setting, Share};
use super::process::{GROUP, Process, SOURCE};
use crate::broker::memory::{GroupTimeouts, MemoryBroker, Mishap, Participant, Step};
use crate::broker::{Broker, Offset, Partition};
use crate::clock::{Clock, ManualClock};
use crate::error::ErrorKind;
use crate::pipeline::machine::Deadlines;

/// How long everything may take to be committed once nothing goes wrong any more: the session timeout, then abandoned
/// transactions, then retries, each a few times over.
const CALM_WITHIN: Duration = Duration::from_secs(300);
/// How long it may take until markers that were read past are committed: ten minutes from the last time.
const QUIET_WITHIN: Duration = Duration::from_secs(11 * 60);
/// Less than a session timeout.
const QUIET_ROUND: Duration = Duration::from_secs(5);
/// How many partitions the source may get.
const PARTITIONS_MAX: usize = 4;

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
        let Slot { name, transactional_id, process } = &mut self.slots[at];
        *process = Process::start(&self.network, &self.setting, at, transactional_id);
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
            Move::Stranger { worker, share } => self.stranger(worker, share)?,
            Move::Feed { partition, what } => self.feed(partition, what),
            Move::Trim { partition } => self.trim(partition),
            Move::Time(time) => self.clock.advance(time),
            Move::Rounds { count, every, without, faults, read } => {
                self.network.next_calls(faults);
                for _ in 0..count {
                    self.round(without, read)?;
                    self.clock.advance(every);
                }
                self.network.next_calls([None; 2]);
                self.look()?;
            }
            Move::Crash { worker } => self.end(worker, true),
            Move::Restart { worker, same_id } => self.restart(worker, same_id),
            Move::Shutdown { worker } => self.with(worker, |process| process.shut_down()),
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
        if self.setting.quiet {
            self.wait_for_markers()?;
        }
        for worker in 0..self.slots.len() {
            self.with(worker, Process::shut_down);
        }
        let by = self.clock.now() + CALM_WITHIN;
        while self.slots.iter().any(|slot| slot.process.is_some()) {
            if self.clock.now() >= by {
                return Err(Failure::new("stuck", "a worker does not leave"));
            }
            self.calm_round()?;
        }
        while self.broker().run_step(0) {}
        self.oracle.conclude(&self.network.broker)
    }

    /// Nothing happens until it is committed that partitions were read up to their ends.
    fn wait_for_markers(&mut self) -> Result<(), Failure> {
        let by = self.clock.now() + QUIET_WITHIN;
        while !self.oracle.is_read_to_the_end(&self.network.broker) {
            if self.clock.now() >= by {
                let text = "the markers at the end of a partition are read, and not committed";
                return Err(Failure::new("markers", format!("{text} {QUIET_WITHIN:?} later")));
            }
            for worker in 0..self.slots.len() {
                self.restart(worker, true);
            }
            self.round(None, ReadFaults::default())?;
            self.clock.advance(QUIET_ROUND);
        }
        Ok(())
    }

    fn calm_round(&mut self) -> Result<(), Failure> {
        let idle = !self.round(None, ReadFaults::default())?;
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
            if process.commits(partition) && self.clock.now().since(since) < Deadlines::default().revoke {
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
    fn stranger(&mut self, worker: usize, share: Share) -> Result<(), Failure> {
        let at = worker % self.slots.len();
        let Some(process) = &self.slots[at].process else { return Ok(()) };
        let asked: Vec<Partition> = process.asks_about().to_vec();
        let (partition, events) = match share {
            Share::Events(events) => (asked.first(), events),
            Share::OfWindow(which) => {
                let partition = asked.get(which % asked.len().max(1));
                (partition, partition.map_or(0, |partition| process.worker.to_commit(*partition)))
            }
        };
        let Some(&partition) = partition else { return Ok(()) };
        let Some(from) = committed(self.broker(), partition.number) else { return Ok(()) };
        // Nobody protects a worker that does not ask: the stranger has to come while only one that asks is concerned.
        let concerned = |(other, slot): (usize, &Slot)| {
            let Some(process) = &slot.process else { return other == at };
            let owns = process.worker.owns(partition);
            if other == at { !owns } else { owns || process.is_told_something() }
        };
        if self.slots.iter().enumerate().any(concerned) {
            return Ok(());
        }
        self.ids_made += 1;
        let id = format!("stranger{}", self.ids_made);
        if let Some(done) = commit_as_stranger(self.broker(), &id, partition, Offset(from), events) {
            self.network.tell(|| format!("    a stranger commits of partition {}: {done:?}", partition.number));
            self.all_broker_steps()?;
        }
        Ok(())
    }

    /// Everybody does what there is to do. Whether the broker had anything to do.
    fn round(&mut self, without: Option<Frozen>, read: ReadFaults) -> Result<bool, Failure> {
        let mut busy = false;
        for at in 0..self.slots.len() {
            let is_here = |worker: usize| worker % self.slots.len() == at;
            match without {
                Some(Frozen::Worker(worker)) if is_here(worker) => continue,
                Some(Frozen::CommitThread(worker)) if is_here(worker) => {
                    self.turn(at, 10, read)?;
                    self.with(at, Process::prepare);
                }
                _ => {
                    self.turn(at, 10, read)?;
                    self.with(at, Process::work);
                }
            }
            while let Some(next) = self.broker().steps().iter().position(|step| !is_late(step)) {
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

/// Whether this is a request that nobody waits for.
fn is_late(step: &Step) -> bool {
    matches!(step, Step::EndTransaction { .. } | Step::CommitOffsets { .. } | Step::InitProducer { .. })
}
