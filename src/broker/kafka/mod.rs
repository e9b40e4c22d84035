//! Kafka, through librdkafka.
//!
//! | file | subject |
//! | --- | --- |
//! | `ffi/` | the only unsafe code: owners of librdkafka's objects |
//! | `settings` | the properties that clients are made with |
//! | `errors` | what an error means, and what it tells people |
//! | `consumer`, `producer` | a group's member, a transactional producer |
//! | `topics` | topic names by number |

use std::collections::BTreeMap;
use std::ffi::CString;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka_sys::types::RDKafkaRespErr as E;

use self::consumer::KafkaConsumer;
use self::errors::{About, During};
use self::ffi::{Client, Event, Kind, NativeError, PartitionList, Queue, new_client};
use self::producer::KafkaProducer;
use self::settings::{Isolation, Settings};
use self::topics::native_name;
use super::{Broker, BrokerError, Consumer, ConsumerSpec, Offset, Producer, ProducerSpec, TopicInfo, Watermarks};
use crate::clock::UnixMillis;
use crate::error::Result;

mod consumer;
mod errors;
mod ffi;
mod producer;
mod settings;
mod topics;

/// A Kafka cluster.
pub struct KafkaBroker {
    settings: Settings,
    /// Clients that ask, made when they are first needed: by isolation level and group.
    readers: Mutex<BTreeMap<(Isolation, Option<String>), Reader>>,
    /// The largest batch that each topic takes, as far as [`Broker::topics`] has found out.
    limits: Mutex<BTreeMap<String, usize>>,
}

/// A client that asks.
#[derive(Clone)]
struct Reader {
    client: Arc<Client>,
    events: Arc<Queue>,
}

impl Reader {
    /// The last error of the connection since this was last called.
    fn connection_error(&self) -> Option<NativeError> {
        let mut last = None;
        let mut see = |event| {
            if let Event::Error(error) = event {
                last = Some(error);
            }
        };
        while self.events.poll(Duration::ZERO, &mut see) {}
        last
    }
}

impl KafkaBroker {
    /// Checks the properties (librdkafka's, by their own names) and puts safe defaults under them. Connects to nothing
    /// yet.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Job`] for a property that librdkafka does not know, a value that it does not take,
    /// and one that would break the guarantee; the text names the property.
    pub fn new(job_name: &str, properties: &BTreeMap<String, String>) -> Result<Self> {
        let settings = Settings::new(job_name, properties)?;
        Ok(Self { settings, readers: Mutex::default(), limits: Mutex::default() })
    }

    fn reader(&self, isolation: Isolation, group: Option<&str>) -> Result<Reader, BrokerError> {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (isolation, group.map(str::to_owned));
        if let Some(reader) = readers.get(&key) {
            return Ok(reader.clone());
        }
        let config = self.settings.reader(isolation, group)?;
        let client = new_client(Kind::Reader, config).map_err(|text| self.settings.refused(text))?;
        let reader = Reader { events: Arc::new(Queue::main(&client)), client };
        readers.insert(key, reader.clone());
        Ok(reader)
    }

    fn limits(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, reader: &Reader, error: &NativeError, about: About<'_>) -> BrokerError {
        self.settings.peer().explain_with(error, reader.connection_error().as_ref(), During::Reading, about)
    }

    fn name(&self, topic: &str) -> Result<CString, BrokerError> {
        let about = About { topic: Some(topic), ..About::default() };
        native_name(topic).map_err(|e| self.settings.peer().explain(&e, During::Reading, about))
    }

    /// First and last offset as one isolation level sees them.
    fn ends(
        &self,
        isolation: Isolation,
        topic: &str,
        partition: i32,
        timeout: Duration,
    ) -> Result<(i64, i64), BrokerError> {
        let reader = self.reader(isolation, None)?;
        let about = About { topic: Some(topic), right: "DESCRIBE", ..About::default() };
        let name = self.name(topic)?;
        reader.client.watermarks(&name, partition, timeout).map_err(|e| self.error(&reader, &e, about))
    }
}

impl Broker for KafkaBroker {
    fn consumer(&self, spec: &ConsumerSpec) -> Result<Box<dyn Consumer>, BrokerError> {
        Ok(Box::new(KafkaConsumer::new(spec, self.settings.consumer(spec)?, self.settings.peer())?))
    }

    fn producer(&self, spec: &ProducerSpec) -> Result<Box<dyn Producer>, BrokerError> {
        // A batch that is too large for its topic fails as a whole.
        let limit = spec.topics.iter().filter_map(|topic| self.limits().get(topic).copied()).min();
        Ok(Box::new(KafkaProducer::new(spec, self.settings.producer(spec, limit)?, self.settings.peer())?))
    }

    fn committed(
        &self,
        group: &str,
        partitions: &[(String, i32)],
        timeout: Duration,
    ) -> Result<Vec<Option<Offset>>, BrokerError> {
        let reader = self.reader(Isolation::Committed, Some(group))?;
        let mut list = PartitionList::new();
        for (topic, partition) in partitions {
            list.add_bare(&self.name(topic)?, *partition);
        }
        let about = About { right: "READ", group, ..About::default() };
        reader.client.committed(&mut list, timeout).map_err(|e| self.error(&reader, &e, about))?;
        let offset = |entry: ffi::Entry| {
            let about = About { topic: Some(&entry.topic), ..about };
            entry.code.check().map_err(|e| self.error(&reader, &e, about))?;
            Ok((entry.offset >= 0).then_some(Offset(entry.offset)))
        };
        list.entries().into_iter().map(offset).collect()
    }

    fn watermarks(&self, topic: &str, partition: i32, timeout: Duration) -> Result<Watermarks, BrokerError> {
        // The stable offset first: what it stands before cannot lie behind an end asked for later.
        let (_, stable) = self.ends(Isolation::Committed, topic, partition, timeout)?;
        let (low, end) = self.ends(Isolation::Uncommitted, topic, partition, timeout)?;
        Ok(Watermarks { low: Offset(low), stable: Offset(stable), end: Offset(end) })
    }

    fn offset_at(
        &self,
        topic: &str,
        partition: i32,
        time: UnixMillis,
        timeout: Duration,
    ) -> Result<Offset, BrokerError> {
        // The end first: a record that arrives between the questions must not be passed over.
        let (_, end) = self.ends(Isolation::Uncommitted, topic, partition, timeout)?;
        let reader = self.reader(Isolation::Uncommitted, None)?;
        let about = About { topic: Some(topic), right: "DESCRIBE", ..About::default() };
        let mut list = PartitionList::new();
        list.add(&self.name(topic)?, partition, time);
        reader.client.offsets_for_times(&mut list, timeout).map_err(|e| self.error(&reader, &e, about))?;
        let missing =
            || NativeError::new(E::RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, "the broker answered for no partition");
        let entry = list.entries().pop().ok_or_else(|| self.error(&reader, &missing(), about))?;
        entry.code.check().map_err(|e| self.error(&reader, &e, about))?;
        Ok(Offset(if entry.offset < 0 { end } else { entry.offset }))
    }

    fn topics(&self, names: &[String], timeout: Duration) -> Result<BTreeMap<String, TopicInfo>, BrokerError> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let reader = self.reader(Isolation::Uncommitted, None)?;
        let asked = names.iter().map(|name| self.name(name)).collect::<Result<Vec<_>, _>>()?;
        let about = About { right: "DESCRIBE (or READ or WRITE)", ..About::default() };
        let answers =
            ffi::describe_topics(&reader.client, &asked, timeout).map_err(|e| self.error(&reader, &e, about))?;
        let mut found = BTreeMap::new();
        for (name, answer) in answers {
            match answer {
                Ok(partitions) => {
                    let partitions = i32::try_from(partitions).unwrap_or(i32::MAX);
                    found.insert(name, TopicInfo { partitions, max_message_bytes: None });
                }
                Err(e) if e.code.is(&[E::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART]) => {}
                Err(e) => return Err(self.error(&reader, &e, About { topic: Some(&name), ..about })),
            }
        }
        let existing = found.keys().map(|name| self.name(name)).collect::<Result<Vec<_>, _>>()?;
        if existing.is_empty() {
            return Ok(found);
        }
        // The limits are a help, not a need: the right to see them may be missing.
        for (name, bytes) in ffi::max_message_bytes(&reader.client, &existing, timeout).unwrap_or_default() {
            if let Some(info) = found.get_mut(&name) {
                info.max_message_bytes = Some(bytes);
            }
            self.limits().insert(name, bytes);
        }
        Ok(found)
    }
}
