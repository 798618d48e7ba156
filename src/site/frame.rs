//! What all pages of a brand's site share.

use std::borrow::Cow;

use serde::Serialize;

use crate::brand::{Asset, Brand, Theme};
use crate::locale::{Direction, Locale, Words};
use crate::render::href;
use crate::render::html::Size;

use super::address::Root;
use super::helpful::FeedbackTo;
use super::icon;
use super::languages::{AlternateView, LanguageView, PageLanguages};
use super::machines::{InForce, SearchView, has_feed};
use super::standpoint::Standpoint;
use super::{CARD, FEED, ICON, INDEX, Layouts, Material, Navigation, SCRIPT, SEARCH, STYLESHEET, THEME_SCRIPT, TOUCH_ICON};

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
    pub(super) root: Root<'a>,
    pub(super) locale: String,
    logo: Option<Logo>,
    icon: String,
    pub(super) navigation: &'a Navigation,
    /// Where readers' answers go, where they are asked.
    pub(super) feedback: Option<FeedbackTo<'a>>,
    /// Whether there is a feed of all changes.
    pub(super) feed: bool,
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

/// What a page says of itself to what stands around it.
#[derive(Debug, Serialize)]
pub(super) struct Head<'a> {
    pub(super) locale: &'a str,
    pub(super) title: Cow<'a, str>,
    pub(super) description: Option<&'a str>,
    /// The whole address under which search engines are to list what it says.
    pub(super) canonical: Option<String>,
}

/// The frame as a layout reads it, for one page.
#[derive(Debug, Serialize)]
pub(super) struct FrameView<'a> {
    #[serde(flatten)]
    head: Head<'a>,
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
    words: &'static Words,
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

impl<'a> Frame<'a> {
    pub(super) fn new(layouts: &'a Layouts, material: &Material<'a>, dark_logo: Option<&Asset>, in_force: &[InForce<'_>]) -> Self {
        let brand = material.brand;
        Self {
            logo: Logo::of(&brand.theme, dark_logo),
            navigation: material.navigation,
            feedback: FeedbackTo::of(brand, material.publishing.feedback.as_ref()),
            feed: has_feed(brand, in_force),
            answers: material.publishing.answers,
            folder: material.languages.folder_of_main(),
            ..Self::alone(layouts, brand, material.title)
        }
    }

    /// What stands around a page that no other stands beside.
    pub(super) fn alone(layouts: &'a Layouts, brand: &'a Brand, project: &'a str) -> Self {
        Self {
            layouts: layouts.source(),
            project,
            name: &brand.name,
            legal_name: &brand.legal_name,
            url: brand.url.as_deref(),
            root: Root::of(brand),
            locale: brand.locale.to_string(),
            logo: None,
            icon: icon::path(brand),
            navigation: Navigation::NONE,
            feedback: None,
            feed: false,
            answers: false,
            folder: None,
        }
    }

    /// Whether the logo spells the brand's name.
    pub(super) fn has_wordmark(&self) -> bool {
        self.logo.as_ref().is_some_and(Logo::is_wordmark)
    }

    /// The address of a file that is the same in all languages, as seen from a page.
    pub(super) fn shared(&self, from: Standpoint<'_>, path: &str) -> String {
        self.folder.map_or_else(|| from.to(path), |folder| from.to_main(path, folder))
    }

    /// The words of the site's language.
    pub(super) fn words(&self) -> &'static Words {
        Words::of_tag(&self.locale)
    }

    /// The head of a page that belongs to no document, at a path from the site's root.
    pub(super) fn head<'s>(&'s self, title: impl Into<Cow<'s, str>>, path: &str) -> Head<'s> {
        let shown = if path == INDEX { "" } else { path };
        Head { locale: &self.locale, title: title.into(), description: None, canonical: self.root.whole(shown) }
    }

    /// The frame for a page that stands somewhere, where that page is the one with an id.
    pub(super) fn view<'s, 'p>(&'s self, from: impl Into<Standpoint<'p>>, head: Head<'s>, current: Option<&str>) -> FrameView<'s> {
        let (from, words) = (from.into(), Words::of_tag(head.locale));
        let shared = |path: &str| self.shared(from, path);
        FrameView {
            head,
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
            // A letter is drawn for each language.
            icon: if self.icon == ICON { from.to(ICON) } else { shared(&self.icon) },
            touch_icon: from.to(TOUCH_ICON),
            card: self.root.whole(CARD),
            noindex: false,
            logo: self.logo.as_ref().map(|logo| logo.view(&shared)),
            wordmark: self.has_wordmark(),
            navigation: self.navigation.html(from, current),
            feeds: self.feed.then(|| FeedView { address: from.to(FEED), title: words.machines.feed.to_owned() }).into_iter().collect(),
            ask: self.answers.then(|| from.to(INDEX)),
            search: SearchView::new(from.to(SEARCH), &shared, words),
            words,
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
    fn of(theme: &Theme, dark: Option<&Asset>) -> Option<Self> {
        let logo = theme.logo.as_ref()?;
        let dark = dark.map(|asset| asset.path.clone());
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

/// An address as people say it: without its scheme and the slash at its end.
pub(super) fn bare(url: &str) -> &str {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_end_matches('/')
}
