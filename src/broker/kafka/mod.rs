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
use self::errors::{About, During, Trouble};
use self::ffi::{Client, Config, Event, Kind, NativeError, PartitionList, Queue, new_client};
use self::producer::KafkaProducer;
use self::settings::{Isolation, Settings};
use self::topics::native_name;
use super::{
    Broker, BrokerError, Consumer, ConsumerSpec, ErrorClass, Offset, Producer, ProducerSpec, TopicInfo,
    UNKNOWN_PARTITION, Watermarks,
};
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
    /// Clients that ask, made when they are first needed.
    readers: Mutex<BTreeMap<ReaderKey, Arc<Reader>>>,
    /// The largest batch that each topic takes, as far as [`Broker::topics`] has found out.
    limits: Mutex<BTreeMap<String, usize>>,
}

/// What a reader sees, and the group it asks for.
type ReaderKey = (Isolation, Option<String>);

/// A client that asks.
struct Reader {
    client: Arc<Client>,
    events: Queue,
    /// Where a client with a group reports what is wrong with that.
    of_group: Option<Queue>,
    trouble: Trouble,
}

impl Reader {
    fn new(config: Config, group: Option<&str>) -> Result<Self, String> {
        let client = new_client(Kind::Reader, config)?;
        let of_group = group.and_then(|_| Queue::consumer(&client));
        Ok(Self { events: Queue::main(&client), of_group, trouble: Trouble::default(), client })
    }

    /// What is wrong with the connection, as far as it has told.
    fn trouble(&self) -> Option<NativeError> {
        let note = |event| {
            if let Event::Error(error) = event {
                self.trouble.note(error);
            }
        };
        while self.events.poll(Duration::ZERO, note) {}
        while let Some(message) = self.of_group.as_ref().and_then(|queue| queue.consume(Duration::ZERO)) {
            self.trouble.note(message.error());
        }
        self.trouble.get()
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

    fn reader(&self, isolation: Isolation, group: Option<&str>) -> Result<Arc<Reader>, BrokerError> {
        let mut readers = self.readers();
        let key = (isolation, group.map(str::to_owned));
        if let Some(reader) = readers.get(&key) {
            return Ok(Arc::clone(reader));
        }
        let config = self.settings.reader(isolation, group)?;
        let reader = Arc::new(Reader::new(config, group).map_err(|text| self.settings.refused(text))?);
        readers.insert(key, Arc::clone(&reader));
        Ok(reader)
    }

    /// Asks, and explains a failure with what is known of the connection.
    fn ask<T>(
        &self,
        reader: &Reader,
        about: About<'_>,
        question: impl FnOnce(&Arc<Client>) -> Result<T, NativeError>,
    ) -> Result<T, BrokerError> {
        match question(&reader.client) {
            Ok(answer) => {
                reader.trouble();
                reader.trouble.clear();
                Ok(answer)
            }
            Err(e) => Err(self.settings.peer().explain_with(&e, reader.trouble().as_ref(), During::Reading, about)),
        }
    }

    fn explain(&self, error: &NativeError, about: About<'_>) -> BrokerError {
        self.settings.peer().explain(error, During::Reading, about)
    }

    fn readers(&self) -> MutexGuard<'_, BTreeMap<ReaderKey, Arc<Reader>>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn limits(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn name(&self, topic: &str) -> Result<CString, BrokerError> {
        native_name(topic).map_err(|e| self.explain(&e, About { topic: Some(topic), ..About::default() }))
    }

    /// First and last offset as one isolation level sees them.
    fn ends(
        &self,
        isolation: Isolation,
        topic: &str,
        partition: i32,
        timeout: Duration,
    ) -> Result<(i64, i64), BrokerError> {
        let about = About { topic: Some(topic), right: "DESCRIBE", ..About::default() };
        let name = self.name(topic)?;
        let ask = || {
            let reader = self.reader(isolation, None)?;
            self.ask(&reader, about, |client| client.watermarks(&name, partition, timeout))
        };
        let mut ends = ask();
        if ends.as_ref().is_err_and(|error| error.code == UNKNOWN_PARTITION) {
            // A client keeps what it has heard of a topic for minutes: the partition may be newer than that.
            self.readers().remove(&(isolation, None));
            ends = ask();
        }
        ends.map_err(|error| match error.class {
            // librdkafka sees no difference between a topic that is missing and one that it may not see.
            ErrorClass::Missing => self.denial(topic, timeout).unwrap_or(error),
            _ => error,
        })
    }

    /// The error of a topic that we may not see.
    fn denial(&self, topic: &str, timeout: Duration) -> Option<BrokerError> {
        self.topics(&[topic.to_owned()], timeout).err().filter(|error| error.class == ErrorClass::Denied)
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
        self.ask(&reader, about, |client| client.committed(&mut list, timeout))?;
        let offset = |entry: ffi::Entry| {
            let about = About { topic: Some(&entry.topic), ..about };
            entry.code.check().map_err(|e| self.explain(&e, about))?;
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
        self.ask(&reader, about, |client| client.offsets_for_times(&mut list, timeout))?;
        let missing =
            || NativeError::new(E::RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, "the broker answered for no partition");
        let entry = list.entries().pop().ok_or_else(|| self.explain(&missing(), about))?;
        entry.code.check().map_err(|e| self.explain(&e, about))?;
        Ok(Offset(if entry.offset < 0 { end } else { entry.offset }))
    }

    fn topics(&self, names: &[String], timeout: Duration) -> Result<BTreeMap<String, TopicInfo>, BrokerError> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let reader = self.reader(Isolation::Uncommitted, None)?;
        let asked = names.iter().map(|name| self.name(name)).collect::<Result<Vec<_>, _>>()?;
        let about = About { right: "DESCRIBE", ..About::default() };
        // The first question that a job asks: what a person must mend is told at once, not when the time is up.
        let hopeless = || reader.trouble().is_some_and(|e| errors::classify(&e, During::Reading) == ErrorClass::Denied);
        let answers = self.ask(&reader, about, |client| ffi::describe_topics(client, &asked, timeout, hopeless))?;
        let mut found = BTreeMap::new();
        for (name, answer) in answers {
            match answer {
                Ok(ffi::TopicDescription { partitions, may_read, may_write }) => {
                    let partitions = i32::try_from(partitions).unwrap_or(i32::MAX);
                    let info = TopicInfo { partitions, max_message_bytes: None, needs_key: false, may_read, may_write };
                    found.insert(name, info);
                }
                Err(e) if e.code.is(&[E::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART]) => {}
                Err(e) => return Err(self.explain(&e, About { topic: Some(&name), ..about })),
            }
        }
        let existing = found.keys().map(|name| self.name(name)).collect::<Result<Vec<_>, _>>()?;
        if existing.is_empty() {
            return Ok(found);
        }
        // The limits are a help, not a need: the right to see them may be missing.
        for demands in ffi::demands(&reader.client, &existing, timeout).unwrap_or_default() {
            // What our own client refuses is as good as refused by the topic.
            let bytes = demands.max_message_bytes.min(self.settings.message_bytes_max());
            if let Some(info) = found.get_mut(&demands.topic) {
                (info.max_message_bytes, info.needs_key) = (Some(bytes), demands.needs_key);
            }
            self.limits().insert(demands.topic, bytes);
        }
        Ok(found)
    }
}
