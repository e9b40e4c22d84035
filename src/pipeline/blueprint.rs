//! What follows from a job and its mapper before anything runs: what is decoded, what becomes of each output's columns,
//! which topics there are. `run`, `map` and `check` all come through here.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};

use crate::clock::{Clock, SystemClock};
use crate::codec::avro::{AvroDecoder, AvroEncoder, Subjects};
use crate::codec::json::{JsonDecoder, JsonEncoder};
use crate::codec::raw::{RawDecoder, RawEncoder};
use crate::codec::registry::SchemaSource;
use crate::codec::schema::Columns;
use crate::codec::{Decoder, Encoder, Unavailable};
use crate::error::{Error, Result};
use crate::job::{Format, Job, Output};
use crate::mapper::{Mapper, MetaColumn, OutputSchema, Projection};
use crate::metrics::Metrics;
use crate::pipeline::map::{AllFail, DeadLetterTopic, MapStage, OutputEncoder, OutputSpec, Plan};
use crate::pipeline::records::Topics;

/// Makes one mapper for each worker. Every call gives a mapper with the same projection and outputs.
pub type MapperFactory = Arc<dyn Fn() -> Result<Box<dyn Mapper>> + Send + Sync>;

/// See the module's documentation.
pub struct Blueprint {
    /// The job.
    pub job: Job,
    /// Every topic that the job produces to.
    pub topics: Topics,
    /// How many partitions each topic had when the job started.
    pub partitions: BTreeMap<String, i32>,
    /// The decoded columns.
    columns: Columns,
    /// The format of what is decoded.
    input: Format,
    projection: Projection,
    event_time: Option<usize>,
    outputs: Vec<(OutputSpec, SchemaRef)>,
    dead_letters: Option<u16>,
    receipts: Option<u16>,
    /// Whether any event has passed the mapper.
    pub all_fail: Arc<AllFail>,
    mapper: MapperFactory,
    schemas: Option<Arc<dyn SchemaSource>>,
}

impl Blueprint {
    /// Works a job out. `input` is the format of the events' bytes: the source's own, or JSON when they come from files.
    /// `schemas` is needed where something is Avro.
    pub fn new(job: Job, mapper: MapperFactory, input: Format, schemas: Option<Arc<dyn SchemaSource>>) -> Result<Self> {
        let first = mapper()?;
        let Projection { fields, meta } = first.projection();
        let (decoded, event_time) = decoded_fields(&job, &fields);
        let columns = job.source.schema.project(&decoded);
        let within = |field: &usize| decoded.iter().position(|known| known == field);
        let projection = Projection { fields: fields.iter().filter_map(within).collect(), meta };

        let mut topics = Topics::default();
        let mut outputs = Vec::new();
        for OutputSchema { output, schema } in first.outputs() {
            let spec = OutputSpec::new(output_of(&job, &output)?, &output, &schema, &mut topics)?;
            let value = spec.value_schema(&schema)?;
            outputs.push((spec, value));
        }
        let dead_letters = job.dead_letters.as_ref().map(|dead| topics.add(&dead.topic));
        let receipts = job.receipts.as_ref().map(|topic| topics.add(topic));
        let blueprint = Self {
            job,
            topics,
            partitions: BTreeMap::new(),
            columns,
            input,
            projection,
            event_time,
            outputs,
            dead_letters,
            receipts,
            all_fail: Arc::default(),
            mapper,
            schemas,
        };
        // What cannot be decoded or encoded is found now, not with the first window.
        blueprint.decoder(SystemClock::shared())?;
        for (spec, value) in &blueprint.outputs {
            blueprint.encoder(spec, value)?;
        }
        Ok(blueprint)
    }

    /// The map stage of one worker.
    pub fn stage(&self, clock: Arc<dyn Clock>, metrics: Arc<Metrics>) -> Result<MapStage> {
        let topics = Arc::new(self.topics.clone());
        let dead_letters = self
            .dead_letters
            .map(|topic| DeadLetterTopic { topic, payload_bytes_max: topics.payload_bytes_max(topic) });
        let plan = Arc::new(Plan {
            job: self.job.name.clone(),
            job_version: self.job.version.clone(),
            sources: self.job.source.topics.clone(),
            columns: self.columns.schema.clone(),
            projection: self.projection.clone(),
            event_time: self.event_time,
            outputs: self.outputs.iter().map(|(spec, _)| spec.clone()).collect(),
            dead_letters,
            receipts: self.receipts,
            all_fail: self.all_fail.clone(),
        });
        let encoders = self
            .outputs
            .iter()
            .map(|(spec, value)| Ok(OutputEncoder::new(self.encoder(spec, value)?, topics.clone())))
            .collect::<Result<_>>()?;
        Ok(MapStage::new(plan, self.decoder(clock.clone())?, (self.mapper)()?, encoders, clock, metrics))
    }

    /// Whether the mapper reads the keys of messages.
    pub fn reads_keys(&self) -> bool {
        self.projection.meta.contains(&MetaColumn::Key)
    }

    /// Whether anything reads the headers of messages: the mapper, or dead letters, which keep them.
    pub fn reads_headers(&self) -> bool {
        self.dead_letters.is_some() || self.projection.meta.contains(&MetaColumn::Headers)
    }

    /// The outputs in the order of the mapper's list, each with the schema of its value.
    pub fn outputs(&self) -> &[(OutputSpec, SchemaRef)] {
        &self.outputs
    }

    /// Has the schema registry take the outputs' schemas. The inner error: it refuses one, or does not have it.
    pub fn register_schemas(&self) -> Result<Result<()>, Unavailable> {
        for (spec, value) in &self.outputs {
            let registered = match self.avro_encoder(spec, value) {
                Ok(Some(mut encoder)) => encoder.prepare()?.map(drop),
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = registered {
                return Ok(Err(error.context(format!("output {}", spec.name))));
            }
        }
        Ok(Ok(()))
    }

    /// The Avro schema that an output's values are written with, as JSON text; `None` for another format.
    pub fn avro_schema(&self, spec: &OutputSpec, value: &Schema) -> Result<Option<String>> {
        Ok(self.avro_encoder(spec, value)?.map(|encoder| encoder.avro_schema().to_owned()))
    }

    fn decoder(&self, clock: Arc<dyn Clock>) -> Result<Box<dyn Decoder>> {
        let Columns { schema, defaults, .. } = &self.columns;
        Ok(match self.input {
            Format::Json => Box::new(JsonDecoder::new(schema, defaults)?),
            Format::Avro => Box::new(AvroDecoder::new(&self.columns, self.schemas()?, clock)?),
            Format::Raw => Box::new(RawDecoder::new(schema)?),
        })
    }

    fn encoder(&self, spec: &OutputSpec, value: &Schema) -> Result<Box<dyn Encoder>> {
        let made = || -> Result<Box<dyn Encoder>> {
            if let Some(encoder) = self.avro_encoder(spec, value)? {
                return Ok(Box::new(encoder));
            }
            Ok(match output_of(&self.job, &spec.name)?.format {
                Format::Raw => Box::new(RawEncoder::new(value)?),
                _ => Box::new(JsonEncoder::new(value)?),
            })
        };
        made().map_err(|error| error.context(format!("output {}", spec.name)))
    }

    fn avro_encoder(&self, spec: &OutputSpec, value: &Schema) -> Result<Option<AvroEncoder>> {
        let output = output_of(&self.job, &spec.name)?;
        if output.format != Format::Avro {
            return Ok(None);
        }
        let names = output.topics.iter().map(|topic| format!("{topic}-value")).collect();
        let subjects = Subjects { registry: self.schemas()?, names, register: output.register };
        AvroEncoder::new(value, output.schema.as_deref(), &spec.name, subjects).map(Some)
    }

    fn schemas(&self) -> Result<Arc<dyn SchemaSource>> {
        let missing = || Error::job("format avro needs a schema registry: give the job a schema_registry section");
        self.schemas.clone().ok_or_else(missing)
    }
}

fn output_of<'a>(job: &'a Job, name: &str) -> Result<&'a Output> {
    job.outputs
        .get(name)
        .ok_or_else(|| Error::job(format!("the mapper writes to {name}, which is no output of the job")))
}

/// The mapper's columns and the event time's, ascending; and where the event time stands among them.
fn decoded_fields(job: &Job, mapped: &[usize]) -> (Vec<usize>, Option<usize>) {
    let mut fields: Vec<usize> = mapped.iter().copied().chain(job.source.event_time).collect();
    fields.sort_unstable();
    fields.dedup();
    let event_time = job.source.event_time.and_then(|at| fields.iter().position(|field| *field == at));
    (fields, event_time)
}
