//! Avro's schema resolution: how values that were written with one schema are read as another.
//!
//! Beyond the specification, an enum can be read as text, a fixed as bytes, and timestamps and times change their
//! unit instead of their meaning. Names of records, enums and fixed count only where a union has several.

use arrow::datatypes::{DataType, Field, Fields, TimeUnit};

use super::column::OwnTexts;
use super::constant::{Constant, constant};
use super::program::{Branch, Read, Scale, Skip, Step, Steps};
use crate::codec::avsc::{AvroType, Enum, Logical, Name, Record};
use crate::codec::reason;

/// Why the writer's schema can't be read; begins with the field.
type Result<T> = std::result::Result<T, String>;

/// How to read a record of the `writer` into columns: `slots` says for each of the `reader`'s fields which of the
/// `columns` it goes to, if any.
pub(super) fn record(
    writer: &Record,
    reader: &Record,
    slots: &[Option<usize>],
    columns: &Fields,
    texts: &mut OwnTexts,
) -> Result<Steps> {
    let sources = sources(writer, reader);
    let mut program = Steps::default();
    for (index, field) in writer.fields.iter().enumerate() {
        let to = sources.iter().position(|s| *s == Some(index)).and_then(|r| slots[r].map(|slot| (r, slot)));
        program.steps.push(match to {
            Some((r, slot)) => {
                let read = value(&field.avro, &reader.fields[r].avro, &columns[slot], texts)
                    .map_err(|why| inside(&field.name, &why))?;
                Step::Read(slot, read)
            }
            None => Step::Skip(skip(&field.avro)),
        });
        program.names.push(field.name.clone());
    }
    for (r, field) in reader.fields.iter().enumerate() {
        let (None, Some(slot)) = (sources[r], slots[r]) else { continue };
        let column = &columns[slot];
        let put = match &field.default {
            Some(default) => constant(&field.avro, column.data_type(), default, texts),
            None if column.is_nullable() => Ok(Constant::Null),
            None => Err("the writer's schema has no such field, and the job's has no default for it".to_owned()),
        };
        program.steps.push(Step::Put(slot, put.map_err(|why| inside(&field.name, &why))?));
        program.names.push(field.name.clone());
    }
    Ok(program)
}

/// For each of the reader's fields the writer's field that it reads: by name, else by the first alias that is left.
fn sources(writer: &Record, reader: &Record) -> Vec<Option<usize>> {
    let position = |name: &String| writer.fields.iter().position(|f| f.name == *name);
    let mut sources: Vec<Option<usize>> = reader.fields.iter().map(|f| position(&f.name)).collect();
    for (r, field) in reader.fields.iter().enumerate() {
        if sources[r].is_none() {
            sources[r] = field.aliases.iter().filter_map(position).find(|w| !sources.contains(&Some(*w)));
        }
    }
    sources
}

fn inside(name: &str, why: &str) -> String {
    match why.strip_prefix("field ") {
        Some(inner) => format!("field {name}.{inner}"),
        None => format!("field {name}: {why}"),
    }
}

/// How to read a value into a column, nulls included.
fn value(writer: &AvroType, reader: &AvroType, column: &Field, texts: &mut OwnTexts) -> Result<Read> {
    let null = || match column.is_nullable() {
        true => Branch::Read(Read::Null),
        false => Branch::Refused(reason::MISSING, "null, but the job's schema requires a value".to_owned()),
    };
    let Some((wanted, _)) = reader.optional() else {
        return Err(format!("{} is no column's type", reader.describe()));
    };
    match writer {
        AvroType::Null => match null() {
            Branch::Read(read) => Ok(read),
            Branch::Refused(_, why) => Err(why),
        },
        AvroType::Union(types) => {
            let several = types.iter().filter(|t| **t != AvroType::Null).count() > 1;
            let mut branches = Vec::with_capacity(types.len());
            for branch in types.iter() {
                branches.push(match branch {
                    AvroType::Null => null(),
                    named if several && !same_name(named, wanted) => Branch::Refused(
                        reason::SCHEMA_MISMATCH,
                        format!("{} can't be read as {}", named.describe(), wanted.describe()),
                    ),
                    other => match plain(other, wanted, column, texts) {
                        Ok(read) => Branch::Read(read),
                        Err(why) => Branch::Refused(reason::SCHEMA_MISMATCH, why),
                    },
                });
            }
            match branches.iter().any(|b| matches!(b, Branch::Read(_))) {
                true => Ok(Read::Union(branches)),
                // One type that can't be read says best why not.
                false => Err(branches
                    .into_iter()
                    .rev()
                    .find_map(|b| match b {
                        Branch::Refused(reason::SCHEMA_MISMATCH, why) => Some(why),
                        _ => None,
                    })
                    .unwrap_or_else(|| format!("{} has no values", writer.describe()))),
            }
        }
        other => plain(other, wanted, column, texts),
    }
}

fn same_name(writer: &AvroType, reader: &AvroType) -> bool {
    fn name(avro: &AvroType) -> Option<&Name> {
        match avro {
            AvroType::Record(r) => Some(&r.name),
            AvroType::Enum(e) => Some(&e.name),
            AvroType::Fixed(name, ..) => Some(name),
            _ => None,
        }
    }
    match (name(writer), name(reader)) {
        (Some(writer), Some(reader)) => reader.accepts(writer),
        _ => true,
    }
}

/// How to read a value that is neither null nor of a union.
fn plain(writer: &AvroType, reader: &AvroType, column: &Field, texts: &mut OwnTexts) -> Result<Read> {
    use AvroType as A;
    let mismatch = || format!("{} can't be read as {}", writer.describe(), reader.describe());
    Ok(match (writer, reader) {
        (A::Boolean, A::Boolean) => Read::Boolean,
        (A::Int(from) | A::Long(from), A::Int(to) | A::Long(to)) => {
            let long = matches!(writer, A::Long(_));
            let bounds = match column.data_type() {
                DataType::Int8 => (i32::from(i8::MIN), i32::from(i8::MAX)),
                DataType::Int16 => (i32::from(i16::MIN), i32::from(i16::MAX)),
                _ => (i32::MIN, i32::MAX),
            };
            match (scale(*from, *to).ok_or_else(mismatch)?, long, reader) {
                (Scale::Times(1), false, _) => Read::Int(bounds.0, bounds.1),
                (Scale::Times(1), true, A::Long(_)) => Read::Long,
                (unit, _, A::Long(_)) => Read::Time { long, unit },
                _ => return Err(mismatch()),
            }
        }
        (A::Int(_), A::Float) => Read::IntAsFloat,
        (A::Int(_), A::Double) => Read::IntAsDouble,
        (A::Long(_), A::Float) => Read::LongAsFloat,
        (A::Long(_), A::Double) => Read::LongAsDouble,
        (A::Float, A::Float) => Read::Float,
        (A::Float, A::Double) => Read::FloatAsDouble,
        (A::Double, A::Double) => Read::Double,
        (A::String | A::Bytes(Logical::None), A::String) => Read::Text,
        (A::Bytes(_) | A::Fixed(..), A::Bytes(to) | A::Fixed(_, _, to)) => {
            binary(writer, reader, *to).ok_or_else(mismatch)?
        }
        (A::String, A::Bytes(Logical::None)) => Read::Bytes,
        (A::Enum(from), A::Enum(to)) => Read::Symbol(symbols(from, to, texts)),
        (A::Enum(from), A::String) => Read::Symbol(from.symbols.iter().map(|s| Ok(texts.add(s.as_bytes()))).collect()),
        (A::Array(from), A::Array(to)) => {
            let DataType::List(item) = column.data_type() else { return Err(mismatch()) };
            Read::List(Box::new(value(from, to, item, texts).map_err(|why| inside("[]", &why))?))
        }
        (A::Map(from), A::Map(to)) => {
            let DataType::Map(entries, _) = column.data_type() else { return Err(mismatch()) };
            let DataType::Struct(fields) = entries.data_type() else { return Err(mismatch()) };
            let Some(item) = fields.get(1) else { return Err(mismatch()) };
            Read::Map(Box::new(value(from, to, item, texts).map_err(|why| inside("{}", &why))?))
        }
        (A::Record(from), A::Record(to)) => {
            let DataType::Struct(fields) = column.data_type() else { return Err(mismatch()) };
            let slots: Vec<_> = (0..to.fields.len()).map(Some).collect();
            Read::Struct(record(from, to, &slots, fields, texts)?)
        }
        _ => return Err(mismatch()),
    })
}

/// How a number changes when it goes from one logical type to another; `None` when it can't.
fn scale(from: Logical, to: Logical) -> Option<Scale> {
    use Logical::{Date, LocalTimestamp, None as Plain, Time, Timestamp};
    match (from, to) {
        (Time(from), Time(to)) => Some(units(from, to)),
        (Timestamp(from) | LocalTimestamp(from), Timestamp(to) | LocalTimestamp(to)) => Some(units(from, to)),
        (Plain, _) | (_, Plain) | (Date, Date) => Some(Scale::Times(1)),
        _ => None,
    }
}

/// How a time in one unit becomes one in another.
pub(super) fn units(from: TimeUnit, to: TimeUnit) -> Scale {
    let per_second = |unit| match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    };
    let (from, to): (i64, i64) = (per_second(from), per_second(to));
    if from <= to { Scale::Times(to / from) } else { Scale::Over(from / to) }
}

fn binary(writer: &AvroType, reader: &AvroType, to: Logical) -> Option<Read> {
    let (size, from) = match writer {
        AvroType::Fixed(_, size, from) => (Some(*size), *from),
        AvroType::Bytes(from) => (None, *from),
        _ => return None,
    };
    if let Logical::Decimal { precision, scale } = to {
        let same_scale = !matches!(from, Logical::Decimal { scale: other, .. } if other != scale);
        return same_scale.then_some(Read::Decimal { size, precision });
    }
    match (size, reader) {
        (Some(size), AvroType::Fixed(_, wanted, _)) if size == *wanted => Some(Read::Fixed(size)),
        (Some(size), AvroType::Bytes(_)) => Some(Read::Fixed(size)),
        (None, AvroType::Bytes(_)) => Some(Read::Bytes),
        _ => None,
    }
}

fn symbols(writer: &Enum, reader: &Enum, texts: &mut OwnTexts) -> Vec<std::result::Result<u64, String>> {
    let known = |symbol: &&String| reader.symbols.contains(symbol);
    let cell = |symbol: &String| match Some(symbol).filter(known).or(reader.default.as_ref()) {
        Some(symbol) => Ok(texts.add(symbol.as_bytes())),
        None => Err(format!("enum {} of the job's schema has no symbol {symbol}", reader.name.short())),
    };
    writer.symbols.iter().map(cell).collect()
}

fn skip(avro: &AvroType) -> Skip {
    match avro {
        AvroType::Null => Skip::Null,
        AvroType::Boolean => Skip::Boolean,
        AvroType::Int(_) => Skip::Int,
        AvroType::Long(_) => Skip::Long,
        AvroType::Float => Skip::Fixed(4),
        AvroType::Double => Skip::Fixed(8),
        AvroType::Bytes(_) | AvroType::String => Skip::Bytes,
        AvroType::Fixed(_, size, _) => Skip::Fixed(*size),
        AvroType::Enum(e) => Skip::Index(e.symbols.len()),
        AvroType::Array(item) => Skip::Array(Box::new(skip(item))),
        AvroType::Map(value) => Skip::Map(Box::new(skip(value))),
        AvroType::Record(record) => Skip::Record(record.fields.iter().map(|f| skip(&f.avro)).collect()),
        AvroType::Union(types) => Skip::Union(types.iter().map(skip).collect()),
    }
}
