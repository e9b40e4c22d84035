//! What regular expressions find and replace.

use super::{agree, agree_as_written, refusal};

#[test]
fn matches_are_found_and_replaced_as_in_postgresql() {
    agree(&[
        // Only `\` is special in a replacement.
        ("regexp_replace('foo', 'o', '$USD')", "f$USDo"),
        ("regexp_replace('foo', '(o)', '$1')", "f$1o"),
        (r"regexp_replace('foo', '(o)', '<\1>')", "f<o>o"),
        (r"regexp_replace('foo', 'o', '<\&>', 'g')", "f<o><o>"),
        (r"regexp_replace('foo', 'o', '<\0>')", "f<\\0>o"),
        (r"regexp_replace('foo', 'o', '<\2>')", "f<>o"),
        (r"regexp_replace('foo', 'o', 'a\\b')", "fa\\bo"),
        (r"regexp_replace('foo', 'o', 'a\qb')", "fa\\qbo"),
        (r"regexp_replace('foo', 'o', 'x\')", "fx\\o"),
        (r"regexp_replace('John Smith', '(\w+) (\w+)', '\2, \1')", "Smith, John"),
        (r"regexp_replace('ab', '(a)|(b)', '[\1\2]', 'g')", "[a][b]"),
        // The first match, all of them, or one of them.
        ("regexp_replace('foo', 'o', '0')", "f0o"),
        ("regexp_replace('foo', 'o', '0', 'g')", "f00"),
        ("regexp_replace('foo', 'O', '0', 'gi')", "f00"),
        ("regexp_replace('fooo', 'o', '0', 3)", "fo0o"),
        ("regexp_replace('fooo', 'o', '0', 9)", "fooo"),
        ("regexp_replace('fooo', 'o', '0', 1, 2)", "fo0o"),
        ("regexp_replace('fooo', 'o', '0', 3, 0)", "fo00"),
        ("regexp_replace('fooo', 'O', '0', 1, 0, 'i')", "f000"),
        ("regexp_replace('fooo', 'o', '0', 1, 9)", "fooo"),
        ("regexp_replace('ééé', 'é', 'e', 2)", "éeé"),
        ("regexp_replace('foo', 'x', '0')", "foo"),
        // Empty matches.
        ("regexp_replace('abc', '', '-', 'g')", "-a-b-c-"),
        ("regexp_replace('baaac', 'a*', 'X', 'g')", "XbXXcX"),
        ("regexp_replace('abc', '$', '!')", "abc!"),
        ("regexp_replace('abc', '^', '!', 'g')", "!abc"),
        ("regexp_replace('éa', 'x*', '-', 'g')", "-é-a-"),
        ("regexp_replace('', '^$', 'x')", "x"),
        ("regexp_replace('https://x', '^https?', '')", "://x"),
        (r"regexp_replace('a  b   c', '\s+', ' ', 'g')", "a b c"),
        ("regexp_replace('a-é_1!', '[^[:alnum:]]', '', 'g')", "aé1"),
        ("regexp_replace(NULL, 'a', 'b')", "NULL"),
        ("regexp_replace('a', NULL, 'b')", "NULL"),
        ("regexp_replace('a', 'a', NULL)", "NULL"),
        ("regexp_replace('a', 'x', NULL)", "NULL"),
        // Matches.
        ("regexp_match('foo', 'o')", "{o}"),
        ("regexp_match('foo', 'x')", "NULL"),
        (r"regexp_match('v1', 'v(\d+)(\.(\d+))?')", "{1,NULL,NULL}"),
        (r"regexp_match('v1.2', 'v(\d+)(\.(\d+))?')", "{1,.2,2}"),
        ("regexp_match('FOO', '(o)(o)', 'i')", "{O,O}"),
        ("regexp_match('foo', '')", "{}"),
        ("regexp_match('foo', NULL)", "NULL"),
        (r"(regexp_match('ada@example.com', '(\w+)@(\w+)'))[2]", "example"),
        ("regexp_count('foo', 'o')", "2"),
        ("regexp_count('foo', 'O')", "0"),
        ("regexp_count('foo', 'O', 1, 'i')", "2"),
        ("regexp_count('fooo', 'o', 3)", "2"),
        ("regexp_count('foo', '')", "4"),
        ("regexp_count('baaac', 'a*')", "4"),
        ("regexp_count('foo', 'o', 9)", "0"),
        ("regexp_count(NULL, 'o')", "NULL"),
        ("regexp_instr('fooo', 'o')", "2"),
        ("regexp_instr('fooo', 'o', 1, 2)", "3"),
        ("regexp_instr('fooo', 'o', 1, 4)", "0"),
        ("regexp_instr('fooo', 'o+', 1, 1, 1)", "5"),
        ("regexp_instr('fooo', 'O', 1, 1, 0, 'i')", "2"),
        ("regexp_instr('fabc', '(a)(b)', 1, 1, 0, '', 2)", "3"),
        ("regexp_instr('fabc', '(a)(b)', 1, 1, 0, '', 3)", "0"),
        ("regexp_instr('éo', 'o')", "2"),
        ("regexp_substr('foobar', 'o.')", "oo"),
        ("regexp_substr('foobar', 'o.', 4)", "NULL"),
        ("regexp_substr('foobar', 'x')", "NULL"),
        ("regexp_substr('foobar', '[aeo].', 1, 2)", "ar"),
        ("regexp_substr('FOO', 'o', 1, 1, 'i')", "O"),
        ("regexp_substr('foobar', '(o)(b)', 1, 1, '', 2)", "b"),
        ("regexp_substr('foobar', 'o.', 1, 1, '', 1)", "oo"),
        ("regexp_split_to_array('a,b,,c', ',')", "{a,b,,c}"),
        ("regexp_split_to_array('a,b', '')", "{a,,,b}"),
        (r"regexp_split_to_array('a  b c', '\s+')", "{a,b,c}"),
        (r"regexp_split_to_array('the fox', '\s*')", "{t,h,e,f,o,x}"),
        ("regexp_split_to_array(',a,', ',')", "{,a,}"),
        ("regexp_split_to_array('', ',')", "{}"),
        ("regexp_split_to_array('aXbxc', 'x', 'i')", "{a,b,c}"),
        ("regexp_split_to_array(NULL, ',')", "NULL"),
    ]);
}

#[test]
fn substring_from_a_pattern_is_its_first_group_or_the_match() {
    agree_as_written(&[
        ("substring('foobar' from 'o.b')", "oob"),
        ("substring('foobar' from 'o(.)b')", "o"),
        ("substring('foobar' from 'x')", "NULL"),
    ]);
}

#[test]
fn regexp_instr_takes_the_flags_without_the_end_too() {
    agree(&[("regexp_instr('fooO', 'O', 1, 2, 'i')", "3"), ("regexp_instr('fabc', '(A)(b)', 1, 1, 'i', 2)", "3")]);
}

#[test]
fn a_replacement_that_grows_without_end_is_an_error_of_its_row() {
    let sql = "SELECT regexp_replace(repeat(user_id, 100000), '', repeat('x', 100000), 'g') AS v FROM events";
    let mut mapper = super::TestJob::new().into("out", sql).mapper();
    let failed = super::super::rows(&mut mapper, &super::EVENTS[..1]).unwrap();
    let why = "regexp_replace() would return a value of more than sixteen MiB";
    assert_eq!(failed, [format!("event 0: map output out (job.yaml:10): {why}")]);
}

#[test]
fn a_match_before_the_first_is_refused() {
    assert_eq!(
        refusal("regexp_replace(user_id, 'a', 'b', 'g', 1)"),
        "regexp_replace takes (text, pattern, replacement[, start[, which]], flags)"
    );
}
