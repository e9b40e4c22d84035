//! The promise, on a real Kafka: whatever happens to the process, a window counts once or not at all.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use support::case::{Case, has_partitions};
use support::eventually;

#[test]
fn outputs_receipts_and_offsets_of_a_window_become_visible_together() {
    let case = Case::new("atomic");
    let (stop, looks) = (AtomicBool::new(false), AtomicU32::new(0));
    let fed = std::thread::scope(|scope| {
        // Reads while the job runs. Whatever is visible first must not be ahead of what is read after it: offsets, then
        // receipts, then outputs, each of which has to have caught up with the one before.
        let watcher = scope.spawn(|| {
            let mut receipts = case.kafka.reader(&case.receipts);
            let mut even = case.kafka.reader(&case.even);
            let mut odd = case.kafka.reader(&case.odd);
            let mut before = 0;
            while !stop.load(Ordering::Acquire) {
                let committed = case.committed();
                receipts.catch_up();
                let receipted: i64 = receipts.records.iter().map(|r| r.json()["events"].as_i64().expect("n")).sum();
                even.catch_up();
                odd.catch_up();
                let produced = (even.records.len() + odd.records.len()) as i64;
                assert!(committed <= receipted, "{committed} offsets are committed, {receipted} events have receipts");
                assert!(receipted <= produced, "{receipted} events have receipts, {produced} records are visible");
                looks.fetch_add(u32::from(committed > before), Ordering::AcqRel);
                before = committed;
            }
        });
        let job = case.start("a");
        let mut fed = 0;
        // Fed until the watcher has seen the job at work a few times.
        eventually("the watcher has looked", || {
            case.feed(fed, fed + 500);
            fed += 500;
            looks.load(Ordering::Acquire) >= 5 || watcher.is_finished()
        });
        eventually("all is committed", || case.committed() == fed);
        stop.store(true, Ordering::Release);
        watcher.join().expect("the watcher agrees");
        assert!(job.stop().success());
        fed
    });
    case.holds(fed);
}

#[test]
fn killed_again_and_again_in_the_middle_of_a_backlog_every_event_counts_once() {
    const EVENTS: i64 = 40_000;
    // A transaction for every 100 events: however fast, a job is in the middle for a second.
    let small: &[&str] = &["--set", "window.events=100"];
    let case = Case::new("kill");
    case.feed(0, EVENTS);
    let mut before = 0;
    for _ in 0..3 {
        let job = case.directory.start("a", small);
        eventually("the job goes on", || case.committed() > before);
        job.kill();
        before = case.committed();
        assert!(before < EVENTS, "killed too late to tell");
    }
    let job = case.start("a");
    eventually("all is committed", || case.committed() == EVENTS);
    assert!(job.stop().success());
    case.holds(EVENTS);
}

#[test]
fn one_process_leaves_and_another_joins_under_load_and_every_event_counts_once_in_order() {
    const PART: i64 = 6_000;
    let case = Case::new("share");
    let stop = AtomicBool::new(false);
    let fed = std::thread::scope(|scope| {
        let feeder = scope.spawn(|| {
            let mut fed = 0;
            while !stop.load(Ordering::Acquire) {
                case.feed(fed, fed + PART / 20);
                fed += PART / 20;
                std::thread::sleep(Duration::from_millis(20));
            }
            fed
        });
        let first = case.start("a");
        let second = case.start("b");
        eventually("both work", || case.committed() > PART && has_partitions(&first) && has_partitions(&second));
        assert!(second.stop().success());
        let alone = case.committed();
        eventually("the first has taken over", || case.committed() > alone + PART);
        let third = case.start("c");
        eventually("the third works", || has_partitions(&third));
        let shared = case.committed();
        eventually("they go on", || case.committed() > shared + PART);
        stop.store(true, Ordering::Release);
        let fed = feeder.join().expect("fed");
        eventually("all is committed", || case.committed() == fed);
        assert!(first.stop().success());
        assert!(third.stop().success());
        fed
    });
    case.holds(fed);
}

#[test]
fn two_workers_in_one_process_share_the_partitions() {
    const EVENTS: i64 = 10_000;
    let case = Case::new("workers");
    case.feed(0, EVENTS);
    let job = case.directory.start("a", &["--set", "workers=2"]);
    eventually("all is committed", || case.committed() == EVENTS);
    assert!(job.stop().success());
    case.holds(EVENTS);
}

#[test]
fn under_the_new_and_the_eager_group_protocol_a_process_leaves_and_every_event_counts_once() {
    const EVENTS: i64 = 10_000;
    let consumer: &[&str] = &["--set", "kafka.group.protocol=consumer", "--set", "kafka.session.timeout.ms=null"];
    let eager: &[&str] = &["--set", "kafka.partition.assignment.strategy=range"];
    for protocol in [consumer, eager] {
        let case = Case::new("protocol");
        case.feed(0, EVENTS);
        let first = case.directory.start("a", protocol);
        let second = case.directory.start("b", protocol);
        eventually("both work", || has_partitions(&first) && has_partitions(&second));
        assert!(second.stop().success());
        case.feed(EVENTS, 2 * EVENTS);
        eventually("all is committed", || case.committed() == 2 * EVENTS);
        assert!(first.stop().success());
        case.holds(2 * EVENTS);
    }
}

#[test]
fn a_start_at_the_end_is_kept_over_a_crash_before_the_first_event() {
    let case = Case::new("latest");
    case.feed(0, 1_000);
    let args = ["--set", "source.start=latest"];
    let job = case.directory.start("a", &args);
    // What was there is passed over, and that is committed although no event was read.
    eventually("the start is committed", || case.committed() == 1_000);
    job.kill();
    case.feed(1_000, 2_000);
    let job = case.directory.start("a", &args);
    eventually("all is committed", || case.committed() == 2_000);
    assert!(job.stop().success());
    let seen: BTreeSet<i64> = case.outputs().iter().map(|r| r.json()["n"].as_i64().expect("n")).collect();
    assert_eq!(seen, (1_000..2_000).collect());
}

/// Longer than any test waits: only the group instance id brings the partitions back before it is over.
const STATIC_MEMBER: [&str; 6] = [
    "--set",
    "kafka.session.timeout.ms=120000",
    "--set",
    "kafka.max.poll.interval.ms=120000",
    "--set",
    "kafka.group.instance.id=replica-7",
];

#[test]
fn a_static_member_that_was_killed_takes_its_partitions_up_again_without_waiting_for_its_session_to_end() {
    let case = Case::new("static");
    case.feed(0, 1_000);
    let job = case.directory.start("a", &STATIC_MEMBER);
    eventually("the job has begun", || case.committed() > 0);
    job.kill();
    case.feed(1_000, 2_000);
    let job = case.directory.start("a", &STATIC_MEMBER);
    eventually("all is committed", || case.committed() == 2_000);
    assert!(job.stop().success());
    case.holds(2_000);
}

#[test]
fn of_two_replicas_with_one_group_instance_id_the_older_ends_and_says_why() {
    let case = Case::new("twins");
    case.feed(0, 1_000);
    let mut first = case.directory.start("a", &STATIC_MEMBER);
    eventually("the job has begun", || case.committed() > 0);
    let second = case.directory.start("b", &STATIC_MEMBER);
    assert_eq!(first.end().code(), Some(1));
    assert!(
        first.log().contains("has the same group.instance.id: give each replica one of its own"),
        "{}",
        first.log()
    );
    case.feed(1_000, 2_000);
    eventually("all is committed", || case.committed() == 2_000);
    assert!(second.stop().success());
    case.holds(2_000);
}
