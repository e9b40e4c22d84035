//! The oracle: what must hold of a job's outputs, whatever has happened to it. It is given what went in and what readers
//! saw, and asks no broker itself.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// How many findings are told in full.
const FINDINGS_TOLD: usize = 10;

/// A record of an output as a read_committed reader saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which output.
    pub topic: u16,
    pub partition: i32,
    pub offset: i64,
    pub key: u32,
    /// The number of the event that it comes from. Numbers ascend per key.
    pub n: i64,
}

/// What a receipt says.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    /// Partition of the source, first offset, next offset, events.
    pub sources: Vec<(i32, i64, i64, i64)>,
    pub events: i64,
    pub decoded: i64,
    pub tombstones: i64,
    pub dead_lettered: i64,
    /// Over all outputs.
    pub rows: i64,
    pub produced: i64,
    pub rows_dead_lettered: i64,
}

impl Receipt {
    pub fn parse(json: &[u8]) -> Self {
        let value: serde_json::Value = serde_json::from_slice(json).expect("a receipt is JSON");
        let number = |value: &serde_json::Value, field: &str| value[field].as_i64().expect("a number");
        let source = |source: &serde_json::Value| {
            let partition = number(source, "partition") as i32;
            (partition, number(source, "first_offset"), number(source, "next_offset"), number(source, "events"))
        };
        let outputs: Vec<_> = value["outputs"].as_object().expect("outputs").values().cloned().collect();
        let over_outputs = |field| outputs.iter().map(|output| number(output, field)).sum();
        Self {
            sources: value["sources"].as_array().expect("sources").iter().map(source).collect(),
            events: number(&value, "events"),
            decoded: number(&value, "decoded"),
            tombstones: number(&value, "tombstones"),
            dead_lettered: number(&value, "dead_lettered"),
            rows: over_outputs("rows"),
            produced: over_outputs("produced"),
            rows_dead_lettered: over_outputs("dead_lettered"),
        }
    }
}

/// All that is known of a run. Events 0 up to `fed` went in, each once, to a source without gaps.
pub struct Evidence<'a> {
    pub fed: i64,
    /// The output in which an event must be found; `None` if nothing must come of it.
    pub home: &'a dyn Fn(i64) -> Option<u16>,
    /// What a reader sees when all is over.
    pub after: &'a [Row],
    /// What another has seen meanwhile, up to the end.
    pub during: Option<&'a [Row]>,
    pub receipts: &'a [Receipt],
    /// The group's committed offsets, by partition of the source.
    pub committed: &'a [i64],
    /// The end of each partition of the source.
    pub ends: &'a [i64],
}

/// What is wrong, if anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub lost: usize,
    pub doubled: usize,
    /// Rows that no event explains, rows in the wrong place, rows out of order, rows that a reader saw and that are gone.
    pub wrong: usize,
    /// Receipts and offsets that do not add up.
    pub accounts: usize,
    told: Vec<String>,
}

impl Verdict {
    pub fn holds(&self) -> bool {
        self.lost + self.doubled + self.wrong + self.accounts == 0
    }

    fn tell(&mut self, finding: impl FnOnce() -> String) {
        if self.told.len() < FINDINGS_TOLD {
            self.told.push(finding());
        }
    }

    fn wrong(&mut self, finding: impl FnOnce() -> String) {
        self.wrong += 1;
        self.tell(finding);
    }

    fn account(&mut self, holds: bool, finding: impl FnOnce() -> String) {
        if !holds {
            self.accounts += 1;
            self.tell(finding);
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lost, doubled, wrong, accounts, told } = self;
        write!(f, "{lost} lost, {doubled} doubled, {wrong} rows wrong, {accounts} accounts wrong: {}", told.join("; "))
    }
}

impl Evidence<'_> {
    pub fn verdict(&self) -> Verdict {
        let mut verdict = Verdict::default();
        self.set_equality(&mut verdict);
        order_per_key("after", self.after, &mut verdict);
        if let Some(during) = self.during {
            self.nothing_visible_disappears(during, &mut verdict);
            order_per_key("during", during, &mut verdict);
        }
        self.accounts(&mut verdict);
        verdict
    }

    /// Every event is where it must be, once, and there is nothing else.
    fn set_equality(&self, verdict: &mut Verdict) {
        let mut seen = vec![false; self.fed as usize];
        for row in self.after {
            let home = if (0..self.fed).contains(&row.n) { (self.home)(row.n) } else { None };
            if home != Some(row.topic) {
                verdict.wrong(|| format!("no event explains {row:?}"));
            } else if std::mem::replace(&mut seen[row.n as usize], true) {
                verdict.doubled += 1;
                verdict.tell(|| format!("doubled: {row:?}"));
            }
        }
        for n in (0..self.fed).filter(|&n| !seen[n as usize] && (self.home)(n).is_some()) {
            verdict.lost += 1;
            verdict.tell(|| format!("lost: event {n}"));
        }
    }

    /// Both readers saw the same records at the same places.
    fn nothing_visible_disappears(&self, during: &[Row], verdict: &mut Verdict) {
        let place = |row: &Row| (row.topic, row.partition, row.offset);
        let stays: HashMap<_, _> = self.after.iter().map(|row| (place(row), row)).collect();
        for row in during {
            if stays.get(&place(row)) != Some(&row) {
                verdict.wrong(|| format!("was visible and is gone: {row:?}"));
            }
        }
        let were_seen: HashSet<_> = during.iter().map(place).collect();
        for row in self.after.iter().filter(|row| !were_seen.contains(&place(row))) {
            verdict.wrong(|| format!("was never shown to the reader that ran meanwhile: {row:?}"));
        }
    }

    /// Receipts continue each other without a gap, offsets stand where the input ends, and all sums agree.
    fn accounts(&self, verdict: &mut Verdict) {
        let Self { fed, committed, ends, .. } = *self;
        verdict.account(committed == ends, || format!("committed are {committed:?}, the input ends at {ends:?}"));
        verdict
            .account(ends.iter().sum::<i64>() == fed, || format!("the input ends at {ends:?}, {fed} events were fed"));
        let mut chains: BTreeMap<i32, Vec<(i64, i64)>> = BTreeMap::new();
        for receipt in self.receipts {
            let Receipt { events, decoded, tombstones, dead_lettered, .. } = *receipt;
            verdict.account(events == decoded + tombstones + dead_lettered, || format!("does not add up: {receipt:?}"));
            let rows = receipt.produced + receipt.rows_dead_lettered;
            verdict.account(receipt.rows == rows, || format!("does not add up: {receipt:?}"));
            for &(partition, first, next, events) in &receipt.sources {
                verdict.account(next - first == events, || format!("a gap within: {receipt:?}"));
                chains.entry(partition).or_default().push((first, next));
            }
            let sources: i64 = receipt.sources.iter().map(|source| source.3).sum();
            verdict.account(events == sources, || format!("its partitions do not add up: {receipt:?}"));
        }
        for (partition, &end) in (0..).zip(ends) {
            let mut chain = chains.remove(&partition).unwrap_or_default();
            chain.sort_unstable();
            let mut base = 0;
            for (first, next) in chain {
                verdict
                    .account(first == base, || format!("receipts of partition {partition} say {first} after {base}"));
                base = next;
            }
            verdict.account(base == end, || format!("receipts of partition {partition} end at {base}, not at {end}"));
        }
        verdict.account(chains.is_empty(), || format!("receipts of partitions that are not there: {chains:?}"));
        let decoded: i64 = self.receipts.iter().map(|receipt| receipt.decoded).sum();
        let dead: i64 = self.receipts.iter().map(|receipt| receipt.dead_lettered + receipt.rows_dead_lettered).sum();
        let produced: i64 = self.receipts.iter().map(|receipt| receipt.produced).sum();
        let visible = self.after.len() as i64;
        verdict.account(produced + dead == visible, || {
            format!("receipts say {produced} rows and {dead} dead letters of {decoded} events, visible are {visible}")
        });
    }
}

/// In each topic a key is in one partition, its events in their order.
fn order_per_key(reader: &str, rows: &[Row], verdict: &mut Verdict) {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_unstable_by_key(|row| (row.topic, row.partition, row.offset));
    let mut last: HashMap<(u16, u32), &Row> = HashMap::new();
    for row in rows {
        if let Some(before) = last.insert((row.topic, row.key), row)
            && (before.partition != row.partition || before.n >= row.n)
        {
            verdict.wrong(|| format!("out of order for the reader {reader}: {before:?}, then {row:?}"));
        }
    }
}
