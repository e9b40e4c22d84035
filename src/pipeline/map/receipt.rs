//! Receipts: what a window did, as a JSON record in the window's own transaction.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Plan, WindowTotals};
use crate::broker::Offset;
use crate::clock::UnixMillis;
use crate::pipeline::records::Records;
use crate::pipeline::window::Event;

/// Adds the receipt. It says nothing that differs when the same window is mapped again (no window number, no worker, no
/// time of day), so that it is the same byte for byte.
pub(super) fn write(
    plan: &Plan,
    topic: u16,
    events: &[Event],
    totals: &WindowTotals,
    window_time: UnixMillis,
    records: &mut Records,
) {
    // They stand in the order of their partitions.
    let sources: Vec<_> = events
        .chunk_by(|a, b| a.partition == b.partition)
        .map(|run| {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            json!({
                "topic": plan.sources[first.partition.topic as usize],
                "partition": first.partition.number,
                "first_offset": first.offset,
                "next_offset": Offset::after(last.offset).0,
                "events": run.len(),
            })
        })
        .collect();
    let dead: Vec<_> = totals
        .dead_letters
        .iter()
        .map(|(stage, reason, events)| json!({"stage": stage, "reason": reason, "events": events}))
        .collect();
    let mut outputs: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (output, rows) in &totals.rows {
        outputs.entry(output).or_default().0 += rows;
    }
    for (output, _, rows) in &totals.rows_dead_lettered {
        outputs.entry(output).or_default().1 += rows;
    }
    let outputs: BTreeMap<_, _> = outputs
        .into_iter()
        .map(|(output, (produced, dead))| {
            (output, json!({"rows": produced + dead, "produced": produced, "dead_lettered": dead}))
        })
        .collect();
    let receipt = json!({
        "job": plan.job,
        "job_version": plan.job_version,
        "window_time": window_time,
        "sources": sources,
        "events": totals.events,
        "decoded": totals.decoded,
        "tombstones": totals.tombstones,
        "dead_lettered": totals.dead_letters.iter().map(|(_, _, n)| n).sum::<u64>(),
        "dead_letters": dead,
        "outputs": outputs,
    });
    let key = records.write(plan.job.as_bytes());
    let value = records.write(receipt.to_string().as_bytes());
    records.push(topic, window_time, Some(key), Some(value), &[]);
}
