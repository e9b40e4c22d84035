//! Subqueries in expressions: in views, where they fail, what is refused. Their values are in `tests/sql/subqueries.sql`.

use super::{EVENTS, TestJob, rows, select};

fn refused(sql: &str, why: &str) {
    let error = TestJob::new().into("out", sql).error();
    assert!(error.contains(why), "{sql}: {error}");
}

#[test]
fn a_view_has_them_as_values() {
    let job = TestJob::new()
        .view("known", "SELECT user_id, n, ad_id NOT IN (SELECT ad_id FROM ads) AS fresh FROM events")
        .into("out", "SELECT user_id, fresh, n IN (SELECT n FROM known WHERE n > 1) AS later FROM known ORDER BY n");
    assert_eq!(job.rows(&EVENTS), ["out: u1|false|false", "out: u2|false|true", "out: u1|-|true", "out: u3|-|-"]);
}

#[test]
fn more_than_one_row_is_an_error_of_what_needs_it() {
    let needed = "SELECT user_id, CASE WHEN n = 4 THEN (SELECT e.n FROM events e WHERE e.user_id = events.user_id) END AS x FROM events";
    let lines = rows(&mut TestJob::new().into("out", needed).mapper(), &EVENTS).unwrap();
    assert_eq!(lines.len(), EVENTS.len());
    assert!(lines[0].contains("gives more than one row; add ORDER BY"), "{}", lines[0]);
    let spared = needed.replace("n = 4", "n = 5");
    assert_eq!(select(&spared, &EVENTS).len(), EVENTS.len());
}

#[test]
fn what_cannot_be_joined_is_refused_with_what_to_write() {
    let join = "calculate it in a subquery of FROM or in a view, and JOIN that";
    refused(
        "SELECT (SELECT row_number() OVER () FROM events e WHERE e.n < events.n LIMIT 1) AS x FROM events",
        &format!("cannot have a window function; {join}"),
    );
    refused(
        "SELECT (SELECT max(q.n) FROM (SELECT e.n FROM events e WHERE e.n < events.n LIMIT 3) q) AS x FROM events",
        &format!("cannot have LIMIT in a subquery of it, or a second LIMIT; {join}"),
    );
    refused(
        "SELECT (SELECT max(e.n) FROM events e WHERE EXISTS (SELECT 1 FROM ads WHERE ads.ad_id = o.ad_id)) AS x FROM events o",
        "reads column o.ad_id, which is of the statement around both; write the inner subquery as a JOIN",
    );
    let sizes = "rows are compared field by field, and these have different numbers of fields";
    refused("SELECT (n, user_id) = (1, 'u1', 2) AS x FROM events", sizes);
    refused("SELECT (n, user_id) = 1 AS x FROM events", "a row such as (a, b) is compared with a row");
}

#[test]
fn nested_ones_are_planned() {
    let nested = |depth: usize| {
        (0..depth).fold("SELECT a.n FROM events a".to_owned(), |inner, level| {
            format!("SELECT e{level}.n FROM events e{level} WHERE e{level}.n + 1 NOT IN ({inner} WHERE true) OR e{level}.n > 1")
                .replace(" WHERE true)", ")")
        })
    };
    select(&nested(6), &EVENTS);
    let correlated = (0..5).fold("SELECT z.n FROM events z WHERE z.n = e0.n".to_owned(), |inner, level| {
        let around = level + 1;
        format!("SELECT e{level}.n FROM events e{level} WHERE e{level}.n = e{around}.n AND e{level}.n NOT IN ({inner})")
    });
    select(&format!("SELECT n FROM events e5 WHERE n NOT IN ({correlated})"), &EVENTS);
}
