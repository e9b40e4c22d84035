//! The open window: what goes into it, when it closes, and what happens while it cannot.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Action, Admit, Batch, CloseReason, Machine, Range, Stage};
use crate::broker::{Offset, Partition};
use crate::clock::Tick;
use crate::plants::{Bug, planted};

#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) ranges: BTreeMap<Partition, Range>,
    /// Set by the first [`Machine::on`] after its first event: asking for the time with every message would be dear.
    pub(super) opened: Option<Tick>,
    pub(super) events: usize,
    /// How many there were at the last [`Machine::on`].
    pub(super) seen: usize,
    pub(super) bytes: usize,
    /// Which limit it has reached: the next message did not fit.
    pub(super) full: Option<CloseReason>,
}

/// Back-pressure shorter than this only leaves messages where they are: pausing throws away what was fetched.
pub(super) const PAUSE_AFTER: Duration = Duration::from_secs(1);

impl Machine {
    /// May this message go into the open window? If so it counts as taken.
    pub fn admit(&mut self, partition: Partition, offset: i64, bytes: usize) -> Admit {
        let Some(owned) = self.owned.get_mut(&partition) else { return Admit::Skip };
        // Gaps are legal (control records, compaction); going back is not.
        if offset < owned.next.0 && !planted(Bug::OldMessagesTaken) {
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

    /// Notes what came since the last time.
    pub(super) fn see_arrival(&mut self) {
        let open = &mut self.open;
        if open.events > open.seen {
            open.opened.get_or_insert(self.now);
            self.pace.arrived(self.now);
        }
        open.seen = open.events;
        if open.full.is_some() {
            self.pace.interrupted();
        }
    }

    /// Whether no message is wanted now: the open window is full, or the worker is stopping.
    pub fn wants_full_stop(&self) -> bool {
        self.full_since.is_some() || self.shutdown_by.is_some()
    }

    /// A stage is free when no window is being mapped and at most one waits for its commit. (Windows that carry only
    /// the start of new partitions take no room.)
    pub(super) fn may_close(&self) -> bool {
        let with_events = self.closed.iter().filter(|batch| !batch.offsets_only).count();
        (with_events < 2 || planted(Bug::WindowsPileUp))
            && self.closed.iter().all(|batch| batch.stage != Stage::Mapping)
    }

    fn due(&self) -> Option<CloseReason> {
        let open = &self.open;
        if open.events == 0 {
            None
        } else if open.full.is_some() {
            open.full
        } else if self.shutdown_by.is_some() {
            Some(CloseReason::Shutdown)
        } else if self.old_at().is_some_and(|at| self.now >= at) {
            Some(CloseReason::Age)
        } else {
            None
        }
    }

    /// When the open window is to be closed for its age; `None` while that waits for something else.
    pub(super) fn old_at(&self) -> Option<Tick> {
        let fills_until = self.pace.fills_until(self.in_flight.is_some())?;
        self.open.opened.map(|opened| self.pace.complete_by(opened + self.limits.age).max(fills_until))
    }

    pub(super) fn close_if_due(&mut self) {
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
        self.pace.mapping_begins(self.now);
        self.actions.push(Action::Close(id, reason));
        self.actions.push(Action::Map(id, Vec::new()));
    }

    pub(super) fn press_back(&mut self) {
        if self.open.full.is_none() {
            self.full_since = None;
            if !self.paused.is_empty() {
                self.actions.push(Action::Resume(std::mem::take(&mut self.paused).into_iter().collect()));
            }
            return;
        }
        let since = *self.full_since.get_or_insert(self.now);
        if self.now.since(since) < PAUSE_AFTER {
            return;
        }
        // Also those that came later: their messages would fill the client's queue while nobody takes any, and the group's
        // next callback, which stands behind them, would never come: a worker that needs it to go on waits for ever.
        let unpaused: Vec<_> = self.unpaused().collect();
        if !unpaused.is_empty() {
            self.paused.extend(&unpaused);
            self.actions.push(Action::Pause(unpaused));
        }
    }

    pub(super) fn unpaused(&self) -> impl Iterator<Item = Partition> {
        self.owned.keys().copied().filter(|partition| !self.paused.contains(partition))
    }
}
