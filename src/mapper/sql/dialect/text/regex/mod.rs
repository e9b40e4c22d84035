//! Regular expressions as PostgreSQL has them: what `~`, `SIMILAR TO` and the functions `regexp_…` take.
//!
//! Two things are as in BigQuery, Snowflake and Spark, and not as in PostgreSQL: of alternatives the first that fits is taken, not the
//! longest; and `\b` and `\B` are about the ends of words.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::ScalarUDF;
use regex::{Regex, RegexBuilder};

mod classes;
mod flags;
mod functions;
mod operators;
mod similar;
mod split;
mod steps;
mod translate;

use flags::Flags;
pub(super) use functions::regexp_match;
pub(super) use operators::{RegexOperators, TextOnly};

/// Regular expressions that a thread keeps. A job has few; where patterns come from events, the oldest work is lost.
const KEPT_MAX: usize = 256;

/// The functions that take a regular expression.
pub(super) fn all() -> impl Iterator<Item = ScalarUDF> {
    operators::all().into_iter().chain(functions::all()).chain(split::all())
}

/// How a pattern is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Syntax {
    Regex,
    /// With that character as escape, or none.
    Similar(Option<char>),
}

/// The compiled pattern. One that was compiled on this thread lately is compiled no more.
fn compile(pattern: &str, flags: Flags, syntax: Syntax) -> Result<Rc<Regex>, String> {
    type Kept = HashMap<String, Vec<(Flags, Syntax, Rc<Regex>)>>;
    thread_local!(static KEPT: RefCell<Kept> = RefCell::default());
    // Whether all matches are wanted is up to the caller.
    let flags = Flags { global: false, ..flags };
    KEPT.with_borrow_mut(|kept| {
        let known = kept.get(pattern).and_then(|same| same.iter().find(|(f, s, _)| (*f, *s) == (flags, syntax)));
        if let Some((_, _, regex)) = known {
            return Ok(regex.clone());
        }
        let regex =
            Rc::new(compile_new(pattern, flags, syntax).map_err(|why| format!("'{pattern}' is not a pattern: {why}"))?);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.entry(pattern.to_owned()).or_default().push((flags, syntax, regex.clone()));
        Ok(regex)
    })
}

fn compile_new(pattern: &str, mut flags: Flags, syntax: Syntax) -> Result<Regex, String> {
    let pattern = match syntax {
        Syntax::Regex => translate::translate(pattern, &mut flags)?,
        Syntax::Similar(escape) => {
            let regex = similar::similar_to_regex(pattern, &escape.map(String::from).unwrap_or_default())?;
            translate::translate(&regex, &mut flags)?
        }
    };
    let built = RegexBuilder::new(&pattern)
        .case_insensitive(flags.case_insensitive)
        .dot_matches_new_line(!flags.stops_at_newline)
        .multi_line(flags.lines)
        .build();
    built.map_err(|e| match e {
        regex::Error::CompiledTooBig(_) => "it is too large; repeat less".to_owned(),
        // Several lines, of which the last says what is wrong.
        other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    })
}

/// Why a pattern cannot be used while the statement runs. Literals were checked before, so this one comes from an event, and
/// nothing of it may be said.
fn failed(_: String) -> DataFusionError {
    DataFusionError::Execution("a pattern, or its flags, that is not a literal is not a regular expression".into())
}
