//! What the author of a statement that is refused reads: what is wrong, where, and what to write.

use super::*;

/// Columns of every kind, among them some with the names of reserved words.
pub(super) fn wide() -> TestJob {
    let columns = [
        ("text", "varchar"),
        ("other", "varchar"),
        ("pattern", "varchar"),
        ("json", "varchar"),
        ("a", "bigint"),
        ("b", "bigint"),
        ("small", "int"),
        ("x", "double"),
        ("price", "decimal(10, 2)"),
        ("t", "timestamp"),
        ("earlier", "timestamp"),
        ("d", "date"),
        ("condition", "boolean"),
        ("list", "array<bigint>"),
        ("words", "array<varchar>"),
        ("pairs", "map<varchar>"),
        ("order", "int"),
        ("interval", "int"),
    ];
    let mut job = TestJob::new();
    job.source = Columns::from_inline(&columns.map(|(name, inline)| (name.to_owned(), inline.to_owned()))).unwrap();
    job
}

/// An expression as a statement; a statement as it is.
pub(super) fn statement(sql: &str) -> String {
    let begins = ["SELECT ", "WITH "].iter().any(|word| sql.starts_with(word));
    if begins { sql.to_owned() } else { format!("SELECT {sql} AS x FROM events") }
}

/// The statement plans.
#[track_caller]
pub(super) fn accepted(sql: &str) {
    if let Err(error) = wide().into("out", &statement(sql)).plan() {
        panic!("{sql}: {error}");
    }
}

/// The statement is refused with this message, and the mark is under the last text like `at`; nowhere if that is empty.
#[track_caller]
pub(super) fn refused(sql: &str, message: &str, at: &str) {
    let sql = statement(sql);
    let error = wide().into("out", &sql).plan().err().unwrap_or_else(|| panic!("it plans: {sql}")).to_string();
    let expected = match at {
        "" => format!("job.yaml:10: {message}"),
        at => {
            let column = sql.rfind(at).unwrap_or_else(|| panic!("{at:?} is in {sql}"));
            format!("job.yaml:10:{}: {message}\n  10 | {sql}\n     | {}^", 7 + column, " ".repeat(column))
        }
    };
    assert_eq!(error, expected);
}

#[test]
fn an_alias_is_not_known_before_the_select_list() {
    let subquery = "or read it from a subquery: FROM (SELECT … AS k …) AS q";
    let in_where = "k is an alias of the SELECT list, which is evaluated after WHERE; repeat the expression (after HAVING, if \
                    it is an aggregate), ";
    refused("SELECT a + b AS k FROM events WHERE k > 1", &format!("{in_where}{subquery}"), "k > 1");
    let in_list = "k is an alias of the same SELECT list, whose expressions cannot use it; repeat the expression, ";
    refused("SELECT a AS k, k + 1 AS next FROM events", &format!("{in_list}{subquery}"), "k + 1");
    let in_on = "k is an alias of the SELECT list, which ON cannot use; repeat the expression, ";
    refused("SELECT e.a AS k FROM events e JOIN ads ON k = 1", &format!("{in_on}{subquery}"), "k = 1");
    accepted("SELECT a AS k, count(*) AS c FROM events GROUP BY k HAVING k > 1 ORDER BY k");
    refused(
        "SELECT sum(a) AS s FROM events WHERE sum(a) > 1",
        "WHERE comes before aggregates; write the condition after \
             GROUP BY as HAVING",
        "WHERE",
    );
}

#[test]
fn reserved_words_are_names_in_double_quotes() {
    accepted("SELECT order FROM events");
    accepted("SELECT \"interval\", \"order\" FROM events WHERE \"interval\" > 1");
    refused(
        "SELECT interval FROM events",
        "INTERVAL has to be followed by its length, such as '1 day'; as a name, write \
             \"interval\"",
        "interval",
    );
    refused(
        "SELECT a, interval FROM events",
        "column a does not exist, since interval is a reserved word and takes the \
             FROM after it; as a name, write \"interval\"",
        "a, ",
    );
    refused(
        "SELECT a, select FROM events",
        "expected end of statement, found select; select is a reserved word: as a \
             name, write \"select\"",
        "select",
    );
    refused("SELECT a WHERE a = 1", "column a does not exist: the statement reads nothing; add FROM events", "a = 1");
}

#[test]
fn a_misspelt_clause_is_recognised() {
    let found = |word: &str, meant: &str| format!("expected end of statement, found {word}; did you mean {meant}?");
    refused("SELECT a FORM events", &found("events", "FROM instead of FORM"), "events");
    refused("SELECT a FROM events WEHRE a = 1", &found("a", "WHERE instead of WEHRE"), "a = 1");
    refused("SELECT a FROM events ODER BY a", &found("BY", "ORDER instead of ODER"), "BY a");
}

#[test]
fn syntax_of_other_systems_is_answered_with_what_to_write() {
    refused("text RLIKE 'a'", "RLIKE is not supported; write text ~ 'pattern'", "RLIKE");
    let collate = "COLLATE \"de_DE\" is not supported: texts are compared by the numbers of their characters, as with COLLATE \"C\"";
    refused("text COLLATE \"de_DE\"", collate, "COLLATE");
    accepted("text COLLATE \"C\"");
    refused("a IN UNNEST(list)", "IN UNNEST(…) is not supported; write = ANY (list)", "IN UNNEST");
    let json = "-> alone gives JSON, which is not a type here; end with ->> for text: j -> 'a' ->> 'b'";
    refused("json -> 'key'", json, "->");
    accepted("json -> 'key' ->> 'key of that'");
    refused("SELECT TOP 10 a FROM events", "TOP is not supported; write LIMIT at the end of the statement", "TOP");
    refused(
        "SELECT a FROM events FETCH FIRST 5 ROWS WITH TIES",
        "FETCH is not supported; write LIMIT; for WITH TIES and PERCENT, number the rows with rank() OVER (ORDER BY …)",
        "FETCH",
    );
    refused("CAST(text AS uuid)", "there is no type uuid; write varchar", "uuid");
    refused("CAST(a AS intt)", "there is no type intt; did you mean int?", "intt");
}

#[test]
fn a_unit_is_a_text_and_comes_first() {
    let unit = "minute is a unit, which is a text and comes first: write date_trunc('minute', …)";
    refused("DATE_TRUNC(t, minute)", unit, "minute");
    refused("date_trunc(minute, t)", unit, "minute");
    let order = "the first argument of date_trunc() is the name of a unit: date_trunc('hour', t)";
    refused("DATE_TRUNC(t, 'minute')", order, "DATE_TRUNC");
}

#[test]
fn types_that_do_not_go_together_say_which_would() {
    let length = "; a length of time is written INTERVAL '1 day'";
    refused("t + '1 day'", &format!("there is no timestamp + varchar{length}"), "t + ");
    refused("d - '1 day'", &format!("there is no date - varchar{length}"), "d - ");
    refused("t + earlier", "there is no timestamp + timestamp", "");
    let number = "does not take varchar; write CAST(… AS double) for a text";
    for function in ["sum", "avg", "median", "abs", "round"] {
        refused(&format!("{function}(text)"), &format!("{function}() {number}"), function);
    }
    refused("upper(a)", "upper() takes varchar, not bigint; write CAST(… AS varchar)", "upper");
    refused(
        "a AND condition",
        "AND and OR join conditions, not bigint AND boolean; write comparisons such as n <> 0",
        "a AND",
    );
    let condition = "WHERE needs a condition, and events.a is bigint; write a comparison such as events.a <> …";
    refused("SELECT b FROM events WHERE a", condition, "a");
    refused(
        "max(a, b)",
        "max() and min() take one argument; the larger of two values is greatest(a, b), the smaller one \
             least(a, b)",
        "max",
    );
    refused("list['first']", "an element of a list is read by its number, from 1: list[1]", "");
    refused("named_struct('a', a)['b']", "the struct has no field b", "'b']");
    refused("a = ANY ('x')", "= ANY takes a list or a subquery, not varchar", "ANY");
}

#[test]
fn no_message_shows_the_inside_of_the_planner() {
    let statements = [
        "text RLIKE 'a'",
        "text COLLATE \"de_DE\"",
        "a IN (SELECT b FROM events)",
        "(a).b",
        "CASE WHEN a THEN 1 END",
        "x'zz'",
        "t + earlier",
        "list = 1",
        "list || 1",
        "-text",
        "NOT a",
        ":parameter",
        "text LIKE ANY ('a', 'b')",
        "list[text]",
        "a IS JSON",
        "CONVERT(a, CHAR)",
        "SELECT a FROM events WINDOW w AS (ORDER BY a) LATERAL VIEW explode(list) v AS y",
        "SELECT a FROM events PIVOT (sum(a) FOR b IN (1, 2))",
        "SELECT a FROM events CONNECT BY a = 1",
        "TRIM(1 FROM text)",
        "INTERVAL a DAY",
        "(SELECT a, b FROM events)",
        "a::int[]::text::foo",
        "sum(DISTINCT a ORDER BY b)",
        "b'01'",
    ];
    for sql in statements {
        let Err(error) = wide().into("out", &statement(sql)).plan() else { continue };
        let first_line = error.to_string().lines().next().unwrap_or_default().to_owned();
        for inside in ["Ident", "Location(", "Span", "Utf8", "Int64", "Some(", " { ", "sqltorel", "Timestamp("] {
            assert!(!first_line.contains(inside), "{sql}: {first_line}");
        }
    }
}
