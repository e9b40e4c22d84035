//! Random schemas, and random values of them.

use std::sync::Arc;

use apache_avro::Decimal;
use apache_avro::types::Value;
use serde_json::{Value as Json, json};

use crate::codec::avsc::{AvroType, Logical};

/// SplitMix64.
pub(super) struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Which types a schema may have.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kinds {
    /// All that can be columns.
    Columns,
    /// All that an output can be written with.
    Outputs,
    /// All of Avro.
    All,
}

const TIMESTAMPS: [&str; 6] = [
    "timestamp-millis",
    "timestamp-micros",
    "timestamp-nanos",
    "local-timestamp-millis",
    "local-timestamp-micros",
    "local-timestamp-nanos",
];

/// Makes schemas whose names are all different.
pub(super) struct Schemas<'a> {
    pub random: &'a mut Random,
    pub kinds: Kinds,
    names: usize,
}

impl<'a> Schemas<'a> {
    pub fn new(random: &'a mut Random, kinds: Kinds) -> Self {
        Self { random, kinds, names: 0 }
    }

    fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    pub fn record(&mut self, depth: usize) -> Json {
        let name = self.name("R");
        let count = self.random.below(7) + usize::from(depth == 0);
        let fields: Vec<Json> =
            (0..count).map(|_| json!({"name": self.name("f"), "type": self.any(depth + 1)})).collect();
        json!({"type": "record", "name": name, "fields": fields})
    }

    fn any(&mut self, depth: usize) -> Json {
        match self.random.below(3) {
            0 if self.kinds == Kinds::All && self.random.one_in(4) => match self.random.one_in(3) {
                true => json!("null"),
                false => json!(["int", "null", {"type": "array", "items": self.plain(depth)}, "string", "double"]),
            },
            0 => json!(["null", self.plain(depth)]),
            1 if self.random.one_in(3) => json!([self.plain(depth), "null"]),
            _ => self.plain(depth),
        }
    }

    fn plain(&mut self, depth: usize) -> Json {
        let nested = if depth < 4 { 3 } else { 0 };
        let fixed = if self.kinds == Kinds::Outputs { 0 } else { 2 };
        match self.random.below(18 + nested + fixed) {
            0 => json!("boolean"),
            1 => json!("int"),
            2 => json!("long"),
            3 => json!("float"),
            4 => json!("double"),
            5 | 6 => json!("string"),
            7 => json!("bytes"),
            8 => json!({"type": "int", "logicalType": "date"}),
            9 => json!({"type": "int", "logicalType": "time-millis"}),
            10 => json!({"type": "long", "logicalType": "time-micros"}),
            n @ 11..=16 => json!({"type": "long", "logicalType": TIMESTAMPS[n - 11]}),
            17 => {
                let decimal = json!({"logicalType": "decimal", "precision": 20, "scale": self.random.below(5)});
                let mut decimal = decimal.as_object().unwrap().clone();
                if self.random.one_in(2) {
                    decimal.insert("type".into(), "bytes".into());
                } else {
                    decimal.insert("type".into(), "fixed".into());
                    decimal.insert("name".into(), self.name("D").into());
                    decimal.insert("size".into(), (9 + self.random.below(12)).into());
                }
                Json::Object(decimal)
            }
            18 if nested > 0 => json!({"type": "array", "items": self.any(depth + 1)}),
            19 if nested > 0 => json!({"type": "map", "values": self.any(depth + 1)}),
            20 if nested > 0 => self.record(depth + 1),
            n if n % 2 == 0 => json!({"type": "fixed", "name": self.name("F"), "size": self.random.below(20)}),
            _ => json!({"type": "enum", "name": self.name("E"), "symbols": ["A", "BB", "a_rather_long_symbol"]}),
        }
    }
}

/// A value of the type.
pub(super) fn value(avro: &AvroType, random: &mut Random) -> Value {
    let short = |random: &mut Random| match random.below(4) {
        0 => random.next() as i64,
        1 => i64::from(random.next() as i32),
        _ => random.below(300) as i64 - 150,
    };
    let bytes = |random: &mut Random, len: usize| -> Vec<u8> { (0..len).map(|_| random.next() as u8).collect() };
    let text = |random: &mut Random| -> String {
        let alphabet = ['a', 'Z', '0', ' ', 'é', '€', '😀'];
        (0..random.below(24)).map(|_| alphabet[random.below(alphabet.len())]).collect()
    };
    match avro {
        AvroType::Null => Value::Null,
        AvroType::Boolean => Value::Boolean(random.one_in(2)),
        AvroType::Int(logical) => match (short(random) as i32, logical) {
            (n, Logical::Date) => Value::Date(n),
            (n, Logical::Time(_)) => Value::TimeMillis(n),
            (n, _) => Value::Int(n),
        },
        AvroType::Long(logical) => {
            use arrow::datatypes::TimeUnit::{Microsecond, Millisecond, Nanosecond};
            let n = short(random);
            match logical {
                Logical::Time(_) => Value::TimeMicros(n),
                Logical::Timestamp(Millisecond) => Value::TimestampMillis(n),
                Logical::Timestamp(Microsecond) => Value::TimestampMicros(n),
                Logical::Timestamp(Nanosecond) => Value::TimestampNanos(n),
                Logical::LocalTimestamp(Millisecond) => Value::LocalTimestampMillis(n),
                Logical::LocalTimestamp(Microsecond) => Value::LocalTimestampMicros(n),
                Logical::LocalTimestamp(Nanosecond) => Value::LocalTimestampNanos(n),
                _ => Value::Long(n),
            }
        }
        AvroType::Float => Value::Float(f32::from_bits(random.next() as u32)),
        AvroType::Double => Value::Double(f64::from_bits(random.next())),
        AvroType::Bytes(Logical::Decimal { .. }) | AvroType::Fixed(_, _, Logical::Decimal { .. }) => {
            let number = i128::from(random.next() as i64) >> random.below(64);
            let number = if random.one_in(2) { number } else { -number };
            let size = if let AvroType::Fixed(_, size, _) = avro { *size } else { 16 };
            let whole = number.to_be_bytes();
            let fill = if number < 0 { 0xff } else { 0 };
            let mut bytes = vec![fill; size.saturating_sub(16)];
            bytes.extend_from_slice(&whole[16 - size.min(16)..]);
            Value::Decimal(Decimal::from(bytes))
        }
        AvroType::Bytes(_) => {
            let len = random.below(30);
            Value::Bytes(bytes(random, len))
        }
        AvroType::String => Value::String(text(random)),
        AvroType::Fixed(_, size, _) => Value::Fixed(*size, bytes(random, *size)),
        AvroType::Enum(e) => {
            let index = random.below(e.symbols.len());
            Value::Enum(index as u32, e.symbols[index].clone())
        }
        AvroType::Array(item) => Value::Array((0..random.below(4)).map(|_| value(item, random)).collect()),
        AvroType::Map(item) => Value::Map((0..random.below(4)).map(|_| (text(random), value(item, random))).collect()),
        AvroType::Record(r) => {
            Value::Record(r.fields.iter().map(|f| (f.name.clone(), value(&f.avro, random))).collect())
        }
        AvroType::Union(types) => {
            let index = random.below(types.len());
            Value::Union(index as u32, Box::new(value(&types[index], random)))
        }
    }
}

/// A record type and `count` values of it.
pub(super) fn record_of(schema: &Json) -> Arc<crate::codec::avsc::Record> {
    let AvroType::Record(record) = AvroType::parse(&schema.to_string()).unwrap() else { panic!("not a record") };
    record
}
