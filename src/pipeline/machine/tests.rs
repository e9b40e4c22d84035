use std::time::Duration;

use super::*;
use crate::broker::BrokerError;
use crate::broker::{ErrorClass, Offset};

const P0: Partition = Partition { topic: 0, number: 0 };
const P1: Partition = Partition { topic: 0, number: 1 };

/// A machine with its clock, and what it wanted last.
struct Bench {
    machine: Machine,
    now: Tick,
}

fn limits() -> Limits {
    Limits { age: Duration::from_millis(100), events: 3, bytes: 1000 }
}

fn error(class: ErrorClass) -> BrokerError {
    BrokerError { class, code: "CODE".into(), message: "m".into(), topic: None }
}

fn start(partition: Partition, offset: i64) -> (Partition, StartAt) {
    (partition, StartAt { offset: Offset(offset), committed: true })
}

impl Bench {
    /// A worker whose producer is ready.
    fn new() -> Self {
        let mut machine = Machine::new(limits(), Deadlines::default(), None, Tick::default());
        let mut actions = Vec::new();
        machine.on(Tick::default(), Fact::Time, &mut actions);
        let [Action::Resync { attempt, .. }] = actions[..] else { panic!("{actions:?}") };
        let mut bench = Self { machine, now: Tick::default() };
        assert_eq!(bench.on(Fact::Resynced { attempt, committed: vec![] }), []);
        bench
    }

    /// A worker that owns partitions from these offsets on.
    fn owning(starts: &[(Partition, StartAt)]) -> Self {
        let mut bench = Self::new();
        let partitions: Vec<Partition> = starts.iter().map(|(partition, _)| *partition).collect();
        assert_eq!(bench.on(Fact::Assigned(partitions.clone())), [Action::Resolve(partitions)]);
        let at = starts.iter().map(|(partition, start)| (*partition, start.offset)).collect();
        assert_eq!(bench.on(Fact::Resolved(starts.to_vec())), [Action::Assign(at)]);
        bench
    }

    fn on(&mut self, fact: Fact) -> Vec<Action> {
        let mut actions = Vec::new();
        self.machine.on(self.now, fact, &mut actions);
        actions
    }

    fn after(&mut self, millis: u64) -> Vec<Action> {
        self.now = self.now + Duration::from_millis(millis);
        self.on(Fact::Time)
    }

    fn take(&mut self, partition: Partition, offsets: std::ops::Range<i64>) {
        for offset in offsets {
            assert_eq!(self.machine.admit(partition, offset, 10), Admit::Take);
        }
    }

    /// Reads an event, closes the window by age and has it mapped: the permit that follows.
    fn permit_for(&mut self, partition: Partition, offset: i64) -> Permit {
        self.take(partition, offset..offset + 1);
        self.on(Fact::Time);
        let actions = self.after(100);
        let [Action::Close(id, CloseReason::Age), Action::Map(..)] = actions[..] else { panic!("{actions:?}") };
        self.mapped(id, 0)
    }

    fn mapped(&mut self, window: WindowId, without: usize) -> Permit {
        let mut actions = self.on(Fact::Mapped { window, without, events: 1, dead: 0 });
        match actions.pop() {
            Some(Action::Commit(permit)) if actions.is_empty() => permit,
            last => panic!("{actions:?} {last:?}"),
        }
    }

    fn ended(&mut self, attempt: u64, outcome: CommitOutcome) -> Vec<Action> {
        self.on(Fact::CommitEnded { attempt, outcome, settled: Tick::default() })
    }

    fn resync_attempt(actions: &[Action]) -> u64 {
        match actions {
            [Action::Resync { attempt, .. }] => *attempt,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_window_closes_by_age_counted_from_its_first_event() {
    let mut bench = Bench::owning(&[start(P0, 5)]);
    assert_eq!(bench.after(1000), [], "nothing to do, nothing done");
    bench.take(P0, 5..6);
    assert_eq!(bench.on(Fact::Time), []);
    assert_eq!(bench.machine.wake_at(), Some(bench.now + Duration::from_millis(100)));
    assert_eq!(bench.after(99), []);
    assert_eq!(bench.after(1), [Action::Close(1, CloseReason::Age), Action::Map(1, vec![])]);
}

#[test]
fn a_window_closes_when_the_next_event_does_not_fit_and_takes_at_least_one_of_any_size() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..3);
    assert_eq!(bench.machine.admit(P0, 3, 10), Admit::Wait);
    assert_eq!(bench.on(Fact::Time), [Action::Close(1, CloseReason::Events), Action::Map(1, vec![])]);
    assert_eq!(bench.machine.admit(P0, 3, 5000), Admit::Take, "larger than the limit, but the first");
    assert_eq!(bench.machine.admit(P0, 4, 1), Admit::Wait);
    assert!(bench.machine.wants_full_stop() || bench.on(Fact::Time).is_empty());
}

#[test]
fn under_load_one_window_commits_one_is_mapped_and_the_third_fills_until_a_stage_is_free() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let first = bench.permit_for(P0, 0);
    bench.take(P0, 1..2);
    bench.on(Fact::Time);
    assert_eq!(bench.after(100), [Action::Close(2, CloseReason::Age), Action::Map(2, vec![])]);
    bench.after(400);
    assert_eq!(bench.on(Fact::Mapped { window: 2, without: 0, events: 1, dead: 0 }), []);
    bench.take(P0, 2..4);
    assert_eq!(bench.on(Fact::Time), []);
    assert_eq!(bench.after(200), [], "due, but it waits and fills");
    bench.take(P0, 4..5);
    let actions = bench.ended(first.attempt, CommitOutcome::Committed);
    let [Action::Applied(1), Action::Commit(second), Action::Close(3, _), Action::Map(3, _)] = &actions[..] else {
        panic!("{actions:?}")
    };
    assert_eq!((second.window, &second.offsets[..]), (2, &[(P0, Offset(2))][..]));
}

/// A worker whose last window was mapped and committed in so many milliseconds, and then settled for so many, with an event
/// in the open window.
fn after_a_window(mapping: u64, commit: u64, settling: u64) -> Bench {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..1);
    bench.on(Fact::Time);
    bench.after(100);
    bench.after(mapping);
    let attempt = bench.mapped(1, 0).attempt;
    bench.after(commit);
    bench.take(P0, 1..2);
    let settled = bench.now + Duration::from_millis(settling);
    let outcome = CommitOutcome::Committed;
    assert_eq!(bench.on(Fact::CommitEnded { attempt, outcome, settled }), [Action::Applied(1)]);
    bench
}

#[test]
fn where_mapping_is_quick_an_old_window_fills_until_the_commit_before_it_has_ended_and_settled() {
    let mut bench = after_a_window(4, 10, 0);
    let [Action::Close(2, CloseReason::Age), Action::Map(..)] = bench.after(100)[..] else { panic!("not closed") };
    bench.after(4);
    let attempt = bench.mapped(2, 0).attempt;
    bench.take(P0, 2..3);
    bench.on(Fact::Time);
    assert_eq!(bench.after(100), [], "a commit is under way");
    assert!(bench.machine.wake_at() > Some(bench.now + Duration::from_secs(1)), "and its end will tell");
    bench.take(P0, 3..4);
    let settled = bench.now + Duration::from_millis(3);
    let outcome = CommitOutcome::Committed;
    assert_eq!(bench.on(Fact::CommitEnded { attempt, outcome, settled }), [Action::Applied(2)]);
    assert_eq!(bench.machine.wake_at(), Some(settled));
    assert_eq!(bench.after(3), [Action::Close(3, CloseReason::Age), Action::Map(3, vec![])]);
    assert_eq!(bench.mapped(3, 0).offsets, [(P0, Offset(4))], "with what came meanwhile");
}

#[test]
fn where_mapping_takes_long_an_old_window_is_mapped_while_the_one_before_is_committed() {
    let mut bench = after_a_window(5, 10, 200);
    let [Action::Close(2, CloseReason::Age), Action::Map(..)] = bench.after(100)[..] else { panic!("not closed") };
    bench.after(5);
    bench.mapped(2, 0);
    bench.take(P0, 2..3);
    bench.on(Fact::Time);
    assert_eq!(bench.after(100), [Action::Close(3, CloseReason::Age), Action::Map(3, vec![])]);
}

#[test]
fn a_full_window_waits_for_a_stage_alone() {
    let mut bench = after_a_window(0, 10, 200);
    bench.take(P0, 2..4);
    assert_eq!(bench.machine.admit(P0, 4, 10), Admit::Wait);
    assert_eq!(bench.on(Fact::Time), [Action::Close(2, CloseReason::Events), Action::Map(2, vec![])]);
    bench.mapped(2, 0);
    bench.take(P0, 4..7);
    assert_eq!(bench.machine.admit(P0, 7, 10), Admit::Wait);
    assert_eq!(bench.on(Fact::Time), [Action::Close(3, CloseReason::Events), Action::Map(3, vec![])]);
}

#[test]
fn where_events_are_rare_a_window_does_not_wait_for_more_of_them() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    for offset in 0..3 {
        bench.take(P0, offset..offset + 1);
        bench.on(Fact::Time);
        if offset < 2 {
            let [Action::Close(id, _), Action::Map(..)] = bench.after(100)[..] else { panic!("not closed") };
            let attempt = bench.mapped(id, 0).attempt;
            bench.ended(attempt, CommitOutcome::Committed);
            assert_eq!(bench.after(100), []);
        }
    }
    let soon = bench.now + Duration::from_micros(300);
    assert_eq!(bench.machine.wake_at(), Some(soon));
    bench.now = soon;
    assert_eq!(bench.on(Fact::Time), [Action::Close(3, CloseReason::Age), Action::Map(3, vec![])]);
}

/// A worker whose stages are taken and whose open window is full, for so long that it has paused; the permit that is out.
fn paused() -> (Bench, Permit) {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let first = bench.permit_for(P0, 0);
    bench.take(P0, 1..2);
    bench.on(Fact::Time);
    bench.after(100);
    bench.take(P0, 2..5);
    assert_eq!(bench.machine.admit(P0, 5, 1), Admit::Wait);
    assert_eq!(bench.on(Fact::Time), []);
    assert!(bench.machine.wants_full_stop());
    assert_eq!(bench.after(999), []);
    assert_eq!(bench.after(1), [Action::Pause(vec![P0])]);
    (bench, first)
}

#[test]
fn partitions_that_come_while_reading_is_paused_are_paused_as_well() {
    let (mut bench, first) = paused();
    assert_eq!(bench.on(Fact::Assigned(vec![P1])), [Action::Resolve(vec![P1])]);
    let actions = bench.on(Fact::Resolved(vec![start(P1, 7)]));
    assert_eq!(actions, [Action::Assign(vec![(P1, Offset(7))]), Action::Pause(vec![P1])]);
    bench.on(Fact::Mapped { window: 2, without: 0, events: 1, dead: 0 });
    let actions = bench.ended(first.attempt, CommitOutcome::Committed);
    assert_eq!(actions.last(), Some(&Action::Resume(vec![P0, P1])));
}

#[test]
fn back_pressure_that_lasts_pauses_and_its_end_resumes() {
    let (mut bench, first) = paused();
    bench.on(Fact::Mapped { window: 2, without: 0, events: 1, dead: 0 });
    let actions = bench.ended(first.attempt, CommitOutcome::Committed);
    assert_eq!(actions.last(), Some(&Action::Resume(vec![P0])));
}

#[test]
fn a_partition_without_a_committed_offset_commits_its_start_before_its_first_event() {
    let mut bench = Bench::new();
    bench.on(Fact::Assigned(vec![P0]));
    let fresh = StartAt { offset: Offset(7), committed: false };
    let actions = bench.on(Fact::Resolved(vec![(P0, fresh)]));
    let [Action::Assign(_), Action::Commit(permit)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!((&permit.offsets[..], permit.has_records), (&[(P0, Offset(7))][..], false));
    let attempt = permit.attempt;
    bench.take(P0, 7..8);
    bench.on(Fact::Time);
    let closed = bench.after(100);
    assert_eq!(closed, [Action::Close(2, CloseReason::Age), Action::Map(2, vec![])], "it is read meanwhile");
    assert_eq!(bench.on(Fact::Mapped { window: 2, without: 0, events: 1, dead: 0 }), []);
    let actions = bench.ended(attempt, CommitOutcome::Committed);
    assert!(matches!(&actions[..], [Action::Applied(1), Action::Commit(Permit { window: 2, .. })]), "{actions:?}");
}

#[test]
fn how_far_a_quiet_partition_was_read_is_committed_every_ten_minutes_at_most() {
    let mut bench = Bench::owning(&[start(P0, 5), start(P1, 0)]);
    assert_eq!(bench.on(Fact::ReadUpTo(P0, Offset(9))), []);
    assert_eq!(bench.after(999), [], "others may be about to end as well");
    let actions = bench.after(1);
    let [Action::Commit(permit)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!((&permit.offsets[..], permit.has_records), (&[(P0, Offset(9))][..], false));
    let attempt = permit.attempt;
    assert_eq!(bench.ended(attempt, CommitOutcome::Committed), [Action::Applied(1)]);
    assert_eq!(bench.on(Fact::ReadUpTo(P1, Offset(0))), [], "nothing to say");
    assert_eq!(bench.on(Fact::ReadUpTo(P1, Offset(3))), [], "so soon");
    assert_eq!(bench.after(599_000), []);
    assert!(matches!(&bench.after(1_000)[..], [Action::Commit(Permit { window: 2, .. })]));
}

#[test]
fn how_far_a_partition_was_read_waits_for_its_events_and_is_forgotten_when_they_are_read_again() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..1);
    assert_eq!(bench.on(Fact::ReadUpTo(P0, Offset(2))), [], "an event before it is not committed");
    let actions = bench.after(100);
    let [Action::Close(id, _), Action::Map(..)] = actions[..] else { panic!("{actions:?}") };
    let attempt = bench.mapped(id, 0).attempt;
    let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Retriable)));
    let attempt = Bench::resync_attempt(&actions);
    let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, None)] });
    assert_eq!(actions, [Action::Dropped(1), Action::ClearOpen, Action::Seek(vec![(P0, Offset(0))])]);
    assert_eq!(bench.after(5_000), [], "or the event would be passed over");
}

#[test]
fn gaps_are_legal_and_what_was_read_before_is_skipped() {
    let mut bench = Bench::owning(&[start(P0, 5)]);
    assert_eq!(bench.machine.admit(P0, 9, 1), Admit::Take);
    assert_eq!(bench.machine.admit(P0, 9, 1), Admit::Skip);
    assert_eq!(bench.machine.admit(P1, 0, 1), Admit::Skip, "not ours");
}

#[test]
fn a_revoke_waits_for_the_commit_under_way_and_then_takes_its_events_out_of_the_other_windows() {
    let mut bench = Bench::owning(&[start(P0, 0), start(P1, 0)]);
    let first = bench.permit_for(P0, 0);
    bench.take(P0, 1..2);
    bench.take(P1, 0..1);
    bench.on(Fact::Time);
    bench.after(100);
    bench.take(P1, 1..2);
    assert_eq!(bench.on(Fact::Revoked(vec![P1])), [], "not while a permit is out");
    let actions = bench.ended(first.attempt, CommitOutcome::Committed);
    let without = vec![P1];
    assert_eq!(
        actions,
        [
            Action::Applied(1),
            Action::RemoveOpen(without.clone()),
            Action::Map(2, without.clone()),
            Action::Unassign(without)
        ]
    );
    // The result of the mapping that still had the lost events comes too late to count.
    assert_eq!(bench.on(Fact::Mapped { window: 2, without: 0, events: 2, dead: 0 }), []);
    let permit = bench.mapped(2, 1);
    assert_eq!(permit.offsets, [(P0, Offset(2))], "no offset of a partition that is gone");
}

#[test]
fn a_window_that_holds_only_lost_events_is_dropped() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..1);
    bench.on(Fact::Time);
    bench.after(100);
    let actions = bench.on(Fact::Lost(vec![P0]));
    assert_eq!(actions, [Action::RemoveOpen(vec![P0]), Action::Dropped(1), Action::Unassign(vec![P0])]);
    assert_eq!(bench.on(Fact::Mapped { window: 1, without: 0, events: 1, dead: 0 }), []);
}

#[test]
fn an_open_window_that_a_revoke_has_emptied_waits_for_nothing() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..1);
    bench.on(Fact::Time);
    bench.on(Fact::Revoked(vec![P0]));
    assert_eq!(bench.machine.wake_at(), None);
}

#[test]
fn a_revoke_is_acknowledged_by_its_deadline_whatever_the_commit_does() {
    let mut bench = Bench::owning(&[start(P0, 0), start(P1, 0)]);
    let permit = bench.permit_for(P1, 0);
    bench.on(Fact::Revoked(vec![P1]));
    assert_eq!(bench.after(11_999), []);
    assert_eq!(bench.after(1), [Action::RemoveOpen(vec![P1]), Action::Unassign(vec![P1])]);
    // Had it been aborted, the window would be mapped again without what is gone: here nothing is left of it.
    let actions = bench.ended(permit.attempt, CommitOutcome::Aborted(error(ErrorClass::StaleGroup)));
    assert_eq!(actions, [Action::Dropped(1)]);
}

#[test]
fn a_stale_generation_is_tried_again_with_a_new_permit_and_the_same_records() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let permit = bench.permit_for(P0, 0);
    assert_eq!(bench.ended(permit.attempt, CommitOutcome::Aborted(error(ErrorClass::StaleGroup))), []);
    let actions = bench.after(5000);
    let [Action::Commit(again)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!((again.window, again.offsets.clone()), (permit.window, permit.offsets));
    assert_ne!(again.attempt, permit.attempt);
}

#[test]
fn after_three_aborts_the_producer_is_made_anew() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let mut attempt = bench.permit_for(P0, 0).attempt;
    for _ in 0..2 {
        assert_eq!(bench.ended(attempt, CommitOutcome::Aborted(error(ErrorClass::Abortable))), []);
        let actions = bench.after(5000);
        let [Action::Commit(permit)] = &actions[..] else { panic!("{actions:?}") };
        attempt = permit.attempt;
    }
    let actions = bench.ended(attempt, CommitOutcome::Aborted(error(ErrorClass::Abortable)));
    let attempt = Bench::resync_attempt(&actions);
    assert_eq!(bench.on(Fact::Resynced { attempt, committed: vec![] }), []);
    assert!(matches!(bench.after(5000)[..], [Action::Commit(_)]));
}

/// A commit with an unknown result, and the RESYNC that asks about it.
fn unknown_commit(bench: &mut Bench) -> u64 {
    let permit = bench.permit_for(P0, 0);
    let actions = bench.ended(permit.attempt, CommitOutcome::Unknown(error(ErrorClass::Retriable)));
    let [Action::Resync { partitions, .. }] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(partitions, &[P0]);
    assert_eq!(bench.after(60_000), [], "nothing is assumed, and nothing committed, before the verdict");
    Bench::resync_attempt(&actions)
}

#[test]
fn an_unknown_commit_counts_if_the_group_stands_at_its_end() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let attempt = unknown_commit(&mut bench);
    let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(1)))] });
    assert_eq!(actions, [Action::Applied(1)]);
}

#[test]
fn an_unknown_commit_is_tried_again_if_the_group_stands_at_its_beginning() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let attempt = unknown_commit(&mut bench);
    assert_eq!(bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(0)))] }), []);
    assert!(matches!(&bench.after(5000)[..], [Action::Commit(Permit { window: 1, .. })]));
}

#[test]
fn an_unknown_commit_whose_group_stands_elsewhere_rewinds_to_what_is_committed() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let attempt = unknown_commit(&mut bench);
    let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(4)))] });
    assert_eq!(actions, [Action::Dropped(1), Action::ClearOpen, Action::Seek(vec![(P0, Offset(4))])]);
    assert_eq!(bench.machine.admit(P0, 3, 1), Admit::Skip);
    assert_eq!(bench.machine.admit(P0, 4, 1), Admit::Take);
}

#[test]
fn a_rewind_keeps_the_start_of_a_new_partition_that_is_not_committed_yet() {
    let mut bench = Bench::owning(&[start(P0, 5)]);
    let attempt = bench.permit_for(P0, 5).attempt;
    bench.on(Fact::Assigned(vec![P1]));
    let fresh = StartAt { offset: Offset(70), committed: false };
    bench.on(Fact::Resolved(vec![(P1, fresh)]));
    let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Fatal)));
    let attempt = Bench::resync_attempt(&actions);
    let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(2)))] });
    assert!(actions.contains(&Action::Seek(vec![(P0, Offset(2)), (P1, Offset(70))])), "{actions:?}");
    let Some(Action::Commit(permit)) = actions.last() else { panic!("{actions:?}") };
    assert_eq!((&permit.offsets[..], permit.has_records), (&[(P1, Offset(70))][..], false));
}

#[test]
fn the_late_answer_of_a_commit_thread_that_was_left_behind_is_ignored() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let permit = bench.permit_for(P0, 0);
    let actions = bench.after(15_000);
    let [Action::Resync { abandon: true, attempt, .. }] = actions[..] else { panic!("{actions:?}") };
    assert_eq!(bench.ended(permit.attempt, CommitOutcome::Committed), []);
    let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(1)))] });
    assert_eq!(actions, [Action::Applied(1)]);
}

#[test]
fn after_three_commit_threads_left_behind_in_a_row_the_worker_stops() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.permit_for(P0, 0);
    for _ in 0..2 {
        let actions = bench.after(15_000);
        let [Action::Resync { abandon: true, attempt, .. }] = actions[..] else { panic!("{actions:?}") };
        bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(0)))] });
        assert!(matches!(bench.after(5000)[..], [Action::Commit(_)]));
    }
    let actions = bench.after(15_000);
    let [Action::Stop(stop)] = &actions[..] else { panic!("{actions:?}") };
    assert!(stop.to_string().contains("no answer within 15 s"), "{stop}");
    assert_eq!(stop.exit_code(), 1, "another start may help");
}

#[test]
fn fenced_by_turns_with_another_that_commits_as_well_stops_too() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let mut offset = 0;
    for _ in 0..2 {
        let attempt = bench.permit_for(P0, offset).attempt;
        let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Fenced)));
        let attempt = Bench::resync_attempt(&actions);
        offset += 1;
        let actions = bench.on(Fact::Resynced { attempt, committed: vec![(P0, Some(Offset(offset)))] });
        assert!(matches!(actions[..], [Action::Applied(_)]));
    }
    let attempt = bench.permit_for(P0, offset).attempt;
    let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Fenced)));
    assert!(matches!(actions[..], [Action::Stop(_)]), "{actions:?}");
}

#[test]
fn fenced_again_and_again_stops_with_the_likely_cause() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let mut attempt = bench.permit_for(P0, 0).attempt;
    for _ in 0..2 {
        let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Fenced)));
        let resync = Bench::resync_attempt(&actions);
        bench.on(Fact::Resynced { attempt: resync, committed: vec![(P0, Some(Offset(0)))] });
        let actions = bench.after(5000);
        let [Action::Commit(permit)] = &actions[..] else { panic!("{actions:?}") };
        attempt = permit.attempt;
    }
    let actions = bench.ended(attempt, CommitOutcome::Unknown(error(ErrorClass::Fenced)));
    let [Action::Stop(stop)] = &actions[..] else { panic!("{actions:?}") };
    assert!(stop.to_string().contains("give each replica an instance of its own"), "{stop}");
}

#[test]
fn a_refused_commit_stops_with_exit_code_2_if_retrying_cannot_help() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let permit = bench.permit_for(P0, 0);
    let actions = bench.ended(permit.attempt, CommitOutcome::Refused(error(ErrorClass::Denied)));
    let [Action::Stop(stop)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(stop.exit_code(), 2);
}

#[test]
fn no_permit_without_membership_and_another_try_soon() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    let permit = bench.permit_for(P0, 0);
    assert_eq!(bench.on(Fact::NotAMember { attempt: permit.attempt }), []);
    assert!(matches!(bench.after(5000)[..], [Action::Commit(_)]));
}

#[test]
fn shutdown_finishes_what_is_read_and_then_leaves() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.take(P0, 0..1);
    assert_eq!(bench.on(Fact::Shutdown), [Action::Close(1, CloseReason::Shutdown), Action::Map(1, vec![])]);
    assert_eq!(bench.machine.admit(P0, 1, 1), Admit::Wait);
    let permit = bench.mapped(1, 0);
    assert_eq!(bench.ended(permit.attempt, CommitOutcome::Committed), [Action::Applied(1), Action::Leave]);
    assert_eq!(bench.after(100_000), [], "nothing after the end");
}

#[test]
fn shutdown_leaves_at_its_deadline_even_if_nothing_answers() {
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.permit_for(P0, 0);
    assert_eq!(bench.on(Fact::Shutdown), []);
    assert_eq!(bench.after(14_999), []);
    let actions = bench.after(1);
    assert_eq!(actions.last(), Some(&Action::Leave));
}

#[test]
fn a_partition_that_stands_still_without_need_is_read_on_where_it_was() {
    let mut bench = Bench::owning(&[start(P0, 5)]);
    bench.take(P0, 5..7);
    assert_eq!(bench.on(Fact::InRange(P0)), [Action::Seek(vec![(P0, Offset(7))])]);
    assert_eq!(bench.on(Fact::InRange(P1)), [], "not ours any more");
}

#[test]
fn an_empty_assignment_is_acknowledged_at_once() {
    let mut bench = Bench::new();
    assert_eq!(bench.on(Fact::Assigned(vec![])), [Action::Assign(vec![])]);
}

#[test]
fn windows_that_would_trip_the_breaker_are_not_committed() {
    let breaker = Breaker::new(0.5, 1, Duration::from_secs(60));
    let mut bench = Bench::owning(&[start(P0, 0)]);
    bench.machine.breaker = Some(breaker);
    bench.take(P0, 0..1);
    bench.on(Fact::Time);
    bench.after(100);
    let actions = bench.on(Fact::Mapped { window: 1, without: 0, events: 1, dead: 1 });
    assert!(matches!(&actions[..], [Action::Stop(_)]), "{actions:?}");
}
