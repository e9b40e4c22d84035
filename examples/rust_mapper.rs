//! A job whose mapper is written in Rust: it finds bursts, many events of one person within little time, as robots make
//! them. In SQL a span that slides over the events and starts anew after each find is awkward; here it is a loop.
//!
//! The program is mubatch itself, with this mapper in place of the job file's statements:
//!
//! ```text
//! cargo run --example rust_mapper -- map examples/rust_mapper.yaml \
//!     --input examples/events.csv --output /tmp/bursts
//! ```

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use arrow::array::{AsArray, Int64Array, StringViewArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use mubatch::{Error, Events, Job, MapError, MapResult, Mapper, OutputSchema, Projection, Result, Rows};

/// A burst has at least so many events …
const EVENTS_MIN: usize = 3;
/// … within this time, in microseconds.
const SPAN_MICROS: i64 = 10_000_000;

fn main() -> ExitCode {
    mubatch::cli::main_with_mapper(Bursts::new)
}

/// Rows for the output `bursts`: who, how many events, and when the first and the last of them came.
struct Bursts {
    /// The source's key column, which says who it was, and the column with the event's time.
    fields: [usize; 2],
    /// What a row of the output is.
    schema: SchemaRef,
}

impl Bursts {
    fn new(job: &Job) -> Result<Self> {
        let columns = &job.source.schema.schema;
        let (Some(user), Some(time)) = (job.source.key, job.source.event_time) else {
            return Err(Error::job("bursts need source.key and source.event_time"));
        };
        let (user_type, time_type) = (columns.field(user).data_type(), columns.field(time).data_type());
        if *user_type != DataType::Utf8View || !matches!(time_type, DataType::Timestamp(TimeUnit::Microsecond, _)) {
            return Err(Error::job("bursts need a varchar as source.key and a timestamp as source.event_time"));
        }
        let schema = Schema::new(vec![
            Field::new("user_id", DataType::Utf8View, false),
            Field::new("events", DataType::Int64, false),
            Field::new("first_at", time_type.clone(), false),
            Field::new("last_at", time_type.clone(), false),
        ]);
        Ok(Self { fields: [user, time], schema: Arc::new(schema) })
    }

    /// The bursts as rows, in the order in which they are given.
    fn rows(&self, bursts: &[(&str, Vec<i64>)]) -> Result<RecordBatch, ArrowError> {
        let times = |of: fn(&[i64]) -> Option<&i64>| {
            let times = bursts.iter().map(|(_, times)| of(times).copied());
            TimestampMicrosecondArray::from_iter(times).with_data_type(self.schema.field(2).data_type().clone())
        };
        RecordBatch::try_new(
            self.schema.clone(),
            vec![
                Arc::new(StringViewArray::from_iter_values(bursts.iter().map(|(user, _)| user))),
                Arc::new(Int64Array::from_iter_values(bursts.iter().map(|(_, times)| times.len() as i64))),
                Arc::new(times(<[i64]>::first)),
                Arc::new(times(<[i64]>::last)),
            ],
        )
    }
}

impl Mapper for Bursts {
    fn projection(&self) -> Projection {
        let mut fields = self.fields.to_vec();
        fields.sort_unstable();
        Projection { fields, meta: vec![] }
    }

    fn outputs(&self) -> Vec<OutputSchema> {
        vec![OutputSchema { output: "bursts".to_owned(), schema: self.schema.clone() }]
    }

    fn map(&mut self, events: &Events) -> Result<MapResult, MapError> {
        // The columns come in the order of the source.
        let [user, time] = self.fields;
        let users = events.batch.column(usize::from(user > time)).as_string_view();
        let times = events.batch.column(usize::from(time > user)).as_primitive::<TimestampMicrosecondType>();

        // Sorted by user: the same events must give the same rows in the same order.
        let mut by_user: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for (user, time) in users.iter().zip(times) {
            if let (Some(user), Some(time)) = (user, time) {
                by_user.entry(user).or_default().push(time);
            }
        }
        let mut bursts = vec![];
        for (user, mut times) in by_user {
            times.sort_unstable();
            bursts.extend(bursts_in(&times).into_iter().map(|burst| (user, burst.to_vec())));
        }
        let batch = self.rows(&bursts).map_err(|e| MapError::Stop(Error::internal(format!("write bursts: {e}"))))?;
        Ok(vec![Rows { output: 0, batch }].into())
    }
}

/// The bursts among ascending times: each is as long as it can be, and none overlaps another.
fn bursts_in(times: &[i64]) -> Vec<&[i64]> {
    let mut bursts = vec![];
    let mut rest = times;
    while let Some(&first) = rest.first() {
        let within = rest.partition_point(|time| time - first <= SPAN_MICROS);
        if within >= EVENTS_MIN {
            bursts.push(&rest[..within]);
            rest = &rest[within..];
        } else {
            rest = &rest[1..];
        }
    }
    bursts
}
