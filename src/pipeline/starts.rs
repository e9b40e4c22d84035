//! Where newly assigned partitions start: asked of the broker on a thread of its own, because stable committed offsets
//! may have to be waited for while an abandoned transaction on them is open.

use std::sync::Arc;
use std::time::Duration;

use tracing::{info, warn};

use crate::broker::{Broker, BrokerError, Offset, Partition, UNKNOWN_PARTITION, Watermarks};
use crate::error::{Error, Result};
use crate::job::Start;
use crate::pipeline::machine::{Fact, StartAt};
use crate::pipeline::signals::{Backoff, Reports, StopSwitch, spawn};
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
    /// How many partitions each source had when the job started, where that is known. One that appeared later is read
    /// from its beginning, wherever the job starts: nobody has seen its events.
    pub partitions: Vec<Option<i32>>,
    /// Where the answer goes.
    pub reports: Reports,
    /// Ends every wait.
    pub stop: StopSwitch,
    /// Where it says what it waits for.
    pub status: Arc<WorkerStatus>,
}

/// What the poll thread wants to know.
#[derive(Debug, Clone)]
pub enum Question {
    /// Where do these start? Answered with [`Fact::Resolved`].
    Starts(Vec<Partition>),
    /// The client says that this is out of range: is it? Answered with [`Fact::InRange`] if the broker says otherwise.
    InRange(Partition, Offset),
}

impl Starts {
    /// Asks until there is an answer, on a thread of its own.
    pub fn in_background(self, question: Question) -> Result<()> {
        spawn("starts".to_owned(), self.reports.clone(), move || {
            let mut backoff = Backoff::default();
            while !self.stop.is_on() {
                if let Some(fact) = self.ask(&question) {
                    return self.reports.fact(fact);
                }
                self.stop.wait(backoff.pause());
            }
        })
    }

    /// Asks once. Without an answer it is to be asked again, later.
    pub fn ask(&self, question: &Question) -> Option<Fact> {
        let answer = match question {
            Question::Starts(partitions) => self.starts(partitions).map(Fact::Resolved),
            Question::InRange(partition, next) => self.check(*partition, *next),
        };
        match answer {
            Ok(fact) => {
                self.status.waiting("starts", None);
                Some(fact)
            }
            // The group has given us the partition, so it exists: not every broker has heard of a new one yet.
            Err(error) if error.class.is_final() && error.code != UNKNOWN_PARTITION => {
                Some(Fact::Failed(Error::job(format!("find out where partitions stand: {error}"))))
            }
            Err(error) => {
                let why = format!("find out where partitions stand: {error}");
                warn!("{why}; trying again");
                self.status.waiting("starts", Some(why));
                None
            }
        }
    }

    fn check(&self, partition: Partition, next: Offset) -> Result<Fact, BrokerError> {
        let topic = &self.sources[partition.topic as usize];
        let Watermarks { low, end, .. } = self.broker.watermarks(topic, partition.number, CALL)?;
        Ok(match out_of_range(topic, partition.number, next, low, end) {
            None => Fact::InRange(partition),
            Some(error) => Fact::Failed(error),
        })
    }

    fn starts(&self, partitions: &[Partition]) -> Result<Vec<(Partition, StartAt)>, BrokerError> {
        let named: Vec<_> = partitions.iter().map(|p| (self.sources[p.topic as usize].clone(), p.number)).collect();
        let committed = self.broker.committed(&self.group, &named, CALL)?;
        let mut starts = Vec::with_capacity(partitions.len());
        for ((partition, (topic, number)), committed) in partitions.iter().zip(&named).zip(committed) {
            let start = match committed {
                Some(offset) => StartAt { offset, committed: true },
                None => StartAt { offset: self.fresh(topic, *number, self.start_of(*partition))?, committed: false },
            };
            info!(%topic, partition = number, offset = start.offset.0, committed = start.committed, "partition starts");
            starts.push((*partition, start));
        }
        Ok(starts)
    }

    fn start_of(&self, partition: Partition) -> Start {
        let known = self.partitions.get(usize::from(partition.topic)).copied().flatten();
        if known.is_some_and(|known| partition.number >= known) { Start::Earliest } else { self.start }
    }

    fn fresh(&self, topic: &str, partition: i32, start: Start) -> Result<Offset, BrokerError> {
        match start {
            Start::Earliest => Ok(self.broker.watermarks(topic, partition, CALL)?.low),
            Start::Latest => Ok(self.broker.watermarks(topic, partition, CALL)?.stable),
            Start::Time(time) => self.broker.offset_at(topic, partition, time, CALL),
        }
    }
}

/// What there is to say if `next` is not between a partition's first offset and its end.
fn out_of_range(topic: &str, partition: i32, next: Offset, low: Offset, end: Offset) -> Option<Error> {
    let what = if next < low {
        format!("the topic begins at offset {low}: its retention has removed events before they were read")
    } else if next > end {
        format!("the topic ends at offset {end}: it was made again, or its log was cut")
    } else {
        return None;
    };
    Some(Error::job(format!(
        "partition {partition} of topic {topic}: offset {next} is to be read next, and {what}; decide what to do about \
         the gap, then set the group's offset of this partition to one that exists (kafka-consumer-groups \
         --reset-offsets) and start the job again"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_offset_outside_of_the_log_is_out_of_range() {
        let check = |next| out_of_range("t", 3, Offset(next), Offset(10), Offset(20)).map(|error| error.to_string());
        assert_eq!(check(10), None);
        assert_eq!(check(20), None, "at the end, nothing to read yet");
        assert!(check(9).is_some_and(|text| text.contains("begins at offset 10: its retention has removed")));
        assert!(check(21).is_some_and(|text| text.contains("ends at offset 20: it was made again")));
    }
}
