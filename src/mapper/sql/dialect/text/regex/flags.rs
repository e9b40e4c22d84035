//! The letters that say how a regular expression is read, as PostgreSQL has them.

/// How a regular expression is read. By default `.` and `[^…]` match a newline too, and `^` and `$` only the ends of the
/// text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Flags {
    pub(super) case_insensitive: bool,
    /// `.` and `[^…]` do not match a newline.
    pub(super) stops_at_newline: bool,
    /// `^` and `$` also match at the lines' ends.
    pub(super) lines: bool,
    /// White space and comments are left out.
    pub(super) expanded: bool,
    /// The pattern is plain text.
    pub(super) literal: bool,
    /// All matches, not only the first.
    pub(super) global: bool,
}

impl Flags {
    /// # Errors
    /// A letter is not known.
    pub(super) fn parse(letters: &str) -> Result<Self, String> {
        let mut flags = Self::default();
        letters.chars().try_for_each(|letter| flags.set(letter)).map(|()| flags)
    }

    /// Takes one letter. What contradicts an earlier one takes its place.
    pub(super) fn set(&mut self, letter: char) -> Result<(), String> {
        match letter {
            'g' => self.global = true,
            'i' => self.case_insensitive = true,
            'c' => self.case_insensitive = false,
            'n' | 'm' => (self.stops_at_newline, self.lines) = (true, true),
            'p' => (self.stops_at_newline, self.lines) = (true, false),
            's' => (self.stops_at_newline, self.lines) = (false, false),
            'w' => (self.stops_at_newline, self.lines) = (false, true),
            'x' => self.expanded = true,
            't' => self.expanded = false,
            'q' => self.literal = true,
            'e' => self.literal = false,
            'b' => return Err("flag 'b' (basic regular expressions) is not supported".into()),
            other => {
                let known = "c, g, i, m, n, p, q, s, t, w and x";
                return Err(format!("there is no regular expression flag '{other}'; there are {known}"));
            }
        }
        Ok(())
    }
}
