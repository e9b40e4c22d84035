//! The decisions of a worker: when to close a window, what to commit, what to do after an error, a rebalance, a lost
//! partition. Facts in, actions out; no I/O, no clock, no randomness.
//!
//! The poll thread owns it. It tells the machine what happened ([`Machine::on`]), asks it about every message
//! ([`Machine::admit`]) and carries out the [`Action`]s. `words.rs` has the facts and actions, `open.rs` what concerns
//! the open window, `pace.rs` how fast events come and how long the stages take, `rebalance.rs` ownership, `commit.rs`
//! commits and recovery.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::broker::{Offset, Partition};
use crate::clock::Tick;
use crate::error::Error;
use crate::pipeline::breaker::Breaker;
use crate::plants::{Bug, planted};
use crate::status::WindowStatus;

mod commit;
mod open;
mod pace;
mod rebalance;
#[cfg(test)]
mod tests;
mod words;

pub use words::{Action, Admit, CloseReason, CommitOutcome, Deadlines, Fact, Limits, Permit, StartAt, WindowId};

/// A partition that we own.
#[derive(Debug)]
struct Owned {
    /// Grows on every assignment, loss and rewind: events read under another id do not count.
    ownership: u64,
    /// What the group has committed, as far as we know.
    committed: Offset,
    /// What comes next into the open window.
    next: Offset,
    /// How far the partition was read past its last event.
    read: Option<Offset>,
}

/// The part of a partition that stands in a window.
#[derive(Debug, Clone, Copy)]
struct Range {
    ownership: u64,
    base: Offset,
    next: Offset,
    events: usize,
    bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Mapping,
    Mapped,
    Committing,
    /// Its commit ended without a result; a RESYNC will tell.
    Unknown,
}

#[derive(Debug)]
struct Batch {
    id: WindowId,
    ranges: BTreeMap<Partition, Range>,
    /// Partitions whose events have left the window since it was closed.
    without: Vec<Partition>,
    stage: Stage,
    /// Commits tried.
    attempts: u32,
    /// Not before this.
    retry_at: Tick,
    /// Carries offsets only: the start of new partitions.
    offsets_only: bool,
    /// Events and dead letters, once mapped.
    events: usize,
    dead: usize,
}

/// See the module's documentation.
pub struct Machine {
    limits: Limits,
    deadlines: Deadlines,
    breaker: Option<Breaker>,
    now: Tick,
    owned: BTreeMap<Partition, Owned>,
    open: open::Open,
    /// Closed windows, oldest first: one with the map stage, one with the commit stage.
    closed: VecDeque<Batch>,
    rebalances: VecDeque<rebalance::Rebalance>,
    recovery: Option<commit::Recovery>,
    in_flight: Option<commit::InFlight>,
    pace: pace::Pace,
    next_window: WindowId,
    next_ownership: u64,
    next_attempt: u64,
    /// When others took our transactional id over, lately.
    fenced: Vec<Tick>,
    /// When a partition was last found to be read further.
    read_on: Option<Tick>,
    /// When offsets were last committed past markers.
    quiet_commit: Option<Tick>,
    /// Commit threads left behind since the last commit.
    left_behind: u32,
    full_since: Option<Tick>,
    /// Owned partitions of which nothing is fetched, since the open window is full.
    paused: BTreeSet<Partition>,
    shutdown_by: Option<Tick>,
    ended: bool,
    actions: Vec<Action>,
}

impl Machine {
    /// A worker that has joined nothing yet. Its first action makes the producer ready (and with that fences and
    /// resolves what a predecessor with the same transactional id has left behind).
    pub fn new(limits: Limits, deadlines: Deadlines, breaker: Option<Breaker>, now: Tick) -> Self {
        let mut machine = Self {
            limits,
            deadlines,
            breaker,
            now,
            owned: BTreeMap::new(),
            open: open::Open::default(),
            closed: VecDeque::new(),
            rebalances: VecDeque::new(),
            recovery: None,
            in_flight: None,
            pace: pace::Pace::default(),
            next_window: 1,
            next_ownership: 1,
            next_attempt: 1,
            fenced: Vec::new(),
            read_on: None,
            quiet_commit: None,
            left_behind: 0,
            full_since: None,
            paused: BTreeSet::new(),
            shutdown_by: None,
            ended: false,
            actions: Vec::new(),
        };
        machine.start_recovery("start", false);
        machine
    }

    /// When windows close.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes a fact in; the actions that follow from it are appended to `out`.
    pub fn on(&mut self, now: Tick, fact: Fact, out: &mut Vec<Action>) {
        self.now = now;
        self.see_arrival();
        if !self.ended {
            match fact {
                Fact::Assigned(partitions) => self.assigned(partitions),
                Fact::Revoked(partitions) => self.revoked(partitions),
                Fact::Lost(partitions) => self.lost(partitions),
                Fact::Resolved(starts) => self.resolved(starts),
                Fact::Mapped { window, without, events, dead } => self.mapped(window, without, events, dead),
                Fact::CommitEnded { attempt, outcome, settled } => self.commit_ended(attempt, outcome, settled),
                Fact::NotAMember { attempt } => self.not_a_member(attempt),
                Fact::Resynced { attempt, committed } => self.resynced(attempt, committed),
                Fact::ReadUpTo(partition, offset) => {
                    if let Some(owned) = self.owned.get_mut(&partition).filter(|owned| owned.read != Some(offset)) {
                        owned.read = Some(offset);
                        self.read_on = Some(now);
                    }
                }
                Fact::InRange(partition) => {
                    let next = self.owned.get(&partition).map(|owned| (partition, owned.next));
                    self.actions.extend(next.map(|at| Action::Seek(vec![at])));
                }
                Fact::Failed(error) => return self.fail(error, out),
                Fact::Time => {}
                Fact::Shutdown => {
                    self.shutdown_by.get_or_insert(now + self.deadlines.shutdown);
                }
            }
            self.decide();
        }
        out.append(&mut self.actions);
    }

    /// When [`Fact::Time`] is due at the latest, if nothing else happens before.
    pub fn wake_at(&self) -> Option<Tick> {
        let age = self.old_at().filter(|_| self.may_close());
        let retry = self.closed.front().filter(|b| b.stage == Stage::Mapped).map(|b| b.retry_at);
        let retry = retry.filter(|_| self.in_flight.is_none() && self.recovery.is_none());
        let pause = self.full_since.filter(|_| self.unpaused().next().is_some()).map(|since| since + open::PAUSE_AFTER);
        let watchdog = self.in_flight.as_ref().map(|flight| flight.since + self.deadlines.watchdog);
        let revoke = self.rebalances.front().and_then(|r| r.deadline());
        [age, retry, pause, watchdog, revoke, self.shutdown_by].into_iter().flatten().min()
    }

    /// What is under way, in events.
    pub fn window_status(&self) -> WindowStatus {
        let of = |wanted: fn(Stage) -> bool| self.closed.iter().find(|b| wanted(b.stage)).map(|b| b.events as u64);
        WindowStatus {
            open_events: self.open.events as u64,
            open_bytes: self.open.bytes as u64,
            mapping_events: of(|stage| stage == Stage::Mapping),
            committing_events: of(|stage| stage != Stage::Mapping),
        }
    }

    /// The partitions that we own, with what is committed and what is read next.
    pub fn positions(&self) -> impl Iterator<Item = (Partition, Offset, Offset)> {
        self.owned.iter().map(|(partition, owned)| (*partition, owned.committed, owned.next))
    }

    /// Closed windows: being mapped, mapped, being committed.
    pub fn closed_windows(&self) -> usize {
        self.closed.len()
    }

    /// Whether anything is read and not committed.
    pub fn has_uncommitted(&self) -> bool {
        self.open.events > 0 || !self.closed.is_empty()
    }

    fn decide(&mut self) {
        self.watch_commit();
        self.advance_rebalance();
        self.commit_quietly();
        self.commit_next();
        self.close_if_due();
        self.press_back();
        self.leave_if_done();
    }

    fn leave_if_done(&mut self) {
        let Some(by) = self.shutdown_by.filter(|_| !self.ended) else { return };
        let done = self.open.events == 0 && self.closed.is_empty() && self.in_flight.is_none();
        if done || self.now >= by {
            self.ended = true;
            self.actions.push(Action::Leave);
        }
    }

    fn mapped(&mut self, window: WindowId, without: usize, events: usize, dead: usize) {
        let asked_for = |batch: &&mut Batch| {
            let current = batch.without.len() == without || planted(Bug::OldMappingTaken);
            batch.id == window && batch.stage == Stage::Mapping && current
        };
        // Anything else was dropped, or is being mapped again, since it was asked for.
        let Some(batch) = self.closed.iter_mut().find(asked_for) else { return };
        (batch.events, batch.dead) = (events, dead);
        batch.stage = Stage::Mapped;
        self.pace.mapped(self.now);
    }

    fn fail(&mut self, error: Error, out: &mut Vec<Action>) {
        self.stop(error);
        out.append(&mut self.actions);
    }

    fn stop(&mut self, error: Error) {
        self.ended = true;
        self.actions.push(Action::Stop(error));
    }

    fn window_id(&mut self) -> WindowId {
        let id = self.next_window;
        self.next_window += 1;
        id
    }

    fn ownership(&mut self) -> u64 {
        let id = self.next_ownership;
        if !planted(Bug::OwnershipNeverChanges) {
            self.next_ownership += 1;
        }
        id
    }

    fn attempt(&mut self) -> u64 {
        let attempt = self.next_attempt;
        self.next_attempt += 1;
        attempt
    }
}
