//! The properties that clients are made with: the user's, over safe defaults, under what the guarantee fixes.

use std::collections::BTreeMap;

use rdkafka_sys::types::RDKafkaRespErr as E;

use super::errors::{About, During, Peer};
use super::ffi::{Config, NativeError, SetError};
use crate::broker::{BrokerError, ConsumerSpec, ProducerSpec};
use crate::error::{Error, Result};
use crate::job::{is_secret, property_refused};

/// What a consumer knows and a producer does not (the column `C` of librdkafka's CONFIGURATION.md).
const CONSUMER_ONLY: &[&str] = &[
    "auto.commit.enable",
    "auto.commit.interval.ms",
    "auto.offset.reset",
    "check.crcs",
    "consume.callback.max.messages",
    "coordinator.query.interval.ms",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.partition.eof",
    "fetch.error.backoff.ms",
    "fetch.max.bytes",
    "fetch.message.max.bytes",
    "fetch.min.bytes",
    "fetch.queue.backoff.ms",
    "fetch.wait.max.ms",
    "group.id",
    "group.instance.id",
    "group.protocol",
    "group.protocol.type",
    "group.remote.assignor",
    "heartbeat.interval.ms",
    "isolation.level",
    "max.partition.fetch.bytes",
    "max.poll.interval.ms",
    "offset.store.method",
    "offset.store.path",
    "offset.store.sync.interval.ms",
    "partition.assignment.strategy",
    "queued.max.messages.kbytes",
    "queued.min.messages",
    "session.timeout.ms",
];

/// What a producer knows and a consumer does not (the column `P`).
const PRODUCER_ONLY: &[&str] = &[
    "acks",
    "batch.num.messages",
    "batch.size",
    "compression.codec",
    "compression.level",
    "compression.type",
    "delivery.report.only.error",
    "delivery.timeout.ms",
    "enable.gapless.guarantee",
    "enable.idempotence",
    "linger.ms",
    "message.send.max.retries",
    "message.timeout.ms",
    "partitioner",
    "produce.offset.report",
    "queue.buffering.backpressure.threshold",
    "queue.buffering.max.kbytes",
    "queue.buffering.max.messages",
    "queue.buffering.max.ms",
    "queuing.strategy",
    "request.required.acks",
    "request.timeout.ms",
    "retries",
    "sticky.partitioning.linger.ms",
    "transaction.timeout.ms",
    "transactional.id",
];

/// What names a file, or for some a directory, of which librdkafka would only say that it failed.
const FILES: &[&str] =
    &["ssl.ca.location", "ssl.certificate.location", "ssl.crl.location", "ssl.key.location", "ssl.keystore.location"];

/// Under the user's properties, for every client.
const DEFAULTS: &[(&str, &str)] = &[
    ("allow.auto.create.topics", "false"),
    ("log.connection.close", "false"),
    ("reconnect.backoff.max.ms", "1000"),
    ("socket.keepalive.enable", "true"),
];

/// Under the user's properties, for a member of the group.
const CONSUMER_DEFAULTS: &[(&str, &str)] = &[
    ("auto.offset.reset", "error"),
    ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"),
    // What one answer of a broker may bring on top of a queue that is nearly full: of all partitions, and of each.
    ("fetch.max.bytes", "4194304"),
    ("fetch.message.max.bytes", "1048576"),
    // A full queue stalls fetching for this long; the default is a second.
    ("fetch.queue.backoff.ms", "1"),
    ("isolation.level", "read_committed"),
    ("max.poll.interval.ms", "60000"),
];

/// For each message in its queue librdkafka keeps about 350 bytes beside the payload: with one message for each so many
/// bytes of the queue's bound at most, that comes to a quarter of the bound at most, however small messages are.
const QUEUE_BYTES_PER_MESSAGE: usize = 1536;

/// What a broker that may gather messages waits for.
const GATHERED_BYTES: &str = "1048576";

/// The same, where the group uses the classic protocol. In KIP-848's these are the broker's to say.
const CLASSIC_DEFAULTS: &[(&str, &str)] =
    &[("partition.assignment.strategy", "cooperative-sticky"), ("session.timeout.ms", "10000")];

/// What KIP-848's protocol leaves to the broker, and librdkafka refuses to be told.
const CLASSIC_ONLY: &[&str] =
    &["group.protocol.type", "heartbeat.interval.ms", "partition.assignment.strategy", "session.timeout.ms"];

/// Under the user's properties, for a producer.
const PRODUCER_DEFAULTS: &[(&str, &str)] = &[
    ("delivery.report.only.error", "true"),
    ("enable.idempotence", "true"),
    // A window is flushed, which does not linger. Should it begin to be sent while it is still being handed over, the rest
    // waits for the first answer, and librdkafka's thread spins until then.
    ("linger.ms", "500"),
    // The client's own limit on one record must not be the smallest: the topic's counts.
    ("message.max.bytes", "33554432"),
    // As Java's clients, also for records without a key; librdkafka's default is a CRC32.
    ("partitioner", "murmur2_random"),
    ("queue.buffering.max.kbytes", "65536"),
    ("queue.buffering.max.messages", "1000000"),
    // How long AddOffsetsToTxn waits when the previous transaction's markers are still being written.
    ("retry.backoff.ms", "1"),
    ("retry.backoff.max.ms", "10"),
    // Follows retry.backoff.ms otherwise, and would ask for metadata every millisecond; no more than the line above.
    ("topic.metadata.refresh.fast.interval.ms", "10"),
];

/// librdkafka's default, which is below Kafka's default limit of a topic.
const BATCH_BYTES: usize = 1_000_000;

/// How much of the log a client sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Isolation {
    /// Up to the last stable offset.
    Committed,
    /// Up to the end.
    Uncommitted,
}

/// Checked properties.
pub(super) struct Settings {
    job: String,
    user: BTreeMap<String, String>,
    peer: Peer,
}

impl Settings {
    /// Checks the user's properties.
    pub fn new(job: &str, properties: &BTreeMap<String, String>) -> Result<Self> {
        for (name, value) in properties {
            check(name, value)?;
        }
        let user = properties.clone();
        let get = |names: &[&str]| names.iter().find_map(|&name| user.get(name).cloned());
        let Some(servers) = get(&["bootstrap.servers", "metadata.broker.list"]) else {
            return Err(Error::job(
                "kafka: bootstrap.servers is missing: name at least one broker, like localhost:9092",
            ));
        };
        if get(&["group.protocol"]).is_some_and(|protocol| protocol == "consumer")
            && let Some(name) = CLASSIC_ONLY.iter().find(|&&name| user.contains_key(name))
        {
            return Err(Error::job(format!(
                "kafka: {name} cannot be set with group.protocol=consumer: the broker decides"
            )));
        }
        let protocol = get(&["security.protocol"]).unwrap_or_else(|| "plaintext".into());
        let sasl = protocol.to_ascii_lowercase().starts_with("sasl");
        let mechanism = sasl.then(|| get(&["sasl.mechanism", "sasl.mechanisms"]).unwrap_or_else(|| "GSSAPI".into()));
        let login = get(&["sasl.username"]).filter(|_| sasl);
        Ok(Self { job: job.to_owned(), peer: Peer { servers, protocol, mechanism, user: login }, user })
    }

    /// The largest record that a producer takes (`message.max.bytes`).
    pub fn message_bytes_max(&self) -> usize {
        let set = self
            .user
            .get("message.max.bytes")
            .cloned()
            .or_else(|| layer(PRODUCER_DEFAULTS).remove("message.max.bytes"));
        set.and_then(|bytes| bytes.parse().ok()).unwrap_or(usize::MAX)
    }

    /// What error texts need to know.
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// For a member of the group.
    pub fn consumer(&self, spec: &ConsumerSpec) -> Result<Config, BrokerError> {
        let mut all = layer(DEFAULTS);
        all.extend(layer(CONSUMER_DEFAULTS));
        if self.user.get("group.protocol").is_none_or(|protocol| protocol != "consumer") {
            all.extend(layer(CLASSIC_DEFAULTS));
        }
        let queue_kbytes = (spec.fetch_queue_bytes_max / 1024).clamp(1, 2_097_151);
        all.insert("queued.max.messages.kbytes".into(), queue_kbytes.to_string());
        let queue_messages = (spec.fetch_queue_bytes_max / QUEUE_BYTES_PER_MESSAGE).clamp(1, 10_000_000);
        all.insert("queued.min.messages".into(), queue_messages.to_string());
        let gather_ms = spec.gather.as_millis();
        if gather_ms > 0 {
            all.insert("fetch.min.bytes".into(), GATHERED_BYTES.into());
            all.insert("fetch.wait.max.ms".into(), gather_ms.to_string());
        }
        self.over(&mut all, PRODUCER_ONLY);
        all.insert("group.id".into(), spec.group.clone());
        if let Some(instance) = &spec.instance {
            all.insert("group.instance.id".into(), instance.clone());
        }
        self.config(&all)
    }

    /// For a transactional producer, whose batches stay below `topic_bytes_max`.
    pub fn producer(&self, spec: &ProducerSpec, topic_bytes_max: Option<usize>) -> Result<Config, BrokerError> {
        let transaction_ms = spec.transaction_timeout.as_millis();
        for name in ["message.timeout.ms", "delivery.timeout.ms"] {
            let set = self.user.get(name).and_then(|value| value.parse::<u128>().ok());
            if let Some(ms) = set.filter(|&ms| ms == 0 || ms > transaction_ms) {
                return Err(self.refused(format!(
                    "{name}={ms} exceeds the transaction timeout of {transaction_ms} ms: a record must not outlive its \
                     transaction (0 means for ever)"
                )));
            }
        }
        let mut all = layer(DEFAULTS);
        all.extend(layer(PRODUCER_DEFAULTS));
        all.insert("batch.size".into(), topic_bytes_max.unwrap_or(BATCH_BYTES).clamp(1, BATCH_BYTES).to_string());
        self.over(&mut all, CONSUMER_ONLY);
        all.insert("transactional.id".into(), spec.transactional_id.clone());
        all.insert("transaction.timeout.ms".into(), transaction_ms.to_string());
        self.config(&all)
    }

    /// For a client that only asks; with a group it asks for that group's offsets, without joining.
    pub fn reader(&self, isolation: Isolation, group: Option<&str>) -> Result<Config, BrokerError> {
        let mut all = layer(DEFAULTS);
        self.over(&mut all, PRODUCER_ONLY);
        // A reader is no member: what is about membership and fetching must not come to matter.
        all.retain(|name, _| !CONSUMER_ONLY.contains(&name.as_str()));
        all.insert("allow.auto.create.topics".into(), "false".into());
        all.insert("enable.auto.commit".into(), "false".into());
        let level = match isolation {
            Isolation::Committed => "read_committed",
            Isolation::Uncommitted => "read_uncommitted",
        };
        all.insert("isolation.level".into(), level.into());
        all.extend(group.map(|group| ("group.id".into(), group.to_owned())));
        self.config(&all)
    }

    /// Puts the user's properties on top, without those that only the other kind of client knows.
    fn over(&self, all: &mut BTreeMap<String, String>, foreign: &[&str]) {
        all.insert("client.id".into(), self.job.clone());
        let known = self.user.iter().filter(|(name, _)| !foreign.contains(&name.as_str()));
        for (name, value) in known {
            // A default under another of the property's names would win or lose by chance.
            all.remove(alias(name).unwrap_or_default());
            all.insert(name.clone(), value.clone());
        }
    }

    fn config(&self, all: &BTreeMap<String, String>) -> Result<Config, BrokerError> {
        let mut config = Config::new();
        for (name, value) in all {
            if FILES.contains(&name.as_str())
                && !["", "probe"].contains(&value.as_str())
                && let Err(e) = std::fs::metadata(value)
            {
                return Err(self.refused(format!("{name}: cannot read {value}: {e}")));
            }
            config.set(name, value).map_err(|e| match e {
                SetError::Unknown => self.refused(format!("librdkafka knows no property {name}")),
                SetError::Invalid(_) => self.refused(format!("librdkafka refuses the value of {name}")),
            })?;
        }
        Ok(config)
    }

    /// The error for a combination of settings that makes no client.
    pub fn refused(&self, why: String) -> BrokerError {
        let error = NativeError::new(E::RD_KAFKA_RESP_ERR__INVALID_ARG, format!("kafka settings: {why}"));
        self.peer.explain(&error, During::Reading, About::default())
    }
}

fn layer(properties: &[(&str, &str)]) -> BTreeMap<String, String> {
    properties.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The name that our defaults use, where the user may use another.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "auto.commit.enable" => "enable.auto.commit",
        "max.partition.fetch.bytes" => "fetch.message.max.bytes",
        "queue.buffering.max.ms" => "linger.ms",
        _ => return None,
    })
}

/// Whether one property may be set to this.
fn check(name: &str, value: &str) -> Result<()> {
    if let Some(reason) = property_refused(name, value) {
        return Err(Error::job(format!("kafka: {name} {reason}")));
    }
    match Config::new().set(name, value) {
        Ok(()) => Ok(()),
        Err(SetError::Unknown) => Err(Error::job(unknown(name))),
        // librdkafka's text quotes the value, which may be a secret.
        Err(SetError::Invalid(_)) if is_secret(name) => Err(Error::job(format!("kafka: {name} has an invalid value"))),
        Err(SetError::Invalid(text)) => Err(Error::job(format!("kafka: {name}: {}", text.trim_end_matches('.')))),
    }
}

/// The error for a name that librdkafka does not know, with the nearest one that it does.
fn unknown(name: &str) -> String {
    let names = Config::names();
    let scored = names.iter().map(|known| (strsim::jaro_winkler(name, known), known));
    match scored.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score > 0.8) {
        Some((_, nearest)) => format!("kafka: librdkafka knows no property {name}: did you mean {nearest}?"),
        None => format!("kafka: librdkafka knows no property {name}"),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
