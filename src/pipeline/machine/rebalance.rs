//! Ownership: what the group gives and takes. A rebalance is a fact that is acknowledged later, never while a permit is
//! out (up to the revoke deadline).

use std::collections::BTreeMap;

use super::{Action, Batch, Machine, Owned, Range, Stage, StartAt};
use crate::broker::Partition;
use crate::clock::Tick;
use crate::plants::{Bug, planted};

/// A rebalance that is not acknowledged yet.
#[derive(Debug)]
pub(super) enum Rebalance {
    /// These come. Acknowledged once it is known where each starts.
    Assign { partitions: Vec<Partition>, asked: bool, starts: Option<Vec<(Partition, StartAt)>> },
    /// These go, by revocation or loss.
    Release { partitions: Vec<Partition>, by: Tick },
}

impl Rebalance {
    /// Whether it takes partitions away: then no new permit is given before it is acknowledged.
    pub(super) fn takes_away(&self) -> bool {
        matches!(self, Self::Release { .. })
    }

    /// When it is acknowledged at the latest.
    pub(super) fn deadline(&self) -> Option<Tick> {
        match self {
            Self::Assign { .. } => None,
            Self::Release { by, .. } => Some(*by),
        }
    }
}

impl Machine {
    pub(super) fn assigned(&mut self, partitions: Vec<Partition>) {
        self.rebalances.push_back(Rebalance::Assign { partitions, asked: false, starts: None });
    }

    pub(super) fn revoked(&mut self, partitions: Vec<Partition>) {
        let by = self.now + self.deadlines.revoke;
        self.rebalances.push_back(Rebalance::Release { partitions, by });
    }

    /// As [`Machine::revoked`]: a commit under way is waited for, because its answer decides what the windows that stay
    /// continue from. The partitions lost may have a new owner by now; that is what the group's generation fences.
    pub(super) fn lost(&mut self, partitions: Vec<Partition>) {
        self.revoked(partitions);
    }

    pub(super) fn resolved(&mut self, resolved: Vec<(Partition, StartAt)>) {
        if let Some(Rebalance::Assign { starts, .. }) = self.rebalances.front_mut() {
            *starts = Some(resolved);
        }
    }

    /// Does what can be done now about the rebalances that wait.
    pub(super) fn advance_rebalance(&mut self) {
        while !self.rebalances.is_empty() {
            let commit_undecided = self.commit_undecided();
            let Some(rebalance) = self.rebalances.front_mut() else { return };
            match rebalance {
                Rebalance::Assign { partitions, asked, .. } if !*asked => {
                    *asked = true;
                    if partitions.is_empty() {
                        self.resolved(Vec::new());
                    } else {
                        self.actions.push(Action::Resolve(partitions.clone()));
                        return;
                    }
                }
                Rebalance::Assign { starts: None, .. } => return,
                Rebalance::Assign { starts, .. } => {
                    let starts = starts.take().unwrap_or_default();
                    self.rebalances.pop_front();
                    self.take_over(starts);
                }
                Rebalance::Release { by, .. }
                    if commit_undecided && self.now < *by && !planted(Bug::RevokeDuringCommit) =>
                {
                    return;
                }
                Rebalance::Release { partitions, .. } => {
                    let partitions = std::mem::take(partitions);
                    self.rebalances.pop_front();
                    self.release(partitions);
                }
            }
        }
    }

    fn commit_undecided(&self) -> bool {
        self.in_flight.is_some() || self.closed.front().is_some_and(|batch| batch.stage == Stage::Unknown)
    }

    fn take_over(&mut self, starts: Vec<(Partition, StartAt)>) {
        let mut fresh = BTreeMap::new();
        for (partition, StartAt { offset, committed }) in &starts {
            let ownership = self.ownership();
            self.owned.insert(*partition, Owned { ownership, committed: *offset, next: *offset, read: None });
            if !committed && !planted(Bug::StartNotCommitted) {
                fresh.insert(*partition, Range { ownership, base: *offset, next: *offset, events: 0, bytes: 0 });
            }
        }
        self.actions.push(Action::Assign(starts.iter().map(|(partition, start)| (*partition, start.offset)).collect()));
        if !fresh.is_empty() {
            self.commit_only(fresh);
        }
    }

    /// A window that carries offsets and nothing else.
    pub(super) fn commit_only(&mut self, ranges: BTreeMap<Partition, Range>) {
        let id = self.window_id();
        self.closed.push_back(Batch {
            id,
            ranges,
            without: Vec::new(),
            stage: Stage::Mapped,
            attempts: 0,
            retry_at: self.now,
            offsets_only: true,
            events: 0,
            dead: 0,
        });
    }

    fn release(&mut self, partitions: Vec<Partition>) {
        for partition in &partitions {
            self.owned.remove(partition);
            self.paused.remove(partition);
            if let Some(range) = self.open.ranges.remove(partition) {
                self.open.events -= range.events;
                self.open.bytes -= range.bytes;
                self.open.full = None;
            }
        }
        if self.open.events == 0 {
            // Or its age would be over for ever, and the poll thread would never wait again.
            self.open.opened = None;
        }
        if !planted(Bug::RevokeKeepsOpenEvents) {
            self.actions.push(Action::RemoveOpen(partitions.clone()));
        }
        // A window whose commit is under way keeps its events: they go when it has to be tried again.
        let settled: Vec<_> = self
            .closed
            .iter()
            .filter(|batch| matches!(batch.stage, Stage::Mapping | Stage::Mapped))
            .map(|batch| batch.id)
            .collect();
        for id in settled {
            self.prune(id);
        }
        self.actions.push(Action::Unassign(partitions));
    }
}
