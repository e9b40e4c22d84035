//! A cursor over one message: the grammar of JSON, strict and without allocation.

use std::borrow::Cow;

use super::fault::{Fault, Problem};
use super::unchecked::{Padded, string_stops};

/// Arrays and objects that may stand in one another, the message itself included.
const DEPTH_MAX: u32 = 127;

/// A place in a message.
///
/// Positions count from the start of the arena. At the end of the message [`Cursor::peek`] gives a NUL, which JSON has
/// no use for, so whoever looks for a certain byte needs no second check for the end.
pub(super) struct Cursor<'a> {
    padded: Padded<'a>,
    /// The arena up to the end of the message.
    bytes: &'a [u8],
    at: usize,
    /// Whether text must be copied, because the bytes do not live as long as the arrays.
    copies_text: bool,
}

/// A string, without its quotes.
#[derive(Clone, Copy)]
pub(super) struct RawText {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) escaped: bool,
}

/// A number, checked but not converted.
#[derive(Clone, Copy)]
pub(super) struct RawNumber<'a> {
    pub(super) text: &'a str,
    /// Whether it has neither a fraction nor an exponent.
    pub(super) whole: bool,
}

impl<'a> Cursor<'a> {
    /// At the start of the message that lies at `start..end`.
    #[inline(always)]
    pub(super) fn new(padded: Padded<'a>, start: usize, end: usize) -> Self {
        Self { padded, bytes: padded.until(end), at: start, copies_text: false }
    }

    /// Makes readers copy all text.
    pub(super) fn copying_text(self) -> Self {
        Self { copies_text: true, ..self }
    }

    /// Whether text must be copied.
    #[inline(always)]
    pub(super) fn copies_text(&self) -> bool {
        self.copies_text
    }

    /// The position.
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a position where it was before.
    pub(super) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    /// Goes on by some bytes.
    #[inline(always)]
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Whether nothing is left.
    #[inline(always)]
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next byte; NUL at the end.
    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        self.peek_at(self.at)
    }

    #[inline(always)]
    fn peek_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The next `N` bytes, which may reach beyond the message.
    #[inline(always)]
    pub(super) fn chunk<const N: usize>(&self) -> &'a [u8; N] {
        self.padded.chunk(self.at)
    }

    /// The bytes from `start` up to here.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        &self.bytes[start..self.at]
    }

    /// A fault here.
    #[cold]
    pub(super) fn fault(&self, problem: Problem, expected: &'static str) -> Fault {
        Fault::new(problem, expected, self.at)
    }

    #[cold]
    fn syntax(&self, expected: &'static str) -> Fault {
        self.fault(Problem::Syntax, expected)
    }

    /// Skips white space.
    #[inline(always)]
    pub(super) fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    /// Skips `byte` and the white space after it.
    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Fault> {
        if self.peek() != byte {
            return Err(self.syntax(expected));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    /// Skips `word` if it stands here.
    #[inline(always)]
    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        let found = self.bytes[self.at.min(self.bytes.len())..].starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// A string, from its opening quote on.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<RawText, Fault> {
        if self.peek() != b'"' {
            return Err(self.syntax("a string"));
        }
        let start = self.at + 1;
        let stop = self.string_stop(start);
        if self.peek_at(stop) == b'"' {
            self.at = stop + 1;
            return Ok(RawText { start, len: stop - start, escaped: false });
        }
        self.escaped_string(start, stop)
    }

    /// The first quote, backslash or control character from `at` on, or some place at or after the end.
    #[inline(always)]
    fn string_stop(&self, mut at: usize) -> usize {
        loop {
            let stops = string_stops(self.padded.chunk(at));
            if stops != 0 {
                return at + stops.trailing_zeros() as usize;
            }
            at += 16;
            if at >= self.bytes.len() {
                return at;
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn escaped_string(&mut self, start: usize, mut stop: usize) -> Result<RawText, Fault> {
        loop {
            self.at = stop.min(self.bytes.len());
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Ok(RawText { start, len: stop - start, escaped: true });
                }
                b'\\' => self.at += self.escape_len()?,
                _ => return Err(self.syntax("the rest of a string")),
            }
            stop = self.string_stop(self.at);
        }
    }

    /// The length of the escape that stands here.
    fn escape_len(&self) -> Result<usize, Fault> {
        match self.peek_at(self.at + 1) {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(2),
            b'u' if (2..6).all(|i| self.peek_at(self.at + i).is_ascii_hexdigit()) => Ok(6),
            _ => Err(self.syntax("an escape")),
        }
    }

    /// The text of a string; borrowed when it has no escapes.
    pub(super) fn text(&self, raw: RawText) -> Result<Cow<'a, [u8]>, Fault> {
        let bytes = &self.bytes[raw.start..raw.start + raw.len];
        if !raw.escaped {
            return Ok(Cow::Borrowed(bytes));
        }
        match unescape(bytes) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(at) => Err(Fault::new(Problem::Surrogate, "text", raw.start + at)),
        }
    }

    /// A number.
    #[inline(always)]
    pub(super) fn number(&mut self) -> Result<RawNumber<'a>, Fault> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        let leading_zero = self.peek() == b'0';
        let digits = self.digits()?;
        if leading_zero && digits > 1 {
            self.at -= digits - 1;
            return Err(self.syntax("no digit after a leading zero"));
        }
        let mut whole = true;
        if self.peek() == b'.' {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            whole = false;
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        // Made of ASCII, so this never fails; the check costs less than the conversion that follows.
        let text = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        Ok(RawNumber { text, whole })
    }

    /// Skips digits, at least one; gives how many.
    #[inline(always)]
    fn digits(&mut self) -> Result<usize, Fault> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.syntax("a digit"));
        }
        Ok(self.at - start)
    }

    /// A whole number: whether it has a minus sign, and its magnitude.
    #[inline(always)]
    pub(super) fn integer(&mut self, expected: &'static str) -> Result<(bool, u64), Fault> {
        let start = self.at;
        let negative = self.peek() == b'-';
        let first = start + usize::from(negative);
        let mut at = first;
        let mut magnitude = 0u64;
        while at < self.bytes.len() {
            let Some(eight) = eight_digits(*self.padded.chunk(at)) else { break };
            magnitude = magnitude.wrapping_mul(100_000_000).wrapping_add(eight);
            at += 8;
        }
        while self.peek_at(at).is_ascii_digit() {
            magnitude = magnitude.wrapping_mul(10).wrapping_add(u64::from(self.peek_at(at) - b'0'));
            at += 1;
        }
        // Up to 19 digits fit; everything unusual takes the slow way.
        let digits = at - first;
        let usual = digits == 1 || (2..=19).contains(&digits) && self.peek_at(first) != b'0';
        if usual && at <= self.bytes.len() && !matches!(self.peek_at(at), b'.' | b'e' | b'E') {
            self.at = at;
            return Ok((negative, magnitude));
        }
        self.unusual_integer(expected)
    }

    #[cold]
    #[inline(never)]
    fn unusual_integer(&mut self, expected: &'static str) -> Result<(bool, u64), Fault> {
        let start = self.at;
        let number = self.number()?;
        let (negative, digits) = match number.text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, number.text),
        };
        if !number.whole {
            return Err(Fault::new(Problem::WrongType, expected, start));
        }
        match digits.parse() {
            Ok(magnitude) => Ok((negative, magnitude)),
            Err(_) => Err(Fault::new(Problem::OutOfRange, expected, start)),
        }
    }

    /// Checks and skips any value; `depth` arrays and objects are open around it.
    #[inline(always)]
    pub(super) fn skip(&mut self, depth: u32) -> Result<(), Fault> {
        match self.peek() {
            b'"' => self.string().map(drop),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            _ => self.skip_other(depth),
        }
    }

    #[inline(never)]
    fn skip_other(&mut self, depth: u32) -> Result<(), Fault> {
        match self.peek() {
            b'[' | b'{' => self.skip_nested(depth),
            _ if self.take_word(b"true") || self.take_word(b"false") || self.take_word(b"null") => Ok(()),
            _ => Err(self.syntax("a value")),
        }
    }

    /// Checks and skips an array or object, without recursion: one bit of `objects` for each that is open.
    fn skip_nested(&mut self, depth: u32) -> Result<(), Fault> {
        let mut objects = 0u128;
        let mut open = 0;
        loop {
            let opens = self.peek();
            let mut more = if matches!(opens, b'[' | b'{') {
                open += 1;
                objects = objects << 1 | u128::from(opens == b'{');
                self.begin(opens == b'{', depth + open)?
            } else {
                self.skip(depth)?;
                self.another(objects & 1 == 1)?
            };
            while !more {
                objects >>= 1;
                open -= 1;
                if open == 0 {
                    return Ok(());
                }
                more = self.another(objects & 1 == 1)?;
            }
            if objects & 1 == 1 {
                self.string()?;
                self.skip_space();
                self.expect(b':', "a colon")?;
            }
        }
    }

    /// Begins an object or array, the `depth`th that is open: skips its bracket; gives whether it has items.
    pub(super) fn begin(&mut self, object: bool, depth: u32) -> Result<bool, Fault> {
        if depth > DEPTH_MAX {
            return Err(self.fault(Problem::TooDeep, "fewer levels"));
        }
        self.at += 1;
        self.skip_space();
        let empty = self.peek() == if object { b'}' } else { b']' };
        self.at += usize::from(empty);
        Ok(!empty)
    }

    /// After an item of an object or array: skips the comma or bracket; gives whether another item follows.
    pub(super) fn another(&mut self, object: bool) -> Result<bool, Fault> {
        let (bracket, expected) = if object { (b'}', "a comma or }") } else { (b']', "a comma or ]") };
        self.skip_space();
        if self.peek() == bracket {
            self.at += 1;
            return Ok(false);
        }
        self.expect(b',', expected)?;
        Ok(true)
    }

    /// A key and its colon, up to its value.
    pub(super) fn key(&mut self) -> Result<Cow<'a, [u8]>, Fault> {
        let raw = self.string()?;
        let key = self.text(raw)?;
        self.skip_space();
        self.expect(b':', "a colon")?;
        Ok(key)
    }

    /// Fails unless only white space is left.
    #[inline(always)]
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        self.skip_space();
        if self.is_at_end() { Ok(()) } else { Err(self.syntax("the end of the message")) }
    }

    /// Checks a message as JSON, whatever it holds.
    pub(super) fn document(&mut self) -> Result<(), Fault> {
        self.skip_space();
        self.skip(0)?;
        self.finish()
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

/// Text with its escapes resolved, which have been checked as far as the grammar goes; `Err` is where half of a
/// surrogate pair stands.
fn unescape(raw: &[u8]) -> Result<Vec<u8>, usize> {
    let mut text = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        if byte != b'\\' {
            text.push(byte);
            at += 1;
            continue;
        }
        let plain = match raw.get(at + 1) {
            Some(b'u') => {
                let (character, len) = unicode_escape(&raw[at..]).ok_or(at)?;
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                at += len;
                continue;
            }
            Some(b'b') => 0x08,
            Some(b'f') => 0x0C,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(&other) => other,
            None => return Err(at),
        };
        text.push(plain);
        at += 2;
    }
    Ok(text)
}

/// The character that one or two `\u` escapes stand for, and their length.
fn unicode_escape(raw: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = raw.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
    };
    let first = unit(0)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    let second = unit(6)?;
    let is_pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
    let joined = is_pair.then(|| 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))?;
    Some((char::from_u32(joined)?, 12))
}
