//! A transactional producer.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rdkafka_sys::types::RDKafkaRespErr as E;

use super::errors::{About, During, Peer, Trouble};
use super::ffi::{Client, Code, Config, Event, Kind, NativeError, Outgoing, Queue, Topic, new_client};
use super::topics::Topics;
use crate::broker::{BrokerError, ErrorClass, GroupMetadata, Offset, Partition, Producer, ProducerSpec, Record};

/// How long the events' thread waits before it looks whether the producer is still there.
const EVENTS_WAIT: Duration = Duration::from_millis(500);

/// What a new client's first connection may take before it is asked for more.
const CONNECTED_WITHIN: Duration = Duration::from_secs(1);

/// A transactional producer.
pub(super) struct KafkaProducer {
    session: Session,
    topics: Topics,
    sources: Topics,
    config: Config,
    /// Whether there are records of this transaction that no flush has seen delivered.
    undelivered: bool,
    /// Whether the commit of this transaction was begun, so that only its own answer counts.
    committing: bool,
    /// Whether the session was begun anew and is not initialised yet.
    renewing: bool,
    transactional_id: String,
    peer: Peer,
}

/// A client with the thread that takes its events: librdkafka counts a failed record as under way until its report was
/// taken, so without that neither flush nor abort would end.
struct Session {
    client: Arc<Client>,
    /// In the order of the topics.
    handles: Vec<Topic>,
    reports: Arc<Reports>,
    events: Arc<Queue>,
}

/// What the events' thread tells.
#[derive(Default)]
struct Reports {
    /// Counts the transactions; records carry it, so that a late report of an aborted one is known as such.
    transaction: AtomicUsize,
    failure: Mutex<Option<Failure>>,
    trouble: Trouble,
    stop: AtomicBool,
}

/// The first delivery of a transaction that failed and says why.
#[derive(Clone)]
struct Failure {
    topic: String,
    error: NativeError,
}

impl Reports {
    fn failure(&self) -> MutexGuard<'_, Option<Failure>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, event: Event) {
        match event {
            Event::Failed(deliveries) => {
                let current = self.transaction.load(Ordering::SeqCst);
                for (topic, _, error) in deliveries.into_iter().filter(|(_, tag, _)| *tag == current) {
                    let mut failure = self.failure();
                    // "The batch had another record that was refused": that other one says more.
                    let says_little = |f: &Failure| f.error.code.is(&[E::RD_KAFKA_RESP_ERR__INVALID_DIFFERENT_RECORD]);
                    if failure.as_ref().is_none_or(says_little) {
                        *failure = Some(Failure { topic, error });
                    }
                }
            }
            Event::Error(error) => self.trouble.note(error),
            Event::Other => {}
        }
    }

    /// Takes events until the producer is gone.
    fn run(&self, events: &Queue) {
        while !self.stop.load(Ordering::SeqCst) {
            events.poll(EVENTS_WAIT, |event| self.take(event));
        }
    }
}

impl Session {
    fn start(config: Config, topics: &Topics) -> Result<Self, NativeError> {
        let refused = |text| NativeError::new(E::RD_KAFKA_RESP_ERR__INVALID_ARG, text);
        let client = new_client(Kind::Producer, config).map_err(refused)?;
        let handles = topics.native().iter().map(|name| Topic::new(&client, name)).collect::<Result<_, _>>()?;
        let (events, reports) = (Arc::new(Queue::main(&client)), Arc::<Reports>::default());
        let (queue, told) = (Arc::clone(&events), Arc::clone(&reports));
        let thread = std::thread::Builder::new().name("kafka-events".into()).spawn(move || told.run(&queue));
        thread.map_err(|e| {
            NativeError::new(E::RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE, format!("start a producer's thread: {e}"))
        })?;
        Ok(Self { client, handles, reports, events })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.reports.stop.store(true, Ordering::SeqCst);
        self.events.wake();
    }
}

impl KafkaProducer {
    pub fn new(spec: &ProducerSpec, config: Config, peer: &Peer) -> Result<Self, BrokerError> {
        let about = About { right: "WRITE", transactional_id: &spec.transactional_id, ..About::default() };
        let explain = |e: NativeError| peer.explain(&e, During::Reading, about);
        let topics = Topics::new(&spec.topics).map_err(explain)?;
        let sources = Topics::new(&spec.sources).map_err(explain)?;
        Ok(Self {
            session: Session::start(config.duplicate(), &topics).map_err(explain)?,
            topics,
            sources,
            config,
            undelivered: false,
            committing: false,
            renewing: false,
            transactional_id: spec.transactional_id.clone(),
            peer: peer.clone(),
        })
    }

    fn about(&self) -> About<'_> {
        let among = self.topics.names();
        About { among, right: "WRITE", transactional_id: &self.transactional_id, ..About::default() }
    }

    /// The error of a transactional call.
    fn error(&self, error: &NativeError) -> BrokerError {
        // What ended the producer says more than that it has ended.
        let fatal = self.session.client.fatal().filter(|_| error.fatal);
        self.peer.explain(fatal.as_ref().unwrap_or(error), During::Transaction, self.about())
    }

    /// The error of the first delivery that failed, if one did.
    fn delivery_error(&self) -> Option<BrokerError> {
        let Failure { topic, error } = self.session.reports.failure().clone()?;
        // Where the transaction or the whole producer has failed, the delivery only says that it did not take place.
        Some(match self.session.client.fatal().or_else(|| self.transaction_failure(&error)) {
            Some(cause) => self.peer.explain(&cause, During::Delivery, self.about()),
            None => self.peer.explain(&error, During::Delivery, About { topic: Some(&topic), ..self.about() }),
        })
    }

    /// Why the transaction failed before its records were sent.
    fn transaction_failure(&self, delivery: &NativeError) -> Option<NativeError> {
        let purged = [E::RD_KAFKA_RESP_ERR__PURGE_QUEUE, E::RD_KAFKA_RESP_ERR__PURGE_INFLIGHT];
        // Within a transaction this call only ever fails, and it is the one that tells why without doing anything.
        let probe = || self.session.client.begin_transaction().err().filter(|error| error.abort);
        delivery.code.is(&purged).then(probe)?
    }
}

impl Producer for KafkaProducer {
    fn init(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        let trouble = &self.session.reports.trouble;
        // librdkafka looks for the coordinator at once, and half a second later if no broker was connected then. The first
        // answer comes from an address of the job file, whose connection gives way to the broker's own; the second comes over
        // one that stays. Without an answer the call below has the same trouble, and tells it.
        let hear = || self.session.client.hear_of_topics(timeout.min(CONNECTED_WITHIN));
        let _ = hear().and_then(|()| hear());
        self.session
            .client
            .init_transactions(timeout)
            .map_err(|e| self.peer.explain_with(&e, trouble.get().as_ref(), During::Transaction, self.about()))?;
        trouble.clear();
        Ok(())
    }

    fn begin(&mut self) -> Result<(), BrokerError> {
        // The number first: a report that comes now is of the transaction before.
        self.session.reports.transaction.fetch_add(1, Ordering::SeqCst);
        *self.session.reports.failure() = None;
        (self.undelivered, self.committing) = (false, false);
        self.session.client.begin_transaction().map_err(|e| self.error(&e))
    }

    fn produce(&mut self, record: &Record<'_>) -> Result<(), BrokerError> {
        let Some(handle) = self.session.handles.get(usize::from(record.topic)) else {
            let text = format!("the producer was made without a topic number {}", record.topic);
            return Err(self.error(&NativeError::new(E::RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, text)));
        };
        let outgoing = Outgoing {
            partition: record.partition,
            // librdkafka takes zero for the present, which would differ from run to run.
            timestamp: if record.timestamp == 0 { 1 } else { record.timestamp },
            key: record.key,
            value: record.value,
            headers: record.headers,
            tag: self.session.reports.transaction.load(Ordering::Relaxed),
        };
        self.undelivered = true;
        self.session.client.produce(handle, &outgoing).map_err(|e| {
            // Once a delivery has failed librdkafka takes no more records, and says only that the state is wrong.
            let cause = self.delivery_error().filter(|_| e.code.is(&[E::RD_KAFKA_RESP_ERR__STATE]));
            let about = About { topic: Some(self.topics.name(record.topic)), ..self.about() };
            cause.unwrap_or_else(|| self.peer.explain(&e, During::Delivery, about))
        })
    }

    fn flush(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        let flushed = self.session.client.flush(timeout);
        if let Some(failure) = self.delivery_error() {
            return Err(failure);
        }
        flushed
            .map_err(|e| self.peer.explain(&NativeError { retriable: true, ..e }, During::Delivery, self.about()))?;
        self.undelivered = false;
        Ok(())
    }

    fn send_offsets(
        &mut self,
        offsets: &[(Partition, Offset)],
        group: &GroupMetadata,
        timeout: Duration,
    ) -> Result<(), BrokerError> {
        let list = self.sources.list_at(offsets);
        self.session.client.send_offsets(&list, group, timeout).map_err(|e| {
            let about = About { among: self.sources.names(), right: "READ", group: &group.group, ..self.about() };
            self.peer.explain(&e, During::Transaction, about)
        })
    }

    fn commit(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        // Known before anything was sent: cheaper, and with the cause.
        if let Some(cause) = self.delivery_error().filter(|_| !self.committing) {
            let message = format!("a delivery failed, so the transaction cannot be committed: {cause}");
            let code = Code::from(E::RD_KAFKA_RESP_ERR__INCONSISTENT).name();
            return Err(BrokerError { class: ErrorClass::Abortable, code, message, topic: None });
        }
        self.committing = true;
        self.session.client.commit_transaction(timeout).map_err(|e| self.error(&e))
    }

    fn abort(&mut self, timeout: Duration) -> Result<(), BrokerError> {
        if !self.renewing {
            self.session.client.abort_transaction(timeout).map_err(|e| self.error(&e))?;
            if !self.undelivered {
                return Ok(());
            }
            // A batch that the broker refuses leaves a hole in librdkafka's sequence numbers, on which the next
            // transaction would fail. And one whose answer never came may stand in the log: librdkafka gives its numbers
            // again, and the broker takes the next transaction's batch for a repetition, says yes and drops it. Begin a new
            // session. The abort has shown that nobody has taken over.
            self.session = Session::start(self.config.duplicate(), &self.topics).map_err(|e| self.error(&e))?;
            self.renewing = true;
        }
        self.init(timeout)?;
        self.renewing = false;
        Ok(())
    }

    fn has_strays(&self) -> bool {
        self.session.client.has_strays()
    }
}
