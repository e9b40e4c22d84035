//! Finds the events that make a mapper fail, so that each costs only itself.

use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::array::{RecordBatch, UInt32Array};
use arrow::compute::take_record_batch;

use crate::mapper::{Events, MapError, Mapper, Rows};

/// The rows, and the events (by row) that the mapper fails on, with its message.
type Isolated = (Vec<Rows>, Vec<(usize, String)>);

/// Maps the window; where that fails, halves it until the culprits stand alone, and maps the rest as one window again
/// (aggregates see all of it). [`MapError::Data`]: no single event is at fault.
pub fn map(mapper: &mut dyn Mapper, events: &Events) -> Result<Isolated, MapError> {
    let mut culprits: Vec<(usize, String)> = Vec::new();
    let mut kept: Vec<u32> = (0..events.batch.num_rows() as u32).collect();
    loop {
        let rest = if culprits.is_empty() { events.clone() } else { select(events, &kept)? };
        let error = match run(mapper, &rest) {
            Ok(rows) => {
                culprits.sort_by_key(|(row, _)| *row);
                return Ok((rows, culprits));
            }
            Err(MapError::Data(message)) => message,
            Err(stop) => return Err(stop),
        };
        let before = culprits.len();
        find(mapper, &rest, 0..kept.len(), &kept, &mut culprits)?;
        if culprits.len() == before {
            return Err(MapError::Data(error));
        }
        let fell: HashSet<usize> = culprits[before..].iter().map(|(row, _)| *row).collect();
        kept.retain(|row| !fell.contains(&(*row as usize)));
    }
}

/// Collects the culprits within `range` of `events`, whose rows are the original rows `kept`.
fn find(
    mapper: &mut dyn Mapper,
    events: &Events,
    range: Range<usize>,
    kept: &[u32],
    culprits: &mut Vec<(usize, String)>,
) -> Result<(), MapError> {
    if range.is_empty() {
        return Ok(());
    }
    let part = Events { batch: events.batch.slice(range.start, range.len()), window_time: events.window_time };
    match run(mapper, &part) {
        Ok(_) => Ok(()),
        Err(MapError::Data(message)) if range.len() == 1 => {
            culprits.push((kept[range.start] as usize, message));
            Ok(())
        }
        Err(MapError::Data(_)) => {
            let middle = range.start + range.len() / 2;
            find(mapper, events, range.start..middle, kept, culprits)?;
            find(mapper, events, middle..range.end, kept, culprits)
        }
        Err(stop) => Err(stop),
    }
}

/// A panic counts as an error of the events: it costs those that cause it.
fn run(mapper: &mut dyn Mapper, events: &Events) -> Result<Vec<Rows>, MapError> {
    let panicked = |_| Err(MapError::Data("the mapper panicked: a defect in the mapper, not in the event".to_owned()));
    catch_unwind(AssertUnwindSafe(|| mapper.map(events))).unwrap_or_else(panicked)
}

fn select(events: &Events, rows: &[u32]) -> Result<Events, MapError> {
    let batch: RecordBatch = take_record_batch(&events.batch, &UInt32Array::from(rows.to_vec())).map_err(|error| {
        MapError::Stop(crate::error::Error::internal(format!("leave bad events out of a window: {error}")))
    })?;
    Ok(Events { batch, window_time: events.window_time })
}
