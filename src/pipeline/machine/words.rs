//! What the machine is told and what it answers, and what it is configured with.

use std::time::Duration;

use crate::broker::{BrokerError, Offset, Partition};
use crate::clock::Tick;
use crate::error::Error;

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
    /// Time from when its first event was read, at most: fewer when nothing more is expected in it; more while the commit
    /// before it lasts and mapping is quick, or both stages are taken.
    pub age: Duration,
    /// Events.
    pub events: usize,
    /// Bytes of keys, values and headers.
    pub bytes: usize,
}

/// Why a window was closed; a metric label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloseReason {
    /// Its age, or that nothing more is expected before it has that age.
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
    /// Whether the group has committed it. If not, it follows from the job's `start`, and is committed before any event
    /// is: a crash before the first commit must not start somewhere else.
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
        /// By when the broker has most likely finished the transaction; may be past.
        settled: Tick,
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
    /// Everything before this offset of the partition was offered.
    ReadUpTo(Partition, Offset),
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
