//! One message, one verdict: the whole of what is accepted and refused.

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Int64Type};

use super::*;
use crate::codec::reason;

/// What becomes of the text column `u` or the integer column `t`; both are required.
enum Verdict {
    Text(&'static str),
    Int(i64),
    Bad(&'static str),
}

use Verdict::{Bad, Int, Text};

const SYNTAX: Verdict = Bad(reason::JSON_SYNTAX);
const TYPE: Verdict = Bad(reason::WRONG_TYPE);
const RANGE: Verdict = Bad(reason::OUT_OF_RANGE);
const MISSING: Verdict = Bad(reason::MISSING);
const UTF8: Verdict = Bad(reason::UTF8);

const CASES: &[(&str, &[u8], Verdict)] = &[
    ("plain", br#"{"u":"u1","t":5}"#, Text("u1")),
    ("unknown key", br#"{"u":"u1","x":[1,{"y":null}],"t":5}"#, Text("u1")),
    ("no white space, other order", br#"{"t":5,"u":"u1"}"#, Text("u1")),
    ("much white space", b" \r\n\t{ \"u\" : \"u1\" ,\n\"t\"\t:\r5 } \n", Text("u1")),
    ("the last duplicate counts", br#"{"u":"u1","u":"u2","t":5}"#, Text("u2")),
    ("duplicate of the wrong type", br#"{"u":"u1","u":7,"t":5}"#, TYPE),
    ("first duplicate of the wrong type", br#"{"u":7,"u":"u1","t":5}"#, TYPE),
    ("null, then a value", br#"{"u":null,"u":"u1","t":5}"#, Text("u1")),
    ("a value, then null", br#"{"u":"u1","u":null,"t":5}"#, MISSING),
    ("escapes", br#"{"u":"u\n\u00e9\ud83d\uDE00\"\\\/\b\f\r\t","t":5}"#, Text("u\né😀\"\\/\u{8}\u{c}\r\t")),
    ("escaped key", br#"{"\u0075":"u1","t":5}"#, Text("u1")),
    ("empty text", br#"{"u":"","t":5}"#, Text("")),
    ("escaped NUL", br#"{"u":"\u0000","t":5}"#, Text("\0")),
    ("DEL and non-characters", "{\"u\":\"\u{7f}\u{ffff}\",\"t\":5}".as_bytes(), Text("\u{7f}\u{ffff}")),
    ("lone high surrogate, wanted", br#"{"u":"\ud83d","t":5}"#, UTF8),
    ("lone low surrogate, wanted", br#"{"u":"\ude00","t":5}"#, UTF8),
    ("two high surrogates, wanted", br#"{"u":"\ud83d\ud83d","t":5}"#, UTF8),
    ("high surrogate and text, wanted", br#"{"u":"\ud83dxxxxxx","t":5}"#, UTF8),
    ("lone surrogate, skipped", br#"{"u":"u1","x":"\ud83d","t":5}"#, Text("u1")),
    ("lone surrogate, key", br#"{"u":"u1","\ud83d":1,"t":5}"#, UTF8),
    ("bad escape, wanted", br#"{"u":"\x","t":5}"#, SYNTAX),
    ("bad escape, skipped", br#"{"u":"u1","x":"\x","t":5}"#, SYNTAX),
    ("short unicode escape", br#"{"u":"u1","x":"\u00e","t":5}"#, SYNTAX),
    ("raw newline, wanted", b"{\"u\":\"u\n1\",\"t\":5}", SYNTAX),
    ("raw newline, skipped", b"{\"u\":\"u1\",\"x\":\"a\nb\",\"t\":5}", SYNTAX),
    ("raw NUL", b"{\"u\":\"u\x001\",\"t\":5}", SYNTAX),
    ("invalid UTF-8, wanted", b"{\"u\":\"u\xff\",\"t\":5}", UTF8),
    ("invalid UTF-8, skipped", b"{\"u\":\"u1\",\"x\":\"\xc3\",\"t\":5}", UTF8),
    ("overlong UTF-8", b"{\"u\":\"\xc0\xaf\",\"t\":5}", UTF8),
    ("a surrogate in UTF-8", b"{\"u\":\"\xed\xa0\x80\",\"t\":5}", UTF8),
    ("integer", br#"{"u":"u1","t":1234567890123456789}"#, Int(1_234_567_890_123_456_789)),
    ("negative integer", br#"{"u":"u1","t":-12345678}"#, Int(-12_345_678)),
    ("1.0 in an integer column", br#"{"u":"u1","t":1.0}"#, TYPE),
    ("1.5 in an integer column", br#"{"u":"u1","t":1.5}"#, TYPE),
    ("1e3 in an integer column", br#"{"u":"u1","t":1e3}"#, TYPE),
    ("-0 in an integer column", br#"{"u":"u1","t":-0}"#, Int(0)),
    ("01 in an integer column", br#"{"u":"u1","t":01}"#, SYNTAX),
    ("- in an integer column", br#"{"u":"u1","t":-}"#, SYNTAX),
    ("+1 in an integer column", br#"{"u":"u1","t":+1}"#, SYNTAX),
    ("01, skipped", br#"{"u":"u1","x":01,"t":5}"#, SYNTAX),
    ("-01, skipped", br#"{"u":"u1","x":-01,"t":5}"#, SYNTAX),
    ("1., skipped", br#"{"u":"u1","x":1.,"t":5}"#, SYNTAX),
    (".5, skipped", br#"{"u":"u1","x":.5,"t":5}"#, SYNTAX),
    ("1e, skipped", br#"{"u":"u1","x":1e,"t":5}"#, SYNTAX),
    ("1e+, skipped", br#"{"u":"u1","x":1e+,"t":5}"#, SYNTAX),
    ("-, skipped", br#"{"u":"u1","x":-,"t":5}"#, SYNTAX),
    ("numbers, skipped", br#"{"u":"u1","x":[0,-0,0.5e-3,-1E+2,0e0],"t":5}"#, Text("u1")),
    ("smallest integer", br#"{"u":"u1","t":-9223372036854775808}"#, Int(i64::MIN)),
    ("below the smallest integer", br#"{"u":"u1","t":-9223372036854775809}"#, RANGE),
    ("largest integer", br#"{"u":"u1","t":9223372036854775807}"#, Int(i64::MAX)),
    ("above the largest integer", br#"{"u":"u1","t":9223372036854775808}"#, RANGE),
    ("20 digits", br#"{"u":"u1","t":18446744073709551616}"#, RANGE),
    ("30 digits", br#"{"u":"u1","t":123456789012345678901234567890}"#, RANGE),
    ("30 digits and a fraction", br#"{"u":"u1","t":123456789012345678901234567890.5}"#, TYPE),
    ("30 digits, skipped", br#"{"u":"u1","x":123456789012345678901234567890,"t":5}"#, Text("u1")),
    ("1e999, skipped", br#"{"u":"u1","x":1e999,"t":5}"#, Text("u1")),
    ("string in an integer column", br#"{"u":"u1","t":"5"}"#, TYPE),
    ("boolean in an integer column", br#"{"u":"u1","t":true}"#, TYPE),
    ("array in an integer column", br#"{"u":"u1","t":[5]}"#, TYPE),
    ("integer in a text column", br#"{"u":1,"t":5}"#, TYPE),
    ("object in a text column", br#"{"u":{},"t":5}"#, TYPE),
    ("null in a required column", br#"{"u":null,"t":5}"#, MISSING),
    ("required column missing", br#"{"t":5}"#, MISSING),
    ("a name is exact", br#"{"U":"u1","u ":"u1","t":5}"#, MISSING),
    ("NaN, skipped", br#"{"u":"u1","x":NaN,"t":5}"#, SYNTAX),
    ("tru, skipped", br#"{"u":"u1","x":tru,"t":5}"#, SYNTAX),
    ("truex, skipped", br#"{"u":"u1","x":truex,"t":5}"#, SYNTAX),
    ("nul, wanted", br#"{"u":nul,"t":5}"#, SYNTAX),
    ("nullx, wanted", br#"{"u":nullx,"t":5}"#, SYNTAX),
    ("[1,], skipped", br#"{"u":"u1","x":[1,],"t":5}"#, SYNTAX),
    ("[,1], skipped", br#"{"u":"u1","x":[,1],"t":5}"#, SYNTAX),
    ("[1 2], skipped", br#"{"u":"u1","x":[1 2],"t":5}"#, SYNTAX),
    ("[}], skipped", br#"{"u":"u1","x":[}],"t":5}"#, SYNTAX),
    ("[}, skipped", br#"{"u":"u1","x":[},"t":5}"#, SYNTAX),
    (r#"{"a"}, skipped"#, br#"{"u":"u1","x":{"a"},"t":5}"#, SYNTAX),
    (r#"{"a":1,}, skipped"#, br#"{"u":"u1","x":{"a":1,},"t":5}"#, SYNTAX),
    ("{1:2}, skipped", br#"{"u":"u1","x":{1:2},"t":5}"#, SYNTAX),
    ("trailing garbage", br#"{"u":"u1","t":5}x"#, SYNTAX),
    ("trailing object", br#"{"u":"u1","t":5}{"u":"u1","t":5}"#, SYNTAX),
    ("trailing NUL", b"{\"u\":\"u1\",\"t\":5}\0", SYNTAX),
    ("trailing space", b"{\"u\":\"u1\",\"t\":5} \n", Text("u1")),
    ("leading space", b" {\"u\":\"u1\",\"t\":5}", Text("u1")),
    ("form feed is no white space", b"\x0c{\"u\":\"u1\",\"t\":5}", SYNTAX),
    ("byte order mark", b"\xef\xbb\xbf{\"u\":\"u1\",\"t\":5}", SYNTAX),
    ("cut before the bracket", br#"{"u":"u1","t":5"#, SYNTAX),
    ("cut in a string", br#"{"u":"u1","t":5,"x":"ab"#, SYNTAX),
    ("cut before a value", br#"{"u":"u1","t":"#, SYNTAX),
    ("cut after a key", br#"{"u":"u1","t""#, SYNTAX),
    ("cut after a comma", br#"{"u":"u1","#, SYNTAX),
    ("cut after a minus", br#"{"u":"u1","t":-"#, SYNTAX),
    ("cut in an escape", br#"{"u":"u1","t":5,"x":"\u00"#, SYNTAX),
    ("ends in a backslash", br#"{"u":"u1","t":5,"x":"ab\"#, SYNTAX),
    ("comma before the bracket", br#"{"u":"u1","t":5,}"#, SYNTAX),
    ("comma after the bracket", br#"{,"u":"u1","t":5}"#, SYNTAX),
    ("two commas", br#"{"u":"u1",,"t":5}"#, SYNTAX),
    ("no comma", br#"{"u":"u1""t":5}"#, SYNTAX),
    ("a bracket for a comma", br#"{"u":"u1"{"t":5}"#, SYNTAX),
    ("single quotes", b"{'u':'u1','t':5}", SYNTAX),
    ("comment", br#"{"u":"u1",/**/"t":5}"#, SYNTAX),
    ("empty", b"", SYNTAX),
    ("white space alone", b"  ", SYNTAX),
    ("null", b"null", TYPE),
    ("string", br#""u1""#, TYPE),
    ("array", br#"[{"u":"u1","t":5}]"#, TYPE),
    ("empty object", b"{}", MISSING),
    ("empty object with space", b"{ }", MISSING),
    ("open bracket", b"{", SYNTAX),
    ("wrong type and broken later", br#"{"u":7,"t":5,"x":}"#, SYNTAX),
    ("missing and broken later", br#"{"u":null,"t":5,"x":}"#, SYNTAX),
];

fn fields() -> Vec<Field> {
    vec![required("u", DataType::Utf8View), required("t", DataType::Int64)]
}

fn check(decoder: &mut JsonDecoder, (name, message, verdict): &(&str, &[u8], Verdict)) {
    let good = br#"{"u":"a good one before and after","t":-77}"#;
    let decoded = decode(decoder, &[good, *message, good]);
    let bad: Vec<_> = decoded.bad.iter().map(|bad| (bad.index, bad.reason)).collect();
    let (texts, ints) = (decoded.columns[0].as_string_view(), decoded.columns[1].as_primitive::<Int64Type>());
    let last = decoded.rows.len() - 1;
    for row in [0, last] {
        assert_eq!((texts.value(row), ints.value(row)), ("a good one before and after", -77), "{name}: neighbours");
    }
    match verdict {
        Bad(reason) => assert_eq!((bad, last), (vec![(1, *reason)], 1), "{name}"),
        Text(text) => assert_eq!((bad, texts.value(1)), (vec![], *text), "{name}"),
        Int(int) => assert_eq!((bad, ints.value(1)), (vec![], *int), "{name}"),
    }
}

#[test]
fn every_case_with_a_decoder_of_its_own() {
    CASES.iter().for_each(|case| check(&mut decoder(fields()), case));
}

#[test]
fn every_case_with_one_decoder_that_has_seen_the_others() {
    let mut decoder = decoder(fields());
    CASES.iter().chain(CASES.iter().rev()).for_each(|case| check(&mut decoder, case));
}

/// serde_json is the judge of the table itself: of the grammar, where the two are meant to agree.
#[test]
fn the_cases_agree_with_serde_json() {
    for (name, message, verdict) in CASES {
        let is_json = serde_json::from_slice::<&serde_json::value::RawValue>(message).is_ok();
        let expected = !matches!(verdict, Bad(reason::JSON_SYNTAX | reason::UTF8))
            || name.starts_with("lone")
            || name.contains("surrogate") && !name.contains("UTF-8");
        assert_eq!(is_json, expected, "{name}");
    }
}

#[test]
fn the_depth_is_limited_wherever_the_depth_lies() {
    let nested = |open: &str, close: &str, levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
    for (levels, expected) in [(126, None), (127, Some(reason::TOO_DEEP)), (5000, Some(reason::TOO_DEEP))] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"u":"#, "}]")] {
            // The message itself is one level; the last pair opens two at once.
            let value = nested(open, close, levels / open.matches(['[', '{']).count());
            let message = format!(r#"{{"u":"u1","x":{value},"t":5}}"#);
            let decoded = decode(&mut decoder(fields()), &[message]);
            let expected = if open.len() == 6 && levels == 127 { None } else { expected };
            assert_eq!(decoded.bad.first().map(|bad| bad.reason), expected, "{levels} of {open}");
        }
    }
}

#[test]
fn a_refusal_says_what_where_and_why_but_not_what_the_message_says() {
    let message = |text: &str| refusal(fields(), text).1;
    assert_eq!(
        message(r#"{"u":"u1","t":"secret"}"#),
        "column t: expected an integer of 64 bits, found a string at byte 14"
    );
    assert_eq!(
        message(r#"{"u":"u1","t":1.5}"#),
        "column t: expected an integer of 64 bits, found a fractional number at byte 14"
    );
    assert_eq!(
        message(r#"{"u":"u1","t":99999999999999999999}"#),
        "column t: expected an integer of 64 bits, found a number at byte 14 that does not fit"
    );
    assert_eq!(message(r#"{"u":true,"t":1}"#), "column u: expected a string, found a boolean at byte 5");
    assert_eq!(message(r#"{"t":1}"#), "column u: required, but missing or null");
    assert_eq!(message(r#"{"u":"\ud83d","t":1}"#), "column u: half of a surrogate pair in the text at byte 6");
    assert_eq!(message(r#"{"u" "secret"}"#), "not JSON: expected a colon at byte 5, found a string");
    assert_eq!(message(r#"{"u":"secret"#), "not JSON: expected the rest of a string at byte 12, found the end");
    assert_eq!(message("[]"), "expected an object, found an array at byte 0");
    assert_eq!(refusal(fields(), b"{\"u\":\"\xff").1, "not UTF-8 at byte 6");
    let deep = format!(r#"{{"x":{}"#, "[".repeat(200));
    assert_eq!(message(&deep), "nested deeper than 127 levels at byte 131");
}
