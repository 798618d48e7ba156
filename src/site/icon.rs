//! The site's icon: the logo where it has the shape of one, else the first letter of the brand's name on its accent.

use std::hash::{Hash, Hasher};

use crate::brand::{Brand, Theme};
use crate::render::href;
use crate::render::html::{Size, push_text};
use crate::render::typst::{Drawing, Painter, Subject};

use super::ICON;

/// A logo whose longer side is so many times the shorter one, or more, would be a stroke in the place of an icon.
const TOO_LONG: u32 = 2;

/// Whether the logo can stand as an icon.
fn has_icons_shape(theme: &Theme) -> bool {
    let Some(logo) = &theme.logo else { return false };
    Size::of(&logo.bytes).is_none_or(|size| size.width.max(size.height) < TOO_LONG * size.width.min(size.height))
}

/// The letter that stands for a brand whose logo cannot.
pub(super) fn letter(brand: &Brand) -> Option<String> {
    let first = || brand.name.chars().find(|c| c.is_alphanumeric()).map_or_else(String::new, |c| c.to_uppercase().collect());
    (!has_icons_shape(&brand.theme)).then(first)
}

/// The path of the icon, from the site's root.
pub(super) fn path(brand: &Brand) -> String {
    let logo = brand.theme.logo.as_ref().filter(|_| has_icons_shape(&brand.theme));
    logo.map_or_else(|| ICON.to_owned(), |logo| href::asset_path(&logo.path))
}

/// The drawn icon: a letter in white, in the text's kind of face, since an icon has none of the site's own fonts.
pub(super) fn drawn(theme: &Theme, letter: &str) -> String {
    let mut shown = String::new();
    push_text(&mut shown, letter);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\" width=\"64\" height=\"64\">\
         <rect width=\"64\" height=\"64\" rx=\"12\" fill=\"{}\"/>\
         <text x=\"32\" y=\"48\" fill=\"#ffffff\" font-family=\"Georgia, 'Noto Serif', serif\" font-size=\"46\" font-weight=\"700\" text-anchor=\"middle\">{shown}</text>\
         </svg>\n",
        theme.accent
    )
}

/// The icon for home screens, as it is drawn.
#[derive(Debug)]
pub(super) struct TouchIcon<'a> {
    theme: &'a Theme,
    /// The letter that stands for a brand whose logo cannot.
    letter: Option<String>,
}

impl<'a> TouchIcon<'a> {
    pub(super) fn of(brand: &'a Brand) -> Self {
        Self { theme: &brand.theme, letter: letter(brand) }
    }

    pub(super) fn drawing(&self) -> Drawing<'_> {
        Drawing { theme: self.theme, subject: Subject::Icon { letter: self.letter.as_deref() } }
    }
}

impl Hash for TouchIcon<'_> {
    /// It is another where the template is that draws it.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.drawing(), Painter::template()).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{drawn, letter, path};
    use crate::site::sample;

    #[test]
    fn a_logo_that_spells_the_name_is_no_icon() {
        let melon = sample::brand("heavymelon", "HeavyMelon", [0x1f, 0x6f, 0x4a], "en");
        assert_eq!((letter(&melon).as_deref(), path(&melon).as_str()), (Some("H"), "icon.svg"));
        assert!(drawn(&melon.theme, "H").contains("fill=\"#1f6f4a\"") && drawn(&melon.theme, "H").contains(">H</text>"));
    }

    #[test]
    fn every_brand_has_some_letter_that_can_be_shown() {
        let mut brand = sample::brand("a", "", [0, 0, 0], "en");
        brand.theme.logo = None;
        for (name, expected) in [("<&>", ""), ("élan", "É"), ("3M", "3")] {
            name.clone_into(&mut brand.name);
            assert_eq!(letter(&brand).as_deref(), Some(expected));
        }
    }
}
