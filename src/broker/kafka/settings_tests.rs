use std::time::Duration;

use super::*;
use crate::broker::ErrorClass;
use crate::error::ErrorKind;

fn settings(properties: &[(&str, &str)]) -> Result<Settings> {
    let mut all = layer(&[("bootstrap.servers", "localhost:1")]);
    all.extend(layer(properties));
    Settings::new("job", &all)
}

fn refusal(properties: &[(&str, &str)]) -> String {
    let error = settings(properties).err().expect("the settings are refused");
    assert_eq!(error.kind(), ErrorKind::Job);
    error.to_string()
}

fn consumer_spec() -> ConsumerSpec {
    ConsumerSpec {
        group: "g".into(),
        topics: vec!["t".into()],
        fetch_queue_bytes_max: 1 << 20,
        gather: Duration::ZERO,
        headers: true,
        instance: None,
    }
}

fn producer_spec() -> ProducerSpec {
    ProducerSpec {
        transactional_id: "id".into(),
        topics: vec!["t".into()],
        sources: vec!["s".into()],
        transaction_timeout: Duration::from_secs(20),
    }
}

/// What a client of each kind would be made with.
fn consumer(properties: &[(&str, &str)], name: &str) -> Option<String> {
    settings(properties).expect("valid").consumer(&consumer_spec()).expect("valid").get(name)
}

fn producer(properties: &[(&str, &str)], name: &str) -> Option<String> {
    settings(properties).expect("valid").producer(&producer_spec(), None).expect("valid").get(name)
}

#[test]
fn what_breaks_the_guarantee_is_refused_by_name_and_reason() {
    for (name, value) in [
        ("acks", "1"),
        ("auto.commit.enable", "true"),
        ("auto.offset.reset", "earliest"),
        ("delivery.report.only.error", "false"),
        ("enable.auto.commit", "true"),
        ("enable.auto.offset.store", "true"),
        ("enable.gapless.guarantee", "true"),
        ("enable.idempotence", "false"),
        ("enable.partition.eof", "true"),
        ("group.id", "mine"),
        ("group.instance.id", "my host"),
        ("isolation.level", "read_uncommitted"),
        ("request.required.acks", "0"),
        ("transaction.timeout.ms", "1000"),
        ("transactional.id", "mine"),
    ] {
        let text = refusal(&[(name, value)]);
        assert!(text.starts_with(&format!("kafka: {name} ")) && text.matches(": ").count() == 2, "{text}");
    }
}

#[test]
fn what_is_set_anyway_may_be_written_down() {
    let same = [("acks", "all"), ("enable.auto.commit", "false"), ("isolation.level", "read_committed")];
    assert!(settings(&same).is_ok());
}

#[test]
fn an_unknown_property_is_refused_with_the_nearest_one() {
    assert_eq!(
        refusal(&[("queue.buffring.max.kbytes", "1")]),
        "kafka: librdkafka knows no property queue.buffring.max.kbytes: did you mean queue.buffering.max.kbytes?"
    );
    assert_eq!(refusal(&[("zzz", "1")]), "kafka: librdkafka knows no property zzz");
}

#[test]
fn an_invalid_value_is_refused_and_a_secret_one_not_repeated() {
    assert!(refusal(&[("linger.ms", "soon")]).contains("linger.ms"));
    let text = refusal(&[("sasl.oauthbearer.method", "hunter2")]);
    assert!(text.contains("sasl.oauthbearer.method") && !text.contains("hunter2"), "{text}");
}

#[test]
fn servers_are_needed() {
    let error = Settings::new("job", &BTreeMap::new()).err().expect("refused");
    assert!(error.to_string().contains("bootstrap.servers"));
}

#[test]
fn each_kind_gets_what_it_knows() {
    let both = [("linger.ms", "7"), ("fetch.min.bytes", "9"), ("client.rack", "r")];
    assert_eq!(consumer(&both, "fetch.min.bytes").as_deref(), Some("9"));
    assert_eq!(consumer(&both, "linger.ms"), consumer(&[], "linger.ms"));
    assert_eq!(producer(&both, "linger.ms").as_deref(), Some("7"));
    assert_eq!(producer(&both, "fetch.min.bytes"), producer(&[], "fetch.min.bytes"));
    assert_eq!(consumer(&both, "client.rack").as_deref(), Some("r"));
    assert_eq!(producer(&both, "client.rack").as_deref(), Some("r"));
}

#[test]
fn defaults_lie_under_the_users_properties_whatever_name_they_use() {
    assert_eq!(consumer(&[], "fetch.message.max.bytes").as_deref(), Some("1048576"));
    assert_eq!(consumer(&[("max.partition.fetch.bytes", "5")], "fetch.message.max.bytes").as_deref(), Some("5"));
    assert_eq!(producer(&[("queue.buffering.max.ms", "3")], "linger.ms").as_deref(), Some("3"));
    assert_eq!(producer(&[("partitioner", "consistent")], "partitioner").as_deref(), Some("consistent"));
    assert_eq!(consumer(&[], "client.id").as_deref(), Some("job"));
}

#[test]
fn kip_848_leaves_the_session_to_the_broker() {
    assert_eq!(consumer(&[], "session.timeout.ms").as_deref(), Some("10000"));
    assert_eq!(consumer(&[("group.protocol", "consumer")], "session.timeout.ms").as_deref(), Some("45000"));
    let text = refusal(&[("group.protocol", "consumer"), ("session.timeout.ms", "6000")]);
    assert!(text.contains("session.timeout.ms"), "{text}");
}

#[test]
fn the_fetch_queue_and_the_batches_are_bounded() {
    assert_eq!(consumer(&[], "queued.max.messages.kbytes").as_deref(), Some("1024"));
    assert_eq!(consumer(&[], "queued.min.messages").as_deref(), Some("682"));
    let batch =
        |limit| settings(&[]).expect("valid").producer(&producer_spec(), limit).expect("valid").get("batch.size");
    assert_eq!(batch(None).as_deref(), Some("1000000"));
    assert_eq!(batch(Some(5000)).as_deref(), Some("5000"));
    assert_eq!(batch(Some(5_000_000)).as_deref(), Some("1000000"));
}

#[test]
fn a_broker_gathers_messages_only_where_there_is_time() {
    let with = |ms, properties: &[(&str, &str)]| {
        let spec = ConsumerSpec { gather: Duration::from_millis(ms), ..consumer_spec() };
        let config = settings(properties).expect("valid").consumer(&spec).expect("valid");
        ["fetch.min.bytes", "fetch.wait.max.ms"].map(|name| config.get(name).expect("librdkafka knows it"))
    };
    assert_eq!(with(0, &[]), ["1", "500"]);
    assert_eq!(with(10, &[]), ["1048576", "10"]);
    assert_eq!(with(10, &[("fetch.min.bytes", "7")]), ["7", "10"]);
}

#[test]
fn a_record_must_not_outlive_its_transaction() {
    for ms in ["20001", "0"] {
        let made = settings(&[("message.timeout.ms", ms)]).expect("known").producer(&producer_spec(), None);
        let error = made.err().expect("refused");
        assert_eq!(error.class, ErrorClass::Missing);
        assert!(error.message.contains("message.timeout.ms"), "{error}");
    }
    assert!(settings(&[("message.timeout.ms", "20000")]).expect("known").producer(&producer_spec(), None).is_ok());
}

#[test]
fn a_reader_is_no_member() {
    let user = [("group.protocol", "consumer"), ("fetch.max.bytes", "70000000"), ("allow.auto.create.topics", "true")];
    let reader = settings(&user).expect("valid").reader(Isolation::Uncommitted, Some("g")).expect("valid");
    assert_eq!(reader.get("group.id").as_deref(), Some("g"));
    assert_eq!(reader.get("isolation.level").as_deref(), Some("read_uncommitted"));
    assert_eq!(reader.get("group.protocol").as_deref(), Some("classic"));
    assert_eq!(reader.get("allow.auto.create.topics").as_deref(), Some("false"));
}

#[test]
fn the_kinds_lists_name_real_properties() {
    let mut config = Config::new();
    for name in CONSUMER_ONLY.iter().chain(PRODUCER_ONLY).chain(CLASSIC_ONLY) {
        assert_ne!(config.set(name, "\u{1}"), Err(SetError::Unknown), "{name}");
    }
}
