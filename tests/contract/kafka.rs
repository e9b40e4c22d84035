//! Kafka as a subject of the contract. Topics and plain messages are made with rdkafka, beside the code under test.

use std::collections::BTreeMap;
use std::str;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mubatch::broker::Broker;
use mubatch::broker::kafka::KafkaBroker;
use mubatch::clock::SystemClock;
use rdkafka::ClientConfig;
use rdkafka::ClientContext;
use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::message::{DeliveryResult, Header, Message, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer, ProducerContext};

use super::{Fixture, Plain, TIMEOUT, eventually};

/// The least that a Kafka broker takes for a session by default.
const PATIENCE: Duration = Duration::from_secs(6);

static NAMES: AtomicUsize = AtomicUsize::new(0);

pub struct KafkaFixture {
    broker: KafkaBroker,
    impatient_broker: KafkaBroker,
    admin: AdminClient<DefaultClientContext>,
    plain: BaseProducer<Written>,
}

/// Keeps where the last message went.
#[derive(Default)]
struct Written(Mutex<Option<(i32, i64)>>);

impl ClientContext for Written {}

impl ProducerContext for Written {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let message = result.as_ref().unwrap_or_else(|(error, _)| panic!("plain message: {error}"));
        *self.0.lock().unwrap() = Some((message.partition(), message.offset()));
    }
}

/// The bootstrap servers of the cluster to test against.
pub fn servers() -> String {
    std::env::var("MUBATCH_TEST_BOOTSTRAP")
        .expect("no Kafka to test against: run through `make test`, or set MUBATCH_TEST_BOOTSTRAP")
}

impl KafkaFixture {
    pub fn new() -> Self {
        let servers = servers();
        let mut client = ClientConfig::new();
        client.set("bootstrap.servers", &servers);
        let servers = BTreeMap::from([("bootstrap.servers".to_owned(), servers)]);
        let mut impatient = servers.clone();
        for property in ["session.timeout.ms", "max.poll.interval.ms"] {
            impatient.insert(property.to_owned(), PATIENCE.as_millis().to_string());
        }
        let plain = client.clone().set("partitioner", "murmur2_random").set("linger.ms", "0").clone();
        Self {
            broker: KafkaBroker::new("contract", &servers).unwrap(),
            impatient_broker: KafkaBroker::new("contract", &impatient).unwrap(),
            admin: client.create().unwrap(),
            plain: plain.create_with_context(Written::default()).unwrap(),
        }
    }
}

impl KafkaFixture {
    /// Gives a topic more partitions.
    #[allow(dead_code, reason = "not part of the contract")]
    pub fn grow(&self, topic: &str, partitions: usize) {
        let more = NewPartitions::new(topic, partitions);
        let made = futures::executor::block_on(self.admin.create_partitions([&more], &AdminOptions::new())).unwrap();
        made.into_iter().for_each(|made| drop(made.unwrap()));
    }
}

impl Fixture for KafkaFixture {
    fn broker(&self) -> &dyn Broker {
        &self.broker
    }

    fn impatient_broker(&self) -> &dyn Broker {
        &self.impatient_broker
    }

    fn name(&self, what: &str) -> String {
        let run = SystemClock::shared().unix_millis();
        format!("contract-{what}-{run}-{}-{}", std::process::id(), NAMES.fetch_add(1, Ordering::Relaxed))
    }

    fn create_topic(&self, partitions: i32, max_message_bytes: Option<usize>) -> String {
        let name = self.name("topic");
        let limit = max_message_bytes.map(|bytes| bytes.to_string());
        // Retention looks every five minutes, and many messages here are from 1970.
        let mut topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(1)).set("retention.ms", "-1");
        if let Some(limit) = &limit {
            topic = topic.set("max.message.bytes", limit);
        }
        let options = AdminOptions::new().operation_timeout(Some(TIMEOUT));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let created = runtime.block_on(self.admin.create_topics([&topic], &options)).unwrap();
        created[0].as_ref().unwrap();
        // The broker that has made it may know it a little later.
        eventually("the topic is known", || {
            let metadata = self.plain.client().fetch_metadata(Some(&name), TIMEOUT).unwrap();
            let found = metadata.topics()[0].partitions();
            found.len() == partitions as usize && found.iter().all(|p| p.leader() >= 0)
        });
        name
    }

    fn append(&self, topic: &str, plain: &Plain<'_>) -> (i32, i64) {
        let headers = plain.headers.iter().fold(OwnedHeaders::new(), |headers, header| {
            headers.insert(Header { key: str::from_utf8(header.name).unwrap(), value: header.value })
        });
        let mut record = BaseRecord::<[u8], [u8]>::to(topic).headers(headers).timestamp(plain.timestamp);
        record.partition = plain.partition;
        record.key = plain.key;
        record.payload = plain.value;
        self.plain.send(record).map_err(|(error, _)| error).unwrap();
        self.plain.flush(TIMEOUT).unwrap();
        self.plain.context().0.lock().unwrap().take().unwrap()
    }
}
