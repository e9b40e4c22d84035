//! Offsets that are not what one might think: gaps, markers, retention, topics that are made again.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use support::case::{Case, PARTITIONS};
use support::eventually;

const TIMEOUT: Duration = Duration::from_secs(20);

/// Feeds events in transactions of ten by turns to every partition; every third transaction is aborted.
fn feed_in_transactions(case: &Case, events: i64) -> BTreeSet<i64> {
    let mut config = case.kafka.config();
    config.set("transactional.id", format!("{}-feeder", case.job));
    let producer: BaseProducer = config.create().expect("a producer");
    producer.init_transactions(TIMEOUT).expect("ready");
    let mut counting = BTreeSet::new();
    for (number, first) in (0..events).step_by(10).enumerate() {
        producer.begin_transaction().expect("begun");
        for n in first..first + 10 {
            let (key, value) = (format!("k{n}"), format!(r#"{{"id": "e{n}", "k": "k{n}", "n": {n}}}"#));
            let partition = (n % i64::from(PARTITIONS)) as i32;
            let record = BaseRecord::to(&case.source).partition(partition).key(&key).payload(&value);
            producer.send(record).expect("room");
        }
        if number % 3 == 2 {
            producer.flush(TIMEOUT).expect("flushed");
            producer.abort_transaction(TIMEOUT).expect("aborted");
        } else {
            producer.commit_transaction(TIMEOUT).expect("committed");
            counting.extend(first..first + 10);
        }
    }
    counting
}

fn numbers(case: &Case) -> Vec<i64> {
    let mut numbers: Vec<_> = case.outputs().iter().map(|r| r.json()["n"].as_i64().expect("n")).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn input_from_transactions_counts_without_its_aborted_events_over_a_crash_and_the_removal_of_its_markers() {
    let case = Case::new("markers");
    let expected = feed_in_transactions(&case, 900);
    let ends: Vec<i64> = (0..PARTITIONS).map(|partition| case.kafka.end(&case.source, partition)).collect();
    let job = case.start("a");
    eventually("something is committed", || case.committed() > 0);
    job.kill();
    let job = case.start("a");
    // Behind the last event stand markers and aborted events only, and they are passed over as well.
    eventually("the ends are committed", || case.committed() == ends.iter().sum::<i64>());
    assert!(job.stop().success());
    // Retention empties the partitions: nothing that was not read is lost.
    for (partition, end) in (0..PARTITIONS).zip(&ends) {
        case.kafka.trim(&case.source, partition, *end);
    }
    let job = case.start("a");
    case.feed(900, 1_000);
    eventually("it goes on", || numbers(&case).len() == expected.len() + 100);
    assert!(job.stop().success());
    assert_eq!(numbers(&case), expected.into_iter().chain(900..1_000).collect::<Vec<_>>());
}

#[test]
fn events_that_retention_removed_unread_stop_the_job_which_says_where_and_what_to_do() {
    let case = Case::new("lost");
    let job = case.start("a");
    case.feed_partition(2, 0, 50);
    eventually("all is committed", || case.committed() == 50);
    assert!(job.stop().success());
    case.feed_partition(2, 50, 100);
    case.kafka.trim(&case.source, 2, 70);
    let mut job = case.start("a");
    assert_eq!(job.end().code(), Some(2), "{}", job.log());
    let says = format!(
        "partition 2 of topic {}: offset 50 is to be read next, and the topic begins at offset 70",
        case.source
    );
    assert!(job.log().contains(&says) && job.log().contains("--reset-offsets"), "{}", job.log());
    assert_eq!(numbers(&case), (0..50).collect::<Vec<_>>());
}

#[test]
fn a_source_that_is_deleted_or_was_made_again_shorter_stops_the_job() {
    let case = Case::new("again");
    let mut job = case.start("a");
    case.feed_partition(0, 0, 50);
    eventually("all is committed", || case.committed() == 50);
    case.kafka.delete(&case.source);
    assert_eq!(job.end().code(), Some(2), "{}", job.log());
    assert!(job.log().lines().any(|line| line.starts_with("error: ") && line.contains(&case.source)), "{}", job.log());
    // Deleted topics take their group's offsets with them; a cluster that is restored from elsewhere does not.
    case.kafka.create(&case.source, PARTITIONS);
    case.feed_partition(0, 50, 60);
    case.kafka.commit(&case.job, &case.source, 0, 50);
    let mut job = case.start("a");
    assert_eq!(job.end().code(), Some(2), "{}", job.log());
    let says = "offset 50 is to be read next, and the topic ends at offset 10: it was made again, or its log was cut";
    assert!(job.log().contains(says), "{}", job.log());
}
