//! Before the first window: do the topics exist, may we see them, how large may their records be? Does the registry take
//! the outputs' schemas?

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tracing::warn;

use crate::broker::TopicInfo;
use crate::error::{Error, Result};
use crate::pipeline::app::Surroundings;
use crate::pipeline::blueprint::Blueprint;
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
/// schema that is refused are errors. Notes how large the records of each output may be.
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
        Err(error) if error.class.is_final() => {
            return Ok(Err(Error::job(format!("look at the topics: {error}"))));
        }
        Err(error) => return Err(NotYet { on: "broker", why: format!("look at the topics: {error}") }),
    };
    if let Some(missing) = missing_topics(blueprint, &known) {
        return Ok(Err(missing));
    }
    for (topic, info) in &known {
        if let Some(bytes) = info.max_message_bytes {
            blueprint.topics.set_limit(topic, bytes);
        }
    }
    Ok(Ok(()))
}

/// The error that names the topics of the job which are not known, if there are any.
pub fn missing_topics(blueprint: &Blueprint, known: &BTreeMap<String, TopicInfo>) -> Option<Error> {
    let Blueprint { job, topics, .. } = blueprint;
    let role = |topic: &String| match topic {
        _ if job.source.topics.contains(topic) => "source",
        _ if job.dead_letters.as_ref().is_some_and(|dead| dead.topic == *topic) => "dead-letter",
        _ if job.receipts.as_ref() == Some(topic) => "receipts",
        _ => "output",
    };
    let wanted = job.source.topics.iter().chain(topics.names());
    let missing = wanted.filter(|topic| !known.contains_key(*topic));
    let missing: Vec<String> = missing.map(|topic| format!("{} topic {topic}", role(topic))).collect();
    let (do_not, it) = match missing.len() {
        0 => return None,
        1 => ("does not", "it"),
        _ => ("do not", "them"),
    };
    Some(Error::job(format!(
        "{} {do_not} exist, or we may not see {it}: create {it}, or add DESCRIBE on {it} for this user",
        missing.join(", ")
    )))
}

fn tell(around: &Surroundings, status: &Arc<Status>, on: &'static str, why: Option<&String>) {
    for (number, worker) in status.workers().iter().enumerate() {
        around.metrics.waiting(number, on, why.is_some());
        worker.loop_moved(); // nobody polls yet, but somebody is at work
        worker.waiting(on, why.cloned());
    }
}
