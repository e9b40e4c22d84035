//! How Kafka and the schema registry are reached.

use super::{duration, ms};
use crate::error::Result;
use crate::job::raw::{Property, RawRegistry};
use crate::job::spanned::{Named, Spanned};
use crate::job::tree::Place;
use crate::job::{KafkaProperties, Registry, property_refused};

/// The librdkafka properties. `job` is the place of the job itself.
pub fn properties(
    raw: Option<Spanned<Named<Spanned<Property>>>>,
    job: &Place,
    embedded: bool,
) -> Result<KafkaProperties> {
    let (properties, at) = raw.map_or((Vec::new(), job.clone()), |raw| (raw.value.0, raw.at));
    for (name, property) in &properties {
        if let Some(reason) = property_refused(&name.value, &property.value.0) {
            return Err(name.at.error(format!("{:?} {reason}", name.value)));
        }
    }
    match properties.iter().find(|(name, _)| name.value == "bootstrap.servers") {
        Some((_, Spanned { value: Property(servers), at })) if servers.trim().is_empty() => {
            return Err(at.error("bootstrap.servers is empty; write host:port, several with commas between them"));
        }
        None if !embedded => {
            let message =
                "kafka needs the key \"bootstrap.servers\"; add it: kafka: {bootstrap.servers: \"host:9092\"}";
            return Err(at.error(message));
        }
        Some(_) | None => {}
    }
    Ok(KafkaProperties(properties.into_iter().map(|(name, property)| (name.value, property.value.0)).collect()))
}

/// The schema registry. Errors do not quote its address, which might hold a password.
pub fn registry(raw: RawRegistry) -> Result<Registry> {
    let mut urls = Vec::new();
    for url in raw.url.value.split(',').map(str::trim) {
        let Some(rest) = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")) else {
            return Err(raw
                .url
                .at
                .error("the address of a schema registry begins with http:// or https://; write http://host:8081"));
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        // A password may have a slash in it, and then it is no authority any more.
        if rest.contains('@') {
            let message = "the address of the schema registry holds a user or password; \
                           write them as schema_registry.user and schema_registry.password";
            return Err(raw.url.at.error(message));
        }
        if authority.is_empty() || authority.starts_with(':') || rest.contains(char::is_whitespace) {
            return Err(raw.url.at.error("the address of the schema registry has no host; write http://host:8081"));
        }
        urls.push(url.trim_end_matches('/').to_owned());
    }
    // An empty user is none: that is how a variable with an empty default turns authentication off.
    let user = raw.user.filter(|user| !user.value.is_empty());
    let password = raw.password.filter(|password| !password.value.is_empty());
    let basic_auth = match (user, password) {
        (Some(user), Some(password)) => Some((user.value, password.value)),
        (None, None) => None,
        (Some(user), None) => return Err(user.at.error("schema_registry.user needs schema_registry.password; add it")),
        (None, Some(password)) => {
            return Err(password.at.error("schema_registry.password needs schema_registry.user; add it"));
        }
    };
    let timeout = duration(raw.timeout.as_ref(), "schema_registry.timeout", ms(100), ms(300_000), ms(10_000))?;
    Ok(Registry { urls, basic_auth, timeout })
}
