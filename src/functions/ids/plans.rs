//! The numbering plans of the world: which digits are a phone number, and what is written before it. libphonenumber's data.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

/// How phone numbers are written in a region. Regular expressions are compiled when they are first needed: most jobs need a few
/// regions of 250.
#[derive(Debug)]
pub(super) struct Region {
    calling_code: &'static str,
    /// What is written before a calling code in the place of a plus.
    international_prefix: Option<Pattern>,
    /// What is written before a national number and is not part of it.
    national_prefix: Option<Pattern>,
    /// What takes the place of the prefix and of the groups in it, if those hold digits of the number.
    transform: &'static str,
    /// Lengths that national numbers have, as bits.
    lengths: u32,
    /// The length of landlines and mobiles, if all of them have the same.
    only_length: Option<usize>,
    /// A rough description of the national numbers.
    general: Pattern,
    /// The national numbers that are assigned.
    numbers: &'static str,
}

/// The numbers behind a calling code.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) code: &'static str,
    /// Where national prefixes come from.
    pub(super) main: &'static Region,
    regions: Vec<&'static Region>,
    /// All of its regions' assigned numbers.
    numbers: Pattern,
}

/// A regular expression that is compiled at its first use.
#[derive(Debug)]
struct Pattern {
    text: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Of whole texts.
    fn whole(text: &str) -> Self {
        Self { text: format!(r"^(?:{text})$"), compiled: OnceLock::new() }
    }

    /// Of beginnings; none of an empty pattern.
    fn start(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self { text: format!(r"^(?:{text})"), compiled: OnceLock::new() })
    }

    fn get(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            // The texts are ASCII digits, so that Unicode's would only cost memory.
            let ascii = self.text.replace(r"\d", "[0-9]");
            Regex::new(&ascii).expect("the data has valid patterns")
        })
    }
}

/// Regions by their codes, and plans by their calling codes.
#[derive(Debug, Default)]
struct Plans {
    regions: HashMap<&'static str, &'static Region>,
    plans: HashMap<&'static str, Plan>,
}

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let mut plans = Plans::default();
    let mut numbers: Vec<(&'static str, Vec<&'static Region>)> = vec![];
    for line in include_str!("../../../data/phone_regions.tsv").lines().skip(2) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("the file has nine fields in each line");
        let (name, calling_code) = (next(), next());
        let region = Region {
            calling_code,
            international_prefix: Pattern::start(next()),
            national_prefix: Pattern::start(next()),
            transform: next(),
            lengths: lengths(next()).map(|length| 1 << length).sum(),
            only_length: {
                let mut lengths = lengths(next());
                lengths.next().filter(|_| lengths.next().is_none())
            },
            general: Pattern::whole(next()),
            numbers: next(),
        };
        let region: &_ = Box::leak(Box::new(region));
        plans.regions.insert(name, region);
        match numbers.last_mut() {
            Some((code, regions)) if *code == calling_code => regions.push(region),
            _ => numbers.push((calling_code, vec![region])),
        }
    }
    for (code, regions) in numbers {
        let all: Vec<_> = regions.iter().map(|region| region.numbers).collect();
        let numbers = Pattern::whole(&all.join("|"));
        plans.plans.insert(code, Plan { code, main: regions[0], regions, numbers });
    }
    plans
});

fn lengths(field: &'static str) -> impl Iterator<Item = usize> {
    field.split_whitespace().map(|length| length.parse().expect("lengths are numbers"))
}

impl Plan {
    /// The plan of the calling code that the digits begin with, and how long that is. No calling code begins with another one.
    pub(super) fn called(digits: &str) -> Option<(&'static Self, usize)> {
        let found = |length| Some((PLANS.plans.get(digits.get(..length)?)?, length));
        (1..=3).find_map(found)
    }

    /// Whether these digits are an assigned number.
    pub(super) fn has(&self, number: &str) -> bool {
        self.numbers.get().is_match(number) && self.regions.iter().any(|region| region.is_general(number))
    }
}

impl Region {
    /// The region with that ISO 3166-1 alpha-2 code, in upper or lower case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let mut upper = [0; 2];
        let upper = upper.get_mut(..name.len())?;
        upper.copy_from_slice(name.as_bytes());
        upper.make_ascii_uppercase();
        PLANS.regions.get(std::str::from_utf8(upper).ok()?).copied()
    }

    pub(super) fn plan(&self) -> &'static Plan {
        &PLANS.plans[self.calling_code]
    }

    /// Where a calling code begins, if a prefix for calls abroad is there. A calling code does not begin with 0.
    pub(super) fn after_international_prefix(&self, digits: &str) -> Option<usize> {
        let end = self.international_prefix.as_ref()?.get().find(digits)?.end();
        (!digits[end..].starts_with('0')).then_some(end)
    }

    /// The national number without the prefix, if one is there. A number that is only one with those digits keeps them.
    pub(super) fn without_prefix<'a>(&self, digits: &'a str) -> Cow<'a, str> {
        let Some(found) = self.national_prefix.as_ref().and_then(|prefix| prefix.get().captures(digits)) else {
            return digits.into();
        };
        let end = found.get(0).map_or(0, |prefix| prefix.end());
        let last = found.len() - 1;
        let number: Cow<'a, str> = match last > 0 && !self.transform.is_empty() && found.get(last).is_some() {
            true => {
                let mut number = String::new();
                found.expand(self.transform, &mut number);
                number.push_str(&digits[end..]);
                number.into()
            }
            false => digits[end..].into(),
        };
        let worse = self.is_general(digits) && !self.is_general(&number);
        if worse || !self.has_length(&number) { digits.into() } else { number }
    }

    /// Whether something is written before national numbers.
    pub(super) fn has_prefix(&self) -> bool {
        self.national_prefix.is_some()
    }

    /// Whether these digits look like a national number: most that are not assigned do as well.
    pub(super) fn is_general(&self, number: &str) -> bool {
        self.general.get().is_match(number)
    }

    fn has_length(&self, number: &str) -> bool {
        number.len() < 32 && self.lengths & (1 << number.len()) != 0
    }

    /// Whether the digits have the one length that all landlines and mobiles have here, and no prefix before them.
    pub(super) fn may_be_long(&self, number: &str) -> bool {
        self.only_length == Some(number.len()) && !number.starts_with('0')
    }
}
