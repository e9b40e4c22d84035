//! How a message lies in memory.

use std::sync::Arc;

use crate::broker::Header;
use crate::clock::UnixMillis;

/// A message that a reader got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// The partition that it stands in.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// Its timestamp, in milliseconds since the epoch.
    pub timestamp: UnixMillis,
    pub(super) body: Body,
}

impl StoredRecord {
    /// The key, `None` for null.
    pub fn key(&self) -> Option<&[u8]> {
        self.body.key()
    }

    /// The value, `None` for a tombstone.
    pub fn value(&self) -> Option<&[u8]> {
        self.body.value()
    }

    /// The headers in their order.
    pub fn headers(&self) -> Vec<Header<'_>> {
        let mut headers = Vec::new();
        self.body.headers(&mut headers);
        headers
    }
}

/// Key, value and headers in one allocation, which the log and its readers share:
/// the lengths (key, value, number of headers, name and value of each header), four bytes each, then the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body(Arc<[u8]>);

/// The length of what is null.
const NULL: u32 = u32::MAX;

/// More than any topic takes; it keeps the lengths far from [`NULL`].
pub(super) const RECORD_BYTES_MAX: usize = 1 << 30;

impl Body {
    /// Copies the parts, whose sum is at most [`RECORD_BYTES_MAX`]. `scratch` saves an allocation from call to call.
    pub(super) fn new(scratch: &mut Vec<u8>, key: Option<&[u8]>, value: Option<&[u8]>, headers: &[Header<'_>]) -> Self {
        fn put(scratch: &mut Vec<u8>, length: u32) {
            scratch.extend_from_slice(&length.to_le_bytes());
        }
        let length = |part: Option<&[u8]>| part.map_or(NULL, |bytes| bytes.len() as u32);
        scratch.clear();
        put(scratch, length(key));
        put(scratch, length(value));
        put(scratch, headers.len() as u32);
        for header in headers {
            put(scratch, header.name.len() as u32);
            put(scratch, length(header.value));
        }
        scratch.extend_from_slice(key.unwrap_or_default());
        scratch.extend_from_slice(value.unwrap_or_default());
        for header in headers {
            scratch.extend_from_slice(header.name);
            scratch.extend_from_slice(header.value.unwrap_or_default());
        }
        Self(Arc::from(scratch.as_slice()))
    }

    /// What a control record has.
    pub(super) fn empty() -> Self {
        Self(Arc::default())
    }

    pub(super) fn key(&self) -> Option<&[u8]> {
        let start = self.bytes_start();
        self.part(start, self.length(0))
    }

    pub(super) fn value(&self) -> Option<&[u8]> {
        let start = self.bytes_start() + size(self.length(0));
        self.part(start, self.length(1))
    }

    /// Puts the headers into `out`, after what is there.
    pub(super) fn headers<'a>(&'a self, out: &mut Vec<Header<'a>>) {
        let mut at = self.bytes_start() + size(self.length(0)) + size(self.length(1));
        for header in 0..self.header_count() {
            let (name, value) = (self.length(3 + 2 * header), self.length(4 + 2 * header));
            out.push(Header {
                name: self.part(at, name).unwrap_or_default(),
                value: self.part(at + size(name), value),
            });
            at += size(name) + size(value);
        }
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Length number `index`; null in an empty body.
    fn length(&self, index: usize) -> u32 {
        self.0.get(4 * index..).and_then(<[u8]>::first_chunk).map_or(NULL, |bytes| u32::from_le_bytes(*bytes))
    }

    fn header_count(&self) -> usize {
        size(self.length(2))
    }

    fn bytes_start(&self) -> usize {
        4 * (3 + 2 * self.header_count())
    }

    fn part(&self, start: usize, length: u32) -> Option<&[u8]> {
        (length != NULL).then(|| &self.0[start..start + length as usize])
    }
}

/// How many bytes a part of this length takes.
fn size(length: u32) -> usize {
    if length == NULL { 0 } else { length as usize }
}

/// The size of a Kafka record batch that holds just this record, in bytes: what a topic's limit is about.
pub(super) fn batch_bytes(key: Option<&[u8]>, value: Option<&[u8]>, headers: &[Header<'_>]) -> usize {
    /// Everything in front of the records.
    const BATCH_HEADER: usize = 61;
    /// Attributes, and the first record's differences of timestamp and offset.
    const RECORD_START: usize = 3;

    let field = |part: Option<&[u8]>| part.map_or(1, |bytes| varint_bytes(bytes.len()) + bytes.len());
    let record = RECORD_START
        + field(key)
        + field(value)
        + varint_bytes(headers.len())
        + headers.iter().map(|h| field(Some(h.name)) + field(h.value)).sum::<usize>();
    BATCH_HEADER + varint_bytes(record) + record
}

/// How many bytes a zigzag varint of a length takes.
fn varint_bytes(length: usize) -> usize {
    let bits = usize::BITS - (length << 1).leading_zeros();
    bits.max(1).div_ceil(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(key: Option<&[u8]>, value: Option<&[u8]>, headers: &[Header<'_>]) -> Body {
        Body::new(&mut Vec::new(), key, value, headers)
    }

    #[test]
    fn null_and_empty_stay_apart() {
        let headers = [Header { name: b"\xff", value: None }, Header { name: b"", value: Some(b"") }];
        let body = body(None, Some(b""), &headers);
        assert_eq!((body.key(), body.value()), (None, Some(&b""[..])));
        let mut back = Vec::new();
        body.headers(&mut back);
        assert_eq!(back, headers);
    }

    #[test]
    fn parts_come_back_as_they_went_in() {
        let headers = [Header { name: b"a", value: Some(b"1") }, Header { name: b"b", value: Some(b"23") }];
        let body = body(Some(b"key"), Some(b"value"), &headers);
        assert_eq!((body.key(), body.value()), (Some(&b"key"[..]), Some(&b"value"[..])));
        let mut back = Vec::new();
        body.headers(&mut back);
        assert_eq!(back, headers);
    }

    #[test]
    fn a_control_records_body_has_nothing() {
        let body = Body::empty();
        assert_eq!((body.key(), body.value(), body.bytes()), (None, None, 0));
    }

    #[test]
    fn a_batch_of_one_has_the_size_that_kafka_gives_it() {
        assert_eq!(batch_bytes(None, None, &[]), 61 + 1 + 6);
        assert_eq!(batch_bytes(Some(b"k"), Some(&[0; 100]), &[]), 61 + 2 + 3 + 2 + 102 + 1);
        assert_eq!(batch_bytes(None, Some(b"v"), &[Header { name: b"n", value: None }]), 61 + 1 + 3 + 1 + 2 + 1 + 3);
    }
}
