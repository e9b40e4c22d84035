//! What statements give.

use super::*;

#[test]
fn filters_and_expressions_keep_the_order_of_events() {
    let rows = select("SELECT upper(user_id) AS u, n + 1 AS m, _offset AS o FROM events WHERE n IS NOT NULL", &EVENTS);
    assert_eq!(rows, ["U1|2|0", "U2|3|1", "U1|5|3"]);
}

#[test]
fn only_what_statements_read_is_projected() {
    let job = TestJob::new()
        .view("unread", "SELECT tags FROM events")
        .view("all", "SELECT * FROM events")
        .into("out", "SELECT n AS m, _key AS k FROM all")
        .into("other", "SELECT e.user_id FROM events e WHERE e._topic = 't'");
    let projection = job.mapper().projection();
    assert_eq!(projection, Projection { fields: vec![0, 2], meta: vec![MetaColumn::Topic, MetaColumn::Key] });
    assert_eq!(job.rows(&EVENTS[..1]), ["out: 1|u1", "other: u1"]);
}

#[test]
fn counting_needs_no_column() {
    let mut mapper = TestJob::new().into("out", "SELECT count(*) AS events FROM events").mapper();
    assert_eq!(mapper.projection(), Projection { fields: vec![], meta: vec![] });
    assert_eq!(rows(&mut mapper, &EVENTS).unwrap(), ["out: 4"]);
    assert_eq!(rows(&mut mapper, &[]).unwrap(), ["out: 0"]);
}

#[test]
fn constants_need_no_column_either() {
    assert_eq!(select("SELECT 'x' AS c FROM events", &EVENTS[..2]), ["x", "x"]);
}

#[test]
fn a_window_without_events_gives_no_rows() {
    assert_eq!(select("SELECT user_id FROM events", &[]), [""; 0]);
    assert_eq!(select("SELECT user_id, count(*) AS c FROM events GROUP BY user_id", &[]), [""; 0]);
}

#[test]
fn rows_come_in_the_order_of_the_statements() {
    let job = TestJob::new()
        .into("out", "SELECT 1 AS a FROM events")
        .into("other", "SELECT 2 AS b FROM events")
        .into("out", "SELECT 3 AS a FROM events");
    assert_eq!(job.rows(&EVENTS[..1]), ["out: 1", "other: 2", "out: 3"]);
}

#[test]
fn views_see_the_views_above_them() {
    let job = TestJob::new()
        .view("numbered", "SELECT user_id, n FROM events WHERE n > 0")
        .view("big", "SELECT user_id, n * 10 AS tens FROM numbered WHERE n >= 2")
        .into("out", "SELECT b.user_id, b.tens, x.n FROM big b JOIN numbered x ON x.user_id = b.user_id AND x.n = 1");
    assert_eq!(job.rows(&EVENTS), ["out: u1|40|1"]);
}

#[test]
fn groups_come_in_the_order_of_their_first_event() {
    let sql = "SELECT user_id, count(*) AS c, sum(n) AS s, first_value(ad_id ORDER BY _offset DESC) AS last
               FROM events GROUP BY user_id";
    assert_eq!(select(sql, &EVENTS), ["u1|2|5|a9", "u2|1|2|a2", "u3|1|-|-"]);
}

#[test]
fn distinct_keeps_the_order_of_events() {
    assert_eq!(select("SELECT DISTINCT user_id FROM events", &EVENTS), ["u1", "u2", "u3"]);
}

#[test]
fn window_functions_number_a_users_events() {
    let sql = "SELECT user_id, _offset AS o, row_number() OVER (PARTITION BY user_id ORDER BY _offset) AS i
               FROM events ORDER BY o";
    assert_eq!(select(sql, &EVENTS), ["u1|0|1", "u2|1|1", "u3|2|1", "u1|3|2"]);
}

/// A sort by what can fail, and by columns in other places than below: neither may be taken for its neighbour.
#[test]
fn what_can_fail_is_sorted_by_itself() {
    let sql = "SELECT user_id, 100 / n AS x FROM events WHERE n IS NOT NULL ORDER BY x";
    assert_eq!(select(sql, &EVENTS), ["u1|25", "u2|50", "u1|100"]);
    let sql = "SELECT 100 / n AS x, -n AS m, user_id FROM events WHERE n IS NOT NULL ORDER BY user_id DESC, m";
    assert_eq!(select(sql, &EVENTS), ["50|-2|u2", "25|-4|u1", "100|-1|u1"]);
    let sql = "SELECT _offset AS o, sum(100 / n) OVER (ORDER BY _offset DESC) AS s FROM events WHERE n > 0 ORDER BY s";
    assert_eq!(select(sql, &EVENTS), ["3|25", "1|75", "0|175"]);
}

#[test]
fn union_all_keeps_the_order_of_its_inputs_everywhere() {
    let sql = "SELECT user_id FROM events WHERE n > 1 UNION ALL SELECT ad_id FROM events UNION ALL SELECT 'end'";
    assert_eq!(select(sql, &EVENTS), ["u2", "u1", "a1", "a2", "-", "a9", "end"]);
    let sql = "SELECT x, count(*) AS c FROM (SELECT user_id AS x FROM events UNION ALL SELECT 'u3') GROUP BY x";
    assert_eq!(select(sql, &EVENTS), ["u1|2", "u2|1", "u3|2"]);
    let sql = "SELECT x FROM (SELECT user_id AS x FROM events UNION ALL SELECT 'u0') ORDER BY x LIMIT 2";
    assert_eq!(select(sql, &EVENTS), ["u0", "u1"]);
    let sql = "SELECT user_id FROM events UNION SELECT ad_id FROM events";
    assert_eq!(select(sql, &EVENTS), ["u1", "u2", "u3", "a1", "a2", "-", "a9"]);
}

#[test]
fn lists_are_unnested_in_the_select_list() {
    let sql = "SELECT user_id, unnest(tags) AS tag FROM events";
    assert_eq!(select(sql, &EVENTS[..2]), ["u1|u1", "u1|a1", "u2|u2", "u2|a2"]);
    let sql = "SELECT unnest([named_struct('f', n)])['f'] AS f FROM events";
    assert_eq!(select(sql, &EVENTS[..2]), ["1", "2"]);
}

#[test]
fn headers_are_a_map() {
    assert_eq!(select("SELECT _headers['trace'] AS t, _headers['no'] AS n FROM events", &EVENTS[..1]), ["u1|-"]);
}

#[test]
fn window_time_is_set_for_every_window() {
    let job = TestJob::new()
        .view("timed", "SELECT user_id, window_time() AS at FROM events")
        .into("out", "SELECT at FROM timed WHERE at >= window_time()")
        .into("other", "SELECT date_trunc('second', window_time()) AS s, count(*) AS c FROM timed GROUP BY 1");
    let mut mapper = job.mapper();
    for (time, text) in [(1_500, "01.500"), (2_700, "02.700")] {
        let batch = batch(&EVENTS[..2], &mapper.projection());
        let rows = mapper.map(&Events { batch, window_time: time }).unwrap().rows;
        let [out, other] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(lines(&out.batch), vec![format!("1970-01-01T00:00:{text}Z"); 2]);
        assert_eq!(lines(&other.batch), [format!("1970-01-01T00:00:{}Z|2", &text[..2])]);
    }
}

#[test]
fn our_functions_are_there() {
    let sql = "SELECT sha256_hex(user_id || '!') AS h, sha256_base64(ad_id) AS b FROM events";
    let rows = select(sql, &EVENTS[2..3]);
    assert_eq!(rows, ["899e627ad602d976d30a63b5d0965e924209b84fa27f6f5c153ec1e155f993eb|-"]);
}

#[test]
fn integers_that_overflow_fail_and_decimals_have_room() {
    // The README says so under its limits.
    let sql = "SELECT n + 9223372036854775807 AS a FROM events WHERE n = 1";
    assert_eq!(
        TestJob::new().into("out", sql).rows(&EVENTS),
        ["event 0: map output out (job.yaml:10): a number overflows its type"]
    );
    let sql = "SELECT CAST(n AS decimal(38, 0)) + 9223372036854775807 AS a FROM events WHERE n = 1";
    assert_eq!(select(sql, &EVENTS), ["9223372036854775808"]);
}

#[test]
fn a_subquery_without_a_row_is_null() {
    let of_user = |user: &str| format!("SELECT (SELECT user_id FROM events WHERE user_id = '{user}') AS x");
    assert_eq!(select(&of_user("u9"), &EVENTS), ["-"]);
    assert_eq!(select(&of_user("u2"), &EVENTS), ["u2"]);
    let null = |sql: &str| plan_of(sql).statements[0].schema.field(0).is_nullable();
    assert!(null(&of_user("u9")));
    assert!(null("SELECT x || 'a' AS x FROM (SELECT (SELECT user_id FROM events LIMIT 1) AS x) AS q"));
    assert!(!null("SELECT (SELECT count(*) FROM events) AS x"), "an aggregate without groups always has a row");
    let read =
        "SELECT x, count(*) AS c FROM (SELECT 8 / (SELECT count(*) FROM events) AS x FROM events) AS q GROUP BY x";
    assert_eq!(select(read, &EVENTS), ["2|4"]);
}
