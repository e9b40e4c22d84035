//! Statements and what PostgreSQL 15 gives for them.

use super::{agree, fail};

/// Decimal literals are decimals beside decimals and integers.
#[test]
fn money_is_exact() {
    agree(&[
        ("round(d * 1.19, 2)", "23.79; -2.98; 0.00; -; 118999999.99; 2.92; 0.06; 119.00"),
        ("d * 1.19 = 23.7881", "t; f; f; -; f; f; f; f"),
        ("w = 0.333333333333333333", "t; f; f; -; f; f; f; f"),
        ("n * 0.1", "0.7; -0.7; 0.0; -; 214748364.7; 1.2; -0.3; 0.5"),
        ("d IN (2.45, 19.99, 0.05)", "t; f; f; -; f; t; t; f"),
        ("d BETWEEN 0.05 AND 2.45", "f; f; f; -; f; t; t; f"),
        ("CASE WHEN d > 2.4 THEN d ELSE 0.125 END", "19.99; 0.125; 0.125; 0.125; 99999999.99; 2.45; 0.125; 100.00"),
        ("coalesce(d, 0.5)", "19.99; -2.50; 0.00; 0.5; 99999999.99; 2.45; 0.05; 100.00"),
        ("SELECT 0.1 + 0.2 = 0.3, 1.1 * 1.1, 4.35 * 100, 2 - 1.9", "t|1.21|435.00|0.1"),
        ("SELECT round(2.50 * 1.19, 2), round(1.005, 2), round(-1.005, 2)", "2.98|1.01|-1.01"),
        (
            "SELECT sum(x * 1.19), round(sum(x) * 1.19, 2) FROM (VALUES (19.99), (5.01), (0.1)) AS v (x)",
            "29.8690|29.87",
        ),
        (
            "SELECT 99999999999999999999 + 1, 18446744073709551615 + 1, 12345678901234567890123456789012345678.5",
            "100000000000000000000|18446744073709551616|12345678901234567890123456789012345678.5",
        ),
    ]);
}

/// A double makes a calculation approximate, and literals beside it doubles.
#[test]
fn doubles_stay_doubles() {
    agree(&[
        ("f > 0.4", "t; t; f; -; t; t; f; t"),
        ("f = 0.5", "t; f; f; -; f; f; f; f"),
        ("f + 0.1", "0.6; 2.6; -0.4; -; 1e+300; 123456.88900000001; 0.10000010000000001; 3.6"),
        ("f IN (0.5, 3.5)", "t; f; f; -; f; f; f; t"),
        ("f BETWEEN 0.4 AND 4", "t; t; f; -; f; f; f; t"),
        ("coalesce(f, 0.0)", "0.5; 2.5; -0.5; 0; 1e+300; 123456.789; 1e-07; 3.5"),
        ("nullif(f, 0.5)", "-; 2.5; -0.5; -; 1e+300; 123456.789; 1e-07; 3.5"),
        ("CASE WHEN f > 1.5 THEN f ELSE 0.25 END", "0.25; 2.5; 0.25; 0.25; 1e+300; 123456.789; 0.25; 3.5"),
        ("d = f", "f; f; f; -; f; f; f; f"),
        ("d < f", "f; t; f; -; t; t; f; f"),
        ("r > 0.3", "f; t; f; -; t; t; t; t"),
        ("r = 0.3", "f; f; f; -; f; f; f; f"),
        ("r * 2.0", "0.20000000298023224; 5; -3; -; 33554432; 0.6000000238418579; 6.5; 14"),
        ("SELECT id FROM numbers WHERE f IN (SELECT d + 0.5 FROM numbers) ORDER BY id", "1"),
        ("SELECT x FROM (SELECT f AS x FROM numbers WHERE id = 1 UNION ALL SELECT 0.1) AS q ORDER BY x", "0.1; 0.5"),
        ("SELECT lag(f, 1, 0.5) OVER (ORDER BY id) FROM numbers WHERE id < 4 ORDER BY id", "0.5; 0.5; 2.5"),
        ("SELECT 0.1::float8 + 0.2::float8 = 0.3::float8", "f"),
    ]);
}

#[test]
fn decimals_divide_with_enough_digits() {
    agree(&[
        (
            "d / 3",
            "6.6633333333333333; -0.83333333333333333333; 0.00000000000000000000; -; 33333333.330000000000; 0.81666666666666666667; 0.01666666666666666667; 33.3333333333333333",
        ),
        (
            "z / 7",
            "0.00000000000000000000; 0.14285714285714285714; 2.1428571428571429; -; 14285.571428571429; -0.71428571428571428571; 3.5714285714285714; 0.71428571428571428571",
        ),
        (
            "n / 2.0",
            "3.5000000000000000; -3.5000000000000000; 0.00000000000000000000; -; 1073741823.50000000; 6.0000000000000000; -1.5000000000000000; 2.5000000000000000",
        ),
        (
            "b / 3.0",
            "3074457345618258602.3; -3074457345618258602.7; 0.00000000000000000000; -; 3002399751580331.0000; 33.3333333333333333; -28800.000000000000; 14.0000000000000000",
        ),
        (
            "SELECT 1.0 / 3, 2.0 / 3, -2.0 / 3, 10 / 4.0, 0.001 / 7, 1234567.89 / 3",
            "0.33333333333333333333|0.66666666666666666667|-0.66666666666666666667|2.5000000000000000|0.00014285714285714286|411522.630000000000",
        ),
        (
            "SELECT d / 100 * 19 FROM numbers ORDER BY id",
            "3.79810000000000000000; -0.47500000000000000000; 0.00000000000000000000; -; 18999999.998100000000; 0.46550000000000000000; 0.00950000000000000000; 19.00000000000000000000",
        ),
        ("SELECT w / 3 FROM numbers WHERE id = 5", "4115226300411522630.041152263004115226"),
        ("SELECT 7 / 2, -7 / 2, 7 / 2 * 2.0, 7 / 2.0 * 2", "3|-3|6.0|7.0000000000000000"),
    ]);
}

#[test]
fn long_products_keep_what_fits() {
    agree(&[
        (
            "SELECT w * w FROM numbers WHERE id IN (3, 7, 8) ORDER BY id",
            "2.250000000000000000000000000000000000; 6.250000000000000000000000000000000000; 1.000000000000000000000000000000000000",
        ),
        (
            "SELECT w * w * w FROM numbers WHERE id IN (3, 7, 8) ORDER BY id",
            "3.375000000000000000000000000000000000000000000000000000; 15.625000000000000000000000000000000000000000000000000000; 1.000000000000000000000000000000000000000000000000000000",
        ),
        (
            "SELECT w * 2 FROM numbers WHERE id < 4 ORDER BY id",
            "0.666666666666666666; -1.333333333333333334; 3.000000000000000000",
        ),
        ("SELECT 0.5 * 0.5 * 0.5 * 0.5 * 0.5 * 0.5", "0.015625"),
    ]);
}

/// The sum of bigints is a numeric in PostgreSQL, so it divides as one; that of ints is a bigint.
#[test]
fn shares_of_sums_are_fractions() {
    agree(&[
        (
            "SELECT s > 0, count(*) / sum(count(*)) OVER () FROM numbers GROUP BY s > 0 ORDER BY 1 NULLS LAST",
            "f|0.37500000000000000000; t|0.50000000000000000000; -|0.12500000000000000000",
        ),
        ("SELECT sum(b) / 2 FROM numbers WHERE b BETWEEN -100000 AND 1000", "-43129.000000000000"),
        ("SELECT sum(n) / 2 FROM numbers WHERE n < 100", "7"),
        ("SELECT sum(CASE WHEN n > 0 THEN 1 ELSE 0 END) / count(*) FROM numbers", "0"),
        ("SELECT sum(n)::bigint / 2 FROM numbers WHERE n < 100", "7"),
        (
            "SELECT x / 2 FROM (SELECT coalesce(sum(b), 0) + 1 AS x FROM numbers WHERE id = 6) AS q",
            "50.5000000000000000",
        ),
        (
            "SELECT sum(x) / 2 FROM (SELECT s, sum(n) AS x FROM numbers WHERE n < 100 GROUP BY s) AS q",
            "7.0000000000000000",
        ),
        ("SELECT max(x) / 2 FROM (SELECT sum(b) AS x FROM numbers WHERE id IN (6, 7)) AS q", "-43150.000000000000"),
        (
            "WITH a AS (SELECT n > 0 AS g, count(*) AS c FROM numbers GROUP BY n > 0) SELECT c / (SELECT sum(c) FROM a) FROM a ORDER BY 1",
            "0.12500000000000000000; 0.37500000000000000000; 0.50000000000000000000",
        ),
        ("SELECT sum(b) % 7 FROM numbers WHERE id IN (6, 7)", "-4"),
    ]);
}

#[test]
fn counts_and_positions_divide_as_whole_numbers() {
    agree(&[
        ("row_number() OVER (ORDER BY id) / 2", "0; 1; 1; 2; 2; 3; 3; 4"),
        ("rank() OVER (ORDER BY id) / 2", "0; 1; 1; 2; 2; 3; 3; 4"),
        ("ntile(4) OVER (ORDER BY id) / 2", "0; 0; 1; 1; 1; 1; 2; 2"),
        ("length(t) / 2", "2; 1; 1; -; 1; 1; 2; 2"),
        ("SELECT count(*) / 3, count(*) / 3.0 FROM numbers", "2|2.6666666666666667"),
        ("SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS r FROM numbers) AS q WHERE r = 2", "7"),
    ]);
}

#[test]
fn means_of_decimals_have_the_digits_of_a_division() {
    agree(&[
        ("SELECT avg(z), avg(d) FROM numbers", "14291.428571428571|14285731.425714285714"),
        ("SELECT avg(DISTINCT z) FROM numbers", "14291.428571428571"),
        ("SELECT avg(w) FROM numbers WHERE id < 4", "0.38888888888888888867"),
        (
            "SELECT avg(n), avg(s), avg(f) FROM numbers WHERE id <> 5",
            "2.3333333333333333|2.5000000000000000|20577.13150001667",
        ),
        (
            "SELECT avg(d) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM numbers ORDER BY id",
            "19.9900000000000000; 8.7450000000000000; -1.25000000000000000000; 0.00000000000000000000; 99999999.990000000000; 50000001.220000000000; 1.25000000000000000000; 50.0250000000000000",
        ),
        (
            "SELECT n > 0, avg(d), sum(d), count(d) FROM numbers GROUP BY n > 0 ORDER BY 1 NULLS LAST",
            "f|-0.81666666666666666667|-2.45|3; t|25000030.607500000000|100000122.43|4; -|-|-|0",
        ),
    ]);
}

#[test]
fn sums_that_fit() {
    agree(&[
        (
            "SELECT sum(n), sum(s), sum(z), sum(d), sum(w) FROM numbers",
            "2147483661|115|100040|100000119.98|12345678901234567894.790123455679012345",
        ),
        ("SELECT sum(b) FROM numbers WHERE id IN (1, 2, 6)", "99"),
        (
            "SELECT sum(b) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM numbers WHERE id <> 5 ORDER BY id",
            "9223372036854775807; -1; -9223372036854775808; 0; 100; -86300; -86358",
        ),
        (
            "SELECT sum(w) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM numbers ORDER BY id",
            "0.333333333333333333; -0.333333333333333334; 0.833333333333333333; 1.500000000000000000; 12345678901234567890.123456789012345678; 12345678901234567890.123456789012345679; 2.500000000000000001; 3.500000000000000000",
        ),
        ("SELECT sum(b) FILTER (WHERE b > 0) FROM numbers WHERE b < 1000", "142"),
        (
            "SELECT n > 0, sum(b) FROM numbers WHERE id > 4 GROUP BY n > 0 HAVING sum(b) > -100000 ORDER BY sum(b)",
            "f|-86400; t|9007199254741135",
        ),
        (
            "SELECT s, sum(d) FROM numbers WHERE id < 4 GROUP BY ROLLUP (s) ORDER BY s NULLS LAST",
            "-32768|-2.50; 0|0.00; 32767|19.99; -|17.49",
        ),
    ]);
}

/// Numerics half away from zero, doubles half to even.
#[test]
fn casts_to_integers_round() {
    agree(&[
        ("d::int", "20; -3; 0; -; 100000000; 2; 0; 100"),
        ("SELECT f::int FROM numbers WHERE f < 1e6 ORDER BY id", "0; 2; 0; 123457; 0; 4"),
        ("SELECT 2.7::int, 2.5::int, -2.5::int, (-2.5)::int, 0.49::int, cast(19.99 * 100 as int)", "3|3|-3|-3|0|1999"),
        ("SELECT 2.5::float8::int, 3.5::float8::int, (-2.5)::float8::int, 2.5::real::int", "2|4|-2|2"),
        ("SELECT 9223372036854775807.4::bigint, 2147483647.4::int", "9223372036854775807|2147483647"),
    ]);
}

#[test]
fn text_to_numbers() {
    agree(&[
        ("SELECT ' 42 '::int, '+7'::int, '-0'::int, '007'::bigint, E'\\t8\\n'::smallint", "42|7|0|7|8"),
        (
            "SELECT ' 42 '::float8, '1e3'::float8, '.5'::float8, '5.'::float8, ' -1.5e-3 '::float8",
            "42|1000|0.5|5|-0.0015",
        ),
        ("t::float8", "42; 1000; -0.5; -; 7; 7; 3.7; 12345"),
        ("t::numeric(10, 1)", "42.0; 1000.0; -0.5; -; 7.0; 7.0; 3.7; 12345.0"),
        ("t::numeric", "42; 1000; -0.5; -; 7; 7; 3.70; 12345"),
        (
            "SELECT '3.45'::numeric(10, 1), '-3.45'::numeric(10, 1), '5e-5'::numeric(10, 4), '-4.99e-5'::numeric(10, 4), '1.5e2'::numeric(5, 0), '+.5'::numeric(3, 1)",
            "3.5|-3.5|0.0001|0.0000|150|0.5",
        ),
        ("SELECT numeric '1.5' + 1, float '1.5', int '7'", "2.5|1.5|7"),
    ]);
}

#[test]
fn floats_to_text() {
    agree(&[
        ("f::text", "0.5; 2.5; -0.5; -; 1e+300; 123456.789; 1e-07; 3.5"),
        ("r::text", "0.1; 2.5; -1.5; -; 1.6777216e+07; 0.3; 3.25; 7"),
        ("'x' || f", "x0.5; x2.5; x-0.5; -; x1e+300; x123456.789; x1e-07; x3.5"),
        (
            "SELECT 1e15::float8::text, 1e14::float8::text, 0.0001::float8::text, 0.00001::float8::text, 123456789012345680::float8::text, 100::float::text",
            "1e+15|100000000000000|0.0001|1e-05|1.2345678901234568e+17|100",
        ),
        (
            "SELECT 1234567::real::text, 123456::real::text, (0.1::float8 + 0.2::float8)::text",
            "1.234567e+06|123456|0.30000000000000004",
        ),
    ]);
}

#[test]
fn float_and_numeric_are_wide() {
    agree(&[
        ("SELECT 123456789::float, 123456789::float(25), 0.1::float", "123456789|123456789|0.1"),
        (
            "SELECT n::float / 3 FROM numbers ORDER BY id",
            "2.3333333333333335; -2.3333333333333335; 0; -; 715827882.3333334; 4; -1; 1.6666666666666667",
        ),
        (
            "SELECT f::numeric(20, 3) FROM numbers WHERE f < 1e6 ORDER BY id",
            "0.500; 2.500; -0.500; 123456.789; 0.000; 3.500",
        ),
        (
            "SELECT round(1.005::float8::numeric, 2), 2.675::float8::numeric(10, 2), 0.123456789012345678::numeric * 1, 5::numeric / 2",
            "1.01|2.68|0.123456789012345678|2.5000000000000000",
        ),
        (
            "SELECT w::float8 FROM numbers ORDER BY id",
            "0.3333333333333333; -0.6666666666666666; 1.5; -; 1.2345678901234567e+19; 1e-18; 2.5; 1",
        ),
        (
            "SELECT b::numeric FROM numbers ORDER BY id",
            "9223372036854775807; -9223372036854775808; 0; -; 9007199254740993; 100; -86400; 42",
        ),
    ]);
}

#[test]
fn rounding_functions() {
    agree(&[
        ("round(d)", "20; -3; 0; -; 100000000; 2; 0; 100"),
        ("round(d, 1)", "20.0; -2.5; 0.0; -; 100000000.0; 2.5; 0.1; 100.0"),
        ("round(d, -1)", "20; 0; 0; -; 100000000; 0; 0; 100"),
        ("round(f)", "0; 2; -0; -; 1e+300; 123457; 0; 4"),
        ("trunc(d)", "19; -2; 0; -; 99999999; 2; 0; 100"),
        ("trunc(d, 1)", "19.9; -2.5; 0.0; -; 99999999.9; 2.4; 0.0; 100.0"),
        ("ceil(d)", "20; -2; 0; -; 100000000; 3; 1; 100"),
        ("floor(d)", "19; -3; 0; -; 99999999; 2; 0; 100"),
        ("ceil(w)", "1; 0; 2; -; 12345678901234567891; 1; 3; 1"),
        ("mod(n, 3)", "1; -1; 0; -; 1; 0; 0; 2"),
        ("mod(d, 0.7)", "0.39; -0.40; 0.00; -; 0.59; 0.35; 0.05; 0.60"),
        ("div(n, 3)", "2; -2; 0; -; 715827882; 4; -1; 1"),
        ("div(d, 0.7)", "28; -3; 0; -; 142857142; 3; 0; 142"),
        ("sign(d)", "1; -1; 0; -; 1; 1; 1; 1"),
        ("n % -3", "1; -1; 0; -; 1; 0; 0; 2"),
        ("d % 3", "1.99; -2.50; 0.00; -; 0.99; 2.45; 0.05; 1.00"),
        (
            "SELECT round(2.5), round(-2.5), round(2.5::float8), round(3.5::float8), ceil(-0.5), floor(-0.5), mod(-7, 3), mod(7, -3), -2.5 % 2",
            "3|-3|2|4|0|-1|-1|1|-0.5",
        ),
        (
            "SELECT greatest(1, NULL, 2.5), least(NULL, 1.5, 2), greatest(1.5, 1.25), abs(-2.50), sign(-3), sign(0)",
            "2.5|1.5|1.5|2.50|-1|0",
        ),
    ]);
}

#[test]
fn powers() {
    agree(&[
        (
            "SELECT 2 ^ 3, 2 * 3 ^ 2, 2 ^ 3 ^ 2, -2 ^ 2, 2 ^ -1, 10 - 2 ^ 3 * 2 + 1, (1 + 1) ^ (2 + 1)",
            "8|18|64|4|0.5|-5|8",
        ),
        ("n ^ 2", "49; 49; 0; -; 4.6116860141324206e+18; 144; 9; 25"),
        ("SELECT power(2, 0.5), power(0, 0), ~5, ~(-1), 1 << 3, 5 & 3, 5 | 3", "1.4142135623730950|1|-6|0|8|1|7"),
    ]);
}

#[test]
fn percentiles_are_exact() {
    agree(&[
        ("SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY n) FROM numbers", "1503238556.4999986"),
        ("SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY n DESC) FROM numbers", "-5.799999999999997"),
        ("SELECT percentile_cont(0.37) WITHIN GROUP (ORDER BY d) FROM numbers", "0.5779999999999995"),
        ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY z) FROM numbers WHERE id IN (1, 2)", "0.5"),
        (
            "SELECT percentile_cont(0) WITHIN GROUP (ORDER BY d), percentile_cont(1) WITHIN GROUP (ORDER BY d) FROM numbers",
            "-2.5|99999999.99",
        ),
        (
            "SELECT n > 0, percentile_cont(0.1) WITHIN GROUP (ORDER BY f) FROM numbers WHERE f < 1e6 GROUP BY n > 0 ORDER BY 1",
            "f|-0.39999998000000003; t|1.1",
        ),
        ("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY n) FROM numbers WHERE id > 100", "-"),
    ]);
}

#[test]
fn deviations_and_correlations() {
    agree(&[
        (
            "SELECT stddev(n), stddev_pop(n), var_pop(n), var_samp(n) FROM numbers WHERE id <> 5",
            "6.9761498454854499|6.3683243915142667|40.5555555555555556|48.6666666666666667",
        ),
        (
            "SELECT stddev(d), corr(n, s), covar_pop(n, s), regr_slope(n, s), regr_count(n, s) FROM numbers WHERE id <> 5",
            "40.0306259839471742|0.6348072826155375|76480.33333333333|0.00021369009086218087|6",
        ),
        ("SELECT stddev(n) FROM numbers WHERE id = 1", "-"),
    ]);
}

/// Their common type needs more than 38 digits.
#[test]
fn comparisons_of_wide_decimals() {
    agree(&[
        ("w > 99999999999999999999999999999999999999", "f; f; f; -; f; f; f; f"),
        ("w < b", "t; f; f; -; f; t; f; t"),
        ("SELECT 12345678901234567890123456789012345678 > 0.5, 12345678901234567890123456789012345678 = 0.5", "t|f"),
    ]);
}

/// It equals itself and is larger than all others.
#[test]
fn nan_is_a_number() {
    agree(&[
        ("SELECT 'NaN'::float8 = 'NaN'::float8, 'NaN'::float8 > 1e300, 'NaN'::float8 < 0", "t|t|f"),
        ("SELECT count(*) FROM (VALUES ('NaN'::float8), ('NaN'::float8)) AS v (x) GROUP BY x", "2"),
    ]);
}

#[test]
fn integers_that_overflow_fail() {
    fail(&[
        "SELECT b + 1 FROM numbers WHERE id = 1",
        "SELECT b - 1 FROM numbers WHERE id = 2",
        "SELECT b * 2 FROM numbers WHERE id = 1",
        "SELECT -b FROM numbers WHERE id = 2",
        "SELECT abs(b) FROM numbers WHERE id = 2",
        "SELECT b / -1 FROM numbers WHERE id = 2",
        "SELECT n + n FROM numbers WHERE id = 5",
        "SELECT n * n FROM numbers WHERE id = 5",
        "SELECT s + s FROM numbers WHERE id = 1",
        "SELECT -s FROM numbers WHERE id = 2",
        "SELECT 9223372036854775807 + 1",
        "SELECT 2147483647::int + 1::int",
        "SELECT 40000::smallint",
        "SELECT 3000000000::int",
        "SELECT 2147483647.5::int",
        "SELECT f::bigint FROM numbers WHERE id = 5",
        "SELECT 'NaN'::float8::int",
        "SELECT 123.456::numeric(4, 2)",
    ]);
}

#[test]
fn doubles_that_overflow_fail() {
    fail(&[
        "SELECT f * f FROM numbers WHERE id = 5",
        "SELECT 1e308::float8 + 1e308::float8",
        "SELECT f::real FROM numbers WHERE id = 5",
        "SELECT exp(1000)",
        "SELECT exp(710::float8)",
        "SELECT '1e400'::float8",
        "SELECT '1e300'::real",
        "SELECT sum(x) FROM (VALUES (1e308::float8), (1e308::float8)) AS v (x)",
        "SELECT power(10::float8, 400)",
    ]);
}

#[test]
fn what_is_not_defined_fails() {
    fail(&[
        "SELECT 1 / 0",
        "SELECT 1.0 / 0",
        "SELECT 0.0 / 0.0",
        "SELECT f / 0 FROM numbers",
        "SELECT n / 0.0 FROM numbers",
        "SELECT 0 / f FROM (VALUES (0.0::float8)) AS v (f)",
        "SELECT n % 0 FROM numbers",
        "SELECT sum(d) / 0 FROM numbers",
        "SELECT ln(0)",
        "SELECT ln(-1)",
        "SELECT log(0)",
        "SELECT sqrt(-1)",
        "SELECT asin(2)",
        "SELECT power(0, -1)",
        "SELECT power(-8, 0.5)",
    ]);
}

#[test]
fn texts_that_are_not_numbers_fail() {
    fail(&[
        "SELECT '1e3'::int",
        "SELECT '0x10'::int",
        "SELECT '1_000'::int",
        "SELECT '3.7'::int",
        "SELECT ''::int",
        "SELECT ''::numeric",
        "SELECT '.'::numeric",
        "SELECT '--1'::numeric",
        "SELECT '1,234'::numeric(10, 2)",
        "SELECT '12abc'::float8",
        "SELECT '1e10'::numeric(5, 0)",
    ]);
}
