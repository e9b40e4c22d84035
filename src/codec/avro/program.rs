//! What a writer's schema becomes when it is read as the job's: a tree of reads and skips, in the order of the bytes.

use super::constant::Constant;

/// How a record is read: the writer's fields one after another, then the fields that it does not have.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub(super) steps: Vec<Step>,
    /// The writer's names of the fields, step by step, for messages.
    pub(super) names: Vec<String>,
}

/// What to do next.
#[derive(Debug)]
pub(super) enum Step {
    /// Read a value into a column.
    Read(usize, Read),
    /// Read past a value.
    Skip(Skip),
    /// Put a constant into a column.
    Put(usize, Constant),
}

/// How a value that is wanted is read.
#[derive(Debug)]
pub(super) enum Read {
    Null,
    Boolean,
    /// An int, between two bounds.
    Int(i32, i32),
    Long,
    /// An int or a long (`long`) that is a time, into another unit.
    Time {
        long: bool,
        unit: Scale,
    },
    /// An int or a long as floating point.
    IntAsFloat,
    IntAsDouble,
    LongAsFloat,
    LongAsDouble,
    Float,
    FloatAsDouble,
    Double,
    Text,
    Bytes,
    Fixed(usize),
    /// The cells of the symbols; `Err`: the job's enum has no such symbol.
    Symbol(Vec<Result<u64, String>>),
    /// A decimal of at most so many digits, in bytes with a length or (`size`) without.
    Decimal {
        size: Option<usize>,
        precision: usize,
    },
    List(Box<Read>),
    Map(Box<Read>),
    Struct(Steps),
    /// By the number of the writer's type.
    Union(Vec<Branch>),
}

/// A type of the writer's union.
#[derive(Debug)]
pub(super) enum Branch {
    Read(Read),
    /// It can't be read as the job's type: the reason for a dead letter, and why.
    Refused(&'static str, String),
}

/// How a value that is not wanted is passed over.
#[derive(Debug)]
pub(super) enum Skip {
    Null,
    Boolean,
    Int,
    Long,
    Fixed(usize),
    /// Text as well: whether it is UTF-8 is not looked at.
    Bytes,
    Index(usize),
    Array(Box<Skip>),
    Map(Box<Skip>),
    Record(Vec<Skip>),
    Union(Vec<Skip>),
}

/// From one unit of time to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// To a finer unit, or the same.
    Times(i64),
    /// To a coarser unit; toward the past.
    Over(i64),
}
