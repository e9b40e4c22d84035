//! Bugs that tests plant into the code to see whether the simulation finds them. Outside of the crate's own tests
//! [`planted`] is constantly false, and nothing of them is left.

/// A bug that can be planted. Each names what the code then does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "some are planted into the simulated client only"))]
pub enum Bug {
    /// A commit that has failed with an unknown result is taken for done.
    UnknownIsCommitted,
    /// A commit with an unknown result is taken for not done.
    UnknownIsNotCounted,
    /// The verdict on an unknown commit looks at one partition only.
    VerdictByOnePartition,
    /// A new producer gets an id of its own, and so fences nobody.
    ResyncFencesNobody,
    /// The answer of a commit thread that was left behind is believed.
    LateAnswerBelieved,
    /// A producer is used again after a commit that was slow or had to be resumed.
    ProducerKeptAfterSlowCommit,
    /// A producer is used again after an abort that had to be resumed.
    ProducerKeptAfterSlowAbort,
    /// A producer is used again after a request that was never answered.
    ProducerKeptAfterStray,
    /// An aborted transaction counts.
    AbortCounts,
    /// Offsets of a partition that is gone are cut from a window, which keeps the rows.
    OffsetCutRowsKept,
    /// A window goes on with the events of a partition that is gone.
    LostEventsStay,
    /// A partition that comes back is taken for never gone.
    OwnershipNeverChanges,
    /// A revocation is acknowledged while a permit is out.
    RevokeDuringCommit,
    /// The permit is given now; who we are in the group is asked a round later.
    GroupOfAnotherMoment,
    /// Somebody who is no member commits.
    NobodyCommits,
    /// The start of a new partition is not committed before its events are.
    StartNotCommitted,
    /// A rewind keeps the open window.
    RewindKeepsOpenWindow,
    /// A rewind does not seek.
    RewindWithoutSeek,
    /// A seek that fails is not tried again.
    SeekFailureIgnored,
    /// Messages from before the position are taken.
    OldMessagesTaken,
    /// The open window keeps the events of a partition that was given back.
    RevokeKeepsOpenEvents,
    /// A window is committed as it was mapped first, whatever has left it since.
    OldMappingTaken,
    /// Committed offsets are read while a transaction on them is open.
    UnstableOffsetsRead,
    /// How far a quiet partition was read past markers is never committed.
    MarkersNeverCommitted,
    /// A commit past markers does not move what is read next.
    MarkersReadAgain,
    /// There is no limit to the number of closed windows.
    WindowsPileUp,
}

#[cfg(test)]
impl Bug {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::UnknownIsCommitted,
        Self::UnknownIsNotCounted,
        Self::VerdictByOnePartition,
        Self::ResyncFencesNobody,
        Self::LateAnswerBelieved,
        Self::ProducerKeptAfterSlowCommit,
        Self::ProducerKeptAfterSlowAbort,
        Self::ProducerKeptAfterStray,
        Self::AbortCounts,
        Self::OffsetCutRowsKept,
        Self::LostEventsStay,
        Self::OwnershipNeverChanges,
        Self::RevokeDuringCommit,
        Self::GroupOfAnotherMoment,
        Self::NobodyCommits,
        Self::StartNotCommitted,
        Self::RewindKeepsOpenWindow,
        Self::RewindWithoutSeek,
        Self::SeekFailureIgnored,
        Self::OldMessagesTaken,
        Self::RevokeKeepsOpenEvents,
        Self::OldMappingTaken,
        Self::UnstableOffsetsRead,
        Self::MarkersNeverCommitted,
        Self::MarkersReadAgain,
        Self::WindowsPileUp,
    ];
}

#[cfg(test)]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// Plants a bug, or none, into what this thread does.
#[cfg(test)]
pub fn plant(bug: Option<Bug>) {
    PLANTED.set(bug);
}

/// Whether this bug is planted.
#[cfg(test)]
pub fn planted(bug: Bug) -> bool {
    PLANTED.get() == Some(bug)
}

/// Whether this bug is planted.
#[cfg(not(test))]
#[inline(always)]
pub const fn planted(_: Bug) -> bool {
    false
}
