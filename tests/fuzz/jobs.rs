//! Job files, and the statements in them: an error with a place, or a job; never a panic.

use std::path::Path;
use std::sync::Arc;

use mubatch::error::{ErrorKind, Result};
use mubatch::functions::Context;
use mubatch::job::{Job, LoadOptions, load};
use mubatch::mapper::sql::{PlanInput, SqlMapper};
use mubatch::table::{Tables, file};

use crate::memory;
use crate::mutate::{Random, corpus, corpus_lines, mutate};
use crate::run::cases;

/// Memory that a job file may take, whatever stands in it. (Its text is 64 KiB at most.)
const MEMORY_BYTES_MAX: usize = 256 << 20;

/// The files that the jobs of the corpus name.
fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let schema = r#"{"type": "record", "name": "E", "fields": [{"name": "user_id", "type": "string"}, {"name": "cents", "type": "long"}]}"#;
    for (name, text) in [
        ("event.avsc", schema),
        ("users.csv", "user_id,country\nu1,DE\nu2,FR\n"),
        ("base.yaml", "window: {age: 50ms}\nworkers: 2\n"),
    ] {
        std::fs::write(directory.path().join(name), text).expect("written");
    }
    directory
}

fn options() -> LoadOptions {
    let env = [("SERVERS", "localhost:9092"), ("PASSWORD", "hunter2"), ("NUMBER", "5"), ("EMPTY", "")];
    let env = env.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    LoadOptions { env, embedded: true, ..LoadOptions::default() }
}

fn plan(job: &Job) -> Result<()> {
    let load = |(name, spec): (&String, &mubatch::job::TableSpec)| {
        let mubatch::job::TableKind::File(path) = &spec.kind;
        file::load(name, path, &spec.key, spec.columns.as_ref()).map(Arc::new)
    };
    let tables: Tables = job.tables.iter().map(load).collect::<Result<_>>()?;
    let Job { source, mapper, outputs, .. } = job;
    let functions = &Context::default();
    SqlMapper::plan(PlanInput { source: &source.schema, statements: mapper, tables: &tables, outputs, functions })
        .map(drop)
}

/// Reads the file, and plans what it says.
fn read(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).expect("written");
    let (result, most) = memory::most(|| load(path, &options()).and_then(|job| plan(&job)));
    assert!(most < MEMORY_BYTES_MAX, "{most} bytes of memory for a job file of {}", bytes.len());
    if let Err(error) = &result {
        assert!(!error.to_string().is_empty());
        assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
    }
    result
}

#[test]
fn job_files() {
    let seeds = corpus("jobs");
    let words = [
        "\n  ",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: *a",
        "!!str ",
        "|\n",
        ">-\n",
        "? ",
        "#",
        "---\n",
        "...\n",
        "\t",
        "${SERVERS}",
        "${PASSWORD",
        "$${",
        "${NUMBER:7}",
        "${}",
        "~",
        "null",
        "0x1F",
        "1_000",
        "999999999999GiB",
        "-1ms",
        "50%",
        "extends: base.yaml",
        "extends: job.yaml",
        "array<",
        "struct<a: ",
        "decimal(39, 40)",
        "timestamp(7)",
        "not null",
        "_topic",
    ];
    let directory = directory();
    let path = directory.path().join("job.yaml");
    for seed in &seeds {
        read(&path, seed).unwrap_or_else(|error| panic!("a job of the corpus: {error}"));
    }
    cases("job_files", 600, |random| {
        let seed = random.pick(&seeds).clone();
        _ = read(&path, &mutate(&seed, &seeds, &words, random));
    });
}

#[test]
fn job_files_that_grow() {
    let directory = directory();
    let path = directory.path().join("job.yaml");
    let laughs = (1..20).fold("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        let before = format!("*a{}", n - 1);
        text + &format!("a{n}: &a{n} [{}]\n", [before.as_str(); 10].join(", "))
    });
    let merged = (1..30).fold("a0: &a0 {k: v}\n".to_owned(), |text, n| {
        text + &format!("a{n}: &a{n} {{l: *a{}, r: *a{}}}\n", n - 1, n - 1)
    });
    let anchors =
        (0..60).fold(String::new(), |text, n| text + &format!("&n{n} [")) + &"x, ".repeat(40_000) + &"]".repeat(60);
    let cases: [(&str, String); 12] = [
        ("laughs", laughs),
        ("merged", merged),
        ("anchors in anchors", anchors),
        ("flow", "[".repeat(100_000)),
        ("maps", "{a: ".repeat(100_000)),
        ("blocks", (0..5000).map(|n| " ".repeat(n) + "a:\n").collect()),
        ("dashes", "- ".repeat(100_000)),
        ("questions", "? ".repeat(100_000)),
        ("quotes", format!("job: \"{}", "\\x41".repeat(100_000))),
        ("keys", (0..60_000).map(|n| format!("k{n}: 1\n")).collect()),
        ("variables", format!("job: {}", "${PASSWORD}".repeat(100_000))),
        ("types", format!("source: {{columns: {{a: '{}'}}}}", "array<".repeat(50_000))),
    ];
    for (name, text) in cases {
        assert!(read(&path, text.as_bytes()).is_err(), "{name}");
    }
}

const AROUND: &str = "job: j\nsource: {topics: [in], format: json, columns: {id: varchar, n: bigint, m: bigint, price: double, at: timestamp, \
    tags: array<varchar>, attributes: map<varchar>, object: 'struct<a: int, b: varchar>'}}
tables: {users: {file: users.csv, key: user_id}}
outputs: {out: {topic: out, format: json}}\n";

fn with_statement(sql: &[u8]) -> Vec<u8> {
    let sql = String::from_utf8_lossy(sql).replace(['\n', '\r', '\0'], " ");
    let sql: String = sql.chars().filter(|c| !c.is_control()).collect();
    format!("{AROUND}mapper:\n  - into: out\n    sql: |\n      {sql}\n").into_bytes()
}

#[test]
fn statements() {
    let seeds = corpus_lines("sql");
    let words = [
        " SELECT ",
        " FROM events ",
        " JOIN users u ON ",
        " WHERE ",
        " GROUP BY ",
        " ORDER BY ",
        " LIMIT ",
        " UNION ALL ",
        "(",
        ")",
        "*",
        ",",
        "'",
        "\"",
        "--",
        "/*",
        " CASE WHEN ",
        " END ",
        " AS ",
        "CAST(",
        " OVER (",
        " WITH a AS (",
        "[1]",
        "['a']",
        "::",
        "$1",
        "?",
        "INTERVAL '1 day'",
        "DATE '2026-01-01'",
        "unnest(",
        "array_agg(",
        "sha256_hex(",
        "window_time()",
        "now()",
        "NULL",
        " NOT ",
        " IN (",
        " BETWEEN ",
        " LIKE ",
        " EXISTS (",
        "regexp_replace(",
        "to_timestamp(",
        "date_trunc('day', ",
        "_topic",
        "_headers",
        "_key",
    ];
    let directory = directory();
    let path = directory.path().join("job.yaml");
    for seed in &seeds {
        read(&path, &with_statement(seed))
            .unwrap_or_else(|error| panic!("a statement of the corpus: {}: {error}", String::from_utf8_lossy(seed)));
    }
    cases("statements", 400, |random: &mut Random| {
        let seed = random.pick(&seeds).clone();
        let mut sql = mutate(&seed, &seeds, &words, random);
        // A query of many joins takes DataFusion long to plan; that is for its author to wait for.
        sql.truncate(1500);
        _ = read(&path, &with_statement(&sql));
    });
}

#[test]
fn statements_that_nest() {
    // On as much stack as the main thread has, where statements are planned.
    let planning = std::thread::Builder::new().stack_size(8 << 20).spawn(nest).expect("a thread");
    planning.join().expect("no panic");
}

fn nest() {
    let directory = directory();
    let path = directory.path().join("job.yaml");
    for (before, inner, after, n) in [
        ("(", "1", ")", 20_000),
        ("(SELECT ", "1", ")", 5_000),
        ("NOT ", "true", "", 20_000),
        ("- ", "1", "", 20_000),
        ("CASE WHEN true THEN ", "1", " END", 5_000),
        ("[", "1", "]", 20_000),
        ("abs(", "n", ")", 5_000),
        ("", "1", " + 1", 20_000),
        ("", "id", " || id", 2_000),
        ("", "1", " IS NULL OR 1", 2_000),
    ] {
        let sql = format!("SELECT {}{inner}{} AS a FROM events", before.repeat(n), after.repeat(n));
        assert!(read(&path, &with_statement(sql.as_bytes())).is_err(), "{before}{after}");
    }
    for (term, operator, n) in [("n", " + ", 250), ("n = 1", " OR ", 125), ("id", " || ", 250)] {
        let terms = vec![term; n].join(operator);
        let sql = format!("SELECT {terms} AS a FROM events");
        read(&path, &with_statement(sql.as_bytes())).unwrap_or_else(|error| panic!("{error:.300}"));
    }
}
