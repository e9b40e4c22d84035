//! The bytes of one message, read from the front.

use crate::codec::{Span, reason};

/// Why a message can't be read: a reason for the dead letter, what is wrong, and the field it is wrong in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault(Box<(&'static str, String, Vec<String>)>);

impl Fault {
    pub(super) fn new(reason: &'static str, what: impl Into<String>) -> Self {
        Self(Box::new((reason, what.into(), Vec::new())))
    }

    /// The bytes do not follow the writer's schema.
    pub(super) fn broken(what: impl Into<String>) -> Self {
        Self::new(reason::AVRO, what)
    }

    /// Adds the name of the field, or `[]` or `{}`, in which it happened; inner ones first.
    #[must_use]
    pub(super) fn inside(mut self, step: &str) -> Self {
        self.0.2.push(step.to_owned());
        self
    }

    /// One of [`reason`].
    pub(super) fn reason(&self) -> &'static str {
        self.0.0
    }

    /// One line.
    pub(super) fn message(&self) -> String {
        let (_, what, path) = &*self.0;
        match path.is_empty() {
            true => what.clone(),
            false => format!("field {}: {what}", path.iter().rev().map(String::as_str).collect::<Vec<_>>().join(".")),
        }
    }
}

pub(super) type Result<T, E = Fault> = std::result::Result<T, E>;

/// A message that is being read.
pub(super) struct Input<'a> {
    /// The arena up to the message's end: positions are those of the arena.
    bytes: &'a [u8],
    at: usize,
    /// How many more items of arrays and maps it may have.
    items_left: usize,
}

impl<'a> Input<'a> {
    /// A message in the arena.
    pub(super) fn new(arena: &'a [u8], span: Span) -> Self {
        let (start, len) = (span.start as usize, span.len as usize);
        Self { bytes: &arena[..start + len], at: start, items_left: len }
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8> {
        let Some(&byte) = self.bytes.get(self.at) else {
            return Err(truncated());
        };
        self.at += 1;
        Ok(byte)
    }

    #[inline]
    pub(super) fn boolean(&mut self) -> Result<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Fault::broken(format!("a boolean is 0 or 1, found {other}"))),
        }
    }

    #[inline]
    pub(super) fn long(&mut self) -> Result<i64> {
        let first = self.byte()?;
        let raw = if first < 0x80 { u64::from(first) } else { self.varint_rest(first)? };
        Ok((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// The bytes of a varint after the first.
    fn varint_rest(&mut self, first: u8) -> Result<u64> {
        let mut value = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Fault::broken("a number has more than 64 bits"))
    }

    #[inline]
    pub(super) fn int(&mut self) -> Result<i32> {
        i32::try_from(self.long()?).map_err(|_| Fault::broken("an int has more than 32 bits"))
    }

    #[inline]
    pub(super) fn float(&mut self) -> Result<f32> {
        self.array().map(f32::from_le_bytes)
    }

    #[inline]
    pub(super) fn double(&mut self) -> Result<f64> {
        self.array().map(f64::from_le_bytes)
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (bytes, _) = self.fixed(N)?;
        bytes.try_into().map_err(|_| truncated())
    }

    /// The next `size` bytes, and where in the arena they begin.
    #[inline]
    pub(super) fn fixed(&mut self, size: usize) -> Result<(&'a [u8], usize)> {
        if size > self.left() {
            return Err(truncated());
        }
        let start = self.at;
        self.at += size;
        Ok((&self.bytes[start..self.at], start))
    }

    /// A length, then as many bytes.
    #[inline]
    pub(super) fn bytes(&mut self) -> Result<(&'a [u8], usize)> {
        let len = self.long()?;
        let Ok(size) = usize::try_from(len) else {
            return Err(Fault::broken(format!("a length is {len}")));
        };
        self.fixed(size)
    }

    /// A number that counts in a list of `len`, as that of a symbol or of a union's type.
    #[inline]
    pub(super) fn index(&mut self, len: usize, what: &str) -> Result<usize> {
        let index = self.long()?;
        match usize::try_from(index) {
            Ok(i) if i < len => Ok(i),
            _ => Err(Fault::broken(format!("there are {len} {what}, found number {index}"))),
        }
    }

    /// Reads the blocks of an array or a map; `item` reads one item. A message can't have more items than bytes: items
    /// of no size, which a few bytes can claim billions of, would fill the memory.
    pub(super) fn blocks(&mut self, mut item: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        loop {
            let count = self.long()?;
            if count == 0 {
                return Ok(());
            }
            // A negative count is followed by the block's size in bytes.
            let end = match count < 0 {
                false => None,
                true => {
                    let size = self.long()?;
                    match usize::try_from(size) {
                        Ok(size) if size <= self.left() => Some(self.at + size),
                        _ => return Err(Fault::broken(format!("a block of {size} bytes, {} are left", self.left()))),
                    }
                }
            };
            let count = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
            if count > self.items_left {
                return Err(Fault::broken(format!("a block of {count} items in a message of fewer bytes")));
            }
            self.items_left -= count;
            for _ in 0..count {
                item(self)?;
            }
            if end.is_some_and(|end| end != self.at) {
                return Err(Fault::broken("a block's size is not that of its items"));
            }
        }
    }
}

fn truncated() -> Fault {
    Fault::broken("the message ends in the middle of a value")
}
