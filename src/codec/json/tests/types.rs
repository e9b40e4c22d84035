//! Each type of column: what it takes, and what it takes it for.

use std::sync::Arc;

use arrow::array::{AsArray, ListArray};
use arrow::array::{
    BinaryArray, BinaryViewArray, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int8Array,
    Int64Array, Int64Builder, MapBuilder, StringArray, StringBuilder, StructArray, Time32MillisecondArray,
    TimestampMillisecondArray, UInt8Array, UInt64Array,
};
use arrow::datatypes::{DataType, Int32Type, TimeUnit};
use serde_json::{Value, json};

use super::*;
use crate::codec::reason::{MISSING, OUT_OF_RANGE, UTF8, WRONG_TYPE};

/// Checks that `good` gives `expected`, one row each, and that each of `bad` is refused for its reason.
fn check(data_type: DataType, good: &[&str], expected: impl Array + 'static, bad: &[(&str, &str)]) {
    let message = |value: &str| format!(r#"{{"c":{value}}}"#);
    let mut values: Vec<_> = good.iter().chain(&["null"]).map(|value| message(value)).collect();
    values.push("{}".into());
    let decoded = decode(&mut decoder(vec![field("c", data_type.clone())]), &values);
    assert_eq!(decoded.bad, []);
    assert_eq!(&decoded.columns[0].slice(0, good.len()), &(Arc::new(expected) as ArrayRef));
    assert_eq!(decoded.columns[0].data_type(), &data_type);
    assert!(decoded.columns[0].is_null(good.len()) && decoded.columns[0].is_null(good.len() + 1));
    for (value, reason) in bad {
        assert_eq!(refusal(vec![field("c", data_type.clone())], message(value)).0, *reason, "{value} as {data_type}");
    }
}

#[test]
fn booleans() {
    check(
        DataType::Boolean,
        &["true", "false"],
        BooleanArray::from(vec![true, false]),
        &[("1", WRONG_TYPE), (r#""true""#, WRONG_TYPE), ("[]", WRONG_TYPE)],
    );
}

#[test]
fn integers() {
    let float = ("1.0", WRONG_TYPE);
    check(
        DataType::Int8,
        &["-128", "127", "-0"],
        Int8Array::from(vec![-128, 127, 0]),
        &[("128", OUT_OF_RANGE), ("-129", OUT_OF_RANGE), float],
    );
    check(
        DataType::UInt8,
        &["0", "255", "-0"],
        UInt8Array::from(vec![0, 255, 0]),
        &[("256", OUT_OF_RANGE), ("-1", OUT_OF_RANGE), float],
    );
    check(
        DataType::UInt64,
        &["18446744073709551615", "-0"],
        UInt64Array::from(vec![u64::MAX, 0]),
        &[("18446744073709551616", OUT_OF_RANGE), ("-1", OUT_OF_RANGE), float, ("\"1\"", WRONG_TYPE)],
    );
}

#[test]
fn every_width_of_integer_has_its_own_range() {
    for (data_type, min, max) in [
        (DataType::Int8, i128::from(i8::MIN), i128::from(i8::MAX)),
        (DataType::Int16, i16::MIN.into(), i16::MAX.into()),
        (DataType::Int32, i32::MIN.into(), i32::MAX.into()),
        (DataType::Int64, i64::MIN.into(), i64::MAX.into()),
        (DataType::UInt8, 0, u8::MAX.into()),
        (DataType::UInt16, 0, u16::MAX.into()),
        (DataType::UInt32, 0, u32::MAX.into()),
        (DataType::UInt64, 0, u64::MAX.into()),
    ] {
        for value in [min, max] {
            let array = column(field("c", data_type.clone()), &[&format!(r#"{{"c":{value}}}"#)]);
            assert_eq!(arrow::util::display::array_value_to_string(&array, 0).unwrap(), value.to_string());
        }
        for value in [min - 1, max + 1] {
            let message = format!(r#"{{"c":{value}}}"#);
            assert_eq!(refusal(vec![field("c", data_type.clone())], message).0, OUT_OF_RANGE, "{value} as {data_type}");
        }
    }
}

#[test]
fn floats() {
    check(
        DataType::Float64,
        &["0.1", "-1e-7", "3", "1E400e".trim_end_matches("E400e"), "123456789012345678901234567890", "1e-999"],
        Float64Array::from(vec![0.1, -1e-7, 3.0, 1.0, 123456789012345678901234567890.0, 0.0]),
        &[("1e309", OUT_OF_RANGE), ("-1e309", OUT_OF_RANGE), (r#""1""#, WRONG_TYPE), (r#""NaN""#, WRONG_TYPE)],
    );
    // Rounded once: by way of double precision this would be 1.0.
    check(
        DataType::Float32,
        &["1.00000005960464477540", "3"],
        Float32Array::from(vec![1.000_000_1, 3.0]),
        &[("3.5e38", OUT_OF_RANGE)],
    );
    let array = column(field("c", DataType::Float64), &[r#"{"c":-0}"#, r#"{"c":-0.0}"#]);
    assert!(
        array
            .as_primitive::<arrow::datatypes::Float64Type>()
            .iter()
            .all(|v| v.unwrap().to_bits() == (-0.0f64).to_bits())
    );
}

#[test]
fn texts() {
    check(
        DataType::Utf8,
        &[r#""""#, r#""a\n""#, r#""a text of more than twelve bytes""#],
        StringArray::from(vec!["", "a\n", "a text of more than twelve bytes"]),
        &[("1", WRONG_TYPE), (r#""\udc00""#, UTF8)],
    );
}

#[test]
fn bytes() {
    let bad = [
        (r#""AQ=""#, WRONG_TYPE),
        (r#""A""#, WRONG_TYPE),
        (r#""_-8=""#, WRONG_TYPE),
        (r#""AQ==\n""#, WRONG_TYPE),
        ("1", WRONG_TYPE),
    ];
    let good = [r#""""#, r#""AQ==""#, r#""AQ""#, r#""+\/8=""#];
    let expected: Vec<&[u8]> = vec![b"", b"\x01", b"\x01", b"\xfb\xff"];
    check(DataType::BinaryView, &good, BinaryViewArray::from_iter_values(expected.clone()), &bad);
    check(DataType::Binary, &good, BinaryArray::from_vec(expected), &bad);
}

#[test]
fn timestamps() {
    let bad = [
        (r#""2026-02-30T00:00:00Z""#, WRONG_TYPE),
        ("1.5", WRONG_TYPE),
        (r#""1""#, WRONG_TYPE),
        ("true", WRONG_TYPE),
        ("9223372036854775808", OUT_OF_RANGE),
    ];
    let good = [
        r#""2026-01-31T12:34:56.789Z""#,
        r#""2026-01-31 12:34:56.789""#,
        r#""2026-01-31T14:34:56.789+02:00""#,
        r#""2026\u002d01-31T12:34:56.7899999Z""#,
        "1769862896789",
    ];
    let expected = TimestampMillisecondArray::from(vec![1_769_862_896_789; 5]);
    check(DataType::Timestamp(TimeUnit::Millisecond, None), &good, expected.clone(), &bad);
    check(DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())), &good, expected.with_timezone("UTC"), &bad);
    let nanos = vec![field("c", DataType::Timestamp(TimeUnit::Nanosecond, None))];
    assert_eq!(refusal(nanos, r#"{"c":"2500-01-01T00:00:00Z"}"#).0, OUT_OF_RANGE);
}

#[test]
fn dates_and_times_of_day() {
    check(
        DataType::Date32,
        &[r#""1970-01-02""#, "-1", r#""0000-01-01""#],
        Date32Array::from(vec![1, -1, -719_528]),
        &[(r#""1970-01-02T00:00:00Z""#, WRONG_TYPE), (r#""70-01-02""#, WRONG_TYPE), ("2147483648", OUT_OF_RANGE)],
    );
    check(
        DataType::Time32(TimeUnit::Millisecond),
        &[r#""00:00:01.5""#, "86399999"],
        Time32MillisecondArray::from(vec![1500, 86_399_999]),
        &[(r#""24:00:00""#, WRONG_TYPE), ("86400000", OUT_OF_RANGE), ("-1", OUT_OF_RANGE)],
    );
}

#[test]
fn decimals() {
    check(
        DataType::Decimal128(5, 2),
        &["1.5", r#""1.50""#, "150e-2", "-999.990", "0"],
        Decimal128Array::from(vec![150, 150, 150, -99_999, 0]).with_precision_and_scale(5, 2).unwrap(),
        &[
            ("1.005", OUT_OF_RANGE),
            ("1000", OUT_OF_RANGE),
            (r#""1.5 ""#, WRONG_TYPE),
            (r#""""#, WRONG_TYPE),
            ("true", WRONG_TYPE),
        ],
    );
}

#[test]
fn lists() {
    let expected = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![
        Some(vec![Some(1), None, Some(3)]),
        Some(vec![]),
        Some(vec![Some(4)]),
    ]);
    let bad = [("{}", WRONG_TYPE), ("[true]", WRONG_TYPE), ("[1,99999999999]", OUT_OF_RANGE), ("1", WRONG_TYPE)];
    check(DataType::new_list(DataType::Int32, true), &["[1, null ,3]", "[ ]", "[4]"], expected, &bad);
    let strict = vec![field("c", DataType::new_list(DataType::Int32, false))];
    assert_eq!(refusal(strict, r#"{"c":[1,null]}"#), (MISSING, "column c[]: required, but missing or null".into()));
}

fn map_type() -> DataType {
    let entries = vec![required("keys", DataType::Utf8), field("values", DataType::Int64)];
    DataType::Map(Arc::new(required("entries", DataType::Struct(entries.into()))), false)
}

#[test]
fn maps_keep_the_last_of_equal_keys() {
    let mut expected = MapBuilder::new(None, StringBuilder::new(), Int64Builder::new());
    for entries in [&[("b", Some(1)), ("a", None)][..], &[], &[("b\n", Some(2)), ("a", Some(4))]] {
        for (key, value) in entries {
            expected.keys().append_value(key);
            expected.values().append_option(*value);
        }
        expected.append(true).unwrap();
    }
    let good = [r#"{"b":1,"a":null}"#, "{}", r#"{"a":1,"b\n":1,"a":3,"b\u000a":2,"a":4}"#];
    check(
        map_type(),
        &good,
        expected.finish(),
        &[("[]", WRONG_TYPE), (r#"{"a":"1"}"#, WRONG_TYPE), (r#"{"\ud800":1}"#, UTF8)],
    );
}

#[test]
fn objects() {
    let fields = vec![required("id", DataType::Int64), field("list", DataType::new_list(DataType::Int32, true))];
    let expected = StructArray::new(
        fields.clone().into(),
        vec![
            Arc::new(Int64Array::from(vec![1, 2, 3])),
            Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(vec![None, Some(vec![Some(2)]), None])),
        ],
        None,
    );
    let good = [r#"{"id":1}"#, r#"{"list":[1],"x":[{}],"list":[2],"id":2}"#, r#"{"id":3,"list":[1],"list":null}"#];
    check(DataType::Struct(fields.clone().into()), &good, expected, &[("[]", WRONG_TYPE), ("{}", MISSING)]);
    let refused = |value: &str| refusal(vec![field("c", DataType::Struct(fields.clone().into()))], value).1;
    assert_eq!(refused(r#"{"c":{"id":null}}"#), "column c.id: required, but missing or null");
    assert_eq!(
        refused(r#"{"c":{"id":1,"list":[1,"x"]}}"#),
        "column c.list[]: expected an integer of 32 bits, found a string at byte 23"
    );
}

#[test]
fn a_default_stands_in_for_a_missing_key_only() {
    let list = DataType::new_list(DataType::Utf8View, true);
    let fields = vec![
        required("text", DataType::Utf8View),
        required("int", DataType::Int64),
        required("list", list),
        field("optional", DataType::Int64),
    ];
    let defaults =
        [Some(json!("a default of some length\n")), Some(json!(7)), Some(json!(["x", null])), Some(Value::Null)];
    let mut decoder = JsonDecoder::new(&Schema::new(fields), &defaults).unwrap();
    for _ in 0..3 {
        let decoded =
            decode(&mut decoder, &["{}", r#"{"text":"t\t","int":1,"list":[],"optional":1}"#, r#"{"text":null}"#, "{}"]);
        assert_eq!(decoded.rows, [0, 1, 3]);
        assert_eq!(decoded.bad[0].reason, MISSING);
        let texts: Vec<_> = decoded.columns[0].as_string_view().iter().map(Option::unwrap).collect();
        assert_eq!(texts, ["a default of some length\n", "t\t", "a default of some length\n"]);
        assert_eq!(decoded.columns[1].as_ref(), &Int64Array::from(vec![7, 1, 7]) as &dyn Array);
        let lists = decoded.columns[2].as_list::<i32>();
        assert_eq!((lists.value_length(0), lists.value_length(1), lists.value_length(2)), (2, 0, 2));
        assert_eq!(lists.value(2).as_string_view().value(0), "x");
        assert_eq!(decoded.columns[3].as_ref(), &Int64Array::from(vec![None, Some(1), None]) as &dyn Array);
    }
}

#[test]
fn a_default_that_no_message_needs_leaves_no_trace() {
    let list = required("c", DataType::new_list(DataType::Utf8View, true));
    let mut decoder = JsonDecoder::new(&Schema::new(vec![list]), &[Some(json!(["x"]))]).unwrap();
    assert!(decode(&mut decoder, &["["]).rows.is_empty());
}

#[test]
fn an_object_without_wanted_fields_is_still_an_object() {
    let empty = DataType::Struct(Vec::<Field>::new().into());
    let array = column(field("c", empty.clone()), &[r#"{"c":{"x":1}}"#, "{}"]);
    assert_eq!((array.len(), array.null_count()), (2, 1));
    assert_eq!(refusal(vec![field("c", empty)], r#"{"c":[]}"#).0, WRONG_TYPE);
}

#[test]
fn what_cannot_work_is_refused_at_the_start() {
    let refused = |field: Field, default: Option<Value>| {
        JsonDecoder::new(&Schema::new(vec![field]), &[default]).err().expect("refused").to_string()
    };
    assert_eq!(
        refused(required("c", DataType::Int8), Some(json!(128))),
        "column c: default: expected an integer of 8 bits, found a number at byte 0 that does not fit"
    );
    assert_eq!(
        refused(required("c", DataType::Int8), Some(Value::Null)),
        "column c: default: expected an integer of 8 bits, found null at byte 0"
    );
    for unsupported in [
        DataType::Duration(TimeUnit::Second),
        DataType::new_list(DataType::Float16, true),
        DataType::Timestamp(TimeUnit::Second, Some("Europe/Berlin".into())),
    ] {
        assert!(refused(field("c", unsupported), None).starts_with("column c: JSON cannot be read as "));
    }
}
