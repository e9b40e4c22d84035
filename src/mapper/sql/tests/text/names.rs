//! The names of columns that the author gave none.

use super::super::plan_of;
use super::{TestJob, sorted};

fn names(sql: &str) -> Vec<String> {
    plan_of(sql).statements[0].schema.fields().iter().map(|field| field.name().clone()).collect()
}

#[test]
fn a_cast_is_named_like_its_column() {
    assert_eq!(names("SELECT cast(n AS text) FROM events"), ["n"]);
    assert_eq!(names("SELECT e.n::text, (ad_id::varchar(2)) FROM events e"), ["n", "ad_id"]);
    assert_eq!(names("SELECT n::double::text FROM events"), ["n"]);
    assert_eq!(names("SELECT n::text AS \"nText\" FROM events"), ["nText"]);
    assert_eq!(names("SELECT \"nText\"::text FROM (SELECT n AS \"nText\" FROM events) q"), ["nText"]);
}

#[test]
fn an_element_is_named_like_its_list_and_a_field_like_itself() {
    assert_eq!(names("SELECT tags[1] FROM events"), ["tags"]);
    assert_eq!(names("SELECT (named_struct('a', n)).a FROM events"), ["a"]);
    assert_eq!(names("SELECT named_struct('aB', n)['aB'] FROM events"), ["aB"]);
}

#[test]
fn the_name_can_be_used_outside() {
    assert_eq!(sorted("SELECT x.n || '!' AS v FROM (SELECT n::text FROM events) x"), ["1!", "2!", "4!", "NULL"]);
    assert_eq!(sorted("WITH x AS (SELECT n::text FROM events) SELECT max(n) AS v FROM x"), ["4"]);
}

#[test]
fn grouping_and_ordering_by_the_cast_still_work() {
    let counted = ["1|1", "2|1", "4|1", "NULL|1"];
    assert_eq!(sorted("SELECT n::text, count(*) AS c FROM events GROUP BY n::text ORDER BY n::text"), counted);
    assert_eq!(sorted("SELECT n::text, count(*) AS c FROM events GROUP BY n"), counted);
    assert_eq!(sorted("SELECT n::text, count(*) AS c FROM events GROUP BY 1 ORDER BY 1"), counted);
}

#[test]
fn two_columns_of_one_name_are_refused() {
    for sql in ["SELECT n, n::text FROM events", "SELECT *, n::text FROM events"] {
        let error = TestJob::new().into("out", sql).error();
        assert!(error.contains("two columns are named n; rename one with AS, or leave it out"), "{error}");
    }
}
