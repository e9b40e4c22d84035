//! The group coordinator, and what each consumer's background thread knows of it.
//!
//! Rebalancing is cooperative: a partition goes to another member only after its owner has given it back, and giving
//! back waits for the owner's acknowledgement. The generation moves on when all members have joined, before any of
//! them has heard of it or given anything back.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use super::assignor::{self, Claim};
use super::errors;
use super::offsets::GroupOffsets;
use super::steps::{ClientId, GroupId, MemberId, Step, Steps, TopicPartition};
use super::topics::Topics;
use crate::broker::{BrokerError, GroupMetadata};
use crate::clock::Tick;

/// The generation of a member that has not heard of one.
const NO_GENERATION: i32 = -1;

const MEMBER_PREFIX: &str = "memory-";

/// When the coordinator gives a member up.
#[derive(Debug, Clone, Copy)]
pub struct GroupTimeouts {
    /// How long a member may go without polling.
    pub session: Duration,
    /// How long a rebalance waits for a member to join it: so long may the acknowledgement of a revoke take.
    pub rebalance: Duration,
}

impl Default for GroupTimeouts {
    fn default() -> Self {
        Self { session: Duration::from_secs(10), rebalance: Duration::from_secs(60) }
    }
}

/// What a consumer has to tell its application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GroupEvent {
    Assigned(BTreeSet<TopicPartition>),
    Revoked(BTreeSet<TopicPartition>),
    Lost(BTreeSet<TopicPartition>),
}

/// What one consumer knows: true once, perhaps no longer.
#[derive(Debug)]
struct Client {
    group: GroupId,
    topics: Vec<String>,
    /// Its membership and the generation that it has heard of.
    membership: Option<(MemberId, i32)>,
    /// What the application has or is about to get, less what it has given back.
    owned: BTreeSet<TopicPartition>,
    /// What the application has not been told yet. One event is out at a time.
    events: VecDeque<GroupEvent>,
    /// What the application has been told and has not acknowledged.
    unacknowledged: Option<GroupEvent>,
    /// Is to join, once everything is acknowledged. A [`Step::Join`] without this does nothing.
    wants_join: bool,
    polled: Tick,
}

/// What the coordinator knows of one member.
#[derive(Debug)]
struct Member {
    client: ClientId,
    /// What it said on joining the rebalance that is under way, or the last one.
    claim: Option<Claim>,
    assignment: BTreeSet<TopicPartition>,
}

#[derive(Debug)]
struct Group {
    name: String,
    generation: i32,
    members: BTreeMap<MemberId, Member>,
    /// Until when the rebalance that is under way waits for members.
    rebalance: Option<Tick>,
    offsets: GroupOffsets,
}

/// All groups and their consumers.
#[derive(Debug, Default)]
pub(super) struct Groups {
    ids: HashMap<String, GroupId>,
    groups: Vec<Group>,
    clients: BTreeMap<ClientId, Client>,
    clients_made: u32,
    members_made: u32,
    timeouts: GroupTimeouts,
}

impl Groups {
    pub(super) fn new(timeouts: GroupTimeouts) -> Self {
        Self { timeouts, ..Self::default() }
    }

    /// A consumer that is about to join.
    pub(super) fn subscribe(&mut self, group: &str, topics: &[String], now: Tick, steps: &mut Steps) -> ClientId {
        let group = self.id(group);
        let id = ClientId(self.clients_made);
        self.clients_made += 1;
        let client = Client {
            group,
            topics: topics.to_vec(),
            membership: None,
            owned: BTreeSet::new(),
            events: VecDeque::new(),
            unacknowledged: None,
            wants_join: true,
            polled: now,
        };
        self.clients.insert(id, client);
        steps.push_back(Step::Join(id));
        id
    }

    /// The consumer leaves, and is forgotten.
    pub(super) fn leave(&mut self, client: ClientId, topics: &Topics, now: Tick, steps: &mut Steps) {
        if let Some(left) = self.clients.remove(&client)
            && let Some((member, _)) = left.membership
        {
            self.remove(left.group, member, topics, now, steps);
        }
    }

    /// A sign of life. A consumer that was put out joins again once that is acknowledged.
    pub(super) fn poll(&mut self, client: ClientId, now: Tick, steps: &mut Steps) {
        let Some(known) = self.clients.get_mut(&client) else { return };
        known.polled = now;
        if known.membership.is_none() && known.settled() && !known.wants_join {
            known.wants_join = true;
            steps.push_back(Step::Join(client));
        }
    }

    /// The next thing to tell the application, once all before it is acknowledged.
    pub(super) fn next_event(&mut self, client: ClientId) -> Option<GroupEvent> {
        let known = self.clients.get_mut(&client)?;
        if known.unacknowledged.is_none() {
            known.unacknowledged = known.events.pop_front();
            return known.unacknowledged.clone();
        }
        None
    }

    /// Whether there is something that the application has not been told, and may be.
    pub(super) fn has_event(&self, client: ClientId) -> bool {
        self.clients.get(&client).is_some_and(|known| known.unacknowledged.is_none() && !known.events.is_empty())
    }

    /// Whether messages may flow: nothing waits for an acknowledgement.
    pub(super) fn is_settled(&self, client: ClientId) -> bool {
        self.clients.get(&client).is_some_and(Client::settled)
    }

    /// The application has taken over what was assigned.
    pub(super) fn acknowledge_assigned(
        &mut self,
        client: ClientId,
        partitions: &BTreeSet<TopicPartition>,
        steps: &mut Steps,
    ) -> Result<(), BrokerError> {
        let known = self.client(client)?;
        match &known.unacknowledged {
            Some(GroupEvent::Assigned(given)) if given == partitions => {}
            Some(GroupEvent::Assigned(_)) => {
                return Err(errors::invalid_argument("assign: not the partitions that were assigned"));
            }
            _ => return Err(errors::wrong_state("assign: nothing was assigned")),
        }
        known.acknowledged(client, steps);
        Ok(())
    }

    /// The application has given back what was revoked or lost.
    pub(super) fn acknowledge_gone(
        &mut self,
        client: ClientId,
        partitions: &BTreeSet<TopicPartition>,
        steps: &mut Steps,
    ) -> Result<(), BrokerError> {
        let known = self.client(client)?;
        match &known.unacknowledged {
            Some(GroupEvent::Revoked(taken) | GroupEvent::Lost(taken)) if taken == partitions => {}
            Some(GroupEvent::Revoked(_) | GroupEvent::Lost(_)) => {
                return Err(errors::invalid_argument("unassign: not the partitions that were revoked or lost"));
            }
            _ => return Err(errors::wrong_state("unassign: nothing was revoked or lost")),
        }
        known.owned.retain(|partition| !partitions.contains(partition));
        known.acknowledged(client, steps);
        Ok(())
    }

    /// Who the consumer believes to be.
    pub(super) fn metadata(&mut self, client: ClientId) -> Result<GroupMetadata, BrokerError> {
        let known = self.client(client)?;
        let (group, membership) = (known.group, known.membership);
        let group = self.group(group).name.clone();
        match membership {
            Some((member, generation)) if generation >= 0 => {
                Ok(GroupMetadata { group, generation, member: member_name(member), instance: None })
            }
            _ => Err(errors::not_a_member(&group)),
        }
    }

    /// Refuses offsets that do not come from the group's current generation. Which partitions the member owns is not
    /// asked: a broker fences generations, not ownership. And a commit of somebody who does not even claim to be a member
    /// is taken as one from outside of the group.
    pub(super) fn validate(&mut self, metadata: &GroupMetadata) -> Result<GroupId, BrokerError> {
        let id = self.id(&metadata.group);
        if metadata.generation < 0 && metadata.member.is_empty() {
            return Ok(id);
        }
        let group = self.group(id);
        if !member_of(&metadata.member).is_some_and(|member| group.members.contains_key(&member)) {
            return Err(errors::unknown_member(&metadata.group));
        }
        if metadata.generation != group.generation {
            return Err(errors::illegal_generation(metadata.generation, group.generation));
        }
        Ok(id)
    }

    /// The group with this name; a new one has no members and no offsets.
    pub(super) fn id(&mut self, name: &str) -> GroupId {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = GroupId(self.groups.len() as u32);
        self.groups.push(Group {
            name: name.to_owned(),
            generation: 0,
            members: BTreeMap::new(),
            rebalance: None,
            offsets: GroupOffsets::default(),
        });
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// The group's offsets.
    pub(super) fn offsets(&mut self, group: GroupId) -> &mut GroupOffsets {
        &mut self.group(group).offsets
    }

    /// A topic has come into being: the groups that want it share it out.
    pub(super) fn topic_created(&mut self, topic: &str, now: Tick, steps: &mut Steps) {
        let concerned: BTreeSet<GroupId> = self
            .clients
            .values()
            .filter(|c| c.membership.is_some() && c.topics.iter().any(|t| t == topic))
            .map(|c| c.group)
            .collect();
        for group in concerned {
            self.start_rebalance(group, now, steps);
        }
    }

    /// The consumer's request to join reaches the coordinator.
    pub(super) fn join(&mut self, client: ClientId, topics: &Topics, now: Tick, steps: &mut Steps) {
        let Some(known) = self.clients.get_mut(&client) else { return };
        if !known.wants_join || !known.settled() {
            return;
        }
        let group = known.group;
        let wanted = known.topics.iter().filter_map(|name| topics.id(name)).collect();
        let claim = Claim { topics: wanted, owned: known.owned.clone() };
        let member = known.membership.map(|(member, _)| member);
        if let Some(gone) = member.filter(|member| !self.group(group).members.contains_key(member)) {
            self.learn_lost(client, gone); // put out in the meantime: what it claims may have another owner
            return;
        }
        self.start_rebalance(group, now, steps);
        let member = member.unwrap_or_else(|| self.new_member(group, client));
        if let Some(known) = self.clients.get_mut(&client) {
            known.wants_join = false;
        }
        if let Some(joined) = self.group(group).members.get_mut(&member) {
            joined.claim = Some(claim);
        }
        self.finish_rebalance(group, topics, steps);
    }

    /// The consumer hears of its new generation.
    pub(super) fn learn_generation(&mut self, client: ClientId, member: MemberId, generation: i32, steps: &mut Steps) {
        if let Some(known) = self.clients.get_mut(&client)
            && let Some((ours, heard)) = &mut known.membership
            && *ours == member
        {
            *heard = generation.max(*heard);
            steps.push_back(Step::LearnAssignment { client, member, generation });
        }
    }

    /// Moves the generation on, partitions staying where they are; false while the group shares them out.
    pub(super) fn move_generation(&mut self, group: &str, steps: &mut Steps) -> bool {
        let id = self.id(group);
        let group = self.group(id);
        if group.rebalance.is_some() {
            return false;
        }
        group.generation += 1;
        let generation = group.generation;
        let learns = |(&member, of): (&MemberId, &Member)| Step::LearnEpoch { client: of.client, member, generation };
        steps.extend(group.members.iter().map(learns));
        true
    }

    /// The consumer hears of a generation in which it keeps what it has.
    pub(super) fn learn_epoch(&mut self, client: ClientId, member: MemberId, generation: i32) {
        if let Some(Client { membership: Some((ours, heard)), .. }) = self.clients.get_mut(&client)
            && *ours == member
        {
            *heard = generation.max(*heard);
        }
    }

    /// The consumer asks for its part of a generation. While the next rebalance is under way there is no answer: it
    /// joins that one first, with what it owns. As with librdkafka, every answer is an assignment to acknowledge, be it
    /// empty, and what has to go goes first.
    pub(super) fn learn_assignment(&mut self, client: ClientId, member: MemberId, generation: i32) {
        let Some(known) = self.clients.get_mut(&client) else { return };
        let Some(group) = self.groups.get(known.group.0 as usize) else { return };
        if group.generation != generation || group.rebalance.is_some() {
            return;
        }
        let Some(assignment) = group.members.get(&member).map(|m| &m.assignment) else { return };
        let revoked: BTreeSet<_> = known.owned.difference(assignment).copied().collect();
        let added: BTreeSet<_> = assignment.difference(&known.owned).copied().collect();
        known.owned.extend(&added);
        if !revoked.is_empty() {
            known.wants_join = true; // so that another member can have them
            known.events.push_back(GroupEvent::Revoked(revoked));
        }
        known.events.push_back(GroupEvent::Assigned(added));
    }

    /// The consumer hears that it was put out.
    pub(super) fn learn_lost(&mut self, client: ClientId, member: MemberId) {
        let Some(known) = self.clients.get_mut(&client) else { return };
        if known.membership.is_none_or(|(ours, _)| ours != member) {
            return;
        }
        known.membership = None;
        known.wants_join = false;
        let mut lost = known.owned.clone();
        for event in known.unacknowledged.iter().chain(&known.events) {
            if let GroupEvent::Revoked(leaving) = event {
                lost.retain(|partition| !leaving.contains(partition)); // they are given back before
            }
        }
        if !lost.is_empty() {
            known.events.push_back(GroupEvent::Lost(lost));
        }
    }

    /// Puts out the members that have not polled for too long, and those that a rebalance has waited for too long.
    pub(super) fn expire(&mut self, topics: &Topics, now: Tick, steps: &mut Steps) {
        let mut gone = Vec::new();
        for (number, group) in self.groups.iter().enumerate() {
            let overdue = group.rebalance.is_some_and(|deadline| deadline <= now);
            for (&id, member) in &group.members {
                let silent =
                    self.clients.get(&member.client).is_none_or(|c| now.since(c.polled) >= self.timeouts.session);
                if silent || overdue && member.claim.is_none() {
                    gone.push((GroupId(number as u32), id, member.client));
                }
            }
        }
        for (group, member, client) in gone {
            self.remove(group, member, topics, now, steps);
            steps.push_back(Step::LearnLost { client, member });
        }
    }

    fn remove(&mut self, group: GroupId, member: MemberId, topics: &Topics, now: Tick, steps: &mut Steps) {
        if self.group(group).members.remove(&member).is_some() {
            self.start_rebalance(group, now, steps);
            self.finish_rebalance(group, topics, steps);
        }
    }

    fn new_member(&mut self, group: GroupId, client: ClientId) -> MemberId {
        let member = MemberId(self.members_made);
        self.members_made += 1;
        let unassigned = Member { client, claim: None, assignment: BTreeSet::new() };
        self.group(group).members.insert(member, unassigned);
        if let Some(known) = self.clients.get_mut(&client) {
            known.membership = Some((member, NO_GENERATION));
        }
        member
    }

    /// Asks all members to join again, unless they are being asked already.
    fn start_rebalance(&mut self, group: GroupId, now: Tick, steps: &mut Steps) {
        let group = &mut self.groups[group.0 as usize];
        if group.rebalance.is_some() {
            return;
        }
        group.rebalance = Some(now + self.timeouts.rebalance);
        for member in group.members.values_mut() {
            member.claim = None;
            if let Some(known) = self.clients.get_mut(&member.client)
                && !std::mem::replace(&mut known.wants_join, true)
            {
                steps.push_back(Step::Join(member.client));
            }
        }
    }

    /// Starts the next generation if all members have joined.
    fn finish_rebalance(&mut self, group: GroupId, topics: &Topics, steps: &mut Steps) {
        let group = self.group(group);
        let joined = |(&id, member): (&MemberId, &Member)| member.claim.clone().map(|claim| (id, claim));
        let Some(claims) = group.members.iter().map(joined).collect::<Option<BTreeMap<_, _>>>() else { return };
        group.rebalance = None;
        group.generation += 1;

        let wanted: BTreeSet<_> = claims.values().flat_map(|claim| claim.topics.iter().copied()).collect();
        let partitions = wanted.into_iter().flat_map(|topic| topics.partitions(topic)).collect();
        let mut target = assignor::assign(&claims, &partitions);
        for (id, member) in &mut group.members {
            // What another member still has is not given away before that one has given it back.
            let others = || claims.iter().filter(|(other, _)| *other != id);
            member.assignment = target.remove(id).unwrap_or_default();
            member.assignment.retain(|partition| !others().any(|(_, claim)| claim.owned.contains(partition)));
            let (client, generation) = (member.client, group.generation);
            steps.push_back(Step::LearnGeneration { client, member: *id, generation });
        }
    }

    fn client(&mut self, client: ClientId) -> Result<&mut Client, BrokerError> {
        self.clients.get_mut(&client).ok_or_else(|| errors::wrong_state("the consumer is closed"))
    }

    fn group(&mut self, group: GroupId) -> &mut Group {
        &mut self.groups[group.0 as usize]
    }
}

impl Client {
    fn settled(&self) -> bool {
        self.unacknowledged.is_none() && self.events.is_empty()
    }

    fn acknowledged(&mut self, id: ClientId, steps: &mut Steps) {
        self.unacknowledged = None;
        if self.settled() && self.wants_join {
            steps.push_back(Step::Join(id));
        }
    }
}

fn member_name(member: MemberId) -> String {
    format!("{MEMBER_PREFIX}{}", member.0)
}

fn member_of(name: &str) -> Option<MemberId> {
    name.strip_prefix(MEMBER_PREFIX)?.parse().ok().map(MemberId)
}
