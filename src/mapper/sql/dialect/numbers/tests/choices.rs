//! Where the result is another than PostgreSQL's, on purpose: what it is instead, and never a wrong number.

use super::{Numbers, agree, fail};

/// PostgreSQL's numeric has no end; here 38 digits are all, and a result that needs more is an error.
#[test]
fn results_of_more_than_38_digits_fail() {
    fail(&[
        "SELECT sum(x) FROM (VALUES (99999999999999999999999999999999999999), (1)) AS v (x)",
        "SELECT sum(x) OVER () FROM (VALUES (99999999999999999999999999999999999999), (1)) AS v (x)",
        "SELECT x + 1 FROM (VALUES (99999999999999999999999999999999999999)) AS v (x)",
        "SELECT x * 10 FROM (VALUES (99999999999999999999999999999999999999)) AS v (x)",
        "SELECT w * w FROM numbers WHERE id = 5",
        "SELECT w / 1e-30::numeric(38, 37) FROM numbers WHERE id = 5",
        "SELECT '12345678901234567890123'::numeric",
        "SELECT '0.1234567890123456789'::numeric",
    ]);
}

/// The sum of bigints is a bigint, as the columns of outputs have it: what does not fit is an error.
#[test]
fn sums_of_bigints_are_bigints() {
    fail(&[
        "SELECT sum(x) FROM (VALUES (9223372036854775807), (1)) AS v (x)",
        "SELECT sum(x) OVER (ORDER BY x) FROM (VALUES (9223372036854775807), (1)) AS v (x)",
        "SELECT sum(DISTINCT x) FROM (VALUES (9223372036854775807), (1)) AS v (x)",
        "SELECT sum(3000000000 * 3000000000) FROM numbers",
    ]);
    let numbers = Numbers::new();
    assert_eq!(numbers.types("SELECT sum(b), sum(n), count(*) FROM numbers WHERE id > 5"), "bigint|bigint|bigint");
    assert_eq!(numbers.types("SELECT sum(b) OVER () FROM numbers WHERE id > 5"), "bigint");
    // On its way a sum may leave the range: only what comes out has to fit.
    let sql = "SELECT sum(x) AS s FROM (VALUES (9223372036854775807), (1), (-1)) AS v (x)";
    assert_eq!(numbers.rows(sql).unwrap(), "9223372036854775807");
}

/// An overflow is found above the aggregate, where it costs the row of its group: groups that are filtered out cost nothing.
#[test]
fn the_sum_of_a_group_overflows_for_that_group_only() {
    let groups = "SELECT g, sum(x) AS s FROM (VALUES (1, 9223372036854775807), (1, 1), (2, 5)) AS v (g, x) GROUP BY g";
    agree(&[(&format!("SELECT g, s FROM ({groups}) AS q WHERE g = 2"), "2|5")]);
    fail(&[groups]);
}

#[test]
fn types_of_results() {
    let numbers = Numbers::new();
    for (sql, types) in [
        ("SELECT 0.5, 1e3, 2, 9223372036854775808 FROM numbers", "decimal(1, 1)|decimal(4, 0)|bigint|decimal(20, 0)"),
        ("SELECT d * 1.19, n * 0.5, f * 0.5, r * 0.5 FROM numbers", "decimal(14, 4)|decimal(12, 1)|double|double"),
        (
            "SELECT d / 3, n / 2.0, n / 2, f / 2 FROM numbers WHERE n <> 0",
            "decimal(28, 20)|decimal(31, 20)|bigint|double",
        ),
        ("SELECT sum(d), avg(d), avg(n), sum(f) FROM numbers", "decimal(20, 2)|decimal(38, 20)|double|double"),
        (
            "SELECT ceil(d), floor(d), round(d, 1), div(d, 3) FROM numbers",
            "decimal(9, 0)|decimal(9, 0)|decimal(10, 1)|decimal(8, 0)",
        ),
        ("SELECT n::float, n::float(24), n::real FROM numbers", "double|float|float"),
        (
            "SELECT n::numeric, d::numeric, f::numeric, t::numeric FROM numbers WHERE id = 1",
            "decimal(10, 0)|decimal(10, 2)|decimal(38, 15)|decimal(38, 18)",
        ),
        (
            "SELECT row_number() OVER (), rank() OVER (ORDER BY id), ntile(2) OVER () FROM numbers",
            "bigint|bigint|bigint",
        ),
        (
            "SELECT cardinality(make_array(1, 2)), array_length(make_array(1)), approx_distinct(n) FROM numbers",
            "bigint|bigint|bigint",
        ),
    ] {
        assert_eq!(numbers.types(sql), types, "{sql}");
    }
}

/// `median` is of DataFusion; the mean of two decimals has a digit more than they have.
#[test]
fn the_median_of_decimals_keeps_its_half() {
    agree(&[
        ("SELECT median(z) FROM numbers WHERE id IN (1, 2)", "0.5"),
        ("SELECT median(d) FROM numbers WHERE id IN (6, 7)", "1.25"),
        ("SELECT median(n) FROM numbers WHERE id IN (6, 7)", "4.5"),
    ]);
}

/// What cannot be converted is null with TRY_CAST, for every form that CAST refuses.
#[test]
fn try_cast_gives_null() {
    agree(&[
        (
            "SELECT TRY_CAST('1e400' AS double), TRY_CAST('x' AS int), TRY_CAST(' 42 ' AS int), TRY_CAST(' 4.5 ' AS double)",
            "-|-|42|4.5",
        ),
        (
            "SELECT TRY_CAST('1,5' AS decimal(5, 2)), TRY_CAST('1e9' AS decimal(5, 2)), TRY_CAST('1.555' AS decimal(5, 2))",
            "-|-|1.56",
        ),
        ("SELECT TRY_CAST(f AS decimal(5, 2)) FROM numbers WHERE id < 6 ORDER BY id", "0.5; 2.5; -0.5; -; -"),
        ("SELECT TRY_CAST('abc' AS numeric), TRY_CAST(2.7 AS int), TRY_CAST(3000000000 AS int)", "-|3|-"),
    ]);
}

/// Digits behind the eighteenth are rounded away where a product cannot keep all of them, and behind the scale in a quotient.
#[test]
fn very_small_results_are_rounded() {
    agree(&[
        ("SELECT w * w FROM numbers WHERE id = 6", "0"),
        ("SELECT w / 3 FROM numbers WHERE id = 6", "0"),
        ("SELECT 0.000000000000000001 * 0.000000000000000001", "0.000000000000000000000000000000000001"),
    ]);
}
