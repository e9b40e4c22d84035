//! Columns to messages.

use apache_avro::Schema as Oracle;
use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, DictionaryArray, FixedSizeBinaryArray, Float16Array, Float32Array,
    Int8Array, Int32Array, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt16Array, UInt32Array,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Float16Type, Int32Type, Schema, TimeUnit};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::generate::{Kinds, Random, Schemas, record_of, value};
use super::oracle::{Datum, of_array, of_value, read, write};
use super::*;
use crate::codec::Encoder;
use crate::codec::avro::{AvroEncoder, Subjects, derive_avro};
use crate::codec::avsc::AvroType;

fn subjects(registry: Arc<dyn SchemaSource>) -> Subjects {
    Subjects { registry, names: vec!["out-value".into()], register: true }
}

fn encoder(schema: &Schema, avro: Option<&str>) -> AvroEncoder {
    AvroEncoder::new(schema, avro, "Out", subjects(Arc::new(MemoryRegistry::default()))).unwrap()
}

fn refusal(schema: &Schema, avro: &str) -> String {
    let made = AvroEncoder::new(schema, Some(avro), "Out", subjects(Arc::new(MemoryRegistry::default())));
    made.err().unwrap().to_string()
}

/// The messages, one per row.
fn encode(encoder: &mut AvroEncoder, batch: &RecordBatch) -> Vec<Vec<u8>> {
    let (mut out, mut ends) = (b"before".to_vec(), vec![6]);
    encoder.encode(batch, &mut out, &mut ends).unwrap();
    assert_eq!((ends.len(), ends[0], *ends.last().unwrap() as usize), (batch.num_rows() + 1, 6, out.len()));
    ends.windows(2).map(|pair| out[pair[0] as usize..pair[1] as usize].to_vec()).collect()
}

fn batch(columns: Vec<(&str, ArrayRef, bool)>) -> RecordBatch {
    let fields: Vec<_> =
        columns.iter().map(|(name, a, null)| Field::new(*name, a.data_type().clone(), *null)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, a, _)| a).collect()).unwrap()
}

/// Encodes, and reads it with `apache-avro`.
fn read_back(encoder: &mut AvroEncoder, batch: &RecordBatch) -> Vec<Datum> {
    let oracle = Oracle::parse_str(encoder.avro_schema()).unwrap();
    encode(encoder, batch).iter().map(|m| read(&oracle, None, &m[5..]).unwrap()).collect()
}

/// Rows of a random schema: the schema, the values, and the batch that the decoder makes of them.
fn rows(random: &mut Random) -> (Json, Vec<Datum>, RecordBatch) {
    let schema = Schemas::new(random, Kinds::Outputs).record(0);
    let columns = Columns::from_avsc(&schema.to_string()).unwrap();
    let mut bench = Bench::new(&columns);
    let id = bench.registry.register("s", &schema.to_string()).unwrap().unwrap();
    let oracle = Oracle::parse_str(&schema.to_string()).unwrap();
    let record = AvroType::Record(record_of(&schema));
    let values: Vec<_> = (0..1 + random.below(12)).map(|_| value(&record, random)).collect();
    let messages: Vec<_> = values.iter().map(|v| message(id, &write(&oracle, v, false))).collect();
    let decoded = bench.decode(&messages);
    let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(values.len()));
    let batch = RecordBatch::try_new_with_options(columns.schema, decoded.columns, &options).unwrap();
    (schema, values.iter().map(of_value).collect(), batch)
}

proptest! {
    #![proptest_config(cases(400))]

    /// What is read with a schema and written with it comes out the same, for `apache-avro`; also of a batch that is a
    /// part of another.
    #[test]
    fn apache_avro_reads_what_is_written(seed: u64) {
        let mut random = Random(seed);
        let (schema, values, batch) = rows(&mut random);
        let mut given = encoder(&batch.schema(), Some(&schema.to_string()));
        prop_assert_eq!(&read_back(&mut given, &batch), &values);
        let start = random.below(values.len());
        let part = batch.slice(start, random.below(values.len() - start + 1));
        prop_assert_eq!(&read_back(&mut given, &part), &values[start..start + part.num_rows()]);
        let mut derived = encoder(&batch.schema(), None);
        prop_assert_eq!(read_back(&mut derived, &batch), values);
    }

    /// The same bytes as `arrow-avro` writes.
    #[test]
    fn arrow_avro_writes_the_same_bytes(seed: u64) {
        use arrow_avro::schema::{FingerprintStrategy, SCHEMA_METADATA_KEY};
        use arrow_avro::writer::{WriterBuilder, format::AvroSoeFormat};
        let mut random = Random(seed);
        let (_, _, batch) = rows(&mut random);
        let mut ours = encoder(&batch.schema(), None);
        let metadata = [(SCHEMA_METADATA_KEY.to_owned(), ours.avro_schema().to_owned())];
        let schema = batch.schema().as_ref().clone().with_metadata(metadata.into());
        let mut theirs = WriterBuilder::new(schema)
            .with_fingerprint_strategy(FingerprintStrategy::Id(1))
            .build_encoder::<AvroSoeFormat>()
            .unwrap();
        theirs.encode(&batch).unwrap();
        let rows: Vec<_> = theirs.flush().iter().map(|row| row.to_vec()).collect();
        prop_assert_eq!(encode(&mut ours, &batch), rows);
    }
}

#[test]
fn a_message_is_a_zero_the_id_and_the_fields() {
    let avro = record_schema(r#"{"name": "s", "type": "string"}, {"name": "n", "type": ["long", "null"]}"#);
    let registry = Arc::new(MemoryRegistry::default());
    registry.register("other", r#""int""#).unwrap().unwrap();
    let batch = batch(vec![
        ("n", Arc::new(Int64Array::from(vec![Some(-1), None])), true),
        ("s", Arc::new(StringArray::from(vec!["ab", ""])), false),
    ]);
    let mut encoder = AvroEncoder::new(&batch.schema(), Some(&avro), "Out", subjects(registry.clone())).unwrap();
    let messages = encode(&mut encoder, &batch);
    assert_eq!(messages, [vec![0, 0, 0, 0, 2, 4, b'a', b'b', 0, 1], vec![0, 0, 0, 0, 2, 0, 2]]);
    assert_eq!(registry.lookup("out-value", &avro), Ok(Some(2)));
    assert_eq!(encode(&mut encoder, &batch.slice(0, 0)), Vec::<Vec<u8>>::new());
}

#[test]
fn columns_of_other_arrow_types_are_widened() {
    let half = |x: f32| <Float16Type as arrow::datatypes::ArrowPrimitiveType>::Native::from_f32(x);
    let fixed = FixedSizeBinaryArray::try_from_iter([[1u8, 2], [3, 4]].into_iter()).unwrap();
    let times = TimestampNanosecondArray::from(vec![-1, 5_000_000]);
    let columns: Vec<(&str, ArrayRef, &str)> = vec![
        ("i8", Arc::new(Int8Array::from(vec![-8, 8])), r#""int""#),
        ("u16", Arc::new(UInt16Array::from(vec![0, 65_535])), r#""float""#),
        ("u32", Arc::new(UInt32Array::from(vec![0, u32::MAX])), r#""long""#),
        ("i32", Arc::new(Int32Array::from(vec![1, -1])), r#""double""#),
        ("f16", Arc::new(Float16Array::from(vec![half(0.5), half(2.0)])), r#""float""#),
        ("f32", Arc::new(Float32Array::from(vec![0.5, 2.0])), r#""double""#),
        ("large", Arc::new(LargeStringArray::from(vec!["a", "b"])), r#""string""#),
        ("dict", Arc::new(DictionaryArray::<Int32Type>::from_iter(["x", "x"])), r#""string""#),
        ("bin", Arc::new(BinaryArray::from(vec![&b"1"[..], b"2"])), r#""bytes""#),
        ("fsb", Arc::new(fixed.clone()), r#""bytes""#),
        ("fixed", Arc::new(fixed), r#"{"type": "fixed", "name": "F", "size": 2}"#),
        ("ms", Arc::new(times), r#"{"type": "long", "logicalType": "timestamp-millis"}"#),
        (
            "us",
            Arc::new(TimestampSecondArray::from(vec![i64::MAX, 2]).with_timezone("+00:00")),
            r#"{"type": "long", "logicalType": "timestamp-micros"}"#,
        ),
    ];
    let fields: Vec<_> = columns.iter().map(|(n, _, t)| format!(r#"{{"name": "{n}", "type": {t}}}"#)).collect();
    let batch = batch(columns.into_iter().map(|(n, a, _)| (n, a, false)).collect());
    let rows = read_back(&mut encoder(&batch.schema(), Some(&record_schema(&fields.join(", ")))), &batch);
    let text = |s: &str| Datum::Text(s.into());
    let bytes = |b: &[u8]| Datum::Bytes(b.to_vec());
    assert_eq!(
        rows[1],
        Datum::Record(vec![
            Datum::Number(8),
            Datum::Float(65_535f32.to_bits()),
            Datum::Number(i128::from(u32::MAX)),
            Datum::Double((-1f64).to_bits()),
            Datum::Float(2f32.to_bits()),
            Datum::Double(2f64.to_bits()),
            text("b"),
            text("x"),
            bytes(b"2"),
            bytes(&[3, 4]),
            bytes(&[3, 4]),
            Datum::Number(5),
            Datum::Number(2_000_000),
        ])
    );
    let Datum::Record(first) = &rows[0] else { panic!("not a record") };
    assert_eq!(
        first[11..],
        [Datum::Number(-1), Datum::Number(i128::from(i64::MAX))],
        "toward the past; the end of time"
    );
}

#[test]
fn fields_without_a_column_take_their_default() {
    let avro = record_schema(
        r#"{"name": "a", "type": "string", "default": "déf"}, {"name": "n", "type": "int"},
           {"name": "l", "type": {"type": "array", "items": ["null", "long"]}, "default": [1, null]},
           {"name": "o", "type": ["null", "string"], "default": null}"#,
    );
    let batch = batch(vec![("n", Arc::new(Int32Array::from(vec![1, 2])), false)]);
    let rows = read_back(&mut encoder(&batch.schema(), Some(&avro)), &batch);
    let list = Datum::List(vec![Datum::Number(1), Datum::Null]);
    let expected = |n| Datum::Record(vec![Datum::Text("déf".into()), Datum::Number(n), list.clone(), Datum::Null]);
    assert_eq!(rows, [expected(1), expected(2)]);
}

#[test]
fn a_schema_that_does_not_fit_is_refused_with_the_column_named() {
    let one = |data_type: DataType, nullable| Schema::new(vec![Field::new("x", data_type, nullable)]);
    let field = |avro: &str| record_schema(&format!(r#"{{"name": "x", "type": {avro}}}"#));
    let cases = [
        (
            one(DataType::Utf8View, false),
            field(r#""long""#),
            "output column x is varchar, the Avro schema has long: cast the column or change the schema",
        ),
        (
            one(DataType::Int64, false),
            field(r#""int""#),
            "output column x is bigint, the Avro schema has int: cast the column or change the schema",
        ),
        (
            one(DataType::Float64, false),
            field(r#""float""#),
            "output column x is double, the Avro schema has float: cast the column or change the schema",
        ),
        (
            one(DataType::Int64, false),
            field(r#"{"type": "long", "logicalType": "timestamp-millis"}"#),
            "output column x is bigint, the Avro schema has timestamp-millis: cast the column or change the schema",
        ),
        (
            one(DataType::Decimal128(9, 2), false),
            field(r#"{"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}"#),
            "output column x is decimal(9, 2), the Avro schema has decimal(8, 2): cast the column or change the schema",
        ),
        (
            one(DataType::Decimal128(5, 0), false),
            field(r#"{"type": "fixed", "name": "F", "size": 2, "logicalType": "decimal", "precision": 5}"#),
            "output column x is decimal(5, 0), the Avro schema has decimal(5, 0): cast the column or change the schema",
        ),
        (
            one(DataType::Utf8View, true),
            field(r#""string""#),
            "output column x may be null, which the Avro schema does not allow: allow it with \"type\": [\"null\", …], or give the column a value with coalesce(…)",
        ),
        (
            one(DataType::Utf8View, false),
            field(r#"["int", "string"]"#),
            "output column x: the Avro schema has [int, string]: of unions only [\"null\", T] can be written",
        ),
        (
            one(DataType::Utf8View, false),
            field(r#"{"type": "enum", "name": "N", "symbols": ["A"]}"#),
            "output column x: the Avro schema has enum N: enums can't be written, use string",
        ),
        (
            one(DataType::Utf8View, false),
            record_schema(r#"{"name": "y", "type": "string", "default": ""}"#),
            "output column x is not in the Avro schema: add a field for it, or leave it out of the statement",
        ),
        (
            one(DataType::Utf8View, false),
            record_schema(r#"{"name": "x", "type": "string"}, {"name": "y", "type": ["null", "int"]}"#),
            "field y of the Avro schema has no default, and the output has no column for it",
        ),
        (
            one(DataType::Utf8View, false),
            record_schema(r#"{"name": "x", "type": "string"}, {"name": "y", "type": "int", "default": "1"}"#),
            "Avro schema: field y: the default \"1\" is not of type int",
        ),
        (one(DataType::Utf8View, false), r#""string""#.to_owned(), "the Avro schema of an output must be a record"),
    ];
    for (schema, avro, expected) in cases {
        assert_eq!(refusal(&schema, &avro), expected);
    }
    let inner = DataType::Struct(vec![Field::new("a", DataType::Boolean, false)].into());
    let list = DataType::List(Arc::new(Field::new("item", inner, false)));
    let nested = field(
        r#"{"type": "array", "items": {"type": "record", "name": "N", "fields": [{"name": "a", "type": "int"}]}}"#,
    );
    assert!(refusal(&one(list, false), &nested).starts_with("output column x[].a is boolean, the Avro schema has int"));
}

#[test]
fn derived_schemas() {
    let inner = vec![Field::new("a", DataType::Boolean, false), Field::new("b", DataType::Date32, true)];
    let schema = Schema::new(vec![
        Field::new("s", DataType::Struct(inner.into()), true),
        Field::new("t", DataType::Timestamp(TimeUnit::Second, Some("+00:00".into())), false),
        Field::new("u", DataType::Timestamp(TimeUnit::Nanosecond, None), false),
        Field::new("d", DataType::Decimal128(9, 2), false),
    ]);
    let derived: Json = serde_json::from_str(&derive_avro(&schema, "ids-meta 2").unwrap()).unwrap();
    let expected = serde_json::json!({"type": "record", "name": "ids_meta_2", "fields": [
        {"name": "s", "default": null, "type": ["null", {"type": "record", "name": "ids_meta_2_s", "fields": [
            {"name": "a", "type": "boolean"},
            {"name": "b", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null}]}]},
        {"name": "t", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "u", "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
        {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}]});
    assert_eq!(derived, expected);
    let error = |name: &str, data_type: DataType| {
        derive_avro(&Schema::new(vec![Field::new(name, data_type, true)]), "R").unwrap_err().to_string()
    };
    assert_eq!(
        error("total amount", DataType::Int64),
        "column \"total amount\" can't be an Avro field: give it a name of letters, digits and _ (SELECT … AS name)"
    );
    assert!(error("1x", DataType::Int64).contains("can't be an Avro field"));
    let nested = DataType::List(Arc::new(Field::new(
        "item",
        DataType::Struct(vec![Field::new("é", DataType::Int8, false)].into()),
        true,
    )));
    assert!(error("x", nested).starts_with("column \"x.é\" can't be an Avro field"));
    assert_eq!(error("n", DataType::UInt64), "column n: Avro has no type for UInt64: cast it to bigint");
    assert_eq!(error("n", DataType::Null), "column n: Avro has no type for Null: cast the null to a type");
}

#[test]
fn seconds_are_written_as_milliseconds() {
    let times = TimestampSecondArray::from(vec![3]).with_timezone("+00:00");
    let batch = batch(vec![("t", Arc::new(times), false)]);
    assert_eq!(read_back(&mut encoder(&batch.schema(), None), &batch), [Datum::Record(vec![Datum::Number(3_000)])]);
}

#[test]
fn a_list_whose_items_begin_in_the_middle() {
    let items: ArrayRef = Arc::new(BooleanArray::from(vec![true, false, true, true, false]).slice(1, 4));
    let field = Arc::new(Field::new("item", DataType::Boolean, false));
    let list = ListArray::new(field, OffsetBuffer::new(vec![1, 2, 4].into()), items, None);
    let batch = batch(vec![("l", Arc::new(list), false)]);
    let lists = [vec![true], vec![true, false]].map(|l| l.into_iter().map(Datum::Boolean).collect());
    let expected = lists.map(|l| Datum::Record(vec![Datum::List(l)]));
    assert_eq!(read_back(&mut encoder(&batch.schema(), None), &batch), expected);
}

#[test]
fn a_null_struct_hides_its_fields() {
    let field = Arc::new(Field::new("a", DataType::Int32, false));
    let values: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let nested = StructArray::new(vec![field].into(), vec![values], Some(vec![false, true].into()));
    let batch = batch(vec![("s", Arc::new(nested), true)]);
    assert_eq!(of_array(batch.column(0), 0), Datum::Null);
    let expected = [Datum::Null, Datum::Record(vec![Datum::Number(2)])].map(|d| Datum::Record(vec![d]));
    assert_eq!(read_back(&mut encoder(&batch.schema(), None), &batch), expected);
}

#[test]
fn the_id_is_asked_for_once_and_refusals_say_what_to_do() {
    let batch = batch(vec![("t", Arc::new(TimestampMillisecondArray::from(vec![3])) as ArrayRef, false)]);
    let registry = Arc::new(Moody::default());
    let names = vec!["a-value".to_owned(), "b-value".to_owned()];
    let make = |register| {
        let subjects = Subjects { registry: registry.clone(), names: names.clone(), register };
        AvroEncoder::new(&batch.schema(), None, "Out", subjects).unwrap()
    };
    let mut strict = make(false);
    let refused = strict.prepare().unwrap().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the Avro schema is not registered for subject a-value: register it, or let the output do so with register: true"
    );
    let (mut out, mut ends) = (Vec::new(), Vec::new());
    assert_eq!(strict.encode(&batch, &mut out, &mut ends).unwrap_err().message, refused.to_string());
    assert_eq!((out.len(), ends.len()), (0, 0));

    registry.down.store(1, Ordering::SeqCst);
    let mut lenient = make(true);
    assert_eq!(lenient.encode(&batch, &mut out, &mut ends).unwrap_err().message, "down");
    registry.down.store(0, Ordering::SeqCst);
    lenient.encode(&batch, &mut out, &mut ends).unwrap();
    let asked = registry.asked.load(Ordering::SeqCst);
    lenient.encode(&batch, &mut out, &mut ends).unwrap();
    assert_eq!(registry.asked.load(Ordering::SeqCst), asked);
    assert_eq!(strict.prepare().unwrap().unwrap(), 1, "now it is there");
    for subject in ["a-value", "b-value"] {
        assert_eq!(registry.inner.lookup(subject, strict.avro_schema()), Ok(Some(1)));
    }
}
