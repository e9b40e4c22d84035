//! Constants that can never work are faults of the statement, found when it is planned. And those that work are not.

use super::messages::{accepted, refused};

#[test]
fn a_part_without_columns_is_evaluated() {
    refused("1 / 0", "division by zero", "0 AS");
    refused("CAST('x' AS int)", "'x' is not an int", "'x'");
    refused("'2024-13-01'::date", "'2024-13-01' is not a date; write it like '2026-01-31'", "'2024");
    refused("DATE '2024-02-30'", "'2024-02-30' is not a date; write it like '2026-01-31'", "'2024");
    refused("TIMESTAMP 'noon'", "'noon' is not a timestamp; write it like '2026-01-31 12:34:56'", "'noon'");
    refused("INTERVAL 'foo'", "'foo' is not an interval; one is INTERVAL '1 day 2 hours'", "'foo'");
    refused("CAST(300 AS tinyint)", "300 does not fit into tinyint", "300");
    refused("to_date('2024-13-01')", "to_date(): '2024-13-01' is not a date; write it like '2026-01-31'", "'2024");
    refused("to_date('x', '%Y')", "to_date(): 'x' is not a date in the format '%Y'", "'x'");
}

#[test]
fn a_part_without_columns_is_evaluated_wherever_it_is() {
    for sql in [
        "CASE WHEN a > 0 THEN 1 / 0 ELSE a END",
        "SELECT a FROM events WHERE a > 1 / 0",
        "SELECT a FROM events WHERE condition AND b = 1 / 0",
        "SELECT sum(1 / 0) AS s FROM events",
        "SELECT count(*) AS c FROM events GROUP BY a + 1 / 0",
        "SELECT a FROM events ORDER BY b + 1 / 0",
        "SELECT row_number() OVER (ORDER BY a + 1 / 0) AS r FROM events",
        "SELECT e.a FROM events e JOIN partners p ON p.partner_id = e.a + 1 / 0",
        "SELECT a FROM events WHERE a IN (SELECT b + 1 / 0 FROM events)",
        "SELECT a FROM (SELECT a + 1 / 0 AS a FROM events) AS q",
        "coalesce(a, 1 / 0)",
    ] {
        refused(sql, "division by zero", "0");
    }
}

/// As in PostgreSQL. A job file's `${VAR}` makes such statements.
#[test]
fn what_constants_exclude_is_not_evaluated() {
    for sql in [
        "CASE WHEN false THEN 1 / 0 ELSE a END",
        "CASE WHEN true THEN a ELSE 1 / 0 END",
        "CASE 'eu' WHEN 'us' THEN 1 / 0 ELSE a END",
        "coalesce(1, 1 / 0)",
        "SELECT a FROM events WHERE false AND 1 / 0 = 1",
        "SELECT a FROM events WHERE true OR 1 / 0 = 1",
    ] {
        accepted(sql);
    }
}

#[test]
fn a_unit_is_one_of_those_that_the_function_knows() {
    refused("date_trunc('dai', t)", "date_trunc(): 'dai' is not a field of a time; did you mean 'day'?", "'dai'");
    refused("extract(foo FROM t)", "date_part(): 'foo' is not a field of a time", "foo");
    accepted("date_trunc('mon', t)");
}

#[test]
fn encodings_and_algorithms_are_listed() {
    let encodings = "encodings are 'hex', 'base64', 'base64pad'";
    refused("encode(text, 'foo')", &format!("encode(): 'foo' is not an encoding; {encodings}"), "'foo'");
    refused("decode(text, 'foo')", &format!("decode(): 'foo' is not an encoding; {encodings}"), "'foo'");
    refused("digest(text, 'sha265')", "digest(): 'sha265' is not an algorithm; did you mean 'sha256'?", "'sha265'");
}

#[test]
fn a_format_is_tried_with_a_time_written_in_it() {
    accepted("to_date(text, 'YYYY-MM-DD')");
    let message = "to_timestamp() reads no time in the format '%H:%M'; a date is '%Y-%m-%d', a time '%H:%M:%S'";
    refused("to_timestamp(text, '%H:%M')", message, "'%H");
    let message = "to_char(): the pattern '%Q' can't work: it has a part after % that is not known";
    refused("to_char(t, '%Q')", message, "'%Q'");
    for format in ["%Y-%m-%d", "%d.%m.%y", "%Y%m%d", "%d/%b/%Y", "%B %d, %Y", "%Y-%j"] {
        accepted(&format!("to_date(text, '{format}')"));
    }
    for format in ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S%.3f", "%d/%b/%Y:%H:%M:%S %z", "%s", "%Y-%m-%d %I:%M:%S %p"] {
        accepted(&format!("to_timestamp(text, '{format}')"));
        accepted(&format!("to_char(t, '{format}')"));
    }
}

#[test]
fn a_pattern_is_compiled() {
    let around = "is not a pattern: lookahead and lookbehind such as (?=…) are not supported; match the whole and take a \
                  group of it, or use two conditions";
    refused("text ~ '(?=a)b'", &format!("'(?=a)b' {around}"), "'(?=a)b'");
    refused("regexp_replace(text, '(?<!a)b', '')", &format!("'(?<!a)b' {around}"), "'(?<!a)b'");
    let back =
        "'(a)\\1' is not a pattern: back-references such as \\1 are not supported: they can take exponential time";
    refused("text !~* '(a)\\1'", back, "'(a)");
    refused("regexp_like(text, '(')", "'(' is not a pattern: there is a ( without its )", "'('");
    refused("SELECT a FROM events WHERE text ~ '['", "'[' is not a pattern: there is a [ without its ]", "'['");
    let error = super::messages::wide().into("out", "SELECT regexp_like(text, 'a', 'z') AS x FROM events").error();
    assert!(error.contains("there is no regular expression flag 'z'; there are "), "{error}");
}

#[test]
fn a_time_zone_exists() {
    let near = "'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?";
    refused("t AT TIME ZONE 'Europe/Berln'", near, "'Europe");
    refused(
        "t AT TIME ZONE 'Nowhere/City'",
        "'Nowhere/City' is not a time zone; write one such as 'Europe/Berlin'",
        "'Now",
    );
    for zone in ["Europe/Berlin", "UTC", "America/New_York"] {
        accepted(&format!("t AT TIME ZONE '{zone}'"));
    }
}

#[test]
fn a_literal_that_fails_for_every_event_is_refused() {
    let fails = |message: &str| format!("{message}; this fails for every event");
    refused("a / 0", &fails("division by zero"), "0 AS");
    refused("a % 0", &fails("division by zero"), "0 AS");
    refused("price / 0", &fails("division by zero"), "0 AS");
    refused("split_part(text, ',', 0)", &fails("split_part(): field position must not be zero"), "split_part");
    refused("substr(text, 1, -1)", &fails("substr(): negative count not allowed: -1"), "-1) AS");
    refused("make_date(2024, 13, a)", &fails("make_date(): month value '13' is out of range"), "13");
    refused("date_bin(INTERVAL '0 day', t)", "the width of date_bin() must be greater than zero", "date_bin");
    refused("pairs[1]", "the keys of a map are texts: write '1'", "1] AS");
}

#[test]
fn arguments_of_aggregates_and_window_functions_are_tried() {
    let percentile = "percentile value must be between 0.0 and 1.0 inclusive, 2 is invalid; this fails for every event";
    let sql = "SELECT percentile_cont(2) WITHIN GROUP (ORDER BY a) AS p FROM events";
    let range = "percentile_cont(): the percentile has to be from 0.0 to 1.0; this fails for every event";
    refused(sql, range, "2) WITHIN");
    let sql = "SELECT approx_percentile_cont(2) WITHIN GROUP (ORDER BY a) AS p FROM events";
    refused(sql, &format!("approx_percentile_cont(): {percentile}"), "2) WITHIN");
    let sql = "SELECT string_agg(text, other) AS s FROM events";
    let separator =
        "string_agg takes a separator that is the same for all rows; write string_agg(separator || text, '')";
    refused(sql, separator, "string_agg");
    let sql = "SELECT ntile(0) OVER (ORDER BY a) AS p FROM events";
    refused(sql, "NTILE requires a positive integer; this fails for every event", "0) OVER");
    let sql = "SELECT nth_value(a, 0) OVER (ORDER BY a) AS p FROM events";
    refused(sql, "nth_value(): there is no row 0; the first one is 1, the last one -1", "0) OVER");
    let sql = "SELECT lag(a, 1, 'x') OVER (ORDER BY a) AS p FROM events";
    refused(sql, "lag(): 'x' is not of the type bigint; this fails for every event", "'x'");
}

/// Each has a literal beside a column, and works for some events at least.
#[test]
fn literals_that_work_for_some_events_are_accepted() {
    for sql in [
        "100 / a",
        "a / 2",
        "price / 3",
        "a % 7",
        "a << 2",
        "a + 9000000000000",
        "power(2, a)",
        "power(a, 2)",
        "log(2, x)",
        "make_date(a, 2, 29)",
        "make_date(2024, a, 31)",
        "make_date(2024, 2, a)",
        "chr(a)",
        "factorial(a)",
        "gcd(a, 4)",
        "split_part(text, ',', 2)",
        "split_part(text, ',', a)",
        "substr(text, a, 3)",
        "left(text, -1)",
        "repeat(text, 3)",
        "lpad(text, 10, '0')",
        "replace(text, 'a', 'b')",
        "translate(text, 'abc', 'xyz')",
        "strpos(text, 'a')",
        "text LIKE '%a\\_%'",
        "text LIKE pattern",
        "text ~ pattern",
        "text ~ '^[a-z]+$'",
        "regexp_match(text, '(a)(b)?')",
        "regexp_replace(text, '[0-9]+', '#', 'g')",
        "regexp_count(text, 'a', 1, 'i')",
        "encode(text, 'hex')",
        "decode(text, 'hex')",
        "decode(text, 'base64')",
        "digest(text, 'sha256')",
        "date_trunc('week', t)",
        "date_trunc('DAY', t)",
        "date_trunc('hour', d)",
        "extract(epoch FROM t)",
        "extract(doy FROM d)",
        "date_bin(INTERVAL '15 minutes', t)",
        "t + INTERVAL '1 day'",
        "d + INTERVAL '1 month'",
        "to_char(t, pattern)",
        "arrow_cast(text, 'Int64')",
        "arrow_cast(text, 'Timestamp(Microsecond, None)')",
        "CAST(text AS int)",
        "words[1]",
        "list[a]",
        "pairs['k']",
        "array_has(words, 'a')",
        "array_slice(list, 1, 2)",
        "array_sort(list, 'DESC')",
        "range(0, a)",
        "generate_series(1, a, 2)",
        "array_to_string(words, ',')",
        "string_to_array(text, ',')",
        "coalesce(a, 0)",
        "nullif(a, 0)",
        "a / nullif(b, 0)",
        "greatest(a, 5)",
        "round(price * 1.19, 2)",
        "nanvl(x, 0)",
        "local_time(t, 'Europe/Berlin')",
        "json_text(json, 'user', 'id')",
        "bucket(text, 100, 'salt')",
        "SELECT string_agg(text, ',' ORDER BY a) AS s FROM events",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) AS p FROM events",
        "SELECT approx_percentile_cont(x, 0.9, 100) AS p FROM events",
        "SELECT first_value(text ORDER BY a) AS f, array_agg(b ORDER BY a) AS l FROM events",
        "SELECT lag(a, 2, 0) OVER (PARTITION BY text ORDER BY b) AS p FROM events",
        "SELECT lead(text, 1, 'none') OVER (ORDER BY a) AS p FROM events",
        "SELECT ntile(4) OVER (ORDER BY a) AS p, nth_value(a, 2) OVER (ORDER BY a) AS q FROM events",
        "SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM events",
    ] {
        accepted(sql);
    }
}
