//! Dashboards, alerts and deployment files, held against the program and the example that they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use mubatch::clock::SystemClock;
use mubatch::job::{Job, LoadOptions, load};
use mubatch::metrics::Metrics;

const DASHBOARD: &str = "deploy/grafana/dashboards/mubatch.json";
const ALERTS: &str = "deploy/prometheus/alerts.yml";
const ALERT_TESTS: &str = "deploy/prometheus/alerts_test.yml";
const EXAMPLE: &str = "examples/retargeting";
/// What the example's job reads from its own folder.
const EXAMPLE_FILES: [&str; 3] = ["job.yaml", "audiences.csv", "partners.csv"];

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn read(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|e| panic!("{relative}: {e}"))
}

fn example() -> Job {
    let options = LoadOptions { env: BTreeMap::new(), sets: vec![], embedded: false, rust_mapper: false };
    load(&path(EXAMPLE).join("job.yaml"), &options).unwrap()
}

/// The series that Prometheus gets, each with the labels it may have: those of the metric, and those of the scrape.
fn series() -> BTreeMap<String, BTreeSet<&'static str>> {
    let metrics = Metrics::new("any", SystemClock::shared());
    let mut series = BTreeMap::new();
    for d in metrics.definitions() {
        let labels: BTreeSet<_> = d.labels.iter().copied().chain(["job", "instance"]).collect();
        if d.kind == "histogram" {
            let with_bound = labels.iter().copied().chain(["le"]).collect();
            series.insert(format!("{}_bucket", d.name), with_bound);
            series.insert(format!("{}_sum", d.name), labels.clone());
            series.insert(format!("{}_count", d.name), labels);
        } else {
            series.insert(d.name.to_owned(), labels);
        }
    }
    series
}

/// Every `mubatch_…` name in a text, with the labels that its selector asks for.
fn selectors(text: &str) -> Vec<(String, Vec<String>)> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = text.match_indices("mubatch_").filter(|(at, _)| !text[..*at].ends_with(word));
    let found = starts.map(|(at, _)| {
        let rest = &text[at..];
        let name: String = rest.chars().take_while(|c| word(*c)).collect();
        let asked =
            rest[name.len()..].strip_prefix('{').and_then(|selector| selector.split('}').next()).unwrap_or_default();
        // The name of a label stands before its operator: =, !=, =~ or !~.
        let labels = asked.split(',').filter_map(|matcher| matcher.split(['=', '!']).next());
        (name, labels.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()).collect())
    });
    found.collect()
}

#[test]
fn every_metric_and_label_of_dashboards_and_alerts_exists() {
    let series = series();
    let mut wrong = Vec::new();
    for file in [DASHBOARD, ALERTS, ALERT_TESTS] {
        let found = selectors(&read(file));
        assert!(found.len() > 10, "{file} names hardly any metric");
        for (name, labels) in found {
            match series.get(&name) {
                None => wrong.push(format!("{file}: no metric {name}")),
                Some(known) => wrong.extend(
                    labels
                        .iter()
                        .filter(|l| !known.contains(l.as_str()))
                        .map(|l| format!("{file}: {name} has no label {l}")),
                ),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn selectors_are_read_with_their_labels() {
    let found = selectors(r#"rate(mubatch_a_total{job="x", on=~"y|z"}[5m]) / mubatch_b - not_mubatch_c"#);
    let labels = vec!["job".to_owned(), "on".to_owned()];
    assert_eq!(found, [("mubatch_a_total".to_owned(), labels), ("mubatch_b".to_owned(), vec![])]);
}

#[test]
fn every_metric_is_on_the_dashboard() {
    let dashboard: BTreeSet<_> = selectors(&read(DASHBOARD)).into_iter().map(|(name, _)| name).collect();
    let metrics = Metrics::new("any", SystemClock::shared());
    let shown = |name: &str| dashboard.iter().any(|series| series.starts_with(name));
    let missing: Vec<_> = metrics.definitions().iter().map(|d| d.name).filter(|name| !shown(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_alert_is_tested() {
    let (alerts, tests) = (read(ALERTS), read(ALERT_TESTS));
    let names: Vec<_> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert!(names.len() > 5, "{ALERTS} has hardly any alert");
    let untested: Vec<_> = names.into_iter().filter(|name| !tests.contains(*name)).collect();
    assert_eq!(untested, Vec::<&str>::new());
}

#[test]
fn compose_makes_the_topics_that_the_example_needs() {
    let job = example();
    let mut needed: BTreeSet<_> = job.source.topics.iter().cloned().collect();
    needed.extend(job.outputs.values().flat_map(|output| output.topics.iter().cloned()));
    needed.extend(job.dead_letters.map(|dead_letters| dead_letters.topic));
    needed.extend(job.receipts);
    let compose = read("docker-compose.yml");
    let list =
        compose.lines().find_map(|line| line.trim().strip_prefix("for topic in ")?.strip_suffix("; do")).unwrap();
    assert_eq!(list.split(' ').map(str::to_owned).collect::<BTreeSet<_>>(), needed);
}

/// `UPDATE_DOCS=1 cargo test --test deploy` writes it.
#[test]
fn the_config_map_holds_the_example_as_it_is() {
    let mut expected = String::from(
        "# The job and the files beside it: examples/retargeting, as it is. Your own takes its place with\n\
         #   kubectl create configmap mubatch-job --from-file=DIR --dry-run=client -o yaml\n\
         # Written by `UPDATE_DOCS=1 cargo test --test deploy`.\n\
         apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mubatch-job\n  labels: {app.kubernetes.io/name: mubatch}\ndata:\n",
    );
    for file in EXAMPLE_FILES {
        writeln!(expected, "  {file}: |").unwrap();
        for line in read(&format!("{EXAMPLE}/{file}")).lines() {
            writeln!(expected, "{}", format!("    {line}").trim_end()).unwrap();
        }
    }
    let target = "deploy/kubernetes/job.yaml";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path(target), &expected).unwrap();
    }
    assert!(read(target) == expected, "{target} is out of date: run UPDATE_DOCS=1 cargo test --test deploy");
    // A folder of its own shows that the job needs nothing else.
    let folder = tempfile::tempdir().unwrap();
    for file in EXAMPLE_FILES {
        fs::copy(path(EXAMPLE).join(file), folder.path().join(file)).unwrap();
    }
    let options = LoadOptions { env: BTreeMap::new(), sets: vec![], embedded: false, rust_mapper: false };
    assert_eq!(load(&folder.path().join("job.yaml"), &options).unwrap().tables.len(), example().tables.len());
}
