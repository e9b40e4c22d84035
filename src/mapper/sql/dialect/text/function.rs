//! A scalar function as plain Rust functions: how its arguments are typed, what it checks before it runs, what it does.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, StringViewArray};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{DataFusionError, Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::codec::schema::sql_type;
use crate::mapper::metadata::is_text;
use crate::mapper::sql::bounds::too_much_together;

/// A function that returns the same for the same arguments.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) aliases: &'static [&'static str],
    /// The types that the arguments are brought to, or why they do not fit.
    pub(super) coerce: fn(&[DataType]) -> Result<Vec<DataType>, String>,
    /// The type of the result, from those types.
    pub(super) returns: fn(&[DataType]) -> DataType,
    /// What is wrong with arguments that are literals.
    pub(super) check: fn(&[Option<&ScalarValue>]) -> Result<(), String>,
    /// The results: as many as there are rows.
    pub(super) run: fn(&Arguments<'_>) -> Result<ArrayRef>,
}

impl Function {
    pub(super) fn udf(self) -> ScalarUDF {
        let aliases = self.aliases.iter().map(ToString::to_string).collect();
        ScalarUDF::new_from_impl(Udf {
            function: self,
            aliases,
            signature: Signature::user_defined(Volatility::Immutable),
        })
    }
}

/// The arguments of a call, for some rows.
pub(super) struct Arguments<'a> {
    pub(super) values: &'a [ColumnarValue],
    pub(super) rows: usize,
}

impl Arguments<'_> {
    /// An argument that is text; a missing one is the empty text.
    pub(super) fn text(&self, index: usize) -> Result<Texts<'_>> {
        match self.values.get(index) {
            None => Ok(Texts::One(Some(""))),
            Some(ColumnarValue::Scalar(value)) => Ok(Texts::One(value.try_as_str().flatten())),
            Some(ColumnarValue::Array(array)) => match array.as_string_view_opt() {
                Some(texts) => Ok(Texts::Each(texts)),
                None => exec_err!("argument {} is not text but {}", index + 1, array.data_type()),
            },
        }
    }

    /// An argument that is a bigint, or what is meant when it is missing.
    pub(super) fn integer(&self, index: usize, missing: i64) -> Result<Integers<'_>> {
        match self.values.get(index) {
            None => Ok(Integers::One(Some(missing))),
            Some(ColumnarValue::Scalar(ScalarValue::Int64(value))) => Ok(Integers::One(*value)),
            Some(ColumnarValue::Array(array)) => match array.as_primitive_opt::<Int64Type>() {
                Some(integers) => Ok(Integers::Each(integers)),
                None => exec_err!("argument {} is not a bigint but {}", index + 1, array.data_type()),
            },
            Some(other) => exec_err!("argument {} is not a bigint but {}", index + 1, other.data_type()),
        }
    }

    /// An argument as an array with a value for each row.
    pub(super) fn array(&self, index: usize) -> Result<ArrayRef> {
        self.values[index].to_array(self.rows)
    }
}

/// A text for each row, or one for all of them.
pub(super) enum Texts<'a> {
    One(Option<&'a str>),
    Each(&'a StringViewArray),
}

impl<'a> Texts<'a> {
    pub(super) fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::One(text) => *text,
            Self::Each(texts) => texts.is_valid(row).then(|| texts.value(row)),
        }
    }
}

/// A number for each row, or one for all of them.
pub(super) enum Integers<'a> {
    One(Option<i64>),
    Each(&'a Int64Array),
}

impl Integers<'_> {
    pub(super) fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::One(value) => *value,
            Self::Each(values) => values.is_valid(row).then(|| values.value(row)),
        }
    }
}

/// What arguments have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    /// One or the other: a function has two forms.
    TextOrInteger,
}

/// The types of arguments of these kinds, of which the first `required` have to be there.
pub(super) fn coerce_kinds(found: &[DataType], kinds: &[Kind], required: usize) -> Result<Vec<DataType>, String> {
    if found.len() < required || found.len() > kinds.len() {
        let most = kinds.len();
        let takes = if required == most { most.to_string() } else { format!("{required} to {most}") };
        return Err(format!("takes {takes} arguments, not {}", found.len()));
    }
    let typed = found.iter().zip(kinds).enumerate().map(|(i, (found, kind))| match (kind, found) {
        (Kind::Text | Kind::TextOrInteger, text) if is_text(text) => Ok(DataType::Utf8View),
        (Kind::Integer | Kind::TextOrInteger, number) if number.is_integer() => Ok(DataType::Int64),
        (Kind::Integer, DataType::Null) => Ok(DataType::Int64),
        (_, DataType::Null) => Ok(DataType::Utf8View),
        (Kind::Integer, other) => Err(format!("takes a bigint as argument {}, not {}", i + 1, sql_type(other))),
        (_, other) => {
            let n = i + 1;
            Err(format!("takes text as argument {n}, not {}; write CAST(… AS varchar)", sql_type(other)))
        }
    });
    typed.collect()
}

/// What a call has made so far. Text that grows with what events say must not take all memory: a window that needs more is
/// the fault of its events.
#[derive(Default)]
pub(super) struct Size {
    bytes: usize,
}

impl Size {
    const VALUE_BYTES_MAX: usize = 16 << 20;
    const CALL_BYTES_MAX: usize = 256 << 20;

    /// Checks one value that has this many bytes so far.
    pub(super) fn value(&self, name: &str, bytes: usize) -> Result<()> {
        match bytes > Self::VALUE_BYTES_MAX {
            true => exec_err!("{name}() would return a value of more than sixteen MiB"),
            false => Ok(()),
        }
    }

    /// Counts a finished value.
    pub(super) fn add(&mut self, name: &str, bytes: usize) -> Result<()> {
        self.value(name, bytes)?;
        self.bytes += bytes;
        match self.bytes > Self::CALL_BYTES_MAX {
            true => Err(too_much_together(&format!("{name}()"))),
            false => Ok(()),
        }
    }
}

/// Nothing to check.
pub(super) fn unchecked(_: &[Option<&ScalarValue>]) -> Result<(), String> {
    Ok(())
}

#[derive(Debug)]
struct Udf {
    function: Function,
    aliases: Vec<String>,
    signature: Signature,
}

impl PartialEq for Udf {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Udf {}

impl Hash for Udf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

/// What a statement has for a function. The names of those that are operators have a blank, so that none can be called.
fn written(name: &str) -> String {
    let operator = name.strip_prefix("list ").unwrap_or(name);
    if name.contains(' ') { operator.to_uppercase() } else { name.to_owned() }
}

impl Udf {
    fn refuse<T>(&self, why: &str) -> Result<T> {
        plan_err!("{} {why}", written(self.function.name))
    }
}

impl ScalarUDFImpl for Udf {
    fn name(&self) -> &str {
        self.function.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, found: &[DataType]) -> Result<Vec<DataType>> {
        (self.function.coerce)(found).or_else(|why| self.refuse(&why))
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok((self.function.returns)(types))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        (self.function.check)(args.scalar_arguments).map_err(DataFusionError::Plan)?;
        let types: Vec<_> = args.arg_fields.iter().map(|field| field.data_type().clone()).collect();
        Ok(Arc::new(Field::new(self.name(), self.return_type(&types)?, true)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|value| matches!(value, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let results = (self.function.run)(&Arguments { values: &args.args, rows })?;
        match constant {
            true => Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&results, 0)?)),
            false => Ok(ColumnarValue::Array(results)),
        }
    }
}
