//! Where things go: outputs, dead letters, receipts, and that their topics do not meet.

use std::collections::BTreeMap;

use super::source::{format, schema_text};
use super::{DAY, count, duration, ms, names};
use crate::codec::schema::Columns;
use crate::error::Result;
use crate::job::raw::{RawDeadLetters, RawOutput, RawSource, RawTable};
use crate::job::spanned::{Named, Spanned};
use crate::job::{DeadLetters, Format, Output, StopAbove};

pub fn outputs(
    raw: &Spanned<Named<RawOutput>>,
    tables: &Named<RawTable>,
    has_registry: bool,
) -> Result<BTreeMap<String, Output>> {
    if raw.value.0.is_empty() {
        return Err(raw.at.error("the job has no outputs; add one: outputs: {name: {topic: …, format: json}}"));
    }
    let mut outputs = BTreeMap::new();
    for (name, output_raw) in &raw.value.0 {
        names::identifier(name, "an output")?;
        if let Some((table, _)) = tables.0.iter().find(|(table, _)| table.value == name.value) {
            let message = format!("{:?} is also a table, at {}; give one of them another name", name.value, table.at);
            return Err(name.at.error(message));
        }
        outputs.insert(name.value.clone(), output(name, output_raw, has_registry)?);
    }
    Ok(outputs)
}

fn output(name: &Spanned<String>, raw: &RawOutput, has_registry: bool) -> Result<Output> {
    let (topics, routed) = match (&raw.topic, &raw.topics) {
        (Some(topic), None) => (vec![names::topic(topic)?], false),
        (None, Some(topics)) => (names::topics(topics)?, true),
        (Some(_), Some(topics)) => {
            return Err(topics.at.error(format!(
                "outputs.{} has both \"topic\" and \"topics\"; keep \"topic\" for one topic, \
                 or \"topics\" and let the column _topic choose",
                name.value
            )));
        }
        (None, None) => {
            let message = format!("outputs.{} needs the key \"topic\" or \"topics\"; add one", name.value);
            return Err(name.at.error(message));
        }
    };
    let format = format(&raw.format, has_registry)?;
    if format != Format::Avro {
        let given =
            [("schema", raw.schema.as_ref().map(|s| &s.at)), ("register", raw.register.as_ref().map(|r| &r.at))];
        if let Some((key, Some(at))) = given.into_iter().find(|(_, at)| at.is_some()) {
            return Err(at.error(format!("{key:?} is for the format avro only; remove it, or write format: avro")));
        }
    }
    let schema = match &raw.schema {
        None => None,
        Some(file) => {
            let text = schema_text(file)?;
            Columns::from_avsc(&text).map_err(|e| file.at.error(e.context(&file.value)))?;
            Some(text)
        }
    };
    if let Some(key) = raw.key.as_ref().filter(|key| key.value.is_empty()) {
        return Err(key.at.error("the name of the key column is empty; name a column, or remove \"key\""));
    }
    Ok(Output {
        topics,
        routed,
        format,
        key: raw.key.as_ref().map(|key| key.value.clone()),
        schema,
        register: raw.register.as_ref().is_none_or(|register| register.value),
    })
}

pub fn dead_letters(raw: &RawDeadLetters) -> Result<DeadLetters> {
    let stop_above = &raw.stop_above;
    Ok(DeadLetters {
        topic: names::topic(&raw.topic)?,
        stop_above: StopAbove {
            share: stop_above.share.map_or(0.5, |share| share.0),
            of_last: count(stop_above.of_last.as_ref(), "dead_letters.stop_above.of_last", 1, 1_000_000, 1_000)?,
            within: duration(stop_above.within.as_ref(), "dead_letters.stop_above.within", ms(1_000), DAY, ms(60_000))?,
        },
    })
}

/// A job that reads what it writes goes round for ever, and a topic with two roles has two kinds of messages. Outputs
/// may share a topic.
pub fn roles_apart(
    source: &RawSource,
    outputs: &Named<RawOutput>,
    dead_letters: Option<&Spanned<String>>,
    receipts: Option<&Spanned<String>>,
) -> Result<()> {
    let sources = source.topics.value.iter().map(|topic| ("source", topic));
    let outputs = outputs.0.iter().flat_map(|(_, output)| {
        let several = output.topics.iter().flat_map(|topics| &topics.value);
        output.topic.iter().chain(several).map(|topic| ("output", topic))
    });
    let others = [("dead-letter", dead_letters), ("receipt", receipts)];
    let others = others.into_iter().filter_map(|(role, topic)| topic.map(|topic| (role, topic)));

    let mut seen: BTreeMap<&str, (&str, &Spanned<String>)> = BTreeMap::new();
    for (role, topic) in sources.chain(outputs).chain(others) {
        let Some((first_role, first)) = seen.insert(&topic.value, (role, topic)) else { continue };
        if first_role == role {
            continue;
        }
        let what = if (first_role, role) == ("source", "output") { "; the job would read what it writes" } else { "" };
        return Err(topic.at.error(format!(
            "{role} topic {:?} is also the {first_role} topic at {}{what}; use another topic",
            topic.value, first.at
        )));
    }
    Ok(())
}
