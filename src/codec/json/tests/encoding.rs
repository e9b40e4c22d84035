//! How each type is written.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, FixedSizeBinaryArray,
    Float32Array, Float64Array, Int8Array, Int32Array, LargeBinaryArray, LargeListArray, LargeStringArray, ListArray,
    NullArray, RecordBatch, StringArray, StringViewArray, StructArray, Time64NanosecondArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Int8Type, Int32Type, Schema, TimeUnit};

use super::random::Random;
use super::required;
use crate::codec::Encoder;
use crate::codec::json::{JsonEncoder, check_encodable};

fn rows(batch: &RecordBatch) -> Vec<String> {
    let (mut out, mut ends) = (Vec::new(), Vec::new());
    JsonEncoder::new(&batch.schema()).unwrap().encode(batch, &mut out, &mut ends).unwrap();
    let starts = std::iter::once(0).chain(ends.clone());
    starts
        .zip(&ends)
        .map(|(start, &end)| String::from_utf8(out[start as usize..end as usize].to_vec()).unwrap())
        .collect()
}

/// The values of one column as they are written.
fn values(array: impl arrow::array::Array + 'static) -> Vec<String> {
    let batch = RecordBatch::try_from_iter([("c", Arc::new(array) as ArrayRef)]).unwrap();
    let value = |row: String| row.strip_prefix(r#"{"c":"#).unwrap().strip_suffix('}').unwrap().to_string();
    rows(&batch).into_iter().map(value).collect()
}

#[test]
fn fields_stand_in_order_and_nulls_are_written() {
    let batch = RecordBatch::try_from_iter([
        ("z", Arc::new(Int32Array::from(vec![Some(1), None])) as ArrayRef),
        ("a \"b\"\n", Arc::new(StringArray::from(vec![None, Some("x")])) as ArrayRef),
        ("nothing", Arc::new(NullArray::new(2)) as ArrayRef),
    ]);
    let expected = [r#"{"z":1,"a \"b\"\n":null,"nothing":null}"#, r#"{"z":null,"a \"b\"\n":"x","nothing":null}"#];
    assert_eq!(rows(&batch.unwrap()), expected);
}

#[test]
fn without_columns_rows_are_empty_objects() {
    let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(2));
    let batch = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &options).unwrap();
    assert_eq!(rows(&batch), ["{}", "{}"]);
}

#[test]
fn numbers_and_booleans() {
    assert_eq!(values(Int8Array::from(vec![-128, 127])), ["-128", "127"]);
    assert_eq!(values(UInt64Array::from(vec![u64::MAX])), ["18446744073709551615"]);
    assert_eq!(values(BooleanArray::from(vec![true, false])), ["true", "false"]);
    let floats = Float64Array::from(vec![0.1, 1.0, -0.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
    assert_eq!(values(floats), ["0.1", "1.0", "-0.0", "1e300", "null", "null", "null"]);
    assert_eq!(values(Float32Array::from(vec![0.1, f32::NAN])), ["0.1", "null"]);
    let decimals = Decimal128Array::from(vec![12_345, -5]).with_precision_and_scale(10, 2).unwrap();
    assert_eq!(values(decimals), ["123.45", "-0.05"]);
}

#[test]
fn text_is_escaped_as_serde_json_does() {
    let mut random = Random::new(5);
    let mut texts: Vec<_> = (0..500).map(|_| random.text()).collect();
    texts.extend((0..0x80u8).map(|byte| format!("{}{}", "x".repeat(byte.into()), char::from(byte))));
    let expected: Vec<_> = texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect();
    assert_eq!(values(StringArray::from(texts.clone())), expected);
    assert_eq!(values(LargeStringArray::from(texts.clone())), expected);
    assert_eq!(values(StringViewArray::from_iter_values(texts)), expected);
}

#[test]
fn bytes_are_padded_base64() {
    let bytes: Vec<&[u8]> = vec![b"", b"\x01", b"\xfb\xff\xfe"];
    assert_eq!(values(BinaryArray::from_vec(bytes.clone())), [r#""""#, r#""AQ==""#, r#""+//+""#]);
    assert_eq!(values(LargeBinaryArray::from_vec(bytes)), [r#""""#, r#""AQ==""#, r#""+//+""#]);
    let fixed = FixedSizeBinaryArray::try_from_iter([[0u8, 1]].into_iter()).unwrap();
    assert_eq!(values(fixed), [r#""AAE=""#]);
}

#[test]
fn times_have_the_digits_of_their_unit() {
    assert_eq!(values(TimestampSecondArray::from(vec![0]).with_timezone("UTC")), [r#""1970-01-01T00:00:00Z""#]);
    let millis = TimestampMillisecondArray::from(vec![-1]).with_timezone("+00:00");
    assert_eq!(values(millis), [r#""1969-12-31T23:59:59.999Z""#]);
    // Without a zone they are not instants, which Z would say.
    assert_eq!(values(TimestampSecondArray::from(vec![0])), [r#""1970-01-01T00:00:00""#]);
    assert_eq!(values(TimestampMicrosecondArray::from(vec![1])), [r#""1970-01-01T00:00:00.000001""#]);
    let zoned = TimestampNanosecondArray::from(vec![1]).with_timezone("+02:00");
    assert_eq!(values(zoned), [r#""1970-01-01T00:00:00.000000001Z""#]);
    assert_eq!(values(Date32Array::from(vec![-1])), [r#""1969-12-31""#]);
    assert_eq!(values(Time64NanosecondArray::from(vec![1])), [r#""00:00:00.000000001""#]);
}

#[test]
fn nested_values() {
    let items = vec![Some(vec![Some(1), None]), None, Some(vec![])];
    let expected = ["[1,null]", "null", "[]"];
    assert_eq!(values(ListArray::from_iter_primitive::<Int32Type, _, _>(items.clone())), expected);
    assert_eq!(values(LargeListArray::from_iter_primitive::<Int32Type, _, _>(items)), expected);
    let id: ArrayRef = Arc::new(Int32Array::from(vec![Some(1), None]));
    let object = StructArray::from(vec![(Arc::new(Field::new("id", DataType::Int32, true)), id)]);
    assert_eq!(values(object), [r#"{"id":1}"#, r#"{"id":null}"#]);
    let dictionary: DictionaryArray<Int8Type> = vec![Some("b"), None, Some("a"), Some("b")].into_iter().collect();
    assert_eq!(values(dictionary), [r#""b""#, "null", r#""a""#, r#""b""#]);
    let nothing: DictionaryArray<Int8Type> = vec![None::<&str>, None].into_iter().collect();
    assert_eq!(values(nothing), ["null", "null"]);
    let values_with_null: ArrayRef = Arc::new(StringArray::from(vec![None, Some("a")]));
    let dictionary = DictionaryArray::new(Int8Array::from(vec![1, 0]), values_with_null);
    assert_eq!(values(dictionary), [r#""a""#, "null"]);
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    let refused = |fields: Vec<Field>| check_encodable(&Schema::new(fields)).unwrap_err().to_string();
    let duration = DataType::Duration(TimeUnit::Second);
    let nested = DataType::Struct(vec![required("x", DataType::new_list(duration.clone(), true))].into());
    for data_type in [duration.clone(), nested] {
        let message = refused(vec![required("good", DataType::Int8), required("d", data_type)]);
        assert_eq!(message, format!("column d: {duration} cannot be written as JSON: cast it to another type"));
    }
    let twice = vec![required("c", DataType::Int8), required("c", DataType::Int8)];
    assert_eq!(refused(twice), "column c occurs twice: name each column once");
}

#[test]
fn a_batch_of_another_schema_is_refused() {
    let mut encoder = JsonEncoder::new(&Schema::new(vec![required("c", DataType::Int8)])).unwrap();
    let batch = RecordBatch::try_from_iter([("c", Arc::new(Int32Array::from(vec![1])) as ArrayRef)]).unwrap();
    assert!(encoder.encode(&batch, &mut Vec::new(), &mut Vec::new()).is_err());
}
