//! Lists: NULL in them, places outside of them.

use super::{agree, agree_as_written, refusal, rows};

#[test]
fn any_and_all_know_nothing_about_null() {
    agree(&[
        ("1 = ANY (ARRAY[1, 2])", "true"),
        ("3 = ANY (ARRAY[1, 2])", "false"),
        ("3 = ANY (ARRAY[1, NULL])", "NULL"),
        ("1 = ANY (ARRAY[1, NULL])", "true"),
        ("NOT (3 = ANY (ARRAY[1, NULL]))", "NULL"),
        ("NULL = ANY (ARRAY[1, 2])", "NULL"),
        ("1 = ANY (NULL::int[])", "NULL"),
        ("3 = SOME (ARRAY[1, 2])", "false"),
        ("1 <> ANY (ARRAY[1, NULL])", "NULL"),
        ("2 <> ANY (ARRAY[1, NULL])", "true"),
        ("2 > ANY (ARRAY[1, NULL])", "true"),
        ("1 > ANY (ARRAY[1, NULL])", "NULL"),
        ("1 >= ANY (ARRAY[1, NULL])", "true"),
        ("1 < ANY (ARRAY[1, NULL])", "NULL"),
        ("1 <= ANY (ARRAY[2, NULL])", "true"),
        ("1 = ALL (ARRAY[1, 1])", "true"),
        ("1 = ALL (ARRAY[1, 2])", "false"),
        ("1 = ALL (ARRAY[1, NULL])", "NULL"),
        ("1 <> ALL (ARRAY[2, NULL])", "NULL"),
        ("1 <> ALL (ARRAY[1, NULL])", "false"),
        ("3 <> ALL (ARRAY[1, 2])", "true"),
        ("1 < ALL (ARRAY[2, 3])", "true"),
        ("1 < ALL (ARRAY[0, NULL])", "false"),
        ("1 <= ALL (ARRAY[1, NULL])", "NULL"),
        ("2 > ALL (ARRAY[1, 1])", "true"),
        ("2 >= ALL (ARRAY[2, 3])", "false"),
        ("'b' = ANY (ARRAY['a', 'b'])", "true"),
        ("'c' = ANY (ARRAY['a', NULL])", "NULL"),
        ("'c' <> ALL (ARRAY['a', NULL])", "NULL"),
        ("'c' > ALL (ARRAY['a', 'b'])", "true"),
        ("1.5 = ANY (ARRAY[1, 2])", "false"),
        ("2.0 = ANY (ARRAY[1, 2])", "true"),
        ("1 = ANY (string_to_array('1,2', ',')::int[])", "true"),
        ("'b' = ANY (string_to_array('a,b', ','))", "true"),
        ("'c' = ANY (string_to_array('a,b,', ',', ''))", "NULL"),
        ("'c' <> ALL (string_to_array('a,b,', ',', ''))", "NULL"),
        ("'c' <> ALL (string_to_array('a,b', ','))", "true"),
        ("'c' = ANY (string_to_array('', ','))", "false"),
        ("'c' = ALL (string_to_array('', ','))", "true"),
        ("NULL = ANY (string_to_array('', ','))", "false"),
        ("1 IN (1, NULL)", "true"),
        ("2 IN (1, NULL)", "NULL"),
        ("2 NOT IN (1, NULL)", "NULL"),
        ("1 NOT IN (1, NULL)", "false"),
        ("ARRAY[1, 2] @> ARRAY[1]", "true"),
        ("ARRAY[1, 2] @> ARRAY[1, 3]", "false"),
        ("ARRAY[1, NULL] @> ARRAY[NULL]::int[]", "false"),
        ("ARRAY[1, 2] @> ARRAY[1, NULL]", "false"),
        ("ARRAY[1, 2] <@ ARRAY[3, 2, 1]", "true"),
        ("ARRAY[1, 2] && ARRAY[2, 3]", "true"),
        ("ARRAY[1, 2] && ARRAY[3]", "false"),
        ("ARRAY[1, NULL] && ARRAY[NULL]::int[]", "false"),
        ("ARRAY[1, 2] @> NULL::int[]", "NULL"),
        ("string_to_array('a,b', ',') && ARRAY['b']", "true"),
        ("string_to_array('', ',') @> string_to_array('', ',')", "true"),
        ("ARRAY[1, 2] = ARRAY[1, 2]", "true"),
        ("ARRAY[1, 2] = ARRAY[2, 1]", "false"),
    ]);
}

#[test]
fn functions_of_lists_are_as_in_postgresql() {
    agree(&[
        ("array_remove(ARRAY[7, 7, 8], 7)", "{8}"),
        ("array_remove(ARRAY[1, NULL, 3], NULL)", "{1,3}"),
        ("array_remove(ARRAY['a', 'b'], 'c')", "{a,b}"),
        ("array_remove(ARRAY['a', NULL, 'a'], 'a')", "{NULL}"),
        ("array_remove(ARRAY['a', 'b'], NULL)", "{a,b}"),
        ("array_remove(NULL::int[], 1)", "NULL"),
        ("array_remove(ARRAY[1.5, 2.0], 2)", "{1.5}"),
        ("array_replace(ARRAY[7, 7, 8], 7, 9)", "{9,9,8}"),
        ("array_replace(ARRAY[1, NULL, 3], NULL, 9)", "{1,9,3}"),
        ("array_replace(ARRAY['a', 'b'], 'b', NULL)", "{a,NULL}"),
        ("array_replace(NULL::int[], 1, 2)", "NULL"),
        ("array_position(ARRAY['a', 'b', 'a'], 'a')", "1"),
        ("array_position(ARRAY['a', 'b', 'a'], 'a', 2)", "3"),
        ("array_position(ARRAY['a', 'b', 'a'], 'a', 9)", "NULL"),
        ("array_position(ARRAY['a', NULL], NULL)", "2"),
        ("array_position(ARRAY['a'], 'z')", "NULL"),
        ("array_position(NULL::int[], 1)", "NULL"),
        ("array_positions(ARRAY[1, 2, 1], 1)", "{1,3}"),
        ("array_length(ARRAY[1, 2], 1)", "2"),
        ("array_length(string_to_array('', ','), 1)", "NULL"),
        ("array_length(ARRAY[1, 2], 2)", "NULL"),
        ("array_length(ARRAY[[1, 2], [3, 4]], 2)", "2"),
        ("array_length(NULL::int[], 1)", "NULL"),
        ("cardinality(string_to_array('', ','))", "0"),
        ("cardinality(ARRAY[1, 2])", "2"),
        ("(ARRAY[1, 2, 3])[2]", "2"),
        ("(ARRAY[1, 2, 3])[0]", "NULL"),
        ("(ARRAY[1, 2, 3])[4]", "NULL"),
        ("(ARRAY[1, 2, 3])[length('') - 1]", "NULL"),
        ("(ARRAY[1, 2, 3])[length('ab')]", "2"),
        ("(ARRAY[1, 2, 3])[2:3]", "{2,3}"),
        ("(ARRAY[1, 2, 3])[0:2]", "{1,2}"),
        ("(ARRAY[1, 2, 3])[2:9]", "{2,3}"),
        ("(ARRAY[1, 2, 3])[3:2]", "{}"),
        ("(ARRAY[1, 2, 3])[-5:2]", "{1,2}"),
        ("(ARRAY[1, 2, 3])[2:-1]", "{}"),
        ("(ARRAY[1, 2, 3])[:2]", "{1,2}"),
        ("(ARRAY[1, 2, 3])[2:]", "{2,3}"),
        ("(ARRAY[1, 2, 3])[length('') - 5:length('ab')]", "{1,2}"),
        ("(ARRAY[1, 2, 3])[1:length('') - 1]", "{}"),
        ("ARRAY[1] || ARRAY[2]", "{1,2}"),
        ("ARRAY[1] || 2", "{1,2}"),
        ("1 || ARRAY[2]", "{1,2}"),
        ("ARRAY[1] || NULL", "{1}"),
        ("NULL || ARRAY[1]", "{1}"),
        ("array_cat(NULL::int[], ARRAY[1])", "{1}"),
        ("array_append(NULL::int[], 5)", "{5}"),
        ("array_append(ARRAY[1], NULL)", "{1,NULL}"),
        ("array_prepend(5, ARRAY[1])", "{5,1}"),
        ("array_to_string(ARRAY['a', NULL, 'b'], ',')", "a,b"),
        ("array_to_string(ARRAY['a', NULL, 'b'], ',', '*')", "a,*,b"),
        ("array_to_string(ARRAY['a'], NULL)", "NULL"),
        ("string_to_array('a,b,,c', ',')", "{a,b,,c}"),
        ("string_to_array('a,b', '')", "{a,b}"),
        ("string_to_array('', ',')", "{}"),
        ("string_to_array('a,b', ',', 'b')", "{a,NULL}"),
    ]);
}

#[test]
fn an_element_from_the_end_is_refused_with_the_way_to_write_it() {
    assert_eq!(
        refusal("tags[-1]"),
        "there is no element [-1] of a list, whose first element is [1]; write array_element(…, -1) to count from the end"
    );
    agree_as_written(&[("array_element(ARRAY[1, 2, 3], -1)", "3")]);
}

#[test]
fn elements_are_compared_in_one_type() {
    assert_eq!(
        refusal("n = ANY (tags)"),
        "= ANY compares elements that are varchar with what is bigint; bring them to one type with CAST(… AS …)"
    );
    assert_eq!(refusal("n = ANY (user_id)"), "= ANY takes a list or a subquery, not varchar");
}

/// The lists of events, whose second element is NULL in the third.
#[test]
fn lists_of_events_are_compared_row_by_row() {
    let found = rows("SELECT user_id, NOT ('a2' = ANY (tags)) AS v, tags[n] AS t, 'u1' = ALL (tags) AS w FROM events");
    let found: Vec<_> = found.iter().map(|row| row.join("|")).collect();
    let last = rows("SELECT tags[cardinality(tags)] AS v, tags[cardinality(tags):] AS w FROM events WHERE n = 1");
    assert_eq!(last, [["a1", "{a1}"]]);
    assert_eq!(found, ["u1|true|u1|false", "u2|false|a2|false", "u3|NULL|NULL|false", "u1|true|NULL|false"]);
}

#[test]
fn a_separator_from_rows_is_refused() {
    assert_eq!(
        refusal("string_agg(user_id, ad_id)"),
        "string_agg takes a separator that is the same for all rows; write string_agg(separator || text, '')"
    );
}
