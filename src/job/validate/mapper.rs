//! The statements, and what they define and feed.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::error::Result;
use crate::job::nearest::hint;
use crate::job::raw::{RawOutput, RawStatement, RawTable};
use crate::job::spanned::{Named, Spanned};
use crate::job::tree::Place;
use crate::job::{Hidden, Location, Statement, Target};

/// The statements in their order; `hidden` is what variables brought into them. `job` is the place of the job itself; `rust_mapper`: the program maps by itself, so
/// there may be none.
pub fn statements(
    raw: Vec<Spanned<RawStatement>>,
    tables: &Named<RawTable>,
    outputs: &Named<RawOutput>,
    job: &Place,
    rust_mapper: bool,
    hidden: &Hidden,
) -> Result<Vec<Statement>> {
    if raw.is_empty() && !rust_mapper {
        return Err(job.error("the job needs the key \"mapper\" with at least one statement; add it"));
    }
    let mut views: BTreeMap<String, Place> = BTreeMap::new();
    let mut fed = BTreeSet::new();
    let mut statements = Vec::with_capacity(raw.len());
    for (index, Spanned { value: raw, at }) in raw.into_iter().enumerate() {
        let mapper = format!("mapper {}", index + 1);
        let target = match (raw.view, raw.into) {
            (Some(view), None) => {
                new_view(&view, &views, tables)?;
                views.insert(view.value.clone(), view.at);
                Target::View(view.value)
            }
            (None, Some(output)) => {
                known_output(&output, &mapper, tables, outputs)?;
                fed.insert(output.value.clone());
                Target::Output(output.value)
            }
            (Some(_), Some(into)) => {
                let message =
                    format!("{mapper} has both \"view\" and \"into\"; define the view, then feed the output from it");
                return Err(into.at.error(message));
            }
            (None, None) => {
                return Err(at.error(format!("{mapper} needs the key \"view\" or \"into\"; add one")));
            }
        };
        if raw.sql.value.trim().is_empty() {
            return Err(raw.sql.at.error(format!("the SQL of {mapper} is empty; write a query")));
        }
        statements.push(Statement {
            target,
            at: Location::from(&raw.sql.at),
            sql: raw.sql.value,
            hidden: hidden.clone(),
        });
    }
    let unfed = outputs.0.iter().find(|(output, _)| !fed.contains(&output.value));
    if let Some((output, _)) = unfed.filter(|_| !rust_mapper) {
        let name = &output.value;
        let message = format!("nothing feeds the output {name:?}; add a statement with \"into: {name}\" or remove it");
        return Err(output.at.error(message));
    }
    Ok(statements)
}

fn new_view(view: &Spanned<String>, views: &BTreeMap<String, Place>, tables: &Named<RawTable>) -> Result<()> {
    names::identifier(view, "a view")?;
    let name = &view.value;
    if name == "events" {
        return Err(view.at.error("\"events\" is the window's own table; give the view another name"));
    }
    if let Some((table, _)) = tables.0.iter().find(|(table, _)| table.value == *name) {
        let message = format!("the view {name:?} would hide the table at {}; give it another name", table.at);
        return Err(view.at.error(message));
    }
    if let Some(first) = views.get(name) {
        let message = format!("the view {name:?} is defined twice, first at {first}; give one of them another name");
        return Err(view.at.error(message));
    }
    Ok(())
}

fn known_output(
    output: &Spanned<String>,
    mapper: &str,
    tables: &Named<RawTable>,
    outputs: &Named<RawOutput>,
) -> Result<()> {
    let name = &output.value;
    if outputs.0.iter().any(|(known, _)| known.value == *name) {
        return Ok(());
    }
    if tables.0.iter().any(|(table, _)| table.value == *name) {
        let message =
            format!("{mapper} goes into the table {name:?}, which is read from a file; only outputs can be written");
        return Err(output.at.error(message));
    }
    let known = outputs.0.iter().map(|(known, _)| known.value.as_str());
    let hint = hint(name, "the outputs are", known);
    Err(output.at.error(format!("{mapper} goes into {name:?}, which is no output{hint}")))
}
