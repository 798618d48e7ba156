//! A resolved document as Typst's input: a list of calls into the template, in which every text is a string literal.

mod block;
mod columns;
mod field;
mod front;
mod inline;
mod signatures;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::brand::{Asset, Brand};
use crate::diag::Diagnostic;
use crate::document::{Document, Kind};
use crate::fields::Planned;
use crate::fonts::Fonts;
use crate::locale::{Formats, Locale, Words};
use crate::project::Reserve;
use crate::source::{Origin, Span};
use crate::world::extension;

use super::literal::{push_literal, push_words};

pub(crate) use self::columns::Ruler;

/// Typst's input for one PDF.
#[derive(Debug)]
pub(crate) struct Emitted {
    /// The source text.
    pub(crate) text: String,
    /// Which author's place each part of the text comes from.
    pub(crate) marks: Marks,
    /// The images it names `/asset0`, `/asset1` and so on.
    pub(crate) pictures: Vec<Picture>,
    /// The form fields whose places it names.
    pub(crate) fields: Vec<Planned>,
    /// What cannot be printed.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// An image, and where its author first put it; a logo stands nowhere.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) asset: Asset,
    pub(crate) origin: Origin,
}

/// Leads from offsets in generated text to the author's places; sorted by offset.
#[derive(Debug, Default)]
pub(crate) struct Marks(Vec<(usize, Span)>);

impl Marks {
    /// The author's place for an offset: the last one that begins at or before it.
    pub(crate) fn at(&self, offset: usize) -> Option<Span> {
        let after = self.0.partition_point(|(start, _)| *start <= offset);
        Some(self.0.get(after.checked_sub(1)?)?.1)
    }
}

/// What a PDF is made from, apart from its documents.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) images: &'a BTreeMap<String, Asset>,
    pub(crate) fonts: &'a Fonts,
    /// The language and region of its documents.
    pub(crate) locale: &'a Locale,
    /// How that language writes dates; ISO 8601 is used where nobody knows.
    pub(crate) formats: Option<&'a Formats>,
    /// What its PDFs keep ready for signatures.
    pub(crate) reserve: Reserve,
}

/// Typst's input for a document of its own.
pub(crate) fn single(setting: Setting<'_>, document: &Document) -> Emitted {
    let mut writer = Writer::new(setting, document, None);
    writer.preamble();
    writer.document();
    writer.finish()
}

/// Typst's input for a book of documents.
pub(crate) fn book<'a>(setting: Setting<'a>, documents: &[&'a Document]) -> Emitted {
    let Some(first) = documents.first() else {
        return Emitted { text: String::new(), marks: Marks::default(), pictures: Vec::new(), fields: Vec::new(), diagnostics: Vec::new() };
    };
    let ids = documents.iter().map(|document| document.meta.id.as_str()).collect();
    let mut writer = Writer::new(setting, first, Some(ids));
    writer.preamble();
    writer.book_front();
    for document in documents {
        writer.turn_to(document);
        writer.document();
    }
    writer.finish()
}

/// Writes Typst source, and keeps what that needs to know.
struct Writer<'a> {
    out: String,
    marks: Vec<(usize, Span)>,
    pictures: Vec<Picture>,
    fields: Vec<Planned>,
    /// Whether the text at hand stands where no field can.
    fields_off: bool,
    /// How many signatories of each role there were.
    signatories: BTreeMap<String, usize>,
    diagnostics: Vec<Diagnostic>,
    setting: Setting<'a>,
    ruler: Ruler,
    document: &'a Document,
    words: &'static Words,
    /// In a book, the ids of all its policies.
    book: Option<BTreeSet<&'a str>>,
    /// The footnotes that were printed already.
    noted: BTreeSet<usize>,
    /// How many lists, quotations and notes are around the text at hand.
    depth: usize,
    /// How many lists of clauses are around it.
    clause_depth: usize,
}

impl<'a> Writer<'a> {
    fn new(setting: Setting<'a>, document: &'a Document, book: Option<BTreeSet<&'a str>>) -> Self {
        Self {
            out: String::with_capacity(32 * 1024),
            marks: Vec::new(),
            pictures: Vec::new(),
            fields: Vec::new(),
            fields_off: false,
            signatories: BTreeMap::new(),
            diagnostics: Vec::new(),
            setting,
            ruler: Ruler::new(setting.fonts, &setting.brand.theme.text_font, document.meta.kind == Kind::Contract),
            document,
            words: setting.locale.words(),
            book,
            noted: BTreeSet::new(),
            depth: 0,
            clause_depth: 0,
        }
    }

    fn turn_to(&mut self, document: &'a Document) {
        self.document = document;
        self.noted.clear();
    }

    fn finish(self) -> Emitted {
        let Self { out, marks, pictures, fields, diagnostics, .. } = self;
        Emitted { text: out, marks: Marks(marks), pictures, fields, diagnostics }
    }

    /// Notes that what follows comes from an author's place.
    fn at(&mut self, origin: Origin) {
        if let Some(span) = origin.0 {
            self.marks.push((self.out.len(), span));
        }
    }

    fn push(&mut self, code: &str) {
        self.out.push_str(code);
    }

    /// Appends something that prints as Typst code: a number.
    fn push_code(&mut self, code: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{code}");
    }

    fn literal(&mut self, text: &str) {
        push_literal(&mut self.out, text);
    }

    /// Appends a text as an embedded literal, in which long words can be broken.
    fn words(&mut self, text: &str) {
        push_words(&mut self.out, text);
    }

    /// Appends an array of string literals.
    fn literals<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.push("(");
        for text in texts {
            self.literal(text);
            self.push(",");
        }
        self.push(")");
    }

    /// Appends string literals as arguments.
    fn arguments<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        for text in texts {
            self.literal(text);
            self.push(",");
        }
    }

    /// Appends a text as a literal, or `none`.
    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.literal(text),
            None => self.push("none"),
        }
    }

    /// The label of an anchor of a document: in a book, the policy's id comes before it.
    fn label_of(&self, id: &str, anchor: Option<&str>) -> String {
        match (anchor, &self.book) {
            (None, _) => format!("^{id}"),
            (Some(anchor), None) => anchor.to_owned(),
            (Some(anchor), Some(_)) => format!("{id}#{anchor}"),
        }
    }

    fn own_label(&self, anchor: Option<&str>) -> String {
        self.label_of(&self.document.meta.id, anchor)
    }

    fn is_contract(&self) -> bool {
        self.document.meta.kind == Kind::Contract
    }

    /// Registers an image and gives the path by which Typst's input names it.
    fn asset(&mut self, asset: &Asset, origin: Origin) -> String {
        let known = self.pictures.iter().position(|known| known.asset == *asset);
        let at = known.unwrap_or_else(|| {
            self.pictures.push(Picture { asset: asset.clone(), origin });
            self.pictures.len() - 1
        });
        format!("/asset{at}")
    }
}

/// The format of an image, by the end of its path, as Typst calls it.
pub(crate) fn image_format(path: &str) -> Option<&'static str> {
    let extension = extension(path);
    ["svg", "png", "gif", "webp", "jpg"].into_iter().find(|known| *known == extension || (*known == "jpg" && extension == "jpeg"))
}
