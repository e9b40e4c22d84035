//! Names by the rules of those who use them.

use crate::error::Result;
use crate::job::spanned::Spanned;

/// A job's name: it is part of group and transactional ids, metric labels and file names.
pub fn job(raw: &Spanned<String>) -> Result<()> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    if raw.value.is_empty() || raw.value.len() > 100 || !raw.value.chars().all(allowed) {
        return Err(raw.at.error(format!(
            "{:?} cannot be a job's name: 1 to 100 characters, of a to z, 0 to 9, \".\", \"_\" and \"-\"",
            raw.value
        )));
    }
    Ok(())
}

/// A topic's name by Kafka's rules.
pub fn topic(raw: &Spanned<String>) -> Result<String> {
    let name = raw.value.as_str();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if matches!(name, "" | "." | "..") || name.len() > 249 || !name.chars().all(allowed) {
        return Err(raw.at.error(format!(
            "{name:?} cannot be a topic's name: 1 to 249 characters, of letters, digits, \".\", \"_\" and \"-\", \
             and neither \".\" nor \"..\""
        )));
    }
    Ok(name.into())
}

/// The topics of a list: at least one, and none of them twice.
pub fn topics(raw: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>> {
    if raw.value.is_empty() {
        return Err(raw.at.error("the list of topics is empty; name at least one"));
    }
    let mut names = Vec::with_capacity(raw.value.len());
    for item in &raw.value {
        let name = topic(item)?;
        if names.contains(&name) {
            return Err(item.at.error(format!("the topic {name:?} stands in the list twice; remove one")));
        }
        names.push(name);
    }
    Ok(names)
}

/// The name of a table, view or output. SQL reads names without quotes in lower case, so that is how they must be.
pub fn identifier(raw: &Spanned<String>, what: &str) -> Result<()> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let name = raw.value.as_str();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.len() > 100 || !name.chars().all(allowed) {
        return Err(raw.at.error(format!(
            "{name:?} cannot be the name of {what}: a letter, then letters, digits and _, all in lower case, \
             100 characters at most"
        )));
    }
    Ok(())
}
