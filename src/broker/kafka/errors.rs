//! From librdkafka's errors to ours: what to do about them, and what to tell people.

use std::sync::{Mutex, PoisonError};

use rdkafka_sys::types::RDKafkaRespErr as E;

use super::ffi::NativeError;
use crate::broker::{BrokerError, ErrorClass};

/// The broker, or a proxy in front of it, does not accept who we are.
const LOGIN: &[E] = &[
    E::RD_KAFKA_RESP_ERR__AUTHENTICATION,
    E::RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
    E::RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM,
    E::RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
];

/// The broker knows us and an ACL is missing.
const DENIED: &[E] = &[
    E::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
    E::RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
    E::RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
    E::RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    E::RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED,
];

/// Another producer with our transactional id has taken over. (In the transactional calls librdkafka turns the
/// broker's INVALID_PRODUCER_EPOCH and PRODUCER_FENCED into `_FENCED`.)
const FENCED: &[E] =
    &[E::RD_KAFKA_RESP_ERR__FENCED, E::RD_KAFKA_RESP_ERR_PRODUCER_FENCED, E::RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH];

/// The group has moved on from the generation that the offsets were sent under.
const STALE_GROUP: &[E] = &[
    E::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
    E::RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
    E::RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
    E::RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
    E::RD_KAFKA_RESP_ERR_FENCED_MEMBER_EPOCH,
    E::RD_KAFKA_RESP_ERR_STALE_MEMBER_EPOCH,
];

const TOO_LARGE: &[E] = &[E::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, E::RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE];

/// Something that must exist does not, or is refused as it is.
const MISSING: &[E] = &[
    E::RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
    E::RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
    E::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
    E::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID,
    E::RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
    E::RD_KAFKA_RESP_ERR_INVALID_RECORD,
    E::RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
    E::RD_KAFKA_RESP_ERR_INVALID_GROUP_ID,
    E::RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND,
    E::RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL,
    E::RD_KAFKA_RESP_ERR_UNSUPPORTED_ASSIGNOR,
    E::RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
    E::RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
    E::RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,
    E::RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE,
    E::RD_KAFKA_RESP_ERR__INVALID_ARG,
];

/// What ends a producer's session without naming a successor.
const FATAL: &[E] = &[
    E::RD_KAFKA_RESP_ERR__FATAL,
    E::RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
    E::RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
    E::RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING,
];

/// Which call failed; decides what an error without flags means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum During {
    /// A transactional call: flags decide, none of them set is fatal.
    Transaction,
    /// A record's way into the buffer and to the broker: what is not known better fails the transaction.
    Delivery,
    /// Anything else: the client tries again by itself, or the caller may.
    Reading,
}

/// What to do about an error. What the broker says about us goes first: a missing ACL is fatal in one call and
/// abortable in the next, and in each of them only a person can help.
pub(super) fn classify(error: &NativeError, during: During) -> ErrorClass {
    let code = error.code;
    if code.is(LOGIN) || code.is(DENIED) || is_certificate(error) {
        ErrorClass::Denied
    } else if code.is(FENCED) {
        ErrorClass::Fenced
    } else if code.is(STALE_GROUP) && !error.fatal {
        ErrorClass::StaleGroup
    } else if error.fatal || code.is(FATAL) && !error.abort {
        ErrorClass::Fatal
    } else if code.is(&[E::RD_KAFKA_RESP_ERR__QUEUE_FULL]) {
        ErrorClass::QueueFull
    } else if code.is(TOO_LARGE) {
        ErrorClass::TooLarge
    } else if error.retriable {
        ErrorClass::Retriable
    } else if code.is(MISSING) {
        ErrorClass::Missing
    } else if error.abort {
        ErrorClass::Abortable
    } else {
        match during {
            During::Transaction => ErrorClass::Fatal,
            During::Delivery => ErrorClass::Abortable,
            During::Reading => ErrorClass::Retriable,
        }
    }
}

/// A TLS failure that trying again does not cure: one side does not trust the other's certificate.
fn is_certificate(error: &NativeError) -> bool {
    // Some failures of the handshake are reported as those of the transport.
    let of_connection = [E::RD_KAFKA_RESP_ERR__SSL, E::RD_KAFKA_RESP_ERR__TRANSPORT];
    error.code.is(&of_connection) && error.text.contains("certificate")
}

/// Whether an error only says that no answer came, so that an error of the connection, if one was seen, tells more.
pub(super) fn is_silence(error: &NativeError) -> bool {
    error.code.is(&[
        E::RD_KAFKA_RESP_ERR__TIMED_OUT,
        E::RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
        E::RD_KAFKA_RESP_ERR__TRANSPORT,
        E::RD_KAFKA_RESP_ERR__WAIT_COORD,
        E::RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
        E::RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
    ])
}

/// What is wrong with a client's connections, as far as its errors told: they come apart from the calls that wait in
/// vain because of them, and each only once in a while.
#[derive(Default)]
pub(super) struct Trouble(Mutex<Option<NativeError>>);

impl Trouble {
    /// Notes an error. What a person must mend is not covered up by what follows from it.
    pub fn note(&self, error: NativeError) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = last.as_ref().is_some_and(|last| classify(last, During::Reading) == ErrorClass::Denied);
        if !(told && is_silence(&error)) {
            *last = Some(error);
        }
    }

    /// A call has succeeded: whatever it was, it is over.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The error that tells most.
    pub fn get(&self) -> Option<NativeError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What the failed call was about, for the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// The topic, where it is known.
    pub topic: Option<&'a str>,
    /// The topics one of which it is, where that is all that is known.
    pub among: &'a [String],
    /// The right on topics that the call needs.
    pub right: &'a str,
    /// The consumer group.
    pub group: &'a str,
    /// The transactional id.
    pub transactional_id: &'a str,
}

/// Who connects to where: what error texts need to know of the settings. Holds no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Peer {
    /// `bootstrap.servers`.
    pub servers: String,
    /// `security.protocol`.
    pub protocol: String,
    /// `sasl.mechanism`, where one is used.
    pub mechanism: Option<String>,
    /// `sasl.username`, where there is one.
    pub user: Option<String>,
}

impl Peer {
    /// The error for our callers.
    pub fn explain(&self, error: &NativeError, during: During, about: About<'_>) -> BrokerError {
        BrokerError {
            class: classify(error, during),
            code: error.code.name(),
            message: self.text(error, about),
            topic: about.topic.map(str::to_owned),
        }
    }

    /// The same, but when the call only got no answer while the connection failed for a reason, that reason.
    pub fn explain_with(
        &self,
        error: &NativeError,
        connection: Option<&NativeError>,
        during: During,
        about: About<'_>,
    ) -> BrokerError {
        match connection.filter(|_| is_silence(error)) {
            Some(reason) if classify(reason, During::Reading) == ErrorClass::Denied => {
                self.explain(reason, During::Reading, about)
            }
            Some(reason) if reason.code != error.code => {
                let plain = self.explain(error, during, about);
                BrokerError { message: format!("{}; {}", plain.message, self.text(reason, about)), ..plain }
            }
            _ => self.explain(error, during, about),
        }
    }

    fn text(&self, error: &NativeError, about: About<'_>) -> String {
        let what = what_happened(error);
        match self.advice(error, about) {
            Some(advice) => format!("{what}: {advice}"),
            None => what,
        }
    }

    /// What to do, where more can be said than librdkafka says.
    fn advice(&self, error: &NativeError, about: About<'_>) -> Option<String> {
        let who = self.user.as_ref().map_or("this client's user".to_owned(), |user| format!("user {user}"));
        Some(match error.code {
            code if code.is(LOGIN) => self.login_advice(),
            code if code.is(&[E::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED]) => {
                let topics = match (about.topic, about.among) {
                    (Some(topic), _) => format!("topic {topic}"),
                    (None, [topic]) => format!("topic {topic}"),
                    (None, topics) => format!("the one of these topics that lacks it, {},", topics.join(", ")),
                };
                format!("add {} on {topics} for {who}", about.right)
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED]) => {
                format!("add READ on group {} for {who}", about.group)
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED]) => {
                format!("add WRITE on transactional id {} for {who}", about.transactional_id)
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR__SSL]) || is_certificate(error) => {
                "check ssl.ca.location (who signed the broker's certificate), ssl.certificate.location and \
                 ssl.key.location"
                    .into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN]) => {
                format!(
                    "no broker answers at {} over {}: check bootstrap.servers and security.protocol",
                    self.servers, self.protocol
                )
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR__RESOLVE]) => "check the names in bootstrap.servers".into(),
            code if code.is(&[E::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART]) => {
                "create the topic, or correct its name".into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_INVALID_RECORD]) => {
                "the broker refuses a record: a compacted topic takes no record without a key".into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP]) => {
                "the broker refuses a record's timestamp: it lies further ahead or back than the topic's \
                 message.timestamp.after.max.ms and message.timestamp.before.max.ms allow"
                    .into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT]) => {
                "the transaction timeout exceeds the broker's transaction.max.timeout.ms".into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT]) => {
                "session.timeout.ms lies outside the broker's group.min.session.timeout.ms and \
                 group.max.session.timeout.ms"
                    .into()
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL]) => format!(
                "members of group {} use another partition.assignment.strategy or group.protocol: stop them first, or \
                 use theirs",
                about.group
            ),
            code if code
                .is(&[E::RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, E::RD_KAFKA_RESP_ERR_UNRELEASED_INSTANCE_ID]) =>
            {
                format!(
                    "another member of group {} has the same group.instance.id: give each replica one of its own",
                    about.group
                )
            }
            code if code.is(&[E::RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED]) => {
                "the consumer was not polled for max.poll.interval.ms and leaves its group".into()
            }
            _ => return None,
        })
    }

    fn login_advice(&self) -> String {
        let mechanism = self.mechanism.as_deref().unwrap_or("no SASL mechanism");
        match &self.user {
            Some(user) => format!(
                "the broker refuses the login of user {user} with {mechanism}: check sasl.username, sasl.password and \
                 sasl.mechanism"
            ),
            None => format!("the broker refuses the login with {mechanism}: check the sasl.* properties"),
        }
    }
}

/// librdkafka's sentence, begun in lower case and without its final period.
fn what_happened(error: &NativeError) -> String {
    let text = if error.text.is_empty() { error.code.text() } else { error.text.clone() };
    let text = text.trim_end_matches(['.', ' ', '\n']);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // Not an abbreviation like "SASL".
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "errors_tests.rs"]
mod tests;
