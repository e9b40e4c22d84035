//! Why a window could not be mapped, without the values that it failed on.

use datafusion::arrow::error::ArrowError;
use datafusion::common::DataFusionError;

use super::session::MEMORY_BYTES_MAX;
use crate::error::Error;
use crate::job::Location;
use crate::mapper::MapError;

/// The error of a statement that panicked.
pub(super) fn panicked() -> DataFusionError {
    DataFusionError::Execution("a function panicked".into())
}

/// Whether an error comes from the values that a statement is given, not from a defect or a lack of memory.
pub(super) fn is_of_data(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::External(e) => !e.is::<Error>(),
        DataFusionError::ResourcesExhausted(_) => false,
        _ => true,
    }
}

/// What a dead letter says of an error.
pub(super) fn message(error: &DataFusionError, output: &str, at: &Location) -> String {
    format!("map output {output} ({at}): {}", describe(error.find_root()))
}

/// Why the job stops at an error that no event and no row of a result is to blame for.
pub(super) fn stop(error: &DataFusionError, output: &str, at: &Location) -> MapError {
    MapError::Stop(match error.find_root() {
        DataFusionError::External(e) if e.is::<Error>() => Error::internal(format!("map output {output} ({at}): {e}")),
        root @ DataFusionError::ResourcesExhausted(_) => Error::job(format!(
            "map output {output} ({at}): {}; nothing was committed: lower window.events and window.bytes, or make the \
             statement hold less",
            describe(root)
        )),
        root => Error::job(format!(
            "map output {output} ({at}): {}; several events together cause it, so that no single one can be set aside; \
             nothing was committed: change the statement so that it cannot fail there (NULLIF, CASE, try_cast)",
            describe(root)
        )),
    })
}

fn describe(error: &DataFusionError) -> String {
    match error {
        DataFusionError::ArrowError(e, _) => describe_arrow(e),
        DataFusionError::ResourcesExhausted(_) => {
            format!("the statement needs more than {} MiB of memory", MEMORY_BYTES_MAX >> 20)
        }
        DataFusionError::Execution(message) => without_values(message),
        other => without_values(&other.strip_backtrace()),
    }
}

fn describe_arrow(error: &ArrowError) -> String {
    match error {
        ArrowError::DivideByZero => "division by zero".into(),
        ArrowError::ArithmeticOverflow(_) => "a number overflows its type".into(),
        ArrowError::CastError(message) | ArrowError::ParseError(message) => without_values(message),
        ArrowError::ComputeError(message) | ArrowError::InvalidArgumentError(message) => without_values(message),
        other => without_values(&other.to_string()),
    }
}

/// The first line of a message, without what stands in quotes and without numbers: those come from events.
fn without_values(message: &str) -> String {
    let mut text = message.lines().next().unwrap_or_default().to_owned();
    for quote in ['\'', '"', '`'] {
        // From the first to the last: a value may have quotes inside.
        if let (Some(first), Some(last)) = (text.find(quote), text.rfind(quote))
            && first < last
        {
            text.replace_range(first + 1..last, "…");
        }
    }
    let is_number = |word: &str| word.trim_start_matches(['+', '-', '(']).starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<_> = text.split(' ').map(|word| if is_number(word) { "…" } else { word }).collect();
    super::text::lower_first(words.join(" ").trim_end_matches('.'))
}
