//! The decisions of a worker: when to close a window, what to commit, what to do after an error, a rebalance, a lost
//! partition. Facts in, actions out; no I/O, no clock, no randomness.
//!
//! The poll thread owns it. It tells the machine what happened ([`Machine::on`]), asks it about every message
//! ([`Machine::admit`]) and carries out the [`Action`]s. `rebalance.rs` holds what concerns ownership, `commit.rs` what
//! concerns commits and recovery.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::broker::{BrokerError, Offset, Partition};
use crate::clock::Tick;
use crate::error::Error;
use crate::pipeline::breaker::Breaker;
use crate::status::WindowStatus;

mod commit;
mod rebalance;
#[cfg(test)]
mod tests;

/// Numbers the windows of one worker, from 1.
pub type WindowId = u64;

/// How long the parts of a commit may take. The order is what makes them safe:
/// commit < revoke < watchdog < the broker's transaction timeout < the group's poll interval.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// A commit that has not succeeded by then is unknown.
    pub commit: Duration,
    /// A revoke is acknowledged by then, whatever the commit under way does.
    pub revoke: Duration,
    /// A commit thread that has not answered by then is left behind.
    pub watchdog: Duration,
    /// `transaction.timeout.ms`: the broker aborts a transaction that is open for longer.
    pub transaction: Duration,
    /// After a shutdown was asked for, how long windows under way may take to finish.
    pub shutdown: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let s = Duration::from_secs;
        Self { commit: s(10), revoke: s(12), watchdog: s(15), transaction: s(20), shutdown: s(15) }
    }
}

/// What limits a window.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time from its first event.
    pub age: Duration,
    /// Events.
    pub events: usize,
    /// Bytes of keys, values and headers.
    pub bytes: usize,
}

/// Why a window was closed; a metric label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloseReason {
    /// Its age.
    Age,
    /// Its number of events.
    Events,
    /// Its bytes.
    Bytes,
    /// The worker is stopping.
    Shutdown,
}

impl CloseReason {
    /// The metric label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Events => "events",
            Self::Bytes => "bytes",
            Self::Shutdown => "shutdown",
        }
    }
}

/// Where a newly assigned partition starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartAt {
    /// The next offset to read.
    pub offset: Offset,
    /// Whether the group has committed it. If not, it follows from the job's `start`, and is committed before the first
    /// event is read into a window: a crash before the first commit must not start somewhere else.
    pub committed: bool,
}

/// What a commit needs, captured at one moment: only the machine makes it, and only for a window all of whose
/// partitions are owned under the ownership they were read with and continue what is committed.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    /// The window.
    pub window: WindowId,
    /// Numbers the attempts, so that a late answer to an abandoned one is recognised.
    pub attempt: u64,
    /// Per partition, the offset to commit.
    pub offsets: Vec<(Partition, Offset)>,
    /// Whether there is anything but offsets to commit.
    pub has_records: bool,
}

/// How a commit ended.
#[derive(Debug, Clone, PartialEq)]
pub enum CommitOutcome {
    /// It counts.
    Committed,
    /// It does not count, the transaction was aborted: another attempt may succeed.
    Aborted(BrokerError),
    /// Nobody knows before a RESYNC.
    Unknown(BrokerError),
    /// It does not count, and no attempt will.
    Refused(BrokerError),
}

/// What the machine is told.
#[derive(Debug)]
pub enum Fact {
    /// The group gave these.
    Assigned(Vec<Partition>),
    /// The group wants these back.
    Revoked(Vec<Partition>),
    /// The group took these.
    Lost(Vec<Partition>),
    /// The answer to [`Action::Resolve`].
    Resolved(Vec<(Partition, StartAt)>),
    /// The answer to [`Action::Map`]: the window can be committed.
    Mapped {
        /// The window.
        window: WindowId,
        /// How many partitions the action left out: a window whose partitions were lost since is mapped again.
        without: usize,
        /// Events in it.
        events: usize,
        /// Those that became dead letters.
        dead: usize,
    },
    /// The answer to [`Action::Commit`].
    CommitEnded {
        /// The permit's attempt.
        attempt: u64,
        /// How it ended.
        outcome: CommitOutcome,
    },
    /// No permit could be given, for the group has no member of us at the moment.
    NotAMember {
        /// The permit's attempt.
        attempt: u64,
    },
    /// The answer to [`Action::Resync`]: what the group has committed.
    Resynced {
        /// The action's attempt.
        attempt: u64,
        /// The stable committed offset of each partition that was asked for.
        committed: Vec<(Partition, Option<Offset>)>,
    },
    /// The client took the next offset of this partition for out of range, and it is not.
    InRange(Partition),
    /// Something that cannot be mended while running.
    Failed(Error),
    /// Time has passed, nothing else.
    Time,
    /// Finish what is under way, then leave.
    Shutdown,
}

/// What the machine wants done. Actions are carried out in their order.
#[derive(Debug, PartialEq)]
pub enum Action {
    /// Find out where these partitions start; answer with [`Fact::Resolved`].
    Resolve(Vec<Partition>),
    /// Acknowledge an assignment.
    Assign(Vec<(Partition, Offset)>),
    /// Acknowledge a revocation or loss.
    Unassign(Vec<Partition>),
    /// Back-pressure has lasted: stop fetching.
    Pause(Vec<Partition>),
    /// Fetch again.
    Resume(Vec<Partition>),
    /// Read again from here.
    Seek(Vec<(Partition, Offset)>),
    /// The open window becomes the closed window of this id.
    Close(WindowId, CloseReason),
    /// Take these partitions' events out of the open window.
    RemoveOpen(Vec<Partition>),
    /// Forget all events of the open window.
    ClearOpen,
    /// Map the window without the events of these partitions; answer with [`Fact::Mapped`].
    Map(WindowId, Vec<Partition>),
    /// The window counts: report it, apply what it staged, release it.
    Applied(WindowId),
    /// The window does not count and will not be tried again: release it.
    Dropped(WindowId),
    /// Commit; answer with [`Fact::CommitEnded`] or [`Fact::NotAMember`].
    Commit(Permit),
    /// A new producer, then the stable committed offsets of these partitions; answer with [`Fact::Resynced`].
    Resync {
        /// Numbers the attempts, together with those of permits.
        attempt: u64,
        /// Whose offsets are wanted.
        partitions: Vec<Partition>,
        /// Why; a metric label.
        reason: String,
        /// Leave the commit thread behind: it has not answered in time.
        abandon: bool,
    },
    /// Everything is done: leave the group.
    Leave,
    /// Give up.
    Stop(Error),
}

/// The answer to "may this message go into the open window?"
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admit {
    /// Yes.
    Take,
    /// Not now: the window is full.
    Wait,
    /// Never: it is not ours (any more), or it was read before.
    Skip,
}

/// A partition that we own.
#[derive(Debug)]
struct Owned {
    /// Grows on every assignment, loss and rewind: events read under another id do not count.
    ownership: u64,
    /// What the group has committed, as far as we know.
    committed: Offset,
    /// What comes next into the open window.
    next: Offset,
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

#[derive(Debug, Default)]
struct Open {
    ranges: BTreeMap<Partition, Range>,
    /// Set by the first [`Machine::on`] after its first event: asking for the time with every message would be dear.
    opened: Option<Tick>,
    events: usize,
    bytes: usize,
    /// Which limit it has reached: the next message did not fit.
    full: Option<CloseReason>,
}

/// See the module's documentation.
pub struct Machine {
    limits: Limits,
    deadlines: Deadlines,
    breaker: Option<Breaker>,
    now: Tick,
    owned: BTreeMap<Partition, Owned>,
    open: Open,
    /// Closed windows, oldest first: one with the map stage, one with the commit stage.
    closed: VecDeque<Batch>,
    rebalances: VecDeque<rebalance::Rebalance>,
    recovery: Option<commit::Recovery>,
    in_flight: Option<commit::InFlight>,
    next_window: WindowId,
    next_ownership: u64,
    next_attempt: u64,
    fenced_in_a_row: u32,
    full_since: Option<Tick>,
    paused: bool,
    shutdown_by: Option<Tick>,
    ended: bool,
    actions: Vec<Action>,
}

/// Back-pressure shorter than this only leaves messages where they are: pausing throws away what was fetched.
const PAUSE_AFTER: Duration = Duration::from_secs(1);

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
            open: Open::default(),
            closed: VecDeque::new(),
            rebalances: VecDeque::new(),
            recovery: None,
            in_flight: None,
            next_window: 1,
            next_ownership: 1,
            next_attempt: 1,
            fenced_in_a_row: 0,
            full_since: None,
            paused: false,
            shutdown_by: None,
            ended: false,
            actions: Vec::new(),
        };
        machine.start_recovery("start", false);
        machine
    }

    /// May this message go into the open window? If so it counts as taken.
    pub fn admit(&mut self, partition: Partition, offset: i64, bytes: usize) -> Admit {
        let Some(owned) = self.owned.get_mut(&partition) else { return Admit::Skip };
        // Gaps are legal (control records, compaction); going back is not.
        if offset < owned.next.0 {
            return Admit::Skip;
        }
        if self.shutdown_by.is_some() || self.ended {
            return Admit::Wait;
        }
        let open = &mut self.open;
        if open.events > 0 && open.full.is_none() {
            if open.events >= self.limits.events {
                open.full = Some(CloseReason::Events);
            } else if open.bytes + bytes > self.limits.bytes {
                open.full = Some(CloseReason::Bytes);
            }
        }
        if open.full.is_some() {
            return Admit::Wait;
        }
        let (base, ownership) = (owned.next, owned.ownership);
        owned.next = Offset::after(offset);
        let fresh = Range { ownership, base, next: base, events: 0, bytes: 0 };
        let range = open.ranges.entry(partition).or_insert(fresh);
        range.next = owned.next;
        for (events, total) in [(&mut range.events, &mut range.bytes), (&mut open.events, &mut open.bytes)] {
            *events += 1;
            *total += bytes;
        }
        Admit::Take
    }

    /// Takes a fact in; the actions that follow from it are appended to `out`.
    pub fn on(&mut self, now: Tick, fact: Fact, out: &mut Vec<Action>) {
        self.now = now;
        if self.open.events > 0 {
            self.open.opened.get_or_insert(now);
        }
        if !self.ended {
            match fact {
                Fact::Assigned(partitions) => self.assigned(partitions),
                Fact::Revoked(partitions) => self.revoked(partitions),
                Fact::Lost(partitions) => self.lost(partitions),
                Fact::Resolved(starts) => self.resolved(starts),
                Fact::Mapped { window, without, events, dead } => self.mapped(window, without, events, dead),
                Fact::CommitEnded { attempt, outcome } => self.commit_ended(attempt, outcome),
                Fact::NotAMember { attempt } => self.not_a_member(attempt),
                Fact::Resynced { attempt, committed } => self.resynced(attempt, committed),
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
        let age = self.open.opened.filter(|_| self.may_close()).map(|opened| opened + self.limits.age);
        let retry = self.closed.front().filter(|b| b.stage == Stage::Mapped).map(|b| b.retry_at);
        let retry = retry.filter(|_| self.in_flight.is_none() && self.recovery.is_none());
        let pause = self.full_since.filter(|_| !self.paused).map(|since| since + PAUSE_AFTER);
        let watchdog = self.in_flight.as_ref().map(|flight| flight.since + self.deadlines.watchdog);
        let revoke = self.rebalances.front().and_then(|r| r.deadline());
        [age, retry, pause, watchdog, revoke, self.shutdown_by].into_iter().flatten().min()
    }

    /// Whether no message is wanted now: the open window is full, or the worker is stopping.
    pub fn wants_full_stop(&self) -> bool {
        self.full_since.is_some() || self.shutdown_by.is_some()
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
        self.commit_next();
        self.close_if_due();
        self.press_back();
        self.leave_if_done();
    }

    /// A stage is free when no window is being mapped and at most one waits for its commit. (Windows that carry only
    /// the start of new partitions take no room.)
    fn may_close(&self) -> bool {
        let with_events = self.closed.iter().filter(|batch| !batch.offsets_only).count();
        with_events < 2 && self.closed.iter().all(|batch| batch.stage != Stage::Mapping)
    }

    fn due(&self) -> Option<CloseReason> {
        let open = &self.open;
        if open.events == 0 {
            None
        } else if open.full.is_some() {
            open.full
        } else if self.shutdown_by.is_some() {
            Some(CloseReason::Shutdown)
        } else if open.opened.is_some_and(|opened| self.now.since(opened) >= self.limits.age) {
            Some(CloseReason::Age)
        } else {
            None
        }
    }

    fn close_if_due(&mut self) {
        let Some(reason) = self.due().filter(|_| self.may_close() && !self.ended) else { return };
        let id = self.window_id();
        let open = std::mem::take(&mut self.open);
        self.closed.push_back(Batch {
            id,
            ranges: open.ranges,
            without: Vec::new(),
            stage: Stage::Mapping,
            attempts: 0,
            retry_at: self.now,
            offsets_only: false,
            events: open.events,
            dead: 0,
        });
        self.actions.push(Action::Close(id, reason));
        self.actions.push(Action::Map(id, Vec::new()));
    }

    fn press_back(&mut self) {
        if self.open.full.is_none() {
            self.full_since = None;
            if self.paused {
                self.paused = false;
                self.actions.push(Action::Resume(self.owned.keys().copied().collect()));
            }
            return;
        }
        let since = *self.full_since.get_or_insert(self.now);
        if !self.paused && self.now.since(since) >= PAUSE_AFTER {
            self.paused = true;
            self.actions.push(Action::Pause(self.owned.keys().copied().collect()));
        }
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
        let asked_for =
            |batch: &&mut Batch| batch.id == window && batch.stage == Stage::Mapping && batch.without.len() == without;
        // Anything else was dropped, or is being mapped again, since it was asked for.
        let Some(batch) = self.closed.iter_mut().find(asked_for) else { return };
        (batch.events, batch.dead) = (events, dead);
        batch.stage = Stage::Mapped;
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
        self.next_ownership += 1;
        id
    }

    fn attempt(&mut self) -> u64 {
        let attempt = self.next_attempt;
        self.next_attempt += 1;
        attempt
    }
}
