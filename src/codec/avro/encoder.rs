//! Rows to Avro messages.

use std::sync::Arc;

use arrow::datatypes::Schema;
use arrow::record_batch::RecordBatch;

use super::decoder::PREFIX_LEN;
use super::derive::derive_avro;
use super::fit::{self, FieldSite};
use super::write;
use crate::codec::avsc::AvroType;
use crate::codec::registry::SchemaSource;
use crate::codec::{Encoder, Unavailable};
use crate::error::{Error, Result};

/// Where an output's schema is registered.
pub struct Subjects {
    /// The registry.
    pub registry: Arc<dyn SchemaSource>,
    /// One subject per topic that the rows may go to, by custom `<topic>-value`; at least one.
    pub names: Vec<String>,
    /// Whether the schema may be registered, or must be there.
    pub register: bool,
}

/// Encodes rows in the registry's wire format.
pub struct AvroEncoder {
    fields: Vec<FieldSite>,
    schema: String,
    subjects: Subjects,
    id: Option<u32>,
}

impl AvroEncoder {
    /// An encoder for batches of `schema`: the columns of the value, without those of Kafka's metadata. They are
    /// written with `avro_schema`, if one is given, which they must fit (an int goes into a long, a float into a
    /// double, a time into another unit, toward the past), and else with one that is derived from them and named
    /// `record_name`. Nothing is asked of the registry yet.
    pub fn new(schema: &Schema, avro_schema: Option<&str>, record_name: &str, subjects: Subjects) -> Result<Self> {
        if subjects.names.is_empty() {
            return Err(Error::internal("an Avro encoder needs a subject"));
        }
        let text = match avro_schema {
            Some(text) => text.to_owned(),
            None => derive_avro(schema, record_name)?,
        };
        let AvroType::Record(record) = AvroType::parse(&text)? else {
            return Err(Error::job("the Avro schema of an output must be a record"));
        };
        Ok(Self { fields: fit::columns(schema, &record)?, schema: text, subjects, id: None })
    }

    /// The Avro schema that rows are written with, as JSON text.
    pub fn avro_schema(&self) -> &str {
        &self.schema
    }

    /// Gets the schema's id from the registry, once; [`Encoder::encode`] does it if it has not been done. The inner
    /// error says that the registry refuses the schema or, where it may not be registered, does not have it.
    pub fn prepare(&mut self) -> Result<Result<u32>, Unavailable> {
        if let Some(id) = self.id {
            return Ok(Ok(id));
        }
        let mut found: Option<u32> = None;
        for subject in &self.subjects.names {
            let id = match self.id_in(subject)? {
                Ok(id) => id,
                Err(e) => return Ok(Err(e)),
            };
            if found.is_some_and(|other| other != id) {
                return Ok(Err(Error::environment(format!(
                    "the registry has different ids for the schema in the subjects {}: give each topic an output of \
                     its own",
                    self.subjects.names.join(", ")
                ))));
            }
            found = Some(id);
        }
        self.id = found;
        Ok(found.ok_or_else(|| Error::internal("an Avro encoder needs a subject")))
    }

    fn id_in(&self, subject: &str) -> Result<Result<u32>, Unavailable> {
        let Subjects { registry, register, .. } = &self.subjects;
        if *register {
            let answer = registry.register(subject, &self.schema)?;
            return Ok(answer.map_err(|why| {
                Error::job(format!("register the Avro schema for subject {subject}: the registry refuses it: {why}"))
            }));
        }
        let answer = registry.lookup(subject, &self.schema)?;
        Ok(answer.ok_or_else(|| {
            Error::job(format!(
                "the Avro schema is not registered for subject {subject}: register it, or let the output do so with \
                 register: true"
            ))
        }))
    }
}

impl Encoder for AvroEncoder {
    fn encode(&mut self, batch: &RecordBatch, out: &mut Vec<u8>, ends: &mut Vec<u32>) -> Result<(), Unavailable> {
        let id = self.prepare()?.map_err(|e| Unavailable { message: e.to_string() })?;
        let mut prefix = [0; PREFIX_LEN];
        prefix[1..].copy_from_slice(&id.to_be_bytes());
        let fields = write::bind(&self.fields, batch.columns());
        ends.reserve(batch.num_rows());
        for row in 0..batch.num_rows() {
            out.extend_from_slice(&prefix);
            write::record(&fields, row, out);
            ends.push(out.len() as u32);
        }
        Ok(())
    }
}
