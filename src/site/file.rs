//! The files of a site that belong to no document.

use std::hash::{Hash, Hasher};

use crate::brand::Asset;
use crate::diag::{Diagnostic, Warned};

use super::all::AllInput;
use super::card::Card;
use super::icon::TouchIcon;
use super::script::{script, theme_script};
use super::{ALL, CARD, ICON, INDEX, Machine, NOT_FOUND, SCRIPT, STYLESHEET, Site, THEME_SCRIPT, TOUCH_ICON, VERSIONS, icon};

/// A file of a site that belongs to no document in particular.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SiteFile {
    /// The list of all policies.
    Index,
    /// All policies on one page.
    All,
    /// The page for an address at which there is none.
    NotFound,
    /// The stylesheet.
    Stylesheet,
    /// The script that runs before a page is drawn.
    ThemeScript,
    /// The script that all pages share.
    Script,
    /// The icon, where the logo cannot be one.
    Icon,
    /// The icon for home screens.
    TouchIcon,
    /// The card that is shown where a page's address is shared.
    Card,
    /// The list of all earlier versions.
    Versions,
    /// The page of an earlier version, by its path.
    Version(String),
    /// The Markdown of an earlier version, by its path.
    VersionMarkdown(String),
    /// An image that earlier versions show, by its path.
    VersionImage(String),
    /// One of the brand's own files, by its path from the site's root.
    Asset(String),
    /// What machines read.
    Machine(Machine),
}

impl SiteFile {
    /// Its path from the site's root.
    pub fn path(&self) -> &str {
        match self {
            Self::Index => INDEX,
            Self::All => ALL,
            Self::NotFound => NOT_FOUND,
            Self::Stylesheet => STYLESHEET,
            Self::ThemeScript => THEME_SCRIPT,
            Self::Script => SCRIPT,
            Self::Icon => ICON,
            Self::TouchIcon => TOUCH_ICON,
            Self::Card => CARD,
            Self::Versions => VERSIONS,
            Self::Asset(path) | Self::Version(path) | Self::VersionMarkdown(path) | Self::VersionImage(path) => path,
            Self::Machine(machine) => machine.path(),
        }
    }
}

/// All that a file of a site shows, and nothing else: two equal inputs give the same file.
#[derive(Debug)]
pub struct FileInput<'s, F, D> {
    /// The site.
    pub site: &'s Site<'s>,
    /// Its file.
    pub file: &'s SiteFile,
    /// What stands for the [frame](Site::frame) of all pages; equal only where it is.
    pub frame: &'s F,
    /// What stands for the texts of all of the site's documents; equal only where they are.
    pub documents: &'s D,
}

impl<F: Hash, D: Hash> Hash for FileInput<'_, F, D> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.file.hash(state);
        match self.file {
            SiteFile::Index => (self.frame, self.site.index_input()).hash(state),
            SiteFile::All => (self.frame, self.site.all_input(), self.documents).hash(state),
            SiteFile::NotFound => (self.frame, &self.site.material.brand.theme.title_end).hash(state),
            SiteFile::Stylesheet => self.site.stylesheet().hash(state),
            SiteFile::ThemeScript => theme_script().hash(state),
            SiteFile::Script => script().hash(state),
            SiteFile::Icon => self.site.icon().hash(state),
            SiteFile::TouchIcon => TouchIcon::of(self.site.material.brand).hash(state),
            SiteFile::Card => self.site.card().hash(state),
            SiteFile::Versions => (self.frame, self.site.versions_input()).hash(state),
            SiteFile::Version(path) | SiteFile::VersionMarkdown(path) => (self.frame, self.site.version_input(path)).hash(state),
            // Its address follows from its bytes.
            SiteFile::VersionImage(_) => {}
            SiteFile::Asset(path) => self.site.asset(path).map(|asset| &asset.bytes).hash(state),
            SiteFile::Machine(machine) => {
                self.site.machine_input(machine).hash(state);
                if machine.holds_texts() {
                    self.documents.hash(state);
                }
            }
        }
    }
}

impl Site<'_> {
    /// The files that the site has beside its documents' pages.
    pub fn files(&self) -> Vec<SiteFile> {
        let all = AllInput::is_there(&self.pages).then_some(SiteFile::All);
        let icon = self.icon().map(|_| SiteFile::Icon);
        let card = self.card().map(|_| SiteFile::Card);
        let machines = self.machines().into_iter().map(SiteFile::Machine);
        let single = [SiteFile::Index, SiteFile::NotFound].into_iter().chain(all).chain(icon).chain([SiteFile::TouchIcon]).chain(card);
        single.chain(self.shared_files()).chain(self.version_files()).chain(machines).collect()
    }

    /// The files that are the same in all languages, where they do not lie in the main edition's site.
    fn shared_files(&self) -> Vec<SiteFile> {
        if self.is_in_main() {
            return Vec::new();
        }
        let assets = self.assets().iter().map(|asset| SiteFile::Asset(asset.path.clone()));
        [SiteFile::Stylesheet, SiteFile::ThemeScript, SiteFile::Script].into_iter().chain(assets).collect()
    }

    /// Whether the site lies in a folder of the main edition's, and takes from there what is the same in all languages.
    pub(super) fn is_in_main(&self) -> bool {
        self.material.languages.folder_of_main().is_some()
    }

    /// The bytes of one of these files, or what was found instead; `None` where the site has no such file.
    pub fn file(&self, file: &SiteFile) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
        let painter = self.material.painter;
        match file {
            SiteFile::Index => Some(text(self.index(&self.index_input()))),
            SiteFile::All => Some(text(self.layouts.all(&self.all_input(), self.formats.as_ref()))),
            SiteFile::NotFound => Some(text(self.not_found())),
            SiteFile::Stylesheet => plain(self.stylesheet()),
            SiteFile::ThemeScript => plain(theme_script()),
            SiteFile::Script => plain(script()),
            SiteFile::Icon => plain(self.icon()?),
            SiteFile::TouchIcon => Some(painter.draw(&TouchIcon::of(self.material.brand).drawing())),
            SiteFile::Card => self.card().map(|card| painter.draw(&card.drawing())),
            SiteFile::Machine(machine) => plain(self.machine(machine)?),
            SiteFile::Versions => Some(text(self.layouts.versions(&self.versions_input(), self.formats.as_ref()))),
            SiteFile::Version(path) => self.version_page(path).map(text),
            SiteFile::VersionMarkdown(path) => plain(self.version_markdown(path)?),
            SiteFile::VersionImage(path) => self.version_image(path).map(|bytes| Ok(bytes.to_vec())),
            SiteFile::Asset(path) => self.asset(path).map(|asset| Ok(asset.bytes.to_vec())),
        }
    }

    /// The drawn icon, where the logo cannot be one.
    fn icon(&self) -> Option<String> {
        let brand = self.material.brand;
        icon::letter(brand).map(|letter| icon::drawn(&brand.theme, &letter))
    }

    /// One of the brand's own files.
    fn asset(&self, path: &str) -> Option<&Asset> {
        self.assets().iter().find(|asset| asset.path == path)
    }

    /// The card, where its whole address is known.
    fn card(&self) -> Option<Card<'_>> {
        Card::of(&self.material, &self.frame)
    }
}

/// The bytes of a text in which nothing can be found.
#[expect(clippy::unnecessary_wraps, reason = "it stands where others may be missing or have findings")]
fn plain(text: String) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
    Some(Ok(text.into_bytes()))
}

/// The bytes of a text, unless something was found that keeps it from being published.
fn text(text: Warned<String>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    if text.diagnostics.is_empty() { Ok(text.value.into_bytes()) } else { Err(text.diagnostics) }
}
