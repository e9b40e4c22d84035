//! E-mail addresses: what is one, and how partners want it written.
//!
//! Partners hash whatever they are sent, so a text that is not an address by itself (with a display name, angle brackets,
//! `mailto:`, two addresses) must not be hashed: it would never match, and nobody would see it.

use url::Host;

use super::super::output::{Bad, Given};

/// What partners do with an address beyond lower case.
#[derive(Debug, Clone, Copy)]
pub(super) struct EmailRule {
    /// The domains in whose addresses dots and what follows a plus mean nothing.
    pub(super) gmail: &'static [&'static str],
    /// White space inside of an address is removed; otherwise it makes it a bad one.
    pub(super) inner_space: bool,
}

impl EmailRule {
    /// Puts the normalised address into `out`, which is empty.
    pub(super) fn normalise(&self, text: &str, out: &mut String) -> Given<()> {
        for char in text.trim_matches(|char: char| char.is_whitespace() || is_invisible(char)).chars() {
            match char {
                _ if char.is_ascii() && !char.is_ascii_whitespace() => out.push(char.to_ascii_lowercase()),
                _ if is_invisible(char) => {}
                _ if char.is_whitespace() && self.inner_space => {}
                _ if char.is_whitespace() => return Err(Bad),
                _ => out.extend(char.to_lowercase()),
            }
        }
        let (local, domain) = out.split_once('@').ok_or(Bad)?;
        if !is_local(local) || !is_domain(domain) {
            return Err(Bad);
        }
        if self.gmail.contains(&domain) {
            let local_end = local.len();
            let kept = local.find('+').unwrap_or(local_end);
            out.replace_range(kept..local_end, "");
            let mut before = kept;
            while let Some(dot) = out[..before].rfind('.') {
                out.remove(dot);
                before = dot;
            }
            if out.starts_with('@') {
                return Err(Bad);
            }
        }
        Ok(Some(()))
    }
}

/// Characters that come with copied text and that nobody sees: soft hyphen, zero-width and direction marks, joiners, the byte
/// order mark, variation selectors, no-break spaces.
pub(in crate::functions) fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// RFC 5321's dot-string, with RFC 6531's characters beyond ASCII. Quoted ones are not taken: nobody has them.
fn is_local(local: &str) -> bool {
    let allowed = |char: char| match char {
        _ if char.is_ascii_alphanumeric() => true,
        _ if char.is_ascii() => "!#$%&'*+-/=?^_`{|}~.".contains(char),
        _ => !is_wide(char) && !char.is_control(),
    };
    (1..=64).contains(&local.len()) && local.chars().all(allowed) && !local.split('.').any(str::is_empty)
}

/// A host name of two labels or more, the last of which is not a number. International names are taken as they are.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let allowed = |char: char| char.is_ascii_alphanumeric() || char == '-' || !char.is_ascii() && !is_wide(char);
        (1..=63).contains(&label.len())
            && label.chars().all(allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else { return false };
    domain.len() <= 253
        && domain.split('.').all(label)
        && top.chars().count() >= 2
        && !top.bytes().any(|byte| byte.is_ascii_digit() && !top.starts_with("xn--"))
        && (domain.is_ascii() || matches!(Host::parse(domain), Ok(Host::Domain(_))))
}

/// Letters and signs in the width of Chinese ones: an address that was typed with them is a mistake.
fn is_wide(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{3002}' | '\u{ff00}'..='\u{ffef}')
}
