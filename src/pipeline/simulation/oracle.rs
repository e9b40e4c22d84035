//! What must be true of a run, during it and after it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Failure;
use super::mapping::{self, BAD, DEAD, GOOD, OUT, Part, RECEIPTS, Receipt, SUMS, TOPICS};
use super::process::{GROUP, SOURCE};
use crate::broker::Broker;
use crate::broker::memory::{Cursor, Isolation, MemoryBroker, StoredRecord};

/// What stands in the source.
struct Input {
    /// `None`: a tombstone.
    event: Option<(u32, u8)>,
}

/// Reads along, as a `read_committed` reader of each topic.
#[derive(Default)]
pub(super) struct Oracle {
    source: Cursor,
    inputs: BTreeMap<(i32, i64), Input>,
    cursors: [Cursor; TOPICS.len()],
    /// Everything that was ever visible: topic, partition, offset.
    seen: BTreeSet<(u16, i32, i64)>,
    /// Events that a window's sum has counted.
    counted: BTreeSet<(i32, i64)>,
    rows: BTreeSet<u32>,
    dead: BTreeSet<u32>,
    last_of_key: BTreeMap<Vec<u8>, u32>,
    receipts: Vec<Receipt>,
    /// Per partition, the offset that the group has committed first, and last.
    first: BTreeMap<i32, i64>,
    committed: BTreeMap<i32, i64>,
    // State comes later: that applied state is the fold of the committed windows, that restored state matches the
    // committed offset's metadata, and that a full disk commits nothing (rows 20 to 23 and 36) belong here.
}

impl Oracle {
    /// Reads on, and looks whether what there is can be.
    pub(super) fn look(&mut self, broker: &MemoryBroker) -> Result<(), Failure> {
        self.read_source(broker);
        for (topic, name) in TOPICS.iter().enumerate() {
            let read = broker.read(name, Isolation::ReadCommitted, &mut self.cursors[topic], usize::MAX);
            for record in read.unwrap_or_default() {
                self.take(topic as u16, &record)?;
            }
        }
        self.note_committed(broker)?;
        // Behind an open transaction, readers see less than what is committed.
        if all_visible(broker) {
            self.nothing_is_missing()?;
        }
        Ok(())
    }

    /// Reads the source on. To be called before retention takes anything away.
    pub(super) fn read_source(&mut self, broker: &MemoryBroker) {
        let read = broker.read(SOURCE, Isolation::ReadCommitted, &mut self.source, usize::MAX);
        for record in read.unwrap_or_default() {
            let event = record.value().map(|value| (mapping::id(value), value[4]));
            self.inputs.insert((record.partition, record.offset), Input { event });
        }
    }

    /// Looks at the committed offsets: they only grow.
    pub(super) fn note_committed(&mut self, broker: &MemoryBroker) -> Result<(), Failure> {
        for partition in 0..partitions(broker) {
            let Some(offset) = committed(broker, partition) else { continue };
            self.first.entry(partition).or_insert(offset);
            let before = self.committed.insert(partition, offset);
            if before.is_some_and(|before| before > offset) {
                return Err(Failure::new(
                    "offset went back",
                    format!("partition {partition}: from {before:?} to {offset}"),
                ));
            }
        }
        Ok(())
    }

    fn take(&mut self, topic: u16, record: &StoredRecord) -> Result<(), Failure> {
        let doubled = |what: String| Err(Failure::new("doubled", what));
        self.seen.insert((topic, record.partition, record.offset));
        let value = record.value().unwrap_or_default();
        match topic {
            OUT => {
                let id = mapping::id(value);
                if !self.rows.insert(id) {
                    return doubled(format!("event {id} has two rows"));
                }
                let before = self.last_of_key.insert(record.key().unwrap_or_default().to_vec(), id);
                if before.is_some_and(|before| before > id) {
                    return Err(Failure::new("order", format!("event {id} comes after {before:?} of the same key")));
                }
            }
            DEAD => {
                let id = mapping::id(value);
                if !self.dead.insert(id) {
                    return doubled(format!("event {id} has two dead letters"));
                }
            }
            SUMS => {
                for place in mapping::places(value) {
                    if !self.counted.insert(place) {
                        return doubled(format!("the event at {place:?} is counted in two windows"));
                    }
                }
            }
            RECEIPTS => self.receipts.push(Receipt::read(value)),
            _ => {}
        }
        Ok(())
    }

    /// Every event before the committed offset is accounted for.
    fn nothing_is_missing(&self) -> Result<(), Failure> {
        for (partition, first) in &self.first {
            let committed = self.committed.get(partition).copied().unwrap_or(*first);
            for (place, _) in self.inputs.range((*partition, *first)..(*partition, committed.max(*first))) {
                if !self.counted.contains(place) {
                    return Err(Failure::new(
                        "lost",
                        format!("{place:?} is in no window, and offset {committed} is committed"),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Whether all events are committed, and no transaction is open.
    pub(super) fn is_done(&mut self, broker: &MemoryBroker) -> bool {
        self.read_source(broker);
        all_visible(broker)
            && (0..partitions(broker)).all(|partition| {
                let settled = broker.watermarks(SOURCE, partition, Duration::ZERO).is_ok_and(|w| w.stable == w.end);
                let last = self.inputs.range((partition, 0)..(partition + 1, 0)).next_back().map(|((_, at), _)| *at);
                settled && committed(broker, partition).is_some_and(|at| last.is_none_or(|last| at > last))
            })
    }

    /// Whether the group has committed the end of each partition.
    pub(super) fn is_read_to_the_end(&self, broker: &MemoryBroker) -> bool {
        (0..partitions(broker)).all(|partition| {
            let end = broker.watermarks(SOURCE, partition, Duration::ZERO).map(|marks| marks.end.0).ok();
            committed(broker, partition) == end
        })
    }

    /// The last word, when everything is committed and all workers have left.
    pub(super) fn conclude(&mut self, broker: &MemoryBroker) -> Result<(), Failure> {
        self.look(broker)?;
        self.nothing_is_missing()?;
        let (mut rows, mut dead, mut counted) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (place, input) in &self.inputs {
            if self.first.get(&place.0).is_none_or(|first| place.1 < *first) {
                continue; // the job has started behind it
            }
            counted.insert(*place);
            match input.event {
                Some((id, GOOD)) => rows.insert(id),
                Some((id, _)) => dead.insert(id),
                None => false,
            };
        }
        same("events counted", &counted, &self.counted)?;
        same("rows", &rows, &self.rows)?;
        same("dead letters", &dead, &self.dead)?;
        self.receipts_add_up()?;
        self.windows_follow_one_another()?;
        self.nothing_has_disappeared(broker)
    }

    fn receipts_add_up(&self) -> Result<(), Failure> {
        let sum = |of: fn(&Receipt) -> u32| self.receipts.iter().map(of).sum::<u32>() as usize;
        let bad = |input: &Input| matches!(input.event, Some((_, BAD)));
        let counted: Vec<&Input> = self.counted.iter().filter_map(|place| self.inputs.get(place)).collect();
        let adds_up = self
            .receipts
            .iter()
            .all(|r| r.events == r.decoded + r.tombstones + r.dead && r.decoded == r.produced + r.rows_dead);
        let right = sum(|r| r.events) == counted.len()
            && sum(|r| r.tombstones) == counted.iter().filter(|input| input.event.is_none()).count()
            && sum(|r| r.dead) == counted.iter().filter(|input| bad(input)).count()
            && sum(|r| r.produced) == self.rows.len()
            && sum(|r| r.dead + r.rows_dead) == self.dead.len();
        if adds_up && right { Ok(()) } else { Err(Failure::new("receipts", format!("{:?}", self.receipts))) }
    }

    /// The windows of a partition do not overlap, and end where its committed offset stands.
    fn windows_follow_one_another(&self) -> Result<(), Failure> {
        let mut parts: Vec<Part> = self.receipts.iter().flat_map(|receipt| receipt.parts.iter().copied()).collect();
        parts.sort_by_key(|part| (part.partition, part.first));
        for pair in parts.windows(2) {
            if pair[0].partition == pair[1].partition && pair[0].next > pair[1].first {
                return Err(Failure::new("chain", format!("{pair:?}")));
            }
        }
        for part in &parts {
            if self.committed.get(&part.partition).is_none_or(|committed| *committed < part.next) {
                return Err(Failure::new("chain", format!("{part:?}, but committed is {:?}", self.committed)));
            }
        }
        Ok(())
    }

    /// What was visible once stays.
    fn nothing_has_disappeared(&self, broker: &MemoryBroker) -> Result<(), Failure> {
        let mut now = BTreeSet::new();
        for (topic, name) in TOPICS.iter().enumerate() {
            let read = broker.read(name, Isolation::ReadCommitted, &mut Cursor::default(), usize::MAX);
            now.extend(read.unwrap_or_default().iter().map(|r| (topic as u16, r.partition, r.offset)));
        }
        if now == self.seen { Ok(()) } else { Err(Failure::new("disappeared", "a record was visible and is not")) }
    }
}

/// Whether no output is behind an open transaction.
fn all_visible(broker: &MemoryBroker) -> bool {
    [(OUT, 0), (OUT, 1), (SUMS, 0), (DEAD, 0), (RECEIPTS, 0)].into_iter().all(|(topic, partition)| {
        let marks = broker.watermarks(TOPICS[usize::from(topic)], partition, Duration::ZERO);
        marks.is_ok_and(|marks| marks.stable == marks.end)
    })
}

fn partitions(broker: &MemoryBroker) -> i32 {
    let topics = broker.topics(&[SOURCE.to_owned()], Duration::ZERO).unwrap_or_default();
    topics.get(SOURCE).map_or(0, |topic| topic.partitions)
}

/// The stable committed offset; nothing while a transaction on it is open.
pub(super) fn committed(broker: &MemoryBroker, partition: i32) -> Option<i64> {
    let answer = broker.committed(GROUP, &[(SOURCE.to_owned(), partition)], Duration::ZERO);
    answer.ok()?.first().copied().flatten().map(|offset| offset.0)
}

fn same<T: Ord + std::fmt::Debug>(what: &str, wanted: &BTreeSet<T>, got: &BTreeSet<T>) -> Result<(), Failure> {
    let missing: Vec<_> = wanted.difference(got).collect();
    let invented: Vec<_> = got.difference(wanted).collect();
    if !missing.is_empty() {
        return Err(Failure::new("lost", format!("{what}: {missing:?} missing")));
    }
    if !invented.is_empty() {
        return Err(Failure::new("invented", format!("{what}: {invented:?} too much")));
    }
    Ok(())
}
