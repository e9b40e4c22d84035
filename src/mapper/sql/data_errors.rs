//! Why a window could not be mapped, without the values that it failed on: the message goes to people who may not see
//! them. What the author of the statement wrote stays: formats, patterns, units.

use datafusion::arrow::error::ArrowError;
use datafusion::common::DataFusionError;

use super::errors::sql_types;
use super::session::MEMORY_BYTES_MAX;
use super::text::SqlText;
use crate::error::Error;
use crate::job::Location;
use crate::mapper::MapError;

/// The words before a quoted text that the author wrote, in messages of DataFusion's functions.
const ROLES: [&str; 9] =
    ["format", "pattern", "unit", "granularity", "timezone", "time zone", "encoding", "algorithm", "delimiter"];

/// Stands in a message for a literal of the statement. No message of a function has it, and if one had, nothing would be
/// told by it.
const LITERAL: char = '\u{1}';

/// The literal texts of a statement, without those that come from secrets.
#[derive(Debug, Default)]
pub(super) struct Literals(Vec<String>);

impl Literals {
    pub(super) fn of(sql: SqlText<'_>) -> Self {
        let mut literals = sql.literals();
        literals.retain(|literal| !literal.is_empty() && sql.statement.hidden.hide(literal) == *literal);
        literals.sort_unstable();
        literals.dedup();
        Self(literals)
    }
}

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
pub(super) fn message(error: &DataFusionError, output: &str, at: &Location, literals: &Literals) -> String {
    format!("map output {output} ({at}): {}", describe(error.find_root(), literals))
}

/// Why the job stops at an error that no event and no row of a result is to blame for.
pub(super) fn stop(error: &DataFusionError, output: &str, at: &Location, literals: &Literals) -> MapError {
    MapError::Stop(match error.find_root() {
        DataFusionError::External(e) if e.is::<Error>() => Error::internal(format!("map output {output} ({at}): {e}")),
        root @ DataFusionError::ResourcesExhausted(_) => Error::job(format!(
            "map output {output} ({at}): {}; nothing was committed: lower window.events and window.bytes, or make the \
             statement hold less",
            describe(root, literals)
        )),
        root => Error::job(format!(
            "map output {output} ({at}): {}; several events together cause it, so that no single one can be set aside; \
             nothing was committed: change the statement so that it cannot fail there (NULLIF, CASE, try_cast)",
            describe(root, literals)
        )),
    })
}

fn describe(error: &DataFusionError, literals: &Literals) -> String {
    match error {
        DataFusionError::ArrowError(e, _) => describe_arrow(e, literals),
        DataFusionError::ResourcesExhausted(message) if message.contains(" would return more than ") => message.clone(),
        DataFusionError::ResourcesExhausted(_) => {
            format!("the statement needs more than {} MiB of memory", MEMORY_BYTES_MAX >> 20)
        }
        DataFusionError::Execution(message) => without_values(message, literals),
        other => without_values(&other.strip_backtrace(), literals),
    }
}

fn describe_arrow(error: &ArrowError, literals: &Literals) -> String {
    match error {
        ArrowError::DivideByZero => "division by zero".into(),
        ArrowError::ArithmeticOverflow(_) => "a number overflows its type".into(),
        ArrowError::CastError(message) | ArrowError::ParseError(message) => cast_error(message, literals),
        ArrowError::ComputeError(message) | ArrowError::InvalidArgumentError(message) => {
            without_values(message, literals)
        }
        other => without_values(&other.to_string(), literals),
    }
}

fn cast_error(message: &str, literals: &Literals) -> String {
    let target = message.strip_prefix("Cannot cast string '").and_then(|rest| rest.rsplit_once("' to value of "));
    match target.and_then(|(_, target)| target.strip_suffix(" type")) {
        Some(target) => {
            let target = sql_types(target);
            format!("a text is not of the type {target}; TRY_CAST gives null for it")
        }
        None => match too_large_for(message) {
            Some(target) => format!("a number is out of the range of {}", sql_types(target)),
            None => match too_many_digits_for(message) {
                Some(target) => format!("a number has more digits than {target} has room for"),
                None => without_values(message, literals),
            },
        },
    }
}

/// The type that a number does not fit into.
fn too_large_for(message: &str) -> Option<&str> {
    let target = message.strip_prefix("Can't cast value ").and_then(|rest| rest.rsplit_once(" to type "));
    let target = target.or_else(|| message.strip_prefix("value of ")?.rsplit_once(" is out of range "));
    target.map(|(_, target)| target).filter(|target| target.chars().all(char::is_alphanumeric))
}

/// The decimal type that a number does not fit into: "Cannot cast to Decimal128(38, 0). Overflowing on …".
fn too_many_digits_for(message: &str) -> Option<String> {
    let (target, _) = message.strip_prefix("Cannot cast to ")?.split_once(". Overflowing on ")?;
    let digits = target.strip_prefix("Decimal128").or_else(|| target.strip_prefix("Decimal256"))?;
    Some(format!("decimal{digits}"))
}

/// The first line of a message, without what is in quotes and without numbers: those come from events. A literal of the
/// statement stays where the message says what it is.
fn without_values(message: &str, literals: &Literals) -> String {
    let mut text = message.lines().next().unwrap_or_default().replace(LITERAL, " ");
    let mut kept = None;
    for literal in &literals.0 {
        let roles = ROLES.iter().map(|role| format!("{role} '{literal}'"));
        let Some(written) = roles.into_iter().find(|written| text.contains(written)) else { continue };
        text = text.replace(&written, &LITERAL.to_string());
        kept = Some(written);
        break;
    }
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
    let text = words.join(" ");
    let text = kept.map_or_else(|| text.clone(), |kept| text.replace(LITERAL, &kept));
    super::text::lower_first(text.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(message: &str, literals: &[&str]) -> String {
        without_values(message, &Literals(literals.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn the_authors_format_is_shown_and_the_events_value_is_not() {
        let message =
            "Error parsing timestamp from '12.x.2024' using format '%d.%m.%Y': input contains invalid characters";
        let expected = "error parsing timestamp from '…' using format '%d.%m.%Y': input contains invalid characters";
        assert_eq!(told(message, &["%d.%m.%Y", "a"]), expected);
    }

    #[test]
    fn what_the_author_did_not_write_is_hidden() {
        let message = "Unsupported date_trunc granularity 's3cret'";
        assert_eq!(told(message, &[]), "unsupported date_trunc granularity '…'");
        assert_eq!(told(message, &["day"]), "unsupported date_trunc granularity '…'");
    }

    #[test]
    fn a_value_that_looks_like_a_message_tells_nothing() {
        let message = "Error parsing 's3cret using format '%Y' s3cret' using format '%Y': too short";
        let shown = told(message, &["%Y"]);
        assert!(!shown.contains("s3cret"), "{shown}");
        let message = "Error parsing 's3cret' using format '%Y': s3cret' too short";
        assert!(told(message, &["%Y"]).starts_with("error parsing '…"), "{}", told(message, &["%Y"]));
    }

    #[test]
    fn an_equal_literal_elsewhere_is_not_shown() {
        assert_eq!(told("Cannot read 'gold' of 42", &["gold"]), "cannot read '…' of …");
    }
}
