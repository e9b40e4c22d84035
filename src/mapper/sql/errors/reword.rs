//! Messages of the planner, said in the words of SQL, with the way to write it.

use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Location, Token};

use super::{Names, between, subject, tidy};
use crate::job::nearest::nearest;
use crate::mapper::sql::text::SqlText;

/// A message, and where what it speaks of is written.
pub(super) struct Reworded {
    pub(super) message: String,
    pub(super) place: Option<Location>,
}

/// Syntax that the planner does not know, as Rust names it: where it is written, and what to write.
const UNKNOWN_SYNTAX: [(&str, &str, &str); 8] = [
    ("RLike", "rlike", "RLIKE is not supported; write text ~ 'pattern'"),
    ("InUnnest", "in", "IN UNNEST(…) is not supported; write = ANY (list)"),
    ("MatchAgainst", "match", "MATCH is not supported; write text ~ 'pattern'"),
    ("Convert", "convert", "CONVERT is not supported; write CAST(… AS type)"),
    ("Tuple", "(", "a row of values is not supported here; compare its values one by one"),
    ("Prior", "prior", "PRIOR is not supported"),
    ("IsJson", "is", "IS JSON is not supported; json_text(json) IS NOT NULL is true for a JSON document"),
    ("IsNormalized", "is", "IS NORMALIZED is not supported"),
];

/// Clauses that the planner does not know: its message, the clause, what to write.
const CLAUSES: [(&str, &str, &str); 8] = [
    ("TOP", "top", "write LIMIT at the end of the statement"),
    ("FETCH clause", "fetch", "write LIMIT; for WITH TIES and PERCENT, number the rows with rank() OVER (ORDER BY …)"),
    ("LIMIT BY", "limit", "number the rows with row_number() OVER (PARTITION BY …), and select the first ones"),
    ("LATERAL VIEWS", "lateral view", "write unnest(list) in the SELECT list"),
    ("SORT BY", "sort by", "write ORDER BY"),
    ("CLUSTER BY", "cluster by", "write ORDER BY"),
    ("DISTRIBUTE BY", "distribute by", "leave it out"),
    ("UNNEST with ordinality", "unnest", "number the elements with row_number() OVER ()"),
];

/// The message of the planner in other words, if it needs any.
pub(super) fn reword(message: &str, sql: SqlText<'_>, names: &Names) -> Option<Reworded> {
    let find = |name: &str| sql.find(None, name).map(|(place, _)| place);
    let told = |message: String, place: Option<Location>| Some(Reworded { message, place });
    if let Some(syntax) = message.split_once("Unsupported ast node in sqltorel: ").map(|(_, syntax)| syntax) {
        let kind = syntax.split([' ', '(', '{']).next().unwrap_or_default();
        if let Some((_, word, message)) = UNKNOWN_SYNTAX.iter().find(|(known, ..)| *known == kind) {
            return told((*message).to_owned(), find(word));
        }
        return told(format!("{} is not supported", words(kind)), None);
    }
    if let Some(operator) = between(message, "Operator ", " is not yet supported")
        && ["->", "->>", "#>", "#>>"].contains(&operator)
    {
        let message = format!("the operator {operator} is not supported; write json_text(json, 'key', 'key of that')");
        return told(message, sql.find_argument(&[operator.to_owned()], None));
    }
    if message.contains("Aggregate functions are not allowed in the WHERE clause") {
        return told(
            "WHERE comes before aggregates; write the condition after GROUP BY as HAVING".into(),
            find("where"),
        );
    }
    if let Some(text) = between(message, "Invalid input syntax for type interval: \"", "\"") {
        let message = format!("'{text}' is not an interval; one is INTERVAL '1 day 2 hours'");
        return told(message, sql.find_argument(&[], Some(text)));
    }
    if let Some((text, rest)) = message.split_once("Cannot cast string '").and_then(|(_, rest)| rest.split_once('\'')) {
        let data_type = between(rest, "to value of ", " type").map(tidy).unwrap_or_else(|| "value of that type".into());
        return told(format!("'{text}' is not {}", article(&data_type)), sql.find_argument(&[], Some(text)));
    }
    if let Some(types) = after(message, "for comparison operation ") {
        let types = tidy(types);
        let target = if types.contains("boolean") { "boolean" } else { "…" };
        let message = format!("values of these types cannot be compared: {types}; write CAST(… AS {target})");
        return told(message, None);
    }
    if let Some(types) = after(message, "for regex operation ") {
        return told(format!("patterns are for texts, not {}; write CAST(… AS varchar)", tidy(types)), None);
    }
    if let Some((case, when)) =
        message.split_once("ailed to coerce case (").and_then(|(_, rest)| rest.split_once(") and when ("))
    {
        let (case, when) = (tidy(case), tidy(when.split(") to common").next().unwrap_or(when)));
        return told(format!("CASE compares {case} with {when}; write CAST(… AS {case})"), find("case"));
    }
    if let Some((value, list)) =
        after(message, "compatible types to compare ").and_then(|types| types.split_once(" with ["))
    {
        let list = tidy(list.trim_end_matches(']'));
        return told(format!("IN compares {} with {list}; write CAST(… AS …) for one side", tidy(value)), find("in"));
    }
    if let Some(types) = after(message, "for logical boolean operation ") {
        let message = format!("AND and OR join conditions, not {}; write comparisons such as n <> 0", tidy(types));
        return told(message, None);
    }
    if let Some(column) = between(message, "non-boolean predicate '", "'") {
        let data_type = after(message, "' returning ").map(tidy).unwrap_or_default();
        let place = find(column.rsplit('.').next().unwrap_or(column));
        let message =
            format!("WHERE needs a condition, and {column} is {data_type}; write a comparison such as {column} <> …");
        return told(message, place);
    }
    let arithmetic = after(message, "Cannot coerce arithmetic expression ").or_else(|| {
        after(message, "Cannot get result type for temporal operation ").and_then(|text| text.split(": ").next())
    });
    if let Some(types) = arithmetic {
        let types = tidy(types.trim_end_matches(" to valid types"));
        let hint = match (types.contains("varchar"), types.contains("timestamp") || types.contains("date")) {
            (true, true) => "; a length of time is written INTERVAL '1 day'",
            (true, false) => "; write CAST(… AS double), or … || … to join texts",
            (false, true) if types.contains("int") => "; a length of time is written INTERVAL '1 second'",
            _ => "",
        };
        return told(format!("there is no {types}{hint}"), None);
    }
    if let Some(types) = between(message, "common type to coerce ", " in ") {
        let operator = between(message, " in ", " expression").unwrap_or("LIKE");
        return told(format!("{operator} compares texts, not {}; write CAST(… AS varchar)", tidy(types)), None);
    }
    if let Some((function, rest)) = message.split_once("unction '").and_then(|(_, rest)| rest.split_once("' ")) {
        let wanted =
            between(rest, "requires ", ", but received").or_else(|| between(rest, "expects ", " but received"));
        let found = rest.split_once("(DataType: ").map(|(_, found)| up_to_closing(found));
        let found = found.or_else(|| after(rest, "but received "));
        if let (Some(wanted), Some(found)) = (wanted, found) {
            let (wanted, found) = (kind_of_type(wanted), kind_of_type(found));
            let hint = argument_hint(function, &found);
            let message = match hint.is_empty() {
                true => format!("{function}() takes {wanted}, not {found}; write CAST(… AS {wanted})"),
                false => format!("{function}() does not take {found}{hint}"),
            };
            return told(message, find(function));
        }
    }
    if message.contains("was called with 2 arguments. It requires only 1") {
        let hint = "the larger of two values is greatest(a, b), the smaller one least(a, b)";
        return told(format!("max() and min() take one argument; {hint}"), find("max").or_else(|| find("min")));
    }
    if message.contains("is not Struct, Map, or Null") {
        if !message.contains("type List(") {
            let found = between(message, "type ", " is not Struct").map(tidy).unwrap_or_default();
            return told(format!("a struct and a map have fields, {found} has none"), None);
        }
        return told("an element of a list is read by its number, from 1: list[1]".into(), None);
    }
    if let Some(name) = between(message, "Field ", " not found in struct") {
        return told(format!("the struct has no field {name}"), find(name));
    }
    if let Some(name) = between(message, "laceholder '", "'") {
        let message = format!(
            "{name} has no value: statements have no parameters; write ${{NAME}} for a value of the environment"
        );
        return told(message, sql.find_argument(&[name.to_owned()], None));
    }
    if let Some(name) = after(message, "Unsupported SQL type ") {
        return told(format!("there is no type {}{}", name.to_lowercase(), type_hint(name)), find(name));
    }
    if message.contains("nsupported interval argument") {
        return told(
            "INTERVAL has to be followed by its length, such as '1 day'; as a name, write \"interval\"".into(),
            find("interval"),
        );
    }
    if let Some((_, clause, hint)) = CLAUSES.iter().find(|(known, ..)| message == *known || message.starts_with(known))
    {
        return told(format!("{} is not supported; {hint}", clause.to_uppercase()), find(clause.split(' ').next()?));
    }
    if let Some((_, why)) = message.split_once("coercion failed with: ") {
        let why = tidy(why);
        let place = subject(&why, sql, names).or_else(|| why.split('(').next().and_then(find));
        return told(why, place);
    }
    if let Some(function) = between(message, "satisfy a call to '", "'") {
        let found = between(message, "coercion from ", " to the signature").map(tidy).unwrap_or_default();
        let found = found.trim_end_matches(',').to_owned();
        return told(
            format!("{function}() does not take ({found}){}", argument_hint(function, &found)),
            find(function),
        );
    }
    if let Some(function) = between(message, "Function '", "' failed to match any signature") {
        let hint = if message.contains("Utf8") { argument_hint(function, "varchar") } else { "" };
        return told(format!("{function}() does not take these arguments{hint}"), find(function));
    }
    if message.contains("must appear in the GROUP BY clause") {
        let column = between(message, "column \"", "\"")?;
        let place = find(column.rsplit('.').next().unwrap_or(column));
        return told(format!("column {column} must appear in GROUP BY or inside an aggregate function"), place);
    }
    if message.contains("Projections require unique expression names") {
        let column = between(message, "expression \"", "\"")?;
        let message = format!("the statement gives two columns {column}; rename one with AS, or leave it out");
        return told(message, find(column));
    }
    if message.contains("Dot access not supported") {
        return told("a struct's field is read as (struct)['field']".into(), None);
    }
    if message.contains("OuterReferenceColumn") {
        let why =
            "FROM cannot read columns of the tables before it; use SELECT unnest(list) for the elements of a list";
        return told(why.into(), None);
    }
    if let Some(value) = between(message, "Unsupported Value '", "'") {
        return told(format!("the literal {} is not supported", value.split('(').next().unwrap_or(value)), None);
    }
    None
}

/// What is often meant by a call whose arguments do not fit.
fn argument_hint(function: &str, found: &str) -> &'static str {
    const OF_NUMBERS: [&str; 20] = [
        "sum",
        "avg",
        "mean",
        "median",
        "stddev",
        "var",
        "round",
        "trunc",
        "sqrt",
        "ln",
        "log",
        "exp",
        "ceil",
        "floor",
        "signum",
        "percentile_cont",
        "approx_percentile_cont",
        "abs",
        "power",
        "corr",
    ];
    match function {
        "date_trunc" | "date_part" => "; the unit comes first: date_trunc('hour', t)",
        "to_char" | "date_format" => "; the time comes first: to_char(t, '%Y-%m-%d')",
        _ if OF_NUMBERS.contains(&function) && found.contains("varchar") => "; write CAST(… AS double) for a text",
        _ => "",
    }
}

/// A type, as the planner names it for a class of types.
fn kind_of_type(name: &str) -> String {
    match name {
        text if text.starts_with("String") => "varchar".into(),
        other => tidy(other),
    }
}

/// The type that was meant.
fn type_hint(name: &str) -> String {
    const TYPES: [&str; 13] = [
        "boolean",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal",
        "varchar",
        "varbinary",
        "date",
        "timestamp",
        "interval",
    ];
    let name = name.to_lowercase();
    match name.as_str() {
        "uuid" | "json" | "jsonb" | "variant" | "citext" | "xml" => "; write varchar".into(),
        _ => match nearest(&name, TYPES) {
            Some(near) => format!("; did you mean {near}?"),
            None => format!("; types are {}", TYPES.join(", ")),
        },
    }
}

fn article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// The text up to the bracket that was open before it.
fn up_to_closing(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

/// What comes after these words, up to the end of the line.
fn after<'a>(message: &'a str, words: &str) -> Option<&'a str> {
    message.split_once(words).and_then(|(_, rest)| rest.lines().next())
}

/// `IsDistinctFrom` as IS DISTINCT FROM.
fn words(kind: &str) -> String {
    let mut words = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_uppercase());
    }
    words
}

/// What to say besides a syntax error at this place: a reserved word, or a clause that is misspelt.
pub(in crate::mapper::sql) fn syntax_hint(place: Option<Location>, sql: SqlText<'_>) -> String {
    const WORDS: [&str; 12] =
        ["SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "JOIN", "LEFT", "INNER", "WITH"];
    let Some(tokens) = sql.tokenize().ok() else { return String::new() };
    let Some(at) = place.and_then(|place| tokens.iter().position(|token| token.span.start == place)) else {
        return String::new();
    };
    let misspelt = |index: Option<usize>| match &tokens.get(index?)?.token {
        Token::Word(word) if word.quote_style.is_none() && word.keyword == Keyword::NoKeyword => {
            let near = nearest(&word.value, WORDS).filter(|_| word.value.len() > 3)?;
            Some(format!("; did you mean {near} instead of {}?", word.value))
        }
        _ => None,
    };
    if let Some(hint) = misspelt(at.checked_sub(1)).or_else(|| misspelt(Some(at))) {
        return hint;
    }
    // These end what comes before them, where that is not complete.
    const ENDS: [&str; 12] = ["FROM", "WHERE", "AND", "OR", "BY", "AS", "THEN", "WHEN", "ELSE", "END", "ON", "UNION"];
    match &tokens[at].token {
        Token::Word(word) if ENDS.iter().any(|end| word.value.eq_ignore_ascii_case(end)) => String::new(),
        Token::Word(word) if word.quote_style.is_none() && word.keyword != Keyword::NoKeyword => {
            format!("; {} is a reserved word: as a name, write \"{0}\"", word.value)
        }
        _ => String::new(),
    }
}
