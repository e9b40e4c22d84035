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

/// What the lines of a file are, in any order.
fn lines(path: &Path) -> BTreeSet<String> {
    read(path).lines().map(str::to_owned).collect()
}

/// An example job: what `mubatch new` writes, its outputs, and the variables that it needs.
struct Example {
    name: &'static str,
    /// The outputs by their topics: those of one output share its file of expected values.
    outputs: &'static [(&'static str, &'static [&'static str])],
    env: &'static [&'static str],
}

const EXAMPLES: [Example; 4] = [
    Example {
        name: "retargeting",
        outputs: &[("activations", &["ids-google", "ids-ttd", "ids-criteo"]), ("report", &["retargeting-report"])],
        env: &[],
    },
    Example { name: "enrichment", outputs: &[("enriched", &["tag-events-enriched"])], env: &[] },
    Example {
        name: "pseudonymised-export",
        outputs: &[("export", &["tag-events-pseudonymised"])],
        env: &["-e", "example.env"],
    },
    Example { name: "channel-report", outputs: &[("report", &["channel-report"])], env: &[] },
];

impl Example {
    /// Written by `mubatch new` into a directory of its own, with topics and group of its own.
    fn written(&self, prefix: &str) -> JobDir {
        let directory = JobDir::new("");
        std::fs::remove_file(directory.path("job.yaml")).expect("removed");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mubatch"))
            .args(["new", self.name])
            .arg(directory.path(""))
            .output()
            .expect("mubatch runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let job = read(&directory.path("job.yaml"));
        let mut own = job.replace(&format!("\njob: {}\n", self.name), &format!("\njob: {prefix}\n"));
        for topic in self.topics() {
            for (before, after) in [("[", ","), ("[", "]"), (" ", ","), (" ", "]"), (" ", "}")] {
                own = own.replace(&format!("{before}{topic}{after}"), &format!("{before}{prefix}.{topic}{after}"));
            }
        }
        directory.write("job.yaml", own);
        if directory.path("partners.csv").exists() {
            let partners = read(&directory.path("partners.csv")).replace(",ids-", &format!(",{prefix}.ids-"));
            directory.write("partners.csv", partners);
        }
        directory
    }

    fn topics(&self) -> impl Iterator<Item = String> {
        let others = ["tag-events".to_owned(), "tag-events-dead".to_owned(), format!("{}-receipts", self.name)];
        let outputs = self.outputs.iter().flat_map(|(_, topics)| topics.iter()).map(ToString::to_string);
        outputs.chain(others)
    }

    /// What an output holds, without the time of its window, which is another on every way; one line a value, sorted.
    fn expected(&self, output: &str, found: &[String]) -> Vec<String> {
        let file = root().join(format!("examples/{}/expected/{output}.ndjson", self.name));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            std::fs::write(&file, found.join("\n") + "\n").expect("written");
        }
        read(&file).lines().map(str::to_owned).collect()
    }
}

/// Values without the time of their window, sorted.
fn values<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let value = |line: &str| {
        let start = line.find(r#""window_time":"#)?;
        let end = start + line[start..].find(',')? + 1;
        Some(format!("{}{}", &line[..start], &line[end..]))
    };
    let mut values: Vec<_> = lines.into_iter().map(|line| value(line).unwrap_or_else(|| line.to_owned())).collect();
    values.sort();
    values
}

/// Each as `mubatch new` writes it: from files to files, embedded, and on Kafka it gives the same, which is what stands in the
/// example's folder. All in one window, so that the same events are counted together everywhere.
#[test]
fn every_example_gives_what_stands_beside_it_from_files_embedded_and_on_kafka() {
    let kafka = Kafka::from_env();
    for example in EXAMPLES {
        let prefix = unique(example.name);
        let directory = example.written(&prefix);
        let whole = ["--set", "window.age=5s", "--set", "admin=null"];
        let args = |rest: &[&'static str]| [example.env, &whole[..], rest].concat();

        let (code, out, err) = directory.mubatch("map", &args(&["--input", "events.ndjson", "--output", "out"]));
        assert_eq!(code, 0, "{}: {err}", example.name);
        assert!(out.contains("160 events in, 160 decoded, 0 dead letters"), "{}: {out}", example.name);
        let (code, printed, err) = directory.mubatch("run", &args(&["--embedded", "--input", "events.ndjson"]));
        assert_eq!(code, 0, "{}: {err}", example.name);

        for topic in example.topics() {
            kafka.create(&format!("{prefix}.{topic}"), 2);
        }
        let events = read(&directory.path("events.ndjson"));
        let events = events.lines().map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
            (event["domain_userid"].as_str().unwrap_or_default().to_owned(), line.to_owned())
        });
        kafka.produce(&format!("{prefix}.tag-events"), events);
        let bootstrap = format!("kafka.bootstrap.servers={}", kafka.bootstrap);
        let mut on_kafka: Vec<&str> = [example.env, &whole[..]].concat();
        on_kafka.extend(["--set", &bootstrap]);
        let process = directory.start("a", &on_kafka);
        let topic = format!("{prefix}.tag-events");
        eventually("all is committed", || kafka.committed(&prefix, &topic, 2) == 160);
        assert!(process.stop().success());

        for (output, topics) in example.outputs {
            let mapped = values(read(&directory.path(&format!("out/{output}.ndjson"))).lines());
            assert_eq!(mapped, example.expected(output, &mapped), "{}, {output}", example.name);
            let topics: Vec<String> = topics.iter().map(|topic| format!("{prefix}.{topic}")).collect();
            let of_output = |line: &&str| topics.iter().any(|topic| line.starts_with(&format!("{topic}\t")));
            let embedded = printed.lines().filter(of_output).filter_map(|line| line.splitn(3, '\t').nth(2));
            assert_eq!(values(embedded), mapped, "{}, {output}, embedded", example.name);
            let records = topics.iter().flat_map(|topic| kafka.read(topic));
            let records: Vec<String> =
                records.map(|r| String::from_utf8(r.value.expect("a value")).expect("UTF-8")).collect();
            assert_eq!(values(records.iter().map(String::as_str)), mapped, "{}, {output}, on Kafka", example.name);
        }
    }
}

#[test]
fn new_overwrites_nothing_and_knows_what_was_meant() {
    let directory = EXAMPLES[3].written("mine");
    let run = |args: &[&str]| {
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_mubatch")).args(args).output().expect("mubatch runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let there = directory.path("");
    let (code, err) = run(&["new", "channel-report", there.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(2));
    assert!(err.contains("job.yaml is there already; name another directory"), "{err}");
    assert!(read(&directory.path("job.yaml")).contains("job: mine"));
    let (code, err) = run(&["new", "chanel-report"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no example chanel-report; did you mean \"channel-report\"?"), "{err}");
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
    let events = root().join("examples/events.csv");
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
