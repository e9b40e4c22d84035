//! Points in time.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono_tz::{TZ_VARIANTS, Tz};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::call::Call;
use super::context::Context;
use super::declare::{Argument, text, time};
use super::function::{Example, Function};
use super::output::{Bad, LocalMicros, Micros};
use super::row::Row;
use super::zone::Zone;
use crate::clock::UnixMillis;
use crate::codec::UTC;
use crate::job::nearest::nearest;

const FAMILY: &str = "time";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![window_time(&context.window_time), event_time(context), local_time(context)]
}

fn event_time(context: &Context) -> Function {
    const ARGUMENTS: [Argument; 4] =
        [time("true").nullable(), time("created").nullable(), time("sent").nullable(), time("collector")];
    Call::new(FAMILY, "event_time", &ARGUMENTS)
        .about(
            "When an event happened, corrected for a device whose clock is wrong: the true time if the tag knows it; else the \
             collector's time less the time between the event's creation and its sending, if it was sent after it was created; \
             else the collector's time. Null if the collector's time is null.",
        )
        .source(
            "Snowplow's `derived_tstamp`. A creation or sending that is null leaves the collector's time, as does a sending \
             before the creation.",
        )
        .example(
            &[
                "NULL",
                "TIMESTAMP '2026-01-01T00:00:00Z'",
                "TIMESTAMP '2026-01-01T00:00:02Z'",
                "TIMESTAMP '2026-01-31T12:00:05Z'",
            ],
            "2026-01-31T12:00:03Z",
        )
        .timestamp(context, |_| {
            Ok(|row: Row<'_>| {
                let collector = row.time(3);
                let corrected = match (row.time_or_none(0), row.time_or_none(1), row.time_or_none(2)) {
                    (Some(true_time), ..) => Some(true_time),
                    (None, Some(created), Some(sent)) if sent.0 > created.0 => {
                        sent.0.checked_sub(created.0).and_then(|took| collector.0.checked_sub(took)).map(Micros)
                    }
                    _ => Some(collector),
                };
                corrected.map(Some).ok_or(Bad)
            })
        })
}

fn local_time(context: &Context) -> Function {
    Call::new(FAMILY, "local_time", &[time("time"), text("zone").checked(check_zone)])
        .about(
            "What a clock on a wall of that time zone shows at that time: a timestamp without a zone. The zone is a name of \
             the IANA database, such as `Europe/Berlin`, or a column of names; an unknown name in a column gives null.",
        )
        .source("IANA time zone database, as of the program's version; names are case-sensitive.")
        .example(&["TIMESTAMP '2026-07-01T22:30:00Z'", "'Europe/Berlin'"], "2026-07-02T00:30:00")
        .example(&["TIMESTAMP '2026-01-01T22:30:00Z'", "'America/New_York'"], "2026-01-01T17:30:00")
        .local_timestamp(context, |_| {
            Ok(|row: Row<'_>| {
                let zone: Tz = row.text(1).parse().map_err(|_| Bad)?;
                Zone::Named(zone).local(row.time(0).0).map(|local| Some(LocalMicros(local))).ok_or(Bad)
            })
        })
}

/// What is wrong with the name of a zone, and what was meant.
fn check_zone(name: &str) -> Result<(), String> {
    if name.parse::<Tz>().is_ok() {
        return Ok(());
    }
    let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
    let hint = near.map_or("write one such as 'Europe/Berlin'".into(), |near| format!("did you mean '{near}'?"));
    Err(format!("'{name}' is not a time zone; {hint}"))
}

fn window_time(time: &WindowTime) -> Function {
    Function {
        family: FAMILY,
        returns: "timestamp(3)".to_owned(),
        about: "The latest timestamp among the messages of the window, in milliseconds, UTC: the time to use in place of \
                `now()`, because it is the same when a window is mapped again.",
        source: "",
        examples: vec![Example { arguments: &[], field: None, gives: Some("1970-01-01T00:00:00Z") }],
        arguments: vec![],
        udf: ScalarUDF::from(WindowTimeFunction {
            time: time.clone(),
            signature: Signature::nullary(Volatility::Volatile),
        }),
    }
}

/// What `window_time()` gives: set before a window is mapped. Clones share the value.
#[derive(Debug, Clone, Default)]
pub struct WindowTime(Arc<AtomicI64>);

impl WindowTime {
    /// From here on `window_time()` gives this.
    pub fn set(&self, time: UnixMillis) {
        self.0.store(time, Ordering::Relaxed);
    }
}

/// `window_time()`. Volatile in DataFusion's sense, or it would become a literal when the statement is planned.
#[derive(Debug)]
struct WindowTimeFunction {
    time: WindowTime,
    signature: Signature,
}

impl PartialEq for WindowTimeFunction {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.time.0, &other.time.0)
    }
}

impl Eq for WindowTimeFunction {}

impl Hash for WindowTimeFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.time.0).hash(state);
    }
}

impl ScalarUDFImpl for WindowTimeFunction {
    fn name(&self) -> &str {
        "window_time"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> datafusion::common::Result<DataType> {
        Ok(DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into())))
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs) -> datafusion::common::Result<FieldRef> {
        Ok(Arc::new(Field::new(self.name(), self.return_type(&[])?, false)))
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> datafusion::common::Result<ColumnarValue> {
        let millis = self.time.0.load(Ordering::Relaxed);
        Ok(ColumnarValue::Scalar(ScalarValue::TimestampMillisecond(Some(millis), Some(UTC.into()))))
    }
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
