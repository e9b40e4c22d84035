//! `LIKE`, `ILIKE` and `SIMILAR TO`.

use super::{agree, agree_as_written, refusal};

#[test]
fn similar_to_matches_all_of_the_text() {
    agree(&[
        // The pattern has to match all of the text.
        ("'abc' SIMILAR TO 'abc'", "true"),
        ("'abc' SIMILAR TO 'a'", "false"),
        ("'abc' SIMILAR TO 'a%'", "true"),
        ("'abc' SIMILAR TO '_b_'", "true"),
        ("'abc' SIMILAR TO '%(b|d)%'", "true"),
        ("'abc' SIMILAR TO '(b|c)%'", "false"),
        ("'abc' SIMILAR TO 'a|abc'", "true"),
        ("'aab' SIMILAR TO 'a{2}b'", "true"),
        ("'aab' SIMILAR TO 'a+b?'", "true"),
        ("'a7' SIMILAR TO 'a[[:digit:]]'", "true"),
        ("'a7' SIMILAR TO 'a[^0-9]'", "false"),
        ("'a]' SIMILAR TO 'a[]]'", "true"),
        ("'%' SIMILAR TO '[[:alpha:]%]'", "true"),
        ("'ab' SIMILAR TO '[[:alpha:]%]'", "false"),
        (r"'\' SIMILAR TO '[\\x]'", "true"),
        ("'/p1' SIMILAR TO '/p.1'", "false"),
        ("'/p.1' SIMILAR TO '/p.1'", "true"),
        ("'a^b$' SIMILAR TO 'a^b$'", "true"),
        ("'Straße' SIMILAR TO 'Stra_e'", "true"),
        ("'' SIMILAR TO '%'", "true"),
        ("'' SIMILAR TO ''", "true"),
        ("'abc' NOT SIMILAR TO 'a%'", "false"),
        ("'abc' NOT SIMILAR TO 'a'", "true"),
        (r"'a%' SIMILAR TO 'a\%'", "true"),
        (r"'ab' SIMILAR TO 'a\%'", "false"),
        ("NULL SIMILAR TO 'a'", "NULL"),
        ("'a' SIMILAR TO NULL", "NULL"),
    ]);
}

#[test]
fn like_has_the_backslash_as_escape_and_works_with_any_and_all() {
    agree(&[
        (r"'a_b' LIKE 'a\_b'", "true"),
        (r"'axb' LIKE 'a\_b'", "false"),
        (r"'a%' LIKE 'a\%'", "true"),
        (r"'a\b' LIKE 'a\\b'", "true"),
        ("'tab' || chr(10) || 'line' LIKE 'tab%line'", "true"),
        ("'tab' || chr(10) || 'line' LIKE 'tab_line'", "true"),
        ("'ÀÉ' ILIKE 'àé'", "true"),
        ("'É' ILIKE '_'", "true"),
        ("'👍' LIKE '_'", "true"),
        ("'abc' ~~ 'a%'", "true"),
        ("'abc' !~~ 'a%'", "false"),
        ("'ABC' ~~* 'a%'", "true"),
        ("'ABC' !~~* 'a%'", "false"),
        ("'abc' LIKE ANY (ARRAY['x%', 'a%'])", "true"),
        ("'abc' LIKE ANY (ARRAY['x%', 'y%'])", "false"),
        ("'abc' LIKE ANY (ARRAY['x%', NULL])", "NULL"),
        ("'abc' NOT LIKE ANY (ARRAY['x%', 'a%'])", "true"),
        ("'ABC' ILIKE ANY (ARRAY['x%', 'a%'])", "true"),
        ("'abc' LIKE ALL (ARRAY['a%', '%c'])", "true"),
        ("'abc' LIKE ALL (ARRAY['a%', '%d'])", "false"),
        ("'abc' NOT LIKE ALL (ARRAY['x%', '%d'])", "true"),
        ("'abc' LIKE ALL (ARRAY['a%', NULL])", "NULL"),
        ("'abc' ~ ANY (ARRAY['^b', 'c$'])", "true"),
        ("'abc' !~ ALL (ARRAY['^b', 'd$'])", "true"),
    ]);
}

#[test]
fn any_character_can_be_the_escape() {
    agree_as_written(&[
        ("'100%' LIKE '100#%' ESCAPE '#'", "true"),
        ("'100 kg' LIKE '100#%' ESCAPE '#'", "false"),
        ("'a#b' LIKE 'a##b' ESCAPE '#'", "true"),
        (r"'a\b' LIKE 'a\b' ESCAPE '#'", "true"),
        (r"'a\%' LIKE 'a\#%' ESCAPE '#'", "true"),
        (r"'a\b' LIKE 'a\b' ESCAPE ''", "true"),
        (r"'a%' LIKE 'a\%' ESCAPE ''", "false"),
        (r"'a_b' LIKE 'a\_b' ESCAPE '\'", "true"),
        (r"'axb' LIKE 'a\_b' ESCAPE '\'", "false"),
        ("'a_b' LIKE 'aé_b' ESCAPE 'é'", "true"),
        ("'axb' LIKE 'aé_b' ESCAPE 'é'", "false"),
        ("'SALE%' ILIKE 'sale!%' ESCAPE '!'", "true"),
        ("'100%' NOT LIKE '100#%' ESCAPE '#'", "false"),
        ("'a' LIKE NULL ESCAPE '#'", "NULL"),
        ("'a%b' SIMILAR TO 'a#%b' ESCAPE '#'", "true"),
        ("'axb' SIMILAR TO 'a#%b' ESCAPE '#'", "false"),
        ("'a(b' SIMILAR TO 'a#(b' ESCAPE '#'", "true"),
        (r"'a\b' SIMILAR TO 'a\b' ESCAPE '#'", "true"),
    ]);
}

#[test]
fn the_pattern_with_an_escape_may_come_from_an_event() {
    agree_as_written(&[
        ("concat('100', '%') LIKE concat('100', '#', '%') ESCAPE '#'", "true"),
        ("concat('100', 'x') LIKE concat('100', '#', '%') ESCAPE '#'", "false"),
    ]);
}

#[test]
fn a_pattern_that_ends_in_its_escape_is_refused() {
    assert_eq!(
        refusal(r"user_id LIKE 'abc\'"),
        r"LIKE 'abc\' ends with the escape character; write \\ for a backslash"
    );
    assert_eq!(refusal("user_id LIKE 'abc#' ESCAPE '#'"), "LIKE 'abc#' ends with its escape character");
    assert_eq!(refusal("user_id LIKE 'abc' ESCAPE '##'"), "ESCAPE '##' is more than one character");
    assert_eq!(refusal("user_id SIMILAR TO '(a'"), "'(a' is not a pattern: there is a ( without its )");
}

#[test]
fn a_pattern_of_like_from_an_event_is_not_shown_when_it_is_wrong() {
    let sql = "SELECT user_id LIKE (user_id || '#') ESCAPE '#' AS v FROM events";
    let mut mapper = super::TestJob::new().into("out", sql).mapper();
    let why = "a pattern of LIKE that is not a literal ends with its escape, or the escape is not one character";
    let failed = super::super::rows(&mut mapper, &super::EVENTS[..1]).unwrap();
    assert_eq!(failed, [format!("event 0: map output out (job.yaml:10): {why}")]);
}
