//! What a statement gives, as its output takes it: the columns checked, the metadata columns in one type each.

use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::{CastOptions, cast_with_options};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;

use super::text::SqlText;
use crate::codec::schema::sql_type;
use crate::error::{Error, Result};
use crate::job::Output;
use crate::job::nearest::nearest;
use crate::mapper::MetaColumn;
use crate::mapper::metadata::{OUTPUT_METADATA, is_text, output_type};

/// The columns of a statement for this output.
///
/// # Errors
/// A column has no name or type of its own, or is a metadata column that outputs don't take; the output's key is
/// missing, or `_topic` is missing or superfluous.
pub(super) fn columns(name: &str, output: &Output, schema: &Schema, sql: SqlText<'_>) -> Result<Vec<Field>> {
    unique(schema, sql)?;
    only_of_outputs(name, output, schema, sql)?;
    let fields = schema.fields().iter().map(|field| column(name, field, sql)).collect::<Result<Vec<_>>>()?;
    let has = |name: &str| fields.iter().any(|field| field.name() == name);
    if output.routed && !has("_topic") {
        return Err(sql.error(
            None,
            format!("output {name} has several topics; the statement has to say which one a row goes to: … AS _topic"),
        ));
    }
    if let Some(key) = output.key.as_deref().filter(|key| !has(key)) {
        let names = || fields.iter().map(|field| field.name().as_str()).filter(|name| !name.starts_with('_'));
        let way_out = match nearest(key, names()) {
            Some(near) => format!("; did you mean {near}?"),
            None => format!("; there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(sql.error(None, format!("the key of output {name}, {key}, is no column of the statement{way_out}")));
    }
    Ok(fields)
}

/// No two columns of one name.
pub(super) fn unique(schema: &Schema, sql: SqlText<'_>) -> Result<()> {
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    match names.iter().enumerate().find(|(i, name)| names[..*i].contains(name)) {
        None => Ok(()),
        Some((_, name)) => {
            Err(sql.error(None, format!("the statement gives two columns {name}; rename one with AS, or leave it out")))
        }
    }
}

/// No metadata that only events have, and no topic where there is nothing to choose.
fn only_of_outputs(name: &str, output: &Output, schema: &Schema, sql: SqlText<'_>) -> Result<()> {
    let superfluous = |column: &&str| match *column {
        "_topic" => !output.routed,
        column => MetaColumn::ALL.iter().any(|meta| meta.name() == column) && !OUTPUT_METADATA.contains(&column),
    };
    let superfluous: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).filter(superfluous).collect();
    let Some(first) = superfluous.first() else { return Ok(()) };
    let why = match *first {
        "_topic" => format!("output {name} has one topic, so its rows have no _topic to choose"),
        column => format!("column {column} is metadata of events, not of outputs"),
    };
    Err(match sql.find(None, first) {
        Some((place, _)) => sql.error(Some(place), format!("{why}; leave it out, or rename it with AS")),
        None => sql.error(None, format!("{why}; leave it out: SELECT * EXCLUDE ({})", superfluous.join(", "))),
    })
}

fn column(output: &str, field: &Field, sql: SqlText<'_>) -> Result<Field> {
    let (name, found) = (field.name().as_str(), field.data_type());
    let place = || sql.find(None, name).map(|(place, _)| place);
    if name.contains(['(', ' ']) && place().is_none() {
        return Err(
            sql.error(None, format!("column {name} of output {output} has no name of its own; give it one with AS"))
        );
    }
    if *found == DataType::Null {
        let message =
            format!("column {name} of output {output} has no type; write CAST(NULL AS varchar), or what it is");
        return Err(sql.error(place(), message));
    }
    if let DataType::Duration(_) | DataType::Interval(_) = found {
        let message = format!(
            "column {name} of output {output} is an interval, which messages have no type for; write \
             extract(epoch from …) for its seconds, or CAST(… AS varchar)"
        );
        return Err(sql.error(place(), message));
    }
    let data_type = match name.starts_with('_') {
        true => output_type(name, found)
            .map_err(|why| sql.error(place(), format!("column {name} of output {output} {why}")))?,
        false => value_type(found),
    };
    Ok(Field::new(name, data_type, field.is_nullable()))
}

/// All text in one layout: a literal has another than a column.
fn value_type(data_type: &DataType) -> DataType {
    match data_type {
        text if is_text(text) => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        other => other.clone(),
    }
}

/// The columns of one output when `first` and `second` both feed it: those of `first`, null where either may be.
///
/// # Errors
/// The two don't have the same columns; the order doesn't matter.
pub(super) fn merge(first: &[Field], second: &[Field], name: &str, places: [SqlText<'_>; 2]) -> Result<Vec<Field>> {
    let [first_at, second_at] = places;
    let differs = |what: String| {
        let first_at = &first_at.statement.at;
        Err(second_at.error(None, format!("output {name} gets other columns here than at {first_at}: {what}")))
    };
    if let Some(extra) = second.iter().find(|field| !first.iter().any(|f| f.name() == field.name())) {
        return differs(format!("there is no {}", extra.name()));
    }
    let mut merged = Vec::with_capacity(first.len());
    for field in first {
        match second.iter().find(|other| other.name() == field.name()) {
            None => return differs(format!("{} is missing", field.name())),
            Some(other) if other.data_type() != field.data_type() => {
                let (there, here) = (sql_type(field.data_type()), sql_type(other.data_type()));
                return differs(format!("{} is {there} there and {here} here", field.name()));
            }
            Some(other) => merged.push(field.clone().with_nullable(field.is_nullable() || other.is_nullable())),
        }
    }
    Ok(merged)
}

/// Brings the rows of a statement into the columns of its output.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) schema: SchemaRef,
    /// For each column of `schema`, where it stands in the statement.
    from: Vec<usize>,
}

impl Shape {
    /// From a statement's schema to its output's.
    pub(super) fn new(statement: &Schema, output: Vec<Field>) -> Result<Self> {
        let from = output.iter().map(|field| statement.index_of(field.name())).collect::<Result<_, _>>();
        let from = from.map_err(|e| Error::internal(format!("match a statement with its output: {e}")))?;
        Ok(Self { schema: Arc::new(Schema::new(output)), from })
    }

    /// The rows, as the output takes them. A `_timestamp` out of range is an error.
    pub(super) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let strict = CastOptions { safe: false, ..CastOptions::default() };
        let columns = self.schema.fields().iter().zip(&self.from).map(|(field, from)| {
            let column = batch.column(*from);
            match column.data_type() == field.data_type() {
                true => Ok(column.clone()),
                false => cast_with_options(column, field.data_type(), &strict),
            }
        });
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.schema.clone(), columns.collect::<Result<_, _>>()?, &options)
    }
}
