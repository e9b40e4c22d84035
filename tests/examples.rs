//! The examples, and the first job of the README, do what they say: from files, embedded, and on a real Kafka.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use support::{JobDir, Kafka, eventually, unique};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The retargeting example in a directory of its own, with topics and group of its own.
fn retargeting(prefix: &str) -> JobDir {
    let example = root().join("examples/retargeting");
    let own = |text: String| {
        ["ids-meta", "ids-google", "ids-tiktok", "retargeting-report", "retargeting-receipts", "tag-events"]
            .iter()
            .fold(text, |text, topic| text.replace(topic, &format!("{prefix}-{topic}")))
            .replace("job: retargeting", &format!("job: {prefix}"))
    };
    let directory = JobDir::new(&own(read(&example.join("job.yaml"))));
    directory.write("partners.csv", own(read(&example.join("partners.csv"))));
    for file in ["audiences.csv", "events.csv", "events.ndjson"] {
        directory.write(file, read(&example.join(file)));
    }
    directory
}

/// What the files of a directory hold: file name and lines in any order.
fn lines(path: &Path) -> BTreeSet<String> {
    read(path).lines().map(str::to_owned).collect()
}

#[test]
fn retargeting_gives_the_same_activations_from_files_embedded_and_on_kafka() {
    let kafka = Kafka::from_env();
    let prefix = unique("retargeting");
    let directory = retargeting(&prefix);
    let topic = |name: &str| format!("{prefix}-{name}");

    // One window for all of it, so that the same events are counted together everywhere.
    let whole = ["--set", "window.age=3s", "--set", "admin=null"];
    let (code, out, err) = directory.mubatch("map", &["--input", "events.ndjson", "--output", "out"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("160 events in, 160 decoded, 0 dead letters"), "{out}");
    let mapped = lines(&directory.path("out/activations.ndjson"));
    assert_eq!(mapped.len(), 13);

    let mut args = vec!["--embedded", "--input", "events.ndjson"];
    args.extend(whole);
    let (code, out, err) = directory.mubatch("run", &args);
    assert_eq!(code, 0, "{err}");
    let activations = out.lines().filter(|line| line.contains("-ids-"));
    let embedded: BTreeSet<String> =
        activations.map(|line| line.splitn(3, '\t').nth(2).expect("a value").to_owned()).collect();
    assert_eq!(embedded, mapped);

    let partners = ["ids-meta", "ids-google", "ids-tiktok"];
    kafka.create(&topic("tag-events"), 4);
    for name in partners.iter().chain(&["retargeting-report", "retargeting-receipts", "tag-events-dead"]) {
        kafka.create(&topic(name), 2);
    }
    let events = read(&directory.path("events.ndjson"));
    let events = events.lines().map(|line| {
        let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
        (event["domain_userid"].as_str().unwrap_or_default().to_owned(), line.to_owned())
    });
    kafka.produce(&topic("tag-events"), events);
    let mut environment: Vec<&str> = whole.to_vec();
    let bootstrap = format!("kafka.bootstrap.servers={}", kafka.bootstrap);
    environment.extend(["--set", &bootstrap]);
    let process = directory.start("a", &environment);
    eventually("all is committed", || kafka.committed(&prefix, &topic("tag-events"), 4) == 160);
    assert!(process.stop().success());
    let mut on_kafka = BTreeSet::new();
    for partner in partners {
        for record in kafka.read(&topic(partner)) {
            assert_eq!(record.key.as_deref(), record.json()["activation_id"].as_str().map(str::as_bytes));
            on_kafka.insert(String::from_utf8(record.value.expect("a value")).expect("UTF-8"));
        }
    }
    assert_eq!(on_kafka, mapped);
}

#[test]
fn the_avro_example_maps_its_purchases() {
    let example = root().join("examples/avro");
    let directory = JobDir::new(&read(&example.join("job.yaml")));
    for file in ["purchase.avsc", "large_purchase.avsc", "purchases.ndjson"] {
        directory.write(file, read(&example.join(file)));
    }
    let (code, out, err) = directory.mubatch("map", &["--input", "purchases.ndjson", "--output", "out"]);
    assert_eq!(code, 0, "{err}");
    let file = std::fs::File::open(directory.path("out/large.avro")).expect("an Avro file");
    let reader = apache_avro::Reader::new(file).expect("Avro");
    let purchases: Vec<_> = reader.collect::<Result<_, _>>().expect("values");
    assert!(!purchases.is_empty());
    assert!(out.contains(&format!("{} rows in output large", purchases.len())), "{out}");
}

#[test]
fn a_mapper_in_rust_gets_the_same_command_line() {
    let program = Path::new(env!("CARGO_BIN_EXE_mubatch")).with_file_name("examples").join("rust_mapper");
    let job = root().join("examples/rust_mapper.yaml");
    let events = root().join("examples/retargeting/events.csv");
    let directory = tempfile::tempdir().expect("a directory");
    let run = |args: &[&std::ffi::OsStr]| {
        let output = std::process::Command::new(&program).args(args).output().expect("the example runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let (input, out) = ("--input".as_ref(), directory.path().as_os_str());
    run(&["map".as_ref(), job.as_os_str(), input, events.as_os_str(), "--output".as_ref(), out]);
    let mapped = lines(&directory.path().join("bursts.ndjson"));
    assert_eq!(mapped.len(), 13);

    let whole = ["--set".as_ref(), "window.age=3s".as_ref(), "--embedded".as_ref()];
    let printed = run(&[&["run".as_ref(), job.as_os_str()], &whole[..], &[input, events.as_os_str()]].concat());
    let bursts = printed.lines().filter_map(|line| line.splitn(3, '\t').nth(2));
    assert_eq!(bursts.filter(|value| value.contains("first_at")).map(str::to_owned).collect::<BTreeSet<_>>(), mapped);
}

/// The n-th fenced block of a language in the README.
fn block(language: &str, n: usize) -> String {
    let readme = read(&root().join("README.md"));
    let blocks: Vec<&str> = readme.split(&format!("```{language}\n")).skip(1).collect();
    blocks[n].split("```").next().expect("a block").to_owned()
}

#[test]
fn the_readmes_first_job_runs_as_it_stands() {
    let directory = JobDir::new(&block("yaml", 0));
    directory.write("clicks.ndjson", r#"{"click_id": "c1", "user_id": "u1", "price": 0.4}"#);
    let (code, out, err) = directory.mubatch("check", &[]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("user_hash"), "{out}");
    let (code, _, err) = directory.mubatch("map", &["--input", "clicks.ndjson", "--output", "out"]);
    assert_eq!(code, 0, "{err}");
    assert!(read(&directory.path("out/paid.ndjson")).contains(r#""click_id":"c1""#));
    let (code, out, err) = directory.mubatch("run", &["--embedded", "--input", "clicks.ndjson"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("paid-clicks\tu1\t"), "{out}");
}

#[test]
fn the_demo_ends_with_a_picture_whose_accounts_add_up() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mubatch"))
        .args(["demo", "--seconds", "3", "--rate", "1000"])
        .output()
        .expect("mubatch runs");
    let picture = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for expected in ["events in          3,000", "3,000 events = 2,994 decoded + 0 tombstones + 6 dead letters: yes"] {
        assert!(picture.contains(expected), "{expected:?} not in\n{picture}");
    }
    assert!(!picture.contains(": NO"), "{picture}");
    assert!(picture.contains("freshness, from the event to a read_committed reader: p50 "), "{picture}");
}
