//! Finds the events that make a mapper fail, so that each costs only itself.

use std::collections::HashSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::mapper::{Events, FailedEvent, MapError, MapResult, Mapper};

/// Maps the window. Where the mapper fails without naming events ([`MapError::Data`]), bisects the window until the
/// offending events stand alone, and maps the rest as one window again. [`MapError::Data`]: no single event is at fault.
pub fn map(mapper: &mut dyn Mapper, events: &Events) -> Result<MapResult, MapError> {
    let mut culprits: Vec<FailedEvent> = Vec::new();
    let mut kept: Vec<u32> = (0..events.batch.num_rows() as u32).collect();
    loop {
        let rest = if culprits.is_empty() { events.clone() } else { events.only(&kept)? };
        let error = match run(mapper, &rest) {
            Ok(mut result) => {
                for event in &mut result.failed_events {
                    event.row = kept[event.row] as usize;
                }
                result.failed_events.extend(culprits);
                result.failed_events.sort_by_key(|event| event.row);
                return Ok(result);
            }
            Err(MapError::Data(message)) => message,
            Err(stop) => return Err(stop),
        };
        let before = culprits.len();
        find(mapper, &rest, 0..kept.len(), &kept, &mut culprits)?;
        if culprits.len() == before {
            return Err(MapError::Data(error));
        }
        let fell: HashSet<usize> = culprits[before..].iter().map(|event| event.row).collect();
        kept.retain(|row| !fell.contains(&(*row as usize)));
    }
}

/// Collects the culprits within `range` of `events`, whose rows are the original rows `kept`.
fn find(
    mapper: &mut dyn Mapper,
    events: &Events,
    range: Range<usize>,
    kept: &[u32],
    culprits: &mut Vec<FailedEvent>,
) -> Result<(), MapError> {
    if range.is_empty() {
        return Ok(());
    }
    let part = Events { batch: events.batch.slice(range.start, range.len()), window_time: events.window_time };
    match run(mapper, &part) {
        Ok(_) => Ok(()),
        Err(MapError::Data(message)) if range.len() == 1 => {
            culprits.push(FailedEvent { row: kept[range.start] as usize, message });
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
fn run(mapper: &mut dyn Mapper, events: &Events) -> Result<MapResult, MapError> {
    let panicked = |_| Err(MapError::Data("the mapper panicked: a defect in the mapper, not in the event".to_owned()));
    catch_unwind(AssertUnwindSafe(|| mapper.map(events))).unwrap_or_else(panicked)
}
