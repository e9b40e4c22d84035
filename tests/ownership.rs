//! Partitions that come and go on a real Kafka: whoever owns them, every event counts once.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use support::case::{Case, has_partitions};
use support::eventually;

/// Feeds for as long as `act` takes: how many events there were.
fn under_load(case: &Case, act: impl FnOnce()) -> i64 {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let feeder = scope.spawn(|| {
            let mut fed = 0;
            while !stop.load(Ordering::Acquire) {
                case.feed(fed, fed + 300);
                fed += 300;
                std::thread::sleep(Duration::from_millis(20));
            }
            fed
        });
        act();
        stop.store(true, Ordering::Release);
        feeder.join().expect("fed")
    })
}

#[test]
fn a_process_that_stood_still_past_its_session_loses_its_partitions_and_commits_nothing_of_them() {
    let case = Case::new("asleep");
    let (first, second) = (case.start("a"), case.start("b"));
    let fed = under_load(&case, || {
        eventually("both work", || case.committed() > 3_000 && has_partitions(&first) && has_partitions(&second));
        first.signal("STOP");
        let before = second.log().matches("partition starts").count();
        eventually("the other has taken over", || second.log().matches("partition starts").count() > before);
        first.signal("CONT");
        first.says("lost: we were away for longer than the session timeout");
    });
    eventually("all is committed", || case.committed() == fed);
    assert!(first.stop().success());
    assert!(second.stop().success());
    case.holds(fed);
}

#[test]
fn processes_that_come_and_go_quickly_cost_no_event() {
    let case = Case::new("quick");
    let first = case.start("a");
    let fed = under_load(&case, || {
        eventually("it works", || case.committed() > 1_000);
        for _ in 0..3 {
            let (second, third) = (case.start("b"), case.start("c"));
            eventually("one of them has joined", || has_partitions(&second) || has_partitions(&third));
            assert!(second.stop().success());
            assert!(third.stop().success());
        }
    });
    eventually("all is committed", || case.committed() == fed);
    assert!(first.stop().success());
    case.holds(fed);
}

#[test]
fn two_processes_of_one_host_share_an_instance_without_meeting() {
    let case = Case::new("slots");
    let (first, second) = (case.start("a"), case.start("a"));
    case.feed(0, 2_000);
    eventually("both work", || has_partitions(&first) && has_partitions(&second));
    case.feed(2_000, 4_000);
    eventually("all is committed", || case.committed() == 4_000);
    for process in [first, second] {
        assert!(!process.log().contains("recovering"), "{}", process.log());
        assert!(process.stop().success());
    }
    case.holds(4_000);
}

#[test]
fn partitions_that_appear_while_the_job_runs_are_read_from_their_beginning() {
    for start in ["earliest", "latest"] {
        let mut case = Case::new("growth");
        let start = format!("source.start={start}");
        let often = "kafka.topic.metadata.refresh.interval.ms=500";
        let job = case.directory.start("a", &["--set", &start, "--set", often]);
        eventually("it has its partitions", || job.log().matches("partition starts").count() == 4);
        for partition in 0..4 {
            case.feed_partition(partition, i64::from(partition) * 100, i64::from(partition + 1) * 100);
        }
        case.kafka.grow(&case.source, 6);
        case.partitions = 6;
        // Before the job knows of them.
        eventually("they are there", || case.kafka.partitions(&case.source) == 6);
        case.feed_partition(4, 400, 500);
        case.feed_partition(5, 500, 600);
        eventually("all is committed", || case.committed() == 600);
        assert!(job.stop().success());
        case.holds(600);
    }
}
