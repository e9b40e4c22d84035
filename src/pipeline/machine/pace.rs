//! How long mapping and committing lately took, and what follows for a window that is old enough to be closed.

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
}

impl Pace {
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
            _ if maps_ahead => Some(Tick::default()),
            true => None,
            false => Some(self.settled),
        }
    }
}
