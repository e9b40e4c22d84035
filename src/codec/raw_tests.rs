use arrow::array::{Int64Array, StringArray, StringViewArray};

use super::*;
use crate::codec::ARENA_PADDING;

#[test]
fn bytes_come_through_as_views_of_the_arena() {
    let mut arena = b"first \xff\x00\xfe  and one of more than twelve bytes ".to_vec();
    let spans = [(21, 22), (0, 5), (6, 3), (9, 0)].map(|(start, len)| Span { start, len });
    arena.resize(arena.len() + ARENA_PADDING, b' ');
    let arena = Buffer::from_vec(arena);
    let decoded = RawDecoder::new(&raw_schema()).unwrap().decode(&arena, &spans).unwrap();
    let column = decoded.columns[0].as_binary_view();
    column.to_data().validate_full().unwrap();
    let expected: Vec<&[u8]> = spans.iter().map(|span| span.of(&arena)).collect();
    assert_eq!(column.iter().map(Option::unwrap).collect::<Vec<_>>(), expected);
    assert_eq!(column.value(0).as_ptr(), arena[21..].as_ptr());
    assert_eq!((decoded.rows, decoded.bad), (vec![0, 1, 2, 3], vec![]));
}

#[test]
fn without_columns_every_value_is_still_a_row() {
    let arena = Buffer::from_vec(vec![b' '; 1 + ARENA_PADDING]);
    let decoded = RawDecoder::new(&Schema::empty()).unwrap().decode(&arena, &[Span { start: 0, len: 1 }]).unwrap();
    assert_eq!((decoded.columns.len(), decoded.rows), (0, vec![0]));
}

#[test]
fn the_one_column_is_written_as_it_is() {
    let texts = [Some("a"), None, Some(""), Some("é")];
    let arrays: [ArrayRef; 2] = [Arc::new(StringArray::from_iter(texts)), Arc::new(StringViewArray::from_iter(texts))];
    for array in arrays {
        let batch = RecordBatch::try_from_iter([("value", array)]).unwrap();
        let (mut out, mut ends) = (b"x".to_vec(), vec![1]);
        RawEncoder::new(&batch.schema()).unwrap().encode(&batch, &mut out, &mut ends).unwrap();
        assert_eq!((out, ends), ("xaé".as_bytes().to_vec(), vec![1, 2, 2, 2, 4]));
    }
}

#[test]
fn other_schemas_are_refused() {
    let field = |name: &str, data_type| Field::new(name, data_type, true);
    for fields in [
        vec![],
        vec![field("payload", DataType::Utf8)],
        vec![field("value", DataType::Int64)],
        vec![field("value", DataType::Utf8), field("other", DataType::Utf8)],
    ] {
        assert!(RawEncoder::new(&Schema::new(fields)).is_err());
    }
    assert!(RawDecoder::new(&Schema::new(vec![field("other", DataType::BinaryView)])).is_err());
    assert!(RawDecoder::new(&Schema::new(vec![field("value", DataType::Int64)])).is_err());
    let mut encoder = RawEncoder::new(&raw_schema()).unwrap();
    let batch = RecordBatch::try_from_iter([("value", Arc::new(Int64Array::from(vec![1])) as ArrayRef)]).unwrap();
    assert!(encoder.encode(&batch, &mut Vec::new(), &mut Vec::new()).is_err());
}
