//! The stylesheet: a brand's colours, fonts and paper as custom properties, then what all brands share.

use crate::brand::{Asset, Paper, Theme};

use super::colour::{on_dark, on_light};
use super::fonts::{faces, quoted};
use super::lean::lean_style;

/// The stylesheet of a theme over the style that all brands share, with its font files at some addresses.
pub(super) fn stylesheet(theme: &Theme, style: &str, font_address: impl Fn(&Asset) -> String) -> String {
    lean_style(&(faces(theme, font_address) + &properties(theme))) + style
}

fn properties(theme: &Theme) -> String {
    let paper = match theme.paper {
        Paper::A4 => "A4",
        Paper::UsLetter => "letter",
    };
    format!(
        ":root {{\n  --accent-light: {};\n  --accent-dark: {};\n  --brand-text: {};\n  --brand-heading: {};\n  --brand-code: {};\n}}\n\n@page {{ size: {paper}; }}\n\n",
        on_light(theme.accent),
        on_dark(theme),
        quoted(&theme.text_font),
        quoted(&theme.heading_font),
        quoted(&theme.code_font),
    )
}
