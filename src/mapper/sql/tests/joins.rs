//! Joins with tables: that they are probes of the index, and give what a hash join gives.

use super::*;

/// An `ads` that can only be read whole: every column is computed.
const WHOLE: &str =
    "(SELECT concat(ad_id, '') AS ad_id, concat(campaign_id, '') AS campaign_id, NOT NOT active AS active,
                      ad_id IS NULL AS no_id FROM ads)";

/// The same join as a probe of the index and as a hash join, with the kinds of operator that the plans must have.
#[track_caller]
fn same_as_hash_join(sql: &str) {
    let hashed = sql.replace(" ads ", &format!(" {WHOLE} "));
    // concat() makes the null key an empty one.
    let hashed = hashed.replace("a.ad_id", "CASE WHEN NOT a.no_id THEN a.ad_id END");
    let (probe, hash) = (plan_of(sql), plan_of(&hashed));
    let physical = &probe.statements[0].physical;
    assert!(physical.contains("LookupJoinExec") && !physical.contains("LookupScanExec"), "{sql}:\n{physical}");
    assert!(hash.statements[0].physical.contains("HashJoinExec"), "{hashed}:\n{}", hash.statements[0].physical);
    assert_eq!(probe.warnings, [""; 0]);
    for events in [&EVENTS[..], &EVENTS[2..3], &[]] {
        let mut expected = select(&hashed, events);
        let mut found = select(sql, events);
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{sql}");
    }
}

#[test]
fn every_kind_and_order_of_join_gives_what_a_hash_join_gives() {
    for from in [
        "FROM events e JOIN ads a ON a.ad_id = e.ad_id",
        "FROM ads a JOIN events e ON a.ad_id = e.ad_id",
        "FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id",
        "FROM ads a RIGHT JOIN events e ON e.ad_id = a.ad_id",
        "FROM events e JOIN ads a ON a.ad_id = e.ad_id AND a.active",
        "FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id AND a.active",
        "FROM events e JOIN ads a ON a.ad_id = e.ad_id AND (a.active OR e.n > 100)",
        "FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id AND (a.active OR e.n > 100)",
        "FROM ads a RIGHT JOIN events e ON e.ad_id = a.ad_id AND a.campaign_id < e.user_id AND e.n <> 2",
        "FROM events e JOIN ads a ON a.ad_id = e.ad_id WHERE NOT a.active",
        "FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id WHERE a.active IS NULL",
        "FROM events e JOIN ads a ON a.ad_id = concat('a', CAST(e.n AS varchar))",
        "FROM events e JOIN ads a ON a.ad_id = e.ad_id AND a.campaign_id = concat('c', CAST(e.n AS varchar))",
        "FROM events e LEFT JOIN ads a ON a.campaign_id = concat('c', CAST(e.n AS varchar)) AND a.ad_id = e.ad_id",
    ] {
        same_as_hash_join(&format!("SELECT e.user_id, e.n, a.campaign_id, a.active {from}"));
        same_as_hash_join(&format!("SELECT e.n {from}"));
    }
}

#[test]
fn exists_and_not_exists_are_probes_too() {
    for condition in
        ["a.ad_id = e.ad_id", "a.ad_id = e.ad_id AND a.active", "a.ad_id = e.ad_id AND a.campaign_id < e.user_id"]
    {
        same_as_hash_join(&format!(
            "SELECT e.user_id, e.n FROM events e WHERE EXISTS (SELECT 1 FROM ads a WHERE {condition})"
        ));
        same_as_hash_join(&format!(
            "SELECT e.user_id, e.n FROM events e WHERE NOT EXISTS (SELECT 1 FROM ads a WHERE {condition})"
        ));
    }
    same_as_hash_join("SELECT e.n FROM events e WHERE e.ad_id IN (SELECT a.ad_id FROM ads a)");
}

#[test]
fn matches_come_in_the_order_of_events_then_of_the_table() {
    let inner = "SELECT e.user_id, a.campaign_id FROM events e JOIN ads a ON a.ad_id = e.ad_id";
    assert_eq!(select(inner, &EVENTS), ["u1|c1", "u2|c2", "u2|c4"]);
    let left = "SELECT e.user_id, a.campaign_id FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id";
    assert_eq!(select(left, &EVENTS), ["u1|c1", "u2|c2", "u2|c4", "u3|-", "u1|-"]);
    let swapped = "SELECT e.user_id, a.campaign_id FROM ads a JOIN events e ON a.ad_id = e.ad_id";
    assert_eq!(select(swapped, &EVENTS), ["u1|c1", "u2|c2", "u2|c4"]);
}

#[test]
fn a_null_matches_nothing() {
    let events = [("u", None, None)];
    assert_eq!(select("SELECT e.user_id FROM events e JOIN ads a ON a.ad_id = e.ad_id", &events), [""; 0]);
    let sql = "SELECT user_id FROM events e WHERE NOT EXISTS (SELECT 1 FROM ads a WHERE a.ad_id = e.ad_id)";
    assert_eq!(select(sql, &events), ["u"]);
}

#[test]
fn joins_follow_one_another() {
    let job = TestJob::new()
        .view("matched", "SELECT e.*, a.campaign_id FROM events e JOIN ads a ON a.ad_id = e.ad_id WHERE a.active")
        .into("out", "SELECT m.user_id, p.topic FROM matched m JOIN partners p ON p.partner_id = m.n");
    let plan = job.plan().unwrap();
    assert_eq!(plan.statements[0].physical.matches("LookupJoinExec").count(), 2, "{}", plan.statements[0].physical);
    assert_eq!(plan.warnings, [""; 0]);
    assert_eq!(job.rows(&EVENTS), ["out: u1|ids-meta", "out: u2|ids-google"]);
}

#[test]
fn a_narrower_key_is_probed_and_what_does_not_fit_matches_nothing() {
    let events = [("a", None, Some(2)), ("b", None, Some(2 + (1 << 32))), ("c", None, Some(-1)), ("d", None, None)];
    let sql = "SELECT e.user_id, p.topic FROM events e LEFT JOIN partners p ON p.partner_id = e.n";
    assert!(plan_of(sql).statements[0].physical.contains("LookupJoinExec"));
    assert_eq!(select(sql, &events), ["a|ids-google", "b|-", "c|-", "d|-"]);
}

#[test]
fn a_cast_of_the_events_key_is_evaluated() {
    let sql =
        "SELECT e.user_id, p.topic FROM events e JOIN partners p ON p.partner_id = CAST(substr(e.ad_id, 2) AS int)";
    assert_eq!(plan_of(sql).warnings, [""; 0]);
    assert_eq!(select(sql, &EVENTS[..2]), ["u1|ids-meta", "u2|ids-google"]);
}

#[test]
fn a_renamed_table_is_probed() {
    let job = TestJob::new()
        .view("campaigns", "SELECT campaign_id AS c, ad_id AS a FROM ads WHERE active")
        .into("out", "SELECT e.user_id, x.c FROM events e LEFT JOIN campaigns x ON x.a = e.ad_id");
    let plan = job.plan().unwrap();
    assert!(plan.statements[0].physical.contains("LookupJoinExec"), "{}", plan.statements[0].physical);
    assert_eq!(job.rows(&EVENTS), ["out: u1|c1", "out: u2|c2", "out: u3|-", "out: u1|-"]);
}

#[test]
fn a_limit_holds_over_a_probe() {
    let sql = "SELECT e.user_id, a.campaign_id FROM events e JOIN ads a ON a.ad_id = e.ad_id LIMIT 2";
    assert!(plan_of(sql).statements[0].physical.contains("LookupJoinExec"));
    assert_eq!(select(sql, &EVENTS), ["u1|c1", "u2|c2"]);
}

#[test]
fn more_matches_than_a_batch_holds_come_in_several() {
    let keys = Int64Array::from(vec![7; 5_000]);
    let table = table("many", vec![("k", Arc::new(keys)), ("i", Arc::new(Int64Array::from_iter_values(0..5_000)))]);
    let mut job =
        TestJob::new().into("out", "SELECT e.user_id, m.i FROM events e JOIN many m ON m.k = e.n AND m.i > e.n");
    job.tables.push(table);
    let mut mapper = job.mapper();
    let events = [("u1", None, Some(7)), ("u2", None, Some(7)), ("u3", None, Some(8))];
    let batch = batch(&events, &mapper.projection());
    let rows = mapper.map(&Events { batch, window_time: 0 }).unwrap().rows;
    let sizes: Vec<_> = rows.iter().map(|rows| rows.batch.num_rows()).collect();
    assert_eq!(sizes, [8_192, 9_984 - 8_192]);
    let lines: Vec<_> = rows.iter().flat_map(|rows| lines(&rows.batch)).collect();
    let expected = ["u1", "u2"].iter().flat_map(|user| (8..5_000).map(move |i| format!("{user}|{i}")));
    assert!(lines.into_iter().eq(expected));
}

/// Right results, but the whole table for every window.
#[track_caller]
fn warns(sql: &str, warning: &str) {
    assert_eq!(plan_of(sql).warnings, [format!("job.yaml:10: {warning}")], "{}", plan_of(sql).statements[0].physical);
}

#[test]
fn joins_that_are_no_probes_are_named() {
    const WHOLE: &str = "table ads is read whole for every window, not by its index";
    let select = "SELECT e.user_id, a.campaign_id FROM events e";
    warns(&format!("{select} JOIN ads a ON a.ad_id < e.ad_id"), WHOLE);
    warns(&format!("{select} CROSS JOIN ads a"), WHOLE);
    let kinds = format!("{WHOLE}: only inner joins, left joins from the events, EXISTS and IN are index probes");
    warns(&format!("{select} FULL JOIN ads a ON a.ad_id = e.ad_id"), &kinds);
    warns(&format!("{select} RIGHT JOIN ads a ON a.ad_id = e.ad_id"), &kinds);
    let key = format!("{WHOLE}: its key ad_id is not compared as it is, varchar, with a column of that type");
    warns(&format!("{select} JOIN ads a ON a.campaign_id = e.ad_id"), &key);
    warns(&format!("{select} JOIN ads a ON upper(a.ad_id) = e.ad_id"), &key);
    let not_in = "SELECT user_id FROM events WHERE ad_id NOT IN (SELECT ad_id FROM ads)";
    warns(not_in, &format!("{WHOLE}: NOT IN has to look for nulls in all of its rows; write NOT EXISTS"));
    let nulls = format!("{WHOLE}: IS NOT DISTINCT FROM finds nulls, which no index holds");
    warns(&format!("{select} JOIN ads a ON a.ad_id IS NOT DISTINCT FROM e.ad_id"), &nulls);
    let wider = "SELECT e.user_id FROM events e JOIN partners p ON p.partner_id = CAST(e.n AS double)";
    let key = "its key partner_id is not compared as it is, int, with a column of that type";
    warns(wider, &format!("table partners is read whole for every window, not by its index: {key}"));
}

#[test]
fn what_holds_for_a_window_only_is_named() {
    let partial = |what: &str| format!("output out is partial, per worker and window: the statement has {what}");
    warns("SELECT count(*) AS c FROM events", &partial("aggregates"));
    warns("SELECT DISTINCT user_id FROM events LIMIT 3", &partial("DISTINCT, LIMIT"));
    warns("SELECT row_number() OVER (ORDER BY n) AS r FROM events", &partial("window functions"));
    let job = TestJob::new().view("totals", "SELECT sum(n) AS s FROM events").into("out", "SELECT s FROM totals");
    assert_eq!(job.plan().unwrap().warnings, [format!("job.yaml:20: {}", partial("aggregates"))]);
    let of_a_table = "SELECT e.n FROM events e WHERE e.n < (SELECT count(*) FROM ads)";
    warns(of_a_table, "table ads is read whole for every window, not by its index");
}

#[test]
fn views_that_nothing_reads_are_named() {
    let job = TestJob::new().view("idle", "SELECT n FROM events").into("out", "SELECT n FROM events");
    assert_eq!(job.plan().unwrap().warnings, ["job.yaml:10: no statement reads view idle"]);
}
