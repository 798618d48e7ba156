//! The pages of a file in their order (ISO 32000-2, 7.7.3).

use std::collections::{HashMap, HashSet};

use crate::pdf::{Dictionary, Fault, FaultKind, File, Object, Reference};

use super::rectangle::Rectangle;

/// How deep the tree of pages may be.
const DEEPEST: usize = 64;

/// The pages of a file.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Each page's object, in order.
    pub(super) all: Vec<Reference>,
    /// The number of the page, from 1, that shows an annotation; of several the first.
    pub(super) of_annotation: HashMap<Reference, u32>,
    /// The annotations that several pages show: what is drawn in one place is seen in others, too.
    pub(super) repeated: HashSet<Reference>,
    /// What is seen of each page.
    rectangles: Vec<Rectangle>,
}

/// The sheet of a page and the part of it that is shown, each its own or that of the pages above (ISO 32000-2, table 31).
#[derive(Debug, Clone, Copy)]
struct Sheet {
    whole: Rectangle,
    shown: Option<Rectangle>,
}

impl Sheet {
    const UNSAID: Self = Self { whole: Rectangle::LETTER, shown: None };

    /// That of a page or of a node of the tree, below another.
    fn of(file: &File<'_>, node: &Dictionary, above: Self) -> Self {
        let own = |key| node.get(key).and_then(|value| Rectangle::read(file, value));
        Self { whole: own("MediaBox").unwrap_or(above.whole), shown: own("CropBox").or(above.shown) }
    }

    /// What is seen of it: no program shows what lies beyond the sheet.
    fn seen(self) -> Rectangle {
        self.shown.map_or(self.whole, |shown| shown.within(self.whole))
    }
}

impl Pages {
    /// Reads the tree of pages.
    pub(super) fn read(file: &File<'_>) -> Result<Self, Fault> {
        let (_, catalog) = file.catalog()?;
        let root = catalog.get("Pages").and_then(Object::as_reference).ok_or(Fault { at: 0, kind: FaultKind::Missing("pages") })?;
        let mut pages = Self::default();
        let mut seen = HashSet::new();
        let mut open = vec![(root, 0, Sheet::UNSAID)];
        while let Some((node, depth, above)) = open.pop() {
            if depth > DEEPEST || !seen.insert(node) {
                return Err(Fault { at: 0, kind: FaultKind::Circle });
            }
            let object = file.object(node)?;
            let dictionary = object.as_dictionary().ok_or(Fault { at: 0, kind: FaultKind::Missing("pages") })?;
            let sheet = Sheet::of(file, dictionary, above);
            match file.get(dictionary, "Kids")? {
                Object::Array(kids) => open.extend(kids.iter().rev().filter_map(Object::as_reference).map(|kid| (kid, depth + 1, sheet))),
                _ => pages.add(node, &file.get(dictionary, "Annots")?, sheet.seen()),
            }
        }
        Ok(pages)
    }

    fn add(&mut self, page: Reference, annotations: &Object, seen: Rectangle) {
        self.all.push(page);
        self.rectangles.push(seen);
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        for annotation in annotations.as_array().unwrap_or_default().iter().filter_map(Object::as_reference) {
            if *self.of_annotation.entry(annotation).or_insert(number) != number {
                self.repeated.insert(annotation);
            }
        }
    }

    /// What is seen of a page, by its number.
    pub(super) fn rectangle(&self, number: u32) -> Option<Rectangle> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.rectangles.get(index).copied()
    }

    /// How much is seen of a page, by its number, in square points.
    pub(super) fn size(&self, number: u32) -> f64 {
        self.rectangle(number).map_or(0.0, Rectangle::area)
    }
}
