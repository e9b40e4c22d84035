//! The events between two commits: one copy of every payload, in two arenas, and 56 bytes of bookkeeping an event.

use arrow::buffer::Buffer;

use crate::broker::{Header, Message, Partition};
use crate::clock::UnixMillis;
use crate::codec::{ARENA_PADDING, Span};

/// One event of a window: where it came from, and where its bytes lie.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// Where it was read.
    pub partition: Partition,
    /// Its offset.
    pub offset: i64,
    /// Its timestamp, -1 when it has none.
    pub timestamp: UnixMillis,
    /// In the value arena; `None` is a tombstone.
    pub value: Option<Span>,
    /// In the key arena.
    pub key: Option<Span>,
    /// In the key arena, as [`write_headers`] lays them out; empty when there are none.
    pub headers: Span,
}

/// A window that is being filled.
#[derive(Default)]
pub struct OpenWindow {
    values: Vec<u8>,
    keys: Vec<u8>,
    events: Vec<Event>,
    /// Bytes of memory that the windows before it have used.
    used: usize,
}

/// Events of a window are expected to have so many bytes at least, where its limits leave that open.
const EVENT_BYTES: usize = 64;

impl OpenWindow {
    /// With room for so much. What is not used takes no memory: the system gives it page by page.
    pub fn with_room(values_bytes: usize, events: usize) -> Self {
        let (mut values, mut room) = (Vec::new(), Vec::new());
        // Where there is not so much it grows as it is filled.
        let _ = values.try_reserve_exact(values_bytes.saturating_add(ARENA_PADDING));
        let _ = room.try_reserve_exact(events.min(values_bytes / EVENT_BYTES));
        Self { values, keys: Vec::new(), events: room, used: 0 }
    }

    /// Copies a message into the window.
    pub fn push(&mut self, message: &Message<'_>) {
        let value = message.value.map(|value| {
            let span = append(&mut self.values, value);
            // The byte between two values that decoders count on: no UTF-8 sequence or escape crosses it.
            self.values.push(b' ');
            span
        });
        let key = message.key.map(|key| append(&mut self.keys, key));
        let start = self.keys.len();
        write_headers(&mut self.keys, message.headers);
        let headers = Span { start: start as u32, len: (self.keys.len() - start) as u32 };
        let Message { partition, offset, timestamp, .. } = *message;
        self.events.push(Event { partition, offset, timestamp, value, key, headers });
    }

    /// How many events it holds.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether it holds no event.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Bytes of memory used.
    pub fn memory_bytes(&self) -> usize {
        used(self.used, &self.values, &self.keys, &self.events)
    }

    /// Takes the events of these partitions out. Their bytes stay until the window is released.
    pub fn remove(&mut self, partitions: &[Partition]) {
        self.events.retain(|event| !partitions.contains(&event.partition));
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.used = self.memory_bytes();
        self.values.clear();
        self.keys.clear();
        self.events.clear();
    }

    /// Closes the window for reading.
    pub fn seal(mut self) -> Window {
        self.values.resize(self.values.len() + ARENA_PADDING, b' ');
        self.keys.resize(self.keys.len() + ARENA_PADDING, b' ');
        let (events, used) = (in_order(self.events), self.used);
        Window { values: Buffer::from_vec(self.values), keys: Buffer::from_vec(self.keys), events, used }
    }
}

/// A closed window: its events in the order (topic, partition, offset).
pub struct Window {
    values: Buffer,
    keys: Buffer,
    events: Vec<Event>,
    used: usize,
}

impl Window {
    /// The events in the order (topic, partition, offset).
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The first event of a partition.
    pub fn first_of(&self, partition: Partition) -> Option<&Event> {
        let at = self.events.partition_point(|event| event.partition < partition);
        self.events.get(at).filter(|event| event.partition == partition)
    }

    /// The arena that [`Event::value`] points into.
    pub fn values(&self) -> &Buffer {
        &self.values
    }

    /// The arena that [`Event::key`] and [`Event::headers`] point into.
    pub fn keys(&self) -> &Buffer {
        &self.keys
    }

    /// An event's value.
    pub fn value(&self, event: &Event) -> Option<&[u8]> {
        event.value.map(|span| span.of(&self.values))
    }

    /// An event's key.
    pub fn key(&self, event: &Event) -> Option<&[u8]> {
        event.key.map(|span| span.of(&self.keys))
    }

    /// An event's headers, in their order.
    pub fn headers(&self, event: &Event) -> HeaderIter<'_> {
        HeaderIter { rest: event.headers.of(&self.keys) }
    }

    /// Bytes of keys, values and headers.
    pub fn payload_bytes(&self) -> usize {
        self.values.len() + self.keys.len() - 2 * ARENA_PADDING
    }

    /// Bytes of memory used.
    pub fn memory_bytes(&self) -> usize {
        used(self.used, &self.values, &self.keys, &self.events)
    }

    /// Gives the memory back for the next window, unless something else still looks at it.
    pub fn recycle(self) -> Option<OpenWindow> {
        let used = self.memory_bytes();
        let empty = |buffer: Buffer| buffer.into_vec::<u8>().ok().map(emptied);
        let (values, keys) = (empty(self.values)?, empty(self.keys)?);
        Some(OpenWindow { values, keys, events: emptied(self.events), used })
    }
}

fn emptied<T>(mut full: Vec<T>) -> Vec<T> {
    full.clear();
    full
}

/// What is in use now, or was before: memory that was used once stays.
fn used(before: usize, values: &[u8], keys: &[u8], events: &[Event]) -> usize {
    before.max(values.len() + keys.len() + size_of_val(events))
}

/// The events in the order (topic, partition, offset). They arrive in runs of one partition, and in order within each
/// partition: so only the runs are sorted, and each event is moved once.
fn in_order(events: Vec<Event>) -> Vec<Event> {
    let mut runs: Vec<&[Event]> = events.chunk_by(|a, b| a.partition == b.partition).collect();
    if runs.is_sorted_by_key(|run| run[0].partition) {
        return events;
    }
    runs.sort_by_key(|run| run[0].partition);
    let mut ordered = Vec::with_capacity(events.capacity());
    runs.into_iter().for_each(|run| ordered.extend_from_slice(run));
    ordered
}

fn append(arena: &mut Vec<u8>, bytes: &[u8]) -> Span {
    let start = arena.len();
    arena.extend_from_slice(bytes);
    Span { start: start as u32, len: bytes.len() as u32 }
}

/// Lays headers out as `name length, name, value length + 1 (0: null), value`, lengths as u32 little endian.
fn write_headers(arena: &mut Vec<u8>, headers: &[Header<'_>]) {
    for header in headers {
        arena.extend_from_slice(&(header.name.len() as u32).to_le_bytes());
        arena.extend_from_slice(header.name);
        arena.extend_from_slice(&header.value.map_or(0, |value| value.len() as u32 + 1).to_le_bytes());
        arena.extend_from_slice(header.value.unwrap_or_default());
    }
}

/// Reads what [`write_headers`] wrote.
pub struct HeaderIter<'a> {
    rest: &'a [u8],
}

impl<'a> HeaderIter<'a> {
    fn length(&mut self) -> Option<usize> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(u32::from_le_bytes(*length) as usize)
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }
}

impl<'a> Iterator for HeaderIter<'a> {
    type Item = Header<'a>;

    fn next(&mut self) -> Option<Header<'a>> {
        let length = self.length()?;
        let name = self.bytes(length)?;
        let value = match self.length()? {
            0 => None,
            length => Some(self.bytes(length - 1)?),
        };
        Some(Header { name, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<'a>(number: i32, offset: i64, value: Option<&'a [u8]>, headers: &'a [Header<'a>]) -> Message<'a> {
        Message { partition: Partition { topic: 0, number }, offset, timestamp: 1, key: Some(b"k"), value, headers }
    }

    #[test]
    fn a_sealed_window_is_in_the_order_topic_partition_offset_and_has_every_byte() {
        let headers = [Header { name: b"\xff", value: None }, Header { name: b"h", value: Some(b"") }];
        let mut open = OpenWindow::default();
        open.push(&message(1, 7, Some(b"one"), &headers));
        open.push(&message(0, 3, None, &[]));
        open.push(&message(1, 9, Some(b"two"), &[]));
        let window = open.seal();
        let seen: Vec<_> = window.events().iter().map(|e| (e.partition.number, e.offset, window.value(e))).collect();
        assert_eq!(seen, [(0, 3, None), (1, 7, Some(&b"one"[..])), (1, 9, Some(&b"two"[..]))]);
        assert_eq!(window.headers(&window.events()[1]).collect::<Vec<_>>(), headers);
        assert_eq!(window.headers(&window.events()[2]).count(), 0);
        assert!(window.values().len() >= "one two ".len() + ARENA_PADDING);
    }

    #[test]
    fn a_recycled_window_keeps_its_memory_and_nothing_else() {
        let mut open = OpenWindow::default();
        open.push(&message(0, 0, Some(&[b'x'; 1000]), &[]));
        let window = open.seal();
        let used = window.memory_bytes();
        let recycled = window.recycle().expect("nobody looks at it");
        assert!(recycled.is_empty() && recycled.values.is_empty() && recycled.values.capacity() >= 1000);
        assert_eq!(recycled.memory_bytes(), used);
        let window = recycled.seal();
        let looking = window.values().clone();
        assert!(window.recycle().is_none());
        drop(looking);
    }

    #[test]
    fn removing_partitions_leaves_the_events_of_the_others() {
        let mut open = OpenWindow::default();
        open.push(&message(0, 0, Some(b"a"), &[]));
        open.push(&message(1, 0, Some(b"b"), &[]));
        open.remove(&[Partition { topic: 0, number: 0 }]);
        let window = open.seal();
        assert_eq!(window.events().len(), 1);
        assert_eq!(window.value(&window.events()[0]), Some(&b"b"[..]));
    }
}
