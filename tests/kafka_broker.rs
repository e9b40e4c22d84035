//! What the Kafka broker does beyond the contract: other rebalance protocols, pending messages, failures of the
//! connection, bounds on time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mubatch::broker::kafka::KafkaBroker;
use mubatch::broker::{
    Broker, Consumer, ConsumerEvent, ConsumerSpec, ErrorClass, Offset, Partition, Producer, ProducerSpec, Record,
};
use mubatch::clock::SystemClock;

use contract::kafka::{KafkaFixture, servers};
use contract::{Fixture, Plain, TIMEOUT, eventually, for_a_while};
use proxy::{CONSUMER_GROUP_HEARTBEAT, Fault, PRODUCE, Proxy};

#[allow(dead_code, reason = "the cases of the contract run in a test of their own")]
mod contract;
#[allow(dead_code, clippy::disallowed_methods, reason = "made for tests of processes, which live in real time")]
#[path = "support/proxy.rs"]
mod proxy;

const POLL: Duration = Duration::from_millis(50);

/// A broker at the test cluster with more properties.
fn broker_with(properties: &[(&str, &str)]) -> KafkaBroker {
    let mut all = BTreeMap::from([("bootstrap.servers".to_owned(), servers())]);
    all.extend(properties.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    KafkaBroker::new("kafka-broker-test", &all).expect("valid properties")
}

/// A broker where none is.
fn nowhere() -> KafkaBroker {
    broker_with(&[("bootstrap.servers", "127.0.0.1:9")])
}

/// A member that acknowledges at once, each partition from where it was last.
struct Member {
    consumer: Box<dyn Consumer>,
    owned: BTreeSet<Partition>,
    /// Values by partition, in the order they came.
    got: BTreeMap<Partition, Vec<i64>>,
    next: BTreeMap<Partition, Offset>,
    others: Vec<ConsumerEvent>,
}

impl Member {
    fn new(broker: &dyn Broker, group: &str, topics: &[&str]) -> Self {
        let spec = ConsumerSpec {
            group: group.to_owned(),
            topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
            fetch_queue_bytes_max: 1 << 20,
            gather: Duration::ZERO,
            headers: true,
            instance: None,
        };
        Self {
            consumer: broker.consumer(&spec).expect("a consumer"),
            owned: BTreeSet::new(),
            got: BTreeMap::new(),
            next: BTreeMap::new(),
            others: Vec::new(),
        }
    }

    fn go_on(&mut self) {
        self.poll(|_| true);
    }

    /// Polls with a `take` that may refuse.
    fn poll(&mut self, mut wants: impl FnMut(Partition) -> bool) {
        let (got, next) = (&mut self.got, &mut self.next);
        let events = self.consumer.poll(POLL, 1000, &mut |message| {
            let wanted = wants(message.partition);
            if wanted {
                got.entry(message.partition).or_default().push(message.offset);
                next.insert(message.partition, Offset::after(message.offset));
            }
            wanted
        });
        events.into_iter().for_each(|event| self.hear(event));
    }

    fn hear(&mut self, event: ConsumerEvent) {
        match event {
            ConsumerEvent::Assigned(partitions) => {
                let place = |p: &Partition| (*p, self.next.get(p).copied().unwrap_or(Offset(0)));
                self.consumer.assign(&partitions.iter().map(place).collect::<Vec<_>>()).expect("assigned");
                self.owned.extend(partitions);
            }
            ConsumerEvent::Revoked(partitions) | ConsumerEvent::Lost(partitions) => {
                self.consumer.unassign(&partitions).expect("unassigned");
                self.owned.retain(|p| !partitions.contains(p));
            }
            other => self.others.push(other),
        }
    }

    fn count(&self) -> usize {
        self.got.values().map(Vec::len).sum()
    }
}

fn partition(number: i32) -> Partition {
    Partition { topic: 0, number }
}

/// A topic whose partitions have messages.
fn filled(cx: &KafkaFixture, partitions: i32, count: i64) -> String {
    let topic = cx.create_topic(partitions, None);
    let mut producer = transactional(cx, &topic);
    producer.begin().expect("begun");
    for number in 0..partitions {
        for _ in 0..count {
            producer.produce(&record(number, b"value")).expect("produced");
        }
    }
    producer.flush(TIMEOUT).expect("flushed");
    producer.commit(TIMEOUT).expect("committed");
    topic
}

fn transactional(cx: &KafkaFixture, topic: &str) -> Box<dyn Producer> {
    let mut producer = cx.broker().producer(&producer_spec(cx, topic)).expect("a producer");
    producer.init(TIMEOUT).expect("initialised");
    producer
}

fn producer_spec(cx: &KafkaFixture, topic: &str) -> ProducerSpec {
    ProducerSpec {
        transactional_id: cx.name("transactional-id"),
        topics: vec![topic.to_owned()],
        sources: vec![topic.to_owned()],
        transaction_timeout: Duration::from_secs(20),
    }
}

fn record(partition: i32, value: &[u8]) -> Record<'_> {
    Record { topic: 0, partition: Some(partition), timestamp: 1_000, key: None, value: Some(value), headers: &[] }
}

fn took(act: impl FnOnce()) -> Duration {
    let clock = SystemClock::shared();
    let start = clock.now();
    act();
    clock.now().since(start)
}

/// Two members share a topic and read every message once, the second joining after the first has begun.
fn two_members_share(properties: &[(&str, &str)]) {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 4, 10);
    let broker = broker_with(properties);
    let group = cx.name("group");
    let mut first = Member::new(&broker, &group, &[&topic]);
    eventually("the first has read everything", || {
        first.go_on();
        first.count() == 40
    });
    let old = first.consumer.group().expect("a member");
    let mut second = Member::new(&broker, &group, &[&topic]);
    second.next = first.next.clone();
    eventually("each has a half", || {
        first.go_on();
        second.go_on();
        first.owned.len() == 2 && second.owned.len() == 2
    });
    assert!(first.owned.is_disjoint(&second.owned));
    for number in 0..4 {
        cx.append(&topic, &Plain::value(number, "later"));
    }
    eventually("the messages that came later are read", || {
        first.go_on();
        second.go_on();
        first.count() + second.count() == 44
    });
    assert_eq!((first.count(), second.count()), (42, 2));
    for member in [&first, &second] {
        for offsets in member.got.values() {
            assert!(offsets.is_sorted_by(|a, b| a < b), "read twice or out of order: {offsets:?}");
        }
    }
    let new = first.consumer.group().expect("a member");
    assert!(new.generation > old.generation);

    let kept = *first.owned.first().expect("two partitions");
    let mut producer = transactional(&cx, &topic);
    producer.begin().expect("begun");
    producer.send_offsets(&[(kept, Offset(5))], &new, TIMEOUT).expect("the current generation commits");
    producer.commit(TIMEOUT).expect("committed");
    let committed = broker.committed(&group, &[(topic, kept.number)], TIMEOUT);
    assert_eq!(committed, Ok(vec![Some(Offset(5))]));
    first.consumer.close(TIMEOUT);
    eventually("the second has everything", || {
        second.go_on();
        second.owned.len() == 4
    });
}

#[test]
fn members_share_a_topic_in_the_eager_protocol() {
    two_members_share(&[("partition.assignment.strategy", "range")]);
}

#[test]
fn members_share_a_topic_in_the_cooperative_protocol() {
    two_members_share(&[]);
}

#[test]
fn members_share_a_topic_in_the_protocol_of_kip_848() {
    two_members_share(&[("group.protocol", "consumer")]);
}

/// A partition that ran out of range comes back with a seek, and the others lose and repeat nothing.
fn out_of_range_is_mended(properties: &[(&str, &str)]) {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 3, 100);
    let broker = broker_with(properties);
    let mut member = Member::new(&broker, &cx.name("group"), &[&topic]);
    eventually("some of each partition is read", || {
        let mut wants = 20;
        member.poll(|_| {
            wants -= 1;
            wants >= 0
        });
        member.got.len() == 3 && member.got.values().all(|offsets| offsets.len() > 10)
    });
    member.consumer.pause(&[partition(2)]).expect("paused");
    let at_pause = member.got[&partition(2)].len();
    member.consumer.seek(&[(partition(0), Offset(1_000_000))]).expect("sought");
    eventually("it is out of range", || {
        // What waits of the others is refused meanwhile.
        member.poll(|_| false);
        member.others.contains(&ConsumerEvent::OutOfRange(partition(0)))
    });
    member.got.remove(&partition(0));
    member.consumer.seek(&[(partition(0), Offset(90))]).expect("sought back");
    eventually("what is not paused is read to its end", || {
        member.go_on();
        member.got.get(&partition(0)).map_or(0, Vec::len) + member.got[&partition(1)].len() == 110
    });
    assert_eq!(member.got[&partition(0)], (90..100).collect::<Vec<_>>());
    assert_eq!(member.got[&partition(1)], (0..100).collect::<Vec<_>>());
    assert_eq!(member.got[&partition(2)].len(), at_pause, "a pause outlives the mending");
    member.consumer.resume(&[partition(2)]).expect("resumed");
    eventually("the paused one is read to its end", || {
        member.go_on();
        member.got[&partition(2)].len() == 100
    });
    assert_eq!(member.got[&partition(2)], (0..100).collect::<Vec<_>>());
}

#[test]
fn out_of_range_is_mended_in_the_cooperative_protocol() {
    out_of_range_is_mended(&[]);
}

#[test]
fn out_of_range_is_mended_in_the_eager_protocol() {
    out_of_range_is_mended(&[("partition.assignment.strategy", "range")]);
}

#[test]
fn several_topics_keep_their_numbers() {
    let cx = KafkaFixture::new();
    let (one, other) = (filled(&cx, 1, 3), filled(&cx, 2, 5));
    let mut member = Member::new(cx.broker(), &cx.name("group"), &[&one, &other]);
    eventually("everything is read", || {
        member.go_on();
        member.count() == 13
    });
    let counts: Vec<_> = member.got.iter().map(|(p, offsets)| (p.topic, p.number, offsets.len())).collect();
    assert_eq!(counts, [(0, 0, 3), (1, 0, 5), (1, 1, 5)]);
}

#[test]
fn a_long_refusal_loses_nothing_and_hears_of_rebalances() {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 2, 5_000);
    let group = cx.name("group");
    let mut first = Member::new(cx.broker(), &group, &[&topic]);
    eventually("both are assigned", || {
        first.poll(|_| false);
        first.owned.len() == 2
    });
    for_a_while(Duration::from_secs(1), || first.poll(|_| false));
    assert_eq!(first.count(), 0);
    // Back-pressure for longer than a moment is a pause; under it a rebalance is heard.
    first.consumer.pause(&[partition(0), partition(1)]).expect("paused");
    let mut second = Member::new(cx.broker(), &group, &[&topic]);
    eventually("each has one", || {
        first.poll(|_| panic!("a paused partition is handed out"));
        second.go_on();
        first.owned.len() == 1 && second.owned.len() == 1
    });
    let owned: Vec<_> = first.owned.iter().copied().collect();
    first.consumer.resume(&owned).expect("resumed");
    eventually("both have read all of theirs", || {
        first.go_on();
        second.go_on();
        first.count() == 5_000 && second.count() == 5_000
    });
    for offsets in first.got.values().chain(second.got.values()) {
        assert_eq!(*offsets, (0..5_000).collect::<Vec<_>>());
    }
}

#[test]
fn a_message_that_stands_behind_an_error_in_the_clients_queue_is_read() {
    let (cx, proxy) = (KafkaFixture::new(), Proxy::new(&servers()));
    let topic = cx.create_topic(1, None);
    let broker = broker_with(&[("bootstrap.servers", &proxy.bootstrap())]);
    let mut member = Member::new(&broker, &cx.name("group"), &[&topic]);
    let feed = || (0..10).for_each(|_| _ = cx.append(&topic, &Plain::value(0, "value")));
    feed();
    eventually("all is read", || {
        member.go_on();
        member.count() == 10
    });
    // Nobody polls: in the client's queue stand messages, then what it says of the connections, then messages.
    let fetched = |member: &Member, end| {
        eventually("the client has fetched", || member.consumer.end(partition(0)) == Some(Offset(end)));
    };
    feed();
    fetched(&member, 20);
    proxy.cut();
    feed();
    fetched(&member, 30);
    eventually("the last one is read", || {
        member.go_on();
        member.got[&partition(0)].last() == Some(&29)
    });
    let said = member.others.iter().any(|event| matches!(event, ConsumerEvent::Error(_)));
    assert!(said, "the client has said nothing: this shows nothing");
    assert_eq!(member.got[&partition(0)], (0..30).collect::<Vec<_>>());
}

#[test]
fn batches_stay_below_the_limit_of_a_topic_that_was_asked_for() {
    let cx = KafkaFixture::new();
    let topic = cx.create_topic(1, Some(5_000));
    cx.broker().topics(std::slice::from_ref(&topic), TIMEOUT).expect("the topic's limit");
    let mut producer = transactional(&cx, &topic);
    producer.begin().expect("begun");
    for _ in 0..200 {
        producer.produce(&record(0, &[b'x'; 500])).expect("produced");
    }
    producer.flush(TIMEOUT).expect("no batch is too large");
    producer.commit(TIMEOUT).expect("committed");
}

#[test]
fn a_commit_does_not_wait_for_a_clock() {
    let cx = KafkaFixture::new();
    let topic = cx.create_topic(1, None);
    let mut producer = transactional(&cx, &topic);
    let mut times: Vec<_> = (0..21)
        .map(|_| {
            took(|| {
                producer.begin().expect("begun");
                producer.produce(&record(0, b"value")).expect("produced");
                producer.flush(TIMEOUT).expect("flushed");
                producer.commit(TIMEOUT).expect("committed");
            })
        })
        .collect();
    times.sort();
    // librdkafka's own commit alone would take steps of 100 ms.
    assert!(times[10] < Duration::from_millis(80), "{times:?}");
}

#[test]
fn a_batch_whose_answer_never_came_is_not_taken_for_one_of_the_next_transaction() {
    let cx = KafkaFixture::new();
    let topic = cx.create_topic(1, None);
    let proxy = Proxy::new(&servers());
    let through = broker_with(&[("bootstrap.servers", &proxy.bootstrap())]);
    let mut producer = through.producer(&producer_spec(&cx, &topic)).expect("a producer");
    producer.init(TIMEOUT).expect("initialised");
    // It stands in the log, nobody has heard of it, and librdkafka gives its sequence number again.
    proxy.once(PRODUCE, Fault::CutAfter);
    proxy.always(PRODUCE, Fault::CutBefore);
    producer.begin().expect("begun");
    producer.produce(&record(0, b"aborted")).expect("produced");
    let flushed = producer.flush(Duration::from_millis(500)).expect_err("nobody has heard of its delivery");
    assert_eq!(flushed.class, ErrorClass::Retriable, "{flushed}");
    proxy.heal();
    producer.abort(TIMEOUT).expect("aborted");
    producer.begin().expect("begun");
    producer.produce(&record(0, b"committed")).expect("produced");
    producer.flush(TIMEOUT).expect("flushed");
    producer.commit(TIMEOUT).expect("committed");
    let mut member = Member::new(cx.broker(), &cx.name("reader"), &[&topic]);
    eventually("what was committed is there", || {
        member.go_on();
        member.count() > 0
    });
    assert_eq!(member.got[&partition(0)], [2], "behind what was aborted and its marker");
}

#[test]
fn questions_make_no_topic() {
    let cx = KafkaFixture::new();
    let missing = cx.name("no-such-topic");
    let broker = broker_with(&[("allow.auto.create.topics", "true")]);
    for _ in 0..2 {
        assert_eq!(broker.topics(std::slice::from_ref(&missing), TIMEOUT), Ok(BTreeMap::new()));
        assert!(broker.watermarks(&missing, 0, TIMEOUT).is_err());
    }
}

#[test]
fn a_second_member_with_the_same_instance_fences_the_first() {
    let cx = KafkaFixture::new();
    let topic = cx.create_topic(1, None);
    let spec = ConsumerSpec {
        group: cx.name("group"),
        topics: vec![topic],
        fetch_queue_bytes_max: 1 << 20,
        gather: Duration::ZERO,
        headers: true,
        instance: Some("same".into()),
    };
    let mut first = Member::new(cx.broker(), "unused", &[&spec.topics[0]]);
    first.consumer = cx.broker().consumer(&spec).expect("a consumer");
    eventually("the first has the partition", || {
        first.go_on();
        first.owned.len() == 1
    });
    assert_eq!(first.consumer.group().expect("a member").instance.as_deref(), Some("same"));
    let mut second = cx.broker().consumer(&spec).expect("a consumer");
    eventually("the first hears that it is fenced", || {
        second.poll(POLL, 0, &mut |_| false);
        first.go_on();
        first.others.iter().any(|event| matches!(event, ConsumerEvent::Error(e) if e.class == ErrorClass::Fatal))
    });
    let closing = took(|| first.consumer.close(TIMEOUT));
    assert!(closing < Duration::from_secs(10), "{closing:?}");
}

#[test]
fn a_partition_that_a_topic_has_got_since_it_was_last_asked_for_is_found() {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 1, 3);
    assert!(cx.broker().watermarks(&topic, 0, TIMEOUT).is_ok());
    cx.grow(&topic, 2);
    let mut marks = None;
    eventually("the broker knows it", || {
        marks = cx.broker().watermarks(&topic, 1, TIMEOUT).ok();
        marks.is_some()
    });
    assert_eq!(marks.map(|marks| (marks.low, marks.end)), Some((Offset(0), Offset(0))));
    let error = cx.broker().watermarks(&topic, 2, TIMEOUT).expect_err("there is none");
    assert_eq!(error.class, ErrorClass::Missing, "{error}");
}

#[test]
fn partitions_that_were_given_in_an_answer_which_never_came_are_read() {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 1, 3);
    let proxy = Proxy::new(&servers());
    let broker = broker_with(&[("bootstrap.servers", &proxy.bootstrap()), ("group.protocol", "consumer")]);
    let mut member = Member::new(&broker, &cx.name("doubt"), &[&topic]);
    eventually("all is read", || {
        member.go_on();
        member.count() == 3
    });
    cx.grow(&topic, 2);
    let mut events = Vec::new();
    eventually("the group gives the second partition", || {
        events = member.consumer.poll(POLL, 0, &mut |_| false);
        !events.is_empty()
    });
    cx.grow(&topic, 3);
    eventually("the broker knows the third", || cx.broker().watermarks(&topic, 2, TIMEOUT).is_ok());
    // The coordinator gives the third partition in its answer to the acknowledgement of the second, or to the next try of
    // that, and in no answer after.
    proxy.rule(CONSUMER_GROUP_HEARTBEAT, 2, Fault::LoseResponse, |_| true);
    events.into_iter().for_each(|event| member.hear(event));
    eventually("the member has all partitions", || {
        member.go_on();
        member.owned.len() == 3
    });
    assert_eq!((proxy.faults(), member.count()), (2, 3), "nothing is read twice");
    let says_why = |event: &ConsumerEvent| matches!(event, ConsumerEvent::Error(e) if e.message.contains("heartbeat"));
    assert!(member.others.iter().any(says_why), "{:?}", member.others);
}

fn a_pause_ends_with_the_assignment(properties: &[(&str, &str)]) {
    let cx = KafkaFixture::new();
    let topic = filled(&cx, 1, 3);
    let broker = broker_with(properties);
    let mut member = Member::new(&broker, &cx.name("pause"), &[&topic]);
    eventually("all is read", || {
        member.go_on();
        member.count() == 3
    });
    member.consumer.pause(&[partition(0)]).expect("paused");
    // As when it is taken away under back-pressure, and comes back.
    member.consumer.unassign(&[partition(0)]).expect("unassigned");
    member.consumer.assign(&[(partition(0), Offset(0))]).expect("assigned");
    eventually("it is read again", || {
        member.go_on();
        member.count() == 6
    });
}

#[test]
fn a_pause_ends_with_the_assignment_in_the_cooperative_protocol() {
    a_pause_ends_with_the_assignment(&[]);
}

#[test]
fn a_pause_ends_with_the_assignment_in_the_eager_protocol() {
    a_pause_ends_with_the_assignment(&[("partition.assignment.strategy", "range")]);
}

#[test]
fn a_close_does_not_wait_for_a_rebalance_that_nobody_acknowledges() {
    let cx = KafkaFixture::new();
    let topic = cx.create_topic(2, None);
    let group = cx.name("group");
    let mut waiting = Member::new(cx.broker(), &group, &[&topic]);
    eventually("the partitions are assigned, and not acknowledged", || {
        let events = waiting.consumer.poll(POLL, 10, &mut |_| true);
        events.iter().any(|event| matches!(event, ConsumerEvent::Assigned(_)))
    });
    let closing = took(|| waiting.consumer.close(TIMEOUT));
    assert!(closing < Duration::from_secs(10), "{closing:?}");
    // It has left: another gets everything well before the session of the first would have ended.
    let mut other = Member::new(cx.broker(), &group, &[&topic]);
    let joining = took(|| {
        eventually("the other has everything", || {
            other.go_on();
            other.owned.len() == 2
        });
    });
    assert!(joining < Duration::from_secs(9), "{joining:?}");
}

#[test]
fn an_unreachable_broker_is_reported_and_nothing_hangs_on_it() {
    let broker = nowhere();
    let spec = ConsumerSpec {
        group: "group".into(),
        topics: vec!["topic".into()],
        fetch_queue_bytes_max: 1 << 20,
        gather: Duration::ZERO,
        headers: true,
        instance: None,
    };
    let mut consumer = broker.consumer(&spec).expect("a consumer");
    eventually("the error is reported", || {
        let events = consumer.poll(POLL, 10, &mut |_| true);
        events.iter().any(|event| {
            matches!(event, ConsumerEvent::Error(e)
                if e.class == ErrorClass::Retriable && e.message.contains("127.0.0.1:9"))
        })
    });
    assert!(consumer.group().is_err());
    let closing = took(|| consumer.close(Duration::from_secs(2)));
    assert!(closing < Duration::from_secs(4), "{closing:?}");

    let producer_spec = ProducerSpec {
        transactional_id: "id".into(),
        topics: vec!["topic".into()],
        sources: vec![],
        transaction_timeout: Duration::from_secs(20),
    };
    let mut producer = broker.producer(&producer_spec).expect("a producer");
    let silence = producer.init(Duration::from_secs(2)).expect_err("nobody is there");
    assert_eq!(silence.class, ErrorClass::Retriable);
    assert!(silence.message.contains("127.0.0.1:9"), "{silence}");
    let ending = took(|| drop(producer));
    assert!(ending < Duration::from_secs(5), "{ending:?}");

    let timeout = Duration::from_secs(1);
    let asking = took(|| {
        for error in [
            broker.topics(&["topic".into()], timeout).expect_err("nobody is there"),
            broker.watermarks("topic", 0, timeout).expect_err("nobody is there"),
            broker.committed("group", &[("topic".into(), 0)], timeout).expect_err("nobody is there"),
        ] {
            assert_eq!(error.class, ErrorClass::Retriable, "{error}");
        }
    });
    assert!(asking < Duration::from_secs(6), "{asking:?}");
}
