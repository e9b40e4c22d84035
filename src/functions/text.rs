//! Text: values out of JSON, stable splits.

use std::borrow::Cow;
use std::fmt;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::{Argument, Constants, any, int, text};
use super::output::{Bad, Given};
use super::redact;
use super::row::Row;

const FAMILY: &str = "text";

/// JSON, and a path into it.
const JSON: [Argument; 2] = [text("json"), any("path", path_element).constant().repeated()];

pub(super) fn functions(context: &Context) -> Vec<Function> {
    vec![json_text(context), json_number(context), redact::redact(context), bucket(context)]
}

fn json_text(context: &Context) -> Function {
    Call::new(FAMILY, "json_text", &JSON)
        .about(
            "The value that stands in a JSON document at a path of keys and (from 0) places in lists, as text: a string as it \
             is, without quotes and escapes; anything else as it is written. Null where the path leads nowhere, or to `null`. Null, and \
             counted as bad, for what is no JSON document.",
        )
        .source("RFC 8259. Of two keys of one name the last counts; documents may be 127 levels deep.")
        .example(&["'{\"user\": {\"ids\": [\"a\", \"b\"]}}'", "'user'", "'ids'", "1"], "b")
        .example(&["'{\"price\": 9.90}'", "'price'"], "9.90")
        .null_example(&["'{\"user\": null}'", "'user'"])
        .text(context, |constants| {
            let path = path(constants)?;
            Ok(move |row: Row<'_>, out: &mut String| {
                let Some(found) = find(row.text(0), &path)? else { return Ok(None) };
                match string(found)? {
                    Some(text) => out.push_str(&text),
                    None => out.push_str(found),
                }
                Ok(Some(()))
            })
        })
}

fn json_number(context: &Context) -> Function {
    Call::new(FAMILY, "json_number", &JSON)
        .about(
            "The number that stands in a JSON document at a path of keys and (from 0) places in lists. A string that holds a number is \
             one as well, since tags send prices as text. Null where the path leads nowhere, or to `null`. Null, and counted as bad, for \
             anything else, and for what is no JSON document.",
        )
        .source("RFC 8259. A double: whole numbers beyond 2^53 are rounded.")
        .example(&["'{\"items\": [{\"price\": \"9.90\"}]}'", "'items'", "0", "'price'"], "9.9")
        .null_example(&["'{\"price\": \"free\"}'", "'price'"])
        .double(context, |constants| {
            let path = path(constants)?;
            Ok(move |row: Row<'_>| {
                let Some(found) = find(row.text(0), &path)? else { return Ok(None) };
                let text = string(found)?.map_or(Cow::Borrowed(found), |text| Cow::Owned(text.trim().to_owned()));
                let number: serde_json::Number = serde_json::from_str(&text).map_err(|_| Bad)?;
                number.as_f64().filter(|number| number.is_finite()).map(Some).ok_or(Bad)
            })
        })
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Place(usize),
}

fn path_element(found: &DataType) -> Result<DataType, String> {
    match found {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Ok(found.clone()),
        found if found.is_integer() => Ok(found.clone()),
        _ => Err("has keys in quotes and places in lists: 'items', 0, 'price'".to_owned()),
    }
}

fn path(constants: &Constants<'_>) -> Result<Vec<Step>, String> {
    let step = |literal: &ScalarValue| match literal.try_as_str() {
        Some(key) => key.map(|key| Step::Key(key.to_owned())).ok_or("a step of the path may not be null".to_owned()),
        None => match literal.cast_to(&DataType::UInt64) {
            Ok(ScalarValue::UInt64(Some(place))) => Ok(Step::Place(usize::try_from(place).unwrap_or(usize::MAX))),
            _ => Err(format!("{literal} is no place in a list: they count from 0")),
        },
    };
    constants.values.iter().flatten().copied().map(step).collect()
}

/// The text of the value at the path; `None` where there is none, or null. The whole document is looked at.
fn find<'a>(json: &'a str, path: &[Step]) -> Given<&'a str> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let found = Walk(path).deserialize(&mut reader).map_err(|_| Bad)?;
    reader.end().map_err(|_| Bad)?;
    Ok(found.map(|raw| raw.get()).filter(|text| *text != "null"))
}

/// What a value says, if it is a string.
fn string(value: &str) -> Given<Cow<'_, str>> {
    #[derive(serde::Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    if !value.starts_with('"') {
        return Ok(None);
    }
    serde_json::from_str::<Text<'_>>(value).map(|Text(text)| Some(text)).map_err(|_| Bad)
}

/// Goes along a path, and passes over everything beside it.
#[derive(Clone, Copy)]
struct Walk<'p>(&'p [Step]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.0 {
            [] => Deserialize::deserialize(deserializer).map(Some),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match self.0 {
                [Step::Key(wanted), rest @ ..] if *wanted == key => found = map.next_value_seed(Walk(rest))?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut found, mut at) = (None, 0);
        loop {
            match self.0 {
                [Step::Place(wanted), rest @ ..] if *wanted == at => match list.next_element_seed(Walk(rest))? {
                    Some(value) => found = value,
                    None => return Ok(found),
                },
                _ if list.next_element::<IgnoredAny>()?.is_none() => return Ok(found),
                _ => {}
            }
            at += 1;
        }
    }

    // The path goes on, and here is nothing to go into.
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

fn bucket(context: &Context) -> Function {
    Call::new(FAMILY, "bucket", &[text("text"), int("n").constant(), text("salt").constant()])
        .about(
            "A number from 0 to n - 1 that stays the same for the same text and salt: to split people into groups, for experiments or \
             roll-outs. Another salt gives an independent split.",
        )
        .source(
            "The first eight bytes of the SHA-256 of `salt:text` (UTF-8), as an unsigned number, first byte highest, modulo n: so that \
             others can compute it. n goes from 1 to 1,000,000.",
        )
        .example(&["'user-1'", "100", "'experiment-7'"], "9")
        .bigint(context, |constants| {
            let n = u64::try_from(constants.int(1)).ok().filter(|n| (1..=1_000_000).contains(n));
            let n = n.ok_or_else(|| format!("n goes from 1 to 1000000, found {}", constants.int(1)))?;
            let salted = Sha256::new().chain_update(constants.text(2)).chain_update(b":");
            Ok(move |row: Row<'_>| {
                let hash = salted.clone().chain_update(row.text(0)).finalize();
                let first = hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
                Ok(Some((first % n) as i64))
            })
        })
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
