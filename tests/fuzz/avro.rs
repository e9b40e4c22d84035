//! Avro events through the map stage: broken messages, foreign prefixes, and writer's schemas from a registry that means harm.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use mubatch::codec::Unavailable;
use mubatch::codec::registry::{SchemaSource, StoredSchema};

use crate::events::{Event, Stage, check, hostile_meta, job};
use crate::memory;
use crate::mutate::{Random, corpus, mutate};
use crate::run::cases;

/// A registry that answers with whatever it was given.
#[derive(Default)]
struct Hostile(Mutex<HashMap<u32, StoredSchema>>);

impl Hostile {
    fn put(&self, id: u32, schema: &str, references: Vec<String>) {
        self.0.lock().unwrap().insert(id, StoredSchema { id, schema: schema.to_owned(), references });
    }
}

impl SchemaSource for Hostile {
    fn schema_by_id(&self, id: u32) -> Result<Option<StoredSchema>, Unavailable> {
        Ok(self.0.lock().unwrap().get(&id).cloned())
    }

    fn register(&self, _: &str, _: &str) -> Result<Result<u32, String>, Unavailable> {
        Ok(Ok(1))
    }

    fn lookup(&self, _: &str, _: &str) -> Result<Option<u32>, Unavailable> {
        Ok(Some(1))
    }
}

const COLUMNS: &str = "{id: varchar, n: bigint not null, price: double, day: varchar, tags: 'array<int>', attributes: map<varchar>, \
    object: 'struct<a: bigint, b: array<varchar>>', at: timestamp(3)}";

const STATEMENTS: &str = "mapper:
  - into: all
    sql: SELECT _offset AS \"offset\", id, n, price, day, tags, attributes, object, at FROM events
  - into: computed
    sql: SELECT _offset AS \"offset\", 100 / n AS share, CAST(day AS date) AS day, _headers FROM events
outputs:
  all: {topic: all, format: json, key: id}
  computed: {topic: computed, format: json, key: offset}
dead_letters: {topic: dead}
receipts: {topic: receipts}
";

/// The schema of the good events, with id 1.
const GOOD: &str = r#"{"type": "record", "name": "E", "fields": [{"name": "id", "type": ["null", "string"]}, {"name": "n", "type": "long"}]}"#;

fn message(id: u32, body: &[u8]) -> Vec<u8> {
    [&[0][..], &id.to_be_bytes(), body].concat()
}

fn good(number: usize) -> Event {
    // The second branch, two bytes of text, and n.
    let body = [2, 4, b'o', b'k', 2 * (number as u8 + 1)];
    Event { key: Some(b"k".to_vec()), value: Some(message(1, &body)), headers: vec![] }
}

/// Bytes that Avro reads something from: small numbers, long lengths, blocks.
fn body(random: &mut Random) -> Vec<u8> {
    let pieces: [&[u8]; 10] = [
        &[0],
        &[2],
        &[1],
        &[4, b'a', b'b'],
        &[2, 2, 0],
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[3, 0, 2],
        &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        &[0; 16],
        &[0xfe, 0xff, 0xff, 0xff, 0x0f],
    ];
    let mut bytes = Vec::new();
    for _ in 0..random.below(20) {
        let piece = random.pick(&pieces);
        bytes.extend_from_slice(piece);
    }
    bytes
}

#[test]
fn avro_events() {
    let schemas = corpus("avro-schemas");
    let words = [
        r#"{"type":"record","name":"R","fields":[]}"#,
        r#""null""#,
        r#""long""#,
        r#"{"type":"array","items":"#,
        r#""E""#,
        "1e99",
        r#"{"type":"fixed","name":"F","size":9223372036854775807}"#,
        r#"["null","#,
        r#""default":"#,
        r#""logicalType":"decimal","#,
        r#""size":0"#,
        r#""symbols":[]"#,
        r#""precision":-1"#,
    ];
    let source = format!("{{topics: [in], format: avro, columns: {COLUMNS}}}");
    cases("avro_events", 60, |random| {
        // A stage of its own for each: schemas are remembered.
        let registry = Arc::new(Hostile::default());
        registry.put(1, GOOD, vec![]);
        for id in 2..6 {
            let schema = random.pick(&schemas).clone();
            let schema = if random.one_in(4) { schema } else { mutate(&schema, &schemas, &words, random) };
            let reference = random.pick(&schemas).clone();
            let references =
                if random.one_in(4) { vec![String::from_utf8_lossy(&reference).into_owned()] } else { vec![] };
            registry.put(id, &String::from_utf8_lossy(&schema), references);
        }
        let mut stage = Stage::new(job(&source, STATEMENTS), registry);
        let good: Vec<Event> = (0..1 + random.below(5)).map(good).collect();
        let hostile: Vec<Event> = (0..1 + random.below(12))
            .map(|_| {
                let bytes = message(1 + random.below(6) as u32, &body(random));
                let value = if random.one_in(2) { bytes } else { mutate(&bytes, &schemas, &["\0\0\0\0\u{1}"], random) };
                let mut event = Event { value: (!random.one_in(12)).then_some(value), ..Event::default() };
                hostile_meta(&mut event, random);
                event
            })
            .collect();
        check(&mut stage, &good, &hostile, 2);
    });
}

#[test]
fn messages_that_are_no_messages() {
    let registry = Arc::new(Hostile::default());
    registry.put(1, GOOD, vec![]);
    let source = format!("{{topics: [in], format: avro, columns: {COLUMNS}}}");
    let mut stage = Stage::new(job(&source, STATEMENTS), registry);
    let whole = good(0).value.expect("a value");
    let mut values: Vec<Vec<u8>> = (0..whole.len()).map(|cut| whole[..cut].to_vec()).collect();
    values.extend((0..=255).map(|magic| [&[magic], &whole[1..]].concat()).filter(|value| value[0] != 0));
    values.extend([u32::MAX, 0, 2].map(|id| message(id, &whole[5..])));
    let hostile: Vec<Event> =
        values.into_iter().map(|value| Event { value: Some(value), ..Event::default() }).collect();
    check(&mut stage, &[good(1), good(2)], &hostile, 2);
}

/// Schemas of few bytes that stand for much: none may take memory, time or stack out of proportion.
#[test]
fn schemas_that_grow() {
    let doubling = (1..60).fold(r#"{"type":"record","name":"R0","fields":[]}"#.to_owned(), |inner, n| {
        let before = n - 1;
        format!(r#"{{"type":"record","name":"R{n}","fields":[{{"name":"a","type":{inner}}},{{"name":"b","type":"R{before}"}}]}}"#)
    });
    let deep = |open: &str, n: usize| format!("{}\"int\"{}", open.repeat(n), "}".repeat(n));
    let fields = |name: &str, of: &str| format!(r#"{{"type":"record","name":"{name}","fields":[{of}]}}"#);
    let huge =
        r#"{"name":"f","type":{"type":"fixed","name":"F","size":9223372036854775807}},{"name":"n","type":"long"}"#;
    let many = (0..5000).map(|n| format!(r#"{{"name":"f{n}","type":"null"}}"#)).collect::<Vec<_>>().join(",");
    let symbols = (0..20_000).map(|n| format!("\"S{n}\"")).collect::<Vec<_>>().join(",");
    let schemas = [
        doubling,
        deep(r#"{"type":"array","items":"#, 100_000),
        deep(r#"{"type":"map","values":"#, 100_000),
        "[".repeat(100_000),
        fields("E", huge),
        fields("E", &many),
        fields("E", &format!(r#"{{"name":"id","type":{{"type":"enum","name":"S","symbols":[{symbols}]}}}}"#)),
        fields("E", r#"{"name":"next","type":["null","E"]}"#),
        fields("E", r#"{"name":"next","type":"E"}"#),
        r#"{"type":"record","name":"E","fields":[{"name":"n","type":"long","default":1e999}]}"#.to_owned(),
        "null".to_owned(),
        String::new(),
    ];
    let registry = Arc::new(Hostile::default());
    registry.put(1, GOOD, vec![]);
    for (id, schema) in (2..).zip(&schemas) {
        registry.put(id, schema, vec![]);
    }
    let source = format!("{{topics: [in], format: avro, columns: {COLUMNS}}}");
    let (_, most) = memory::most(|| {
        let mut stage = Stage::new(job(&source, STATEMENTS), registry.clone());
        let bodies = [&[][..], &[0; 10], &[2; 400], &[0xff; 64]];
        let hostile: Vec<Event> = (2..2 + schemas.len() as u32)
            .flat_map(|id| bodies.map(|body| Event { value: Some(message(id, body)), ..Event::default() }))
            .collect();
        check(&mut stage, &[good(0), good(1)], &hostile, 2);
    });
    assert!(most < 128 << 20, "{most} bytes");
}
