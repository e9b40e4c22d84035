//! The decoder: one pass over each message, straight into columns.

use arrow::array::ArrayRef;
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use serde_json::Value;

use super::arrays::{Sources, leaf_array};
use super::cells::{Mark, Side};
use super::fault::{Fault, Problem};
use super::keys::{Keys, UNWANTED};
use super::leaf::Leaf;
use super::nested::{Builder, Failure};
use super::scan::Cursor;
use super::unchecked::{Padded, TextBuffer};
use crate::codec::{ARENA_PADDING, BadValue, Decoded, Decoder, Span, Unavailable};
use crate::error::{Error, Result};

/// JSON objects to columns. See the [module](super) for what it accepts.
pub struct JsonDecoder {
    columns: Vec<Column>,
    keys: Keys,
    rows: Rows,
}

struct Column {
    name: String,
    nullable: bool,
    data_type: DataType,
    values: Values,
    /// The default as JSON, padded.
    default: Option<Vec<u8>>,
}

enum Values {
    /// In [`Rows::cells`]; with the default's cell.
    Cells(Leaf, u64),
    Nested(Builder),
}

/// The rows of a window while they are read. What a bad message left behind the last good row is overwritten by the
/// next, so nothing has to be undone for it.
#[derive(Default)]
struct Rows {
    /// Column after column, each of `stride` cells.
    cells: Vec<u64>,
    stride: usize,
    /// For each row, `words` words of bits: which columns have a value.
    valid: Vec<u64>,
    words: usize,
    /// The bits of the row that is being read.
    seen: Vec<u64>,
    /// Which of its columns are null because the message says so.
    null: Vec<u64>,
    /// All bits set that a full row has.
    full: Vec<u64>,
    /// Begins with what belongs to defaults.
    side: Side,
    defaults: Mark,
    /// Where the last failure lies within its column.
    path: String,
}

/// A fault, and the column in which it lies, if it lies in one.
struct RowFault {
    fault: Fault,
    slot: Option<usize>,
}

impl From<Fault> for RowFault {
    #[cold]
    fn from(fault: Fault) -> Self {
        Self { fault, slot: None }
    }
}

impl JsonDecoder {
    /// A decoder of the columns that are wanted: all other keys are checked and skipped. `defaults` has one entry for
    /// each column: what a message that lacks the key gets, written as a message would write it.
    ///
    /// # Errors
    /// A column of a type that JSON cannot be read as; a default that its own column would not accept.
    pub fn new(columns: &Schema, defaults: &[Option<Value>]) -> Result<Self> {
        let fields = columns.fields();
        if fields.len() != defaults.len() {
            return Err(Error::internal(format!("{} defaults for {} columns", defaults.len(), fields.len())));
        }
        let mut side = Side::default();
        let columns = fields.iter().zip(defaults);
        let columns: Vec<_> = columns.map(|(field, default)| Column::new(field, default.as_ref(), &mut side)).collect::<Result<_>>()?;
        let words = fields.len().div_ceil(64);
        let full = (0..words).map(|word| u64::MAX >> (64 - (fields.len() - 64 * word).min(64))).collect();
        let defaults = side.mark();
        let rows = Rows { words, seen: vec![0; words], null: vec![0; words], full, side, defaults, ..Rows::default() };
        Ok(Self { keys: Keys::new(fields.iter().map(|field| field.name().as_str())), columns, rows })
    }

    /// Reads one message as row number `row`.
    #[inline(always)]
    fn read(&mut self, cursor: &mut Cursor<'_>, row: usize) -> Result<(), RowFault> {
        let Self { columns, keys, rows } = self;
        rows.seen.fill(0);
        rows.null.fill(0);
        let (mut place, mut first) = (0, true);
        loop {
            let slot = match keys.expect(cursor, &mut place, first) {
                Some(slot) => slot,
                None => match keys.parse(cursor, place, first)? {
                    Some(slot) => slot,
                    None => break,
                },
            };
            (place, first) = (place + 1, false);
            // What was learned may end before white space.
            cursor.skip_space();
            if slot == UNWANTED {
                cursor.skip(1)?;
            } else {
                rows.read_value(columns, slot as usize, cursor, row)?;
            }
            cursor.skip_space();
            if cursor.peek() == b'}' {
                cursor.advance(1);
                break;
            }
        }
        cursor.finish()?;
        rows.complete(columns, row)
    }

    /// What is said about a message that failed. Whether it is JSON at all comes first, wherever the reader stopped.
    #[cold]
    fn explain(&self, failure: &RowFault, padded: Padded<'_>, span: Span) -> (Problem, String) {
        let (start, end) = (span.start as usize, end(span));
        let value = &padded.until(end)[start..];
        if let Err(fault) = Cursor::new(padded, start, end).document() {
            return (fault.problem, fault.message(value, start, None));
        }
        let place = failure.slot.map(|slot| format!("{}{}", self.columns[slot].name, self.rows.path));
        (failure.fault.problem, failure.fault.message(value, start, place.as_deref()))
    }
}

impl Column {
    fn new(field: &Field, default: Option<&Value>, side: &mut Side) -> Result<Self> {
        let error = |what: String| Error::job(format!("column {}: {what}", field.name()));
        let data_type = field.data_type();
        let values = match Leaf::of(data_type) {
            Some(leaf) => Values::Cells(leaf, 0),
            None => Values::Nested(Builder::new(data_type).map_err(|part| error(format!("JSON cannot be read as {part}")))?),
        };
        let default = default.filter(|value| !value.is_null() || !field.is_nullable());
        let default = default.map(|value| {
            let mut text = value.to_string().into_bytes();
            text.resize(text.len() + ARENA_PADDING, b' ');
            text
        });
        let name = field.name().clone();
        let mut column = Self { name, nullable: field.is_nullable(), data_type: data_type.clone(), values, default };
        let read = column.read_default(side).map_err(|failure| {
            let text = column.default.as_deref().unwrap_or_default();
            error(format!("default: {}", failure.fault.message(text, 0, None)))
        });
        read?;
        Ok(column)
    }

    /// Reads the default, if there is one: as the cell of the default, or as one more nested value.
    fn read_default(&mut self, side: &mut Side) -> Result<(), Box<Failure>> {
        let Some(default) = &self.default else { return Ok(()) };
        let Some(padded) = Padded::new(default) else { return Ok(()) };
        let mut cursor = Cursor::new(padded, 0, default.len() - ARENA_PADDING).copying_text();
        match &mut self.values {
            Values::Cells(leaf, cell) => *cell = leaf.read(&mut cursor, side)?,
            Values::Nested(builder) => builder.push(&mut cursor, side, 1)?,
        }
        Ok(())
    }

    /// The values of all rows; `row_valid` tells which of them are not null.
    fn finish(&mut self, cells: &[u64], nulls: Option<NullBuffer>, sources: &Sources<'_>) -> ArrayRef {
        match &mut self.values {
            Values::Cells(..) => leaf_array(&self.data_type, cells, nulls, sources),
            Values::Nested(builder) => {
                builder.truncate(cells.len());
                builder.finish(sources)
            }
        }
    }
}

impl Rows {
    fn begin(&mut self, rows_max: usize, columns: usize) {
        self.side.rewind(self.defaults);
        self.stride = rows_max;
        grow(&mut self.cells, rows_max * columns);
        grow(&mut self.valid, rows_max * self.words);
    }

    /// Reads the value at the cursor into column `slot` of `row`.
    #[inline(always)]
    fn read_value(
        &mut self,
        columns: &mut [Column],
        slot: usize,
        cursor: &mut Cursor<'_>,
        row: usize,
    ) -> Result<(), RowFault> {
        let (word, bit) = (slot / 64, 1 << (slot % 64));
        if cursor.take_word(b"null") {
            self.seen[word] &= !bit;
            self.null[word] |= bit;
            return Ok(());
        }
        match &mut columns[slot].values {
            Values::Cells(leaf, _) => match leaf.read(cursor, &mut self.side) {
                Ok(cell) => self.cells[slot * self.stride + row] = cell,
                Err(fault) => return Err(self.failed(slot, fault.into())),
            },
            Values::Nested(builder) => {
                builder.truncate(row);
                if let Err(failure) = builder.push(cursor, &mut self.side, 1) {
                    return Err(self.failed(slot, failure));
                }
            }
        }
        self.seen[word] |= bit;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn failed(&mut self, slot: usize, failure: Box<Failure>) -> RowFault {
        self.path = failure.path;
        RowFault { fault: failure.fault, slot: Some(slot) }
    }

    /// Ends a row: gives the columns without a value their default or null.
    #[inline(always)]
    fn complete(&mut self, columns: &mut [Column], row: usize) -> Result<(), RowFault> {
        if self.seen != self.full {
            self.fill_gaps(columns, row)?;
        }
        self.valid[row * self.words..][..self.words].copy_from_slice(&self.seen);
        Ok(())
    }

    fn fill_gaps(&mut self, columns: &mut [Column], row: usize) -> Result<(), RowFault> {
        for (slot, column) in columns.iter_mut().enumerate() {
            let (word, bit) = (slot / 64, 1 << (slot % 64));
            if self.seen[word] & bit != 0 {
                continue;
            }
            let defaults = column.default.is_some() && self.null[word] & bit == 0;
            if !defaults && !column.nullable {
                return Err(self.failed(slot, Fault::new(Problem::Missing, "a value", 0).into()));
            }
            match &mut column.values {
                Values::Cells(_, default) => self.cells[slot * self.stride + row] = if defaults { *default } else { 0 },
                Values::Nested(builder) => {
                    builder.truncate(row);
                    if !defaults {
                        builder.push_null();
                    } else if let Err(failure) = column.read_default(&mut self.side) {
                        return Err(self.failed(slot, failure));
                    }
                }
            }
            if defaults {
                self.seen[word] |= bit;
            }
        }
        Ok(())
    }

    /// The cells of a column's first `rows` rows, and which of them are null.
    fn column(&self, slot: usize, rows: usize) -> (&[u64], Option<NullBuffer>) {
        let (word, shift) = (slot / 64, slot % 64);
        let valid = BooleanBuffer::collect_bool(rows, |row| self.valid[row * self.words + word] >> shift & 1 == 1);
        let nulls = Some(NullBuffer::new(valid)).filter(|nulls| nulls.null_count() > 0);
        (&self.cells[slot * self.stride..][..rows], nulls)
    }
}

/// Old contents stay: whoever reads a cell has written it.
fn grow(words: &mut Vec<u64>, len: usize) {
    if words.len() < len {
        words.resize(len, 0);
    }
}

impl Decoder for JsonDecoder {
    fn decode(&mut self, arena: &Buffer, values: &[Span]) -> Result<Decoded, Unavailable> {
        let window = Window::new(arena, values);
        let padded = window.text.padded();
        self.rows.begin(values.len(), self.columns.len());
        let (mut rows, mut bad) = (Vec::with_capacity(values.len()), Vec::new());
        for (index, span) in (0..).zip(values) {
            if let Some(fault) = window.fault(arena, index as usize, *span) {
                let message = fault.message(span.of(arena), span.start as usize, None);
                bad.push(BadValue { index, reason: fault.problem.reason(), message });
                continue;
            }
            let (start, end) = (span.start as usize, end(*span));
            let mark = self.rows.side.mark();
            match self.read(&mut Cursor::new(padded, start, end), rows.len()) {
                Ok(()) => rows.push(index),
                Err(failure) => {
                    self.rows.side.rewind(mark);
                    let (problem, message) = self.explain(&failure, padded, *span);
                    bad.push(BadValue { index, reason: problem.reason(), message });
                }
            }
        }
        let side_text = TextBuffer::from_text(&self.rows.side.text);
        let sources = Sources { arena: &window.text, side_text: &side_text, side: &self.rows.side };
        let columns = self.columns.iter_mut().enumerate().map(|(slot, column)| {
            let (cells, nulls) = self.rows.column(slot, rows.len());
            column.finish(cells, nulls, &sources)
        });
        Ok(Decoded { columns: columns.collect(), rows, bad })
    }
}

/// A window's bytes, as far as they are UTF-8.
struct Window {
    text: TextBuffer,
    /// For each value whether it is UTF-8; empty when all are.
    valid: Vec<bool>,
}

impl Window {
    /// The arena itself if it is all UTF-8 and padded; else a copy with everything blank that is not UTF-8.
    fn new(arena: &Buffer, values: &[Span]) -> Self {
        let ends = values.iter().map(|span| end(*span)).filter(|&end| end <= END_MAX);
        let end = ends.max().unwrap_or(0);
        let padded = end + ARENA_PADDING <= arena.len();
        match TextBuffer::new(arena.clone()).filter(|_| padded) {
            Some(text) => Self { text, valid: Vec::new() },
            None => Self::copy(arena, values, end),
        }
    }

    #[cold]
    fn copy(arena: &Buffer, values: &[Span], len: usize) -> Self {
        let mut copy = vec![b' '; len + ARENA_PADDING];
        let valid = values.iter().map(|span| {
            let valid = end(*span) <= len && simdutf8::basic::from_utf8(span.of(arena)).is_ok();
            if valid {
                copy[span.start as usize..end(*span)].copy_from_slice(span.of(arena));
            }
            valid
        });
        let valid = valid.collect();
        let text = TextBuffer::new(Buffer::from_vec(copy)).expect("blanks and whole texts are text, padding included");
        Self { text, valid }
    }

    /// What keeps a value from being read at all.
    #[inline(always)]
    fn fault(&self, arena: &[u8], index: usize, span: Span) -> Option<Fault> {
        if self.valid.is_empty() && end(span) <= END_MAX {
            return None;
        }
        self.slow_fault(arena, index, span)
    }

    #[cold]
    fn slow_fault(&self, arena: &[u8], index: usize, span: Span) -> Option<Fault> {
        if end(span) > END_MAX {
            return Some(Fault::new(Problem::TooLarge, "an earlier place", span.start as usize));
        }
        if self.valid.get(index).is_none_or(|&valid| valid) {
            return None;
        }
        let error = std::str::from_utf8(span.of(arena)).err()?;
        Some(Fault::new(Problem::Utf8, "UTF-8", span.start as usize + error.valid_up_to()))
    }
}

/// Arrow counts positions in a buffer with 31 bits.
const END_MAX: usize = i32::MAX as usize;

fn end(span: Span) -> usize {
    span.start as usize + span.len as usize
}
