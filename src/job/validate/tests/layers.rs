//! What stands on top of the file: variables, `--set`, `extends`; secrets; versions.

use super::*;

/// A job of its own that [`GOOD`] can be put under.
const OVER: &str = "extends: base/job.yaml\njob: special\n";

fn bootstrap(job: &Job) -> &str {
    &job.kafka.0["bootstrap.servers"]
}

#[test]
fn variables_are_put_in() {
    let folder = Folder::new();
    let load = |value: &str, options: &LoadOptions| folder.job(&edited("localhost:9092", value), options);
    let set = env(&[("KAFKA", "k:1"), ("EMPTY", ""), ("TRICK", "x\n  group.id: mine # ${KAFKA}")]);
    assert_eq!(bootstrap(&load("${KAFKA}", &set).unwrap()), "k:1");
    assert_eq!(bootstrap(&load("${KAFKA:other}", &set).unwrap()), "k:1");
    assert_eq!(bootstrap(&load("${NONE:other:9092}", &set).unwrap()), "other:9092");
    assert_eq!(bootstrap(&load("'a:1,${KAFKA},${NONE:}b'", &set).unwrap()), "a:1,k:1,b");
    assert_eq!(bootstrap(&load("$${KAFKA}$$", &set).unwrap()), "${KAFKA}$$");
    // Neither structure nor another variable comes out of a value.
    let job = load("${TRICK}", &set).unwrap();
    assert_eq!(bootstrap(&job), "x\n  group.id: mine # ${KAFKA}");
    assert_eq!(job.kafka.0.len(), 1);
    let e = load("${EMPTY}", &set).unwrap_err();
    assert_eq!(
        folder.message(&e),
        "job.yaml:3:22: bootstrap.servers is empty; write host:port, several with commas between them"
    );
}

#[test]
fn a_variable_may_be_a_number_though_it_stands_in_quotes() {
    let folder = Folder::new();
    let text = edited("events: 50000", "events: '${EVENTS}'");
    assert_eq!(folder.job(&text, &env(&[("EVENTS", "7")])).unwrap().window.events, 7);
}

#[test]
fn variables_that_hold_too_much_are_refused() {
    let folder = Folder::new();
    let long = "x".repeat(3 << 20);
    let e = folder.job(&edited("localhost:9092", "${LONG}${LONG}"), &env(&[("LONG", &long)])).unwrap_err();
    assert_eq!(
        folder.message(&e),
        "job.yaml:3:29: with its variables this value has more than 4 MiB; put long data into a file"
    );
    let e = folder.job(&edited("localhost:9092\n", "${LONG}\n  a: ${LONG}\n"), &env(&[("LONG", &long)])).unwrap_err();
    assert_eq!(
        folder.message(&e),
        "job.yaml:4:6: the variables of this job hold more than 4 MiB of text; put long data into files"
    );
}

#[test]
fn sets_override_the_file() {
    let folder = Folder::new();
    let job = folder
        .job(
            GOOD,
            &sets(&[
                ("kafka.bootstrap.servers", "k:1"),
                ("kafka.sasl.password", "${not} a variable # nor a comment"),
                ("window.age", "2s"),
                ("window.age", "3s"),
                ("source.topics", "[a, b]"),
                ("dead_letters.stop_above.share", "10%"),
                ("outputs.activations", "{topics: null, topic: ids}"),
                ("admin", "null"),
            ]),
        )
        .unwrap();
    assert_eq!(bootstrap(&job), "k:1");
    assert_eq!(job.kafka.0["sasl.password"], "${not} a variable # nor a comment");
    assert_eq!(job.window.age, ms(3_000));
    assert_eq!(job.source.topics, ["a", "b"]);
    assert_eq!(job.dead_letters.unwrap().stop_above.share, 0.1);
    assert_eq!(
        (job.outputs["activations"].topics.as_slice(), job.outputs["activations"].routed),
        (&["ids".into()][..], false)
    );
    assert!(job.admin.listen.is_none());
}

#[test]
fn a_set_makes_a_missing_variable_needless() {
    let folder = Folder::new();
    let text = edited("localhost:9092", "${KAFKA}");
    assert_eq!(bootstrap(&folder.job(&text, &sets(&[("kafka.bootstrap.servers", "k:1")])).unwrap()), "k:1");
}

#[test]
fn bad_sets_are_named() {
    let folder = Folder::new();
    let message = |key: &str, value: &str| folder.message(&folder.job(GOOD, &sets(&[(key, value)])).unwrap_err());
    for (key, value, expected) in [
        ("windw.age", "1s", "--set windw.age: unknown key \"windw\" in the job; did you mean \"window\"?"),
        (
            "window.age",
            "1",
            "--set window.age: window.age: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"1\"",
        ),
        ("window.age.ms", "1", "--set window.age.ms: window.age is a value and has no keys"),
        ("mapper.0.sql", "x", "--set mapper.0.sql: mapper is a list; set it as a whole: --set 'mapper=[…]'"),
        ("window..age", "1s", "--set window..age: a part of the key is empty; write it as in --set window.age=100ms"),
        ("", "1s", "--set : a part of the key is empty; write it as in --set window.age=100ms"),
        ("extends", "other.yaml", "--set extends: extends is read before --set; write it in the job file"),
        (
            "source.topics",
            "[a",
            "--set source.topics: not YAML: while parsing a flow sequence, expected ',' or ']'; put quotes around a value with special characters, or check the indentation",
        ),
        (
            "source.schema",
            "none.avsc",
            "--set source.schema: cannot read none.avsc: there is no such file; paths are relative to the file they stand in",
        ),
    ] {
        assert_eq!(message(key, value), expected, "{key}={value}");
    }
    let deep = vec!["a"; 65].join(".");
    assert_eq!(message(&deep, "1"), format!("--set {deep}: the key has more than 64 parts; no job needs that"));
}

#[test]
fn a_job_builds_on_another() {
    let folder = Folder::new();
    folder.write("base/job.yaml", edited("localhost:9092", "base:9092\n  client.rack: r1"));
    folder.write("base/event.avsc", SCHEMA);
    folder.write("base/ads.csv", "ad_id\n");
    let text = format!(
        "{OVER}kafka: {{bootstrap.servers: 'mine:9092', client.rack: }}\nsource: {{topics: [other]}}\nwindow: {{age: 1s}}\n\
         tables: {{ads: {{file: mine.csv}}, more: {{file: ads.csv, key: ad_id}}}}\nreceipts:\n"
    );
    folder.write("mine.csv", "ad_id\n");
    let job = folder.job(&text, &LoadOptions::default()).unwrap();
    assert_eq!(job.name, "special");
    assert_eq!(job.kafka.0, BTreeMap::from([("bootstrap.servers".into(), "mine:9092".into())]));
    assert_eq!(job.source.topics, ["other"], "lists replace");
    assert_eq!((job.window.age, job.window.events), (ms(1_000), 50_000), "sections merge");
    assert_eq!(job.receipts, None, "nothing removes");
    // Paths are relative to the file they stand in, and places name it.
    let path = |table: &str| match &job.tables[table].kind {
        crate::job::TableKind::File(path) => path.strip_prefix(folder.0.path()).unwrap().to_owned(),
    };
    assert_eq!((path("ads"), path("more")), ("mine.csv".into(), "ads.csv".into()));
    assert_eq!(job.mapper[0].at.file, folder.0.path().join("base/job.yaml"));
}

#[test]
fn an_error_in_the_other_file_names_that_file() {
    let folder = Folder::new();
    folder.write("base/job.yaml", edited("window: {age", "windw: {age"));
    let message = |text: &str| folder.message(&folder.job(text, &LoadOptions::default()).unwrap_err());
    assert_eq!(message(OVER), "base/job.yaml:12:1: unknown key \"windw\" in the job; did you mean \"window\"?");

    folder.write("base/job.yaml", GOOD);
    assert_eq!(
        message(OVER),
        "base/job.yaml:9:11: cannot read base/event.avsc: there is no such file; paths are relative to the file they stand in"
    );
    folder.write("base/job.yaml", "extends: ../job.yaml\n");
    assert_eq!(message(OVER), "base/job.yaml:1:10: base/../job.yaml extends itself in a circle; remove this line");
}

#[test]
fn the_other_file_may_be_named_by_a_variable() {
    let folder = Folder::new();
    folder.write("stage.yaml", GOOD);
    let job = folder.job("extends: ${STAGE}.yaml\njob: special\n", &env(&[("STAGE", "stage")])).unwrap();
    assert_eq!(job.name, "special");
}

#[test]
fn a_long_chain_is_refused() {
    let folder = Folder::new();
    for n in 0..20 {
        folder.write(&format!("{n}.yaml"), format!("extends: {}.yaml\n", n + 1));
    }
    folder.write("20.yaml", GOOD);
    let e = folder.load("0.yaml", &LoadOptions::default()).unwrap_err();
    assert_eq!(folder.message(&e), "15.yaml:1:10: more than 16 job files extend each other; merge some of them");
    assert!(folder.load("10.yaml", &LoadOptions::default()).is_ok());
}

#[test]
fn secrets_stay_out_of_errors_and_debug() {
    let folder = Folder::new();
    let secret = "hunter2";
    let mut options = env(&[("PASSWORD", secret), ("NUMBER", secret)]);
    options.sets = vec![("kafka.ssl.key.password".into(), secret.into())];
    let text = edited("localhost:9092\n", "localhost:9092\n  sasl.password: ${PASSWORD}\n").replace(
        "  url: http://localhost:8081\n",
        "  url: http://localhost:8081\n  user: me\n  password: ${PASSWORD}\n",
    );
    let job = folder.job(&text, &options).unwrap();
    assert_eq!(job.kafka.0["sasl.password"], secret);
    assert_eq!(job.registry.as_ref().unwrap().basic_auth, Some(("me".into(), secret.into())));
    assert!(!format!("{job:?}").contains(secret));
    assert!(!format!("{options:?}").contains(secret));

    for (from, to) in [
        ("  url: http://localhost:8081\n", "  url: ${PASSWORD}\n"),
        ("  url: http://localhost:8081\n", "  url: http://me:${PASSWORD}@host\n"),
        ("  url: http://localhost:8081\n", "  url: http://host\n  password: ${PASSWORD}\n"),
        ("schema_registry:\n  url: http://localhost:8081\n", "schema_registry: hunter2\n"),
        (
            "schema_registry:\n  url: http://localhost:8081\n",
            "schema_registry: {url: 'http://a', password: [hunter2]}\n",
        ),
        ("kafka:\n  bootstrap.servers: localhost:9092\n", "kafka: [hunter2]\n"),
        ("events: 50000", "events: '${NUMBER}'"),
        ("age: 100ms", "age: '${NUMBER}'"),
        ("  format: json\n  schema", "  format: ${NUMBER}\n  schema"),
    ] {
        let e = folder.job(&edited(from, to), &options).expect_err(to);
        assert!(!e.to_string().contains(secret), "{to}: {e}");
    }
}

#[test]
fn the_version_follows_the_content() {
    let folder = Folder::new();
    let version = |text: &str, options: &LoadOptions| folder.job(text, options).unwrap().version;
    let plain = LoadOptions::default();
    let first = version(GOOD, &plain);
    assert_eq!(first.len(), 12);
    assert!(first.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()));

    // Layout, order, where a value comes from, and secrets do not count.
    assert_eq!(version(&format!("# a comment\n{GOOD}"), &plain), first);
    assert_eq!(version(&edited("age: 100ms, events: 50000", "events: 50000, age: '100ms'"), &plain), first);
    assert_eq!(version(&edited("localhost:9092", "${KAFKA}"), &env(&[("KAFKA", "localhost:9092")])), first);
    assert_eq!(version(&edited("age: 100ms", "age: 1s"), &sets(&[("window.age", "100ms")])), first);
    assert_eq!(version(GOOD, &sets(&[("kafka.sasl.password", "a")])), first);
    let registry = |password: &str| {
        version(GOOD, &sets(&[("schema_registry.user", "me"), ("schema_registry.password", password)]))
    };
    assert_eq!(registry("a"), registry("b"));

    // What the job does counts.
    assert_ne!(version(&edited("age: 100ms", "age: 1s"), &plain), first);
    assert_ne!(version(&edited("FROM events", "FROM events WHERE true"), &plain), first);
    assert_ne!(version(GOOD, &sets(&[("outputs.activations.key", "user_id")])), first);
    folder.write("event.avsc", SCHEMA.replace("\"name\": \"E\"", "\"name\": \"F\""));
    assert_ne!(version(GOOD, &plain), first);
}
