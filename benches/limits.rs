//! The limits: what a Kafka client can do at best, to hold processors against. They call librdkafka as sparingly as it
//! can be called, which is why this file, and it alone among the benchmarks, is unsafe.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::time::Duration;

use mubatch::clock::{Clock, Tick};
use mubatch::{Error, Result};
use rdkafka::config::ClientConfig;
use rdkafka::{Offset, TopicPartitionList};
use rdkafka_sys::bindings as sys;
use rdkafka_sys::types::RDKafkaRespErr as E;

/// What a call to the broker may take.
const CALL_MS: c_int = 60_000;
/// How long to wait for the first event of a window, at a time.
const IDLE_WAIT: Duration = Duration::from_millis(100);
/// A partition of the library's choice (`RD_KAFKA_PARTITION_UA`, a macro).
const ANY_PARTITION: i32 = -1;
/// Messages that are taken at once, at most.
const BATCH: usize = 10_000;

const CONSUMER: &[(&str, &str)] = &[
    ("auto.offset.reset", "earliest"),
    ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"),
    ("fetch.max.bytes", "67108864"),
    ("fetch.message.max.bytes", "4194304"),
    ("fetch.queue.backoff.ms", "1"),
    ("isolation.level", "read_committed"),
    // As much as mubatch keeps, so that their memory can be compared; more is not faster.
    ("queued.max.messages.kbytes", "32768"),
    ("queued.min.messages", "100000"),
];

const PRODUCER: &[(&str, &str)] = &[
    ("acks", "all"),
    ("batch.size", "1000000"),
    ("delivery.report.only.error", "true"),
    ("linger.ms", "5"),
    ("partitioner", "murmur2_random"),
    ("queue.buffering.max.messages", "1000000"),
    ("retry.backoff.max.ms", "10"),
    ("retry.backoff.ms", "1"),
];

/// L2, the pass-through limit: all events are read, and a part of them is written again, cut off at the size of a real
/// output, nothing parsed; what a window wrote and read is committed in one transaction.
#[derive(Debug, Clone, clap::Args)]
pub struct PassThrough {
    #[arg(long)]
    pub bootstrap: String,
    #[arg(long)]
    pub source: String,
    #[arg(long)]
    pub output: String,
    /// The consumer group, and the transactional id.
    #[arg(long)]
    pub group: String,
    /// How many of a thousand events are written again.
    #[arg(long)]
    pub output_per_thousand: u64,
    /// How much of each of them.
    #[arg(long)]
    pub output_bytes: usize,
    #[arg(long)]
    pub window_ms: u64,
    /// L1 in L2's place: nothing is written, and offsets are committed without waiting.
    #[arg(long)]
    pub consume_only: bool,
}

impl PassThrough {
    /// How many of a partition's first `events` events are passed on, if it is so many of a thousand. They are spread
    /// evenly.
    pub fn passed_of(per_thousand: u64, events: u64) -> u64 {
        events * per_thousand / 1000
    }

    fn passes(&self, offset: i64) -> bool {
        let passed = |events| Self::passed_of(self.output_per_thousand, events);
        passed(offset as u64 + 1) > passed(offset as u64)
    }

    /// Runs until the process is ended from outside.
    pub fn run(&self, clock: &dyn Clock) -> Result<Infallible> {
        let consumer = Consumer::new(self)?;
        let producer = Producer::transactional(self)?;
        let window_age = Duration::from_millis(self.window_ms);
        let mut messages = Vec::with_capacity(BATCH);
        let mut next: BTreeMap<i32, i64> = BTreeMap::new();
        let mut opened: Option<Tick> = None;
        loop {
            // A window opens with its first event: waiting for a whole batch then would make it older than it says.
            match opened {
                None => consumer.take(&mut messages, IDLE_WAIT, 1),
                Some(at) => consumer.take(&mut messages, (at + window_age).since(clock.now()), BATCH),
            }
            if opened.is_none() && !messages.is_empty() {
                if !self.consume_only {
                    producer.begin()?;
                }
                opened = Some(clock.now());
            }
            for message in messages.drain(..) {
                message.check()?;
                if !self.consume_only && self.passes(message.offset()) {
                    producer.produce(&message, self.output_bytes)?;
                }
                next.insert(message.partition(), message.offset() + 1);
            }
            if opened.is_some_and(|at| clock.now().since(at) >= window_age) {
                let mut offsets = TopicPartitionList::new();
                for (&partition, &offset) in &next {
                    let added = offsets.add_partition_offset(&self.source, partition, Offset::Offset(offset));
                    added.map_err(|error| failed("list the offsets", error))?;
                }
                match self.consume_only {
                    true => consumer.commit(&offsets)?,
                    false => producer.commit(&offsets, &consumer)?,
                }
                next.clear();
                opened = None;
            }
        }
    }
}

fn failed(doing: &str, why: impl std::fmt::Display) -> Error {
    Error::environment(format!("{doing}: {why}"))
}

/// L3: near-empty transactions, one after the other: one small record, one offset, and the commit. After each `committed`
/// is told its number and when it was begun; the next waits for that.
pub fn near_empty(
    spec: &PassThrough,
    transactions: usize,
    clock: &dyn Clock,
    mut committed: impl FnMut(usize, Tick) -> Result<()>,
) -> Result<()> {
    let consumer = Consumer::new(spec)?;
    let producer = Producer::transactional(spec)?;
    for number in 0..transactions {
        let mut offsets = TopicPartitionList::new();
        let added = offsets.add_partition_offset(&spec.source, 0, Offset::Offset(number as i64));
        added.map_err(|error| failed("list the offsets", error))?;
        let begun = clock.now();
        producer.begin()?;
        producer.produce_bytes(b"key", &[b'.'; 100])?;
        producer.commit(&offsets, &consumer)?;
        committed(number, begun)?;
    }
    Ok(())
}

/// Copies a C string.
///
/// # Safety
/// `text` points to a string that ends with a zero byte.
unsafe fn copy_text(text: *const c_char) -> String {
    // SAFETY: the caller vouches for it.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// An error for every code but that of success. Only codes that librdkafka makes up itself come this way: the bindings'
/// enum must not hold others.
fn check(doing: &str, code: E) -> Result<()> {
    if code == E::RD_KAFKA_RESP_ERR_NO_ERROR {
        return Ok(());
    }
    // SAFETY: takes any code, and returns a constant string.
    Err(failed(doing, unsafe { copy_text(sys::rd_kafka_err2str(code)) }))
}

/// Turns an error object into a result, and destroys it.
///
/// # Safety
/// `error` is null or an error object that the caller owns and gives up.
unsafe fn take_error(doing: &str, error: *mut sys::rd_kafka_error_t) -> Result<()> {
    if error.is_null() {
        return Ok(());
    }
    // SAFETY: not null; the text is copied before the object goes.
    unsafe {
        let text = copy_text(sys::rd_kafka_error_string(error));
        sys::rd_kafka_error_destroy(error);
        Err(failed(doing, text))
    }
}

/// A client, destroyed on drop.
struct Client(NonNull<sys::rd_kafka_t>);

impl Client {
    fn new(kind: sys::rd_kafka_type_t, fixed: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Self> {
        let mut config = ClientConfig::new();
        for (name, value) in fixed.iter().chain(own) {
            config.set(*name, *value);
        }
        let config = config.create_native_config().map_err(|error| failed("make a client", error))?;
        // Where reports come as events flush waits for the last delivery, where they come as callbacks in steps of 10 ms.
        // Nobody takes them, so a delivery that fails makes flush fail in the end.
        // SAFETY: the configuration is alive.
        unsafe { sys::rd_kafka_conf_set_events(config.ptr(), sys::RD_KAFKA_EVENT_DR) };
        let mut text = [0; 512];
        // SAFETY: the configuration lives until the client takes it over, which it does only on success; the buffer is
        // as long as said.
        let client = unsafe { sys::rd_kafka_new(kind, config.ptr(), ptr::from_mut(&mut text).cast(), text.len()) };
        match NonNull::new(client) {
            Some(client) => {
                std::mem::forget(config);
                Ok(Self(client))
            }
            // SAFETY: the buffer was all zeros, and its last byte stays one.
            None => Err(failed("make a client", unsafe { copy_text(ptr::from_ref::<[u8; 512]>(&text).cast()) })),
        }
    }

    fn as_ptr(&self) -> *mut sys::rd_kafka_t {
        self.0.as_ptr()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_destroy(self.as_ptr()) }
    }
}

/// A member of the group, which takes messages in batches.
struct Consumer {
    queue: NonNull<sys::rd_kafka_queue_t>,
    client: Client,
}

impl Consumer {
    fn new(spec: &PassThrough) -> Result<Self> {
        let own = [("bootstrap.servers", spec.bootstrap.as_str()), ("group.id", spec.group.as_str())];
        let client = Client::new(sys::rd_kafka_type_t::RD_KAFKA_CONSUMER, CONSUMER, &own)?;
        let mut topics = TopicPartitionList::new();
        topics.add_partition(&spec.source, ANY_PARTITION);
        // SAFETY: the client lives; the list is copied.
        let subscribed = unsafe {
            sys::rd_kafka_poll_set_consumer(client.as_ptr());
            sys::rd_kafka_subscribe(client.as_ptr(), topics.ptr())
        };
        check("subscribe", subscribed)?;
        // SAFETY: the client lives.
        let queue = NonNull::new(unsafe { sys::rd_kafka_queue_get_consumer(client.as_ptr()) });
        Ok(Self { queue: queue.ok_or_else(|| failed("get the consumer's queue", "there is none"))?, client })
    }

    /// Appends messages until there are `most` of them or `wait` is over.
    fn take(&self, messages: &mut Vec<Message>, wait: Duration, most: usize) {
        messages.reserve(most);
        // Rounded up: the last part of a millisecond would be spent in calls that do not wait.
        let wait = wait.as_micros().div_ceil(1000) as c_int;
        let end = messages.spare_capacity_mut().as_mut_ptr().cast();
        // SAFETY: there is room for that many pointers behind the vector's end, and a `Message` is one such pointer.
        // The library fills in as many as it returns, none of them null, and gives them up.
        unsafe {
            let count = sys::rd_kafka_consume_batch_queue(self.queue.as_ptr(), wait, end, most);
            messages.set_len(messages.len() + usize::try_from(count).unwrap_or(0));
        }
    }
}

impl Consumer {
    /// Has offsets committed, and waits for nothing.
    fn commit(&self, offsets: &TopicPartitionList) -> Result<()> {
        // SAFETY: client and list live; the list is copied.
        check("commit", unsafe { sys::rd_kafka_commit(self.client.as_ptr(), offsets.ptr(), 1) })
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        // SAFETY: owned; the client is dropped after this.
        unsafe { sys::rd_kafka_queue_destroy(self.queue.as_ptr()) }
    }
}

/// A message. The consumer that it came from must outlive it.
#[repr(transparent)]
struct Message(NonNull<sys::rd_kafka_message_t>);

impl Message {
    /// An error that stands in a message's place.
    fn check(&self) -> Result<()> {
        let message = self.0.as_ptr();
        // SAFETY: alive. The code is read as a number, because the enum may lack the broker's code; an error's payload
        // is a text of that length, or null.
        unsafe {
            if (&raw const (*message).err).cast::<c_int>().read() == 0 {
                return Ok(());
            }
            let text = match (*message).payload.is_null() {
                true => String::from("without a text"),
                false => {
                    let bytes = std::slice::from_raw_parts((*message).payload.cast::<u8>(), (*message).len);
                    String::from_utf8_lossy(bytes).into_owned()
                }
            };
            Err(failed("read", text))
        }
    }

    fn partition(&self) -> i32 {
        // SAFETY: owned and alive.
        unsafe { (*self.0.as_ptr()).partition }
    }

    fn offset(&self) -> i64 {
        // SAFETY: owned and alive.
        unsafe { (*self.0.as_ptr()).offset }
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: owned, and destroyed only here.
        unsafe { sys::rd_kafka_message_destroy(self.0.as_ptr()) }
    }
}

/// A producer to one topic.
pub struct Producer {
    topic: NonNull<sys::rd_kafka_topic_t>,
    client: Client,
}

impl Producer {
    /// A producer without transactions.
    pub fn new(bootstrap: &str, topic: &str) -> Result<Self> {
        Self::with(&[("bootstrap.servers", bootstrap)], topic)
    }

    fn with(own: &[(&str, &str)], topic: &str) -> Result<Self> {
        let client = Client::new(sys::rd_kafka_type_t::RD_KAFKA_PRODUCER, PRODUCER, own)?;
        let name = CString::new(topic).map_err(|error| failed("name the topic", error))?;
        // SAFETY: the client lives; the name is copied; null stands for the client's own settings.
        let topic = unsafe { sys::rd_kafka_topic_new(client.as_ptr(), name.as_ptr(), ptr::null_mut()) };
        let topic = NonNull::new(topic).ok_or_else(|| failed("open the topic", "librdkafka refuses it"))?;
        Ok(Self { topic, client })
    }

    fn transactional(spec: &PassThrough) -> Result<Self> {
        let own = [("bootstrap.servers", spec.bootstrap.as_str()), ("transactional.id", spec.group.as_str())];
        let producer = Self::with(&own, &spec.output)?;
        // SAFETY: the client lives; the error is ours.
        unsafe { take_error("init transactions", sys::rd_kafka_init_transactions(producer.client.as_ptr(), CALL_MS))? };
        Ok(producer)
    }

    fn begin(&self) -> Result<()> {
        // SAFETY: the client lives; the error is ours.
        unsafe { take_error("begin", sys::rd_kafka_begin_transaction(self.client.as_ptr())) }
    }

    /// Writes a message again, under its key, its value cut off behind `bytes` bytes, or filled up to them with zeros.
    fn produce(&self, message: &Message, bytes: usize) -> Result<()> {
        let message = message.0.as_ptr();
        // SAFETY: the message is alive, and key and value have the lengths it says; either may be null.
        let (key, value) = unsafe {
            let slice = |start: *mut c_void, length: usize| match start.is_null() {
                true => &[][..],
                false => std::slice::from_raw_parts(start.cast::<u8>(), length),
            };
            (slice((*message).key, (*message).key_len), slice((*message).payload, (*message).len))
        };
        match value.get(..bytes) {
            Some(value) => self.produce_bytes(key, value),
            None => {
                let mut filled = value.to_vec();
                filled.resize(bytes, 0);
                self.produce_bytes(key, &filled)
            }
        }
    }

    /// Has what was written sent at once, and waits for the answers, but not for longer than a millisecond.
    pub fn send_now(&self) -> Result<()> {
        // SAFETY: the client lives.
        match unsafe { sys::rd_kafka_flush(self.client.as_ptr(), 1) } {
            E::RD_KAFKA_RESP_ERR__TIMED_OUT => Ok(()),
            code => check("send", code),
        }
    }

    /// Waits until everything is delivered.
    pub fn flush(&self) -> Result<()> {
        // SAFETY: the client lives.
        check("flush", unsafe { sys::rd_kafka_flush(self.client.as_ptr(), CALL_MS) })
    }

    /// Writes a record. Waits while the buffer is full.
    pub fn produce_bytes(&self, key: &[u8], value: &[u8]) -> Result<()> {
        loop {
            // SAFETY: the topic is alive; key and value have the lengths given, and are copied before the call returns,
            // which does not change them.
            let refused = unsafe {
                let (key_start, value_start) = (key.as_ptr().cast(), value.as_ptr().cast_mut().cast());
                let (topic, copy) = (self.topic.as_ptr(), sys::RD_KAFKA_MSG_F_COPY);
                let null = ptr::null_mut();
                sys::rd_kafka_produce(topic, ANY_PARTITION, copy, value_start, value.len(), key_start, key.len(), null)
            };
            if refused == 0 {
                return Ok(());
            }
            // SAFETY: no arguments; the code of this thread's last call, made up by the library.
            match unsafe { sys::rd_kafka_last_error() } {
                // SAFETY: the client lives.
                E::RD_KAFKA_RESP_ERR__QUEUE_FULL => unsafe { sys::rd_kafka_poll(self.client.as_ptr(), 1) },
                code => return check("produce", code),
            };
        }
    }

    /// Commits what was written since [`Producer::begin`], and the offsets.
    fn commit(&self, offsets: &TopicPartitionList, consumer: &Consumer) -> Result<()> {
        self.flush()?;
        let client = self.client.as_ptr();
        // SAFETY: both clients and the list live; the group's metadata is ours and destroyed once, the errors are ours.
        unsafe {
            let group = sys::rd_kafka_consumer_group_metadata(consumer.client.as_ptr());
            let sent = sys::rd_kafka_send_offsets_to_transaction(client, offsets.ptr(), group, CALL_MS);
            sys::rd_kafka_consumer_group_metadata_destroy(group);
            take_error("send the offsets", sent)?;
            take_error("commit", sys::rd_kafka_commit_transaction(client, CALL_MS))
        }
    }
}

impl Drop for Producer {
    fn drop(&mut self) {
        // SAFETY: owned; the client is dropped after this.
        unsafe { sys::rd_kafka_topic_destroy(self.topic.as_ptr()) }
    }
}
