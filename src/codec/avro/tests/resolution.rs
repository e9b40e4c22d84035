//! How values written with one schema are read as another.

use apache_avro::Schema;
use arrow::array::AsArray;
use arrow::datatypes::{Int32Type, Int64Type};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::decoding::{column, faults, long, string, text};
use super::generate::{Kinds, Random, Schemas, record_of, value};
use super::oracle::{Datum, of_array, read, write};
use super::*;
use crate::codec::avsc::AvroType;
use crate::codec::reason;

proptest! {
    #![proptest_config(cases(400))]

    /// A reader's schema that has grown out of the writer's: as `apache-avro` resolves it.
    #[test]
    fn schemas_are_resolved_as_apache_avro_does(seed: u64) {
        let mut random = Random(seed);
        let writer = Schemas::new(&mut random, Kinds::Columns).record(0);
        let mut reader = writer.clone();
        evolve(&mut reader, &mut random);
        let columns = Columns::from_avsc(&reader.to_string()).unwrap();
        let mut bench = Bench::new(&columns);
        let id = bench.registry.register("s", &writer.to_string()).unwrap().unwrap();
        rename_back(&mut reader);
        let (from, to) =
            (Schema::parse_str(&writer.to_string()).unwrap(), Schema::parse_str(&reader.to_string()).unwrap());
        let record = AvroType::Record(record_of(&writer));
        let bodies: Vec<_> = (0..4).map(|_| write(&from, &value(&record, &mut random), false)).collect();
        let messages: Vec<_> = bodies.iter().map(|body| message(id, body)).collect();
        let decoded = bench.decode(&messages);
        let mut row = 0;
        for (index, body) in bodies.iter().enumerate() {
            let expected = read(&from, Some(&to), body);
            if decoded.rows.contains(&(index as u32)) {
                let ours = Datum::Record(decoded.columns.iter().map(|c| of_array(c, row)).collect());
                prop_assert_eq!(Ok(ours), expected);
                row += 1;
            } else {
                prop_assert!(expected.is_err(), "{:?} but {expected:?}", faults(&decoded));
            }
        }
    }
}

/// Changes a record's fields as schemas change over time.
fn evolve(record: &mut Json, random: &mut Random) {
    let fields = record["fields"].as_array_mut().unwrap();
    for field in fields.iter_mut() {
        match random.below(6) {
            0 => promote(&mut field["type"], random),
            1 => {
                let old = field["name"].clone();
                field["name"] = json!(format!("new_{}", old.as_str().unwrap()));
                field["aliases"] = json!([old]);
            }
            2 if !field["type"].is_array() => field["type"] = json!(["null", field["type"].clone()]),
            3 if field["type"]["type"] == "record" => evolve(&mut field["type"], random),
            _ => {}
        }
    }
    if random.one_in(2) {
        let gone = random.below(fields.len() + 1);
        fields.truncate(gone);
    }
    let at = random.below(fields.len() + 1);
    let added = match random.below(4) {
        0 => json!({"name": "added", "type": "string", "default": "déf"}),
        1 => json!({"name": "added", "type": ["null", "long"], "default": null}),
        2 => json!({"name": "added", "type": {"type": "array", "items": "int"}, "default": [1, 2]}),
        _ => json!({"name": "added", "type": {"type": "map", "values": "string"}, "default": {"k": "v"}}),
    };
    fields.insert(at, added);
    let turn = random.below(fields.len());
    fields.rotate_left(turn);
}

/// Gives renamed fields their old names: `apache-avro` does not look at aliases.
fn rename_back(avro: &mut Json) {
    match avro {
        Json::Object(object) => {
            if let Some(aliases) = object.remove("aliases") {
                object["name"] = aliases[0].clone();
            }
            object.values_mut().for_each(rename_back);
        }
        Json::Array(list) => list.iter_mut().for_each(rename_back),
        _ => {}
    }
}

fn promote(avro: &mut Json, random: &mut Random) {
    let wider: &[&str] = match avro.as_str() {
        Some("int") => &["long", "float", "double"],
        Some("long") => &["float", "double"],
        Some("float") => &["double"],
        Some("string") => &["bytes"],
        _ => return,
    };
    *avro = json!(wider[random.below(wider.len())]);
}

#[test]
fn unions_are_read_by_the_type_that_was_written() {
    let mut bench = Bench::of(r#"{"name": "a", "type": "long"}"#);
    let id = bench.writer(r#"{"name": "a", "type": ["null", "int", "string", "long"]}"#);
    let decoded = bench.decode(&[
        message(id, &[long(1), long(-7)].concat()),
        message(id, &long(0)),
        message(id, &[long(2), string("x")].concat()),
        message(id, &[long(3), long(1 << 40)].concat()),
        message(id, &long(4)),
        message(id, &long(-1)),
    ]);
    assert_eq!(decoded.columns[0].as_primitive::<Int64Type>().values(), &[-7, 1 << 40]);
    assert_eq!(
        faults(&decoded),
        [
            (1, reason::MISSING, "field a: null, but the job's schema requires a value"),
            (2, reason::SCHEMA_MISMATCH, "field a: string can't be read as long"),
            (4, reason::AVRO, "field a: there are 4 types in the union, found number 4"),
            (5, reason::AVRO, "field a: there are 4 types in the union, found number -1"),
        ]
    );
}

#[test]
fn of_several_records_in_a_union_the_name_decides() {
    let record =
        |name: &str| format!(r#"{{"type": "record", "name": "{name}", "fields": [{{"name": "x", "type": "int"}}]}}"#);
    let mut bench = Bench::of(&format!(r#"{{"name": "a", "type": {}}}"#, record("B")));
    let two = bench.writer(&format!(r#"{{"name": "a", "type": [{}, {}]}}"#, record("n.A"), record("n.B")));
    let one = bench.writer(&format!(r#"{{"name": "a", "type": [{}, "null"]}}"#, record("A")));
    let decoded = bench.decode(&[
        message(two, &[long(0), long(5)].concat()),
        message(two, &[long(1), long(6)].concat()),
        message(one, &[long(0), long(7)].concat()),
    ]);
    assert_eq!(column(&decoded, 0), [6, 7].map(|n| Datum::Record(vec![Datum::Number(n)])));
    assert_eq!(faults(&decoded), [(0, reason::SCHEMA_MISMATCH, "field a: record A can't be read as record B")]);
}

#[test]
fn enums_are_read_by_symbol() {
    let en = |symbols: &str, more: &str| format!(r#"{{"type": "enum", "name": "N", "symbols": {symbols}{more}}}"#);
    let mut bench = Bench::of(&format!(
        r#"{{"name": "a", "type": {}}}, {{"name": "b", "type": {}}}, {{"name": "c", "type": "string"}}"#,
        en(r#"["Q", "P"]"#, ""),
        en(r#"["Q", "P"]"#, r#", "default": "Q""#).replace("\"N\"", "\"O\"")
    ));
    let written = en(r#"["P", "Q", "NEW"]"#, "");
    let fields =
        format!(r#"{{"name": "a", "type": {written}}}, {{"name": "b", "type": "N"}}, {{"name": "c", "type": "N"}}"#);
    let id = bench.writer(&fields);
    let three = |a, b, c| message(id, &[long(a), long(b), long(c)].concat());
    let decoded = bench.decode(&[three(0, 1, 0), three(1, 2, 2), three(2, 0, 0), three(3, 0, 0)]);
    assert_eq!(column(&decoded, 0), [text("P"), text("Q")]);
    assert_eq!(column(&decoded, 1), [text("Q"), text("Q")]);
    assert_eq!(column(&decoded, 2), [text("P"), text("NEW")]);
    assert_eq!(
        faults(&decoded),
        [
            (2, reason::SCHEMA_MISMATCH, "field a: enum N of the job's schema has no symbol NEW"),
            (3, reason::AVRO, "field a: there are 3 symbols, found number 3"),
        ]
    );
}

#[test]
fn aliases_find_renamed_fields_whatever_is_wanted() {
    let reader = r#"{"name": "a", "aliases": ["b"], "type": "int", "default": -1}, {"name": "b", "type": "int"}"#;
    let columns = Columns::from_avsc(&record_schema(reader)).unwrap();
    for wanted in [&[0, 1][..], &[0]] {
        let mut bench = Bench::new(&columns.project(wanted));
        let id = bench.writer(r#"{"name": "b", "type": "int"}"#);
        let decoded = bench.decode(&[message(id, &long(4))]);
        assert_eq!(decoded.columns[0].as_primitive::<Int32Type>().values(), &[-1], "b is read by b");
    }
    let mut bench = Bench::of(r#"{"name": "a", "aliases": ["x", "b", "c"], "type": "int"}"#);
    let id = bench.writer(r#"{"name": "c", "type": "int"}, {"name": "b", "type": "int"}"#);
    let decoded = bench.decode(&[message(id, &[long(1), long(2)].concat())]);
    assert_eq!(decoded.columns[0].as_primitive::<Int32Type>().values(), &[2]);
}

#[test]
fn times_keep_their_meaning_across_units() {
    let column_type = |t: &str| format!(r#"{{"name": "a", "type": {{"type": "long", "logicalType": "{t}"}}}}"#);
    let read = |from: &str, to: &str, n: i64| {
        let mut bench = Bench::of(&column_type(to));
        let id = bench.writer(&column_type(from));
        let decoded = bench.decode(&[message(id, &long(n))]);
        match decoded.bad.first() {
            None => Ok(column(&decoded, 0)[0].clone()),
            Some(bad) => Err((bad.reason, bad.message.clone())),
        }
    };
    assert_eq!(read("timestamp-millis", "timestamp-micros", -5), Ok(Datum::Number(-5_000)));
    assert_eq!(read("timestamp-micros", "timestamp-millis", -1), Ok(Datum::Number(-1)));
    assert_eq!(read("local-timestamp-nanos", "timestamp-millis", 1_999_999), Ok(Datum::Number(1)));
    assert_eq!(read("unknown", "timestamp-millis", 7), Ok(Datum::Number(7)));
    assert_eq!(read("timestamp-micros", "unknown", 7), Ok(Datum::Number(7)));
    let too_far = format!("field a: time {} has no place in the column's unit", i64::MAX);
    assert_eq!(read("timestamp-millis", "timestamp-nanos", i64::MAX), Err((reason::OUT_OF_RANGE, too_far)));
    let (reason, why) = read("time-micros", "timestamp-micros", 1).unwrap_err();
    assert_eq!(reason, reason::SCHEMA_MISMATCH);
    assert!(why.ends_with("field a: time-micros can't be read as timestamp-micros"));
}

#[test]
fn decimals_have_the_same_scale_and_no_more_digits() {
    let decimal = |base: &str, precision: u32, scale: u32| {
        format!(
            r#"{{"name": "a", "type": {{{base}, "logicalType": "decimal", "precision": {precision}, "scale": {scale}}}}}"#
        )
    };
    let bytes = r#""type": "bytes""#;
    let mut bench = Bench::of(&decimal(bytes, 4, 2));
    let wide = bench.writer(&decimal(bytes, 10, 2));
    let fixed = bench.writer(&decimal(r#""type": "fixed", "name": "F", "size": 20"#, 10, 2));
    let other = bench.writer(&decimal(bytes, 4, 1));
    let plain = bench.writer(r#"{"name": "a", "type": "bytes"}"#);
    let with_len = |b: &[u8]| [long(b.len() as i64), b.to_vec()].concat();
    let decoded = bench.decode(&[
        message(wide, &with_len(&[0xff, 0x85])),
        message(wide, &with_len(&9_999i32.to_be_bytes())),
        message(wide, &with_len(&10_000i32.to_be_bytes())),
        message(wide, &with_len(&[])),
        message(fixed, &[[0xff; 19].to_vec(), vec![0x85]].concat()),
        message(fixed, &[[0; 3].to_vec(), vec![1; 17]].concat()),
        message(wide, &with_len(&[[0; 1].to_vec(), vec![0xff; 16]].concat())),
        message(other, &with_len(&[1])),
        message(plain, &with_len(&[1])),
    ]);
    assert_eq!(column(&decoded, 0), [-123, 9_999, 0, -123, 1].map(Datum::Number));
    let reasons: Vec<_> = decoded.bad.iter().map(|b| (b.index, b.reason)).collect();
    let (range, mismatch) = (reason::OUT_OF_RANGE, reason::SCHEMA_MISMATCH);
    assert_eq!(reasons, [(2, range), (5, range), (6, range), (7, mismatch)]);
}

#[test]
fn inline_columns_read_avro_too() {
    let inline = [
        ("small", "tinyint not null"),
        ("at", "timestamp(0)"),
        ("kind", "varchar"),
        ("raw", "varbinary"),
        ("gone", "int"),
        ("tags", "map<struct<n: bigint>>"),
        ("of", "array<float not null>"),
    ];
    let inline = inline.map(|(n, t)| (n.to_owned(), t.to_owned()));
    let mut bench = Bench::new(&Columns::from_inline(&inline).unwrap());
    let id = bench.writer(
        r#"{"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A", "B"]}},
           {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
           {"name": "small", "type": "int"}, {"name": "raw", "type": {"type": "fixed", "name": "F", "size": 2}},
           {"name": "of", "type": ["null", {"type": "array", "items": "int"}]},
           {"name": "tags", "type": {"type": "map", "values": {"type": "record", "name": "V", "fields": [
               {"name": "n", "type": ["int", "null"]}]}}}"#,
    );
    let body = |small: i64| {
        let tags = [long(2), string("x"), long(0), long(9), string("y"), long(1), long(0)].concat();
        let of = [long(1), long(-2), long(2), long(1), long(2), long(0)].concat();
        message(id, &[long(1), long(-1), long(small), b"\x01\xff".to_vec(), of, tags].concat())
    };
    let decoded = bench.decode(&[body(-128), body(128)]);
    let record = |datum| Datum::Record(vec![datum]);
    let row: Vec<_> = (0..7).map(|c| column(&decoded, c)[0].clone()).collect();
    let tags = vec![("x".into(), record(Datum::Number(9))), ("y".into(), record(Datum::Null))];
    let floats = [1f32, 2.0].map(|f| Datum::Float(f.to_bits()));
    assert_eq!(
        row,
        [
            Datum::Number(-128),
            Datum::Number(-1),
            text("B"),
            Datum::Bytes(vec![1, 0xff]),
            Datum::Null,
            Datum::Map(tags),
            Datum::List(floats.to_vec()),
        ]
    );
    assert_eq!(faults(&decoded), [(1, reason::OUT_OF_RANGE, "field small: 128 is not between -128 and 127")]);
}

#[test]
fn defaults_of_every_type() {
    let en = r#"{"type": "enum", "name": "N", "symbols": ["A", "B"]}"#;
    let fixed = r#"{"type": "fixed", "name": "F", "size": 2}"#;
    let decimal = r#"{"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 1}"#;
    let record = r#"{"type": "record", "name": "R", "fields": [{"name": "p", "type": "int"},
        {"name": "q", "type": ["null", "string"], "default": null}]}"#;
    let cases = [
        (r#""boolean""#, "true", Datum::Boolean(true)),
        (r#""int""#, "-3", Datum::Number(-3)),
        (r#""long""#, "4", Datum::Number(4)),
        (r#""float""#, "1.5", Datum::Float(1.5f32.to_bits())),
        (r#""double""#, "2", Datum::Double(2f64.to_bits())),
        (r#""string""#, r#""é, and more than twelve bytes""#, text("é, and more than twelve bytes")),
        (r#""bytes""#, r#""\u00ffa""#, Datum::Bytes(vec![0xff, b'a'])),
        (fixed, r#""ab""#, Datum::Bytes(b"ab".to_vec())),
        (en, r#""B""#, text("B")),
        (decimal, r#""\u00ff""#, Datum::Number(-1)),
        (r#"["null", "int"]"#, "null", Datum::Null),
        (r#"["int", "null"]"#, "7", Datum::Number(7)),
        (r#"{"type": "array", "items": "string"}"#, r#"["x"]"#, Datum::List(vec![text("x")])),
        (r#"{"type": "map", "values": "int"}"#, r#"{"k": 1}"#, Datum::Map(vec![("k".into(), Datum::Number(1))])),
        (record, r#"{"p": 1}"#, Datum::Record(vec![Datum::Number(1), Datum::Null])),
    ];
    for (avro, default, expected) in cases {
        let mut bench = Bench::of(&format!(r#"{{"name": "a", "type": {avro}, "default": {default}}}"#));
        let id = bench.writer(r#"{"name": "x", "type": "int"}"#);
        let decoded = bench.decode(&[message(id, &long(1)), message(id, &[]), message(id, &long(1))]);
        assert_eq!(column(&decoded, 0), [expected.clone(), expected], "{avro}");
        assert_eq!(decoded.rows, [0, 2]);
    }
    for (avro, default) in [
        (r#""int""#, "2147483648"),
        (r#""int""#, "null"),
        (r#""string""#, "1"),
        (r#""bytes""#, r#""€""#),
        (fixed, r#""a""#),
        (en, r#""C""#),
        (decimal, r#""\u007f\u00ff""#),
        (r#"{"type": "array", "items": "string"}"#, "[1]"),
        (record, "{}"),
    ] {
        let fields = format!(r#"{{"name": "a", "type": {avro}, "default": {default}}}"#);
        let columns = Columns::from_avsc(&record_schema(&fields)).unwrap();
        let made = AvroDecoder::new(&columns, Arc::new(MemoryRegistry::default()), Arc::new(ManualClock::default()));
        let error = made.err().unwrap().to_string();
        assert!(error.starts_with("Avro schema: field a: the default "), "{error}");
    }
}
