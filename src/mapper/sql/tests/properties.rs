//! Generated statements and events against a reference that evaluates row by row: what guards protect, and whom errors
//! concern. Events are `u0`, `u1`, …; their number modulo 3 is their group.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, RecordBatchOptions, StringViewArray};
use arrow::datatypes::{Field, Schema};
use proptest::prelude::*;

use super::oracle::{Bool, Fails, Int, Row, condition, int, row};
use super::{TestJob, lines};
use crate::codec::schema::Columns;
use crate::mapper::sql::SqlMapper;
use crate::mapper::{Events, MapResult, Mapper};

/// The job, unless it is refused because a constant in it fails for every event, `1 / (2 - 2)` for example.
fn job(statements: &[(Option<&str>, String)]) -> Option<SqlMapper> {
    let columns =
        [("id", "varchar not null"), ("g", "bigint not null"), ("n", "bigint"), ("m", "bigint"), ("s", "varchar")];
    let columns = columns.map(|(name, inline)| (name.to_owned(), inline.to_owned()));
    let mut job = TestJob::new();
    job.source = Columns::from_inline(&columns).unwrap();
    let job = statements.iter().fold(job, |job, (view, sql)| match view {
        Some(view) => job.view(view, sql),
        None => job.into("out", sql),
    });
    match job.plan() {
        Ok(plan) => Some(plan.into_mapper()),
        Err(refused) if refused.to_string().contains("division by zero") => None,
        Err(error) => panic!("{error}"),
    }
}

/// What came of a window.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    /// Sorted.
    rows: Vec<String>,
    /// The numbers of the events.
    failed_events: BTreeSet<usize>,
    failed_rows: usize,
}

/// Maps these of the events, in this order.
fn map(mapper: &mut SqlMapper, events: &[Row], order: &[usize]) -> Outcome {
    let projection = mapper.projection();
    let all: [ArrayRef; 5] = [
        Arc::new(StringViewArray::from_iter_values(order.iter().map(|at| format!("u{at}")))),
        Arc::new(Int64Array::from_iter_values(order.iter().map(|at| (*at % 3) as i64))),
        Arc::new(order.iter().map(|at| events[*at].n).collect::<Int64Array>()),
        Arc::new(order.iter().map(|at| events[*at].m).collect::<Int64Array>()),
        Arc::new(order.iter().map(|at| events[*at].s).collect::<StringViewArray>()),
    ];
    let names = ["id", "g", "n", "m", "s"];
    let fields = projection.fields.iter().map(|at| Field::new(names[*at], all[*at].data_type().clone(), true));
    let columns = projection.fields.iter().map(|at| all[*at].clone()).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(order.len()));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new_with_options(schema, columns, &options).unwrap();
    let MapResult { rows, failed_events, failed_rows } = mapper.map(&Events { batch, window_time: 0 }).unwrap();
    let mut rows: Vec<String> = rows.iter().flat_map(|rows| lines(&rows.batch)).collect();
    rows.sort();
    let failed_events = failed_events.iter().map(|event| order[event.row]).collect();
    Outcome { rows, failed_events, failed_rows: failed_rows.len() }
}

fn shown(value: Option<i64>) -> String {
    value.map_or("-".into(), |value| value.to_string())
}

/// What each event comes to by itself: rows, or it fails.
fn event_by_event(events: &[Row], of: impl Fn(usize, &Row) -> Result<Option<String>, Fails>) -> Outcome {
    let mut outcome = Outcome::default();
    for (at, row) in events.iter().enumerate() {
        match of(at, row) {
            Ok(line) => outcome.rows.extend(line),
            Err(Fails) => _ = outcome.failed_events.insert(at),
        }
    }
    outcome.rows.sort();
    outcome
}

fn in_order(events: &[Row]) -> Vec<usize> {
    (0..events.len()).collect()
}

fn events() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_select_list_fails_on_the_events_that_it_fails_on(events in events(), value in int(), truth in condition()) {
        let sql = format!("SELECT id, {} AS x, {} AS y FROM events", value.sql(), truth.sql());
        let expected = event_by_event(&events, |at, row| {
            let (x, y) = (value.of(row)?, truth.of(row)?);
            Ok(Some(format!("u{at}|{}|{}", shown(x), y.map_or("-".into(), |y| y.to_string()))))
        });
        let Some(mut mapper) = job(&[(None, sql)]) else { return Err(TestCaseError::reject("a constant")) };
        prop_assert_eq!(map(&mut mapper, &events, &in_order(&events)), expected);
    }

    #[test]
    fn where_protects_what_is_selected_and_a_view_what_is_above_it(
        events in events(), below in condition(), above in condition(), value in int(),
    ) {
        let expected = event_by_event(&events, |at, row| {
            if !below.holds(row)? || !above.holds(row)? {
                return Ok(None);
            }
            Ok(Some(format!("u{at}|{}", shown(value.of(row)?))))
        });
        let view = format!("SELECT * FROM events WHERE {}", below.sql());
        let rest = format!("SELECT id, {} AS x FROM kept WHERE {}", value.sql(), above.sql());
        let in_one = format!("SELECT id, {} AS x FROM events WHERE {} AND {}", value.sql(), below.sql(), above.sql());
        let (Some(mut viewed), Some(mut in_one)) = (job(&[(Some("kept"), view), (None, rest)]), job(&[(None, in_one)])) else {
            return Err(TestCaseError::reject("a constant"));
        };
        let viewed = map(&mut viewed, &events, &in_order(&events));
        prop_assert_eq!(&viewed.rows, &expected.rows);
        // A condition that cannot fail may be asked before the view's: then an event that it rejects does not fail.
        prop_assert!(viewed.failed_events.is_subset(&expected.failed_events), "{:?}", viewed);
        for spared in expected.failed_events.difference(&viewed.failed_events) {
            prop_assert_eq!(above.holds(&events[*spared]), Ok(false));
        }
        prop_assert_eq!(&map(&mut in_one, &events, &in_order(&events)), &expected);
    }

    #[test]
    fn what_a_view_calculates_is_protected_where_it_is_read(
        events in events(), a in int(), b in int(), filter in condition(), value in int(), truth in condition(),
    ) {
        let (filter, value, truth) = (filter.over(&a, &b), value.over(&a, &b), truth.over(&a, &b));
        let view = format!("SELECT id, n, m, s, {} AS a, {} AS b FROM events", a.sql(), b.sql());
        let all = "SELECT * FROM calculated".to_owned();
        let read = format!("SELECT id, {} AS x, {} AS y FROM passed WHERE {}", value.sql(), truth.sql(), filter.sql());
        let Some(mut mapper) = job(&[(Some("calculated"), view.clone()), (Some("passed"), all), (None, read.clone())]) else {
            return Err(TestCaseError::reject("a constant"));
        };
        let expected = event_by_event(&events, |at, row| {
            if !filter.holds(row)? {
                return Ok(None);
            }
            let (x, y) = (value.of(row)?, truth.of(row)?);
            Ok(Some(format!("u{at}|{}|{}", shown(x), y.map_or("-".into(), |y| y.to_string()))))
        });
        let mapped = map(&mut mapper, &events, &in_order(&events));
        prop_assert_eq!(&mapped.rows, &expected.rows, "{}\n{}", view, read);
        // The optimizer may find that WHERE leaves a row out whatever the view's columns are.
        prop_assert!(mapped.failed_events.is_subset(&expected.failed_events), "{view}\n{read}\n{mapped:?}");
    }

    #[test]
    fn groups_are_right_without_failing_events_and_failing_rows_for_every_order_and_cut(
        events in events(), filter in condition(), value in int(), seed in any::<u64>(),
    ) {
        let sql = format!(
            "SELECT g, 60 / max({v}) FILTER (WHERE {f}) AS x, count(*) FILTER (WHERE {f}) AS c FROM events GROUP BY g",
            v = value.sql(), f = filter.sql(),
        );
        let Some(mut mapper) = job(&[(None, sql)]) else { return Err(TestCaseError::reject("a constant")) };
        let expected = groups(&events, &filter, &value);
        prop_assert_eq!(&map(&mut mapper, &events, &in_order(&events)), &expected);
        // Another order, and a window for each group.
        let mut order = in_order(&events);
        let mut state = seed | 1;
        order.sort_by_key(|_| { state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); state >> 33 });
        prop_assert_eq!(&map(&mut mapper, &events, &order), &expected);
        let mut cut = Outcome::default();
        for group in 0..3 {
            let window: Vec<usize> = order.iter().copied().filter(|at| at % 3 == group).collect();
            if !window.is_empty() {
                let part = map(&mut mapper, &events, &window);
                cut.rows.extend(part.rows);
                cut.failed_events.extend(part.failed_events);
                cut.failed_rows += part.failed_rows;
            }
        }
        cut.rows.sort();
        prop_assert_eq!(&cut, &expected);
    }
}

/// The groups of the events that do not fail; a group that fails has no row.
fn groups(events: &[Row], filter: &Bool, value: &Int) -> Outcome {
    let mut outcome = Outcome::default();
    // The largest value, and how many.
    let mut groups: BTreeMap<usize, (Option<i64>, i64)> = BTreeMap::new();
    for (at, row) in events.iter().enumerate() {
        let counted = filter.holds(row).and_then(|kept| if kept { value.of(row).map(Some) } else { Ok(None) });
        match counted {
            Err(Fails) => _ = outcome.failed_events.insert(at),
            Ok(counted) => {
                let (largest, count) = groups.entry(at % 3).or_default();
                *count += i64::from(counted.is_some());
                if let Some(Some(value)) = counted {
                    *largest = (*largest).max(Some(value));
                }
            }
        }
    }
    for (group, (largest, count)) in groups {
        match largest {
            Some(0) => outcome.failed_rows += 1,
            largest => outcome.rows.push(format!("{group}|{}|{count}", shown(largest.map(|largest| 60 / largest)))),
        }
    }
    outcome.rows.sort();
    outcome
}
