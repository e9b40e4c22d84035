//! Avro schemas as types: parsed from their JSON text, with every named type put in place of its name.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::TimeUnit;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::job::nearest::nearest;

/// How deep types may stand in one another: whatever walks a type recurses no deeper.
const DEPTH_MAX: usize = 64;

/// How many types may stand in a schema, counting a named one each time it is used: a few lines of records that each
/// use the one before twice would otherwise double without end.
const TYPES_MAX: usize = 20_000;

const PRIMITIVES: [&str; 8] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// An Avro type. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub enum AvroType {
    /// Zero bytes.
    Null,
    /// One byte, 0 or 1.
    Boolean,
    /// A zigzag varint of 32 bits.
    Int(Logical),
    /// A zigzag varint of 64 bits.
    Long(Logical),
    /// Four bytes, little endian.
    Float,
    /// Eight bytes, little endian.
    Double,
    /// A length, then bytes.
    Bytes(Logical),
    /// A length, then UTF-8.
    String,
    /// A fixed number of bytes.
    Fixed(Arc<Name>, usize, Logical),
    /// A varint that counts in a list of symbols.
    Enum(Arc<Enum>),
    /// Blocks of items.
    Array(Arc<AvroType>),
    /// Blocks of text and value.
    Map(Arc<AvroType>),
    /// Fields one after another.
    Record(Arc<Record>),
    /// A varint that counts in a list of types, then a value of that type.
    Union(Arc<[AvroType]>),
}

/// What a number or a string of bytes stands for. Logical types that mubatch does not know, and `uuid`, which is just
/// text, count as [`Logical::None`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logical {
    /// Nothing but itself.
    None,
    /// An unscaled number, big endian, in two's complement.
    Decimal {
        /// Digits.
        precision: usize,
        /// Digits behind the point.
        scale: usize,
    },
    /// Days since the Unix epoch.
    Date,
    /// Time since midnight.
    Time(TimeUnit),
    /// Time since the Unix epoch, UTC.
    Timestamp(TimeUnit),
    /// Time since the Unix epoch, in a time zone that is not known.
    LocalTimestamp(TimeUnit),
}

/// The name of a record, enum or fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// With its namespace.
    pub full: String,
    /// Other names by which a writer's type may go, with their namespaces.
    pub aliases: Vec<String>,
}

impl Name {
    /// The name without its namespace: what counts in schema resolution.
    pub fn short(&self) -> &str {
        short(&self.full)
    }

    /// Whether a writer's type of this name may be read as ours.
    pub fn accepts(&self, writer: &Name) -> bool {
        self.short() == writer.short() || self.aliases.iter().any(|a| short(a) == writer.short())
    }
}

fn short(full: &str) -> &str {
    full.rsplit('.').next().unwrap_or(full)
}

/// A list of symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// In the order in which they are counted.
    pub symbols: Vec<String>,
    /// What to read in place of a symbol that is not in the list.
    pub default: Option<String>,
}

/// A list of fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// In the order in which they are written.
    pub fields: Vec<RecordField>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordField {
    /// Its name.
    pub name: String,
    /// Other names by which a writer's field may go.
    pub aliases: Vec<String>,
    /// Its type.
    pub avro: AvroType,
    /// What to read where the writer has no such field.
    pub default: Option<Value>,
}

impl AvroType {
    /// Parses a schema. The error names the path of fields that leads to the mistake.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_with(&[], text)
    }

    /// Parses a schema that uses names which `references` define; each may use names of those before it.
    pub fn parse_with(references: &[String], text: &str) -> Result<Self> {
        let mut parser = Parser::default();
        for reference in references {
            parser.text(reference).map_err(|e| e.context("parse referenced Avro schema"))?;
        }
        let avro = parser.text(text).map_err(|e| e.context("parse Avro schema"))?;
        match avro.is_within(DEPTH_MAX, &mut TYPES_MAX.clone()) {
            true => Ok(avro),
            false => Err(Error::job(format!(
                "parse Avro schema: more than {DEPTH_MAX} types deep, or more than {TYPES_MAX} types in all"
            ))),
        }
    }

    /// Whether it is at most `depth` deep and no larger than `budget`, which is used up.
    fn is_within(&self, depth: usize, budget: &mut usize) -> bool {
        if depth == 0 || *budget == 0 {
            return false;
        }
        *budget -= 1;
        match self {
            AvroType::Array(inner) | AvroType::Map(inner) => inner.is_within(depth - 1, budget),
            AvroType::Record(record) => record.fields.iter().all(|f| f.avro.is_within(depth - 1, budget)),
            AvroType::Union(types) => types.iter().all(|t| t.is_within(depth - 1, budget)),
            _ => true,
        }
    }

    /// The type of the values that are not null, and whether null is allowed: only for `T`, `["null", T]` and
    /// `[T, "null"]`.
    pub fn optional(&self) -> Option<(&AvroType, bool)> {
        match self {
            AvroType::Null => None,
            AvroType::Union(types) => match &types[..] {
                [AvroType::Null, AvroType::Null] => None,
                [AvroType::Null, other] | [other, AvroType::Null] => Some((other, true)),
                [other] if *other != AvroType::Null => Some((other, false)),
                _ => None,
            },
            other => Some((other, false)),
        }
    }

    /// What people call it: `long`, `record Address`, `["null", string]`.
    pub fn describe(&self) -> String {
        match self {
            AvroType::Null => "null".into(),
            AvroType::Boolean => "boolean".into(),
            AvroType::Int(logical) => logical.describe("int"),
            AvroType::Long(logical) => logical.describe("long"),
            AvroType::Float => "float".into(),
            AvroType::Double => "double".into(),
            AvroType::Bytes(logical) => logical.describe("bytes"),
            AvroType::String => "string".into(),
            AvroType::Fixed(_, size, logical) => logical.describe(&format!("fixed({size})")),
            AvroType::Enum(e) => format!("enum {}", e.name.short()),
            AvroType::Array(item) => format!("array of {}", item.describe()),
            AvroType::Map(value) => format!("map of {}", value.describe()),
            AvroType::Record(r) => format!("record {}", r.name.short()),
            AvroType::Union(types) => {
                format!("[{}]", types.iter().map(AvroType::describe).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl Logical {
    fn describe(self, base: &str) -> String {
        let unit = |unit| match unit {
            TimeUnit::Second => "seconds",
            TimeUnit::Millisecond => "millis",
            TimeUnit::Microsecond => "micros",
            TimeUnit::Nanosecond => "nanos",
        };
        match self {
            Logical::None => base.into(),
            Logical::Decimal { precision, scale } => format!("decimal({precision}, {scale})"),
            Logical::Date => "date".into(),
            Logical::Time(u) => format!("time-{}", unit(u)),
            Logical::Timestamp(u) => format!("timestamp-{}", unit(u)),
            Logical::LocalTimestamp(u) => format!("local-timestamp-{}", unit(u)),
        }
    }
}

/// One schema's names and where in it the parser is.
#[derive(Default)]
struct Parser {
    /// `None`: the type is being defined, so a use of its name would be recursion.
    names: HashMap<String, Option<AvroType>>,
    path: Vec<String>,
}

impl Parser {
    fn text(&mut self, text: &str) -> Result<AvroType> {
        let value: Value = serde_json::from_str(text).map_err(|e| Error::job(format!("not JSON: {e}")))?;
        self.of(&value, "")
    }

    fn fail<T>(&self, what: impl std::fmt::Display) -> Result<T> {
        Err(match self.path.is_empty() {
            true => Error::job(what.to_string()),
            false => Error::job(format!("field {}: {what}", self.path.join("."))),
        })
    }

    fn of(&mut self, value: &Value, namespace: &str) -> Result<AvroType> {
        match value {
            Value::String(name) => self.named(name, namespace),
            Value::Array(types) => self.union(types, namespace),
            Value::Object(object) => self.object(object, namespace),
            _ => self.fail("a type is a name, a list or an object"),
        }
    }

    fn named(&self, name: &str, namespace: &str) -> Result<AvroType> {
        if let Some(primitive) = primitive(name, Logical::None) {
            return Ok(primitive);
        }
        // A name without a dot may also be one without a namespace.
        match self.names.get(&full_name(name, namespace)).or_else(|| self.names.get(name)) {
            Some(Some(known)) => Ok(known.clone()),
            Some(None) => self.fail(format!("type {name:?} contains itself: recursive types can't be columns")),
            None => {
                let known = PRIMITIVES.iter().copied().chain(self.names.keys().map(String::as_str));
                let meant = nearest(name, known).map_or_else(String::new, |n| format!(", did you mean {n:?}?"));
                self.fail(format!("unknown type {name:?}{meant}"))
            }
        }
    }

    fn union(&mut self, types: &[Value], namespace: &str) -> Result<AvroType> {
        if types.is_empty() {
            return self.fail("a union needs at least one type");
        }
        let types = types.iter().map(|t| self.of(t, namespace)).collect::<Result<Vec<_>>>()?;
        if types.iter().any(|t| matches!(t, AvroType::Union(_))) {
            return self.fail("a union can't stand directly in a union");
        }
        Ok(AvroType::Union(types.into()))
    }

    fn object(&mut self, object: &Map<String, Value>, namespace: &str) -> Result<AvroType> {
        let kind = match object.get("type") {
            Some(Value::String(kind)) => kind.as_str(),
            Some(nested) => return self.of(nested, namespace),
            None => return self.fail("a type needs a \"type\""),
        };
        match kind {
            "record" | "error" => self.record(object, namespace),
            "enum" => {
                let name = self.define(object, namespace)?;
                let symbols = self.texts(object, "symbols")?;
                if symbols.is_empty() {
                    return self.fail(format!("enum {} needs symbols", name.full));
                }
                let default = object.get("default").and_then(Value::as_str).map(str::to_owned);
                let full = name.full.clone();
                Ok(self.defined(full, AvroType::Enum(Arc::new(Enum { name, symbols, default }))))
            }
            "fixed" => {
                let name = self.define(object, namespace)?;
                let Some(size) = object.get("size").and_then(Value::as_u64).and_then(|s| usize::try_from(s).ok())
                else {
                    return self.fail(format!("fixed {} needs a size", name.full));
                };
                let logical = self.decimal(object)?;
                let full = name.full.clone();
                Ok(self.defined(full, AvroType::Fixed(Arc::new(name), size, logical)))
            }
            "array" => match object.get("items") {
                Some(items) => Ok(AvroType::Array(Arc::new(self.inside("[]", items, namespace)?))),
                None => self.fail("an array needs items"),
            },
            "map" => match object.get("values") {
                Some(values) => Ok(AvroType::Map(Arc::new(self.inside("{}", values, namespace)?))),
                None => self.fail("a map needs values"),
            },
            _ => {
                let logical = match object.get("logicalType").and_then(Value::as_str) {
                    Some("decimal") if kind == "bytes" => self.decimal(object)?,
                    Some(logical) => number_logical(kind, logical),
                    None => Logical::None,
                };
                primitive(kind, logical).map_or_else(|| self.named(kind, namespace), Ok)
            }
        }
    }

    fn record(&mut self, object: &Map<String, Value>, namespace: &str) -> Result<AvroType> {
        let name = self.define(object, namespace)?;
        let namespace = name.full.rsplit_once('.').map_or("", |(namespace, _)| namespace).to_owned();
        let Some(Value::Array(list)) = object.get("fields") else {
            return self.fail(format!("record {} needs a list of fields", name.full));
        };
        let mut fields: Vec<RecordField> = Vec::with_capacity(list.len());
        for field in list {
            let Some(field_name) = field.get("name").and_then(Value::as_str).filter(|n| !n.is_empty()) else {
                return self.fail(format!("a field of record {} has no name", name.full));
            };
            if fields.iter().any(|f| f.name == field_name) {
                return self.fail(format!("record {} has two fields {field_name:?}", name.full));
            }
            let Some(field_type) = field.get("type") else {
                return self.fail(format!("field {field_name:?} of record {} has no type", name.full));
            };
            let avro = self.inside(field_name, field_type, &namespace)?;
            let aliases = field.as_object().map_or(Ok(Vec::new()), |f| self.texts(f, "aliases"))?;
            fields.push(RecordField {
                name: field_name.to_owned(),
                aliases,
                avro,
                default: field.get("default").cloned(),
            });
        }
        let full = name.full.clone();
        Ok(self.defined(full, AvroType::Record(Arc::new(Record { name, fields }))))
    }

    /// Parses a type that stands in another, with one more step in the path.
    fn inside(&mut self, step: &str, value: &Value, namespace: &str) -> Result<AvroType> {
        self.path.push(step.to_owned());
        let parsed = self.of(value, namespace)?;
        self.path.pop();
        Ok(parsed)
    }

    /// The name of a type that is about to be defined.
    fn define(&mut self, object: &Map<String, Value>, namespace: &str) -> Result<Name> {
        let Some(name) = object.get("name").and_then(Value::as_str).filter(|n| !n.is_empty()) else {
            return self.fail("a record, enum or fixed needs a name");
        };
        let namespace = object.get("namespace").and_then(Value::as_str).unwrap_or(namespace);
        let full = full_name(name, namespace);
        if self.names.insert(full.clone(), None).is_some() {
            return self.fail(format!("type {full:?} is defined twice"));
        }
        let own = full.rsplit_once('.').map_or("", |(own, _)| own).to_owned();
        let aliases = self.texts(object, "aliases")?.iter().map(|alias| full_name(alias, &own)).collect();
        Ok(Name { full, aliases })
    }

    fn defined(&mut self, name: String, avro: AvroType) -> AvroType {
        self.names.insert(name, Some(avro.clone()));
        avro
    }

    fn texts(&self, object: &Map<String, Value>, key: &str) -> Result<Vec<String>> {
        let list = match object.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list,
            Some(_) => return self.fail(format!("{key:?} must be a list of names")),
        };
        match list.iter().map(|v| v.as_str().map(str::to_owned)).collect() {
            Some(texts) => Ok(texts),
            None => self.fail(format!("{key:?} must be a list of names")),
        }
    }

    fn decimal(&self, object: &Map<String, Value>) -> Result<Logical> {
        if object.get("logicalType").and_then(Value::as_str) != Some("decimal") {
            return Ok(Logical::None);
        }
        let number = |key: &str| object.get(key).map(|v| v.as_u64().and_then(|n| usize::try_from(n).ok()));
        match (number("precision"), number("scale").unwrap_or(Some(0))) {
            (Some(Some(precision)), Some(scale)) if precision > 0 && scale <= precision => {
                Ok(Logical::Decimal { precision, scale })
            }
            _ => self.fail("a decimal needs a precision above 0 and a scale from 0 to the precision"),
        }
    }
}

fn primitive(name: &str, logical: Logical) -> Option<AvroType> {
    Some(match name {
        "null" => AvroType::Null,
        "boolean" => AvroType::Boolean,
        "int" => AvroType::Int(logical),
        "long" => AvroType::Long(logical),
        "float" => AvroType::Float,
        "double" => AvroType::Double,
        "bytes" => AvroType::Bytes(logical),
        "string" => AvroType::String,
        _ => return None,
    })
}

fn number_logical(base: &str, logical: &str) -> Logical {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond};
    match (base, logical) {
        ("int", "date") => Logical::Date,
        ("int", "time-millis") => Logical::Time(Millisecond),
        ("long", "time-micros") => Logical::Time(Microsecond),
        ("long", "timestamp-millis") => Logical::Timestamp(Millisecond),
        ("long", "timestamp-micros") => Logical::Timestamp(Microsecond),
        ("long", "timestamp-nanos") => Logical::Timestamp(Nanosecond),
        ("long", "local-timestamp-millis") => Logical::LocalTimestamp(Millisecond),
        ("long", "local-timestamp-micros") => Logical::LocalTimestamp(Microsecond),
        ("long", "local-timestamp-nanos") => Logical::LocalTimestamp(Nanosecond),
        _ => Logical::None,
    }
}

fn full_name(name: &str, namespace: &str) -> String {
    match name.contains('.') || namespace.is_empty() {
        true => name.trim_start_matches('.').to_owned(),
        false => format!("{namespace}.{name}"),
    }
}

#[cfg(test)]
#[path = "avsc_tests.rs"]
mod tests;
