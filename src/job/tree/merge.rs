//! What stands on top of what: `extends` and `--set`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::parse::{DEPTH_MAX, parse, parse_set};
use super::substitute::expand;
use super::{Entry, Node, Place, Scalar, Spot, Value};
use crate::error::{Error, Result};
use crate::job::files::{self, why};

/// Bytes of a job file, at most.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Job files that build on each other, at most.
const CHAIN_MAX: usize = 16;

/// Reads a job file and merges it over those that it extends. `open` holds the files that lead here, resolved.
pub fn read_chain(file: &Arc<str>, env: &BTreeMap<String, String>, open: &mut Vec<PathBuf>) -> Result<Node> {
    let failed = |why: String| Error::job(format!("read job file {file}: {why}"));
    let mut node = parse(file, &files::read(file.as_ref().as_ref(), FILE_BYTES_MAX).map_err(failed)?)?;
    open.push(std::fs::canonicalize(file.as_ref()).map_err(|e| failed(why(&e)))?);
    let Value::Map(entries) = &mut node.value else {
        return Err(node.at.error("expected a job, a section of keys: job, kafka, source, mapper and outputs"));
    };
    let Some(found) = entries.iter().position(|e| e.key == "extends") else { return Ok(node) };
    let Entry { value: Node { at, value }, .. } = entries.remove(found);
    let base = match value {
        Value::Null => return Ok(node),
        Value::Scalar(scalar) => match expand(&scalar.text, &at, env)? {
            Some(expanded) => expanded.text,
            None => scalar.text,
        },
        Value::List(_) | Value::Map(_) => return Err(at.error("extends takes the path of one job file")),
    };
    let path = at.resolve(&base);
    let resolved = std::fs::canonicalize(&path).map_err(|e| {
        at.error(format!("cannot read {}: {}; the path is relative to this file", path.display(), why(&e)))
    })?;
    if open.contains(&resolved) {
        return Err(at.error(format!("{} extends itself in a circle; remove this line", path.display())));
    }
    if open.len() == CHAIN_MAX {
        return Err(at.error(format!("more than {CHAIN_MAX} job files extend each other; merge some of them")));
    }
    let name = path.to_str().ok_or_else(|| at.error("the path of this file is not UTF-8; rename it"))?;
    let base = read_chain(&name.into(), env, open)?;
    Ok(merge(base, node))
}

/// `over` on top of `base`: sections merge key by key, everything else replaces, and nothing (`key:`) removes.
fn merge(base: Node, over: Node) -> Node {
    match (base.value, over.value) {
        (Value::Map(mut entries), Value::Map(over_entries)) => {
            for entry in over_entries {
                put(&mut entries, entry);
            }
            Node { at: over.at, value: Value::Map(entries) }
        }
        (_, value) => Node { at: over.at, value },
    }
}

fn put(entries: &mut Vec<Entry>, over: Entry) {
    let Some(found) = entries.iter().position(|e| e.key == over.key) else {
        entries.push(over);
        return;
    };
    if matches!(over.value.value, Value::Null) {
        entries.remove(found);
        return;
    }
    let base = entries.swap_remove(found);
    entries.push(Entry { key: over.key, at: over.at, value: merge(base.value, over.value) });
    let last = entries.len() - 1;
    entries.swap(found, last);
}

/// Puts the value of `--set key=text` into the tree. Dots part the key, except below `kafka`, where the rest is one
/// property. The text is a list or section if it begins with `[` or `{`, else it is taken as it is.
pub fn set(root: &mut Node, file: &Arc<str>, key: &str, text: &str) -> Result<()> {
    let at = Place { file: file.clone(), spot: Spot::Set(key.into()) };
    let path: Vec<&str> = match key.split_once('.') {
        Some(("kafka", property)) => vec!["kafka", property],
        _ => key.split('.').collect(),
    };
    if path.iter().any(|part| part.is_empty()) {
        return Err(at.error("a part of the key is empty; write it as in --set window.age=100ms"));
    }
    if path.len() > DEPTH_MAX {
        return Err(at.error(format!("the key has more than {DEPTH_MAX} parts; no job needs that")));
    }
    if path == ["extends"] {
        return Err(at.error("extends is read before --set; write it in the job file"));
    }
    let value = match text.as_bytes().first() {
        Some(b'[' | b'{') => parse_set(file, &key.into(), text)?,
        _ if text == "null" => Node { at: at.clone(), value: Value::Null },
        _ => Node { at: at.clone(), value: Value::Scalar(Scalar { text: text.into(), plain: true, template: None }) },
    };
    let entry = path.iter().rev().fold(value, |value, part| {
        let entry = Entry { key: (*part).into(), at: at.clone(), value };
        Node { at: at.clone(), value: Value::Map(vec![entry]) }
    });
    refuse_detours(root, &path, &at)?;
    let base = Node { at: root.at.clone(), value: std::mem::replace(&mut root.value, Value::Null) };
    root.value = merge(base, entry).value;
    Ok(())
}

/// A key below a list or a single value would replace it, which nobody means.
fn refuse_detours(root: &Node, path: &[&str], at: &Place) -> Result<()> {
    let mut node = root;
    for (n, part) in path.iter().enumerate() {
        let here = path[..n].join(".");
        match &node.value {
            Value::Map(entries) => match entries.iter().find(|e| e.key == *part) {
                Some(entry) => node = &entry.value,
                None => return Ok(()),
            },
            Value::Null => return Ok(()),
            Value::List(_) => return Err(at.error(format!("{here} is a list; set it as a whole: --set '{here}=[…]'"))),
            Value::Scalar(_) => return Err(at.error(format!("{here} is a value and has no keys"))),
        }
    }
    Ok(())
}
