//! The errors of the memory broker, with the classes and codes that the real one has for the same mishap.

use crate::broker::{BrokerError, ErrorClass};

fn error(class: ErrorClass, code: &str, message: impl Into<String>) -> BrokerError {
    BrokerError { class, code: code.to_owned(), message: message.into(), topic: None }
}

/// Something is not finished yet and the time is up.
pub(super) fn timed_out(waiting_for: &str) -> BrokerError {
    error(ErrorClass::Retriable, "_TIMED_OUT", format!("timed out: {waiting_for}"))
}

/// The transaction before this one is still being written to its partitions.
pub(super) fn concurrent_transactions() -> BrokerError {
    error(ErrorClass::Retriable, "CONCURRENT_TRANSACTIONS", "the previous transaction is not complete yet")
}

/// A transaction on these offsets is open.
pub(super) fn unstable_offsets() -> BrokerError {
    error(ErrorClass::Retriable, "UNSTABLE_OFFSET_COMMIT", "a transaction on these offsets is open")
}

/// Another producer has our transactional id, or the coordinator gave our transaction up.
pub(super) fn fenced() -> BrokerError {
    error(ErrorClass::Fenced, "_FENCED", "a newer producer has this transactional id, or the transaction timed out")
}

/// The request does not fit the state in which the transaction is.
pub(super) fn invalid_transaction_state() -> BrokerError {
    error(ErrorClass::Abortable, "INVALID_TXN_STATE", "the transaction is not in a state that allows this")
}

/// The group has had a rebalance since the generation was read.
pub(super) fn illegal_generation(ours: i32, current: i32) -> BrokerError {
    error(
        ErrorClass::StaleGroup,
        "ILLEGAL_GENERATION",
        format!("the group is at generation {current}, the offsets come from generation {ours}"),
    )
}

/// The group does not have such a member (any more).
pub(super) fn unknown_member(group: &str) -> BrokerError {
    error(ErrorClass::StaleGroup, "UNKNOWN_MEMBER_ID", format!("group {group} has no such member any more"))
}

/// The client has no place in its group right now.
pub(super) fn not_a_member(group: &str) -> BrokerError {
    error(ErrorClass::Retriable, "UNKNOWN_MEMBER_ID", format!("not a member of group {group} right now"))
}

/// There is no such topic, or it has no such partition.
pub(super) fn unknown_topic(topic: &str) -> BrokerError {
    BrokerError {
        topic: Some(topic.to_owned()),
        ..error(ErrorClass::Missing, "UNKNOWN_TOPIC_OR_PART", "there is no such topic or partition")
    }
}

/// There is a topic with this name already.
pub(super) fn topic_exists(topic: &str) -> BrokerError {
    BrokerError {
        topic: Some(topic.to_owned()),
        ..error(ErrorClass::Abortable, "TOPIC_ALREADY_EXISTS", "there is a topic with this name already")
    }
}

/// The record does not fit into the topic.
pub(super) fn too_large(topic: &str, bytes: usize, bytes_max: usize) -> BrokerError {
    BrokerError {
        topic: Some(topic.to_owned()),
        ..error(
            ErrorClass::TooLarge,
            "MSG_SIZE_TOO_LARGE",
            format!("a record of {bytes} bytes is larger than the topic takes ({bytes_max} bytes)"),
        )
    }
}

/// A compacted topic takes no record without a key.
pub(super) fn key_missing(topic: &str) -> BrokerError {
    BrokerError {
        topic: Some(topic.to_owned()),
        ..error(ErrorClass::Missing, "INVALID_RECORD", "a compacted topic takes no record without a key")
    }
}

/// A commit of a transaction in which a delivery has failed. Nothing was asked of the coordinator.
pub(super) fn inconsistent(cause: &BrokerError) -> BrokerError {
    let message = format!("a delivery failed, so the transaction cannot be committed: {cause}");
    error(ErrorClass::Abortable, "_INCONSISTENT", message)
}

/// A record that follows a refused one: librdkafka notices the gap in its sequence numbers and drops what waits.
pub(super) fn out_of_sequence() -> BrokerError {
    error(ErrorClass::Abortable, "_PURGE_QUEUE", "a record before this one was refused")
}

/// The client's own buffer is full.
pub(super) fn queue_full() -> BrokerError {
    error(ErrorClass::QueueFull, "_QUEUE_FULL", "the producer's buffer is full")
}

/// A call that the client's state does not allow.
pub(super) fn wrong_state(message: &str) -> BrokerError {
    error(ErrorClass::Fatal, "_STATE", message)
}

/// A call about partitions that it cannot be about.
pub(super) fn invalid_argument(message: &str) -> BrokerError {
    error(ErrorClass::Fatal, "_INVALID_ARG", message)
}
