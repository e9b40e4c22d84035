//! The reference of all functions: `docs/functions.md`, and what `mubatch functions` prints.

use std::fmt::Write;

use super::function::{Example, Function};

/// `docs/functions.md`.
pub fn markdown(functions: &[Function]) -> String {
    let mut page = String::from(
        "# SQL functions\n\nWhat mubatch adds to [DataFusion's own functions](https://datafusion.apache.org/user-guide/sql/scalar_functions.html). \
         A null argument gives null; a bad value gives null as well, never an error, and counts in \
         `mubatch_function_nulls_total{function}`. Functions that say whether something is allowed give false instead. A field of a \
         struct is read as `(f(x))['field']`. Arguments in square brackets may be left out.\n\n\
         <!-- Written by `make docs`; edit src/functions/ instead. -->\n",
    );
    for family in families(functions) {
        let of_family: Vec<_> = functions.iter().filter(|function| function.family == family).collect();
        let names: Vec<_> = of_family.iter().map(|f| format!("[`{0}`](#{0})", f.name())).collect();
        let _ = writeln!(page, "\n## {}\n\n{}", capital(family), names.join(" · "));
        for function in of_family {
            let _ = writeln!(page, "\n### {}\n\n`{}` → {}\n", function.name(), function.signature(), function.returns);
            let _ = writeln!(page, "{}", function.about);
            if !function.source.is_empty() {
                let _ = writeln!(page, "\nSource: {}", function.source);
            }
            let _ = writeln!(page, "\n```sql\n{}\n```", examples(function).join("\n"));
        }
    }
    page
}

/// The functions of that name, or, without one, a line for each; `None`: there is none of that name.
pub fn text(functions: &[Function], name: Option<&str>) -> Option<String> {
    let mut text = String::new();
    let Some(name) = name else {
        for family in families(functions) {
            let _ = writeln!(text, "{}{}", if text.is_empty() { "" } else { "\n" }, capital(family));
            for function in functions.iter().filter(|function| function.family == family) {
                let _ = writeln!(text, "  {}\n      {}.", function.signature(), summary(function.about));
            }
        }
        return Some(text);
    };
    let function = functions.iter().find(|function| function.name() == name)?;
    let _ = writeln!(text, "{} -> {}\n\n{}", function.signature(), function.returns, function.about);
    if !function.source.is_empty() {
        let _ = writeln!(text, "\nSource: {}", function.source);
    }
    let _ = writeln!(text, "\n{}", examples(function).join("\n"));
    Some(text)
}

/// The first sentence, without its full stop. One that leads up to a list goes to its last semicolon.
fn summary(about: &str) -> &str {
    let line = about.lines().next().unwrap_or_default();
    let ends = |at: usize| {
        let abbreviation = ["e.g", "i.e", "etc", "cf", "vs"].iter().any(|short| line[..at].ends_with(short));
        !abbreviation && !line[at + 2..].starts_with(char::is_lowercase)
    };
    let end = line.match_indices(". ").map(|(at, _)| at).find(|at| ends(*at)).unwrap_or(line.len());
    let sentence = line[..end].trim_end_matches('.');
    match sentence.strip_suffix(':') {
        Some(lead) => lead.rsplit_once("; ").map_or(lead, |(first, _)| first),
        None => sentence,
    }
}

/// The families, in their order.
fn families(functions: &[Function]) -> Vec<&'static str> {
    let mut families: Vec<_> = functions.iter().map(|function| function.family).collect();
    families.dedup();
    families
}

fn examples(function: &Function) -> Vec<String> {
    let line = |example: &Example| format!("{} → {}", example.sql(function.name()), example.gives.unwrap_or("NULL"));
    function.examples.iter().map(line).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::functions::{Context, all};

    #[test]
    fn a_summary_is_the_first_sentence() {
        for (about, expected) in [
            ("Reads it, e.g. from a file. Not more.", "Reads it, e.g. from a file"),
            ("The class; the first that fits:\n\n1. `bot`", "The class"),
            ("Takes version 1. Then `x`.", "Takes version 1"),
            ("Only one.", "Only one"),
        ] {
            assert_eq!(summary(about), expected);
        }
        for function in all(&Context::default()) {
            let summary = summary(function.about);
            let open = summary.matches(['(', '[']).count();
            assert_eq!(open, summary.matches([')', ']']).count(), "{}: {summary}", function.name());
            assert!(
                summary.len() > 20 && summary.matches('`').count().is_multiple_of(2),
                "{}: {summary}",
                function.name()
            );
        }
    }
}
