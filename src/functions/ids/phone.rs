//! Phone numbers: from what people write to E.164.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::output::Bad;

/// A number has this many digits at most, its calling code included: ITU-T E.164, section 6.2.1.
const DIGITS_MAX: usize = 15;

/// How phone numbers are written in a region.
#[derive(Debug)]
pub(super) struct Region {
    calling_code: &'static str,
    /// What stands before a national number and is no part of it, the longest first.
    national_prefixes: Vec<&'static str>,
    /// What stands before a calling code in the place of a plus.
    international_prefix: Option<&'static str>,
    /// Lengths that national numbers of landlines and mobiles have, as bits.
    lengths: u32,
}

/// Regions by their codes, and the main one of each calling code.
#[derive(Debug, Default)]
struct Regions {
    by_name: HashMap<&'static str, &'static Region>,
    by_calling_code: HashMap<&'static str, &'static Region>,
}

static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    let mut regions = Regions::default();
    for line in include_str!("../../../data/phone_regions.csv").lines().skip(2) {
        let mut fields = line.split(',');
        let mut next = || fields.next().expect("the file has five fields in each line");
        let (name, calling_code) = (next(), next());
        let mut national_prefixes: Vec<_> = next().split_whitespace().collect();
        national_prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        let international_prefix = Some(next()).filter(|prefix| !prefix.is_empty());
        let length = |length: &str| 1 << length.parse::<u32>().expect("lengths are numbers");
        let lengths = next().split_whitespace().map(length).sum();
        let region = Region { calling_code, national_prefixes, international_prefix, lengths };
        let region: &_ = Box::leak(Box::new(region));
        regions.by_name.insert(name, region);
        regions.by_calling_code.entry(calling_code).or_insert(region);
    }
    regions
});

impl Region {
    /// The region with that ISO 3166-1 alpha-2 code, in upper or lower case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let mut upper = [0; 2];
        let upper = upper.get_mut(..name.len())?;
        upper.copy_from_slice(name.as_bytes());
        upper.make_ascii_uppercase();
        REGIONS.by_name.get(std::str::from_utf8(upper).ok()?).copied()
    }

    /// The main region of the calling code that the digits begin with, and how long that is. No calling code begins with
    /// another one.
    fn called(digits: &str) -> Option<(&'static Self, usize)> {
        let found = |length| Some((*REGIONS.by_calling_code.get(digits.get(..length)?)?, length));
        (1..=3).find_map(found)
    }

    fn may_be_long(&self, length: usize) -> bool {
        length < 32 && self.lengths & (1 << length) != 0
    }

    /// Where the national number begins: after the national prefix, if there is one. A number that is possible only with those
    /// digits keeps them.
    fn without_prefix(&self, digits: &str) -> usize {
        let prefix = self.national_prefixes.iter().find(|prefix| digits.starts_with(**prefix));
        let length = prefix.map_or(0, |prefix| prefix.len());
        match self.may_be_long(digits.len()) && !self.may_be_long(digits.len() - length) {
            true => 0,
            false => length,
        }
    }

    /// Whether these digits are a national number.
    fn has(&self, digits: &str) -> bool {
        // Where 0 is a prefix, one that is left over is no part of a number.
        let left_over = self.national_prefixes.contains(&"0") && digits.starts_with('0');
        self.may_be_long(digits.len()) && !left_over && digits.bytes().any(|digit| digit != b'0')
    }
}

/// Adds the number's digits, the calling code first. Those of a number that is written nationally are of that region.
pub(super) fn normalise(text: &str, region: Option<&Region>, out: &mut String) -> Result<(), Bad> {
    let plus = digits(text, out)?;
    let prefix = region.and_then(|region| region.international_prefix);
    let abroad = match (plus, region) {
        (true, _) => Some(0),
        (false, Some(_)) => prefix.filter(|prefix| out.starts_with(*prefix)).map(str::len),
        (false, None) => out.starts_with("00").then_some(2),
    };
    if let Some(start) = abroad {
        out.replace_range(..start, "");
        return international(out);
    }
    let region = region.ok_or(Bad)?;
    let start = region.without_prefix(out);
    if region.has(&out[start..]) {
        out.replace_range(..start, region.calling_code);
        return if out.len() <= DIGITS_MAX { Ok(()) } else { Err(Bad) };
    }
    // Written internationally, but without a plus.
    if out.starts_with(region.calling_code) { international(out) } else { Err(Bad) }
}

/// Looks at a number that begins with a calling code; drops a national prefix that stands after it, as in +49 (0)30.
fn international(out: &mut String) -> Result<(), Bad> {
    let (region, code) = Region::called(out).ok_or(Bad)?;
    // Of the others, a digit that is a prefix at home may be the number's first.
    if region.national_prefixes.contains(&"0") && out[code..].starts_with('0') {
        out.remove(code);
    }
    if out.len() <= DIGITS_MAX && region.has(&out[code..]) { Ok(()) } else { Err(Bad) }
}

/// Adds the digits as ASCII, and says whether a plus stands before them.
fn digits(text: &str, out: &mut String) -> Result<bool, Bad> {
    let mut plus = false;
    for char in text.chars() {
        match char {
            '0'..='9' => out.push(char),
            ' ' | '.' | '-' | '(' | ')' | '/' => {}
            '+' | '\u{ff0b}' if !plus && out.is_empty() => plus = true,
            _ if char.is_whitespace() || is_separator(char) => {}
            _ => out.push(digit(char).ok_or(Bad)?),
        }
        // A prefix may stand before a number of the greatest length.
        if out.len() > 2 * DIGITS_MAX {
            return Err(Bad);
        }
    }
    Ok(plus)
}

/// Dashes and brackets of other scripts, and characters that nobody sees: they come with what is copied.
fn is_separator(char: char) -> bool {
    matches!(
        char,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0e}' | '\u{ff0f}'
    ) || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The zeros of the scripts in which phone numbers are written: nine other digits follow each. Unicode, category Nd.
pub(super) const ZEROS: [char; 22] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{a620}', '\u{ff10}',
];

fn digit(char: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| (*zero as u32..*zero as u32 + 10).position(|code| code == char as u32))?;
    char::from_digit(value as u32, 10)
}
