//! The encoder: rows of columns to one document each.

use arrow::datatypes::{DataType, Schema};
use arrow::record_batch::RecordBatch;

use super::columns::{Column, Prefix};
use crate::codec::{Encoder, Unavailable};
use crate::error::{Error, Result};

/// Rows to JSON objects, fields in the order of the columns. See the [module](super) for how each type is written.
pub struct JsonEncoder {
    prefixes: Vec<Prefix>,
    types: Vec<DataType>,
}

impl JsonEncoder {
    /// An encoder of batches of this schema. A batch of another gives an error, and nothing is written.
    ///
    /// # Errors
    /// Those of [`check_encodable`].
    pub fn new(schema: &Schema) -> Result<Self> {
        check_encodable(schema)?;
        let fields = schema.fields();
        let prefixes = fields.iter().enumerate().map(|(index, field)| Prefix::new(index, field.name())).collect();
        Ok(Self { prefixes, types: fields.iter().map(|field| field.data_type().clone()).collect() })
    }
}

impl Encoder for JsonEncoder {
    fn encode(&mut self, batch: &RecordBatch, out: &mut Vec<u8>, ends: &mut Vec<u32>) -> Result<(), Unavailable> {
        let fits = batch.columns().iter().map(|array| array.data_type()).eq(&self.types);
        let columns: Option<Vec<_>> = batch.columns().iter().map(|array| Column::new(array)).collect();
        let Some(columns) = columns.filter(|_| fits) else {
            return Err(Unavailable {
                message: "encode JSON: the batch has not the columns that the output has".into(),
            });
        };
        let start = out.len();
        for row in 0..batch.num_rows() {
            for (prefix, column) in self.prefixes.iter().zip(&columns) {
                prefix.write(out);
                column.write(row, out);
            }
            out.extend_from_slice(if columns.is_empty() { b"{}" } else { b"}" });
            let Ok(end) = u32::try_from(out.len()) else {
                out.truncate(start);
                ends.truncate(ends.len() - row);
                return Err(Unavailable { message: "encode JSON: a window gives more than 4 GiB of messages".into() });
            };
            ends.push(end);
        }
        Ok(())
    }
}

/// Whether rows of this schema can be written as JSON.
///
/// # Errors
/// Names the first column that cannot: for its type, or for a name that another column has too.
pub fn check_encodable(schema: &Schema) -> Result<()> {
    let fields = schema.fields();
    for (index, field) in fields.iter().enumerate() {
        if fields[..index].iter().any(|other| other.name() == field.name()) {
            return Err(Error::job(format!("column {} occurs twice: name each column once", field.name())));
        }
        if let Some(part) = unsupported(field.data_type()) {
            let name = field.name();
            return Err(Error::job(format!(
                "column {name}: {part} cannot be written as JSON: cast it to another type"
            )));
        }
    }
    Ok(())
}

/// The part of a type that JSON has no form for.
fn unsupported(data_type: &DataType) -> Option<&DataType> {
    use DataType as T;
    match data_type {
        T::Null
        | T::Boolean
        | T::Int8
        | T::Int16
        | T::Int32
        | T::Int64
        | T::UInt8
        | T::UInt16
        | T::UInt32
        | T::UInt64
        | T::Float32
        | T::Float64
        | T::Utf8
        | T::LargeUtf8
        | T::Utf8View
        | T::Binary
        | T::LargeBinary
        | T::BinaryView
        | T::FixedSizeBinary(_)
        | T::Date32
        | T::Time32(_)
        | T::Time64(_)
        | T::Timestamp(..)
        | T::Decimal128(..) => None,
        T::List(item) | T::LargeList(item) => unsupported(item.data_type()),
        T::Struct(fields) => fields.iter().find_map(|field| unsupported(field.data_type())),
        T::Map(entries, _) => match entries.data_type() {
            T::Struct(fields) if fields.len() == 2 && is_text(fields[0].data_type()) => {
                unsupported(fields[1].data_type())
            }
            _ => Some(data_type),
        },
        T::Dictionary(_, values) => unsupported(values),
        _ => Some(data_type),
    }
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}
