//! Before the first window: do the topics exist, may we see them, how large may their records be?

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

/// Waits for the broker, however long it takes, and then for nothing: a topic that is missing is an error. Notes how
/// large the records of each output may be.
pub fn check_topics(blueprint: &mut Blueprint, around: &Surroundings, status: &Arc<Status>) -> Result<()> {
    let sources = blueprint.job.source.topics.clone();
    let produced = blueprint.topics.names().to_vec();
    let wanted: Vec<String> = sources.iter().chain(&produced).cloned().collect();
    let mut backoff = Backoff::default();
    loop {
        match around.broker.topics(&wanted, CALL) {
            Ok(known) => {
                if let Some(missing) = wanted.iter().find(|topic| !known.contains_key(*topic)) {
                    let role = if sources.contains(missing) { "source" } else { "output" };
                    return Err(Error::job(format!(
                        "{role} topic {missing} does not exist, or we may not see it: create it, or add DESCRIBE on \
                         topic {missing} for this user"
                    )));
                }
                for (topic, info) in &known {
                    if let Some(bytes) = info.max_message_bytes {
                        blueprint.topics.set_limit(topic, bytes);
                    }
                }
                tell(around, status, None);
                return Ok(());
            }
            Err(error) if matches!(error.class, ErrorClass::Denied | ErrorClass::Missing) => {
                return Err(Error::job(format!("look at the topics: {error}")));
            }
            Err(error) => {
                let why = format!("look at the topics: {error}");
                warn!("{why}; trying again");
                tell(around, status, Some(why));
            }
        }
        if around.shutdown.wait(backoff.next()) {
            return Err(Error::environment("stopped before the broker could be reached"));
        }
    }
}

fn tell(around: &Surroundings, status: &Arc<Status>, waiting: Option<String>) {
    for (number, worker) in status.workers().iter().enumerate() {
        around.metrics.waiting(number, "broker", waiting.is_some());
        worker.loop_moved(); // nobody polls yet, but somebody is at work
        worker.waiting(waiting.clone());
    }
}
