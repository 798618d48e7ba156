//! What all pages of a brand's site share.

use serde::Serialize;

use crate::brand::{Brand, Theme};
use crate::locale::Words;
use crate::render::href;
use crate::render::html::Size;

use super::logo;
use super::{INDEX, Layouts, Material, Navigation, STYLESHEET};

/// A logo that is so many times as wide as it is high, or wider, is taken to spell the brand's name.
const WORDMARK: u32 = 2;

/// What all pages of a brand's site show, apart from each page's own text.
#[derive(Debug, Clone, Hash)]
pub(super) struct Frame<'a> {
    /// The text of the layouts: another layout gives another page.
    pub(super) layouts: &'a str,
    pub(super) project: &'a str,
    pub(super) name: &'a str,
    legal_name: &'a str,
    url: Option<&'a str>,
    pub(super) site: Option<&'a str>,
    pub(super) locale: String,
    logo: Option<Logo>,
    pub(super) navigation: &'a Navigation,
}

/// The logo: its path from the site's root, the one for a dark page where there is one, and its size where that is known.
#[derive(Debug, Clone, Hash)]
struct Logo {
    path: String,
    dark: Option<String>,
    size: Option<Size>,
}

/// The frame as a layout reads it, for one page.
#[derive(Debug, Serialize)]
pub(super) struct FrameView<'a> {
    project: &'a str,
    brand: &'a str,
    legal_name: &'a str,
    url: Option<&'a str>,
    /// The website's address as people say it.
    website: Option<&'a str>,
    home: String,
    stylesheet: String,
    logo: Option<LogoView>,
    /// Whether the logo spells the brand's name, which then need not stand beside it.
    wordmark: bool,
    navigation: String,
    words: WordsView,
}

#[derive(Debug, Serialize)]
struct LogoView {
    address: String,
    dark: Option<String>,
    size: Option<(u32, u32)>,
}

/// The compiler's words that a layout uses.
#[derive(Debug, Serialize)]
struct WordsView {
    skip_to_content: &'static str,
    navigation: &'static str,
    on_this_page: &'static str,
    previous: &'static str,
    next: &'static str,
    version: &'static str,
    effective: &'static str,
    updated: &'static str,
    draft: &'static str,
    draft_notice: &'static str,
    number: &'static str,
    between: &'static str,
    and: &'static str,
    download_pdf: &'static str,
    download_markdown: &'static str,
    all_policies: &'static str,
    close: &'static str,
}

impl<'a> Frame<'a> {
    pub(super) fn new(layouts: &'a Layouts, material: &Material<'a>) -> Self {
        let brand: &Brand = material.brand;
        Self {
            layouts: layouts.source(),
            project: material.title,
            name: &material.brand.name,
            legal_name: &material.brand.legal_name,
            url: material.brand.url.as_deref(),
            site: material.brand.site.as_deref(),
            locale: brand.locale.to_string(),
            logo: Logo::of(&brand.theme),
            navigation: material.navigation,
        }
    }

    /// The frame for the page at a path, in a language, where that page is the one with an id.
    pub(super) fn view(&self, path: &str, words: &'static Words, current: Option<&str>) -> FrameView<'_> {
        FrameView {
            project: self.project,
            brand: self.name,
            legal_name: self.legal_name,
            url: self.url,
            website: self.url.map(bare),
            home: href::relative(path, INDEX),
            stylesheet: href::relative(path, STYLESHEET),
            logo: self.logo.as_ref().map(|logo| logo.view(path)),
            wordmark: self.logo.as_ref().is_some_and(Logo::is_wordmark),
            navigation: self.navigation.html(path, current),
            words: WordsView::new(words),
        }
    }
}

impl Logo {
    fn of(theme: &Theme) -> Option<Self> {
        let logo = theme.logo.as_ref()?;
        let dark = logo::dark(theme).map(|asset| asset.path);
        Some(Self { path: href::asset_path(&logo.path), dark, size: Size::of(&logo.bytes) })
    }

    fn is_wordmark(&self) -> bool {
        self.size.is_some_and(|size| size.width >= WORDMARK * size.height)
    }

    /// The logo as the page at a path shows it.
    fn view(&self, path: &str) -> LogoView {
        LogoView {
            address: href::relative(path, &self.path),
            dark: self.dark.as_ref().map(|dark| href::relative(path, dark)),
            size: self.size.map(|size| (size.width, size.height)),
        }
    }
}

/// An address as people say it: without its scheme and the slash at its end.
fn bare(url: &str) -> &str {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_end_matches('/')
}

impl WordsView {
    fn new(words: &'static Words) -> Self {
        Self {
            skip_to_content: words.skip_to_content,
            navigation: words.navigation,
            on_this_page: words.on_this_page,
            previous: words.previous,
            next: words.next,
            version: words.version,
            effective: words.effective,
            updated: words.updated,
            draft: words.draft,
            draft_notice: words.draft_notice,
            number: words.document_number,
            between: words.between,
            and: words.and,
            download_pdf: words.download_pdf,
            download_markdown: words.download_markdown,
            all_policies: words.all_policies,
            close: words.close,
        }
    }
}
