//! YAML text to tree, within bounds: a hostile file costs neither memory nor stack.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use super::{Entry, Node, Place, Scalar, Spot, Value};
use crate::error::{Error, Result};

/// Lists and sections nest at most this deep.
pub const DEPTH_MAX: usize = 64;
/// Values of a file, after its aliases are put in.
const VALUES_MAX: usize = 50_000;
/// Bytes of text of a file, after its aliases are put in.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// Parses a job file. `file` is its name for places.
///
/// # Errors
/// Not UTF-8, not YAML, more than one document, duplicate keys, tags, or more than the bounds allow; with the place.
pub fn parse(file: &Arc<str>, bytes: &[u8]) -> Result<Node> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(e) => {
            let (before, _) = bytes.split_at(e.valid_up_to());
            let at = place_after(file, &String::from_utf8_lossy(before));
            return Err(at.error("these bytes are not UTF-8; save the file as UTF-8"));
        }
    };
    // The scanner takes a NUL for the end of the text and would pass over what follows.
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some((at, c)) = text.char_indices().find(|(_, c)| control(*c)) {
        let message = format!("the control character U+{:04X} stands here; remove it", c as u32);
        return Err(place_after(file, &text[..at]).error(message));
    }
    Builder::new(Origin::File(file.clone()), text).build()
}

/// Parses the value of a `--set` that is written as a list or section.
pub(super) fn parse_set(file: &Arc<str>, key: &Arc<str>, text: &str) -> Result<Node> {
    Builder::new(Origin::Set { file: file.clone(), key: key.clone() }, text).build()
}

/// The place of the character that follows `before`.
fn place_after(file: &Arc<str>, before: &str) -> Place {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Place { file: file.clone(), spot: Spot::At { line, column } }
}

/// Where the text comes from.
enum Origin {
    File(Arc<str>),
    Set { file: Arc<str>, key: Arc<str> },
}

impl Origin {
    fn place(&self, line: usize, column: usize) -> Place {
        match self {
            Self::File(file) => Place { file: file.clone(), spot: Spot::At { line, column } },
            Self::Set { file, key } => Place { file: file.clone(), spot: Spot::Set(key.clone()) },
        }
    }

    fn at(&self, mark: &Marker) -> Place {
        self.place(mark.line(), mark.col() + 1)
    }
}

/// A list or section whose end has not come yet.
struct Open {
    at: Place,
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, lines: HashMap<String, Place>, key: Option<(String, Place)> },
}

struct Builder<'t> {
    origin: Origin,
    text: &'t str,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
    values: usize,
    text_bytes: usize,
}

impl<'t> Builder<'t> {
    fn new(origin: Origin, text: &'t str) -> Self {
        let (open, anchors) = (Vec::new(), HashMap::new());
        Self { origin, text, open, root: None, anchors, values: 0, text_bytes: 0 }
    }

    fn build(mut self) -> Result<Node> {
        let mut parser = Parser::new(StrInput::new(self.text));
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|e| self.not_yaml(&e))?;
            let at = self.origin.at(&span.start);
            match event {
                Event::DocumentStart(_) if documents > 0 => {
                    return Err(at.error("a second document begins here; a job file holds one: remove this ---"));
                }
                Event::DocumentStart(_) => documents += 1,
                Event::SequenceStart(anchor, tag) => self.open(at, anchor, tag.is_some(), Items::List(Vec::new()))?,
                Event::MappingStart(anchor, tag) => {
                    let items = Items::Map { entries: Vec::new(), lines: HashMap::new(), key: None };
                    self.open(at, anchor, tag.is_some(), items)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close()?,
                Event::Scalar(_, _, _, Some(_)) => return Err(no_tags(&at)),
                Event::Scalar(text, style, anchor, None) => {
                    let node = self.scalar(&span.start, &text, style);
                    self.add(node, anchor)?;
                }
                Event::Alias(id) => self.alias(&at, id)?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        self.root.ok_or_else(|| {
            self.origin
                .place(1, 1)
                .error("the file is empty; a job has the keys job, kafka, source, mapper and outputs")
        })
    }

    fn scalar(&self, start: &Marker, text: &str, style: ScalarStyle) -> Node {
        let plain = style == ScalarStyle::Plain;
        let at = match style {
            ScalarStyle::Plain => self.origin.at(start),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => self.origin.place(start.line(), start.col() + 2),
            // The scanner marks the first line that is not blank.
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let blank = text.chars().take_while(|c| *c == '\n').count();
                self.origin.place(start.line().saturating_sub(blank).max(1), start.col() + 1)
            }
        };
        if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
            return Node { at, value: Value::Null };
        }
        Node { at, value: Value::Scalar(Scalar { text: text.into(), plain, template: None }) }
    }

    fn open(&mut self, at: Place, anchor: usize, tagged: bool, items: Items) -> Result<()> {
        if tagged {
            return Err(no_tags(&at));
        }
        if self.open.len() == DEPTH_MAX {
            return Err(too_deep(&at));
        }
        if let Some(Open { items: Items::Map { key: None, .. }, .. }) = self.open.last() {
            return Err(not_a_key(&at));
        }
        self.open.push(Open { at, anchor, items });
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let Some(Open { at, anchor, items }) = self.open.pop() else { return Ok(()) };
        let value = match items {
            Items::List(items) => Value::List(items),
            Items::Map { entries, .. } => Value::Map(entries),
        };
        self.add(Node { at, value }, anchor)
    }

    fn alias(&mut self, at: &Place, id: usize) -> Result<()> {
        let Some(node) = self.anchors.get(&id) else {
            return Err(at.error("this alias stands inside the value that it names; write the value out"));
        };
        let node = node.clone();
        if self.open.len() + depth(&node) > DEPTH_MAX {
            return Err(too_deep(at));
        }
        // What it holds counts again: aliases of aliases would grow without bound otherwise.
        self.count_inside(&node)?;
        self.add(node, 0)
    }

    fn count_inside(&mut self, node: &Node) -> Result<()> {
        match &node.value {
            Value::List(items) => {
                items.iter().try_for_each(|item| self.count(item).and_then(|()| self.count_inside(item)))
            }
            Value::Map(entries) => entries.iter().try_for_each(|e| {
                self.text_bytes += e.key.len();
                self.count(&e.value).and_then(|()| self.count_inside(&e.value))
            }),
            Value::Null | Value::Scalar(_) => Ok(()),
        }
    }

    /// Counts a value, but not what it holds.
    fn count(&mut self, node: &Node) -> Result<()> {
        self.values += 1;
        if let Value::Scalar(scalar) = &node.value {
            self.text_bytes += scalar.text.len();
        }
        if self.values > VALUES_MAX || self.text_bytes > TEXT_BYTES_MAX {
            return Err(node.at.error(format!(
                "with its aliases written out the file has more than {VALUES_MAX} values or 4 MiB of text; make it smaller"
            )));
        }
        Ok(())
    }

    /// Puts a finished value where it belongs: into the list or section that is open, or at the root.
    fn add(&mut self, node: Node, anchor: usize) -> Result<()> {
        self.count(&node)?;
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open { items: Items::List(items), .. }) => items.push(node),
            Some(Open { items: Items::Map { entries, lines, key }, .. }) => match key.take() {
                // In {password:hunter2} all of it is the key, which errors would quote.
                Some((key, at)) if matches!(node.value, Value::Null) && key.contains(':') => {
                    let key = key.split(':').next().unwrap_or_default();
                    return Err(at.error(format!("put a space behind the colon of {key:?}")));
                }
                Some((key, at)) => entries.push(Entry { key, at, value: node }),
                None => {
                    let Value::Scalar(Scalar { text, .. }) = node.value else { return Err(not_a_key(&node.at)) };
                    if text.contains("${") {
                        return Err(node.at.error("a variable cannot stand in a key; write the key out"));
                    }
                    if let Some(first) = lines.insert(text.clone(), node.at.clone()) {
                        let message = format!("the key {text:?} stands twice, first at {first}; keep one of them");
                        return Err(node.at.error(message));
                    }
                    *key = Some((text, node.at));
                }
            },
        }
        Ok(())
    }

    fn not_yaml(&self, e: &ScanError) -> Error {
        let at = self.origin.at(e.marker());
        // An error in indentation is noticed on the line itself or at the start of the next one.
        let line = e.marker().line();
        let tab = self
            .text
            .lines()
            .enumerate()
            .skip(line.saturating_sub(2))
            .take(2)
            .find(|(_, text)| text.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t'));
        if let (Some((n, text)), Origin::File(_)) = (tab, &self.origin) {
            let column = text.chars().take_while(|c| *c != '\t').count() + 1;
            return self.origin.place(n + 1, column).error("a tab indents this line; indent with spaces");
        }
        let info = e.info();
        let text = self.text.lines().nth(line.saturating_sub(1)).unwrap_or("");
        if info.contains("recursion limit") {
            return too_deep(&at);
        }
        at.error(if text.contains("${") {
            format!("not YAML: {info}; put quotes around a value that holds ${{…}}")
        } else if info.contains("mapping values are not allowed") {
            "a colon stands where none can; put quotes around a value with \": \" in it, or check the indentation"
                .into()
        } else if info.contains("unknown anchor") {
            "this alias (*) names nothing; put quotes around a value that begins with *".into()
        } else if info.contains("quoted scalar") {
            "the quotes that open here are not closed".into()
        } else {
            format!("not YAML: {info}; put quotes around a value with special characters, or check the indentation")
        })
    }
}

fn no_tags(at: &Place) -> Error {
    at.error("tags (!…) are not used in a job file; remove it, and put quotes around what is meant as text")
}

fn too_deep(at: &Place) -> Error {
    at.error(format!("lists and sections nest deeper than {DEPTH_MAX} levels; no job needs that"))
}

fn not_a_key(at: &Place) -> Error {
    at.error("a key must be a name; if this is a value that holds ${…} or {…}, put quotes around it")
}

/// Levels of lists and sections in a value.
fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Scalar(_) => 0,
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(entries) => 1 + entries.iter().map(|e| depth(&e.value)).max().unwrap_or(0),
    }
}
