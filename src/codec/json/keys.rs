//! Which column comes next: what stood between two values of earlier messages is expected again.
//!
//! Producers write the same keys in the same order, so the bytes from the end of one value to the start of the next are
//! nearly always the same, white space included. They are compared as a whole, first with what stood at the same place
//! in earlier messages, then with what stood right after it, for keys that are absent now and then. Only what is new is
//! parsed.

use ahash::RandomState;
use hashbrown::HashMap;

use super::fault::{Fault, Problem};
use super::scan::Cursor;

/// Stands for a key that no column is called.
pub(super) const UNWANTED: u32 = u32::MAX;

/// Bytes between two values that can be learned.
const GAP_BYTES_MAX: usize = 64;
/// Gaps that are kept: more than events have keys. Behind the last of them every key is parsed, which takes five times as long.
const GAPS_MAX: usize = 512;
/// Gaps after the expected one that are tried before the key is parsed.
const LOOK_AHEAD: usize = 8;

/// The bytes between two values, and what they mean.
struct Gap {
    words: [u64; GAP_BYTES_MAX / 8],
    /// Which bits of each word count.
    masks: [u64; GAP_BYTES_MAX / 8],
    len: usize,
    /// Whether it begins the message: what opens an object must not be taken for a comma.
    first: bool,
    slot: u32,
}

impl Gap {
    fn new(bytes: &[u8], first: bool, slot: u32) -> Self {
        let word = |bytes: &[u8]| {
            let mut padded = [0; 8];
            padded[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(padded)
        };
        let (mut words, mut masks) = ([0; GAP_BYTES_MAX / 8], [0; GAP_BYTES_MAX / 8]);
        for (i, bytes) in bytes.chunks(8).enumerate() {
            words[i] = word(bytes);
            masks[i] = word(&[0xFF; 8][..bytes.len()]);
        }
        Self { words, masks, len: bytes.len(), first, slot }
    }

    #[inline(always)]
    fn stands_at(&self, cursor: &Cursor<'_>, first: bool) -> bool {
        let (words, _) = cursor.chunk::<GAP_BYTES_MAX>().as_chunks::<8>();
        let differs = |i: usize| (u64::from_le_bytes(words[i]) ^ self.words[i]) & self.masks[i];
        // Four words without a branch between them: most gaps are no longer, and which word differs is not predictable.
        let short = differs(0) | differs(1) | differs(2) | differs(3);
        let long = || differs(4) | differs(5) | differs(6) | differs(7);
        short == 0 && self.first == first && (self.len <= 32 || long() == 0)
    }
}

/// Finds columns by key.
pub(super) struct Keys {
    slots: HashMap<Box<[u8]>, u32, RandomState>,
    gaps: Vec<Gap>,
}

impl Keys {
    /// For columns of these names, in their order.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { slots: names.map(|name| name.as_bytes().into()).zip(0..).collect(), gaps: Vec::new() }
    }

    /// Skips what lies before the next value, if it is known; gives the value's column, and moves `place`, the number
    /// of the gap, to the one that stood there.
    #[inline(always)]
    pub(super) fn expect(&self, cursor: &mut Cursor<'_>, place: &mut usize, first: bool) -> Option<u32> {
        let gap = match self.gaps.get(*place) {
            Some(gap) if gap.stands_at(cursor, first) => gap,
            _ => self.look_ahead(cursor, place, first)?,
        };
        cursor.advance(gap.len).then_some(gap.slot)
    }

    fn look_ahead(&self, cursor: &Cursor<'_>, place: &mut usize, first: bool) -> Option<&Gap> {
        let after = self.gaps.get(*place + 1..)?;
        let skipped = after.iter().take(LOOK_AHEAD).position(|gap| gap.stands_at(cursor, first))?;
        *place += 1 + skipped;
        Some(&after[skipped])
    }

    /// Parses what lies before the next value, and remembers it as gap number `place`; `None` when the object is empty.
    #[cold]
    #[inline(never)]
    pub(super) fn parse(&mut self, cursor: &mut Cursor<'_>, place: usize, first: bool) -> Result<Option<u32>, Fault> {
        let start = cursor.at();
        cursor.skip_space();
        if !first {
            cursor.expect(b',', "a comma or }")?;
        } else if cursor.peek() != b'{' {
            return Err(cursor.fault(Problem::WrongType, "an object"));
        } else if !cursor.begin(true, 1)? {
            return Ok(None);
        }
        let key = cursor.key()?;
        let slot = self.slots.get(&*key).copied().unwrap_or(UNWANTED);
        self.learn(cursor.since(start), place, first, slot);
        Ok(Some(slot))
    }

    fn learn(&mut self, bytes: &[u8], place: usize, first: bool, slot: u32) {
        if bytes.len() > GAP_BYTES_MAX || place > self.gaps.len() {
            return;
        }
        let gap = Gap::new(bytes, first, slot);
        if self.gaps.len() < GAPS_MAX {
            self.gaps.insert(place, gap);
        } else if let Some(old) = self.gaps.get_mut(place) {
            *old = gap;
        }
    }
}
