//! `${VAR}` and `${VAR:default}` in values, from an injected environment; `$${` is a literal `${`.
//!
//! This happens on the tree, after YAML: whatever a variable holds, it stays one text.

use std::collections::BTreeMap;

use super::{Node, Place, Spot, Value};
use crate::error::Result;

/// Bytes of text that variables may bring into one job.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// Puts the variables into every value of the tree. A value given by `--set` stays as it is: the shell had its turn.
pub fn substitute(node: &mut Node, env: &BTreeMap<String, String>) -> Result<()> {
    let mut budget = TEXT_BYTES_MAX;
    walk(node, env, &mut budget)
}

fn walk(node: &mut Node, env: &BTreeMap<String, String>, budget: &mut usize) -> Result<()> {
    match &mut node.value {
        Value::Null => Ok(()),
        Value::List(items) => items.iter_mut().try_for_each(|item| walk(item, env, budget)),
        Value::Map(entries) => entries.iter_mut().try_for_each(|entry| walk(&mut entry.value, env, budget)),
        Value::Scalar(_) if matches!(node.at.spot, Spot::Set(_)) => Ok(()),
        Value::Scalar(scalar) => {
            let Some(expanded) = expand(&scalar.text, &node.at, env)? else { return Ok(()) };
            *budget = budget.checked_sub(expanded.text.len()).ok_or_else(|| {
                node.at.error("the variables of this job hold more than 4 MiB of text; put long data into files")
            })?;
            let template = std::mem::replace(&mut scalar.text, expanded.text);
            if expanded.variables {
                scalar.plain = true;
                scalar.template = Some(template);
            }
            Ok(())
        }
    }
}

/// A text with its variables put in.
pub struct Expanded {
    /// The text.
    pub text: String,
    /// Whether there were variables, and not only escapes.
    pub variables: bool,
}

/// Puts the variables into one text that begins at `at`; `None` when it has neither variables nor escapes.
pub fn expand(text: &str, at: &Place, env: &BTreeMap<String, String>) -> Result<Option<Expanded>> {
    if !text.contains("${") {
        return Ok(None);
    }
    let mut out = Expanded { text: String::with_capacity(text.len()), variables: false };
    let mut rest = text;
    while let Some(found) = rest.find("${") {
        let (before, reference) = rest.split_at(found);
        if let Some(before) = before.strip_suffix('$') {
            out.text.push_str(before);
            out.text.push_str("${");
            rest = &reference[2..];
            continue;
        }
        out.text.push_str(before);
        let error = |message: String| inside(at, text, text.len() - reference.len()).error(message);
        let Some((inner, after)) = reference[2..].split_once('}') else {
            return Err(error("\"${\" without its \"}\"; write $${ where the two characters are meant".into()));
        };
        out.text.push_str(&value_of(inner, env).map_err(error)?);
        if out.text.len() > TEXT_BYTES_MAX {
            return Err(error("with its variables this value has more than 4 MiB; put long data into a file".into()));
        }
        out.variables = true;
        rest = after;
    }
    out.text.push_str(rest);
    Ok(Some(out))
}

/// The names of the variables of a text.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| rest.split(['}', ':']).next())
}

/// The value of `NAME` or `NAME:default`.
fn value_of(reference: &str, env: &BTreeMap<String, String>) -> Result<String, String> {
    let (name, default) = match reference.split_once(':') {
        Some((name, default)) => (name, Some(default)),
        None => (reference, None),
    };
    let begins = |c: char| c.is_ascii_alphabetic() || c == '_';
    if !name.starts_with(begins) || !name.chars().all(|c| begins(c) || c.is_ascii_digit()) {
        return Err("the name of a variable has letters, digits and _ only: ${NAME} or ${NAME:default}; \
                    write $${ where the two characters are meant"
            .into());
    }
    match (env.get(name), default) {
        (Some(value), _) => Ok(value.clone()),
        (None, Some(default)) => Ok(default.into()),
        (None, None) => Err(format!("the variable {name} is not set; set it, or give a default: ${{{name}:default}}")),
    }
}

/// The place of the byte `offset` of a text that begins at `at`: exact for blocks (`|`) and for texts on one line.
fn inside(at: &Place, text: &str, offset: usize) -> Place {
    let Spot::At { line, column } = at.spot else { return at.clone() };
    let before = &text[..offset];
    let last = before.rsplit('\n').next().unwrap_or("");
    let spot = Spot::At { line: line + before.matches('\n').count(), column: column + last.chars().count() };
    Place { file: at.file.clone(), spot }
}
