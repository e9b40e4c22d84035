use super::*;

fn columns(fields: &str) -> Columns {
    Columns::from_avsc(&format!(r#"{{"type": "record", "name": "E", "fields": [{fields}]}}"#)).unwrap()
}

fn error(fields: &str) -> String {
    Columns::from_avsc(&format!(r#"{{"type": "record", "name": "E", "fields": [{fields}]}}"#)).unwrap_err().to_string()
}

#[test]
fn avro_types_become_arrow_types() {
    let utc = |unit| DataType::Timestamp(unit, Some(UTC.into()));
    let local = |unit| DataType::Timestamp(unit, None);
    let types = [
        (r#""boolean""#, DataType::Boolean),
        (r#""int""#, DataType::Int32),
        (r#""long""#, DataType::Int64),
        (r#""float""#, DataType::Float32),
        (r#""double""#, DataType::Float64),
        (r#""string""#, DataType::Utf8View),
        (r#"{"type": "string", "logicalType": "uuid"}"#, DataType::Utf8View),
        (r#"{"type": "string", "avro.java.string": "String"}"#, DataType::Utf8View),
        (r#"{"type": "enum", "name": "N", "symbols": ["A"]}"#, DataType::Utf8View),
        (r#""bytes""#, DataType::BinaryView),
        (r#"{"type": "fixed", "name": "N", "size": 4}"#, DataType::BinaryView),
        (r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}"#, DataType::Decimal128(9, 2)),
        (
            r#"{"type": "fixed", "name": "N", "size": 8, "logicalType": "decimal", "precision": 9}"#,
            DataType::Decimal128(9, 0),
        ),
        (r#"{"type": "int", "logicalType": "date"}"#, DataType::Date32),
        (r#"{"type": "int", "logicalType": "time-millis"}"#, DataType::Time32(TimeUnit::Millisecond)),
        (r#"{"type": "long", "logicalType": "time-micros"}"#, DataType::Time64(TimeUnit::Microsecond)),
        (r#"{"type": "long", "logicalType": "timestamp-millis"}"#, utc(TimeUnit::Millisecond)),
        (r#"{"type": "long", "logicalType": "timestamp-micros"}"#, utc(TimeUnit::Microsecond)),
        (r#"{"type": "long", "logicalType": "timestamp-nanos"}"#, utc(TimeUnit::Nanosecond)),
        (r#"{"type": "long", "logicalType": "local-timestamp-millis"}"#, local(TimeUnit::Millisecond)),
        (r#"{"type": "long", "logicalType": "local-timestamp-micros"}"#, local(TimeUnit::Microsecond)),
        (r#"{"type": "long", "logicalType": "local-timestamp-nanos"}"#, local(TimeUnit::Nanosecond)),
        (r#"{"type": "long", "logicalType": "not-known"}"#, DataType::Int64),
        (r#"{"type": "int", "logicalType": "timestamp-millis"}"#, DataType::Int32),
        (
            r#"{"type": "array", "items": ["null", "int"]}"#,
            DataType::List(Arc::new(Field::new("item", DataType::Int32, true))),
        ),
        (r#"{"type": "map", "values": "int"}"#, map_of(Field::new("value", DataType::Int32, false))),
        (
            r#"{"type": "record", "name": "N", "fields": [{"name": "x", "type": ["string", "null"]}]}"#,
            DataType::Struct(Fields::from(vec![Field::new("x", DataType::Utf8View, true)])),
        ),
    ];
    for (avro, expected) in types {
        let required = columns(&format!(r#"{{"name": "c", "type": {avro}}}"#));
        assert_eq!(required.schema.field(0), &Field::new("c", expected.clone(), false), "{avro}");
        let nullable = columns(&format!(r#"{{"name": "c", "type": ["null", {avro}]}}"#));
        assert_eq!(nullable.schema.field(0), &Field::new("c", expected, true), "{avro}");
    }
}

#[test]
fn errors_name_the_path_of_the_field() {
    let nested = |t: &str| {
        format!(
            r#"{{"name": "a", "type": {{"type": "record", "name": "A", "fields": [
                {{"name": "b", "type": {{"type": "array", "items": {t}}}}}]}}}}"#
        )
    };
    assert_eq!(
        error(&nested(r#"["int", "string"]"#)),
        "read Avro schema: field a.b[]: [int, string] can't be a column: of unions only [\"null\", T] can"
    );
    assert_eq!(error(&nested(r#""null""#)), "read Avro schema: field a.b[]: type null can't be a column");
    let wide = r#"{"type": "bytes", "logicalType": "decimal", "precision": 39}"#;
    assert!(error(&nested(wide)).starts_with("read Avro schema: field a.b[]: decimal(39, 0)"));
    let text = Columns::from_avsc(r#""string""#).unwrap_err().to_string();
    assert_eq!(text, "read Avro schema: the schema of a topic must be a record");
}

#[test]
fn projection_keeps_names_types_defaults_and_order() {
    let all = columns(
        r#"{"name": "a", "type": "int", "default": 7}, {"name": "b", "type": "string"},
           {"name": "c", "type": ["null", "long"], "default": null}"#,
    );
    assert_eq!(all.defaults, [Some(7.into()), None, Some(Value::Null)]);
    assert_eq!((all.index_of("c"), all.index_of("C")), (Some(2), None));
    let some = all.project(&[2, 0]);
    assert_eq!(some.schema.fields().iter().map(|f| f.name().as_str()).collect::<Vec<_>>(), ["c", "a"]);
    assert_eq!(some.defaults, [Some(Value::Null), Some(7.into())]);
    assert_eq!(some.avro, all.avro);
    assert!(all.project(&[]).schema.fields().is_empty());
}

#[test]
fn inline_columns() {
    let inline = |list: &[(&str, &str)]| {
        Columns::from_inline(&list.iter().map(|(n, t)| (n.to_string(), t.to_string())).collect::<Vec<_>>())
    };
    let two = inline(&[("b", "varchar not null"), ("a", "int")]).unwrap();
    let expected = [Field::new("b", DataType::Utf8View, false), Field::new("a", DataType::Int32, true)];
    assert_eq!(*two.schema, Schema::new(expected.to_vec()));
    assert_eq!((two.defaults, two.avro), (vec![None, None], None));
    assert_eq!(inline(&[("a", "int"), ("a", "int")]).unwrap_err().to_string(), "column a stands there twice");
    assert!(inline(&[("a", "strng")]).unwrap_err().to_string().starts_with("column a: unknown type \"strng\""));
}
