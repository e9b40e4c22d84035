//! Columns that do not exist because of where their names are written: aliases, units of times.

use datafusion::common::Column;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, TokenWithSpan};

use crate::mapper::sql::text::SqlText;

/// Functions whose first argument is a unit.
const BY_UNIT: [&str; 4] = ["date_trunc", "datetrunc", "date_part", "datepart"];

const UNITS: [&str; 14] = [
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "dow",
    "doy",
    "isodow",
    "epoch",
];

/// Why the name is not a column at this place, if the statement shows that.
pub(super) fn misplaced(column: &Column, place: Option<Location>, sql: SqlText<'_>) -> Option<String> {
    if column.relation.is_some() {
        return None;
    }
    let name = column.name.as_str();
    let tokens = sql.tokenize().ok()?;
    let at = place.and_then(|place| tokens.iter().position(|token| token.span.start == place))?;
    if let Some(function) = enclosing(&tokens, at)
        && BY_UNIT.contains(&function.to_lowercase().as_str())
        && UNITS.contains(&name.to_lowercase().trim_end_matches('s'))
    {
        let function = function.to_lowercase();
        return Some(format!("{name} is a unit, which is a text and comes first: write {function}('{name}', …)"));
    }
    let is_alias = |i: usize| match (&tokens[i].token, tokens.get(i + 1).map(|t| &t.token)) {
        (Token::Word(word), Some(Token::Word(alias))) => word.keyword == Keyword::AS && same(&alias.value, name),
        _ => false,
    };
    let alias = (0..tokens.len()).find(|i| is_alias(*i))?;
    let clause = tokens[..at].iter().rev().find_map(|token| match &token.token {
        Token::Word(word) => match word.keyword {
            // Its own expression does not use it.
            Keyword::SELECT if alias < at => Some("SELECT"),
            Keyword::SELECT => Some(""),
            Keyword::WHERE => Some("WHERE"),
            Keyword::ON => Some("ON"),
            Keyword::HAVING => Some("HAVING"),
            _ => None,
        },
        _ => None,
    })?;
    if clause.is_empty() {
        return None;
    }
    let subquery = format!("or read it from a subquery: FROM (SELECT … AS {name} …) AS q");
    Some(match clause {
        "SELECT" => format!(
            "{name} is an alias of the same SELECT list, whose expressions cannot use it; repeat the expression, {subquery}"
        ),
        "WHERE" => format!(
            "{name} is an alias of the SELECT list, which is evaluated after WHERE; repeat the expression (after HAVING, if it \
             is an aggregate), {subquery}"
        ),
        _ => format!(
            "{name} is an alias of the SELECT list, which {clause} cannot use; repeat the expression, {subquery}"
        ),
    })
}

/// Why there are no columns at all: a SELECT without FROM, or a FROM that belongs to a reserved word before it.
pub(super) fn without_from(column: &Column, sql: SqlText<'_>) -> Option<String> {
    let tokens = sql.tokenize().ok()?;
    let name = column.quoted_flat_name();
    let from = (0..tokens.len()).find(|i| matches!(&tokens[*i].token, Token::Word(w) if w.keyword == Keyword::FROM));
    let Some(from) = from else {
        return Some(format!("column {name} does not exist: the statement reads nothing; add FROM events"));
    };
    match &tokens[from.checked_sub(1)?].token {
        Token::Word(word) if word.quote_style.is_none() && word.keyword != Keyword::NoKeyword => Some(format!(
            "column {name} does not exist, since {} is a reserved word and takes the FROM after it; as a name, write \"{}\"",
            word.value, word.value
        )),
        _ => None,
    }
}

/// The function whose brackets are the innermost around this token.
fn enclosing(tokens: &[TokenWithSpan], at: usize) -> Option<&str> {
    let mut depth = 0_usize;
    let open = (0..at).rev().find(|i| match tokens[*i].token {
        Token::RParen => {
            depth += 1;
            false
        }
        Token::LParen if depth > 0 => {
            depth -= 1;
            false
        }
        Token::LParen => true,
        _ => false,
    })?;
    match &tokens[open.checked_sub(1)?].token {
        Token::Word(word) => Some(&word.value),
        _ => None,
    }
}

fn same(written: &str, name: &str) -> bool {
    written.eq_ignore_ascii_case(name)
}
