//! Colours and whether they can be read on white.

use std::fmt;

use super::Colour;

/// The contrast that text needs against its ground (WCAG 2.2, success criterion 1.4.3).
pub(super) const ENOUGH: f64 = 4.5;

impl Colour {
    /// The lightest ground of a dark page, on which a link can stand; the stylesheet's own.
    pub(crate) const DARK_GROUND: Self = Self { rgb: [0x22, 0x25, 0x2a] };

    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        crate::yaml::colour(text).map(|rgb| Self { rgb })
    }

    /// The contrast ratio against white, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast_on_white(self) -> f64 {
        self.contrast(Self { rgb: [255; 3] })
    }

    /// The contrast ratio against another colour, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The lightest shade of the same hue that can be read on white.
    #[must_use]
    pub fn readable(self) -> Self {
        let shade = |percent: u16| Self { rgb: self.rgb.map(|part| u8::try_from(u16::from(part) * percent / 100).unwrap_or(u8::MAX)) };
        (0..=100).rev().map(shade).find(|shade| shade.contrast_on_white() >= ENOUGH).unwrap_or(Self { rgb: [0; 3] })
    }

    /// The same colour mixed with as little white as it takes to be read on a dark page.
    #[must_use]
    pub fn readable_on_dark(self) -> Self {
        let lighter = |part: u8, percent: u16| u8::try_from(u16::from(part) + (255 - u16::from(part)) * percent / 100).unwrap_or(u8::MAX);
        let tint = |percent: u16| Self { rgb: self.rgb.map(|part| lighter(part, percent)) };
        (0..=100).map(tint).find(|tint| tint.contrast(Self::DARK_GROUND) >= ENOUGH).unwrap_or(Self { rgb: [255; 3] })
    }
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_wcag() {
        let contrast = |text| (Colour::parse(text).unwrap().contrast_on_white() * 100.0).round();
        assert!((contrast("#000") - 2100.0).abs() < 1.0);
        assert!((contrast("#fff") - 100.0).abs() < 1.0);
        assert!((contrast("#777777") - 448.0).abs() < 1.0);
    }

    #[test]
    fn a_readable_shade_is_found() {
        let shade = Colour::parse("#ff9900").unwrap().readable();
        assert!(shade.contrast_on_white() >= ENOUGH);
        assert_eq!(shade.to_string(), "#aa6600");
        let dark = Colour::parse("#1f6f4a").unwrap();
        assert_eq!(dark.readable(), dark);
        assert!(dark.contrast(Colour::DARK_GROUND) < ENOUGH);
        assert!(dark.readable_on_dark().contrast(Colour::DARK_GROUND) >= ENOUGH);
        assert_eq!(Colour::parse("#fff").unwrap().readable_on_dark().to_string(), "#ffffff");
    }
}
