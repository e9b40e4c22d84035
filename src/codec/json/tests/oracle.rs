//! Generated and broken messages, decoded by the scanner and by serde_json: same verdict, same reason, same values.

use std::collections::BTreeMap;
use std::fmt;

use arrow::array::{AsArray, StringViewArray};
use arrow::compute::cast;
use arrow::datatypes::{Float32Type, Float64Type, Int8Type, Int32Type, Int64Type, UInt64Type};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::json;
use serde_json::value::RawValue;

use super::random::Random;
use super::*;
use crate::codec::reason::{JSON_SYNTAX, MISSING, OUT_OF_RANGE, TOO_DEEP, UTF8, WRONG_TYPE};

/// A decoded value, the same for both.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Null,
    Boolean(bool),
    Int(i128),
    /// The bits, so that zeros keep their signs.
    Float(u64),
    Text(String),
    List(Vec<Cell>),
    Map(BTreeMap<String, Cell>),
    Struct(Vec<Cell>),
}

fn fields() -> Vec<Field> {
    let entries = vec![required("keys", DataType::Utf8), field("values", DataType::Utf8View)];
    let map = DataType::Map(required("entries", DataType::Struct(entries.into())).into(), false);
    let object = vec![
        required("a", DataType::Int64),
        field("b", DataType::Utf8View),
        field("l", DataType::new_list(DataType::Utf8, false)),
    ];
    vec![
        required("event_id", DataType::Utf8View),
        required("time", DataType::Int64),
        field("note", DataType::Utf8),
        field("small", DataType::Int8),
        field("count", DataType::UInt64),
        field("consent", DataType::Boolean),
        field("price", DataType::Float64),
        field("ratio", DataType::Float32),
        field("tags", DataType::new_list(DataType::Int32, true)),
        field("attributes", map),
        field("object", DataType::Struct(object.into())),
        required("version", DataType::Int64),
    ]
}

const VERSION: i64 = 7;

/// An object with all its members, in their order.
struct Members<'a>(Vec<(Key, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// A key; an error where it has half of a surrogate pair, which serde_json lets through to bytes.
struct Key(Result<String, &'static str>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Key, E> {
                Ok(Key(String::from_utf8(bytes.to_vec()).map_err(|_| UTF8)))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

fn members(raw: &str) -> Result<Vec<(Key, &RawValue)>, &'static str> {
    if !raw.trim_start().starts_with('{') {
        return Err(WRONG_TYPE);
    }
    Ok(serde_json::from_str::<Members<'_>>(raw).expect("the grammar was checked").0)
}

fn depth(raw: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0, 0, false, false);
    for byte in raw.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn expected(message: &[u8]) -> Result<Vec<Cell>, &'static str> {
    let text = std::str::from_utf8(message).map_err(|_| UTF8)?;
    serde_json::from_str::<&RawValue>(text).map_err(|_| JSON_SYNTAX)?;
    if depth(text) > 127 {
        return Err(TOO_DEEP);
    }
    let Cell::Struct(cells) = object(text, &fields(), &[("version", Cell::Int(VERSION.into()))])? else {
        unreachable!()
    };
    Ok(cells)
}

fn object(raw: &str, fields: &[Field], defaults: &[(&str, Cell)]) -> Result<Cell, &'static str> {
    let mut cells = vec![None; fields.len()];
    for (key, raw) in members(raw)? {
        let key = &key.0?;
        if let Some(slot) = fields.iter().position(|field| field.name() == key) {
            cells[slot] = Some(value(raw.get(), fields[slot].data_type())?);
        }
    }
    let filled = fields.iter().zip(cells).map(|(field, cell)| {
        let default = defaults.iter().find(|(name, _)| name == field.name()).map(|(_, default)| default.clone());
        let cell = cell.or(default).unwrap_or(Cell::Null);
        if cell == Cell::Null && !field.is_nullable() { Err(MISSING) } else { Ok(cell) }
    });
    filled.collect::<Result<_, _>>().map(Cell::Struct)
}

fn value(raw: &str, data_type: &DataType) -> Result<Cell, &'static str> {
    let is_number = raw.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let int = |min: i128, max: i128| match raw.parse::<i128>() {
        _ if !is_number || raw.contains(['.', 'e', 'E']) => Err(WRONG_TYPE),
        Ok(int) if (min..=max).contains(&int) => Ok(Cell::Int(int)),
        _ => Err(OUT_OF_RANGE),
    };
    let float = |float: f64| match float {
        _ if !is_number => Err(WRONG_TYPE),
        float if float.is_finite() => Ok(Cell::Float(float.to_bits())),
        _ => Err(OUT_OF_RANGE),
    };
    match data_type {
        _ if raw == "null" => Ok(Cell::Null),
        DataType::Boolean => raw.parse().map(Cell::Boolean).map_err(|_| WRONG_TYPE),
        DataType::Int64 => int(i64::MIN.into(), i64::MAX.into()),
        DataType::Int32 => int(i32::MIN.into(), i32::MAX.into()),
        DataType::Int8 => int(i8::MIN.into(), i8::MAX.into()),
        DataType::UInt64 => int(0, u64::MAX.into()),
        DataType::Float64 => float(raw.parse().unwrap_or(0.0)),
        DataType::Float32 => float(raw.parse::<f32>().unwrap_or(0.0).into()),
        DataType::Utf8 | DataType::Utf8View if !raw.starts_with('"') => Err(WRONG_TYPE),
        DataType::Utf8 | DataType::Utf8View => serde_json::from_str(raw).map(Cell::Text).map_err(|_| UTF8),
        DataType::List(item) => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).map_err(|_| WRONG_TYPE)?;
            let items = items.into_iter().map(|raw| match value(raw.get(), item.data_type())? {
                Cell::Null if !item.is_nullable() => Err(MISSING),
                cell => Ok(cell),
            });
            items.collect::<Result<_, _>>().map(Cell::List)
        }
        DataType::Map(..) => {
            let mut map = BTreeMap::new();
            for (key, raw) in members(raw)? {
                map.insert(key.0?, value(raw.get(), &DataType::Utf8)?);
            }
            Ok(Cell::Map(map))
        }
        DataType::Struct(fields) => {
            object(raw, &fields.iter().map(|field| field.as_ref().clone()).collect::<Vec<_>>(), &[])
        }
        other => unreachable!("{other} is not in the schema"),
    }
}

fn cell(array: &dyn Array, row: usize) -> Cell {
    if array.is_null(row) {
        return Cell::Null;
    }
    match array.data_type() {
        DataType::Boolean => Cell::Boolean(array.as_boolean().value(row)),
        DataType::Int64 => Cell::Int(array.as_primitive::<Int64Type>().value(row).into()),
        DataType::Int32 => Cell::Int(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int8 => Cell::Int(array.as_primitive::<Int8Type>().value(row).into()),
        DataType::UInt64 => Cell::Int(array.as_primitive::<UInt64Type>().value(row).into()),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row).to_bits()),
        DataType::Float32 => Cell::Float(f64::from(array.as_primitive::<Float32Type>().value(row)).to_bits()),
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row).into()),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row).into()),
        DataType::List(_) => {
            let items = array.as_list::<i32>().value(row);
            Cell::List((0..items.len()).map(|item| cell(&items, item)).collect())
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let keys = cast(entries.column(0), &DataType::Utf8View).unwrap();
            let keys: &StringViewArray = keys.as_string_view();
            let map: BTreeMap<_, _> =
                (0..keys.len()).map(|entry| (keys.value(entry).into(), cell(entries.column(1), entry))).collect();
            assert_eq!(map.len(), keys.len(), "a key occurs once");
            Cell::Map(map)
        }
        DataType::Struct(_) => Cell::Struct(array.as_struct().columns().iter().map(|child| cell(child, row)).collect()),
        other => unreachable!("{other} is not in the schema"),
    }
}

/// Writes messages: mostly what the schema asks for, now and then anything else.
struct Writer {
    random: Random,
    out: String,
    spacing: usize,
}

impl Writer {
    fn space(&mut self) {
        match self.spacing {
            0 => {}
            1 => self.out.push_str(self.random.pick(&["", " "])),
            _ => self.out.push_str(self.random.pick(&["", "", " ", "\n  ", "\t", "\r\n"])),
        }
    }

    fn string(&mut self, text: &str) {
        let text = serde_json::to_string(text).unwrap();
        match self.random.below(40) {
            0 => self.out.push_str(self.random.pick(&[
                r#""\ud83d""#,
                r#""\udc00x""#,
                r#""\ud83d\ude00""#,
                r#""\/\u00e9""#,
            ])),
            1 => self.out.push_str(&text.replace('x', "\\u0078").replace('e', "\\u0065")),
            _ => self.out.push_str(&text),
        }
    }

    fn number(&mut self) {
        const NUMBERS: [&str; 16] = [
            "0",
            "-0",
            "1.0",
            "-0.0",
            "1e3",
            "-128",
            "128",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551615",
            "123456789012345678901234567890",
            "3.4e38",
            "1e39",
            "1e400",
            "0.1e-7",
        ];
        match self.random.below(10) {
            0..=5 => self.out.push_str(&self.random.integer().to_string()),
            6 => {
                let (mantissa, exponent) = (self.random.integer(), self.random.below(80) as i64 - 40);
                self.out.push_str(&format!("{mantissa}.{}e{exponent}", mantissa.unsigned_abs()));
            }
            _ => self.out.push_str(self.random.pick(&NUMBERS)),
        }
    }

    fn any(&mut self, depth: usize) {
        match self.random.below(if depth > 3 { 5 } else { 7 }) {
            0 => self.out.push_str("null"),
            1 => self.out.push_str(self.random.pick(&["true", "false"])),
            2 => self.number(),
            3 | 4 => {
                let text = self.random.text();
                self.string(&text);
            }
            5 => self.list(|writer| writer.any(depth + 1)),
            _ => self.object(
                |random, writer| {
                    let key = random.pick(&["a", "b", "l", "event_id", ""]);
                    writer.string(key);
                },
                |writer| writer.any(depth + 1),
            ),
        }
    }

    fn list(&mut self, item: impl Fn(&mut Self)) {
        self.out.push('[');
        self.space();
        for index in 0..self.random.pick(&[0, 1, 2, 5]) {
            if index > 0 {
                self.out.push(',');
                self.space();
            }
            item(self);
            self.space();
        }
        self.out.push(']');
    }

    fn object(&mut self, key: impl Fn(&mut Random, &mut Self), value: impl Fn(&mut Self)) {
        self.out.push('{');
        self.space();
        for index in 0..self.random.pick(&[0, 1, 2, 5]) {
            if index > 0 {
                self.out.push(',');
                self.space();
            }
            let mut random = Random::new(self.random.bits());
            key(&mut random, self);
            self.space();
            self.out.push(':');
            self.space();
            value(self);
            self.space();
        }
        self.out.push('}');
    }

    fn value(&mut self, data_type: &DataType) {
        if self.random.percent(2) {
            return self.any(0);
        }
        match data_type {
            DataType::Boolean => self.out.push_str(self.random.pick(&["true", "false"])),
            DataType::Int8 => self.out.push_str(&(self.random.bits() as i8).to_string()),
            DataType::Int32 => self.out.push_str(&(self.random.bits() as i32).to_string()),
            DataType::UInt64 => self.out.push_str(&self.random.integer().unsigned_abs().to_string()),
            DataType::Int64 => self.out.push_str(&self.random.integer().to_string()),
            DataType::Float32 | DataType::Float64 => {
                self.out.push_str(&(self.random.integer() as f32 / 8.0).to_string())
            }
            DataType::List(item) => self.list(|writer| writer.value(item.data_type())),
            DataType::Map(..) => self.object(
                |random, writer| writer.string(random.pick(&["a", "b", "c", "x\n", "é"])),
                |writer| writer.value(&DataType::Utf8),
            ),
            DataType::Struct(fields) => {
                let fields: Vec<_> = fields.iter().map(|field| field.as_ref().clone()).collect();
                self.members(&fields);
            }
            _ => {
                let text = self.random.text();
                self.string(&text);
            }
        }
    }

    fn members(&mut self, fields: &[Field]) {
        let mut order: Vec<usize> = (0..fields.len()).collect();
        if self.random.percent(30) {
            self.random.shuffle(&mut order);
        } else if self.random.percent(30) {
            order.rotate_left(self.random.below(fields.len()));
        }
        if self.random.percent(50) {
            order.retain(|&slot| !fields[slot].is_nullable() || self.random.percent(70));
        }
        if self.random.percent(5) {
            order.remove(self.random.below(order.len().max(1)).min(order.len().saturating_sub(1)));
        }
        if self.random.percent(5) {
            order.push(self.random.below(fields.len()));
        }
        self.out.push('{');
        self.space();
        for (index, slot) in order.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
                self.space();
            }
            if self.random.percent(10) {
                self.out.push_str(self.random.pick(&[
                    r#""other""#,
                    r#""event_i""#,
                    r#""""#,
                    r#""a key that is too long to be learned, because it has more than 64 bytes""#,
                ]));
                self.space();
                self.out.push(':');
                self.space();
                self.any(0);
                self.space();
                self.out.push(',');
                self.space();
            }
            self.string(fields[slot].name());
            self.space();
            self.out.push(':');
            self.space();
            if fields[slot].is_nullable() && self.random.percent(5) {
                self.out.push_str("null");
            } else {
                self.value(fields[slot].data_type());
            }
            self.space();
        }
        self.out.push('}');
    }

    fn message(&mut self, fields: &[Field]) -> Vec<u8> {
        self.out.clear();
        self.space();
        self.members(fields);
        self.space();
        let mut message = self.out.clone().into_bytes();
        if self.random.percent(35) {
            for _ in 0..self.random.pick(&[1, 1, 1, 2, 5]) {
                self.damage(&mut message);
            }
        }
        message
    }

    fn damage(&mut self, message: &mut Vec<u8>) {
        const BYTES: &[u8] = b"\"\\{}[]:,-+.0123456789eEtfnu \n\x00\x1f\x7f\x80\xc3\xff";
        if message.is_empty() {
            return;
        }
        let at = self.random.below(message.len());
        match self.random.below(7) {
            0 => message[at] ^= 1 << self.random.below(8),
            1 => message[at] = self.random.pick(BYTES),
            2 => message.insert(at, self.random.pick(BYTES)),
            3 => drop(message.remove(at)),
            4 => message.truncate(at),
            5 => {
                let end = at + self.random.below(message.len() - at);
                let part = message[at..end].to_vec();
                message.splice(at..at, part);
            }
            _ => {
                let levels = self.random.pick(&[2, 125, 126, 127, 128]);
                let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
                let value = format!(r#""other":{value},"#);
                let at = message.iter().position(|&byte| byte == b'{').map_or(0, |at| at + 1);
                message.splice(at..at, value.into_bytes());
            }
        }
    }
}

#[test]
fn the_scanner_agrees_with_serde_json() {
    let fields = fields();
    let mut defaults = vec![None; fields.len()];
    defaults[fields.len() - 1] = Some(json!(VERSION));
    let mut decoder = JsonDecoder::new(&Schema::new(fields.clone()), &defaults).unwrap();
    let mut reasons = BTreeMap::<&str, usize>::new();
    for seed in 0..1000 {
        let mut writer = Writer { random: Random::new(seed), out: String::new(), spacing: (seed % 3) as usize };
        let messages: Vec<_> = (0..1 + seed % 10).map(|_| writer.message(&fields)).collect();
        let decoded = decode(&mut decoder, &messages);
        let (mut rows, mut bad) = (0, decoded.bad.iter());
        for (index, message) in messages.iter().enumerate() {
            let context = || format!("seed {seed}, message {index}: {}", String::from_utf8_lossy(message));
            match expected(message) {
                Ok(cells) => {
                    assert_eq!(decoded.rows.get(rows), Some(&(index as u32)), "{}, {:?}", context(), decoded.bad);
                    let actual: Vec<_> = decoded.columns.iter().map(|column| cell(column, rows)).collect();
                    assert_eq!(actual, cells, "{}", context());
                    rows += 1;
                    *reasons.entry("good").or_default() += 1;
                }
                Err(reason) => {
                    let bad = bad.next().unwrap_or_else(|| panic!("accepted: {}", context()));
                    assert_eq!(bad.index, index as u32, "{}", context());
                    // Of two faults of the grammar the scanner reports the first.
                    let same = bad.reason == reason || (bad.reason, reason) == (TOO_DEEP, JSON_SYNTAX);
                    assert!(same, "{bad:?}, not {reason}: {}", context());
                    *reasons.entry(reason).or_default() += 1;
                }
            }
        }
    }
    // The generator reaches everything.
    for (reason, least) in [
        ("good", 1500),
        (JSON_SYNTAX, 300),
        (WRONG_TYPE, 100),
        (OUT_OF_RANGE, 20),
        (MISSING, 50),
        (UTF8, 50),
        (TOO_DEEP, 10),
    ] {
        assert!(reasons.get(reason).is_some_and(|&count| count >= least), "{reason}: {reasons:?}");
    }
}
