//! What the benchmarks rest on: the workload is as it is said to be, and the audit of an output finds every fault.

#[allow(dead_code, reason = "the benchmarks use the rest")]
#[path = "../benches/audit.rs"]
mod audit;
#[allow(dead_code, reason = "the benchmarks use the rest")]
#[path = "../benches/workload.rs"]
mod workload;

use audit::{Audit, Expected};
use workload::{EventFormat, Workload, sequence_of};

const WORKLOAD: Workload = Workload { seed: 1, first_sent_ns: 1_767_225_600_000_000_000, interval_ns: 50_000 };
const EVENTS: u64 = 2_000;

/// A record of an output: key and value.
type Record = (String, String);

/// The output as the job must write it.
fn activations() -> Vec<Record> {
    let row = |sequence| {
        let row = WORKLOAD.event(sequence).activation()?;
        let value = format!(
            r#"{{"event_id":"{}","user_id":"{}","campaign_id":"{}","activation_id":"{}","event_time":{},"sent_ns":{}}}"#,
            row.event_id, row.user_id, row.campaign_id, row.activation_id, row.event_time, row.sent_ns
        );
        Some((row.user_id, value))
    };
    (0..EVENTS).filter_map(row).collect()
}

fn json(sequence: u64) -> String {
    let mut json = Vec::new();
    WORKLOAD.event(sequence).write_json(&mut json);
    String::from_utf8(json).unwrap()
}

fn audited(expected: Expected, records: &[Record]) -> Result<u64, String> {
    let mut audit = Audit::new(WORKLOAD, EVENTS, expected);
    for (key, value) in records {
        audit.record(key.as_bytes(), value.as_bytes());
    }
    audit.finish()
}

/// What the audit says about the activations after `change`.
fn after(change: impl FnOnce(&mut Vec<Record>)) -> Result<u64, String> {
    let mut records = activations();
    change(&mut records);
    audited(Expected::Activations, &records)
}

#[track_caller]
fn assert_fault(verdict: Result<u64, String>, part: &str) {
    let text = verdict.expect_err("a fault");
    assert!(text.starts_with("1 faults ") && text.contains(part), "{text}");
}

#[test]
fn events_have_the_size_and_the_shares_that_are_said() {
    let sizes: usize = (0..EVENTS).map(|sequence| json(sequence).len()).sum();
    let mean = sizes as f64 / EVENTS as f64;
    assert!((268.0..270.0).contains(&mean), "{mean}");
    let rows = activations();
    let share = rows.len() as f64 / EVENTS as f64;
    assert!((0.28..0.32).contains(&share), "{share}");
    assert!(rows.iter().all(|(_, value)| value.len() == 203));
}

#[test]
fn an_event_is_json_with_its_number_in_its_id() {
    for sequence in [0, 1, 999, 1 << 20, (1 << 59) | 7] {
        let mut json = Vec::new();
        let event = Workload { interval_ns: 0, ..WORKLOAD }.event(sequence);
        event.write_json(&mut json);
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&json).unwrap();
        let names: std::collections::BTreeSet<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, workload::COLUMNS.iter().map(|(name, _)| *name).collect());
        assert_eq!(sequence_of(fields["event_id"].as_str().unwrap()), Some(sequence));
    }
    assert_eq!(sequence_of("no id"), None);
}

#[test]
fn an_event_in_avro_says_what_it_says_in_json() {
    let schema = apache_avro::Schema::parse_str(&workload::avro_schema()).unwrap();
    let reader = apache_avro::reader::datum::GenericDatumReader::builder(&schema).build().unwrap();
    for sequence in 0..100 {
        let mut avro = Vec::new();
        WORKLOAD.event(sequence).write_avro(&mut avro);
        assert_eq!(audit::id_in(&avro, EventFormat::Avro), Some(WORKLOAD.event(sequence).id().as_str()));
        let (prefix, mut value) = avro.split_at(5);
        assert_eq!(prefix, [0, 0, 0, 0, workload::AVRO_SCHEMA_ID as u8]);
        let read = reader.read_value(&mut value).unwrap();
        assert!(value.is_empty());
        let read = serde_json::Value::try_from(read).unwrap();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(&json(sequence)).unwrap());
    }
}

#[test]
fn a_right_output_passes_in_any_order() {
    let rows = activations().len() as u64;
    assert_eq!(after(|_| {}), Ok(rows));
    assert_eq!(after(|records| records.reverse()), Ok(rows));
}

#[test]
fn a_lost_a_doubled_and_a_foreign_row_are_found() {
    assert_fault(after(|records| drop(records.pop())), "is missing");
    assert_fault(after(|records| records.push(records[5].clone())), "is there twice");
    let filtered = (0..EVENTS).find(|&sequence| !WORKLOAD.event(sequence).comes_out()).unwrap();
    let foreign = |id: String| {
        after(|records| {
            let value = records[0].1.clone();
            records.push((String::new(), format!("{}{id}{}", &value[..13], &value[49..])));
        })
    };
    assert_fault(foreign(WORKLOAD.event(filtered).id()), "must not come out");
    assert_fault(foreign(WORKLOAD.event(EVENTS).id()), "no event of the workload");
    assert_fault(after(|records| records.push((String::new(), "{}".into()))), "no activation");
}

#[test]
fn a_wrong_field_is_found_and_named() {
    assert_fault(after(|records| records[3].0.push('0')), "wrong key");
    for field in ["event_id", "user_id", "campaign_id", "activation_id", "event_time", "sent_ns"] {
        let changed = after(|records| {
            let value = &mut records[3].1;
            let name_end = value.find(field).unwrap() + field.len() + 1;
            let digit = name_end + value[name_end..].find(|c: char| c.is_ascii_digit()).unwrap();
            let other = if value.as_bytes()[digit] == b'1' { "2" } else { "1" };
            value.replace_range(digit..=digit, other);
        });
        assert_fault(changed, &format!("wrong {field}"));
    }
}

#[test]
fn copies_are_counted_and_compared() {
    let copies = |bytes: usize| -> Vec<Record> {
        let copy = |sequence: u64| (WORKLOAD.event(sequence).user_id(), json(sequence)[..bytes].to_owned());
        [3, 0, 1_999].map(copy).into()
    };
    let expected = Expected::Copies { rows: 3, bytes: 203, format: EventFormat::Json };
    assert_eq!(audited(expected, &copies(203)), Ok(3));
    assert_fault(audited(expected, &copies(203)[..2]), "2 rows instead of 3");
    assert!(audited(expected, &copies(202)).unwrap_err().contains("not as it was"));
    let mut doubled = copies(203);
    doubled[2] = doubled[0].clone();
    assert_fault(audited(expected, &doubled), "is there twice");
}
