//! One value that is neither array nor object: from JSON into a cell.

use arrow::datatypes::{DataType, TimeUnit};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::cells::{Side, TextCell};
use super::fault::{Fault, Problem};
use super::scan::Cursor;
use super::{decimal, time};

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How a column's JSON is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leaf {
    Boolean,
    /// Whole numbers of so many bits.
    Int {
        bits: u8,
    },
    /// The same without a sign, for at most 32 bits.
    UInt {
        bits: u8,
    },
    UInt64,
    Float32,
    Float64,
    Text,
    Bytes,
    Date,
    Time(TimeUnit),
    Timestamp(TimeUnit),
    Decimal {
        precision: u8,
        scale: i8,
    },
}

impl Leaf {
    /// How a type is read; `None` when it is nested or not supported.
    pub(super) fn of(data_type: &DataType) -> Option<Self> {
        Some(match data_type {
            DataType::Boolean => Self::Boolean,
            DataType::Int8 => Self::Int { bits: 8 },
            DataType::Int16 => Self::Int { bits: 16 },
            DataType::Int32 => Self::Int { bits: 32 },
            DataType::Int64 => Self::Int { bits: 64 },
            DataType::UInt8 => Self::UInt { bits: 8 },
            DataType::UInt16 => Self::UInt { bits: 16 },
            DataType::UInt32 => Self::UInt { bits: 32 },
            DataType::UInt64 => Self::UInt64,
            DataType::Float32 => Self::Float32,
            DataType::Float64 => Self::Float64,
            DataType::Utf8View | DataType::Utf8 => Self::Text,
            DataType::BinaryView | DataType::Binary => Self::Bytes,
            DataType::Date32 => Self::Date,
            DataType::Time32(unit @ (TimeUnit::Second | TimeUnit::Millisecond))
            | DataType::Time64(unit @ (TimeUnit::Microsecond | TimeUnit::Nanosecond)) => Self::Time(*unit),
            DataType::Timestamp(unit, None) => Self::Timestamp(*unit),
            DataType::Timestamp(unit, Some(zone)) if time::is_utc(zone) => Self::Timestamp(*unit),
            DataType::Decimal128(precision, scale) => Self::Decimal { precision: *precision, scale: *scale },
            _ => return None,
        })
    }

    /// What stands in the messages for people.
    fn expected(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Int { bits: 8 } => "an integer of 8 bits",
            Self::Int { bits: 16 } => "an integer of 16 bits",
            Self::Int { bits: 32 } => "an integer of 32 bits",
            Self::Int { .. } => "an integer of 64 bits",
            Self::UInt { bits: 8 } => "an unsigned integer of 8 bits",
            Self::UInt { bits: 16 } => "an unsigned integer of 16 bits",
            Self::UInt { .. } => "an unsigned integer of 32 bits",
            Self::UInt64 => "an unsigned integer of 64 bits",
            Self::Float32 => "a number of single precision",
            Self::Float64 => "a number of double precision",
            Self::Text => "a string",
            Self::Bytes => "a string of base64",
            Self::Date => "a date like 2026-01-31 or a number of days",
            Self::Time(_) => "a time like 12:34:56 or a whole number in the column's unit",
            Self::Timestamp(_) => "a time like 2026-01-31T12:34:56Z or a whole number in the column's unit",
            Self::Decimal { .. } => "a decimal of the column's precision and scale",
        }
    }

    /// Reads the value at the cursor, which is not `null`, into a cell.
    #[inline(always)]
    pub(super) fn read(self, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<u64, Fault> {
        match self {
            Self::Text => self.text(cursor, side),
            Self::Int { bits } => {
                let unused = 64 - bits;
                self.int(cursor, i64::MIN >> unused, i64::MAX >> unused).map(|value| value as u64)
            }
            Self::Boolean if cursor.take_word(b"true") => Ok(1),
            Self::Boolean if cursor.take_word(b"false") => Ok(0),
            Self::Boolean => Err(self.wrong_type(cursor.at())),
            Self::Float64 => self.float64(cursor),
            _ => self.rare(cursor, side),
        }
    }

    #[inline(never)]
    fn rare(self, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<u64, Fault> {
        match self {
            Self::UInt { bits } => self.int(cursor, 0, (1 << bits) - 1).map(|value| value as u64),
            Self::UInt64 => self.uint64(cursor),
            Self::Float32 => self.float32(cursor),
            Self::Bytes => self.bytes(cursor, side),
            Self::Decimal { precision, scale } => self.decimal(cursor, side, precision, scale),
            Self::Date => self.moment(cursor, i32::MIN.into(), i32::MAX.into(), time::parse_date),
            Self::Time(unit) => {
                let max = 86_400 * time::per_second(unit) - 1;
                self.moment(cursor, 0, max, |text| time::parse_time(text, unit).map(Some))
            }
            Self::Timestamp(unit) => self.moment(cursor, i64::MIN, i64::MAX, |text| time::parse_timestamp(text, unit)),
            _ => Err(self.wrong_type(cursor.at())),
        }
    }

    #[cold]
    fn wrong_type(self, at: usize) -> Fault {
        Fault::new(Problem::WrongType, self.expected(), at)
    }

    #[cold]
    fn out_of_range(self, at: usize) -> Fault {
        Fault::new(Problem::OutOfRange, self.expected(), at)
    }

    #[inline(always)]
    fn text(self, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<u64, Fault> {
        if !cursor.copies_text()
            && let Some((start, len)) = cursor.plain_string()
        {
            return Ok(TextCell { start: start as u32, len: len as u32, in_side: false }.to_bits());
        }
        self.unusual_text(cursor, side)
    }

    #[cold]
    #[inline(never)]
    fn unusual_text(self, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<u64, Fault> {
        if cursor.peek() != b'"' {
            return Err(self.wrong_type(cursor.at()));
        }
        let raw = cursor.string()?;
        side.put_text(&cursor.text(raw)?, raw.start)
    }

    #[inline(always)]
    fn int(self, cursor: &mut Cursor<'_>, min: i64, max: i64) -> Result<i64, Fault> {
        let at = cursor.at();
        let (negative, magnitude) = match cursor.plain_integer() {
            Some(integer) => integer,
            None => self.any_int(cursor)?,
        };
        let value = if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
        value.filter(|value| (min..=max).contains(value)).ok_or_else(|| self.out_of_range(at))
    }

    #[inline(never)]
    fn any_int(self, cursor: &mut Cursor<'_>) -> Result<(bool, u64), Fault> {
        if starts_number(cursor) { cursor.integer(self.expected()) } else { Err(self.wrong_type(cursor.at())) }
    }

    fn uint64(self, cursor: &mut Cursor<'_>) -> Result<u64, Fault> {
        let at = cursor.at();
        match self.any_int(cursor)? {
            (true, magnitude) if magnitude != 0 => Err(self.out_of_range(at)),
            (_, magnitude) => Ok(magnitude),
        }
    }

    fn float64(self, cursor: &mut Cursor<'_>) -> Result<u64, Fault> {
        let at = cursor.at();
        let value: f64 = self.float(cursor)?;
        if value.is_finite() { Ok(value.to_bits()) } else { Err(self.out_of_range(at)) }
    }

    fn float32(self, cursor: &mut Cursor<'_>) -> Result<u64, Fault> {
        let at = cursor.at();
        let value: f32 = self.float(cursor)?;
        if value.is_finite() { Ok(value.to_bits().into()) } else { Err(self.out_of_range(at)) }
    }

    fn float<F: std::str::FromStr>(self, cursor: &mut Cursor<'_>) -> Result<F, Fault> {
        if !starts_number(cursor) {
            return Err(self.wrong_type(cursor.at()));
        }
        let at = cursor.at();
        cursor.number()?.text().parse().map_err(|_| self.out_of_range(at))
    }

    fn bytes(self, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<u64, Fault> {
        if cursor.peek() != b'"' {
            return Err(self.wrong_type(cursor.at()));
        }
        let at = cursor.at();
        let raw = cursor.string()?;
        let text = cursor.text(raw)?;
        // Padding may be absent, but not in part.
        let padding_is_whole = !text.ends_with(b"=") || text.len() % 4 == 0;
        let bytes = BASE64.decode(&text).ok().filter(|_| padding_is_whole);
        side.put_bytes(&bytes.ok_or_else(|| self.wrong_type(at))?, at)
    }

    fn decimal(self, cursor: &mut Cursor<'_>, side: &mut Side, precision: u8, scale: i8) -> Result<u64, Fault> {
        let at = cursor.at();
        let text = if cursor.peek() == b'"' {
            let raw = cursor.string()?;
            cursor.text(raw)?
        } else if starts_number(cursor) {
            cursor.number()?.text().as_bytes().into()
        } else {
            return Err(self.wrong_type(cursor.at()));
        };
        match decimal::parse(&text, precision, scale) {
            Some(Some(value)) => Ok(side.put_wide(value)),
            Some(None) => Err(self.out_of_range(at)),
            None => Err(self.wrong_type(at)),
        }
    }

    /// A whole number from `min` to `max`, or text that `parse` understands: `None` is no such text, `Some(None)` is
    /// out of range.
    fn moment(
        self,
        cursor: &mut Cursor<'_>,
        min: i64,
        max: i64,
        parse: impl Fn(&[u8]) -> Option<Option<i64>>,
    ) -> Result<u64, Fault> {
        if cursor.peek() != b'"' {
            return self.int(cursor, min, max).map(|value| value as u64);
        }
        let at = cursor.at();
        let raw = cursor.string()?;
        match parse(&cursor.text(raw)?) {
            Some(Some(value)) => Ok(value as u64),
            Some(None) => Err(self.out_of_range(at)),
            None => Err(self.wrong_type(at)),
        }
    }
}

#[inline(always)]
fn starts_number(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.peek(), b'-' | b'0'..=b'9')
}
