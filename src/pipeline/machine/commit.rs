//! Commits and recovery: who may commit, what an outcome means, and the verdict after a RESYNC.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Action, Batch, CommitOutcome, Machine, Permit, Range, Stage, WindowId};
use crate::broker::{BrokerError, ErrorClass, Offset, Partition};
use crate::clock::Tick;
use crate::error::Error;
use crate::plants::{Bug, planted};

/// A permit that is out.
#[derive(Debug)]
pub(super) struct InFlight {
    attempt: u64,
    pub(super) since: Tick,
}

/// A RESYNC that is under way.
#[derive(Debug)]
pub(super) struct Recovery {
    attempt: u64,
}

/// What the group's committed offsets say about a window whose commit has an unknown result.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Counted,
    NotCounted,
    /// Its partitions disagree, or stand somewhere else altogether.
    Inconsistent,
}

/// Attempts with the same producer before a new one is made.
const ATTEMPTS_PER_PRODUCER: u32 = 3;
/// Fenced as often as this within the time below: somebody else runs with our id. Commits in between say nothing, for
/// each of the two gets some through between one takeover and the next.
const FENCED_MAX: usize = 3;
const FENCED_WITHIN: Duration = Duration::from_secs(60);
/// As many commit threads as this are left behind without a commit in between; each keeps a client.
const LEFT_BEHIND_MAX: u32 = 3;

/// How often offsets alone are committed at most, because a quiet partition was read past markers of transactions.
const QUIET_EVERY: Duration = Duration::from_secs(600);
/// … and when it has been quiet for this long, so that all partitions are read to their ends.
const QUIET_FOR: Duration = Duration::from_secs(1);

/// 20 ms, 40 ms, … up to 5 s.
fn backoff(attempts: u32) -> Duration {
    Duration::from_millis(20).saturating_mul(1 << attempts.min(8)).min(Duration::from_secs(5))
}

impl Machine {
    /// Gives the oldest window its permit, if it is mapped and nothing stands in the way.
    pub(super) fn commit_next(&mut self) {
        let blocked = self.in_flight.is_some() || self.recovery.is_some() || self.ended;
        if blocked || self.rebalances.front().is_some_and(|rebalance| rebalance.takes_away()) {
            return;
        }
        let Some(batch) = self.closed.front().filter(|b| b.stage == Stage::Mapped && b.retry_at <= self.now) else {
            return;
        };
        if let Some(tripped) = self.breaker.as_ref().and_then(|b| b.would_trip(self.now, batch.events, batch.dead)) {
            return self.stop(tripped);
        }
        if let Some(partition) = self.without_claim(batch) {
            let window = batch.id;
            return self.stop(Error::internal(format!(
                "window {window} does not continue what is committed of partition {} of source {}",
                partition.number, partition.topic
            )));
        }
        let permit = Permit {
            window: batch.id,
            attempt: self.attempt(),
            offsets: self.closed[0].ranges.iter().map(|(partition, range)| (*partition, range.next)).collect(),
            has_records: !self.closed[0].offsets_only,
        };
        self.closed[0].stage = Stage::Committing;
        self.in_flight = Some(InFlight { attempt: permit.attempt, since: self.now });
        self.actions.push(Action::Commit(permit));
    }

    /// While there is nothing else to do, commits how far partitions were read past their last event. Only markers of
    /// transactions stand there; but once retention has removed them and the last event, an offset before them looks as
    /// if events had been lost.
    pub(super) fn commit_quietly(&mut self) {
        let busy = self.open.events > 0
            || !self.closed.is_empty()
            || self.in_flight.is_some()
            || self.recovery.is_some()
            || !self.rebalances.is_empty()
            || self.shutdown_by.is_some()
            || self.ended;
        let since = |at: Option<Tick>| at.map(|at| self.now.since(at));
        let is_quiet = since(self.read_on).is_some_and(|quiet| quiet >= QUIET_FOR);
        let never = planted(Bug::MarkersNeverCommitted);
        if never || busy || !is_quiet || since(self.quiet_commit).is_some_and(|last| last < QUIET_EVERY) {
            return;
        }
        let mut ranges = BTreeMap::new();
        for (partition, owned) in &mut self.owned {
            let (base, ownership) = (owned.next, owned.ownership);
            if let Some(read) = owned.read.take().filter(|read| *read > base && base == owned.committed) {
                if !planted(Bug::MarkersReadAgain) {
                    owned.next = read;
                }
                ranges.insert(*partition, Range { ownership, base, next: read, events: 0, bytes: 0 });
            }
        }
        if !ranges.is_empty() {
            self.quiet_commit = Some(self.now);
            self.commit_only(ranges);
        }
    }

    /// The first partition of the window that is not owned as it was read, or does not continue what is committed.
    fn without_claim(&self, batch: &Batch) -> Option<Partition> {
        let claimed = |(partition, range): &(&Partition, &Range)| {
            planted(Bug::LostEventsStay)
                || self
                    .owned
                    .get(partition)
                    .is_some_and(|o| o.ownership == range.ownership && o.committed == range.base)
        };
        batch.ranges.iter().find(|entry| !claimed(entry)).map(|(partition, _)| *partition)
    }

    pub(super) fn commit_ended(&mut self, attempt: u64, outcome: CommitOutcome, settled: Tick) {
        if self.in_flight.as_ref().is_none_or(|flight| flight.attempt != attempt) && !planted(Bug::LateAnswerBelieved) {
            return; // the late answer of a commit thread that was left behind
        }
        if let Some(flight) = self.in_flight.take() {
            self.pace.committed(self.now.since(flight.since), settled);
        }
        match outcome {
            CommitOutcome::Committed => self.apply_first(),
            CommitOutcome::Aborted(_) if planted(Bug::AbortCounts) => self.apply_first(),
            CommitOutcome::Aborted(error) => self.aborted(&error),
            CommitOutcome::Unknown(error) => self.unknown(&error),
            CommitOutcome::Refused(error) => self.stop(refused(&error)),
        }
    }

    pub(super) fn not_a_member(&mut self, attempt: u64) {
        if self.in_flight.as_ref().is_some_and(|flight| flight.attempt == attempt) {
            self.in_flight = None;
            self.retry_first();
        }
    }

    fn aborted(&mut self, error: &BrokerError) {
        let attempts = self.closed.front().map_or(0, |batch| batch.attempts + 1);
        self.retry_first();
        // A group that has moved on is no fault of the producer: its news will reach us with the next poll.
        if error.class != ErrorClass::StaleGroup && attempts.is_multiple_of(ATTEMPTS_PER_PRODUCER) {
            self.start_recovery(&error.code, false);
        }
    }

    fn unknown(&mut self, error: &BrokerError) {
        if error.class == ErrorClass::Fenced {
            let now = self.now;
            self.fenced.retain(|at| now.since(*at) < FENCED_WITHIN);
            self.fenced.push(now);
            if self.fenced.len() >= FENCED_MAX {
                return self.stop(Error::environment(format!(
                    "another producer takes over our transactional id again and again: {error}; give each replica an \
                     instance of its own (MUBATCH_INSTANCE)"
                )));
            }
        }
        if let Some(batch) = self.closed.front_mut() {
            batch.stage = Stage::Unknown;
        }
        self.start_recovery(&error.code, false);
    }

    /// Leaves a commit thread behind that has not answered in time; its window's result is unknown.
    pub(super) fn watch_commit(&mut self) {
        let overdue = |flight: &InFlight| self.now.since(flight.since) >= self.deadlines.watchdog;
        if self.in_flight.as_ref().is_some_and(overdue) {
            if let Some(batch) = self.closed.front_mut() {
                batch.stage = Stage::Unknown;
            }
            self.left_behind += 1;
            if self.left_behind >= LEFT_BEHIND_MAX {
                return self.stop(Error::environment(format!(
                    "{LEFT_BEHIND_MAX} commits in a row had no answer within {} s: the coordinator of the group or of the \
                     transaction is away, or librdkafka hangs; start the job again",
                    self.deadlines.watchdog.as_secs()
                )));
            }
            self.start_recovery("watchdog", true);
        }
    }

    pub(super) fn start_recovery(&mut self, reason: &str, abandon: bool) {
        self.in_flight = None;
        let attempt = self.attempt();
        self.recovery = Some(Recovery { attempt });
        let unknown = self.closed.front().filter(|batch| batch.stage == Stage::Unknown);
        let partitions = unknown.map(|batch| batch.ranges.keys().copied().collect()).unwrap_or_default();
        self.actions.push(Action::Resync { attempt, partitions, reason: reason.to_owned(), abandon });
    }

    pub(super) fn resynced(&mut self, attempt: u64, committed: Vec<(Partition, Option<Offset>)>) {
        if self.recovery.as_ref().is_none_or(|recovery| recovery.attempt != attempt) {
            return;
        }
        self.recovery = None;
        let Some(batch) = self.closed.front().filter(|batch| batch.stage == Stage::Unknown) else { return };
        match self.verdict(batch, &committed) {
            Verdict::Counted => self.apply_first(),
            Verdict::NotCounted => self.retry_first(),
            Verdict::Inconsistent => self.rewind(&committed),
        }
    }

    /// Only partitions that we still own as we read them can tell: others may have moved on with their new owner.
    fn verdict(&self, batch: &Batch, committed: &[(Partition, Option<Offset>)]) -> Verdict {
        if planted(Bug::UnknownIsNotCounted) {
            return Verdict::NotCounted;
        }
        let mut counted = None;
        for (partition, range) in &batch.ranges {
            if self.owned.get(partition).is_none_or(|owned| owned.ownership != range.ownership) {
                continue;
            }
            let stands = committed.iter().find(|(p, _)| p == partition).and_then(|(_, offset)| *offset);
            let this = match stands {
                Some(offset) if offset == range.next => true,
                Some(offset) if offset == range.base => false,
                None if batch.offsets_only => false,
                _ => return Verdict::Inconsistent,
            };
            if planted(Bug::VerdictByOnePartition) {
                counted.get_or_insert(this);
                continue;
            }
            if *counted.get_or_insert(this) != this {
                return Verdict::Inconsistent;
            }
        }
        if counted == Some(true) { Verdict::Counted } else { Verdict::NotCounted }
    }

    /// The oldest window counts.
    fn apply_first(&mut self) {
        let Some(batch) = self.closed.pop_front() else { return };
        self.left_behind = 0;
        for (partition, range) in &batch.ranges {
            if let Some(owned) = self.owned.get_mut(partition).filter(|owned| owned.ownership == range.ownership) {
                owned.committed = range.next;
            }
        }
        if let Some(breaker) = &mut self.breaker {
            breaker.record(self.now, batch.events, batch.dead);
        }
        self.actions.push(Action::Applied(batch.id));
    }

    /// The oldest window does not count: it is tried again after a while, without what is no longer ours.
    fn retry_first(&mut self) {
        let Some(batch) = self.closed.front_mut() else { return };
        batch.attempts += 1;
        batch.retry_at = self.now + backoff(batch.attempts);
        batch.stage = Stage::Mapped;
        let id = batch.id;
        self.prune(id);
    }

    /// Takes the events of partitions that are no longer owned as they were read out of a closed window, which is then
    /// mapped again: an offset is never cut from a window that keeps the rows.
    pub(super) fn prune(&mut self, id: WindowId) {
        let Some(at) = self.closed.iter().position(|batch| batch.id == id) else { return };
        let batch = &mut self.closed[at];
        let gone: Vec<Partition> = batch
            .ranges
            .iter()
            .filter(|(partition, range)| self.owned.get(partition).is_none_or(|o| o.ownership != range.ownership))
            .map(|(partition, _)| *partition)
            .collect();
        if gone.is_empty() || planted(Bug::LostEventsStay) {
            return;
        }
        batch.ranges.retain(|partition, _| !gone.contains(partition));
        if planted(Bug::OffsetCutRowsKept) && !batch.ranges.is_empty() {
            return;
        }
        batch.without.extend(gone);
        if batch.ranges.is_empty() {
            self.closed.remove(at);
            self.actions.push(Action::Dropped(id));
        } else if !batch.offsets_only {
            batch.stage = Stage::Mapping;
            let without = batch.without.clone();
            self.actions.push(Action::Map(id, without));
        }
    }

    /// Gives up on everything that is read and not committed, and reads again from what is committed.
    fn rewind(&mut self, committed: &[(Partition, Option<Offset>)]) {
        let mut fresh = BTreeMap::new();
        for batch in std::mem::take(&mut self.closed) {
            // Where a new partition starts is to be committed all the same, before its events are.
            fresh.extend(batch.ranges.into_iter().filter(|(_, range)| batch.offsets_only && range.base == range.next));
            self.actions.push(Action::Dropped(batch.id));
        }
        if !planted(Bug::RewindKeepsOpenWindow) {
            self.open = super::open::Open::default();
            self.actions.push(Action::ClearOpen);
        }
        for (partition, offset) in committed {
            if let (Some(owned), Some(offset)) = (self.owned.get_mut(partition), offset) {
                owned.committed = *offset;
            }
        }
        let mut seek = Vec::new();
        let partitions: Vec<Partition> = self.owned.keys().copied().collect();
        for partition in partitions {
            let ownership = self.ownership();
            if let Some(owned) = self.owned.get_mut(&partition) {
                owned.ownership = ownership;
                (owned.next, owned.read) = (owned.committed, None);
                seek.push((partition, owned.committed));
                if let Some(range) = fresh.get_mut(&partition) {
                    (range.ownership, range.base, range.next) = (ownership, owned.committed, owned.committed);
                }
            }
        }
        fresh.retain(|partition, _| self.owned.contains_key(partition));
        if !fresh.is_empty() {
            self.commit_only(fresh);
        }
        if !planted(Bug::RewindWithoutSeek) {
            self.actions.push(Action::Seek(seek));
        }
    }
}

fn refused(error: &BrokerError) -> Error {
    let message = format!("commit a window: {error}");
    match error.class {
        ErrorClass::Denied | ErrorClass::Missing | ErrorClass::TooLarge => Error::job(message),
        _ => Error::environment(message),
    }
}
