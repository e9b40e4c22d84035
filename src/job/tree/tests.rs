use std::sync::Arc;

use super::merge::FILE_BYTES_MAX;
use super::parse::{DEPTH_MAX, parse};
use super::*;

fn tree(text: impl AsRef<[u8]>) -> Result<Node> {
    parse(&Arc::from("job.yaml"), text.as_ref())
}

fn error(text: impl AsRef<[u8]>) -> String {
    match tree(text) {
        Ok(_) => panic!("this should not parse"),
        Err(e) => e.to_string(),
    }
}

/// The tree in one line: texts as `text@line:column`, quoted ones in quotes, nothing as `~`.
fn shown(node: &Node) -> String {
    let place = |at: &Place| match &at.spot {
        Spot::At { line, column } => format!("{line}:{column}"),
        Spot::Set(key) => key.to_string(),
    };
    let at = place(&node.at);
    match &node.value {
        Value::Null => format!("~@{at}"),
        Value::Scalar(Scalar { text, plain: true, .. }) => format!("{text}@{at}"),
        Value::Scalar(Scalar { text, plain: false, .. }) => format!("{text:?}@{at}"),
        Value::List(items) => format!("[{}]@{at}", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|e| format!("{}@{}={}", e.key, place(&e.at), shown(&e.value))).collect();
            format!("{{{}}}@{at}", entries.join(" "))
        }
    }
}

#[test]
fn every_key_and_value_has_its_place() {
    let text = "a: 1\nb:\n  - x\n  - 'y z'\nc: {d: \"é\", e: f}\ng: |\n   line\n    more\nh:\n";
    assert_eq!(
        shown(&tree(text).unwrap()),
        "{a@1:1=1@1:4 b@2:1=[x@3:5 \"y z\"@4:6]@3:3 c@5:1={d@5:5=\"é\"@5:9 e@5:13=f@5:16}@5:4 \
         g@6:1=\"line\\n more\\n\"@7:4 h@9:1=~@9:2}@1:1"
    );
}

#[test]
fn scalars_keep_their_text() {
    let text = "[0x10, 1.10, 010, no, 'null', null, ~, 1e3, 2026-01-31T00:00:00Z]";
    let Value::List(items) = tree(text).unwrap().value else { panic!("a list") };
    let texts: Vec<_> = items
        .iter()
        .map(|item| match &item.value {
            Value::Scalar(scalar) => scalar.text.as_str(),
            _ => "~",
        })
        .collect();
    assert_eq!(texts, ["0x10", "1.10", "010", "no", "null", "~", "~", "1e3", "2026-01-31T00:00:00Z"]);
}

#[test]
fn a_byte_order_mark_and_windows_lines_do_no_harm() {
    assert_eq!(shown(&tree("\u{feff}a: 1\r\nb: 2\r\n").unwrap()), "{a@1:1=1@1:4 b@2:1=2@2:4}@1:1");
}

#[test]
fn anchors_stand_for_what_they_name() {
    assert_eq!(shown(&tree("a: &x [1]\nb: *x\n").unwrap()), "{a@1:1=[1@1:8]@1:4 b@2:1=[1@1:8]@1:4}@1:1");
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    assert_eq!(error(b"job: a\nb: \xff\n"), "job.yaml:2:4: these bytes are not UTF-8; save the file as UTF-8");
    // The scanner would end here, and pass over the rest.
    assert_eq!(error("job: a\n\0b: c"), "job.yaml:2:1: the control character U+0000 stands here; remove it");
    assert_eq!(error(""), "job.yaml:1:1: the file is empty; a job has the keys job, kafka, source, mapper and outputs");
    assert_eq!(error("# only a comment\n"), error(""));
}

#[test]
fn files_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("job.yaml");
    std::fs::write(&path, "x".repeat(FILE_BYTES_MAX + 1)).unwrap();
    let Err(e) = load(&path, &BTreeMap::new(), &[]) else { panic!("too large") };
    assert_eq!(
        e.to_string(),
        format!("read job file {}: it has more than 1MiB, the most that is read", path.display())
    );
}

#[test]
fn nesting_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(tree(nested(DEPTH_MAX)).is_ok());
    let too_deep = "lists and sections nest deeper than 64 levels; no job needs that";
    assert_eq!(error(nested(DEPTH_MAX + 1)), format!("job.yaml:1:65: {too_deep}"));
    // As deep as a file can be: neither the parser nor dropping the tree may run out of stack.
    assert_eq!(error("[".repeat(FILE_BYTES_MAX)), format!("job.yaml:1:256: {too_deep}"));
    assert_eq!(error("- ".repeat(FILE_BYTES_MAX / 2)), format!("job.yaml:1:129: {too_deep}"));

    // Aliases add the depth of what they name.
    let half = nested(DEPTH_MAX / 2);
    assert!(tree(format!("- &a {half}\n- [*a]")).is_ok());
    let deep = format!("- &a {half}\n- {}*a{}", "[".repeat(DEPTH_MAX / 2), "]".repeat(DEPTH_MAX / 2));
    assert_eq!(error(deep), format!("job.yaml:2:35: {too_deep}"));
}

#[test]
fn aliases_cannot_explode() {
    let mut many = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        many.push_str(&format!("a{n}: &a{n} [{aliases}]\n"));
    }
    let refused = "with its aliases written out the file has more than 50000 values or 4 MiB of text; make it smaller";
    assert!(error(many).ends_with(refused));

    let long = format!("a: &a {}\nb: [{}]", "x".repeat(100_000), vec!["*a"; 100].join(", "));
    assert!(error(long).ends_with(refused));
    let long_key = format!("a: &a {{{}: 1}}\nb: [{}]", "x".repeat(1000), vec!["*a"; 10_000].join(", "));
    assert!(error(long_key).ends_with(refused));
}

#[test]
fn a_job_is_a_section() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("job.yaml");
    for text in ["just text", "[a, b]", "~"] {
        std::fs::write(&path, text).unwrap();
        let Err(e) = load(&path, &BTreeMap::new(), &[]) else { panic!("{text} is no job") };
        assert_eq!(
            e.to_string(),
            format!(
                "{}:1:1: expected a job, a section of keys: job, kafka, source, mapper and outputs",
                path.display()
            )
        );
    }
    let Err(e) = load(&folder.path().join("none.yaml"), &BTreeMap::new(), &[]) else { panic!("no file") };
    assert_eq!(e.to_string(), format!("read job file {}/none.yaml: there is no such file", folder.path().display()));
}

#[test]
fn a_colon_without_its_space_is_named_and_what_stands_behind_it_is_not() {
    let file = "job.yaml".into();
    let error =
        parse::parse(&file, b"schema_registry: {user: me, password:hunter2}").err().expect("an error").to_string();
    assert_eq!(error, "job.yaml:1:29: put a space behind the colon of \"password\"");
}
