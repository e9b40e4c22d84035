//! Where a visit came from, by the page that linked to it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use ahash::RandomState;
use url::{Host, Url};

use super::suffixes::Suffixes;
use crate::functions::data::{Data, DataSet};
use crate::functions::output::{Bad, FieldType, Record, Value};
use crate::job::nearest::nearest;

/// Search engines, social networks and the like: `referrers.csv`.
pub(super) struct Referrers {
    /// By host; the hosts below are meant too.
    hosts: HashMap<Box<str>, Arc<Site>, RandomState>,
    /// By what stands before a public suffix.
    everywhere: HashMap<Box<str>, Arc<Site>, RandomState>,
    /// By names that campaigns give as their source.
    names: HashMap<Box<str>, Arc<Site>, RandomState>,
}

/// A line of the list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) medium: Medium,
    name: Box<str>,
    /// The query parameters that hold the search words, the first one first.
    terms: Box<[Box<str>]>,
}

/// What kind of page a visit came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    Ai,
    Email,
    Search,
    Shopping,
    Social,
    Video,
    /// None of the others: for what lies below one of them.
    Unknown,
}

/// The words for them.
const MEDIA: [(&str, Medium); 7] = [
    ("ai", Medium::Ai),
    ("email", Medium::Email),
    ("search", Medium::Search),
    ("shopping", Medium::Shopping),
    ("social", Medium::Social),
    ("unknown", Medium::Unknown),
    ("video", Medium::Video),
];

impl Medium {
    fn word(self) -> &'static str {
        MEDIA.iter().find(|(_, medium)| *medium == self).expect("every medium has a word").0
    }
}

impl Referrers {
    /// The job's, or those that the program brings along.
    pub(super) fn of(data: &Data) -> Result<Arc<Self>, String> {
        data.load(DataSet::Referrers, Self::read)
    }

    fn read(file: Option<&Path>) -> Result<Self, String> {
        match file {
            Some(file) => Self::new(&std::fs::read_to_string(file).map_err(|error| error.to_string())?),
            None => Self::new(include_str!("../../../data/referrers.csv")),
        }
    }

    /// Reads lines of `site,medium,source,terms` below such a heading; `#` begins a comment.
    pub(super) fn new(list: &str) -> Result<Self, String> {
        const HEADING: &str = "site,medium,source,terms";
        let mut lines = list.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        if lines.next().is_none_or(|(_, line)| line.trim_start_matches('\u{feff}').trim() != HEADING) {
            return Err(format!("the first line has to be {HEADING}"));
        }
        let mut all = Self { hosts: HashMap::default(), everywhere: HashMap::default(), names: HashMap::default() };
        let mut sites = vec![];
        for (at, line) in lines {
            sites.push(all.add(line).map_err(|why| format!("line {}: {why}", at + 1))?);
        }
        // A site's own name is what campaigns call it, too.
        // Campaigns write it as one word as well.
        for site in sites.into_iter().filter(|site| !site.name.is_empty()) {
            let name = site.name.to_lowercase();
            let word: String = name.chars().filter(|char| char.is_alphanumeric()).collect();
            if !word.is_empty() {
                all.names.entry(word.into()).or_insert_with(|| site.clone());
            }
            all.names.entry(name.into()).or_insert(site);
        }
        Ok(all)
    }

    fn add(&mut self, line: &str) -> Result<Arc<Site>, String> {
        let [key, medium, name, terms] = line.split(',').map(str::trim).collect::<Vec<_>>()[..] else {
            return Err("there have to be four columns, and no quotes".to_owned());
        };
        let Some((_, medium)) = MEDIA.iter().find(|(word, _)| *word == medium) else {
            let near = nearest(medium, MEDIA.iter().map(|(word, _)| *word));
            let near = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
            return Err(format!("'{medium}' is no medium{near}"));
        };
        let terms = terms.split_whitespace().map(Into::into).collect();
        let site = Arc::new(Site { medium: *medium, name: name.into(), terms });
        let key = key.to_lowercase();
        let (map, key) = match key.strip_suffix(".*") {
            Some(name) => (&mut self.everywhere, name),
            None if key.contains('.') => (&mut self.hosts, key.as_str()),
            None => (&mut self.names, key.as_str()),
        };
        if key.is_empty() || key.contains(['*', '/']) || map.insert(key.into(), site.clone()).is_some() {
            return Err(format!("'{key}' is no site, or stands there twice"));
        }
        Ok(site)
    }

    /// The site of a host in lower case: of the host itself or the nearest one above it, or of what stands before its
    /// public suffix.
    pub(super) fn site(&self, host: &str, suffixes: &Suffixes) -> Option<&Site> {
        let mut rest = Some(host);
        while let Some(host) = rest {
            if let Some(site) = self.hosts.get(host) {
                return Some(site);
            }
            rest = host.split_once('.').map(|(_, above)| above);
        }
        let host = ["www.", "m."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host);
        let parts = suffixes.parts(host);
        let name = host.get(..parts.suffix.checked_sub(1)?).filter(|_| parts.icann)?;
        self.everywhere.get(name).map(Arc::as_ref)
    }

    /// The site that a campaign's source names, in lower case: by its name or its host.
    pub(super) fn named(&self, source: &str, suffixes: &Suffixes) -> Option<&Site> {
        let by_name = self.names.get(source).map(Arc::as_ref);
        by_name.or_else(|| self.site(source, suffixes).filter(|_| source.contains('.')))
    }
}

/// Where a visit came from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Origin<'a> {
    /// No page says that it linked here.
    Direct,
    /// A page of the same site.
    Internal,
    /// A site of the list.
    Listed(&'a Site),
    /// Any other.
    Other,
}

/// An address that is one; else a bad value.
pub(super) fn url(text: &str) -> Result<Url, Bad> {
    Url::parse(text).map_err(|_| Bad)
}

/// Where a visit to that page came from, if `referrer` linked to it.
pub(super) fn from<'a>(page: &Url, referrer: Option<&Url>, sites: &'a Referrers, suffixes: &Suffixes) -> Origin<'a> {
    let Some(referrer) = referrer else { return Origin::Direct };
    let Some(host) = host(referrer) else { return Origin::Other };
    if self::host(page).is_some_and(|page| is_same_site(referrer, &host, &page, suffixes)) {
        return Origin::Internal;
    }
    sites.site(&host, suffixes).map_or(Origin::Other, Origin::Listed)
}

/// Addresses are of the same site only if they are the same.
fn is_same_site(referrer: &Url, host: &str, page: &str, suffixes: &Suffixes) -> bool {
    match referrer.host() {
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => host == page,
        _ => suffixes.site(host) == suffixes.site(page),
    }
}

/// The host in lower case, without a dot at its end. Only web addresses come so from the parser.
fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_suffix('.').unwrap_or(host).to_lowercase()).filter(|host| !host.is_empty())
}

/// A referrer that is none: blank.
pub(super) fn given(referrer: Option<&str>) -> Option<&str> {
    referrer.map(str::trim).filter(|referrer| !referrer.is_empty())
}

pub(super) const FIELDS: &[(&str, FieldType)] =
    &[("medium", FieldType::Text), ("source", FieldType::Text), ("term", FieldType::Text)];

/// See `referrer`.
pub(super) fn record(
    page: &str,
    referrer: Option<&str>,
    sites: &Referrers,
    suffixes: &Suffixes,
) -> Result<Record, Bad> {
    let page = url(page)?;
    let referrer = given(referrer).map(url).transpose()?;
    let medium = |word: &str| Record(vec![word.into(), Value::Null, Value::Null]);
    Ok(match from(&page, referrer.as_ref(), sites, suffixes) {
        Origin::Direct => medium("direct"),
        Origin::Internal => medium("internal"),
        Origin::Other => medium("unknown"),
        Origin::Listed(site) if site.medium == Medium::Unknown => medium("unknown"),
        Origin::Listed(site) => {
            let term = referrer.as_ref().and_then(|referrer| term(referrer, site));
            Record(vec![site.medium.word().into(), (&*site.name).into(), term.into()])
        }
    })
}

/// The search words, if the address carries some.
fn term(referrer: &Url, site: &Site) -> Option<String> {
    site.terms.iter().find_map(|name| parameter(referrer, name))
}

/// The first value of that parameter that is not blank, without white space around it.
pub(super) fn parameter(url: &Url, name: &str) -> Option<String> {
    let values = url.query_pairs().filter(|(key, _)| key == name);
    values.map(|(_, value)| value.trim().to_owned()).find(|value| !value.is_empty())
}

#[cfg(test)]
#[path = "referrer_tests.rs"]
mod tests;
