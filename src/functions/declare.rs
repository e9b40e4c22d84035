//! How a family declares a function: its arguments and what is done with a row.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;

use super::output::{FieldType, local_micros};
use crate::codec::schema::sql_type;

/// An argument of a function.
#[derive(Debug, Clone, Copy)]
pub(super) struct Argument {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// A null is handed to the function. Otherwise it makes the result null, and the function is not called.
    pub(super) nullable: bool,
    /// It may be left out. Those that may stand last.
    pub(super) optional: bool,
    /// A literal, which is looked at when the statement is planned.
    pub(super) constant: bool,
    /// It may stand any number of times, also none. The last one only.
    pub(super) repeated: bool,
    /// Says what is wrong with a text, if it is a literal, when the statement is planned.
    pub(super) check: Option<Check>,
}

/// Says what is wrong with a text.
pub(super) type Check = fn(&str) -> Result<(), String>;

/// What an argument takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// varchar.
    Text,
    /// Whole numbers; read as bigint.
    Int,
    /// timestamp; read in microseconds, UTC.
    Time,
    /// A list of whole numbers.
    Ints,
    /// A struct, of which these fields are read; one that it does not have is null.
    Record(&'static [(&'static str, FieldType)]),
    /// A list of structs, of which these fields are read; a struct may have others beside them.
    Records(&'static [(&'static str, FieldType)]),
    /// Whatever that takes: the type as which the function reads it, or why it can't.
    Any(fn(&DataType) -> Result<DataType, String>),
}

macro_rules! argument {
    ($($(#[$doc:meta])* $name:ident: $kind:ident),* $(,)?) => {
        $($(#[$doc])*
        pub(super) const fn $name(name: &'static str) -> Argument {
            let kind = Kind::$kind;
            Argument { name, kind, nullable: false, optional: false, constant: false, repeated: false, check: None }
        })*
    };
}
argument! {
    /// A varchar.
    text: Text,
    /// A whole number.
    int: Int,
    /// A timestamp.
    time: Time,
    /// A list of whole numbers.
    ints: Ints,
}

/// A struct with these fields, or some of them.
pub(super) const fn record(name: &'static str, fields: &'static [(&'static str, FieldType)]) -> Argument {
    Argument { kind: Kind::Record(fields), ..text(name) }
}

/// A list of structs with these fields.
pub(super) const fn records(name: &'static str, fields: &'static [(&'static str, FieldType)]) -> Argument {
    Argument { kind: Kind::Records(fields), ..text(name) }
}

/// A value of any type that `accept` takes.
pub(super) const fn any(name: &'static str, accept: fn(&DataType) -> Result<DataType, String>) -> Argument {
    Argument { kind: Kind::Any(accept), ..text(name) }
}

impl Argument {
    /// A null is handed to the function.
    pub(super) const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// It may be left out, which is like null.
    pub(super) const fn optional(self) -> Self {
        Self { optional: true, nullable: true, ..self }
    }

    /// It has to be a literal.
    pub(super) const fn constant(self) -> Self {
        Self { constant: true, ..self }
    }

    /// It may stand any number of times, also none.
    pub(super) const fn repeated(self) -> Self {
        Self { optional: true, nullable: true, repeated: true, ..self }
    }

    /// A text that is a literal is looked at when the statement is planned: `check` says what is wrong with it.
    pub(super) const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }

    /// As what the function reads an argument of that type; or why it can't.
    pub(super) fn accept(&self, found: &DataType) -> Result<DataType, String> {
        let wanted = |what: &str, cast: &str| Err(format!("{} has to be {what}{cast}", self.name));
        // A literal stays what it is: a cast around it would hide it from the planner's eyes.
        let read_as = |data_type: DataType| Ok(if self.constant { found.clone() } else { data_type });
        match self.kind {
            _ if *found == DataType::Null => match self.kind {
                Kind::Any(_) | Kind::Record(_) | Kind::Records(_) => Ok(DataType::Null),
                _ => read_as(self.read_type()),
            },
            Kind::Text if is_text(found) => read_as(DataType::Utf8View),
            Kind::Text => wanted("varchar", "; write CAST(… AS varchar)"),
            Kind::Int if found.is_integer() => read_as(DataType::Int64),
            Kind::Int => wanted("a whole number", ""),
            // A cast to a zone fails far from today; the function's own does not.
            Kind::Time if matches!(found, DataType::Timestamp(..)) => Ok(found.clone()),
            Kind::Time => wanted("timestamp", "; write CAST(… AS timestamp)"),
            Kind::Ints => match found {
                DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _)
                    if item.data_type().is_integer() || *item.data_type() == DataType::Null =>
                {
                    Ok(FieldType::Ints.arrow())
                }
                _ => wanted("a list of whole numbers", ", like [1, 3, 4]"),
            },
            Kind::Record(fields) => match found {
                DataType::Struct(has) if has.iter().any(|has| fields.iter().any(|(name, _)| name == has.name())) => {
                    Ok(found.clone())
                }
                _ => {
                    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
                    wanted(&format!("a struct with some of the fields {}", names.join(", ")), "")
                }
            },
            Kind::Records(fields) => match found {
                DataType::List(item) | DataType::LargeList(item) if has_fields(item.data_type(), fields) => {
                    Ok(DataType::List(item.clone()))
                }
                _ => {
                    let field = |(name, kind): &(&str, FieldType)| format!("{name} {}", sql_type(&kind.arrow()));
                    let fields: Vec<_> = fields.iter().map(field).collect();
                    wanted(&format!("a list of structs with the fields {}", fields.join(", ")), "")
                }
            },
            Kind::Any(accept) => accept(found).map_err(|why| format!("{} {why}", self.name)),
        }
    }

    /// The type that columns of this argument are read as, where it is one and the same.
    pub(super) fn read_type(&self) -> DataType {
        match self.kind {
            Kind::Text => DataType::Utf8View,
            Kind::Int => DataType::Int64,
            Kind::Time => local_micros(),
            Kind::Ints => FieldType::Ints.arrow(),
            Kind::Record(_) | Kind::Records(_) | Kind::Any(_) => DataType::Null,
        }
    }
}

/// A struct with all of these fields, texts of any layout among them.
fn has_fields(data_type: &DataType, fields: &[(&str, FieldType)]) -> bool {
    let DataType::Struct(has) = data_type else { return false };
    fields.iter().all(|(name, kind)| {
        has.iter().any(|has| {
            let fits = *has.data_type() == kind.arrow() || (*kind == FieldType::Text && is_text(has.data_type()));
            has.name() == name && fits
        })
    })
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

/// The literals of a call, by the argument's place; `None`: left out.
pub(super) struct Constants<'a> {
    pub(super) values: Vec<Option<&'a ScalarValue>>,
}

impl<'a> Constants<'a> {
    /// A text.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.text_or_none(at).expect("a literal that may not be left out is there")
    }

    /// A text that may be left out.
    pub(super) fn text_or_none(&self, at: usize) -> Option<&'a str> {
        self.values.get(at).copied().flatten()?.try_as_str().flatten()
    }

    /// A whole number.
    pub(super) fn int(&self, at: usize) -> i64 {
        match self.values.get(at).copied().flatten() {
            Some(ScalarValue::Int64(Some(int))) => *int,
            Some(other) => other
                .cast_to(&DataType::Int64)
                .ok()
                .and_then(|int| match int {
                    ScalarValue::Int64(int) => int,
                    _ => None,
                })
                .expect("a literal whole number fits bigint"),
            None => unreachable!("a literal that may not be left out is there"),
        }
    }

    /// A whole number that may be left out; an error if it is beyond bigint.
    pub(super) fn int_or_none(&self, at: usize) -> Result<Option<i64>, String> {
        let Some(literal) = self.values.get(at).copied().flatten() else { return Ok(None) };
        match literal.cast_to(&DataType::Int64) {
            Ok(ScalarValue::Int64(int)) => Ok(int),
            _ => Err(format!("{literal} is larger than a bigint can be")),
        }
    }
}
