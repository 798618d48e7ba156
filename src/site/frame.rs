//! What all pages of a brand's site share.

use serde::Serialize;

use crate::brand::{Brand, Theme};
use crate::locale::{Appearance, Asking, Direction, Helpful, Locale, NotFound, Versions, Words};
use crate::render::href;
use crate::render::html::Size;

use super::feed::has_feed;
use super::helpful::Destination;
use super::icon;
use super::languages::{AlternateView, LanguageView, PageLanguages};
use super::logo;
use super::search::SearchView;
use super::standpoint::Standpoint;
use super::{CARD, FEED, INDEX, Layouts, Material, Navigation, SCRIPT, SEARCH, STYLESHEET, THEME_SCRIPT, TOUCH_ICON};

/// A logo that is so many times as wide as it is high, or wider, is taken to spell the brand's name.
const WORDMARK: u32 = 2;

/// What all pages of a brand's site show, apart from each page's own text.
#[derive(Debug, Clone, Hash)]
pub(super) struct Frame<'a> {
    /// The text of the layouts: another layout gives another page.
    pub(super) layouts: &'a str,
    pub(super) project: &'a str,
    pub(super) name: &'a str,
    pub(super) legal_name: &'a str,
    pub(super) url: Option<&'a str>,
    pub(super) site: Option<&'a str>,
    pub(super) locale: String,
    logo: Option<Logo>,
    icon: String,
    pub(super) navigation: &'a Navigation,
    /// Where readers' answers go, where they are asked.
    pub(super) feedback: Option<Destination<'a>>,
    /// Whether there is a feed of all changes.
    feed: bool,
    /// Whether a server answers readers' questions.
    answers: bool,
    /// The folder of the main edition's site in which this one's lies, where it does.
    folder: Option<&'a str>,
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
    /// The script that has to run before the page is drawn.
    theme_script: String,
    script: String,
    /// The page's Markdown, for machines that would rather read that.
    pub(super) alternate: Option<String>,
    /// What the page is, as JSON-LD.
    pub(super) linked_data: Option<String>,
    icon: String,
    touch_icon: String,
    /// The whole address of the card that is shown where the page's address is shared.
    card: Option<String>,
    /// Whether the page is to be left out of search engines.
    pub(super) noindex: bool,
    /// Which way the brand's language runs.
    dir: Direction,
    /// The page in every language it is there in, where there are several.
    languages: Vec<LanguageView<'a>>,
    /// Where the page stands in every language, for search engines.
    alternates: Vec<AlternateView<'a>>,
    logo: Option<LogoView>,
    /// Whether the logo spells the brand's name, which then need not stand beside it.
    wordmark: bool,
    navigation: String,
    /// The feeds that tell of changes.
    pub(super) feeds: Vec<FeedView>,
    search: SearchView,
    /// Where a question is put to the policies, where a server answers it.
    ask: Option<String>,
    words: WordsView,
}

/// A feed as a layout reads it.
#[derive(Debug, Serialize)]
pub(super) struct FeedView {
    pub(super) address: String,
    pub(super) title: String,
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
    download_signed: &'static str,
    all_policies: &'static str,
    on_one_page: &'static str,
    you_are_here: &'static str,
    close: &'static str,
    helpful: &'static Helpful,
    asking: &'static Asking,
    appearance: &'static Appearance,
    not_found: &'static NotFound,
    language: &'static str,
    further: &'static str,
    versions: &'static Versions,
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
            icon: icon::path(brand),
            navigation: material.navigation,
            feedback: Destination::of(brand, material.publishing.feedback.as_ref()),
            feed: has_feed(material),
            answers: material.publishing.answers,
            folder: material.languages.folder_of_main(),
        }
    }

    /// The address of a file that is the same in all languages, as seen from a page.
    fn shared(&self, from: Standpoint<'_>, path: &str) -> String {
        self.folder.map_or_else(|| from.to(path), |folder| from.to_main(path, folder))
    }

    /// The frame for a page that stands somewhere, in a language, where that page is the one with an id.
    pub(super) fn view<'p>(&self, from: impl Into<Standpoint<'p>>, words: &'static Words, current: Option<&str>) -> FrameView<'_> {
        let from = from.into();
        let shared = |path: &str| self.shared(from, path);
        FrameView {
            project: self.project,
            brand: self.name,
            legal_name: self.legal_name,
            url: self.url,
            website: self.url.map(bare),
            home: from.to(INDEX),
            stylesheet: shared(STYLESHEET),
            dir: Locale::parse(&self.locale).unwrap_or_default().direction(),
            languages: Vec::new(),
            alternates: Vec::new(),
            theme_script: shared(THEME_SCRIPT),
            script: shared(SCRIPT),
            alternate: None,
            linked_data: None,
            icon: from.to(&self.icon),
            touch_icon: from.to(TOUCH_ICON),
            card: self.site.map(|site| format!("{site}/{CARD}")),
            noindex: false,
            logo: self.logo.as_ref().map(|logo| logo.view(&shared)),
            wordmark: self.logo.as_ref().is_some_and(Logo::is_wordmark),
            navigation: self.navigation.html(from, current),
            feeds: self.feed.then(|| FeedView { address: from.to(FEED), title: words.machines.feed.to_owned() }).into_iter().collect(),
            ask: self.answers.then(|| from.to(INDEX)),
            search: SearchView::new(from.to(SEARCH), &shared, words),
            words: WordsView::new(words),
        }
    }
}

impl<'a> FrameView<'a> {
    /// With what leads from the page at a path to the same page in other languages.
    pub(super) fn in_languages(self, languages: &'a PageLanguages<'_>, path: &str) -> Self {
        Self { languages: languages.switch(path), alternates: languages.alternates(path), ..self }
    }
}

impl Logo {
    fn of(theme: &Theme) -> Option<Self> {
        let logo = theme.logo.as_ref()?;
        let dark = logo::dark(theme).map(|asset| asset.path);
        Some(Self { path: href::asset_path(&logo.path), dark, size: Size::of(&logo.bytes) })
    }

    /// Whether it is taken to spell the brand's name.
    fn is_wordmark(&self) -> bool {
        self.size.is_some_and(|size| size.width >= WORDMARK * size.height)
    }

    /// The logo as a page shows it that gives files such addresses.
    fn view(&self, address: &impl Fn(&str) -> String) -> LogoView {
        LogoView { address: address(&self.path), dark: self.dark.as_deref().map(address), size: self.size.map(|size| (size.width, size.height)) }
    }
}

/// Whether a theme's logo spells the brand's name.
pub(super) fn spells_name(theme: &Theme) -> bool {
    Logo::of(theme).is_some_and(|logo| logo.is_wordmark())
}

/// An address as people say it: without its scheme and the slash at its end.
pub(super) fn bare(url: &str) -> &str {
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
            download_signed: words.download_signed,
            all_policies: words.all_policies,
            on_one_page: words.on_one_page,
            you_are_here: words.you_are_here,
            close: words.close,
            helpful: &words.helpful,
            asking: words.asking,
            appearance: &words.appearance,
            not_found: &words.not_found,
            language: words.language,
            further: words.further,
            versions: &words.versions,
        }
    }
}
