//! Messages to columns.

use std::time::Duration;

use apache_avro::Schema;
use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use proptest::prelude::*;
use serde_json::json;

use super::generate::{Kinds, Random, Schemas, record_of, value};
use super::oracle::{Datum, of_array, of_value, write};
use super::*;
use crate::codec::avsc::AvroType;
use crate::codec::reason;

/// One column's values.
pub(super) fn column(decoded: &Decoded, index: usize) -> Vec<Datum> {
    (0..decoded.rows.len()).map(|row| of_array(&decoded.columns[index], row)).collect()
}

pub(super) fn text(s: &str) -> Datum {
    Datum::Text(s.into())
}

/// Zigzag varint.
pub(super) fn long(n: i64) -> Vec<u8> {
    let mut z = ((n << 1) ^ (n >> 63)) as u64;
    let mut out = Vec::new();
    while z >= 0x80 {
        out.push(z as u8 | 0x80);
        z >>= 7;
    }
    out.push(z as u8);
    out
}

pub(super) fn string(s: &str) -> Vec<u8> {
    [long(s.len() as i64), s.as_bytes().to_vec()].concat()
}

/// The faults of a window, as (index, reason, message).
pub(super) fn faults(decoded: &Decoded) -> Vec<(u32, &str, &str)> {
    decoded.bad.iter().map(|b| (b.index, b.reason, b.message.as_str())).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    /// Any record, any of its fields wanted: the same values as `apache-avro` wrote.
    #[test]
    fn what_apache_avro_writes_is_read(seed: u64) {
        let mut random = Random(seed);
        let all = Schemas::new(&mut random, Kinds::Columns).record(0);
        let columns = Columns::from_avsc(&all.to_string()).unwrap();
        let wanted: Vec<usize> = (0..columns.defaults.len()).filter(|_| random.one_in(2)).collect();
        let mut bench = Bench::new(&columns.project(&wanted));
        let id = bench.registry.register("s", &all.to_string()).unwrap().unwrap();
        let oracle = Schema::parse_str(&all.to_string()).unwrap();
        let record = record_of(&all);
        let values: Vec<_> =
            (0..random.below(20)).map(|_| value(&AvroType::Record(record.clone()), &mut random)).collect();
        let blocked = random.one_in(2);
        let messages: Vec<_> = values.iter().map(|v| message(id, &write(&oracle, v, blocked))).collect();
        let decoded = bench.decode(&messages);
        prop_assert_eq!(faults(&decoded), vec![]);
        for (row, value) in values.iter().enumerate() {
            let Datum::Record(fields) = of_value(value) else { panic!("not a record") };
            for (slot, field) in wanted.iter().enumerate() {
                prop_assert_eq!(&of_array(&decoded.columns[slot], row), &fields[*field]);
            }
        }
    }

    /// Fields of the writer that are not wanted may be of any type.
    #[test]
    fn any_type_is_skipped(seed: u64) {
        let mut random = Random(seed);
        let mut writer = Schemas::new(&mut random, Kinds::All).record(0);
        writer["fields"].as_array_mut().unwrap().push(json!({"name": "last", "type": "long"}));
        let mut bench = Bench::of(r#"{"name": "last", "type": "long"}"#);
        let id = bench.registry.register("s", &writer.to_string()).unwrap().unwrap();
        let oracle = Schema::parse_str(&writer.to_string()).unwrap();
        let record = AvroType::Record(record_of(&writer));
        let values: Vec<_> = (0..5).map(|_| value(&record, &mut random)).collect();
        let blocked = random.one_in(2);
        let messages: Vec<_> = values.iter().map(|v| message(id, &write(&oracle, v, blocked))).collect();
        let decoded = bench.decode(&messages);
        prop_assert_eq!(faults(&decoded), vec![]);
        for (row, value) in values.iter().enumerate() {
            let Datum::Record(fields) = of_value(value) else { panic!("not a record") };
            prop_assert_eq!(&of_array(&decoded.columns[0], row), fields.last().unwrap());
        }
    }
}

#[test]
fn a_bad_message_costs_its_own_row() {
    let mut bench = Bench::of(r#"{"name": "a", "type": "string"}, {"name": "b", "type": "long"}"#);
    let id = bench.writer(r#"{"name": "a", "type": "string"}, {"name": "b", "type": "long"}"#);
    let good = |s: &str, n| message(id, &[string(s), long(n)].concat());
    let decoded = bench.decode(&[
        good("one", 1),
        vec![],
        b"{\"a\": 1}".to_vec(),
        vec![0, 0, 0],
        message(77, &[]),
        good("a text of more than twelve bytes", 2),
        message(id, &string("cut")),
        message(id, &[long(3), vec![b'a', 0xff, b'b'], long(3)].concat()),
        message(id, &[long(20), vec![0xff; 20], long(3)].concat()),
        message(id, &long(-3)),
        message(id, &[string("x"), vec![0xff; 11]].concat()),
        [good("x", 3), vec![0, 0]].concat(),
        good("", i64::MIN),
    ]);
    assert_eq!(decoded.rows, [0, 5, 12]);
    assert_eq!(column(&decoded, 0), [text("one"), text("a text of more than twelve bytes"), text("")]);
    assert_eq!(decoded.columns[1].as_primitive::<Int64Type>().values(), &[1, 2, i64::MIN]);
    let wire = |n| format!("expected a zero byte and a schema id of four bytes, below 2^31; found {n} bytes without");
    assert_eq!(
        faults(&decoded),
        [
            (1, reason::WIRE_FORMAT, wire(0).as_str()),
            (2, reason::WIRE_FORMAT, wire(8).as_str()),
            (3, reason::WIRE_FORMAT, wire(3).as_str()),
            (4, reason::UNKNOWN_SCHEMA, "the registry does not know schema 77"),
            (6, reason::AVRO, "field b: the message ends in the middle of a value"),
            (7, reason::UTF8, "field a: text is not UTF-8"),
            (8, reason::UTF8, "field a: text is not UTF-8"),
            (9, reason::AVRO, "field a: a length is -3"),
            (10, reason::AVRO, "field b: a number has more than 64 bits"),
            (11, reason::AVRO, "2 bytes are left over after the last field"),
        ]
    );
}

#[test]
fn text_is_a_view_into_the_arena() {
    let mut bench = Bench::of(r#"{"name": "a", "type": "string"}"#);
    let id = bench.writer(r#"{"name": "a", "type": "string"}"#);
    let (arena, spans) = arena(&[message(id, &string("a text of more than twelve bytes"))]);
    let decoded = bench.decoder.decode(&arena, &spans).unwrap();
    assert_eq!(decoded.columns[0].as_string_view().data_buffers()[0].as_ptr(), arena.as_ptr());
}

#[test]
fn one_window_may_hold_many_writers_schemas() {
    let mut bench = Bench::of(r#"{"name": "a", "type": "long"}, {"name": "b", "type": "string", "default": "none"}"#);
    let old = bench.writer(r#"{"name": "a", "type": "int"}"#);
    let new = bench
        .writer(r#"{"name": "b", "type": "string"}, {"name": "x", "type": "double"}, {"name": "a", "type": "long"}"#);
    let unfit = bench.writer(r#"{"name": "a", "type": "string"}"#);
    let without = bench.writer(r#"{"name": "b", "type": "string"}"#);
    let not_record = bench.registry.register("s", r#""long""#).unwrap().unwrap();
    let new_message = message(new, &[string("b"), vec![0; 8], long(2)].concat());
    let decoded = bench.decode(&[
        message(old, &long(1)),
        new_message.clone(),
        message(unfit, &string("x")),
        message(without, &string("x")),
        message(not_record, &long(1)),
        new_message,
        message(old, &long(3)),
    ]);
    assert_eq!(decoded.columns[0].as_primitive::<Int64Type>().values(), &[1, 2, 2, 3]);
    assert_eq!(column(&decoded, 1), [text("none"), text("b"), text("b"), text("none")]);
    assert_eq!(
        faults(&decoded),
        [
            (2, reason::SCHEMA_MISMATCH, "schema 3 can't be read as the job's: field a: string can't be read as long"),
            (
                3,
                reason::SCHEMA_MISMATCH,
                "schema 4 can't be read as the job's: field a: the writer's schema has no such field, and the job's \
                 has no default for it"
            ),
            (4, reason::SCHEMA_MISMATCH, "schema 5 can't be read as the job's: long can't be read as a record"),
        ]
    );
}

#[test]
fn an_unknown_id_is_asked_for_again_after_ten_seconds() {
    let (registry, clock) = (Arc::new(Moody::default()), Arc::new(ManualClock::default()));
    let columns = Columns::from_avsc(&record_schema(r#"{"name": "a", "type": "long"}"#)).unwrap();
    let mut decoder = AvroDecoder::new(&columns, registry.clone(), clock.clone()).unwrap();
    let (arena, spans) = arena(&[message(1, &long(5)), message(1, &long(6))]);
    let mut rows = || decoder.decode(&arena, &spans).unwrap().rows.len();
    let asked = || registry.asked.load(Ordering::SeqCst);
    assert_eq!((rows(), asked()), (0, 1));
    registry.inner.register("s", &record_schema(r#"{"name": "a", "type": "long"}"#)).unwrap().unwrap();
    clock.advance(Duration::from_millis(9_999));
    assert_eq!((rows(), asked()), (0, 1));
    clock.advance(Duration::from_millis(1));
    assert_eq!((rows(), asked()), (2, 2));
    clock.advance(Duration::from_secs(60));
    assert_eq!((rows(), asked()), (2, 2));
}

#[test]
fn a_registry_that_does_not_answer_costs_nothing() {
    let registry = Arc::new(Moody::default());
    registry.down.store(1, Ordering::SeqCst);
    registry.inner.register("s", &record_schema(r#"{"name": "a", "type": "long"}"#)).unwrap().unwrap();
    let columns = Columns::from_avsc(&record_schema(r#"{"name": "a", "type": "long"}"#)).unwrap();
    let mut decoder = AvroDecoder::new(&columns, registry.clone(), Arc::new(ManualClock::default())).unwrap();
    let (arena, spans) = arena(&[vec![], message(1, &long(6))]);
    assert_eq!(decoder.decode(&arena, &spans).unwrap_err(), Unavailable { message: "down".into() });
    registry.down.store(0, Ordering::SeqCst);
    assert_eq!(decoder.decode(&arena, &spans).unwrap().rows, [1]);
    registry.down.store(1, Ordering::SeqCst);
    assert_eq!(decoder.decode(&arena, &spans).unwrap().rows, [1], "a known schema needs no registry");
}

#[test]
fn nothing_wanted_still_counts_rows() {
    let columns = Columns::from_avsc(&record_schema(r#"{"name": "a", "type": "long"}"#)).unwrap();
    let mut bench = Bench::new(&columns.project(&[]));
    let id = bench.writer(r#"{"name": "a", "type": "long"}"#);
    let decoded = bench.decode(&[message(id, &long(1)), message(id, &[]), message(id, &long(2))]);
    assert_eq!((decoded.rows, decoded.bad.len(), decoded.columns.len()), (vec![0, 2], 1, 0));
    assert!(bench.decode(&[]).rows.is_empty());
}
