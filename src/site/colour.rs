//! Colours: the brand's accent, made readable on light and dark pages.

use crate::brand::{Colour, Theme};

/// The contrast that WCAG 2.2 (1.4.3) asks of text against its background, with a little to spare for rounding.
const READABLE: f64 = 4.6;
/// What is asked on a dark page: thin letters shine less there than the formula says.
const READABLE_ON_DARK: f64 = 5.6;
/// The darkest ground of a light page; the stylesheet's own.
const LIGHT_GROUND: Colour = Colour { rgb: [0xf4, 0xf4, 0xf2] };

/// The paper of a dark page; the stylesheet's own.
pub(super) const DARK_PAPER: Colour = Colour { rgb: [0x17, 0x19, 0x1c] };

/// The accent for a light page: the brand's own, darkened only as far as it must be to be read.
pub(super) fn on_light(accent: Colour) -> Colour {
    towards(accent, 0, LIGHT_GROUND, READABLE)
}

/// The accent for a dark page: the one the brand has for it, or else its only one, lightened as far as it must be to be read.
pub(super) fn on_dark(theme: &Theme) -> Colour {
    theme.accent_dark.unwrap_or_else(|| towards(theme.accent, 255, Colour::DARK_GROUND, READABLE_ON_DARK))
}

/// Mixes a colour with black or white, by as little as makes it readable on a ground.
fn towards(accent: Colour, end: u8, ground: Colour, least: f64) -> Colour {
    let mixes = (0..=50).map(|step| mix(accent, end, f64::from(step) / 50.0));
    mixes.into_iter().find(|colour| colour.contrast(ground) >= least).unwrap_or(Colour { rgb: [end; 3] })
}

fn mix(colour: Colour, end: u8, share: f64) -> Colour {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mix of two bytes lies between them")]
    let channel = |from: u8| (f64::from(from) + (f64::from(end) - f64::from(from)) * share).round() as u8;
    Colour { rgb: colour.rgb.map(channel) }
}

#[cfg(test)]
mod tests {
    use super::{LIGHT_GROUND, on_dark, on_light};
    use crate::brand::Colour;
    use crate::site::sample;

    #[test]
    fn every_accent_can_be_read_on_both_pages() {
        let mut theme = sample::brand("a", "A", [0; 3], "en").theme;
        let channels = [0, 51, 102, 153, 204, 255];
        for red in channels {
            for green in channels {
                for blue in channels {
                    let accent = Colour { rgb: [red, green, blue] };
                    assert!(on_light(accent).contrast(LIGHT_GROUND) >= 4.5, "{accent:?}");
                    theme.accent = accent;
                    assert!(on_dark(&theme).contrast(Colour::DARK_GROUND) >= 4.5, "{accent:?}");
                }
            }
        }
    }

    #[test]
    fn a_readable_accent_is_left_alone() {
        let green = Colour { rgb: [0x1f, 0x6f, 0x4a] };
        assert_eq!(on_light(green), green);
        let mut theme = sample::brand("a", "A", green.rgb, "en").theme;
        theme.accent_dark = Some(Colour { rgb: [0xff, 0xd0, 0] });
        assert_eq!(Some(on_dark(&theme)), theme.accent_dark);
    }
}
