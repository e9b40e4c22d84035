//! The index of a table's key column: which rows have this key.

use ahash::RandomState;
use arrow::array::{Array, ArrayAccessor, ArrayIter, ArrayRef, AsArray, Int32Array, Int64Array, StringViewArray};
use arrow::buffer::ScalarBuffer;
use arrow::compute::cast;
use arrow::datatypes::{ArrowNativeType, DataType, Int64Type};
use arrow::record_batch::RecordBatch;
use hashbrown::HashTable;

use crate::error::{Error, Result};

/// "No further row with this key" in [`KeyIndex::following`].
const NONE: u32 = u32::MAX;

/// Finds the rows of a table by key. Made once from the table's rows, then only read; shared between threads.
///
/// Keys are text, whole numbers, dates, times and timestamps. A row whose key is null is in the table but never found.
pub struct KeyIndex {
    key_type: DataType,
    heads: Heads,
    /// For each row, the next row with the same key; empty when every key stands in one row only.
    following: Vec<u32>,
    hasher: RandomState,
    rows: usize,
    duplicates: usize,
}

/// The first row of each key.
enum Heads {
    Text {
        keys: StringViewArray,
        heads: HashTable<u32>,
    },
    /// Everything that is a whole number inside, as its 64 bits; the key stands next to its row.
    Whole(HashTable<(i64, u32)>),
}

impl KeyIndex {
    /// Indexes column `key` of `batch`.
    ///
    /// # Errors
    /// The column's type cannot be a key, or there are more than 2³² - 1 rows.
    pub fn build(batch: &RecordBatch, key: usize) -> Result<Self> {
        let column = batch.column(key);
        if column.len() >= NONE as usize {
            return Err(Error::job(format!(
                "the table has {} rows, more than the {NONE} that an index holds",
                column.len()
            )));
        }
        let hasher = fixed_hasher();
        let mut chain = Chain { following: vec![], rows: column.len(), duplicates: 0 };
        let heads = if is_text(column.data_type()) {
            let keys =
                cast(column, &DataType::Utf8View).map_err(|e| Error::internal(format!("index text keys: {e}")))?;
            let keys = keys.as_string_view().clone();
            let heads = text_heads(&keys, &hasher, &mut chain);
            Heads::Text { keys, heads }
        } else if let Some(keys) = as_whole(column) {
            Heads::Whole(whole_heads(&keys, &hasher, &mut chain))
        } else {
            return Err(Error::job(format!(
                "column {:?} is {}, which cannot be a table's key: use text, a whole number, a date, a time or a timestamp",
                batch.schema().field(key).name(),
                column.data_type()
            )));
        };
        let Chain { following, duplicates, .. } = chain;
        let rows = column.len() - column.null_count();
        Ok(Self { key_type: column.data_type().clone(), heads, following, hasher, rows, duplicates })
    }

    /// For each of `keys` in turn, appends one pair for every row that has it: the key's position to `probe_rows`, the
    /// row's to `table_rows`. Rows with the same key come in ascending order. A null matches nothing.
    ///
    /// # Errors
    /// `keys` is of a type that [`accepts`](Self::accepts) denies; nothing is appended then.
    pub fn probe(&self, keys: &ArrayRef, probe_rows: &mut Vec<u32>, table_rows: &mut Vec<u32>) -> Result<()> {
        let mismatch = || Error::internal(format!("probe an index of {} with {}", self.key_type, keys.data_type()));
        if !self.accepts(keys.data_type()) {
            return Err(mismatch());
        }
        let mut found = Found { following: &self.following, probe_rows, table_rows };
        match &self.heads {
            Heads::Text { keys: table, heads } => match keys.data_type() {
                DataType::Utf8 => self.probe_text(table, heads, keys.as_string::<i32>(), &mut found),
                DataType::LargeUtf8 => self.probe_text(table, heads, keys.as_string::<i64>(), &mut found),
                _ => self.probe_text(table, heads, keys.as_string_view(), &mut found),
            },
            Heads::Whole(heads) => {
                let keys = as_whole(keys).ok_or_else(mismatch)?;
                for (probe, key) in keys.iter().enumerate() {
                    let Some(key) = key else { continue };
                    if let Some((_, head)) = heads.find(self.hasher.hash_one(key), |(k, _)| *k == key) {
                        found.add(probe, *head);
                    }
                }
            }
        }
        Ok(())
    }

    fn probe_text<'a>(
        &self,
        table: &StringViewArray,
        heads: &HashTable<u32>,
        keys: impl ArrayAccessor<Item = &'a str>,
        found: &mut Found,
    ) {
        for (probe, key) in ArrayIter::new(keys).enumerate() {
            let Some(key) = key else { continue };
            if let Some(head) = heads.find(self.hasher.hash_one(key), |row| table.value(*row as usize) == key) {
                found.add(probe, *head);
            }
        }
    }

    /// The type of the key column.
    pub fn key_type(&self) -> &DataType {
        &self.key_type
    }

    /// Whether keys of this type can be looked up: the key column's own type; for text, text in any of its layouts.
    pub fn accepts(&self, probe: &DataType) -> bool {
        *probe == self.key_type || (is_text(probe) && is_text(&self.key_type))
    }

    /// Number of rows that can be found: those whose key is not null.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether no row can be found.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Number of rows whose key an earlier row has already.
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// Bytes that the index takes beside the table's rows.
    pub fn bytes(&self) -> usize {
        let heads = match &self.heads {
            Heads::Text { keys, heads } => {
                let views = if self.key_type == DataType::Utf8View { 0 } else { size_of_val(&keys.views()[..]) };
                heads.allocation_size() + views
            }
            Heads::Whole(heads) => heads.allocation_size(),
        };
        heads + self.following.capacity() * size_of::<u32>()
    }
}

/// Links the rows that share a key while an index is built.
struct Chain {
    following: Vec<u32>,
    rows: usize,
    duplicates: usize,
}

impl Chain {
    /// Puts `row` in front of `head`, both having the same key.
    fn put_before(&mut self, head: &mut u32, row: u32) {
        self.following.resize(self.rows, NONE);
        self.following[row as usize] = std::mem::replace(head, row);
        self.duplicates += 1;
    }
}

/// Where matches go.
struct Found<'a> {
    following: &'a [u32],
    probe_rows: &'a mut Vec<u32>,
    table_rows: &'a mut Vec<u32>,
}

impl Found<'_> {
    fn add(&mut self, probe: usize, head: u32) {
        let mut row = head;
        while row != NONE {
            self.probe_rows.push(probe as u32);
            self.table_rows.push(row);
            row = self.following.get(row as usize).copied().unwrap_or(NONE);
        }
    }
}

// Both go through the rows backwards and put each one in front: the rows of a key are found in ascending order.

fn text_heads(keys: &StringViewArray, hasher: &RandomState, chain: &mut Chain) -> HashTable<u32> {
    let mut heads = HashTable::with_capacity(keys.len());
    for row in (0..keys.len()).rev().filter(|row| keys.is_valid(*row)) {
        let key = keys.value(row);
        let hash = hasher.hash_one(key);
        match heads.find_mut(hash, |head| keys.value(*head as usize) == key) {
            Some(head) => chain.put_before(head, row as u32),
            None => _ = heads.insert_unique(hash, row as u32, |head| hasher.hash_one(keys.value(*head as usize))),
        }
    }
    heads
}

fn whole_heads(keys: &Int64Array, hasher: &RandomState, chain: &mut Chain) -> HashTable<(i64, u32)> {
    let mut heads: HashTable<(i64, u32)> = HashTable::with_capacity(keys.len());
    for row in (0..keys.len()).rev().filter(|row| keys.is_valid(*row)) {
        let key = keys.value(row);
        let hash = hasher.hash_one(key);
        match heads.find_mut(hash, |(k, _)| *k == key) {
            Some((_, head)) => chain.put_before(head, row as u32),
            None => _ = heads.insert_unique(hash, (key, row as u32), |(k, _)| hasher.hash_one(*k)),
        }
    }
    heads
}

fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The column as 64-bit numbers that are equal where its values are; `None` if it is not made of whole numbers.
fn as_whole(column: &ArrayRef) -> Option<Int64Array> {
    use DataType::{Date32, Date64, Duration, Int8, Int16, Int32, Int64, Time32, Time64, Timestamp};
    use DataType::{UInt8, UInt16, UInt32, UInt64};
    match column.data_type() {
        Int64 | UInt64 | Date64 | Time64(_) | Timestamp(..) | Duration(_) => {
            Some(Int64Array::new(values_as(column), column.nulls().cloned()))
        }
        Int32 | Date32 | Time32(_) => {
            let narrow = Int32Array::new(values_as(column), column.nulls().cloned());
            Some(narrow.unary::<_, Int64Type>(i64::from))
        }
        Int8 | Int16 | UInt8 | UInt16 | UInt32 => {
            cast(column, &Int64).ok().map(|wide| wide.as_primitive::<Int64Type>().clone())
        }
        _ => None,
    }
}

/// The values of a primitive column under another type of the same width, without a copy.
fn values_as<T: ArrowNativeType>(column: &ArrayRef) -> ScalarBuffer<T> {
    let data = column.to_data();
    ScalarBuffer::new(data.buffers()[0].clone(), data.offset(), data.len())
}

/// Fixed seeds: a table takes the same memory and the same time on every run. (What is found never depends on them.)
fn fixed_hasher() -> RandomState {
    RandomState::with_seeds(0x6d75_6261, 0x7463_6800, 0x7461_626c, 0x6573_0001)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
