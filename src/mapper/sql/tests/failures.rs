//! Whom an error concerns: an event, a row of a result, or the job. `n` is what is divided by.

use super::{Event, MapError, TestJob, rows};

fn event(user: &'static str, n: i64) -> Event {
    (user, Some("a1"), Some(n))
}

/// The lines of a window, sorted.
fn map(sql: &str, events: &[Event]) -> Vec<String> {
    map_all(&[sql], events)
}

fn map_all(statements: &[&str], events: &[Event]) -> Vec<String> {
    let job = statements.iter().fold(TestJob::new(), |job, sql| job.into("out", sql));
    let mut lines = rows(&mut job.mapper(), events).unwrap();
    lines.sort();
    lines
}

fn stops(sql: &str, events: &[Event]) -> String {
    match rows(&mut TestJob::new().into("out", sql).mapper(), events) {
        Err(MapError::Stop(error)) => error.to_string(),
        other => panic!("the job goes on: {other:?}"),
    }
}

const RATIO: &str = "SELECT user_id, 100 * count(*) FILTER (WHERE n = 1) / count(*) FILTER (WHERE n = 2) AS ctr \
                     FROM events GROUP BY user_id";
const ZERO: &str = "map output out (job.yaml:10): division by zero";

#[test]
fn the_error_of_a_group_costs_its_row_whatever_the_order_of_events() {
    let mut events = vec![event("u1", 1), event("u1", 2), event("u2", 1), event("u2", 1), event("u3", 2)];
    for _ in 0..events.len() {
        events.rotate_left(1);
        let lines = map(RATIO, &events);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[..2], ["out: u1|100", "out: u3|0"]);
        assert!(lines[2].starts_with(r#"row {"user_id":"u2","#), "{}", lines[2]);
        assert!(lines[2].ends_with(&format!("of 2 events: {ZERO}")), "{}", lines[2]);
    }
}

#[test]
fn an_error_below_an_aggregate_costs_its_event() {
    let events = [event("u1", 5), event("u1", 0), event("u2", 2)];
    let failed = format!("event 1: {ZERO}");
    assert_eq!(
        map("SELECT user_id, sum(10 / n) AS x FROM events GROUP BY user_id ORDER BY 1", &events),
        [failed.as_str(), "out: u1|2", "out: u2|5"]
    );
    assert_eq!(
        map("SELECT 10 / n AS x, count(*) AS c FROM events GROUP BY 10 / n ORDER BY 1", &events),
        [failed.as_str(), "out: 2|1", "out: 5|1"]
    );
    assert_eq!(
        map("SELECT user_id, max(n) OVER (ORDER BY 10 / n) AS x FROM events", &events),
        [failed.as_str(), "out: u1|5", "out: u2|5"]
    );
    assert_eq!(map("SELECT user_id FROM events ORDER BY 10 / n LIMIT 1", &events), [failed.as_str(), "out: u1"]);
    let join = "SELECT a.user_id, b.n FROM events a JOIN events b ON a.n = 10 / b.n";
    assert_eq!(map(join, &events), [failed.as_str(), "out: u1|2", "out: u2|5"]);
}

#[test]
fn an_event_that_one_statement_fails_on_is_in_no_other_statement() {
    let events = [event("u1", 5), event("u2", 0)];
    let lines = map_all(
        &["SELECT user_id, 10 / n AS x FROM events", "SELECT 'all' AS user_id, count(*) AS x FROM events"],
        &events,
    );
    assert_eq!(lines, [format!("event 1: {ZERO}"), "out: all|1".into(), "out: u1|2".into()]);
}

#[test]
fn a_row_above_a_window_function_or_a_join_of_events_costs_itself() {
    let events = [event("a", 0), event("a", 5), event("b", 2)];
    let growth = "SELECT user_id, n, 100 * n / lag(n) OVER (PARTITION BY user_id ORDER BY n) AS x FROM events ORDER BY user_id, n";
    let lines = map(growth, &events);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(lines[..2], ["out: a|0|-", "out: b|2|-"]);
    assert!(lines[2].starts_with("row {") && lines[2].ends_with(ZERO), "{}", lines[2]);
    let having = "SELECT user_id FROM events GROUP BY user_id HAVING 10 / min(n) > 1";
    let lines = map(having, &events);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0], "out: b");
    let pairs = "SELECT a.user_id, b.user_id AS other FROM events a JOIN events b ON a.user_id = b.user_id AND 10 / (a.n + b.n) > 1";
    let lines = map(pairs, &events);
    assert_eq!(lines.iter().filter(|line| line.starts_with("row")).count(), 1, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("out")).count(), 3, "{lines:?}");
}

#[test]
fn what_cannot_be_attributed_stops_the_job() {
    let events = [event("a", 0), event("a", 5), event("b", 2)];
    let ratio = "SELECT user_id, 10 / min(n) AS x FROM events GROUP BY user_id";
    for sql in [
        format!("SELECT sum(x) AS x FROM ({ratio}) q"),
        format!("SELECT x FROM ({ratio}) q ORDER BY x LIMIT 1"),
        format!("SELECT e.user_id, q.x FROM events e LEFT JOIN ({ratio}) q ON q.user_id = e.user_id"),
    ] {
        let error = stops(&sql, &events);
        assert!(error.starts_with(ZERO) && error.contains("several events together"), "{error}");
    }
    let distinct = map(&format!("SELECT DISTINCT x FROM ({ratio}) q"), &events);
    assert_eq!(distinct.len(), 2, "{distinct:?}");
}

#[test]
fn a_failing_row_shows_its_numbers_digit_by_digit() {
    let large = [event("u1", i64::MAX), event("u1", i64::MAX)];
    let sum = "sum(CAST(n AS decimal(38, 0)) * 10000000000000000000)";
    let lines = map(&format!("SELECT user_id, {sum} AS x FROM events GROUP BY user_id"), &large);
    let message = "map output out (job.yaml:10): a number has more digits than decimal(38, 0) has room for";
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].ends_with(&format!("of 2 events: {message}")), "{}", lines[0]);
    assert!(lines[0].contains(":184467440737095516140000000000000000000}"), "{}", lines[0]);
}
