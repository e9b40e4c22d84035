//! What the compiler cannot check, all in one place: reading several bytes at once, and text that is known to be UTF-8.
//! Every function here is safe to call with any arguments.

use arrow::array::StringViewArray;
use arrow::buffer::{Buffer, NullBuffer, ScalarBuffer};

use super::cells::TextCell;
use crate::codec::ARENA_PADDING;

/// Bytes with [`ARENA_PADDING`] bytes to spare at their end.
#[derive(Clone, Copy)]
pub(super) struct Padded<'a> {
    bytes: &'a [u8],
    /// The last position from which [`ARENA_PADDING`] bytes can be read.
    limit: usize,
}

impl<'a> Padded<'a> {
    /// `None` when there are fewer than [`ARENA_PADDING`] bytes.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        Some(Self { bytes, limit: bytes.len().checked_sub(ARENA_PADDING)? })
    }

    /// The bytes up to `end`, without what follows.
    pub(super) fn until(self, end: usize) -> &'a [u8] {
        &self.bytes[..end]
    }

    /// `N` bytes from `at` on; zeros where too few follow, which no caller asks for: `at` lies within a value or at its
    /// end.
    #[inline(always)]
    pub(super) fn chunk<const N: usize>(self, at: usize) -> &'a [u8; N] {
        const { assert!(N <= ARENA_PADDING, "padding is too short") };
        if at > self.limit {
            return beyond_padding();
        }
        // SAFETY: `at <= limit`, so `at + N <= limit + ARENA_PADDING = bytes.len()`: the N bytes lie within `bytes`, which
        // outlives 'a and is only read; an array of bytes needs no alignment.
        unsafe { &*self.bytes.as_ptr().add(at).cast::<[u8; N]>() }
    }
}

#[cold]
#[inline(never)]
fn beyond_padding<'a, const N: usize>() -> &'a [u8; N] {
    debug_assert!(false, "read beyond the padding");
    const { &[0; N] }
}

/// One bit for each byte that ends a run of plain text in a JSON string: a quote, a backslash or a control character.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn string_stops(chunk: &[u8; 16]) -> u32 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    };
    // SAFETY: SSE2 is part of x86-64, and an unaligned load of 16 bytes from a reference to 16 bytes is valid.
    unsafe {
        let bytes = _mm_loadu_si128(chunk.as_ptr().cast::<__m128i>());
        let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
        let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
        let control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)) as u32
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable_string_stops as string_stops;

/// [`string_stops`] without vector instructions: eight bytes at a time.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[inline(always)]
pub(super) fn portable_string_stops(chunk: &[u8; 16]) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    // The top bit of each byte that is zero. Exact, unlike the shorter form whose borrow reaches the next byte.
    let zero = |x: u64| !(((x & !TOPS) + !TOPS) | x) & TOPS;
    let stops = |x: u64| {
        let control = zero(x & (ONES * 0xE0));
        zero(x ^ (ONES * u64::from(b'"'))) | zero(x ^ (ONES * u64::from(b'\\'))) | control
    };
    // Gathers the eight top bits: each lands on its own bit of the highest byte.
    let gather = |tops: u64| ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
    let all = u128::from_le_bytes(*chunk);
    gather(stops(all as u64)) | gather(stops((all >> 64) as u64)) << 8
}

/// A buffer that is UTF-8 throughout and ends in padding.
pub(super) struct TextBuffer(Buffer);

impl TextBuffer {
    /// `None` when the buffer is not UTF-8, or ends without padding.
    pub(super) fn new(buffer: Buffer) -> Option<Self> {
        let padded = buffer.len() >= ARENA_PADDING;
        (padded && simdutf8::basic::from_utf8(&buffer).is_ok()).then_some(Self(buffer))
    }

    /// A copy of some text with padding behind it.
    pub(super) fn from_text(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + ARENA_PADDING);
        bytes.extend_from_slice(text.as_bytes());
        bytes.resize(text.len() + ARENA_PADDING, b' ');
        Self(Buffer::from_vec(bytes))
    }

    /// The bytes.
    pub(super) fn padded(&self) -> Padded<'_> {
        Padded { bytes: &self.0, limit: self.0.len() - ARENA_PADDING }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        // SAFETY: both constructors hold only buffers that are UTF-8, and a `Buffer` does not change.
        unsafe { std::str::from_utf8_unchecked(&self.0) }
    }
}

/// Text cells as an array of views: into `arena` or, where a cell says so, into `side`.
///
/// # Panics
/// When a cell is no part of the text it points into.
pub(super) fn text_views(
    cells: &[u64],
    arena: &TextBuffer,
    side: &TextBuffer,
    nulls: Option<NullBuffer>,
) -> StringViewArray {
    let sources = [(arena.text(), arena.padded()), (side.text(), side.padded())];
    let views: Vec<u128> = cells
        .iter()
        .map(|&cell| {
            let TextCell { start, len, in_side } = TextCell::from_bits(cell);
            let (text, padded) = sources[usize::from(in_side)];
            assert!(
                text.is_char_boundary(start as usize) && text.is_char_boundary(start as usize + len as usize),
                "a text cell lies within its buffer and between two characters"
            );
            let head = u128::from_le_bytes(*padded.chunk::<16>(start as usize));
            view(head, u32::from(in_side), start, len)
        })
        .collect();
    let buffers = [arena.0.clone(), side.0.clone()];
    debug_assert!(StringViewArray::try_new(ScalarBuffer::from(views.clone()), buffers.clone(), nulls.clone()).is_ok());
    // SAFETY: each view names a range of a buffer that is UTF-8 and begins and ends between two characters, checked
    // above; up to 12 bytes stand in the view itself with zeros after them, else its first four.
    unsafe { StringViewArray::new_unchecked(ScalarBuffer::from(views), buffers, nulls) }
}

/// An Arrow view; `head` begins with the first bytes of the value.
#[inline(always)]
fn view(head: u128, block: u32, start: u32, len: u32) -> u128 {
    if len <= 12 {
        let inline = head & ((1 << (len * 8)) - 1);
        inline << 32 | u128::from(len)
    } else {
        let prefix = u128::from(head as u32);
        u128::from(len) | prefix << 32 | u128::from(block) << 64 | u128::from(start) << 96
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops_one_by_one(chunk: &[u8; 16]) -> u32 {
        chunk.iter().enumerate().filter(|&(_, &c)| c == b'"' || c == b'\\' || c < 0x20).fold(0, |bits, (i, _)| bits | 1 << i)
    }

    #[test]
    fn string_stops_agree_for_every_byte_at_every_place() {
        for place in 0..16 {
            for byte in 0..=255 {
                for filler in [b'a', b'"', 0, 0x1F, 0x20, 0x7F, 0x80, 0xFF, b'!', b'#', b'[', b']'] {
                    let mut chunk = [filler; 16];
                    chunk[place] = byte;
                    assert_eq!(string_stops(&chunk), stops_one_by_one(&chunk), "{chunk:?}");
                    assert_eq!(portable_string_stops(&chunk), stops_one_by_one(&chunk), "{chunk:?}");
                }
            }
        }
    }

    #[test]
    fn a_buffer_without_padding_or_not_utf8_is_no_text() {
        assert!(Padded::new(&[b' '; ARENA_PADDING - 1]).is_none());
        assert!(TextBuffer::new(Buffer::from_vec(vec![b' '; ARENA_PADDING - 1])).is_none());
        assert!(TextBuffer::new(Buffer::from_vec(vec![0xFF; ARENA_PADDING])).is_none());
        assert!(TextBuffer::new(Buffer::from_vec(vec![b' '; ARENA_PADDING])).is_some());
    }

    #[test]
    #[should_panic(expected = "between two characters")]
    fn a_cell_that_cuts_a_character_is_refused() {
        let arena = TextBuffer::from_text("é");
        let side = TextBuffer::from_text("");
        text_views(&[TextCell { start: 0, len: 1, in_side: false }.to_bits()], &arena, &side, None);
    }
}
