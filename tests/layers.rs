//! The order of the modules, held against the source: imports point downward only, and what is dangerous or replaceable
//! has one home.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the top to the bottom: a module imports from the lines below its own, and not from its neighbours.
const LAYERS: [&[&str]; 9] = [
    &["cli"],
    &["pipeline"],
    &["mapper", "admin"],
    &["functions", "table"],
    &["files"],
    &["codec", "broker"],
    &["job"],
    &["metrics", "status"],
    &["error", "clock", "plants"],
];

/// The columns of a job are plain data, which the codecs read.
const EXCEPTIONS: [(&str, &str); 1] = [("job", "codec::schema")];

/// A source file: its path below `src/`, its module at the top, and its code without comments.
struct Source {
    path: String,
    module: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 20, "the source is not where it is looked for: {}", root.display());
    files.into_iter().map(|file| source(&root, &file)).collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn source(root: &Path, file: &Path) -> Source {
    let path = file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let module = path.split('/').next().unwrap().trim_end_matches(".rs").trim_end_matches("_tests").to_owned();
    let text = fs::read_to_string(file).unwrap();
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    Source { path, module, code }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths that follow `crate::`, down to two names: `crate::{a::b, c}` gives `a::b` and `c`.
fn imports(code: &str) -> BTreeSet<String> {
    let paths = code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with(['$', '_']));
    paths.flat_map(|(at, name)| tree(&code[at + name.len()..])).collect()
}

/// The first two names of each path of a use tree that begins here.
fn tree(text: &str) -> Vec<String> {
    match text.strip_prefix('{') {
        None => vec![first_names(text)],
        Some(group) => members(group).into_iter().map(first_names).collect(),
    }
}

/// What stands between the commas of a group, up to the bracket that closes it.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|member| !member.is_empty());
    found
}

fn first_names(path: &str) -> String {
    let name = |text: &str| text.chars().take_while(|c| is_word(*c)).collect::<String>();
    let first = name(path);
    match path[first.len()..].strip_prefix("::").map(name) {
        Some(second) if !second.is_empty() => format!("{first}::{second}"),
        _ => first,
    }
}

/// Whether `word` stands in the code as a word of its own.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        !code[..at].chars().next_back().is_some_and(is_word)
            && !code[at + word.len()..].chars().next().is_some_and(is_word)
    })
}

/// The files that name `word`, other than those below `home`.
fn strays(word: &str, home: &[&str]) -> Vec<String> {
    let away = |s: &Source| !home.iter().any(|home| s.path.starts_with(home));
    sources().into_iter().filter(|s| away(s) && names(&s.code, word)).map(|s| s.path).collect()
}

#[test]
fn imports_point_downward_only() {
    let mut wrong = Vec::new();
    for s in sources().iter().filter(|s| !["lib", "main"].contains(&s.module.as_str())) {
        let own = layer(&s.module).unwrap_or_else(|| panic!("{} has no place in LAYERS", s.path));
        for path in imports(&s.code) {
            let target = path.split("::").next().unwrap_or_default();
            let allowed = target == s.module
                || layer(target).is_none_or(|layer| layer > own)
                || EXCEPTIONS.contains(&(s.module.as_str(), path.as_str()));
            if !allowed {
                wrong.push(format!("{} imports crate::{path}", s.path));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that do not point downward:\n{}", wrong.join("\n"));
}

#[test]
fn the_kafka_client_is_named_in_one_place() {
    for crate_name in ["rdkafka", "rdkafka_sys"] {
        assert_eq!(
            strays(crate_name, &["broker/kafka/"]),
            Vec::<String>::new(),
            "{crate_name} outside src/broker/kafka"
        );
    }
}

#[test]
fn unsafe_code_has_two_homes() {
    assert_eq!(strays("unsafe", &["broker/kafka/ffi/", "codec/json/unchecked.rs"]), Vec::<String>::new());
}

#[test]
fn metrics_are_made_in_one_place() {
    assert_eq!(strays("prometheus", &["metrics"]), Vec::<String>::new());
}

#[test]
fn the_reader_of_imports_sees_what_is_there() {
    let code = "use crate::error::Result;\nuse crate::{\n  broker::{Consumer, kafka::x},\n  clock,\n};\nlet x = crate::job::load();";
    let found: Vec<_> = imports(code).into_iter().collect();
    assert_eq!(found, ["broker", "clock", "error::Result", "job::load"]);
    assert!(names("unsafe { x }", "unsafe") && !names("#![deny(unsafe_code)]", "unsafe"));
}
