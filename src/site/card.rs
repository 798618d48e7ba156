//! The card that is shown where a page's address is shared.

use std::hash::{Hash, Hasher};

use crate::brand::Brand;
use crate::render::typst::{Drawing, Painter, Subject};

use super::Material;
use super::frame::{Frame, bare};

/// The words of the card, which a drawing borrows.
#[derive(Debug)]
pub(super) struct Card<'a> {
    brand: &'a Brand,
    title: String,
    address: &'a str,
    /// Whether the logo spells the brand's name.
    has_wordmark: bool,
}

impl<'a> Card<'a> {
    /// The card of a site whose address is known: what shares it asks for the card by its whole address.
    pub(super) fn of(material: &Material<'a>, frame: &Frame<'_>) -> Option<Self> {
        let brand = material.brand;
        let address = bare(brand.site.as_deref()?);
        Some(Self { brand, title: brand.theme.titled(material.title), address, has_wordmark: frame.has_wordmark() })
    }

    pub(super) fn drawing(&self) -> Drawing<'_> {
        let name = Some(self.brand.name.as_str()).filter(|_| !self.has_wordmark);
        Drawing { theme: &self.brand.theme, subject: Subject::Card { name, title: &self.title, address: self.address } }
    }
}

impl Hash for Card<'_> {
    /// It is another where the template is that draws it.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.drawing(), Painter::template()).hash(state);
    }
}
