//! What a broker can be asked.

use mubatch::broker::{ErrorClass, Offset, Watermarks};
use mubatch::clock::SystemClock;

use super::actors::{begun, write};
use super::{Fixture, Plain, TIMEOUT, eventually};

fn marks(low: i64, stable: i64, end: i64) -> Watermarks {
    Watermarks { low: Offset(low), stable: Offset(stable), end: Offset(end) }
}

pub fn watermarks_are_start_stable_offset_and_end(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let ask = || cx.broker().watermarks(&topic, 0, TIMEOUT).unwrap();
    assert_eq!(ask(), marks(0, 0, 0));
    cx.append(&topic, &Plain::value(0, "plain"));
    assert_eq!(ask(), marks(0, 1, 1));

    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["a", "b"]);
    cx.append(&topic, &Plain::value(0, "behind"));
    assert_eq!(ask(), marks(0, 1, 4));
    producer.commit(TIMEOUT).unwrap();
    eventually("the end of the transaction is written", || ask() == marks(0, 5, 5));
    assert_eq!(cx.broker().watermarks(&topic, 1, TIMEOUT), Ok(marks(0, 0, 0)));
}

pub fn the_offset_at_a_time_is_the_first_at_or_after_it(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let ask = |time| cx.broker().offset_at(&topic, 0, time, TIMEOUT).unwrap();
    assert_eq!(ask(1), Offset(0));
    for timestamp in [1_000, 2_000, 2_000, 3_000] {
        cx.append(&topic, &Plain { timestamp, ..Plain::value(0, "x") });
    }
    let answers = [1, 1_000, 1_001, 2_000, 2_001, 3_000, 3_001].map(ask);
    assert_eq!(answers, [0, 0, 1, 1, 3, 3, 4].map(Offset));
}

pub fn the_end_of_a_transaction_has_a_time_of_its_own(cx: &dyn Fixture) {
    let topic = cx.create_topic(1, None);
    let now = SystemClock::shared().unix_millis();
    let mut producer = begun(cx, &topic);
    write(&mut *producer, &["long ago"]);
    producer.commit(TIMEOUT).unwrap();
    eventually("the end of the transaction is written", || {
        cx.broker().watermarks(&topic, 0, TIMEOUT).unwrap().stable == Offset(2)
    });
    let ask = |time| cx.broker().offset_at(&topic, 0, time, TIMEOUT).unwrap();
    assert_eq!(ask(1), Offset(0));
    assert_eq!(ask(now - 1_000), Offset(1));
    assert_eq!(ask(now + 1_000_000), Offset(2));
}

pub fn topics_that_do_not_exist_are_left_out(cx: &dyn Fixture) {
    let (three, small) = (cx.create_topic(3, None), cx.create_topic(1, Some(12_345)));
    let missing = cx.name("no-such-topic");
    let topics = cx.broker().topics(&[three.clone(), missing, small.clone()], TIMEOUT).unwrap();
    assert_eq!(topics.keys().cloned().collect::<Vec<_>>(), [three.clone(), small.clone()]);
    assert_eq!(topics[&three].partitions, 3);
    assert_eq!(topics[&three].max_message_bytes, Some(1_048_588));
    assert_eq!((topics[&small].partitions, topics[&small].max_message_bytes), (1, Some(12_345)));
}

pub fn a_question_about_a_missing_topic_says_so(cx: &dyn Fixture) {
    let missing = cx.name("no-such-topic");
    for error in [
        cx.broker().watermarks(&missing, 0, TIMEOUT).unwrap_err(),
        cx.broker().offset_at(&missing, 0, 1, TIMEOUT).unwrap_err(),
    ] {
        assert_eq!(error.class, ErrorClass::Missing);
        assert_eq!(error.topic.as_ref(), Some(&missing));
    }
}

pub fn a_new_group_has_no_offsets(cx: &dyn Fixture) {
    let topic = cx.create_topic(2, None);
    let committed = cx.broker().committed(&cx.name("group"), &[(topic.clone(), 0), (topic, 1)], TIMEOUT);
    assert_eq!(committed, Ok(vec![None, None]));
}
