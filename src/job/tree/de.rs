//! serde over the tree: every error says where, what was expected and what was found.

use std::fmt;

use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Entry, Node, Place, Spot, Value};
use crate::error::Error;
use crate::job::nearest::hint;
use crate::job::spanned::SPANNED;

/// Reads the root of a tree into `T`.
///
/// # Errors
/// The first value that does not fit `T`, with its place.
pub fn from_root<'de, T: Deserialize<'de>>(root: &'de Node) -> Result<T, Error> {
    T::deserialize(NodeDe { node: root, owner: &root.at, path: &Path::Root })
        .map_err(|e| Error::job(e.locate(&root.at, &Path::Root).0.to_string()))
}

/// The way from the root to a value, for messages.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("the job"),
            Self::Key(Self::Root, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Item(parent, number) => write!(f, "{parent} {number}"),
        }
    }
}

/// An error on its way from where serde noticed it to where its place is known.
#[derive(Debug)]
pub struct DeError(Fault);

#[derive(Debug)]
enum Fault {
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    MissingKey(&'static str),
    /// What was expected; what was found is for the place to say.
    Expected(String),
    Located(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey { key, .. } => write!(f, "unknown key {key:?}"),
            Self::MissingKey(key) => write!(f, "the key {key:?} is missing"),
            Self::Expected(message) | Self::Located(message) => f.write_str(message),
        }
    }
}

impl fmt::Display for DeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DeError {}

impl de::Error for DeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Fault::Expected(message.to_string()))
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self(Fault::UnknownKey { key: key.into(), known })
    }

    fn missing_field(key: &'static str) -> Self {
        Self(Fault::MissingKey(key))
    }

    fn unknown_variant(_: &str, known: &'static [&'static str]) -> Self {
        Self(Fault::Expected(format!("expected {}", one_of(known))))
    }
}

impl DeError {
    /// Gives the error its place, unless it has one.
    fn locate(self, at: &Place, path: &Path<'_>) -> Self {
        let message = match self.0 {
            Fault::Located(message) => message,
            Fault::Expected(message) => format!("{at}: {path}: {message}"),
            Fault::MissingKey(key) => format!("{at}: {path} needs the key {key:?}; add it"),
            Fault::UnknownKey { key, known } => {
                let hint = hint(&key, "the known keys are", known.iter().copied());
                format!("{at}: unknown key {key:?} in {path}{hint}")
            }
        };
        Self(Fault::Located(message))
    }
}

struct NodeDe<'de, 'p> {
    node: &'de Node,
    /// Where the key stands, or the node itself in a list: the place of lists and sections.
    owner: &'de Place,
    path: &'p Path<'p>,
}

impl<'de> NodeDe<'de, '_> {
    fn fail(&self, expected: impl fmt::Display) -> DeError {
        let found = found(self.node);
        DeError::custom(format_args!("expected {expected}, found {found}")).locate(self.place(), self.path)
    }

    /// Where an error about this value points to.
    fn place(&self) -> &'de Place {
        match self.node.value {
            Value::Null | Value::List(_) | Value::Map(_) => self.owner,
            Value::Scalar(_) => &self.node.at,
        }
    }

    /// The text of a scalar.
    fn text(&self, expected: &str) -> Result<&'de str, DeError> {
        match &self.node.value {
            Value::Scalar(scalar) => Ok(&scalar.text),
            Value::Null | Value::List(_) | Value::Map(_) => Err(self.fail(expected)),
        }
    }

    /// A scalar that is not quoted, read as `T`.
    fn plain<T: std::str::FromStr>(&self, expected: &str) -> Result<T, DeError> {
        match &self.node.value {
            Value::Scalar(scalar) if scalar.plain => scalar.text.parse().map_err(|_| self.fail(expected)),
            Value::Scalar(_) => Err(self.fail(format_args!("{expected} without quotes"))),
            Value::Null | Value::List(_) | Value::Map(_) => Err(self.fail(expected)),
        }
    }

    /// The error for a single value where a list or section is expected. It does not quote the value: what stands in
    /// place of a whole section may be anything, a password too.
    fn not_single(&self, expected: &str) -> DeError {
        match self.node.value {
            Value::Scalar(_) => DeError::custom(format_args!("expected {expected}, found a single value"))
                .locate(self.place(), self.path),
            Value::Null | Value::List(_) | Value::Map(_) => self.fail(expected),
        }
    }

    /// Says what was found after what a type of ours expected of a text.
    fn refused(&self, e: DeError) -> DeError {
        match e.0 {
            Fault::Expected(expected) => DeError::custom(format_args!("{expected}, found {}", found(self.node))),
            Fault::UnknownKey { .. } | Fault::MissingKey(_) | Fault::Located(_) => e,
        }
        .locate(self.place(), self.path)
    }
}

/// `a, b or c`.
fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).into(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

/// What stands there, in a message: a variable's name rather than what it holds, which may be a secret.
fn found(node: &Node) -> String {
    match &node.value {
        Value::Null => "nothing".into(),
        Value::List(_) => "a list".into(),
        Value::Map(_) => "a section of keys".into(),
        Value::Scalar(scalar) => {
            let text = scalar.template.as_ref().unwrap_or(&scalar.text);
            match text.char_indices().nth(60) {
                Some((end, _)) => format!("{:?}…", &text[..end]),
                None => format!("{text:?}"),
            }
        }
    }
}

impl<'de> Deserializer<'de> for NodeDe<'de, '_> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar(_) => self.deserialize_str(visitor),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_bool(self.plain("true or false")?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_u64(self.plain("a whole number")?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_str(self.text("text")?).map_err(|e| self.refused(e))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            Value::Scalar(_) | Value::List(_) | Value::Map(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        let items = match &self.node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            Value::Scalar(_) | Value::Map(_) => return Err(self.not_single("a list: [a, b]")),
        };
        visitor.visit_seq(Items { items: items.iter().enumerate(), path: self.path })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        let entries = match &self.node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null => &[],
            Value::Scalar(_) | Value::List(_) => return Err(self.not_single("a section of keys: {key: value}")),
        };
        visitor
            .visit_map(Entries { entries: entries.iter(), value: None, path: self.path })
            .map_err(|e| e.locate(self.owner, self.path))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        if name != SPANNED {
            return self.deserialize_map(visitor);
        }
        visitor.visit_seq(SpannedParts { place: self.place(), next: 0, value: Some(self) })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let text = self.text(&one_of(variants))?;
        visitor.visit_enum(text.into_deserializer()).map_err(|e: DeError| self.refused(e))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i8 i16 i32 i64 i128 u8 u16 u32 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}

/// The items of a list, counted from 1 in messages.
struct Items<'de, 'p> {
    items: std::iter::Enumerate<std::slice::Iter<'de, Node>>,
    path: &'p Path<'p>,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = DeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DeError> {
        let Some((index, node)) = self.items.next() else { return Ok(None) };
        let path = Path::Item(self.path, index + 1);
        seed.deserialize(NodeDe { node, owner: &node.at, path: &path }).map(Some).map_err(|e| e.locate(&node.at, &path))
    }
}

struct Entries<'de, 'p> {
    entries: std::slice::Iter<'de, Entry>,
    value: Option<&'de Entry>,
    path: &'p Path<'p>,
}

impl<'de> MapAccess<'de> for Entries<'de, '_> {
    type Error = DeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DeError> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = Some(entry);
        seed.deserialize(KeyDe(entry)).map(Some).map_err(|e| e.locate(&entry.at, self.path))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DeError> {
        let Some(entry) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        let path = Path::Key(self.path, &entry.key);
        seed.deserialize(NodeDe { node: &entry.value, owner: &entry.at, path: &path })
            .map_err(|e| e.locate(&entry.at, &path))
    }
}

/// A key: text, with its place if asked for.
struct KeyDe<'de>(&'de Entry);

impl<'de> Deserializer<'de> for KeyDe<'de> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        visitor.visit_str(&self.0.key)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        if name != SPANNED {
            return self.deserialize_any(visitor);
        }
        visitor.visit_seq(SpannedParts { place: &self.0.at, next: 0, value: Some(self) })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// What [`crate::job::spanned::Spanned`] asks for: file, line, column, `--set` key, value.
struct SpannedParts<'de, D> {
    place: &'de Place,
    next: usize,
    value: Option<D>,
}

impl<'de, D: Deserializer<'de, Error = DeError>> SeqAccess<'de> for SpannedParts<'de, D> {
    type Error = DeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DeError> {
        let (line, column, set) = match &self.place.spot {
            Spot::At { line, column } => (*line, *column, ""),
            Spot::Set(key) => (0, 0, key.as_ref()),
        };
        self.next += 1;
        let text = StrDeserializer::<DeError>::new;
        let number = |n: usize| U64Deserializer::<DeError>::new(n as u64);
        match self.next {
            1 => seed.deserialize(text(&self.place.file)).map(Some),
            2 => seed.deserialize(number(line)).map(Some),
            3 => seed.deserialize(number(column)).map(Some),
            4 => seed.deserialize(text(set)).map(Some),
            _ => self.value.take().map(|value| seed.deserialize(value)).transpose(),
        }
    }
}
