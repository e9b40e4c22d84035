//! What a statement may take: the size of its plan, and the size of what functions return.

use super::*;

/// A text of so many characters, from the number of an event. The number alone says how large the result would be.
fn message(sql: &str, n: i64) -> Option<String> {
    let mut mapper = TestJob::new().into("out", sql).mapper();
    let rows = rows(&mut mapper, &[("u1", Some("a1"), Some(n))]).unwrap_or_else(|e| panic!("the job stops: {e:?}"));
    let [row] = rows.as_slice() else { panic!("an event gives one row or one error: {rows:?}") };
    row.strip_prefix("event 0: ").map(str::to_owned)
}

/// `sql` maps an event whose number is `largest`, and refuses one with the next number.
#[track_caller]
fn ends_at(sql: &str, largest: i64, name: &str) {
    assert_eq!(message(sql, largest), None, "{sql} at {largest}");
    let refused = message(sql, largest + 1).unwrap_or_else(|| panic!("{sql} maps {}", largest + 1));
    let expected = format!("map output out (job.yaml:10): {name} would return a value of more than sixteen MiB");
    assert_eq!(refused, expected);
}

const MIB: i64 = 1 << 20;

#[test]
fn results_are_bounded_by_the_values_of_the_row() {
    ends_at("SELECT length(repeat('ab', n)) AS x FROM events", 8 * MIB, "repeat()");
    ends_at("SELECT length(lpad(user_id, n)) AS x FROM events", 16 * MIB, "lpad()");
    ends_at("SELECT length(rpad('', n, 'é')) AS x FROM events", 8 * MIB, "rpad()");
    ends_at("SELECT cardinality(array_repeat(n, n)) AS x FROM events", 2 * MIB, "array_repeat()");
    ends_at("SELECT cardinality(array_repeat(user_id, n)) AS x FROM events", 16 * MIB / 18, "array_repeat()");
    ends_at("SELECT cardinality(array_resize([1], n)) AS x FROM events", 2 * MIB, "array_resize()");
    ends_at("SELECT cardinality(range(n)) AS x FROM events", 2 * MIB - 1, "range()");
    ends_at("SELECT cardinality(range(-n, n, 2)) AS x FROM events", 2 * MIB - 1, "range()");
    ends_at("SELECT cardinality(generate_series(1, n)) AS x FROM events", 2 * MIB, "generate_series()");
    let grown = "SELECT length(replace(repeat('a', n), 'a', 'bcde')) AS x FROM events";
    ends_at(grown, 4 * MIB, "replace()");
}

#[test]
fn a_text_that_is_replaced_is_measured_exactly_where_it_could_be_too_large() {
    // With an `a` in every place it would be 40 MiB; there is none.
    let sql = "SELECT length(replace(repeat('b', n), 'a', '0123456789')) AS x FROM events";
    assert_eq!(message(sql, 4 * MIB), None);
    let sql = "SELECT length(regexp_replace(repeat('b', n), 'a', '0123456789', 'g')) AS x FROM events";
    assert_eq!(message(sql, 2 * MIB), None);
    let sql = "SELECT length(regexp_replace(repeat('a', n), 'a', '0123456789012345', 'g')) AS x FROM events";
    assert!(message(sql, 2 * MIB).is_some_and(|message| message.contains("regexp_replace() would return a value")));
}

#[test]
fn a_text_that_is_padded_to_a_negative_length_is_empty() {
    let events = [("u1", None, Some(-1)), ("u2", None, Some(i64::MIN)), ("u3", None, Some(4))];
    assert_eq!(select("SELECT lpad(user_id, n, '*') AS x FROM events", &events), ["", "", "**u3"]);
    assert_eq!(select("SELECT rpad(user_id, n) || '|' AS x FROM events", &events), ["|", "|", "u3  |"]);
    assert_eq!(select("SELECT lpad('x', -1) AS x FROM events", &events[..1]), [""]);
}

#[test]
fn the_values_of_a_window_are_bounded_together() {
    let mut mapper = TestJob::new().into("out", "SELECT length(repeat('x', n)) AS x FROM events").mapper();
    let events = vec![("u1", None, Some(16 * MIB)); 17];
    assert!(rows(&mut mapper, &events[..16]).is_ok());
    let Err(MapError::Stop(error)) = rows(&mut mapper, &events) else { panic!("17 times 16 MiB are refused") };
    let what = "repeat() would return more than a quarter of a GiB for the rows of a window";
    let way_out = "nothing was committed: lower window.events and window.bytes, or make the statement hold less";
    assert_eq!(error.to_string(), format!("map output out (job.yaml:10): {what}; {way_out}"));
}

#[test]
fn views_that_double_a_text_or_a_list_end() {
    for (first, doubled, name) in [
        ("user_id AS x", "x || x", "||"),
        ("user_id AS x", "concat(x, x)", "concat()"),
        ("user_id AS x", "concat_ws(',', x, x)", "concat_ws()"),
        ("tags AS x", "array_concat(x, x)", "array_concat()"),
        ("tags AS x", "x || x", "array_concat()"),
    ] {
        let mut job = TestJob::new().view("v0", &format!("SELECT {first} FROM events"));
        for i in 1..=25 {
            job = job.view(&format!("v{i}"), &format!("SELECT {doubled} AS x FROM v{}", i - 1));
        }
        let mut mapper = job.into("out", "SELECT count(x) AS x FROM v25").mapper();
        let why = format!("{name} would return a value of more than sixteen MiB");
        let failed = (0..EVENTS.len()).map(|row| format!("event {row}: map output out (job.yaml:270): {why}"));
        let failed: Vec<_> = failed.chain(["out: 0".to_owned()]).collect();
        assert_eq!(rows(&mut mapper, &EVENTS).unwrap(), failed, "{doubled}");
    }
}

#[test]
fn a_concatenation_keeps_its_name_and_its_nulls() {
    let named = r#"SELECT "events.user_id || events.ad_id" AS x FROM (SELECT user_id || ad_id FROM events) q"#;
    assert_eq!(select(named, &EVENTS[..1]), ["u1a1"]);
    let sql = "SELECT user_id || '-' || ad_id AS x FROM events";
    assert_eq!(select(sql, &EVENTS), ["u1-a1", "u2-a2", "-", "u1-a9"]);
    let sql = "SELECT user_id || ad_id AS x, count(*) AS c FROM events GROUP BY user_id || ad_id ORDER BY 1";
    assert_eq!(select(sql, &EVENTS[..2]), ["u1a1|1", "u2a2|1"]);
}

#[test]
fn levenshtein_takes_texts_of_a_thousand_characters() {
    let sql = "SELECT levenshtein(repeat('a', n), repeat('b', n)) AS x FROM events";
    assert_eq!(message(sql, 1000), None);
    let refused = message(sql, 1001).expect("it is refused");
    assert!(refused.contains("levenshtein() takes texts whose lengths multiply to at most a million"), "{refused}");
}

/// The statement is refused with this first line, without the place.
#[track_caller]
fn refused(job: TestJob, message: &str) {
    let error = job.error();
    assert!(error.lines().next().unwrap_or_default().contains(message), "{error}");
}

#[test]
fn literals_with_which_the_result_can_never_fit_are_refused() {
    for (call, name) in [
        ("repeat(user_id, 1000000000)", "repeat"),
        ("lpad(user_id, 9223372036854775807)", "lpad"),
        ("range(0, 1000000000)", "range"),
        (
            "generate_series(timestamp '2024-01-01', timestamp '2024-01-02', interval '1 microsecond')",
            "generate_series",
        ),
        ("array_repeat('x', 10000000000)", "array_repeat"),
    ] {
        let job = TestJob::new().into("out", &format!("SELECT {call} AS x FROM events"));
        refused(job, &format!("job.yaml:10:14: '{name}()' with these literals returns values of more than 16 MiB"));
    }
    let job = TestJob::new().into("out", "SELECT repeat('x', 200000) AS x FROM events");
    refused(job, "'repeat()' of literals returns more than 128 KiB, for every row again");
    let job = TestJob::new().into("out", "SELECT approx_percentile_cont(n, 0.5, 1000000000) AS x FROM events");
    refused(job, "approx_percentile_cont() takes at most 10000 centroids; 100 are usual");
}

/// A chain of views, each of which cleans up what the one below made and filters by it.
fn clean_up(views: usize) -> TestJob {
    let mut job = TestJob::new().view("v0", "SELECT user_id AS s FROM events");
    for i in 1..=views {
        let cleaned = "COALESCE(NULLIF(trim(s), ''), lower(s)) AS s";
        job = job.view(&format!("v{i}"), &format!("SELECT {cleaned} FROM v{} WHERE s <> 'x{i}'", i - 1));
    }
    job.into("out", &format!("SELECT s FROM v{views} WHERE s <> 'u2'"))
}

#[test]
fn a_chain_of_clean_up_views_plans_and_filters() {
    // Each view doubled the filters of those above it: nine took a minute.
    assert_eq!(clean_up(12).rows(&EVENTS), ["out: u1", "out: u3", "out: u1"]);
}

#[test]
fn a_filter_on_a_short_expression_is_still_pushed_below_it() {
    let job = TestJob::new()
        .view("v", "SELECT lower(user_id) AS u, ad_id FROM events")
        .into("out", "SELECT v.u, ads.campaign_id FROM v JOIN ads ON ads.ad_id = v.ad_id WHERE v.u = 'u1'");
    let physical = &job.plan().unwrap().statements[0].physical;
    let (filter, lookup) = (physical.find("FilterExec").unwrap(), physical.find("LookupJoinExec").unwrap());
    assert!(lookup < filter, "the filter runs before the join:\n{physical}");
}

#[test]
fn views_and_names_that_are_read_twice_by_each_other_are_counted() {
    let mut job = TestJob::new().view("v0", "SELECT n AS x FROM events");
    for i in 1..=10 {
        let below = i - 1;
        job = job.view(&format!("v{i}"), &format!("SELECT a.x FROM v{below} a JOIN v{below} b ON a.x = b.x"));
    }
    let steps = "with the views that it reads it has more than 1500 scans, joins, filters and other steps";
    let job = job.into("out", "SELECT x FROM v10");
    refused(job, &format!("the statement is too large: {steps}, most of them from v"));

    let names = (1..=30).map(|i| format!("c{i} AS (SELECT a.x FROM c{0} a JOIN c{0} b ON a.x = b.x)", i - 1));
    let sql =
        format!("WITH c0 AS (SELECT n AS x FROM events), {} SELECT x FROM c30", names.collect::<Vec<_>>().join(", "));
    refused(TestJob::new().into("out", &sql), "the statement is too large: c11 reads more than 1500 times from tables");
}

#[test]
fn grouping_sets_windows_and_subqueries_are_counted() {
    let parts = |n: usize| (0..n).map(|i| format!("n + {i}")).collect::<Vec<_>>().join(", ");
    let cube =
        |n| TestJob::new().into("out", &format!("SELECT count(*) AS c FROM events GROUP BY CUBE ({})", parts(n)));
    cube(6).plan().expect("64 sets");
    refused(cube(13), "GROUP BY stands for more than 4096 grouping sets");
    let cubes = format!("CUBE ({0}), CUBE ({0})", parts(7));
    let job = TestJob::new().into("out", &format!("SELECT count(*) AS c FROM events GROUP BY {cubes}"));
    refused(job, "GROUP BY stands for more than 4096 grouping sets");

    let windows = (0..101).map(|i| format!("sum(n) OVER (ORDER BY n + {i}) AS c{i}"));
    let sql = format!("SELECT {} FROM events", windows.collect::<Vec<_>>().join(", "));
    refused(TestJob::new().into("out", &sql), "the statement has more than 100 different windows (OVER …)");

    let nested = |n: usize| {
        let inner = "n IN (SELECT n FROM events WHERE ".repeat(n);
        TestJob::new().into("out", &format!("SELECT n FROM events WHERE {inner}true{}", ")".repeat(n)))
    };
    nested(5).plan().expect("five levels");
    refused(nested(11), "subqueries in expressions (IN, EXISTS, or in place of a value) are more than 10 levels deep");
}

/// Each event beside each: the square of the window. A hundred columns of one number are held once, and counted as what the
/// output would make of them.
#[test]
fn the_rows_of_a_window_are_bounded() {
    let columns: Vec<_> = (0..100).map(|at| format!("a.n AS c{at}")).collect();
    let sql = format!("SELECT {} FROM events a CROSS JOIN events b", columns.join(", "));
    let mut mapper = TestJob::new().into("out", &sql).mapper();
    let events = vec![("u1", None, Some(1)); 1200];
    let Err(MapError::Stop(stop)) = rows(&mut mapper, &events) else { panic!("1,440,000 rows are taken") };
    assert_eq!(
        stop.to_string(),
        "map output out (job.yaml:10): the statement needs more than 1024 MiB of memory; nothing was committed: lower \
         window.events and window.bytes, or make the statement hold less"
    );
}
