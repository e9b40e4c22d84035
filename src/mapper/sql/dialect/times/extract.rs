//! `extract(field from x)`, which is `date_part('field', x)`.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, Int64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int32Type, Int64Type};
use datafusion::common::{Result, internal_err, plan_err};
use datafusion::logical_expr::ScalarUDF;

use super::fields::{Number, TimeField};
use super::function::{Arguments, Call, TimeFunction, clock, instant};
use super::spans::intervals;
use crate::codec::schema::sql_type;
use crate::job::nearest::nearest;
use crate::mapper::metadata::is_text;

/// Whole numbers are `int`, those with a fraction `double`; PostgreSQL's `numeric` divides as `double` does, which
/// `operators` sees to.
pub(super) const DATE_PART: TimeFunction =
    TimeFunction::new("date_part", takes, returns, run).alias(&["datepart"]).divides();

/// The same where it is cast to an integer, and divides as one.
pub(super) const WHOLE_PART: TimeFunction = TimeFunction::new("whole_part", takes, returns, run);

pub(super) fn functions() -> Vec<ScalarUDF> {
    vec![DATE_PART.udf(), WHOLE_PART.udf()]
}

fn takes(types: &[DataType]) -> Result<Vec<DataType>> {
    let [field, value] = types else {
        return plan_err!("date_part() takes a field and a time: date_part('hour', t)");
    };
    if !is_text(field) {
        return plan_err!("the first argument of date_part() is the name of a field: date_part('hour', t)");
    }
    let value = match value {
        DataType::Timestamp(..) | DataType::Date32 | DataType::Duration(_) => value.clone(),
        DataType::Interval(_) | DataType::Time32(_) | DataType::Time64(_) => value.clone(),
        DataType::Null => instant(),
        text if is_text(text) => clock(),
        other => {
            let other = sql_type(other);
            return plan_err!(
                "extract() and date_part() take a time, not {other}; see to_timestamp() and to_timestamp_millis()"
            );
        }
    };
    Ok(vec![field.clone(), value])
}

fn is_span(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Duration(_) | DataType::Interval(_) | DataType::Time32(_) | DataType::Time64(_))
}

/// The field of that name, which a function is called with.
pub(super) fn field_of(function: &str, name: &str) -> Result<TimeField> {
    // As in extract('year' from t).
    let name = name.trim_matches('\'');
    match TimeField::parse(name) {
        Some(field) => Ok(field),
        None => {
            // SQL's own words come in capitals.
            let name = name.to_lowercase();
            let near = nearest(&name, TimeField::names());
            let near = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
            plan_err!("{function}(): '{name}' is not a field of a time{near}")
        }
    }
}

fn returns(args: &Arguments<'_>) -> Result<DataType> {
    let Some(name) = args.text(0) else {
        return plan_err!("the field of date_part() is a literal, such as 'hour'");
    };
    let (field, of) = (field_of("date_part", name)?, args.types[1]);
    if is_span(of) && !field.is_of_intervals() {
        let name = name.to_lowercase();
        return plan_err!("an interval has no {name}; '{name}' is a field of dates and timestamps");
    }
    if matches!(of, DataType::Time32(_) | DataType::Time64(_)) && !field.is_of_times_of_day() {
        let name = name.to_lowercase();
        return plan_err!("a time of day has no {name}; '{name}' is a field of dates and timestamps");
    }
    if field.is_of_zones() && !matches!(of, DataType::Timestamp(_, Some(_))) {
        return plan_err!("'{name}' is a field of timestamps with a time zone only");
    }
    Ok(match field {
        field if field.is_fraction() => DataType::Float64,
        TimeField::Nanoseconds => DataType::Int64,
        _ => DataType::Int32,
    })
}

fn run(call: &Call<'_>) -> Result<ArrayRef> {
    let names = call.texts(0)?;
    let Some(name) = names.get(0) else { return internal_err!("date_part() without a field") };
    let (field, array) = (field_of("date_part", name)?, call.array(1)?);
    let whole = |number| match number {
        Number::Whole(value) => value,
        Number::Fraction(value) => value as i64,
    };
    let fraction = |number| match number {
        Number::Whole(value) => value as f64,
        Number::Fraction(value) => value,
    };
    if is_span(array.data_type()) {
        let spans = intervals(&array)?;
        let numbers = spans.iter().map(|span| span.map(|span| field.of_interval(span.into())));
        let numbers: ArrayRef = match call.result_type() {
            DataType::Float64 => Arc::new(numbers.map(|number| number.map(fraction)).collect::<Float64Array>()),
            _ => Arc::new(numbers.map(|number| number.map(whole)).collect::<Int64Array>()),
        };
        return Ok(cast(&numbers, call.result_type())?);
    }
    let times = call.micros(1)?;
    Ok(match call.result_type() {
        DataType::Float64 => Arc::new(times.unary::<_, Float64Type>(|time| fraction(field.of(time)))),
        DataType::Int64 => Arc::new(times.unary::<_, Int64Type>(|time| whole(field.of(time)))),
        _ => Arc::new(times.unary::<_, Int32Type>(|time| whole(field.of(time)) as i32)),
    })
}
