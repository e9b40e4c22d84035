//! Shows that the simulation bites: bugs planted into the product, and how many seeds it takes to find each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{explain, run};
use crate::plants::{Bug, plant};

/// Every bug that is planted is found within so many seeds.
const SEEDS_MAX: u64 = 10_000;

/// The first seed that fails with the bug, and how.
fn first_found(bug: Bug) -> Option<(u64, String)> {
    plant(Some(bug));
    let found = (0..SEEDS_MAX).find_map(|seed| run(seed).err().map(|failure| (seed + 1, failure.kind.to_owned())));
    plant(None);
    found
}

/// Not found so far: a late EndTxn has to arrive between the offsets and the flush of the next transaction,
/// after two mishaps in a row. Unit tests of `transaction.rs` hold them.
const NOT_FOUND: [Bug; 2] = [Bug::ProducerKeptAfterSlowCommit, Bug::ProducerKeptAfterSlowAbort];

#[test]
fn every_planted_bug_is_found() {
    let only = std::env::var("MUBATCH_PLANT").ok();
    let wanted = |bug: &&Bug| match &only {
        Some(only) => *only == format!("{bug:?}"),
        None => !NOT_FOUND.contains(bug),
    };
    let bugs: Vec<Bug> = Bug::ALL.iter().filter(wanted).copied().collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let search = || {
        while let Some(bug) = bugs.get(next.fetch_add(1, Ordering::SeqCst)) {
            let first = first_found(*bug);
            println!("{bug:?}: {first:?}");
            found.lock().unwrap_or_else(PoisonError::into_inner).push((*bug, first));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(search))));
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let unfound: Vec<_> = found.iter().filter(|(_, first)| first.is_none()).map(|(bug, _)| bug).collect();
    assert!(unfound.is_empty(), "not found in {SEEDS_MAX} seeds: {unfound:?}");
}

#[test]
fn a_failing_seed_is_explained_with_a_shorter_schedule() {
    plant(Some(Bug::RevokeKeepsOpenEvents));
    let seed = (0..SEEDS_MAX).find(|seed| run(*seed).is_err()).expect("a seed that fails");
    let explained = explain(seed);
    plant(None);
    assert!(explained.starts_with(&format!("seed {seed}: ")), "{explained}");
    let moves: usize =
        explained.split_once(" moves)").and_then(|(head, _)| head.rsplit_once('(')?.1.parse().ok()).expect("a number");
    assert!(moves <= 30, "{explained}");
}
