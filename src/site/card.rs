//! The card that is shown where a page's address is shared.

use crate::brand::Brand;
use crate::render::typst::{Drawing, Subject};

use super::Material;
use super::frame::{bare, spells_name};

/// The path of the card, from the site's root.
pub const CARD: &str = "card.png";

/// The words of the card, which a drawing borrows.
#[derive(Debug)]
pub(super) struct Card<'a> {
    brand: &'a Brand,
    title: String,
    address: &'a str,
}

impl<'a> Card<'a> {
    /// The card of a site whose address is known: what shares it asks for the card by its whole address.
    pub(super) fn of(material: &Material<'a>) -> Option<Self> {
        let brand = material.brand;
        Some(Self { brand, title: brand.theme.titled(material.title), address: bare(brand.site.as_deref()?) })
    }

    pub(super) fn drawing(&self) -> Drawing<'_> {
        let name = Some(self.brand.name.as_str()).filter(|_| !spells_name(&self.brand.theme));
        Drawing { theme: &self.brand.theme, subject: Subject::Card { name, title: &self.title, address: self.address } }
    }
}
