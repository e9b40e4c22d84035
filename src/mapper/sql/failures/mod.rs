//! Whom an error of a running statement concerns.
//!
//! ```text
//!   output ◀─ projection ◀─ aggregate ◀─ projection ◀─ events
//!             └ row of the   └ nobody     └ the event
//!               result
//! ```
//!
//! - Below every aggregate, window function, limit and join of events with events, a row comes from one event: an error
//!   there is the event's. `search` finds those events, and the statement runs again without them.
//! - Above, where nothing mixes the row with others any more, the error costs the row: `projection` sets it aside, and
//!   `count` says how many events were in its group.
//! - Everywhere else the error can't be attributed: the job stops. To go on without that row would give the rows that it
//!   is mixed with other values, and publish them.
//!
//! `classify` tells these places apart.

mod classify;
mod count;
mod projection;
mod search;

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::datatypes::DataType as T;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::{DataFusionError, Result};
use datafusion::physical_plan::ExecutionPlan;
use serde_json::Value;

pub(super) use classify::row_wise_parts;
pub(super) use count::{GroupCount, GroupSizes};
pub(super) use projection::GuardedProjectionRule;
pub(super) use search::failing_rows;

use super::dialect::WIDE;

/// A row above an aggregate, a window function or a join of events that an expression failed on.
#[derive(Debug)]
pub(super) struct SetAside {
    /// What it was computed from: one row.
    pub(super) values: RecordBatch,
    pub(super) error: DataFusionError,
    /// How to count the events of its group, where it is a group's.
    pub(super) count: Option<Arc<GroupCount>>,
}

/// The rows that a statement has set aside since it was started.
#[derive(Debug, Clone, Default)]
pub(super) struct SetAsideRows(Arc<Mutex<Vec<SetAside>>>);

impl SetAsideRows {
    fn push(&self, row: SetAside) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(row);
    }

    /// Takes them out.
    pub(super) fn take(&self) -> Vec<SetAside> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A row as a JSON object; what JSON has no form for is written as text.
pub(super) fn to_json(row: &RecordBatch) -> Result<String> {
    let options = FormatOptions::default();
    let columns = row.schema_ref().fields().iter().zip(row.columns()).map(|(field, column)| {
        let name = Value::String(plain_name(field.name()));
        let text =
            (!column.is_null(0)).then(|| ArrayFormatter::try_new(column, &options).map(|f| f.value(0).to_string()));
        let value = match (text.transpose()?, field.data_type()) {
            (None, _) => Value::Null,
            (Some(text), T::Boolean) => Value::Bool(text == "true"),
            // Digit by digit: a decimal has more of them than a double.
            (Some(text), t) if t.is_numeric() && serde_json::from_str::<Value>(&text).is_ok() => {
                return Ok(format!("{name}:{text}"));
            }
            (Some(text), _) => Value::String(text),
        };
        Ok(format!("{name}:{value}"))
    });
    Ok(format!("{{{}}}", columns.collect::<Result<Vec<_>>>()?.join(",")))
}

/// DataFusion's name of a column without the types of literals: `count(Int64(1))` is `count(1)`.
fn plain_name(name: &str) -> String {
    const TYPES: [&str; 8] =
        ["Int64(", "Int32(", "UInt64(", "Float64(", "Boolean(", "Utf8View(", "LargeUtf8(", "Utf8("];
    let written = name.strip_prefix(WIDE).and_then(|rest| rest.split_once(' ')).map_or(name, |(_, call)| call);
    let mut plain = written.to_owned();
    for literal in TYPES {
        while let Some(start) = plain.find(literal) {
            let Some(end) = plain[start..].find(')') else { break };
            let value = plain[start + literal.len()..start + end].to_owned();
            plain.replace_range(start..=start + end, &value);
        }
    }
    plain
}

/// The plan, in which rows that fail where they can be spared are set aside.
pub(super) fn set_rows_aside(plan: Arc<dyn ExecutionPlan>, rows: &SetAsideRows) -> Result<Arc<dyn ExecutionPlan>> {
    classify::set_rows_aside(plan, rows)
}
