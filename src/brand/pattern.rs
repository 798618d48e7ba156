//! Patterns that names are compared with.

use globset::{Error, Glob, GlobBuilder, GlobSet};

/// The longest pattern, in bytes, and how deep braces nest in one. A name is hardly ever longer, and matching takes room for every brace.
const LONGEST: usize = 200;
const DEEPEST: usize = 4;

/// How many patterns are matched at a time: few enough for the room that one set may take.
const AT_A_TIME: usize = 32;

/// How much of a pattern a message shows, in characters.
const SHOWN: usize = 40;

/// A pattern that can be used.
#[derive(Debug, Clone)]
pub struct Pattern {
    glob: Glob,
    /// A set of one: unlike a matcher, it says when a pattern takes too much room.
    set: GlobSet,
}

impl Pattern {
    /// Reads a pattern; says what is wrong with it where it cannot be used. With `is_path`, a `*` stays within one step of an id and `**` crosses steps.
    pub fn read(text: &str, is_path: bool) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        if depth(text) > DEEPEST {
            return Err(format!("its braces nest deeper than {DEEPEST} levels"));
        }
        let said = |error: Error| error.kind().to_string();
        let glob = GlobBuilder::new(text).literal_separator(is_path).build().map_err(said)?;
        let set = GlobSet::new([glob.clone()]).map_err(said)?;
        Ok(Self { glob, set })
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        self.glob.glob()
    }

    /// Whether a name is meant.
    pub fn is_match(&self, name: &str) -> bool {
        self.set.is_match(name)
    }

    /// What matches the names that one of several patterns means, a few patterns at a time.
    pub(super) fn sets(patterns: &[Self]) -> Vec<GlobSet> {
        let set = |patterns: &[Self]| GlobSet::new(patterns.iter().map(|pattern| pattern.glob.clone())).ok();
        patterns.chunks(AT_A_TIME).filter_map(set).collect()
    }
}

/// As much of a pattern as a message shows.
pub fn shown(text: &str) -> String {
    let cut = text.char_indices().nth(SHOWN).map(|(at, _)| format!("{}…", &text[..at]));
    cut.unwrap_or_else(|| text.to_owned())
}

fn depth(text: &str) -> usize {
    let step = |(depth, most): (usize, usize), c| match c {
        '{' => (depth + 1, most.max(depth + 1)),
        '}' => (depth.saturating_sub(1), most),
        _ => (depth, most),
    };
    text.chars().fold((0, 0), step).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Pattern, String> {
        Pattern::read(text, true)
    }

    #[test]
    fn no_pattern_takes_the_compiler_down() {
        for (braces, reason) in
            [(50, "its braces nest deeper than 4 levels"), (500, "it is longer than 200 bytes"), (50_000, "it is longer than 200 bytes")]
        {
            let nested = "{".repeat(braces) + "a" + &"}".repeat(braces);
            assert_eq!(read(&nested).unwrap_err(), reason);
        }
        assert!(read("{{{{a,b},c},d},e}").is_ok());
        assert!(read(&"**/".repeat(66)).is_ok() && read(&"[!a]".repeat(50)).is_ok());
        assert!(read("a[").is_err() && read("{").is_err());
    }

    #[test]
    fn a_message_shows_the_start_of_a_pattern() {
        assert_eq!(shown("terms/**"), "terms/**");
        assert_eq!(shown(&"ä".repeat(60)), "ä".repeat(40) + "…");
    }
}
