//! Statements that are refused, and what their authors read.

use super::*;
use crate::error::ErrorKind;

/// The message has this first line, and the mark stands under the first `^`-marked place: `at` is the text from there.
#[track_caller]
fn refused(sql: &str, message: &str, at: &str) {
    let error = TestJob::new().into("out", sql).plan().err().unwrap_or_else(|| panic!("it plans: {sql}"));
    assert_eq!(error.kind(), ErrorKind::Job);
    let offset = sql.rfind(at).unwrap_or_else(|| panic!("{at:?} stands in the statement"));
    let (line, column) = (sql[..offset].matches('\n').count(), offset - sql[..offset].rfind('\n').map_or(0, |i| i + 1));
    let text = sql.lines().nth(line).unwrap();
    let (number, mark) = (10 + line, " ".repeat(column));
    let expected = format!("job.yaml:{number}:{}: {message}\n  {number} | {text}\n     | {mark}^", 7 + column);
    assert_eq!(error.to_string(), expected);
}

/// As above, for errors without a place within the statement.
#[track_caller]
fn refused_whole(sql: &str, message: &str) {
    assert_eq!(TestJob::new().into("out", sql).error(), format!("job.yaml:10: {message}"));
}

#[test]
fn functions_that_differ_from_run_to_run() {
    let why = "differs from run to run, so a window that is mapped again would give other rows";
    let times = ["now()", "current_timestamp", "current_date", "current_time", "today()", "localtimestamp"];
    for function in times {
        let sql = format!("SELECT user_id,\n       {function} AS x\nFROM events");
        refused(&sql, &format!("{function} {why}; use window_time()"), function);
    }
    for function in ["random()", "uuid()", "rand()", "gen_random_uuid()", "input_file_name()"] {
        refused(&format!("SELECT {function} AS x FROM events"), &format!("{function} {why}"), function);
    }
    let time = format!("now() {why}; use window_time()");
    refused("SELECT 'now()' AS now_text, NOW() AS x FROM events -- now()", &time, "NOW() AS");
    refused("SELECT n FROM events WHERE n IN (SELECT date_part('hour', now()) FROM ads)", &time, "now()");
    refused("SELECT x FROM (VALUES (now())) AS v(x)", &time, "now()");
    refused("WITH w AS (SELECT now() AS t) SELECT n FROM events WHERE EXISTS (SELECT t FROM w)", &time, "now()");
    refused("SELECT sum(n) FILTER (WHERE now() > '2026-01-01') AS s FROM events", &time, "now()");
    refused("SELECT n FROM events ORDER BY random()", &format!("random() {why}"), "random()");
}

#[test]
fn a_place_is_that_of_the_file() {
    let job = TestJob::new().view("v", "SELECT n\nFROM events\nWHERE\tnow() > 'x'").into("out", "SELECT n FROM v");
    let message = job.error();
    assert!(message.starts_with("job.yaml:12:13: now() differs from run to run"), "{message}");
    assert!(message.ends_with("\n  12 | WHERE\tnow() > 'x'\n     |      \t^"), "{message}");
}

#[test]
fn what_the_parser_would_overflow_its_stack_with() {
    let message = "types, subscripts or intervals stand in one another more than 16 deep";
    let opened =
        ["struct<a: ", "array<", "Nullable(", "LowCardinality(", "Tuple(a ", "Nested(a ", "UNION(a ", "Map(int, "];
    for open in opened {
        let first = format!("SELECT CAST(user_id AS {}", open.repeat(16));
        let sql = format!("{first}{}int) AS x FROM events", open.repeat(20_000));
        let place = first.len() + open.find(['<', '(']).expect("a bracket");
        let error = TestJob::new().into("out", &sql).error();
        assert!(error.starts_with(&format!("job.yaml:10:{}: {message}\n", 7 + place)), "{open}: {}", &error[..100]);
    }
    for (what, ends) in [("[]", "int"), ("[3]", "int"), ("[1]", "tags")] {
        let error = TestJob::new().into("out", &format!("SELECT {ends}{} AS x", what.repeat(20_000))).error();
        assert!(error.contains(message), "{what}: {}", &error[..100]);
    }
    let error = TestJob::new().into("out", &format!("SELECT {}'1 day' AS x", "INTERVAL ".repeat(20_000))).error();
    assert!(error.contains(message), "{}", &error[..100]);
}

#[test]
fn types_and_brackets_beside_one_another_are_not_deep() {
    let casts = "CAST([1] AS array<int>)[1] + ".repeat(40);
    TestJob::new()
        .into("out", &format!("SELECT {casts} 1 AS x FROM events WHERE n < 3 AND n > 2"))
        .plan()
        .expect("it plans");
}

#[test]
fn what_is_no_query() {
    for word in ["CREATE", "INSERT", "COPY", "SET", "EXPLAIN", "DELETE", "SELCT"] {
        let message = format!("a statement has to be a query, beginning with SELECT or WITH, not {word}");
        refused(&format!("{word} TABLE x AS SELECT 1"), &message, word);
    }
    let second = "a second statement begins here; give it an entry of its own under mapper";
    refused("SELECT n FROM events;\nSELECT 2", second, "SELECT 2");
    let into = "a statement only reads; name its output in the job file, not in the SQL";
    refused("SELECT n INTO x FROM events", into, "INTO");
    refused_whole("", "the statement is empty");
    refused_whole(" -- nothing\n", "the statement is empty");
    assert_eq!(select("SELECT n FROM events;", &EVENTS[..1]), ["1"]);
}

#[test]
fn what_does_not_parse() {
    refused("SELECT n,, 1 FROM events", "expected an expression, found ,", ", 1");
    refused("SELECT (n FROM events", "expected ), found FROM", "FROM");
    refused("SELECT 'n FROM events", "unterminated string literal", "'n");
    let sql = "SELECT n FROM events\nWHERE";
    let message = TestJob::new().into("out", sql).error();
    let expected = "job.yaml:11:12: expected an expression, but the statement ends\n  11 | WHERE\n     |      ^";
    assert_eq!(message, expected);
}

#[test]
fn unknown_columns() {
    refused("SELECT n,\n  ad_idd AS x FROM events", "column ad_idd does not exist; did you mean ad_id?", "ad_idd");
    refused("SELECT e.ad_idd FROM events e", "column e.ad_idd does not exist; did you mean e.ad_id?", "e.ad_idd");
    refused("SELECT x.ad_id FROM events e", "column x.ad_id does not exist; did you mean e.ad_id?", "x.ad_id");
    let columns = "there are ads.ad_id, ads.campaign_id, ads.active";
    refused("SELECT zzz FROM ads", &format!("column zzz does not exist; {columns}"), "zzz");
    let quotes = "column u1 does not exist; a text is written in single quotes: 'u1'";
    refused("SELECT n FROM events WHERE user_id = \"u1\"", quotes, "\"u1\"");
    let ambiguous = "column ad_id is in more than one table; write table.ad_id";
    refused("SELECT ad_id FROM events e JOIN ads a ON true", ambiguous, "ad_id FROM");
}

#[test]
fn names_with_capitals_are_suggested_in_quotes() {
    let mut job = TestJob::new().into("out", "SELECT adId FROM events");
    job.source = Columns::from_inline(&[("adId".to_owned(), "varchar".to_owned())]).unwrap();
    let message = job.error();
    assert!(message.starts_with("job.yaml:10:14: column adid does not exist; did you mean \"adId\"?\n"), "{message}");
}

#[test]
fn unknown_tables() {
    refused("SELECT n FROM evnts", "table evnts does not exist; did you mean events?", "evnts");
    let tables = "there are events, ads, partners";
    refused("SELECT n FROM somewhere", &format!("table somewhere does not exist; {tables}"), "somewhere");
    refused("SELECT * FROM 'file.csv'", &format!("table file.csv does not exist; {tables}"), "'file.csv'");
    let series = "generate_series() is not a table; statements read events, tables and views only";
    refused("SELECT * FROM generate_series(1, 10)", series, "generate_series");
    let job = TestJob::new().into("out", "SELECT n FROM later").view("later", "SELECT n FROM events");
    let below =
        "table later does not exist; the view of that name comes later, and a statement sees only the views above it";
    assert_eq!(job.error(), format!("job.yaml:10:21: {below}\n  10 | SELECT n FROM later\n     |               ^"));
}

#[test]
fn unknown_and_misused_functions() {
    let near = "function sha256_hx does not exist; did you mean sha256_hex?";
    refused("SELECT sha256_hx(user_id) FROM events", near, "sha256_hx");
    refused("SELECT zyxwv(user_id) FROM events", "function zyxwv does not exist", "zyxwv");
    let arguments = "sha256_hex() takes (text), found 2 arguments";
    refused("SELECT sha256_hex(user_id, n) AS h FROM events", arguments, "sha256_hex");
    let cast = "sha256_hex(): text has to be varchar; write CAST(… AS varchar), found bigint";
    refused("SELECT sha256_hex(n) AS h FROM events", cast, "sha256_hex");
    let zone = "local_time(): 'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?";
    refused("SELECT local_time(_timestamp, 'Europe/Berln') AS t FROM events", zone, "'Europe/Berln'");
    refused(
        "SELECT sum(user_id) FROM events",
        "sum() does not take varchar; write CAST(… AS double) for a text",
        "sum",
    );
}

#[test]
fn types_and_groups_that_do_not_fit() {
    let arithmetic = "there is no varchar + bigint; write CAST(… AS double), or … || … to join texts";
    refused("SELECT 1 + user_id * 2 AS x FROM events", &arithmetic.replacen('+', "*", 1), "user_id");
    refused("SELECT user_id + 1 AS x FROM events", arithmetic, "user_id");
    let group = "column events.user_id must appear in GROUP BY or inside an aggregate function";
    refused("SELECT user_id, count(*) AS c FROM events GROUP BY ad_id", group, "user_id");
    refused(
        "SELECT CAST(n AS text2) AS c FROM events",
        "there is no type text2; types are boolean, tinyint, smallint, int, bigint, float, double, decimal, varchar, varbinary, date, timestamp, interval",
        "text2",
    );
    let columns = "UNION queries have different number of columns";
    refused("SELECT n FROM events UNION ALL SELECT n, 1 FROM events", columns, "SELECT n FROM events UNION");
}

#[test]
fn what_would_plan_but_not_run_or_do_nothing() {
    let lists = "FROM cannot read columns of the tables before it; use SELECT unnest(list) for the elements of a list";
    refused_whole("SELECT t FROM events e, UNNEST(e.tags) AS x(t)", lists);
    refused_whole("SELECT x.t FROM events e CROSS JOIN UNNEST(e.tags) AS x(t)", lists);
    refused_whole("SELECT (n).x FROM events", "a struct and a map have fields, bigint has none");
    let sample = "TABLESAMPLE is not supported: it would have no effect";
    refused("SELECT n FROM events TABLESAMPLE (10 PERCENT)", sample, "TABLESAMPLE");
    let recursive = "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE a < 5) SELECT a FROM r";
    refused_whole(recursive, "recursive CTEs are not enabled");
}

#[test]
fn names_are_given_once() {
    let taken = |name: &str| format!("job.yaml:10: view {name}: there is another table or view of that name");
    for name in ["events", "ads"] {
        assert_eq!(TestJob::new().view(name, "SELECT n FROM events").error(), taken(name));
    }
    let twice = TestJob::new().view("v", "SELECT n FROM events").view("v", "SELECT n FROM events");
    assert_eq!(twice.error(), taken("v").replace("10", "20"));
    let mut job = TestJob::new();
    job.tables.push(ads());
    assert_eq!(job.error(), "table ads: there is another table of that name");
    assert_eq!(
        TestJob::new().into("nowhere", "SELECT n FROM events").error(),
        "job.yaml:10: there is no output nowhere"
    );
}
