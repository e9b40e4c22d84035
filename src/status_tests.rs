use super::*;
use crate::clock::ManualClock;

fn status(workers: usize) -> (Arc<Status>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    (Status::new("demo", "abc123", workers, clock.clone(), Limits::new(Duration::from_secs(60))), clock)
}

fn partition(number: i32) -> PartitionStatus {
    PartitionStatus { topic: "tags".into(), partition: number, committed: Some(90), position: Some(95), end: Some(100) }
}

#[test]
fn a_worker_is_live_while_its_loop_moves_and_before_it_begins() {
    let (s, clock) = status(2);
    clock.advance(Duration::from_secs(100));
    assert_eq!(s.live(), Ok(()));
    s.workers().iter().for_each(|w| w.loop_moved());
    clock.advance(Duration::from_secs(30));
    assert_eq!(s.live(), Ok(()));
    s.workers()[0].loop_moved();
    clock.advance(Duration::from_secs(1));
    assert_eq!(s.live(), Err("worker 1: its loop has not moved for 31 s (limit 30 s)".into()));
    assert_eq!(s.ready(), s.live().map_err(|_| "worker 0: has not joined the consumer group yet".into()));
    s.workers()[1].loop_moved();
    assert_eq!(s.live(), Ok(()));
}

#[test]
fn ready_needs_an_assignment_even_an_empty_one_from_every_worker() {
    let (s, _) = status(2);
    s.workers()[0].assignment(vec![partition(0)]);
    assert_eq!(s.ready(), Err("worker 1: has not joined the consumer group yet".into()));
    s.workers()[1].assignment(vec![]);
    assert_eq!(s.ready(), Ok(()));
}

#[test]
fn a_worker_that_waits_or_stands_still_is_not_ready_and_says_why() {
    let (s, clock) = status(1);
    let w = &s.workers()[0];
    w.assignment(vec![]);
    w.waiting("broker", Some("broker 127.0.0.1:9092 is unreachable: refused".into()));
    assert_eq!(s.ready(), Err("worker 0: waiting: broker 127.0.0.1:9092 is unreachable: refused".into()));
    assert_eq!(s.live(), Ok(()));
    w.waiting("broker", None);
    w.loop_moved();
    assert_eq!(s.ready(), Ok(()));
    clock.advance(Duration::from_secs(31));
    assert!(s.ready().is_err_and(|why| why.contains("loop")));
}

#[test]
fn behind_means_pending_and_nothing_committed_within_the_limit() {
    let (s, clock) = status(1);
    let w = &s.workers()[0];
    let pass = |seconds| {
        clock.advance(Duration::from_secs(seconds));
        w.loop_moved();
    };
    w.assignment(vec![partition(0)]);
    // Idle for long: nothing to commit, so nothing is late.
    pass(1000);
    assert_eq!(s.ready(), Ok(()));
    w.pending_since(Some(clock.now()));
    pass(60);
    assert_eq!(s.ready(), Ok(()));
    pass(1);
    assert_eq!(s.ready(), Err("worker 0: has committed nothing for 61 s while events wait (limit 60 s)".into()));
    // Under load there is always something pending; a commit shows that it moves.
    w.committed(clock.now());
    assert_eq!(s.ready(), Ok(()));
    pass(61);
    assert!(s.ready().is_err());
    w.pending_since(None);
    assert_eq!(s.ready(), Ok(()));
}

#[test]
fn a_stopping_process_is_live_and_not_ready() {
    let (s, _) = status(1);
    s.workers()[0].assignment(vec![]);
    s.stopping();
    assert_eq!(s.ready(), Err("stopping".into()));
    assert_eq!(s.live(), Ok(()));
}

#[test]
fn json_shows_every_worker_with_its_windows_partitions_and_lag() {
    let (s, clock) = status(2);
    let w = &s.workers()[1];
    w.loop_moved();
    w.assignment(vec![partition(3), PartitionStatus { end: None, ..partition(4) }]);
    w.window(WindowStatus { open_events: 5, open_bytes: 700, mapping_events: Some(9), committing_events: None });
    w.committed(clock.now());
    clock.advance(Duration::from_millis(2500));
    let json = s.json();
    assert_eq!(json["job"], "demo");
    assert_eq!(json["job_version"], "abc123");
    assert_eq!(json["uptime_seconds"], 2);
    assert_eq!(json["not_live"], Value::Null);
    assert_eq!(json["not_ready"], "worker 0: has not joined the consumer group yet");
    assert_eq!(json["workers"][0]["joined"], false);
    let w = &json["workers"][1];
    assert_eq!(w["joined"], true);
    assert_eq!(w["last_commit_seconds_ago"], 2.5);
    assert_eq!(w["pending_seconds"], Value::Null);
    assert_eq!(
        w["window"],
        json!({"open_events": 5, "open_bytes": 700, "mapping_events": 9, "committing_events": null})
    );
    assert_eq!(
        w["partitions"][0],
        json!({"topic": "tags", "partition": 3, "committed": 90, "position": 95, "end": 100, "lag": 10})
    );
    assert_eq!(w["partitions"][1]["lag"], Value::Null);
}
