//! Events that cannot be used: each becomes a dead letter as it is, costs nobody else anything, and is accounted for.
#![allow(clippy::disallowed_methods, reason = "what is tested here is processes, which live in real time")]

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use apache_avro::types::Value as Avro;
use rdkafka::consumer::{BaseConsumer, Consumer};
use serde_json::{Value, json};
use support::forwarder::Forwarder;
use support::raw::RawMessage;
use support::schemas::Schemas;
use support::{JobDir, Kafka, Record, eventually, free_port, get, test_env, unique};

/// What the broker takes in one record of the first output.
const OUTPUT_BYTES_MAX: usize = 20_000;
/// What it takes in one dead letter.
const DEAD_LETTER_BYTES_MAX: usize = 60_000;

/// How long a member of a group may be silent: the least that a Kafka broker takes by default.
const SILENT_MS_MAX: u64 = 6000;

/// A bad event, and what its dead letter must say.
struct Bad {
    event: RawMessage,
    stage: &'static str,
    reason: &'static str,
    /// Begins the message.
    message: &'static str,
}

fn bad(value: &str, stage: &'static str, reason: &'static str, message: &'static str) -> Bad {
    let event = RawMessage { key: Some(b"key".to_vec()), value: Some(value.as_bytes().to_vec()), headers: headers() };
    Bad { event, stage, reason, message }
}

/// Headers with all that Kafka allows: one name twice, an empty value, a null.
fn headers() -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    let header = |name: &str, value: Option<&str>| (name.as_bytes().to_vec(), value.map(|v| v.as_bytes().to_vec()));
    vec![header("trace", Some("1")), header("trace", Some("2")), header("", Some("")), header("größe", None)]
}

fn good(id: usize) -> RawMessage {
    let value = json!({"id": format!("good-{id}"), "n": id + 1, "day": "2026-01-31"}).to_string();
    RawMessage { key: Some(format!("k{id}").into_bytes()), value: Some(value.into_bytes()), headers: vec![] }
}

fn bad_events() -> Vec<Bad> {
    let valid = r#"{"id":"x","n":1}"#;
    let deep = format!(r#"{{"id":"deep","n":1,"unread":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    let long = format!(r#"{{"id":"long","n":1,"unread":"{}"#, "x".repeat(DEAD_LETTER_BYTES_MAX));
    let mut bad_utf8 = bad("", "decode", "utf8", "not UTF-8 at byte 7");
    bad_utf8.event.value = Some(b"{\"id\":\"\xff\xfe\",\"n\":1}".to_vec());
    let mut bad_key = bad(valid, "decode", "utf8", "the message key is not UTF-8, and the job reads _key");
    bad_key.event.key = Some(b"\xff\x00key".to_vec());
    let mut bad_name = bad(valid, "decode", "utf8", "the name of header 4 is not UTF-8, and the job reads _headers");
    bad_name.event.headers.push((b"\xffname".to_vec(), Some(b"value".to_vec())));
    let mut bad_header = bad(valid, "decode", "utf8", "the value of header 4 is not UTF-8, and the job reads _headers");
    bad_header.event.headers.push((b"name".to_vec(), Some(b"\xff".to_vec())));
    let mut no_key = bad("[]", "decode", "wrong_type", "");
    no_key.event.key = None;
    vec![
        bad(r#"{"id":"a","n":"#, "decode", "json_syntax", "not JSON: "),
        bad("", "decode", "json_syntax", "not JSON: "),
        bad(
            r#"{"id":"a","n":"1 2"}"#,
            "decode",
            "wrong_type",
            "column n: expected an integer of 64 bits, found a string",
        ),
        bad(r#"{"id":"a","n":9223372036854775808}"#, "decode", "out_of_range", "column n: "),
        bad(r#"{"n":1}"#, "decode", "missing", "column id: required, but missing or null"),
        bad(&deep, "decode", "too_deep", ""),
        bad_utf8,
        bad_key,
        bad_name,
        bad_header,
        no_key,
        bad(r#"{"id":"cast","n":1,"day":"some day"}"#, "map", "map", "map output out (job.yaml:"),
        bad(r#"{"id":"zero","n":0,"day":"2026-01-31"}"#, "map", "map", "map output out (job.yaml:"),
        bad(&long, "decode", "json_syntax", "not JSON: "),
    ]
}

/// Rows that no topic takes: each becomes a dead letter with the row's key and value.
fn bad_rows() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"id": "big", "n": 1, "size": OUTPUT_BYTES_MAX}), "too_large"),
        (json!({"id": "lost", "n": 2, "route": "elsewhere"}), "unroutable"),
        (json!({"id": "nowhere", "n": 4, "route": "null"}), "unroutable"),
    ]
}

#[test]
fn a_bad_event_costs_itself_and_nobody_else() {
    let kafka = Kafka::from_env();
    let job = unique("bad-events");
    let topic = |name: &str| format!("{job}-{name}");
    for (name, bytes) in [
        ("in", 1 << 20),
        ("near", OUTPUT_BYTES_MAX),
        ("far", 1 << 20),
        ("dead", DEAD_LETTER_BYTES_MAX),
        ("receipts", 1 << 20),
    ] {
        kafka.create_with(&topic(name), 1, &[("max.message.bytes", &bytes.to_string())]);
    }
    let admin = free_port();
    let directory = JobDir::new(&format!(
        "job: {job}
kafka: {{bootstrap.servers: '{bootstrap}'}}
source:
  topics: [{job}-in]
  format: json
  columns: {{id: varchar not null, n: bigint, day: varchar, route: varchar, size: bigint}}
window: {{age: 500ms}}
mapper:
  - into: out
    sql: |
      SELECT id, 100 / n AS share, CAST(day AS date) AS day, repeat('x', coalesce(size, 0)) AS pad, _key AS key,
             nullif(coalesce(route, '{job}-near'), 'null') AS _topic, _headers
      FROM events
outputs:
  out: {{topics: [{job}-near, {job}-far], format: json, key: id}}
dead_letters: {{topic: {job}-dead}}
receipts: {{topic: {job}-receipts}}
admin: {{listen: '127.0.0.1:{admin}'}}
",
        bootstrap = kafka.bootstrap
    ));

    // Good, bad, good, bad, …, good.
    let (bad, rows) = (bad_events(), bad_rows());
    let unused = bad.len() + rows.len() + 1;
    let row_events =
        rows.iter().map(|(row, _)| RawMessage { value: Some(row.to_string().into_bytes()), ..bad[0].event.clone() });
    let tombstone = RawMessage { key: Some(b"gone".to_vec()), value: None, headers: headers() };
    let mut events: Vec<RawMessage> = Vec::new();
    for (at, event) in bad.iter().map(|bad| bad.event.clone()).chain(row_events).chain([tombstone]).enumerate() {
        events.extend([good(at), event]);
    }
    events.push(good(unused));
    let goods = unused + 1;
    kafka.produce_raw(&topic("in"), &events);

    let process = directory.start("a", &[]);
    let committed = || kafka.committed(&job, &topic("in"), 1) as usize;
    eventually("all is committed", || committed() == events.len());

    let output = kafka.read(&topic("near"));
    let ids: Vec<String> = output.iter().map(|record| record.json()["id"].as_str().expect("text").to_owned()).collect();
    assert_eq!(ids, (0..goods).map(|id| format!("good-{id}")).collect::<Vec<_>>());
    assert_eq!(kafka.read(&topic("far")), []);
    for (id, record) in output.iter().enumerate() {
        let expected = json!({"id": format!("good-{id}"), "share": 100 / (id + 1), "day": "2026-01-31", "pad": "", "key": format!("k{id}")});
        assert_eq!(record.json(), expected);
    }

    let dead = kafka.read(&topic("dead"));
    assert_eq!(dead.len(), bad.len() + rows.len());
    let (of_rows, of_events): (Vec<_>, Vec<_>) =
        dead.into_iter().partition(|letter| letter.header("mubatch.stage") == "output");
    for (at, (letter, bad)) in of_events.iter().zip(&bad).enumerate() {
        is_dead_letter_of(letter, bad, &topic("in"), 2 * at as i64 + 1);
    }
    for (letter, (row, reason)) in of_rows.iter().zip(&rows) {
        assert_eq!((letter.header("mubatch.reason"), letter.header("mubatch.output")), (*reason, "out"));
        assert_eq!((letter.key.as_deref(), &letter.json()["id"]), (row["id"].as_str().map(str::as_bytes), &row["id"]));
        let own: Vec<_> = letter.headers.iter().filter(|(name, _)| !name.starts_with(b"mubatch.")).cloned().collect();
        // A map has each name once.
        assert_eq!(own, headers()[1..], "the row's own headers");
    }
    assert_eq!(of_rows[1].header("mubatch.to"), "elsewhere");
    assert!(of_rows[0].json()["pad"].as_str().is_some_and(|pad| pad.len() == OUTPUT_BYTES_MAX));

    accounts(&kafka.read(&topic("receipts")), events.len(), goods, &bad, &rows);
    let (code, metrics) = get(admin, "/metrics").expect("metrics");
    assert_eq!(code, 200);
    for ((stage, reason), events) in by_reason(&bad) {
        let labels = format!("reason=\"{reason}\",stage=\"{stage}\"}} {events}");
        assert!(
            metrics.lines().any(|line| line.starts_with("mubatch_dead_letters_total{") && line.ends_with(&labels)),
            "{labels}\n{metrics}"
        );
    }
    for (name, count) in
        [("events_total", events.len()), ("events_decoded_total", goods + rows.len()), ("tombstones_total", 1)]
    {
        let line = format!("mubatch_{name}{{job=\"{job}\"}} {count}");
        assert!(metrics.lines().any(|known| known == line), "{line}\n{metrics}");
    }
    assert_eq!(get(admin, "/readyz").expect("an answer"), (200, "ok\n".to_owned()));

    // It runs on, and what it logged names places and reasons, never what stood in an event.
    kafka.produce_raw(&topic("in"), &[good(goods)]);
    eventually("the next event is committed", || committed() == events.len() + 1);
    assert_eq!(kafka.read(&topic("near")).len(), goods + 1);
    let log = process.log();
    assert!(process.stop().success(), "{log}");
    let first = format!("the first: event {}[0]@1 (decode, json_syntax): not JSON: ", topic("in"));
    assert!(log.contains(&first), "{first}\n{log}");
    for secret in ["some day", "elsewhere", "good-", "größe"] {
        assert!(!log.contains(secret), "{secret}\n{log}");
    }
}

/// The letter holds the event byte for byte and says where it was and what was wrong.
#[track_caller]
fn is_dead_letter_of(letter: &Record, bad: &Bad, topic: &str, offset: i64) {
    let says = |name: &str| letter.header(&format!("mubatch.{name}")).to_owned();
    assert_eq!((says("stage"), says("reason")), (bad.stage.to_owned(), bad.reason.to_owned()), "{:?}", bad.event);
    assert!(says("message").starts_with(bad.message), "{:?}: {}", bad.event, says("message"));
    assert_eq!(
        (says("topic"), says("partition"), says("offset")),
        (topic.to_owned(), "0".to_owned(), offset.to_string())
    );
    assert_eq!(letter.key, bad.event.key);
    let own = letter.headers.iter().filter(|(name, _)| !name.starts_with(b"mubatch."));
    let value = bad.event.value.as_deref().expect("a value");
    if value.len() < DEAD_LETTER_BYTES_MAX {
        assert_eq!(letter.value.as_deref(), Some(value));
        assert!(own.eq(&bad.event.headers), "{:?}", letter.headers);
        return;
    }
    // Too large for the topic as it is: as much of it as there is room for.
    let kept = letter.value.as_deref().expect("a value");
    assert!(value.starts_with(kept) && kept.len() > DEAD_LETTER_BYTES_MAX / 2, "{} bytes", kept.len());
    assert!(says("truncated").parse::<usize>().is_ok_and(|bytes| bytes > value.len()));
}

fn by_reason(bad: &[Bad]) -> BTreeMap<(&str, &str), u64> {
    let mut counts = BTreeMap::new();
    for bad in bad {
        *counts.entry((bad.stage, bad.reason)).or_default() += 1;
    }
    counts
}

/// Every event is accounted for in the receipts, window by window and in all.
fn accounts(receipts: &[Record], events: usize, goods: usize, bad: &[Bad], rows: &[(Value, &str)]) {
    let number = |receipt: &Value, path: &str| receipt.pointer(path).and_then(Value::as_u64).unwrap_or(0) as usize;
    let receipts: Vec<Value> = receipts.iter().map(Record::json).collect();
    for receipt in &receipts {
        let parts = ["/decoded", "/tombstones", "/dead_lettered"].map(|part| number(receipt, part));
        assert_eq!(number(receipt, "/events"), parts.iter().sum::<usize>(), "{receipt}");
        let parts = ["/outputs/out/produced", "/outputs/out/dead_lettered"].map(|part| number(receipt, part));
        assert_eq!(number(receipt, "/outputs/out/rows"), parts.iter().sum::<usize>(), "{receipt}");
    }
    let sum = |path: &str| receipts.iter().map(|receipt| number(receipt, path)).sum::<usize>();
    assert_eq!((sum("/events"), sum("/tombstones"), sum("/dead_lettered")), (events, 1, bad.len()));
    assert_eq!((sum("/outputs/out/produced"), sum("/outputs/out/dead_lettered")), (goods, rows.len()));
    let mut dead: BTreeMap<(String, String), u64> = BTreeMap::new();
    for letters in receipts.iter().flat_map(|receipt| receipt["dead_letters"].as_array().expect("a list")) {
        let text = |name: &str| letters[name].as_str().expect("text").to_owned();
        *dead.entry((text("stage"), text("reason"))).or_default() += letters["events"].as_u64().expect("a number");
    }
    let expected = by_reason(bad).into_iter().map(|((stage, reason), n)| ((stage.to_owned(), reason.to_owned()), n));
    assert_eq!(dead, expected.collect());
}

/// A job that reads Avro through a way to the registry that can be closed.
struct AvroJob {
    kafka: Kafka,
    schemas: Schemas,
    registry: Forwarder,
    name: String,
    admin: u16,
    directory: JobDir,
    sent: usize,
}

impl AvroJob {
    fn new(name: &str) -> Self {
        let kafka = Kafka::from_env();
        let name = unique(name);
        for topic in ["in", "out", "dead"] {
            kafka.create(&format!("{name}-{topic}"), 1);
        }
        let url = test_env("MUBATCH_TEST_REGISTRY");
        let (address, path) =
            url.strip_prefix("http://").and_then(|url| url.split_once('/')).expect("http://HOST:PORT/PATH");
        let mut registry = Forwarder::new(address);
        registry.open();
        let admin = free_port();
        let directory = JobDir::new(&format!(
            "job: {name}
kafka: {{bootstrap.servers: '{bootstrap}', session.timeout.ms: {SILENT_MS_MAX}, max.poll.interval.ms: {SILENT_MS_MAX}}}
schema_registry: {{url: 'http://{way}/{path}', timeout: 2s}}
source: {{topics: [{name}-in], format: avro, columns: {{id: varchar not null, n: bigint not null}}}}
window: {{age: 20ms}}
mapper:
  - into: out
    sql: SELECT id, n FROM events
outputs: {{out: {{topic: {name}-out, format: json, key: id}}}}
dead_letters: {{topic: {name}-dead}}
admin: {{listen: '127.0.0.1:{admin}'}}
",
            bootstrap = kafka.bootstrap,
            way = registry.address(),
        ));
        Self { kafka, schemas: Schemas::new(), registry, name, admin, directory, sent: 0 }
    }

    fn schema(&self, version: u32) -> String {
        let name = self.name.replace('-', "_");
        format!(
            r#"{{"type": "record", "name": "{name}", "fields": [{{"name": "v{version}", "type": "int"}},
                {{"name": "id", "type": "string"}}, {{"name": "n", "type": "int"}}]}}"#
        )
    }

    fn register(&self, version: u32) -> u32 {
        self.schemas.register(&format!("{}-in-value", self.name), &self.schema(version))
    }

    /// An event as it is written with this version of the schema.
    fn event(&self, id: u32, version: u32, n: i32) -> Vec<u8> {
        let field = format!("v{version}");
        let fields = vec![(field.as_str(), Avro::Int(7)), ("id", Avro::String(format!("e{n}"))), ("n", Avro::Int(n))];
        Schemas::message(id, &self.schema(version), fields)
    }

    fn send(&mut self, values: &[Vec<u8>]) {
        let message = |value: &Vec<u8>| RawMessage { value: Some(value.clone()), ..RawMessage::default() };
        self.kafka.produce_raw(&format!("{}-in", self.name), &values.iter().map(message).collect::<Vec<_>>());
        self.sent += values.len();
    }

    fn all_is_committed(&self) {
        let topic = format!("{}-in", self.name);
        eventually("all is committed", || self.kafka.committed(&self.name, &topic, 1) == self.sent as i64);
    }

    fn numbers(&self) -> Vec<i64> {
        let out = self.kafka.read(&format!("{}-out", self.name));
        out.iter().map(|record| record.json()["n"].as_i64().expect("a number")).collect()
    }

    fn dead(&self) -> Vec<Record> {
        self.kafka.read(&format!("{}-dead", self.name))
    }
}

#[test]
fn avro_that_cannot_be_read_is_set_aside_and_a_schema_that_comes_later_is_used() {
    let mut job = AvroJob::new("bad-avro");
    let id = job.register(0);
    // Other tests register schemas, too: too far ahead for them to get there before us.
    let unknown = id + 20;
    let whole = job.event(id, 0, 2);
    let mut wrong_magic = whole.clone();
    wrong_magic[0] = 1;
    let bad = [
        (vec![], "wire_format"),
        (vec![0, 0, 0], "wire_format"),
        (wrong_magic, "wire_format"),
        (b"{\"id\":\"json\"}".to_vec(), "wire_format"),
        (whole[..whole.len() - 1].to_vec(), "avro"),
        (job.event(unknown, 1, 3), "unknown_schema"),
    ];
    let values: Vec<Vec<u8>> = bad.iter().map(|(value, _)| value.clone()).collect();
    job.send(&[vec![job.event(id, 0, 1)], values, vec![whole]].concat());
    let process = job.directory.start("a", &[]);
    job.all_is_committed();
    assert_eq!(job.numbers(), [1, 2]);
    let dead = job.dead();
    assert_eq!(dead.len(), bad.len());
    for (letter, (value, reason)) in dead.iter().zip(&bad) {
        assert_eq!((letter.header("mubatch.stage"), letter.header("mubatch.reason")), ("decode", *reason));
        assert_eq!((letter.key.as_deref(), letter.value.as_ref()), (None, Some(value)));
    }
    let message = dead.last().expect("a letter").header("mubatch.message");
    assert_eq!(message, format!("the registry does not know schema {unknown}"));

    let registered = (1..).find(|version| job.register(*version) >= unknown).expect("there is no end of versions");
    let id = job.register(registered);
    // Nobody else got it in between; if somebody did, this event names a schema that is as new to the job.
    let event = job.event(id, registered, 4);
    let mut letters = bad.len();
    eventually("the schema is known", || {
        // The registry is not asked for the same id with every window.
        std::thread::sleep(Duration::from_millis(500));
        job.send(std::slice::from_ref(&event));
        job.all_is_committed();
        letters += 1;
        job.numbers().len() > 2
    });
    assert_eq!(job.numbers(), [1, 2, 4]);
    assert_eq!(job.dead().len(), letters - 1);
    assert!(process.stop().success());
}

#[test]
fn a_registry_that_is_away_holds_the_job_up_and_costs_no_event() {
    let mut job = AvroJob::new("no-registry");
    let old = job.register(0);
    job.send(&[job.event(old, 0, 1)]);
    let process = job.directory.start("a", &[]);
    job.all_is_committed();

    job.registry.close();
    let new = job.register(1);
    job.send(&[job.event(old, 0, 2), job.event(new, 1, 3), vec![9], job.event(old, 0, 4)]);
    let get = |path: &str| get(job.admin, path).expect("an answer");
    eventually("the job says that it waits", || get("/readyz").0 == 503);
    let (_, why) = get("/readyz");
    let url = format!("schema registry http://{}/", job.registry.address());
    assert!(
        why.starts_with(&format!("worker 0: waiting: {url}")) && why.contains(&format!("get schema {new}: ")),
        "{why}"
    );
    assert_eq!(get("/livez").0, 200);
    // Longer than a member may stay silent, and still it is one.
    std::thread::sleep(Duration::from_millis(SILENT_MS_MAX + 1500));
    let observer: BaseConsumer = job.kafka.config().create().expect("a client");
    let groups = observer.fetch_group_list(Some(&job.name), Duration::from_secs(10)).expect("the group");
    assert_eq!((groups.groups()[0].state(), groups.groups()[0].members().len()), ("Stable", 1));
    let (_, status) = get("/status");
    let status: Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(status["workers"][0]["joined"], true);
    assert!(status["not_ready"].as_str().is_some_and(|why| why.contains(&url)), "{status}");
    let waiting = format!("mubatch_waiting{{job=\"{}\",on=\"registry\",worker=\"0\"}} 1", job.name);
    assert!(get("/metrics").1.lines().any(|line| line == waiting));
    assert!(process.log().contains(&url), "{}", process.log());
    assert_eq!(job.numbers(), [1]);
    assert_eq!(job.dead(), []);

    job.registry.open();
    job.all_is_committed();
    assert_eq!(job.numbers(), [1, 2, 3, 4]);
    assert_eq!(job.dead().len(), 1);
    eventually("the job is ready again", || get("/readyz").0 == 200);
    assert!(process.stop().success());
}
