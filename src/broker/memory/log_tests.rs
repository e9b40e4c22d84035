use super::*;

fn producer(id: u32) -> Identity {
    Identity { producer: ProducerId(id), epoch: 0 }
}

fn body(key: Option<&str>, value: &str) -> Body {
    Body::new(&mut Vec::new(), key.map(str::as_bytes), Some(value.as_bytes()), &[])
}

fn append(log: &mut Log, value: &str) -> i64 {
    log.append(0, body(None, value))
}

fn append_open(log: &mut Log, producer: Identity, value: &str) -> i64 {
    log.append_open(producer, 0, body(None, value)).unwrap()
}

fn read(log: &Log, from: i64, isolation: Isolation) -> Vec<(i64, String)> {
    let text = |entry: &Entry| String::from_utf8(entry.body.value().unwrap_or_default().to_vec()).unwrap();
    log.visible(from, isolation).map(|entry| (entry.offset, text(entry))).collect()
}

fn texts(expected: &[(i64, &str)]) -> Vec<(i64, String)> {
    expected.iter().map(|&(offset, text)| (offset, text.to_owned())).collect()
}

#[test]
fn a_committed_reader_stops_at_the_first_open_transaction() {
    let mut log = Log::default();
    append(&mut log, "plain");
    append_open(&mut log, producer(1), "one");
    append_open(&mut log, producer(2), "two");
    log.write_marker(producer(2), true, 0);
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), texts(&[(0, "plain")]));
    assert_eq!(read(&log, 0, Isolation::ReadUncommitted), texts(&[(0, "plain"), (1, "one"), (2, "two")]));
    let marks = log.watermarks();
    assert_eq!((marks.low, marks.stable, marks.end), (Offset(0), Offset(1), Offset(4)));

    log.write_marker(producer(1), true, 0);
    assert_eq!(read(&log, 1, Isolation::ReadCommitted), texts(&[(1, "one"), (2, "two")]));
    assert_eq!(log.watermarks().stable, Offset(5));
}

#[test]
fn aborted_records_are_for_uncommitted_readers_only() {
    let mut log = Log::default();
    append_open(&mut log, producer(1), "aborted");
    append(&mut log, "between");
    append_open(&mut log, producer(1), "aborted too");
    log.write_marker(producer(1), false, 0);
    append_open(&mut log, producer(1), "next");
    log.write_marker(producer(1), true, 0);
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), texts(&[(1, "between"), (4, "next")]));
    assert_eq!(read(&log, 0, Isolation::ReadUncommitted).len(), 4);
}

#[test]
fn an_old_epoch_may_write_until_the_marker_of_the_new_one_arrives() {
    let mut log = Log::default();
    append_open(&mut log, producer(1), "first");
    append_open(&mut log, producer(1), "the log has not heard of the new epoch");
    log.write_marker(Identity { epoch: 1, ..producer(1) }, false, 0);
    assert_eq!(log.append_open(producer(1), 0, body(None, "zombie")).unwrap_err().code, "_FENCED");
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), []);
    assert_eq!(log.watermarks().stable, Offset(3));
}

#[test]
fn compaction_keeps_the_last_of_each_key_and_all_offsets() {
    let mut log = Log::default();
    for (key, value) in [("a", "1"), ("b", "1"), ("a", "2")] {
        log.append(0, body(Some(key), value));
    }
    log.append_open(producer(1), 0, body(Some("b"), "aborted")).unwrap();
    log.write_marker(producer(1), false, 0);
    log.append(0, Body::new(&mut Vec::new(), Some(b"a"), None, &[]));
    log.append_open(producer(2), 0, body(Some("b"), "open")).unwrap();
    log.compact();
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), texts(&[(1, "1"), (5, "")]));
    assert_eq!(log.watermarks().end, Offset(7));

    log.write_marker(producer(2), true, 0);
    log.compact();
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), texts(&[(5, ""), (6, "open")]));
    assert_eq!(append(&mut log, "after"), 8);
}

#[test]
fn trimming_stops_before_an_open_transaction() {
    let mut log = Log::default();
    append(&mut log, "a");
    append(&mut log, "b");
    append_open(&mut log, producer(1), "open");
    append(&mut log, "c");
    assert_eq!(log.trim(1), Offset(1));
    assert_eq!(log.trim(100), Offset(2));
    assert_eq!(log.trim(0), Offset(2));
    log.write_marker(producer(1), true, 0);
    assert_eq!(read(&log, 0, Isolation::ReadCommitted), texts(&[(2, "open"), (3, "c")]));
    assert_eq!(log.watermarks().low, Offset(2));
    assert_eq!(log.trim(100), Offset(5));
    assert_eq!(append(&mut log, "d"), 5);
}
