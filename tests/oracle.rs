//! The oracle that judges the outputs of jobs finds each of the faults that it is there for.

mod support;

use support::oracle::{Evidence, Receipt, Row, Verdict};

/// Ten events under two keys in two partitions; event 7 comes to nothing (a tombstone).
struct Run {
    after: Vec<Row>,
    during: Vec<Row>,
    receipts: Vec<Receipt>,
    committed: Vec<i64>,
}

const FED: i64 = 10;

fn home(n: i64) -> Option<u16> {
    (n != 7).then_some(0)
}

impl Run {
    fn good() -> Self {
        let row = |n: i64| Row { topic: 0, partition: (n % 2) as i32, offset: n, key: (n % 2) as u32, n };
        let rows: Vec<Row> = (0..FED).filter(|&n| home(n).is_some()).map(row).collect();
        let receipt = |from: i64, to: i64, tombstones: i64| {
            let (events, decoded) = (2 * (to - from), 2 * (to - from) - tombstones);
            let sources = vec![(0, from, to, to - from), (1, from, to, to - from)];
            Receipt { sources, events, decoded, tombstones, rows: decoded, produced: decoded, ..Receipt::default() }
        };
        // In the order in which two workers may commit them, which is not that of the offsets.
        let receipts = vec![receipt(2, 5, 1), receipt(0, 2, 0)];
        Self { after: rows.clone(), during: rows, receipts, committed: vec![5, 5] }
    }

    fn verdict(&self) -> Verdict {
        let Self { after, during, receipts, committed } = self;
        Evidence { fed: FED, home: &home, after, during: Some(during), receipts, committed, ends: &[5, 5] }.verdict()
    }

    /// The verdict after something has been done to a good run, which both readers see.
    fn with(change: impl Fn(&mut Vec<Row>)) -> Verdict {
        let mut run = Self::good();
        change(&mut run.after);
        change(&mut run.during);
        run.verdict()
    }
}

#[test]
fn a_good_run_holds() {
    let verdict = Run::good().verdict();
    assert!(verdict.holds(), "{verdict}");
}

#[test]
fn a_row_that_is_missing_is_lost_and_one_that_is_there_twice_is_doubled() {
    assert_eq!(Run::with(|rows| _ = rows.remove(3)).lost, 1);
    assert_eq!(Run::with(|rows| rows.push(Row { offset: 99, ..rows[8] })).doubled, 1);
}

#[test]
fn rows_that_no_event_explains_are_wrong() {
    // The tombstone's, one of an event that was never fed, and one in another output.
    assert!(Run::with(|rows| rows.push(Row { topic: 0, partition: 1, offset: 99, key: 1, n: 7 })).wrong > 0);
    assert!(Run::with(|rows| rows.push(Row { topic: 0, partition: 0, offset: 99, key: 0, n: 10 })).wrong > 0);
    let elsewhere = Run::with(|rows| rows[8].topic = 1);
    assert_eq!((elsewhere.lost, elsewhere.wrong), (1, 1));
}

#[test]
fn order_per_key_and_a_keys_partition_are_looked_at_but_not_the_order_across_keys() {
    let swap = |rows: &mut Vec<Row>, a: usize, b: usize| {
        let offset = rows[a].offset;
        rows[a].offset = rows[b].offset;
        rows[b].offset = offset;
    };
    assert!(Run::with(|rows| swap(rows, 2, 4)).wrong > 0);
    assert!(Run::with(|rows| rows[2].partition = 1).wrong > 0);
    assert!(Run::with(|rows| swap(rows, 2, 3)).holds());
}

#[test]
fn what_one_reader_saw_and_the_other_did_not_is_wrong() {
    let mut run = Run::good();
    run.during.push(Row { offset: 50, ..run.during[0] });
    assert!(run.verdict().wrong > 0);
    let mut run = Run::good();
    run.during.pop();
    assert_eq!(run.verdict().wrong, 1);
    let mut run = Run::good();
    run.during[0].n = 2;
    assert!(run.verdict().wrong > 0);
}

#[test]
fn receipts_and_offsets_must_add_up_without_a_gap() {
    let broken = |change: fn(&mut Run)| {
        let mut run = Run::good();
        change(&mut run);
        run.verdict().accounts
    };
    assert!(broken(|run| run.committed[1] = 4) > 0);
    assert!(broken(|run| drop(run.receipts.pop())) > 0);
    assert!(broken(|run| run.receipts.push(run.receipts[0].clone())) > 0);
    assert!(broken(|run| run.receipts[0].tombstones = 0) > 0);
    assert!(broken(|run| run.receipts[0].produced -= 1) > 0);
    assert!(broken(|run| run.receipts[1].sources[0].1 = 1) > 0);
}
