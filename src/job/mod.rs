//! The job: what one YAML file describes, validated. Raw configuration never leaves this module.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::UnixMillis;

mod files;
mod fixed;
mod hidden;
pub(crate) mod nearest;
pub mod raw;
mod spanned;
pub mod tree;
mod units;
pub mod validate;
mod version;

pub use fixed::property_refused;
pub use hidden::Hidden;
pub use validate::{LoadOptions, load};

/// A validated job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its name: group id, prefix of the transactional ids, label of every metric.
    pub name: String,
    /// The file it was read from, for messages.
    pub file: PathBuf,
    /// Text that identifies this version of the job: the first 12 hex digits of the SHA-256 of its resolved content
    /// (secrets excluded); stands on receipts and in `/status`.
    pub version: String,
    /// librdkafka properties as the user wrote them (dotted names); safe defaults are put under them by the broker.
    pub kafka: KafkaProperties,
    /// The schema registry, where one is used.
    pub registry: Option<Registry>,
    /// Members of the group in this process.
    pub workers: usize,
    /// What is read.
    pub source: Source,
    /// When a window closes.
    pub window: WindowLimits,
    /// Tables by name.
    pub tables: BTreeMap<String, TableSpec>,
    /// Files that functions read.
    pub data: DataFiles,
    /// Statements, in the order of the file.
    pub mapper: Vec<Statement>,
    /// Outputs by name.
    pub outputs: BTreeMap<String, Output>,
    /// Where bad events go.
    pub dead_letters: Option<DeadLetters>,
    /// Where receipts go.
    pub receipts: Option<String>,
    /// The admin server.
    pub admin: Admin,
}

/// librdkafka properties. `Debug` shows no values of passwords, keys and the like.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KafkaProperties(pub BTreeMap<String, String>);

impl std::fmt::Debug for KafkaProperties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(k, v)| (k, if is_secret(k) { "***" } else { v }))).finish()
    }
}

/// Whether a property's value must never be shown.
pub fn is_secret(property: &str) -> bool {
    ["password", "secret", "key", "jaas", "token", "oauthbearer", "pem"].iter().any(|s| property.contains(s))
}

/// A schema registry that speaks Confluent's API.
#[derive(Clone, PartialEq, Eq)]
pub struct Registry {
    /// Base URLs, tried in turn.
    pub urls: Vec<String>,
    /// User and password for basic authentication.
    pub basic_auth: Option<(String, String)>,
    /// How long one request may take.
    pub timeout: Duration,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let user = self.basic_auth.as_ref().map(|(user, _)| user);
        f.debug_struct("Registry")
            .field("urls", &self.urls)
            .field("user", &user)
            .field("timeout", &self.timeout)
            .finish()
    }
}

/// How a message's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON document per message.
    Json,
    /// Avro in the registry's wire format.
    Avro,
    /// The bytes as they are, in one column `value`.
    Raw,
}

/// What is read.
#[derive(Debug, Clone)]
pub struct Source {
    /// At least one.
    pub topics: Vec<String>,
    /// The format of the values.
    pub format: Format,
    /// The columns and their types.
    pub schema: crate::codec::schema::Columns,
    /// Index of the column that is the message key.
    pub key: Option<usize>,
    /// Index of the column that holds the event time.
    pub event_time: Option<usize>,
    /// Where a partition without a committed offset starts.
    pub start: Start,
}

/// Where a partition without a committed offset starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At its first offset.
    Earliest,
    /// At its stable end.
    Latest,
    /// At the first offset whose timestamp is at or after this.
    Time(UnixMillis),
}

/// When a window closes: on whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowLimits {
    /// Time from when its first event can be read.
    pub age: Duration,
    /// Number of events.
    pub events: usize,
    /// Bytes of keys, values and headers. One event may exceed it: a window takes at least one.
    pub bytes: usize,
}

/// A table.
#[derive(Debug, Clone)]
pub struct TableSpec {
    /// Where the rows are.
    pub kind: TableKind,
    /// The key column's name.
    pub key: String,
    /// Column types where the job gives them (CSV and NDJSON are read as text or inferred otherwise).
    pub columns: Option<crate::codec::schema::Columns>,
}

/// The kinds of table. (broadcast, partitioned and state follow.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableKind {
    /// A CSV, NDJSON or Parquet file, read at start.
    File(PathBuf),
}

/// Files that functions read in place of what the program brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataFiles {
    /// A MaxMind database.
    pub geo: Option<PathBuf>,
    /// The public suffix list.
    pub public_suffixes: Option<PathBuf>,
    /// The patterns of uap-core.
    pub user_agents: Option<PathBuf>,
    /// Patterns of crawlers.
    pub bots: Option<PathBuf>,
    /// Sources of visits.
    pub referrers: Option<PathBuf>,
}

/// One statement of the mapper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it defines or feeds.
    pub target: Target,
    /// The query.
    pub sql: String,
    /// What variables brought into the job's statements, for whoever shows the query or what is made of it.
    pub hidden: Hidden,
    /// The file the SQL stands in, and the line of the SQL text's first line, from 1: for error messages.
    pub at: Location,
}

/// What a statement defines or feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A view for the statements below.
    View(String),
    /// Rows for an output.
    Output(String),
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// The file as the user named it.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1; the column at which the SQL text's lines begin.
    pub column: usize,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// An output.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its topics: one, or the list that `_topic` may choose from.
    pub topics: Vec<String>,
    /// Whether `_topic` chooses (`topics:` was given rather than `topic:`).
    pub routed: bool,
    /// The format of the values.
    pub format: Format,
    /// The column that becomes the message key.
    pub key: Option<String>,
    /// The Avro schema to write with, as JSON text; without one it follows from the statement.
    pub schema: Option<String>,
    /// Whether mubatch may register that schema.
    pub register: bool,
}

/// Where bad events go, and when there are too many.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadLetters {
    /// The topic.
    pub topic: String,
    /// The breaker.
    pub stop_above: StopAbove,
}

/// The job stops when more than `share` of the last `of_last` events, seen within `within`, were dead letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StopAbove {
    /// 0 to 1.
    pub share: f64,
    /// Number of events.
    pub of_last: usize,
    /// Events older than this do not count.
    pub within: Duration,
}

/// The admin server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    /// Where it listens; `None`: it does not.
    pub listen: Option<SocketAddr>,
    /// `/readyz` is false when the last commit is older than this while there is something to commit.
    pub commit_within: Duration,
}
