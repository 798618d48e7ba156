//! Anchors: every heading and clause gets one, unique in its document.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::document::{Anchor, Block, Document, Heading, Inline, Item, Number, Part, walk};
use crate::source::Span;

/// Gives every heading and clause its anchor. The author's own come first: an anchor that is derived gives way to them.
pub(super) fn anchor(document: &mut Document) -> Vec<Diagnostic> {
    let mut explicit = Explicit::default();
    for blocks in document.footnotes.iter().chain([&document.blocks]) {
        walk(blocks, &mut |part| explicit.term(part));
    }
    for blocks in [&document.blocks].into_iter().chain(&document.footnotes) {
        walk(blocks, &mut |part| explicit.part(part));
    }
    let mut derived = Derived { taken: explicit.seen.into_keys().collect(), counts: HashMap::new() };
    derived.blocks(&mut document.blocks);
    explicit.diagnostics
}

/// The anchors that are written, and where.
#[derive(Default)]
struct Explicit {
    seen: HashMap<String, Option<Span>>,
    diagnostics: Vec<Diagnostic>,
}

impl Explicit {
    /// Terms come first: their anchors are made from their words and cannot give way.
    fn term(&mut self, part: Part<'_>) {
        if let Part::Inline(Inline::Term { anchor, .. }) = part {
            self.seen.insert(anchor.clone(), None);
        }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Block(Block::Heading(heading)) => self.place(heading.anchor.as_ref(), heading.origin.0),
            Part::Item(item) => self.place(item.anchor.as_ref(), item.origin.0),
            Part::Block(_) | Part::Inline(_) => {}
        }
    }

    fn place(&mut self, anchor: Option<&Anchor>, span: Option<Span>) {
        let Some(anchor) = anchor else { return };
        let Some(first) = self.seen.get(&anchor.id) else {
            self.seen.insert(anchor.id.clone(), span);
            return;
        };
        let mut found = Diagnostic::new(Code::DuplicateAnchor, format!("the anchor `{}` stands twice in this document", anchor.id)).at(span);
        if let Some(first) = *first {
            found = found.with_related(first, "it stands here already");
        }
        self.diagnostics.push(found.hint(format!("give one of them another name, say `{{#{}-2}}`", anchor.id)));
    }
}

/// The anchors that are made.
struct Derived {
    taken: HashSet<String>,
    /// The highest number that stands behind a slug.
    counts: HashMap<String, usize>,
}

impl Derived {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) if heading.anchor.is_none() => heading.anchor = Some(self.unique(&heading_slug(heading))),
                Block::List(list) => list.items.iter_mut().for_each(|item| self.item(item)),
                Block::Quote(inner) => self.blocks(inner),
                Block::Note(note) => self.blocks(&mut note.blocks),
                _ => {}
            }
        }
    }

    fn item(&mut self, item: &mut Item) {
        if let (None, Some(number)) = (&item.anchor, &item.number) {
            item.anchor = Some(self.unique(&clause_slug(number)));
        }
        self.blocks(&mut item.blocks);
    }

    /// The slug, with `-1`, `-2` behind it where it is taken, as GitHub does.
    fn unique(&mut self, slug: &str) -> Anchor {
        let mut id = slug.to_owned();
        if !self.taken.insert(id.clone()) {
            let count = self.counts.entry(slug.to_owned()).or_default();
            while !self.taken.insert(id.clone()) {
                *count += 1;
                id = format!("{slug}-{count}");
            }
        }
        Anchor { id, explicit: false }
    }
}

fn heading_slug(heading: &Heading) -> String {
    let slug = &heading.slug_source.0;
    if slug.is_empty() { "section".to_owned() } else { slug.clone() }
}

/// `clause-4-2-a`, in a schedule `schedule-2-clause-1-1`.
fn clause_slug(number: &Number) -> String {
    let words: Vec<&str> = number.full.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let clause = format!("clause-{}", words.join("-"));
    number.schedule.as_ref().map_or(clause.clone(), |schedule| format!("schedule-{schedule}-{clause}"))
}
