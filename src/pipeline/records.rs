//! What a mapped window wants produced: keys, values and headers in one arena, records that point into it.

use crate::broker::{Header, Record};
use crate::clock::UnixMillis;
use crate::codec::Span;

/// The topics that a job produces to; a record names one by its index.
#[derive(Debug, Clone, Default)]
pub struct Topics {
    names: Vec<String>,
    /// Largest record per topic, in bytes.
    limits: Vec<usize>,
    /// Whether a topic takes no record without a key.
    needs_key: Vec<bool>,
}

/// What Kafka takes by default (`max.message.bytes`), where the broker does not tell.
pub const RECORD_BYTES_MAX_DEFAULT: usize = 1_048_588;

/// What a record's batch adds to its key, value and headers, generously: the batch header of 61 bytes, the record's
/// lengths and deltas.
const BATCH_OVERHEAD_BYTES: usize = 61 + 32;

impl Topics {
    /// The index of a topic, which is added if it is new.
    pub fn add(&mut self, name: &str) -> u16 {
        if let Some(at) = self.index(name) {
            return at;
        }
        self.names.push(name.to_owned());
        self.limits.push(RECORD_BYTES_MAX_DEFAULT);
        self.needs_key.push(false);
        (self.names.len() - 1) as u16
    }

    /// The index of a topic.
    pub fn index(&self, name: &str) -> Option<u16> {
        self.names.iter().position(|known| known == name).map(|at| at as u16)
    }

    /// Notes the topic's `max.message.bytes`.
    pub fn set_limit(&mut self, name: &str, bytes_max: usize) {
        if let Some(at) = self.index(name) {
            self.limits[at as usize] = bytes_max;
        }
    }

    /// Notes whether the topic takes no record without a key.
    pub fn set_needs_key(&mut self, name: &str, needs_key: bool) {
        if let Some(at) = self.index(name) {
            self.needs_key[at as usize] = needs_key;
        }
    }

    /// Whether the topic takes no record without a key.
    pub fn needs_key(&self, topic: u16) -> bool {
        self.needs_key[topic as usize]
    }

    /// The names, by index.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many bytes of key, value and headers a record of this topic may have.
    pub fn payload_bytes_max(&self, topic: u16) -> usize {
        self.limits[topic as usize].saturating_sub(BATCH_OVERHEAD_BYTES)
    }
}

/// A record, its bytes in the arena of its [`Records`].
#[derive(Debug, Clone, Copy)]
struct Entry {
    topic: u16,
    timestamp: UnixMillis,
    key: Option<Span>,
    value: Option<Span>,
    /// First and one past the last header.
    headers: (u32, u32),
}

#[derive(Debug, Clone, Copy)]
struct HeaderEntry {
    name: Span,
    value: Option<Span>,
}

/// The records of a window, in the order in which they are produced.
#[derive(Debug, Default)]
pub struct Records {
    /// Keys, values and headers. Encoders append to it directly.
    pub arena: Vec<u8>,
    records: Vec<Entry>,
    headers: Vec<HeaderEntry>,
}

/// How much [`Records`] hold.
#[derive(Debug, Default)]
pub struct RecordsSize {
    bytes: usize,
    records: usize,
}

impl Records {
    /// Empty, with room for so much.
    pub fn with_room(size: &RecordsSize) -> Self {
        let (arena, records) = (Vec::with_capacity(size.bytes), Vec::with_capacity(size.records));
        Self { arena, records, headers: Vec::new() }
    }

    /// How much they hold.
    pub fn size(&self) -> RecordsSize {
        RecordsSize { bytes: self.arena.len(), records: self.records.len() }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Bytes of keys, values and headers.
    pub fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// Bytes of memory reserved.
    pub fn memory_bytes(&self) -> usize {
        self.arena.capacity()
            + self.records.capacity() * size_of::<Entry>()
            + self.headers.capacity() * size_of::<HeaderEntry>()
    }

    /// Copies bytes into the arena.
    pub fn write(&mut self, bytes: &[u8]) -> Span {
        let start = self.arena.len();
        self.arena.extend_from_slice(bytes);
        Span { start: start as u32, len: bytes.len() as u32 }
    }

    /// Adds a record whose key and value already stand in the arena.
    pub fn push(
        &mut self,
        topic: u16,
        timestamp: UnixMillis,
        key: Option<Span>,
        value: Option<Span>,
        headers: &[Header<'_>],
    ) {
        let first = self.headers.len() as u32;
        for header in headers {
            let name = self.write(header.name);
            let value = header.value.map(|value| self.write(value));
            self.headers.push(HeaderEntry { name, value });
        }
        let headers = (first, self.headers.len() as u32);
        self.records.push(Entry { topic, timestamp, key, value, headers });
    }

    /// Hands the record at `at` to `f`.
    pub fn with<R>(&self, at: usize, f: impl FnOnce(&Record<'_>) -> R) -> R {
        let entry = &self.records[at];
        let headers: Vec<Header<'_>> = self.headers[entry.headers.0 as usize..entry.headers.1 as usize]
            .iter()
            .map(|header| Header {
                name: header.name.of(&self.arena),
                value: header.value.map(|span| span.of(&self.arena)),
            })
            .collect();
        f(&Record {
            topic: entry.topic,
            partition: None,
            timestamp: entry.timestamp,
            key: entry.key.map(|span| span.of(&self.arena)),
            value: entry.value.map(|span| span.of(&self.arena)),
            headers: &headers,
        })
    }
}

/// Bytes that a record's parts take of its topic's limit.
pub fn payload_bytes(key: Option<&[u8]>, value: Option<&[u8]>, headers: &[Header<'_>]) -> usize {
    let headers: usize = headers.iter().map(|h| h.name.len() + h.value.map_or(0, <[u8]>::len) + 10).sum();
    key.map_or(0, <[u8]>::len) + value.map_or(0, <[u8]>::len) + headers
}
