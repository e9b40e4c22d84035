//! The state machine behind a lock, for clients on several threads.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::core::{Core, Now};
use super::errors;
use crate::broker::{BrokerError, ErrorClass};
use crate::clock::Clock;

/// How often a waiting client looks at the clock, which may be one that jumps.
const LOOK: Duration = Duration::from_millis(50);

/// What the broker and all its clients share.
pub(super) struct Shared {
    clock: Arc<dyn Clock>,
    /// Whether steps are taken at once; otherwise somebody else takes them.
    automatic: bool,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    core: Core,
    waiting: usize,
}

impl Shared {
    pub(super) fn new(core: Core, clock: Arc<dyn Clock>, automatic: bool) -> Arc<Self> {
        let state = Mutex::new(State { core, waiting: 0 });
        Arc::new(Self { clock, automatic, state, changed: Condvar::new() })
    }

    /// Asks or tells the broker something, and takes the steps that this sets off.
    pub(super) fn call<T>(&self, request: impl FnOnce(&mut Core, Now) -> T) -> T {
        self.turn(&mut self.lock(), request)
    }

    /// Asks again and again until the answer is something else than "retriable", for at most `timeout`.
    pub(super) fn until<T>(
        &self,
        timeout: Duration,
        waiting_for: &str,
        mut request: impl FnMut(&mut Core, Now) -> Result<T, BrokerError>,
    ) -> Result<T, BrokerError> {
        let mut left = timeout;
        let mut state = self.lock();
        loop {
            match self.turn(&mut state, &mut request) {
                Err(error) if error.class == ErrorClass::Retriable => {}
                answer => return answer,
            }
            // The steps that the request has set off may have made it possible.
            match self.turn(&mut state, &mut request) {
                Err(error) if error.class == ErrorClass::Retriable && left.is_zero() => {
                    return Err(errors::timed_out(waiting_for));
                }
                Err(error) if error.class == ErrorClass::Retriable => {}
                answer => return answer,
            }
            let slice = left.min(LOOK);
            state.waiting += 1;
            let (guard, result) = self.changed.wait_timeout(state, slice).unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.waiting -= 1;
            if result.timed_out() {
                left -= slice;
            }
        }
    }

    /// Waits until `ready`, for at most `left` or until it is time to look at the clock. Returns what is left.
    pub(super) fn wait(&self, left: Duration, ready: impl Fn(&Core) -> bool) -> Duration {
        let slice = left.min(LOOK);
        let mut state = self.lock();
        state.waiting += 1;
        let (mut state, result) = self
            .changed
            .wait_timeout_while(state, slice, |state| !ready(&state.core))
            .unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        if result.timed_out() { left - slice } else { left }
    }

    /// Makes everybody who waits look again.
    pub(super) fn wake(&self) {
        drop(self.lock()); // a client that has looked and does not wait yet holds the lock
        self.changed.notify_all();
    }

    fn turn<T>(&self, state: &mut State, request: impl FnOnce(&mut Core, Now) -> T) -> T {
        let now = Now::of(&*self.clock);
        state.core.advance(now);
        let answer = request(&mut state.core, now);
        if self.automatic {
            state.core.run_all(now);
        }
        if state.waiting > 0 {
            self.changed.notify_all();
        }
        answer
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
