//! "Did you mean": what a misspelt name was probably meant to be.

/// The candidate nearest to `word`, if one is near enough to be what was meant: a third of its letters wrong at most.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (word.chars().count().max(candidate.chars().count()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `; did you mean "x"?` when there is a nearest candidate, else `; WHAT: a, b, c` (or that there are none).
pub fn hint<'a>(word: &str, what: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, candidates.clone()) {
        return format!("; did you mean {near:?}?");
    }
    let list = candidates.into_iter().collect::<Vec<_>>().join(", ");
    if list.is_empty() { format!("; {what}: none") } else { format!("; {what}: {list}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["window", "workers", "source"];
        assert_eq!(nearest("windw", known), Some("window"));
        assert_eq!(nearest("wokrers", known), Some("workers"));
        assert_eq!(nearest("SOURCE", known), Some("source"));
        assert_eq!(nearest("sink", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn the_hint_names_the_nearest_else_all() {
        assert_eq!(hint("b", "outputs", ["a"]), "; did you mean \"a\"?");
        assert_eq!(hint("xyz", "outputs", ["a", "b"]), "; outputs: a, b");
        assert_eq!(hint("xyz", "outputs", []), "; outputs: none");
    }
}
