//! Finds the events that a part of a plan fails on, by bisection.

use datafusion::arrow::array::RecordBatch;
use datafusion::common::{DataFusionError, Result};

use crate::mapper::sql::data_errors::is_of_data;

/// The rows of `events` that `run` fails on, each with its error, in ascending order. `run` runs a part of a plan over
/// some of the events; it treats every event on its own.
///
/// # Errors
/// An error that no event is to blame for: a defect, or not enough memory.
pub(in super::super) fn failing_events(
    events: &RecordBatch,
    run: &dyn Fn(RecordBatch) -> Result<()>,
) -> Result<Vec<(usize, DataFusionError)>> {
    let mut failing = vec![];
    let mut ranges = vec![(0, events.num_rows())];
    while let Some((start, rows)) = ranges.pop() {
        match run(events.slice(start, rows)) {
            Ok(()) => {}
            Err(error) if !is_of_data(&error) => return Err(error),
            Err(error) if rows <= 1 => failing.push((start, error)),
            Err(_) => ranges.extend([(start + rows / 2, rows - rows / 2), (start, rows / 2)]),
        }
    }
    Ok(failing)
}
