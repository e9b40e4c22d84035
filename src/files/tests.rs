use std::fs;
use std::sync::Arc;

use apache_avro::types::Value as Avro;
use apache_avro::writer::datum::GenericDatumWriter;
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringViewArray, TimestampMicrosecondArray};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

fn columns(columns: &[(&str, &str)]) -> Columns {
    let columns: Vec<_> = columns.iter().map(|(name, sql)| (name.to_string(), sql.to_string())).collect();
    Columns::from_inline(&columns).unwrap()
}

/// A directory with one file in it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, content).unwrap();
    (directory, path)
}

fn messages(path: &Path, columns: &Columns) -> Result<Vec<(Position, String)>> {
    let mut input = InputFile::open(path, columns)?;
    let (mut found, mut value) = (vec![], b"left over".to_vec());
    while let Some(position) = input.next(&mut value)? {
        found.push((position, String::from_utf8_lossy(&value).into_owned()));
    }
    assert_eq!(input.next(&mut value).unwrap(), None);
    Ok(found)
}

fn csv(content: &str, columns: &Columns) -> Result<Vec<(u64, Value)>> {
    let (_directory, path) = file("in.csv", content);
    let json = |(position, text): (Position, String)| match position {
        Position::Line(line) => (line, serde_json::from_str(&text).unwrap()),
        Position::Row(_) => panic!("a line was expected"),
    };
    Ok(messages(&path, columns)?.into_iter().map(json).collect())
}

fn error<T>(result: Result<T>) -> String {
    let error = result.err().unwrap();
    assert_eq!(error.kind(), crate::error::ErrorKind::Job);
    let text = error.to_string();
    // The name of the temporary directory is of no interest.
    match (text.find('/'), text.find("/in.")) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to + 1..]),
        _ => text,
    }
}

#[test]
fn lines_are_messages_as_they_are() {
    let (_directory, path) = file("in.ndjson", "\u{feff}{\"a\": 1}\r\n\n  \r\nnot json\t\n{\"b\":\"é\"}");
    let found = messages(&path, &columns(&[])).unwrap();
    let expected = [(1, "{\"a\": 1}"), (4, "not json\t"), (5, "{\"b\":\"é\"}")];
    assert_eq!(found, expected.map(|(line, text)| (Position::Line(line), text.to_owned())));
}

#[test]
fn a_line_may_have_16_mib_and_no_more() {
    let (_directory, path) = file("in.jsonl", [b"x".repeat(ROW_BYTES_MAX), b"\r\n".to_vec()].concat());
    assert_eq!(messages(&path, &columns(&[])).unwrap()[0].1.len(), ROW_BYTES_MAX);
    let (_directory, path) = file("in.jsonl", [b"{}\n".to_vec(), b"x".repeat(ROW_BYTES_MAX + 1)].concat());
    let text = error(messages(&path, &columns(&[])));
    assert_eq!(text, "read in.jsonl: line 2: longer than 16 MiB: is it one row per line?");
}

#[test]
fn csv_fields_are_written_by_the_types_of_the_job() {
    let columns = columns(&[
        ("t", "varchar"),
        ("n", "bigint"),
        ("d", "double"),
        ("b", "boolean"),
        ("at", "timestamp"),
        ("l", "array<bigint>"),
    ]);
    let rows = csv(
        "t,n,d,b,at,l,other\n\
         00123,42,-1.5e3,TRUE,2021-03-01 20:58:11.021,\"[1, 2]\",7\n\
         true,007,+1,yes,1614632291021,1,\n\
         \"\",,,,,,\"say \"\"é\"\"\\\t\"\n",
        &columns,
    );
    let expected = [
        json!({"t": "00123", "n": 42, "d": -1500.0, "b": true, "at": "2021-03-01 20:58:11.021", "l": [1, 2], "other": "7"}),
        json!({"t": "true", "n": "007", "d": "+1", "b": "yes", "at": 1_614_632_291_021_i64, "l": "1"}),
        json!({"other": "say \"é\"\\\t"}),
    ];
    assert_eq!(rows.unwrap(), [2, 3, 4].into_iter().zip(expected).collect::<Vec<_>>());
}

#[test]
fn csv_rows_know_the_line_they_begin_on() {
    for end in ["\n", "\r\n"] {
        let content = ["a,b", "1,\"two", "lines\"", "", "2,x"].join(end);
        let lines: Vec<u64> = csv(&content, &columns(&[])).unwrap().into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 5], "{end:?}");
    }
}

#[test]
fn a_csv_row_with_another_number_of_fields_costs_itself() {
    let rows = csv("a,b\n1\n1,2,3\n1,2\n", &columns(&[("a", "bigint")])).unwrap();
    assert_eq!(rows, [(2, json!(["1"])), (3, json!(["1", "2", "3"])), (4, json!({"a": 1, "b": "2"}))]);
}

#[test]
fn a_csv_field_that_is_not_utf_8_reaches_the_decoder_as_it_is() {
    let (_directory, path) = file("in.csv", b"a\n\xff\n");
    let mut value = vec![];
    InputFile::open(&path, &columns(&[])).unwrap().next(&mut value).unwrap();
    assert_eq!(value, b"{\"a\":\"\xff\"}");
}

#[test]
fn a_csv_file_needs_a_sound_header() {
    let required = columns(&[("event_id", "varchar not null")]);
    let cases = [
        ("", "line 1: no header: the first line of a CSV file names its columns"),
        ("a,a\n", "line 1: two columns are named \"a\": rename one"),
        ("eventid,b\n", "line 1: no column \"event_id\", which is required; did you mean \"eventid\"?"),
        ("a,b\n", "line 1: no column \"event_id\", which is required; it has: a, b"),
    ];
    for (content, expected) in cases {
        assert_eq!(error(csv(content, &required)), format!("read in.csv: {expected}"));
    }
    let (_directory, path) = file("in.csv", b"a,\xff\n");
    assert_eq!(error(csv_header(&path)), "read in.csv: line 1: not UTF-8: save the file as UTF-8");
}

#[test]
fn a_missing_column_that_has_a_default_is_no_error() {
    let avsc = r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int", "default": 0}]}"#;
    assert_eq!(csv("b\n1\n", &Columns::from_avsc(avsc).unwrap()).unwrap(), [(2, json!({"b": "1"}))]);
}

#[test]
fn a_csv_quote_that_is_never_closed_does_not_take_in_the_file() {
    let (_directory, path) = file("in.csv", [b"a\n1\n\"".to_vec(), b"x\n".repeat(ROW_BYTES_MAX)].concat());
    let text = error(messages(&path, &columns(&[])));
    assert_eq!(text, "read in.csv: line 3: longer than 16 MiB: is it one row per line?");
}

/// More rows than are read at a time.
fn batch() -> RecordBatch {
    let ids = StringViewArray::from_iter_values((0..3000).map(|i| format!("an identifier that is long: {i}")));
    let counts = Int64Array::from_iter((0..3000).map(|i| (i % 7 != 0).then_some(i)));
    let times = TimestampMicrosecondArray::from_iter_values((0..3000).map(|i| i * 1_000_001)).with_timezone("+00:00");
    let named =
        [("id", Arc::new(ids) as ArrayRef, false), ("n", Arc::new(counts), true), ("at", Arc::new(times), true)];
    RecordBatch::try_from_iter_with_nullable(named).unwrap()
}

/// Reads the file of [`batch`] as messages, of which `at` is not wanted.
fn check_batch_file(path: &Path) {
    let wanted = columns(&[("n", "bigint"), ("id", "varchar"), ("not there", "varchar")]);
    let found = messages(path, &wanted).unwrap();
    assert_eq!(found.len(), 3000);
    for (i, (position, text)) in found.iter().enumerate() {
        assert_eq!(*position, Position::Row(i as u64 + 1));
        let row: Value = serde_json::from_str(text).unwrap();
        assert_eq!(row["id"], json!(format!("an identifier that is long: {i}")));
        assert_eq!(row.get("n").and_then(Value::as_u64), (i % 7 != 0).then_some(i as u64));
        assert_eq!(row.get("at"), None);
    }
    let text = error(InputFile::open(path, &columns(&[("user_id", "varchar"), ("ids", "varchar not null")])));
    assert!(text.ends_with(": no column \"ids\", which is required; did you mean \"id\"?"), "{text}");
    let text = error(InputFile::open(path, &columns(&[("x", "varchar")])));
    assert!(text.ends_with(": none of the job's columns is in it; it has: id, n, at"), "{text}");
}

#[test]
fn parquet_rows_are_messages() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("in.parquet");
    let file = File::create(&path).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(file, batch().schema(), None).unwrap();
    writer.write(&batch()).unwrap();
    writer.close().unwrap();
    check_batch_file(&path);
}

/// What a message would hold, a file's row holds: bytes in a text column are text, and the farthest times the same.
#[test]
fn values_of_parquet_are_those_of_a_message() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, column: ArrayRef| {
        let path = directory.path().join(name);
        let batch = RecordBatch::try_from_iter([("x", column)]).unwrap();
        let mut writer =
            ::parquet::arrow::ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        path
    };
    let text = |path: &Path, column: &str| {
        messages(path, &columns(&[("x", column)]))
            .map(|found| found.into_iter().map(|(_, text)| text).collect::<Vec<_>>())
    };
    let bytes = write("bytes.parquet", Arc::new(arrow::array::BinaryArray::from_vec(vec![b"hello", "ß".as_bytes()])));
    assert_eq!(text(&bytes, "varchar").unwrap(), [r#"{"x":"hello"}"#, r#"{"x":"ß"}"#]);
    assert_eq!(text(&bytes, "varbinary").unwrap(), [r#"{"x":"aGVsbG8="}"#, r#"{"x":"w58="}"#]);
    let broken = write("broken.parquet", Arc::new(arrow::array::BinaryArray::from_vec(vec![b"\xff"])));
    assert!(error(text(&broken, "varchar")).ends_with("column x has bytes that are not UTF-8; make it varbinary"));
    // The year 10000 is a number, in the unit of the job's column.
    let far = write("far.parquet", Arc::new(arrow::array::TimestampMillisecondArray::from(vec![253_402_300_800_000])));
    assert_eq!(text(&far, "timestamp").unwrap(), [r#"{"x":253402300800000000}"#]);
    assert_eq!(text(&far, "timestamp(3)").unwrap(), [r#"{"x":253402300800000}"#]);
}

/// The rows of [`batch`] as Avro.
fn avro_file(directory: &Path) -> PathBuf {
    let avsc = r#"{"type": "record", "name": "Row", "fields": [{"name": "id", "type": "string"},
        {"name": "n", "type": ["null", "long"]}, {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}"#;
    let schema = apache_avro::Schema::parse_str(avsc).unwrap();
    let writer = GenericDatumWriter::builder(&schema).build().unwrap();
    let mut file = AvroFile::create(directory, "in", avsc).unwrap();
    for i in 0..3000_i64 {
        let n = (i % 7 != 0).then_some(i);
        let row = vec![
            ("id".to_owned(), Avro::String(format!("an identifier that is long: {i}"))),
            ("n".to_owned(), Avro::Union(u32::from(n.is_some()), Box::new(n.map_or(Avro::Null, Avro::Long)))),
            ("at".to_owned(), Avro::TimestampMicros(i)),
        ];
        file.write(&writer.write_value_to_vec(Avro::Record(row)).unwrap()).unwrap();
    }
    file.finish().unwrap()
}

#[test]
fn avro_rows_are_messages() {
    let directory = tempfile::tempdir().unwrap();
    check_batch_file(&avro_file(directory.path()));
}

#[test]
fn avro_files_are_as_apache_avro_reads_them() {
    let directory = tempfile::tempdir().unwrap();
    let reader = apache_avro::Reader::builder(File::open(avro_file(directory.path())).unwrap()).build().unwrap();
    let rows: Vec<Avro> = reader.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3000);
    let Avro::Record(last) = &rows[2999] else { panic!("a record was expected") };
    assert_eq!(last[1].1, Avro::Union(1, Box::new(Avro::Long(2999))));

    let path = AvroFile::create(directory.path(), "empty", "\"int\"").unwrap().finish().unwrap();
    assert_eq!(apache_avro::Reader::builder(File::open(path).unwrap()).build().unwrap().count(), 0);
}

#[test]
fn damaged_containers_are_errors() {
    let directory = tempfile::tempdir().unwrap();
    let path = avro_file(directory.path());
    let whole = fs::read(&path).unwrap();
    let id = columns(&[("id", "varchar")]);
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(messages(&path, &id).is_err(), "{length} of {} bytes", whole.len());
    }
    let (_directory, path) = file("in.parquet", "PAR1 and nothing else");
    assert!(
        error(InputFile::open(&path, &id)).starts_with("read in.parquet: it is not a Parquet file, or a part of one: ")
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let open = |name: &str| error(InputFile::open(&directory.path().join(name), &columns(&[])));
    assert_eq!(open("in.csv"), "read in.csv: there is no such file");
    let known = "the known extensions are .ndjson, .jsonl, .json, .csv, .avro and .parquet";
    fs::write(directory.path().join("in.xlsx"), "").unwrap();
    assert_eq!(open("in.xlsx"), format!("read in.xlsx: its name does not say what it is: {known}"));
    fs::create_dir(directory.path().join("in.d")).unwrap();
    assert_eq!(open("in.d"), "read in.d: it is a directory, give its files");
}

fn names(directory: &TempDir) -> Vec<String> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_file_gets_its_name_when_it_is_whole() {
    let (directory, path) = file("out.ndjson", "of an earlier run\n");
    let mut lines = LinesFile::create(directory.path(), "out").unwrap();
    lines.write(b"{\"a\":1}").unwrap();
    lines.write(b"{\"a\":2}").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "of an earlier run\n");
    assert_eq!(lines.finish().unwrap(), path);
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"a\":1}\n{\"a\":2}\n");
    assert_eq!(names(&directory), ["out.ndjson"]);
}

#[test]
fn a_file_that_is_not_finished_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    LinesFile::create(directory.path(), "out").unwrap().write(b"{}").unwrap();
    let mut avro = AvroFile::create(directory.path(), "out", "\"string\"").unwrap();
    avro.write(b"\x02a").unwrap();
    drop(avro);
    assert_eq!(names(&directory), [""; 0]);
}

#[test]
fn dead_letters_say_why_and_where_and_keep_the_row() {
    let directory = tempfile::tempdir().unwrap();
    let mut letters = DeadLetterFile::create(directory.path()).unwrap();
    let file = Path::new("events/in.ndjson");
    let letter = DeadLetter {
        reason: "json_syntax",
        message: "ends early",
        file,
        position: Some(Position::Line(3)),
        events: None,
        value: b"{\n",
    };
    letters.write(letter).unwrap();
    letters.write(DeadLetter { reason: "utf8", position: Some(Position::Row(9)), value: b"\xff", ..letter }).unwrap();
    letters.write(DeadLetter { position: None, value: b"", ..letter }).unwrap();
    letters.write(DeadLetter { reason: "map", position: None, events: Some(7), value: b"{}", ..letter }).unwrap();
    let path = letters.finish().unwrap();
    assert_eq!(path, directory.path().join("dead_letters.ndjson"));
    let lines: Vec<Value> =
        fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let file = "events/in.ndjson";
    assert_eq!(
        lines,
        [
            json!({"reason": "json_syntax", "message": "ends early", "file": file, "line": 3, "value": "{\n"}),
            json!({"reason": "utf8", "message": "ends early", "file": file, "row": 9, "value_base64": "/w=="}),
            json!({"reason": "json_syntax", "message": "ends early", "file": file, "value": ""}),
            json!({"reason": "map", "message": "ends early", "file": file, "events": 7, "value": "{}"}),
        ]
    );
}

#[test]
fn the_messages_of_the_example_are_its_events() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let options = crate::job::LoadOptions { embedded: true, ..Default::default() };
    let wanted = crate::job::load(&directory.join("retargeting/job.yaml"), &options).unwrap().source.schema;
    let rows = |name: &str| -> Vec<Value> {
        let messages = messages(&directory.join(name), &wanted).unwrap();
        messages.iter().map(|(_, text)| serde_json::from_str(text).unwrap()).collect()
    };
    let (mut events, mut messages) = (rows("events.csv"), rows("events.ndjson"));
    let made_up = ["identifiers", "consent"];
    for row in events.iter_mut().chain(&mut messages) {
        row.as_object_mut().unwrap().retain(|name, _| wanted.index_of(name).is_some() && !made_up.contains(&&**name));
    }
    assert_eq!(events.len(), 160);
    assert_eq!(messages, events);
}

#[test]
fn a_column_that_is_nearly_one_of_the_jobs_is_found() {
    let columns =
        columns(&[("id", "varchar not null"), ("country", "varchar"), ("price", "double"), ("other", "varchar")]);
    let found = |present: &[&'static str]| misspelt(&columns, present.iter().copied()).len();
    assert_eq!(misspelt(&columns, ["id", "contry", "prize"].into_iter()), [("country", "contry"), ("price", "prize")]);
    assert_eq!(found(&["id"]), 0, "what may be missing may be missing");
    assert_eq!(found(&["id", "country", "countri"]), 0, "what is there is not misspelt");
    assert_eq!(found(&["id", "something else"]), 0);
}
