//! From a pattern to its pieces.

use super::{Case, Piece, What};

/// What a word means, given the case that it is written in.
type MakeWhat = fn(Case) -> What;

/// PostgreSQL's words; of two that begin alike the longer stands first.
const WORDS: [(&str, MakeWhat); 54] = [
    ("A.D.", |case| What::Era { case, dots: true }),
    ("A.M.", |case| What::HalfOfDay { case, dots: true }),
    ("AD", |case| What::Era { case, dots: false }),
    ("AM", |case| What::HalfOfDay { case, dots: false }),
    ("B.C.", |case| What::Era { case, dots: true }),
    ("BC", |case| What::Era { case, dots: false }),
    ("CC", |_| What::Century),
    ("DAY", What::DayName),
    ("DDD", |_| What::DayOfYear),
    ("DD", |_| What::Day),
    ("DY", What::DayShort),
    ("D", |_| What::DayOfWeek),
    ("FF1", |_| What::Fraction(1)),
    ("FF2", |_| What::Fraction(2)),
    ("FF3", |_| What::Fraction(3)),
    ("FF4", |_| What::Fraction(4)),
    ("FF5", |_| What::Fraction(5)),
    ("FF6", |_| What::Fraction(6)),
    ("HH24", |_| What::Hour24),
    ("HH12", |_| What::Hour12),
    ("HH", |_| What::Hour12),
    ("IDDD", |_| What::IsoDayOfYear),
    ("ID", |_| What::IsoDayOfWeek),
    ("IW", |_| What::IsoWeek),
    ("IYYY", |_| What::IsoYear(4)),
    ("IYY", |_| What::IsoYear(3)),
    ("IY", |_| What::IsoYear(2)),
    ("I", |_| What::IsoYear(1)),
    ("J", |_| What::Julian),
    ("MI", |_| What::Minute),
    ("MM", |_| What::Month),
    ("MONTH", What::MonthName),
    ("MON", What::MonthShort),
    ("MS", |_| What::Fraction(3)),
    ("OF", |_| What::ZoneOffset),
    ("P.M.", |case| What::HalfOfDay { case, dots: true }),
    ("PM", |case| What::HalfOfDay { case, dots: false }),
    ("Q", |_| What::Quarter),
    ("RM", What::MonthRoman),
    ("SSSSS", |_| What::SecondOfDay),
    ("SSSS", |_| What::SecondOfDay),
    ("SS", |_| What::Second),
    ("TZH", |_| What::ZoneHour),
    ("TZM", |_| What::ZoneMinute),
    ("TZ", What::ZoneName),
    ("US", |_| What::Fraction(6)),
    ("WW", |_| What::WeekOfYear),
    ("W", |_| What::WeekOfMonth),
    ("Y,YYY", |_| What::YearWithComma),
    ("YYYY", |_| What::Year(4)),
    ("YYY", |_| What::Year(3)),
    ("YY", |_| What::Year(2)),
    ("Y", |_| What::Year(1)),
    ("FX", |_| What::Text(String::new())),
];

/// The pieces of a pattern of PostgreSQL.
///
/// # Errors
/// The pattern means something else there than its author thinks.
pub(in super::super) fn postgres(pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = vec![];
    let mut rest = pattern;
    let mut fill = false;
    'pieces: while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\\"") {
            push_text('"', &mut pieces);
            rest = after;
            continue;
        }
        if first == '"' {
            rest = quoted(&rest[1..], '"', &mut pieces);
            continue;
        }
        let begins = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        // TM is for other languages, of which there is none here, and fills up as little.
        if begins("FM") || begins("TM") {
            (fill, rest) = (true, &rest[2..]);
            continue;
        }
        for (word, what) in WORDS {
            if begins(word) {
                let case = case_of(&rest[..word.len()]);
                rest = &rest[word.len()..];
                let mut piece = Piece { what: what(case), fill, ordinal: None };
                fill = false;
                if rest.get(..2).is_some_and(|suffix| suffix.eq_ignore_ascii_case("th")) {
                    if rest[2..].starts_with(['0', '1', '2', 'H', 'h']) {
                        return Err("TH after a number means 1st, 2nd, 3rd; write \"T\" in double quotes".into());
                    }
                    piece.ordinal = Some(if rest.starts_with("th") { Case::Lower } else { Case::Upper });
                    rest = &rest[2..];
                }
                pieces.push(piece);
                continue 'pieces;
            }
        }
        push_text(first, &mut pieces);
        rest = &rest[first.len_utf8()..];
    }
    let minutes = pieces.windows(3).any(|three| {
        let colon = matches!(&three[1].what, What::Text(text) if text == ":");
        let [before, after] = [&three[0].what, &three[2].what];
        colon
            && (matches!((before, after), (What::Hour24 | What::Hour12, What::Month))
                || matches!((before, after), (What::Month, What::Second)))
    });
    match minutes {
        true => Err("MM is the month; the minute is MI: HH24:MI:SS".into()),
        false => Ok(pieces),
    }
}

/// The pieces of a pattern of Java, as Spark and Flink take it.
///
/// # Errors
/// A letter is not known.
pub(in super::super) fn java(pattern: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = vec![];
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = match rest.strip_prefix("''") {
                Some(after) => {
                    push_text('\'', &mut pieces);
                    after
                }
                None => quoted(&rest[1..], '\'', &mut pieces),
            };
            continue;
        }
        let count = rest.chars().take_while(|c| *c == first).count();
        if !first.is_ascii_alphabetic() {
            push_text(first, &mut pieces);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let what = match (first, count) {
            ('y' | 'u', 2) => What::Year(2),
            ('y' | 'u', 1 | 4) => What::Year(4),
            ('M' | 'L', 1 | 2) => What::Month,
            ('M' | 'L', 3) => What::MonthShort(Case::Capital),
            ('M' | 'L', 4) => What::MonthName(Case::Capital),
            ('d', 1 | 2) => What::Day,
            ('D', 1..=3) => What::DayOfYear,
            ('H', 1 | 2) => What::Hour24,
            ('h', 1 | 2) => What::Hour12,
            ('m', 1 | 2) => What::Minute,
            ('s', 1 | 2) => What::Second,
            ('S', 1..=6) => What::Fraction(count),
            ('a', 1) => What::HalfOfDay { case: Case::Upper, dots: false },
            ('E', 1..=3) => What::DayShort(Case::Capital),
            ('E', 4) => What::DayName(Case::Capital),
            ('Q' | 'q', 1) => What::Quarter,
            _ => {
                return Err(format!(
                    "'{}' is not known in patterns such as yyyy-MM-dd HH:mm:ss; to_char() takes PostgreSQL's: \
                     to_char(t, 'YYYY-MM-DD HH24:MI:SS')",
                    &rest[..count]
                ));
            }
        };
        let names = matches!(what, What::DayName(_) | What::MonthName(_));
        pieces.push(Piece { what, fill: names || count == 1, ordinal: None });
        rest = &rest[count..];
    }
    Ok(pieces)
}

/// Takes a quoted text; gives what comes after it.
fn quoted<'a>(text: &'a str, quote: char, pieces: &mut Vec<Piece>) -> &'a str {
    let end = text.find(quote).unwrap_or(text.len());
    text[..end].chars().for_each(|c| push_text(c, pieces));
    text.get(end + 1..).unwrap_or_default()
}

fn push_text(c: char, pieces: &mut Vec<Piece>) {
    if let Some(Piece { what: What::Text(text), .. }) = pieces.last_mut() {
        text.push(c);
        return;
    }
    pieces.push(Piece { what: What::Text(c.into()), fill: false, ordinal: None });
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.is_ascii_uppercase());
    match (letters.next(), letters.next()) {
        (Some(true), Some(true) | None) => Case::Upper,
        (Some(true), Some(false)) => Case::Capital,
        _ => Case::Lower,
    }
}
