//! The fonts of a document, and the characters that they can print.
//!
//! Every brand prints in the compiler's own fonts and in those its theme brings along. A [`FontLibrary`] reads font data once, when somebody first asks;
//! [`Fonts`] is what one theme has of it.

mod coverage;
mod written;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;

use crate::brand::{Asset, Brand, CODE_FAMILY, TEXT_FAMILY, Theme, asset_fault};
use crate::diag::{Code, Diagnostic, did_you_mean};

pub use self::coverage::{missing_glyphs, unprintable};
pub use self::written::Written;

/// The families that stand in for a theme's own, where its fonts lack a character, in the order in which they are asked.
pub const STAND_INS: [&str; 3] = [TEXT_FAMILY, "New Computer Modern", CODE_FAMILY];

/// All fonts of a project: the compiler's own, and each theme's.
#[derive(Debug, Default)]
pub struct FontLibrary {
    embedded: OnceLock<Arc<Fonts>>,
    brands: Mutex<BTreeMap<Vec<FontKey>, Arc<Fonts>>>,
}

/// A font file's path, with the address of its shared bytes: two versions of a file never pass for one another while the library keeps both.
type FontKey = (String, usize);

impl FontLibrary {
    /// A library that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A library that has read the compiler's own fonts, where this one has, and no brand's.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self { embedded: self.embedded.clone(), brands: Mutex::default() }
    }

    /// The fonts of a theme. Themes that bring no fonts along share the embedded ones.
    pub fn of(&self, theme: &Theme) -> Arc<Fonts> {
        if theme.font_files.is_empty() {
            return Arc::clone(self.embedded());
        }
        let key = theme.font_files.iter().map(|file| (file.path.clone(), file.bytes.as_ptr().addr())).collect();
        let mut brands = self.brands.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(brands.entry(key).or_insert_with(|| Arc::new(self.embedded().with(&theme.font_files))))
    }

    fn embedded(&self) -> &Arc<Fonts> {
        self.embedded.get_or_init(|| {
            let mut fonts: Vec<Font> = typst_kit::fonts::embedded().map(|(font, _)| font).collect();
            fonts.retain(|font| STAND_INS.contains(&font.info().family.as_str()));
            fonts.sort_by_key(|font| (font.info().family.clone(), font.info().variant));
            Arc::new(Fonts::new(fonts, Vec::new()))
        })
    }
}

/// The fonts one theme can print in, in an order that depends on nothing but their names.
#[derive(Debug)]
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
    /// The bytes of the brand's own files, kept so that their addresses stay theirs.
    files: Vec<Asset>,
}

impl Fonts {
    fn new(faces: Vec<Font>, files: Vec<Asset>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, files }
    }

    fn with(&self, files: &[Asset]) -> Self {
        let own = files.iter().flat_map(|file| Font::iter(Bytes::new(Arc::clone(&file.bytes))));
        Self::new(own.chain(self.faces.iter().cloned()).collect(), files.to_vec())
    }

    /// What the fonts are called and cover.
    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font of an index into [`Self::book`].
    pub fn font(&self, index: usize) -> Option<&Font> {
        self.faces.get(index)
    }

    /// The font that prints a family in a variant; `None` where the family does not exist.
    pub fn select(&self, family: &str, variant: FontVariant) -> Option<&Font> {
        self.font(self.book.select(&family.to_lowercase(), variant)?)
    }

    /// The family names there are.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.book.families().map(|(name, _)| name)
    }

    /// Whether a character can be printed in a family and variant, or by a family that stands in for it.
    pub fn covers(&self, c: char, family: &str, variant: FontVariant) -> bool {
        let has = |family: &str| self.select(family, variant).is_some_and(|font| font.info().coverage.contains(c.into()));
        (c.is_ascii_graphic() && has(family)) || is_invisible(c) || has(family) || STAND_INS.into_iter().any(has)
    }

    /// The fonts that a brand names or brings along and that do not exist, or are none.
    ///
    /// A file that does not even begin as a font is reported where it is read.
    pub fn check(&self, brand: &Brand) -> Vec<Diagnostic> {
        let is_broken = |file: &&Asset| asset_fault(&file.path, &file.bytes).is_none() && Font::new(Bytes::new(Arc::clone(&file.bytes)), 0).is_none();
        let broken = self.files.iter().filter(is_broken).map(|file| {
            let found = Diagnostic::new(Code::BadAsset, "the file is not a font that can be read").in_file(file.path.clone());
            found.hint("save it again from the program it was made with")
        });
        let named = ["text", "headings", "code"].into_iter().filter_map(|key| brand.values.at(["theme", "fonts", key]));
        broken.chain(named.filter_map(|node| Some(self.unknown_family(node.text()?)?.at(node.span)))).collect()
    }

    /// What is to be said of a family that does not exist.
    fn unknown_family(&self, family: &str) -> Option<Diagnostic> {
        if self.book.contains_family(&family.to_lowercase()) {
            return None;
        }
        let diagnostic = Diagnostic::new(Code::UnknownFont, format!("there is no font family `{family}`"));
        Some(match did_you_mean(family, self.families()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("put the font's TTF or OTF files into the brand's `fonts/` folder"),
        })
    }
}

/// Whether a character leaves no mark of its own, so that no font need have it.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{FontLibrary, FontVariant, TEXT_FAMILY};
    use crate::render::typst::sample;

    #[test]
    fn the_embedded_fonts_print_european_text() {
        let fonts = FontLibrary::new().of(&sample::theme());
        let missing = |text: &str| text.chars().filter(|c| !fonts.covers(*c, TEXT_FAMILY, FontVariant::default())).collect::<String>();
        assert_eq!(missing("Ευρώπη Ἀθῆναι Київ Łódź Đà Nẵng — “x” €"), "");
        assert_eq!(missing("中x☃︎国"), "中国");
    }

    #[test]
    fn a_misspelt_family_is_an_error_with_a_hint() {
        let fonts = FontLibrary::new().of(&sample::theme());
        let found = fonts.unknown_family("Libertinus Sreif").unwrap();
        assert_eq!(found.hint.as_deref(), Some("did you mean `Libertinus Serif`?"));
        assert!(fonts.unknown_family("libertinus serif").is_none());
    }
}
