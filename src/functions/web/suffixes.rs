//! The public suffix list, and the domain that somebody registered below a public suffix.

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use ahash::RandomState;
use url::Host;

use crate::functions::data::{Data, DataSet};
use crate::functions::output::{Bad, Given};

/// The rules of the public suffix list, without their `*.` and `!`.
pub(super) struct Suffixes(HashMap<Box<str>, Rules, RandomState>);

/// The rules about one and the same name.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// `name`: it is a public suffix.
    itself: bool,
    /// `*.name`: so is whatever is one label below it.
    below: bool,
    /// `!name`: it is none, though a `*` says so.
    not: bool,
    /// The rules are the registries' (the list's ICANN section), not of firms that give names to their customers.
    icann: bool,
}

/// Where a host's parts begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    /// The registrable domain: the public suffix and one label more. `None` if the host is a public suffix.
    pub(super) domain: Option<usize>,
    /// The public suffix.
    pub(super) suffix: usize,
    /// A registry's suffix that the list has.
    pub(super) icann: bool,
}

impl Suffixes {
    /// The job's, or those that the program brings along.
    pub(super) fn of(data: &Data) -> Result<Arc<Self>, String> {
        data.load(DataSet::PublicSuffixes, Self::read)
    }

    fn read(file: Option<&Path>) -> Result<Self, String> {
        match file {
            Some(file) => Self::new(&std::fs::read_to_string(file).map_err(|error| error.to_string())?),
            None => Self::new(include_str!("../../../data/public_suffix_list.dat")),
        }
    }

    /// Reads `public_suffix_list.dat`: a rule on each line, up to the first white space; `//` begins a comment.
    pub(super) fn new(list: &str) -> Result<Self, String> {
        let mut all: HashMap<Box<str>, Rules, RandomState> = HashMap::default();
        let mut icann = true;
        for (at, line) in list.lines().enumerate() {
            if line.contains("===BEGIN PRIVATE DOMAINS===") {
                icann = false;
            }
            let Some(rule) = line.split_whitespace().next().filter(|rule| !rule.starts_with("//")) else { continue };
            let (name, set): (_, fn(&mut Rules)) = match (rule.strip_prefix("*."), rule.strip_prefix('!')) {
                (Some(name), _) => (name, |rules| rules.below = true),
                (_, Some(name)) => (name, |rules| rules.not = true),
                _ => (rule, |rules| rules.itself = true),
            };
            let name = match Host::parse(name) {
                Ok(Host::Domain(name)) if labels_are_there(&name) && !name.contains('*') => name,
                _ => return Err(format!("line {}: {rule:?} is no rule of the public suffix list", at + 1)),
            };
            let rules = all.entry(name.into()).or_default();
            set(rules);
            rules.icann |= icann;
        }
        if all.is_empty() {
            return Err("there are no rules in it; it has to be a list like public_suffix_list.dat".to_owned());
        }
        Ok(Self(all))
    }

    /// The parts of a host, which is in lower case, in punycode, and without a dot at its end.
    pub(super) fn parts(&self, host: &str) -> Parts {
        let next = |start: usize| host[start..].find('.').map(|dot| start + dot + 1);
        let (mut found, mut start, mut before) = (None, 0, None);
        loop {
            let above = next(start);
            let rules = self.0.get(&host[start..]).copied().unwrap_or_default();
            if rules.not {
                // "If the prevailing rule is an exception rule, modify it by removing the leftmost label."
                let suffix = above.unwrap_or(start);
                return Parts { domain: Some(start), suffix, icann: rules.icann };
            }
            if found.is_none() {
                let starred = above.and_then(|above| self.0.get(&host[above..])).filter(|above| above.below);
                if rules.itself || starred.is_some() {
                    let icann = (rules.itself && rules.icann) || starred.is_some_and(|rules| rules.icann);
                    found = Some(Parts { domain: before, suffix: start, icann });
                }
            }
            let Some(above) = above else {
                // "If no rules match, the prevailing rule is `*`."
                return found.unwrap_or(Parts { domain: before, suffix: start, icann: false });
            };
            (before, start) = (Some(start), above);
        }
    }

    /// See `registrable_domain`.
    pub(super) fn registrable_domain(&self, host: &str, out: &mut String) -> Given<()> {
        let Some(ascii) = domain(host)? else { return Ok(None) };
        let Some(start) = self.parts(&ascii).domain else { return Ok(None) };
        match host.is_ascii() {
            true => out.push_str(&ascii[start..]),
            // Written as it came: the same labels, as many from the right.
            false => {
                let unicode = url::quirks::domain_to_unicode(&ascii);
                let labels = ascii[start..].split('.').count();
                let dot = unicode.rmatch_indices('.').nth(labels - 1).map_or(0, |(dot, _)| dot + 1);
                out.push_str(&unicode[dot..]);
            }
        }
        Ok(Some(()))
    }

    /// The site of a host as [`domain`] gives it: its registrable domain, or itself where there is none.
    pub(super) fn site<'a>(&self, host: &'a str) -> &'a str {
        &host[self.parts(host).domain.unwrap_or(0)..]
    }
}

/// A host as the WHATWG's parser of hosts writes it, without a dot at its end; `None` if it is an IP address.
fn domain(host: &str) -> Given<Cow<'_, str>> {
    if is_plain(host) {
        return Ok(Some(host.into()));
    }
    let mut name = match Host::parse(host) {
        Ok(Host::Domain(name)) => name,
        Ok(_) => return Ok(None),
        Err(_) if host.parse::<IpAddr>().is_ok() => return Ok(None),
        Err(_) => return Err(Bad),
    };
    if name.ends_with('.') {
        name.pop();
    }
    if labels_are_there(&name) { Ok(Some(name.into())) } else { Err(Bad) }
}

fn labels_are_there(name: &str) -> bool {
    name.split('.').all(|label| !label.is_empty())
}

/// Whether the host is what the parser would make of it, as most are: lower-case letters, digits, hyphens; no IP address; no
/// punycode, of which not all is valid.
fn is_plain(host: &str) -> bool {
    let plain = |label: &str| {
        label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) && !label.starts_with("xn--")
    };
    let last_begins_with_a_letter =
        host.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()));
    last_begins_with_a_letter && labels_are_there(host) && host.split('.').all(plain)
}

#[cfg(test)]
#[path = "suffixes_tests.rs"]
mod tests;
