//! Random choices, and random changes to bytes.

use std::path::Path;

/// SplitMix64: the same seed always makes the same choices.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// The files of a folder of `tests/corpus/`, in the order of their names.
pub fn corpus(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let files: Vec<_> = paths.iter().map(|path| std::fs::read(path).expect("read")).collect();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// Every line of the files of a folder.
pub fn corpus_lines(folder: &str) -> Vec<Vec<u8>> {
    let files = corpus(folder);
    let lines = files.iter().flat_map(|file| file.split(|byte| *byte == b'\n'));
    lines.filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
}

const NUMBERS: [&[u8]; 12] = [
    b"0",
    b"-1",
    b"-0",
    b"1e999",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775808",
    b"2147483647",
    b"18446744073709551616",
    b"0.1e-400",
    b"NaN",
    b"1000000000000",
];

const BYTES: [&[u8]; 14] = [
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\"",
    b"'",
    b"\\u0000",
    b"\\ud800",
    b"\n",
    b"\r\n",
    b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01",
];

/// The longest that mutations make an input.
const BYTES_MAX: usize = 64 << 10;

/// Changes `input` a few times: bits, bytes, parts taken out, doubled, moved, repeated many times, taken from `others`, and
/// words that mean something (`words`) put in.
pub fn mutate(input: &[u8], others: &[Vec<u8>], words: &[&str], random: &mut Random) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let part = |bytes: &[u8], random: &mut Random| {
            let start = random.below(bytes.len() + 1);
            let longest = if random.one_in(2) { 8 } else { bytes.len() };
            start..(start + random.below(longest + 1)).min(bytes.len())
        };
        match random.below(10) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 => {
                let range = part(&bytes, random);
                bytes.drain(range);
            }
            3 => {
                let range = part(&bytes, random);
                let copy = bytes[range].to_vec();
                bytes.splice(at..at, copy);
            }
            4 => {
                let range = part(&bytes, random);
                let copy = bytes[range.start..range.end.min(range.start + 24)].repeat(1 << random.below(10));
                bytes.splice(at..at, copy);
            }
            5 => {
                let other = random.pick(others);
                let range = part(other, random);
                bytes.splice(at..at, other[range].to_vec());
            }
            6 => {
                let word = *random.pick(&NUMBERS);
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                bytes.splice(at..at + digits, word.iter().copied());
            }
            7 => {
                let word = *random.pick(&BYTES);
                bytes.splice(at..at, word.iter().copied());
            }
            8 => bytes.truncate(at),
            _ if !words.is_empty() => {
                let word = random.pick(words).as_bytes();
                bytes.splice(at..at, word.iter().copied());
            }
            _ => bytes.push(b' '),
        }
        bytes.truncate(BYTES_MAX);
    }
    bytes
}
