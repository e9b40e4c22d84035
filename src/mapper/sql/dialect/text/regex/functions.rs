//! `regexp_match`, `regexp_replace`, `regexp_count`, `regexp_instr` and `regexp_substr`, each with PostgreSQL's forms.

use std::rc::Rc;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, ListBuilder, StringViewArray, StringViewBuilder};
use datafusion::arrow::datatypes::{DataType, Field};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::ScalarUDF;
use regex::{Captures, Regex};

use super::super::function::{Arguments, Function, Integers, Kind, Size, Texts, coerce_kinds};
use super::flags::Flags;
use super::{Syntax, compile, failed, steps};

pub(super) fn all() -> Vec<ScalarUDF> {
    vec![regexp_match(), regexp_replace(), regexp_count(), regexp_instr(), regexp_substr()]
}

/// The pattern of each row, compiled.
pub(super) struct Patterns<'a> {
    patterns: Texts<'a>,
    flags: Texts<'a>,
    /// If all rows have the same.
    same: Option<(Rc<Regex>, Flags)>,
}

impl<'a> Patterns<'a> {
    /// From these arguments. The pattern may be missing a flag argument.
    pub(super) fn new(arguments: &'a Arguments<'_>, pattern: usize, flags: usize) -> Result<Self> {
        let (patterns, flags) = (arguments.text(pattern)?, arguments.text(flags)?);
        let same = match (&patterns, &flags) {
            (Texts::One(Some(pattern)), Texts::One(Some(flags))) => Some(compiled(pattern, flags)?),
            _ => None,
        };
        Ok(Self { patterns, flags, same })
    }

    /// `None` if the pattern or the flags are NULL.
    pub(super) fn get(&self, row: usize) -> Result<Option<(Rc<Regex>, Flags)>> {
        if let Some(same) = &self.same {
            return Ok(Some(same.clone()));
        }
        let (Some(pattern), Some(flags)) = (self.patterns.get(row), self.flags.get(row)) else { return Ok(None) };
        compiled(pattern, flags).map(Some)
    }
}

fn compiled(pattern: &str, flags: &str) -> Result<(Rc<Regex>, Flags)> {
    let flags = Flags::parse(flags).map_err(failed)?;
    Ok((compile(pattern, flags, Syntax::Regex).map_err(failed)?, flags))
}

fn literal<'a>(literals: &[Option<&'a ScalarValue>], index: usize) -> Option<&'a str> {
    literals.get(index).copied().flatten()?.try_as_str().flatten()
}

/// Whether a literal pattern with literal flags, or none, can be read.
pub(super) fn check_pattern(literals: &[Option<&ScalarValue>], pattern: usize, flags: usize) -> Result<(), String> {
    let written = literal(literals, flags);
    let flags = Flags::parse(written.unwrap_or_default())?;
    match literal(literals, pattern) {
        Some(pattern) => compile(pattern, flags, Syntax::Regex).map(|_| ()),
        None => Ok(()),
    }
}

/// Refuses the flag `g` where only one match is returned.
pub(super) fn without_global(literals: &[Option<&ScalarValue>], flags: usize, name: &str) -> Result<(), String> {
    match literal(literals, flags).is_some_and(|flags| flags.contains('g')) {
        true => Err(format!("{name} does not take the flag 'g'")),
        false => Ok(()),
    }
}

/// Where the search after this match begins, as PostgreSQL has it: an empty match right after another one counts.
pub(super) fn after(text: &str, start: usize, end: usize) -> usize {
    let next = text.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    if start == end { end + next } else { end }
}

/// The byte offset of a character, counted from 1; `None` if it is behind the end.
fn byte_of(text: &str, character: i64, name: &str) -> Result<Option<usize>> {
    if character < 1 {
        return exec_err!("{name}: the start has to be 1 or more");
    }
    if character == 1 {
        return Ok(Some(0));
    }
    let mut ends = text.char_indices().map(|(byte, c)| byte + c.len_utf8());
    Ok(ends.nth(usize::try_from(character - 2).unwrap_or(usize::MAX)))
}

/// The match of this number from `start`.
fn nth_match<'t>(regex: &Regex, text: &'t str, start: usize, number: i64) -> Option<Captures<'t>> {
    let (mut start, mut left) = (start, number);
    while start <= text.len() {
        let found = regex.captures_at(text, start)?;
        left -= 1;
        if left == 0 {
            return Some(found);
        }
        let whole = found.get(0)?;
        start = after(text, whole.start(), whole.end());
    }
    None
}

/// `regexp_match(text, pattern[, flags])`.
pub(in super::super) fn regexp_match() -> ScalarUDF {
    Function {
        name: "regexp_match",
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text; 3], 2),
        returns: |_| text_list(),
        check: |literals| {
            check_pattern(literals, 1, 2)?;
            without_global(literals, 2, "regexp_match")
        },
        run: run_match,
    }
    .udf()
}

pub(super) fn text_list() -> DataType {
    DataType::List(Arc::new(Field::new_list_field(DataType::Utf8View, true)))
}

fn run_match(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (texts, patterns) = (arguments.text(0)?, Patterns::new(arguments, 1, 2)?);
    let mut lists = ListBuilder::new(StringViewBuilder::new());
    for row in 0..arguments.rows {
        let found = match (texts.get(row), patterns.get(row)?) {
            (Some(text), Some((regex, _))) => regex.captures(text),
            _ => None,
        };
        match found {
            None => lists.append_null(),
            // Without groups, the whole.
            Some(found) if found.len() == 1 => lists.append_value([Some(&found[0])]),
            Some(found) => lists.append_value(found.iter().skip(1).map(|group| group.map(|group| group.as_str()))),
        }
    }
    Ok(Arc::new(lists.finish()))
}

fn regexp_replace() -> ScalarUDF {
    Function {
        name: "regexp_replace",
        aliases: &[],
        coerce: |found| {
            let kinds = [Kind::Text, Kind::Text, Kind::Text, Kind::TextOrInteger, Kind::Integer, Kind::Text];
            let types = coerce_kinds(found, &kinds, 3)?;
            match types.len() > 4 && types[3] != DataType::Int64 {
                true => Err("takes (text, pattern, replacement[, start[, which]], flags)".into()),
                false => Ok(types),
            }
        },
        returns: |_| DataType::Utf8View,
        check: |literals| {
            let flags = if literals.len() == 4 { 3 } else { 5 };
            check_pattern(literals, 1, flags)
        },
        run: run_replace,
    }
    .udf()
}

fn run_replace(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let short = arguments.values.len() == 4 && arguments.values[3].data_type() != DataType::Int64;
    let (texts, replacements) = (arguments.text(0)?, arguments.text(2)?);
    let patterns = Patterns::new(arguments, 1, if short { 3 } else { 5 })?;
    let starts = arguments.integer(if short { usize::MAX } else { 3 }, 1)?;
    // Which match; none given: the first, or with the flag g all.
    let which = arguments.integer(4, -1)?;
    let given = arguments.values.len() > 4;
    let mut size = Size::default();
    let replaced = (0..arguments.rows).map(|row| {
        let (Some(text), Some(replacement), Some(start), Some(which)) =
            (texts.get(row), replacements.get(row), starts.get(row), which.get(row))
        else {
            return Ok(None);
        };
        let Some((regex, flags)) = patterns.get(row)? else { return Ok(None) };
        if given && which < 0 {
            return exec_err!("regexp_replace: which match to replace has to be 0 (all) or more");
        }
        let which = if given { which } else { i64::from(!flags.global) };
        let Some(start) = byte_of(text, start, "regexp_replace")? else { return Ok(Some(text.to_owned())) };
        replace(text, &regex, replacement, start, which, &mut size).map(Some)
    });
    Ok(Arc::new(replaced.collect::<Result<StringViewArray>>()?))
}

/// The text with one match replaced, or all (`which` is 0).
fn replace(text: &str, regex: &Regex, replacement: &str, start: usize, which: i64, size: &mut Size) -> Result<String> {
    let mut out = String::new();
    let references = replacement.matches('\\').count();
    if which != 1 {
        steps::check(regex, text)?;
    }
    let (mut start, mut copied, mut number) = (start, 0, 0);
    while start <= text.len() {
        let Some(found) = regex.captures_at(text, start) else { break };
        let Some(whole) = found.get(0) else { break };
        number += 1;
        start = after(text, whole.start(), whole.end());
        if which > 0 && number != which {
            continue;
        }
        out.push_str(&text[copied..whole.start()]);
        // A group is not longer than the match.
        size.value("regexp_replace", out.len() + replacement.len() + references.saturating_mul(whole.len()))?;
        expand(replacement, &found, &mut out);
        size.value("regexp_replace", out.len())?;
        copied = whole.end();
        if which > 0 {
            break;
        }
    }
    out.push_str(&text[copied..]);
    size.add("regexp_replace", out.len())?;
    Ok(out)
}

/// Writes the replacement: `\1` to `\9` are groups, `\&` is the whole match, `\\` is a backslash; all else is itself.
fn expand(replacement: &str, found: &Captures<'_>, out: &mut String) {
    let mut rest = replacement;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let group = match after.bytes().next() {
            Some(digit @ b'1'..=b'9') => found.get(usize::from(digit - b'0')).map_or("", |group| group.as_str()),
            Some(b'&') => &found[0],
            Some(b'\\') => "\\",
            _ => {
                out.push('\\');
                rest = after;
                continue;
            }
        };
        out.push_str(group);
        rest = &after[1..];
    }
    out.push_str(rest);
}

fn regexp_count() -> ScalarUDF {
    Function {
        name: "regexp_count",
        aliases: &[],
        coerce: |found| coerce_kinds(found, &[Kind::Text, Kind::Text, Kind::Integer, Kind::Text], 2),
        returns: |_| DataType::Int64,
        check: |literals| {
            check_pattern(literals, 1, 3)?;
            without_global(literals, 3, "regexp_count")
        },
        run: run_count,
    }
    .udf()
}

fn run_count(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (texts, patterns) = (arguments.text(0)?, Patterns::new(arguments, 1, 3)?);
    let starts = arguments.integer(2, 1)?;
    let counts = (0..arguments.rows).map(|row| {
        let (Some(text), Some(start)) = (texts.get(row), starts.get(row)) else { return Ok(None) };
        let Some((regex, _)) = patterns.get(row)? else { return Ok(None) };
        steps::check(&regex, text)?;
        let mut count = 0;
        let mut start = byte_of(text, start, "regexp_count")?.unwrap_or(usize::MAX);
        while start <= text.len() {
            let Some(found) = regex.find_at(text, start) else { break };
            count += 1;
            start = after(text, found.start(), found.end());
        }
        Ok(Some(count))
    });
    Ok(Arc::new(counts.collect::<Result<Int64Array>>()?))
}

fn regexp_instr() -> ScalarUDF {
    Function {
        name: "regexp_instr",
        aliases: &[],
        coerce: |found| {
            let (text, number, either) = (Kind::Text, Kind::Integer, Kind::TextOrInteger);
            let types = coerce_kinds(found, &[text, text, number, number, either, either, number], 2)?;
            let is_text = |i: usize| types.get(i).map(|found| *found == DataType::Utf8View);
            match (is_text(4), is_text(5), types.len()) {
                (None | Some(false), None | Some(true), _) | (Some(true), None | Some(false), ..=6) => Ok(types),
                _ => Err("takes (text, pattern[, start[, which[, end[, flags[, group]]]]])".into()),
            }
        },
        returns: |_| DataType::Int64,
        check: |literals| {
            // The end may be left out before the flags.
            let flags = if literal(literals, 4).is_some() { 4 } else { 5 };
            check_pattern(literals, 1, flags)?;
            without_global(literals, flags, "regexp_instr")
        },
        run: run_instr,
    }
    .udf()
}

fn run_instr(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let with_end = arguments.values.get(4).is_none_or(|value| value.data_type() == DataType::Int64);
    let flags = if with_end { 5 } else { 4 };
    let (texts, patterns) = (arguments.text(0)?, Patterns::new(arguments, 1, flags)?);
    let ends = arguments.integer(if with_end { 4 } else { usize::MAX }, 0)?;
    let nth = Nth::new(arguments, flags + 1)?;
    let places = (0..arguments.rows).map(|row| {
        let (Some(text), Some(end), Some((regex, _))) = (texts.get(row), ends.get(row), patterns.get(row)?) else {
            return Ok(None);
        };
        if !(0..=1).contains(&end) {
            return exec_err!("regexp_instr: the end is 0 (where the match begins) or 1 (behind it)");
        }
        let Some(found) = nth.find(row, &regex, text, "regexp_instr")? else { return Ok(None) };
        let place = found.map(|(from, to)| text[..if end == 0 { from } else { to }].chars().count() + 1);
        Ok(Some(place.unwrap_or(0) as i64))
    });
    Ok(Arc::new(places.collect::<Result<Int64Array>>()?))
}

fn regexp_substr() -> ScalarUDF {
    Function {
        name: "regexp_substr",
        aliases: &[],
        coerce: |found| {
            let (text, number) = (Kind::Text, Kind::Integer);
            coerce_kinds(found, &[text, text, number, number, text, number], 2)
        },
        returns: |_| DataType::Utf8View,
        check: |literals| {
            check_pattern(literals, 1, 4)?;
            without_global(literals, 4, "regexp_substr")
        },
        run: run_substr,
    }
    .udf()
}

fn run_substr(arguments: &Arguments<'_>) -> Result<ArrayRef> {
    let (texts, patterns, nth) = (arguments.text(0)?, Patterns::new(arguments, 1, 4)?, Nth::new(arguments, 5)?);
    let found = (0..arguments.rows).map(|row| {
        let (Some(text), Some((regex, _))) = (texts.get(row), patterns.get(row)?) else { return Ok(None) };
        let found = nth.find(row, &regex, text, "regexp_substr")?.flatten();
        Ok(found.map(|(from, to)| &text[from..to]))
    });
    Ok(Arc::new(found.collect::<Result<StringViewArray>>()?))
}

/// The arguments `start` and `which` (the third and fourth), and the group.
struct Nth<'a> {
    starts: Integers<'a>,
    which: Integers<'a>,
    groups: Integers<'a>,
}

impl<'a> Nth<'a> {
    fn new(arguments: &'a Arguments<'_>, group: usize) -> Result<Self> {
        let (starts, which) = (arguments.integer(2, 1)?, arguments.integer(3, 1)?);
        Ok(Self { starts, which, groups: arguments.integer(group, 0)? })
    }

    /// The bytes of the match, or of its group. `None` if an argument is NULL, `Some(None)` if there is no such match.
    fn find(&self, row: usize, regex: &Regex, text: &str, name: &str) -> Result<Option<Option<(usize, usize)>>> {
        let (Some(start), Some(which), Some(group)) = (self.starts.get(row), self.which.get(row), self.groups.get(row))
        else {
            return Ok(None);
        };
        if which < 1 {
            return exec_err!("{name}: which match is meant has to be 1 or more");
        }
        let Ok(group) = usize::try_from(group) else {
            return exec_err!("{name}: the group has to be 0 (the whole match) or more");
        };
        // Of a pattern without groups the match is the first group, as for regexp_match.
        let group = if regex.captures_len() == 1 && group == 1 { 0 } else { group };
        let Some(start) = byte_of(text, start, name)? else { return Ok(Some(None)) };
        if which > 1 {
            steps::check(regex, text)?;
        }
        let found = nth_match(regex, text, start, which);
        Ok(Some(found.and_then(|found| found.get(group)).map(|found| (found.start(), found.end()))))
    }
}
