//! The state machine, step by step.

use std::collections::BTreeSet;

use super::*;
use crate::broker::memory::log::Isolation;
use crate::broker::{ErrorClass, Watermarks};

const SECOND: Duration = Duration::from_secs(1);
const TIMEOUTS: GroupTimeouts = GroupTimeouts { session: Duration::from_secs(10), rebalance: Duration::from_secs(60) };

fn at(seconds: u32) -> Now {
    Now { tick: Tick(SECOND * seconds), unix: i64::from(seconds) * 1000 }
}

const START: Now = Now { tick: Tick(Duration::ZERO), unix: 0 };

/// A broker with the topic "t" of so many partitions.
fn core(partitions: i32) -> Core {
    let mut core = Core::new(TIMEOUTS);
    core.create_topic("t", partitions, TopicConfig::default(), START).unwrap();
    core
}

fn place(core: &Core, number: i32) -> TopicPartition {
    core.topics().find("t", number).unwrap()
}

fn places(core: &Core, numbers: impl IntoIterator<Item = i32>) -> BTreeSet<TopicPartition> {
    numbers.into_iter().map(|number| place(core, number)).collect()
}

fn init(core: &mut Core) -> Identity {
    core.init_producer("id", 20 * SECOND).unwrap()
}

fn append(core: &mut Core, identity: Identity, number: i32) -> Result<(), BrokerError> {
    let body = Body::new(&mut Vec::new(), None, Some(b"v"), &[]);
    let to = place(core, number);
    core.append_in_transaction(identity, Append { to, timestamp: 0, body })
}

fn add_and_append(core: &mut Core, identity: Identity, number: i32) {
    core.add_partition(identity, place(core, number), START).unwrap();
    append(core, identity, number).unwrap();
}

fn visible(core: &Core, number: i32) -> usize {
    core.topics().log(place(core, number)).visible(0, Isolation::ReadCommitted).count()
}

fn marks(core: &Core, number: i32) -> Watermarks {
    core.topics().log(place(core, number)).watermarks()
}

fn class(result: Result<impl Sized, BrokerError>) -> (ErrorClass, String) {
    let error = result.err().expect("an error");
    (error.class, error.code)
}

fn concurrent() -> (ErrorClass, String) {
    (ErrorClass::Retriable, "CONCURRENT_TRANSACTIONS".to_owned())
}

/// Runs the first step that this is true of.
fn run_step(core: &mut Core, is_it: impl Fn(&Step) -> bool) {
    let index = core.steps().position(is_it).expect("such a step waits");
    assert!(core.run(index, START));
}

mod mishaps {
    use super::*;

    #[test]
    fn a_late_request_to_end_a_transaction_ends_the_next_one_of_the_same_producer() {
        let mut core = core(1);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        core.order(Mishap::LateEnd);
        assert_eq!(class(core.end_transaction(identity, true)).0, ErrorClass::Retriable);
        let late = core.steps.pop_back().unwrap();
        core.end_transaction(identity, true).unwrap(); // asked for again
        core.run_all(START);
        add_and_append(&mut core, identity, 0);
        core.steps.push_back(late);
        core.run_all(START);
        assert_eq!(visible(&core, 0), 2, "nobody has asked for the second one to be committed");
    }

    #[test]
    fn a_request_that_went_without_an_answer_ends_the_next_transaction_and_leaves_its_sender_marked() {
        let mut core = core(1);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        core.order(Mishap::StrayEnd);
        core.end_transaction(identity, true).unwrap(); // sent again by the client itself
        let stray = core.steps.pop_front().unwrap();
        assert_eq!(stray, Step::EndTransaction { identity, commit: true });
        core.run_all(START);
        add_and_append(&mut core, identity, 0);
        core.steps.push_back(stray);
        core.run_all(START);
        assert_eq!(visible(&core, 0), 2, "nobody has asked for the second one to be committed");
        assert!(core.has_unanswered(identity));
        let successor = init(&mut core);
        assert!(!core.has_unanswered(successor), "it has sent nothing yet");
    }

    #[test]
    fn offsets_that_went_without_an_answer_take_those_of_the_next_transaction_back() {
        let mut core = core(1);
        let identity = init(&mut core);
        let nobody = GroupMetadata { group: "g".into(), generation: -1, member: String::new(), instance: None };
        let commit = |core: &mut Core, offset| {
            core.add_offsets(identity, "g", START).unwrap();
            let offsets = [(place(core, 0), Offset(offset))];
            core.commit_offsets_in_transaction(identity, &nobody, &offsets).unwrap();
        };
        core.order(Mishap::StrayOffsets);
        commit(&mut core, 1);
        let stray = core.steps.pop_front().unwrap();
        core.end_transaction(identity, true).unwrap();
        core.run_all(START);
        commit(&mut core, 2);
        core.steps.push_front(stray);
        core.end_transaction(identity, true).unwrap();
        core.run_all(START);
        assert_eq!(core.committed("g", &[("t".to_owned(), 0)]), Ok(vec![Some(Offset(1))]));
        assert!(core.has_unanswered(identity));
    }

    #[test]
    fn a_late_request_for_an_epoch_fences_who_has_come_since() {
        let mut core = core(1);
        core.late_init("id", 20 * SECOND);
        let identity = init(&mut core);
        core.run_all(START);
        assert_eq!(class(core.add_partition(identity, place(&core, 0), START)).0, ErrorClass::Fenced);
    }

    #[test]
    fn a_generation_may_move_without_an_event_and_partitions_stay() {
        let mut core = core(1);
        let client = core.subscribe("g", &["t".to_owned()], START);
        core.run_all(START);
        assert!(matches!(core.next_event(client), Some(GroupEvent::Assigned(_))));
        let before = core.group_metadata(client).unwrap();
        assert!(core.move_generation("g"));
        assert_eq!(core.groups.validate(&before).unwrap_err().code, "ILLEGAL_GENERATION");
        core.run_all(START);
        assert_eq!(core.next_event(client), None);
        let after = core.group_metadata(client).unwrap();
        assert!(core.groups.validate(&after).is_ok());
    }

    #[test]
    fn who_claims_no_membership_is_not_fenced() {
        let mut core = core(1);
        let nobody = GroupMetadata { group: "g".into(), generation: -1, member: String::new(), instance: None };
        assert!(core.groups.validate(&nobody).is_ok());
    }
}

mod transactions {
    use super::*;

    fn marker_to(core: &Core, number: i32) -> impl Fn(&Step) -> bool + use<> {
        let to = Participant::Partition(place(core, number));
        move |step| matches!(step, Step::WriteMarker { to: other, .. } if *other == to)
    }

    #[test]
    fn markers_reach_one_partition_after_another() {
        let mut core = core(2);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        add_and_append(&mut core, identity, 1);
        core.end_transaction(identity, true).unwrap();
        assert_eq!((visible(&core, 0), visible(&core, 1)), (0, 0));

        let step = marker_to(&core, 1);
        run_step(&mut core, step);
        assert_eq!((visible(&core, 0), visible(&core, 1)), (0, 1));
        assert_eq!(class(core.add_partition(identity, place(&core, 1), START)), concurrent());

        core.run_all(START);
        assert_eq!((visible(&core, 0), visible(&core, 1)), (1, 1));
        core.add_partition(identity, place(&core, 1), START).unwrap();
    }

    #[test]
    fn a_commit_that_was_accepted_completes_without_its_producer() {
        let mut core = core(1);
        let crashed = init(&mut core);
        add_and_append(&mut core, crashed, 0);
        core.end_transaction(crashed, true).unwrap();

        assert_eq!(class(core.init_producer("id", SECOND)), concurrent());
        core.run_all(START);
        let successor = core.init_producer("id", SECOND).unwrap();
        assert_eq!(visible(&core, 0), 1);
        assert!(successor.epoch > crashed.epoch);
        assert_eq!(class(core.end_transaction(crashed, true)), (ErrorClass::Fenced, "_FENCED".to_owned()));
    }

    #[test]
    fn a_successor_aborts_what_is_open_and_the_log_hears_of_it_late() {
        let mut core = core(2);
        let zombie = init(&mut core);
        add_and_append(&mut core, zombie, 0);
        assert_eq!(class(core.init_producer("id", SECOND)), concurrent());

        append(&mut core, zombie, 0).unwrap();
        let fenced = (ErrorClass::Fenced, "_FENCED".to_owned());
        assert_eq!(class(core.add_partition(zombie, place(&core, 1), START)), fenced);
        assert_eq!(class(core.end_transaction(zombie, true)), fenced);

        core.run_all(START);
        core.init_producer("id", SECOND).unwrap();
        assert_eq!(class(append(&mut core, zombie, 0)), fenced);
        assert_eq!((visible(&core, 0), marks(&core, 0).stable), (0, Offset(3)));
    }

    #[test]
    fn a_record_that_comes_after_the_end_opens_nothing() {
        let mut core = core(1);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        core.end_transaction(identity, true).unwrap();
        core.run_all(START);
        assert_eq!(class(append(&mut core, identity, 0)), (ErrorClass::Abortable, "INVALID_TXN_STATE".to_owned()));
        assert_eq!(marks(&core, 0).stable, marks(&core, 0).end);
    }

    #[test]
    fn the_same_end_may_be_asked_for_twice_and_the_other_not() {
        let mut core = core(1);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        for _ in 0..2 {
            core.end_transaction(identity, true).unwrap();
            assert_eq!(class(core.end_transaction(identity, false)).1, "INVALID_TXN_STATE");
            core.run_all(START);
        }
        assert_eq!(marks(&core, 0).end, Offset(2));
    }

    #[test]
    fn a_transaction_that_is_open_for_too_long_is_aborted() {
        let mut core = core(1);
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        core.advance(at(19));
        assert_eq!(core.steps().len(), 0);
        core.advance(at(20));
        assert_eq!(class(core.end_transaction(identity, true)).0, ErrorClass::Fenced);
        core.run_all(at(20));
        assert_eq!((visible(&core, 0), marks(&core, 0).stable), (0, Offset(2)));
    }

    #[test]
    fn pending_offsets_hold_back_committed_until_their_own_marker() {
        let mut core = core(1);
        let client = core.subscribe("g", &["t".to_owned()], START);
        core.run_all(START);
        let metadata = core.group_metadata(client).unwrap();
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        core.add_offsets(identity, "g", START).unwrap();
        let offsets = [(place(&core, 0), Offset(4))];
        core.commit_offsets_in_transaction(identity, &metadata, &offsets).unwrap();
        core.end_transaction(identity, true).unwrap();

        let step = marker_to(&core, 0);
        run_step(&mut core, step);
        assert_eq!(visible(&core, 0), 1);
        let asked = [("t".to_owned(), 0)];
        assert_eq!(class(core.committed("g", &asked)).1, "UNSTABLE_OFFSET_COMMIT");
        core.run_all(START);
        assert_eq!(core.committed("g", &asked), Ok(vec![Some(Offset(4))]));
    }

    #[test]
    fn offsets_without_their_group_in_the_transaction_are_refused() {
        let mut core = core(1);
        let client = core.subscribe("g", &["t".to_owned()], START);
        core.run_all(START);
        let metadata = core.group_metadata(client).unwrap();
        let identity = init(&mut core);
        add_and_append(&mut core, identity, 0);
        let offsets = [(place(&core, 0), Offset(4))];
        let refused = core.commit_offsets_in_transaction(identity, &metadata, &offsets);
        assert_eq!(class(refused).1, "INVALID_TXN_STATE");
    }
}

mod groups {
    use super::*;

    fn subscribe(core: &mut Core) -> ClientId {
        core.subscribe("g", &["t".to_owned()], START)
    }

    /// Takes the next event and acknowledges it.
    fn acknowledge(core: &mut Core, client: ClientId) -> Option<GroupEvent> {
        let event = core.next_event(client)?;
        acknowledge_event(core, client, &event);
        Some(event)
    }

    fn acknowledge_event(core: &mut Core, client: ClientId, event: &GroupEvent) {
        let list = |partitions: &BTreeSet<_>| partitions.iter().copied().collect::<Vec<_>>();
        match event {
            GroupEvent::Assigned(partitions) => core.acknowledge_assigned(client, &list(partitions)).unwrap(),
            GroupEvent::Revoked(partitions) | GroupEvent::Lost(partitions) => {
                core.acknowledge_gone(client, &list(partitions)).unwrap();
            }
        }
    }

    /// Two members, the first of which is being asked to give back a half.
    fn with_a_revoke() -> (Core, ClientId, ClientId) {
        let mut core = core(2);
        let first = subscribe(&mut core);
        core.run_all(START);
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Assigned(places(&core, 0..2))));
        let second = subscribe(&mut core);
        core.run_all(START);
        (core, first, second)
    }

    /// Writes an offset in a transaction of a producer of its own.
    fn commit(core: &mut Core, id: &str, metadata: &GroupMetadata) -> Result<(), BrokerError> {
        let identity = core.init_producer(id, SECOND)?;
        core.add_offsets(identity, &metadata.group, START)?;
        let offsets = [(place(core, 0), Offset(1))];
        core.commit_offsets_in_transaction(identity, metadata, &offsets)
    }

    #[test]
    fn a_generation_begins_before_its_members_hear_of_it() {
        let mut core = core(2);
        let first = subscribe(&mut core);
        core.run_all(START);
        acknowledge(&mut core, first);
        let old = core.group_metadata(first).unwrap();

        let second = subscribe(&mut core);
        run_step(&mut core, |step| *step == Step::Join(second));
        commit(&mut core, "before", &old).unwrap();
        run_step(&mut core, |step| *step == Step::Join(first));
        assert_eq!(core.group_metadata(first), Ok(old.clone()));
        assert_eq!(class(commit(&mut core, "late", &old)), (ErrorClass::StaleGroup, "ILLEGAL_GENERATION".to_owned()));

        run_step(&mut core, |step| matches!(step, Step::LearnGeneration { client, .. } if *client == first));
        assert!(!core.has_event(first));
        let new = core.group_metadata(first).unwrap();
        assert_eq!(new.generation, old.generation + 1);
        commit(&mut core, "after", &new).unwrap();
    }

    #[test]
    fn nothing_moves_until_the_owner_acknowledges() {
        let (mut core, first, second) = with_a_revoke();
        assert_eq!(acknowledge(&mut core, second), Some(GroupEvent::Assigned(BTreeSet::new())));
        let revoked = core.next_event(first).unwrap();
        assert_eq!(revoked, GroupEvent::Revoked(places(&core, [1])));
        core.run_all(START);
        assert!(!core.has_event(second));

        assert_eq!(class(core.acknowledge_gone(first, &[place(&core, 0)])).1, "_INVALID_ARG");
        assert_eq!(class(core.acknowledge_assigned(first, &[place(&core, 1)])).1, "_STATE");
        acknowledge_event(&mut core, first, &revoked);
        core.run_all(START);
        assert!(!core.has_event(second), "the first has an assignment to acknowledge before it joins again");
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Assigned(BTreeSet::new())));
        core.run_all(START);
        assert_eq!(acknowledge(&mut core, second), Some(GroupEvent::Assigned(places(&core, [1]))));
    }

    #[test]
    fn a_silent_member_is_put_out_and_hears_of_it_later() {
        let (mut core, first, second) = with_a_revoke();
        acknowledge(&mut core, second);
        let old = core.group_metadata(first).unwrap();
        core.poll(second, at(9));
        core.advance(at(10));
        let lost = core.steps().position(|step| matches!(step, Step::LearnLost { .. })).unwrap();
        assert_eq!(core.group_metadata(first), Ok(old.clone()));
        assert_eq!(class(commit(&mut core, "late", &old)), (ErrorClass::StaleGroup, "UNKNOWN_MEMBER_ID".to_owned()));

        core.run(lost, at(10));
        core.run_all(at(10));
        assert_eq!(acknowledge(&mut core, second), Some(GroupEvent::Assigned(places(&core, 0..2))));
        assert!(core.group_metadata(first).is_err());
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Revoked(places(&core, [1]))));
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Assigned(BTreeSet::new())));
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Lost(places(&core, [0]))));
    }

    #[test]
    fn a_member_that_was_put_out_joins_with_nothing() {
        let mut core = core(2);
        let first = subscribe(&mut core);
        core.run_all(START);
        acknowledge(&mut core, first);
        let second = subscribe(&mut core);
        run_step(&mut core, |step| *step == Step::Join(second));
        core.poll(second, at(9));
        core.advance(at(10));
        // Its answer to the rebalance arrives after the coordinator has put it out.
        run_step(&mut core, |step| *step == Step::Join(first));
        core.run_all(at(10));
        assert_eq!(acknowledge(&mut core, second), Some(GroupEvent::Assigned(places(&core, 0..2))));
        assert_eq!(acknowledge(&mut core, first), Some(GroupEvent::Lost(places(&core, 0..2))));
        core.poll(first, at(11));
        core.run_all(at(11));
        assert_eq!(acknowledge(&mut core, second), Some(GroupEvent::Revoked(places(&core, [1]))));
    }

    #[test]
    fn a_rebalance_does_not_wait_for_ever() {
        let (mut core, first, second) = with_a_revoke();
        acknowledge(&mut core, second);
        core.next_event(first).unwrap();
        let third = subscribe(&mut core);
        core.run_all(START);
        for seconds in (5..=60).step_by(5) {
            for client in [first, second, third] {
                core.poll(client, at(seconds));
            }
            core.advance(at(seconds));
        }
        core.run_all(at(60));
        let mut all = BTreeSet::new();
        for client in [second, third] {
            if let Some(GroupEvent::Assigned(partitions)) = acknowledge(&mut core, client) {
                all.extend(partitions);
            }
        }
        assert_eq!(all, places(&core, 0..2));
    }

    #[test]
    fn a_topic_that_comes_later_is_shared_out() {
        let mut core = Core::new(TIMEOUTS);
        let client = subscribe(&mut core);
        core.run_all(START);
        assert_eq!(acknowledge(&mut core, client), Some(GroupEvent::Assigned(BTreeSet::new())));
        core.create_topic("t", 1, TopicConfig::default(), START).unwrap();
        core.run_all(START);
        assert_eq!(acknowledge(&mut core, client), Some(GroupEvent::Assigned(places(&core, [0]))));
    }

    /// A member under a random schedule: what it owns, and the event that it has not acknowledged.
    struct Player {
        client: ClientId,
        owned: BTreeSet<TopicPartition>,
        told: Option<GroupEvent>,
    }

    impl Player {
        fn new(core: &mut Core) -> Self {
            Self { client: subscribe(core), owned: BTreeSet::new(), told: None }
        }

        fn act(&mut self, core: &mut Core) {
            core.poll(self.client, START);
            match self.told.take() {
                None => self.told = core.next_event(self.client),
                Some(event) => {
                    match &event {
                        GroupEvent::Assigned(added) => self.owned.extend(added),
                        GroupEvent::Revoked(gone) | GroupEvent::Lost(gone) => {
                            self.owned.retain(|partition| !gone.contains(partition));
                        }
                    }
                    acknowledge_event(core, self.client, &event);
                }
            }
        }
    }

    #[test]
    fn whatever_the_order_of_steps_a_partition_has_one_owner() {
        for seed in 0..300u64 {
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut next = move |below: usize| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                (random >> 33) as usize % below
            };
            let mut core = core(5);
            let mut players: Vec<Player> = (0..3).map(|_| Player::new(&mut core)).collect();
            for _ in 0..400 {
                let player = next(players.len());
                match next(20) {
                    0 => {
                        core.leave(players[player].client, START);
                        players[player] = Player::new(&mut core);
                    }
                    1..=8 => players[player].act(&mut core),
                    _ if core.steps().len() > 0 => {
                        let index = next(core.steps().len());
                        core.run(index, START);
                    }
                    _ => {}
                }
                assert_one_owner(&players, seed);
            }
            for _ in 0..50 {
                core.run_all(START);
                players.iter_mut().for_each(|player| player.act(&mut core));
                assert_one_owner(&players, seed);
            }
            let owned: usize = players.iter().map(|player| player.owned.len()).sum();
            assert_eq!(owned, 5, "seed {seed}: every partition has an owner in the end");
        }
    }

    fn assert_one_owner(players: &[Player], seed: u64) {
        let owned: Vec<_> = players.iter().flat_map(|player| &player.owned).collect();
        assert_eq!(owned.iter().collect::<BTreeSet<_>>().len(), owned.len(), "seed {seed}: two owners");
    }
}
