//! Columns while they are being filled, one value per row, and what they become.

use std::sync::Arc;

use arrow::array::builder::make_view;
use arrow::array::{
    ArrayRef, BinaryViewArray, BooleanArray, Decimal128Array, ListArray, MapArray, NullBufferBuilder, PrimitiveArray,
    StringArray, StructArray,
};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Field, Fields, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimeUnit,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow::error::ArrowError;

use super::constant::Constant;
use crate::codec::json::unchecked::checked_text_views;

/// The highest bit of a text cell: the text stands not in the arena but in the decoder's own texts.
const OWN: u64 = 1 << 63;

/// A text or bytes as a cell: where it starts in the arena, and its length.
pub(super) fn text_cell(start: usize, len: usize) -> u64 {
    (start as u64) << 32 | len as u64
}

/// Texts that no message holds: symbols and defaults. Cells point into them.
#[derive(Default)]
pub(super) struct OwnTexts {
    bytes: Vec<u8>,
}

impl OwnTexts {
    /// Keeps a text and gives its cell.
    pub(super) fn add(&mut self, text: &[u8]) -> u64 {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(text);
        OWN | text_cell(start, text.len())
    }

    /// Where the cells point to, together with a window's arena.
    pub(super) fn with(&self, arena: &Buffer) -> Texts {
        Texts { arena: arena.clone(), own: Buffer::from(self.bytes.as_slice()) }
    }
}

/// What text cells point to.
pub(super) struct Texts {
    arena: Buffer,
    own: Buffer,
}

/// Of a text cell: which buffer it points into, where its text starts there, and its length.
fn place(cell: u64) -> (usize, u32, u32) {
    (usize::from(cell & OWN != 0), ((cell & !OWN) >> 32) as u32, cell as u32)
}

impl Texts {
    fn buffers(&self) -> [Buffer; 2] {
        [self.arena.clone(), self.own.clone()]
    }

    fn view(&self, cell: u64) -> u128 {
        let (number, start, len) = place(cell);
        let bytes = [&self.arena, &self.own][number];
        make_view(&bytes[start as usize..start as usize + len as usize], number as u32, start)
    }
}

/// A column of any type. Every value is pushed; [`Column::truncate`] takes back what a bad message has pushed.
pub(super) struct Column {
    nulls: NullBufferBuilder,
    values: Values,
}

enum Values {
    /// Whatever fits in 64 bits: numbers as themselves, floating point by its bits, text by [`text_cell`].
    Cells(Vec<u64>),
    /// Decimals.
    Wide(Vec<i128>),
    /// `ends` begins with 0, then where each row's items end.
    List { ends: Vec<i32>, items: Box<Column> },
    /// The keys one after another, and where each ends; entries like the items of a list.
    Map { ends: Vec<i32>, keys: Vec<u8>, key_ends: Vec<i32>, values: Box<Column> },
    /// One column per field.
    Struct(Vec<Column>),
}

impl Column {
    /// An empty column with room for `rows`.
    pub(super) fn new(data_type: &DataType, rows: usize) -> Self {
        let values = match data_type {
            DataType::Decimal128(..) => Values::Wide(Vec::with_capacity(rows)),
            DataType::List(item) => Values::List { ends: vec![0], items: Box::new(Column::new(item.data_type(), 0)) },
            DataType::Map(entries, _) => {
                let value = map_fields(entries).map_or(&DataType::Null, |(_, value)| value.data_type());
                let values = Box::new(Column::new(value, 0));
                Values::Map { ends: vec![0], keys: Vec::new(), key_ends: vec![0], values }
            }
            DataType::Struct(fields) => {
                Values::Struct(fields.iter().map(|f| Column::new(f.data_type(), rows)).collect())
            }
            _ => Values::Cells(Vec::with_capacity(rows)),
        };
        Self { nulls: NullBufferBuilder::new(rows), values }
    }

    fn len(&self) -> usize {
        self.nulls.len()
    }

    #[inline]
    pub(super) fn push_cell(&mut self, cell: u64) {
        self.nulls.append_non_null();
        if let Values::Cells(cells) = &mut self.values {
            cells.push(cell);
        }
    }

    pub(super) fn push_wide(&mut self, value: i128) {
        self.nulls.append_non_null();
        if let Values::Wide(wide) = &mut self.values {
            wide.push(value);
        }
    }

    /// Null, or where the type does not allow that (in a struct that is null itself) something to fill the place.
    pub(super) fn push_null(&mut self) {
        self.nulls.append_null();
        match &mut self.values {
            Values::Cells(cells) => cells.push(0),
            Values::Wide(wide) => wide.push(0),
            Values::List { ends, .. } | Values::Map { ends, .. } => ends.push(ends.last().copied().unwrap_or(0)),
            Values::Struct(columns) => columns.iter_mut().for_each(Column::push_null),
        }
    }

    pub(super) fn push_constant(&mut self, constant: &Constant) {
        match constant {
            Constant::Null => self.push_null(),
            Constant::Cell(cell) => self.push_cell(*cell),
            Constant::Wide(value) => self.push_wide(*value),
            Constant::List(list) => {
                if let Some(items) = self.items() {
                    list.iter().for_each(|item| items.push_constant(item));
                }
                self.end_row();
            }
            Constant::Map(entries) => {
                for (key, value) in entries {
                    if let Some(values) = self.add_key(key.as_bytes()) {
                        values.push_constant(value);
                    }
                }
                self.end_row();
            }
            Constant::Struct(fields) => {
                for (column, field) in self.fields().iter_mut().zip(fields) {
                    column.push_constant(field);
                }
                self.end_row();
            }
        }
    }

    /// The column of a list's items, to push to; then comes [`Column::end_row`].
    pub(super) fn items(&mut self) -> Option<&mut Column> {
        match &mut self.values {
            Values::List { items, .. } => Some(items),
            _ => None,
        }
    }

    /// Adds a key to the row under way and gives the column to which its value is to be pushed.
    pub(super) fn add_key(&mut self, key: &[u8]) -> Option<&mut Column> {
        match &mut self.values {
            Values::Map { keys, key_ends, values, .. } => {
                keys.extend_from_slice(key);
                key_ends.push(end(keys.len()));
                Some(values)
            }
            _ => None,
        }
    }

    /// The columns of a struct's fields, one value to be pushed to each; then comes [`Column::end_row`].
    pub(super) fn fields(&mut self) -> &mut [Column] {
        match &mut self.values {
            Values::Struct(columns) => columns,
            _ => &mut [],
        }
    }

    /// Ends a row whose items, entries or fields have been pushed.
    pub(super) fn end_row(&mut self) {
        self.nulls.append_non_null();
        match &mut self.values {
            Values::List { ends, items } => ends.push(end(items.len())),
            Values::Map { ends, values, .. } => ends.push(end(values.len())),
            Values::Cells(_) | Values::Wide(_) | Values::Struct(_) => {}
        }
    }

    /// Takes back every row from `rows` on, and what was pushed of a row that has not ended.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.nulls.truncate(rows);
        match &mut self.values {
            Values::Cells(cells) => cells.truncate(rows),
            Values::Wide(wide) => wide.truncate(rows),
            Values::List { ends, items } => {
                ends.truncate(rows + 1);
                items.truncate(last(ends));
            }
            Values::Map { ends, keys, key_ends, values } => {
                ends.truncate(rows + 1);
                key_ends.truncate(last(ends) + 1);
                keys.truncate(last(key_ends));
                values.truncate(last(ends));
            }
            Values::Struct(columns) => columns.iter_mut().for_each(|c| c.truncate(rows)),
        }
    }

    /// The array of all rows. An error says that some text is not UTF-8.
    pub(super) fn finish(mut self, data_type: &DataType, texts: &Texts) -> Result<ArrayRef, ArrowError> {
        let rows = self.len();
        let nulls = self.nulls.finish();
        Ok(match self.values {
            Values::Cells(cells) => return cells_array(cells, nulls, data_type, texts),
            Values::Wide(wide) => {
                Arc::new(Decimal128Array::try_new(wide.into(), nulls)?.with_data_type(data_type.clone()))
            }
            Values::List { ends, items } => {
                let DataType::List(item) = data_type else { return Err(mismatch(data_type)) };
                let items = items.finish(item.data_type(), texts)?;
                Arc::new(ListArray::try_new(item.clone(), OffsetBuffer::new(ends.into()), items, nulls)?)
            }
            Values::Map { ends, keys, key_ends, values } => {
                let DataType::Map(entries, sorted) = data_type else { return Err(mismatch(data_type)) };
                let (fields, value) = map_fields(entries).ok_or_else(|| mismatch(data_type))?;
                let keys = StringArray::try_new(OffsetBuffer::new(key_ends.into()), keys.into(), None)?;
                let values = values.finish(value.data_type(), texts)?;
                let pairs = StructArray::try_new(fields.clone(), vec![Arc::new(keys), values], None)?;
                Arc::new(MapArray::try_new(entries.clone(), OffsetBuffer::new(ends.into()), pairs, nulls, *sorted)?)
            }
            Values::Struct(columns) => {
                let DataType::Struct(fields) = data_type else { return Err(mismatch(data_type)) };
                let arrays = columns.into_iter().zip(fields).map(|(c, f)| c.finish(f.data_type(), texts));
                let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
                Arc::new(StructArray::try_new_with_length(fields.clone(), arrays, nulls, rows)?)
            }
        })
    }
}

fn cells_array(
    cells: Vec<u64>,
    nulls: Option<NullBuffer>,
    data_type: &DataType,
    texts: &Texts,
) -> Result<ArrayRef, ArrowError> {
    /// Cells whose lower bits are the value.
    fn narrow<T: ArrowPrimitiveType>(
        cells: &[u64],
        nulls: Option<NullBuffer>,
        value: impl Fn(u64) -> T::Native,
    ) -> Result<PrimitiveArray<T>, ArrowError> {
        PrimitiveArray::try_new(cells.iter().map(|&cell| value(cell)).collect(), nulls)
    }
    /// Cells that are the values, bit for bit.
    fn same<T: ArrowPrimitiveType>(
        cells: Vec<u64>,
        nulls: Option<NullBuffer>,
    ) -> Result<PrimitiveArray<T>, ArrowError> {
        let len = cells.len();
        PrimitiveArray::try_new(ScalarBuffer::new(Buffer::from_vec(cells), 0, len), nulls)
    }
    Ok(match data_type {
        DataType::Boolean => {
            let values = BooleanBuffer::collect_bool(cells.len(), |i| cells[i] != 0);
            Arc::new(BooleanArray::new(values, nulls))
        }
        DataType::Int8 => Arc::new(narrow::<Int8Type>(&cells, nulls, |c| c as i8)?),
        DataType::Int16 => Arc::new(narrow::<Int16Type>(&cells, nulls, |c| c as i16)?),
        DataType::Int32 => Arc::new(narrow::<Int32Type>(&cells, nulls, |c| c as i32)?),
        DataType::Date32 => Arc::new(narrow::<Date32Type>(&cells, nulls, |c| c as i32)?),
        DataType::Time32(TimeUnit::Second) => Arc::new(narrow::<Time32SecondType>(&cells, nulls, |c| c as i32)?),
        DataType::Time32(_) => Arc::new(narrow::<Time32MillisecondType>(&cells, nulls, |c| c as i32)?),
        DataType::Float32 => Arc::new(narrow::<Float32Type>(&cells, nulls, |c| f32::from_bits(c as u32))?),
        DataType::Float64 => Arc::new(same::<Float64Type>(cells, nulls)?),
        DataType::Int64 => Arc::new(same::<Int64Type>(cells, nulls)?),
        DataType::Time64(TimeUnit::Nanosecond) => Arc::new(same::<Time64NanosecondType>(cells, nulls)?),
        DataType::Time64(_) => Arc::new(same::<Time64MicrosecondType>(cells, nulls)?),
        DataType::Timestamp(unit, zone) => {
            let zone = zone.clone();
            match unit {
                TimeUnit::Second => Arc::new(same::<TimestampSecondType>(cells, nulls)?.with_timezone_opt(zone)),
                TimeUnit::Millisecond => {
                    Arc::new(same::<TimestampMillisecondType>(cells, nulls)?.with_timezone_opt(zone))
                }
                TimeUnit::Microsecond => {
                    Arc::new(same::<TimestampMicrosecondType>(cells, nulls)?.with_timezone_opt(zone))
                }
                TimeUnit::Nanosecond => {
                    Arc::new(same::<TimestampNanosecondType>(cells, nulls)?.with_timezone_opt(zone))
                }
            }
        }
        DataType::Utf8View => {
            let texts = checked_text_views(cells.iter().map(|&cell| place(cell)), texts.buffers(), nulls);
            Arc::new(texts.ok_or_else(|| ArrowError::InvalidArgumentError("text that is not UTF-8".into()))?)
        }
        DataType::BinaryView => {
            let views = cells.iter().map(|&cell| texts.view(cell)).collect();
            Arc::new(BinaryViewArray::try_new(views, texts.buffers(), nulls)?)
        }
        other => return Err(mismatch(other)),
    })
}

/// The fields of a map's entries, and the one of its values.
fn map_fields(entries: &Field) -> Option<(&Fields, &Field)> {
    match entries.data_type() {
        DataType::Struct(fields) if fields.len() == 2 => Some((fields, &fields[1])),
        _ => None,
    }
}

fn mismatch(data_type: &DataType) -> ArrowError {
    ArrowError::InvalidArgumentError(format!("no column of type {data_type}"))
}

/// Items of a window are fewer than its bytes, and those are fewer than 2 GiB; only a list's default, repeated, could
/// bring it there.
fn end(len: usize) -> i32 {
    i32::try_from(len).unwrap_or(i32::MAX)
}

fn last(ends: &[i32]) -> usize {
    ends.last().map_or(0, |&end| end as usize)
}
