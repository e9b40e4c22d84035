//! The map stage: a closed window in, records to produce out. Decode, map, encode; what is bad becomes a dead letter.
//!
//! The same window without the same partitions gives the same records, byte for byte: it is mapped again after a
//! rebalance or a failure. No broker is involved, so `mubatch map` runs exactly this on files.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, UInt32Array};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, TimeUnit};

use crate::broker::Partition;
use crate::clock::{Clock, UnixMillis};
use crate::codec::{Decoder, Span, UTC, Unavailable};
use crate::error::Error;
use crate::mapper::{Events, FailedEvent, MapError, MapResult, Mapper, MetaColumn, Projection, Rows};
use crate::metrics::{Metrics, WindowTotals};
use crate::pipeline::records::{Records, RecordsSize};
use crate::pipeline::window::{Event, Window};

mod all_fail;
mod dead_letter;
mod isolate;
mod meta;
mod output;
mod receipt;
#[cfg(test)]
mod tests;

pub use all_fail::AllFail;
pub use dead_letter::DeadLetterTopic;
use output::BadRow;
pub use output::{OutputEncoder, OutputSpec};

/// What a window came to.
#[derive(Debug)]
pub struct Mapped {
    /// What to produce: outputs in the order of their statements, then dead letters, then the receipt.
    pub records: Records,
    /// The outputs' records among them, from the first on: which output ([`Plan::outputs`]), and how many.
    pub runs: Vec<(usize, usize)>,
    /// The sums.
    pub totals: WindowTotals,
    /// When each decoded event happened, in milliseconds since the epoch: for the freshness figures.
    pub event_times: Vec<UnixMillis>,
    /// The first dead letter, for the log: where it was and what was wrong, and nothing that stood in it.
    pub first_dead_letter: Option<String>,
}

/// Why a window could not be mapped; nothing is lost in either case.
#[derive(Debug, PartialEq)]
pub enum Fault {
    /// Something that a codec needs cannot be reached: try again later.
    Unavailable(Unavailable),
    /// The job must stop.
    Stop(Error),
}

impl From<Unavailable> for Fault {
    fn from(unavailable: Unavailable) -> Self {
        Self::Unavailable(unavailable)
    }
}

/// Everything that is fixed when a job starts.
pub struct Plan {
    /// The job's name and version, for receipts and dead letters.
    pub job: String,
    /// See [`crate::job::Job::version`].
    pub job_version: String,
    /// Names of the source topics, by [`Partition::topic`].
    pub sources: Vec<String>,
    /// The columns that are decoded: those that the mapper reads, and the event time.
    pub columns: SchemaRef,
    /// What the mapper reads, as indices into `columns`, and metadata columns.
    pub projection: Projection,
    /// Index in `columns` of the event time.
    pub event_time: Option<usize>,
    /// The outputs that the mapper writes, by [`Rows::output`].
    pub outputs: Vec<OutputSpec>,
    /// Where dead letters go; without it a bad event stops the job.
    pub dead_letters: Option<DeadLetterTopic>,
    /// Index of the receipts' topic.
    pub receipts: Option<u16>,
    /// Whether any event has passed the mapper, of any worker.
    pub all_fail: Arc<AllFail>,
}

/// A window's outputs may not grow beyond this: spans are 32 bits wide, and memory is bounded.
const RECORD_BYTES_TOTAL_MAX: usize = 1 << 30;

/// One worker's map stage.
pub struct MapStage {
    plan: Arc<Plan>,
    decoder: Box<dyn Decoder>,
    mapper: Box<dyn Mapper>,
    outputs: Vec<OutputEncoder>,
    events_schema: SchemaRef,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    /// What the last window came to: the next will be much like it.
    last: RecordsSize,
}

/// An event that becomes a dead letter.
struct BadEvent<'a> {
    event: &'a Event,
    stage: &'static str,
    reason: &'static str,
    message: String,
}

impl MapStage {
    /// A stage for one worker. The mapper's outputs must be those of the plan; there is one encoder for each.
    pub fn new(
        plan: Arc<Plan>,
        decoder: Box<dyn Decoder>,
        mapper: Box<dyn Mapper>,
        outputs: Vec<OutputEncoder>,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let fields = plan.projection.fields.iter().map(|at| plan.columns.field(*at).clone());
        let meta = plan.projection.meta.iter().map(|meta| meta.field());
        let events_schema = Arc::new(Schema::new(fields.chain(meta).collect::<Vec<Field>>()));
        Self { plan, decoder, mapper, outputs, events_schema, clock, metrics, last: RecordsSize::default() }
    }

    /// Maps a window without the events of some partitions.
    pub fn map(&mut self, window: &Window, without: &[Partition]) -> Result<Mapped, Fault> {
        let plan = self.plan.clone();
        let kept: Vec<Event>;
        let events = if without.is_empty() {
            window.events()
        } else {
            kept = window.events().iter().filter(|e| !without.contains(&e.partition)).copied().collect();
            &kept
        };
        let started = self.clock.now();
        let (mut window_time, mut bytes_in) = (0, 0);
        let (mut with_value, mut values) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
        for event in events {
            window_time = window_time.max(event.timestamp);
            bytes_in += event_bytes(event);
            if let Some(value) = event.value {
                with_value.push(event);
                values.push(value);
            }
        }
        let mut bad = Vec::new();
        let decoded = self.decoder.decode(window.values(), &values)?;
        for value in &decoded.bad {
            let event = with_value[value.index as usize];
            bad.push(BadEvent { event, stage: "decode", reason: value.reason, message: value.message.clone() });
        }
        let rows: Vec<&Event> = decoded.rows.iter().map(|row| with_value[*row as usize]).collect();
        let (rows, columns) = self.check_meta(window, rows, decoded.columns, &mut bad)?;
        let event_times = event_times(&plan, &rows, &columns)?;
        let batch = self.events_batch(window, &rows, &columns)?;
        let decoded_at = self.clock.now();
        self.metrics.stage("decode", decoded_at.since(started));

        let events_in = Events { batch, window_time };
        // A window without events says nothing, not even that it counted none.
        let MapResult { rows: mapped, failed_events, failed_rows } = if rows.is_empty() {
            MapResult::default()
        } else {
            isolate::map(self.mapper.as_mut(), &events_in).map_err(|error| match error {
                MapError::Data(message) => Fault::Stop(no_culprit(&message)),
                MapError::Stop(error) => Fault::Stop(error),
            })?
        };
        let fell = failed_events.len();
        plan.all_fail.count(rows.len(), &failed_events).map_err(Fault::Stop)?;
        for FailedEvent { row, message } in failed_events {
            bad.push(BadEvent { event: rows[row], stage: "map", reason: crate::codec::reason::MAP, message });
        }
        let mapped_at = self.clock.now();
        self.metrics.stage("map", mapped_at.since(decoded_at));

        let mut records = Records::with_room(&self.last);
        let mut totals = WindowTotals {
            events: events.len() as u64,
            decoded: (rows.len() - fell) as u64,
            tombstones: (events.len() - with_value.len()) as u64,
            bytes_in,
            ..WindowTotals::default()
        };
        let mut bad_rows = Vec::new();
        let mut runs = Vec::new();
        let mut rows_by_output: BTreeMap<&str, u64> = BTreeMap::new();
        for Rows { output, batch } in mapped {
            let spec = &plan.outputs[output];
            let produced = self.outputs[output].encode(spec, &batch, window_time, &mut records, &mut bad_rows)?;
            *rows_by_output.entry(&spec.name).or_default() += produced;
            runs.push((output, produced as usize));
            if records.bytes() > RECORD_BYTES_TOTAL_MAX {
                return Err(Fault::Stop(too_much_output(&spec.name)));
            }
        }
        for row in failed_rows {
            bad_rows.push(BadRow::of_mapper(&plan.outputs[row.output].name, row, &mut records));
        }
        totals.rows = rows_by_output.into_iter().map(|(output, rows)| (output.to_owned(), rows)).collect();
        output::count_bad(&bad_rows, &mut totals);
        dead_letter::write(&plan, window, &bad, &bad_rows, window_time, &mut records).map_err(Fault::Stop)?;
        dead_letter::count(&bad, &mut totals);
        if let Some(topic) = plan.receipts {
            receipt::write(&plan, topic, events, &totals, window_time, &mut records);
        }
        totals.bytes_out = records.bytes() as u64;
        self.last = records.size();
        self.metrics.stage("encode", self.clock.now().since(mapped_at));
        let first_dead_letter = dead_letter::first(&plan, &bad, &bad_rows);
        Ok(Mapped { records, runs, totals, event_times, first_dead_letter })
    }

    /// Sets events aside whose key or headers are read by the mapper and are not UTF-8.
    fn check_meta<'a>(
        &self,
        window: &Window,
        rows: Vec<&'a Event>,
        columns: Vec<ArrayRef>,
        bad: &mut Vec<BadEvent<'a>>,
    ) -> Result<(Vec<&'a Event>, Vec<ArrayRef>), Fault> {
        let wanted = &self.plan.projection.meta;
        if !wanted.contains(&MetaColumn::Key) && !wanted.contains(&MetaColumn::Headers) {
            return Ok((rows, columns));
        }
        let mut good = Vec::with_capacity(rows.len());
        for (row, event) in rows.iter().enumerate() {
            match meta::not_utf8(window, event, wanted) {
                None => good.push(row as u32),
                Some(message) => {
                    bad.push(BadEvent { event, stage: "decode", reason: crate::codec::reason::UTF8, message });
                }
            }
        }
        if good.len() == rows.len() {
            return Ok((rows, columns));
        }
        let indices = UInt32Array::from(good.clone());
        let columns = columns.iter().map(|column| take(column, &indices, None)).collect::<Result<_, _>>();
        Ok((good.iter().map(|row| rows[*row as usize]).collect(), columns.map_err(internal)?))
    }

    fn events_batch(&self, window: &Window, rows: &[&Event], columns: &[ArrayRef]) -> Result<RecordBatch, Fault> {
        let projection = &self.plan.projection;
        let fields = projection.fields.iter().map(|at| columns[*at].clone());
        let meta = projection.meta.iter().map(|column| meta::array(*column, window, rows, &self.plan.sources));
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(self.events_schema.clone(), fields.chain(meta).collect(), &options)
            .map_err(internal)
    }
}

fn event_bytes(event: &Event) -> u64 {
    let span = |span: Option<Span>| span.map_or(0, |span| u64::from(span.len));
    span(event.value) + span(event.key) + u64::from(event.headers.len)
}

/// When each event happened: its event time column, else (or where that is null) its Kafka timestamp.
fn event_times(plan: &Plan, rows: &[&Event], columns: &[ArrayRef]) -> Result<Vec<UnixMillis>, Fault> {
    let Some(at) = plan.event_time else { return Ok(rows.iter().map(|event| event.timestamp).collect()) };
    let millis = DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into()));
    let millis = cast(&columns[at], &millis).and_then(|column| cast(&column, &DataType::Int64)).map_err(internal)?;
    let millis = millis.as_primitive::<Int64Type>();
    Ok(rows.iter().zip(millis.iter()).map(|(event, time)| time.unwrap_or(event.timestamp)).collect())
}

fn no_culprit(message: &str) -> Error {
    Error::job(format!(
        "the mapper fails on a window although it succeeds on each of its events: {message}; nothing was committed: \
         change the statement (a sum that overflows?), or make windows smaller"
    ))
}

fn too_much_output(output: &str) -> Error {
    Error::job(format!(
        "output {output}: the rows of one window take more than 1 GiB; nothing was committed: lower window.events and \
         window.bytes, or make the statement return less"
    ))
}

fn internal(error: arrow::error::ArrowError) -> Fault {
    Fault::Stop(Error::internal(format!("build the window's table: {error}")))
}
