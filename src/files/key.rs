//! The message key of an event that comes from a file.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The text of `column` in a JSON object: a string's content, a number or boolean as it is written. `None` if the
/// value is not a JSON object, or the column is missing, null or nested. Of two columns with one name the last counts.
pub fn key_of(value: &[u8], column: &str) -> Option<String> {
    let raw = serde_json::Deserializer::from_slice(value).deserialize_map(Column(column)).ok()??;
    match raw.get().as_bytes().first()? {
        b'"' => serde_json::from_str(raw.get()).ok(),
        b'{' | b'[' => None,
        _ if raw.get() == "null" => None,
        _ => Some(raw.get().to_owned()),
    }
}

struct Column<'a>(&'a str);

impl<'de> Visitor<'de> for Column<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_keys_as_text() {
        let value = br#"{"a": "x\u0041\"", "b": 1.50, "c": true, "d": null, "e": [1], "f": {"a": 1}, "\u0067": "g"}"#;
        let key = |column| key_of(value, column);
        assert_eq!(key("a").as_deref(), Some("xA\""));
        assert_eq!(key("b").as_deref(), Some("1.50"));
        assert_eq!(key("c").as_deref(), Some("true"));
        assert_eq!(key("g").as_deref(), Some("g"));
        for column in ["d", "e", "f", "nowhere"] {
            assert_eq!(key(column), None, "{column}");
        }
    }

    #[test]
    fn the_last_of_two_counts() {
        assert_eq!(key_of(br#"{"a":"first","a":"last"}"#, "a").as_deref(), Some("last"));
    }

    #[test]
    fn what_is_no_object_has_no_key() {
        for value in [&b"[]"[..], b"1", b"", b"{\"a\":", b"{\"a\":\"\xff\"}"] {
            assert_eq!(key_of(value, "a"), None);
        }
    }
}
