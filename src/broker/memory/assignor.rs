//! Who should have which partition: balanced, and moving as little as it can (as cooperative-sticky does).

use std::collections::{BTreeMap, BTreeSet};

use super::steps::{MemberId, TopicId, TopicPartition};

/// What a member says when it joins.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim {
    /// The topics that it wants.
    pub(super) topics: BTreeSet<TopicId>,
    /// The partitions that it has.
    pub(super) owned: BTreeSet<TopicPartition>,
}

/// The assignment that is wanted in the end: a partition may still have to be given back by its owner first.
pub(super) fn assign(
    claims: &BTreeMap<MemberId, Claim>,
    partitions: &BTreeSet<TopicPartition>,
) -> BTreeMap<MemberId, BTreeSet<TopicPartition>> {
    let mut assigned: BTreeMap<MemberId, BTreeSet<TopicPartition>> =
        claims.keys().map(|&member| (member, BTreeSet::new())).collect();
    let quota = partitions.len() / claims.len().max(1);
    let mut extra = partitions.len() % claims.len().max(1);
    let mut free = partitions.clone();

    // Each keeps what it has, up to its share; those that have the most get the shares that are one larger.
    let mut by_owned: Vec<_> = claims.iter().collect();
    by_owned.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.owned.len()));
    for (member, claim) in by_owned {
        let mut share = quota;
        if extra > 0 && claim.owned.len() > quota {
            extra -= 1;
            share += 1;
        }
        let mine = assigned.entry(*member).or_default();
        for partition in claim.owned.iter().filter(|p| claim.topics.contains(&p.topic)) {
            if mine.len() < share && free.remove(partition) {
                mine.insert(*partition);
            }
        }
    }

    // The rest goes to whoever has the least of those that want the topic.
    for partition in free {
        let least = claims
            .iter()
            .filter(|(_, claim)| claim.topics.contains(&partition.topic))
            .min_by_key(|(member, _)| assigned.get(member).map_or(0, BTreeSet::len));
        if let Some((member, _)) = least {
            assigned.entry(*member).or_default().insert(partition);
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: TopicId = TopicId(0);

    fn partitions(numbers: impl IntoIterator<Item = i32>) -> BTreeSet<TopicPartition> {
        numbers.into_iter().map(|number| TopicPartition { topic: TOPIC, number }).collect()
    }

    fn member(id: u32, owned: impl IntoIterator<Item = i32>) -> (MemberId, Claim) {
        (MemberId(id), Claim { topics: BTreeSet::from([TOPIC]), owned: partitions(owned) })
    }

    #[test]
    fn a_newcomer_gets_its_share_and_the_rest_stays() {
        let claims = BTreeMap::from([member(1, 0..4), member(2, [])]);
        let assigned = assign(&claims, &partitions(0..4));
        assert_eq!(assigned[&MemberId(1)], partitions(0..2));
        assert_eq!(assigned[&MemberId(2)], partitions(2..4));
    }

    #[test]
    fn what_a_leaver_had_is_shared_among_the_others() {
        let claims = BTreeMap::from([member(1, [0, 1]), member(2, [2, 3])]);
        let assigned = assign(&claims, &partitions(0..6));
        assert!(assigned[&MemberId(1)].is_superset(&partitions([0, 1])));
        assert!(assigned[&MemberId(2)].is_superset(&partitions([2, 3])));
        assert_eq!((assigned[&MemberId(1)].len(), assigned[&MemberId(2)].len()), (3, 3));
    }

    #[test]
    fn an_uneven_balance_does_not_move_anything() {
        let claims = BTreeMap::from([member(1, [0]), member(2, [1, 2])]);
        let assigned = assign(&claims, &partitions(0..3));
        assert_eq!(assigned[&MemberId(1)], partitions([0]));
        assert_eq!(assigned[&MemberId(2)], partitions([1, 2]));
    }

    #[test]
    fn a_member_gets_only_topics_that_it_wants() {
        let other = TopicPartition { topic: TopicId(1), number: 0 };
        let claims = BTreeMap::from([member(1, []), member(2, [])]);
        let assigned = assign(&claims, &BTreeSet::from([other]));
        assert!(assigned.values().all(BTreeSet::is_empty));
    }
}
