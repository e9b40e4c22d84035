//! What is read, and its columns.

use arrow::datatypes::DataType;

use super::names;
use crate::codec::schema::Columns;
use crate::error::Result;
use crate::job::files;
use crate::job::nearest::hint;
use crate::job::raw::{RawColumns, RawFormat, RawSource};
use crate::job::spanned::Spanned;
use crate::job::tree::Place;
use crate::job::{Format, Source, Start};

/// Bytes of a schema file, at most.
const SCHEMA_BYTES_MAX: usize = 4 << 20;

/// The columns that Kafka's metadata take beside the fields of an event.
const METADATA: [&str; 6] = ["_topic", "_partition", "_offset", "_timestamp", "_key", "_headers"];

pub fn source(raw: &Spanned<RawSource>, has_registry: bool) -> Result<Source> {
    let Spanned { value: raw, at } = raw;
    let topics = names::topics(&raw.topics)?;
    let format = format(&raw.format, has_registry)?;
    let given = columns(raw.schema.as_ref(), raw.columns.as_ref())?;
    let schema = match (format, given) {
        (Format::Raw, None) => Columns::from_inline(&[("value".into(), "varbinary not null".into())])?,
        (Format::Raw, Some((_, at))) => {
            return Err(at.error("the format raw has one column, \"value\"; remove this, or choose json or avro"));
        }
        (Format::Json | Format::Avro, Some((columns, _))) => columns,
        (Format::Json | Format::Avro, None) => {
            return Err(
                at.error("source needs the key \"schema\" (an .avsc file) or \"columns\" ({name: type, …}); add one")
            );
        }
    };
    for name in METADATA {
        if schema.index_of(name).is_some() {
            let at = raw.schema.as_ref().map(|s| &s.at).or(raw.columns.as_ref().map(|c| &c.at)).unwrap_or(at);
            let message =
                format!("the column {name:?} has the name of Kafka's own; leave it out, events have it anyway");
            return Err(at.error(message));
        }
    }
    let key = raw.key.as_ref().map(|key| column(&schema, key, "source.key")).transpose()?;
    let event_time = raw.event_time.as_ref().map(|name| event_time(&schema, name)).transpose()?;
    let start = raw.start.map_or(Start::Earliest, |start| start.0);
    Ok(Source { topics, format, schema, key, event_time, start })
}

pub fn format(raw: &Spanned<RawFormat>, has_registry: bool) -> Result<Format> {
    match raw.value {
        RawFormat::Json => Ok(Format::Json),
        RawFormat::Raw => Ok(Format::Raw),
        RawFormat::Avro if has_registry => Ok(Format::Avro),
        RawFormat::Avro => Err(raw
            .at
            .error("the format avro needs a schema registry; add schema_registry: {url: \"http://host:8081\"}")),
    }
}

/// The columns that a schema file or a list of columns gives, and which of the two it was.
pub fn columns<'a>(
    schema: Option<&'a Spanned<String>>,
    columns: Option<&'a Spanned<RawColumns>>,
) -> Result<Option<(Columns, &'a Place)>> {
    match (schema, columns) {
        (None, None) => Ok(None),
        (Some(_), Some(columns)) => {
            Err(columns.at.error("both \"schema\" and \"columns\" say what the columns are; keep one"))
        }
        (Some(file), None) => {
            let text = schema_text(file)?;
            let columns = Columns::from_avsc(&text).map_err(|e| file.at.error(e.context(&file.value)))?;
            Ok(Some((columns, &file.at)))
        }
        (None, Some(columns)) => Ok(Some((inline(columns)?, &columns.at))),
    }
}

fn inline(columns: &Spanned<RawColumns>) -> Result<Columns> {
    if columns.value.0.is_empty() {
        return Err(columns.at.error("there are no columns; name at least one: {event_id: varchar}"));
    }
    // In {price: decimal(18,4)} the comma ends the type and begins a column named "4)".
    if let Some((name, _)) = columns.value.0.iter().find(|(_, column_type)| column_type.is_none()) {
        let message = format!(
            "the column {:?} has no type; put quotes around a type with a comma in it: \"decimal(18, 4)\"",
            name.value
        );
        return Err(name.at.error(message));
    }
    let mut pairs = Vec::with_capacity(columns.value.0.len());
    for (name, column_type) in columns.value.0.iter().filter_map(|(n, t)| t.as_ref().map(|t| (n, t))) {
        let pair = (name.value.clone(), column_type.value.clone());
        // One by one, so that an error has the place of its column.
        Columns::from_inline(std::slice::from_ref(&pair)).map_err(|e| column_type.at.error(e))?;
        pairs.push(pair);
    }
    Columns::from_inline(&pairs).map_err(|e| columns.at.error(e))
}

/// The text of an Avro schema file.
pub fn schema_text(file: &Spanned<String>) -> Result<String> {
    let path = file.at.resolve(&file.value);
    files::read(&path, SCHEMA_BYTES_MAX)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8".into()))
        .map_err(|why| file.at.error(format!("cannot read {}: {why}; {RELATIVE}", path.display())))
}

/// What a wrong path most often comes from.
pub const RELATIVE: &str = "paths are relative to the file they stand in";

/// The index of the column that `raw` names.
pub fn column(columns: &Columns, raw: &Spanned<String>, what: &str) -> Result<usize> {
    columns.index_of(&raw.value).ok_or_else(|| {
        let known: Vec<&str> = columns.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let hint = hint(&raw.value, "the columns are", known);
        raw.at.error(format!("{what} names the column {:?}, which is not there{hint}", raw.value))
    })
}

fn event_time(columns: &Columns, raw: &Spanned<String>) -> Result<usize> {
    let index = column(columns, raw, "source.event_time")?;
    match columns.schema.field(index).data_type() {
        DataType::Timestamp(..) => Ok(index),
        _ => Err(raw.at.error(format!(
            "source.event_time names the column {:?}, which is no timestamp; give it that type or name another",
            raw.value
        ))),
    }
}
