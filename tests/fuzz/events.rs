//! Events through the whole map stage: decoder, statements, encoder, dead letters, receipt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use mubatch::broker::{Header, Message, Partition};
use mubatch::clock::ManualClock;
use mubatch::codec::registry::SchemaSource;
use mubatch::functions::Context;
use mubatch::job::{Job, LoadOptions, load};
use mubatch::mapper::sql::{PlanInput, SqlMapper};
use mubatch::metrics::Metrics;
use mubatch::pipeline::blueprint::Blueprint;
use mubatch::pipeline::map::{MapStage, Mapped};
use mubatch::pipeline::window::OpenWindow;
use mubatch::table::Tables;
use serde_json::Value;

use crate::memory;
use crate::mutate::{Random, corpus_lines, mutate};
use crate::run::cases;

/// Memory that a window may take beyond its bytes, whatever stands in it.
const MEMORY_BYTES_MAX: usize = 64 << 20;

/// The time of every event: a window's records carry its latest.
const TIMESTAMP: i64 = 1_769_860_800_000;

/// An event as bytes.
#[derive(Debug, Clone, Default)]
pub struct Event {
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

/// What reads every kind of column and all metadata, with statements that fail on some values. Each statement gives one
/// row for every event, so that each can be counted; `offset` says whose it is.
pub const STATEMENTS: &str = "mapper:
  - into: all
    sql: |
      SELECT _offset AS \"offset\", id, n, small, price, day, at, flag, tags, attributes, object, amount, _key AS key, _headers,
             nullif(coalesce(id, 'all'), 'nowhere') AS _topic
      FROM events
  - into: computed
    sql: |
      SELECT _offset AS \"offset\", 100 / n AS share, CAST(day AS date) AS day, upper(_key) AS shout, n < 0 AS _deleted
      FROM events
outputs:
  all: {topics: [all, other], format: json, key: key}
  computed: {topic: computed, format: json, key: offset}
dead_letters: {topic: dead}
receipts: {topic: receipts}
";

const COLUMNS: &str = "{id: varchar, n: bigint not null, small: tinyint, price: double, day: varchar, at: timestamp, flag: boolean, \
    tags: 'array<int>', attributes: map<varchar>, object: 'struct<a: bigint not null, b: array<varchar>>', amount: 'decimal(20, 4)'}";

/// A job of these statements over a source.
pub fn job(source: &str, statements: &str) -> Job {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("job.yaml");
    let registry = "schema_registry: {url: 'http://127.0.0.1:1'}";
    std::fs::write(&path, format!("job: fuzz\n{registry}\nsource: {source}\n{statements}")).expect("written");
    load(&path, &LoadOptions { embedded: true, ..LoadOptions::default() }).unwrap_or_else(|e| panic!("{e}"))
}

/// The map stage of a job.
pub struct Stage {
    stage: MapStage,
    /// The topics that hold no rows.
    dead_letters: Option<u16>,
    receipts: Option<u16>,
}

impl Stage {
    pub fn new(job: Job, schemas: Arc<dyn SchemaSource>) -> Self {
        let format = job.source.format;
        let planned = job.clone();
        let mapper = Arc::new(move || {
            let Job { source, mapper, outputs, .. } = &planned;
            let tables = Tables::default();
            let (source, functions) = (&source.schema, &Context::default());
            let plan = PlanInput { source, statements: mapper, tables: &tables, outputs, functions };
            Ok(Box::new(SqlMapper::plan(plan)?.into_mapper()) as Box<dyn mubatch::Mapper>)
        });
        let clock = Arc::new(ManualClock::default());
        let metrics = Metrics::new("fuzz", clock.clone());
        let blueprint = Blueprint::new(job, mapper, format, Some(schemas)).expect("a blueprint");
        let stage = blueprint.stage(clock, metrics).expect("a stage");
        Self { stage, dead_letters: blueprint.topics.index("dead"), receipts: blueprint.topics.index("receipts") }
    }
}

/// Maps the events in one window, each at its offset.
fn map<'a>(stage: &mut Stage, events: impl IntoIterator<Item = (usize, &'a Event)>) -> Mapped {
    let mut open = OpenWindow::default();
    let mut bytes = 0;
    for (offset, event) in events {
        let headers: Vec<Header<'_>> =
            event.headers.iter().map(|(name, value)| Header { name, value: value.as_deref() }).collect();
        open.push(&Message {
            partition: Partition { topic: 0, number: 0 },
            offset: offset as i64,
            timestamp: TIMESTAMP,
            key: event.key.as_deref(),
            value: event.value.as_deref(),
            headers: &headers,
        });
        bytes += event.value.as_ref().map_or(0, Vec::len);
    }
    let window = open.seal();
    let (mapped, most) = memory::most(|| stage.stage.map(&window, &[]).expect("no event stops the job"));
    assert!(most < MEMORY_BYTES_MAX + 20 * bytes, "{most} bytes of memory for a window of {bytes}");
    mapped
}

/// A record, as far as it is compared.
type Copied = (u16, Option<Vec<u8>>, Option<Vec<u8>>, Vec<(Vec<u8>, Option<Vec<u8>>)>, i64);

/// The records that came of each event; and for dead letters of events, which they are.
struct Sorted {
    of: BTreeMap<usize, Vec<Copied>>,
    dead: BTreeSet<usize>,
}

/// Sorts the records by the event that they came from: a row says so in its value, and where that is a tombstone in its
/// key; a dead letter of an event in a header.
fn sort(stage: &Stage, mapped: &Mapped) -> Sorted {
    let mut sorted = Sorted { of: BTreeMap::new(), dead: BTreeSet::new() };
    for at in 0..mapped.records.len() {
        mapped.records.with(at, |record| {
            if Some(record.topic) == stage.receipts {
                return;
            }
            let headers: Vec<_> =
                record.headers.iter().map(|h| (h.name.to_vec(), h.value.map(<[u8]>::to_vec))).collect();
            // An event's own headers may have these names as well: ours come last.
            let header = |name: &[u8]| -> &str {
                let (_, value) = headers.iter().rev().find(|(known, _)| known == name).expect("a header");
                std::str::from_utf8(value.as_deref().expect("a value")).expect("text")
            };
            let of_event = Some(record.topic) == stage.dead_letters && header(b"mubatch.stage") != "output";
            let offset: usize = if of_event {
                header(b"mubatch.offset").parse().expect("an offset")
            } else {
                let value: Option<Value> = record.value.map(|value| serde_json::from_slice(value).expect("JSON"));
                let key = || std::str::from_utf8(record.key.expect("a key")).expect("text");
                value.map_or_else(
                    || key().parse().expect("an offset"),
                    |value| value["offset"].as_u64().expect("an offset") as usize,
                )
            };
            if of_event {
                assert!(sorted.dead.insert(offset), "event {offset} has two dead letters");
            }
            let owned = |bytes: Option<&[u8]>| bytes.map(<[u8]>::to_vec);
            let copied = (record.topic, owned(record.key), owned(record.value), headers.clone(), record.timestamp);
            sorted.of.entry(offset).or_default().push(copied);
        });
    }
    sorted
}

/// Maps `hostile` events between `good` ones, and the good ones alone: those come out the same; and each of all events is
/// accounted for.
pub fn check(stage: &mut Stage, good: &[Event], hostile: &[Event], statements: usize) {
    // good 0, hostile 1, good 2, hostile 3, …
    let goods = || good.iter().enumerate().map(|(at, event)| (2 * at, event));
    let mut all: Vec<(usize, &Event)> = goods().collect();
    all.extend(hostile.iter().enumerate().map(|(at, event)| (2 * at + 1, event)));
    all.sort_by_key(|(offset, _)| *offset);

    let alone = map(stage, goods());
    let alone = sort(stage, &alone);
    let mapped = map(stage, all.iter().copied());
    let sorted = sort(stage, &mapped);
    for (offset, _) in goods() {
        assert_eq!(sorted.of.get(&offset), alone.of.get(&offset), "the good event {offset}");
    }

    let totals = &mapped.totals;
    let dead: u64 = totals.dead_letters.iter().map(|(.., n)| n).sum();
    assert_eq!(totals.events, all.len() as u64);
    assert_eq!(totals.events, totals.decoded + totals.tombstones + dead, "{totals:?}");
    assert_eq!(dead, sorted.dead.len() as u64);
    let rows: u64 = totals.rows.iter().map(|(_, n)| n).sum();
    let dead_rows: u64 = totals.rows_dead_lettered.iter().map(|(.., n)| n).sum();
    assert_eq!(rows + dead_rows, totals.decoded * statements as u64, "{totals:?}");
    for (offset, event) in all {
        let records = sorted.of.get(&offset).map_or(0, Vec::len);
        let expected = match (&event.value, sorted.dead.contains(&offset)) {
            (None, _) => 0,
            (Some(_), true) => 1,
            (Some(_), false) => statements,
        };
        assert_eq!(records, expected, "records of event {offset}");
        if sorted.dead.contains(&offset) {
            let (_, key, value, headers, _) = &sorted.of[&offset][0];
            assert_eq!((key, value), (&event.key, &event.value), "the dead letter of event {offset}");
            assert!(headers.starts_with(&event.headers), "the dead letter of event {offset}");
        }
    }
}

pub fn good_json(number: usize) -> Event {
    let value = format!(
        r#"{{"id":"other","n":{},"small":7,"price":0.5,"day":"2026-01-31","at":"2026-01-31T12:00:00Z","flag":true,
            "tags":[1,2],"attributes":{{"a":"b"}},"object":{{"a":1,"b":["c"]}},"amount":"12.34"}}"#,
        number + 1
    );
    Event {
        key: Some(format!("k{number}").into_bytes()),
        value: Some(value.into_bytes()),
        headers: vec![header("h", "v")],
    }
}

fn header(name: &str, value: &str) -> (Vec<u8>, Option<Vec<u8>>) {
    (name.as_bytes().to_vec(), Some(value.as_bytes().to_vec()))
}

/// Key and headers of a hostile event: names of our own, none, bytes that are not UTF-8.
pub fn hostile_meta(event: &mut Event, random: &mut Random) {
    let others = [b"mubatch.offset".to_vec(), b"\xff\xfe".to_vec(), vec![b'x'; 5000]];
    event.key = match random.below(4) {
        0 => None,
        1 => Some(mutate(b"key", &others, &[], random)),
        2 => Some(vec![]),
        _ => Some(b"key".to_vec()),
    };
    for _ in 0..random.below(4) {
        let name = match random.below(5) {
            0 => (*random.pick(&["mubatch.stage", "mubatch.offset", "mubatch.topic", "mubatch.output"])).into(),
            1 => mutate(b"name", &others, &[], random),
            2 => vec![],
            _ => b"h".to_vec(),
        };
        let value = (!random.one_in(4)).then(|| mutate(b"value", &others, &["0", "map"], random));
        event.headers.push((name, value));
    }
}

#[test]
fn json_events() {
    let seeds = corpus_lines("json");
    let words = [
        "null",
        "true",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"n\":",
        "\"id\":",
        "\"object\":{",
        "\"tags\":[",
        "\"nowhere\"",
        "\"all\"",
        "[[[[[[[[",
        "{\"a\":{\"a\":{\"a\":",
        "\\u0041",
        "1e5",
        "-",
        ".",
        "\"day\":\"x\"",
        "\"n\":0",
        "\"n\":-1",
    ];
    let source = format!("{{topics: [in], format: json, columns: {COLUMNS}}}");
    let mut stage =
        Stage::new(job(&source, STATEMENTS), Arc::default() as Arc<mubatch::codec::registry::MemoryRegistry>);
    cases("json_events", 400, |random| {
        let good: Vec<Event> = (0..1 + random.below(6)).map(good_json).collect();
        let hostile: Vec<Event> = (0..1 + random.below(12))
            .map(|_| {
                let mut event = Event::default();
                let seed = random.pick(&seeds).clone();
                event.value = (!random.one_in(12)).then(|| mutate(&seed, &seeds, &words, random));
                hostile_meta(&mut event, random);
                event
            })
            .collect();
        check(&mut stage, &good, &hostile, 2);
    });
}

#[test]
fn nested_as_deep_as_a_record_can_be() {
    let source = format!("{{topics: [in], format: json, columns: {COLUMNS}}}");
    let mut stage =
        Stage::new(job(&source, STATEMENTS), Arc::default() as Arc<mubatch::codec::registry::MemoryRegistry>);
    let good: Vec<Event> = (0..3).map(good_json).collect();
    let hostile: Vec<Event> = ["[", "{\"a\":", "{\"object\":", "{\"tags\":[", "[{\"n\":1,\"tags\":", "{\"unread\":["]
        .iter()
        .flat_map(|open| {
            [open.repeat(900_000 / open.len()), format!("{{\"n\":1,\"x\":{}", open.repeat(900_000 / open.len()))]
        })
        .map(|value| Event { value: Some(value.into_bytes()), ..Event::default() })
        .collect();
    check(&mut stage, &good, &hostile, 2);
}
