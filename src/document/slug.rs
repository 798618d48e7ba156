//! Slugs: the ids that GitHub gives to headings.

/// What GitHub makes of a heading's words: lower case, blanks as hyphens, and of all signs only hyphens and underscores.
///
/// It may be empty, and is not unique: [`resolve`](crate::resolve) adds `-1`, `-2` where it must.
pub fn github_slug(words: &str) -> String {
    let kept = words.trim().chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::github_slug;

    #[test]
    fn slugs_are_githubs() {
        assert_eq!(github_slug("Where you can’t go, & why_not"), "where-you-cant-go--why_not");
        assert_eq!(github_slug("Όροι χρήσης"), "όροι-χρήσης");
        assert_eq!(github_slug("…"), "");
    }
}
