//! Seeded choices.

/// The same seed always makes the same choices.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit as u64) as usize
    }

    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Bits of a random length, so that small numbers are as likely as large ones.
    pub(super) fn integer(&mut self) -> i64 {
        let shift = self.below(64);
        (self.bits() as i64) >> shift
    }

    /// Text with characters of every width and everything that must be escaped.
    pub(super) fn text(&mut self) -> String {
        const CHARACTERS: [char; 20] = [
            'a', 'b', 'z', '0', ' ', '/', '"', '\\', '\n', '\t', '\u{0}', '\u{8}', '\u{c}', '\u{1f}', '\u{7f}', 'é',
            '€', '😀', '\u{fffd}', '{',
        ];
        let len = self.pick(&[0, 1, 3, 11, 12, 13, 15, 16, 17, 31, 32, 33, 70]);
        let plain = self.percent(60);
        (0..len).map(|_| if plain { 'x' } else { self.pick(&CHARACTERS) }).collect()
    }
}
