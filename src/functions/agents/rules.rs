//! The rules of uap-core: regular expressions for browsers, systems and devices.

use std::path::Path;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Value};
use ua_parser::{Extractor, Regexes, device, os, user_agent};

use crate::functions::data::{Data, DataSet};

/// The rules, compiled.
pub(super) struct Rules(Extractor<'static>);

impl Rules {
    /// The job's, or those that the program brings along.
    pub(super) fn of(data: &Data) -> Result<Arc<Self>, String> {
        data.load(DataSet::UserAgents, Self::read)
    }

    fn read(file: Option<&Path>) -> Result<Self, String> {
        match file {
            Some(file) => Self::new(&std::fs::read_to_string(file).map_err(|error| error.to_string())?),
            None => Self::new(include_str!("../../../data/user-agents.yaml")),
        }
    }

    fn new(yaml: &str) -> Result<Self, String> {
        let hint = "it has to be like uap-core's regexes.yaml";
        let rules: Regexes<'static> =
            serde_json::from_value(tree(yaml)?).map_err(|error| format!("{error}; {hint}"))?;
        Ok(Self(Extractor::try_from(rules).map_err(|error| error.to_string())?))
    }

    /// What they say of a user agent; `None`: no rule fits.
    pub(super) fn extract<'a>(
        &'a self,
        ua: &'a str,
    ) -> (Option<user_agent::ValueRef<'a>>, Option<os::ValueRef<'a>>, Option<device::ValueRef<'a>>) {
        self.0.extract(ua)
    }
}

/// The YAML text as a tree. All scalars are text, as uap-core means them (`v1_replacement: 8`); an empty one is null.
fn tree(yaml: &str) -> Result<Value, String> {
    let wrong = |line: usize, what: &str| format!("line {line}: {what}");
    // Sections and lists that are open, each with the key it will stand at.
    let mut open: Vec<(Value, Option<String>)> = vec![];
    let (mut key, mut root) = (None, Value::Null);
    let mut parser = Parser::new(StrInput::new(yaml));
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| wrong(error.marker().line(), error.info()))?;
        let done = match event {
            Event::SequenceStart(..) => {
                open.push((Value::Array(vec![]), key.take()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((Value::Object(Map::new()), key.take()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((done, at)) = open.pop() else { continue };
                key = at;
                done
            }
            Event::Scalar(text, ..) if key.is_none() && matches!(open.last(), Some((Value::Object(_), _))) => {
                key = Some(text.into_owned());
                continue;
            }
            Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(&*text, "" | "~" | "null") => Value::Null,
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::Alias(_) => return Err(wrong(span.start.line(), "aliases are not read here")),
            _ => continue,
        };
        match open.last_mut() {
            Some((Value::Array(list), _)) => list.push(done),
            Some((Value::Object(section), _)) => {
                section.insert(key.take().unwrap_or_default(), done);
            }
            _ => root = done,
        }
    }
    Ok(root)
}
