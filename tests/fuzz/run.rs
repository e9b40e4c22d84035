//! Runs cases under seeds.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use crate::mutate::Random;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable}: not a number")))
}

/// Runs so many cases; or for as long, or with the one seed, that the environment says. A failure names its seed.
pub fn cases(target: &str, count: u64, mut case: impl FnMut(&mut Random)) {
    let seconds = number("MUBATCH_FUZZ_SECONDS").map(Duration::from_secs);
    let only = number("MUBATCH_FUZZ_SEED");
    let started = Instant::now();
    // Always the same in CI; others with every long run.
    let first = only.unwrap_or_else(|| seconds.map_or(0, |_| rand_seed()));
    let mut done = 0;
    while match (only, seconds) {
        (Some(_), _) => done < 1,
        (None, Some(seconds)) => started.elapsed() < seconds,
        (None, None) => done < count,
    } {
        let seed = first.wrapping_add(done);
        if std::env::var_os("MUBATCH_FUZZ_SHOW").is_some() {
            eprintln!("{target}: seed {seed}");
        }
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| case(&mut Random(seed)))) {
            eprintln!("{target}: seed {seed} fails; again: make fuzz ARGS='--seed {seed} {target}'");
            resume_unwind(panic);
        }
        done += 1;
    }
    println!("{target}: {done} cases in {:.1} s", started.elapsed().as_secs_f64());
}

fn rand_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    since.as_nanos() as u64
}
