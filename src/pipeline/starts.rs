//! Where newly assigned partitions start: asked of the broker on a thread of its own, because stable committed offsets
//! may have to be waited for while an abandoned transaction on them is open.

use std::sync::Arc;
use std::time::Duration;

use tracing::{info, warn};

use crate::broker::{Broker, BrokerError, Offset, Partition};
use crate::error::{Error, Result};
use crate::job::Start;
use crate::pipeline::machine::{Fact, StartAt};
use crate::pipeline::signals::{Backoff, Reports, StopSwitch};
use crate::status::WorkerStatus;

/// What one call to the broker may take; it is repeated.
const CALL: Duration = Duration::from_secs(10);

/// Finds out where partitions start.
#[derive(Clone)]
pub struct Starts {
    /// Whom to ask.
    pub broker: Arc<dyn Broker>,
    /// The consumer group.
    pub group: String,
    /// Names of the source topics, by [`Partition::topic`].
    pub sources: Vec<String>,
    /// Where a partition without a committed offset starts.
    pub start: Start,
    /// Where the answer goes.
    pub reports: Reports,
    /// Ends every wait.
    pub stop: StopSwitch,
    /// Where it says what it waits for.
    pub status: Arc<WorkerStatus>,
}

impl Starts {
    /// Answers with [`Fact::Resolved`], as soon as the broker tells.
    pub fn resolve(&self, partitions: Vec<Partition>) -> Result<()> {
        let asked = self.clone();
        let thread = std::thread::Builder::new().name("starts".to_owned()).spawn(move || asked.ask(&partitions));
        thread.map(drop).map_err(|error| Error::environment(format!("start a thread: {error}")))
    }

    fn ask(&self, partitions: &[Partition]) {
        let mut backoff = Backoff::default();
        while !self.stop.is_on() {
            match self.starts(partitions) {
                Ok(starts) => {
                    self.status.waiting("starts", None);
                    return self.reports.fact(Fact::Resolved(starts));
                }
                Err(error) if error.class.is_final() => {
                    let failed = Error::job(format!("find out where partitions start: {error}"));
                    return self.reports.fact(Fact::Failed(failed));
                }
                Err(error) => {
                    let why = format!("find out where partitions start: {error}");
                    warn!("{why}; trying again");
                    self.status.waiting("starts", Some(why));
                }
            }
            self.stop.wait(backoff.pause());
        }
    }

    fn starts(&self, partitions: &[Partition]) -> Result<Vec<(Partition, StartAt)>, BrokerError> {
        let named: Vec<_> = partitions.iter().map(|p| (self.sources[p.topic as usize].clone(), p.number)).collect();
        let committed = self.broker.committed(&self.group, &named, CALL)?;
        let mut starts = Vec::with_capacity(partitions.len());
        for ((partition, (topic, number)), committed) in partitions.iter().zip(&named).zip(committed) {
            let start = match committed {
                Some(offset) => StartAt { offset, committed: true },
                None => StartAt { offset: self.fresh(topic, *number)?, committed: false },
            };
            info!(%topic, partition = number, offset = start.offset.0, committed = start.committed, "partition starts");
            starts.push((*partition, start));
        }
        Ok(starts)
    }

    fn fresh(&self, topic: &str, partition: i32) -> Result<Offset, BrokerError> {
        match self.start {
            Start::Earliest => Ok(self.broker.watermarks(topic, partition, CALL)?.low),
            Start::Latest => Ok(self.broker.watermarks(topic, partition, CALL)?.stable),
            Start::Time(time) => self.broker.offset_at(topic, partition, time, CALL),
        }
    }
}
