use super::*;

fn data_type(text: &str) -> DataType {
    parse("c", text).unwrap().data_type().clone()
}

fn error(text: &str) -> String {
    parse("c", text).unwrap_err().to_string()
}

#[test]
fn scalar_types() {
    let types = [
        ("boolean", DataType::Boolean),
        ("tinyint", DataType::Int8),
        ("smallint", DataType::Int16),
        ("INT", DataType::Int32),
        ("BigInt", DataType::Int64),
        ("float", DataType::Float32),
        ("double", DataType::Float64),
        ("varchar", DataType::Utf8View),
        ("varbinary", DataType::BinaryView),
        ("date", DataType::Date32),
        ("timestamp", DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))),
        ("timestamp(0)", DataType::Timestamp(TimeUnit::Second, Some(UTC.into()))),
        ("timestamp(3)", DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into()))),
        ("timestamp ( 9 )", DataType::Timestamp(TimeUnit::Nanosecond, Some(UTC.into()))),
        ("decimal(10,2)", DataType::Decimal128(10, 2)),
        ("Decimal( 38 )", DataType::Decimal128(38, 0)),
    ];
    for (text, expected) in types {
        assert_eq!(data_type(text), expected, "{text}");
    }
}

#[test]
fn columns_are_nullable_unless_they_say_not_null() {
    assert!(parse("c", "int").unwrap().is_nullable());
    assert!(!parse("c", " int  NOT\tnull ").unwrap().is_nullable());
}

#[test]
fn nested_types() {
    let field =
        parse("c", "struct<a: array<int not null>, b: map<decimal(5,1)>, C: struct<d: varchar>> not null").unwrap();
    let expected = DataType::Struct(Fields::from(vec![
        Field::new("a", list_of(Field::new("item", DataType::Int32, false)), true),
        Field::new("b", map_of(Field::new("value", DataType::Decimal128(5, 1), true)), true),
        Field::new("C", DataType::Struct(Fields::from(vec![Field::new("d", DataType::Utf8View, true)])), true),
    ]));
    assert_eq!(field, Field::new("c", expected, false));
}

#[test]
fn errors_say_what_was_expected() {
    assert_eq!(error("varchr"), "unknown type \"varchr\", did you mean \"varchar\"?");
    assert_eq!(error("string"), "unknown type \"string\", did you mean \"varchar\"?");
    assert_eq!(error("zzzzzzzzzzz"), "unknown type \"zzzzzzzzzzz\"");
    assert_eq!(error(""), "type \"\": expected a type, found the end");
    assert_eq!(error("int nul"), "type \"int nul\": expected nothing more, found \"nul\"");
    assert_eq!(error("array<int"), "type \"array<int\": expected '>', found the end");
    assert_eq!(error("struct<: int>"), "type \"struct<: int>\": expected a field name, found \": int>\"");
    assert_eq!(error("struct<a: int, a: int>"), "struct has two fields \"a\"");
    assert_eq!(error("timestamp(5)"), "timestamp(5): the digits are 0, 3, 6 or 9");
    assert_eq!(error("decimal(x)"), "type \"decimal(x)\": expected a number, found \"x)\"");
    assert!(error("decimal(39, 1)").contains("precision goes from 1 to 38"));
    assert!(error("decimal(3, 4)").contains("scale from 0 to the precision"));
    assert!(error(&"array<".repeat(10_000)).contains("more than 32 deep"));
}
