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
/// Gaps that are kept.
const GAPS_MAX: usize = 64;
/// Gaps after the expected one that are tried before the key is parsed.
const LOOK_AHEAD: usize = 8;

/// The bytes between two values, and what they mean.
struct Gap {
    words: [u64; GAP_BYTES_MAX / 8],
    /// How many of the words count as a whole.
    whole_words: usize,
    /// Which bits of the word after those count.
    mask: u64,
    len: usize,
    /// Whether it begins the message: what opens an object must not be taken for a comma.
    first: bool,
    slot: u32,
}

impl Gap {
    fn new(bytes: &[u8], first: bool, slot: u32) -> Self {
        let mut words = [0; GAP_BYTES_MAX / 8];
        for (word, bytes) in words.iter_mut().zip(bytes.chunks(8)) {
            let mut padded = [0; 8];
            padded[..bytes.len()].copy_from_slice(bytes);
            *word = u64::from_le_bytes(padded);
        }
        // The last word is always compared under the mask, also when it is full: there is no word after the eighth.
        let whole_words = (bytes.len() - 1) / 8;
        let mask = u64::MAX >> (64 - 8 * (bytes.len() - 8 * whole_words));
        Self { words, whole_words, mask, len: bytes.len(), first, slot }
    }

    #[inline(always)]
    fn stands_at(&self, cursor: &Cursor<'_>, first: bool) -> bool {
        let bytes = cursor.chunk::<GAP_BYTES_MAX>();
        let (words, _) = bytes.as_chunks::<8>();
        for i in 0..self.whole_words {
            if u64::from_le_bytes(words[i]) != self.words[i] {
                return false;
            }
        }
        let last = u64::from_le_bytes(words[self.whole_words]) ^ self.words[self.whole_words];
        last & self.mask == 0 && self.first == first
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
        let known = self.gaps.get(*place..)?;
        let ahead = known.iter().take(1 + LOOK_AHEAD).position(|gap| gap.stands_at(cursor, first))?;
        *place += ahead;
        let gap = &known[ahead];
        cursor.advance(gap.len);
        Some(gap.slot)
    }

    /// Parses what lies before the next value, and remembers it as gap number `place`; `None` when the object is empty.
    #[cold]
    #[inline(never)]
    pub(super) fn parse(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: usize,
        first: bool,
    ) -> Result<Option<u32>, Fault> {
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
