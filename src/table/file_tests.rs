use std::fs::{self, File};
use std::path::PathBuf;

use arrow::array::{
    BooleanArray, Float64Array, Int32Array, Int64Array, StringArray, StringViewArray, TimestampMillisecondArray,
};
use arrow::datatypes::{Field, TimeUnit};
use arrow::util::pretty::pretty_format_batches;
use tempfile::TempDir;

use super::*;

fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, content).unwrap();
    (directory, path)
}

fn parquet_file(batch: &RecordBatch) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ads.parquet");
    let file = File::create(&path).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    (directory, path)
}

fn columns(columns: &[(&str, &str)]) -> Columns {
    let columns: Vec<_> = columns.iter().map(|(name, sql)| (name.to_string(), sql.to_string())).collect();
    Columns::from_inline(&columns).unwrap()
}

fn types(table: &Table) -> Vec<(String, DataType)> {
    table.batch.schema().fields().iter().map(|field| (field.name().clone(), field.data_type().clone())).collect()
}

fn error(result: Result<Table>) -> String {
    let text = result.err().unwrap().to_string();
    match (text.find('/'), text.find("/ads.")) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to + 1..]),
        _ => text,
    }
}

/// The error for a file `ads.EXTENSION` whose key is `ad_id`.
fn error_for(extension: &str, content: &str, columns: Option<&Columns>) -> String {
    let (_directory, path) = file(&format!("ads.{extension}"), content);
    error(load("ads", &path, "ad_id", columns))
}

#[test]
fn csv_without_columns_is_text() {
    let (_directory, path) = file("ads.csv", "name,ad_id\n,00123\n\"a, b\",7\nc,7\n");
    let table = load("ads", &path, "ad_id", None).unwrap();
    assert_eq!((table.name.as_str(), table.key), ("ads", 1));
    assert_eq!(types(&table), [("name".into(), DataType::Utf8View), ("ad_id".into(), DataType::Utf8View)]);
    let expected: ArrayRef = Arc::new(StringViewArray::from(vec![None, Some("a, b"), Some("c")]));
    assert_eq!(table.batch.column(0), &expected);
    assert_eq!((table.index.len(), table.index.duplicates()), (3, 1));
    let (mut probe, mut rows) = (vec![], vec![]);
    let keys: ArrayRef = Arc::new(StringArray::from(vec!["7", "00123", "123"]));
    table.index.probe(&keys, &mut probe, &mut rows).unwrap();
    assert_eq!((probe, rows), (vec![0, 0, 1], vec![1, 2, 0]));
}

#[test]
fn columns_give_types_and_leave_the_others_out() {
    let wanted = columns(&[("ad_id", "bigint"), ("budget", "double"), ("live", "boolean")]);
    let files = [
        ("ads.csv", "live,x,budget,ad_id\ntrue,?,2,1\n,?,,2\n"),
        ("ads.jsonl", "{\"live\":true,\"x\":[],\"budget\":2,\"ad_id\":1}\n\n{\"ad_id\":2}\n"),
    ];
    let expected: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![1, 2])),
        Arc::new(Float64Array::from(vec![Some(2.0), None])),
        Arc::new(BooleanArray::from(vec![Some(true), None])),
    ];
    for (name, content) in files {
        let (_directory, path) = file(name, content);
        let table = load("ads", &path, "ad_id", Some(&wanted)).unwrap();
        assert_eq!(table.batch.columns(), expected, "{name}");
        assert_eq!(table.key, 0);
    }
}

#[test]
fn ndjson_without_columns_has_jsons_types() {
    let content =
        "{\"z\": \"t\", \"ad_id\": 1, \"f\": 1, \"b\": null, \"n\": null}\n{\"f\": 1.5, \"b\": false, \"ad_id\": 2}\n";
    let (_directory, path) = file("ads.ndjson", content);
    let table = load("ads", &path, "ad_id", None).unwrap();
    let text = pretty_format_batches(std::slice::from_ref(&table.batch)).unwrap().to_string();
    let expected = "\
+---+-------+-----+-------+---+
| z | ad_id | f   | b     | n |
+---+-------+-----+-------+---+
| t | 1     | 1.0 |       |   |
|   | 2     | 1.5 | false |   |
+---+-------+-----+-------+---+";
    assert_eq!(text, expected);
    let found: Vec<DataType> = types(&table).into_iter().map(|(_, data_type)| data_type).collect();
    use DataType::{Boolean, Float64, Int64, Utf8View};
    assert_eq!(found, [Utf8View, Int64, Float64, Boolean, Utf8View]);
}

#[test]
fn columns_that_cannot_be_inferred_are_named() {
    let cases = [
        (
            "{\"ad_id\":1}\n{\"ad_id\":\"1\"}\n",
            "line 2: column \"ad_id\" is varchar here and bigint above: give the table `columns`",
        ),
        ("{\"ad_id\":1,\"l\":[]}\n", "line 1: column \"l\" is nested: give the table `columns`"),
        ("{\"ad_id\":1}\n[]\n", "line 2: not a JSON object"),
        ("\n", "no rows, so no columns: give the table `columns`"),
    ];
    for (content, expected) in cases {
        assert_eq!(error_for("ndjson", content, None), format!("load table ads: read ads.ndjson: {expected}"));
    }
}

#[test]
fn errors_say_where_and_what_to_do() {
    let typed = columns(&[("ad_id", "bigint")]);
    let cases = [
        ("csv", "id,name\n", None, "no column \"ad_id\", which is to be the key; it has: id, name"),
        ("csv", "adid,name\n", None, "no column \"ad_id\", which is to be the key; did you mean \"adid\"?"),
        ("csv", "adid,name\n", Some(&typed), "no column \"ad_id\"; did you mean \"adid\"?"),
        ("csv", "ad_id,b\n1,2\n,3\n", None, "line 3: the key column \"ad_id\" is empty: fill it in or remove the row"),
        (
            "json",
            "{\"ad_id\":1}\n\n{}\n",
            None,
            "line 3: the key column \"ad_id\" is empty: fill it in or remove the row",
        ),
        ("csv", "ad_id,b\n1\n", None, "line 2: not as many fields as columns: correct the file or the table's columns"),
        ("csv", "", None, "line 1: no header: the first line of a CSV file names its columns"),
        (
            "json",
            "{\"ad_id\":1.5}\n",
            None,
            "column \"ad_id\" is Float64, which cannot be a table's key: \
            use text, a whole number, a date, a time or a timestamp",
        ),
        ("avro", "", None, "a table cannot be an Avro file: use .csv, .ndjson or .parquet"),
    ];
    for (extension, content, columns, expected) in cases {
        let expected = format!("load table ads: read ads.{extension}: {expected}");
        assert_eq!(error_for(extension, content, columns), expected);
    }
}

#[test]
fn a_field_of_the_wrong_type_is_found_by_its_line() {
    let typed = columns(&[("ad_id", "bigint")]);
    let text = error_for("csv", "name,ad_id\n\"two\nlines\",1\nx,12 o'clock\n", Some(&typed));
    assert!(text.starts_with("load table ads: read ads.csv: line 4: "), "{text}");
    assert!(text.ends_with(": correct the file or the table's columns"), "{text}");
}

#[test]
fn a_table_may_be_empty() {
    let typed = columns(&[("ad_id", "bigint")]);
    for (name, content, columns) in [("ads.csv", "ad_id\n", None), ("ads.ndjson", "", Some(&typed))] {
        let (_directory, path) = file(name, content);
        assert!(load("ads", &path, "ad_id", columns).unwrap().index.is_empty());
    }
}

#[test]
fn a_large_file_is_read_in_parts_without_a_seam() {
    let row = |i: usize| format!("{i},{} {i}\n", "long text ".repeat(100));
    let rows = 2 * CHUNK_BYTES / row(0).len();
    let (_directory, path) = file("ads.csv", format!("ad_id,t\n{}", (0..rows).map(row).collect::<String>()));
    let table = load("ads", &path, "ad_id", None).unwrap();
    assert_eq!(table.index.len(), rows);
    assert_eq!(table.index.duplicates(), 0);
    let text = table.batch.column(1).as_string_view();
    assert!((0..rows).all(|i| text.value(i).ends_with(&format!(" text  {i}"))));
}

#[test]
fn parquet_has_its_own_types_with_text_as_events_have_it() {
    let at = TimestampMillisecondArray::from(vec![1, 2]).with_timezone("UTC");
    let batch = RecordBatch::try_from_iter([
        ("ad_id", Arc::new(Int32Array::from(vec![1, 2])) as ArrayRef),
        ("name", Arc::new(StringArray::from(vec![Some("a"), None]))),
        ("at", Arc::new(at)),
    ]);
    let (_directory, path) = parquet_file(&batch.unwrap());
    let table = load("ads", &path, "ad_id", None).unwrap();
    let utc = DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()));
    let expected = [("ad_id", DataType::Int32), ("name", DataType::Utf8View), ("at", utc)];
    assert_eq!(types(&table), expected.map(|(name, data_type)| (name.to_owned(), data_type)));
    assert_eq!(table.batch.column(1).as_string_view().iter().collect::<Vec<_>>(), [Some("a"), None]);

    let wanted = columns(&[("name", "varchar"), ("ad_id", "bigint")]);
    let table = load("ads", &path, "ad_id", Some(&wanted)).unwrap();
    assert_eq!(table.batch.schema(), wanted.schema);
    let expected: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    assert_eq!((table.key, table.batch.column(1)), (1, &expected));
}

#[test]
fn parquet_text_within_lists_is_as_events_have_it() {
    let item = || Arc::new(Field::new("item", DataType::Utf8, true));
    assert_eq!(
        parquet::type_of_events(&DataType::LargeList(item())),
        DataType::List(Arc::new(Field::new("item", DataType::Utf8View, true)))
    );
}

#[test]
fn parquet_columns_that_do_not_fit_are_named() {
    let text: ArrayRef = Arc::new(StringArray::from(vec![Some("1"), Some("x"), None]));
    let (_directory, path) = parquet_file(&RecordBatch::try_from_iter([("ad_id", text)]).unwrap());
    let error = |sql: &str| error(load("ads", &path, "ad_id", Some(&columns(&[("ad_id", sql)]))));
    let prefix = "load table ads: read ads.parquet: ";
    let expected = "column \"ad_id\" is Utf8, which does not become Int64: row 2 does not fit";
    assert_eq!(error("bigint"), format!("{prefix}{expected}"));
    let expected = "column \"ad_id\" has nulls, which the table's columns deny it";
    assert_eq!(error("varchar not null"), format!("{prefix}{expected}"));
    let expected = "row 3: the key column \"ad_id\" is empty: fill it in or remove the row";
    assert_eq!(error("varchar"), format!("{prefix}{expected}"));
}
