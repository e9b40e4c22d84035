//! Container files: what is read of them, and what is said of those that are not as they should be.

use std::io::Write;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;

use crate::codec::avro::Container;
use crate::error::Result;

/// `other` is of a type that no column can have.
const SCHEMA: &str = r#"{"type": "record", "name": "Row", "fields": [{"name": "id", "type": "string"},
    {"name": "other", "type": ["int", "string"]}, {"name": "n", "type": ["null", "long"]}]}"#;

const MARKER: [u8; 16] = *b"0123456789abcdef";

fn long(value: i64) -> Vec<u8> {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    let mut bytes = vec![];
    while rest >= 0x80 {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    bytes
}

fn text(bytes: &[u8]) -> Vec<u8> {
    [long(bytes.len() as i64), bytes.to_vec()].concat()
}

fn header(codec: &str) -> Vec<u8> {
    let pairs = [text(b"avro.schema"), text(SCHEMA.as_bytes()), text(b"avro.codec"), text(codec.as_bytes())].concat();
    [b"Obj\x01".to_vec(), long(2), pairs, long(0), MARKER.to_vec()].concat()
}

fn block(count: i64, data: &[u8]) -> Vec<u8> {
    [long(count), text(data), MARKER.to_vec()].concat()
}

/// The rows of these numbers; those of an even number have no `n`.
fn rows(numbers: std::ops::Range<i64>) -> Vec<u8> {
    let row = |number: i64| {
        let n = if number % 2 == 0 { long(0) } else { [long(1), long(number)].concat() };
        [text(format!("row {number}").as_bytes()), long(1), text(b"x"), n].concat()
    };
    numbers.flat_map(row).collect()
}

/// What is read of `id` and `n`, `rows_max` rows at a time.
fn read(file: &[u8], rows_max: usize) -> Result<Vec<(String, Option<i64>)>> {
    let mut container = Container::open(file, |name| name != "other")?;
    assert_eq!(container.names(), ["id", "other", "n"]);
    let mut found = vec![];
    while let Some(batch) = container.next(rows_max)? {
        assert!(batch.num_rows() <= rows_max);
        let (ids, n) = (batch.column(0).as_string_view(), batch.column(1).as_primitive::<Int64Type>());
        let row = |i: usize| (ids.value(i).to_owned(), n.is_valid(i).then(|| n.value(i)));
        found.extend((0..batch.num_rows()).map(row));
    }
    Ok(found)
}

fn expected(numbers: std::ops::Range<i64>) -> Vec<(String, Option<i64>)> {
    numbers.map(|number| (format!("row {number}"), (number % 2 != 0).then_some(number))).collect()
}

fn error(file: &[u8]) -> String {
    read(file, 10).unwrap_err().to_string()
}

/// Packs the data of a block.
type Codec<'a> = &'a dyn Fn(Vec<u8>) -> Vec<u8>;

#[test]
fn blocks_of_every_codec_are_read_a_few_rows_at_a_time() {
    let deflate = |data: Vec<u8>| {
        let mut encoder = flate2::write::DeflateEncoder::new(vec![], flate2::Compression::fast());
        encoder.write_all(&data).unwrap();
        encoder.finish().unwrap()
    };
    let snappy = |data: Vec<u8>| {
        let packed = snap::raw::Encoder::new().compress_vec(&data).unwrap();
        [packed, crc32fast::hash(&data).to_be_bytes().to_vec()].concat()
    };
    let zstandard = |data: Vec<u8>| zstd::encode_all(data.as_slice(), 1).unwrap();
    let codecs: [(&str, Codec<'_>); 4] =
        [("null", &|data| data), ("deflate", &deflate), ("snappy", &snappy), ("zstandard", &zstandard)];
    for (name, pack) in codecs {
        let blocks = [block(5, &pack(rows(0..5))), block(0, &pack(vec![])), block(3, &pack(rows(5..8)))].concat();
        let file = [header(name), blocks].concat();
        for rows_max in [2, 5, 100] {
            assert_eq!(read(&file, rows_max).unwrap(), expected(0..8), "{name}, {rows_max} at a time");
        }
        let damaged = [header(name), block(5, b"\x07 no data of any codec")].concat();
        assert!(error(&damaged).starts_with("block 1: "), "{name}");
    }
    assert_eq!(read(&header("null"), 10).unwrap(), []);
    let text = error(&header("bzip2"));
    assert!(text.ends_with("\"bzip2\", of which only null, deflate, snappy and zstandard are known"), "{text}");
}

#[test]
fn a_block_that_does_not_end_where_its_rows_do_is_named() {
    let good = [header("null"), block(2, &rows(0..2))].concat();
    let second = |block: Vec<u8>| error(&[good.clone(), block].concat());
    let data = rows(2..4);
    assert_eq!(
        second(block(1, &data)),
        format!(
            "block 2: {} bytes are left over after its 1 rows: the file is damaged, write it again",
            rows(3..4).len()
        )
    );
    assert!(second(block(0, &data)).starts_with("block 2: 21 bytes are left over after its 0 rows"));
    assert_eq!(second(block(3, &data)), "block 2: row 3 of 3: field id: the message ends in the middle of a value");
    for count in [-1, 22, i64::MAX, i64::MIN] {
        let claim = format!("block 2: it claims {count} rows and has 21 bytes: the file is damaged, write it again");
        assert_eq!(second(block(count, &data)), claim);
    }
    let mut other = block(2, &data);
    *other.last_mut().unwrap() = 0;
    assert!(second(other).starts_with("block 2: the file's marker does not follow it"));
    for length in 1..block(2, &data).len() {
        assert_eq!(second(block(2, &data)[..length].to_vec()), "block 2: its end is missing: copy it again");
    }
}

#[test]
fn what_is_no_container_is_said_to_be_none() {
    assert_eq!(error(b"PAR1 is something else"), "it is not an Avro file, or a part of one: it does not begin as one");
    for length in 0..header("null").len() {
        let text = error(&header("null")[..length]);
        assert_eq!(text, "it is not an Avro file, or a part of one: its end is missing: copy it again", "{length}");
    }
    let no_schema = [b"Obj\x01".to_vec(), long(0), MARKER.to_vec()].concat();
    assert!(error(&no_schema).ends_with(": its header has no schema"));
}
