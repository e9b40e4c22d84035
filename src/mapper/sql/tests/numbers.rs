//! Numbers in whole jobs; `dialect/numbers/tests` has their values.

use super::*;

/// A share is calculated in one statement and read in another: its type reaches through the view.
#[test]
fn a_share_in_a_view_is_a_fraction() {
    let share = "SELECT user_id, count(*) / sum(count(*)) OVER () AS share FROM events GROUP BY user_id";
    let job = TestJob::new().view("shares", share);
    let job = job.into("out", "SELECT user_id, round(share * 100, 1) AS percent FROM shares ORDER BY user_id");
    assert_eq!(job.rows(&EVENTS), ["out: u1|50.0", "out: u2|25.0", "out: u3|25.0"]);
}

#[test]
fn sums_of_bigint_columns_stay_bigints() {
    assert_eq!(type_of("SELECT sum(n) AS s FROM events", "s"), DataType::Int64);
    assert_eq!(type_of("SELECT user_id, sum(n) OVER (ORDER BY n) AS s FROM events", "s"), DataType::Int64);
    assert_eq!(type_of("SELECT row_number() OVER (ORDER BY n) AS r FROM events", "r"), DataType::Int64);
    assert_eq!(select("SELECT sum(n) AS s, avg(n) AS a FROM events", &EVENTS), ["7|2.3333333333333335"]);
}

/// A literal beside a double is a double in the plan: comparing costs what it did.
#[test]
fn a_comparison_with_a_double_stays_one_of_doubles() {
    let plan = plan_of("SELECT user_id FROM events WHERE CAST(n AS double) > 0.4");
    let physical = &plan.statements[0].physical;
    assert!(physical.contains("CAST(n@1 AS Float64) > 0.4"), "{physical}");
}

#[test]
fn errors_of_numbers_say_what_and_tell_no_values() {
    let users = [("4711x", None, Some(i64::MAX))];
    for (sql, what) in [
        ("SELECT CAST(user_id AS double) AS v FROM events", "a text is not a double"),
        ("SELECT CAST(user_id AS decimal(10, 2)) AS v FROM events", "a text is not a decimal"),
        ("SELECT n * 2 AS v FROM events", "a number overflows its type"),
        ("SELECT n / (n - n + 0.0) AS v FROM events", "division by zero"),
        ("SELECT CAST(n AS double) / (n - n) AS v FROM events", "division by zero"),
        ("SELECT ln(n - n) AS v FROM events", "ln() is not defined for this number, or its result is too large"),
    ] {
        let failed = rows(&mut TestJob::new().into("out", sql).mapper(), &users).unwrap();
        assert_eq!(failed, [format!("event 0: map output out (job.yaml:10): {what}")], "{sql}");
    }
    // The row of a sum is not an event's; it goes to where events go, with its values.
    let sql = "SELECT sum(n + 0) AS v FROM (SELECT n FROM events UNION ALL SELECT n FROM events) AS q";
    let failed = r#"row {"sum(q.n + 0)":18446744073709551614} of 2 events: map output out (job.yaml:10): "#;
    let what = "a number is out of the range of bigint";
    assert_eq!(TestJob::new().into("out", sql).rows(&users), [format!("{failed}{what}")]);
}

#[test]
fn a_rank_is_calculated_with_like_a_bigint() {
    let bucket = "(row_number() OVER (ORDER BY user_id, n) - 1) / 2";
    assert_eq!(select(&format!("SELECT {bucket} AS x FROM events"), &EVENTS), ["0", "0", "1", "1"]);
    let share = "100 / (rank() OVER (ORDER BY user_id) + 1)";
    assert_eq!(select(&format!("SELECT {share} AS x FROM events"), &EVENTS), ["50", "50", "25", "20"]);
}
