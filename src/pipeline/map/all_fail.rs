//! Notices that the mapper fails on every event. Then the statement is wrong, not the events, and to go on would drain
//! the topic into dead letters.

use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::mapper::FailedEvent;

/// So many events without one that passes stop a running job. Fewer can be a bad producer's, in a quiet hour.
const EVENTS_MIN: u64 = 100;

/// At the end of a file so many are enough.
const EVENTS_MIN_AT_END: u64 = 2;

/// What the mapper made of all events since the job was started; shared by its workers.
#[derive(Debug, Default)]
pub struct AllFail(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    passed: bool,
    failed: u64,
    /// What was wrong with the first.
    message: String,
}

impl AllFail {
    /// Counts a window's events, and those that the mapper failed on. An error: the job has to stop.
    pub(super) fn count(&self, events: usize, failed: &[FailedEvent]) -> Result<(), Error> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.passed |= failed.len() < events;
        if seen.passed {
            return Ok(());
        }
        if let (0, Some(first)) = (seen.failed, failed.first()) {
            seen.message.clone_from(&first.message);
        }
        seen.failed += failed.len() as u64;
        if seen.failed < EVENTS_MIN { Ok(()) } else { Err(seen.error("nothing of the last window was committed")) }
    }

    /// An error if no event has passed by the end of the input.
    pub fn at_end(&self) -> Result<(), Error> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.passed || seen.failed < EVENTS_MIN_AT_END { Ok(()) } else { Err(seen.error("they are dead letters")) }
    }
}

impl Seen {
    fn error(&self, outcome: &str) -> Error {
        Error::job(format!(
            "the mapper fails on every event, {} so far: {}; {outcome}; the statement is at fault, not the events: correct \
             it (mubatch map tries it on a file)",
            self.failed, self.message
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(rows: std::ops::Range<usize>) -> Vec<FailedEvent> {
        rows.map(|row| FailedEvent { row, message: format!("division by zero {row}") }).collect()
    }

    #[test]
    fn a_hundred_events_that_all_fail_stop_the_job_also_over_several_windows() {
        let all_fail = AllFail::default();
        assert_eq!(all_fail.count(60, &failed(0..60)), Ok(()));
        let error = all_fail.count(40, &failed(0..40)).unwrap_err().to_string();
        assert!(error.starts_with("the mapper fails on every event, 100 so far: division by zero 0;"), "{error}");
    }

    #[test]
    fn one_event_that_passes_clears_the_statement() {
        let all_fail = AllFail::default();
        assert_eq!(all_fail.count(50, &failed(0..49)), Ok(()));
        assert_eq!(all_fail.count(1000, &failed(0..1000)), Ok(()));
        assert_eq!(all_fail.at_end(), Ok(()));
    }

    #[test]
    fn at_the_end_of_a_file_two_are_enough_and_one_bad_event_is_no_reason() {
        let all_fail = AllFail::default();
        assert_eq!(all_fail.at_end(), Ok(()));
        assert_eq!(all_fail.count(1, &failed(0..1)), Ok(()));
        assert_eq!(all_fail.at_end(), Ok(()));
        assert_eq!(all_fail.count(1, &failed(0..1)), Ok(()));
        assert!(all_fail.at_end().is_err());
    }
}
