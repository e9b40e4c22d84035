//! The metadata columns that rows of an output may have.

use arrow::datatypes::DataType;

use super::MetaColumn;
use crate::job::nearest::nearest;

/// Their names.
pub const OUTPUT_METADATA: [&str; 4] = ["_topic", "_timestamp", "_headers", "_deleted"];

/// The type in which an output takes the metadata column `name`, of which it is given `found`.
///
/// # Errors
/// What is wrong with the column, as the end of a sentence that begins with its name.
pub fn output_type(name: &str, found: &DataType) -> Result<DataType, String> {
    let (fits, taken, wanted) = match name {
        "_topic" => (is_text(found), DataType::Utf8View, "varchar"),
        "_timestamp" => (
            matches!(found, DataType::Timestamp(..) | DataType::Int64),
            MetaColumn::Timestamp.field().data_type().clone(),
            "timestamp or bigint (milliseconds)",
        ),
        "_headers" => {
            (is_text_map(found), MetaColumn::Headers.field().data_type().clone(), "map of varchar to varchar")
        }
        "_deleted" => (*found == DataType::Boolean, DataType::Boolean, "boolean"),
        _ => {
            return Err(match nearest(name, OUTPUT_METADATA) {
                Some(near) => format!("is no metadata column; did you mean {near}?"),
                None => format!("is no metadata column; there are {}", OUTPUT_METADATA.join(", ")),
            });
        }
    };
    fits.then_some(taken).ok_or_else(|| format!("has to be {wanted}, not {}", crate::codec::schema::sql_type(found)))
}

/// Whether this is text, in any layout.
pub fn is_text(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn is_text_map(data_type: &DataType) -> bool {
    let DataType::Map(entries, _) = data_type else { return false };
    match entries.data_type() {
        DataType::Struct(entry) => entry.iter().all(|field| is_text(field.data_type())),
        _ => false,
    }
}
