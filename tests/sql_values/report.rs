//! What `make sql-diff` prints: how many are the same, which differ and why, and what is new.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::corpus::{Entry, Expected, Note, Outcome};
use crate::json::Json;

/// Differing values that are shown of one entry.
const SHOWN: usize = 3;

#[derive(Default)]
pub struct Report {
    same: usize,
    /// Entries by the reason why they differ.
    accepted: BTreeMap<String, usize>,
    open: BTreeMap<String, usize>,
    /// What is not as the file says, with the place.
    unexpected: Vec<String>,
}

impl Report {
    /// Notes an entry as it is now; `None`: nobody knows what PostgreSQL gives.
    pub fn add(&mut self, path: &Path, entry: &Entry, now: Option<&Expected>) {
        let place = format!("{}:{}: {}", path.display(), entry.line, entry.sql);
        let Some(now) = now else {
            self.unexpected.push(format!("{place}\n    no value stands below it: make sql-diff ARGS=--update"));
            return;
        };
        match &now.note {
            None => self.same += 1,
            Some(Note::Differs(why)) => *self.accepted.entry(why.clone()).or_default() += 1,
            Some(Note::Open(why)) => *self.open.entry(why.clone()).or_default() += 1,
        }
        match &entry.expected {
            None if now.note.is_none() => {}
            None => self
                .unexpected
                .push(format!("{place}\n{}", difference(("postgres", &now.postgres), ("mubatch", &now.mubatch)))),
            Some(known) => {
                if !known.mubatch.same(&now.mubatch) {
                    let better = if now.note.is_none() { "    it is now as PostgreSQL has it\n" } else { "" };
                    let shown = difference(("file", &known.mubatch), ("mubatch", &now.mubatch));
                    self.unexpected.push(format!("{place}\n{better}{shown}"));
                }
                if !known.postgres.same(&now.postgres) {
                    let shown = difference(("file", &known.postgres), ("postgres", &now.postgres));
                    self.unexpected.push(format!("{place}\n{shown}"));
                }
            }
        }
    }

    pub fn is_as_expected(&self) -> bool {
        self.unexpected.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (accepted, open) = (self.accepted.values().sum::<usize>(), self.open.values().sum::<usize>());
        writeln!(f, "{} same, {accepted} differ on purpose, {open} are open", self.same)?;
        for (kind, reasons) in [("differs", &self.accepted), ("open", &self.open)] {
            for (why, count) in reasons {
                writeln!(f, "  {kind} {count:>4} {why}")?;
            }
        }
        writeln!(f, "{} not as expected", self.unexpected.len())?;
        self.unexpected.iter().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

/// Where two outcomes differ.
fn difference(first: (&str, &Outcome), second: (&str, &Outcome)) -> String {
    let whole = |(name, outcome): (&str, &Outcome)| match outcome {
        Outcome::Error(message) => format!("    {name:>8}: error {message}"),
        outcome => format!("    {name:>8}: {}", short(&outcome.to_string())),
    };
    let (Outcome::Values(a), Outcome::Values(b)) = (first.1, second.1) else {
        return format!("{}\n{}", whole(first), whole(second));
    };
    if a.len() != b.len() {
        return format!("{}\n{}", whole(first), whole(second));
    }
    if a.len() > 1 && [a, b].iter().all(|values| values.iter().all(|value| *value == values[0])) {
        return format!("{}\n{}", whole(first), whole(second));
    }
    let differ: Vec<_> = a.iter().zip(b).enumerate().filter(|(_, (a, b))| !a.same(b)).collect();
    let line = |(at, (a, b)): &(usize, (&Json, &Json))| {
        let (a, b) = (short(&a.to_string()), short(&b.to_string()));
        format!("    {:>3}: {} {a}   {} {b}", at + 1, first.0, second.0)
    };
    let mut lines: Vec<_> = differ.iter().take(SHOWN).map(line).collect();
    if differ.len() > SHOWN {
        lines.push(format!("    and {} more", differ.len() - SHOWN));
    }
    lines.join("\n")
}

fn short(text: &str) -> String {
    match text.char_indices().nth(400) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
