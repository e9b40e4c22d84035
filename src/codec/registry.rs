//! The schema registry: schemas by id, ids by schema.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use schema_registry_converter::async_impl::schema_registry::{
    SrSettings, get_referenced_schema, get_schema_by_id, perform_sr_call,
};
use schema_registry_converter::error::SRCError;
use schema_registry_converter::schema_registry_common::{
    RawError, RegisteredReference, RegisteredSchema, SchemaType, SrCall,
};
use tokio::runtime::Handle;

use super::Unavailable;
use super::avsc::AvroType;
use crate::error::{Error, Result};
use crate::job::Registry;

/// A schema as a registry keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSchema {
    /// What stands in front of every message written with it.
    pub id: u32,
    /// JSON text.
    pub schema: String,
    /// The schemas whose names it uses; each uses only names of those before it.
    pub references: Vec<String>,
}

/// Where schemas come from. Calls block; they are made from threads that may wait.
pub trait SchemaSource: Send + Sync {
    /// The schema with this id; `None` when the registry says that there is none.
    fn schema_by_id(&self, id: u32) -> Result<Option<StoredSchema>, Unavailable>;

    /// Registers a schema under a subject and answers its id; registering it again changes nothing. The inner error
    /// is why the registry refuses it (not compatible, say).
    fn register(&self, subject: &str, schema: &str) -> Result<Result<u32, String>, Unavailable>;

    /// The id of a schema under a subject; `None` when it is not registered there.
    fn lookup(&self, subject: &str, schema: &str) -> Result<Option<u32>, Unavailable>;
}

/// A registry over HTTP.
pub struct RegistryClient {
    settings: SrSettings,
    /// The URLs, without user and password, for messages.
    shown: String,
    /// How long one call may take, over all URLs.
    limit: Duration,
    handle: Handle,
}

/// How deep schemas may refer to one another, and how many one may need in all.
const REFERENCES_MAX: usize = 256;

impl RegistryClient {
    /// A client whose requests run on `handle`'s runtime. Nothing is sent yet. Its methods must not be called from
    /// within that runtime: they block until the answer is there.
    pub fn new(config: &Registry, handle: Handle) -> Result<Self> {
        let Some((first, others)) = config.urls.split_first() else {
            return Err(Error::job("schema registry: no URL is given"));
        };
        let base = |url: &String| url.trim_end_matches('/').to_owned();
        let mut builder = SrSettings::new_builder(base(first));
        for other in others {
            builder.add_url(base(other));
        }
        if let Some((user, password)) = &config.basic_auth {
            builder.set_basic_authorization(user, Some(password));
        }
        let shown = config.urls.iter().map(|url| without_credentials(url)).collect::<Vec<_>>().join(", ");
        let settings = builder
            .set_timeout(config.timeout)
            .build()
            .map_err(|e| Error::job(format!("schema registry {shown}: {}", e.cause.unwrap_or(e.error))))?;
        let urls = u32::try_from(config.urls.len()).unwrap_or(u32::MAX);
        Ok(Self { settings, shown, limit: config.timeout.saturating_mul(urls), handle })
    }

    fn call<T>(&self, doing: &str, call: impl Future<Output = Result<T, SRCError>>) -> Result<Answer<T>, Unavailable> {
        let answer = self.handle.block_on(async { tokio::time::timeout(self.limit, call).await });
        let why = match answer {
            Ok(Ok(value)) => return Ok(Answer::Value(value)),
            Ok(Err(error)) => match classify(&error) {
                Verdict::NotThere => return Ok(Answer::NotThere),
                Verdict::Refused(why) => return Ok(Answer::Refused(why)),
                Verdict::Unavailable(why) => why,
            },
            Err(_) => "no answer in time: is the registry overloaded, or the timeout too short?".to_owned(),
        };
        Err(Unavailable { message: format!("schema registry {}: {doing}: {why}", self.shown) })
    }

    /// The schema together with the schemas it refers to.
    async fn complete(&self, found: RegisteredSchema) -> Result<StoredSchema, SRCError> {
        let mut references = Vec::new();
        let mut seen = Vec::new();
        // Depth first, without recursion: a reference is written down after those that it refers to itself.
        let mut todo: Vec<Todo> = found.references.into_iter().rev().map(Todo::Fetch).collect();
        while let Some(next) = todo.pop() {
            match next {
                Todo::Keep(schema) => references.push(schema),
                Todo::Fetch(reference) => {
                    let key = (reference.subject.clone(), reference.version);
                    if seen.contains(&key) {
                        continue;
                    }
                    seen.push(key);
                    if seen.len() > REFERENCES_MAX {
                        return Err(SRCError::non_retryable_without_cause("the schema refers to too many others"));
                    }
                    // Its "not found" must not pass for one about the schema itself.
                    let schema = get_referenced_schema(&self.settings, &reference).await.map_err(|e| {
                        let why = e.cause.unwrap_or(e.error);
                        SRCError::non_retryable_without_cause(&format!("schema {} it refers to: {why}", reference.name))
                    })?;
                    todo.push(Todo::Keep(schema.schema));
                    todo.extend(schema.references.into_iter().rev().map(Todo::Fetch));
                }
            }
        }
        Ok(StoredSchema { id: found.id, schema: found.schema, references })
    }
}

enum Todo {
    Fetch(RegisteredReference),
    Keep(String),
}

enum Answer<T> {
    Value(T),
    NotThere,
    Refused(String),
}

impl<T> Answer<T> {
    /// For questions that the registry has no reason to refuse.
    fn found(self, client: &RegistryClient, doing: &str) -> Result<Option<T>, Unavailable> {
        match self {
            Answer::Value(value) => Ok(Some(value)),
            Answer::NotThere => Ok(None),
            Answer::Refused(why) => {
                Err(Unavailable { message: format!("schema registry {}: {doing}: refused: {why}", client.shown) })
            }
        }
    }
}

impl SchemaSource for RegistryClient {
    fn schema_by_id(&self, id: u32) -> Result<Option<StoredSchema>, Unavailable> {
        let doing = format!("get schema {id}");
        let found = self.call(&doing, async {
            let schema = get_schema_by_id(id, &self.settings).await?;
            match schema.schema_type {
                SchemaType::Avro => self.complete(schema).await.map(Some),
                // As good as none: messages written with it are not Avro.
                _ => Ok(None),
            }
        })?;
        Ok(found.found(self, &doing)?.flatten())
    }

    fn register(&self, subject: &str, schema: &str) -> Result<Result<u32, String>, Unavailable> {
        let doing = format!("register a schema for subject {subject}");
        let body = body(schema);
        match self.call(&doing, id_of(&self.settings, SrCall::PostNew(subject, &body)))? {
            Answer::Value(id) => Ok(Ok(id)),
            Answer::Refused(why) => Ok(Err(why)),
            Answer::NotThere => Err(Unavailable {
                message: format!("schema registry {}: {doing}: not found: is the URL right?", self.shown),
            }),
        }
    }

    fn lookup(&self, subject: &str, schema: &str) -> Result<Option<u32>, Unavailable> {
        let doing = format!("look up a schema of subject {subject}");
        let body = body(schema);
        self.call(&doing, id_of(&self.settings, SrCall::PostForVersion(subject, &body)))?.found(self, &doing)
    }
}

async fn id_of(settings: &SrSettings, call: SrCall<'_>) -> Result<u32, SRCError> {
    let answer = perform_sr_call(settings, call).await?;
    answer.id.ok_or_else(|| SRCError::non_retryable_without_cause("the answer has no id"))
}

fn body(schema: &str) -> String {
    serde_json::json!({"schema": schema, "schemaType": "AVRO"}).to_string()
}

/// What an error of the registry means for us.
enum Verdict {
    NotThere,
    Refused(String),
    Unavailable(String),
}

fn classify(error: &SRCError) -> Verdict {
    let answer = error.source().and_then(|source| source.downcast_ref::<RawError>());
    let said = match answer {
        Some(answer) => one_line(&answer.message),
        None => one_line(&root_cause(error)),
    };
    match (status(&error.error), answer.map_or(0, |a| a.error_code)) {
        // Subject, version or schema not found. Any other 404 says that there is no registry at this URL.
        (Some(404), 40401..=40403) => Verdict::NotThere,
        (Some(404), _) => Verdict::Unavailable(format!(
            "{said} (HTTP 404): is the URL that of a Confluent-compatible API? Apicurio's ends in /apis/ccompat/v7"
        )),
        (Some(400 | 409 | 422), _) => Verdict::Refused(said),
        (Some(code @ (401 | 403)), _) => {
            Verdict::Unavailable(format!("{said} (HTTP {code}): check the registry's user, password and rights"))
        }
        (Some(code), _) => Verdict::Unavailable(format!("{said} (HTTP {code})")),
        (None, _) => Verdict::Unavailable(said),
    }
}

/// The HTTP status that the converter wrote into its error's text: it keeps it nowhere else.
fn status(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("failed with status ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// The innermost error: "connection refused" rather than "error sending request for url", which would name the URL.
fn root_cause(error: &SRCError) -> String {
    let mut innermost: Option<&(dyn std::error::Error + 'static)> = None;
    let mut next = error.source();
    while let Some(source) = next {
        innermost = Some(source);
        next = source.source();
    }
    innermost.map_or_else(|| error.error.clone(), ToString::to_string)
}

/// At most 300 characters, in one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..authority_end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => url.to_owned(),
    }
}

/// A registry inside the process, for the embedded broker and for tests. It takes any Avro schema.
#[derive(Default)]
pub struct MemoryRegistry {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The schema with id `n` is the one at `n - 1`.
    schemas: Vec<String>,
    /// Ids, oldest first.
    subjects: BTreeMap<String, Vec<u32>>,
}

impl State {
    fn id_of(&self, schema: &str) -> Option<u32> {
        let value = serde_json::from_str::<serde_json::Value>(schema).ok()?;
        let same = |known: &String| serde_json::from_str::<serde_json::Value>(known).is_ok_and(|k| k == value);
        self.schemas.iter().position(same).and_then(|i| u32::try_from(i + 1).ok())
    }

    fn stored(&self, id: u32) -> Option<StoredSchema> {
        let index = usize::try_from(id).ok()?.checked_sub(1)?;
        let schema = self.schemas.get(index)?.clone();
        Some(StoredSchema { id, schema, references: Vec::new() })
    }
}

impl MemoryRegistry {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SchemaSource for MemoryRegistry {
    fn schema_by_id(&self, id: u32) -> Result<Option<StoredSchema>, Unavailable> {
        Ok(self.state().stored(id))
    }

    fn register(&self, subject: &str, schema: &str) -> Result<Result<u32, String>, Unavailable> {
        if let Err(e) = AvroType::parse(schema) {
            return Ok(Err(e.to_string()));
        }
        let mut state = self.state();
        let id = match state.id_of(schema) {
            Some(id) => id,
            None => {
                state.schemas.push(schema.to_owned());
                u32::try_from(state.schemas.len()).unwrap_or(u32::MAX)
            }
        };
        let versions = state.subjects.entry(subject.to_owned()).or_default();
        if !versions.contains(&id) {
            versions.push(id);
        }
        Ok(Ok(id))
    }

    fn lookup(&self, subject: &str, schema: &str) -> Result<Option<u32>, Unavailable> {
        let state = self.state();
        let id = state.id_of(schema);
        Ok(id.filter(|id| state.subjects.get(subject).is_some_and(|versions| versions.contains(id))))
    }
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
