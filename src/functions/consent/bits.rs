//! Bits of base64url text, read where they stand.

/// The bits of a part of a consent string, six for each character, first to last. Nothing is decoded but what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bits<'a>(&'a [u8]);

/// What a character stands for.
const SEXTETS: [u8; 256] = sextets();

impl<'a> Bits<'a> {
    /// `None`: empty, or something else than base64url (RFC 4648, section 5), which may be padded.
    pub(super) fn new(text: &'a str) -> Option<Self> {
        let bytes = text.trim_end_matches('=').as_bytes();
        // Without a branch in the loop it is done for many characters at once.
        let foreign = bytes.iter().fold(0, |foreign, byte| foreign | u8::from(!is_base64url(*byte)));
        (!bytes.is_empty() && foreign == 0).then_some(Self(bytes))
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.0.len() * 6
    }

    /// The whole number in `width` bits, of which there are 1 to 36; `None`: they are not all there.
    pub(super) fn int(self, at: usize, width: usize) -> Option<u64> {
        debug_assert!((1..=36).contains(&width));
        let end = at + width;
        let chars = self.0.get(at / 6..end.div_ceil(6))?;
        let bits = chars.iter().fold(0, |bits, byte| bits << 6 | u64::from(SEXTETS[usize::from(*byte)]));
        let behind = end.next_multiple_of(6) - end;
        Some(bits >> behind & ((1 << width) - 1))
    }

    /// A single bit.
    pub(super) fn bit(self, at: usize) -> Option<bool> {
        let byte = self.0.get(at / 6)?;
        Some(SEXTETS[usize::from(*byte)] >> (5 - at % 6) & 1 == 1)
    }

    /// The numbers, from 1 on, of the bits that are set among the `count` ones from there on.
    pub(super) fn set(self, at: usize, count: usize) -> Option<Vec<i32>> {
        (at + count <= self.len()).then(|| {
            let bits = (at..at + count).map(|place| self.bit(place) == Some(true));
            bits.zip(1..).filter_map(|(set, number)| set.then_some(number)).collect()
        })
    }
}

const fn is_base64url(byte: u8) -> bool {
    (byte.wrapping_sub(b'A') < 26)
        | (byte.wrapping_sub(b'a') < 26)
        | (byte.wrapping_sub(b'0') < 10)
        | (byte == b'-')
        | (byte == b'_')
}

const fn sextets() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut sextets = [0; 256];
    let mut at = 0;
    while at < alphabet.len() {
        sextets[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    sextets
}
