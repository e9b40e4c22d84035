//! The dead-letter breaker: stops a job that would drain its topic into dead letters.

use std::collections::VecDeque;
use std::time::Duration;

use crate::clock::Tick;
use crate::error::Error;

/// Looks at the share of dead letters among the last events. Pure: told of every committed window, asked before each.
#[derive(Debug, Clone)]
pub struct Breaker {
    share: f64,
    of_last: usize,
    within: Duration,
    /// Committed windows: when, events, dead letters; newest last.
    windows: VecDeque<(Tick, usize, usize)>,
}

impl Breaker {
    /// Trips when more than `share` (0 to 1) of the last `of_last` events, seen `within` this time, were dead letters.
    pub fn new(share: f64, of_last: usize, within: Duration) -> Self {
        Self { share, of_last, within, windows: VecDeque::new() }
    }

    /// Counts a committed window in.
    pub fn record(&mut self, now: Tick, events: usize, dead: usize) {
        self.windows.push_back((now, events, dead));
        let mut kept = 0;
        let enough = |kept: &mut usize, events: usize| {
            let enough = *kept >= self.of_last;
            *kept += events;
            enough
        };
        let keep = self.windows.iter().rev().take_while(|(_, events, _)| !enough(&mut kept, *events)).count();
        self.windows.drain(..self.windows.len() - keep);
        while self.windows.front().is_some_and(|(at, ..)| now.since(*at) > self.within) {
            self.windows.pop_front();
        }
    }

    /// Whether a window with these counts would trip it, and the error to stop with. Fewer than `of_last` events never
    /// do: one bad event in a quiet hour is no reason to stop.
    pub fn would_trip(&self, now: Tick, events: usize, dead: usize) -> Option<Error> {
        let (mut all, mut bad) = (events, dead);
        for (_, events, dead) in self.windows.iter().rev().filter(|(at, ..)| now.since(*at) <= self.within) {
            if all >= self.of_last {
                break;
            }
            all += events;
            bad += dead;
        }
        let tripped = all >= self.of_last && bad as f64 > self.share * all as f64;
        tripped.then(|| {
            Error::job(format!(
                "{bad} of the last {all} events became dead letters, more than the {:.0} % that \
                 dead_letters.stop_above allows; the last window, with its dead letters, was not committed: look at \
                 the log and at the dead letters of the windows before it, then mend the job (or its producer) and start it \
                 again; what it had counted starts at zero then",
                self.share * 100.0
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Tick {
        Tick(Duration::from_secs(seconds))
    }

    #[test]
    fn one_bad_event_in_a_quiet_hour_does_not_trip_it() {
        let breaker = Breaker::new(0.5, 1000, Duration::from_secs(60));
        assert_eq!(breaker.would_trip(at(0), 1, 1), None);
    }

    #[test]
    fn a_share_above_the_limit_over_enough_events_trips_it() {
        let mut breaker = Breaker::new(0.5, 1000, Duration::from_secs(60));
        breaker.record(at(0), 600, 100);
        assert_eq!(breaker.would_trip(at(1), 400, 400), None, "exactly half is not more than half");
        let error = breaker.would_trip(at(1), 400, 401).expect("tripped");
        assert!(error.to_string().contains("501 of the last 1000 events"), "{error}");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn what_is_older_than_its_time_no_longer_counts() {
        let mut breaker = Breaker::new(0.5, 1000, Duration::from_secs(60));
        breaker.record(at(0), 900, 900);
        assert!(breaker.would_trip(at(59), 100, 0).is_some());
        assert_eq!(breaker.would_trip(at(61), 100, 0), None);
    }

    #[test]
    fn its_memory_is_bounded_by_the_number_of_events_it_looks_at() {
        let mut breaker = Breaker::new(0.5, 1000, Duration::from_secs(60));
        for _ in 0..10_000 {
            breaker.record(at(0), 100, 0);
        }
        assert!(breaker.windows.len() <= 10);
    }
}
