//! From a mapper's rows to records: value, key, topic, timestamp, headers, tombstones.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, AsArray, BinaryViewArray, BooleanArray, Int64Array, MapArray, RecordBatch, StringViewArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, SchemaRef, TimeUnit};
use arrow::error::ArrowError;

use super::{Fault, WindowTotals, internal};
use crate::broker::Header;
use crate::clock::UnixMillis;
use crate::codec::schema::sql_type;
use crate::codec::{Encoder, Span, UTC, reason};
use crate::error::{Error, Result};
use crate::mapper::FailedRow;
use crate::mapper::metadata::output_type;
use crate::pipeline::records::{Records, Topics, payload_bytes};

/// How the rows of one output become records. Column numbers count in the mapper's schema.
#[derive(Debug, Clone)]
pub struct OutputSpec {
    /// The output's name.
    pub name: String,
    /// Its topics: name and index among the job's [`Topics`].
    pub topics: Vec<(String, u16)>,
    /// The column that is the message key.
    pub key: Option<usize>,
    /// The columns that become the value.
    pub value: Vec<usize>,
    /// `_topic`, for an output that is routed.
    pub topic: Option<usize>,
    /// `_timestamp`.
    pub timestamp: Option<usize>,
    /// `_headers`.
    pub headers: Option<usize>,
    /// `_deleted`.
    pub deleted: Option<usize>,
}

impl OutputSpec {
    /// Splits the mapper's columns into those of the value and those that are Kafka metadata, and adds the output's
    /// topics to `known`.
    pub fn new(output: &crate::job::Output, name: &str, schema: &SchemaRef, known: &mut Topics) -> Result<Self> {
        let find = |column: &str| schema.index_of(column).ok();
        let key = match &output.key {
            Some(column) => Some(find(column).ok_or_else(|| {
                Error::job(format!("output {name}: the key column {column} is not among the columns that it is given"))
            })?),
            None => None,
        };
        for field in schema.fields().iter().filter(|field| field.name().starts_with('_')) {
            output_type(field.name(), field.data_type())
                .map_err(|why| Error::job(format!("output {name}: column {} {why}", field.name())))?;
        }
        if output.routed && find("_topic").is_none() {
            let topics = output.topics.join(", ");
            let message = format!("output {name} has several topics ({topics}), and no column _topic that chooses one");
            return Err(Error::job(message));
        }
        if let Some(field) = key.map(|at| schema.field(at))
            && !can_be_key(field.data_type())
        {
            return Err(Error::job(format!(
                "output {name}: the key column {} is of type {}; a key is text, bytes, a number, a boolean or a time",
                field.name(),
                sql_type(field.data_type())
            )));
        }
        let value = (0..schema.fields().len()).filter(|at| !schema.field(*at).name().starts_with('_')).collect();
        let topics = output.topics.iter().map(|topic| (topic.clone(), known.add(topic))).collect();
        Ok(Self {
            name: name.to_owned(),
            topics,
            key,
            value,
            topic: if output.routed { find("_topic") } else { None },
            timestamp: find("_timestamp"),
            headers: find("_headers"),
            deleted: find("_deleted"),
        })
    }

    /// The schema of the value alone.
    pub fn value_schema(&self, schema: &SchemaRef) -> Result<SchemaRef> {
        let project = schema.project(&self.value);
        project.map(Arc::new).map_err(|error| Error::internal(format!("output {}: {error}", self.name)))
    }
}

/// Whether values of this type can be written as text, or are bytes already.
fn can_be_key(data_type: &DataType) -> bool {
    !data_type.is_nested()
}

/// How far a row's `_timestamp` may lie ahead of its window: Kafka's default for how far it may lie ahead of the time.
const AHEAD_MAX_MS: UnixMillis = 3_600_000;

/// A row that could not be produced; its parts stand in the records' arena.
#[derive(Debug)]
pub(super) struct BadRow {
    pub output: String,
    pub reason: &'static str,
    pub message: String,
    pub key: Option<Span>,
    pub value: Option<Span>,
    pub headers: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The topic that it names, where rows do.
    pub to: Option<String>,
    /// How many events it comes from, where it is a group's.
    pub events: Option<u64>,
}

impl BadRow {
    /// A row that the mapper could not compute: what it was to be computed from goes into the arena.
    pub(super) fn of_mapper(output: &str, row: FailedRow, records: &mut Records) -> Self {
        Self {
            output: output.to_owned(),
            reason: reason::MAP,
            message: row.message,
            key: None,
            value: Some(records.write(row.values.as_bytes())),
            headers: Vec::new(),
            to: None,
            events: row.events,
        }
    }
}

/// One worker's encoder of one output.
pub struct OutputEncoder {
    encoder: Box<dyn Encoder>,
    topics: Arc<Topics>,
    ends: Vec<u32>,
}

impl OutputEncoder {
    /// `encoder` is made for the value's columns alone.
    pub fn new(encoder: Box<dyn Encoder>, topics: Arc<Topics>) -> Self {
        Self { encoder, topics, ends: Vec::new() }
    }

    /// Appends a record for each row, or says why the row cannot have one. The number of records appended.
    pub(super) fn encode(
        &mut self,
        spec: &OutputSpec,
        batch: &RecordBatch,
        window_time: UnixMillis,
        records: &mut Records,
        bad: &mut Vec<BadRow>,
    ) -> Result<u64, Fault> {
        if batch.num_rows() == 0 {
            return Ok(0);
        }
        let before = records.len();
        let meta = RowMeta::new(spec, batch).map_err(internal)?;
        let values = batch.project(&spec.value).map_err(internal)?;
        self.ends.clear();
        let mut start = records.arena.len() as u32;
        self.encoder.encode(&values, &mut records.arena, &mut self.ends)?;
        let mut headers = Vec::new();
        for (row, &end) in self.ends.iter().enumerate() {
            let value = Span { start, len: end - start };
            start = end;
            let value = (!meta.is_deleted(row)).then_some(value);
            let key = meta.key(row).map(|key| records.write(key));
            meta.headers(row, &mut headers);
            match meta.route(row, spec, window_time).and_then(|(topic, timestamp)| {
                self.check(topic, key, value, &headers, records).map(|()| (topic, timestamp))
            }) {
                Ok((topic, timestamp)) => records.push(topic, timestamp, key, value, &headers),
                Err((reason, message)) => {
                    let owned = |h: &Header<'_>| (h.name.to_vec(), h.value.map(<[u8]>::to_vec));
                    let (output, headers) = (spec.name.clone(), headers.iter().map(owned).collect());
                    let to = meta.topic(row);
                    bad.push(BadRow { output, reason, message, key, value, headers, to, events: None });
                }
            }
        }
        Ok((records.len() - before) as u64)
    }

    /// What the topic would refuse, and with it the whole batch.
    fn check(
        &self,
        topic: u16,
        key: Option<Span>,
        value: Option<Span>,
        headers: &[Header<'_>],
        records: &Records,
    ) -> Result<(), (&'static str, String)> {
        let name = &self.topics.names()[topic as usize];
        if key.is_none() && self.topics.needs_key(topic) {
            let message = format!("topic {name} is compacted and takes no record without a key");
            return Err((reason::BAD_OUTPUT, message));
        }
        let bytes = |span: Option<Span>| span.map(|span| span.of(&records.arena));
        let size = payload_bytes(bytes(key), bytes(value), headers);
        let max = self.topics.payload_bytes_max(topic);
        if size <= max {
            return Ok(());
        }
        Err((reason::TOO_LARGE, format!("the record has {size} bytes, and topic {name} takes {max}")))
    }
}

/// The metadata columns of a batch, ready to be read row by row.
struct RowMeta {
    key: Option<Key>,
    topic: Option<StringViewArray>,
    timestamp: Option<Int64Array>,
    headers: Option<(MapArray, StringViewArray, BinaryViewArray)>,
    deleted: Option<BooleanArray>,
}

enum Key {
    Text(StringViewArray),
    Bytes(BinaryViewArray),
}

impl RowMeta {
    fn new(spec: &OutputSpec, batch: &RecordBatch) -> Result<Self, ArrowError> {
        let as_type = |at: usize, to: &DataType| cast(batch.column(at), to);
        let text = |at: usize| as_type(at, &DataType::Utf8View).map(|column| column.as_string_view().clone());
        let key = |at: usize| match batch.column(at).data_type() {
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
                as_type(at, &DataType::BinaryView).map(|column| Key::Bytes(column.as_binary_view().clone()))
            }
            _ => text(at).map(Key::Text),
        };
        let millis = |at: usize| {
            let millis = match batch.column(at).data_type() {
                DataType::Int64 => batch.column(at).clone(),
                _ => as_type(at, &DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into())))?,
            };
            cast(&millis, &DataType::Int64).map(|column| column.as_primitive::<Int64Type>().clone())
        };
        let headers = |at: usize| {
            let map = batch.column(at).as_map().clone();
            let names = cast(map.keys(), &DataType::Utf8View)?.as_string_view().clone();
            let values = cast(map.values(), &DataType::BinaryView)?.as_binary_view().clone();
            Ok::<_, ArrowError>((map, names, values))
        };
        Ok(Self {
            key: spec.key.map(key).transpose()?,
            topic: spec.topic.map(text).transpose()?,
            timestamp: spec.timestamp.map(millis).transpose()?,
            headers: spec.headers.map(headers).transpose()?,
            deleted: spec.deleted.map(|at| batch.column(at).as_boolean().clone()),
        })
    }

    fn is_deleted(&self, row: usize) -> bool {
        self.deleted.as_ref().is_some_and(|deleted| deleted.is_valid(row) && deleted.value(row))
    }

    fn key(&self, row: usize) -> Option<&[u8]> {
        match self.key.as_ref()? {
            Key::Text(keys) => keys.is_valid(row).then(|| keys.value(row).as_bytes()),
            Key::Bytes(keys) => keys.is_valid(row).then(|| keys.value(row)),
        }
    }

    fn headers<'a>(&'a self, row: usize, headers: &mut Vec<Header<'a>>) {
        headers.clear();
        let Some((map, names, values)) = &self.headers else { return };
        if map.is_null(row) {
            return;
        }
        for entry in map.value_offsets()[row] as usize..map.value_offsets()[row + 1] as usize {
            let value = values.is_valid(entry).then(|| values.value(entry));
            headers.push(Header { name: names.value(entry).as_bytes(), value });
        }
    }

    fn topic(&self, row: usize) -> Option<String> {
        self.topic.as_ref().filter(|topics| topics.is_valid(row)).map(|topics| topics.value(row).to_owned())
    }

    /// The row's topic and timestamp.
    fn route(
        &self,
        row: usize,
        spec: &OutputSpec,
        window_time: UnixMillis,
    ) -> Result<(u16, UnixMillis), (&'static str, String)> {
        let topic = match &self.topic {
            None => spec.topics[0].1,
            Some(topics) if topics.is_null(row) => return Err((reason::UNROUTABLE, "_topic is null".to_owned())),
            Some(topics) => {
                let name = topics.value(row);
                let allowed = spec.topics.iter().find(|(topic, _)| topic == name);
                let refused =
                    || (reason::UNROUTABLE, format!("_topic is not among the topics of output {}", spec.name));
                allowed.ok_or_else(refused)?.1
            }
        };
        let timestamp = match &self.timestamp {
            Some(times) if times.is_valid(row) => times.value(row),
            _ => window_time,
        };
        if timestamp < 0 {
            return Err((reason::BAD_OUTPUT, "_timestamp is before 1970".to_owned()));
        }
        // Brokers refuse the whole batch then, unless the topic's message.timestamp.after.max.ms is raised.
        if timestamp > window_time.saturating_add(AHEAD_MAX_MS) {
            let message = "_timestamp is more than an hour after the latest event of its window".to_owned();
            return Err((reason::BAD_OUTPUT, message));
        }
        Ok((topic, timestamp))
    }
}

/// Adds the rows that could not be produced up by output and reason.
pub(super) fn count_bad(bad: &[BadRow], totals: &mut WindowTotals) {
    let mut dead: BTreeMap<(&str, &'static str), u64> = BTreeMap::new();
    for row in bad {
        *dead.entry((&row.output, row.reason)).or_default() += 1;
    }
    totals.rows_dead_lettered = dead.into_iter().map(|((output, reason), n)| (output.to_owned(), reason, n)).collect();
}
