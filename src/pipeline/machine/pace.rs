//! How fast events come, how long mapping and committing take, and what follows for when a window is closed.

use std::time::Duration;

use crate::clock::Tick;

/// See the module's documentation.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When the last mapping was asked for, and how long the one before took.
    mapping_since: Tick,
    mapping: Duration,
    commit: Duration,
    /// By when the broker has most likely finished the last transaction.
    settled: Tick,
    arrivals: Arrivals,
}

/// When messages came. A broker answers with many at a time: those that come within [`SETTLE`] are one arrival.
#[derive(Debug, Default, Clone, Copy)]
struct Arrivals {
    /// When the last one began and ended; `None` before the first, and when it is not the brokers that we wait for.
    last: Option<(Tick, Tick)>,
    /// How long it was from one to the next, the last three times.
    gaps: [Duration; 3],
}

/// The messages of one answer are handed over partition by partition, within this time.
const SETTLE: Duration = Duration::from_micros(300);

impl Pace {
    /// Messages came into the open window.
    pub(super) fn arrived(&mut self, now: Tick) {
        let Arrivals { last, gaps } = &mut self.arrivals;
        match last {
            Some((_, end)) if now.since(*end) <= SETTLE => *end = now,
            _ => {
                if let Some((begin, _)) = last {
                    *gaps = [now.since(*begin), gaps[0], gaps[1]];
                }
                *last = Some((now, now));
            }
        }
    }

    /// The window is full: what comes next says nothing of how fast events come.
    pub(super) fn interrupted(&mut self) {
        self.arrivals.last = None;
    }

    /// When a window has everything that will come before `at`: then it need not wait until `at`. By the median of the last
    /// gaps, so that one pause says nothing.
    pub(super) fn complete_by(&self, at: Tick) -> Tick {
        let Arrivals { last, mut gaps } = self.arrivals;
        gaps.sort_unstable();
        match last {
            Some((begin, end)) if begin + gaps[1] > at => (end + SETTLE).min(at),
            _ => at,
        }
    }

    /// A window is to be mapped.
    pub(super) fn mapping_begins(&mut self, now: Tick) {
        self.mapping_since = now;
    }

    /// It is mapped.
    pub(super) fn mapped(&mut self, now: Tick) {
        self.mapping = now.since(self.mapping_since);
    }

    /// A window was committed.
    pub(super) fn committed(&mut self, took: Duration, settled: Tick) {
        (self.commit, self.settled) = (took, settled);
    }

    /// Until when an old window had better go on filling, when no commit is under way; `None` during one: until it ends.
    ///
    /// A window that is closed while another is committed is mapped meanwhile, and then waits. That is worth it where
    /// mapping takes long. Where it does not, what comes during the wait would need a transaction of its own, and wait for
    /// this one's: closed at the end of the commit, the window has these events, too. And a transaction that begins before
    /// the broker has finished the last one only waits in another place, and asks again and again.
    ///
    /// With mapping `m` and commit `c` an event takes 2.5 c on the average where windows are mapped ahead, 1.5 (m + c) where
    /// they are not.
    pub(super) fn fills_until(&self, is_committing: bool) -> Option<Tick> {
        let maps_ahead = self.mapping * 2 >= self.commit;
        match is_committing {
            _ if maps_ahead => Some(Tick::default()), // it need not
            true => None,
            false => Some(self.settled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: f64) -> Tick {
        Tick(Duration::from_secs_f64(millis / 1e3))
    }

    /// After arrivals at these times, in milliseconds.
    fn after(arrivals: &[f64]) -> Pace {
        let mut pace = Pace::default();
        arrivals.iter().for_each(|millis| pace.arrived(at(*millis)));
        pace
    }

    #[test]
    fn a_window_is_complete_when_nothing_more_is_expected_in_its_time() {
        assert_eq!(after(&[0.0, 2.0, 4.0]).complete_by(at(7.0)), at(7.0), "there will be more at 6");
        assert_eq!(after(&[0.0, 2.0, 4.0, 6.0]).complete_by(at(7.0)), at(6.3));
        assert_eq!(after(&[0.0, 2.0, 4.0, 6.0]).complete_by(at(6.1)), at(6.1), "no later than it would be");
        assert_eq!(after(&[0.0, 6.0]).complete_by(at(7.0)), at(7.0), "one gap does not tell");
    }

    #[test]
    fn what_one_answer_brings_is_one_arrival() {
        let pace = after(&[0.0, 0.2, 0.4, 2.0, 2.1, 4.0, 4.1, 4.4]);
        assert_eq!(pace.complete_by(at(5.9)), at(4.7), "0.3 ms after the last of its messages");
        assert_eq!(pace.complete_by(at(6.1)), at(6.1));
    }

    #[test]
    fn a_pause_says_nothing_of_what_comes_after_it() {
        assert_eq!(after(&[0.0, 2.0, 50.0]).complete_by(at(60.0)), at(60.0));
        assert_eq!(after(&[0.0, 2.0, 50.0, 98.0]).complete_by(at(108.0)), at(98.3), "two do");
        let mut pace = after(&[0.0, 2.0]);
        pace.interrupted();
        assert_eq!(pace.complete_by(at(3.0)), at(3.0));
        pace.arrived(at(50.0));
        assert_eq!(pace.arrivals.gaps, after(&[0.0, 2.0]).arrivals.gaps, "nobody waited for a broker");
    }

    #[test]
    fn a_window_fills_on_during_a_commit_where_mapping_takes_less_than_half_of_that() {
        let pace = |mapping| {
            let mut pace = Pace::default();
            pace.mapping_begins(at(1.0));
            pace.mapped(at(1.0 + mapping));
            pace.committed(Duration::from_millis(10), at(30.0));
            pace
        };
        assert_eq!(pace(4.0).fills_until(true), None);
        assert_eq!(pace(4.0).fills_until(false), Some(at(30.0)));
        assert_eq!(pace(5.0).fills_until(true), Some(at(0.0)));
        assert_eq!(pace(5.0).fills_until(false), Some(at(0.0)));
        assert_eq!(Pace::default().fills_until(true), Some(at(0.0)), "before anything is known");
    }
}
