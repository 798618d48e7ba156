//! A page that needs no other file: a contract's copy for one customer.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::Layouts;
use super::frame::Frame;
use super::page::{PageInput, PageView};
use super::stylesheet::stylesheet;
use crate::brand::{Asset, Brand};
use crate::diag::Warned;
use crate::document::Document;
use crate::locale::Formats;
use crate::render::html::{Images, Sizes, image_sizes};
use crate::render::media::media_type;

/// The page as its layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct AloneView<'a> {
    #[serde(flatten)]
    page: PageView<'a>,
    /// The stylesheet, which holds its fonts.
    style: &'a str,
}

impl AloneView<'_> {
    /// How many bytes the document's own text and the stylesheet take.
    pub(super) fn length(&self) -> usize {
        self.page.length() + self.style.len()
    }
}

/// Makes pages that need no other file.
#[derive(Debug)]
pub struct Alone<'p> {
    layouts: Layouts,
    images: &'p BTreeMap<String, Asset>,
    sizes: Sizes,
}

/// What all such pages of a brand share; dear to make, and so made once.
#[derive(Debug)]
pub struct Letterhead {
    /// The stylesheet, which holds its fonts.
    style: String,
    /// How the brand's language writes dates.
    formats: Option<Formats>,
}

impl<'p> Alone<'p> {
    /// Pages that may show a project's images.
    pub fn new(images: &'p BTreeMap<String, Asset>) -> Self {
        Self { layouts: Layouts::alone(), images, sizes: image_sizes(images) }
    }

    /// What all pages of a brand share.
    pub fn letterhead(&self, brand: &Brand) -> Letterhead {
        Letterhead { style: stylesheet(&brand.theme, self.layouts.style(), data), formats: Formats::new(&brand.locale) }
    }

    /// The page of a brand's document with everything it shows, made for a customer of this name.
    pub fn page(&self, letterhead: &Letterhead, brand: &Brand, document: &Document, customer: Option<&str>) -> Warned<String> {
        let Letterhead { style, formats } = letterhead;
        // A page for somebody is called after them, so that of a hundred open ones each is known.
        let whose = customer.map_or_else(|| brand.name.clone(), |customer| format!("{customer} · {}", brand.name));
        let frame = Frame::alone(&self.layouts, brand, &whose);
        let shown: BTreeSet<&str> = document.images().into_iter().map(|image| image.path.as_str()).collect();
        let held = shown.into_iter().filter_map(|path| Some((path.to_owned(), data(self.images.get(path)?)))).collect();
        let input = PageInput::alone(&frame, brand, document, Images { sizes: &self.sizes, held: Some(&held) });
        self.layouts.alone_page(&AloneView { page: input.view(formats.as_ref()), style })
    }
}

/// A file as an address that holds it (RFC 2397).
fn data(file: &Asset) -> String {
    let kind = media_type(&file.path).unwrap_or("application/octet-stream");
    format!("data:{kind};base64,{}", BASE64_STANDARD.encode(&file.bytes))
}

#[cfg(test)]
mod tests {
    use super::Alone;
    use crate::document::Block;
    use crate::site::sample;

    #[test]
    fn only_what_a_page_shows_is_put_into_it() {
        let brand = sample::brand("heavymelon", "HeavyMelon", [0x1f, 0x6f, 0x4a], "en");
        let mut document = sample::documents("en").into_iter().find(|document| !document.images().is_empty()).unwrap();
        "/* stylesheet */".clone_into(&mut document.meta.title);
        let named = "src=\"assets/sources/terms/stages.svg\"";
        document.blocks.push(Block::Code { language: None, text: named.to_owned() });
        let images = sample::images();
        let alone = Alone::new(&images);
        let letterhead = alone.letterhead(&brand);
        // Nothing in it may end the element that it stands in.
        assert!(!letterhead.style.contains("</"));
        let page = alone.page(&letterhead, &brand, &document, Some("A Customer"));
        assert!(page.diagnostics.is_empty(), "{:?}", page.diagnostics);
        assert!(page.value.contains("<title>/* stylesheet */ · A Customer · HeavyMelon</title>"));
        assert_eq!(page.value.matches("data:image/svg+xml;base64,").count(), document.images().len());
        assert!(page.value.contains("assets/sources/terms/stages.svg") && !page.value.contains("<link "));
    }
}
