//! Transactions: what becomes visible, who is fenced, what is refused.

use std::time::Duration;

use mubatch::broker::{ErrorClass, Offset, Record};

use super::actors::{Got, Member, begun, partition, producer, producer_with_timeout, record, write};
use super::{Fixture, Plain, QUIET, TIMEOUT, for_a_while};

pub fn a_commit_shows_records_and_offsets(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let mut member = Member::alone(cx, &topic, 2);
    let metadata = member.metadata();
    let mut producer = begun(cx, &topic);
    producer.produce(&record(0, "a")).unwrap();
    producer.produce(&record(1, "b")).unwrap();
    producer.flush(TIMEOUT).unwrap();
    producer.send_offsets(&[(partition(0), Offset(5)), (partition(1), Offset(6))], &metadata, TIMEOUT).unwrap();
    for_a_while(QUIET, || member.go_on());
    assert_eq!(member.got, []);

    producer.commit(TIMEOUT).unwrap();
    let mut texts = member.read_texts(2);
    texts.sort();
    assert_eq!(texts, ["a", "b"]);
    let committed = cx.broker().committed(&metadata.group, &[(topic.clone(), 0), (topic, 1)], TIMEOUT);
    assert_eq!(committed, Ok(vec![Some(Offset(5)), Some(Offset(6))]));
}

pub fn an_abort_shows_neither_records_nor_offsets(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let metadata = member.metadata();
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["a"]);
    producer.send_offsets(&[(partition(0), Offset(5))], &metadata, TIMEOUT).unwrap();
    producer.abort(TIMEOUT).unwrap();

    cx.append(&topic, &Plain::value(0, "behind"));
    assert_eq!(member.read_texts(1), ["behind"]);
    assert_eq!(cx.broker().committed(&metadata.group, &[(topic, 0)], TIMEOUT), Ok(vec![None]));
}

pub fn a_reader_stops_at_an_open_transaction(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    cx.append(&topic, &Plain::value(0, "before"));
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["inside"]);
    cx.append(&topic, &Plain::value(0, "behind"));
    assert_eq!(member.read_texts(1), ["before"]);
    for_a_while(QUIET, || member.go_on());
    assert_eq!(member.got, []);
    producer.commit(TIMEOUT).unwrap();
    assert_eq!(member.read_texts(2), ["inside", "behind"]);
}

pub fn offsets_jump_over_the_end_of_a_transaction(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["a", "b"]);
    producer.commit(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["aborted"]);
    producer.abort(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["c"]);
    producer.commit(TIMEOUT).unwrap();
    let got = Member::alone(cx, &topic, 1).read(3);
    let places: Vec<_> = got.iter().map(|message| (message.text(), message.offset)).collect();
    assert_eq!(places, [("a".to_owned(), 0), ("b".to_owned(), 1), ("c".to_owned(), 5)]);
}

pub fn a_second_producer_fences_the_first(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let id = cx.name("transactional-id");
    let mut first = producer(cx.broker(), &id, &topic);
    first.init(TIMEOUT).unwrap();
    let mut second = producer(cx.broker(), &id, &topic);
    second.init(TIMEOUT).unwrap();

    first.begin().unwrap();
    first.produce(&record(0, "too late")).unwrap();
    let fenced = first.flush(TIMEOUT).unwrap_err();
    assert_eq!(fenced.class, ErrorClass::Fenced);
    assert!(matches!(first.abort(TIMEOUT).unwrap_err().class, ErrorClass::Fenced | ErrorClass::Fatal));

    second.begin().unwrap();
    write(&mut *second, &["mine"]);
    second.commit(TIMEOUT).unwrap();
    assert_eq!(Member::alone(cx, &topic, 1).read_texts(1), ["mine"]);
}

pub fn a_new_producer_aborts_what_its_predecessor_left_open(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let id = cx.name("transactional-id");
    let mut first = producer(cx.broker(), &id, &topic);
    first.init(TIMEOUT).unwrap();
    first.begin().unwrap();
    write(&mut *first, &["left open"]);
    let mut second = producer(cx.broker(), &id, &topic);
    second.init(TIMEOUT).unwrap();
    cx.append(&topic, &Plain::value(0, "behind"));
    assert_eq!(Member::alone(cx, &topic, 1).read_texts(1), ["behind"]);
    assert_eq!(first.commit(TIMEOUT).unwrap_err().class, ErrorClass::Fenced);
}

pub fn a_transaction_that_stays_open_too_long_is_aborted_and_its_producer_fenced(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let id = cx.name("transactional-id");
    let mut producer = producer_with_timeout(cx.broker(), &id, &topic, Duration::from_secs(1));
    producer.init(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["left open"]);
    cx.append(&topic, &Plain::value(0, "behind"));
    assert_eq!(member.read_texts(1), ["behind"]);
    assert_eq!(producer.commit(TIMEOUT).unwrap_err().class, ErrorClass::Fenced);
}

pub fn committed_offsets_wait_for_an_open_transaction(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let mut member = Member::alone(cx, &topic, 2);
    let metadata = member.metadata();
    let group = metadata.group.clone();
    let mut producer = begun(cx, &topic);
    producer.send_offsets(&[(partition(0), Offset(5))], &metadata, TIMEOUT).unwrap();

    let waits = cx.broker().committed(&group, &[(topic.clone(), 0)], Duration::from_secs(1)).unwrap_err();
    assert_eq!((waits.class, waits.code.as_str()), (ErrorClass::Retriable, "_TIMED_OUT"));
    assert_eq!(cx.broker().committed(&group, &[(topic.clone(), 1)], TIMEOUT), Ok(vec![None]));

    std::thread::scope(|scope| {
        let broker = cx.broker();
        let waiting = scope.spawn(|| broker.committed(&group, &[(topic.clone(), 0)], TIMEOUT));
        producer.commit(TIMEOUT).unwrap();
        assert_eq!(waiting.join().unwrap(), Ok(vec![Some(Offset(5))]));
    });
}

pub fn an_empty_transaction_commits(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut producer = begun(cx, &topic);
    producer.flush(TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    producer.begin().unwrap();
    producer.abort(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["a"]);
    producer.commit(TIMEOUT).unwrap();
    let got = Member::alone(cx, &topic, 1).read(1);
    assert_eq!(got[0].offset, 0);
}

pub fn a_transaction_may_have_offsets_only(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let metadata = member.metadata();
    let mut producer = begun(cx, &topic);
    for offset in [Offset(1), Offset(2)] {
        producer.send_offsets(&[(partition(0), offset)], &metadata, TIMEOUT).unwrap();
        producer.commit(TIMEOUT).unwrap();
        let committed = cx.broker().committed(&metadata.group, &[(topic.clone(), 0)], TIMEOUT);
        assert_eq!(committed, Ok(vec![Some(offset)]));
        producer.begin().unwrap();
    }
    let marks = cx.broker().watermarks(&topic, 0, TIMEOUT).unwrap();
    assert_eq!(marks.end, Offset(0));
}

pub fn a_producer_goes_on_after_an_abort(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut producer = begun(cx, &topic);
    producer.produce(&record(0, "not flushed")).unwrap();
    producer.abort(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["kept"]);
    producer.commit(TIMEOUT).unwrap();
    assert_eq!(Member::alone(cx, &topic, 1).read_texts(1), ["kept"]);
}

/// A record that is larger than the topic takes.
static TOO_LARGE: [u8; 20_000] = [b'x'; 20_000];

pub fn a_record_above_the_limit_is_too_large_and_the_transaction_can_be_aborted(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, Some(10_000));
    let id = cx.name("transactional-id");
    let mut first = producer(cx.broker(), &id, &topic);
    first.init(TIMEOUT).unwrap();
    first.begin().unwrap();
    let large = Record { value: Some(&TOO_LARGE), ..record(0, "") };
    let refused = first.produce(&large).and_then(|()| first.flush(TIMEOUT)).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::TooLarge, "MSG_SIZE_TOO_LARGE"));
    first.abort(TIMEOUT).unwrap();
    let mut second = producer(cx.broker(), &id, &topic);
    second.init(TIMEOUT).unwrap();
    second.begin().unwrap();
    write(&mut *second, &["fits"]);
    second.commit(TIMEOUT).unwrap();
    assert_eq!(Member::alone(cx, &topic, 1).read_texts(1), ["fits"]);
}

pub fn after_a_failed_delivery_a_commit_is_refused_before_it_is_sent(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, Some(10_000));
    let mut producer = begun(cx, &topic);
    let large = Record { value: Some(&TOO_LARGE), ..record(0, "") };
    producer.produce(&large).and_then(|()| producer.flush(TIMEOUT)).unwrap_err();
    let refused = producer.commit(TIMEOUT).unwrap_err();
    assert_eq!((refused.class, refused.code.as_str()), (ErrorClass::Abortable, "_INCONSISTENT"));
    producer.abort(TIMEOUT).unwrap();
}

pub fn a_key_has_the_partition_that_java_clients_give_it(cx: &dyn Fixture) {
    /// Keys and their murmur2 hashes, from the tests of Kafka's Java client.
    const KEYS: [(&str, i32); 5] = [
        ("21", -973932308),
        ("foobar", -790332482),
        ("a-little-bit-long-string", -985981536),
        ("a-little-bit-longer-string", -1486304829),
        ("abc", 479470107),
    ];
    let topic = cx.create_topic(7, None);
    let mut producer = begun(cx, &topic);
    for (key, _) in KEYS {
        producer.produce(&Record { partition: None, key: Some(key.as_bytes()), ..record(0, "") }).unwrap();
    }
    producer.flush(TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let mut member = Member::alone(cx, &topic, 7);
    let got = member.read(KEYS.len());
    for (key, hash) in KEYS {
        let expected = (hash & 0x7fff_ffff) % 7;
        let of_key = |message: &&Got| message.key.as_deref() == Some(key.as_bytes());
        assert_eq!(got.iter().find(of_key).map(|message| message.partition.number), Some(expected), "{key}");
        let plain = Plain { key: Some(key.as_bytes()), timestamp: 1_000, ..Plain::default() };
        assert_eq!(cx.append(&topic, &plain).0, expected, "{key}");
    }
}

pub fn a_fixed_partition_goes_before_the_key(cx: &dyn Fixture) {
    let topic = cx.create_topic(3, None);
    let mut producer = begun(cx, &topic);
    for number in 0..3 {
        producer.produce(&Record { key: Some(b"same"), ..record(number, "v") }).unwrap();
    }
    producer.flush(TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let mut member = Member::alone(cx, &topic, 3);
    let mut numbers: Vec<_> = member.read(3).iter().map(|message| message.partition.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2]);
}

pub fn a_producer_whose_requests_were_all_answered_has_no_strays(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let metadata = member.metadata();
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["a"]);
    producer.send_offsets(&[(partition(0), Offset(1))], &metadata, TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    assert!(!producer.has_strays(), "after a commit");
    member.close();
    producer.begin().unwrap();
    write(&mut *producer, &["b"]);
    producer.send_offsets(&[(partition(0), Offset(2))], &metadata, TIMEOUT).unwrap_err();
    assert!(!producer.has_strays(), "a refusal is an answer");
    producer.abort(TIMEOUT).unwrap();
    assert!(!producer.has_strays(), "after an abort");
}
