//! Classes of characters, as PostgreSQL has them in a database with the locale C.UTF-8.

/// The inside of the brackets for `[:name:]`.
pub(super) fn posix(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => r"\p{Alphabetic}[\p{Nd}--0-9]",
        "digit" => "0-9",
        "alnum" => r"\p{Alphabetic}\p{Nd}",
        "word" => r"\p{Alphabetic}\p{Nd}_",
        "upper" => r"\p{Uppercase}\p{Lt}",
        "lower" => r"\p{Lowercase}",
        "punct" => r"[[\p{M}\p{P}\p{S}\p{No}\p{Cf}\p{Co}\xa0\x{2007}\x{202f}]--[\p{Alphabetic}\p{Nd}]]",
        "space" => r"\t-\r\x20\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200a}\x{2028}\x{2029}\x{205f}\x{3000}",
        "blank" => r"\t\x20",
        "cntrl" => r"\p{Cc}",
        "print" => r"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Co}\p{Zs}",
        "graph" => r"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Co}\xa0\x{2007}\x{202f}",
        "xdigit" => "0-9A-Fa-f",
        "ascii" => r"\x00-\x7f",
        _ => return None,
    })
}

/// The inside of the brackets for `\d`, `\s` and `\w`; with a capital letter it is everything else.
pub(super) fn shorthand(letter: char) -> Option<&'static str> {
    match letter.to_ascii_lowercase() {
        'd' => posix("digit"),
        's' => posix("space"),
        'w' => posix("word"),
        _ => None,
    }
}
