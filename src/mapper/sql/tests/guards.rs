//! What stands before an expression that can fail protects it. `n` is 1, 2, null and 0.

use super::{Event, select};

const EVENTS: [Event; 4] =
    [("u1", Some("1"), Some(1)), ("u2", Some("x"), Some(2)), ("u3", None, None), ("u4", Some(""), Some(0))];

fn rows(sql: &str) -> Vec<String> {
    select(sql, &EVENTS)
}

#[test]
fn a_conjunct_protects_those_after_it() {
    assert_eq!(rows("SELECT user_id FROM events WHERE n <> 0 AND 10 / n > 5"), ["u1"]);
    assert_eq!(rows("SELECT user_id FROM events WHERE 10 > 1 AND n <> 0 AND 10 / n > 1 AND 20 / n > 10"), ["u1"]);
    assert_eq!(rows("SELECT user_id FROM events WHERE ad_id ~ '^[0-9]+$' AND cast(ad_id AS int) > 0"), ["u1"]);
}

#[test]
fn a_disjunct_protects_those_after_it() {
    assert_eq!(rows("SELECT user_id FROM events WHERE n = 0 OR 10 / n > 5"), ["u1", "u4"]);
    assert_eq!(
        rows("SELECT user_id, n = 0 OR 10 / n > 5 AS x FROM events"),
        ["u1|true", "u2|false", "u3|-", "u4|true"]
    );
}

#[test]
fn a_case_protects_its_branches() {
    let case = "CASE WHEN n <> 0 THEN 10 / n > 5 ELSE false END";
    assert_eq!(rows(&format!("SELECT user_id FROM events WHERE {case}")), ["u1"]);
    assert_eq!(
        rows(&format!("SELECT user_id, {case} AS x FROM events")),
        ["u1|true", "u2|false", "u3|false", "u4|false"]
    );
    let case = "CASE n WHEN 0 THEN -1 ELSE 10 / n END";
    assert_eq!(rows(&format!("SELECT {case} AS x FROM events")), ["10", "5", "-", "-1"]);
    let case = "CASE WHEN ad_id ~ '^[0-9]+$' THEN cast(ad_id AS int) > 0 ELSE false END";
    assert_eq!(rows(&format!("SELECT user_id FROM events WHERE {case}")), ["u1"]);
}

#[test]
fn coalesce_nullif_between_and_in_protect() {
    assert_eq!(rows("SELECT COALESCE(n, 10 / (n - n)) AS x FROM events WHERE n IS NOT NULL"), ["1", "2", "0"]);
    assert_eq!(rows("SELECT 10 / NULLIF(n, 0) AS x FROM events"), ["10", "5", "-", "-"]);
    assert_eq!(rows("SELECT user_id FROM events WHERE n BETWEEN 1 AND 10 / n"), ["u1", "u2"]);
    assert_eq!(rows("SELECT user_id FROM events WHERE n IN (0, 2 / n)"), ["u4"]);
}

#[test]
fn the_where_below_protects_what_is_above() {
    let inner = "SELECT user_id, n FROM events WHERE n <> 0";
    assert_eq!(rows(&format!("SELECT user_id FROM ({inner}) q WHERE 10 / n > 5")), ["u1"]);
    assert_eq!(rows(&format!("SELECT user_id, 10 / n AS x FROM ({inner}) q")), ["u1|10", "u2|5"]);
    assert_eq!(rows(&format!("SELECT sum(10 / n) AS x FROM ({inner}) q")), ["15"]);
    assert_eq!(rows("SELECT x FROM (SELECT 10 / n AS x, n FROM events) q WHERE n <> 0"), ["10", "5"]);
}

#[test]
fn a_filter_protects_the_argument_of_its_aggregate() {
    assert_eq!(rows("SELECT sum(10 / n) FILTER (WHERE n <> 0) AS x FROM events"), ["15"]);
    assert_eq!(rows("SELECT count(*) FILTER (WHERE n <> 0 AND 10 / n > 5) AS x FROM events"), ["1"]);
    let list = "array_agg(n ORDER BY 10 / n) FILTER (WHERE n <> 0)";
    assert_eq!(rows(&format!("SELECT {list} AS x FROM events")), ["[2, 1]"]);
    assert_eq!(
        rows("SELECT sum(n) OVER (ORDER BY 10 / NULLIF(n, 0), user_id) AS x FROM events WHERE n > 0"),
        ["2", "3"]
    );
}

#[test]
fn keys_and_orders_that_can_fail_keep_their_names_and_places() {
    let sql = "SELECT 10 / n AS x, count(*) AS c FROM events WHERE n > 0 GROUP BY 10 / n ORDER BY 10 / n DESC";
    assert_eq!(rows(sql), ["10|1", "5|1"]);
    assert_eq!(rows("SELECT user_id FROM events WHERE n > 0 ORDER BY 10 / n LIMIT 1"), ["u2"]);
    assert_eq!(rows("SELECT DISTINCT ON (10 / n) 10 / n AS x FROM events WHERE n > 0 ORDER BY 10 / n"), ["5", "10"]);
}

#[test]
fn joins_compare_what_can_fail_in_its_rows_only() {
    let sql =
        "SELECT a.user_id, b.user_id AS other FROM events a JOIN events b ON a.n = b.n AND b.n <> 0 AND 10 / a.n > 5";
    assert_eq!(rows(sql), ["u1|u1"]);
    let sql = "SELECT user_id, campaign_id FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id AND e.n <> 0 AND 10 / e.n > 5 ORDER BY 1";
    assert_eq!(rows(sql), ["u1|-", "u2|-", "u3|-", "u4|-"]);
    let sql = "SELECT user_id FROM events WHERE n <> 0 AND 10 / n IN (SELECT n * 5 FROM events)";
    assert_eq!(rows(sql), ["u1", "u2"]);
    let sql =
        "SELECT user_id FROM events e WHERE n <> 0 AND EXISTS (SELECT 1 FROM events b WHERE b.n > 0 AND 2 / b.n = e.n)";
    assert_eq!(rows(sql), ["u1", "u2"]);
    let sql = "SELECT user_id FROM events e WHERE n <> 0 AND EXISTS (SELECT 1 FROM events b WHERE b.n = e.n AND 10 / e.n > 5)";
    assert_eq!(rows(sql), ["u1"]);
    let sql = "SELECT user_id FROM events e WHERE NOT EXISTS (SELECT 1 FROM events b WHERE b.n = e.n AND e.n <> 0 AND 10 / e.n > 5)";
    assert_eq!(rows(sql), ["u2", "u3", "u4"]);
}

#[test]
fn a_subquery_without_a_row_is_null() {
    assert_eq!(rows("SELECT (SELECT user_id FROM events WHERE n > 1000) AS x"), ["-"]);
}

#[test]
fn what_a_view_calculates_is_protected_where_it_is_read() {
    let view = "(SELECT user_id, n, 10 / n AS x FROM events) q";
    let rows = |sql: &str| rows(&sql.replace("view", view));
    assert_eq!(rows("SELECT user_id, CASE WHEN n <> 0 THEN x END AS y FROM view"), ["u1|10", "u2|5", "u3|-", "u4|-"]);
    assert_eq!(rows("SELECT user_id FROM view WHERE n = 0 OR x > 5"), ["u1", "u4"]);
    assert_eq!(rows("SELECT sum(x) FILTER (WHERE n <> 0) AS y FROM view"), ["15"]);
    assert_eq!(rows("SELECT sum(CASE WHEN n <> 0 THEN x ELSE 1 END) AS y FROM view"), ["17"]);
    assert_eq!(
        rows("SELECT CASE WHEN n <> 0 THEN z END AS y FROM (SELECT *, x + 1 AS z FROM view) r"),
        ["11", "6", "-", "-"]
    );
    assert_eq!(rows("SELECT x FROM (SELECT * FROM view WHERE n <> 0) r WHERE x > 5"), ["10"]);
}

/// The plan of a statement that nothing makes fail is DataFusion's own.
#[test]
fn what_cannot_fail_costs_nothing() {
    let plan = |columns: &str| {
        let plan = super::TestJob::new().into("out", &format!("SELECT {columns} FROM events WHERE n > 1")).plan();
        plan.unwrap().statements[0].physical.clone()
    };
    let total = "substr(sha256_hex(user_id || ad_id), 1, 32) AS a, split_part(user_id, '@', 2) AS b, coalesce(ad_id, '') AS c, \
                 CASE WHEN n > 1 THEN lower(user_id) END AS d, n = 1 OR ad_id LIKE 'a%' AS e";
    assert!(!plan(total).contains("uarded"), "{}", plan(total));
    assert!(plan("10 / n AS a").contains("guarded"), "{}", plan("10 / n AS a"));
}
