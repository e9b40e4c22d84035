//! What CI runs, and what `make simulate` runs.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{explain, run};
use crate::clock::SystemClock;

/// What CI runs of it.
const SEEDS: Range<u64> = 0..20_000;

/// Runs seeds on all cores, until one fails or the time is up. How many ran, how many in a second, the lowest that failed.
fn run_many(seeds: Range<u64>, time: Option<Duration>) -> (u64, f64, Option<u64>) {
    let (next, ran, failed) = (AtomicU64::new(seeds.start), AtomicU64::new(0), AtomicU64::new(u64::MAX));
    let clock = SystemClock::shared();
    let runs = || {
        let in_time = || time.is_none_or(|time| clock.now().0 < time);
        while in_time() && failed.load(Ordering::SeqCst) == u64::MAX {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= seeds.end {
                return;
            }
            ran.fetch_add(1, Ordering::SeqCst);
            if run(seed).is_err() {
                failed.fetch_min(seed, Ordering::SeqCst);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(runs))));
    let ran = ran.load(Ordering::SeqCst);
    let failed = Some(failed.load(Ordering::SeqCst)).filter(|seed| *seed != u64::MAX);
    (ran, ran as f64 / clock.now().0.as_secs_f64(), failed)
}

fn assert_all_hold(seeds: Range<u64>, time: Option<Duration>) {
    let (ran, in_a_second, failed) = run_many(seeds, time);
    println!("{ran} seeds, {in_a_second:.0} a second");
    if let Some(seed) = failed {
        panic!("{}", explain(seed));
    }
}

#[test]
fn nothing_is_lost_or_doubled_under_any_of_these_seeds() {
    assert_all_hold(SEEDS, None);
}

#[test]
#[ignore = "`make simulate` runs it: MUBATCH_SIMULATE is a range of seeds (0..5000), one seed (17), or a time (60s)"]
fn simulate() {
    let wanted = std::env::var("MUBATCH_SIMULATE").unwrap_or_else(|_| "60s".to_owned());
    let number = |text: &str| text.parse::<u64>().unwrap_or_else(|_| panic!("MUBATCH_SIMULATE={wanted}"));
    if let Some(seconds) = wanted.strip_suffix('s') {
        // Other seeds each time: the range above is run by every test.
        let start = SystemClock::shared().unix_millis() as u64 * 1_000_000;
        assert_all_hold(start..u64::MAX, Some(Duration::from_secs(number(seconds))));
    } else if let Some((from, to)) = wanted.split_once("..") {
        assert_all_hold(number(from)..number(to), None);
    } else {
        println!("{}", explain(number(&wanted)));
    }
}
