//! Input files of `mubatch map`: rows, or an error that says where; never a panic.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::Int32Type;
use mubatch::codec::schema::Columns;
use mubatch::error::ErrorKind;
use mubatch::files::InputFile;
use mubatch::table::file;

use crate::events::job;
use crate::memory;
use crate::mutate::{Random, corpus, mutate};
use crate::run::cases;

/// Memory that reading may take, whatever stands in the file: a row of 16 MiB, a few times.
const MEMORY_BYTES_MAX: usize = 256 << 20;

fn columns() -> Columns {
    let source = "{topics: [in], format: json, columns: {id: varchar not null, n: bigint, price: double, flag: boolean, tags: array<int>}}";
    let statements = "mapper: [{into: out, sql: SELECT id FROM events}]\noutputs: {out: {topic: out, format: json}}\n";
    job(source, statements).source.schema
}

/// Reads the file to its end, or up to an error; the rows.
fn read(path: &Path, columns: &Columns) -> usize {
    let mut rows = 0;
    let (result, most): (mubatch::Result<()>, usize) = memory::most(|| {
        let mut file = InputFile::open(path, columns)?;
        let mut value = Vec::new();
        while file.next(&mut value)?.is_some() {
            rows += 1;
        }
        Ok(())
    });
    assert!(most < MEMORY_BYTES_MAX, "{most} bytes of memory");
    if let Err(error) = result {
        assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
    }
    rows
}

fn fuzz(target: &str, extension: &str, seeds: &[Vec<u8>], words: &[&str], count: u64) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join(format!("in.{extension}"));
    let columns = columns();
    for seed in seeds {
        std::fs::write(&path, seed).expect("written");
        assert!(read(&path, &columns) > 0, "a file of the corpus");
    }
    cases(target, count, |random: &mut Random| {
        let seed = random.pick(seeds).clone();
        std::fs::write(&path, mutate(&seed, seeds, words, random)).expect("written");
        read(&path, &columns);
        // The same bytes as a table that statements join.
        let (_, most) = memory::most(|| file::load("t", &path, "id", None).map(drop));
        assert!(most < MEMORY_BYTES_MAX, "{most} bytes of memory");
    });
}

#[test]
fn csv_files() {
    fuzz(
        "csv_files",
        "csv",
        &corpus("csv"),
        &["\"", "\"\"", ",", "\r\n", "id", "id,id", "\u{feff}", "[1,", "{\"a\":"],
        400,
    );
}

#[test]
fn ndjson_files() {
    fuzz("ndjson_files", "ndjson", &corpus("ndjson"), &["\n", "\r\n", "{\"id\":\"", "}", "\u{feff}", "[[[["], 400);
}

/// One of the files has a block with more data than rows.
#[test]
fn avro_files() {
    let words = ["Obj\u{1}", "avro.codec", "deflate", "snappy", "zstandard", "\"string\"", "[\"null\",\"long\"]"];
    fuzz("avro_files", "avro", &corpus("avro"), &words, 400);
}

/// Rows in every type that the columns have, in two batches.
fn batch() -> RecordBatch {
    let text: ArrayRef = Arc::new(StringArray::from_iter_values((0..50).map(|n| format!("row {n}"))));
    let n: ArrayRef = Arc::new(Int64Array::from_iter((0..50).map(|n| (n % 7 != 0).then_some(n))));
    let price: ArrayRef = Arc::new(Float64Array::from_iter_values((0..50).map(f64::from)));
    let flag: ArrayRef = Arc::new(BooleanArray::from_iter((0..50).map(|n| (n % 3 != 0).then_some(n % 2 == 0))));
    let tags = (0..50).map(|n| (n % 5 != 0).then(|| vec![Some(n), None]));
    let tags: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(tags));
    RecordBatch::try_from_iter([("id", text), ("n", n), ("price", price), ("flag", flag), ("tags", tags)])
        .expect("a batch")
}

#[test]
fn parquet_files() {
    use parquet::arrow::ArrowWriter;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;
    let write = |compression| {
        let batch = batch();
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
        writer.write(&batch).expect("written");
        writer.into_inner().expect("closed")
    };
    let seeds = [write(Compression::UNCOMPRESSED), write(Compression::SNAPPY)];
    fuzz("parquet_files", "parquet", &seeds, &["PAR1"], 400);
}

/// Files of little text that claim much.
#[test]
fn files_that_claim_to_be_large() {
    let directory = tempfile::tempdir().expect("a directory");
    let columns = columns();
    let long: &[u8] = &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
    let mut avro = b"Obj\x01".to_vec();
    avro.extend_from_slice(long);
    let cases: [(&str, Vec<u8>); 5] = [
        ("in.avro", avro),
        ("in.avro", [b"Obj\x01\x02".as_slice(), long, b"avro.schema"].concat()),
        ("in.parquet", [b"PAR1".as_slice(), &[0xff; 40], &u32::MAX.to_le_bytes(), b"PAR1"].concat()),
        ("in.csv", [b"id,n\n\"".as_slice(), &vec![b'x'; 20 << 20]].concat()),
        ("in.ndjson", vec![b'x'; 20 << 20]),
    ];
    for (name, bytes) in cases {
        let path = directory.path().join(name);
        std::fs::write(&path, &bytes).expect("written");
        assert_eq!(read(&path, &columns), 0, "{name}");
    }
}
