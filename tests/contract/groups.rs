//! Membership: joining, rebalancing with acknowledgement, generations.

use mubatch::broker::{ConsumerEvent, ErrorClass, Offset};

use super::actors::{Member, begun, both_until, partition, partitions};
use super::{Fixture, Plain, QUIET, TIMEOUT, eventually, for_a_while};

pub fn a_lone_member_gets_every_partition_and_no_message_before_it_assigns(cx: &dyn Fixture) {
    let topic = cx.create_topic(3, None);
    for number in 0..3 {
        cx.append(&topic, &Plain::value(number, "early"));
    }
    let mut member = Member::subscribe(cx.broker(), &cx.name("group"), &topic);
    eventually("all partitions are assigned", || {
        member.poll();
        member.assigned() == partitions(0..3)
    });
    for_a_while(QUIET, || member.poll());
    assert_eq!(member.got, []);
    member.acknowledge();
    assert_eq!(member.read_texts(3), ["early"; 3]);
}

pub fn a_member_knows_its_generation_once_it_has_joined(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let group = cx.name("group");
    let mut member = Member::subscribe(cx.broker(), &group, &topic);
    eventually("the partition is assigned", || {
        member.go_on();
        member.owned == partitions([0])
    });
    let metadata = member.metadata();
    assert_eq!(metadata.group, group);
    assert!(metadata.generation >= 0);
    assert!(!metadata.member.is_empty());
}

/// Two members of one group, where the second has made the group take back a half of the first one's four partitions.
fn with_a_revoke(cx: &dyn Fixture) -> (String, Member, Member) {
    let topic = cx.create_topic(4, None);
    let group = cx.name("group");
    let mut first = Member::sole(cx.broker(), &group, &topic, 4);
    let mut second = Member::subscribe(cx.broker(), &group, &topic);
    eventually("a half is taken from the first", || {
        second.go_on();
        first.poll();
        let taken = first.revoked();
        if taken.is_empty() {
            first.acknowledge();
        }
        taken.len() == 2
    });
    (topic, first, second)
}

pub fn a_second_member_gets_its_share_only_after_the_first_has_given_it_back(cx: &dyn Fixture) {
    let (_, mut first, mut second) = with_a_revoke(cx);
    let taken = first.revoked();
    for_a_while(QUIET, || {
        first.poll();
        second.go_on();
    });
    assert_eq!(second.owned, partitions([]));
    both_until("the second gets the half", &mut first, &mut second, |_, second| second.owned == taken);
    assert_eq!(first.owned.len(), 2);
    assert!(first.owned.is_disjoint(&second.owned));
}

pub fn nothing_is_handed_out_while_a_revoke_waits(cx: &dyn Fixture) {
    let (topic, mut first, _second) = with_a_revoke(cx);
    for number in 0..4 {
        cx.append(&topic, &Plain::value(number, "late"));
    }
    for_a_while(QUIET, || first.poll());
    assert_eq!(first.got, []);
    assert_eq!(first.read(2).len(), 2);
}

pub fn partitions_that_stay_are_read_on_where_they_were(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut first = Member::subscribe(cx.broker(), &group, &topic);
    for number in 0..2 {
        cx.append(&topic, &Plain::value(number, "before"));
    }
    assert_eq!(first.read_texts(2), ["before"; 2]);

    let mut second = Member::subscribe(cx.broker(), &group, &topic);
    both_until("each has one", &mut first, &mut second, |a, b| a.owned.len() == 1 && b.owned.len() == 1);
    for number in 0..2 {
        cx.append(&topic, &Plain::value(number, "after"));
    }
    assert_eq!(first.read_texts(1), ["after"]);
    assert_eq!(second.read_texts(2), ["before", "after"]);
    for_a_while(QUIET, || first.go_on());
    assert_eq!(first.got, []);
}

pub fn a_member_that_leaves_gives_its_partitions_to_the_others(cx: &dyn Fixture) {
    let (_, mut first, mut second) = with_a_revoke(cx);
    both_until("each has a half", &mut first, &mut second, |a, b| a.owned.len() == 2 && b.owned.len() == 2);
    first.close();
    eventually("the second has everything", || {
        second.go_on();
        second.owned == partitions(0..4)
    });
}

pub fn a_member_that_stops_polling_loses_its_partitions(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut sleeper = Member::sole(cx.impatient_broker(), &group, &topic, 2);
    let metadata = sleeper.metadata();

    let mut other = Member::subscribe(cx.broker(), &group, &topic);
    eventually("the other has everything", || {
        other.go_on();
        other.owned == partitions(0..2)
    });
    let mut producer = begun(cx, &topic);
    let refused = producer.send_offsets(&[(partition(0), Offset(1))], &metadata, TIMEOUT).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::StaleGroup, "UNKNOWN_MEMBER_ID"));

    // What was being revoked as it fell asleep may be revoked first.
    eventually("the sleeper hears of it", || {
        sleeper.go_on();
        !sleeper.lost.is_empty()
    });
    both_until("it is a member again", &mut sleeper, &mut other, |a, b| a.owned.len() == 1 && b.owned.len() == 1);
}

pub fn the_generation_moves_on_before_the_partitions_do(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut first = Member::sole(cx.broker(), &group, &topic, 2);
    let old = first.metadata();
    let mut second = Member::subscribe(cx.broker(), &group, &topic);
    eventually("one is taken from the first", || {
        second.go_on();
        first.poll();
        first.revoked().len() == 1
    });
    let new = first.metadata();
    assert!(new.generation > old.generation);
    assert_eq!(new.member, old.member);
    let mut producer = begun(cx, &topic);
    let refused = producer.send_offsets(&[(partition(0), Offset(1))], &old, TIMEOUT).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::StaleGroup, "ILLEGAL_GENERATION"));
}

pub fn an_old_generation_is_refused_and_the_new_one_commits(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut first = Member::sole(cx.broker(), &group, &topic, 2);
    let old = first.metadata();
    let mut second = Member::subscribe(cx.broker(), &group, &topic);
    both_until("each has one", &mut first, &mut second, |a, b| a.owned.len() == 1 && b.owned.len() == 1);

    let kept = *first.owned.first().unwrap();
    let mut producer = begun(cx, &topic);
    let refused = producer.send_offsets(&[(kept, Offset(7))], &old, TIMEOUT).unwrap_err();
    assert_eq!(refused.class, ErrorClass::StaleGroup);
    producer.abort(TIMEOUT).unwrap();
    producer.begin().unwrap();
    producer.send_offsets(&[(kept, Offset(8))], &first.metadata(), TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let committed = cx.broker().committed(&group, &[(topic, kept.number)], TIMEOUT);
    assert_eq!(committed, Ok(vec![Some(Offset(8))]));
}

pub fn a_member_that_has_left_cannot_commit(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let metadata = member.metadata();
    member.close();
    let mut producer = begun(cx, &topic);
    let refused = producer.send_offsets(&[(partition(0), Offset(1))], &metadata, TIMEOUT).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::StaleGroup, "UNKNOWN_MEMBER_ID"));
    producer.abort(TIMEOUT).unwrap();
}

pub fn a_broker_fences_generations_and_not_ownership(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut first = Member::subscribe(cx.broker(), &group, &topic);
    let mut second = Member::subscribe(cx.broker(), &group, &topic);
    both_until("each has one", &mut first, &mut second, |a, b| a.owned.len() == 1 && b.owned.len() == 1);
    let not_ours = *second.owned.first().unwrap();
    let mut producer = begun(cx, &topic);
    producer.send_offsets(&[(not_ours, Offset(3))], &first.metadata(), TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let committed = cx.broker().committed(&group, &[(topic, not_ours.number)], TIMEOUT);
    assert_eq!(committed, Ok(vec![Some(Offset(3))]));
}

pub fn a_topic_that_does_not_exist_is_reported(cx: &dyn Fixture) {
    let mut member = Member::subscribe(cx.broker(), &cx.name("group"), &cx.name("no-such-topic"));
    let missing = |event: &ConsumerEvent| {
        matches!(event, ConsumerEvent::Error(error)
            if error.class == ErrorClass::Missing && error.code == "UNKNOWN_TOPIC_OR_PART")
    };
    eventually("the error is reported", || {
        member.go_on();
        member.others.iter().any(missing)
    });
}
