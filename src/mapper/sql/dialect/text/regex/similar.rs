//! The patterns of SIMILAR TO, as PostgreSQL turns them into regular expressions.

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
    let (mut after_escape, mut in_bracket) = (false, false);
    for c in pattern.chars() {
        if after_escape {
            if c == '"' && !in_bracket {
                return Err("an escaped double quote has no meaning in SIMILAR TO".into());
            }
            regex.extend(['\\', c]);
            after_escape = false;
        } else if Some(c) == escape {
            after_escape = true;
        } else if in_bracket {
            if c == '\\' {
                regex.push('\\');
            }
            regex.push(c);
            in_bracket = c != ']';
        } else {
            match c {
                '[' => {
                    regex.push('[');
                    in_bracket = true;
                }
                '%' => regex.push_str(".*"),
                '_' => regex.push('.'),
                '(' => regex.push_str("(?:"),
                '\\' | '.' | '^' | '$' => regex.extend(['\\', c]),
                other => regex.push(other),
            }
        }
    }
    regex.push_str(")$");
    Ok(regex)
}
