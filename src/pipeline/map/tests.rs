use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::{BooleanArray, Int64Array, StringViewArray, TimestampMillisecondArray};
use arrow::datatypes::Schema;
use serde_json::{Value, json};

use super::*;
use crate::broker::{Header, Message};
use crate::clock::ManualClock;
use crate::codec::json::{JsonDecoder, JsonEncoder};
use crate::codec::reason;
use crate::job::Format;
use crate::mapper::{FailedEvent, MapResult, OutputSchema};
use crate::pipeline::records::Topics;
use crate::pipeline::window::OpenWindow;

/// Passes `id` and `n` through; fails on a negative `n`, panics on 666, fails on a sum above 1000.
struct Pass;

fn out_schema(routed: bool) -> SchemaRef {
    let mut fields = vec![Field::new("id", DataType::Utf8View, true), Field::new("n", DataType::Int64, true)];
    if routed {
        fields.push(Field::new("_topic", DataType::Utf8View, true));
    }
    Arc::new(Schema::new(fields))
}

impl Mapper for Pass {
    fn projection(&self) -> Projection {
        Projection { fields: vec![0, 1], meta: vec![] }
    }

    fn outputs(&self) -> Vec<OutputSchema> {
        vec![OutputSchema { output: "out".into(), schema: out_schema(false) }]
    }

    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        let n = events.batch.column(1).as_primitive::<Int64Type>();
        assert!(n.iter().flatten().all(|n| n != 666), "on purpose");
        if n.iter().flatten().any(|n| n < 0) {
            return Err(MapError::Data("n is negative".into()));
        }
        if n.iter().flatten().sum::<i64>() > 1000 {
            return Err(MapError::Data("the sum is too large".into()));
        }
        let batch = RecordBatch::try_new(out_schema(false), events.batch.columns()[..2].to_vec()).expect("a batch");
        Ok(vec![Rows { output: 0, batch }].into())
    }
}

/// Sends every event to the topic that its key names.
struct ByKey;

impl Mapper for ByKey {
    fn projection(&self) -> Projection {
        Projection { fields: vec![0, 1], meta: vec![MetaColumn::Key, MetaColumn::Headers] }
    }

    fn outputs(&self) -> Vec<OutputSchema> {
        vec![OutputSchema { output: "out".into(), schema: out_schema(true) }]
    }

    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        let columns = events.batch.columns()[..3].to_vec();
        Ok(vec![Rows { output: 0, batch: RecordBatch::try_new(out_schema(true), columns).expect("a batch") }].into())
    }
}

/// Gives every row headers and a timestamp, and deletes where `n` is 0.
struct Meta;

impl Meta {
    fn schema() -> SchemaRef {
        let mut fields = out_schema(false).fields().to_vec();
        fields.push(Arc::new(Field::new(
            "_timestamp",
            DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into())),
            true,
        )));
        fields.push(Arc::new(Field::new("_deleted", DataType::Boolean, true)));
        fields.push(Arc::new(MetaColumn::Headers.field()));
        Arc::new(Schema::new(fields))
    }
}

impl Mapper for Meta {
    fn projection(&self) -> Projection {
        Projection { fields: vec![0, 1], meta: vec![MetaColumn::Headers] }
    }

    fn outputs(&self) -> Vec<OutputSchema> {
        vec![OutputSchema { output: "out".into(), schema: Self::schema() }]
    }

    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        let n = events.batch.column(1).as_primitive::<Int64Type>();
        let time = |n: Option<i64>| n.filter(|n| *n != 1).map(|n| n * 1000);
        let times: TimestampMillisecondArray = n.iter().map(time).collect();
        let deleted: BooleanArray = n.iter().map(|n| n.map(|n| n == 0)).collect();
        let mut columns = events.batch.columns()[..2].to_vec();
        columns.extend([Arc::new(times.with_timezone(UTC)) as ArrayRef, Arc::new(deleted)]);
        columns.push(events.batch.column(2).clone());
        Ok(vec![Rows { output: 0, batch: RecordBatch::try_new(Self::schema(), columns).expect("a batch") }].into())
    }
}

struct Bench {
    stage: MapStage,
    open: OpenWindow,
}

fn bench(mapper: impl Mapper + 'static, out_topics: &[&str], dead_letters: bool, limit: Option<usize>) -> Bench {
    let fields = vec![Field::new("id", DataType::Utf8View, true), Field::new("n", DataType::Int64, false)];
    let columns = Arc::new(Schema::new(fields));
    let schema = mapper.outputs()[0].schema.clone();
    let output = crate::job::Output {
        topics: out_topics.iter().map(|topic| (*topic).to_owned()).collect(),
        routed: out_topics.len() > 1,
        format: Format::Json,
        key: Some("id".into()),
        schema: None,
        register: false,
    };
    let mut topics = Topics::default();
    let spec = OutputSpec::new(&output, "out", &schema, &mut topics).expect("a spec");
    let value = spec.value_schema(&schema).expect("a schema");
    let dead = dead_letters.then(|| topics.add("dead"));
    let receipts = topics.add("receipts");
    for topic in ["out", "dead"] {
        topics.set_limit(topic, limit.unwrap_or(100_000));
    }
    topics.set_needs_key("compacted", true);
    let topics = Arc::new(topics);
    let plan = Plan {
        job: "job".into(),
        job_version: "v1".into(),
        sources: vec!["in".into()],
        columns: columns.clone(),
        projection: mapper.projection(),
        event_time: None,
        outputs: vec![spec],
        dead_letters: dead.map(|topic| DeadLetterTopic { topic, payload_bytes_max: topics.payload_bytes_max(topic) }),
        receipts: Some(receipts),
        all_fail: Arc::default(),
    };
    let clock = Arc::new(ManualClock::default());
    let decoder = Box::new(JsonDecoder::new(&columns, &[None, None]).expect("a decoder"));
    let encoder = OutputEncoder::new(Box::new(JsonEncoder::new(&value).expect("an encoder")), topics);
    let metrics = Metrics::new("job", clock.clone());
    let stage = MapStage::new(Arc::new(plan), decoder, Box::new(mapper), vec![encoder], clock, metrics);
    Bench { stage, open: OpenWindow::default() }
}

impl Bench {
    fn event(&mut self, partition: i32, offset: i64, key: &[u8], value: Option<&str>, headers: &[Header<'_>]) {
        self.open.push(&Message {
            partition: Partition { topic: 0, number: partition },
            offset,
            timestamp: 1000 + offset,
            key: Some(key),
            value: value.map(str::as_bytes),
            headers,
        });
    }

    fn map(&mut self) -> Result<Mapped, Fault> {
        let window = std::mem::take(&mut self.open).seal();
        self.stage.map(&window, &[])
    }
}

/// Topic index, key, value.
fn records(mapped: &Mapped) -> Vec<(u16, String, String)> {
    let text = |bytes: Option<&[u8]>| bytes.map_or("null".into(), |b| String::from_utf8_lossy(b).into_owned());
    let of = |at| mapped.records.with(at, |record| (record.topic, text(record.key), text(record.value)));
    (0..mapped.records.len()).map(of).collect()
}

fn headers(mapped: &Mapped, at: usize) -> Vec<(String, String)> {
    mapped.records.with(at, |record| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        record.headers.iter().map(|h| (text(h.name), h.value.map_or("null".into(), text))).collect()
    })
}

fn receipt(mapped: &Mapped) -> Value {
    let last = records(mapped).pop().expect("a receipt");
    serde_json::from_str(&last.2).expect("json")
}

const OUT: u16 = 0;

#[test]
fn rows_come_out_in_the_order_of_partitions_and_offsets_and_the_receipt_adds_up() {
    let mut bench = bench(Pass, &["out"], true, None);
    bench.event(1, 4, b"k", Some(r#"{"id": "b", "n": 2}"#), &[]);
    bench.event(0, 7, b"k", Some(r#"{"id": "a", "n": 1}"#), &[]);
    bench.event(0, 9, b"k", None, &[]);
    let mapped = bench.map().expect("mapped");
    let got = records(&mapped);
    assert_eq!(got[0], (OUT, "a".into(), r#"{"id":"a","n":1}"#.into()));
    assert_eq!(got[1], (OUT, "b".into(), r#"{"id":"b","n":2}"#.into()));
    assert_eq!(
        receipt(&mapped),
        json!({
            "job": "job", "job_version": "v1", "window_time": 1009,
            "sources": [
                {"topic": "in", "partition": 0, "first_offset": 7, "next_offset": 10, "events": 2},
                {"topic": "in", "partition": 1, "first_offset": 4, "next_offset": 5, "events": 1},
            ],
            "events": 3, "decoded": 2, "tombstones": 1, "dead_lettered": 0, "dead_letters": [],
            "outputs": {"out": {"rows": 2, "produced": 2, "dead_lettered": 0}},
        })
    );
    assert_eq!(mapped.event_times, [1007, 1004]);
}

#[test]
fn a_poison_event_costs_itself_and_its_dead_letter_has_every_byte_and_its_coordinates() {
    let mut bench = bench(Pass, &["out"], true, None);
    let own = [Header { name: b"\xfe", value: None }, Header { name: b"h", value: Some(b"\xff") }];
    bench.event(0, 0, b"k", Some(r#"{"id": "a", "n": 1}"#), &[]);
    bench.event(0, 1, b"\xffkey", Some("not json"), &own);
    bench.event(0, 2, b"k", Some(r#"{"id": "c", "n": 3}"#), &[]);
    let mapped = bench.map().expect("mapped");
    let got = records(&mapped);
    assert_eq!(got.len(), 4, "two rows, a dead letter, a receipt");
    mapped.records.with(2, |record| {
        assert_eq!((record.key, record.value), (Some(&b"\xffkey"[..]), Some(&b"not json"[..])));
        assert_eq!(record.headers[..2], own);
        assert_eq!(record.timestamp, 1001, "its own");
    });
    let headers = headers(&mapped, 2);
    for expected in [
        ("mubatch.stage", "decode"),
        ("mubatch.reason", reason::JSON_SYNTAX),
        ("mubatch.topic", "in"),
        ("mubatch.partition", "0"),
        ("mubatch.offset", "1"),
    ] {
        assert!(headers.contains(&(expected.0.into(), expected.1.into())), "{expected:?} in {headers:?}");
    }
    assert_eq!(mapped.totals.dead_letters, [("decode", reason::JSON_SYNTAX, 1)]);
    assert_eq!((mapped.totals.events, mapped.totals.decoded), (3, 2));
}

#[test]
fn events_that_the_mapper_fails_on_are_found_by_halving_and_the_rest_is_mapped() {
    let mut bench = bench(Pass, &["out"], true, None);
    for offset in 0..20 {
        let n = if offset == 3 || offset == 17 { -1 } else { 1 };
        bench.event(0, offset, b"k", Some(&format!(r#"{{"id": "e{offset}", "n": {n}}}"#)), &[]);
    }
    let mapped = bench.map().expect("mapped");
    assert_eq!(mapped.totals.dead_letters, [("map", reason::MAP, 2)]);
    assert_eq!(mapped.totals.rows, [("out".to_owned(), 18)]);
    assert!(headers(&mapped, 18).contains(&("mubatch.offset".into(), "3".into())));
    assert!(headers(&mapped, 18).contains(&("mubatch.message".into(), "n is negative".into())));
    assert!(headers(&mapped, 19).contains(&("mubatch.offset".into(), "17".into())));
}

#[test]
fn a_panic_of_the_mapper_costs_the_event_that_causes_it() {
    let mut bench = bench(Pass, &["out"], true, None);
    for (offset, n) in [(0, 1), (1, 666), (2, 3)] {
        bench.event(0, offset, b"k", Some(&format!(r#"{{"id": "e{offset}", "n": {n}}}"#)), &[]);
    }
    let mapped = bench.map().expect("mapped");
    assert_eq!(mapped.totals.rows, [("out".to_owned(), 2)]);
    assert!(headers(&mapped, 2).contains(&("mubatch.offset".into(), "1".into())));
    assert!(headers(&mapped, 2).iter().any(|(name, text)| name == "mubatch.message" && text.contains("panicked")));
}

#[test]
fn columns_that_an_output_cannot_take_are_refused_before_the_first_window() {
    let field = |name: &str, data_type| Field::new(name, data_type, true);
    let list = || DataType::List(Field::new("item", DataType::Int64, true).into());
    let refusal = |key: Option<&str>, topics: &[&str], fields: Vec<Field>| {
        let output = crate::job::Output {
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            routed: topics.len() > 1,
            format: crate::job::Format::Json,
            key: key.map(str::to_owned),
            schema: None,
            register: true,
        };
        let schema = Arc::new(Schema::new(fields));
        let refused = OutputSpec::new(&output, "out", &schema, &mut Topics::default()).expect_err("refused");
        assert_eq!(refused.exit_code(), 2);
        refused.to_string()
    };
    assert_eq!(
        refusal(None, &["t"], vec![field("_headers", DataType::Utf8)]),
        "output out: column _headers has to be map of varchar to varchar, not varchar"
    );
    assert_eq!(
        refusal(None, &["t"], vec![field("_delete", DataType::Boolean)]),
        "output out: column _delete is no metadata column; did you mean _deleted?"
    );
    assert_eq!(
        refusal(None, &["a", "b"], vec![field("id", DataType::Utf8)]),
        "output out has several topics (a, b), and no column _topic that chooses one"
    );
    assert_eq!(
        refusal(Some("ids"), &["t"], vec![field("ids", list())]),
        "output out: the key column ids is of type array<bigint>; a key is text, bytes, a number, a boolean or a time"
    );
}

#[test]
fn a_mapper_that_fails_although_no_single_event_is_at_fault_stops_the_job() {
    let mut bench = bench(Pass, &["out"], true, None);
    for offset in 0..3 {
        bench.event(0, offset, b"k", Some(r#"{"id": "a", "n": 400}"#), &[]);
    }
    let Err(Fault::Stop(error)) = bench.map() else { panic!("it should stop") };
    assert_eq!(error.exit_code(), 2);
    assert!(error.to_string().contains("the sum is too large"), "{error}");
}

#[test]
fn without_a_dead_letter_topic_a_bad_event_stops_the_job_and_is_named() {
    let mut bench = bench(Pass, &["out"], false, None);
    bench.event(2, 5, b"k", Some(r#"{"id": "a", "n": "x"}"#), &[]);
    let Err(Fault::Stop(error)) = bench.map() else { panic!("it should stop") };
    let text = error.to_string();
    assert!(text.starts_with("cannot use event in[2]@5 (decode, wrong_type): "), "{text}");
    assert!(text.contains("give the job a dead_letters topic"), "{text}");
}

#[test]
fn a_row_for_a_topic_outside_the_allow_list_is_a_dead_letter_of_its_output() {
    let mut bench = bench(ByKey, &["out", "other"], true, None);
    bench.event(0, 0, b"other", Some(r#"{"id": "a", "n": 1}"#), &[]);
    bench.event(0, 1, b"secret-topic", Some(r#"{"id": "b", "n": 2}"#), &[]);
    let mapped = bench.map().expect("mapped");
    let got = records(&mapped);
    assert_eq!(got[0], (1, "a".into(), r#"{"id":"a","n":1}"#.into()));
    assert_eq!(got[1].1, "b");
    assert!(headers(&mapped, 1).contains(&("mubatch.reason".into(), reason::UNROUTABLE.into())));
    assert!(headers(&mapped, 1).contains(&("mubatch.output".into(), "out".into())));
    assert_eq!(receipt(&mapped)["outputs"], json!({"out": {"rows": 2, "produced": 1, "dead_lettered": 1}}));
}

#[test]
fn underscore_columns_become_the_records_timestamp_headers_and_tombstones_and_stay_out_of_its_value() {
    let mut bench = bench(Meta, &["out"], true, None);
    let own = [Header { name: b"h", value: Some(b"first") }, Header { name: b"h", value: Some(b"last") }];
    bench.event(0, 0, b"k", Some(r#"{"id": "a", "n": 1}"#), &own);
    bench.event(0, 1, b"k", Some(r#"{"id": "b", "n": 0}"#), &[]);
    bench.event(0, 2, b"k", Some(r#"{"id": "c", "n": 7}"#), &[]);
    bench.event(0, 3, b"k", Some(r#"{"id": "d", "n": -1}"#), &[]);
    let mapped = bench.map().expect("mapped");
    let got = records(&mapped);
    assert_eq!(got[0], (OUT, "a".into(), r#"{"id":"a","n":1}"#.into()));
    assert_eq!(got[1], (OUT, "b".into(), "null".into()));
    let timestamp = |at| mapped.records.with(at, |record| record.timestamp);
    assert_eq!((timestamp(0), timestamp(1), timestamp(2)), (1003, 0, 7000), "without one, the window's latest");
    assert_eq!(headers(&mapped, 0), [("h".to_owned(), "last".to_owned())]);
    assert_eq!(mapped.totals.rows_dead_lettered, [("out".to_owned(), reason::BAD_OUTPUT, 1)], "before 1970");
}

#[test]
fn a_row_whose_timestamp_or_key_the_broker_would_refuse_is_a_dead_letter_and_not_the_end_of_its_batch() {
    let mut ahead = bench(Meta, &["out"], true, None);
    for (offset, seconds) in [(0, 2), (1, 1_000_000)] {
        ahead.event(0, offset, b"k", Some(&format!(r#"{{"id": "e{offset}", "n": {seconds}}}"#)), &[]);
    }
    let mapped = ahead.map().expect("mapped");
    assert_eq!(mapped.totals.rows, [("out".to_owned(), 1)]);
    assert_eq!(mapped.totals.rows_dead_lettered, [("out".to_owned(), reason::BAD_OUTPUT, 1)]);

    let mut keyless = bench(Pass, &["compacted"], true, None);
    keyless.event(0, 0, b"k", Some(r#"{"id": "e0", "n": 1}"#), &[]);
    keyless.event(0, 1, b"k", Some(r#"{"n": 1}"#), &[]);
    let mapped = keyless.map().expect("mapped");
    assert_eq!(mapped.totals.rows_dead_lettered, [("out".to_owned(), reason::BAD_OUTPUT, 1)]);
    assert!(headers(&mapped, 1).iter().any(|(_, text)| text.contains("takes no record without a key")));
}

#[test]
fn keys_and_headers_that_are_not_utf8_cost_their_event_if_the_mapper_reads_them() {
    let mut bench = bench(ByKey, &["out", "other"], true, None);
    let bad_header = [Header { name: b"\xff", value: None }];
    bench.event(0, 0, b"out", Some(r#"{"id": "a", "n": 1}"#), &[]);
    bench.event(0, 1, b"\xff", Some(r#"{"id": "b", "n": 2}"#), &[]);
    bench.event(0, 2, b"out", Some(r#"{"id": "c", "n": 3}"#), &bad_header);
    let mapped = bench.map().expect("mapped");
    assert_eq!(mapped.totals.decoded, 1);
    assert_eq!(mapped.totals.dead_letters, [("decode", reason::UTF8, 2)]);
}

#[test]
fn a_record_larger_than_its_topic_takes_is_a_dead_letter_and_truncated_where_that_is_too_large_as_well() {
    let mut bench = bench(Pass, &["out"], true, Some(1000));
    let value = format!(r#"{{"id": "{}", "n": 1}}"#, "x".repeat(2000));
    bench.event(0, 0, b"k", Some(&value), &[]);
    let mapped = bench.map().expect("mapped");
    assert_eq!(mapped.totals.rows_dead_lettered, [("out".to_owned(), reason::TOO_LARGE, 1)]);
    let headers = headers(&mapped, 0);
    assert!(headers.iter().any(|(name, _)| name == "mubatch.truncated"), "{headers:?}");
    mapped.records.with(0, |record| {
        let size = crate::pipeline::records::payload_bytes(record.key, record.value, record.headers);
        assert!(size <= 1000, "{size}");
    });
}

#[test]
fn a_window_mapped_again_without_a_partition_is_as_if_it_had_never_held_it() {
    let mut both = bench(Pass, &["out"], true, None);
    let mut one = bench(Pass, &["out"], true, None);
    for bench in [&mut both, &mut one] {
        bench.event(0, 0, b"k", Some(r#"{"id": "a", "n": 1}"#), &[]);
    }
    both.event(1, 0, b"k", Some("poison"), &[]);
    let window = std::mem::take(&mut both.open).seal();
    let without = both.stage.map(&window, &[Partition { topic: 0, number: 1 }]).expect("mapped");
    assert_eq!(records(&without), records(&one.map().expect("mapped")));
}

#[test]
fn halving_runs_the_mapper_a_few_times_for_one_culprit_not_once_for_every_event() {
    struct Counting(Arc<AtomicUsize>);
    impl Mapper for Counting {
        fn projection(&self) -> Projection {
            Projection { fields: vec![], meta: vec![] }
        }
        fn outputs(&self) -> Vec<OutputSchema> {
            vec![]
        }
        fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            let n = events.batch.column(0).as_primitive::<Int64Type>();
            if n.values().contains(&777) { Err(MapError::Data("777".into())) } else { Ok(MapResult::default()) }
        }
    }
    let runs = Arc::new(AtomicUsize::new(0));
    let n: ArrayRef = Arc::new(Int64Array::from_iter_values(0..1024));
    let ids: ArrayRef = Arc::new(StringViewArray::from_iter_values((0..1024).map(|n| n.to_string())));
    let batch = RecordBatch::try_from_iter([("n", n), ("id", ids)]).expect("a batch");
    let result = isolate::map(&mut Counting(runs.clone()), &Events { batch, window_time: 0 }).expect("isolated");
    assert_eq!(result.failed_events, [FailedEvent { row: 777, message: "777".to_owned() }]);
    assert!(runs.load(Ordering::Relaxed) < 30, "{runs:?}");
}
