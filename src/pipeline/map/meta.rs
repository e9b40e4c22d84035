//! The metadata columns of `events`: `_topic _partition _offset _timestamp _key _headers`.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Int32Array, Int64Array, MapBuilder, MapFieldNames, StringBuilder, StringViewArray,
    StringViewBuilder, TimestampMillisecondArray,
};

use crate::codec::UTC;
use crate::mapper::MetaColumn;
use crate::pipeline::window::{Event, Window};

/// One metadata column for these events. Keys and headers are UTF-8: [`not_utf8`] has set the others aside.
pub fn array(column: MetaColumn, window: &Window, rows: &[&Event], sources: &[String]) -> ArrayRef {
    match column {
        MetaColumn::Topic => topics(rows, sources),
        MetaColumn::Partition => Arc::new(Int32Array::from_iter_values(rows.iter().map(|e| e.partition.number))),
        MetaColumn::Offset => Arc::new(Int64Array::from_iter_values(rows.iter().map(|e| e.offset))),
        MetaColumn::Timestamp => {
            let times = rows.iter().map(|event| (event.timestamp >= 0).then_some(event.timestamp));
            Arc::new(times.collect::<TimestampMillisecondArray>().with_timezone(UTC))
        }
        MetaColumn::Key => {
            let text = |event: &&Event| window.key(event).map(|key| std::str::from_utf8(key).unwrap_or_default());
            Arc::new(rows.iter().map(text).collect::<StringViewArray>())
        }
        MetaColumn::Headers => headers(window, rows),
    }
}

fn topics(rows: &[&Event], sources: &[String]) -> ArrayRef {
    let mut topics = StringViewBuilder::with_capacity(rows.len()).with_deduplicate_strings();
    for event in rows {
        topics.append_value(&sources[event.partition.topic as usize]);
    }
    Arc::new(topics.finish())
}

fn headers(window: &Window, rows: &[&Event]) -> ArrayRef {
    let names = MapFieldNames { entry: "entries".to_owned(), key: "keys".to_owned(), value: "values".to_owned() };
    let mut map = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
    for event in rows {
        // A map has each key once: of two headers with one name the last counts.
        let all: Vec<_> = window.headers(event).collect();
        for (at, header) in all.iter().enumerate() {
            if all[at + 1..].iter().all(|later| later.name != header.name) {
                map.keys().append_value(std::str::from_utf8(header.name).unwrap_or_default());
                map.values().append_option(header.value.map(|v| std::str::from_utf8(v).unwrap_or_default()));
            }
        }
        // Both builders have grown by the same number of entries, the one thing that `append` checks.
        let appended = map.append(true);
        debug_assert!(appended.is_ok());
    }
    let map = map.finish();
    debug_assert!(!map.is_nullable());
    Arc::new(map)
}

/// Which of the metadata that the mapper reads is not UTF-8, if any.
pub fn not_utf8(window: &Window, event: &Event, wanted: &[MetaColumn]) -> Option<String> {
    let bad = |bytes: &[u8]| std::str::from_utf8(bytes).is_err();
    if wanted.contains(&MetaColumn::Key) && window.key(event).is_some_and(bad) {
        return Some("the message key is not UTF-8, and the job reads _key".to_owned());
    }
    if wanted.contains(&MetaColumn::Headers) {
        for (at, header) in window.headers(event).enumerate() {
            if bad(header.name) {
                return Some(format!("the name of header {at} is not UTF-8, and the job reads _headers"));
            }
            if header.value.is_some_and(bad) {
                return Some(format!("the value of header {at} is not UTF-8, and the job reads _headers"));
            }
        }
    }
    None
}
