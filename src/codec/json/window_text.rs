//! The text of a window: its arena, as it nearly always is, or else a copy of what can be read.

use arrow::buffer::Buffer;

use super::fault::{Fault, Problem};
use super::unchecked::{Reader, TextBuffer};
use crate::codec::{ARENA_PADDING, Span};

/// Arrow counts positions in a buffer with 31 bits.
const END_MAX: usize = i32::MAX as usize;

/// Where a span ends.
pub(super) fn end(span: Span) -> usize {
    span.start as usize + span.len as usize
}

/// Bytes that are UTF-8, in which every value is followed by a blank and padding.
pub(super) struct WindowText {
    text: TextBuffer,
    /// Where each value lies in a copy; `None` when there is no copy.
    moved: Option<Vec<Result<Span, Fault>>>,
}

impl WindowText {
    /// # Panics
    /// When a value lies outside of the arena.
    pub(super) fn new(arena: &Buffer, values: &[Span]) -> Self {
        let usable = arena.len().saturating_sub(ARENA_PADDING).min(END_MAX);
        let fits = values.iter().all(|span| end(*span) <= usable && arena.get(end(*span)) == Some(&b' '));
        match TextBuffer::new(arena.clone()) {
            Some(text) if fits => Self { text, moved: None },
            _ => Self::copy(arena, values),
        }
    }

    /// The values one after the other, without those that cannot be read.
    #[cold]
    fn copy(arena: &[u8], values: &[Span]) -> Self {
        let mut copy = String::new();
        let mut place = |span: Span| {
            if end(span) > END_MAX || copy.len() + span.len as usize >= END_MAX {
                return Err(Fault::new(Problem::TooLarge, "an earlier place", span.start as usize));
            }
            let value = std::str::from_utf8(span.of(arena))
                .map_err(|error| Fault::new(Problem::Utf8, "UTF-8", span.start as usize + error.valid_up_to()))?;
            let start = copy.len() as u32;
            copy.push_str(value);
            copy.push(' ');
            Ok(Span { start, len: span.len })
        };
        let moved = Some(values.iter().map(|span| place(*span)).collect());
        Self { text: TextBuffer::from_text(&copy), moved }
    }

    /// All of it.
    pub(super) fn text(&self) -> &TextBuffer {
        &self.text
    }

    /// Value number `index`, which lies at `span` of the arena. The fault's position is one of the arena.
    #[inline(always)]
    pub(super) fn reader(&self, index: usize, span: Span) -> Result<Reader<'_>, Fault> {
        let span = match &self.moved {
            None => span,
            Some(places) => places[index]?,
        };
        let reader = Reader::new(self.text.bytes(), span.start as usize, end(span));
        reader.ok_or_else(|| Fault::new(Problem::TooLarge, "an earlier place", span.start as usize))
    }
}
