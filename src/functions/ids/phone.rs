//! Phone numbers: from what people write to E.164, as libphonenumber does it.
//!
//! [`normalise`] keeps the digits and tells the three ways of writing a number apart: with a calling code after a plus or
//! a prefix for calls abroad; with a calling code but without either; nationally. `plans` knows the numbers of each region.

use super::super::output::Bad;
use super::plans::{Plan, Region};

/// A number has at most this many digits, its calling code included: ITU-T E.164, section 6.2.1.
const DIGITS_MAX: usize = 15;

/// Adds the number's digits, the calling code first. A number that is written nationally is one of that region.
pub(super) fn normalise(text: &str, region: Option<&Region>, out: &mut String) -> Result<(), Bad> {
    let plus = digits(text, out)?;
    if plus {
        return international(out, 0, true);
    }
    let Some(region) = region else {
        return if out.starts_with("00") { international(out, 2, false) } else { Err(Bad) };
    };
    if let Some(start) = region.after_international_prefix(out) {
        // What the prefix may hold beside "00" is a carrier's code in some regions, and the beginning of a calling code in others.
        return international(out, start, false);
    }
    if national(region, out) {
        return Ok(());
    }
    // Nobody writes 00 before a national number.
    if out.starts_with("00") { international(out, 2, false) } else { Err(Bad) }
}

/// Reads the digits from `start` on as a calling code and a national number.
///
/// With `plus` a number of the right length counts although its range is not assigned, in plans where all numbers have one
/// length: partners' documents have such examples.
fn international(out: &mut String, start: usize, plus: bool) -> Result<(), Bad> {
    let (plan, code) = Plan::called(&out[start..]).ok_or(Bad)?;
    let written = &out[start + code..];
    let number = plan.main.without_prefix(written);
    let taken_as_it_is = plus && *number == *written && plan.main.may_be_long(&number);
    if !taken_as_it_is && !plan.has(&number) {
        return Err(Bad);
    }
    let number = number.into_owned();
    finish(plan.code, &number, out)
}

/// Reads the digits as a national number of the region, or as one with its calling code but without a plus; says whether
/// they are one.
fn national(region: &Region, out: &mut String) -> bool {
    let plan = region.plan();
    let coded = out.strip_prefix(plan.code).map(|rest| region.without_prefix(rest));
    let coded = coded.as_deref();
    let uncoded = &*region.without_prefix(out);
    // Both readings may fit. Where national numbers have a prefix, digits without it are rarely one.
    let bare = region.has_prefix() && uncoded == out;
    let found = match coded {
        Some(coded) if bare || region.is_general(coded) && !region.is_general(out) => [Some(coded), Some(uncoded)],
        _ => [Some(uncoded), coded],
    };
    let found = found.into_iter().flatten().find(|number| plan.has(number));
    let found = found.or_else(|| coded.filter(|number| region.may_be_long(number)));
    match found.map(str::to_owned) {
        Some(number) => finish(plan.code, &number, out).is_ok(),
        None => false,
    }
}

/// Puts the whole number in the place of what was read.
fn finish(code: &str, number: &str, out: &mut String) -> Result<(), Bad> {
    if code.len() + number.len() > DIGITS_MAX {
        return Err(Bad);
    }
    out.clear();
    out.push_str(code);
    out.push_str(number);
    Ok(())
}

/// Adds the digits as ASCII, and says whether a plus stands before them.
fn digits(text: &str, out: &mut String) -> Result<bool, Bad> {
    let mut plus = false;
    for char in text.chars() {
        match char {
            '0'..='9' => out.push(char),
            ' ' | '.' | '-' | '(' | ')' | '/' => {}
            '+' | '\u{ff0b}' if !plus && out.is_empty() => plus = true,
            _ if char.is_whitespace() || is_separator(char) => {}
            _ => out.push(digit(char).ok_or(Bad)?),
        }
        // A prefix may stand before a number of the greatest length.
        if out.len() > 2 * DIGITS_MAX {
            return Err(Bad);
        }
    }
    Ok(plus)
}

/// Dashes and brackets of other scripts, and characters that nobody sees: they come with what is copied.
fn is_separator(char: char) -> bool {
    matches!(
        char,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0e}' | '\u{ff0f}'
    ) || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The zeros of the scripts in which phone numbers are written: nine other digits follow each. Unicode, category Nd.
pub(super) const ZEROS: [char; 22] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{a620}', '\u{ff10}',
];

fn digit(char: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| (*zero as u32..*zero as u32 + 10).position(|code| code == char as u32))?;
    char::from_digit(value as u32, 10)
}
