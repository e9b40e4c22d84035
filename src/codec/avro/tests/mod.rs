//! What the decoder reads and the encoder writes, against `apache-avro` and by hand.

mod container;
mod decoding;
mod encoding;
mod generate;
mod hostile;
mod oracle;
mod resolution;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::buffer::Buffer;
use proptest::test_runner::Config as ProptestConfig;

use super::AvroDecoder;
use crate::clock::ManualClock;
use crate::codec::registry::{MemoryRegistry, SchemaSource, StoredSchema};
use crate::codec::schema::Columns;
use crate::codec::{ARENA_PADDING, Decoded, Decoder, Span, Unavailable};

/// So many cases, and no files left behind: a failure prints its seed.
pub(super) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A window's arena, as the pipeline lays it out.
pub(super) fn arena(values: &[Vec<u8>]) -> (Buffer, Vec<Span>) {
    let mut bytes = Vec::new();
    let mut spans = Vec::new();
    for value in values {
        spans.push(Span { start: bytes.len() as u32, len: value.len() as u32 });
        bytes.extend_from_slice(value);
        bytes.push(b' ');
    }
    bytes.extend_from_slice(&[0; ARENA_PADDING]);
    (Buffer::from_vec(bytes), spans)
}

/// A body in the registry's wire format.
pub(super) fn message(id: u32, body: &[u8]) -> Vec<u8> {
    [&[0][..], &id.to_be_bytes(), body].concat()
}

pub(super) fn record_schema(fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "E", "fields": [{fields}]}}"#)
}

/// A decoder, and the registry that it asks.
pub(super) struct Bench {
    pub registry: Arc<MemoryRegistry>,
    pub decoder: AvroDecoder,
}

impl Bench {
    pub fn new(columns: &Columns) -> Self {
        let registry = Arc::new(MemoryRegistry::default());
        let decoder = AvroDecoder::new(columns, registry.clone(), Arc::new(ManualClock::default())).unwrap();
        Self { registry, decoder }
    }

    /// A decoder for the fields of a record schema.
    pub fn of(fields: &str) -> Self {
        Self::new(&Columns::from_avsc(&record_schema(fields)).unwrap())
    }

    /// Registers a writer's schema.
    pub fn writer(&self, fields: &str) -> u32 {
        self.registry.register("s", &record_schema(fields)).unwrap().unwrap()
    }

    pub fn decode(&mut self, values: &[Vec<u8>]) -> Decoded {
        self.try_decode(values).unwrap()
    }

    pub fn try_decode(&mut self, values: &[Vec<u8>]) -> Result<Decoded, Unavailable> {
        let (arena, spans) = arena(values);
        let decoded = self.decoder.decode(&arena, &spans)?;
        for column in &decoded.columns {
            assert_eq!(column.len(), decoded.rows.len());
            column.to_data().validate_full().unwrap();
        }
        let mut all: Vec<u32> = decoded.rows.iter().copied().chain(decoded.bad.iter().map(|b| b.index)).collect();
        assert!(decoded.rows.is_sorted() && decoded.bad.is_sorted_by_key(|b| b.index));
        all.sort_unstable();
        assert_eq!(all, (0..values.len() as u32).collect::<Vec<_>>(), "every value is a row or bad, once");
        Ok(decoded)
    }
}

/// A registry that counts the questions and, when told to, does not answer.
#[derive(Default)]
pub(super) struct Moody {
    pub inner: MemoryRegistry,
    pub asked: AtomicUsize,
    pub down: AtomicUsize,
}

impl Moody {
    fn answer(&self) -> Result<(), Unavailable> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.down.load(Ordering::SeqCst) {
            0 => Ok(()),
            _ => Err(Unavailable { message: "down".into() }),
        }
    }
}

impl SchemaSource for Moody {
    fn schema_by_id(&self, id: u32) -> Result<Option<StoredSchema>, Unavailable> {
        self.answer()?;
        self.inner.schema_by_id(id)
    }

    fn register(&self, subject: &str, schema: &str) -> Result<Result<u32, String>, Unavailable> {
        self.answer()?;
        self.inner.register(subject, schema)
    }

    fn lookup(&self, subject: &str, schema: &str) -> Result<Option<u32>, Unavailable> {
        self.answer()?;
        self.inner.lookup(subject, schema)
    }
}
