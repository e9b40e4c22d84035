//! Looks after the sources' stable offsets: a transaction of somebody else that is never ended holds back everything
//! behind it, and from a consumer's side that looks like a topic without new events.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tracing::debug;

use crate::broker::{Broker, Offset, Watermarks};
use crate::clock::{Clock, Tick};
use crate::error::{Error, Result};
use crate::metrics::Metrics;
use crate::pipeline::signals::StopSwitch;
use crate::status::Status;

/// How often the broker is asked, about partitions that look behind.
const EVERY: Duration = Duration::from_secs(10);
/// What a question may take.
const CALL: Duration = Duration::from_secs(5);

/// Topic and number of a partition.
type Name = (String, i32);

/// Since when each stable offset has stood where it stands, before its partition's end.
#[derive(Default)]
struct Standing(BTreeMap<Name, (Offset, Tick)>);

impl Standing {
    /// Takes in how a partition stands: for how long its stable offset has not moved.
    fn see(&mut self, now: Tick, name: &Name, Watermarks { stable, end, .. }: Watermarks) -> Duration {
        if stable >= end {
            self.0.remove(name);
            return Duration::ZERO;
        }
        let (at, since) = self.0.entry(name.clone()).or_insert((stable, now));
        if *at != stable {
            (*at, *since) = (stable, now);
        }
        now.since(*since)
    }
}

/// Watches in the background until `stop`.
pub fn watch(
    broker: Arc<dyn Broker>,
    status: Arc<Status>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    stop: StopSwitch,
) -> Result<()> {
    let run = move || {
        let (mut standing, mut shown) = (Standing::default(), Vec::new());
        while !stop.wait(EVERY) {
            let owned: Vec<_> = status.workers().iter().flat_map(|worker| worker.partitions()).collect();
            let name = |p: &crate::status::PartitionStatus| (p.topic.clone(), p.partition);
            let gone = shown.iter().filter(|known| !owned.iter().any(|partition| name(partition) == **known));
            gone.for_each(|(topic, number): &Name| metrics.stable_offset_stuck(topic, *number, None));
            for partition in &owned {
                let name = name(partition);
                // The end that the client knows is that of the log: a partition with nothing behind is not held back.
                let behind = partition.end > partition.committed;
                let asked = behind.then(|| broker.watermarks(&name.0, name.1, CALL));
                let stuck = match asked {
                    Some(Ok(watermarks)) => standing.see(clock.now(), &name, watermarks),
                    None => {
                        standing.0.remove(&name);
                        Duration::ZERO
                    }
                    Some(Err(error)) => {
                        debug!(topic = name.0, partition = name.1, %error, "could not ask for the stable offset");
                        continue;
                    }
                };
                metrics.stable_offset_stuck(&name.0, name.1, Some(stuck.as_secs_f64()));
            }
            shown = owned.iter().map(name).collect();
            standing.0.retain(|known, _| shown.contains(known));
        }
    };
    let thread = std::thread::Builder::new().name("stable".to_owned()).spawn(run);
    thread.map(drop).map_err(|error| Error::environment(format!("start a thread: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stable_offset_is_stuck_while_it_does_not_move_and_stands_before_the_end() {
        let mut standing = Standing::default();
        let name = ("t".to_owned(), 0);
        let mut see = |seconds, stable, end| {
            let watermarks = Watermarks { low: Offset(0), stable: Offset(stable), end: Offset(end) };
            standing.see(Tick(Duration::from_secs(seconds)), &name, watermarks).as_secs()
        };
        assert_eq!(see(0, 5, 9), 0);
        assert_eq!(see(10, 5, 20), 10);
        assert_eq!(see(20, 8, 20), 0, "it has moved");
        assert_eq!(see(30, 8, 20), 10);
        assert_eq!(see(40, 20, 20), 0, "at the end");
        assert_eq!(see(50, 20, 30), 0, "anew");
    }
}
