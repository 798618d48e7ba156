//! Inlines as Typst's input.

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic};
use crate::document::{Block, Image, Inline, Length, Link, Target, plain_text};
use crate::project::Format;
use crate::render::href::{file_path, href};

use super::{Writer, image_format};
use crate::render::typst::literal::{breakable, longest_run};

impl Writer<'_> {
    /// Appends inlines as a block of content.
    pub(super) fn content(&mut self, inlines: &[Inline]) {
        self.push("[");
        self.inlines(inlines);
        self.push("]");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(words) => self.words(words),
            Inline::Emphasis(content) => self.wrapped("#emph", content),
            // A blank's label is small print, whatever the words around it are.
            Inline::Strong(content) if matches!(content.as_slice(), [Inline::Blank { .. }]) => self.inlines(content),
            Inline::Strong(content) => self.wrapped("#strong", content),
            Inline::Strike(content) => self.wrapped("#strike", content),
            Inline::Code(words) => self.code(words),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image("#small-picture", image),
            Inline::Break => self.push("#linebreak()"),
            Inline::Footnote(index) => self.footnote(*index),
            Inline::Blank { field, label, length } => self.blank(Blank { field, label }, Width::Points(blank_width(label, *length))),
            Inline::Term { anchor, content } => {
                self.wrapped("#term", content);
                self.mark(anchor);
            }
        }
    }

    fn wrapped(&mut self, call: &str, content: &[Inline]) {
        self.push(call);
        self.content(content);
    }

    fn code(&mut self, words: &str) {
        if longest_run(words) > 12 {
            self.push("#long-code(");
            self.literal(&breakable(words));
        } else {
            self.push("#raw(");
            self.literal(words);
        }
        self.push(")");
    }

    /// Makes this very place one that links can name.
    pub(super) fn mark(&mut self, anchor: &str) {
        let label = self.own_label(Some(anchor));
        self.push("#mark(");
        self.literal(&label);
        self.push(")");
    }

    fn link(&mut self, link: &Link) {
        self.at(link.origin);
        let inside = self.label_inside(&link.target);
        let whole = matches!(&link.target, Target::Document { anchor: None, .. } | Target::Original { anchor: None, .. });
        self.push(match (link.reference, whole) {
            (true, true) => "#title-",
            (true, false) => "#ref-",
            (false, _) => "#",
        });
        self.push(if inside.is_some() { "go(" } else { "out(" });
        if !link.reference {
            self.push("accent,");
        }
        let to = inside.unwrap_or_else(|| self.address(&link.target));
        self.literal(&to);
        self.push(")");
        self.without_fields(|writer| writer.content(&link.content));
        if self.is_contract() {
            self.printed_address(link);
        }
    }

    /// The label of a target that stands in the same PDF.
    fn label_inside(&self, target: &Target) -> Option<String> {
        let Target::Document { id, anchor } = target else { return None };
        let inside = match &self.book {
            Some(ids) => ids.contains(id.as_str()),
            None => *id == self.document.meta.id,
        };
        inside.then(|| self.label_of(id, anchor.as_deref()))
    }

    /// The address of a target outside this PDF: on the brand's site where it has one, else the other PDF.
    fn address(&self, target: &Target) -> String {
        let brand = self.setting.brand;
        let site = match target {
            Target::Original { .. } => brand.main_site(),
            _ => brand.site.as_deref(),
        };
        match (target, site) {
            (Target::Document { id, anchor } | Target::Original { id, anchor, .. }, Some(site)) => {
                let fragment = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}/{}{fragment}", site.trim_end_matches('/'), file_path(id, Format::Html))
            }
            (target, _) => href(&self.document.meta.id, target, Format::Pdf),
        }
    }

    /// Appends the address behind a link that leads out of the project, for the reader of a printed contract.
    fn printed_address(&mut self, link: &Link) {
        if let Some(shown) = printed_address(link) {
            self.push("#address[");
            self.words(&shown);
            self.push("]");
        }
    }

    /// Appends an image that is called by the given name of the template's.
    pub(super) fn image(&mut self, call: &str, image: &Image) {
        self.at(image.origin);
        let images = self.setting.images;
        let (Some(asset), Some(format)) = (images.get(&image.path), image_format(&image.path)) else {
            let missing = Diagnostic::new(Code::BadAsset, "this image is missing, or of a kind that cannot be printed");
            self.diagnostics.push(missing.at(image.origin.0).in_file(image.path.clone()).hint("use an SVG, PNG, JPEG, GIF or WebP file"));
            return;
        };
        let path = self.asset(asset, image.origin);
        self.push(call);
        self.push("(image(");
        self.literal(&path);
        self.push(",format:");
        self.literal(format);
        self.push(",alt:");
        self.literal(&image.alt);
        self.push("))");
    }

    fn footnote(&mut self, index: usize) {
        let name = self.own_label(Some(&format!("^note{index}")));
        if !self.noted.insert(index) {
            self.push("#foot-again(");
            self.literal(&name);
            self.push(")");
            return;
        }
        let document = self.document;
        let Some(blocks) = document.footnotes.get(index) else { return };
        self.push("#foot-note(");
        self.literal(&name);
        self.push(")[");
        self.depth += 1;
        // The number stands on the first paragraph's own line.
        match blocks.split_first() {
            Some((Block::Paragraph(first), rest)) => {
                self.inlines(first);
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
        self.depth -= 1;
        self.push("]");
    }

    /// A line to be filled by pen, or in the file where a field can lie on it; of a table's cell or a cover, the call alone.
    pub(super) fn blank_call(&mut self, blank: Blank<'_>, width: Width) {
        self.push("blank(");
        match width {
            Width::Points(points) => self.push_code(format_args!("{points}pt")),
            Width::Cell => self.push("100%"),
        }
        self.push(",");
        self.literal(blank.label);
        if let Some(name) = self.blank_field(blank) {
            self.push(",filled:");
            self.literal(&name);
        }
        self.push(")");
    }

    fn blank(&mut self, blank: Blank<'_>, width: Width) {
        self.push("#");
        self.blank_call(blank, width);
    }

    /// Appends a table's cell: a blank that stands in it alone is as long as the cell is wide.
    pub(super) fn cell(&mut self, cell: &[Inline]) {
        match blank_alone(cell) {
            Some((blank, _)) => self.blank_call(blank, Width::Cell),
            None => self.content(cell),
        }
    }
}

/// How wide a blank is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Width {
    Points(usize),
    /// As wide as the cell that it stands in alone.
    Cell,
}

/// A customer's field that has no value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blank<'d> {
    pub(super) field: &'d str,
    pub(super) label: &'d str,
}

/// How many points a blank with a label is wide.
pub(super) fn blank_width(label: &str, length: Length) -> usize {
    let least = match length {
        Length::Figure => 80,
        Length::Word => 115,
        Length::Line => 170,
    };
    (label.chars().count() * 4).clamp(least, 190)
}

/// The blank that is all there is, and its length.
pub(super) fn blank_alone(content: &[Inline]) -> Option<(Blank<'_>, Length)> {
    match content {
        [Inline::Blank { field, label, length }] => Some((Blank { field, label }, *length)),
        [Inline::Strong(content)] => blank_alone(content),
        _ => None,
    }
}

/// The address that print shows behind a link: that of a link out of the project whose words are not the address itself.
pub(super) fn printed_address(link: &Link) -> Option<Cow<'_, str>> {
    let Target::External(address) = &link.target else { return None };
    let (shown, words) = (shown_address(address), plain_text(&link.content));
    (words.trim_end_matches('/') != shown && words != *address).then_some(shown)
}

/// An address as print shows it: without the scheme of a website or a mail, and without a slash at its end.
fn shown_address(address: &str) -> Cow<'_, str> {
    let without = ["https://", "http://", "mailto:", "tel:"].into_iter().find_map(|scheme| address.strip_prefix(scheme));
    Cow::Borrowed(without.unwrap_or(address).trim_end_matches('/'))
}
