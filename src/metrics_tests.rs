use std::fmt::Write as _;
use std::path::Path;

use super::*;
use crate::clock::ManualClock;

fn metrics() -> (Arc<Metrics>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    (Metrics::new("demo", clock.clone()), clock)
}

/// The value of the series that starts with `series` (name and labels, in the order of the text).
fn value(text: &str, series: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

#[test]
fn a_committed_window_counts_once_with_its_labels() {
    let (m, clock) = metrics();
    clock.advance(Duration::from_millis(5500));
    m.committed(&WindowTotals {
        events: 10,
        decoded: 7,
        tombstones: 1,
        dead_letters: vec![("decode", "bad_json", 2)],
        rows: vec![("activations".into(), 5), ("audit".into(), 0)],
        rows_dead_lettered: vec![("activations".into(), "unroutable", 3)],
        bytes_in: 1000,
        bytes_out: 400,
    });
    let text = m.render();
    for (series, expected) in [
        (r#"mubatch_events_total{job="demo"}"#, 10.0),
        (r#"mubatch_events_decoded_total{job="demo"}"#, 7.0),
        (r#"mubatch_tombstones_total{job="demo"}"#, 1.0),
        (r#"mubatch_dead_letters_total{job="demo",reason="bad_json",stage="decode"}"#, 2.0),
        (r#"mubatch_rows_total{job="demo",output="activations"}"#, 5.0),
        (r#"mubatch_rows_total{job="demo",output="audit"}"#, 0.0),
        (r#"mubatch_rows_dead_lettered_total{job="demo",output="activations",reason="unroutable"}"#, 3.0),
        (r#"mubatch_in_bytes_total{job="demo"}"#, 1000.0),
        (r#"mubatch_out_bytes_total{job="demo"}"#, 400.0),
        (r#"mubatch_commits_total{job="demo"}"#, 1.0),
        (r#"mubatch_last_commit_timestamp_seconds{job="demo"}"#, 5.5),
    ] {
        assert_eq!(value(&text, series), Some(expected), "{series}");
    }
}

#[test]
fn every_event_counts_in_freshness_and_none_is_negative() {
    let (m, _) = metrics();
    m.freshness((0..50_000).map(|i| f64::from(i % 4) - 1.0));
    let text = m.render();
    assert_eq!(value(&text, r#"mubatch_freshness_seconds_count{job="demo"}"#), Some(50_000.0));
    assert_eq!(value(&text, r#"mubatch_freshness_seconds_sum{job="demo"}"#), Some(37_500.0));
    assert_eq!(value(&text, r#"mubatch_freshness_seconds_bucket{job="demo",le="0.75"}"#), Some(25_000.0));
    assert_eq!(value(&text, r#"mubatch_freshness_seconds_bucket{job="demo",le="1"}"#), Some(37_500.0));
}

#[test]
fn lag_that_is_unknown_or_not_ours_shows_no_value() {
    let (m, _) = metrics();
    let events = r#"mubatch_lag_events{job="demo",partition="3",topic="tags"}"#;
    let seconds = r#"mubatch_lag_seconds{job="demo",partition="3",topic="tags"}"#;
    m.lag("tags", 3, Some((12, 0.5)));
    assert_eq!((value(&m.render(), events), value(&m.render(), seconds)), (Some(12.0), Some(0.5)));
    m.lag("tags", 3, None);
    assert_eq!((value(&m.render(), events), value(&m.render(), seconds)), (None, None));
    m.lag("tags", 3, Some((13, 0.0)));
    m.lag_forget("tags", 3);
    m.lag_forget("tags", 4);
    assert_eq!((value(&m.render(), events), value(&m.render(), seconds)), (None, None));
}

#[test]
fn workers_do_not_overwrite_each_other() {
    let (m, _) = metrics();
    m.waiting(0, "broker", true);
    m.waiting(1, "broker", false);
    m.memory(0, "windows", 100);
    m.memory(1, "windows", 20);
    let text = m.render();
    assert_eq!(value(&text, r#"mubatch_waiting{job="demo",on="broker",worker="0"}"#), Some(1.0));
    assert_eq!(value(&text, r#"mubatch_waiting{job="demo",on="broker",worker="1"}"#), Some(0.0));
    assert_eq!(value(&text, r#"mubatch_memory_bytes{job="demo",part="windows",worker="0"}"#), Some(100.0));
}

#[test]
fn nulls_of_functions_show_what_was_counted_and_go_on_from_there() {
    let (m, _) = metrics();
    let nulls = Arc::new(FunctionNulls::default());
    m.watch_functions(nulls.clone());
    let series = r#"mubatch_function_nulls_total{function="email_hash",job="demo"}"#;
    nulls.add("email_hash", 2);
    assert_eq!((value(&m.render(), series), value(&m.render(), series)), (Some(2.0), Some(2.0)));
    nulls.add("email_hash", 1);
    assert_eq!(value(&m.render(), series), Some(3.0));
}

/// Records every metric once and looks at what Prometheus would get.
#[test]
fn every_definition_shows_in_the_text_under_its_kind_and_labels() {
    let (m, _) = metrics();
    m.build_info("1.2.3", "abc");
    m.window_closed("age", 3, 300);
    m.stage("map", Duration::from_millis(2));
    m.committed(&WindowTotals {
        dead_letters: vec![("decode", "bad_json", 1)],
        rows: vec![("o".into(), 1)],
        rows_dead_lettered: vec![("o".into(), "unroutable", 1)],
        ..WindowTotals::default()
    });
    let nulls = Arc::new(FunctionNulls::default());
    m.watch_functions(nulls.clone());
    nulls.add("email_hash", 1);
    m.aborted("stale_group");
    m.recovered("commit_unknown");
    m.rebalanced("assigned", 4);
    m.kafka_error("_TRANSPORT");
    m.lag("t", 0, Some((1, 1.0)));
    m.stable_offset_stuck("t", 0, Some(1.0));
    m.assigned(0, 4);
    m.waiting(0, "broker", true);
    m.queue_depth(0, "map", 1);
    m.memory(0, "windows", 1);

    let text = m.render();
    for d in m.definitions() {
        assert!(
            text.contains(&format!("# TYPE {} {}\n", d.name, d.kind)),
            "{} is not a {} in the text",
            d.name,
            d.kind
        );
        let series = text.lines().find(|l| {
            l.strip_prefix(d.name).is_some_and(|rest| {
                ["{", "_bucket{", "_count{"].iter().any(|after| rest.starts_with(after))
                    && d.labels.iter().chain(&["job"]).all(|label| rest.contains(&format!("{label}=\"")))
            })
        });
        assert!(series.is_some(), "{} has no series with the labels {:?}", d.name, d.labels);
    }
    assert!(value(&text, r#"mubatch_process_resident_bytes{job="demo"}"#).is_some_and(|bytes| bytes > 1e6));
}

#[test]
fn names_follow_the_conventions() {
    let (m, _) = metrics();
    for d in m.definitions() {
        assert!(d.name.starts_with("mubatch_"), "{}", d.name);
        assert_eq!(
            d.name.ends_with("_total"),
            d.kind == "counter",
            "{}: counters, and only they, end in _total",
            d.name
        );
        assert!(!d.help.ends_with('.') && !d.help.is_empty(), "{}", d.name);
    }
}

/// `docs/metrics.md` is what the code says. `UPDATE_DOCS=1 cargo test metrics` writes it.
#[test]
fn the_reference_is_up_to_date() {
    let (m, _) = metrics();
    let mut expected = String::from(
        "# Metrics\n\nServed at `/metrics` of the admin address. Every series carries the label `job` beside the labels below.\n\
         Figures that count events, rows and bytes change when a window is committed, never before.\n\n\
         <!-- Written by `UPDATE_DOCS=1 cargo test metrics`; edit src/metrics.rs instead. -->\n\n\
         | metric | type | labels | meaning |\n| --- | --- | --- | --- |\n",
    );
    let mut definitions = m.definitions().to_vec();
    definitions.sort_by_key(|d| d.name);
    for d in definitions {
        let labels = d.labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        writeln!(expected, "| `{}` | {} | {} | {} |", d.name, d.kind, labels, d.help).unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/metrics.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "docs/metrics.md is out of date: run UPDATE_DOCS=1 cargo test metrics");
}

#[test]
fn rows_that_no_topic_takes_count_as_dead_but_no_event_twice() {
    let totals = WindowTotals {
        events: 10,
        dead_letters: vec![("decode", "utf8", 2), ("map", "map", 1)],
        rows_dead_lettered: vec![("out".into(), "too_large", 3), ("other".into(), "unroutable", 1)],
        ..WindowTotals::default()
    };
    assert_eq!(totals.dead(), 7);
    let rows_dead_lettered = vec![("out".into(), "too_large", 25)];
    assert_eq!(WindowTotals { rows_dead_lettered, ..totals }.dead(), 10);
}
