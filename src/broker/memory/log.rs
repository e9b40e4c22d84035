//! The log of one partition: records, control records, and which of them a reader may see.

use std::collections::{HashMap, VecDeque};

use super::producers::{Epochs, Identity, ProducerId};
use super::record::Body;
use crate::broker::{BrokerError, Offset, Watermarks};
use crate::clock::UnixMillis;

/// What a reader sees of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// What was committed, up to the first transaction that is still open.
    ReadCommitted,
    /// Everything, aborted records as well.
    ReadUncommitted,
}

/// What became of a record, so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Visible,
    Open(ProducerId),
    Aborted,
    /// A marker: it takes an offset and no reader sees it.
    Control,
}

/// A record in its place.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) offset: i64,
    pub(super) timestamp: UnixMillis,
    pub(super) body: Body,
    state: State,
}

/// One partition's log. Offsets grow, with gaps after compaction.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: VecDeque<Entry>,
    start: i64,
    end: i64,
    /// The first offset of each open transaction.
    open: HashMap<ProducerId, i64>,
    epochs: Epochs,
}

impl Log {
    /// Appends outside of any transaction.
    pub(super) fn append(&mut self, timestamp: UnixMillis, body: Body) -> i64 {
        self.push(timestamp, body, State::Visible)
    }

    /// Whether a transaction of this producer is open here.
    pub(super) fn has_open(&self, producer: ProducerId) -> bool {
        self.open.contains_key(&producer)
    }

    /// Appends to the producer's transaction, and opens it here if it is not. The caller has verified with the
    /// coordinator that a transaction which is not open here yet may be.
    pub(super) fn append_open(
        &mut self,
        identity: Identity,
        timestamp: UnixMillis,
        body: Body,
    ) -> Result<i64, BrokerError> {
        self.epochs.check(identity)?;
        self.open.entry(identity.producer).or_insert(self.end);
        Ok(self.push(timestamp, body, State::Open(identity.producer)))
    }

    /// Ends the producer's transaction here.
    pub(super) fn write_marker(&mut self, identity: Identity, commit: bool, timestamp: UnixMillis) {
        self.epochs.set(identity);
        if let Some(first) = self.open.remove(&identity.producer) {
            let ended = if commit { State::Visible } else { State::Aborted };
            let from = self.index_of(first);
            for entry in self.entries.range_mut(from..) {
                if entry.state == State::Open(identity.producer) {
                    entry.state = ended;
                }
            }
        }
        self.push(timestamp, Body::empty(), State::Control);
    }

    /// The offsets between which it can be read.
    pub(super) fn watermarks(&self) -> Watermarks {
        Watermarks { low: Offset(self.start), stable: Offset(self.stable()), end: Offset(self.end) }
    }

    /// Where a reader with this isolation has to stop.
    pub(super) fn bound(&self, isolation: Isolation) -> i64 {
        match isolation {
            Isolation::ReadCommitted => self.stable(),
            Isolation::ReadUncommitted => self.end,
        }
    }

    /// The entries from an offset on that a reader with this isolation sees.
    pub(super) fn visible(&self, from: i64, isolation: Isolation) -> impl Iterator<Item = &Entry> {
        let bound = self.bound(isolation);
        self.entries.range(self.index_of(from)..).take_while(move |entry| entry.offset < bound).filter(move |entry| {
            match entry.state {
                State::Visible => true,
                State::Open(_) | State::Aborted => isolation == Isolation::ReadUncommitted,
                State::Control => false,
            }
        })
    }

    /// The first offset whose timestamp is at or after `time`, committed or not; the end where there is none.
    pub(super) fn offset_at(&self, time: UnixMillis) -> Offset {
        let found = self.entries.iter().find(|entry| entry.timestamp >= time);
        Offset(found.map_or(self.end, |entry| entry.offset))
    }

    /// Keeps, of what is stable, the last record of each key; aborted records and markers go. Offsets stay.
    pub(super) fn compact(&mut self) {
        let stable = self.stable();
        let mut last = HashMap::new();
        for entry in self.entries.iter().filter(|e| e.offset < stable && e.state == State::Visible) {
            if let Some(key) = entry.body.key() {
                last.insert(key.to_vec(), entry.offset);
            }
        }
        self.entries.retain(|entry| {
            let is_last = || entry.body.key().is_some_and(|key| last.get(key) == Some(&entry.offset));
            entry.offset >= stable || entry.state == State::Visible && is_last()
        });
    }

    /// Forgets what is before `before`, but nothing at or after the stable offset. Returns the new start.
    pub(super) fn trim(&mut self, before: i64) -> Offset {
        self.start = self.start.max(before.min(self.stable()));
        let gone = self.index_of(self.start);
        self.entries.drain(..gone);
        Offset(self.start)
    }

    fn stable(&self) -> i64 {
        self.open.values().copied().min().unwrap_or(self.end)
    }

    fn index_of(&self, offset: i64) -> usize {
        self.entries.partition_point(|entry| entry.offset < offset)
    }

    fn push(&mut self, timestamp: UnixMillis, body: Body, state: State) -> i64 {
        let offset = self.end;
        self.entries.push_back(Entry { offset, timestamp, body, state });
        self.end += 1;
        offset
    }
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
