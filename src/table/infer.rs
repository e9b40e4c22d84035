//! The columns of an NDJSON file whose table says nothing of them.

use std::fmt;
use std::path::Path;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::codec::schema::Columns;
use crate::error::{Error, Result};
use crate::files::{InputFile, Position};

/// Reads the whole file for the names and types of its columns, in the order in which they first appear. Strings are
/// varchar, whole numbers bigint, numbers with a point or exponent double (whole ones in the same column too), true and
/// false boolean; what is always null is varchar.
///
/// # Errors
/// A line is not a JSON object, a column's values are nested or of several types, or there are no rows.
pub fn columns(path: &Path) -> Result<Columns> {
    let in_file = |e: Error| e.context(format!("read {}", path.display()));
    let mut file = InputFile::open(path, &Columns::from_inline(&[])?)?;
    let mut found = Found::default();
    let mut value = vec![];
    while let Some(position) = file.next(&mut value)? {
        found.add(&value, position).map_err(in_file)?;
    }
    if found.0.is_empty() {
        return Err(in_file(Error::job("no rows, so no columns: give the table `columns`")));
    }
    Columns::from_inline(&found.0.into_iter().map(|(name, kind)| (name, kind.sql().to_owned())).collect::<Vec<_>>())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    Boolean,
    Whole,
    Fraction,
    Text,
}

impl Kind {
    /// The kind of one value; `None` if it is nested.
    fn of(json: &str) -> Option<Self> {
        match json.as_bytes().first()? {
            b'{' | b'[' => None,
            b'"' => Some(Self::Text),
            b't' | b'f' => Some(Self::Boolean),
            b'n' => Some(Self::Null),
            _ if json.contains(['.', 'e', 'E']) => Some(Self::Fraction),
            _ => Some(Self::Whole),
        }
    }

    /// The kind that holds both; `None` if there is none.
    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Self::Null, a) | (a, Self::Null) => Some(a),
            (Self::Whole, Self::Fraction) | (Self::Fraction, Self::Whole) => Some(Self::Fraction),
            _ => None,
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Null | Self::Text => "varchar",
            Self::Boolean => "boolean",
            Self::Whole => "bigint",
            Self::Fraction => "double",
        }
    }
}

/// Columns in the order in which they were found.
#[derive(Default)]
struct Found(Vec<(String, Kind)>);

impl Found {
    fn add(&mut self, value: &[u8], position: Position) -> Result<()> {
        let fields = serde_json::Deserializer::from_slice(value).deserialize_map(Fields);
        let fields = fields.map_err(|_| Error::job(format!("{position}: not a JSON object")))?;
        for (name, json) in fields {
            let give = "give the table `columns`";
            let kind = Kind::of(json.get())
                .ok_or_else(|| Error::job(format!("{position}: column {name:?} is nested: {give}")))?;
            match self.0.iter_mut().find(|(known, _)| *known == name) {
                None => self.0.push((name, kind)),
                Some((_, before)) => {
                    *before = before.with(kind).ok_or_else(|| {
                        let (was, is) = (before.sql(), kind.sql());
                        Error::job(format!("{position}: column {name:?} is {is} here and {was} above: {give}"))
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// The fields of an object, in their order.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = vec![];
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}
