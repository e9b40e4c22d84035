//! What the coordinators and the clients' background threads still have to do, one message at a time.
//!
//! On a real cluster each of these is a request or an answer under way, and any of them may be late. A broker in
//! normal use takes them at once and in order; a simulation takes them one by one, in an order of its own.

use std::collections::VecDeque;
use std::time::Duration;

use super::producers::Identity;
use crate::broker::{GroupMetadata, Offset};

/// A topic, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub(super) u32);

/// A partition of the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    pub(super) topic: TopicId,
    pub(super) number: i32,
}

/// A consumer group, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub(super) u32);

/// A consumer, by number: it stays the same while its memberships come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub(super) u32);

/// A place in the membership of a group: a consumer that was put out gets another one when it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub(super) u32);

/// What takes part in a transaction, and so gets a marker at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Participant {
    /// A partition with records.
    Partition(TopicPartition),
    /// A group with offsets.
    Offsets(GroupId),
}

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The consumer asks to join, or to join again with what it owns.
    Join(ClientId),
    /// The consumer hears the generation that it is part of; what it owns stays as it is.
    LearnGeneration {
        /// Who hears it.
        client: ClientId,
        /// As which member.
        member: MemberId,
        /// The new generation.
        generation: i32,
    },
    /// The consumer hears what that generation assigns to it.
    LearnAssignment {
        /// Who hears it.
        client: ClientId,
        /// As which member.
        member: MemberId,
        /// The generation that the assignment is of.
        generation: i32,
    },
    /// The consumer hears of a generation that changes nothing about its partitions: without any event.
    LearnEpoch {
        /// Who hears it.
        client: ClientId,
        /// As which member.
        member: MemberId,
        /// The new generation.
        generation: i32,
    },
    /// The consumer hears that the group has put it out.
    LearnLost {
        /// Who hears it.
        client: ClientId,
        /// The member that it no longer is.
        member: MemberId,
    },
    /// The end of a transaction reaches one of its participants.
    WriteMarker {
        /// Whose transaction, and under which epoch it ends.
        identity: Identity,
        /// Where the marker goes.
        to: Participant,
        /// Committed or aborted.
        commit: bool,
    },
    /// A request to end a transaction that was under way for so long that its sender has stopped waiting for an answer.
    EndTransaction {
        /// Who has sent it.
        identity: Identity,
        /// Commit or abort.
        commit: bool,
    },
    /// A request with offsets, as late as that.
    CommitOffsets {
        /// Who has sent it.
        identity: Identity,
        /// As which member of which group.
        metadata: GroupMetadata,
        /// The offsets.
        offsets: Vec<(TopicPartition, Offset)>,
    },
    /// A request for a new epoch that was under way for so long that its sender has stopped waiting for an answer.
    InitProducer {
        /// The transactional id.
        id: String,
        /// How long a transaction may stay open.
        timeout: Duration,
    },
}

/// Something that goes wrong on the way from a client to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// The next request to end a transaction is late: its sender hears of a timeout now, and it arrives as a
    /// [`Step::EndTransaction`].
    LateEnd,
    /// The connection is cut after the next request to end a transaction. As librdkafka does, the client sends it again
    /// by itself: its caller hears nothing of it, and the first request arrives as a [`Step::EndTransaction`].
    StrayEnd,
    /// The same for the next request with offsets, which arrives as a [`Step::CommitOffsets`].
    StrayOffsets,
    /// The next consumer that closes does not say goodbye: as after a crash.
    NoGoodbye,
}

/// The steps that wait, oldest first.
pub(super) type Steps = VecDeque<Step>;
