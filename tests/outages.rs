//! Brokers that are slow or away, and topics that go, while a job runs: it waits, or it stops and says why.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::time::{Duration, Instant};

use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use support::case::Case;
use support::proxy::{END_TXN, Fault, Proxy};
use support::{eventually, free_port, get, test_env};

#[test]
fn a_topic_that_is_deleted_while_the_job_runs_stops_it_and_is_named() {
    std::thread::scope(|scope| {
        for role in ["even", "receipts", "dead"] {
            scope.spawn(move || {
                let case = Case::new("deleted");
                let topic = format!("{}-{role}", case.job);
                let dead = format!("{}-dead", case.job);
                case.kafka.create(&dead, 1);
                let dead = format!("dead_letters={{topic: {dead}}}");
                let mut job = case.directory.start("a", &["--set", &dead]);
                case.feed(0, 100);
                eventually("all is committed", || case.committed() == 100);
                case.kafka.delete(&topic);
                case.feed(100, 200);
                case.kafka.produce(&case.source, [("k", "no JSON")]);
                assert_eq!(job.end().code(), Some(2), "{role}: {}", job.log());
                let says = format!("topic {topic}: does not exist any more");
                let named = |line: &str| line.starts_with("error: ") && line.contains(&says);
                assert!(job.log().lines().any(named), "{role}: {}", job.log());
            });
        }
    });
}

#[test]
fn a_job_that_is_told_to_stop_while_its_brokers_are_silent_ends_and_loses_nothing() {
    let proxy = Proxy::new(&test_env("MUBATCH_TEST_BOOTSTRAP"));
    let case = Case::behind(&proxy, "silent");
    let job = case.start("a");
    case.feed(0, 500);
    eventually("all is committed", || case.committed() == 500);
    proxy.once(END_TXN, Fault::Gate);
    case.feed(500, 1_000);
    eventually("it is about to commit", || proxy.faults() == 1);
    proxy.silence_all(true);
    let asked = Instant::now();
    job.stop();
    // 15 s for what is under way, 5 s to leave the group, and what the clients' own threads need to end.
    assert!(asked.elapsed() < Duration::from_secs(45), "{:?}", asked.elapsed());
    proxy.heal();
    let job = case.start("a");
    eventually("all is committed", || case.committed() == 1_000);
    assert!(job.stop().success());
    case.holds(1_000);
}

#[test]
fn a_buffer_that_is_full_is_waited_for() {
    let case = Case::new("full");
    // Far less than a window's records.
    let job = case.directory.start("a", &["--set", "kafka.queue.buffering.max.messages=20", "--log-level", "debug"]);
    case.feed(0, 5_000);
    eventually("all is committed", || case.committed() == 5_000);
    let log = job.log();
    assert!(log.contains("_QUEUE_FULL"), "the buffer was never full: this shows nothing");
    assert!(!log.contains("transaction aborted") && !log.contains("recovering"), "{log}");
    assert!(job.stop().success());
    case.holds(5_000);
}

#[test]
fn a_slow_network_is_waited_for_in_bounded_memory() {
    let proxy = Proxy::new(&test_env("MUBATCH_TEST_BOOTSTRAP"));
    let (case, admin) = (Case::behind(&proxy, "slow"), free_port());
    let job = case.directory.start("a", &["--set", &format!("admin.listen=127.0.0.1:{admin}")]);
    case.feed(0, 500);
    eventually("all is committed", || case.committed() == 500);
    proxy.bytes_per_second(Some(200_000));
    case.feed(500, 60_000);
    eventually("it goes on slowly", || case.committed() > 1_000);
    let resident = metric(admin, "mubatch_process_resident_bytes").expect("a figure");
    assert!(resident < 400e6, "{resident} bytes");
    proxy.heal();
    eventually("all is committed", || case.committed() == 60_000);
    assert!(job.stop().success());
    case.holds(60_000);
}

/// The largest value of a metric.
fn metric(admin: u16, name: &str) -> Option<f64> {
    let (_, text) = get(admin, "/metrics")?;
    let values = text.lines().filter(|line| line.starts_with(name)).filter_map(|line| line.rsplit(' ').next());
    values.map(|value| value.parse().expect("a number")).reduce(f64::max)
}

#[test]
fn a_transaction_of_somebody_else_that_hangs_is_waited_for_and_shows_as_the_stable_offset_that_stands_still() {
    let (case, admin) = (Case::new("hanging"), free_port());
    let job = case.directory.start("a", &["--set", &format!("admin.listen=127.0.0.1:{admin}")]);
    case.feed(0, 400);
    eventually("all is committed", || case.committed() == 400);
    let mut config = case.kafka.config();
    config.set("transactional.id", format!("{}-other", case.job));
    let other: BaseProducer = config.create().expect("a producer");
    let timeout = Duration::from_secs(20);
    other.init_transactions(timeout).expect("ready");
    other.begin_transaction().expect("begun");
    for partition in 0..4 {
        other.send(BaseRecord::<str, str>::to(&case.source).partition(partition).payload("no JSON")).expect("room");
    }
    other.flush(timeout).expect("flushed");
    case.feed(400, 800);
    eventually("it shows", || metric(admin, "mubatch_stable_offset_stuck_seconds").is_some_and(|stuck| stuck > 0.0));
    assert_eq!(case.committed(), 400, "nothing is read past it");
    other.abort_transaction(timeout).expect("aborted");
    eventually("it goes on", || case.outputs().len() == 800);
    eventually("it shows no more", || metric(admin, "mubatch_stable_offset_stuck_seconds") == Some(0.0));
    assert!(job.stop().success());
}
