//! Text beside numbers, times and truth values: refused with the explicit form, unless a literal text is a value of the
//! other type.

use super::messages::{accepted, refused, statement, wide};
use super::*;

#[test]
fn a_column_of_texts_is_not_compared_with_numbers() {
    let message = "text is varchar and 42 is bigint; write text = '42' to compare text, or CAST(text AS bigint) = 42";
    refused("text = 42", message, "text = ");
    let message = "text is varchar and 42 is bigint; write '42' < text to compare text, or 42 < CAST(text AS bigint)";
    refused("42 < text", message, "text AS x");
    let message = "text is varchar and 1 is bigint; write '1', or CAST(text AS bigint)";
    for sql in ["text IN ('a', 1)", "text BETWEEN 1 AND 5", "CASE text WHEN 1 THEN 'one' END", "nullif(text, 1)"] {
        refused(sql, message, "text");
    }
    let join = "e.text is varchar and p.partner_id is int; write e.text = CAST(p.partner_id AS varchar) to compare text, or \
                CAST(e.text AS int) = p.partner_id";
    refused("SELECT e.a FROM events e JOIN partners p ON e.text = p.partner_id", join, "e.text = ");
    let subquery = "text is varchar and column a of the subquery is bigint; write CAST(text AS bigint), or SELECT CAST(a AS \
                    varchar) in the subquery";
    refused("SELECT a FROM events WHERE text IN (SELECT a FROM events)", subquery, "text IN");
    let time = "text is varchar and t is timestamp; write CAST(t AS varchar) > text to compare text, or t > CAST(text AS \
                timestamp)";
    refused("t > text", time, "text");
}

#[test]
fn times_are_not_compared_with_numbers() {
    let date = "d is date and 20240131 is bigint; a date is written DATE '2024-01-31'";
    refused("d = 20240131", date, "d = ");
    refused("d IN (20240131)", date, "d IN");
    accepted("d = DATE '2024-01-31'");
}

#[test]
fn parts_of_rows_and_lists_are_compared_alike() {
    let why = "have text beside another type in the same place; write CAST(… AS …) for one of the two";
    refused("struct(text, a) = struct(1, 2)", &format!("struct(text, a) and struct(1, 2) {why}"), "text, ");
    let field = "text is varchar and 1 is bigint; write text = '1' to compare text, or CAST(text AS bigint) = 1";
    refused("(text, a) = (1, 2)", field, "text, ");
    refused("words = [1]", &format!("words and make_array(1) {why}"), "words");
    accepted("(text, a) = ('1', 2)");
    accepted("words = ['1']");
}

#[test]
fn a_condition_is_a_truth_value() {
    let text = "WHEN needs a condition, and text is varchar; write a comparison such as text <> …";
    refused("CASE WHEN text THEN 1 END", text, "text");
    let number = "WHEN needs a condition, and a is bigint; write a comparison such as a <> …";
    refused("CASE WHEN a THEN 1 END", number, "a THEN");
    accepted("CASE WHEN condition THEN 1 WHEN NULL THEN 2 END");
}

#[test]
fn what_is_written_instead_plans() {
    for sql in [
        "text = '42'",
        "CAST(text AS bigint) = 42",
        "TRY_CAST(text AS bigint) IN (1, 2)",
        "text IN ('a', '1')",
        "SELECT e.a FROM events e JOIN partners p ON TRY_CAST(e.text AS int) = p.partner_id",
        "SELECT CAST(a AS varchar) AS k FROM events UNION ALL SELECT text FROM events",
        "CASE WHEN condition THEN CAST(a AS varchar) ELSE text END",
        "t > CAST(text AS timestamp)",
    ] {
        accepted(sql);
    }
}

#[test]
fn a_literal_text_has_to_be_a_value_of_the_other_type() {
    refused("a > '5a'", "a is bigint and '5a' is not a bigint", "'5a'");
    refused("x = 'zero'", "x is double and 'zero' is not a double", "'zero'");
    refused(
        "d >= 'yesterday'",
        "'yesterday' differs from run to run; write window_time(), the time of the window",
        "'yesterday'",
    );
    refused("a IN ('1', 'b')", "a is bigint and 'b' is not a bigint", "'b'");
    let digits = "price is decimal(10, 2) and '0.125' is not a decimal(10, 2)";
    refused("price = '0.125'", digits, "'0.125'");
    refused("COALESCE(a, '-')", "a is bigint and '-' is not a bigint", "'-'");
    refused("nullif(small, '')", "small is int and '' is not an int", "''");
    refused("COALESCE(d, 'never')", "d is date and 'never' is not a date; write it like '2026-01-31'", "'never'");
    refused(
        "CASE WHEN condition THEN t ELSE '-' END",
        "t is timestamp and '-' is not a timestamp; write it like '2026-01-31 12:34:56'",
        "'-'",
    );
}

#[test]
fn a_literal_text_that_is_a_value_of_the_other_type_is_one() {
    let job = |sql: &str| TestJob::new().into("out", sql).rows(&EVENTS[..2]);
    assert_eq!(job("SELECT n = '1' AS is_one FROM events"), ["out: true", "out: false"]);
    assert_eq!(job("SELECT COALESCE(n, '7') + 1 AS next FROM events"), ["out: 2", "out: 3"]);
    assert_eq!(job("SELECT (n > 1) = 'true' AS is_more FROM events"), ["out: false", "out: true"]);
    assert_eq!(job("SELECT (n > 1) <> 'yes' AS is_less FROM events"), ["out: true", "out: false"]);
    for (sql, data_type) in [
        ("COALESCE(d, '2000-01-01')", DataType::Date32),
        ("nvl(d, '2000-01-01')", DataType::Date32),
        ("COALESCE(condition, 'false')", DataType::Boolean),
        ("COALESCE(a, '0')", DataType::Int64),
    ] {
        let plan = wide().into("out", &statement(sql)).plan().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(plan.statements[0].schema.field(0).data_type(), &data_type, "{sql}");
    }
    for sql in
        ["t >= '2024-01-01'", "d BETWEEN '2024-01-01' AND '2024-12-31'", "price = '0.5'", "COALESCE(t, '2024-01-01')"]
    {
        accepted(sql);
    }
}

#[test]
fn one_column_of_the_result_has_one_type() {
    let case = "the branches of CASE are varchar and bigint: text and a; write CAST(a AS varchar)";
    refused("CASE WHEN condition THEN a ELSE text END", case, "a ELSE");
    let literals = "the branches of CASE are varchar and bigint: 'b' and 1; write '1'";
    refused("CASE WHEN condition THEN 1 ELSE 'b' END", literals, "1 ELSE");
    let union = "column a of the UNION is bigint in one branch and varchar in another; write CAST(a AS varchar) AS a";
    refused("SELECT a FROM events UNION ALL SELECT text FROM events", union, "UNION");
    accepted("SELECT a FROM events UNION ALL SELECT small FROM events");
    accepted("SELECT NULL AS k, a FROM events UNION ALL SELECT text, a FROM events");
}

#[test]
fn functions_do_not_turn_a_column_of_texts_into_numbers() {
    let message = "make_date(): text is varchar, not int; write CAST(text AS int)";
    refused("make_date(text, 1, 1)", message, "text");
    let any = "= ANY compares elements that are varchar with what is bigint; bring them to one type with CAST(… AS …)";
    refused("1 = ANY (words)", any, "ANY");
    let append = "array_append(): words is array<varchar>; write its elements as texts, in single quotes";
    refused("array_append(words, a)", append, "words");
    accepted("'1' = ANY (words)");
    accepted("concat(text, a)");
    accepted("text || a");
}
