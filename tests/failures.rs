//! Holds docs/failures.md: every row of its table is there, and every test that it names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Rows about state, which there is none of yet.
const WITH_STATE: [usize; 5] = [20, 21, 22, 23, 36];

#[test]
fn every_failure_has_a_row_and_every_test_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/failures.md")).expect("the document");
    let mut known = BTreeSet::new();
    for folder in ["src", "tests"] {
        tests_below(&root.join(folder), &mut known);
    }
    let mut row = 0;
    for line in document.lines() {
        let cells: Vec<&str> = line.split(" | ").collect();
        let Some(number) = cells[0].strip_prefix("| ").and_then(|number| number.parse::<usize>().ok()) else {
            continue;
        };
        row += 1;
        assert_eq!((number, cells.len()), (row, 5), "{line}");
        let named: Vec<&str> = cells[4].split('`').skip(1).step_by(2).collect();
        let unknown: Vec<_> = named.iter().filter(|name| !known.contains(**name)).collect();
        assert!(unknown.is_empty(), "row {row} names tests that do not exist: {unknown:?}");
        let elsewhere = cells[4].contains("chaos") || WITH_STATE.contains(&row) && line.contains("Comes with state");
        assert!(!named.is_empty() || elsewhere, "row {row} has no test");
    }
    assert_eq!(row, 45);
}

/// The names of all functions that follow `#[test]`.
fn tests_below(folder: &Path, known: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            tests_below(&path, known);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a file");
            let after = text.split("#[test]").skip(1);
            let name = |text: &str| Some(text.split("fn ").nth(1)?.split('(').next()?.to_owned());
            known.extend(after.filter_map(name));
        }
    }
}
