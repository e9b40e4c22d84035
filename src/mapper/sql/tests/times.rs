//! Times mean what PostgreSQL says: the values of `times.tsv` are those of PostgreSQL 15 (C.UTF-8, UTC).

use super::*;

/// What the expressions read: in PostgreSQL and here the same text.
const ROWS: &str = "(VALUES
 (timestamptz '2024-03-10 06:59:59.999999+00', timestamptz '2024-03-09 06:59:59+00', timestamp '2024-03-31 02:30:00', date '2024-01-31', date '2023-12-31'),
 (timestamptz '2024-11-03 05:30:00+00', timestamptz '2024-11-03 05:30:00+00', timestamp '2024-10-27 02:30:00', date '2024-02-29', date '2020-02-29'),
 (timestamptz '1969-12-31 23:59:59.5+00', timestamptz '2024-02-29 00:00:00+00', timestamp '1969-12-31 23:59:59.5', date '1969-12-31', date '1970-01-01'),
 (timestamptz '2024-02-29 12:34:56.789012+00', timestamptz '2023-02-28 12:34:56+00', timestamp '2024-02-29 12:34:56.789012', date '2021-01-03', date '2021-01-04'),
 (timestamptz '9999-12-31 23:59:59+00', timestamptz '0001-01-01 00:00:00+00', timestamp '9999-12-31 00:00:00', date '9999-12-31', date '0001-01-01'),
 (NULL, timestamptz '2000-01-01 00:00:00+00', NULL, NULL, date '2024-08-31'),
 (timestamptz '2038-01-19 03:14:08+00', timestamptz '2038-01-18 03:14:07.25+00', timestamp '2262-04-11 23:47:16.854776', date '2262-04-12', date '2005-01-01'),
 (timestamptz '2024-07-01 22:30:00.25+00', timestamptz '2024-05-31 21:00:00+00', timestamp '1900-01-01 00:00:00', date '1900-01-01', date '2008-12-29')
) AS v(t, t2, c, dt, dt2)";

/// The values of an expression for every row, as text.
fn values(expression: &str) -> Result<Vec<String>, String> {
    let sql = format!("SELECT CAST(({expression}) AS varchar) AS x FROM {ROWS}");
    let plan = TestJob::new().into("out", &sql).plan().map_err(|e| e.to_string())?;
    let rows = rows(&mut plan.into_mapper(), &EVENTS[..1]).map_err(|e| format!("{e:?}"))?;
    Ok(rows.into_iter().map(|row| row.trim_start_matches("out: ").to_owned()).collect())
}

/// Numbers are compared as numbers: PostgreSQL's `numeric` writes zeros that a double does not.
fn same(ours: &str, theirs: &str) -> bool {
    match (ours.parse::<f64>(), theirs.parse::<f64>()) {
        (Ok(ours), Ok(theirs)) => (ours - theirs).abs() <= theirs.abs() * 1e-12,
        _ => ours == theirs,
    }
}

#[test]
fn expressions_have_the_values_of_postgresql() {
    let mut wrong = vec![];
    let mut count = 0;
    for line in include_str!("times.tsv").lines() {
        let (expression, expected) = line.split_once('\t').expect("an expression, a tab, its values");
        let expected: Vec<_> = expected.split('|').collect();
        count += 1;
        match values(expression) {
            Err(error) => wrong.push(format!("{expression}\n   fails: {}", error.lines().next().unwrap_or_default())),
            Ok(values) if values.len() != expected.len() || !values.iter().zip(&expected).all(|(a, b)| same(a, b)) => {
                wrong.push(format!("{expression}\n    ours: {}\n  theirs: {}", values.join("|"), expected.join("|")));
            }
            Ok(_) => {}
        }
    }
    assert!(count > 200, "the file has its expressions: {count}");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The message of a statement that is refused, without its place.
fn message(expression: &str) -> String {
    let sql = format!("SELECT {expression} AS x FROM (SELECT _timestamp AS t, n, user_id AS s FROM events) AS e");
    let error = TestJob::new().into("out", &sql).error();
    let first = error.lines().next().unwrap_or_default();
    first.split_once(": ").map(|(_, message)| message).unwrap_or_default().to_owned()
}

#[test]
fn literals_that_can_never_work_are_refused() {
    for (expression, why) in [
        ("t AT TIME ZONE 'Europe/Berln'", "'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?"),
        ("t AT TIME ZONE '+02:00'", "write AT TIME ZONE INTERVAL '2 hours' for two hours east"),
        ("t AT TIME ZONE 'CET'", "'CET' is ambiguous as a time zone; write a place such as 'Europe/Berlin'"),
        ("date_trunc('dai', t)", "date_trunc(): 'dai' is not a field of a time; did you mean 'day'?"),
        ("date_trunc('dow', t)", "date_trunc(): 'dow' is not a unit to cut a time to"),
        ("date_trunc('day', t, 'Nowhere')", "'Nowhere' is not a time zone"),
        ("date_part('weekday_name', t)", "date_part(): 'weekday_name' is not a field of a time"),
        ("extract(week FROM t - t)", "an interval has no week"),
        ("extract(year FROM n)", "extract() and date_part() take a time, not bigint"),
        ("to_char(t, '%Q')", "to_char(): the pattern '%Q' can't work: it has a part after % that is not known"),
        ("to_char(t, 'HH24:MM')", "MM is the month; the minute is MI: HH24:MI:SS"),
        ("to_char(t, 'YYYY-MM-DDTHH24:MI')", "TH after a number means 1st, 2nd, 3rd; write \"T\" in double quotes"),
        ("to_char(t - t, 'YYYY Mon')", "it has a part that intervals do not have; use DD, HH24, MI, SS, MS, US"),
        ("date_trunc('day', s)", "date_trunc() takes a timestamp or date, not text; write date_trunc(…, CAST(x AS"),
        ("extract(day FROM t::time)", "a time of day has no day"),
        ("'02/09/2024'::date", "'02/09/2024' can be of two dates, as day and month stand in either order"),
        ("t::date > '9.2.2024'", "'9.2.2024' can be of two dates, as day and month stand in either order"),
        ("'infinity'::timestamp", "'infinity' does not exist here; write '9999-12-31' or '0001-01-01'"),
        ("'24:00'::time", "'24:00' is not a time of day here, which ends before midnight"),
        ("t AT TIME ZONE 'PST'", "'PST' is not a time zone: abbreviations do not say when clocks change"),
        ("to_char(n, '999')", "to_char() takes a timestamp or date, not bigint"),
        ("date_format(t, 'YYYY-MM-dd')", "'YYYY' is not known in patterns such as yyyy-MM-dd HH:mm:ss"),
        ("to_date(s, 'MM-DD')", "to_date(): the pattern 'MM-DD' can't work: it has no year"),
        ("to_timestamp(s, 'IYYY-IW')", "it has a part that times are not read by"),
        ("to_timestamp('tomorrow')", "to_timestamp(): 'tomorrow' is not a time; write it like '2026-01-31T12:34:56Z'"),
        ("timestamp 'tomorrow'", "'tomorrow' differs from run to run; write window_time(), the time of the window"),
        ("date '2026-02-30'", "'2026-02-30' is not a date; write it like '2026-01-31'"),
        ("t > 'never'", "'never' is not a timestamp; write it like '2026-01-31 12:34:56'"),
        ("t - t > 'a while'", "'a while' is not an interval; write it like '1 day 12:30'"),
        (
            "CAST(n AS timestamp)",
            "bigint is not cast to timestamp, because its unit is not known; write to_timestamp(x) for seconds",
        ),
        (
            "CAST(t AS bigint)",
            "a timestamp is not cast to bigint, because its unit is not known; write extract(epoch from t)",
        ),
        (
            "t - t",
            "column x of output out is an interval, which messages have no type for; write extract(epoch from …)",
        ),
        ("interval '1 month'", "column x of output out is an interval"),
        ("max(n * interval '1 month')", "max() does not take intervals; write extract(epoch from x) for their seconds"),
        (
            "(t - t) / interval '1 hour'",
            "intervals are not multiplied or divided by intervals; write extract(epoch from x)",
        ),
        ("age(t)", "age() of one time counts from today, which differs from run to run; write age(window_time(), t)"),
        ("date_bin(interval '1 month', t)", "date_bin() does not take months or years, which have no fixed length"),
        ("date_bin('0 s', t)", "the width of date_bin() must be greater than zero"),
    ] {
        let message = message(expression);
        assert!(message.contains(why), "{expression}: {message}");
    }
}

#[test]
fn values_that_are_no_times_are_errors_that_do_not_show_them() {
    for (expression, why) in [
        ("CAST(s AS timestamp)", "a text is not a date or timestamp"),
        ("CAST(s AS date)", "a text is not a date or timestamp"),
        ("CAST(CAST(s AS interval) AS varchar)", "a text is not an interval"),
        ("to_timestamp(s)", "a text is not a time"),
        ("to_timestamp(s, 'YYYY-MM-DD')", "a text does not have the form of its pattern"),
        ("to_timestamp(n * CAST('Infinity' AS double))", "infinity and NaN are not times"),
        ("_timestamp AT TIME ZONE s", "a value is not the name of a time zone"),
        ("date_trunc(s, _timestamp)", "a value is not a unit to cut a time to"),
    ] {
        let sql = format!("SELECT {expression} AS x FROM (SELECT _timestamp, user_id AS s, n FROM events) AS e");
        let failed = rows(&mut TestJob::new().into("out", &sql).mapper(), &EVENTS[..1]).unwrap();
        assert_eq!(failed, [format!("event 0: map output out (job.yaml:10): {why}")], "{expression}");
    }
    let lenient = "SELECT TRY_CAST(user_id AS timestamp) IS NULL AS x FROM events";
    assert_eq!(select(lenient, &EVENTS[..1]), ["true"]);
}

/// Differences, written as their authors may: all mean the same.
#[test]
fn differences_are_aggregated_sorted_and_joined() {
    let seconds = "(SELECT to_timestamp(n * 86400) AS t, user_id FROM events) AS e";
    let query = |what: &str| select(&what.replace("$", seconds), &EVENTS);
    let start = "timestamptz '1970-01-01'";
    assert_eq!(query(&format!("SELECT extract(epoch FROM sum(t - {start})) AS x FROM $")), ["604800.0"]);
    assert_eq!(
        query(&format!("SELECT extract(epoch FROM avg(t - {start})) AS x FROM $ WHERE t < '1970-01-04'")),
        ["129600.0"]
    );
    assert_eq!(query(&format!("SELECT CAST(max(t - {start}) AS varchar) AS x FROM $")), ["4 days"]);
    assert_eq!(
        query(&format!(
            "SELECT CAST(t - {start} AS varchar) AS x FROM $ WHERE t IS NOT NULL ORDER BY t - {start} DESC"
        )),
        ["4 days", "2 days", "1 day"]
    );
    assert_eq!(
        query(&format!("SELECT count(*) AS x FROM $ GROUP BY t - {start} > interval '36 hours' ORDER BY x")),
        ["1", "1", "2"]
    );
    let gaps =
        "SELECT CAST(t - lag(t) OVER (ORDER BY t) > interval '1 day' AS varchar) AS x FROM $ WHERE t IS NOT NULL";
    assert_eq!(query(gaps), ["-", "false", "true"]);
    let join = format!(
        "SELECT count(*) AS x FROM {seconds} JOIN {} ON f.t < e.t AND e.t - f.t <= interval '1 day'",
        seconds.replace("AS e", "AS f")
    );
    assert_eq!(select(&join, &EVENTS), ["1"]);
    let frame = "SELECT sum(n) OVER (ORDER BY t RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW) AS x \
                 FROM (SELECT to_timestamp(n * 86400) AS t, n FROM events WHERE n IS NOT NULL) AS e";
    assert_eq!(select(frame, &EVENTS), ["1", "3", "4"]);
    let sorted = "SELECT CAST(i AS varchar) AS x FROM (VALUES (interval '1 month'), (interval '29 days'), (interval '800 hours')) AS v(i) ORDER BY i";
    assert_eq!(select(sorted, &EVENTS), ["29 days", "1 mon", "800:00:00"]);
}

/// In PostgreSQL `extract()` is a decimal; here it is an `int` that divides like one, wherever it comes from.
#[test]
fn a_part_of_a_time_divides_with_its_fraction() {
    let view = "SELECT extract(minute FROM to_timestamp(n * 600)) AS m, n, user_id FROM events WHERE n IS NOT NULL";
    let rows = |sql: &str| {
        let job = TestJob::new().view("v", view).into("out", sql);
        job.rows(&EVENTS).into_iter().map(|row| row.trim_start_matches("out: ").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rows("SELECT m FROM v"), ["10", "20", "40"]);
    assert_eq!(rows("SELECT m / 15 AS x FROM v WHERE n = 1"), ["0.6666666666666666"]);
    assert_eq!(rows("SELECT 15 / e.m AS x FROM v AS e ORDER BY e.m LIMIT 1"), ["1.5"]);
    assert_eq!(
        rows("SELECT m / 16 AS x FROM (SELECT m, count(*) AS c FROM v GROUP BY m) AS q ORDER BY m"),
        ["0.625", "1.25", "2.5"]
    );
    assert_eq!(
        rows("SELECT DISTINCT m / 16 AS x FROM (SELECT m FROM v UNION ALL SELECT m FROM v) AS q ORDER BY x"),
        ["0.625", "1.25", "2.5"]
    );
    assert_eq!(
        rows("SELECT a.m / 16 AS x FROM v AS a JOIN v AS b ON a.m = b.m AND a.user_id = b.user_id ORDER BY x"),
        ["0.625", "1.25", "2.5"]
    );
    assert_eq!(
        rows("SELECT sum(n) OVER (PARTITION BY m ORDER BY m) AS x, max(m) OVER () / 3 AS y FROM v WHERE m = 40"),
        ["4|13"]
    );
    // A cast makes it an ordinary integer.
    assert_eq!(rows("SELECT m::int / 15 AS x FROM v"), ["0", "1", "2"]);
    let cast = "SELECT k / 15 AS x FROM (SELECT extract(minute FROM to_timestamp(n * 600))::int AS k \
                FROM events WHERE n IS NOT NULL) AS q";
    assert_eq!(rows(cast), ["0", "1", "2"]);
    assert_eq!(rows(&cast.replace("extract(minute FROM ", "date_part('minute', ")), ["0", "1", "2"]);
    assert_eq!(rows("SELECT CASE WHEN m > 15 THEN m ELSE 0 END AS x FROM v"), ["0", "20", "40"]);
    assert_eq!(rows("SELECT m FROM v UNION ALL SELECT n FROM events WHERE n = 4"), ["10", "20", "40", "4"]);
    assert_eq!(rows("SELECT m FROM v UNION SELECT n FROM events WHERE n = 4 ORDER BY m"), ["4", "10", "20", "40"]);
    assert_eq!(
        rows("SELECT m, array_agg(user_id) AS u FROM v GROUP BY GROUPING SETS ((m), ()) ORDER BY m LIMIT 1"),
        ["10|[u1]"]
    );
}

/// Which columns are instants, and which what a clock shows.
#[test]
fn what_has_a_time_zone() {
    let zone = |expression: &str| match type_of(&format!("SELECT {expression} AS x FROM events"), "x") {
        DataType::Timestamp(_, zone) => zone.is_some(),
        other => panic!("{expression} is {other}"),
    };
    let instants = ["_timestamp", "window_time()", "to_timestamp(n)", "to_timestamp_millis(n)", "from_unixtime(n)"];
    let more = ["to_timestamp(user_id)", "timestamptz '2026-01-01'", "timestamp '2026-01-01' AT TIME ZONE 'UTC'"];
    for expression in instants.into_iter().chain(more) {
        assert!(zone(expression), "{expression} is an instant");
    }
    for expression in [
        "timestamp '2026-01-01'",
        "_timestamp AT TIME ZONE 'UTC'",
        "local_time(_timestamp, 'UTC')",
        "date '2026-01-01' + interval '1 hour'",
        "CAST(_timestamp AS timestamp)",
        "date_trunc('day', _timestamp AT TIME ZONE 'Europe/Berlin')",
    ] {
        assert!(!zone(expression), "{expression} is what a clock shows");
    }
}
