//! Avro messages to columns.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use arrow::buffer::Buffer;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;

use super::column::{Column, OwnTexts};
use super::constant::constant;
use super::derive::record_of;
use super::input::{Fault, Input};
use super::program::Steps;
use super::{resolve, run};
use crate::clock::{Clock, Tick};
use crate::codec::avsc::{AvroType, Record};
use crate::codec::registry::{SchemaSource, StoredSchema};
use crate::codec::schema::Columns;
use crate::codec::{BadValue, Decoded, Decoder, Span, Unavailable, reason};
use crate::error::{Error, Result};

/// How long an id that the registry does not know counts as unknown, before the registry is asked again.
pub const UNKNOWN_FOR: Duration = Duration::from_secs(10);

/// How many unknown ids are remembered.
const UNKNOWN_MAX: usize = 10_000;

/// The zero byte and the schema id in front of every message.
pub(super) const PREFIX_LEN: usize = 5;

/// Decodes the registry's wire format, each message by the schema it was written with.
///
/// Everything is checked that decides where values lie; text that is not wanted may hold any bytes. Text and bytes
/// columns are views into the arena, which must be smaller than 2 GiB.
pub struct AvroDecoder {
    schema: SchemaRef,
    /// The job's schema, all of it: which of the writer's fields an alias means depends on the fields not wanted too.
    reader: Record,
    /// For each of the reader's fields its column, if it is wanted.
    slots: Vec<Option<usize>>,
    registry: Arc<dyn SchemaSource>,
    clock: Arc<dyn Clock>,
    writers: HashMap<u32, Writer>,
    unknown: HashMap<u32, Tick>,
    texts: OwnTexts,
}

/// A writer's schema, as far as it concerns us.
enum Writer {
    Readable(Steps),
    /// Why it can't be read as the job's.
    Mismatch(String),
}

impl AvroDecoder {
    /// A decoder for these columns; their order is that of the arrays. Refuses columns whose defaults are not of their
    /// types.
    pub fn new(columns: &Columns, registry: Arc<dyn SchemaSource>, clock: Arc<dyn Clock>) -> Result<Self> {
        let reader = match &columns.avro {
            Some(text) => match AvroType::parse(text)? {
                AvroType::Record(record) => Record::clone(&record),
                other => return Err(Error::job(format!("the job's schema is {}, not a record", other.describe()))),
            },
            None => record_of(&columns.schema, "columns")?,
        };
        let mut slots = vec![None; reader.fields.len()];
        let mut texts = OwnTexts::default();
        for (slot, column) in columns.schema.fields().iter().enumerate() {
            let index = reader.fields.iter().position(|f| f.name == *column.name());
            let index = index.ok_or_else(|| Error::internal(format!("no Avro field {}", column.name())))?;
            slots[index] = Some(slot);
            if let Some(default) = &reader.fields[index].default {
                constant(&reader.fields[index].avro, column.data_type(), default, &mut texts)
                    .map_err(|why| Error::job(format!("Avro schema: field {}: {why}", column.name())))?;
            }
        }
        Ok(Self {
            schema: columns.schema.clone(),
            reader,
            slots,
            registry,
            clock,
            writers: HashMap::new(),
            unknown: HashMap::new(),
            texts,
        })
    }

    /// Asks the registry for every schema that the values were written with and that is not known yet.
    fn learn(&mut self, arena: &[u8], values: &[Span]) -> Result<(), Unavailable> {
        let now = self.clock.now();
        let mut last = None;
        for value in values {
            let id = schema_id(value.of(arena));
            if id == last {
                continue;
            }
            last = id;
            let Some(id) = id else { continue };
            if self.writers.contains_key(&id) || self.unknown.get(&id).is_some_and(|until| now < *until) {
                continue;
            }
            match self.registry.schema_by_id(id)? {
                Some(schema) => {
                    self.unknown.remove(&id);
                    let writer = self.compile(&schema);
                    self.writers.insert(id, writer);
                }
                None => {
                    if self.unknown.len() >= UNKNOWN_MAX {
                        self.unknown.clear();
                    }
                    self.unknown.insert(id, now + UNKNOWN_FOR);
                }
            }
        }
        Ok(())
    }

    fn compile(&mut self, schema: &StoredSchema) -> Writer {
        let record = match AvroType::parse_with(&schema.references, &schema.schema) {
            Ok(AvroType::Record(record)) => record,
            Ok(other) => return Writer::Mismatch(format!("{} can't be read as a record", other.describe())),
            Err(e) => return Writer::Mismatch(e.to_string()),
        };
        match resolve::record(&record, &self.reader, &self.slots, self.schema.fields(), &mut self.texts) {
            Ok(steps) => Writer::Readable(steps),
            Err(why) => Writer::Mismatch(why),
        }
    }

    /// Decodes with programs that are all there. Fails when some text is not UTF-8, unless `check_text` has sorted that
    /// out before.
    fn columns(&self, arena: &Buffer, values: &[Span], check_text: bool) -> Result<Decoded, ArrowError> {
        let fields = self.schema.fields();
        let mut columns: Vec<Column> = fields.iter().map(|f| Column::new(f.data_type(), values.len())).collect();
        let mut rows = Vec::with_capacity(values.len());
        let mut bad = Vec::new();
        let mut last: Option<(u32, &Writer)> = None;
        for (index, value) in (0..).zip(values) {
            let read = match schema_id(value.of(arena)) {
                Some(id) => {
                    let writer = match last {
                        Some((same, writer)) if same == id => Some(writer),
                        _ => self.writers.get(&id),
                    };
                    last = writer.map(|writer| (id, writer));
                    read(id, writer, arena, *value, &mut columns, check_text)
                }
                None => Err(Fault::new(
                    reason::WIRE_FORMAT,
                    format!(
                        "expected a zero byte and a schema id of four bytes, below 2^31; found {} bytes without",
                        value.len
                    ),
                )),
            };
            match read {
                Ok(()) => rows.push(index),
                Err(fault) => {
                    columns.iter_mut().for_each(|column| column.truncate(rows.len()));
                    bad.push(BadValue { index, reason: fault.reason(), message: fault.message() });
                }
            }
        }
        let texts = self.texts.with(arena);
        let arrays = columns.into_iter().zip(fields).map(|(column, field)| column.finish(field.data_type(), &texts));
        Ok(Decoded { columns: arrays.collect::<Result<_, _>>()?, rows, bad })
    }
}

/// Reads one message into the columns.
fn read(
    id: u32,
    writer: Option<&Writer>,
    arena: &[u8],
    value: Span,
    columns: &mut [Column],
    check_text: bool,
) -> Result<(), Fault> {
    match writer {
        Some(Writer::Readable(program)) => {
            let prefix = PREFIX_LEN as u32;
            let body = Span { start: value.start + prefix, len: value.len - prefix };
            let mut input = Input::new(arena, body);
            run::record(program, &mut input, columns, check_text)?;
            match input.left() {
                0 => Ok(()),
                left => Err(Fault::broken(format!("{left} bytes are left over after the last field"))),
            }
        }
        Some(Writer::Mismatch(why)) => {
            Err(Fault::new(reason::SCHEMA_MISMATCH, format!("schema {id} can't be read as the job's: {why}")))
        }
        None => Err(Fault::new(reason::UNKNOWN_SCHEMA, format!("the registry does not know schema {id}"))),
    }
}

/// The id that a message begins with; `None` when it does not begin as the registry's wire format does. Ids are
/// positive Java integers: a registry cannot even be asked for a larger one.
fn schema_id(message: &[u8]) -> Option<u32> {
    let [0, a, b, c, d, ..] = message else { return None };
    Some(u32::from_be_bytes([*a, *b, *c, *d])).filter(|id| i32::try_from(*id).is_ok())
}

impl Decoder for AvroDecoder {
    fn decode(&mut self, arena: &Buffer, values: &[Span]) -> Result<Decoded, Unavailable> {
        self.learn(arena, values)?;
        // Building the arrays checks all text, so it is checked on the way only when one is known to be broken.
        match self.columns(arena, values, false) {
            Ok(decoded) => Ok(decoded),
            Err(_) => Ok(self.columns(arena, values, true).expect("all text was checked as it was read")),
        }
    }
}
