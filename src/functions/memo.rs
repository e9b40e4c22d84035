//! What a dear function gave for the rows of late.

use std::collections::HashMap;

use ahash::RandomState;

use super::output::Given;

/// Entries of a generation.
const ENTRIES_MAX: usize = 8192;
/// Bytes of a generation's keys.
const KEY_BYTES_MAX: usize = 2 << 20;
/// A key longer than this is not kept.
const KEY_BYTES_KEPT: usize = 16 << 10;

/// What a function gave, by a row's key. Holds two generations, each of at most 8192 rows and 2 MiB of keys: when the
/// younger is full, the older goes. A function gives the same for the same row, so it matters to nobody when that is.
pub(super) struct Memo<T> {
    young: HashMap<Box<[u8]>, Given<T>, RandomState>,
    old: HashMap<Box<[u8]>, Given<T>, RandomState>,
    young_bytes: usize,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { young: HashMap::default(), old: HashMap::default(), young_bytes: 0 }
    }
}

impl<T> Memo<T> {
    /// Hands what the function gives for that key to `then`.
    pub(super) fn with<R>(
        &mut self,
        key: &[u8],
        work: impl FnOnce() -> Given<T>,
        then: impl FnOnce(&Given<T>) -> R,
    ) -> R {
        if let Some(known) = self.young.get(key) {
            return then(known);
        }
        let given = self.old.remove(key).unwrap_or_else(work);
        if key.len() > KEY_BYTES_KEPT {
            return then(&given);
        }
        if self.young.len() >= ENTRIES_MAX || self.young_bytes + key.len() > KEY_BYTES_MAX {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += key.len();
        let result = then(&given);
        self.young.insert(key.into(), given);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_was_seen_of_late_is_not_worked_out_again() {
        let mut memo = Memo::default();
        let mut times = 0;
        for _ in 0..3 {
            let given = memo.with(
                b"key",
                || {
                    times += 1;
                    Ok(Some(7))
                },
                |given| *given,
            );
            assert_eq!(given, Ok(Some(7)));
        }
        assert_eq!(times, 1);
    }

    #[test]
    fn it_holds_two_generations_at_most() {
        let mut memo = Memo::default();
        for n in 0..10 * ENTRIES_MAX as u64 {
            memo.with(&n.to_le_bytes(), || Ok(Some(n)), |given| assert_eq!(*given, Ok(Some(n))));
            assert!(memo.young.len() + memo.old.len() <= 2 * ENTRIES_MAX);
        }
        memo.with(&vec![0; KEY_BYTES_KEPT + 1], || Ok(Some(0)), |_| ());
        let large = vec![1; KEY_BYTES_KEPT];
        for n in 0..4 * KEY_BYTES_MAX / KEY_BYTES_KEPT {
            memo.with(&[&large[8..], &n.to_le_bytes()].concat(), || Ok(Some(0)), |_| ());
            assert!(memo.young_bytes <= KEY_BYTES_MAX);
        }
    }
}
