//! The SQL text of a statement: places in it, and whether it has the form of one query.

use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::errors::syntax_hint;
use super::grammar::Grammar;
use crate::error::{Error, Result};
use crate::job::Statement;

/// Operators in one chain. A chain (`a + b + c …`) is as deep as it is long, and the planner walks it on the stack without
/// looking at how much of that is left.
const CHAIN_MAX: usize = 250;

/// Types, subscripts or intervals in one another: the parser walks these on the stack without looking at how much of that is
/// left.
const DEPTH_MAX: usize = 16;

/// The SQL text of a statement.
#[derive(Clone, Copy)]
pub(super) struct SqlText<'a> {
    pub(super) statement: &'a Statement,
}

impl SqlText<'_> {
    /// The parsed query, or why the text is none.
    pub(super) fn parse(self) -> Result<ast::Statement> {
        let tokens = self.tokenize().map_err(|(place, message)| self.error(place, message))?;
        self.check_form(&tokens)?;
        let all = Tokenizer::new(&Grammar, &self.statement.sql).tokenize_with_location();
        let all = all.map_err(|e| self.error(Some(e.location), lower_first(&e.message)))?;
        let mut parser = Parser::new(&Grammar).with_tokens_with_locations(trim_of_blanks(all));
        let statements = parser.parse_statements().map_err(|e| self.syntax_error(&e))?;
        match statements.into_iter().next() {
            Some(query @ ast::Statement::Query(_)) => Ok(query),
            _ => Err(self.error(tokens.first().map(|t| t.span.start), "a statement has to be a query")),
        }
    }

    fn check_form(self, tokens: &[TokenWithSpan]) -> Result<()> {
        let Some(first) = tokens.first() else { return Err(self.error(None, "the statement is empty")) };
        let sampled = |t: &&TokenWithSpan| matches!(&t.token, Token::Word(w) if w.keyword == Keyword::TABLESAMPLE);
        if let Some(t) = tokens.iter().find(sampled) {
            return Err(self.error(Some(t.span.start), "TABLESAMPLE is not supported: it would have no effect"));
        }
        if let Some(t) = longer_chain(tokens) {
            let message = format!(
                "more than {CHAIN_MAX} operators in one expression; write alternatives as IN (…) or as a table to join, or split \
                 the statement into views"
            );
            return Err(self.error(Some(t.span.start), message));
        }
        if let Some(t) = too_deep(tokens) {
            let message = format!("types, subscripts or intervals stand in one another more than {DEPTH_MAX} deep");
            return Err(self.error(Some(t.span.start), message));
        }
        let begins_query = match &first.token {
            Token::LParen => true,
            Token::Word(word) => ["SELECT", "WITH", "VALUES"].iter().any(|k| word.value.eq_ignore_ascii_case(k)),
            _ => false,
        };
        if !begins_query {
            let message = format!("a statement has to be a query, beginning with SELECT or WITH, not {}", first.token);
            return Err(self.error(Some(first.span.start), message));
        }
        let after_end = tokens.iter().skip_while(|t| t.token != Token::SemiColon).find(|t| t.token != Token::SemiColon);
        match after_end {
            Some(t) => {
                let message = "a second statement begins here; give it an entry of its own under mapper";
                Err(self.error(Some(t.span.start), message))
            }
            None => Ok(()),
        }
    }

    /// The parser's error at its place. It ends with " at Line: 1, Column: 8".
    fn syntax_error(self, error: &ParserError) -> Error {
        let text = match error {
            ParserError::ParserError(text) | ParserError::TokenizerError(text) => text.as_str(),
            ParserError::RecursionLimitExceeded => "it is nested too deeply",
        };
        let (what, place) = match text.rsplit_once(" at Line: ") {
            Some((what, place)) => (what, parse_place(place)),
            None => (text, text.ends_with("EOF").then_some(Location { line: u64::MAX, column: 1 })),
        };
        let what = what.replace("Expected: ", "expected ").replace(", found: EOF", ", but the statement ends");
        let hint = syntax_hint(place, self);
        self.error(place, lower_first(&what.replace(", found: ", ", found ")) + &hint)
    }

    /// An error of the job at this place, with the line and a mark under the place; without a place, at the statement.
    pub(super) fn error(self, place: Option<Location>, message: impl AsRef<str>) -> Error {
        let hide = |text: &str| self.statement.hidden.hide(text);
        let (at, message) = (&self.statement.at, hide(message.as_ref()));
        let lines: Vec<_> = self.statement.sql.lines().collect();
        let place = place.filter(|place| place.line > 0 && place.column > 0);
        // An error at the end of the text may be said to be on a line after the last.
        let place = place.map(|p| match usize::try_from(p.line - 1).ok().and_then(|line| lines.get(line)) {
            Some(line) => (p.line as usize, *line, p.column as usize),
            None => (lines.len().max(1), lines.last().copied().unwrap_or_default(), usize::MAX),
        });
        let Some((line, text, column)) = place else { return Error::job(format!("{at}: {message}")) };
        let column = column.min(text.chars().count() + 1);
        let before: String = text.chars().take(column - 1).collect();
        let shown = hide(text);
        // Where a value that is not shown stands before the mark, the mark moves with the text.
        let before = if shown == text { before } else { hide(&before) };
        let mark: String = before.chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
        let (file, line, column) = (at.file.display(), at.line + line - 1, at.column.max(1) + column - 1);
        let margin = " ".repeat(line.to_string().len());
        Error::job(format!("{file}:{line}:{column}: {message}\n  {line} | {shown}\n  {margin} | {mark}^"))
    }

    /// Where a name first stands as a word, together with the word: its case, and whether it is quoted. With
    /// `relation`, as `relation.name`, and then the place of the whole.
    pub(super) fn find(self, relation: Option<&str>, name: &str) -> Option<(Location, TokenWithSpan)> {
        let tokens = self.tokenize().ok()?;
        let is = |token: &Token, name: &str| match token {
            Token::Word(word) if word.quote_style.is_some() => word.value == name,
            Token::Word(word) => word.value.eq_ignore_ascii_case(name),
            Token::SingleQuotedString(text) => text == name,
            _ => false,
        };
        (0..tokens.len()).find_map(|i| match relation {
            None => is(&tokens[i].token, name).then(|| (tokens[i].span.start, tokens[i].clone())),
            Some(relation) => match tokens.get(i..i + 3)? {
                [first, dot, last]
                    if is(&first.token, relation) && dot.token == Token::Period && is(&last.token, name) =>
                {
                    Some((first.span.start, last.clone()))
                }
                _ => None,
            },
        })
    }

    /// Where a literal stands as an argument of one of these functions, or after one of these operators; else where it
    /// first stands, else where the function or the operator does.
    pub(super) fn find_argument(self, within: &[String], literal: Option<&str>) -> Option<Location> {
        let tokens = self.tokenize().ok()?;
        // An operator may have several words; its first one is enough to find it.
        let first_words: Vec<&str> = within.iter().filter_map(|name| name.split(' ').next()).collect();
        let is_name = |token: &Token| match token {
            Token::Word(word) => first_words.iter().any(|name| word.value.eq_ignore_ascii_case(name)),
            other => first_words.contains(&other.to_string().as_str()),
        };
        let is_literal = |index: usize| match (&tokens[index].token, tokens.get(index + 1).map(|t| &t.token), literal) {
            (Token::SingleQuotedString(text), _, Some(literal)) => text == literal,
            (Token::Number(number, _), _, Some(literal)) => number == literal,
            (Token::Minus, Some(Token::Number(number, _)), Some(literal)) => {
                Some(number.as_str()) == literal.strip_prefix('-')
            }
            (Token::Word(word), _, Some(literal)) => word.value.eq_ignore_ascii_case(literal),
            _ => false,
        };
        let place = |index: usize| tokens.get(index).map(|token| token.span.start);
        let names = || (0..tokens.len()).filter(|i| is_name(&tokens[*i].token));
        let inside = names().find_map(|name| {
            let end = match tokens.get(name + 1).map(|t| &t.token) {
                Some(Token::LParen) => closing(&tokens, name + 1),
                _ => name + 5,
            };
            (name + 1..end.min(tokens.len())).find(|i| is_literal(*i))
        });
        let anywhere = || (0..tokens.len()).find(|i| is_literal(*i));
        inside.or_else(anywhere).or_else(|| names().next()).and_then(place)
    }

    /// The texts in single quotes.
    pub(super) fn literals(self) -> Vec<String> {
        let tokens = self.tokenize().unwrap_or_default().into_iter();
        let texts = tokens.filter_map(|token| match token.token {
            Token::SingleQuotedString(text) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// The tokens, without white space and comments.
    pub(super) fn tokenize(self) -> std::result::Result<Vec<TokenWithSpan>, (Option<Location>, String)> {
        let tokens = Tokenizer::new(&Grammar, &self.statement.sql).tokenize_with_location();
        let tokens = tokens.map_err(|e| (Some(e.location), lower_first(&e.message)))?;
        Ok(tokens.into_iter().filter(|t| !matches!(t.token, Token::Whitespace(_))).collect())
    }
}

/// `TRIM(LEADING FROM s)` as `TRIM(LEADING ' ' FROM s)`: the parser knows only that.
fn trim_of_blanks(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut written: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 1);
    let mut before = [Keyword::NoKeyword, Keyword::NoKeyword];
    for token in tokens {
        let keyword = match &token.token {
            Token::Word(word) => word.keyword,
            Token::LParen if before[1] == Keyword::TRIM => Keyword::TRIM,
            Token::Whitespace(_) => {
                written.push(token);
                continue;
            }
            _ => Keyword::NoKeyword,
        };
        let sides = [Keyword::LEADING, Keyword::TRAILING, Keyword::BOTH];
        if keyword == Keyword::FROM && before[0] == Keyword::TRIM && sides.contains(&before[1]) {
            written.push(TokenWithSpan { token: Token::SingleQuotedString(" ".into()), span: token.span });
        }
        before = [before[1], keyword];
        written.push(token);
    }
    written
}

/// The index of the bracket that closes the one at this index, or of the end.
fn closing(tokens: &[TokenWithSpan], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len()
}

/// The operator with which a chain becomes too long. A comma, a bracket or a word that begins another part begins anew;
/// the parser itself bounds how deep brackets nest.
fn longer_chain(tokens: &[TokenWithSpan]) -> Option<&TokenWithSpan> {
    use Token as T;
    let mut lengths = vec![0];
    for token in tokens {
        let inside = lengths.len() > 1;
        let length = lengths.last_mut()?;
        match &token.token {
            T::LParen | T::LBracket => lengths.push(0),
            T::RParen | T::RBracket if inside => _ = lengths.pop(),
            T::Comma => *length = 0,
            T::Word(word) => match word.keyword {
                Keyword::WHEN | Keyword::THEN | Keyword::ELSE | Keyword::WHERE | Keyword::FROM | Keyword::ON => {
                    *length = 0
                }
                Keyword::AND | Keyword::OR | Keyword::NOT | Keyword::IS | Keyword::UNION | Keyword::CASE => {
                    *length += 1
                }
                _ => {}
            },
            T::Plus | T::Minus | T::Mul | T::Div | T::Mod | T::StringConcat | T::Eq | T::Neq | T::DoubleColon => {
                *length += 1
            }
            _ => {}
        }
        if *lengths.last()? > CHAIN_MAX {
            return Some(token);
        }
    }
    None
}

/// The token with which types (`struct<a: array<…`, `Nullable(…`), subscripts (`[1][2]`, also of types) or intervals stand
/// too deep in one another. Brackets of other kinds and whole expressions are bounded by the parser.
fn too_deep(tokens: &[TokenWithSpan]) -> Option<&TokenWithSpan> {
    use Token as T;
    let keyword = |token: &Token| if let T::Word(word) = token { word.keyword } else { Keyword::NoKeyword };
    // The brackets that are open: which of them are a type's.
    let mut open = Vec::new();
    let (mut types, mut subscripts, mut intervals) = (0, 0, 0);
    let mut before = &T::EOF;
    for token in tokens {
        let of_type = matches!(
            keyword(before),
            Keyword::ARRAY
                | Keyword::STRUCT
                | Keyword::MAP
                | Keyword::NULLABLE
                | Keyword::LOWCARDINALITY
                | Keyword::NESTED
                | Keyword::TUPLE
                | Keyword::UNION
        );
        let closed = match &token.token {
            T::LParen | T::Lt if of_type => {
                open.push(true);
                types += 1;
                0
            }
            T::LParen | T::LBracket => {
                open.push(false);
                0
            }
            T::RParen | T::RBracket => usize::from(open.pop() == Some(true)),
            T::Gt => usize::from(open.pop_if(|of_type| *of_type).is_some()),
            T::ShiftRight => (0..2).filter(|_| open.pop_if(|of_type| *of_type).is_some()).count(),
            _ => 0,
        };
        types -= closed;
        if *before == T::RBracket {
            subscripts = if token.token == T::LBracket { subscripts + 1 } else { 0 };
        }
        intervals = if keyword(&token.token) == Keyword::INTERVAL { intervals + 1 } else { 0 };
        if types.max(subscripts).max(intervals) > DEPTH_MAX {
            return Some(token);
        }
        before = &token.token;
    }
    None
}

/// "1, Column: 8"
fn parse_place(text: &str) -> Option<Location> {
    let (line, column) = text.split_once(", Column: ")?;
    Some(Location { line: line.trim().parse().ok()?, column: column.trim().parse().ok()? })
}

/// The text with its first letter in lower case, unless it begins with a word in capitals.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
