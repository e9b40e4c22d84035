//! Jobs and files that are wrong: the person who wrote them reads where, what, and the way out, and the program ends
//! with code 2 before it has touched anything.

mod support;

use std::sync::Arc;

use apache_avro::Schema;
use apache_avro::types::Value;
use arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use parquet::arrow::ArrowWriter;
use support::JobDir;

/// A job without a mistake; every test makes one.
const GOOD: &str = "job: purchases
kafka: {bootstrap.servers: '127.0.0.1:1'}
schema_registry: {url: 'http://127.0.0.1:1'}
source:
  topics: [purchases]
  format: json
  schema: purchase.avsc
  key: user_id
window: {age: 50ms, events: 1000}
tables:
  users: {file: users.csv, key: user_id}
mapper:
  - view: paid
    sql: |
      SELECT p.purchase_id, p.user_id, p.cents, u.country
      FROM events p
      JOIN users u ON u.user_id = p.user_id
      WHERE p.paid
  - into: totals
    sql: |
      SELECT purchase_id, user_id, cents / 100 AS euros, country FROM paid
outputs:
  totals: {topic: totals, format: json, key: user_id}
dead_letters: {topic: purchases-dead}
";

const PURCHASE: &str = r#"{"type": "record", "name": "purchase", "fields": [
  {"name": "purchase_id", "type": "string"},
  {"name": "user_id", "type": "string"},
  {"name": "cents", "type": "long"},
  {"name": "paid", "type": "boolean", "default": true}
]}"#;

fn directory(job: &str) -> JobDir {
    let directory = JobDir::new(job);
    directory.write("purchase.avsc", PURCHASE);
    directory.write("users.csv", "user_id,country\nu1,DE\nu2,FR\n");
    directory
}

/// The good job with something replaced by something else.
fn with(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from:?} stands in the job once");
    GOOD.replace(from, to)
}

/// `mubatch check` ends with code 2 and says this, and only this, on standard error.
#[track_caller]
fn refused(directory: &JobDir, message: &str) {
    let (code, _, errors) = directory.mubatch("check", &[]);
    assert_eq!(errors, format!("error: {message}\n"));
    assert_eq!(code, 2, "{message}");
}

/// The message about a place in a line of the job file (from 1), as it is printed: with the line and a mark under it.
fn marked(job: &str, line: usize, place: &str, message: &str) -> String {
    let text = job.lines().nth(line - 1).expect("the line");
    let indent = text.len() - text.trim_start().len();
    let column = text.rfind(place).expect("the place stands in the line");
    let (text, mark) = (text.trim_start(), " ".repeat(column - indent));
    format!("job.yaml:{line}:{}: {message}\n  {line} | {text}\n     | {mark}^", column + 1)
}

#[test]
fn the_job_that_the_mistakes_are_made_in_is_right() {
    let (code, out, errors) = directory(GOOD).mubatch("check", &[]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.ends_with("\nok\n"), "{out}");
}

#[test]
fn mistakes_in_the_job_file() {
    let cases = [
        ("window:", "windw:", "job.yaml:9:1: unknown key \"windw\" in the job; did you mean \"window\"?"),
        ("  topics:", "  topic:", "job.yaml:5:3: unknown key \"topic\" in source; did you mean \"topics\"?"),
        ("events: 1000", "events: many", "job.yaml:9:29: window.events: expected a whole number, found \"many\""),
        (
            "age: 50ms",
            "age: 50",
            "job.yaml:9:15: window.age: expected a whole number with a unit (ms, s, m, h or d), such as 100ms, found \"50\"",
        ),
        (
            "topics: [purchases]",
            "topics: purchases",
            "job.yaml:5:11: source.topics: expected a list: [a, b], found a single value",
        ),
        (
            "schema: purchase.avsc",
            "schema: purchases.avsc",
            "job.yaml:7:11: cannot read purchases.avsc: there is no such file; paths are relative to the file they stand in",
        ),
        (
            "schema: purchase.avsc",
            "columns: {user_id: varchr}",
            "job.yaml:7:22: column user_id: unknown type \"varchr\", did you mean \"varchar\"?",
        ),
        (
            "file: users.csv",
            "file: user.csv",
            "job.yaml:11:17: cannot read user.csv: there is no such file; paths are relative to the file they stand in",
        ),
        (
            "users.csv, key: user_id",
            "users.csv, key: usr_id",
            "load table users: read users.csv: no column \"usr_id\", which is to be the key; did you mean \"user_id\"?",
        ),
        (
            "kafka: {",
            "kafka: {enable.auto.commit: true, ",
            "job.yaml:2:9: \"enable.auto.commit\" must be false: offsets are committed in the transaction that carries the results",
        ),
        (
            "servers: '127.0.0.1:1'",
            "servers: '${NOWHERE}'",
            "job.yaml:2:29: the variable NOWHERE is not set; set it, or give a default: ${NOWHERE:default}",
        ),
    ];
    std::thread::scope(|scope| {
        for (from, to, message) in cases {
            scope.spawn(move || refused(&directory(&with(from, to)), message));
        }
    });
}

#[test]
fn mistakes_in_statements() {
    let repeat = "differs from run to run, so a window that is mapped again would give other rows";
    let cases = [
        (
            "WHERE p.paid",
            "WERE p.paid",
            18,
            "WERE",
            "expected end of statement, found WERE; did you mean WHERE instead of WERE?".to_owned(),
        ),
        ("p.cents, u", "p.cent, u", 15, "p.cent,", "column p.cent does not exist; did you mean p.cents?".to_owned()),
        ("FROM paid", "FROM padi", 21, "padi", "table padi does not exist; did you mean paid?".to_owned()),
        ("cents / 100", "rond(cents)", 21, "rond", "function rond does not exist; did you mean round?".to_owned()),
        ("cents / 100", "now()", 21, "now()", format!("now() {repeat}; use window_time()")),
        ("cents / 100", "random()", 21, "random()", format!("random() {repeat}")),
        ("cents / 100", "uuid()", 21, "uuid()", format!("uuid() {repeat}")),
    ];
    std::thread::scope(|scope| {
        for (from, to, line, mark, message) in cases {
            let job = with(from, to);
            scope.spawn(move || refused(&directory(&job), &marked(&job, line, mark, &message)));
        }
    });
}

#[test]
fn statements_that_do_not_fit_their_output() {
    let routed = "topics: [totals-de, totals-fr], format";
    let wrong_topic = &with("topic: totals, format", routed).replace("FROM paid", ", 5 AS _topic FROM paid");
    let unwanted_topic = &with("FROM paid", ", country AS _topic FROM paid");
    let second = &with("outputs:", "  - into: totals\n    sql: SELECT purchase_id, user_id FROM paid\noutputs:");
    let cases = [
        (
            with("totals, format: json, key: user_id", "totals, format: json, key: usr_id"),
            "job.yaml:21: the key of output totals, usr_id, is no column of the statement; did you mean user_id?".to_owned(),
        ),
        (
            second.clone(),
            "job.yaml:23: output totals gets other columns here than at job.yaml:21: euros is missing".to_owned(),
        ),
        (
            second.replace("user_id FROM", "user_id, 'x' AS euros, country FROM"),
            "job.yaml:23: output totals gets other columns here than at job.yaml:21: euros is bigint there and varchar here"
                .to_owned(),
        ),
        (
            with("topic: totals, format", routed),
            "job.yaml:21: output totals has several topics; the statement has to say which one a row goes to: … AS _topic"
                .to_owned(),
        ),
        (
            unwanted_topic.clone(),
            marked(
                unwanted_topic,
                21,
                "_topic",
                "output totals has one topic, so its rows have no _topic to choose; leave it out, or rename it with AS",
            ),
        ),
        (
            wrong_topic.clone(),
            marked(wrong_topic, 21, "_topic", "column _topic of output totals has to be varchar, not bigint"),
        ),
    ];
    std::thread::scope(|scope| {
        for (job, message) in &cases {
            scope.spawn(move || refused(&directory(job), message));
        }
    });
}

#[test]
fn an_avro_schema_that_does_not_fit_its_output() {
    let avro = with("totals, format: json,", "totals, format: avro, schema: total.avsc,");
    let fields = |fields: &str| format!(r#"{{"type": "record", "name": "total", "fields": [{fields}]}}"#);
    let field = |name: &str, kind: &str| format!(r#"{{"name": "{name}", "type": ["null", "{kind}"]}},"#);
    let fits = field("purchase_id", "string") + &field("user_id", "string") + &field("euros", "long");
    let (country, other) = (field("country", "string"), r#"{"name": "currency", "type": "string"}"#);
    let cases = [
        (
            fields(&(fits.clone() + other)),
            "output totals: output column country is not in the Avro schema: add a field for it, or leave it out of the statement",
        ),
        (
            fields(&(fits.clone() + &country + other)),
            "output totals: field currency of the Avro schema has no default, and the output has no column for it",
        ),
        (fields((fits.replace("long", "int") + &country).trim_end_matches(',')), "output totals: output column euros"),
        (
            fields(&(fits.clone() + r#"{"name": "country", "type": "string"}"#)),
            "output totals: output column country may be null, which the Avro schema does not allow: allow it with \"type\": [\"null\", …], or give the column a value with coalesce(…)",
        ),
        ("{}".to_owned(), "job.yaml:23:49: total.avsc: parse Avro schema: "),
    ];
    for (schema, message) in cases {
        let directory = directory(&avro);
        directory.write("total.avsc", &schema);
        let (code, _, errors) = directory.mubatch("check", &[]);
        assert!(errors.starts_with(&format!("error: {message}")), "{schema}: {errors}");
        assert_eq!(code, 2);
    }
}

#[test]
fn job_files_that_are_none() {
    let cases: [(&[u8], &str); 3] = [
        (b"", "job.yaml:1:1: the file is empty; a job has the keys job, kafka, source, mapper and outputs"),
        (b"job: \xff\n", "job.yaml:1:6: these bytes are not UTF-8; save the file as UTF-8"),
        (
            b"job: [a\n",
            "job.yaml:2:1: not YAML: while parsing a flow sequence, expected ',' or ']'; put quotes around a value with \
             special characters, or check the indentation",
        ),
    ];
    let directory = directory(GOOD);
    for (job, message) in cases {
        directory.write("job.yaml", job);
        refused(&directory, message);
    }
    std::fs::remove_file(directory.job()).expect("removed");
    refused(&directory, "read job file job.yaml: there is no such file");
}

#[test]
fn input_files_that_cannot_be_read() {
    let cases: [(&str, Option<&[u8]>, &str); 7] = [
        ("in.ndjson", None, "there is no such file"),
        (
            "in.txt",
            Some(b"{}"),
            "its name does not say what it is: the known extensions are .ndjson, .jsonl, .json, .csv, .avro and .parquet",
        ),
        ("in.csv", Some(b""), "line 1: no header: the first line of a CSV file names its columns"),
        (
            "in.csv",
            Some(b"purchase_id,usr_id,cents\n"),
            "line 1: no column \"user_id\", which is required; did you mean \"usr_id\"?",
        ),
        ("in.csv", Some(b"cents,cents\n"), "line 1: two columns are named \"cents\": rename one"),
        ("in.parquet", Some(b"PAR1"), "it is not a Parquet file, or a part of one: "),
        ("in.avro", Some(b"{}"), "it is not an Avro file, or a part of one: "),
    ];
    for (name, content, message) in cases {
        let directory = directory(GOOD);
        if let Some(content) = content {
            directory.write(name, content);
        }
        for (verb, args) in
            [("map", ["--output", "out", "--input", name]), ("run", ["--log-level", "off", "--input", name])]
        {
            let more: &[&str] = if verb == "run" { &["--embedded"] } else { &[] };
            let (code, out, errors) = directory.mubatch(verb, &[more, &args].concat());
            assert!(errors.starts_with(&format!("error: read {name}: {message}")), "{verb} {name}: {errors}");
            assert_eq!((code, out.as_str()), (2, ""), "{verb} {name}");
        }
    }
}

#[test]
fn a_column_that_is_probably_misspelt_in_an_input_file_is_warned_of() {
    let directory = directory(GOOD);
    directory.write("in.csv", "purchase_id,user_id,cents,piad\np1,u1,100,false\n");
    let (code, _, errors) = directory.mubatch("map", &["--output", "out", "--input", "in.csv"]);
    let warning = "read in.csv: no column \"paid\", which is null or its default in every row; is \"piad\" meant?";
    assert!(errors.contains(warning), "{errors}");
    assert_eq!(code, 0, "{errors}");
}

/// Six columns of every kind that all four file formats have.
const ROWS: &str = "job: rows
kafka: {bootstrap.servers: '127.0.0.1:1'}
source: {topics: [rows], format: json, schema: row.avsc, key: id}
window: {events: 2}
mapper:
  - into: out
    sql: |
      SELECT id, upper(text) AS text, number, number % 7 AS rest, share / 3 AS share, flag, at FROM events
      WHERE flag IS NOT NULL OR number IS NULL
outputs: {out: {topic: rows-out, format: json, key: id}}
dead_letters: {topic: rows-dead}
";

const ROW: &str = r#"{"type": "record", "name": "row", "fields": [
  {"name": "id", "type": "string"},
  {"name": "text", "type": ["null", "string"], "default": null},
  {"name": "number", "type": ["null", "long"], "default": null},
  {"name": "share", "type": ["null", "double"], "default": null},
  {"name": "flag", "type": ["null", "boolean"], "default": null},
  {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null}
]}"#;

/// Rows of [`ROW`]'s columns.
type Row = (&'static str, Option<&'static str>, Option<i64>, Option<f64>, Option<bool>, Option<i64>);

fn rows() -> Vec<Row> {
    vec![
        ("a", Some("Grüße, \"quoted\""), Some(1), Some(1.5), Some(true), Some(1_769_860_800_123_456)),
        ("b", None, None, None, None, None),
        ("c", Some("two\nlines\tand a tab"), Some(i64::MIN), Some(-0.1), Some(false), Some(0)),
        ("d", Some("left out by the statement"), Some(4), None, None, None),
        ("e", Some("{}[]:,'"), Some(i64::MAX), Some(1e300), Some(true), Some(-1)),
    ]
}

fn ndjson() -> String {
    let line = |(id, text, number, share, flag, at): Row| {
        serde_json::json!({"id": id, "text": text, "number": number, "share": share, "flag": flag, "at": at})
            .to_string()
            + "\n"
    };
    rows().into_iter().map(line).collect()
}

/// The columns in another order, as spreadsheets write them.
fn csv() -> String {
    let line = |(id, text, number, share, flag, at): Row| {
        let text = text.map(|text| format!("\"{}\"", text.replace('"', "\"\""))).unwrap_or_default();
        let [number, at] = [number, at].map(|number| number.map(|n| n.to_string()).unwrap_or_default());
        let share = share.map(|share| share.to_string()).unwrap_or_default();
        let flag = flag.map(|flag| flag.to_string()).unwrap_or_default();
        format!("{number},{share},{text},{id},{flag},{at}\r\n")
    };
    "number,share,text,id,flag,at\r\n".to_owned() + &rows().into_iter().map(line).collect::<String>()
}

fn avro() -> Vec<u8> {
    let schema = Schema::parse_str(ROW).expect("a schema");
    let mut writer = apache_avro::Writer::new(&schema, Vec::new()).expect("a writer");
    let option =
        |value: Option<Value>| value.map_or(Value::Union(0, Box::new(Value::Null)), |v| Value::Union(1, Box::new(v)));
    for (id, text, number, share, flag, at) in rows() {
        let fields = [
            ("id", Value::String(id.into())),
            ("text", option(text.map(|text| Value::String(text.into())))),
            ("number", option(number.map(Value::Long))),
            ("share", option(share.map(Value::Double))),
            ("flag", option(flag.map(Value::Boolean))),
            ("at", option(at.map(Value::TimestampMicros))),
        ];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        writer.append_value(Value::Record(fields)).expect("written");
    }
    writer.into_inner().expect("a file")
}

fn parquet() -> Vec<u8> {
    let rows = rows();
    let columns: [(&str, ArrayRef); 6] = [
        ("at", Arc::new(rows.iter().map(|row| row.5).collect::<TimestampMicrosecondArray>().with_timezone("UTC"))),
        ("flag", Arc::new(rows.iter().map(|row| row.4).collect::<BooleanArray>())),
        ("id", Arc::new(rows.iter().map(|row| Some(row.0)).collect::<StringArray>())),
        ("number", Arc::new(rows.iter().map(|row| row.2).collect::<Int64Array>())),
        ("share", Arc::new(rows.iter().map(|row| row.3).collect::<Float64Array>())),
        ("text", Arc::new(rows.iter().map(|row| row.1).collect::<StringArray>())),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.into_inner().expect("a file")
}

/// What `map` makes of a file, and what `run --embedded` does: the outputs' lines, sorted, for several partitions have no
/// order among them.
fn map_and_run(directory: &JobDir, input: &str) -> (Vec<String>, Vec<String>) {
    let (code, out, errors) = directory.mubatch("map", &["--output", "out", "--input", input]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    let mapped = std::fs::read_to_string(directory.path("out/out.ndjson")).expect("an output");
    let (code, run, errors) = directory.mubatch("run", &["--embedded", "--log-level", "off", "--input", input]);
    assert_eq!(code, 0, "{errors}");
    let run = run.lines().filter_map(|line| {
        let (topic, record) = line.split_once('\t').expect("topic, key and value");
        let (key, value) = record.split_once('\t').expect("key and value");
        assert!(topic == "rows-dead" || value.starts_with(&format!("{{\"id\":\"{key}\",")), "{line}");
        (topic == "rows-out").then(|| value.to_owned())
    });
    let (mut mapped, mut run): (Vec<String>, Vec<String>) =
        (mapped.lines().map(str::to_owned).collect(), run.collect());
    mapped.sort();
    run.sort();
    (mapped, run)
}

#[test]
fn the_same_rows_come_out_of_map_and_run_whatever_the_file() {
    let expected = [
        r#"{"id":"a","text":"GRÜSSE, \"QUOTED\"","number":1,"rest":1,"share":0.5,"flag":true,"at":"2026-01-31T12:00:00.123456Z"}"#,
        r#"{"id":"b","text":null,"number":null,"rest":null,"share":null,"flag":null,"at":null}"#,
        r#"{"id":"c","text":"TWO\nLINES\tAND A TAB","number":-9223372036854775808,"rest":-1,"share":-0.03333333333333333,"flag":false,"at":"1970-01-01T00:00:00.000000Z"}"#,
        r#"{"id":"e","text":"{}[]:,'","number":9223372036854775807,"rest":0,"share":3.3333333333333335e299,"flag":true,"at":"1969-12-31T23:59:59.999999Z"}"#,
    ];
    let files = [
        ("in.ndjson", ndjson().into_bytes()),
        ("in.csv", csv().into_bytes()),
        ("in.avro", avro()),
        ("in.parquet", parquet()),
    ];
    std::thread::scope(|scope| {
        for (name, content) in files {
            scope.spawn(move || {
                let directory = JobDir::new(ROWS);
                directory.write("row.avsc", ROW);
                directory.write(name, content);
                let (mapped, run) = map_and_run(&directory, name);
                assert_eq!(mapped, expected, "{name}");
                assert_eq!(run, expected, "{name}");
            });
        }
    });
}

#[test]
fn bad_rows_of_a_file_are_set_aside_with_their_place() {
    let good = r#"{"id":"a","number":1,"flag":true}"#;
    let bad = [
        r#"{"id":"b","number":"one","flag":true}"#,
        r#"{"number":1}"#,
        "not JSON",
        r#"{"id":"c","number":9223372036854775808}"#,
    ];
    let directory = JobDir::new(ROWS);
    directory.write("row.avsc", ROW);
    directory.write("in.ndjson", format!("{good}\n{}\n\n{good}\n", bad.join("\n")));
    let (mapped, run) = map_and_run(&directory, "in.ndjson");
    assert_eq!((mapped.len(), run.len()), (2, 2));
    let dead = std::fs::read_to_string(directory.path("out/dead_letters.ndjson")).expect("dead letters");
    let dead: Vec<serde_json::Value> = dead.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let reasons = ["wrong_type", "missing", "json_syntax", "out_of_range"];
    assert_eq!(dead.len(), bad.len());
    for (at, letter) in dead.iter().enumerate() {
        assert_eq!(letter["reason"], reasons[at], "{letter}");
        assert_eq!((&letter["file"], &letter["line"]), (&"in.ndjson".into(), &(at + 2).into()), "{letter}");
        assert_eq!(letter["value"], bad[at]);
    }
    let message = dead[0]["message"].as_str().expect("a message");
    assert!(message.starts_with("column number: expected an integer of 64 bits, found a string"), "{message}");

    // A row of CSV that has lost a field keeps what it has. A job without a topic for dead letters has the file all the same.
    directory.write("job.yaml", ROWS.replace("dead_letters: {topic: rows-dead}\n", ""));
    directory.write("in.csv", "id,number,flag\na,1,true\nb,2\nc,x,true\n");
    let (code, out, errors) = directory.mubatch("map", &["--output", "out", "--input", "in.csv"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.starts_with("3 events in, 1 decoded, 2 dead letters\n1 rows in output out\n"), "{out}");
    let dead = std::fs::read_to_string(directory.path("out/dead_letters.ndjson")).expect("dead letters");
    let dead: Vec<serde_json::Value> = dead.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&dead[0]["line"], &dead[0]["value"]), (&3.into(), &r#"["b","2"]"#.into()));
    assert_eq!((&dead[1]["line"], &dead[1]["value"]), (&4.into(), &r#"{"id":"c","number":"x","flag":true}"#.into()));

    // Where events come from a topic, such a job stops instead, and says at which event.
    directory.write("in.ndjson", format!("{good}\n{}\n", bad[0]));
    let (code, out, errors) = directory.mubatch("run", &["--embedded", "--log-level", "off", "--input", "in.ndjson"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(errors.contains("error: cannot use event rows["), "{errors}");
    assert!(errors.contains(" (decode, wrong_type): column number: expected an integer"), "{errors}");
    assert!(errors.contains("; give the job a dead_letters topic to set such messages aside"), "{errors}");
}
