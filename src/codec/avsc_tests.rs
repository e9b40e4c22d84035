use super::*;

fn parse(text: &str) -> AvroType {
    AvroType::parse(text).unwrap()
}

fn error(text: &str) -> String {
    AvroType::parse(text).unwrap_err().to_string()
}

fn record(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "E", "namespace": "n.s", "fields": [{fields}]}}"#)
}

#[test]
fn names_are_resolved_within_their_namespace() {
    let AvroType::Record(r) = parse(&record(
        r#"{"name": "a", "type": {"type": "fixed", "name": "F", "size": 2, "aliases": ["G", "o.H"]}},
           {"name": "b", "type": "F"}, {"name": "c", "type": ["null", "n.s.F"]},
           {"name": "d", "aliases": ["dd"], "type": {"type": "enum", "name": "x.En", "symbols": ["P", "Q"], "default": "Q"}},
           {"name": "e", "type": "x.En", "default": "P"}"#,
    )) else {
        panic!("not a record")
    };
    assert_eq!(r.name.full, "n.s.E");
    assert_eq!(r.fields[0].avro, r.fields[1].avro);
    assert_eq!(r.fields[2].avro.optional(), Some((&r.fields[0].avro, true)));
    let AvroType::Fixed(name, 2, Logical::None) = &r.fields[0].avro else { panic!("not a fixed") };
    assert_eq!((name.full.as_str(), &name.aliases[..]), ("n.s.F", &["n.s.G".to_owned(), "o.H".to_owned()][..]));
    assert_eq!(r.fields[3].aliases, ["dd"]);
    assert_eq!((&r.fields[4].avro, &r.fields[4].default), (&r.fields[3].avro, &Some("P".into())));
    let AvroType::Enum(e) = &r.fields[4].avro else { panic!("not an enum") };
    assert_eq!((&e.symbols[..], e.default.as_deref()), (&["P".to_owned(), "Q".to_owned()][..], Some("Q")));
}

#[test]
fn referenced_schemas_supply_names() {
    let address =
        r#"{"type": "record", "name": "Address", "namespace": "n.s", "fields": [{"name": "z", "type": "int"}]}"#;
    let text = record(r#"{"name": "home", "type": "Address"}, {"name": "work", "type": ["null", "n.s.Address"]}"#);
    let AvroType::Record(r) = AvroType::parse_with(&[address.to_owned()], &text).unwrap() else {
        panic!("not a record")
    };
    assert_eq!(r.fields[0].avro, parse(address));
    assert!(error(&text).contains("field home: unknown type \"Address\""));
}

#[test]
fn errors_name_path_and_nearest_type() {
    let nested = record(
        r#"{"name": "a", "type": {"type": "record", "name": "A", "fields": [
            {"name": "b", "type": {"type": "map", "values": "strng"}}]}}"#,
    );
    assert_eq!(error(&nested), "parse Avro schema: field a.b.{}: unknown type \"strng\", did you mean \"string\"?");
    assert!(error("{").starts_with("parse Avro schema: not JSON: "));
    for (text, expected) in [
        (r#"[]"#, "a union needs at least one type"),
        (r#"["int", ["null"]]"#, "a union can't stand directly in a union"),
        (r#"3"#, "a type is a name, a list or an object"),
        (r#"{"type": "array"}"#, "an array needs items"),
        (r#"{"type": "map"}"#, "a map needs values"),
        (r#"{"type": "record", "fields": []}"#, "a record, enum or fixed needs a name"),
        (r#"{"type": "record", "name": "R"}"#, "record R needs a list of fields"),
        (r#"{"type": "enum", "name": "R"}"#, "enum R needs symbols"),
        (r#"{"type": "fixed", "name": "R", "size": -1}"#, "fixed R needs a size"),
        (r#"{"type": "bytes", "logicalType": "decimal"}"#, "a decimal needs a precision"),
        (r#"{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 3}"#, "a decimal needs a precision"),
        (&record(r#"{"name": "a", "type": "int"}, {"name": "a", "type": "int"}"#), "record n.s.E has two fields \"a\""),
        (&record(r#"{"name": "a"}"#), "field \"a\" of record n.s.E has no type"),
        (&record(r#"{"name": "a", "type": ["null", "E"]}"#), "type \"E\" contains itself"),
        (
            &record(r#"{"name": "a", "type": {"type": "fixed", "name": "E", "size": 1}}"#),
            "type \"n.s.E\" is defined twice",
        ),
    ] {
        assert!(error(text).contains(expected), "{text}: {}", error(text));
    }
}

#[test]
fn a_schema_that_doubles_with_every_line_is_refused() {
    let mut fields =
        r#"{"name": "f0", "type": {"type": "record", "name": "R0", "fields": [{"name": "x", "type": "int"}]}}"#
            .to_owned();
    for i in 1..40 {
        let before = i - 1;
        fields += &format!(
            r#", {{"name": "f{i}", "type": {{"type": "record", "name": "R{i}", "fields": [
                {{"name": "l", "type": "R{before}"}}, {{"name": "r", "type": "R{before}"}}]}}}}"#
        );
    }
    assert!(error(&record(&fields)).contains("more than 20000 types in all"));
}

#[test]
fn a_schema_may_be_64_types_deep() {
    let nest = |n: usize| format!("{}\"int\"{}", r#"{"type": "array", "items": "#.repeat(n), "}".repeat(n));
    assert!(AvroType::parse(&nest(63)).is_ok());
    assert!(AvroType::parse(&nest(64)).is_err());
    assert!(AvroType::parse(&nest(10_000)).is_err());
}
