//! Where a character was written: in the document's source, in one of its partials, or in a value of the brand.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use crate::yaml::Node;

/// How many characters one finding names.
const NAMED: usize = 8;

/// What the words of a document were written in.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The project's texts.
    pub sources: &'a Sources,
    /// The document's source and partials.
    pub files: &'a [FileId],
    /// The brand's values.
    pub values: Option<&'a Node>,
}

impl Written<'_> {
    /// The findings for characters that cannot be printed, each with the nearest place that is known before it.
    pub(super) fn findings(&self, found: Vec<(char, Option<Span>)>) -> Vec<Diagnostic> {
        let mut lines: BTreeMap<_, (Option<Span>, Vec<char>)> = BTreeMap::new();
        for (c, near) in found {
            let place = self.place(c, near);
            let line = place.map(|place| (place.file, self.sources.file(place.file).position(place.start as usize).line));
            let (first, characters) = lines.entry(line).or_insert((place, Vec::new()));
            *first = [*first, place].into_iter().flatten().min_by_key(|span| span.start);
            if !characters.contains(&c) {
                characters.push(c);
            }
        }
        lines.into_values().map(|(place, characters)| finding(place, &characters)).collect()
    }

    fn place(&self, c: char, near: Option<Span>) -> Option<Span> {
        let behind = near.and_then(|near| self.typed(c, near.file, near.start as usize));
        let anywhere = || self.files.iter().find_map(|file| self.typed(c, *file, 0));
        let in_value = || self.values.and_then(|values| value_with(c, values)).map(|span| self.typed_within(c, span));
        behind.or_else(anywhere).or_else(in_value).or(near)
    }

    fn typed(&self, c: char, file: FileId, from: usize) -> Option<Span> {
        let at = from + self.sources.file(file).text().get(from..)?.find(c)?;
        Some(Span::new(file, at..at + c.len_utf8()))
    }

    /// The character in a value, or the whole value where it is written as an escape.
    fn typed_within(&self, c: char, value: Span) -> Span {
        self.typed(c, value.file, value.start as usize).filter(|place| place.end <= value.end).unwrap_or(value)
    }
}

fn value_with(c: char, node: &Node) -> Option<Span> {
    if node.text().is_some_and(|text| text.contains(c)) {
        return Some(node.span);
    }
    let below = node.items().iter().chain(node.entries().iter().map(|entry| &entry.node));
    below.into_iter().find_map(|node| value_with(c, node))
}

fn finding(place: Option<Span>, characters: &[char]) -> Diagnostic {
    let named: Vec<String> = characters.iter().take(NAMED).map(|c| format!("“{c}” (U+{:04X})", u32::from(*c))).collect();
    let more = characters.len().checked_sub(NAMED + 1).map(|more| format!(" and {} more", more + 1)).unwrap_or_default();
    let what = if characters.len() == 1 { "character" } else { "characters" };
    Diagnostic::new(Code::MissingGlyph, format!("none of the document's fonts has the {what} {}{more}", named.join(", ")))
        .at(place)
        .hint("write it with other characters, or add a font that has them to the brand's `fonts/` folder and name it under `theme:`")
}
