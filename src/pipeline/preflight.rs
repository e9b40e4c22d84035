//! Before the first window: do the topics exist, may we see them, how large may their records be? Does the registry take
//! the outputs' schemas?

use std::sync::Arc;
use std::time::Duration;

use tracing::warn;

use crate::broker::ErrorClass;
use crate::error::{Error, Result};
use crate::pipeline::app::Surroundings;
use crate::pipeline::blueprint::Blueprint;
use crate::pipeline::signals::Backoff;
use crate::status::Status;

/// What one call to the broker may take; it is repeated.
const CALL: Duration = Duration::from_secs(10);

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
        Err(error) if matches!(error.class, ErrorClass::Denied | ErrorClass::Missing) => {
            return Ok(Err(Error::job(format!("look at the topics: {error}"))));
        }
        Err(error) => return Err(NotYet { on: "broker", why: format!("look at the topics: {error}") }),
    };
    if let Some(missing) = wanted.iter().find(|topic| !known.contains_key(*topic)) {
        let role = if sources.contains(missing) { "source" } else { "output" };
        return Ok(Err(Error::job(format!(
            "{role} topic {missing} does not exist, or we may not see it: create it, or add DESCRIBE on topic {missing} \
             for this user"
        ))));
    }
    for (topic, info) in &known {
        if let Some(bytes) = info.max_message_bytes {
            blueprint.topics.set_limit(topic, bytes);
        }
    }
    Ok(Ok(()))
}

fn tell(around: &Surroundings, status: &Arc<Status>, on: &'static str, why: Option<&String>) {
    for (number, worker) in status.workers().iter().enumerate() {
        around.metrics.waiting(number, on, why.is_some());
        worker.loop_moved(); // nobody polls yet, but somebody is at work
        worker.waiting(on, why.cloned());
    }
}
