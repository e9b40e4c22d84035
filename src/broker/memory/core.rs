//! The broker as a pure state machine: no threads, no locks, no time of its own.
//!
//! A call is a request that has reached the broker. What it sets off goes into a queue of [`Step`]s, which somebody
//! has to run: at once, or one by one in whatever order a simulation likes.

use std::collections::HashSet;
use std::time::Duration;

use super::errors;
use super::groups::{GroupEvent, GroupTimeouts, Groups};
use super::producers::Identity;
use super::record::{Body, batch_bytes};
use super::steps::{ClientId, Mishap, Participant, Step, Steps, TopicPartition};
use super::topics::{TopicConfig, Topics};
use super::transactions::Transactions;
use crate::broker::{BrokerError, GroupMetadata, Header, Offset};
use crate::clock::{Clock, Tick, UnixMillis};

/// The time of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    /// For deadlines.
    pub(super) tick: Tick,
    /// For the timestamps of control records.
    pub(super) unix: UnixMillis,
}

impl Now {
    /// What the clock says.
    pub(super) fn of(clock: &dyn Clock) -> Self {
        Self { tick: clock.now(), unix: clock.unix_millis() }
    }
}

/// A record that a producer has handed over and its partition is chosen.
pub(super) struct Append {
    pub(super) to: TopicPartition,
    pub(super) timestamp: UnixMillis,
    pub(super) body: Body,
}

/// The whole broker.
#[derive(Debug, Default)]
pub(super) struct Core {
    topics: Topics,
    transactions: Transactions,
    groups: Groups,
    steps: Steps,
    /// What is to go wrong.
    mishap: Option<Mishap>,
    /// Who has sent a request that was never answered.
    unanswered: HashSet<Identity>,
    scratch: Vec<u8>,
}

impl Core {
    /// A broker without topics.
    pub(super) fn new(timeouts: GroupTimeouts) -> Self {
        Self { groups: Groups::new(timeouts), ..Self::default() }
    }

    /// The topics, to read.
    pub(super) fn topics(&self) -> &Topics {
        &self.topics
    }

    /// The topics, for what is not part of a transaction.
    pub(super) fn topics_mut(&mut self) -> &mut Topics {
        &mut self.topics
    }

    /// Makes a topic; groups that wait for it share it out.
    pub(super) fn create_topic(
        &mut self,
        name: &str,
        partitions: i32,
        config: TopicConfig,
        now: Now,
    ) -> Result<(), BrokerError> {
        self.topics.create(name, partitions, config)?;
        self.groups.topic_created(name, now.tick, &mut self.steps);
        Ok(())
    }

    /// Appends a record outside of any transaction; returns its partition and offset.
    pub(super) fn append(
        &mut self,
        topic: &str,
        partition: Option<i32>,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[Header<'_>],
        timestamp: UnixMillis,
    ) -> Result<(i32, i64), BrokerError> {
        let to = self.topics.choose(topic, partition, key)?;
        self.topics.check(to.topic, batch_bytes(key, value, headers), key.is_some())?;
        let body = Body::new(&mut self.scratch, key, value, headers);
        Ok((to.number, self.topics.log_mut(to).append(timestamp, body)))
    }
}

/// The steps.
impl Core {
    /// The steps that wait, oldest first.
    pub(super) fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.steps.iter()
    }

    /// Takes one of the steps that wait; false when there is none with this index.
    pub(super) fn run(&mut self, index: usize, now: Now) -> bool {
        let Some(step) = self.steps.remove(index) else { return false };
        match step {
            Step::Join(client) => self.groups.join(client, &self.topics, now.tick, &mut self.steps),
            Step::LearnGeneration { client, member, generation } => {
                self.groups.learn_generation(client, member, generation, &mut self.steps);
            }
            Step::LearnAssignment { client, member, generation } => {
                self.groups.learn_assignment(client, member, generation);
            }
            Step::LearnEpoch { client, member, generation } => self.groups.learn_epoch(client, member, generation),
            Step::LearnLost { client, member } => self.groups.learn_lost(client, member),
            // Nobody waits for these answers any more.
            Step::EndTransaction { identity, commit } => {
                let _ = self.transactions.end(identity, commit, &mut self.steps);
            }
            Step::CommitOffsets { identity, metadata, offsets } => {
                let _ = self.stage_offsets(identity, &metadata, &offsets);
            }
            Step::InitProducer { id, timeout } => {
                let _ = self.transactions.init(&id, timeout, &mut self.steps);
            }
            Step::WriteMarker { identity, to, commit } => {
                match to {
                    Participant::Partition(to) => self.topics.log_mut(to).write_marker(identity, commit, now.unix),
                    Participant::Offsets(group) => self.groups.offsets(group).write_marker(identity, commit),
                }
                self.transactions.marked(identity, to);
            }
        }
        true
    }

    /// Takes all steps, and those that they set off.
    pub(super) fn run_all(&mut self, now: Now) {
        while self.run(0, now) {}
    }

    /// Lets something go wrong with the next request that it can happen to.
    pub(super) fn order(&mut self, mishap: Mishap) {
        self.mishap = Some(mishap);
    }

    fn befalls(&mut self, mishap: Mishap) -> bool {
        self.mishap.take_if(|ordered| *ordered == mishap).is_some()
    }

    /// A request for a new epoch whose sender does not wait any more.
    pub(super) fn late_init(&mut self, id: &str, timeout: Duration) {
        self.steps.push_back(Step::InitProducer { id: id.to_owned(), timeout });
    }

    /// Adds partitions to a topic; the groups that read it share them out.
    pub(super) fn add_partitions(&mut self, name: &str, count: i32, now: Now) -> Result<(), BrokerError> {
        self.topics.add_partitions(name, count)?;
        self.groups.topic_created(name, now.tick, &mut self.steps);
        Ok(())
    }

    /// Moves a group's generation on although its partitions stay where they are, as KIP-848's epochs do. Not while the
    /// group is about to share them out anew; false then.
    pub(super) fn move_generation(&mut self, group: &str) -> bool {
        let learns = |step: &Step| matches!(step, Step::LearnGeneration { .. } | Step::LearnAssignment { .. });
        !self.steps.iter().any(learns) && self.groups.move_generation(group, &mut self.steps)
    }

    /// Lets time pass: sets off what is due.
    pub(super) fn advance(&mut self, now: Now) {
        self.transactions.expire(now.tick, &mut self.steps);
        self.groups.expire(&self.topics, now.tick, &mut self.steps);
    }
}

/// What producers ask for.
impl Core {
    /// A new epoch for a transactional id. [`super::errors::concurrent_transactions`]: ask again.
    pub(super) fn init_producer(&mut self, id: &str, timeout: Duration) -> Result<Identity, BrokerError> {
        self.transactions.init(id, timeout, &mut self.steps)
    }

    /// Takes a partition into the producer's transaction. [`super::errors::concurrent_transactions`]: ask again.
    pub(super) fn add_partition(
        &mut self,
        identity: Identity,
        partition: TopicPartition,
        now: Now,
    ) -> Result<(), BrokerError> {
        self.transactions.add(identity, Participant::Partition(partition), now.tick)
    }

    /// Appends to the producer's transaction. Its partition must have been added: otherwise this is refused, as it
    /// is when the transaction has ended meanwhile.
    pub(super) fn append_in_transaction(&mut self, identity: Identity, record: Append) -> Result<(), BrokerError> {
        if !self.topics.log(record.to).has_open(identity.producer) {
            self.transactions.verify(identity, Participant::Partition(record.to))?;
        }
        self.topics.log_mut(record.to).append_open(identity, record.timestamp, record.body).map(drop)
    }

    /// Takes a group's offsets into the producer's transaction. [`super::errors::concurrent_transactions`]: ask again.
    pub(super) fn add_offsets(&mut self, identity: Identity, group: &str, now: Now) -> Result<(), BrokerError> {
        let group = self.groups.id(group);
        self.transactions.add(identity, Participant::Offsets(group), now.tick)
    }

    /// Writes offsets into the producer's transaction, whose group must have been added.
    pub(super) fn commit_offsets_in_transaction(
        &mut self,
        identity: Identity,
        metadata: &GroupMetadata,
        offsets: &[(TopicPartition, Offset)],
    ) -> Result<(), BrokerError> {
        if self.befalls(Mishap::StrayOffsets) {
            self.unanswered.insert(identity);
            let (metadata, offsets) = (metadata.clone(), offsets.to_vec());
            self.steps.push_back(Step::CommitOffsets { identity, metadata, offsets });
        }
        self.stage_offsets(identity, metadata, offsets)
    }

    fn stage_offsets(
        &mut self,
        identity: Identity,
        metadata: &GroupMetadata,
        offsets: &[(TopicPartition, Offset)],
    ) -> Result<(), BrokerError> {
        let group = self.groups.validate(metadata)?;
        if !self.groups.offsets(group).has_open(identity.producer) {
            self.transactions.verify(identity, Participant::Offsets(group))?;
        }
        self.groups.offsets(group).stage(identity, offsets)
    }

    /// Decides how the producer's transaction ends. The markers follow as steps.
    pub(super) fn end_transaction(&mut self, identity: Identity, commit: bool) -> Result<(), BrokerError> {
        if self.befalls(Mishap::LateEnd) {
            self.steps.push_back(Step::EndTransaction { identity, commit });
            return Err(errors::timed_out("the transaction to end"));
        }
        if self.befalls(Mishap::StrayEnd) {
            self.unanswered.insert(identity);
            self.steps.push_back(Step::EndTransaction { identity, commit });
        }
        self.transactions.end(identity, commit, &mut self.steps)
    }

    /// Whether a request of this producer was never answered: it may still arrive.
    pub(super) fn has_unanswered(&self, identity: Identity) -> bool {
        self.unanswered.contains(&identity)
    }
}

/// What consumers ask for.
impl Core {
    /// A new consumer, which is about to join its group.
    pub(super) fn subscribe(&mut self, group: &str, topics: &[String], now: Now) -> ClientId {
        self.groups.subscribe(group, topics, now.tick, &mut self.steps)
    }

    /// The consumer is alive.
    pub(super) fn poll(&mut self, client: ClientId, now: Now) {
        self.groups.poll(client, now.tick, &mut self.steps);
    }

    /// The next thing to tell the consumer's application, once all before it is acknowledged.
    pub(super) fn next_event(&mut self, client: ClientId) -> Option<GroupEvent> {
        self.groups.next_event(client)
    }

    /// Whether there is such a thing.
    pub(super) fn has_event(&self, client: ClientId) -> bool {
        self.groups.has_event(client)
    }

    /// Whether messages may flow: nothing waits for an acknowledgement.
    pub(super) fn is_settled(&self, client: ClientId) -> bool {
        self.groups.is_settled(client)
    }

    /// The application has taken over what was assigned: exactly these.
    pub(super) fn acknowledge_assigned(
        &mut self,
        client: ClientId,
        partitions: &[TopicPartition],
    ) -> Result<(), BrokerError> {
        self.groups.acknowledge_assigned(client, &partitions.iter().copied().collect(), &mut self.steps)
    }

    /// The application has given back what was revoked or lost: exactly these.
    pub(super) fn acknowledge_gone(
        &mut self,
        client: ClientId,
        partitions: &[TopicPartition],
    ) -> Result<(), BrokerError> {
        self.groups.acknowledge_gone(client, &partitions.iter().copied().collect(), &mut self.steps)
    }

    /// Who the consumer believes to be in its group.
    pub(super) fn group_metadata(&mut self, client: ClientId) -> Result<GroupMetadata, BrokerError> {
        self.groups.metadata(client)
    }

    /// The consumer leaves its group.
    pub(super) fn leave(&mut self, client: ClientId, now: Now) {
        if !self.befalls(Mishap::NoGoodbye) {
            self.groups.leave(client, &self.topics, now.tick, &mut self.steps);
        }
    }

    /// The group's committed offsets. [`super::errors::unstable_offsets`]: ask again.
    pub(super) fn committed(
        &mut self,
        group: &str,
        partitions: &[(String, i32)],
    ) -> Result<Vec<Option<Offset>>, BrokerError> {
        let group = self.groups.id(group);
        let offsets = self.groups.offsets(group);
        let stable = |(topic, number): &(String, i32)| match self.topics.find(topic, *number) {
            Ok(partition) => offsets.stable(partition),
            Err(_) => Ok(None),
        };
        partitions.iter().map(stable).collect()
    }
}

#[cfg(test)]
#[path = "core_tests.rs"]
mod tests;
