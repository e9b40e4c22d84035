//! One plan, many windows: nothing is left over, and the rows follow from the events alone.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::logical_expr::{Volatility, create_udf};
use datafusion::physical_expr::ScalarFunctionExpr;
use datafusion::physical_plan::projection::ProjectionExec;

use super::*;
use crate::error::ErrorKind;

const FIRST: [Event; 2] = [("u1", Some("a1"), Some(1)), ("u2", Some("a2"), Some(2))];
const SECOND: [Event; 2] = [("u3", Some("a1"), Some(10)), ("u4", Some("a7"), Some(20))];

/// Statements whose operators keep something while they run.
const KEEPING: [&str; 9] = [
    "SELECT a.user_id, b.n FROM events a JOIN events b ON a.user_id = b.user_id",
    "SELECT e.user_id, x.c FROM events e CROSS JOIN (SELECT count(*) AS c FROM events) x",
    "SELECT a.user_id, b.user_id AS other FROM events a JOIN events b ON a.n < b.n",
    "SELECT user_id, n - (SELECT min(n) FROM events) AS above FROM events",
    "SELECT e.user_id FROM events e FULL JOIN ads a ON a.ad_id = e.ad_id",
    "SELECT user_id FROM events WHERE ad_id NOT IN (SELECT ad_id FROM ads WHERE ad_id IS NOT NULL)",
    "SELECT user_id, sum(n) OVER (ORDER BY _offset) AS s FROM events ORDER BY s DESC",
    "SELECT e.user_id, a.campaign_id FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id LIMIT 2",
    "SELECT user_id FROM events INTERSECT SELECT user_id FROM events WHERE n > 1",
];

#[test]
fn a_window_leaves_nothing_behind_for_the_next() {
    for sql in KEEPING {
        let job = TestJob::new().into("out", sql);
        let mut mapper = job.mapper();
        for window in [&FIRST, &SECOND, &FIRST] {
            assert_eq!(rows(&mut mapper, window).unwrap(), job.rows(window), "{sql}");
        }
    }
}

#[test]
fn rows_do_not_depend_on_where_a_window_ends_or_a_batch() {
    const ADS: [Option<&str>; 5] = [Some("a1"), Some("a2"), None, Some("a9"), Some("a5")];
    let events: Vec<Event> = (0..20_000).map(|i| ("u", ADS[i % 5], Some(i as i64))).collect();
    let sql =
        "SELECT e.n, a.campaign_id FROM events e LEFT JOIN ads a ON a.ad_id = e.ad_id AND (a.active OR e.n % 2 = 0)
               WHERE e.n % 3 > 0";
    let mut mapper = TestJob::new().into("out", sql).mapper();
    let whole = rows(&mut mapper, &events).unwrap();
    for window in [1_000, 8_191, 8_192, 8_193, 19_999] {
        let parts = events.chunks(window).flat_map(|part| rows(&mut mapper, part).unwrap()).collect::<Vec<_>>();
        assert!(parts == whole, "windows of {window}");
    }
}

#[test]
fn sorts_and_groups_over_several_batches_are_the_same_every_time() {
    let events: Vec<Event> = (0..20_000).map(|i| (["u1", "u2", "u3"][i % 3], Some("a"), Some(i as i64))).collect();
    let job = TestJob::new()
        .into("out", "SELECT user_id, n FROM events ORDER BY user_id")
        .into("other", "SELECT n % 7000 AS g, count(*) AS c, array_agg(DISTINCT user_id) AS u FROM events GROUP BY 1");
    let first = job.rows(&events);
    assert_eq!(first.len(), 27_000);
    assert!(first == job.rows(&events));
}

/// Bad events must not take good windows with them.
fn fails(sql: &str, window: &[Event; 1], message: &str) {
    let mut mapper = TestJob::new().into("out", sql).mapper();
    let good = rows(&mut mapper, &FIRST);
    assert_eq!(rows(&mut mapper, window).unwrap(), [format!("event 0: map output out (job.yaml:10): {message}")]);
    assert_eq!(rows(&mut mapper, &FIRST), good);
    assert!(good.is_ok());
}

#[test]
fn errors_of_events_tell_no_values() {
    let secret = [("s3cret 'quoted' 42", Some("a1"), Some(0))];
    fails(
        "SELECT CAST(substr(user_id, 2) AS int) AS c FROM events",
        &secret,
        "a text is not of the type int; TRY_CAST gives null for it",
    );
    fails("SELECT 10 / n AS d FROM events", &secret, "division by zero");
    let large = [("u", None, Some(i64::MAX))];
    fails("SELECT CAST(n AS int) AS i FROM events", &large, "a number is out of the range of int");
    let sql = "SELECT CAST(n AS decimal(38, 0)) * CAST(n AS decimal(38, 0)) * 10 AS d FROM events";
    fails(sql, &large, "a number overflows its type");
}

#[test]
fn a_panic_is_an_error_of_the_events() {
    let mut mapper = TestJob::new().into("out", "SELECT n FROM events").mapper();
    let panics =
        |_: &[datafusion::logical_expr::ColumnarValue]| -> datafusion::common::Result<_> { panic!("on purpose") };
    let function = create_udf("panics", vec![], DataType::Int64, Volatility::Immutable, Arc::new(panics));
    let plan = mapper.statements[0].plan.clone();
    let call = ScalarFunctionExpr::try_new(Arc::new(function), vec![], &plan.schema(), Arc::new(ConfigOptions::new()));
    let call: Arc<dyn datafusion::physical_expr::PhysicalExpr> = Arc::new(call.unwrap());
    mapper.statements[0].plan = Arc::new(ProjectionExec::try_new([(call, "n".to_owned())], plan.clone()).unwrap());
    let failed = [0, 1].map(|row| format!("event {row}: map output out (job.yaml:10): a function panicked"));
    assert_eq!(rows(&mut mapper, &FIRST).unwrap(), failed);
    mapper.statements[0].plan = plan;
    assert_eq!(rows(&mut mapper, &FIRST).unwrap(), ["out: 1", "out: 2"]);
}

#[test]
fn events_of_another_shape_stop_the_job() {
    let mut mapper = TestJob::new().into("out", "SELECT n FROM events").mapper();
    let batch = batch(&FIRST, &Projection { fields: vec![0], meta: vec![] });
    let Err(MapError::Stop(error)) = mapper.map(&Events { batch, window_time: 0 }) else { panic!("it maps") };
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert_eq!(error.to_string(), "map output out (job.yaml:10): events have no column n");
}

#[test]
fn no_memory_is_held_between_windows() {
    let mut mapper = TestJob::new().into("out", "SELECT n FROM events").mapper();
    let batch = batch(&FIRST, &mapper.projection());
    let column = Arc::downgrade(batch.column(0));
    drop(mapper.map(&Events { batch, window_time: 0 }).unwrap());
    assert_eq!(column.strong_count(), 0);
}
