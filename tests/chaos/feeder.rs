//! The load: events under numbers that ascend, at a steady rate, until it is told to stop.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use rdkafka::config::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::support::Kafka;

/// How often it produces.
const TICK: Duration = Duration::from_millis(10);
/// Keys per partition of the source.
const KEYS_EACH: i64 = 8;

/// Where the jobs of cells write to.
pub const EVEN: u16 = 0;
pub const ODD: u16 = 1;
pub const DEAD: u16 = 2;

/// Where an event must be found; a tombstone nowhere.
pub fn home(n: i64) -> Option<u16> {
    match n {
        n if n % 1009 == 5 => None,
        n if n % 997 == 3 => Some(DEAD),
        n if n % 2 == 0 => Some(EVEN),
        _ => Some(ODD),
    }
}

/// The partition of the source that a key's events are in.
pub fn partition_of_key(key: u32) -> i32 {
    key as i32 / KEYS_EACH as i32
}

/// How events are written.
#[derive(Clone)]
pub enum Encoding {
    Json,
    /// With a field of so many bytes that nobody reads.
    Padded(usize),
    /// With the id of a schema whose last field is an int beside those of the job.
    Avro(u32),
}

/// What the feeder is told, and what it tells.
pub struct Feeder {
    topic: String,
    rate: i64,
    partitions: AtomicI32,
    encoding: Mutex<Encoding>,
    fed: AtomicI64,
    stop: AtomicBool,
}

impl Feeder {
    pub fn new(topic: &str, rate: i64, partitions: i32, encoding: Encoding) -> Self {
        Self {
            topic: topic.to_owned(),
            rate,
            partitions: AtomicI32::new(partitions),
            encoding: Mutex::new(encoding),
            fed: AtomicI64::new(0),
            stop: AtomicBool::new(false),
        }
    }

    pub fn fed(&self) -> i64 {
        self.fed.load(Ordering::Acquire)
    }

    pub fn partitions(&self) -> i32 {
        self.partitions.load(Ordering::Acquire)
    }

    /// Spreads the events over so many partitions from now on. Old keys stay where they are.
    pub fn spread(&self, partitions: i32) {
        self.partitions.store(partitions, Ordering::Release);
    }

    pub fn encode_as(&self, encoding: Encoding) {
        *self.encoding.lock().expect("no panic") = encoding;
    }

    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// Feeds until it is stopped, and then until everything is delivered.
    pub fn run(&self, kafka: &Kafka) {
        let producer = producer(kafka);
        let started = Instant::now();
        let mut n = 0;
        while !self.stop.load(Ordering::Acquire) {
            let due = started.elapsed().as_millis() as i64 * self.rate / 1000;
            let encoding = self.encoding.lock().expect("no panic").clone();
            while n < due {
                self.send(&producer, n, &encoding);
                n += 1;
            }
            self.fed.store(n, Ordering::Release);
            producer.poll(TICK);
        }
        producer.flush(Duration::from_secs(300)).expect("the brokers take what is fed");
    }

    /// Feeds so many events, as fast as the brokers take them.
    pub fn backlog(&self, kafka: &Kafka, events: i64) {
        let producer = producer(kafka);
        let encoding = self.encoding.lock().expect("no panic").clone();
        for n in 0..events {
            self.send(&producer, n, &encoding);
        }
        producer.flush(Duration::from_secs(300)).expect("the brokers take what is fed");
    }

    fn send(&self, producer: &BaseProducer, n: i64, encoding: &Encoding) {
        let key = n % (KEYS_EACH * i64::from(self.partitions()));
        let name = format!("k{key}");
        let value = match home(n) {
            None => None,
            Some(DEAD) => Some(format!("broken {n}").into_bytes()),
            Some(_) => Some(encoding.event(n, &name)),
        };
        let mut record = BaseRecord::to(&self.topic).partition(partition_of_key(key as u32)).key(name.as_bytes());
        if let Some(value) = &value {
            record = record.payload(value.as_slice());
        }
        // The queue is full while the brokers are away; a new partition is known to all a little later.
        while let Err((KafkaError::MessageProduction(_), back)) = producer.send(record) {
            record = back;
            producer.poll(TICK);
        }
    }
}

/// Idempotent: what goes in, goes in once and in its order, whatever happens to the brokers.
fn producer(kafka: &Kafka) -> BaseProducer {
    let mut config: ClientConfig = kafka.config();
    config.set("enable.idempotence", "true").set("message.timeout.ms", "300000");
    // The work that small batches make is the brokers', who have enough to do with what is tested.
    config.set("linger.ms", "50");
    config.set("queue.buffering.max.messages", "1000000").set("topic.metadata.refresh.interval.ms", "1000");
    config.create().expect("a producer")
}

impl Encoding {
    fn event(&self, n: i64, key: &str) -> Vec<u8> {
        match self {
            Self::Json => format!(r#"{{"id": "e{n}", "k": "{key}", "n": {n}}}"#).into_bytes(),
            Self::Padded(bytes) => {
                format!(r#"{{"id": "e{n}", "k": "{key}", "pad": "{:bytes$}", "n": {n}}}"#, "").into_bytes()
            }
            Self::Avro(id) => {
                let mut event = vec![0];
                event.extend(id.to_be_bytes());
                for text in [&format!("e{n}"), key] {
                    avro_long(text.len() as i64, &mut event);
                    event.extend(text.as_bytes());
                }
                avro_long(n, &mut event);
                avro_long(0, &mut event);
                event
            }
        }
    }
}

/// Zigzag, seven bits a byte.
fn avro_long(value: i64, to: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        to.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    to.push(rest as u8);
}

/// The number of the event that a record of an output comes from.
pub fn number_in(topic: u16, value: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(value).ok()?;
    let digits = match topic {
        DEAD => text.strip_prefix("broken ")?,
        _ => text.rsplit_once("\"n\":")?.1.trim_end_matches('}').trim(),
    };
    digits.parse().ok()
}
