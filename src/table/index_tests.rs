use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    Date32Array, Float64Array, Int8Array, Int64Array, LargeStringArray, StringArray, StringViewArray,
    Time32SecondArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow::datatypes::{Field, Schema};
use proptest::prelude::*;

use super::*;

fn batch(keys: ArrayRef) -> RecordBatch {
    let schema = Schema::new(vec![Field::new("k", keys.data_type().clone(), true)]);
    RecordBatch::try_new(Arc::new(schema), vec![keys]).unwrap()
}

fn index(keys: ArrayRef) -> KeyIndex {
    KeyIndex::build(&batch(keys), 0).unwrap()
}

fn pairs(index: &KeyIndex, keys: ArrayRef) -> Vec<(u32, u32)> {
    let (mut probe, mut table) = (vec![], vec![]);
    index.probe(&keys, &mut probe, &mut table).unwrap();
    probe.into_iter().zip(table).collect()
}

#[test]
fn duplicates_come_in_ascending_order_and_nulls_match_nothing() {
    let keys = StringViewArray::from(vec![Some("a"), None, Some("b"), Some("a"), Some(""), Some("a")]);
    let index = index(Arc::new(keys));
    let probes = StringViewArray::from(vec![Some("b"), Some("a"), None, Some("c"), Some("")]);
    assert_eq!(pairs(&index, Arc::new(probes)), [(0, 2), (1, 0), (1, 3), (1, 5), (4, 4)]);
    assert_eq!((index.len(), index.duplicates()), (5, 2));
}

#[test]
fn a_probe_appends() {
    let index = index(Arc::new(Int64Array::from(vec![7])));
    let (mut probe, mut table) = (vec![9], vec![9]);
    index.probe(&(Arc::new(Int64Array::from(vec![7])) as ArrayRef), &mut probe, &mut table).unwrap();
    assert_eq!((probe, table), (vec![9, 0], vec![9, 0]));
}

#[test]
fn text_is_found_across_its_layouts() {
    let long = "a text that is longer than a view holds inline";
    let layouts: [ArrayRef; 3] = [
        Arc::new(StringArray::from(vec!["x", long])),
        Arc::new(LargeStringArray::from(vec!["x", long])),
        Arc::new(StringViewArray::from(vec!["x", long])),
    ];
    for table in &layouts {
        let index = index(table.clone());
        assert_eq!(index.key_type(), table.data_type());
        for probe in &layouts {
            assert_eq!(pairs(&index, probe.clone()), [(0, 0), (1, 1)]);
        }
    }
}

#[test]
fn every_kind_of_whole_number_is_found() {
    let tables: [ArrayRef; 6] = [
        Arc::new(Int8Array::from(vec![Some(-1), None, Some(i8::MIN)])),
        Arc::new(UInt64Array::from(vec![Some(u64::MAX), None, Some(0)])),
        Arc::new(Date32Array::from(vec![Some(-1), None, Some(20_000)])),
        Arc::new(Time32SecondArray::from(vec![Some(1), None, Some(2)])),
        Arc::new(TimestampMicrosecondArray::from(vec![Some(-5), None, Some(5)])),
        Arc::new(TimestampMicrosecondArray::from(vec![Some(-5), None, Some(5)]).with_timezone("UTC")),
    ];
    for table in tables {
        let index = index(table.clone());
        assert_eq!(pairs(&index, table.clone()), [(0, 0), (2, 2)], "{}", table.data_type());
        // A slice has an offset into its buffers.
        assert_eq!(pairs(&index, table.slice(1, 2)), [(1, 2)], "{}", table.data_type());
        let of_slice = KeyIndex::build(&batch(table.slice(1, 2)), 0).unwrap();
        assert_eq!(pairs(&of_slice, table.clone()), [(2, 1)], "{}", table.data_type());
    }
}

#[test]
fn other_key_types_are_refused_by_name() {
    let error = KeyIndex::build(&batch(Arc::new(Float64Array::from(vec![1.0]))), 0).err().unwrap();
    assert_eq!(
        error.to_string(),
        "column \"k\" is Float64, which cannot be a table's key: use text, a whole number, a date, a time or a timestamp"
    );
}

#[test]
fn a_probe_of_another_type_is_an_error() {
    let index = index(Arc::new(Int64Array::from(vec![1])));
    let keys: ArrayRef = Arc::new(Date32Array::from(vec![1]));
    assert!(!index.accepts(keys.data_type()));
    assert!(index.probe(&keys, &mut vec![], &mut vec![]).is_err());
}

#[test]
fn an_empty_table_finds_nothing() {
    let index = index(Arc::new(StringViewArray::from(Vec::<&str>::new())));
    assert!(index.is_empty());
    assert_eq!(pairs(&index, Arc::new(StringViewArray::from(vec!["x"]))), []);
}

#[test]
fn the_chain_takes_memory_only_when_keys_repeat() {
    let unique = index(Arc::new(Int64Array::from_iter_values(0..1000)));
    let repeated = index(Arc::new(Int64Array::from_iter_values((0..1000).map(|k| k % 999))));
    assert_eq!(repeated.duplicates(), 1);
    assert_eq!(repeated.bytes() - unique.bytes(), 4000);
}

/// What the index must find, by the plainest means.
fn expected<K: Ord>(table: &[Option<K>], probes: &[Option<K>]) -> Vec<(u32, u32)> {
    let mut rows: BTreeMap<&K, Vec<u32>> = BTreeMap::new();
    for (row, key) in table.iter().enumerate() {
        if let Some(key) = key {
            rows.entry(key).or_default().push(row as u32);
        }
    }
    let matches = |key: &Option<K>| key.as_ref().and_then(|key| rows.get(key)).cloned().unwrap_or_default();
    probes.iter().enumerate().flat_map(|(i, key)| matches(key).into_iter().map(move |row| (i as u32, row))).collect()
}

proptest! {
    #[test]
    fn text_agrees_with_a_sorted_map(
        table in prop::collection::vec(prop::option::of("[ab]{0,3}|[ab]{13,14}"), 0..60),
        probes in prop::collection::vec(prop::option::of("[ab]{0,3}|[ab]{13,14}"), 0..60),
    ) {
        let index = index(Arc::new(StringViewArray::from_iter(table.iter().map(Option::as_ref))));
        let found = pairs(&index, Arc::new(StringArray::from_iter(probes.iter().map(Option::as_ref))));
        prop_assert_eq!(found, expected(&table, &probes));
    }

    #[test]
    fn whole_numbers_agree_with_a_sorted_map(
        table in prop::collection::vec(prop::option::of(-20_i64..20), 0..60),
        probes in prop::collection::vec(prop::option::of(-20_i64..20), 0..60),
    ) {
        let index = index(Arc::new(Int64Array::from(table.clone())));
        let found = pairs(&index, Arc::new(Int64Array::from(probes.clone())));
        prop_assert_eq!(found, expected(&table, &probes));
    }
}
