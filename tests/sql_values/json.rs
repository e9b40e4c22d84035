//! JSON values in one form, so that what PostgreSQL writes and what mubatch writes can be compared: all digits of numbers are
//! kept, zeros at their ends are not; instants end with `Z`.

use std::fmt;

/// A JSON value. Objects keep the order of their members: it is that of the statement's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// `digits` × 10^`exponent`; no zero stands at either end of `digits`, and zero has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    digits: String,
    exponent: i32,
}

/// What double precision holds at most; only numbers with so many digits may differ in the last of them.
const DOUBLE_DIGITS: usize = 15;

impl Json {
    /// Reads a whole text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value()?;
        reader.space();
        match reader.at == text.len() {
            true => Ok(value),
            false => Err(format!("more follows at byte {} of {text}", reader.at)),
        }
    }

    /// Whether two values are the same, up to the last digits of double precision.
    pub fn same(&self, other: &Json) -> bool {
        match (self, other) {
            (Json::Number(a), Json::Number(b)) => a.same(b),
            (Json::List(a), Json::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Json::Object(a), Json::Object(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((key, a), (other, b))| key == other && a.same(b))
            }
            _ => self == other,
        }
    }
}

impl Number {
    fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
        let dropped = all.len() - all.trim_end_matches('0').len();
        let exponent = exponent.parse::<i32>().ok()? - fraction.len() as i32 + dropped as i32;
        let exponent = if digits.is_empty() { 0 } else { exponent };
        Some(Self { negative, digits, exponent })
    }

    /// Two numbers that are both as long as double precision allows, one of which may come from it, may differ in the
    /// last digits: PostgreSQL's `avg` of whole numbers is a decimal number, here it is a double.
    fn same(&self, other: &Self) -> bool {
        let lengths = [self.digits.len(), other.digits.len()];
        let rounded = lengths.iter().all(|&length| length >= DOUBLE_DIGITS)
            && lengths.iter().any(|&length| length <= DOUBLE_DIGITS + 2)
            && (self.exponent < 0 || other.exponent < 0);
        let near = || {
            let (a, b): (f64, f64) =
                (self.to_string().parse().unwrap_or(0.0), other.to_string().parse().unwrap_or(1.0));
            (a - b).abs() <= 1e-14 * a.abs()
        };
        self == other || rounded && near() || self.same_rounded(other)
    }

    /// Whether the one with fewer digits after the point, if it has enough of them, is the other one rounded to these:
    /// both divide decimals, but not to the same number of digits.
    fn same_rounded(&self, other: &Self) -> bool {
        let (short, long) = if self.exponent > other.exponent { (self, other) } else { (other, self) };
        let cut = (short.exponent - long.exponent) as usize;
        let enough = short.digits.len() >= DOUBLE_DIGITS && short.exponent < 0 && cut > 0 && cut < long.digits.len();
        let whole = |digits: &str| digits.parse::<u128>().ok();
        let pair = || Some((whole(&short.digits)?, whole(&long.digits[..long.digits.len() - cut])?));
        enough && self.negative == other.negative && pair().is_some_and(|(a, b)| a.abs_diff(b) <= 1)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { negative, digits, exponent } = self;
        let sign = if *negative { "-" } else { "" };
        let point = digits.len() as i32 + exponent;
        match (digits.len(), point) {
            (0, _) => write!(f, "{sign}0"),
            (_, -6..=0) => write!(f, "{sign}0.{}{digits}", "0".repeat(-point as usize)),
            (length, 1..=40) if point >= length as i32 => write!(f, "{sign}{digits}{}", "0".repeat(*exponent as usize)),
            (_, 1..=40) => write!(f, "{sign}{}.{}", &digits[..point as usize], &digits[point as usize..]),
            (1, _) => write!(f, "{sign}{digits}e{}", point - 1),
            _ => write!(f, "{sign}{}.{}e{}", &digits[..1], &digits[1..], point - 1),
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(number) => write!(f, "{number}"),
            Json::Text(text) => f.write_str(&quoted(text)),
            Json::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Json::Object(members) => {
                f.write_str("{")?;
                for (i, (key, value)) in members.iter().enumerate() {
                    write!(f, "{}{}: {value}", if i > 0 { ", " } else { "" }, quoted(key))?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

/// An instant with as few digits as it needs, whichever way UTC is written; other text as it is.
fn text(value: String) -> String {
    let bytes = value.as_bytes();
    let shape = |pattern: &str| {
        bytes.len() >= pattern.len()
            && pattern.bytes().zip(bytes).all(|(p, b)| if p == b'0' { b.is_ascii_digit() } else { p == *b })
    };
    if !shape("0000-00-00T00:00:00") {
        return value;
    }
    let (time, zone) = match value.strip_suffix("+00:00").or_else(|| value.strip_suffix('Z')) {
        Some(time) => (time, "Z"),
        None => (value.as_str(), ""),
    };
    match time.len() > 19 && time.as_bytes()[19] == b'.' && time[20..].bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{}{zone}", time.trim_end_matches('0').trim_end_matches('.')),
        false => format!("{time}{zone}"),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Whether `token` comes next; then it is read.
    fn takes(&mut self, token: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn value(&mut self) -> Result<Json, String> {
        self.space();
        match self.rest().chars().next() {
            Some('{') => self.members(),
            Some('[') => self.items(),
            Some('"') => self.string().map(|value| Json::Text(text(value))),
            _ if self.takes("null") => Ok(Json::Null),
            _ if self.takes("true") => Ok(Json::Bool(true)),
            _ if self.takes("false") => Ok(Json::Bool(false)),
            _ => {
                let number = self.rest().split([',', ']', '}', ' ', '\n']).next().unwrap_or_default().to_owned();
                self.at += number.len();
                Number::parse(&number).map(Json::Number).ok_or_else(|| format!("{number} is not JSON in {}", self.text))
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<String>();
        let value = values.next().ok_or("a string is missing")?.map_err(|e| format!("{e} in {}", self.text))?;
        let read = values.byte_offset();
        self.at += read;
        Ok(value)
    }

    fn items(&mut self) -> Result<Json, String> {
        let mut items = vec![];
        self.at += 1;
        if self.takes("]") {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value()?);
            match self.takes(",") {
                true => {}
                false if self.takes("]") => return Ok(Json::List(items)),
                false => return Err(format!("a list does not end in {}", self.text)),
            }
        }
    }

    fn members(&mut self) -> Result<Json, String> {
        let mut members = vec![];
        self.at += 1;
        if self.takes("}") {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !self.takes(":") {
                return Err(format!("a colon is missing in {}", self.text));
            }
            members.push((key, self.value()?));
            match self.takes(",") {
                true => {}
                false if self.takes("}") => return Ok(Json::Object(members)),
                false => return Err(format!("an object does not end in {}", self.text)),
            }
        }
    }
}

#[test]
fn values_are_compared_by_what_they_are_not_by_how_they_are_written() {
    let same = |a: &str, b: &str| Json::parse(a).expect("JSON").same(&Json::parse(b).expect("JSON"));
    assert!(same("1.50", "1.5") && same("1e2", "100") && same("-0.0", "-0") && same("0.00", "0"));
    assert!(same(r#""2024-03-10T07:00:00.500000Z""#, r#""2024-03-10T07:00:00.5+00:00""#));
    assert!(!same(r#""2024-03-10T07:00:00Z""#, r#""2024-03-10T07:00:00""#), "a wall clock is not an instant");
    assert!(same("3.3333333333333335", "3.3333333333333333"), "the last digit of a double");
    assert!(same("6.6633333333333333", "6.66333333333333333333"), "fewer digits of a quotient");
    assert!(!same("6.6633333333333333", "6.6633333333343333333") && !same("0.833333", "0.83333333333333333333"));
    assert!(!same("12345678901234567890.25", "12345678901234567891.25"));
    assert!(!same("0.30000000000000004", "0.3") && !same("9007199254740993", "9007199254740992"));
    assert!(!same("null", r#""null""#) && !same("1", r#""1""#) && !same("1", "true"));
    assert!(!same(r#"{"a": 1}"#, r#"{"b": 1}"#) && !same("[1, 2]", "[2, 1]"));
}

#[test]
fn numbers_are_written_in_full() {
    for (text, written) in
        [("0.10", "0.1"), ("1E+300", "1e300"), ("1.25e-8", "1.25e-8"), ("120", "120"), ("-0.05", "-0.05")]
    {
        assert_eq!(Json::parse(&text.replace("E+", "e")).expect("JSON").to_string(), written);
    }
}
