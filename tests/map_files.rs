//! `mubatch map`: files in, one file per output out.

mod support;

use support::JobDir;

const HEAD: &str = "job: files
kafka: {bootstrap.servers: 'nowhere:9092'}
source: {topics: [in], format: json, columns: {id: varchar not null, n: bigint}}
window: {age: 1s, events: 2, bytes: 1MiB}
";

fn directory(rest: &str) -> JobDir {
    let directory = JobDir::new(&format!("{HEAD}{rest}"));
    let lines: Vec<String> = (0..5).map(|n| format!(r#"{{"id": "e{n}", "n": {n}}}"#)).collect();
    directory.write("in.ndjson", lines.join("\n"));
    directory
}

fn map(directory: &JobDir) -> (i32, String, String) {
    directory.mubatch("map", &["--input", "in.ndjson", "--output", "out"])
}

fn read(directory: &JobDir, name: &str) -> String {
    std::fs::read_to_string(directory.path(&format!("out/{name}"))).expect("a file")
}

#[test]
fn an_events_offset_is_its_index_in_the_file_in_whichever_window_it_stands() {
    let directory = directory(
        "mapper: [{into: out, sql: 'SELECT id, _offset AS at FROM events'}]
outputs: {out: {topic: out, format: json}}
",
    );
    let (code, _, errors) = map(&directory);
    assert_eq!(code, 0, "{errors}");
    let expected: String = (0..5).map(|n| format!("{{\"id\":\"e{n}\",\"at\":{n}}}\n")).collect();
    assert_eq!(read(&directory, "out.ndjson"), expected);
}

#[test]
fn outputs_that_share_a_topic_have_a_file_each() {
    let directory = directory(
        "mapper:
  - {into: small, sql: SELECT id FROM events WHERE n < 2}
  - {into: large, sql: SELECT n FROM events WHERE n >= 2}
outputs:
  small: {topic: shared, format: json}
  large: {topic: shared, format: json}
",
    );
    let (code, _, errors) = map(&directory);
    assert_eq!(code, 0, "{errors}");
    assert_eq!(read(&directory, "small.ndjson"), "{\"id\":\"e0\"}\n{\"id\":\"e1\"}\n");
    assert_eq!(read(&directory, "large.ndjson"), "{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n");
}

#[test]
fn an_avro_output_without_rows_is_a_file_without_rows_and_tombstones_are_told() {
    let directory = directory(
        "schema_registry: {url: 'http://nowhere:8081'}
mapper: [{into: out, sql: 'SELECT id, n < 3 AS _deleted FROM events WHERE n < 3'}]
outputs: {out: {topic: out, format: avro, key: id}}
",
    );
    let (code, said, errors) = map(&directory);
    assert_eq!(code, 0, "{errors}");
    assert!(said.contains("3 rows of output out are tombstones, which an Avro file has no place for"), "{said}");
    let bytes = std::fs::read(directory.path("out/out.avro")).expect("a file");
    assert_eq!(apache_avro::Reader::new(bytes.as_slice()).expect("an Avro file").count(), 0);
}
