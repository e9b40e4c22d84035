//! Finds the rows that something fails on, by bisection.

use datafusion::arrow::array::RecordBatch;
use datafusion::common::{DataFusionError, Result};

use crate::mapper::sql::data_errors::is_of_data;

/// The rows of a batch that `run` fails on, each with its error, in ascending order. `run` is given some of the rows, and
/// treats every row on its own.
///
/// # Errors
/// An error that no row is to blame for: a defect, or not enough memory.
pub(in super::super) fn failing_rows(
    batch: &RecordBatch,
    run: &dyn Fn(RecordBatch) -> Result<()>,
) -> Result<Vec<(usize, DataFusionError)>> {
    let mut failing = vec![];
    let mut ranges = vec![(0, batch.num_rows())];
    while let Some((start, rows)) = ranges.pop() {
        match run(batch.slice(start, rows)) {
            Ok(()) => {}
            Err(error) if !is_of_data(&error) => return Err(error),
            Err(error) if rows <= 1 => failing.push((start, error)),
            Err(_) => ranges.extend([(start + rows / 2, rows - rows / 2), (start, rows / 2)]),
        }
    }
    Ok(failing)
}
