//! Inlines as HTML.

use crate::document::{Image, Inline, Link, Target, plain_text};
use crate::locale::Locale;

use super::{Size, Writer};

impl<'d> Writer<'d> {
    pub(super) fn inlines(&mut self, inlines: &'d [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'d Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(content) => self.wrapped("em", content),
            Inline::Strong(content) => self.wrapped("strong", content),
            Inline::Strike(content) => self.wrapped("s", content),
            Inline::Code(text) => self.code(text),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image(image, Some("inline")),
            Inline::Break => self.raw("<br>\n"),
            Inline::Footnote(index) => self.footnote_reference(*index),
            Inline::Blank { label, .. } => self.blank(label),
            Inline::Term { anchor, content } => self.term(anchor, content),
        }
    }

    fn wrapped(&mut self, element: &str, content: &'d [Inline]) {
        self.format(format_args!("<{element}>"));
        self.inlines(content);
        self.format(format_args!("</{element}>"));
    }

    fn code(&mut self, text: &str) {
        self.raw("<code>");
        self.text(text);
        self.raw("</code>");
    }

    fn link(&mut self, link: &'d Link) {
        self.raw("<a");
        self.attribute("href", &self.address(&link.target));
        if let Target::Original { locale, anchor, .. } = &link.target {
            self.attribute("hreflang", locale);
            if link.reference && anchor.is_none() {
                // The words are the other document's title.
                self.attribute("lang", locale);
            }
        }
        if let Some(class) = link_class(link) {
            self.attribute("class", class);
        }
        if let Some(title) = &link.title {
            self.attribute("title", title);
        }
        self.raw(">");
        self.inlines(&link.content);
        if let Target::Original { locale, .. } = &link.target {
            self.language(locale);
        }
        self.raw("</a>");
    }

    /// What a reader ought to know who follows a link out of their language: which one it leads to.
    fn language(&mut self, tag: &str) {
        let name = Locale::parse(tag).unwrap_or_default().own_name(false);
        self.raw(" <span");
        self.attribute("lang", tag);
        self.raw(">(");
        self.text(&name);
        self.raw(")</span>");
    }

    /// An image of the project, with its size where that is known, so that the text does not jump when it arrives.
    pub(super) fn image(&mut self, image: &Image, class: Option<&str>) {
        self.raw("<img");
        self.attribute("src", &self.image_address(&image.path));
        self.attribute("alt", &image.alt);
        if let Some(Size { width, height }) = self.images.sizes.get(&image.path) {
            self.format(format_args!(" width=\"{width}\" height=\"{height}\""));
        }
        if let Some(class) = class {
            self.attribute("class", class);
        }
        self.raw(">");
    }

    /// A line to be filled by pen, with what to fill in between brackets, as it is copied and read aloud too.
    fn blank(&mut self, label: &str) {
        self.raw("<span class=\"blank\">[");
        self.text(label);
        self.raw("]</span>");
    }

    fn term(&mut self, anchor: &str, content: &'d [Inline]) {
        self.raw("<dfn");
        self.attribute("id", &self.id(anchor));
        self.raw(">");
        self.inlines(content);
        self.raw("</dfn>");
    }
}

/// What style needs to know of a link: a reference reads as text; an address may break anywhere; one that the text does not show follows it in print.
fn link_class(link: &Link) -> Option<&'static str> {
    match &link.target {
        _ if link.reference => Some("reference"),
        Target::External(address) if shows(link, address) => Some("address"),
        Target::External(address) if address.starts_with("http") => Some("external"),
        _ => None,
    }
}

/// Whether a link's text is its address, with or without what every address begins and ends with.
fn shows(link: &Link, address: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        text.trim_end_matches('/').to_owned()
    };
    bare(&plain_text(&link.content)) == bare(address)
}
