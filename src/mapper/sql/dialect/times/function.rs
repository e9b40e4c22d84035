//! Functions over columns of times, as DataFusion calls them.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, StringViewArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Field, FieldRef, Int64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use datafusion::arrow::error::ArrowError;
use datafusion::common::{DFSchema, Result, ScalarValue, exec_err, internal_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use crate::codec::UTC;
use crate::mapper::metadata::is_text;

pub(super) const MICROS_PER_SECOND: i64 = 1_000_000;
pub(super) const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// A function. Its result is null where one of its arguments is.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeFunction {
    name: &'static str,
    aliases: &'static [&'static str],
    /// The types that arguments are brought to, or why they are refused.
    takes: Takes,
    /// The type of the result, of arguments of those types; refuses literals that can never work.
    returns: Returns,
    run: Run,
    /// Whether the result may be null where no argument is.
    nullable: bool,
    /// Whether a whole number that it gives is a decimal in PostgreSQL, so that division keeps the fraction.
    divides: bool,
}

/// Marks columns whose whole numbers divide as decimals do. The mark goes with a column through views and aliases.
const DIVIDES: &str = "mubatch.divides";

/// The arguments when a statement is planned.
pub(super) struct Arguments<'a> {
    pub(super) types: Vec<&'a DataType>,
    literals: &'a [Option<&'a ScalarValue>],
}

impl<'a> Arguments<'a> {
    /// The text of a literal; `None` is a column or null.
    pub(super) fn text(&self, index: usize) -> Option<&'a str> {
        self.literal(index).and_then(|value| value.try_as_str().flatten())
    }

    /// A literal; `None` is a column.
    pub(super) fn literal(&self, index: usize) -> Option<&'a ScalarValue> {
        self.literals.get(index).copied().flatten()
    }
}

/// The arguments when rows are mapped.
pub(super) struct Call<'a> {
    pub(super) args: &'a ScalarFunctionArgs,
}

impl Call<'_> {
    pub(super) fn rows(&self) -> usize {
        self.args.number_rows
    }

    pub(super) fn result_type(&self) -> &DataType {
        self.args.return_field.data_type()
    }

    pub(super) fn has(&self, index: usize) -> bool {
        index < self.args.args.len()
    }

    pub(super) fn array(&self, index: usize) -> Result<ArrayRef> {
        self.args.args[index].to_array(self.rows())
    }

    /// A timestamp or date, in microseconds since the epoch.
    pub(super) fn micros(&self, index: usize) -> Result<Int64Array> {
        micros(&self.array(index)?)
    }

    pub(super) fn texts(&self, index: usize) -> Result<Texts> {
        match &self.args.args[index] {
            ColumnarValue::Scalar(value) => Ok(Texts::Same(value.try_as_str().flatten().map(str::to_owned))),
            ColumnarValue::Array(array) => Ok(Texts::Rows(cast(array, &DataType::Utf8View)?.as_string_view().clone())),
        }
    }
}

/// Text per row, or one for all rows.
pub(super) enum Texts {
    Same(Option<String>),
    Rows(StringViewArray),
}

impl Texts {
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Same(text) => text.as_deref(),
            Self::Rows(texts) => (!texts.is_null(row)).then(|| texts.value(row)),
        }
    }
}

/// What is made of a text, kept for rows that have the same text.
pub(super) struct Kept<T> {
    text: String,
    made: Option<T>,
}

impl<T> Kept<T> {
    pub(super) fn new() -> Self {
        Self { text: String::new(), made: None }
    }

    pub(super) fn get(&mut self, text: &str, make: impl FnOnce(&str) -> Result<T>) -> Result<&T> {
        if self.text != text || self.made.is_none() {
            self.made = Some(make(text)?);
            text.clone_into(&mut self.text);
        }
        match &self.made {
            Some(made) => Ok(made),
            None => internal_err!("nothing was made of a text"),
        }
    }
}

/// Timestamps or dates in microseconds since the epoch.
pub(super) fn micros(array: &ArrayRef) -> Result<Int64Array> {
    fn times(factor: i64) -> impl Fn(i64) -> std::result::Result<i64, ArrowError> {
        move |value| value.checked_mul(factor).ok_or_else(too_far)
    }
    Ok(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => {
            array.as_primitive::<TimestampSecondType>().try_unary::<_, Int64Type, _>(times(MICROS_PER_SECOND))?
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            array.as_primitive::<TimestampMillisecondType>().try_unary::<_, Int64Type, _>(times(1000))?
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>()
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            array.as_primitive::<TimestampNanosecondType>().unary::<_, Int64Type>(|value| value.div_euclid(1000))
        }
        DataType::Date32 => array
            .as_primitive::<Date32Type>()
            .try_unary::<_, Int64Type, _>(|days| i64::from(days).checked_mul(MICROS_PER_DAY).ok_or_else(too_far))?,
        DataType::Null => Int64Array::new_null(array.len()),
        other => return internal_err!("{other} is not a time"),
    })
}

/// Microseconds since the epoch as a column of that type, a timestamp or date; digits beyond its unit are dropped.
pub(super) fn from_micros(values: Int64Array, data_type: &DataType) -> Result<ArrayRef> {
    Ok(match data_type {
        DataType::Timestamp(TimeUnit::Second, zone) => Arc::new(
            values
                .unary::<_, TimestampSecondType>(|value| value.div_euclid(MICROS_PER_SECOND))
                .with_timezone_opt(zone.clone()),
        ),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => Arc::new(
            values.unary::<_, TimestampMillisecondType>(|value| value.div_euclid(1000)).with_timezone_opt(zone.clone()),
        ),
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            Arc::new(values.reinterpret_cast::<TimestampMicrosecondType>().with_timezone_opt(zone.clone()))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => Arc::new(
            values
                .try_unary::<_, TimestampNanosecondType, _>(|value| value.checked_mul(1000).ok_or_else(too_far))?
                .with_timezone_opt(zone.clone()),
        ),
        DataType::Date32 => Arc::new(values.try_unary::<_, Date32Type, _>(|value| {
            i32::try_from(value.div_euclid(MICROS_PER_DAY)).map_err(|_| too_far())
        })?),
        other => return internal_err!("{other} is not a time"),
    })
}

pub(super) fn too_far() -> ArrowError {
    ArrowError::ComputeError("a time is out of range".into())
}

/// The instant type of SQL's `timestamp with time zone`.
pub(super) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
}

/// SQL's `timestamp`: what a clock on a wall shows.
pub(super) fn clock() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, None)
}

/// The type that an argument of text is taken in: its own, so that a literal stays one.
pub(super) fn as_text(data_type: &DataType) -> DataType {
    if is_text(data_type) { data_type.clone() } else { DataType::Utf8View }
}

/// Whether dividing this whole number keeps the fraction.
pub(super) fn divides(expr: &Expr, schema: &DFSchema) -> bool {
    // A cast to an integer has the fraction dropped.
    !matches!(expr, Expr::Cast(_) | Expr::TryCast(_))
        && expr.to_field(schema).is_ok_and(|(_, field)| field.metadata().contains_key(DIVIDES))
}

/// A message without the values that an event may carry.
pub(super) fn bad<T>(what: &str) -> Result<T> {
    exec_err!("{what}")
}

type Takes = fn(&[DataType]) -> Result<Vec<DataType>>;
type Returns = fn(&Arguments<'_>) -> Result<DataType>;
type Run = fn(&Call<'_>) -> Result<ArrayRef>;

impl TimeFunction {
    pub(super) const fn new(name: &'static str, takes: Takes, returns: Returns, run: Run) -> Self {
        Self { name, aliases: &[], takes, returns, run, nullable: false, divides: false }
    }

    pub(super) const fn alias(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    pub(super) const fn divides(self) -> Self {
        Self { divides: true, ..self }
    }

    pub(super) const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn udf(self) -> ScalarUDF {
        ScalarUDF::from(Planned {
            aliases: self.aliases.iter().map(ToString::to_string).collect(),
            signature: Signature::user_defined(Volatility::Immutable),
            function: self,
        })
    }

    pub(super) fn call(self, args: Vec<Expr>) -> Expr {
        self.udf().call(args)
    }
}

#[derive(Debug)]
struct Planned {
    function: TimeFunction,
    aliases: Vec<String>,
    signature: Signature,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Planned {}

impl Hash for Planned {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl ScalarUDFImpl for Planned {
    fn name(&self) -> &str {
        self.function.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        (self.function.takes)(types)
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        (self.function.returns)(&Arguments { types: types.iter().collect(), literals: &[] })
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let types = args.arg_fields.iter().map(|field| field.data_type()).collect();
        let data_type = (self.function.returns)(&Arguments { types, literals: args.scalar_arguments })?;
        let nullable = self.function.nullable || args.arg_fields.iter().any(|field| field.is_nullable());
        let marked = self.function.divides && data_type.is_integer();
        let field = Field::new(self.function.name, data_type, nullable);
        Ok(Arc::new(if marked { field.with_metadata(HashMap::from([(DIVIDES.into(), String::new())])) } else { field }))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let all_scalars = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        if !all_scalars || args.args.is_empty() {
            return (self.function.run)(&Call { args: &args }).map(ColumnarValue::Array);
        }
        // One row is enough when all rows are the same.
        let one = ScalarFunctionArgs { number_rows: 1, ..args };
        let array = (self.function.run)(&Call { args: &one })?;
        ScalarValue::try_from_array(&array, 0).map(ColumnarValue::Scalar)
    }
}
