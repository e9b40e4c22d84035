//! Functions of text, casts to text, booleans, and paths into JSON.

use super::{agree, agree_as_written, refusal};

#[test]
fn functions_of_text_are_as_in_postgresql() {
    agree(&[
        ("'Hello World'::varchar(5)", "Hello"),
        ("cast('日本語テキスト' as varchar(2))", "日本"),
        ("cast(12345 as varchar(2))", "12"),
        ("cast('ab' as character varying(3))", "ab"),
        ("cast('ab' as character varying)", "ab"),
        ("'ab'::varchar", "ab"),
        ("cast(NULL as varchar(3))", "NULL"),
        ("'abc'::varchar(2)::varchar(1)", "a"),
        ("to_hex(255)", "ff"),
        ("to_hex(cast(-1 AS int))", "ffffffff"),
        ("to_hex(-1::bigint)", "ffffffffffffffff"),
        ("to_hex(9223372036854775807)", "7fffffffffffffff"),
        ("to_hex(NULL::int)", "NULL"),
        ("substr('abc', 0)", "abc"),
        ("substr('abc', -1, 3)", "a"),
        ("substr('abc', 2, 1)", "b"),
        ("substr('abc', 9)", ""),
        ("left('abc', -1)", "ab"),
        ("left('abc', -5)", ""),
        ("left('abc', 0)", ""),
        ("right('abc', -1)", "bc"),
        ("right('abc', 9)", "abc"),
        ("split_part('a,b,c', ',', 2)", "b"),
        ("split_part('a,b,c', ',', -1)", "c"),
        ("split_part('a,b,c', ',', 9)", ""),
        ("split_part('a,b,c', '', 1)", "a,b,c"),
        ("lpad('abc', 5, 'xy')", "xyabc"),
        ("lpad('abc', 2)", "ab"),
        ("rpad('abc', 5, '')", "abc"),
        ("overlay('abcdef' placing 'XX' from 3 for 0)", "abXXcdef"),
        ("overlay('abcdef' placing 'XX' from 3)", "abXXef"),
        ("translate('12345', '143', 'ax')", "a2x5"),
        ("initcap('hello wORLD o''brien-smith foo_bar 1abc')", "Hello World O'Brien-Smith Foo_Bar 1abc"),
        ("position('c' in 'abc')", "3"),
        ("position('' in 'abc')", "1"),
        ("strpos('日本', '本')", "2"),
        ("replace('aaa', 'aa', 'b')", "ba"),
        ("replace('abc', '', 'x')", "abc"),
        ("replace('abc', 'b', NULL)", "NULL"),
        ("concat('a', NULL, 'b')", "ab"),
        ("concat('a', 1)", "a1"),
        ("concat_ws(',', 'a', NULL, 'b')", "a,b"),
        ("concat_ws(NULL, 'a', 'b')", "NULL"),
        ("'a' || NULL", "NULL"),
        ("'a' || 1", "a1"),
        ("1 || 'a'", "1a"),
        ("greatest('a', NULL, 'b')", "b"),
        ("reverse('日本')", "本日"),
        ("ascii('é')", "233"),
        ("ascii('')", "0"),
        ("chr(233)", "é"),
        ("repeat('ab', -1)", ""),
        ("btrim('xyayx', 'xy')", "a"),
        ("starts_with('abc', '')", "true"),
        ("length('日本語')", "3"),
        ("octet_length('日本語')", "9"),
        ("md5('é')", "66ddcd97cfdeabb2f6fb8a999b4bc76f"),
        ("'a' < 'B'", "false"),
        ("'é' > 'z'", "true"),
        ("'a ' = 'a'", "false"),
        ("'abc' BETWEEN 'abb' AND 'abd'", "true"),
    ]);
}

#[test]
fn forms_that_take_literals() {
    agree_as_written(&[
        ("encode(sha256('abc'), 'base64')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("encode(decode('00ff', 'hex'), 'base64')", "AP8="),
        ("encode(decode('YWJjZA==', 'base64'), 'hex')", "61626364"),
        ("substring('foobar' from 2 for 3)", "oob"),
        ("substring('foobar', 4)", "bar"),
        ("substring('foobar', 0, 2)", "f"),
        ("substring('foobar' from -1 for 4)", "fo"),
        ("substring('foobar' for 2)", "fo"),
        ("varchar(3) 'abcdef'", "abc"),
        (r"'\x00ff'::bytea = decode('00ff', 'hex')", "true"),
        (r"encode('\x00ff'::bytea, 'hex')", "00ff"),
        (r"U&'\0061'", "a"),
        ("trim(leading from '  a ') || '|'", "a |"),
        ("trim(trailing from '  a ') || '|'", "  a|"),
        ("trim(both from '  a ') || '|'", "a|"),
        ("trim(both 'xy' from 'xyayx')", "a"),
    ]);
}

/// Letters that change their number, and a dot that PostgreSQL's C.UTF-8 loses: here as Unicode says.
#[test]
fn upper_and_lower_follow_unicode() {
    agree(&[("upper('Straße')", "STRASSE"), ("lower('ΣΑΣ')", "σας"), ("length(lower('İ'))", "2")]);
}

#[test]
fn texts_are_compared_by_the_numbers_of_their_characters() {
    agree_as_written(&[("'é' > 'z' COLLATE \"C\"", "true")]);
    assert_eq!(
        refusal("user_id < 'a' COLLATE \"de_DE\""),
        "COLLATE \"de_DE\" is not supported: texts are compared by the numbers of their characters, as with COLLATE \"C\""
    );
}

#[test]
fn char_with_a_length_is_refused() {
    assert_eq!(
        refusal("cast(user_id AS char(3))"),
        "char(3) pads with blanks in some databases and is any text in others; write varchar(3) to cut, rpad(…, 3) to pad"
    );
    assert_eq!(
        refusal("cast(tags AS varchar(2)[])"),
        "the length in VARCHAR(2)[] would have no effect; write varchar without it"
    );
}

#[test]
fn booleans_are_as_in_postgresql() {
    agree_as_written(&[
        ("'t'::boolean", "true"),
        ("'TRUE'::boolean", "true"),
        ("' yes '::boolean", "true"),
        ("'on'::boolean", "true"),
        ("'1'::boolean", "true"),
        ("'fal'::boolean", "false"),
        ("'of'::boolean", "false"),
        ("'0'::boolean", "false"),
        ("true::varchar", "true"),
        ("true::int", "1"),
        ("5::boolean", "true"),
        ("NULL::boolean IS TRUE", "false"),
        ("NULL::boolean IS NOT TRUE", "true"),
        ("NULL::boolean IS UNKNOWN", "true"),
        ("NULL::boolean IS NOT FALSE", "true"),
        ("NULL AND false", "false"),
        ("NULL OR true", "true"),
        ("NOT NULL::boolean", "NULL"),
        ("CASE WHEN NULL THEN 'a' ELSE 'b' END", "b"),
        ("CASE NULL::int WHEN NULL THEN 'a' ELSE 'b' END", "b"),
        ("true > false", "true"),
        ("NULL IS DISTINCT FROM 1", "true"),
    ]);
}

#[test]
fn every_is_bool_and() {
    agree_as_written(&[("every(one > 0)", "true"), ("every(one > 1)", "false")]);
}

#[test]
fn arrows_go_into_json() {
    agree_as_written(&[
        (r#"('{"a": {"b": "x"}}' -> 'a') ->> 'b'"#, "x"),
        (r#"'{"a": "{\"b\": 1}"}' ->> 'a' ->> 'b'"#, "1"),
        (r#"'{"a": {"b": "x"}}' -> 'a' ->> 'b'"#, "x"),
        (r#"'{"a": [10, 20]}' -> 'a' ->> 1"#, "20"),
        (r#"'{"a": "x \"q\""}' ->> 'a'"#, "x \"q\""),
        (r#"'{"a": null}' ->> 'a'"#, "NULL"),
        (r#"'{"a": 1}' ->> 'b'"#, "NULL"),
        (r#"'{"a": 1}' ->> 'a' = '1'"#, "true"),
        (r#"'{"a": 1}' ->> 'a' || 'x'"#, "1x"),
        (r#"'{"a": 1}' ->> 'a' IS NOT NULL AND '{}' ->> 'a' IS NULL"#, "true"),
        (r#"'{"a": "x"}' ->> 'a' IN ('x', 'y')"#, "true"),
        (r#"'{"a": "x"}' ->> 'a' LIKE 'x%'"#, "true"),
        (r#"('{"a": 1}' ->> 'a')::int + 1"#, "2"),
    ]);
    assert_eq!(
        refusal("user_id -> 'a'"),
        "-> alone gives JSON, which is not a type here; end with ->> for text: j -> 'a' ->> 'b'"
    );
    assert_eq!(
        refusal("user_id #>> '{a,b}'"),
        "there is no operator for a path into JSON; write json_text(j, 'a', 'b')"
    );
}
