//! The decoder: one pass over each message, straight into columns.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanBufferBuilder};
use arrow::buffer::{Buffer, NullBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use serde_json::Value;

use super::arrays::{Sources, leaf_array};
use super::cells::{Mark, Side};
use super::column_set::ColumnSet;
use super::fault::{Fault, Problem};
use super::keys::{Keys, UNWANTED};
use super::leaf::Leaf;
use super::nested::{Builder, Failure};
use super::scan::Cursor;
use super::unchecked::{Reader, TextBuffer, TextViews};
use super::window_text::{WindowText, end};
use crate::codec::{ARENA_PADDING, BadValue, Decoded, Decoder, Span, Unavailable};
use crate::error::{Error, Result};

/// After so many rows their text gets its views: few enough for the messages to be still in the processor's cache.
const VIEW_ROWS: usize = 64;

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
    Cells(LeafColumn),
    Nested(Builder),
}

/// A column whose values are in [`Rows::cells`].
struct LeafColumn {
    leaf: Leaf,
    /// The cell of the default.
    default: u64,
    /// Ascending.
    null_rows: Vec<u32>,
}

/// The rows of a window while they are read. The cells of a bad message are overwritten by those of the next.
#[derive(Default)]
struct Rows {
    /// Column after column, each of `stride` cells.
    cells: Vec<u64>,
    stride: usize,
    /// The columns that have a value in the row that is being read.
    seen: ColumnSet,
    /// Those that are null because the message says so.
    null: ColumnSet,
    /// All columns.
    full: ColumnSet,
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
        let columns: Vec<_> =
            columns.map(|(field, default)| Column::new(field, default.as_ref(), &mut side)).collect::<Result<_>>()?;
        let none = ColumnSet::empty(fields.len());
        let mut full = none.clone();
        (0..fields.len()).for_each(|slot| full.insert(slot));
        let defaults = side.mark();
        let rows = Rows { seen: none.clone(), null: none, full, side, defaults, ..Rows::default() };
        Ok(Self { keys: Keys::new(fields.iter().map(|field| field.name().as_str())), columns, rows })
    }

    /// Reads one message as row number `row`.
    #[inline(always)]
    fn read(&mut self, cursor: &mut Cursor<'_>, row: usize) -> Result<(), RowFault> {
        let Self { columns, keys, rows } = self;
        rows.seen.clear();
        rows.null.clear();
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
            if cursor.take(b'}') {
                break;
            }
        }
        cursor.finish()?;
        rows.complete(columns, row)
    }

    /// What is said about a message that failed. Whether it is JSON at all comes first, wherever reading stopped.
    #[cold]
    fn explain(&self, failure: &RowFault, message: Reader<'_>) -> (Problem, String) {
        let (value, start) = (message.rest(), message.at());
        if let Err(fault) = Cursor::new(message).document() {
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
            Some(leaf) => Values::Cells(LeafColumn { leaf, default: 0, null_rows: Vec::new() }),
            None => {
                Values::Nested(Builder::new(data_type).map_err(|part| error(format!("JSON cannot be read as {part}")))?)
            }
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
        column.forget(0);
        Ok(column)
    }

    /// Reads the default, if there is one: as the cell of the default, or as one more nested value.
    fn read_default(&mut self, side: &mut Side) -> Result<(), Box<Failure>> {
        let Some(default) = &self.default else { return Ok(()) };
        let Some(reader) = Reader::new(default, 0, default.len() - ARENA_PADDING) else { return Ok(()) };
        let mut cursor = Cursor::new(reader).copying_text();
        match &mut self.values {
            Values::Cells(column) => column.default = column.leaf.read(&mut cursor, side)?,
            Values::Nested(builder) => builder.push(&mut cursor, side, 1)?,
        }
        Ok(())
    }

    /// Forgets what follows the first `rows` rows: a row that turned out bad.
    fn forget(&mut self, rows: usize) {
        match &mut self.values {
            Values::Cells(column) => drop(column.null_rows.pop_if(|row| *row as usize >= rows)),
            Values::Nested(builder) => builder.truncate(rows),
        }
    }

    /// The values of all rows; makes ready for the next window. `views` are those of its first rows, if it is text.
    fn finish(&mut self, cells: &[u64], views: Option<TextViews<'_>>, sources: &Sources<'_>) -> ArrayRef {
        match &mut self.values {
            Values::Cells(column) => {
                let nulls = null_buffer(&mut column.null_rows, cells.len());
                let Some(mut views) = views else { return leaf_array(&self.data_type, cells, nulls, sources) };
                views.extend(&cells[views.len()..]);
                Arc::new(views.finish(sources.side_text, nulls))
            }
            Values::Nested(builder) => builder.finish(sources),
        }
    }
}

fn null_buffer(null_rows: &mut Vec<u32>, rows: usize) -> Option<NullBuffer> {
    if null_rows.is_empty() {
        return None;
    }
    let mut valid = BooleanBufferBuilder::new(rows);
    valid.append_n(rows, true);
    null_rows.drain(..).for_each(|row| valid.set_bit(row as usize, false));
    Some(NullBuffer::new(valid.finish()))
}

impl Rows {
    fn begin(&mut self, rows_max: usize, columns: usize) {
        self.side.rewind(self.defaults);
        self.stride = rows_max;
        // Old contents stay: whoever reads a cell has written it.
        if self.cells.len() < rows_max * columns {
            self.cells.resize(rows_max * columns, 0);
        }
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
        if cursor.peek() == b'n' && cursor.take_word(b"null") {
            self.seen.remove(slot);
            self.null.insert(slot);
            return Ok(());
        }
        match &mut columns[slot].values {
            Values::Cells(column) => match column.leaf.read(cursor, &mut self.side) {
                Ok(cell) => self.cells[slot * self.stride + row] = cell,
                Err(fault) => return Err(self.failed(slot, fault)),
            },
            Values::Nested(builder) => {
                // An earlier value of the same key.
                builder.truncate(row);
                builder.push(cursor, &mut self.side, 1).map_err(|failure| self.failed(slot, *failure))?;
            }
        }
        self.seen.insert(slot);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn failed(&mut self, slot: usize, failure: impl Into<Failure>) -> RowFault {
        let Failure { fault, path } = failure.into();
        self.path = path;
        RowFault { fault, slot: Some(slot) }
    }

    /// Ends a row: gives the columns without a value their default or null.
    #[inline(always)]
    fn complete(&mut self, columns: &mut [Column], row: usize) -> Result<(), RowFault> {
        if self.seen.equals(&self.full) { Ok(()) } else { self.fill_gaps(columns, row) }
    }

    #[inline(never)]
    fn fill_gaps(&mut self, columns: &mut [Column], row: usize) -> Result<(), RowFault> {
        for (slot, column) in columns.iter_mut().enumerate() {
            if self.seen.contains(slot) {
                continue;
            }
            let defaults = column.default.is_some() && !self.null.contains(slot);
            if !defaults && !column.nullable {
                return Err(self.failed(slot, Fault::new(Problem::Missing, "a value", 0)));
            }
            match &mut column.values {
                Values::Cells(column) => {
                    self.cells[slot * self.stride + row] = if defaults { column.default } else { 0 };
                    if !defaults {
                        column.null_rows.push(row as u32);
                    }
                }
                Values::Nested(builder) => {
                    builder.truncate(row);
                    if !defaults {
                        builder.push_null();
                    } else if let Err(failure) = column.read_default(&mut self.side) {
                        return Err(self.failed(slot, *failure));
                    }
                }
            }
        }
        Ok(())
    }
}

impl Decoder for JsonDecoder {
    fn decode(&mut self, arena: &Buffer, values: &[Span]) -> Result<Decoded, Unavailable> {
        let window = WindowText::new(arena, values);
        self.rows.begin(values.len(), self.columns.len());
        let (mut rows, mut bad) = (Vec::with_capacity(values.len()), Vec::new());
        let text = |column: &Column| column.data_type == DataType::Utf8View;
        let views = |column| text(column).then(|| TextViews::new(window.text(), values.len()));
        let mut views: Vec<Option<TextViews<'_>>> = self.columns.iter().map(views).collect();
        for (index, span) in (0..).zip(values) {
            let message = match window.reader(index as usize, *span) {
                Ok(message) => message,
                Err(fault) => {
                    let value = arena.get(span.start as usize..end(*span)).unwrap_or_default();
                    let message = fault.message(value, span.start as usize, None);
                    bad.push(BadValue { index, reason: fault.problem.reason(), message });
                    continue;
                }
            };
            let mark = self.rows.side.mark();
            match self.read(&mut Cursor::new(message), rows.len()) {
                Ok(()) => {
                    rows.push(index);
                    if rows.len() % VIEW_ROWS == 0 {
                        for (slot, views) in views.iter_mut().enumerate() {
                            let Some(views) = views else { continue };
                            views.extend(&self.rows.cells[slot * self.rows.stride..][views.len()..rows.len()]);
                        }
                    }
                }
                Err(failure) => {
                    self.rows.side.rewind(mark);
                    self.columns.iter_mut().for_each(|column| column.forget(rows.len()));
                    let (problem, message) = self.explain(&failure, message);
                    bad.push(BadValue { index, reason: problem.reason(), message });
                }
            }
        }
        let side_text = TextBuffer::from_text(&self.rows.side.text);
        let sources = Sources { arena: window.text(), side_text: &side_text, side: &self.rows.side };
        let columns = self.columns.iter_mut().zip(views).enumerate().map(|(slot, (column, views))| {
            let cells = &self.rows.cells[slot * self.rows.stride..][..rows.len()];
            column.finish(cells, views, &sources)
        });
        Ok(Decoded { columns: columns.collect(), rows, bad })
    }
}
