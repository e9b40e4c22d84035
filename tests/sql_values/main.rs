//! SQL gives what PostgreSQL gives, or what stands in tests/sql with the reason why it does not.
//!
//! `make sql-diff` runs the same against a PostgreSQL, and writes the files anew (`--update`).

mod corpus;
mod json;
mod mubatch;
mod page;
mod postgres;
mod report;

use std::path::{Path, PathBuf};

use corpus::{Entry, Expected, File, Note, Outcome, Part};
use mubatch::Engine;
use postgres::Postgres;
use report::Report;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql")
}

/// What `scripts/sql-diff` asks for.
fn asked(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn files(events: usize) -> Vec<File> {
    if let Some(expression) = asked("SQL_DIFF_EXPRESSION") {
        return vec![File { path: PathBuf::new(), parts: vec![Part::Entry(Entry::new(&expression))] }];
    }
    let paths = match asked("SQL_DIFF_FILE") {
        Some(file) => vec![PathBuf::from(file)],
        None => {
            let paths = std::fs::read_dir(directory()).expect("tests/sql").map(|entry| entry.expect("a file").path());
            let mut paths: Vec<_> = paths
                .filter(|path| path.extension().is_some_and(|e| e == "sql") && !path.ends_with("postgres.sql"))
                .collect();
            paths.sort();
            paths
        }
    };
    paths.iter().map(|path| File::read(path, events).unwrap_or_else(|e| panic!("{e}"))).collect()
}

#[test]
fn every_statement_gives_what_stands_below_it() {
    let engine = Engine::new(&directory());
    let mut files = files(engine.events());
    let entries: Vec<&Entry> = files.iter().flat_map(File::entries).collect();
    let found = engine.run(&entries);
    let update = asked("SQL_DIFF_UPDATE").is_some();
    let mut report = Report::default();
    let postgres: Vec<Option<Outcome>> = match asked("MUBATCH_TEST_POSTGRES") {
        Some(socket) => Postgres::new(socket, &directory()).run(&entries).into_iter().map(Some).collect(),
        None => entries.iter().map(|entry| Some(entry.expected.as_ref()?.postgres.clone())).collect(),
    };
    if asked("SQL_DIFF_EXPRESSION").is_some() {
        let show = |name, outcome: Option<&Outcome>| match outcome {
            Some(Outcome::Error(message)) => eprintln!("{name}: error {message}"),
            outcome => eprintln!("{name}: {}", outcome.map(ToString::to_string).unwrap_or_default()),
        };
        show("postgres", postgres[0].as_ref());
        show("mubatch ", found.first());
        return;
    }
    let mut outcomes = found.into_iter().zip(postgres);
    for file in &mut files {
        let path = file.path.clone();
        for entry in file.entries_mut() {
            let (mubatch, postgres) = outcomes.next().expect("an outcome for each");
            let now = postgres.map(|postgres| {
                let known = entry.expected.as_ref().and_then(|expected| expected.note.clone());
                let new = || Note::Open("new".to_owned());
                let note = (!postgres.same(&mubatch)).then(|| known.unwrap_or_else(new));
                Expected { postgres, mubatch, note }
            });
            report.add(&path, entry, now.as_ref());
            if update {
                entry.expected = now;
            }
        }
        if update {
            std::fs::write(&file.path, file.to_string()).expect("written");
        }
    }
    if update || asked("MUBATCH_TEST_POSTGRES").is_some() {
        eprintln!("{report}");
    }
    assert!(update || report.is_as_expected(), "{report}\nafter a change that is meant: make sql-diff ARGS=--update");
}
