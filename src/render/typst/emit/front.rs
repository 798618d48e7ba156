//! What comes before a document's text: the settings, the first page, a contract's cover, a book's title page.

use jiff::civil::Date;

use crate::brand::Paper;
use crate::document::{Block, Document, Inline, Kind, Status};
use crate::fonts::STAND_INS;
use crate::locale::DateStyle;
use crate::source::Origin;

use super::field::has_signatures;
use super::inline::{Blank, Width};
use super::{Writer, image_format};

/// A contract with more clauses than this has a contents page.
const CLAUSES_WITHOUT_CONTENTS: usize = 10;

impl Writer<'_> {
    /// Appends the settings that all of the PDF shares.
    pub(super) fn preamble(&mut self) {
        let theme = &self.setting.brand.theme;
        let [red, green, blue] = theme.accent.rgb;
        self.push("#import \"counterpart.typ\": *\n");
        self.push_code(format_args!("#let accent = rgb({red}, {green}, {blue})\n"));
        self.setup();
        if self.book.is_none() && self.document.meta.status == Status::Draft {
            self.push("#show: draft.with(");
            self.literal(self.words.draft);
            self.push(")\n");
        }
        self.push("#begin((name:");
        self.literal(&self.setting.brand.name);
        self.push(",accent:accent,page:");
        let (before, rest) = self.words.page_of.split_once("{n}").unwrap_or_default();
        let (between, after) = rest.split_once("{m}").unwrap_or_default();
        self.literals([before, between, after]);
        self.push("))\n");
    }

    fn setup(&mut self) {
        let theme = &self.setting.brand.theme;
        let locale = self.setting.locale;
        self.push("#show: setup.with(");
        self.push(if theme.paper == Paper::A4 { "\"a4\"," } else { "\"us-letter\"," });
        self.literal(locale.language());
        self.push(",");
        self.optional(locale.region());
        for family in [&theme.text_font, &theme.heading_font, &theme.code_font] {
            self.push(",");
            let family = family.as_str();
            self.literals(std::iter::once(family).chain(STAND_INS.into_iter().filter(|stand_in| *stand_in != family)));
        }
        self.push(")\n");
    }

    /// Appends a document: its first page or cover, and its text.
    pub(super) fn document(&mut self) {
        let document = self.document;
        let scoped = self.book.is_some();
        if scoped {
            self.open_scope();
        }
        self.push("#run(");
        let line = self.running_line();
        self.literal(&line);
        self.push(")\n");
        match document.meta.kind {
            Kind::Policy => self.opening(),
            Kind::Contract => self.cover(),
        }
        if !scoped && !document.blocks.is_empty() && !has_signatures(document) {
            self.reserve();
            self.push("\n");
        }
        self.blocks(&document.blocks);
        if scoped {
            self.push("]\n");
        }
    }

    /// Begins a policy of a book on a page of its own; a draft carries its watermark.
    fn open_scope(&mut self) {
        self.push("#pagebreak(weak: true)\n");
        if self.document.meta.status == Status::Draft {
            self.push("#draft(");
            self.literal(self.words.draft);
            self.push(")[\n");
        } else {
            self.push("#[\n");
        }
    }

    /// What the foot of each page says: the title and the version.
    fn running_line(&self) -> String {
        let meta = &self.document.meta;
        let version = meta.version.as_ref().map(|version| format!(" · {} {version}", self.words.version));
        meta.title.clone() + &version.unwrap_or_default()
    }

    fn opening(&mut self) {
        self.push("#opening(accent,");
        // A book shows the logo once, on its cover.
        if self.book.is_some() {
            self.push("none");
        } else {
            self.logo();
        }
        self.push(",");
        self.title();
        self.push(",");
        self.optional(self.document.meta.description.as_deref());
        self.push(",");
        let facts = self.facts();
        self.literal(&facts);
        self.push(")\n");
    }

    /// The title with the label that links to the whole document lead to.
    fn title(&mut self) {
        let label = self.own_label(None);
        self.push("([");
        self.words(&self.document.meta.title);
        self.push("],label(");
        self.literal(&label);
        self.push("))");
    }

    /// One quiet line: whose it is, which version, since when.
    fn facts(&self) -> String {
        let meta = &self.document.meta;
        let dated = |word: &str, day: Option<Date>| day.map(|day| format!("{word} {}", self.date(day)));
        let facts = [
            Some(self.setting.brand.name.clone()),
            meta.version.as_ref().map(|version| format!("{} {version}", self.words.version)),
            dated(self.words.effective, meta.effective),
            dated(self.words.updated, meta.updated),
        ];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn date(&self, day: Date) -> String {
        self.setting.formats.map_or_else(|| day.to_string(), |formats| formats.date(day, DateStyle::Long))
    }

    fn logo(&mut self) {
        let logo = self.setting.brand.theme.logo.as_ref();
        let Some((logo, format)) = logo.and_then(|logo| Some((logo, image_format(&logo.path)?))) else {
            return self.push("none");
        };
        let path = self.asset(logo, Origin::default());
        self.push("logo(");
        self.arguments([path.as_str(), format, self.setting.brand.name.as_str()]);
        self.push(")");
    }

    fn cover(&mut self) {
        self.push("#cover(accent,");
        self.logo();
        self.push(",");
        self.title();
        self.push(",");
        self.optional(self.document.meta.description.as_deref());
        self.push(",");
        self.literal(self.words.between);
        self.push(",(");
        for party in &self.document.meta.parties {
            self.cover_party(party);
            self.push(",");
        }
        self.push("),");
        self.literal(self.words.and);
        self.push(",(");
        for (name, value) in self.cover_facts() {
            self.literals([name, value.as_str()]);
            self.push(",");
        }
        self.push("))\n");
        if clauses(self.document) > CLAUSES_WITHOUT_CONTENTS {
            self.push("#contents(");
            self.literal(self.words.contents);
            self.push(")\n");
        }
    }

    /// A party's name; where a pen writes it, there is room for a long one.
    fn cover_party(&mut self, party: &[Inline]) {
        match party {
            [Inline::Blank { field, label, .. }] => self.blank_call(Blank { field, label }, Width::Points(240)),
            name => self.content(name),
        }
    }

    fn cover_facts(&self) -> Vec<(&'static str, String)> {
        let meta = &self.document.meta;
        let facts = [
            (self.words.document_number, meta.number.clone()),
            (self.words.version, meta.version.clone()),
            (self.words.effective, meta.effective.map(|day| self.date(day))),
        ];
        facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Appends a book's title page and contents.
    pub(super) fn book_front(&mut self) {
        self.push("#run(");
        self.literal(self.words.navigation);
        self.push(")\n#book-cover(accent,");
        self.logo();
        self.push(",");
        self.arguments([self.setting.brand.name.as_str(), self.words.navigation]);
        self.push(")\n#book-contents(");
        self.literal(self.words.contents);
        self.push(")\n");
    }
}

/// How many clauses and schedules a contract has: its numbered headings of the first level.
fn clauses(document: &Document) -> usize {
    let is_clause = |block: &&Block| matches!(block, Block::Heading(heading) if heading.level == 2 && (heading.number.is_some() || heading.schedule));
    document.blocks.iter().filter(is_clause).count()
}
