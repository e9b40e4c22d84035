//! Before the first window: do the topics exist, may we use them, how large may their records be? Does the registry take
//! the outputs' schemas?

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tracing::warn;

use crate::broker::{BrokerError, ErrorClass, TopicInfo};
use crate::error::{Error, Result};
use crate::pipeline::app::Surroundings;
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::records::RECORD_BYTES_MAX_DEFAULT;
use crate::pipeline::signals::Backoff;
use crate::status::Status;

/// What one call to the broker may take; it is repeated. Short, for until it ends nobody hears why nothing happens.
const CALL: Duration = Duration::from_secs(3);

/// Not now: what is waited for, and why.
struct NotYet {
    on: &'static str,
    why: String,
}

/// Waits for the broker and the registry, however long it takes, and for nothing else: a topic that is missing and a
/// schema that is refused are errors. Notes how large the records of each output may be, and how many partitions there are.
pub fn check(blueprint: &mut Blueprint, around: &Surroundings, status: &Arc<Status>) -> Result<()> {
    until_there(around, status, || check_topics(blueprint, around))?;
    until_there(around, status, || {
        let unavailable = |unavailable: crate::codec::Unavailable| NotYet { on: "registry", why: unavailable.message };
        blueprint.register_schemas().map_err(unavailable)
    })
}

fn until_there(
    around: &Surroundings,
    status: &Arc<Status>,
    mut attempt: impl FnMut() -> Result<Result<()>, NotYet>,
) -> Result<()> {
    let mut backoff = Backoff::default();
    let mut waited_on = None;
    loop {
        match attempt() {
            Ok(result) => {
                if let Some(on) = waited_on {
                    tell(around, status, on, None);
                }
                return result;
            }
            Err(NotYet { on, why }) => {
                warn!("{why}; trying again");
                waited_on = Some(on);
                tell(around, status, on, Some(&why));
            }
        }
        if around.shutdown.wait(backoff.pause()) {
            return Err(Error::environment("stopped before everything that the job needs could be reached"));
        }
    }
}

fn check_topics(blueprint: &mut Blueprint, around: &Surroundings) -> Result<Result<()>, NotYet> {
    let sources = &blueprint.job.source.topics;
    let wanted: Vec<String> = sources.iter().chain(blueprint.topics.names()).cloned().collect();
    let known = match around.broker.topics(&wanted, CALL) {
        Ok(known) => known,
        Err(error) if error.class.is_final() => return Ok(Err(refused(blueprint, &error))),
        Err(error) => return Err(NotYet { on: "broker", why: format!("look at the topics: {error}") }),
    };
    if let Some(unusable) = unusable_topics(blueprint, &known) {
        return Ok(Err(unusable));
    }
    for (topic, info) in &known {
        match info.max_message_bytes {
            Some(bytes) => blueprint.topics.set_limit(topic, bytes),
            None if blueprint.topics.index(topic).is_some() => warn!(
                "the largest record that topic {topic} takes is not known, {RECORD_BYTES_MAX_DEFAULT} bytes are assumed: add \
                 DESCRIBE_CONFIGS on it for {}",
                user(blueprint)
            ),
            None => {}
        }
        blueprint.topics.set_needs_key(topic, info.needs_key);
        blueprint.partitions.insert(topic.clone(), info.partitions);
    }
    Ok(Ok(()))
}

/// The error of a broker that does not let us look at the topics, with the right that the job will need.
pub fn refused(blueprint: &Blueprint, error: &BrokerError) -> Error {
    let topic = error.topic.as_ref().filter(|_| error.class == ErrorClass::Denied);
    let needed = topic.map(|topic| {
        let role = role(blueprint, topic);
        format!("; the job needs {} on this {role} topic", if role == "source" { "READ" } else { "WRITE" })
    });
    Error::job(format!("look at the topics: {error}{}", needed.unwrap_or_default()))
}

/// The error that names the topics that are missing, or that the job may not use as it has to, if there are any.
pub fn unusable_topics(blueprint: &Blueprint, known: &BTreeMap<String, TopicInfo>) -> Option<Error> {
    let job = &blueprint.job;
    let wanted = || job.source.topics.iter().chain(blueprint.topics.names());
    let missing = wanted().filter(|topic| !known.contains_key(*topic));
    let missing: Vec<String> = missing.map(|topic| format!("{} topic {topic}", role(blueprint, topic))).collect();
    let (do_not, it) = if missing.len() == 1 { ("does not", "it") } else { ("do not", "them") };
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Some(Error::job(format!(
            "{missing} {do_not} exist, or we may not see {it}: create {it}, or add DESCRIBE on {it} for this user"
        )));
    }
    let refused = |topics: &[String], right: &str, may: fn(&TopicInfo) -> bool| -> Vec<String> {
        let refused = topics.iter().filter(|topic| known.get(*topic).is_some_and(|info| !may(info)));
        refused.map(|topic| format!("{right} on {} topic {topic}", role(blueprint, topic))).collect()
    };
    let mut needed = refused(&job.source.topics, "READ", |info| info.may_read);
    needed.extend(refused(blueprint.topics.names(), "WRITE", |info| info.may_write));
    let add = |needed: &[String]| {
        format!("the job may not use its topics: add {} for {}", needed.join(", "), user(blueprint))
    };
    (!needed.is_empty()).then(|| Error::job(add(&needed)))
}

/// Whom the broker takes us for.
fn user(blueprint: &Blueprint) -> String {
    blueprint.job.kafka.0.get("sasl.username").map_or("this user".to_owned(), |user| format!("user {user}"))
}

/// What a topic is to the job.
fn role(blueprint: &Blueprint, topic: &String) -> &'static str {
    let job = &blueprint.job;
    match topic {
        _ if job.source.topics.contains(topic) => "source",
        _ if job.dead_letters.as_ref().is_some_and(|dead| dead.topic == *topic) => "dead-letter",
        _ if job.receipts.as_ref() == Some(topic) => "receipts",
        _ => "output",
    }
}

fn tell(around: &Surroundings, status: &Arc<Status>, on: &'static str, why: Option<&String>) {
    for (number, worker) in status.workers().iter().enumerate() {
        around.metrics.waiting(number, on, why.is_some());
        worker.loop_moved(); // nobody polls yet, but somebody is at work
        worker.waiting(on, why.cloned());
    }
}
