//! The example jobs that the program brings along: what `new` writes, and `demo` runs.

use std::path::Path;

use crate::error::{Error, Result};

/// An example job.
pub struct Example {
    /// Its name, and that of its folder below `examples/`.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Its files: name and content.
    files: &'static [(&'static str, &'static [u8])],
    /// Whether it needs the variables of `example.env`.
    pub has_secrets: bool,
}

macro_rules! example {
    ($name:literal, $about:literal, $has_secrets:literal, $($file:literal),*) => {
        Example {
            name: $name,
            about: $about,
            files: &[$(($file, include_bytes!(concat!("../../examples/", $name, "/", $file)))),*],
            has_secrets: $has_secrets,
        }
    };
}

/// All of them.
pub const EXAMPLES: [Example; 4] = [
    example!(
        "retargeting",
        "who visited a campaign's page goes to the campaign's partners, if they may know",
        false,
        "job.yaml",
        "README.md",
        "audiences.csv",
        "partners.csv"
    ),
    example!(
        "enrichment",
        "the tag log, cleaned and enriched, without what names a person",
        false,
        "job.yaml",
        "README.md"
    ),
    example!(
        "pseudonymised-export",
        "what happened, but not to whom: pseudonyms, masked addresses, redacted texts",
        true,
        "job.yaml",
        "README.md",
        "example.env"
    ),
    example!(
        "channel-report",
        "page views, people and sessions by channel and campaign",
        false,
        "job.yaml",
        "README.md"
    ),
];

/// What all of them read: real web events.
const EVENTS: [(&str, &[u8]); 2] = [
    ("events.ndjson", include_bytes!("../../examples/events.ndjson")),
    ("events.LICENSE", include_bytes!("../../examples/events.LICENSE")),
];

impl Example {
    /// The example that `demo` runs.
    pub fn retargeting() -> &'static Self {
        &EXAMPLES[0]
    }

    /// Writes its files and the events into a directory, which is made where it is missing. A file that is there already
    /// is an error, and nothing is written.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let files = || self.files.iter().chain(&EVENTS);
        if let Some((name, _)) = files().find(|(name, _)| directory.join(name).exists()) {
            let there = directory.join(name);
            return Err(Error::job(format!("{} is there already; name another directory", there.display())));
        }
        let wrong = |error| Error::environment(format!("write the example to {}: {error}", directory.display()));
        std::fs::create_dir_all(directory).map_err(wrong)?;
        files().try_for_each(|(name, content)| std::fs::write(directory.join(name), content).map_err(wrong))
    }
}
