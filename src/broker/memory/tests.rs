//! What the contract with Kafka does not cover: steps, time, and what only this broker can do.

use super::*;
use crate::broker::{ConsumerEvent, ErrorClass, Partition, Record};
use crate::clock::ManualClock;

fn clock() -> Arc<ManualClock> {
    Arc::default()
}

fn append(broker: &MemoryBroker, key: Option<&str>, value: &str) -> (i32, i64) {
    broker.append("t", None, key.map(str::as_bytes), Some(value.as_bytes()), &[], 1_000).unwrap()
}

fn texts(records: &[StoredRecord]) -> Vec<(i64, &str)> {
    records.iter().map(|record| (record.offset, std::str::from_utf8(record.value().unwrap()).unwrap())).collect()
}

fn producer(broker: &MemoryBroker) -> Box<dyn Producer> {
    let spec = ProducerSpec {
        transactional_id: "id".into(),
        topics: vec!["t".into()],
        sources: vec!["t".into()],
        transaction_timeout: Duration::from_secs(20),
    };
    broker.producer(&spec).unwrap()
}

fn consumer(broker: &MemoryBroker) -> Box<dyn Consumer> {
    let spec = ConsumerSpec {
        group: "g".into(),
        topics: vec!["t".into()],
        fetch_queue_bytes_max: 1_000,
        gather: Duration::ZERO,
        headers: true,
        instance: None,
    };
    broker.consumer(&spec).unwrap()
}

fn record(value: &str) -> Record<'_> {
    Record { topic: 0, partition: None, timestamp: 1, key: None, value: Some(value.as_bytes()), headers: &[] }
}

const FIRST: Partition = Partition { topic: 0, number: 0 };

#[test]
fn a_cursor_reads_on_where_it_stopped() {
    let broker = MemoryBroker::new(clock());
    broker.create_topic("t", 1).unwrap();
    let mut cursor = Cursor::default();
    append(&broker, None, "a");
    append(&broker, None, "b");
    let read = |cursor: &mut Cursor, max| broker.read("t", Isolation::ReadCommitted, cursor, max).unwrap();
    assert_eq!(texts(&read(&mut cursor, 1)), [(0, "a")]);
    assert_eq!(texts(&read(&mut cursor, 10)), [(1, "b")]);
    assert_eq!(texts(&read(&mut cursor, 10)), []);
    append(&broker, None, "c");
    append(&broker, None, "d");
    assert_eq!(broker.trim("t", 0, Offset(3)), Ok(Offset(3)));
    assert_eq!(texts(&read(&mut cursor, 10)), [(3, "d")]);
}

#[test]
fn records_without_a_key_take_turns() {
    let broker = MemoryBroker::new(clock());
    broker.create_topic("t", 3).unwrap();
    let mut partitions: Vec<_> = (0..6).map(|_| append(&broker, None, "x").0).collect();
    partitions.sort_unstable();
    assert_eq!(partitions, [0, 0, 1, 1, 2, 2]);
}

#[test]
fn a_compacted_topic_takes_no_record_without_a_key_and_keeps_the_last_of_each() {
    let broker = MemoryBroker::new(clock());
    let config = TopicConfig { compacted: true, ..TopicConfig::default() };
    broker.create_topic_with("t", 1, config).unwrap();
    let refused = broker.append("t", None, None, Some(b"x"), &[], 1).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::Missing, "INVALID_RECORD"));
    for (key, value) in [("a", "1"), ("b", "1"), ("a", "2")] {
        append(&broker, Some(key), value);
    }
    broker.compact("t").unwrap();
    let left = broker.read("t", Isolation::ReadCommitted, &mut Cursor::default(), 10).unwrap();
    assert_eq!(texts(&left), [(1, "1"), (2, "2")]);
}

#[test]
fn what_does_not_exist_or_does_exist_is_refused() {
    let broker = MemoryBroker::new(clock());
    broker.create_topic("t", 1).unwrap();
    assert_eq!(broker.create_topic("t", 1).unwrap_err().code, "TOPIC_ALREADY_EXISTS");
    assert_eq!(broker.create_topic("u", 0).unwrap_err().code, "_INVALID_ARG");
    assert_eq!(broker.topic_names(), ["t"]);
    for (topic, partition) in [("u", None), ("t", Some(1)), ("t", Some(-1))] {
        let error = broker.append(topic, partition, None, None, &[], 1).unwrap_err();
        assert_eq!((error.class, error.code.as_str()), (ErrorClass::Missing, "UNKNOWN_TOPIC_OR_PART"));
    }
}

/// As Kafka does it often, but not always: whoever goes on with the same producer has to expect it.
#[test]
fn after_a_refused_record_the_same_producer_fails_once_more() {
    let broker = MemoryBroker::new(clock());
    broker.create_topic_with("t", 1, TopicConfig { max_message_bytes: 1_000, ..TopicConfig::default() }).unwrap();
    let mut producer = producer(&broker);
    producer.init(Duration::ZERO).unwrap();
    let large = "x".repeat(1_000);
    for (value, code) in [(large.as_str(), "MSG_SIZE_TOO_LARGE"), ("fits", "_PURGE_QUEUE")] {
        producer.begin().unwrap();
        producer.produce(&record(value)).unwrap();
        assert_eq!(producer.flush(Duration::ZERO).unwrap_err().code, code);
        producer.abort(Duration::ZERO).unwrap();
    }
    producer.begin().unwrap();
    producer.produce(&record("fits")).unwrap();
    producer.flush(Duration::ZERO).unwrap();
}

#[test]
fn in_steps_a_commit_is_decided_before_it_is_seen() {
    let broker = MemoryBroker::in_steps(clock(), GroupTimeouts::default());
    broker.create_topic("t", 1).unwrap();
    let mut producer = producer(&broker);
    producer.init(Duration::ZERO).unwrap();
    producer.begin().unwrap();
    producer.produce(&record("a")).unwrap();
    producer.commit(Duration::ZERO).unwrap();
    let visible = || broker.read("t", Isolation::ReadCommitted, &mut Cursor::default(), 10).unwrap().len();
    assert_eq!((visible(), broker.steps().len()), (0, 1));

    producer.begin().unwrap();
    producer.produce(&record("b")).unwrap();
    let waits = producer.flush(Duration::ZERO).unwrap_err();
    assert_eq!((waits.class, waits.code.as_str()), (ErrorClass::Retriable, "_TIMED_OUT"));
    assert!(broker.run_step(0));
    assert_eq!(visible(), 1);
    producer.commit(Duration::ZERO).unwrap();
    assert!(broker.run_step(0));
    assert!(!broker.run_step(0));
    assert_eq!(visible(), 2);
}

#[test]
fn a_call_that_waits_goes_on_when_another_thread_takes_the_step() {
    let broker = MemoryBroker::in_steps(clock(), GroupTimeouts::default());
    broker.create_topic("t", 1).unwrap();
    let mut first = producer(&broker);
    first.init(Duration::ZERO).unwrap();
    first.begin().unwrap();
    first.produce(&record("a")).unwrap();
    first.flush(Duration::ZERO).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| producer(&broker).init(Duration::from_secs(30)));
        while !broker.run_step(0) {
            std::thread::yield_now();
        }
        assert_eq!(waiting.join().unwrap(), Ok(()));
    });
    assert_eq!(first.commit(Duration::ZERO).unwrap_err().class, ErrorClass::Fenced);
}

#[test]
fn a_member_that_does_not_poll_is_put_out_when_its_time_is_over() {
    let clock = clock();
    let broker = MemoryBroker::new(Arc::<ManualClock>::clone(&clock));
    broker.create_topic("t", 1).unwrap();
    let mut first = consumer(&broker);
    let assigned = vec![ConsumerEvent::Assigned(vec![FIRST])];
    assert_eq!(first.poll(Duration::ZERO, 0, &mut |_| true), assigned);
    first.assign(&[(FIRST, Offset(0))]).unwrap();

    clock.advance(Duration::from_secs(9));
    assert_eq!(first.poll(Duration::ZERO, 0, &mut |_| true), []);
    let mut second = consumer(&broker);
    assert_eq!(second.poll(Duration::ZERO, 0, &mut |_| true), [ConsumerEvent::Assigned(vec![])]);
    second.assign(&[]).unwrap();
    clock.advance(Duration::from_secs(9));
    assert_eq!(second.poll(Duration::ZERO, 0, &mut |_| true), []);
    clock.advance(Duration::from_secs(1));
    assert_eq!(second.poll(Duration::ZERO, 0, &mut |_| true), []);
    assert_eq!(second.poll(Duration::ZERO, 0, &mut |_| true), assigned);
    assert!(first.group().is_err());
}

#[test]
fn a_fetch_takes_turns_and_minds_its_bytes() {
    let broker = MemoryBroker::new(clock());
    broker.create_topic("t", 2).unwrap();
    let value = "x".repeat(600);
    for _ in 0..10 {
        append(&broker, None, &value);
    }
    let mut consumer = consumer(&broker);
    let both = [FIRST, Partition { number: 1, ..FIRST }];
    assert_eq!(consumer.poll(Duration::ZERO, 0, &mut |_| true), [ConsumerEvent::Assigned(both.to_vec())]);
    consumer.assign(&both.map(|partition| (partition, Offset(0)))).unwrap();
    let mut order = Vec::new();
    consumer.poll(Duration::ZERO, 100, &mut |message| {
        order.push(message.partition.number);
        true
    });
    assert_eq!(order, [0, 0, 1, 1, 0, 0, 1, 1, 0, 1]);
}
