//! A page that needs no other file: a contract's copy for one customer.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::{Announced, Earlier, Languages, Layouts, Material, Navigation, Published, Site};
use crate::brand::{Asset, Brand};
use crate::diag::Warned;
use crate::document::Document;
use crate::project::{Format, Publishing};
use crate::render::href::{asset, asset_path};
use crate::render::html::image_sizes;
use crate::render::typst::Painter;
use crate::world::extension;

/// What the frame has in the place of the stylesheet.
const STYLE: &str = "/* stylesheet */";

/// The page of a document with everything it shows, made for a customer of this name, by layouts that are made for it: [`Layouts::alone`].
pub fn alone(layouts: &Layouts, brand: &Brand, document: &Document, customer: Option<&str>, images: &BTreeMap<String, Asset>) -> Warned<String> {
    let navigation = Navigation::new(&[], &brand.theme, std::iter::empty());
    let painter = Painter::new(Arc::default());
    let published = [Published { document, formats: &[Format::Html], signed: false, announced: Announced::default() }];
    let sizes = image_sizes(images);
    // A page for somebody is called after them, so that of a hundred open ones each is known.
    let whose = customer.map_or_else(|| brand.name.clone(), |customer| format!("{customer} · {}", brand.name));
    let material = Material {
        brand,
        title: &whose,
        navigation: &navigation,
        documents: &published,
        sizes: &sizes,
        book: false,
        publishing: &Publishing::default(),
        painter: &painter,
        languages: &Languages::default(),
        earlier: Earlier::default(),
        originals: None,
    };
    let site = Site::new(layouts, material);
    let page = site.page(&site.page_input(&published[0]));
    let fonts = brand.theme.font_files.iter().map(|file| (asset_path(&file.path), file));
    let style = fonts.fold(site.stylesheet(), |style, (address, file)| style.replace(&address, &data(file)));
    let shown = document.images().into_iter().filter_map(|image| images.get(&image.path).map(|file| (asset(&document.meta.id, &image.path), file)));
    // A stylesheet may hold `</style` in a string, which would end the element.
    let text = page.value.replacen(STYLE, &style.replace("</", "<\\/"), 1);
    let text = shown.fold(text, |text, (address, file)| text.replace(&format!("\"{address}\""), &format!("\"{}\"", data(file))));
    Warned { value: text, diagnostics: page.diagnostics }
}

/// A file as an address that holds it (RFC 2397).
fn data(file: &Asset) -> String {
    let kind = match extension(&file.path).as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        _ => "application/octet-stream",
    };
    format!("data:{kind};base64,{}", BASE64_STANDARD.encode(&file.bytes))
}
