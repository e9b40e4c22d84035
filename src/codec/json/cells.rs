//! Decoded values before they are arrays: 64 bits each, with what does not fit beside them.

use super::fault::{Fault, Problem};

/// Where a text lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextCell {
    pub(super) start: u32,
    /// Less than 2 GiB.
    pub(super) len: u32,
    /// In [`Side::text`], not in the arena.
    pub(super) in_side: bool,
}

impl TextCell {
    const IN_SIDE: u64 = 1 << 31;

    /// As a cell. The cell 0 is the empty text at the start of the arena.
    #[inline(always)]
    pub(super) fn to_bits(self) -> u64 {
        u64::from(self.start) << 32 | u64::from(self.len) | if self.in_side { Self::IN_SIDE } else { 0 }
    }

    /// From a cell.
    #[inline(always)]
    pub(super) fn from_bits(cell: u64) -> Self {
        let len = (cell & (Self::IN_SIDE - 1)) as u32;
        Self { start: (cell >> 32) as u32, len, in_side: cell & Self::IN_SIDE != 0 }
    }
}

/// What does not lie in the arena and does not fit in a cell.
#[derive(Default)]
pub(super) struct Side {
    /// Texts that had escapes.
    pub(super) text: String,
    /// Bytes that were base64.
    pub(super) bytes: Vec<u8>,
    /// Decimals.
    pub(super) wide: Vec<i128>,
}

/// How much a [`Side`] held.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    text: usize,
    bytes: usize,
    wide: usize,
}

impl Side {
    /// How much it holds.
    #[inline(always)]
    pub(super) fn mark(&self) -> Mark {
        Mark { text: self.text.len(), bytes: self.bytes.len(), wide: self.wide.len() }
    }

    /// Forgets what came after `mark`.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.bytes.truncate(mark.bytes);
        self.wide.truncate(mark.wide);
    }

    /// Keeps a text; gives its cell.
    pub(super) fn put_text(&mut self, text: &[u8], at: usize) -> Result<u64, Fault> {
        let text = std::str::from_utf8(text).map_err(|_| Fault::new(Problem::Utf8, "text", at))?;
        let (start, len) = range(self.text.len(), text.len(), at)?;
        self.text.push_str(text);
        Ok(TextCell { start, len, in_side: true }.to_bits())
    }

    /// Keeps bytes; gives their cell.
    pub(super) fn put_bytes(&mut self, bytes: &[u8], at: usize) -> Result<u64, Fault> {
        let (start, len) = range(self.bytes.len(), bytes.len(), at)?;
        self.bytes.extend_from_slice(bytes);
        Ok(u64::from(start) << 32 | u64::from(len))
    }

    /// The bytes of a cell.
    pub(super) fn bytes_of(&self, cell: u64) -> &[u8] {
        let start = (cell >> 32) as usize;
        &self.bytes[start..start + cell as u32 as usize]
    }

    /// Keeps a decimal; gives its cell.
    pub(super) fn put_wide(&mut self, value: i128) -> u64 {
        self.wide.push(value);
        self.wide.len() as u64
    }

    /// The decimal of a cell; the cell 0, which stands under nulls, is 0.
    pub(super) fn wide_of(&self, cell: u64) -> i128 {
        cell.checked_sub(1).map_or(0, |index| self.wide[index as usize])
    }
}

/// Start and length, if both stay below 2 GiB.
fn range(start: usize, len: usize, at: usize) -> Result<(u32, u32), Fault> {
    match i32::try_from(start + len) {
        Ok(_) => Ok((start as u32, len as u32)),
        Err(_) => Err(Fault::new(Problem::TooLarge, "less text", at)),
    }
}
