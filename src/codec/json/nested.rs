//! Columns of arrays and objects, read value by value into a tree of cells that can be cut back.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, ListArray, MapArray, StructArray};
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, FieldRef, Fields};

use super::arrays::{Sources, leaf_array};
use super::cells::Side;
use super::fault::{Fault, Problem};
use super::leaf::Leaf;
use super::scan::Cursor;

/// What is wrong with a nested value, and in which part of it.
pub(super) struct Failure {
    pub(super) fault: Fault,
    /// From the column down: `.device[].id`.
    pub(super) path: String,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self { fault, path: String::new() }
    }
}

impl From<Fault> for Box<Failure> {
    fn from(fault: Fault) -> Self {
        Self::new(fault.into())
    }
}

fn within(part: &str) -> impl FnOnce(Box<Failure>) -> Box<Failure> {
    move |mut failure| {
        failure.path.insert_str(0, part);
        failure
    }
}

/// Values of one type.
pub(super) struct Builder {
    data_type: DataType,
    valid: Vec<bool>,
    shape: Shape,
}

enum Shape {
    Leaf {
        leaf: Leaf,
        cells: Vec<u64>,
    },
    /// Where each value ends in `items`.
    List {
        item: FieldRef,
        ends: Vec<i32>,
        items: Box<Builder>,
    },
    /// As a list of keys and values.
    Map {
        entry: FieldRef,
        ends: Vec<i32>,
        keys: Box<Builder>,
        values: Box<Builder>,
        value_nullable: bool,
    },
    Struct {
        fields: Fields,
        children: Vec<Builder>,
    },
}

impl Builder {
    /// For values of a type; `Err` is the type that is not supported, which may be a part of it.
    pub(super) fn new(data_type: &DataType) -> Result<Self, DataType> {
        let unsupported = || data_type.clone();
        let shape = match data_type {
            DataType::List(item) => {
                let items = Box::new(Self::new(item.data_type())?);
                Shape::List { item: Arc::clone(item), ends: Vec::new(), items }
            }
            DataType::Map(entry, _) => {
                let DataType::Struct(fields) = entry.data_type() else { return Err(unsupported()) };
                let [key, value] = &fields[..] else { return Err(unsupported()) };
                let keys = Box::new(Self::new(key.data_type())?);
                if !matches!(keys.shape, Shape::Leaf { leaf: Leaf::Text, .. }) {
                    return Err(unsupported());
                }
                let values = Box::new(Self::new(value.data_type())?);
                let value_nullable = value.is_nullable();
                Shape::Map { entry: Arc::clone(entry), ends: Vec::new(), keys, values, value_nullable }
            }
            DataType::Struct(fields) => {
                let children = fields.iter().map(|field| Self::new(field.data_type())).collect::<Result<_, _>>()?;
                Shape::Struct { fields: fields.clone(), children }
            }
            _ => Shape::Leaf { leaf: Leaf::of(data_type).ok_or_else(unsupported)?, cells: Vec::new() },
        };
        Ok(Self { data_type: data_type.clone(), valid: Vec::new(), shape })
    }

    /// Values held.
    pub(super) fn len(&self) -> usize {
        self.valid.len()
    }

    fn last_is_null(&self) -> bool {
        self.valid.last() == Some(&false)
    }

    /// Forgets all values from the `len`th on, also one that failed half-way.
    pub(super) fn truncate(&mut self, len: usize) {
        self.valid.truncate(len);
        match &mut self.shape {
            Shape::Leaf { cells, .. } => cells.truncate(len),
            Shape::List { ends, items, .. } => {
                ends.truncate(len);
                items.truncate(last_end(ends));
            }
            Shape::Map { ends, keys, values, .. } => {
                ends.truncate(len);
                keys.truncate(last_end(ends));
                values.truncate(last_end(ends));
            }
            Shape::Struct { children, .. } => children.iter_mut().for_each(|child| child.truncate(len)),
        }
    }

    /// Adds a null.
    pub(super) fn push_null(&mut self) {
        self.valid.push(false);
        match &mut self.shape {
            Shape::Leaf { cells, .. } => cells.push(0),
            Shape::List { ends, .. } | Shape::Map { ends, .. } => ends.push(last_end(ends) as i32),
            Shape::Struct { children, .. } => children.iter_mut().for_each(Self::push_null),
        }
    }

    /// Adds the value at the cursor, around which `depth` objects and arrays are open. When it fails, the builder must
    /// be cut back before it is used again.
    pub(super) fn push(&mut self, cursor: &mut Cursor<'_>, side: &mut Side, depth: u32) -> Result<(), Box<Failure>> {
        if cursor.take_word(b"null") {
            self.push_null();
            return Ok(());
        }
        match &mut self.shape {
            Shape::Leaf { leaf, cells } => cells.push(leaf.read(cursor, side)?),
            Shape::List { item, ends, items } => {
                let mut more = begin(cursor, b'[', depth + 1)?;
                while more {
                    items.push_item(cursor, side, depth + 1, item.is_nullable()).map_err(within("[]"))?;
                    more = cursor.another(false)?;
                }
                ends.push(end(items.len(), cursor)?);
            }
            Shape::Map { ends, keys, values, value_nullable, .. } => {
                push_entries(keys, values, *value_nullable, cursor, side, depth + 1)?;
                ends.push(end(values.len(), cursor)?);
            }
            Shape::Struct { fields, children } => {
                push_fields(fields, children, self.valid.len(), cursor, side, depth + 1)?;
            }
        }
        self.valid.push(true);
        Ok(())
    }

    fn push_item(
        &mut self,
        cursor: &mut Cursor<'_>,
        side: &mut Side,
        depth: u32,
        nullable: bool,
    ) -> Result<(), Box<Failure>> {
        let at = cursor.at();
        self.push(cursor, side, depth)?;
        if !nullable && self.last_is_null() { Err(missing(at)) } else { Ok(()) }
    }

    /// The values as an array; empties the builder.
    pub(super) fn finish(&mut self, sources: &Sources<'_>) -> ArrayRef {
        let valid = std::mem::take(&mut self.valid);
        let len = valid.len();
        let nulls = Some(NullBuffer::from(valid)).filter(|nulls| nulls.null_count() > 0);
        match &mut self.shape {
            Shape::Leaf { cells, .. } => leaf_array(&self.data_type, &std::mem::take(cells), nulls, sources),
            Shape::List { item, ends, items } => {
                Arc::new(ListArray::new(Arc::clone(item), offsets(ends), items.finish(sources), nulls))
            }
            Shape::Map { entry, ends, keys, values, .. } => {
                let DataType::Map(_, sorted) = self.data_type else { unreachable!("the shape follows the type") };
                let DataType::Struct(fields) = entry.data_type() else { unreachable!("checked when made") };
                let entries = vec![keys.finish(sources), values.finish(sources)];
                let entries = StructArray::new(fields.clone(), entries, None);
                Arc::new(MapArray::new(Arc::clone(entry), offsets(ends), entries, nulls, sorted))
            }
            Shape::Struct { fields, children } => {
                let children = children.iter_mut().map(|child| child.finish(sources)).collect();
                let array = StructArray::try_new_with_length(fields.clone(), children, nulls, len);
                Arc::new(array.expect("children have the types, lengths and nulls that the fields ask for"))
            }
        }
    }
}

fn last_end(ends: &[i32]) -> usize {
    ends.last().map_or(0, |&end| end as usize)
}

fn end(items: usize, cursor: &Cursor<'_>) -> Result<i32, Fault> {
    i32::try_from(items).map_err(|_| cursor.fault(Problem::TooLarge, "fewer items"))
}

fn offsets(ends: &mut Vec<i32>) -> OffsetBuffer<i32> {
    OffsetBuffer::new(ScalarBuffer::from_iter(std::iter::once(0).chain(ends.drain(..))))
}

fn missing(at: usize) -> Box<Failure> {
    Fault::new(Problem::Missing, "a value", at).into()
}

/// Begins an array or object; gives whether it has items.
fn begin(cursor: &mut Cursor<'_>, bracket: u8, depth: u32) -> Result<bool, Fault> {
    let (object, expected) = if bracket == b'{' { (true, "an object") } else { (false, "an array") };
    if cursor.peek() != bracket {
        return Err(cursor.fault(Problem::WrongType, expected));
    }
    cursor.begin(object, depth)
}

/// An object whose keys are fields. Of equal keys the last counts.
fn push_fields(
    fields: &Fields,
    children: &mut [Builder],
    len: usize,
    cursor: &mut Cursor<'_>,
    side: &mut Side,
    depth: u32,
) -> Result<(), Box<Failure>> {
    let start = cursor.at();
    let mut more = begin(cursor, b'{', depth)?;
    // Where the key will be if it comes in the order of the fields.
    let mut next = 0;
    while more {
        let key = cursor.key()?;
        let in_turn = (next..fields.len()).chain(0..next);
        let found = in_turn.into_iter().find(|&slot| fields[slot].name().as_bytes() == &*key);
        if let Some(slot) = found {
            next = slot + 1;
            children[slot].truncate(len);
            children[slot].push(cursor, side, depth).map_err(|failure| within_field(&fields[slot], failure))?;
        } else {
            cursor.skip(depth)?;
        }
        more = cursor.another(true)?;
    }
    for (field, child) in fields.iter().zip(children) {
        if child.len() == len {
            child.push_null();
        }
        if !field.is_nullable() && child.last_is_null() {
            return Err(within_field(field, missing(start)));
        }
    }
    Ok(())
}

fn within_field(field: &FieldRef, failure: Box<Failure>) -> Box<Failure> {
    within(&format!(".{}", field.name()))(failure)
}

/// An object whose keys are data. Of equal keys the last counts, and stands in its own place.
fn push_entries(
    keys: &mut Builder,
    values: &mut Builder,
    value_nullable: bool,
    cursor: &mut Cursor<'_>,
    side: &mut Side,
    depth: u32,
) -> Result<(), Box<Failure>> {
    let (start, len) = (cursor.at(), values.len());
    let mut last = HashMap::new();
    let mut count = 0;
    let mut more = begin(cursor, b'{', depth)?;
    while more {
        last.insert(push_key(keys, cursor, side)?, count);
        count += 1;
        values.push_item(cursor, side, depth, value_nullable).map_err(within("[]"))?;
        more = cursor.another(true)?;
    }
    if last.len() < count {
        cursor.rewind(start);
        keys.truncate(len);
        values.truncate(len);
        let mut more = begin(cursor, b'{', depth)?;
        for index in 0.. {
            if !more {
                break;
            }
            let key = push_key(keys, cursor, side)?;
            values.push(cursor, side, depth)?;
            if last.get(&key) != Some(&index) {
                keys.truncate(keys.len() - 1);
                values.truncate(values.len() - 1);
            }
            more = cursor.another(true)?;
        }
    }
    Ok(())
}

/// A key as a value of its own, and its text.
fn push_key(keys: &mut Builder, cursor: &mut Cursor<'_>, side: &mut Side) -> Result<Vec<u8>, Fault> {
    let start = cursor.at();
    let text = cursor.key()?.into_owned();
    let end = cursor.at();
    cursor.rewind(start);
    if let Shape::Leaf { leaf, cells } = &mut keys.shape {
        cells.push(leaf.read(cursor, side)?);
        keys.valid.push(true);
    }
    cursor.rewind(end);
    Ok(text)
}
