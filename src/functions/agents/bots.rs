//! Known crawlers, by patterns.
//!
//! Many patterns are plain words, and phones are named with plain words too ("HTC Butterfly"). So a pattern that is found
//! only in the name of an Android device makes no robot of it. `scripts/bot_patterns.py` checks the bundled patterns
//! against real devices with the same rule.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use regex::bytes::{Regex, RegexSet, RegexSetBuilder};
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

    /// Whether the user agent is one of them, or blank.
    pub(super) fn has(&self, ua: &str) -> bool {
        if ua.trim().is_empty() {
            return true;
        }
        let ua = ua.as_bytes();
        if !self.0.is_match(ua) {
            return false;
        }
        match ANDROID_MODEL.captures(ua).and_then(|found| found.get(1)) {
            Some(model) if !ROBOT_WORD.is_match(model.as_bytes()) => {
                self.0.is_match(&[&ua[..model.start()], &ua[model.end()..]].concat())
            }
            _ => true,
        }
    }
}

/// The model and build of an Android device, as in `(Linux; U; Android 4.4; en-US; Butterfly M1 Build/KOT49H)`.
static ANDROID_MODEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"Android [^;)]*;(?: ?[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?;)? ?([^;)]*)"));

/// What a robot that stands in the place of the model says of itself.
static ROBOT_WORD: LazyLock<Regex> = LazyLock::new(|| pattern("(?i)bot|crawl|spider|http|google|preview|monitor|scan"));

fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?-u){text}")).expect("the pattern is valid")
}
