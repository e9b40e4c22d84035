//! What functions give: from values to columns.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Float64Builder, Int32Builder, Int64Builder, ListBuilder, StringViewBuilder,
    StructBuilder, TimestampMicrosecondBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields, TimeUnit};

use crate::codec::UTC;

/// A bad value: the result is null, and is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bad;

/// What a row gives: a value; `None`, which is null without anything being wrong; or null because of a bad value.
pub(super) type Given<T> = Result<Option<T>, Bad>;

/// A value that a column can be made of.
pub(super) trait Output: Send + 'static {
    /// Makes the column.
    type Builder: Send;
    /// A builder for columns of that type.
    fn builder(data_type: &DataType, rows: usize) -> Self::Builder;
    /// Adds a value, or null.
    fn append(builder: &mut Self::Builder, value: Option<&Self>);
    /// The column.
    fn finish(builder: Self::Builder) -> ArrayRef;
}

/// Microseconds since the epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Micros(pub(super) i64);

/// The type of [`Micros`] as a column.
pub(super) fn micros() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
}

/// Microseconds since the epoch, as a clock on a wall shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LocalMicros(pub(super) i64);

/// The type of [`LocalMicros`] as a column.
pub(super) fn local_micros() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, None)
}

macro_rules! output {
    ($value:ty, $builder:ty, $new:expr, $get:expr) => {
        impl Output for $value {
            type Builder = $builder;
            fn builder(_: &DataType, rows: usize) -> $builder {
                $new(rows)
            }
            fn append(builder: &mut $builder, value: Option<&Self>) {
                builder.append_option(value.map($get));
            }
            fn finish(mut builder: $builder) -> ArrayRef {
                Arc::new(builder.finish())
            }
        }
    };
}
output!(bool, BooleanBuilder, BooleanBuilder::with_capacity, |value| *value);
output!(i64, Int64Builder, Int64Builder::with_capacity, |value| *value);
output!(f64, Float64Builder, Float64Builder::with_capacity, |value| *value);
output!(String, StringViewBuilder, StringViewBuilder::with_capacity, |value: &String| value.as_str());
output!(LocalMicros, TimestampMicrosecondBuilder, TimestampMicrosecondBuilder::with_capacity, |value| value.0);
output!(
    Micros,
    TimestampMicrosecondBuilder,
    |rows| TimestampMicrosecondBuilder::with_capacity(rows).with_timezone(UTC),
    |value: &Micros| value.0
);

/// A value of a struct's field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    Int(i32),
    Bool(bool),
    Double(f64),
    Time(Micros),
    Ints(Vec<i32>),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

macro_rules! value {
    ($($from:ty => $variant:ident($convert:expr)),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Value::$variant($convert(value))
            }
        })*
    };
}
value! {
    String => Text(|text| text), &str => Text(str::to_owned), bool => Bool(|truth| truth), i32 => Int(|n| n), u8 => Int(i32::from),
    u16 => Int(i32::from), f64 => Double(|x| x), Micros => Time(|time| time), Vec<i32> => Ints(|ints| ints),
}

/// A struct: the values of its fields, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record(pub(super) Vec<Value>);

/// The type of a struct's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    Text,
    Int,
    Bool,
    Double,
    Time,
    Ints,
}

impl FieldType {
    pub(super) fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Int => DataType::Int32,
            Self::Bool => DataType::Boolean,
            Self::Double => DataType::Float64,
            Self::Time => micros(),
            Self::Ints => DataType::List(Arc::new(Field::new_list_field(DataType::Int32, true))),
        }
    }

    fn builder(self, rows: usize) -> Box<dyn ArrayBuilder> {
        match self {
            Self::Text => Box::new(StringViewBuilder::with_capacity(rows)),
            Self::Int => Box::new(Int32Builder::with_capacity(rows)),
            Self::Bool => Box::new(BooleanBuilder::with_capacity(rows)),
            Self::Double => Box::new(Float64Builder::with_capacity(rows)),
            Self::Time => Box::new(Micros::builder(&micros(), rows)),
            Self::Ints => Box::new(ListBuilder::new(Int32Builder::new())),
        }
    }
}

/// The type of a struct with these fields, all of which may be null.
pub(super) fn record_type(fields: &[(&str, FieldType)]) -> DataType {
    DataType::Struct(fields.iter().map(|(name, kind)| Field::new(*name, kind.arrow(), true)).collect())
}

/// A struct's column under way.
pub(super) struct RecordBuilder {
    kinds: Vec<FieldType>,
    builder: StructBuilder,
}

impl Output for Record {
    type Builder = RecordBuilder;

    fn builder(data_type: &DataType, rows: usize) -> RecordBuilder {
        let DataType::Struct(fields) = data_type else { unreachable!("records are structs") };
        let kinds: Vec<_> = fields.iter().map(|field| field_type(field.data_type())).collect();
        let builders = kinds.iter().map(|kind| kind.builder(rows)).collect();
        RecordBuilder { builder: StructBuilder::new(Fields::clone(fields), builders), kinds }
    }

    fn append(RecordBuilder { kinds, builder }: &mut RecordBuilder, value: Option<&Self>) {
        for (at, kind) in kinds.iter().enumerate() {
            let value = value.map_or(&Value::Null, |Record(values)| &values[at]);
            macro_rules! put {
                ($builder:ty, $variant:ident, $get:expr) => {{
                    let field = builder.field_builder::<$builder>(at).expect("the builders were made for these fields");
                    match value {
                        Value::Null => field.append_null(),
                        Value::$variant(value) => field.append_value($get(value)),
                        other => unreachable!("{other:?} for a field of type {kind:?}"),
                    }
                }};
            }
            match kind {
                FieldType::Text => put!(StringViewBuilder, Text, String::as_str),
                FieldType::Int => put!(Int32Builder, Int, |int: &i32| *int),
                FieldType::Bool => put!(BooleanBuilder, Bool, |truth: &bool| *truth),
                FieldType::Double => put!(Float64Builder, Double, |double: &f64| *double),
                FieldType::Time => put!(TimestampMicrosecondBuilder, Time, |time: &Micros| time.0),
                FieldType::Ints => {
                    put!(ListBuilder<Int32Builder>, Ints, |ints: &Vec<i32>| ints.clone().into_iter().map(Some))
                }
            }
        }
        builder.append(value.is_some());
    }

    fn finish(mut builder: RecordBuilder) -> ArrayRef {
        Arc::new(builder.builder.finish())
    }
}

fn field_type(data_type: &DataType) -> FieldType {
    let all = [FieldType::Text, FieldType::Int, FieldType::Bool, FieldType::Double, FieldType::Time, FieldType::Ints];
    all.into_iter().find(|kind| kind.arrow() == *data_type).expect("structs are made of these types")
}
