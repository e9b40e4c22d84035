//! A cursor over one message: the grammar of JSON, strict and without allocation.

use std::borrow::Cow;

use super::fault::{Fault, Problem};
use super::unchecked::Reader;

/// Arrays and objects that may stand in one another, the message itself included.
const DEPTH_MAX: u32 = 127;

/// A place in a message; positions count from the start of the arena.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    reader: Reader<'a>,
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
    bytes: &'a [u8],
    /// Whether it has neither a fraction nor an exponent.
    whole: bool,
}

impl<'a> RawNumber<'a> {
    /// As text, for conversion.
    pub(super) fn text(&self) -> &'a str {
        std::str::from_utf8(self.bytes).expect("digits, signs, a point and an e are ASCII")
    }
}

impl<'a> Cursor<'a> {
    /// At the start of a message.
    #[inline(always)]
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self { reader, copies_text: false }
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
        self.reader.at()
    }

    /// Goes back to a position where it was before.
    pub(super) fn rewind(&mut self, at: usize) {
        self.reader.rewind(at);
    }

    /// Goes on by some bytes; gives whether there are so many.
    #[inline(always)]
    pub(super) fn advance(&mut self, bytes: usize) -> bool {
        self.reader.advance(bytes)
    }

    /// The next byte; a blank at the end.
    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        self.reader.peek()
    }

    /// Skips `byte` if it stands here.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        self.reader.take(byte)
    }

    /// The next `N` bytes, which may reach beyond the message.
    #[inline(always)]
    pub(super) fn chunk<const N: usize>(&self) -> &'a [u8; N] {
        self.reader.chunk()
    }

    /// The bytes from `start` up to here.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.reader.slice(start, self.at())
    }

    /// A fault here.
    #[inline(always)]
    pub(super) fn fault(&self, problem: Problem, expected: &'static str) -> Fault {
        Fault::new(problem, expected, self.at())
    }

    #[inline(always)]
    fn syntax(&self, expected: &'static str) -> Fault {
        self.fault(Problem::Syntax, expected)
    }

    /// Skips white space.
    #[inline(always)]
    pub(super) fn skip_space(&mut self) {
        self.reader.skip_space();
    }

    /// Skips `byte` and the white space after it.
    #[inline(always)]
    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Fault> {
        if !self.take(byte) {
            return Err(self.syntax(expected));
        }
        self.skip_space();
        Ok(())
    }

    /// Skips `word` if it stands here.
    #[inline(always)]
    pub(super) fn take_word<const N: usize>(&mut self, word: &[u8; N]) -> bool {
        self.reader.take_word(word)
    }

    /// A string without escapes, from its opening quote on: its start and length. `None` is anything else, and moves
    /// nothing.
    #[inline(always)]
    pub(super) fn plain_string(&mut self) -> Option<(usize, usize)> {
        self.reader.take_plain_string()
    }

    /// Any string, from its opening quote on.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<RawText, Fault> {
        match self.plain_string() {
            Some((start, len)) => Ok(RawText { start, len, escaped: false }),
            None => self.escaped_string(),
        }
    }

    #[cold]
    #[inline(never)]
    fn escaped_string(&mut self) -> Result<RawText, Fault> {
        if !self.take(b'"') {
            return Err(self.syntax("a string"));
        }
        let start = self.at();
        loop {
            self.reader.skip_plain_text();
            let stop = self.at();
            if self.take(b'"') {
                return Ok(RawText { start, len: stop - start, escaped: true });
            }
            if !self.take(b'\\') {
                return Err(self.syntax("the rest of a string"));
            }
            if !self.take_escape() {
                return Err(Fault::new(Problem::Syntax, "an escape", stop));
            }
        }
    }

    /// Skips what follows the backslash of an escape, if it is one.
    fn take_escape(&mut self) -> bool {
        match self.peek() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.advance(1),
            b'u' => self.chunk::<5>()[1..].iter().all(u8::is_ascii_hexdigit) && self.advance(5),
            _ => false,
        }
    }

    /// The text of a string; borrowed when it has no escapes.
    pub(super) fn text(&self, raw: RawText) -> Result<Cow<'a, [u8]>, Fault> {
        let bytes = self.reader.slice(raw.start, raw.start + raw.len);
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
        let start = self.at();
        self.take(b'-');
        let leading_zero = self.peek() == b'0';
        let digits = self.digits()?;
        if leading_zero && digits > 1 {
            return Err(Fault::new(Problem::Syntax, "no digit after a leading zero", self.at() - digits + 1));
        }
        let mut whole = true;
        if self.take(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            whole = false;
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(RawNumber { bytes: self.since(start), whole })
    }

    /// Skips digits, at least one; gives how many.
    #[inline(always)]
    fn digits(&mut self) -> Result<usize, Fault> {
        let start = self.at();
        // A copy, whose position can stay in a register.
        let mut reader = self.reader;
        while reader.take_eight_digits().is_some() {}
        while reader.take_digit().is_some() {}
        self.reader = reader;
        if self.at() == start { Err(self.syntax("a digit")) } else { Ok(self.at() - start) }
    }

    /// A whole number of up to 19 digits: whether it has a minus sign, and its magnitude. `None` is anything else, and
    /// moves nothing.
    #[inline(always)]
    pub(super) fn plain_integer(&mut self) -> Option<(bool, u64)> {
        // A copy, whose position can stay in a register.
        let mut reader = self.reader;
        let negative = reader.take(b'-');
        let (first, leading_zero) = (reader.at(), reader.peek() == b'0');
        let mut magnitude = 0u64;
        while let Some(eight) = reader.take_eight_digits() {
            magnitude = magnitude.wrapping_mul(100_000_000).wrapping_add(eight);
        }
        while let Some(digit) = reader.take_digit() {
            magnitude = magnitude.wrapping_mul(10).wrapping_add(digit);
        }
        let digits = reader.at() - first;
        let plain = digits == 1 || (2..=19).contains(&digits) && !leading_zero;
        if !plain || matches!(reader.peek(), b'.' | b'e' | b'E') {
            return None;
        }
        self.reader = reader;
        Some((negative, magnitude))
    }

    /// Any number that is whole and whose magnitude has 64 bits.
    pub(super) fn integer(&mut self, expected: &'static str) -> Result<(bool, u64), Fault> {
        let start = self.at();
        let number = self.number()?;
        let (negative, digits) = match number.text().strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, number.text()),
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
            b'"' if self.plain_string().is_some() => Ok(()),
            b'-' | b'0'..=b'9' => self.number().map(drop),
            _ => self.skip_other(depth),
        }
    }

    #[inline(never)]
    fn skip_other(&mut self, depth: u32) -> Result<(), Fault> {
        match self.peek() {
            b'"' => self.string().map(drop),
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
    #[inline(always)]
    pub(super) fn begin(&mut self, object: bool, depth: u32) -> Result<bool, Fault> {
        if depth > DEPTH_MAX {
            return Err(self.fault(Problem::TooDeep, "fewer levels"));
        }
        self.take(if object { b'{' } else { b'[' });
        self.skip_space();
        Ok(!self.take(if object { b'}' } else { b']' }))
    }

    /// After an item of an object or array: skips the comma or bracket; gives whether another item follows.
    #[inline(always)]
    pub(super) fn another(&mut self, object: bool) -> Result<bool, Fault> {
        let (bracket, expected) = if object { (b'}', "a comma or }") } else { (b']', "a comma or ]") };
        self.skip_space();
        if self.take(bracket) {
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
        if self.reader.is_at_end() { Ok(()) } else { Err(self.syntax("the end of the message")) }
    }

    /// Checks a message as JSON, whatever it holds.
    pub(super) fn document(&mut self) -> Result<(), Fault> {
        self.skip_space();
        self.skip(0)?;
        self.finish()
    }
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
