//! The arguments of a call, and of one row of it.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int32Array, Int64Array, ListArray, StringViewArray,
    TimestampMicrosecondArray,
};
use datafusion::arrow::buffer::NullBuffer;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int32Type};
use datafusion::common::Result;
use datafusion::logical_expr::ColumnarValue;

use super::declare::{Argument, Kind};
use super::output::{FieldType, Micros, local_micros};

/// A column of arguments, as functions read it.
#[derive(Debug)]
enum Column {
    Text(StringViewArray),
    Int(Int64Array),
    Bool(BooleanArray),
    Time(TimestampMicrosecondArray),
    Ints(ListArray),
    /// The declared fields, in their order, and where the struct itself is null.
    Record(Vec<Column>, Option<NullBuffer>),
    /// The elements of all lists, where each row's begin and end among them, and where the list itself is null.
    Records {
        elements: Box<Column>,
        offsets: Vec<usize>,
        nulls: Option<NullBuffer>,
    },
    /// A literal, an argument that was left out, or a field that the struct does not have: null to whoever asks.
    Absent,
}

impl Column {
    fn new(array: &ArrayRef, argument: &Argument) -> Result<Self> {
        let array = match (argument.kind, array.data_type()) {
            // Of any type are literals only, which are looked at when a statement is planned.
            (Kind::Any(_), _) | (Kind::Record(_) | Kind::Records(_), DataType::Null) => return Ok(Self::Absent),
            (Kind::Records(fields), _) => return Self::records(array, fields),
            (Kind::Record(fields), _) => return Self::record(array, fields),
            _ => cast(array, &argument.read_type())?,
        };
        Ok(match argument.kind {
            Kind::Text => Self::Text(array.as_string_view().clone()),
            Kind::Int => Self::Int(array.as_primitive().clone()),
            Kind::Time => Self::Time(array.as_primitive().clone()),
            Kind::Ints => Self::ints_column(&array),
            Kind::Record(_) | Kind::Records(_) | Kind::Any(_) => Self::Absent,
        })
    }

    fn record(array: &ArrayRef, fields: &[(&str, FieldType)]) -> Result<Self> {
        let record = array.as_struct();
        let field = |(name, kind): &(&str, FieldType)| {
            let Some(column) = record.column_by_name(name) else { return Ok(Self::Absent) };
            Ok(match kind {
                FieldType::Text => Self::Text(cast(column, &DataType::Utf8View)?.as_string_view().clone()),
                FieldType::Int => Self::Int(cast(column, &DataType::Int64)?.as_primitive().clone()),
                FieldType::Bool => Self::Bool(cast(column, &DataType::Boolean)?.as_boolean().clone()),
                FieldType::Time => Self::Time(cast(column, &local_micros())?.as_primitive().clone()),
                FieldType::Ints => Self::ints_column(&cast(column, &FieldType::Ints.arrow())?),
                FieldType::Double => unreachable!("no function reads doubles of structs"),
            })
        };
        Ok(Self::Record(fields.iter().map(field).collect::<Result<_>>()?, record.nulls().cloned()))
    }

    /// Reads the elements of these rows only: the lists may be a slice of many more.
    fn records(array: &ArrayRef, fields: &[(&str, FieldType)]) -> Result<Self> {
        let lists: &ListArray = array.as_list();
        let offsets: Vec<_> = lists.value_offsets().iter().map(|offset| *offset as usize).collect();
        let (first, last) = (offsets[0], offsets[lists.len()]);
        Ok(Self::Records {
            elements: Box::new(Self::record(&lists.values().slice(first, last - first), fields)?),
            offsets: offsets.iter().map(|offset| offset - first).collect(),
            nulls: lists.nulls().cloned(),
        })
    }

    /// Where the row's elements are; nowhere, if the list is null.
    fn elements(&self, row: usize) -> Option<(&Self, Range<usize>)> {
        match self {
            Self::Records { elements, offsets, nulls } if nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) => {
                Some((elements, offsets[row]..offsets[row + 1]))
            }
            _ => None,
        }
    }

    /// The fields, if the struct is not null.
    fn fields(&self, row: usize) -> RecordRow<'_> {
        match self {
            Self::Record(fields, nulls) if nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) => {
                RecordRow { fields, row }
            }
            _ => RecordRow { fields: &[], row },
        }
    }

    /// Under an element that is null anything may stand: it becomes 0.
    fn ints_column(lists: &ArrayRef) -> Self {
        let lists: &ListArray = lists.as_list();
        let values = lists.values().as_primitive::<Int32Type>();
        if values.null_count() == 0 {
            return Self::Ints(lists.clone());
        }
        let values: Int32Array = values.iter().map(Option::unwrap_or_default).collect();
        let (field, offsets, _, nulls) = lists.clone().into_parts();
        Self::Ints(ListArray::new(field, offsets, Arc::new(values), nulls))
    }

    fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(column) if column.is_valid(row) => Some(column.value(row)),
            _ => None,
        }
    }

    fn int(&self, row: usize) -> Option<i64> {
        match self {
            Self::Int(column) if column.is_valid(row) => Some(column.value(row)),
            _ => None,
        }
    }

    fn bool(&self, row: usize) -> Option<bool> {
        match self {
            Self::Bool(column) if column.is_valid(row) => Some(column.value(row)),
            _ => None,
        }
    }

    fn time(&self, row: usize) -> Option<Micros> {
        match self {
            Self::Time(column) if column.is_valid(row) => Some(Micros(column.value(row))),
            _ => None,
        }
    }

    fn ints(&self, row: usize) -> Option<&[i32]> {
        match self {
            Self::Ints(column) if column.is_valid(row) => {
                let offsets = column.value_offsets();
                let values = column.values().as_primitive::<Int32Type>().values();
                Some(&values[offsets[row] as usize..offsets[row + 1] as usize])
            }
            _ => None,
        }
    }

    /// Adds what tells this value from others.
    fn key(&self, row: usize, key: &mut Vec<u8>) {
        let mut add = |value: Option<&[u8]>| {
            let Some(value) = value else { return key.push(0) };
            key.push(1);
            key.extend_from_slice(&(value.len() as u64).to_le_bytes());
            key.extend_from_slice(value);
        };
        match self {
            Self::Text(_) => add(self.text(row).map(str::as_bytes)),
            Self::Int(_) => add(self.int(row).map(i64::to_le_bytes).as_ref().map(|bytes| &bytes[..])),
            Self::Bool(_) => add(self.bool(row).map(|truth| [u8::from(truth)]).as_ref().map(|bytes| &bytes[..])),
            Self::Time(_) => add(self.time(row).map(|time| time.0.to_le_bytes()).as_ref().map(|bytes| &bytes[..])),
            Self::Ints(_) => {
                let ints = self.ints(row).map(|ints| ints.iter().flat_map(|int| int.to_le_bytes()).collect::<Vec<_>>());
                add(ints.as_deref());
            }
            Self::Record(_, Some(nulls)) if nulls.is_null(row) => key.push(0),
            Self::Record(fields, _) => {
                key.push(1);
                fields.iter().for_each(|field| field.key(row, key));
            }
            Self::Records { .. } => {
                let Some((column, range)) = self.elements(row) else { return key.push(0) };
                key.push(1);
                key.extend_from_slice(&(range.len() as u64).to_le_bytes());
                range.for_each(|element| column.key(element, key));
            }
            Self::Absent => {}
        }
    }
}

/// The arguments of a call, for all of its rows.
#[derive(Debug)]
pub(super) struct Rows {
    columns: Vec<Column>,
    /// Whether an argument is one and the same for all rows: its column has one.
    scalar: Vec<bool>,
    len: usize,
    /// Where a null stands for which the function is not called.
    nulls: Option<NullBuffer>,
}

impl Rows {
    /// The rows, and whether all of them are the same one: then there is one only.
    pub(super) fn new(arguments: &[Argument], values: &[ColumnarValue], rows: usize) -> Result<(Self, bool)> {
        let is_scalar = |value: &ColumnarValue| matches!(value, ColumnarValue::Scalar(_));
        let same = values.iter().all(is_scalar);
        let len = if same { 1 } else { rows };
        let mut all = Self { columns: vec![], scalar: vec![], len, nulls: None };
        for (argument, value) in arguments.iter().zip(values) {
            let scalar = is_scalar(value);
            let array = value.to_array_of_size(if scalar { 1 } else { rows })?;
            if !argument.nullable && !argument.constant {
                let nulls = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
                let nulls = nulls.map(|nulls| if scalar { NullBuffer::new_null(len) } else { nulls });
                all.nulls = NullBuffer::union(all.nulls.as_ref(), nulls.as_ref());
            }
            let column = if argument.constant { Column::Absent } else { Column::new(&array, argument)? };
            all.columns.push(column);
            all.scalar.push(scalar);
        }
        Ok((all, same))
    }

    /// The rows; `None` for one with a null for which the function is not called.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Option<Row<'_>>> {
        (0..self.len).map(|at| {
            let null = self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(at));
            (!null).then_some(Row { rows: self, at })
        })
    }
}

/// The arguments of one row, by their places among the declared ones. Those that are not nullable are there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    rows: &'a Rows,
    at: usize,
}

const THERE: &str = "an argument that may not be null is there, and of its declared type";

impl<'a> Row<'a> {
    fn column(self, argument: usize) -> (&'a Column, usize) {
        match self.rows.columns.get(argument) {
            Some(column) => (column, if self.rows.scalar[argument] { 0 } else { self.at }),
            None => (&Column::Absent, 0),
        }
    }

    pub(super) fn text(self, argument: usize) -> &'a str {
        self.text_or_none(argument).expect(THERE)
    }

    pub(super) fn text_or_none(self, argument: usize) -> Option<&'a str> {
        let (column, row) = self.column(argument);
        column.text(row)
    }

    pub(super) fn int(self, argument: usize) -> i64 {
        self.int_or_none(argument).expect(THERE)
    }

    pub(super) fn int_or_none(self, argument: usize) -> Option<i64> {
        let (column, row) = self.column(argument);
        column.int(row)
    }

    pub(super) fn time(self, argument: usize) -> Micros {
        self.time_or_none(argument).expect(THERE)
    }

    pub(super) fn time_or_none(self, argument: usize) -> Option<Micros> {
        let (column, row) = self.column(argument);
        column.time(row)
    }

    /// The list; an element that is null is 0.
    pub(super) fn ints(self, argument: usize) -> &'a [i32] {
        self.ints_or_none(argument).expect(THERE)
    }

    pub(super) fn ints_or_none(self, argument: usize) -> Option<&'a [i32]> {
        let (column, row) = self.column(argument);
        column.ints(row)
    }

    /// A struct's fields, by their places among the declared ones. Those of a struct that is null are null.
    pub(super) fn record(self, argument: usize) -> RecordRow<'a> {
        let (column, row) = self.column(argument);
        column.fields(row)
    }

    /// The structs of a list, each as by [`Self::record`]; none of a list that is null.
    pub(super) fn records(self, argument: usize) -> impl Iterator<Item = RecordRow<'a>> {
        let (column, row) = self.column(argument);
        let elements = column.elements(row).into_iter();
        elements.flat_map(|(column, range)| range.map(move |element| column.fields(element)))
    }

    /// What tells the row from others.
    pub(super) fn key(self, key: &mut Vec<u8>) {
        key.clear();
        for argument in 0..self.rows.columns.len() {
            let (column, row) = self.column(argument);
            column.key(row, key);
        }
    }
}

/// The fields of a struct. What the struct does not have is null.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordRow<'a> {
    fields: &'a [Column],
    row: usize,
}

impl<'a> RecordRow<'a> {
    pub(super) fn text(self, field: usize) -> Option<&'a str> {
        self.fields.get(field)?.text(self.row)
    }

    pub(super) fn bool(self, field: usize) -> Option<bool> {
        self.fields.get(field)?.bool(self.row)
    }

    pub(super) fn ints(self, field: usize) -> Option<&'a [i32]> {
        self.fields.get(field)?.ints(self.row)
    }
}
