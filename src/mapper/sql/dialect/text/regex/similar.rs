//! The patterns of SIMILAR TO, as PostgreSQL turns them into regular expressions.

use std::iter::Peekable;
use std::str::Chars;

/// The regular expression that matches exactly the texts that are similar to the pattern.
///
/// # Errors
/// The escape is more than one character, or the pattern uses it before a double quote, which `SUBSTRING` has and
/// `SIMILAR TO` does not.
pub(super) fn similar_to_regex(pattern: &str, escape: &str) -> Result<String, String> {
    let mut chars = escape.chars();
    let escape = match (chars.next(), chars.next()) {
        (escape, None) => escape,
        _ => return Err("ESCAPE takes one character".into()),
    };
    let mut regex = String::with_capacity(2 * pattern.len() + 8);
    regex.push_str("^(?:");
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        if Some(c) == escape {
            match rest.next() {
                Some('"') => return Err("an escaped double quote has no meaning in SIMILAR TO".into()),
                Some(escaped) => regex.extend(['\\', escaped]),
                None => {}
            }
            continue;
        }
        match c {
            '[' => bracket(&mut rest, escape, &mut regex),
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            '(' => regex.push_str("(?:"),
            '\\' | '.' | '^' | '$' => regex.extend(['\\', c]),
            other => regex.push(other),
        }
    }
    regex.push_str(")$");
    Ok(regex)
}

/// The inside of brackets is the same in a regular expression, but for the escape.
fn bracket(rest: &mut Peekable<Chars<'_>>, escape: Option<char>, regex: &mut String) {
    regex.push('[');
    regex.extend(rest.next_if_eq(&'^'));
    // A closing bracket that comes first is one of the characters.
    regex.extend(rest.next_if_eq(&']'));
    while let Some(c) = rest.next() {
        match c {
            c if Some(c) == escape => regex.extend(rest.next().into_iter().flat_map(|escaped| ['\\', escaped])),
            '\\' => regex.push_str("\\\\"),
            ']' => {
                regex.push(c);
                return;
            }
            '[' => {
                regex.push(c);
                // A class such as [:alpha:].
                let Some(kind) = rest.next_if(|kind| matches!(kind, ':' | '.' | '=')) else { continue };
                regex.push(kind);
                let mut before = ' ';
                for c in rest.by_ref() {
                    regex.push(c);
                    if (before, c) == (kind, ']') {
                        break;
                    }
                    before = c;
                }
            }
            other => regex.push(other),
        }
    }
}
