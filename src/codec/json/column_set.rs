//! A set of columns, by their number.

/// The first 64 columns stand apart, so that where there are no more, sets are numbers.
#[derive(Clone, Default)]
pub(super) struct ColumnSet {
    first: u64,
    rest: Vec<u64>,
}

impl ColumnSet {
    /// None of `columns` columns.
    pub(super) fn empty(columns: usize) -> Self {
        Self { first: 0, rest: vec![0; columns.div_ceil(64).saturating_sub(1)] }
    }

    #[inline(always)]
    fn word(&mut self, column: usize) -> &mut u64 {
        if column < 64 { &mut self.first } else { &mut self.rest[column / 64 - 1] }
    }

    /// Adds a column.
    #[inline(always)]
    pub(super) fn insert(&mut self, column: usize) {
        *self.word(column) |= 1 << (column % 64);
    }

    /// Takes a column out.
    #[inline(always)]
    pub(super) fn remove(&mut self, column: usize) {
        *self.word(column) &= !(1 << (column % 64));
    }

    /// Whether a column is in it.
    pub(super) fn contains(&self, column: usize) -> bool {
        let word = if column < 64 { self.first } else { self.rest[column / 64 - 1] };
        word >> (column % 64) & 1 == 1
    }

    /// Takes all columns out.
    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.first = 0;
        if !self.rest.is_empty() {
            self.rest.fill(0);
        }
    }

    /// Whether two sets of the same columns are equal.
    #[inline(always)]
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.first == other.first && (self.rest.is_empty() || self.rest == other.rest)
    }
}
