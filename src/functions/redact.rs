//! Personal data taken out of text: addresses, phone numbers, cards, accounts.
//!
//! One regular expression finds candidates, in the order of its alternatives; the checks after it tell phone numbers from dates,
//! prices and order numbers. Text comes from URLs as often as from forms, so that separators may be percent-encoded or `+`.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Function;
use super::call::Call;
use super::context::Context;
use super::declare::text;
use super::ids::{is_invisible, is_phone_number};
use super::row::Row;

pub(super) fn redact(context: &Context) -> Function {
    Call::new("text", "redact", &[text("text")])
        .about(
            "The text with `[email]`, `[phone]`, `[card]`, `[iban]` and `[ip]` in the place of what it names. All of them are also found \
             percent-encoded, as in URLs, where `+` is a space. An e-mail address has a domain of two labels or more. \
             A phone number has 8 to 15 digits, with no letter or digit beside it: after `+` or `00`, or with spaces, dots, hyphens, slashes or \
             brackets (also those of Unicode) in it, or with a 0 before it, or a word like `phone` or `tel`; without any of these only if \
             it begins with a calling code or is one of North America's, and is assigned. A card number has 13 to 19 digits, with \
             hyphens and spaces or without, an issuer's beginning and Luhn's check digit; an IBAN its check digits. What stays: \
             dates and times, epoch seconds and milliseconds, prices and decimals, UUIDs, hashes, and plain numbers that are none of the above. Names stay: a \
             text that may hold them should not leave at all.",
        )
        .source(
            "Lengths: E.164 (15 digits at most); assigned numbers: libphonenumber; cards: ISO/IEC 7812; accounts: ISO 13616. Where a number may be \
             either, it is removed.",
        )
        .example(&["'ask ada@example.com or +44 20 7946 0958'"], "ask [email] or [phone]")
        .example(&["'?phone=%2B442079460958&card=4111-1111-1111-1111'"], "?phone=[phone]&card=[card]")
        .example(&["'order 4711 of 2026-01-31'"], "order 4711 of 2026-01-31")
        .text(context, |_| {
            Ok(|row: Row<'_>, out: &mut String| {
                redact_into(row.text(0), out);
                Ok(Some(()))
            })
        })
}

/// Between the digits of a number: spaces, hyphens, dots, slashes and brackets, also percent-encoded, and characters that nobody
/// sees. `+` is a space in URLs.
const SEPARATOR: &str = r"(?:[ \t+.\-/()\u{a0}\u{ad}\u{b7}\u{2000}-\u{200f}\u{2010}-\u{2015}\u{202a}-\u{202f}\u{205f}\u{2060}-\u{2069}\u{2212}\u{3000}\u{feff}\u{ff08}-\u{ff0f}]|%(?:2[0589DdEeFf]|09)|%[Cc]2%[Aa][0Dd]|%[Ee]2%80%[89Aa][0-9A-Fa-f])";

static PERSONAL: LazyLock<Regex> = LazyLock::new(|| {
    let email = r"[\p{L}\p{N}._%+'\-]+(?:@|%40|%2540|＠)[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+";
    let uuid = r"\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b";
    let iban = format!(r"\b[A-Z]{{2}}[0-9]{{2}}(?:{SEPARATOR}?[A-Z0-9]{{4}}){{2,7}}(?:{SEPARATOR}?[A-Z0-9]{{1,3}})?\b");
    let ipv6 = r"\b(?:[0-9A-Fa-f]{1,4}(?::|%3[Aa])){2,7}(?::|%3[Aa])?(?:[0-9A-Fa-f]{1,4}(?::|%3[Aa])?){0,7}";
    let number = format!(r"(?:\+|%2[Bb]|\u{{ff0b}})?(?:\(|%28)?\p{{Nd}}(?:{SEPARATOR}{{0,3}}\p{{Nd}}){{6,}}");
    // An escape is passed over as a whole, so that its digits are not taken for a number's.
    let escape = r"%[0-9A-Fa-f]{2}";
    Regex::new(&format!(
        "(?<email>{email})|(?<kept>{uuid})|(?<iban>{iban})|(?<ipv6>{ipv6})|(?<number>{number})|(?<escape>{escape})"
    ))
    .expect("the pattern is valid")
});

fn redact_into(text: &str, out: &mut String) {
    let count = |wanted: fn(&char) -> bool| text.chars().filter(wanted).count();
    let has_digits = count(|char| char.is_numeric()) >= 7 || count(|char| matches!(char, '.' | ':')) >= 2;
    if !has_digits && !text.contains(['@', '＠']) && !text.contains("%40") && !text.contains("%3A") {
        return out.push_str(text);
    }
    let mut from = 0;
    for found in PERSONAL.captures_iter(text) {
        let Some((at, what)) = personal(text, &found) else { continue };
        out.push_str(&text[from..at.start]);
        out.push_str(what);
        from = at.end;
    }
    out.push_str(&text[from..]);
}

/// What a candidate is, and where.
fn personal(text: &str, found: &Captures<'_>) -> Option<(Range<usize>, &'static str)> {
    let named = |name| found.name(name);
    if let Some(email) = named("email") {
        return Some((email.range(), "[email]"));
    }
    if let Some(iban) = named("iban") {
        return is_iban(iban.as_str()).then(|| (iban.range(), "[iban]"));
    }
    if let Some(ipv6) = named("ipv6") {
        let address = ipv6.as_str().replace("%3A", ":").replace("%3a", ":");
        let is_one = address.matches(':').count() >= 3 && address.parse::<Ipv6Addr>().is_ok();
        return is_one.then(|| (ipv6.range(), "[ip]"));
    }
    let number = Number::of(text, named("number")?.range());
    number.what().map(|what| (number.at, what))
}

/// Digits that may be a phone number, and what is around them.
struct Number<'a> {
    at: Range<usize>,
    whole: &'a str,
    before: &'a str,
    after: &'a str,
    digits: String,
    plus: bool,
}

impl<'a> Number<'a> {
    fn of(text: &'a str, at: Range<usize>) -> Self {
        let mut at = at;
        // After a letter or digit `+` is a space, and not part of the number.
        let before = &text[..at.start];
        let beside_word = before.ends_with(char::is_alphanumeric) && !ends_with_escape(before);
        if text[at.start..].starts_with('+') && beside_word {
            at.start += 1;
        }
        // A bracket that closes behind the number is not part of it.
        if text[at.start..].starts_with('(') && !text[at.clone()].contains(')') {
            at.start += 1;
        }
        let whole = &text[at.clone()];
        let (mut digits, mut chars) = (String::new(), whole.chars());
        while let Some(char) = chars.next() {
            match char {
                '%' => drop(chars.by_ref().take(2).count()),
                _ if char.is_numeric() => digits.push(char),
                _ => {}
            }
        }
        let start = whole.get(..3).unwrap_or_default();
        let plus = whole.starts_with(['+', '\u{ff0b}']) || start.eq_ignore_ascii_case("%2b");
        let (before, after) = (&text[..at.start], &text[at.end..]);
        Self { at, whole, before, after, digits, plus }
    }

    fn what(&self) -> Option<&'static str> {
        let beside_word = self.after.chars().next().is_some_and(is_word)
            || self.before.chars().next_back().is_some_and(is_word) && !ends_with_escape(self.before);
        if beside_word {
            return None;
        }
        if is_card(&self.digits) && self.separators().all(|char| matches!(char, ' ' | '-' | '+' | '\u{a0}')) {
            return Some("[card]");
        }
        if self.is_ipv4() {
            return Some("[ip]");
        }
        self.is_phone().then_some("[phone]")
    }

    fn is_bare(&self) -> bool {
        self.digits.len() == self.whole.len()
    }

    /// What stands between the digits; an escape is a space or a hyphen.
    fn separators(&self) -> impl Iterator<Item = char> {
        let mut escape = 0;
        self.whole.chars().filter_map(move |char| match char {
            '%' => {
                escape = 2;
                Some(' ')
            }
            _ if escape > 0 => {
                escape -= 1;
                None
            }
            _ => (!char.is_numeric() && !is_invisible(char)).then_some(char),
        })
    }

    /// A version of a product, as in `Chrome/131.0.0.0`, is not an address.
    fn is_ipv4(&self) -> bool {
        let version = self.before.ends_with('/') && !self.before.ends_with("//");
        !version && self.whole.parse::<Ipv4Addr>().is_ok()
    }

    fn is_phone(&self) -> bool {
        let count = self.digits.chars().count();
        if !(8..=15).contains(&count) || self.is_date() || self.is_amount() {
            return false;
        }
        if self.plus || PHONE_WORD.is_match(self.before) {
            return true;
        }
        if !self.is_bare() {
            // Versions such as 131.0.6778.85.
            return !(self.before.ends_with('/') && self.separators().all(|char| char == '.'));
        }
        // Digits beyond ASCII have more bytes than one, and are not order numbers.
        let digits = self.digits.as_str();
        if !digits.is_ascii() {
            return true;
        }
        if OTHER_WORD.is_match(self.before) || is_epoch(digits) {
            return false;
        }
        match digits.strip_prefix("00") {
            Some(abroad) => is_phone_number(abroad),
            None if digits.starts_with('0') => count >= 9,
            None => count >= 10 && (is_phone_number(digits) || is_phone_number(&format!("1{digits}"))),
        }
    }

    fn is_date(&self) -> bool {
        DATE.is_match(self.whole)
    }

    fn is_amount(&self) -> bool {
        let fraction = |text: &str| text.starts_with(',') && text[1..].starts_with(|char: char| char.is_ascii_digit());
        let currency = |char: char| matches!(char, '€' | '$' | '£' | '¥' | '₹');
        DECIMAL.is_match(self.whole)
            || fraction(self.after)
            || self.before.trim_end().ends_with(currency)
            || self.after.trim_start().starts_with(currency)
    }
}

/// Letters of scripts that are written without spaces may stand beside a number.
fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char.is_alphabetic() && char < '\u{250}' || char.is_numeric()
}

fn ends_with_escape(text: &str) -> bool {
    let last: Vec<u8> = text.bytes().rev().take(3).collect();
    matches!(last[..], [low, high, b'%'] if low.is_ascii_hexdigit() && high.is_ascii_hexdigit())
}

/// Seconds from 2001 to 2033, and milliseconds likewise.
fn is_epoch(digits: &str) -> bool {
    matches!(digits.len(), 10 | 13) && digits.starts_with('1')
}

/// An issuer's beginning and length, and the check digit: ISO/IEC 7812.
fn is_card(digits: &str) -> bool {
    if !(13..=19).contains(&digits.len()) || !digits.is_ascii() {
        return false;
    }
    let begins = |n: usize| digits[..n].parse::<u32>().unwrap_or_default();
    let issuer = match digits.len() {
        15 => matches!(begins(2), 34 | 37),
        14 => matches!(begins(2), 36 | 38 | 39) || matches!(begins(3), 300..=305),
        13 | 19 if begins(1) == 4 => true,
        16..=19 => {
            matches!(begins(1), 4) && digits.len() == 16
                || matches!(begins(2), 51..=55) && digits.len() == 16
                || matches!(begins(4), 2221..=2720) && digits.len() == 16
                || matches!(begins(4), 6011 | 3528..=3589)
                || matches!(begins(2), 62 | 64 | 65 | 50 | 56..=58 | 60 | 63 | 67 | 81)
        }
        _ => false,
    };
    let luhn = digits.bytes().rev().enumerate().map(|(at, digit)| {
        let digit = u32::from(digit - b'0') << (at % 2);
        if digit > 9 { digit - 9 } else { digit }
    });
    issuer && luhn.sum::<u32>() % 10 == 0
}

/// The check digits of ISO 13616: the number, its first four characters at its end and letters as 10 to 35, is 1 modulo 97.
fn is_iban(text: &str) -> bool {
    let mut skip = 0;
    let chars = text.chars().filter(|char| match char {
        '%' => {
            skip = 2;
            false
        }
        _ if skip > 0 => {
            skip -= 1;
            false
        }
        _ => char.is_ascii_alphanumeric(),
    });
    let chars: Vec<u32> = chars.filter_map(|char| char.to_digit(36)).collect();
    let rest = |rest: u32, value: &u32| (rest * if *value > 9 { 100 } else { 10 } + value) % 97;
    (15..=34).contains(&chars.len()) && chars[4..].iter().chain(&chars[..4]).fold(0, rest) == 1
}

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let (separator, end) = (r"(?:[\-./]|%2[DdEeFf])", r"(?:[ .+\-/]|%20|$)");
    let (year, month, day) = ("(?:19|20)[0-9]{2}", "[01]?[0-9]", "[0-3]?[0-9]");
    Regex::new(&format!(
        "^(?:{year}{separator}{month}{separator}{day}{end}|{day}{separator}{month}{separator}{year}{end}|{month}{separator}{day}{separator}{year}{end})"
    ))
    .expect("the pattern is valid")
});

/// A number with a point, and an amount in groups of three before a fraction.
static DECIMAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\-?(?:(?:0|[1-9][0-9]*)\.[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[1-9][0-9]{0,2}(?: [0-9]{3}){2,}\.[0-9]{1,2})$")
        .expect("the pattern is valid")
});

/// What stands before a phone number.
static PHONE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:phone|mobile|msisdn|whatsapp|\b(?:tel|cell|call|sms|fax|handy|gsm))[a-z_]{0,8}(?:%[0-9a-f]{2}|[^\p{L}\p{N}]){0,4}$")
        .expect("the pattern is valid")
});

/// What stands before other numbers.
static OTHER_WORD: LazyLock<Regex> = LazyLock::new(|| {
    let words = "id|order|invoice|ref|sku|item|product|article|ts|time|timestamp|date|price|amount|total|qty|zip|code|nr|no|number|version|build";
    Regex::new(&format!(r"(?i)(?:^|[^a-z])[a-z]*(?:{words})(?:%[0-9a-f]{{2}}|[^\p{{L}}\p{{N}}]){{0,4}}$"))
        .expect("the pattern is valid")
});

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
