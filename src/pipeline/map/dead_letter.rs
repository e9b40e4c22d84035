//! Dead letters: the message byte for byte, and in headers where it came from and what was wrong with it.

use std::collections::BTreeMap;

use super::output::BadRow;
use super::{BadEvent, Plan, WindowTotals};
use crate::broker::Header;
use crate::clock::UnixMillis;
use crate::error::{Error, Result};
use crate::pipeline::records::{Records, payload_bytes};
use crate::pipeline::window::Window;

/// The topic of the dead letters.
#[derive(Debug, Clone, Copy)]
pub struct DeadLetterTopic {
    /// Its index among the job's topics.
    pub topic: u16,
    /// The largest key, value and headers that it takes, in bytes.
    pub payload_bytes_max: usize,
}

/// The headers that mubatch adds. They follow the message's own.
mod header {
    pub const JOB: &str = "mubatch.job";
    pub const STAGE: &str = "mubatch.stage";
    pub const REASON: &str = "mubatch.reason";
    pub const MESSAGE: &str = "mubatch.message";
    pub const TOPIC: &str = "mubatch.topic";
    pub const PARTITION: &str = "mubatch.partition";
    pub const OFFSET: &str = "mubatch.offset";
    pub const TIMESTAMP: &str = "mubatch.timestamp";
    pub const OUTPUT: &str = "mubatch.output";
    /// Only for a row of an output with several topics: the topic that it names.
    pub const TO: &str = "mubatch.to";
    /// Only for a row of a group that could not be computed: how many events are in the group.
    pub const EVENTS: &str = "mubatch.events";
    /// Only where the message was too large for the topic: how many bytes its key, value and headers had.
    pub const TRUNCATED: &str = "mubatch.truncated";
}

/// Adds a record for each bad event (in the order of the window) and for each bad row.
pub(super) fn write(
    plan: &Plan,
    window: &Window,
    bad: &[BadEvent<'_>],
    bad_rows: &[BadRow],
    window_time: UnixMillis,
    records: &mut Records,
) -> Result<()> {
    if bad.is_empty() && bad_rows.is_empty() {
        return Ok(());
    }
    let Some(dead_letters) = plan.dead_letters else { return Err(nowhere_to_go(plan, bad, bad_rows)) };
    let mut bad: Vec<&BadEvent<'_>> = bad.iter().collect();
    bad.sort_by_key(|bad| (bad.event.partition, bad.event.offset));
    for BadEvent { event, stage, reason, message } in bad {
        let added = [
            (header::JOB, plan.job.clone()),
            (header::STAGE, (*stage).to_owned()),
            (header::REASON, (*reason).to_owned()),
            (header::MESSAGE, message.clone()),
            (header::TOPIC, plan.sources[event.partition.topic as usize].clone()),
            (header::PARTITION, event.partition.number.to_string()),
            (header::OFFSET, event.offset.to_string()),
            (header::TIMESTAMP, event.timestamp.to_string()),
        ];
        let own: Vec<Header<'_>> = window.headers(event).collect();
        let timestamp = if event.timestamp >= 0 { event.timestamp } else { window_time };
        envelope(dead_letters, timestamp, window.key(event), window.value(event), &own, &added, records);
    }
    for row in bad_rows {
        let added = [
            (header::JOB, plan.job.clone()),
            (header::STAGE, "output".to_owned()),
            (header::REASON, row.reason.to_owned()),
            (header::MESSAGE, row.message.clone()),
            (header::OUTPUT, row.output.clone()),
        ];
        let to = row.to.iter().map(|topic| (header::TO, topic.clone()));
        let events = row.events.map(|events| (header::EVENTS, events.to_string()));
        let added: Vec<_> = added.into_iter().chain(to).chain(events).collect();
        let own: Vec<Header<'_>> =
            row.headers.iter().map(|(name, value)| Header { name, value: value.as_deref() }).collect();
        // Copied, for the envelope goes into the arena that they stand in.
        let key = row.key.map(|span| span.of(&records.arena).to_vec());
        let value = row.value.map(|span| span.of(&records.arena).to_vec());
        envelope(dead_letters, window_time, key.as_deref(), value.as_deref(), &own, &added, records);
    }
    Ok(())
}

fn envelope(
    to: DeadLetterTopic,
    timestamp: UnixMillis,
    key: Option<&[u8]>,
    value: Option<&[u8]>,
    own: &[Header<'_>],
    added: &[(&str, String)],
    records: &mut Records,
) {
    let added = added.iter().map(|(name, value)| Header { name: name.as_bytes(), value: Some(value.as_bytes()) });
    let mut headers: Vec<Header<'_>> = own.iter().copied().chain(added.clone()).collect();
    let size = payload_bytes(key, value, &headers);
    if size <= to.payload_bytes_max {
        return push(to, timestamp, key, value, &headers, records);
    }
    // What names the message comes first, then as much of its value as there is room for.
    let size = size.to_string();
    let truncated = Header { name: header::TRUNCATED.as_bytes(), value: Some(size.as_bytes()) };
    headers = added.chain([truncated]).collect();
    let room = to.payload_bytes_max.saturating_sub(payload_bytes(None, None, &headers));
    let key = key.filter(|key| key.len() <= room);
    let room = room - key.map_or(0, <[u8]>::len);
    push(to, timestamp, key, value.map(|value| &value[..value.len().min(room)]), &headers, records);
}

fn push(
    to: DeadLetterTopic,
    timestamp: UnixMillis,
    key: Option<&[u8]>,
    value: Option<&[u8]>,
    headers: &[Header<'_>],
    records: &mut Records,
) {
    let key = key.map(|key| records.write(key));
    let value = value.map(|value| records.write(value));
    records.push(to.topic, timestamp, key, value, headers);
}

/// Adds the dead letters up by stage and reason.
pub(super) fn count(bad: &[BadEvent<'_>], totals: &mut WindowTotals) {
    let mut counts: BTreeMap<(&'static str, &'static str), u64> = BTreeMap::new();
    for bad in bad {
        *counts.entry((bad.stage, bad.reason)).or_default() += 1;
    }
    totals.dead_letters = counts.into_iter().map(|((stage, reason), n)| (stage, reason, n)).collect();
}

/// The first of them: where it was and what was wrong, and nothing that stood in it.
pub(super) fn first(plan: &Plan, bad: &[BadEvent<'_>], bad_rows: &[BadRow]) -> Option<String> {
    let event = bad.iter().min_by_key(|bad| (bad.event.partition, bad.event.offset)).map(|bad| {
        let BadEvent { event, stage, reason, message } = bad;
        let topic = &plan.sources[event.partition.topic as usize];
        format!("event {topic}[{}]@{} ({stage}, {reason}): {message}", event.partition.number, event.offset)
    });
    let row = |row: &BadRow| format!("a row of output {} ({}): {}", row.output, row.reason, row.message);
    event.or_else(|| bad_rows.first().map(row))
}

fn nowhere_to_go(plan: &Plan, bad: &[BadEvent<'_>], bad_rows: &[BadRow]) -> Error {
    Error::job(format!(
        "cannot use {}; nothing of its window was committed; give the job a dead_letters topic to set such messages aside",
        first(plan, bad, bad_rows).unwrap_or_default()
    ))
}
