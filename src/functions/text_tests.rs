use super::super::Context;
use super::super::tests::{eval, query, session, try_eval};

fn json(function: &str, json: &str, path: &str) -> Option<String> {
    let path = if path.is_empty() { String::new() } else { format!(", {path}") };
    eval(&format!("{function}('{}'{path})", json.replace('\'', "''")))
}

#[test]
fn a_path_finds_what_stands_there() {
    for (document, path, expected) in [
        (r#"{"a": {"b": [1, {"c": "x"}]}}"#, "'a', 'b', 1, 'c'", Some("x")),
        (r#"{"a": {"b": [1, {"c": "x"}]}}"#, "'a', 'b', 2", None),
        (r#"{"a": {"b": 1}}"#, "'a'", Some(r#"{"b": 1}"#)),
        (r#"{"a": [1, 2]}"#, "'a'", Some("[1, 2]")),
        (r#"[10, 20]"#, "1", Some("20")),
        (r#"{"a": 1, "a": 2}"#, "'a'", Some("2")),
        (r#"{"a": {"b": 1}, "a": 3}"#, "'a', 'b'", None),
        (r#"{"a": "q\"\u00e9\n"}"#, "'a'", Some("q\"é\n")),
        (r#"{"\u0061": true}"#, "'a'", Some("true")),
        (r#"{"a": 1.50}"#, "'a'", Some("1.50")),
        (r#"{"a": ""}"#, "'a'", Some("")),
        (r#"{"a": null}"#, "'a'", None),
        (r#"{"a": "x"}"#, "'a', 'b'", None),
        (r#"{"a": "x"}"#, "0", None),
        (r#"["x"]"#, "'a'", None),
        (r#""x""#, "", Some("x")),
        (r#"{"a": "null"}"#, "'a'", Some("null")),
    ] {
        assert_eq!(json("json_text", document, path).as_deref(), expected, "{document} {path}");
    }
}

#[test]
fn what_is_no_document_is_bad_wherever_the_fault_stands() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for document in [
        "",
        "{",
        r#"{"a": 1"#,
        r#"{"a": 1} x"#,
        r#"{"a": 1, "b": 01}"#,
        r#"{"a": 1, b: 2}"#,
        r#"{"a": "\ud800"}"#,
        &deep,
    ] {
        assert_eq!(json("json_text", document, "'a'"), None, "{document}");
        assert_eq!(json("json_number", document, "'a'"), None, "{document}");
    }
}

#[test]
fn numbers_are_read_from_numbers_and_from_strings_that_hold_one() {
    for (value, expected) in [
        ("9.90", Some("9.9")),
        ("-3", Some("-3.0")),
        ("1e3", Some("1000.0")),
        (r#""9.90""#, Some("9.9")),
        (r#"" 12 ""#, Some("12.0")),
        (r#""9,90""#, None),
        (r#""0x10""#, None),
        (r#""NaN""#, None),
        (r#""""#, None),
        ("true", None),
        ("[1]", None),
        ("1e999", None),
    ] {
        assert_eq!(json("json_number", &format!(r#"{{"n": {value}}}"#), "'n'").as_deref(), expected, "{value}");
    }
}

#[test]
fn a_path_that_cannot_be_is_said_when_it_is_planned() {
    let error = |sql: &str| try_eval(sql).unwrap_err();
    assert!(error("json_text('{}', -1)").contains("json_text(): -1 is no place in a list: they count from 0"));
    assert!(error("json_text('{}', 1.5)").contains("json_text(): path has keys in quotes and places in lists"));
    assert!(error("json_text('{}', NULL)").contains("json_text(): NULL is no place in a list"));
    assert!(error("json_text('{}', upper('a'))").contains("json_text(): path has to be a literal"));
}

#[test]
fn a_split_is_even_and_another_salt_gives_another() {
    let session = session(&Context::default());
    let quarter = |of: &str| {
        let people = "SELECT CAST(unnest(range(0, 40000)) AS varchar) AS x";
        let rows = query(&session, &format!("SELECT count(*) FROM ({people}) WHERE {of}")).unwrap();
        let count: u32 = rows[0].as_deref().unwrap().parse().unwrap();
        assert!((9_600..10_400).contains(&count), "{of}: {count} of 40,000");
    };
    quarter("bucket(x, 4, 's') = 3");
    quarter("bucket(x, 4, 's') = bucket(x, 4, 't')");
    assert!(try_eval("bucket('a', 0, 's')").unwrap_err().contains("bucket(): n goes from 1 to 1000000, found 0"));
}
