//! The job file as serde reads it. The doc comments here are the user's documentation: they stand in the JSON Schema
//! that ships with the program (`schemas/job.schema.json`).

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::spanned::{Named, Spanned};
use super::units::{Age, Share, Size, StartAt};

mod schema;

pub use schema::json_schema_text;

#[cfg(test)]
mod tests;

/// A mubatch job: what is read, when a window closes, what SQL makes of it, and where the results go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "mubatch job")]
pub struct RawJob {
    /// Another job file that this one builds on, relative to this file. Sections merge key by key; lists and single
    /// values replace those of the other file; a key without a value removes the other file's.
    #[serde(default)]
    pub extends: Option<String>,
    /// The job's name: a to z, 0 to 9, ".", "_" and "-", 100 characters at most. It is the consumer group's id and the prefix of
    /// the transactional ids, so two jobs never share one.
    pub job: Spanned<String>,
    /// librdkafka properties, with dots in their names: bootstrap.servers, security.protocol, sasl.username and so on.
    /// Safe defaults stand under them; properties that would break exactly-once are refused.
    pub kafka: Option<Spanned<Named<Spanned<Property>>>>,
    /// The schema registry; needed for the format avro.
    pub schema_registry: Option<Spanned<RawRegistry>>,
    /// Members of the consumer group in this process, 1 to 128. Default: 1.
    #[schemars(range(min = 1, max = 128))]
    pub workers: Option<Spanned<u64>>,
    /// What is read.
    pub source: Spanned<RawSource>,
    /// When a window closes: on whichever limit comes first.
    #[serde(default)]
    pub window: RawWindow,
    /// Tables that statements join, by name.
    #[serde(default)]
    pub tables: Named<RawTable>,
    /// Files that functions read, in place of what the program brings along.
    #[serde(default)]
    pub data: RawData,
    /// The statements that turn the events of a window (the table "events") into rows; they run in this order.
    #[serde(default)]
    pub mapper: Vec<Spanned<RawStatement>>,
    /// Where rows go, by the name that "into" uses.
    pub outputs: Spanned<Named<RawOutput>>,
    /// Where events go that cannot be decoded, mapped or written.
    pub dead_letters: Option<Spanned<RawDeadLetters>>,
    /// Where a receipt of every window goes: what was read and written.
    pub receipts: Option<RawReceipts>,
    /// The HTTP server for health and metrics.
    pub admin: Option<RawAdmin>,
}

/// The value of a librdkafka property.
#[derive(Deserialize, JsonSchema)]
#[schemars(inline, extend("type" = ["string", "number", "boolean"]))]
pub struct Property(pub String);

/// A schema registry that speaks Confluent's API.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "schema_registry")]
pub struct RawRegistry {
    /// Its address; several with commas between them are tried in turn.
    pub url: Spanned<String>,
    /// The user for basic authentication.
    pub user: Option<Spanned<String>>,
    /// The password for basic authentication; take it from the environment: ${REGISTRY_PASSWORD}.
    pub password: Option<Spanned<String>>,
    /// How long one request may take, 100ms to 5m. Default: 10s.
    pub timeout: Option<Spanned<Age>>,
}

/// How a message's value is written.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum RawFormat {
    /// One JSON document per message.
    Json,
    /// Avro in the schema registry's wire format.
    Avro,
    /// The bytes as they are, in one column "value".
    Raw,
}

/// Columns and their types, in order. A type is missing where a comma in it was taken for the end of the value.
pub type RawColumns = Named<Option<Spanned<String>>>;

/// What is read.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "source")]
pub struct RawSource {
    /// The topics; several only if their messages have one schema.
    pub topics: Spanned<Vec<Spanned<String>>>,
    /// The format of the values.
    pub format: Spanned<RawFormat>,
    /// An Avro schema file (.avsc), relative to this file, that gives the columns and their types; for JSON as well.
    pub schema: Option<Spanned<String>>,
    /// The columns and their types, in place of a schema file: {event_id: varchar, price: "decimal(18,4)"}.
    pub columns: Option<Spanned<RawColumns>>,
    /// The column that is the message key.
    pub key: Option<Spanned<String>>,
    /// The column that holds the time of the event, for the freshness figures. Default: the message's timestamp.
    pub event_time: Option<Spanned<String>>,
    /// Where a partition without a committed offset starts: earliest, latest, or a time such as 2026-01-31T00:00:00Z.
    /// Default: earliest.
    pub start: Option<StartAt>,
}

/// When a window closes: on whichever limit comes first.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "window")]
pub struct RawWindow {
    /// The time since its first event, 1ms to 5m. Default: 100ms.
    pub age: Option<Spanned<Age>>,
    /// The number of its events, 1 to 1000000. Default: 20000.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub events: Option<Spanned<u64>>,
    /// The bytes of its keys, values and headers, 4KiB to 1GiB. Three windows are in memory at a time. Default: 16MiB.
    pub bytes: Option<Spanned<Size>>,
}

/// Keyed rows that statements join.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "table")]
pub struct RawTable {
    /// A CSV, NDJSON or Parquet file, relative to this file, read when the job starts.
    #[schemars(required)]
    pub file: Option<Spanned<String>>,
    /// The column by which rows are found.
    #[schemars(required)]
    pub key: Option<Spanned<String>>,
    /// The columns and their types: {ad_id: varchar, price: double}.
    pub columns: Option<Spanned<RawColumns>>,
    /// An Avro schema file (.avsc) that gives the columns and their types.
    pub schema: Option<Spanned<String>>,
    #[schemars(skip)]
    pub format: Later,
    #[schemars(skip)]
    pub broadcast: Later,
    #[schemars(skip)]
    pub partitioned: Later,
    #[schemars(skip)]
    pub state: Later,
    #[schemars(skip)]
    pub ttl: Later,
    #[schemars(skip)]
    pub merge: Later,
    #[schemars(skip)]
    pub scope: Later,
}

/// Files that functions read, relative to this file.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "data")]
pub struct RawData {
    /// A MaxMind database (.mmdb) for geo(); the program brings none along.
    pub geo: Option<Spanned<String>>,
    /// The public suffix list (public_suffix_list.dat), for registrable_domain() and whatever compares sites.
    pub public_suffixes: Option<Spanned<String>>,
    /// The patterns of uap-core (regexes.yaml), for ua_parse() and device_class().
    pub user_agents: Option<Spanned<String>>,
    /// Patterns of crawlers (crawler-user-agents.json), for is_bot().
    pub bots: Option<Spanned<String>>,
    /// Search engines, social networks and other sources of visits (referrers.csv), for referrer() and channel().
    pub referrers: Option<Spanned<String>>,
}

/// A key of a later version: known, so that the error can say so.
pub type Later = Option<Spanned<IgnoredAny>>;

/// One statement: a view for the statements below it, or rows for an output.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "statement")]
pub struct RawStatement {
    /// The name of the view that the statement defines.
    pub view: Option<Spanned<String>>,
    /// The output that the rows go to.
    pub into: Option<Spanned<String>>,
    /// The query. Write it as a block (sql: |), so that errors point to its lines.
    pub sql: Spanned<String>,
}

/// Where rows go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "output")]
pub struct RawOutput {
    /// The topic.
    pub topic: Option<Spanned<String>>,
    /// The topics that the column _topic may choose from, in place of one topic.
    pub topics: Option<Spanned<Vec<Spanned<String>>>>,
    /// The format of the values.
    pub format: Spanned<RawFormat>,
    /// The column that becomes the message key.
    pub key: Option<Spanned<String>>,
    /// For avro: the schema file (.avsc) to write with, relative to this file. Default: it follows from the statement.
    pub schema: Option<Spanned<String>>,
    /// For avro: whether the schema may be registered if the registry does not have it. Default: true.
    pub register: Option<Spanned<bool>>,
}

/// Where events go that cannot be decoded, mapped or written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "dead_letters")]
pub struct RawDeadLetters {
    /// The topic.
    pub topic: Spanned<String>,
    /// When there are so many that the job stops.
    #[serde(default)]
    pub stop_above: RawStopAbove,
}

/// The job stops when more than this share of the latest events were dead letters.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "stop_above")]
pub struct RawStopAbove {
    /// The share, such as 50% or 0.5; 100% never stops the job. Default: 50%.
    pub share: Option<Share>,
    /// How many of the latest events are looked at, 1 to 1000000. Default: 1000.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub of_last: Option<Spanned<u64>>,
    /// Events older than this do not count, 1s to 1d. Default: 60s.
    pub within: Option<Spanned<Age>>,
}

/// Where receipts go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "receipts")]
pub struct RawReceipts {
    /// The topic.
    pub topic: Spanned<String>,
}

/// The HTTP server for health and metrics.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "admin")]
pub struct RawAdmin {
    /// The IP address and port to listen on: 127.0.0.1:9464.
    pub listen: Spanned<String>,
    /// /readyz fails when the last commit is older than this while there is something to commit, 1s to 1d. Default: 60s.
    pub commit_within: Option<Spanned<Age>>,
}
