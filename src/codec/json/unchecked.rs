//! What the compiler cannot check, all in one place: reading several bytes at once, and text that is known to be UTF-8.
//! Every function here is safe to call with any arguments.

use arrow::array::StringViewArray;
use arrow::buffer::{Buffer, NullBuffer, ScalarBuffer};

use super::cells::TextCell;
use crate::codec::ARENA_PADDING;

/// A place in a message, which can be read from without checking for the end of the message at every byte.
///
/// What makes that sound, and every method keeps: `at <= end`; `bytes[end]` is a blank; `end + ARENA_PADDING <=
/// bytes.len()`. So at any time [`ARENA_PADDING`] bytes can be read from `at` on, and a byte there that is not a blank
/// lies within the message, or the message has ended before it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    /// At the start of the message `start..end`. `None` unless a blank and [`ARENA_PADDING`] bytes follow it.
    #[inline(always)]
    pub(super) fn new(bytes: &'a [u8], start: usize, end: usize) -> Option<Self> {
        let holds = start <= end && bytes.len() - end.min(bytes.len()) >= ARENA_PADDING && bytes[end] == b' ';
        holds.then_some(Self { bytes, at: start, end })
    }

    /// The position, from the start of the arena.
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    #[inline(always)]
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.end
    }

    /// The message from here on.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..self.end]
    }

    /// A part of the arena.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a [u8] {
        &self.bytes[start..end]
    }

    /// The next `N` bytes, which may reach beyond the message.
    #[inline(always)]
    pub(super) fn chunk<const N: usize>(&self) -> &'a [u8; N] {
        self.chunk_at(self.at)
    }

    /// `N` bytes from `at` on, which must not lie behind the end.
    #[inline(always)]
    fn chunk_at<const N: usize>(&self, at: usize) -> &'a [u8; N] {
        const { assert!(N <= ARENA_PADDING, "padding is too short") };
        debug_assert!(at <= self.end);
        // SAFETY: all callers pass `at <= end`, so `at + N <= end + ARENA_PADDING <= bytes.len()`: the bytes lie within
        // `bytes`, which outlives 'a and is only read; an array of bytes needs no alignment.
        unsafe { &*self.bytes.as_ptr().add(at).cast::<[u8; N]>() }
    }

    /// The next byte; a blank at the end.
    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        self.chunk::<1>()[0]
    }

    /// Goes to a position between the start of the arena and the end of the message.
    pub(super) fn rewind(&mut self, at: usize) {
        self.at = at.min(self.end);
    }

    /// Skips some bytes; gives whether there are so many.
    #[inline(always)]
    pub(super) fn advance(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.end - self.at;
        if enough {
            self.at += bytes;
        }
        enough
    }

    /// Skips `byte` if it stands here.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        // At the end stands a blank.
        if self.peek() != byte || byte == b' ' && self.at == self.end {
            return false;
        }
        self.at += 1;
        true
    }

    /// Skips `word` if it stands here.
    #[inline(always)]
    pub(super) fn take_word<const N: usize>(&mut self, word: &[u8; N]) -> bool {
        self.chunk::<N>() == word && self.advance(N)
    }

    /// Skips a digit; gives its value.
    #[inline(always)]
    pub(super) fn take_digit(&mut self) -> Option<u64> {
        let digit = self.peek().wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        self.at += 1; // It is no blank, so it lies before the end.
        Some(digit.into())
    }

    /// Skips eight digits; gives the number they make.
    #[inline(always)]
    pub(super) fn take_eight_digits(&mut self) -> Option<u64> {
        let number = eight_digits(*self.chunk())?;
        self.at += 8; // None of them is a blank, so all lie before the end.
        Some(number)
    }

    /// Skips white space.
    #[inline(always)]
    pub(super) fn skip_space(&mut self) {
        // One comparison where there is none.
        if self.peek() <= b' ' {
            self.skip_some_space();
        }
    }

    #[inline(never)]
    fn skip_some_space(&mut self) {
        while self.at < self.end && matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    /// Skips a string without escapes; gives the position and length of its content. `None` is anything else, and skips
    /// nothing.
    #[inline(always)]
    pub(super) fn take_plain_string(&mut self) -> Option<(usize, usize)> {
        if self.peek() != b'"' {
            return None;
        }
        // The quote is no blank, so the end lies behind it.
        let start = self.at + 1;
        let stop = self.string_stop(start);
        if stop >= self.end || self.chunk_at::<1>(stop)[0] != b'"' {
            return None;
        }
        self.at = stop + 1;
        Some((start, stop - start))
    }

    /// Skips the part of a string that needs no attention.
    pub(super) fn skip_plain_text(&mut self) {
        self.at = self.string_stop(self.at).min(self.end);
    }

    /// The first quote, backslash or control character from `at` on, or some place at or behind the end. `at` must not
    /// lie behind the end.
    #[inline(always)]
    fn string_stop(&self, mut at: usize) -> usize {
        loop {
            let stops = string_stops(self.chunk_at(at));
            if stops != 0 {
                return at + stops.trailing_zeros() as usize;
            }
            at += 16;
            if at >= self.end {
                return at;
            }
        }
    }
}

/// The number that eight digits make; `None` when one is no digit.
#[inline(always)]
fn eight_digits(chunk: [u8; 8]) -> Option<u64> {
    let digits = u64::from_le_bytes(chunk) ^ 0x3030_3030_3030_3030;
    if (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 {
        return None;
    }
    // Pairs, then fours, then all eight.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(1 + (10_000 << 32));
    Some(low.wrapping_add(high) >> 32)
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
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        // SAFETY: both constructors hold only buffers that are UTF-8, and a `Buffer` does not change.
        unsafe { std::str::from_utf8_unchecked(&self.0) }
    }

    /// The view of a cell in this buffer, which is number `number` of its array. It names a range that begins and ends
    /// between two characters; up to 12 bytes stand in the view itself with zeros after them, else its first four.
    ///
    /// # Panics
    /// When there is no such range.
    #[inline(always)]
    fn view(&self, TextCell { start, len, .. }: TextCell, number: u32) -> u128 {
        let (at, end) = (start as usize, start as usize + len as usize);
        // Padding follows every text, and a byte that continues a character is 0b10xx_xxxx.
        let head = self.0.get(at..).and_then(|rest| rest.first_chunk::<16>());
        let borders = (head.map(|head| head[0]), self.0.get(end));
        let between = |byte: u8| byte & 0xC0 != 0x80;
        match (head, borders) {
            (Some(head), (Some(first), Some(&behind))) if between(first) && between(behind) => {
                view(u128::from_le_bytes(*head), number, start, len)
            }
            _ => panic!("a text cell lies within its buffer and between two characters"),
        }
    }
}

/// The text cells of a column as views, made while the messages that they point into are still in the processor's cache.
pub(super) struct TextViews<'a> {
    arena: &'a TextBuffer,
    /// Of what lies in the arena; for the rest an empty text, until the end.
    views: Vec<u128>,
    /// Rows and cells whose text lies elsewhere.
    in_side: Vec<(usize, TextCell)>,
}

impl<'a> TextViews<'a> {
    /// For cells that point into `arena`, about so many.
    pub(super) fn new(arena: &'a TextBuffer, rows: usize) -> Self {
        Self { arena, views: Vec::with_capacity(rows), in_side: Vec::new() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.views.len()
    }

    /// Adds the next rows.
    ///
    /// # Panics
    /// When a cell is no part of the text it points into.
    pub(super) fn extend(&mut self, cells: &[u64]) {
        self.views.reserve(cells.len());
        for &cell in cells {
            let cell = TextCell::from_bits(cell);
            if cell.in_side {
                self.in_side.push((self.views.len(), cell));
                self.views.push(0);
            } else {
                self.views.push(self.arena.view(cell, 0));
            }
        }
    }

    /// The array; cells that do not point into the arena point into `side`.
    ///
    /// # Panics
    /// As [`TextViews::extend`].
    pub(super) fn finish(mut self, side: &TextBuffer, nulls: Option<NullBuffer>) -> StringViewArray {
        for (row, cell) in self.in_side {
            self.views[row] = side.view(cell, 1);
        }
        let (views, buffers) = (ScalarBuffer::from(self.views), [self.arena.0.clone(), side.0.clone()]);
        debug_assert!(StringViewArray::try_new(views.clone(), buffers.clone(), nulls.clone()).is_ok());
        // SAFETY: each view was made by `TextBuffer::view` of the buffer that its number names.
        unsafe { StringViewArray::new_unchecked(views, buffers, nulls) }
    }
}

/// Texts as views: each by the number of its buffer, its start and its length. `None` when one is not UTF-8 or lies outside.
pub(in crate::codec) fn checked_text_views(
    texts: impl ExactSizeIterator<Item = (usize, u32, u32)>,
    buffers: [Buffer; 2],
    nulls: Option<NullBuffer>,
) -> Option<StringViewArray> {
    let mut views = Vec::with_capacity(texts.len());
    for (number, start, len) in texts {
        let rest = buffers.get(number)?.get(start as usize..)?;
        let text = rest.get(..len as usize)?;
        if !text.is_ascii() && simdutf8::basic::from_utf8(text).is_err() {
            return None;
        }
        let head = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; 16];
            padded[..rest.len()].copy_from_slice(rest);
            padded
        });
        views.push(view(u128::from_le_bytes(head), number as u32, start, len));
    }
    let views = ScalarBuffer::from(views);
    debug_assert!(StringViewArray::try_new(views.clone(), buffers.clone(), nulls.clone()).is_ok());
    // SAFETY: each view names a range of a buffer that was found to be UTF-8; up to 12 bytes stand in the view itself
    // with zeros after them, else its first four.
    Some(unsafe { StringViewArray::new_unchecked(views, buffers, nulls) })
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
        chunk
            .iter()
            .enumerate()
            .filter(|&(_, &c)| c == b'"' || c == b'\\' || c < 0x20)
            .fold(0, |bits, (i, _)| bits | 1 << i)
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
        assert!(TextBuffer::new(Buffer::from_vec(vec![b' '; ARENA_PADDING - 1])).is_none());
        assert!(TextBuffer::new(Buffer::from_vec(vec![0xFF; ARENA_PADDING])).is_none());
        assert!(TextBuffer::new(Buffer::from_vec(vec![b' '; ARENA_PADDING])).is_some());
    }

    #[test]
    fn a_message_needs_a_blank_and_padding_behind_it() {
        let bytes = [b' '; ARENA_PADDING + 2];
        assert!(Reader::new(&bytes, 0, 2).is_some());
        assert!(Reader::new(&bytes, 0, 3).is_none());
        assert!(Reader::new(&bytes, 2, 1).is_none());
        assert!(Reader::new(&bytes, 0, usize::MAX).is_none());
        let mut followed = bytes;
        followed[2] = b'7';
        assert!(Reader::new(&followed, 0, 2).is_none());
    }

    #[test]
    fn a_reader_never_leaves_its_message() {
        for byte in b"\"\\7 x\n" {
            // The same byte before the end and behind the blank at the end.
            for len in 0..40 {
                let mut bytes = vec![*byte; len + 1 + ARENA_PADDING];
                bytes[len] = b' ';
                let start = Reader::new(&bytes, 0, len).unwrap();
                let moves: [fn(&mut Reader<'_>); 10] = [
                    |reader| reader.skip_space(),
                    |reader| reader.skip_plain_text(),
                    |reader| _ = reader.take_plain_string(),
                    |reader| _ = reader.take_digit(),
                    |reader| _ = reader.take_eight_digits(),
                    |reader| _ = reader.take(b' '),
                    |reader| _ = reader.take(b'7'),
                    |reader| _ = reader.take_word(b"77 7"),
                    |reader| _ = reader.advance(3),
                    |reader| reader.rewind(reader.at() + 1),
                ];
                for step in moves {
                    let mut reader = start;
                    (0..50).for_each(|_| step(&mut reader));
                    assert!(reader.at() <= len, "{byte} {len}");
                }
            }
        }
    }

    #[test]
    fn texts_that_are_not_utf8_or_lie_outside_have_no_views() {
        let bytes = Buffer::from_vec(b"a\xC3\xA9, and more than twelve bytes".to_vec());
        let views = |texts: &[(usize, u32, u32)]| {
            checked_text_views(texts.iter().copied(), [bytes.clone(), Buffer::from_vec(b"short".to_vec())], None)
        };
        let all = [(0, 0, 3), (0, 3, 22), (0, 20, 0), (1, 1, 4)];
        let read = views(&all).expect("all are UTF-8");
        assert_eq!(read.iter().flatten().collect::<Vec<_>>(), ["aé", ", and more than twelve", "", "hort"]);
        for outside in [(0, 0, 2), (0, 2, 1), (1, 1, 5), (1, 6, 0), (2, 0, 0), (0, u32::MAX, u32::MAX)] {
            assert!(views(&[outside]).is_none(), "{outside:?}");
        }
    }

    #[test]
    #[should_panic(expected = "between two characters")]
    fn a_cell_that_cuts_a_character_is_refused() {
        let arena = TextBuffer::from_text("é");
        let side = TextBuffer::from_text("");
        let mut views = TextViews::new(&arena, 1);
        views.extend(&[TextCell { start: 0, len: 1, in_side: false }.to_bits()]);
        views.finish(&side, None);
    }
}
