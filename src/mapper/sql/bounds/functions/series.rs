//! Sizes of series of numbers, dates and timestamps.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Date64Type, IntervalMonthDayNanoType, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};

use super::argument::Argument;

const NANOS_PER_DAY: i128 = 86_400_000_000_000;

/// A month has at least so many days; with the shortest the series is longest.
const DAYS_PER_MONTH: i128 = 28;

/// `range(stop)`, `range(start, stop[, step])`, and `generate_series` in the same forms.
pub(super) fn range(args: &[Argument], row: usize) -> u64 {
    let (start, stop, step) = match args {
        [stop] => (Some(0), place(stop, row), Some(1)),
        [start, stop] => (place(start, row), place(stop, row), Some(1)),
        [start, stop, by, ..] => (place(start, row), place(stop, row), step(by, row)),
        [] => return 0,
    };
    let (Some(start), Some(stop), Some(step)) = (start, stop, step) else { return 0 };
    // A step of 0, or away from the end, gives no values: the function says so itself.
    if step == 0 || (stop - start).signum() * step.signum() < 0 {
        return 0;
    }
    let count = (stop - start) / step + 1;
    let width = if args.first().is_some_and(Argument::is_date) { 4 } else { 8 };
    u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(width)
}

/// A number, or a point in time in nanoseconds.
fn place(arg: &Argument, row: usize) -> Option<i128> {
    let (array, index) = arg.at(row)?;
    Some(match array.data_type() {
        DataType::Int64 => i128::from(arg.int(row)?),
        DataType::Date32 => i128::from(array.as_primitive::<Date32Type>().value(index)) * NANOS_PER_DAY,
        DataType::Date64 => i128::from(array.as_primitive::<Date64Type>().value(index)) * 1_000_000,
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => i128::from(array.as_primitive::<TimestampSecondType>().value(index)) * 1_000_000_000,
            TimeUnit::Millisecond => {
                i128::from(array.as_primitive::<TimestampMillisecondType>().value(index)) * 1_000_000
            }
            TimeUnit::Microsecond => i128::from(array.as_primitive::<TimestampMicrosecondType>().value(index)) * 1_000,
            TimeUnit::Nanosecond => i128::from(array.as_primitive::<TimestampNanosecondType>().value(index)),
        },
        _ => return None,
    })
}

/// A number, or nanoseconds.
fn step(arg: &Argument, row: usize) -> Option<i128> {
    let (array, index) = arg.at(row)?;
    match array.as_primitive_opt::<IntervalMonthDayNanoType>() {
        Some(intervals) => {
            let interval = intervals.value(index);
            let days = i128::from(interval.months) * DAYS_PER_MONTH + i128::from(interval.days);
            Some(days * NANOS_PER_DAY + i128::from(interval.nanoseconds))
        }
        None => arg.int(row).map(i128::from),
    }
}
