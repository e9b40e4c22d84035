//! How far a partition is behind, in events and in time.

use crate::broker::Offset;
use crate::clock::UnixMillis;

/// Where a partition stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// What the group has committed.
    pub committed: Offset,
    /// What comes next into the open window.
    pub next: Offset,
    /// Everything before it was handed out, markers of transactions included; `None` where that is not known.
    pub read_up_to: Option<Offset>,
    /// The end of the partition; `None` before the broker has told.
    pub end: Option<Offset>,
    /// The Kafka timestamp of the oldest event that is read and in a closed window.
    pub oldest: Option<UnixMillis>,
}

/// How far a partition is behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lag {
    /// Offsets between what is done and the end.
    pub events: i64,
    /// Age of the oldest event that is not committed: in seconds, at least.
    pub seconds: f64,
}

impl Place {
    /// The lag at `now`; `None` while the end is not known. `unread_since` is kept from one look to the next: since when
    /// the partition has had events of which none was read.
    pub fn lag(&self, unread_since: &mut Option<UnixMillis>, now: UnixMillis) -> Option<Lag> {
        let is_read = self.next == self.committed;
        // Behind the last event of a transactional producer its marker stands for good.
        let done = self.read_up_to.filter(|_| is_read).map_or(self.committed, |read| read.max(self.committed));
        let events = (self.end?.0 - done.0).max(0);
        let since = match self.oldest.filter(|oldest| *oldest >= 0) {
            _ if events == 0 => now,
            Some(oldest) => oldest,
            // In the open window, and so as young as that.
            None if !is_read => now,
            None => unread_since.unwrap_or(now),
        };
        *unread_since = (events > 0 && is_read && self.oldest.is_none()).then_some(since);
        Some(Lag { events, seconds: (now - since).max(0) as f64 / 1000.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One event is read and closed, two more stand in the log.
    const BEHIND: Place =
        Place { committed: Offset(5), next: Offset(6), read_up_to: None, end: Some(Offset(8)), oldest: Some(1_000) };

    fn lag(place: Place, now: UnixMillis) -> Option<Lag> {
        place.lag(&mut None, now)
    }

    #[test]
    fn it_counts_offsets_and_the_age_of_the_oldest_event_that_is_not_committed() {
        assert_eq!(lag(BEHIND, 4_500), Some(Lag { events: 3, seconds: 3.5 }));
        assert_eq!(lag(Place { end: None, ..BEHIND }, 4_500), None);
    }

    #[test]
    fn an_event_after_a_quiet_night_is_as_old_as_itself() {
        let fresh = Place { oldest: Some(30_000_000), ..BEHIND };
        assert_eq!(lag(fresh, 30_000_100).map(|lag| lag.seconds), Some(0.1));
        let in_the_open_window = Place { oldest: None, ..BEHIND };
        assert_eq!(lag(in_the_open_window, 30_000_100).map(|lag| lag.seconds), Some(0.0));
    }

    #[test]
    fn markers_of_transactions_are_no_lag() {
        let done = Place { committed: Offset(7), next: Offset(7), read_up_to: Some(Offset(8)), oldest: None, ..BEHIND };
        assert_eq!(lag(done, 9), Some(Lag { events: 0, seconds: 0.0 }));
        let uncommitted = Place { next: Offset(7), read_up_to: Some(Offset(8)), ..BEHIND };
        assert_eq!(lag(uncommitted, 4_500).map(|lag| lag.events), Some(3), "read is not done");
    }

    #[test]
    fn events_that_nobody_reads_age_from_when_they_were_seen() {
        let unread = Place { next: Offset(5), oldest: None, ..BEHIND };
        let mut since = None;
        assert_eq!(unread.lag(&mut since, 1_000).map(|lag| lag.seconds), Some(0.0));
        assert_eq!(unread.lag(&mut since, 61_000).map(|lag| lag.seconds), Some(60.0));
        assert_eq!(BEHIND.lag(&mut since, 61_000).map(|lag| lag.seconds), Some(60.0), "by its own timestamp");
        assert_eq!(since, None);
    }
}
