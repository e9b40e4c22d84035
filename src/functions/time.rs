//! Points in time.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use datafusion::arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::context::Context;
use super::function::{Example, Function};
use crate::clock::UnixMillis;
use crate::codec::UTC;

const FAMILY: &str = "time";

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![window_time(&context.window_time)]
}

fn window_time(time: &WindowTime) -> Function {
    Function {
        family: FAMILY,
        signature: "window_time()".to_owned(),
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

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into())))
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(self.name(), self.return_type(&[])?, false)))
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let millis = self.time.0.load(Ordering::Relaxed);
        Ok(ColumnarValue::Scalar(ScalarValue::TimestampMillisecond(Some(millis), Some(UTC.into()))))
    }
}
