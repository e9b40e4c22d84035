//! Messages: what they look like, how many come, and from where.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use mubatch::broker::{ConsumerEvent, ConsumerSpec, Header, Offset, Partition, Record};
use mubatch::clock::SystemClock;

use super::actors::{Got, Member, begun, partition, partitions, spec, write};
use super::{Fixture, Plain, QUIET, TIMEOUT, eventually, for_a_while};

/// A topic of one partition with numbered messages.
fn numbered(cx: &dyn Fixture, count: usize) -> String {
    let topic = cx.create_topic(1, None);
    for number in 0..count {
        cx.append(&topic, &Plain::value(0, &number.to_string()));
    }
    topic
}

fn offsets(got: &[Got]) -> Vec<i64> {
    got.iter().map(|message| message.offset).collect()
}

pub fn messages_come_in_order_as_they_were_written(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let headers = [
        Header { name: b"a", value: Some(b"1") },
        Header { name: b"b", value: None },
        Header { name: b"a", value: Some(b"") },
    ];
    let plain = |number: i64| Plain {
        partition: Some((number % 2) as i32),
        key: Some(b"key"),
        value: Some(b"value"),
        headers: &headers,
        timestamp: 1_000 + number,
    };
    let written: Vec<_> = (0..6).map(|number| cx.append(&topic, &plain(number))).collect();
    assert_eq!(written, [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]);

    let got = Member::alone(cx, &topic, 2).read(6);
    for number in 0..2 {
        let of_partition: Vec<_> = got.iter().filter(|m| m.partition == partition(number)).collect();
        let places: Vec<_> = of_partition.iter().map(|m| (m.offset, m.timestamp)).collect();
        assert_eq!(places, [0, 1, 2].map(|offset| (offset, 1_000 + 2 * offset + i64::from(number))));
    }
    for message in got {
        assert_eq!((message.key, message.value), (Some(b"key".to_vec()), Some(b"value".to_vec())));
        let copies = headers.map(|h| (h.name.to_vec(), h.value.map(<[u8]>::to_vec)));
        assert_eq!(message.headers, copies);
    }
}

pub fn null_and_empty_keys_and_values_stay_apart(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let parts: [Option<&[u8]>; 3] = [None, Some(b""), Some(b"x")];
    let mut producer = begun(cx, &topic);
    for key in parts {
        for value in parts {
            producer
                .produce(&Record { topic: 0, partition: Some(0), timestamp: 1_000, key, value, headers: &[] })
                .unwrap();
        }
    }
    producer.flush(TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let got = Member::alone(cx, &topic, 1).read(9);
    let pairs: Vec<_> = got.iter().map(|m| (m.key.as_deref(), m.value.as_deref())).collect();
    let all: Vec<_> = parts.iter().flat_map(|&key| parts.map(|value| (key, value))).collect();
    assert_eq!(pairs, all);
}

pub fn a_header_name_need_not_be_text(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let headers = [Header { name: b"\xff\xfe", value: Some(b"\x00\xff") }, Header { name: b"plain", value: None }];
    let mut producer = begun(cx, &topic);
    let record =
        Record { topic: 0, partition: Some(0), timestamp: 1_000, key: None, value: Some(b"v"), headers: &headers };
    producer.produce(&record).unwrap();
    producer.flush(TIMEOUT).unwrap();
    producer.commit(TIMEOUT).unwrap();
    let got = Member::alone(cx, &topic, 1).read(1);
    assert_eq!(got[0].headers, headers.map(|h| (h.name.to_vec(), h.value.map(<[u8]>::to_vec))));
}

pub fn headers_come_only_where_they_are_wanted(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let headers = [Header { name: b"a", value: Some(b"1") }];
    cx.append(&topic, &Plain { headers: &headers, ..Plain::value(0, "v") });
    for wanted in [true, false] {
        let spec = ConsumerSpec { headers: wanted, ..spec(&cx.name("group"), &topic) };
        let mut member = Member::subscribe_as(cx.broker(), &spec);
        eventually("the message is read", || {
            member.go_on();
            !member.got.is_empty()
        });
        assert_eq!((member.got[0].text().as_str(), member.got[0].headers.len()), ("v", usize::from(wanted)));
    }
}

pub fn a_refused_message_comes_again_first(cx: &dyn Fixture) {
    let topic = numbered(cx, 6);
    let mut member = Member::alone_waiting(cx, &topic);
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    eventually("every message is taken", || {
        let mut wants = 2;
        member.consumer.poll(Duration::from_millis(50), 100, &mut |message| {
            let wanted = wants > 0;
            wants -= 1;
            if wanted { &mut taken } else { &mut refused }.push(message.offset);
            wanted
        });
        taken.len() >= 6
    });
    assert_eq!(taken, [0, 1, 2, 3, 4, 5]);
    assert!(refused.contains(&2) || refused.contains(&1), "one poll was offered more than it wanted: {refused:?}");
}

pub fn a_poll_hands_out_at_most_max(cx: &dyn Fixture) {
    let topic = numbered(cx, 10);
    let mut member = Member::alone_waiting(cx, &topic);
    let mut got = Vec::new();
    eventually("every message is taken", || {
        let before = got.len();
        member.consumer.poll(Duration::from_millis(50), 3, &mut |message| {
            got.push(message.offset);
            true
        });
        assert!(got.len() - before <= 3);
        got.len() >= 10
    });
    assert_eq!(got, (0..10).collect::<Vec<_>>());
}

pub fn a_max_of_zero_gives_events_only(cx: &dyn Fixture) {
    let topic = numbered(cx, 3);
    let mut member = Member::subscribe(cx.broker(), &cx.name("group"), &topic);
    eventually("the assignment comes all the same", || {
        let events = member.consumer.poll(Duration::from_millis(50), 0, &mut |_| panic!("no message is wanted"));
        member.unacknowledged.extend(events);
        member.assigned() == partitions([0])
    });
    member.acknowledge();
    for_a_while(QUIET, || {
        let wait = Duration::from_millis(50);
        let events = member.consumer.poll(wait, 0, &mut |_| panic!("no message is wanted"));
        assert_eq!(events, []);
    });
    assert_eq!(member.read_texts(3), ["0", "1", "2"]);
}

/// How long a poll takes that waits for up to a minute.
fn long_poll(member: &mut Member) -> Duration {
    let clock = SystemClock::shared();
    let start = clock.now();
    member.consumer.poll(2 * TIMEOUT, 10, &mut |_| true);
    clock.now().since(start)
}

pub fn a_waker_ends_a_waiting_poll(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    let wake = member.consumer.waker();
    let (finished, is_finished) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        // Again and again: the first may come before the poll has begun to wait.
        scope.spawn(move || {
            while is_finished.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
                wake();
            }
        });
        for _ in 0..3 {
            assert!(long_poll(&mut member) < TIMEOUT);
        }
        drop(finished);
    });
}

pub fn a_waker_ends_the_next_poll_if_none_is_waiting(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut member = Member::alone(cx, &topic, 1);
    for_a_while(QUIET, || member.go_on());
    let wake = member.consumer.waker();
    wake();
    assert!(long_poll(&mut member) < TIMEOUT);
}

pub fn reading_begins_at_the_offset_that_was_assigned(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    for number in 0..2 {
        for text in ["0", "1", "2", "3"] {
            cx.append(&topic, &Plain::value(number, text));
        }
    }
    let mut member = Member::subscribe(cx.broker(), &cx.name("group"), &topic);
    let from = BTreeMap::from([(partition(0), Offset(3)), (partition(1), Offset(1))]);
    eventually("both are assigned", || {
        member.poll();
        member.acknowledge_from(&from);
        member.owned == partitions(0..2)
    });
    let got = member.read(4);
    let of = |number| offsets(&got.iter().filter(|m| m.partition == partition(number)).cloned().collect::<Vec<_>>());
    assert_eq!((of(0), of(1)), (vec![3], vec![1, 2, 3]));
}

pub fn after_a_seek_nothing_of_before_comes(cx: &dyn Fixture) {
    let topic = numbered(cx, 100);
    let mut member = Member::alone_waiting(cx, &topic);
    // Each time most of the messages stay with the client: the next seek has to drop them.
    for to in [90, 5, 50, 0, 60] {
        member.consumer.seek(&[(partition(0), Offset(to))]).unwrap();
        let mut got = Vec::new();
        eventually("the messages from there on come", || {
            let room = 5 - got.len();
            member.consumer.poll(Duration::from_millis(50), room, &mut |message| {
                got.push(message.offset);
                true
            });
            got.len() == 5
        });
        assert_eq!(got, (to..to + 5).collect::<Vec<_>>());
    }
}

pub fn a_seek_names_the_partition_that_is_not_ours_and_moves_the_others(cx: &dyn Fixture) {
    let topic = numbered(cx, 4);
    let mut member = Member::alone(cx, &topic, 1);
    member.read(4);
    let not_ours = Partition { topic: 0, number: 5 };
    let error = member.consumer.seek(&[(not_ours, Offset(0)), (partition(0), Offset(2))]).unwrap_err();
    assert!(error.to_string().contains("partition 5"), "{error}");
    assert_eq!(offsets(&member.read(2)), [2, 3]);
}

pub fn a_paused_partition_stands_still_and_others_go_on(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let mut member = Member::alone(cx, &topic, 2);
    member.consumer.pause(&[partition(0)]).unwrap();
    for number in 0..2 {
        cx.append(&topic, &Plain::value(number, "x"));
    }
    let got = member.read(1);
    assert_eq!(got[0].partition, partition(1));
    for_a_while(QUIET, || member.go_on());
    assert_eq!(member.got, []);
    member.consumer.resume(&[partition(0)]).unwrap();
    let got = member.read(1);
    assert_eq!((got[0].partition, got[0].offset), (partition(0), 0));
}

pub fn an_offset_behind_the_end_is_out_of_range_until_a_seek(cx: &dyn Fixture) {
    let topic = numbered(cx, 3);
    let mut member = Member::alone(cx, &topic, 1);
    member.read(3);
    member.consumer.seek(&[(partition(0), Offset(1_000))]).unwrap();
    eventually("it is reported", || {
        member.go_on();
        member.others.contains(&ConsumerEvent::OutOfRange(partition(0)))
    });
    for_a_while(QUIET, || member.go_on());
    assert_eq!(member.got, []);
    member.consumer.seek(&[(partition(0), Offset(1))]).unwrap();
    assert_eq!(offsets(&member.read(2)), [1, 2]);
}

pub fn the_end_of_a_partition_is_known_after_reading(cx: &dyn Fixture) {
    let topic = numbered(cx, 3);
    let mut member = Member::alone(cx, &topic, 1);
    member.read(3);
    eventually("the end is known", || {
        member.go_on();
        member.consumer.end(partition(0)) == Some(Offset(3))
    });
}

pub fn how_far_a_partition_was_read_goes_past_the_end_of_transactions_and_not_past_a_refused_message(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["a", "b"]);
    producer.commit(TIMEOUT).unwrap();
    producer.begin().unwrap();
    write(&mut *producer, &["aborted"]);
    producer.abort(TIMEOUT).unwrap();

    let mut member = Member::alone_waiting(cx, &topic);
    let mut refused = false;
    eventually("the second message is refused", || {
        member.consumer.poll(Duration::from_millis(50), 10, &mut |message| {
            refused |= message.offset == 1;
            message.offset == 0
        });
        refused
    });
    let read = member.consumer.read_up_to(partition(0));
    assert!(read.is_none_or(|read| read <= Offset(1)), "{read:?}");
    eventually("everything is read, with both ends of transactions and the event between them", || {
        member.go_on();
        member.consumer.read_up_to(partition(0)) == Some(Offset(5))
    });
    member.consumer.pause(&[partition(0)]).unwrap();
    assert_eq!(member.consumer.read_up_to(partition(0)), None, "what was fetched is thrown away by a pause");
}
