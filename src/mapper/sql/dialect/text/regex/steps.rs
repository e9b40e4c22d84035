//! A bound on the time that all matches in a text take. One match takes time in proportion to the text, whatever the
//! pattern. But a pattern such as `.*b|a` reads a text without a `b` to its end for each `a`: in all that is the square of
//! its length.

use datafusion::common::{Result, exec_err};
use regex::Regex;
use regex_syntax::hir::{Hir, HirKind};

/// Of texts of this length even the square is done in less than a second.
const BYTES_MAX: usize = 16 << 10;

/// Refuses a long text for a pattern that may read it again for every match.
pub(super) fn check(regex: &Regex, text: &str) -> Result<()> {
    if text.len() > BYTES_MAX && rescans(regex.as_str()) {
        return exec_err!(
            "a text is longer than 16 KiB, and its pattern may read it to the end for every match; put what repeats at the \
             end of its alternative, or cut the text with left()"
        );
    }
    Ok(())
}

/// Whether matches can end long before what was read to find them.
fn rescans(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok_and(|pattern| reads_ahead(&pattern, false))
}

/// Whether there is an unbounded repetition, with something that has to follow it, in what a match can do without: in an
/// alternative, or in what is optional.
fn reads_ahead(pattern: &Hir, optional: bool) -> bool {
    match pattern.kind() {
        HirKind::Alternation(branches) => branches.iter().any(|branch| reads_ahead(branch, true)),
        HirKind::Repetition(repetition) => reads_ahead(&repetition.sub, optional || repetition.min == 0),
        HirKind::Capture(group) => reads_ahead(&group.sub, optional),
        HirKind::Concat(parts) => {
            let unbounded = |part: &Hir| part.properties().maximum_len().is_none();
            let needed = |part: &Hir| {
                part.properties().minimum_len().is_none_or(|len| len > 0) || !part.properties().look_set().is_empty()
            };
            let followed =
                || parts.iter().enumerate().any(|(at, part)| unbounded(part) && parts[at + 1..].iter().any(needed));
            (optional && followed()) || parts.iter().any(|part| reads_ahead(part, optional))
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::rescans;

    #[test]
    fn patterns_that_read_a_text_again_are_found() {
        for pattern in [".*b|a", "a(.*b)?", "x(a[^c]*z)*", "(?:a|b.*c.*d)", "<[^>]*>|<", "(a+b)*", ".*$|a"] {
            assert!(rescans(pattern), "{pattern}");
        }
        for pattern in [
            "a",
            r"\s+",
            r"[^,]*",
            r"\d+(\.\d+)?",
            "<[^>]*>",
            "(https?://)?[a-z.]+",
            "a|bc|d+",
            r"\w+@\w+\.\w+",
            "(foo|bar{2,3})?x{1,9}y|z",
            "(?:ab)+c.*d",
        ] {
            assert!(!rescans(pattern), "{pattern}");
        }
    }
}
