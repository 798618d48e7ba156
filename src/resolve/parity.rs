//! Parity: whether a translation has the places of the text that it translates.
//!
//! A clause has the same number in every language, and a link to an anchor leads to the same place. A paragraph that was forgotten, or a section that was
//! added to one of the texts alone, shows here.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::document::{Anchor, Block, Document, Number, Part, walk};
use crate::source::Span;

/// How many places a finding names.
const SHOWN: usize = 6;

/// The places of a document that a translation must have, too: the clauses by their numbers, and the anchors that an author wrote.
#[derive(Debug, Default)]
struct Outline {
    clauses: Vec<String>,
    anchors: Vec<String>,
}

impl Outline {
    fn of(document: &Document) -> Self {
        let mut outline = Self::default();
        walk(&document.blocks, &mut |part| match part {
            Part::Block(Block::Heading(heading)) => outline.add(heading.number.as_ref(), heading.anchor.as_ref()),
            Part::Item(item) => outline.add(item.number.as_ref(), item.anchor.as_ref()),
            Part::Block(_) | Part::Inline(_) => {}
        });
        outline
    }

    fn add(&mut self, number: Option<&Number>, anchor: Option<&Anchor>) {
        self.clauses.extend(number.map(|number| match &number.schedule {
            Some(schedule) => format!("{schedule}: {}", number.full),
            None => number.full.clone(),
        }));
        self.anchors.extend(anchor.filter(|anchor| anchor.explicit).map(|anchor| format!("`#{}`", anchor.id)));
    }
}

/// What a document in another language lacks of the text that it translates, and what it has beyond it; `at` is where the translation begins.
pub fn parity(text: &Document, translation: &Document, at: Span) -> Vec<Diagnostic> {
    let (text, translation) = (Outline::of(text), Outline::of(translation));
    let found = [
        ("clauses", missing(&text.clauses, &translation.clauses), missing(&translation.clauses, &text.clauses)),
        ("anchors", missing(&text.anchors, &translation.anchors), missing(&translation.anchors, &text.anchors)),
    ];
    found.into_iter().filter_map(|(what, lacking, added)| finding(what, &lacking, &added)).map(|found| found.at(at)).collect()
}

fn finding(what: &str, lacking: &[&str], added: &[&str]) -> Option<Diagnostic> {
    let (message, hint) = match (lacking, added) {
        ([], []) => return None,
        (lacking, []) => (format!("the translation lacks {what} of the text: {}", shown(lacking)), "translate them, or take them out of the text"),
        ([], added) => (format!("the translation has {what} that the text lacks: {}", shown(added)), "take them out, or add them to the text"),
        (lacking, added) => (
            format!("the translation lacks {what} of the text, {}, and has others: {}", shown(lacking), shown(added)),
            "let both have the same, each with the same name",
        ),
    };
    Some(Diagnostic::new(Code::StaleTranslation, message).hint(hint))
}

fn missing<'o>(there: &'o [String], here: &[String]) -> Vec<&'o str> {
    let here: BTreeSet<&str> = here.iter().map(String::as_str).collect();
    there.iter().map(String::as_str).filter(|place| !here.contains(place)).collect()
}

fn shown(places: &[&str]) -> String {
    let first = places.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if places.len() > SHOWN { format!("{first} and {} more", places.len() - SHOWN) } else { first }
}
