//! Types as the job file writes them: `varchar not null`, `decimal(10, 2)`, `array<struct<a: int, b: varchar>>`.

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};

use super::UTC;
use super::schema::{MAP_VALUE, decimal, list_of, map_of};
use crate::error::{Error, Result};
use crate::job::nearest::nearest;

const NAMES: [&str; 15] = [
    "boolean",
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "float",
    "double",
    "varchar",
    "varbinary",
    "date",
    "timestamp",
    "decimal",
    "array",
    "map",
    "struct",
];

/// How deep types may stand in one another.
const DEPTH_MAX: usize = 32;

/// A column of the type that `text` describes.
pub(super) fn parse(name: &str, text: &str) -> Result<Field> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let field = parser.field(name)?;
    match parser.rest().is_empty() {
        true => Ok(field),
        false => Err(parser.fail("nothing more")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// What is left, without the white space in front.
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn fail(&mut self, expected: &str) -> Error {
        let found = match self.rest() {
            "" => "the end".to_owned(),
            rest => format!("{rest:?}"),
        };
        Error::job(format!("type {:?}: expected {expected}, found {found}", self.text))
    }

    fn take(&mut self, symbol: char) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len_utf8();
        }
        found
    }

    fn expect(&mut self, symbol: char) -> Result<()> {
        match self.take(symbol) {
            true => Ok(()),
            false => Err(self.fail(&format!("{symbol:?}"))),
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Takes `words` if they come next, in any case.
    fn keywords(&mut self, words: &[&str]) -> bool {
        let start = self.at;
        let found = words.iter().all(|w| self.word().eq_ignore_ascii_case(w));
        if !found {
            self.at = start;
        }
        found
    }

    fn number(&mut self) -> Result<usize> {
        let start = self.at;
        self.word().parse().map_err(|_| {
            self.at = start;
            self.fail("a number")
        })
    }

    fn field(&mut self, name: &str) -> Result<Field> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Error::job(format!("types stand in one another more than {DEPTH_MAX} deep")));
        }
        let data_type = self.data_type()?;
        self.depth -= 1;
        Ok(Field::new(name, data_type, !self.keywords(&["not", "null"])))
    }

    fn data_type(&mut self) -> Result<DataType> {
        let start = self.at;
        let word = self.word();
        Ok(match word.to_ascii_lowercase().as_str() {
            "boolean" => DataType::Boolean,
            "tinyint" => DataType::Int8,
            "smallint" => DataType::Int16,
            "int" => DataType::Int32,
            "bigint" => DataType::Int64,
            "float" => DataType::Float32,
            "double" => DataType::Float64,
            "varchar" => DataType::Utf8View,
            "varbinary" => DataType::BinaryView,
            "date" => DataType::Date32,
            "timestamp" => DataType::Timestamp(self.timestamp_unit()?, Some(UTC.into())),
            "decimal" => {
                self.expect('(')?;
                let precision = self.number()?;
                let scale = if self.take(',') { self.number()? } else { 0 };
                self.expect(')')?;
                decimal(precision, scale)?
            }
            "array" => {
                self.expect('<')?;
                let item = self.field(Field::LIST_FIELD_DEFAULT_NAME)?;
                self.expect('>')?;
                list_of(item)
            }
            "map" => {
                self.expect('<')?;
                let value = self.field(MAP_VALUE)?;
                self.expect('>')?;
                map_of(value)
            }
            "struct" => self.fields()?,
            "" => {
                self.at = start;
                return Err(self.fail("a type"));
            }
            other => {
                let meant = synonym(other).or_else(|| nearest(other, NAMES));
                let meant = meant.map_or_else(String::new, |name| format!(", did you mean {name:?}?"));
                return Err(Error::job(format!("unknown type {word:?}{meant}")));
            }
        })
    }

    fn timestamp_unit(&mut self) -> Result<TimeUnit> {
        if !self.take('(') {
            return Ok(TimeUnit::Microsecond);
        }
        let unit = match self.number()? {
            0 => TimeUnit::Second,
            3 => TimeUnit::Millisecond,
            6 => TimeUnit::Microsecond,
            9 => TimeUnit::Nanosecond,
            digits => return Err(Error::job(format!("timestamp({digits}): the digits are 0, 3, 6 or 9"))),
        };
        self.expect(')')?;
        Ok(unit)
    }

    fn fields(&mut self) -> Result<DataType> {
        self.expect('<')?;
        let mut fields: Vec<Field> = Vec::new();
        loop {
            let name = match self.word() {
                "" => return Err(self.fail("a field name")),
                name => name,
            };
            if fields.iter().any(|f| f.name() == name) {
                return Err(Error::job(format!("struct has two fields {name:?}")));
            }
            self.expect(':')?;
            fields.push(self.field(name)?);
            if !self.take(',') {
                break;
            }
        }
        self.expect('>')?;
        Ok(DataType::Struct(Fields::from(fields)))
    }
}

/// What others call our types.
fn synonym(name: &str) -> Option<&'static str> {
    Some(match name {
        "int8" | "byte" => "tinyint",
        "int16" | "short" => "smallint",
        "int32" | "integer" => "int",
        "int64" | "long" => "bigint",
        "float32" | "real" => "float",
        "float64" => "double",
        "string" | "text" | "char" | "uuid" | "utf8" => "varchar",
        "bytes" | "binary" | "blob" | "bytea" => "varbinary",
        "datetime" | "timestamptz" => "timestamp",
        "numeric" | "number" => "decimal",
        "list" => "array",
        "row" | "record" | "object" => "struct",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "inline_tests.rs"]
mod tests;
