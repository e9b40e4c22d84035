//! Where newly assigned partitions start, and what else is to be known of the sources: asked of the broker on a thread of its
//! own, because stable committed offsets may have to be waited for while an abandoned transaction on them is open.

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
/// A topic is gone when this many looks, over more than three seconds, have not found it: brokers hear of a new topic one
/// after the other, and each look may ask another one.
const LOOKS: u32 = 7;

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
    /// The client says that a source does not exist, in these words: is it gone? Answered with [`Fact::Failed`]: whether
    /// starting again helps is the question.
    Gone(BrokerError),
}

impl Starts {
    /// Asks until there is an answer, on a thread of its own.
    pub fn in_background(self, question: Question) -> Result<()> {
        spawn("starts".to_owned(), self.reports.clone(), move || {
            let mut backoff = Backoff::default();
            for before in 0.. {
                if self.stop.is_on() {
                    return;
                }
                if let Some(fact) = self.ask(&question, before) {
                    return self.reports.fact(fact);
                }
                self.stop.wait(backoff.pause());
            }
        })
    }

    /// Asks once, after as many times `before`. Without an answer it is to be asked again, later.
    pub fn ask(&self, question: &Question, before: u32) -> Option<Fact> {
        let (doing, answer) = match question {
            Question::Starts(partitions) => {
                ("find out where partitions stand", self.starts(partitions).map(Fact::Resolved))
            }
            Question::InRange(partition, next) => ("find out where partitions stand", self.check(*partition, *next)),
            Question::Gone(said) => ("read the sources", self.look(said)),
        };
        match answer {
            Ok(fact) => {
                self.status.waiting("starts", None);
                Some(fact)
            }
            Err(error) if is_final(&error, before) => Some(Fact::Failed(Error::job(format!("{doing}: {error}")))),
            Err(error) => {
                let why = format!("{doing}: {error}");
                warn!("{why}; trying again");
                self.status.waiting("starts", Some(why));
                None
            }
        }
    }

    /// Which sources are not there. If all are, the broker that the client had asked was late; and the client would not ask
    /// again for five minutes (`topic.metadata.refresh.interval.ms`).
    fn look(&self, said: &BrokerError) -> Result<Fact, BrokerError> {
        let missing = self.broker.missing_topics(&self.sources, CALL)?;
        if missing.is_empty() {
            let topic = said.topic.as_deref().unwrap_or("a source topic");
            let late = format!(
                "read the sources: a broker did not know {topic} yet, though it exists: start the job again ({})",
                said.code
            );
            return Ok(Fact::Failed(Error::environment(late)));
        }
        Err(BrokerError { topic: Some(missing.join(", ")), ..said.clone() })
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

/// Whether only a person can help. The sources were there when the job started, and the group has given us the partitions.
fn is_final(error: &BrokerError, before: u32) -> bool {
    let heard_late = error.code == UNKNOWN_PARTITION || error.is_unknown_topic() && before + 1 < LOOKS;
    error.class.is_final() && !heard_late
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
    use std::sync::mpsc::channel;

    use super::*;
    use crate::broker::ErrorClass;
    use crate::broker::memory::MemoryBroker;
    use crate::clock::ManualClock;
    use crate::error::ErrorKind;
    use crate::status::{Limits, Status};

    /// Of a job that reads topics "a" and "b".
    fn starts(broker: &Arc<MemoryBroker>) -> Starts {
        let clock = Arc::new(ManualClock::default());
        let status = Status::new("g", "1", 1, clock, Limits::new(Duration::from_secs(30)));
        Starts {
            broker: broker.clone(),
            group: "g".to_owned(),
            sources: vec!["a".to_owned(), "b".to_owned()],
            start: Start::Earliest,
            partitions: vec![Some(1), Some(1)],
            reports: Reports::new(channel().0, Arc::new(|| {})),
            stop: StopSwitch::default(),
            status: status.workers()[0].clone(),
        }
    }

    fn failure(answer: Option<Fact>) -> Error {
        match answer {
            Some(Fact::Failed(error)) => error,
            answer => panic!("{answer:?}"),
        }
    }

    #[test]
    fn a_source_that_one_broker_does_not_know_is_gone_when_look_after_look_has_not_found_it() {
        let broker = Arc::new(MemoryBroker::new(Arc::new(ManualClock::default())));
        broker.create_topic("a", 1).expect("made");
        let starts = starts(&broker);
        let said = BrokerError {
            class: ErrorClass::Missing,
            code: "UNKNOWN_TOPIC_OR_PART".to_owned(),
            message: "there is none".to_owned(),
            topic: Some("b".to_owned()),
        };
        let gone = Question::Gone(said);
        assert!(starts.ask(&gone, 0).is_none(), "it is asked again");
        assert!(starts.ask(&gone, LOOKS - 2).is_none(), "and again");
        let error = failure(starts.ask(&gone, LOOKS - 1));
        assert_eq!(error.kind(), ErrorKind::Job);
        assert_eq!(error.to_string(), "read the sources: topic b: there is none (UNKNOWN_TOPIC_OR_PART)");
        broker.create_topic("b", 1).expect("made");
        let late = failure(starts.ask(&gone, 0));
        assert_eq!(late.kind(), ErrorKind::Environment);
        assert_eq!(
            late.to_string(),
            "read the sources: a broker did not know b yet, though it exists: start the job again (UNKNOWN_TOPIC_OR_PART)"
        );
    }

    #[test]
    fn only_an_offset_outside_of_the_log_is_out_of_range() {
        let check = |next| out_of_range("t", 3, Offset(next), Offset(10), Offset(20)).map(|error| error.to_string());
        assert_eq!(check(10), None);
        assert_eq!(check(20), None, "at the end, nothing to read yet");
        assert!(check(9).is_some_and(|text| text.contains("begins at offset 10: its retention has removed")));
        assert!(check(21).is_some_and(|text| text.contains("ends at offset 20: it was made again")));
    }
}
