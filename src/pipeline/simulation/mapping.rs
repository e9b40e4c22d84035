//! The map stage of a simulation: a pure function of the window's events, and records that say which events they are
//! made of.
//!
//! Events carry an id and what is to become of them. A row goes to `out`, what is bad to `dead`. One record for all
//! partitions of the window goes to `sums`: if an event leaves the window it has to be made anew, and if one is
//! counted twice this is where it shows. The receipt goes to `receipts`.

use std::collections::BTreeMap;

use crate::broker::{Offset, Partition};
use crate::metrics::WindowTotals;
use crate::pipeline::map::Mapped;
use crate::pipeline::records::Records;
use crate::pipeline::window::Window;

pub(super) const OUT: u16 = 0;
pub(super) const SUMS: u16 = 1;
pub(super) const DEAD: u16 = 2;
pub(super) const RECEIPTS: u16 = 3;
/// The outputs' topics, by number.
pub(super) const TOPICS: [&str; 4] = ["out", "sums", "dead", "receipts"];

/// What stands last in an event's value.
pub(super) const GOOD: u8 = b'g';
pub(super) const BAD: u8 = b'b';
pub(super) const BAD_ROW: u8 = b'r';

/// The value of an event.
pub(super) fn value(id: u32, fate: u8) -> [u8; 5] {
    let [a, b, c, d] = id.to_le_bytes();
    [a, b, c, d, fate]
}

/// The event's id.
pub(super) fn id(value: &[u8]) -> u32 {
    value.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// One partition of a window, as its receipt has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) partition: i32,
    pub(super) first: i64,
    pub(super) next: i64,
}

/// What a window did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) parts: Vec<Part>,
    pub(super) events: u32,
    pub(super) decoded: u32,
    pub(super) tombstones: u32,
    pub(super) dead: u32,
    pub(super) produced: u32,
    pub(super) rows_dead: u32,
}

impl Receipt {
    fn write(&self) -> Vec<u8> {
        let counts = [self.events, self.decoded, self.tombstones, self.dead, self.produced, self.rows_dead];
        let mut bytes: Vec<u8> = counts.iter().flat_map(|count| count.to_le_bytes()).collect();
        for Part { partition, first, next } in &self.parts {
            bytes.extend(partition.to_le_bytes());
            bytes.extend((*first as u32).to_le_bytes());
            bytes.extend((*next as u32).to_le_bytes());
        }
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Self {
        let words: Vec<u32> = bytes.chunks_exact(4).map(id).collect();
        let parts = words[6..].chunks_exact(3);
        Self {
            events: words[0],
            decoded: words[1],
            tombstones: words[2],
            dead: words[3],
            produced: words[4],
            rows_dead: words[5],
            parts: parts
                .map(|part| Part { partition: part[0] as i32, first: part[1].into(), next: part[2].into() })
                .collect(),
        }
    }
}

/// Where an event stood, as `sums` has it.
pub(super) fn places(bytes: &[u8]) -> impl Iterator<Item = (i32, i64)> {
    bytes.chunks_exact(8).map(|pair| (id(&pair[..4]) as i32, i64::from(id(&pair[4..]))))
}

/// Maps a window.
pub(super) fn map(window: &Window, without: &[Partition]) -> Mapped {
    let mut records = Records::default();
    let mut receipt = Receipt::default();
    let mut places = Vec::new();
    let mut parts: BTreeMap<i32, Part> = BTreeMap::new();
    for event in window.events().iter().filter(|event| !without.contains(&event.partition)) {
        let number = event.partition.number;
        let part = parts.entry(number).or_insert(Part { partition: number, first: event.offset, next: 0 });
        part.next = Offset::after(event.offset).0;
        places.extend((number as u32).to_le_bytes());
        places.extend((event.offset as u32).to_le_bytes());
        receipt.events += 1;
        let Some(value) = window.value(event) else {
            receipt.tombstones += 1;
            continue;
        };
        let topic = match value[4] {
            BAD => {
                receipt.dead += 1;
                DEAD
            }
            BAD_ROW => {
                (receipt.decoded, receipt.rows_dead) = (receipt.decoded + 1, receipt.rows_dead + 1);
                DEAD
            }
            _ => {
                (receipt.decoded, receipt.produced) = (receipt.decoded + 1, receipt.produced + 1);
                OUT
            }
        };
        let key = window.key(event).map(|key| records.write(key));
        let value = records.write(&value[..4]);
        records.push(topic, event.timestamp, key, Some(value), &[]);
    }
    receipt.parts = parts.into_values().collect();
    let span = records.write(&places);
    records.push(SUMS, 0, None, Some(span), &[]);
    let span = records.write(&receipt.write());
    records.push(RECEIPTS, 0, None, Some(span), &[]);
    let totals = WindowTotals { events: receipt.events.into(), ..WindowTotals::default() };
    Mapped { records, totals, event_times: Vec::new(), first_dead_letter: None, runs: Default::default() }
}
