//! Regular expressions: `~` and `regexp_like`.

use super::{agree, refusal};

#[test]
fn regular_expressions_match_as_in_postgresql() {
    agree(&[
        ("'abc' ~ 'b'", "true"),
        ("'abc' ~ '^b'", "false"),
        ("'abc' !~ 'b'", "false"),
        ("'ABC' ~* 'b'", "true"),
        ("'ABC' !~* 'b'", "false"),
        ("NULL ~ 'b'", "NULL"),
        ("'abc' ~ NULL", "NULL"),
        ("'abc' ~ ''", "true"),
        ("'' ~ '^$'", "true"),
        // A newline is a character like others, and ^ and $ are the ends of the text.
        ("'a' || chr(10) || 'b' ~ 'a.b'", "true"),
        ("'a' || chr(10) || 'b' ~ 'a[^x]b'", "true"),
        ("'a' || chr(10) || 'b' ~ '^b'", "false"),
        ("'a' || chr(10) || 'b' ~ 'a$'", "false"),
        ("'a' || chr(10) ~ 'a$'", "false"),
        ("'a' || chr(10) || 'b' ~ '(?n)a.b'", "false"),
        ("'a' || chr(10) || 'b' ~ '(?n)a[^x]b'", "false"),
        ("'a' || chr(10) || 'b' ~ '(?n)^b'", "true"),
        ("'a' || chr(10) || 'b' ~ '(?p)a.b'", "false"),
        ("'a' || chr(10) || 'b' ~ '(?p)^b'", "false"),
        ("'a' || chr(10) || 'b' ~ '(?w)a.b'", "true"),
        ("'a' || chr(10) || 'b' ~ '(?w)^b'", "true"),
        (r"'a' || chr(10) || 'b' ~ '(?n)a\Db'", "true"),
        ("regexp_like('a' || chr(10) || 'b', 'a.b', 'n')", "false"),
        ("regexp_like('a' || chr(10) || 'b', 'a.b', 'ns')", "true"),
        ("regexp_like('ABC', 'b')", "false"),
        ("regexp_like('ABC', 'b', 'i')", "true"),
        ("regexp_like('ABC', 'b', 'ic')", "false"),
        ("regexp_like('abc', 'a b', 'x')", "true"),
        ("regexp_like('a+c', 'a+c', 'q')", "true"),
        ("regexp_like('abc', NULL)", "NULL"),
        ("regexp_like('abc', 'b', NULL)", "NULL"),
        // Classes.
        (r"'٣' ~ '\d'", "false"),
        ("'7' ~ '[[:digit:]]'", "true"),
        ("'ß' ~ '[[:alpha:]]'", "true"),
        ("'日本' ~ '^[[:alpha:]]+$'", "true"),
        ("'É' ~ '[[:upper:]]'", "true"),
        ("'é' ~ '^[[:lower:]]$'", "true"),
        (r"'a_1é' ~ '^\w+$'", "true"),
        (r"'a-b' ~ '\W'", "true"),
        ("'§' ~ '[[:punct:]]'", "true"),
        ("'a' ~ '[[:punct:]]'", "false"),
        (r"'a' || chr(160) || 'b' ~ '\s'", "false"),
        ("chr(8195) ~ '[[:space:]]'", "true"),
        (r"'a b' ~ 'a\Sb'", "false"),
        ("'a b' ~ 'a[[:blank:]]b'", "true"),
        ("'fF9' ~ '^[[:xdigit:]]+$'", "true"),
        (r"'a.b' ~ '^[\w.]+$'", "true"),
        (r"'a b' ~ '^[\w.]+$'", "false"),
        (r"'é!' ~ '^[^\w\s]'", "false"),
        // Brackets.
        ("']' ~ '[]x]'", "true"),
        ("'a' ~ '[^]x]'", "true"),
        ("'-' ~ '[a-]'", "true"),
        ("'b' ~ '[a-c]'", "true"),
        ("'[' ~ '[[]'", "true"),
        ("'&' ~ '[&&a]'", "true"),
        (r"'\' ~ '[\\]'", "true"),
        (r"'d' ~ '[\d]'", "false"),
        ("'-' ~ '[[.-.]]'", "true"),
        ("'~' ~ '[~-]'", "true"),
        ("'^' ~ '[a^]'", "true"),
        // Escapes.
        (r"'a.b' ~ 'a\.b'", "true"),
        (r"'axb' ~ 'a\.b'", "false"),
        (r"'A' ~ '\x41'", "true"),
        (r"'é' ~ '\u00e9'", "true"),
        (r"'👍' ~ '\U0001f44d'", "true"),
        (r"chr(9) ~ '\t'", "true"),
        (r"chr(27) ~ '\e'", "true"),
        (r"'foo bar' ~ '\mbar\M'", "true"),
        (r"'foobar' ~ '\mbar'", "false"),
        (r"'foo bar' ~ '\ybar\y'", "true"),
        (r"'foobar' ~ '\Ybar'", "true"),
        ("'foo bar' ~ '[[:<:]]bar[[:>:]]'", "true"),
        (r"'ab' ~ '\Aab\Z'", "true"),
        (r"'#' ~ '\#'", "true"),
        // Quantifiers.
        ("'aab' ~ '^a{2}b'", "true"),
        ("'aab' ~ '^a{3,}b'", "false"),
        ("'aab' ~ '^a{1,2}b'", "true"),
        ("'a{' ~ 'a{'", "true"),
        (r#"'{"a"}' ~ '{"a"}'"#, "true"),
        ("'aab' ~ '^a*?b'", "true"),
        ("'ab' ~ '^(a|b)+$'", "true"),
        ("'b' ~ '^(a|)b'", "true"),
        // Options at the beginning.
        ("'ABC' ~ '(?i)abc'", "true"),
        ("'ABC' ~* '(?c)abc'", "false"),
        ("'a.c' ~ '***=a.c'", "true"),
        ("'abc' ~ '***=a.c'", "false"),
        ("'abc' ~ '(?x)a b  c # all'", "true"),
        ("'abc' ~ 'a(?#never)bc'", "true"),
        ("'abc' ~ 'a(?:b)c'", "true"),
    ]);
}

/// PostgreSQL takes the longest of the alternatives, and `\b` for a backspace. BigQuery, Snowflake and Spark do not, and
/// nearly all patterns are written for that.
#[test]
fn alternatives_and_word_boundaries_are_as_everywhere_else() {
    agree(&[
        ("regexp_replace('https://x', '^(http|https)', '')", "s://x"),
        ("regexp_substr('https://x', 'https|http')", "https"),
        (r"'foo bar' ~ '\bbar\b'", "true"),
        (r"'foobar' ~ '\bbar'", "false"),
        (r"'foobar' ~ '\Bbar'", "true"),
        (r"'é' ~ '^\p{L}$'", "true"),
        ("regexp_substr('2024-01', '(?P<year>[0-9]+)')", "2024"),
    ]);
}

#[test]
fn a_pattern_that_can_never_work_is_refused_with_the_reason() {
    let cases = [
        ("(a", "there is a ( without its )"),
        ("a)", "there is a ) without its ("),
        ("[a", "there is a [ without its ]"),
        ("*a", r"there is nothing that * could repeat; write \* for the character"),
        ("a|*", r"there is nothing that * could repeat; write \* for the character"),
        ("a**", "* follows another quantifier; put the first part in (?:…)"),
        ("a{3,1}", "{3,1} is not a number of repetitions (0 to 255)"),
        ("a{999}", "{999} is not a number of repetitions (0 to 255)"),
        (r"a\", r"it ends with a backslash; write \\ for the character"),
        (r"\h", r"there is no escape \h"),
        ("[z-a]", "the range z-a in brackets goes backwards"),
        ("[[:letter:]]", "there is no class of characters [:letter:]"),
        (r"(a)\1", r"back-references such as \1 are not supported: they can take exponential time"),
    ];
    for (pattern, why) in cases {
        assert_eq!(refusal(&format!("user_id ~ '{pattern}'")), format!("'{pattern}' is not a pattern: {why}"));
    }
    for look in ["(?=a)", "(?!a)", "(?<=a)", "(?<!a)"] {
        let why = "lookahead and lookbehind such as (?=…) are not supported; match the whole and take a group of it, or use two \
                   conditions";
        assert_eq!(refusal(&format!("user_id ~ '{look}'")), format!("'{look}' is not a pattern: {why}"));
    }
}

#[test]
fn a_flag_that_is_not_known_is_refused() {
    assert_eq!(
        refusal("regexp_like(user_id, 'a', 'z')"),
        "there is no regular expression flag 'z'; there are c, g, i, m, n, p, q, s, t, w and x"
    );
    assert_eq!(
        refusal("regexp_replace(user_id, 'a', 'b', 'U')"),
        "there is no regular expression flag 'U'; there are c, g, i, m, n, p, q, s, t, w and x"
    );
    for call in ["regexp_like(user_id, 'a', 'g')", "regexp_match(user_id, 'a', 'g')"] {
        let name = call.split('(').next().unwrap();
        assert_eq!(refusal(call), format!("{name} does not take the flag 'g'"));
    }
}

#[test]
fn numbers_are_not_matched_as_text() {
    assert_eq!(
        refusal("regexp_like(n, '1')"),
        "regexp_like takes text as argument 1, not bigint; write CAST(… AS varchar)"
    );
    assert_eq!(refusal("n ~ '1'"), "~ compares text with a pattern, not bigint; write CAST(… AS varchar)");
}

#[test]
fn a_pattern_from_an_event_is_not_shown_when_it_is_wrong() {
    for call in
        ["user_id ~ ('(' || user_id)", "user_id SIMILAR TO ('(' || user_id)", "regexp_count(user_id, '(' || user_id)"]
    {
        let mut mapper = super::TestJob::new().into("out", &format!("SELECT {call} AS v FROM events")).mapper();
        let why = "a pattern, or its flags, that is not a literal is not a regular expression";
        let failed = super::super::rows(&mut mapper, &super::EVENTS[..1]).unwrap();
        assert_eq!(failed, [format!("event 0: map output out (job.yaml:10): {why}")], "{call}");
    }
}
