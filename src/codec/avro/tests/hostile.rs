//! Bytes that mean harm: no panic, no memory or time out of proportion, no harm to the neighbours.

use apache_avro::Schema;
use proptest::prelude::*;

use super::decoding::{long, string};
use super::generate::{Kinds, Random, Schemas, record_of, value};
use super::oracle::{Datum, of_array, read, write};
use super::*;
use crate::codec::avsc::AvroType;
use crate::codec::reason;

proptest! {
    #![proptest_config(cases(300))]

    /// Cut anywhere or changed anywhere, a message is refused or read as `apache-avro` reads it, between two
    /// neighbours that keep their rows.
    #[test]
    fn broken_messages_are_refused_or_read_as_apache_avro_does(seed: u64) {
        let mut random = Random(seed);
        let schema = Schemas::new(&mut random, Kinds::Columns).record(0);
        let mut bench = Bench::new(&Columns::from_avsc(&schema.to_string()).unwrap());
        let id = bench.registry.register("s", &schema.to_string()).unwrap().unwrap();
        let oracle = Schema::parse_str(&schema.to_string()).unwrap();
        let record = AvroType::Record(record_of(&schema));
        let good = write(&oracle, &value(&record, &mut random), random.one_in(2));
        let expected = read(&oracle, None, &good);
        let mut bodies: Vec<Vec<u8>> = (0..good.len()).map(|cut| good[..cut].to_vec()).collect();
        for _ in 0..50 {
            let mut body = good.clone();
            for _ in 0..=random.below(3) {
                match random.below(3) {
                    0 if !body.is_empty() => {
                        let at = random.below(body.len());
                        body[at] = random.next() as u8;
                    }
                    1 if !body.is_empty() => {
                        body.remove(random.below(body.len()));
                    }
                    _ => body.insert(random.below(body.len() + 1), random.next() as u8),
                }
            }
            bodies.push(body);
        }
        let mut messages = vec![message(id, &good)];
        for body in &bodies {
            messages.push(message(id, body));
            messages.push(message(id, &good));
        }
        let decoded = bench.decode(&messages);
        let mut rows = decoded.rows.iter().enumerate().peekable();
        for index in 0..messages.len() {
            let row = rows.next_if(|(_, value)| **value as usize == index).map(|(row, _)| row);
            let ours = row.map(|row| Datum::Record(decoded.columns.iter().map(|c| of_array(c, row)).collect()));
            if index % 2 == 0 {
                prop_assert_eq!(ours.map(Ok), Some(expected.clone()), "a good neighbour");
            } else if let Some(ours) = ours {
                prop_assert_eq!(Ok(ours), read(&oracle, None, &bodies[index / 2]));
            }
        }
    }
}

#[test]
fn every_cut_of_a_message_is_refused() {
    let fields = r#"{"name": "a", "type": "string"}, {"name": "b", "type": {"type": "array", "items": "long"}},
        {"name": "c", "type": ["null", "double"]}, {"name": "d", "type": {"type": "map", "values": "boolean"}}"#;
    let mut bench = Bench::of(fields);
    let id = bench.writer(fields);
    let body = [
        string("text"),
        [long(2), long(1), long(1 << 50), long(0)].concat(),
        [long(1), 1.5f64.to_le_bytes().to_vec()].concat(),
        [long(-1), long(3), string("k"), vec![1], long(0)].concat(),
    ]
    .concat();
    let whole = message(id, &body);
    let mut messages: Vec<_> = (0..whole.len()).map(|cut| whole[..cut].to_vec()).collect();
    messages.push(whole);
    let decoded = bench.decode(&messages);
    assert_eq!(decoded.rows, [messages.len() as u32 - 1]);
}

#[test]
fn sizes_that_a_message_claims_are_bounded_by_its_bytes() {
    let empty = r#"{"type": "record", "name": "N", "fields": []}"#;
    let arrays = format!(
        r#"{{"name": "a", "type": {{"type": "array", "items": {empty}}}}}, {{"name": "b", "type": {{"type": "array", "items": "long"}}}}"#
    );
    let mut bench = Bench::of(&arrays);
    let id = bench.writer(&arrays);
    let nulls = bench.writer(&format!(r#"{{"name": "n", "type": {{"type": "array", "items": "null"}}}}, {arrays}"#));
    let cases = [
        [long(1 << 40)].concat(),
        [long(i64::MIN), long(0)].concat(),
        [long(-(1 << 40)), long(0)].concat(),
        [long(0), long(1 << 40)].concat(),
        [long(0), long(i64::MIN), long(1), long(0)].concat(),
        [long(0), long(-1), long(-1), long(5), long(0)].concat(),
        [long(0), long(-1), long(i64::MAX), long(5), long(0)].concat(),
        [long(0), long(-1), long(2), long(5), long(0)].concat(),
    ];
    let mut messages: Vec<_> = cases.iter().map(|body| message(id, body)).collect();
    messages.push(message(nulls, &[long(1 << 50), long(0), long(0), long(0)].concat()));
    messages.push(message(id, &[long(2), long(0), long(-1), long(1), long(5), long(0)].concat()));
    let decoded = bench.decode(&messages);
    assert_eq!(decoded.rows, [messages.len() as u32 - 1]);
    assert!(decoded.bad.iter().all(|b| b.reason == reason::AVRO), "{:?}", decoded.bad);
    let last = of_array(&decoded.columns[0], 0);
    assert_eq!(last, Datum::List(vec![Datum::Record(vec![]), Datum::Record(vec![])]));
}

#[test]
fn items_of_no_size_do_not_multiply_in_nested_arrays() {
    let nested = r#"{"name": "a", "type": {"type": "array", "items": {"type": "array", "items": {"type": "record", "name": "N", "fields": []}}}}"#;
    let mut bench = Bench::of(nested);
    let id = bench.writer(nested);
    let inner = [long(60), long(0)].concat();
    let body = [long(100), inner.repeat(100), long(0)].concat();
    let decoded = bench.decode(&[message(id, &body)]);
    assert_eq!(decoded.bad[0].message, "field a.[].[]: a block of 60 items in a message of fewer bytes");
}

#[test]
fn a_writers_schema_of_any_depth_does_no_harm() {
    let mut bench = Bench::of(r#"{"name": "a", "type": "long"}"#);
    let deep = |n: usize| format!("{}\"int\"{}", r#"{"type": "array", "items": "#.repeat(n), "}".repeat(n));
    let id = bench.writer(&format!(r#"{{"name": "d", "type": {}}}, {{"name": "a", "type": "long"}}"#, deep(60)));
    let decoded = bench.decode(&[message(id, &[long(1).repeat(60), long(5), vec![0; 60], long(3)].concat())]);
    assert_eq!((decoded.rows, decoded.bad), (vec![0], vec![]));
}
