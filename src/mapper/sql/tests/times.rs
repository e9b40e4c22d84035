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
