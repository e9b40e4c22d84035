//! Known crawlers, by patterns.

use std::path::Path;
use std::sync::Arc;

use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::functions::data::{Data, DataSet};

/// Memory that the compiled patterns may take, and that the states of a search may take for each thread.
const BYTES_MAX: usize = 64 << 20;

/// An entry of `crawler-user-agents.json`; the rest of it says where the crawler comes from.
#[derive(Deserialize)]
struct Entry {
    pattern: String,
}

/// Known crawlers.
pub(super) struct Bots(RegexSet);

impl Bots {
    /// The job's, or those that the program brings along.
    pub(super) fn of(data: &Data) -> Result<Arc<Self>, String> {
        data.load(DataSet::Bots, Self::read)
    }

    fn read(file: Option<&Path>) -> Result<Self, String> {
        match file {
            Some(file) => Self::new(&std::fs::read(file).map_err(|error| error.to_string())?),
            None => Self::new(include_bytes!("../../../data/bots.json")),
        }
    }

    fn new(json: &[u8]) -> Result<Self, String> {
        let entries: Vec<Entry> = serde_json::from_slice(json).map_err(|error| {
            format!("{error}; it has to be a list like crawler-user-agents.json, with a pattern in each entry")
        })?;
        // Bytes, because only there `\b` and `\w` can mean ASCII: with Unicode's, text beyond ASCII costs a slow search.
        let patterns = entries.iter().map(|entry| &entry.pattern);
        let set = RegexSetBuilder::new(patterns).unicode(false).size_limit(BYTES_MAX).dfa_size_limit(BYTES_MAX).build();
        set.map(Self).map_err(|error| format!("{error}"))
    }

    /// Whether the user agent is one of them, or none at all.
    pub(super) fn has(&self, ua: &str) -> bool {
        ua.trim().is_empty() || self.0.is_match(ua.as_bytes())
    }
}
