//! What mubatch needs of a broker, in one small trait each: group membership, transactions, and a few questions.
//!
//! Two brokers stand behind it: [`kafka`] and [`memory`]. The contract suite (`tests/broker_contract.rs`) runs
//! against both, so that memory never promises what Kafka does not do.
//!
//! Topics are named by number on the hot path: a [`Partition`]'s `topic` is an index into the list of topics that the
//! consumer or producer was made with.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::UnixMillis;
use crate::error::{Error, Result};

pub mod kafka;
pub mod memory;

/// A partition of one of the topics that the client was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    /// Index into [`ConsumerSpec::topics`] (sources) — or, in a [`Record`], into [`ProducerSpec::topics`].
    pub topic: u16,
    /// The partition's number within its topic.
    pub number: i32,
}

/// The next offset to read. (A message's own offset is a plain `i64`; [`Offset::after`] turns it into this.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(pub i64);

impl Offset {
    /// Where to go on after the message at `offset`.
    pub fn after(offset: i64) -> Self {
        Self(offset + 1)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A header as it stands in the message: neither part need be UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The header's name.
    pub name: &'a [u8],
    /// The header's value; `None` is Kafka's null.
    pub value: Option<&'a [u8]>,
}

/// One message, borrowed from the client for the time of the call.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// Where it was read.
    pub partition: Partition,
    /// Its own offset.
    pub offset: i64,
    /// Its timestamp in milliseconds since the epoch; -1 when it has none.
    pub timestamp: UnixMillis,
    /// The key, `None` for null.
    pub key: Option<&'a [u8]>,
    /// The value, `None` for a tombstone.
    pub value: Option<&'a [u8]>,
    /// The headers in their order.
    pub headers: &'a [Header<'a>],
}

/// One message to produce.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Index into [`ProducerSpec::topics`].
    pub topic: u16,
    /// A fixed partition; `None` lets the key choose (murmur2, as Java clients do).
    pub partition: Option<i32>,
    /// Milliseconds since the epoch.
    pub timestamp: UnixMillis,
    /// The key, `None` for null.
    pub key: Option<&'a [u8]>,
    /// The value, `None` for a tombstone.
    pub value: Option<&'a [u8]>,
    /// The headers in their order.
    pub headers: &'a [Header<'a>],
}

/// What a consumer reports besides messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsumerEvent {
    /// The group gave us these; nothing is fetched until [`Consumer::assign`] acknowledges it.
    Assigned(Vec<Partition>),
    /// The group wants these back; it waits until [`Consumer::unassign`] acknowledges it.
    Revoked(Vec<Partition>),
    /// The group took these (we were gone too long); [`Consumer::unassign`] acknowledges it. They may have a new owner.
    Lost(Vec<Partition>),
    /// Something is wrong with the connection, the login or the subscription. The client goes on trying unless the
    /// class is [`ErrorClass::Fatal`] or [`ErrorClass::Denied`].
    Error(BrokerError),
    /// A partition's offset is no longer (or not yet) in the log, or the client has lost count of it: the partition
    /// stands still until it is sought.
    OutOfRange(Partition),
}

/// What identifies this member and its generation in a transaction's offset commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMetadata {
    /// The consumer group's id.
    pub group: String,
    /// The classic protocol's generation, or KIP-848's member epoch; never negative.
    pub generation: i32,
    /// The member's id; never empty.
    pub member: String,
    /// `group.instance.id`, if there is one.
    pub instance: Option<String>,
}

/// What to do about a broker's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Call again. For `commit`: resume the same commit.
    Retriable,
    /// The producer's buffer is full: wait for deliveries, then produce again.
    QueueFull,
    /// Abort the transaction; a new attempt may succeed.
    Abortable,
    /// Abortable: the group has moved on from our generation.
    StaleGroup,
    /// The producer can no longer be used, and a commit under way has an unknown result.
    Fatal,
    /// Fatal: another producer with our transactional id has taken over.
    Fenced,
    /// The broker refuses us: an ACL is missing, or the login is wrong. Retrying does not help.
    Denied,
    /// A topic or group that must exist does not, or a setting is refused. Retrying does not help.
    Missing,
    /// A record larger than the broker takes. The transaction must be aborted.
    TooLarge,
}

/// The code of the error about a partition that the client asked has not heard of.
pub const UNKNOWN_PARTITION: &str = "_UNKNOWN_PARTITION";

impl ErrorClass {
    /// Whether only a person can help.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Denied | Self::Missing)
    }
}

/// A broker's error: its class says what to do, its text says it to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerError {
    /// What to do.
    pub class: ErrorClass,
    /// The broker's or client's name of the error, like `TOPIC_AUTHORIZATION_FAILED`; a metric label.
    pub code: String,
    /// What happened, and for [`ErrorClass::Denied`] which right is missing.
    pub message: String,
    /// The topic it is about, where that is known.
    pub topic: Option<String>,
}

impl fmt::Display for BrokerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.topic {
            Some(topic) => write!(f, "topic {topic}: {} ({})", self.message, self.code),
            None => write!(f, "{} ({})", self.message, self.code),
        }
    }
}

impl std::error::Error for BrokerError {}

impl BrokerError {
    /// Whether it says that a topic does not exist. The broker asked may only not have heard of a new one yet.
    pub fn is_unknown_topic(&self) -> bool {
        ["UNKNOWN_TOPIC_OR_PART", "UNKNOWN_TOPIC_ID", "_UNKNOWN_TOPIC"].contains(&self.code.as_str())
    }

    /// The error that ends the program: of the job if only a person can help, else of its surroundings. `doing` is what
    /// failed.
    pub fn while_doing(&self, doing: &str) -> Error {
        let message = format!("{doing}: {self}");
        if self.class.is_final() { Error::job(message) } else { Error::environment(message) }
    }
}

/// How to make a group member.
#[derive(Debug, Clone)]
pub struct ConsumerSpec {
    /// The consumer group's id.
    pub group: String,
    /// The topics to subscribe to; [`Partition::topic`] counts in this list.
    pub topics: Vec<String>,
    /// Bound of what the client fetches ahead, over all partitions, in bytes.
    pub fetch_queue_bytes_max: usize,
    /// How long a broker may gather messages before it answers, where that spares requests.
    pub gather: Duration,
    /// Whether messages come with their headers. To look costs an allocation a message, also where there are none.
    pub headers: bool,
    /// `group.instance.id` for static membership.
    pub instance: Option<String>,
}

/// How to make a transactional producer.
#[derive(Debug, Clone)]
pub struct ProducerSpec {
    /// The transactional id.
    pub transactional_id: String,
    /// The topics to produce to; [`Record::topic`] counts in this list.
    pub topics: Vec<String>,
    /// The topics whose offsets are committed; the [`Partition`]s of [`Producer::send_offsets`] count in this list.
    pub sources: Vec<String>,
    /// How long the broker lets a transaction stay open.
    pub transaction_timeout: Duration,
}

/// Ends a [`Consumer::poll`] that is waiting, from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// One member of a consumer group. Used from one thread.
pub trait Consumer: Send {
    /// Waits up to `wait` for something to happen (or for the [`Waker`]), then hands the messages that are there to
    /// `take`, at most `max`, in order per partition. `take` answers false for a message it does not want yet: that
    /// message and those behind it stay, and the next poll hands them out first. `max == 0` only serves events.
    fn poll(&mut self, wait: Duration, max: usize, take: &mut dyn FnMut(&Message<'_>) -> bool) -> Vec<ConsumerEvent>;

    /// A handle that ends a poll in progress (or the next one, if none is).
    fn waker(&self) -> Waker;

    /// Acknowledges [`ConsumerEvent::Assigned`]: starts reading each partition at its offset.
    fn assign(&mut self, at: &[(Partition, Offset)]) -> Result<(), BrokerError>;

    /// Acknowledges [`ConsumerEvent::Revoked`] or [`ConsumerEvent::Lost`]; what was fetched of them is dropped.
    fn unassign(&mut self, partitions: &[Partition]) -> Result<(), BrokerError>;

    /// Stops handing out messages of these; polling goes on.
    fn pause(&mut self, partitions: &[Partition]) -> Result<(), BrokerError>;

    /// Undoes [`Consumer::pause`].
    fn resume(&mut self, partitions: &[Partition]) -> Result<(), BrokerError>;

    /// Goes to the given offsets; nothing fetched before is handed out afterwards. An error names a partition that
    /// could not be moved; the others have moved.
    fn seek(&mut self, to: &[(Partition, Offset)]) -> Result<(), BrokerError>;

    /// Who we are in the group right now. An error while we are not a member.
    fn group(&mut self) -> Result<GroupMetadata, BrokerError>;

    /// Everything before this offset has been handed out, without I/O. It may lie behind the last message: markers of
    /// transactions stand between. `None` where that is not known at the moment, or never.
    fn read_up_to(&self, _partition: Partition) -> Option<Offset> {
        None
    }

    /// The end of the partition as last heard from the broker, without I/O: at least the last stable offset, at most
    /// the end of the log (Kafka's client does not tell the stable offset apart).
    fn end(&self, partition: Partition) -> Option<Offset>;

    /// Leaves the group, within `deadline`. Nothing is committed.
    fn close(self: Box<Self>, deadline: Duration);
}

/// A transactional producer. Used from one thread. Every call may take up to its timeout; calls that can hang beyond
/// it (`send_offsets`) are the caller's to watch.
pub trait Producer: Send {
    /// Fences older producers with our transactional id and waits until their transactions are resolved.
    fn init(&mut self, timeout: Duration) -> Result<(), BrokerError>;

    /// Begins a transaction (local; nothing is sent).
    fn begin(&mut self) -> Result<(), BrokerError>;

    /// Hands a record to the client, which copies it. [`ErrorClass::QueueFull`] is back-pressure.
    fn produce(&mut self, record: &Record<'_>) -> Result<(), BrokerError>;

    /// Waits until everything produced is acknowledged. An error is the first delivery that failed, or a timeout
    /// ([`ErrorClass::Retriable`]).
    fn flush(&mut self, timeout: Duration) -> Result<(), BrokerError>;

    /// Adds the offsets to the transaction.
    fn send_offsets(
        &mut self,
        offsets: &[(Partition, Offset)],
        group: &GroupMetadata,
        timeout: Duration,
    ) -> Result<(), BrokerError>;

    /// Commits. [`ErrorClass::Retriable`]: call again, the result is unknown so far. Any other error: *unknown*,
    /// unless the class is [`ErrorClass::Abortable`] and the code is `_INCONSISTENT` (EndTxn was not sent).
    fn commit(&mut self, timeout: Duration) -> Result<(), BrokerError>;

    /// Aborts.
    fn abort(&mut self, timeout: Duration) -> Result<(), BrokerError>;

    /// Whether a request about a transaction was sent and never answered. It may still arrive, and would then count for
    /// the transaction that is open at that time: this producer must not begin another one.
    fn has_strays(&self) -> bool {
        false
    }
}

/// What is known of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicInfo {
    /// How many partitions it has.
    pub partitions: i32,
    /// The largest record batch that it takes and that our client sends, in bytes; `None` where the broker does not
    /// tell.
    pub max_message_bytes: Option<usize>,
    /// Whether it is compacted, and so takes no record without a key; false where the broker does not tell.
    pub needs_key: bool,
    /// Whether we may read it; true where the broker does not tell.
    pub may_read: bool,
    /// Whether we may write to it; true where the broker does not tell.
    pub may_write: bool,
}

/// The offsets between which a partition can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watermarks {
    /// The first offset that is still there.
    pub low: Offset,
    /// The last stable offset: what a read_committed consumer reads up to.
    pub stable: Offset,
    /// The end of the log, open transactions included.
    pub end: Offset,
}

/// A place to make clients of, and to ask. Every call blocks up to its timeout, on the calling thread.
pub trait Broker: Send + Sync {
    /// Makes a group member and subscribes it.
    fn consumer(&self, spec: &ConsumerSpec) -> Result<Box<dyn Consumer>, BrokerError>;

    /// Makes a producer; [`Producer::init`] is still to be called.
    fn producer(&self, spec: &ProducerSpec) -> Result<Box<dyn Producer>, BrokerError>;

    /// The group's stable committed offsets (waits while a transaction on them is open); `None` where there is none.
    fn committed(
        &self,
        group: &str,
        partitions: &[(String, i32)],
        timeout: Duration,
    ) -> Result<Vec<Option<Offset>>, BrokerError>;

    /// First, stable and last offset of a partition.
    fn watermarks(&self, topic: &str, partition: i32, timeout: Duration) -> Result<Watermarks, BrokerError>;

    /// The first offset whose timestamp is at or after `time`; the end where there is none.
    fn offset_at(
        &self,
        topic: &str,
        partition: i32,
        time: UnixMillis,
        timeout: Duration,
    ) -> Result<Offset, BrokerError>;

    /// What is known of the topics; the map lacks those that do not exist. A topic that we may not see is an error of
    /// class [`ErrorClass::Denied`].
    fn topics(&self, names: &[String], timeout: Duration) -> Result<BTreeMap<String, TopicInfo>, BrokerError>;

    /// Which of these topics do not exist.
    fn missing_topics(&self, names: &[String], timeout: Duration) -> Result<Vec<String>, BrokerError> {
        let known = self.topics(names, timeout)?;
        Ok(names.iter().filter(|name| !known.contains_key(*name)).cloned().collect())
    }
}
