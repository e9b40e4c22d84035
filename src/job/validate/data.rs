//! Files that functions read.

use std::path::PathBuf;

use super::source;
use crate::error::Result;
use crate::job::DataFiles;
use crate::job::files::why;
use crate::job::raw::RawData;
use crate::job::spanned::Spanned;

pub fn files(raw: &RawData) -> Result<DataFiles> {
    let file = |file: &Option<Spanned<String>>| file.as_ref().map(existing).transpose();
    Ok(DataFiles {
        geo: file(&raw.geo)?,
        public_suffixes: file(&raw.public_suffixes)?,
        user_agents: file(&raw.user_agents)?,
        bots: file(&raw.bots)?,
        referrers: file(&raw.referrers)?,
    })
}

/// The path of a file that is there.
pub fn existing(file: &Spanned<String>) -> Result<PathBuf> {
    let path = file.at.resolve(&file.value);
    let unreadable = |why: &str| {
        let message = format!("cannot read {}: {why}; {}", path.display(), source::RELATIVE);
        file.at.error(message)
    };
    match std::fs::metadata(&path) {
        Ok(found) if found.is_dir() => Err(unreadable("it is a directory")),
        Ok(_) => Ok(path),
        Err(e) => Err(unreadable(&why(&e))),
    }
}
