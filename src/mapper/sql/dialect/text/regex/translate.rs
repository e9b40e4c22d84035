//! From PostgreSQL's "advanced regular expressions" to those of the regex crate, which run in time linear in the text.

use super::classes;
use super::flags::Flags;

/// The pattern for the regex crate. Flags that the pattern begins with, as in `(?i)`, are added to `flags`.
///
/// # Errors
/// The pattern is not one, or needs what linear time does not allow.
pub(super) fn translate(pattern: &str, flags: &mut Flags) -> Result<String, String> {
    let mut rest = pattern;
    if let Some(literal) = rest.strip_prefix("***=") {
        flags.literal = true;
        rest = literal;
    } else if let Some(regex) = rest.strip_prefix("***:") {
        rest = regex;
    }
    if flags.literal {
        return Ok(regex::escape(rest));
    }
    let rest = leading_options(rest, flags)?;
    let translator =
        Translator { text: rest.chars().collect(), at: 0, out: String::with_capacity(2 * rest.len()), flags };
    translator.run()
}

/// `(?i)` and the like at the beginning.
fn leading_options<'a>(pattern: &'a str, flags: &mut Flags) -> Result<&'a str, String> {
    let options = pattern.strip_prefix("(?").and_then(|rest| rest.split_once(')'));
    match options {
        Some((letters, rest)) if !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphabetic()) => {
            letters.chars().try_for_each(|letter| flags.set(letter))?;
            Ok(rest)
        }
        _ => Ok(pattern),
    }
}

/// What precedes a quantifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or what matches no character.
    Nothing,
    Atom,
    Quantifier,
}

/// What follows a backslash.
enum Escape {
    Char(char),
    /// A class, as written inside of brackets, and whether everything else is meant.
    Class(&'static str, bool),
    /// A Unicode property, as the regex crate has it.
    Property(String),
    /// A place between characters.
    Place(&'static str),
}

struct Translator<'a> {
    text: Vec<char>,
    at: usize,
    out: String,
    flags: &'a Flags,
}

impl Translator<'_> {
    fn run(mut self) -> Result<String, String> {
        let mut before = Before::Nothing;
        let mut open = 0_usize;
        while let Some(c) = self.next() {
            before = match c {
                '\\' => self.escape()?,
                '[' => self.bracket()?,
                '(' => match self.group()? {
                    Group::Opened => {
                        open += 1;
                        Before::Nothing
                    }
                    Group::Comment => before,
                },
                ')' if open == 0 => return Err("there is a ) without its (".into()),
                ')' => {
                    open -= 1;
                    self.out.push(')');
                    Before::Atom
                }
                '|' | '^' | '$' => {
                    self.out.push(c);
                    Before::Nothing
                }
                '.' => {
                    self.out.push('.');
                    Before::Atom
                }
                '*' | '+' | '?' => self.quantifier(c.to_string(), before)?,
                '{' if self.peek().is_some_and(|c| c.is_ascii_digit()) => {
                    let count = self.count()?;
                    self.quantifier(count, before)?
                }
                ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C' if self.flags.expanded => before,
                '#' if self.flags.expanded => {
                    while self.next().is_some_and(|c| c != '\n') {}
                    before
                }
                other => {
                    push_literal(&mut self.out, other);
                    Before::Atom
                }
            };
        }
        if open > 0 { Err("there is a ( without its )".into()) } else { Ok(self.out) }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    /// Whether the text goes on so; then it is taken.
    fn take(&mut self, expected: &str) -> bool {
        let end = self.at + expected.chars().count();
        let is = self.text.get(self.at..end).is_some_and(|found| found.iter().copied().eq(expected.chars()));
        if is {
            self.at = end;
        }
        is
    }

    /// What follows up to `end`, which is taken too.
    fn until(&mut self, end: &str) -> Option<String> {
        let first = self.at;
        while self.at < self.text.len() {
            let last = self.at;
            if self.take(end) {
                return Some(self.text[first..last].iter().collect());
            }
            self.at += 1;
        }
        None
    }

    fn quantifier(&mut self, quantifier: String, before: Before) -> Result<Before, String> {
        let what = quantifier.chars().next().unwrap_or('*');
        match before {
            Before::Atom => {}
            Before::Nothing => {
                return Err(format!("there is nothing that {what} could repeat; write \\{what} for the character"));
            }
            Before::Quantifier => {
                return Err(format!("{what} follows another quantifier; put the first part in (?:…)"));
            }
        }
        self.out.push_str(&quantifier);
        if self.take("?") {
            self.out.push('?');
        }
        Ok(Before::Quantifier)
    }

    /// `3}`, `3,}` or `3,5}`.
    fn count(&mut self) -> Result<String, String> {
        let count = self.until("}").ok_or("there is a { without its }")?;
        let (least, most) = count.split_once(',').unwrap_or((&count, &count));
        let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n <= 255);
        let least_number =
            number(least).ok_or_else(|| format!("{{{count}}} is not a number of repetitions (0 to 255)"))?;
        if !most.is_empty() && number(most).is_none_or(|most| least_number > most) {
            return Err(format!("{{{count}}} is not a number of repetitions (0 to 255)"));
        }
        Ok(format!("{{{count}}}"))
    }

    fn escape(&mut self) -> Result<Before, String> {
        match self.escaped(false)? {
            Escape::Char(c) => push_literal(&mut self.out, c),
            Escape::Class(class, negated) => {
                self.out.push_str(if negated { "[^" } else { "[" });
                self.out.push_str(class);
                self.out.push(']');
            }
            Escape::Property(property) => self.out.push_str(&property),
            Escape::Place(place) => {
                self.out.push_str(place);
                return Ok(Before::Nothing);
            }
        }
        Ok(Before::Atom)
    }

    /// What the backslash before means.
    fn escaped(&mut self, in_bracket: bool) -> Result<Escape, String> {
        let letter = self.next().ok_or("it ends with a backslash; write \\\\ for the character")?;
        let place = |place| {
            if in_bracket { Err(format!("\\{letter} cannot be used in brackets")) } else { Ok(Escape::Place(place)) }
        };
        Ok(match letter {
            'd' | 's' | 'w' | 'D' | 'S' | 'W' => {
                Escape::Class(classes::shorthand(letter).unwrap_or_default(), letter.is_ascii_uppercase())
            }
            'A' => place(r"\A")?,
            'Z' | 'z' => place(r"\z")?,
            'm' => place(r"\b{start}")?,
            'M' => place(r"\b{end}")?,
            'b' if in_bracket => Escape::Char('\x08'),
            // PostgreSQL's \b is a backspace and its \B a backslash; everywhere else, and so here, they are about words.
            'y' | 'b' => place(r"\b")?,
            'Y' | 'B' => place(r"\B")?,
            'a' => Escape::Char('\x07'),
            'e' => Escape::Char('\x1B'),
            'f' => Escape::Char('\x0C'),
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            't' => Escape::Char('\t'),
            'v' => Escape::Char('\x0B'),
            'c' => {
                let c = self.next().filter(char::is_ascii).ok_or("\\c needs a letter after it")?;
                Escape::Char(char::from(c as u8 & 0x1F))
            }
            'u' => self.code(16, 4, 4)?,
            'U' => self.code(16, 8, 8)?,
            'x' if self.take("{") => {
                let code = self.until("}").ok_or("there is a { without its }")?;
                character(&code, 16)?
            }
            'x' => self.code(16, 1, 8)?,
            '0' => match self.peek().is_some_and(|c| c.is_digit(8)) {
                true => self.code(8, 1, 2)?,
                false => Escape::Char('\0'),
            },
            'p' | 'P' => {
                let name = match self.take("{") {
                    true => format!("{{{}}}", self.until("}").ok_or("there is a { without its }")?),
                    false => self.next().map(String::from).ok_or("\\p needs a property after it")?,
                };
                Escape::Property(format!("\\{letter}{name}"))
            }
            '1'..='9' => {
                return Err(format!(
                    "back-references such as \\{letter} are not supported: they can take exponential time"
                ));
            }
            other if other.is_ascii_alphanumeric() => return Err(format!("there is no escape \\{other}")),
            other => Escape::Char(other),
        })
    }

    /// A character by its number.
    fn code(&mut self, radix: u32, least: usize, most: usize) -> Result<Escape, String> {
        let digits: String = self.text[self.at..].iter().take(most).take_while(|c| c.is_digit(radix)).collect();
        if digits.len() < least {
            return Err("an escape by number needs more digits".into());
        }
        self.at += digits.len();
        character(&digits, radix)
    }

    /// What follows a parenthesis.
    fn group(&mut self) -> Result<Group, String> {
        if !self.take("?") {
            self.out.push('(');
            return Ok(Group::Opened);
        }
        if self.take("#") {
            return self.until(")").map(|_| Group::Comment).ok_or_else(|| "there is a (?# without its )".into());
        }
        if ["=", "!", "<=", "<!"].iter().any(|look| self.take(look)) {
            let hint = "match the whole and take a group of it, or use two conditions";
            return Err(format!("lookahead and lookbehind such as (?=…) are not supported; {hint}"));
        }
        self.out.push_str("(?");
        // What PostgreSQL does not have: names of groups, and flags for a part.
        let end = self.text[self.at..]
            .iter()
            .position(|c| matches!(c, ':' | ')' | '>'))
            .ok_or("there is a (? without its )")?;
        let kind: String = self.text[self.at..=self.at + end].iter().collect();
        let is_name = kind.starts_with("P<") || kind.starts_with('<');
        let is_flags = kind.trim_end_matches([':', ')']).chars().all(|c| matches!(c, 'i' | 'm' | 's' | 'U' | '-'));
        if !is_name && !is_flags {
            return Err(format!("there is no group (?{kind}"));
        }
        self.at += kind.chars().count();
        self.out.push_str(&kind);
        Ok(if kind.ends_with(')') { Group::Comment } else { Group::Opened })
    }

    /// What follows an opening bracket.
    fn bracket(&mut self) -> Result<Before, String> {
        const UNCLOSED: &str = "there is a [ without its ]";
        for (word, place) in [("[:<:]]", r"\b{start}"), ("[:>:]]", r"\b{end}")] {
            if self.take(word) {
                self.out.push_str(place);
                return Ok(Before::Nothing);
            }
        }
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
            if self.flags.stops_at_newline {
                self.out.push_str(r"\n");
            }
        }
        let mut first = true;
        loop {
            if !first && self.take("]") {
                self.out.push(']');
                return Ok(Before::Atom);
            }
            first = false;
            if self.take("[:") {
                let name = self.until(":]").ok_or(UNCLOSED)?;
                let class =
                    classes::posix(&name).ok_or_else(|| format!("there is no class of characters [:{name}:]"))?;
                self.out.push_str(class);
                continue;
            }
            let from = match self.member()?.ok_or(UNCLOSED)? {
                Escape::Char(c) => c,
                Escape::Class(class, false) => {
                    self.out.push_str(class);
                    continue;
                }
                Escape::Class(class, true) => {
                    self.out.push_str(&format!("[^{class}]"));
                    continue;
                }
                Escape::Property(text) => {
                    self.out.push_str(&text);
                    continue;
                }
                Escape::Place(_) => return Err("a place between characters cannot be used in brackets".into()),
            };
            let is_range = self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|c| *c != ']');
            push_member(&mut self.out, from);
            if is_range {
                self.at += 1;
                let Some(Escape::Char(to)) = self.member()? else {
                    return Err("a range in brackets ends with a class".into());
                };
                if to < from {
                    return Err(format!("the range {from}-{to} in brackets goes backwards"));
                }
                self.out.push('-');
                push_member(&mut self.out, to);
            }
        }
    }

    /// A character in brackets, or what a backslash means there.
    fn member(&mut self) -> Result<Option<Escape>, String> {
        for (open, close) in [("[.", ".]"), ("[=", "=]")] {
            if self.take(open) {
                let name = self.until(close).unwrap_or_default();
                let mut chars = name.chars();
                return match (chars.next(), chars.next()) {
                    (Some(c), None) => Ok(Some(Escape::Char(c))),
                    _ => Err(format!("there is no character {open}{name}{close}")),
                };
            }
        }
        match self.next() {
            Some('\\') => self.escaped(true).map(Some),
            other => Ok(other.map(Escape::Char)),
        }
    }
}

enum Group {
    Opened,
    /// Nothing opened that has to be closed.
    Comment,
}

fn character(digits: &str, radix: u32) -> Result<Escape, String> {
    let code = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    code.map(Escape::Char).ok_or_else(|| format!("{digits} is not the number of a character"))
}

fn push_literal(out: &mut String, c: char) {
    if regex_syntax_char(c) {
        out.push('\\');
    }
    out.push(c);
}

fn regex_syntax_char(c: char) -> bool {
    matches!(
        c,
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '#' | '&' | '-' | '~'
    )
}

/// Inside of brackets the regex crate has set operations, so everything but letters and digits is written by number.
fn push_member(out: &mut String, c: char) {
    match c.is_ascii_alphanumeric() || !c.is_ascii() {
        true => out.push(c),
        false => out.push_str(&format!("\\x{{{:x}}}", c as u32)),
    }
}
