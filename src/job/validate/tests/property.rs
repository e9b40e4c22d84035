//! Whatever stands in a job file: an answer, never a panic.

use proptest::prelude::*;

use super::*;

/// Pieces that job files and YAML are made of, so that random texts get past the first line.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "job",
        "kafka",
        "source",
        "topics",
        "window",
        "age",
        "tables",
        "ads",
        "mapper",
        "view",
        "into",
        "sql",
        "outputs",
        "extends",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n    - ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\"",
        "'",
        "|",
        ">",
        "|2-",
        "\n\n",
        "&a ",
        "*a",
        "!!str ",
        "---",
        "...",
        "#",
        "\t",
        "\r\n",
        "%YAML 1.2\n",
        "? ",
        "${HOME}",
        "${",
        "$${",
        "}",
        "100ms",
        "50%",
        "é",
        "\u{feff}",
        "\u{2028}",
        "~",
        "null",
        "<<",
    ];
    prop_oneof![8 => prop::sample::select(KNOWN).prop_map(String::from), 1 => any::<char>().prop_map(String::from)]
}

fn options() -> LoadOptions {
    LoadOptions { sets: vec![("window.age".into(), "1s".into())], ..env(&[("HOME", "a: [b\n")]) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let folder = Folder::new();
        folder.write("job.yaml", bytes);
        let e = folder.load("job.yaml", &options()).expect_err("no job is this short");
        prop_assert_eq!(e.kind(), ErrorKind::Job);
    }

    #[test]
    fn arbitrary_yaml(pieces in prop::collection::vec(piece(), 0..80)) {
        let folder = Folder::new();
        let e = folder.job(&pieces.concat(), &options()).expect_err("pieces do not make a job");
        prop_assert_eq!(e.kind(), ErrorKind::Job);
    }

    #[test]
    fn a_good_job_with_a_piece_put_in(at in 0..GOOD.len(), cut in 0..4_usize, piece in piece()) {
        let folder = Folder::new();
        let (before, after) = GOOD.split_at(at);
        let text = format!("{before}{piece}{}", after.get(cut..).unwrap_or(""));
        if let Err(e) = folder.job(&text, &options()) {
            prop_assert_eq!(e.kind(), ErrorKind::Job);
        }
    }
}
