//! The brand's own fonts as a stylesheet names them.

use std::fmt::Write as _;

use typst::text::{FontInfo, FontStyle};

use crate::brand::{Asset, Theme};
use crate::render::href;

/// A `@font-face` rule for each font file of a theme. The stylesheet stands at the site's root, so that addresses begin there.
pub(super) fn faces(theme: &Theme) -> String {
    theme.font_files.iter().filter_map(face).collect()
}

fn face(file: &Asset) -> Option<String> {
    let info = FontInfo::new(&file.bytes, 0)?;
    let style = if info.variant.style == FontStyle::Normal { "normal" } else { "italic" };
    let mut rule = String::from("@font-face {\n");
    // Writing to a string cannot fail.
    let _ = write!(rule, "  font-family: {};\n  font-style: {style};\n", quoted(&info.family));
    let _ = write!(rule, "  font-weight: {};\n  font-display: swap;\n", info.variant.weight.to_number());
    let _ = write!(rule, "  src: url({});\n}}\n\n", quoted(&href::asset_path(&file.path)));
    Some(rule)
}

/// A text as a CSS string (CSS Syntax 3): quotes, backslashes and line ends cannot end it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' => {
                let _ = write!(out, "\\{:x} ", character as u32);
            }
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_family_cannot_leave_its_quotes() {
        assert_eq!(quoted("Noto Serif"), "\"Noto Serif\"");
        assert_eq!(quoted("a\"; } b\\\n</style>"), r#""a\22 ; } b\5c \3c /style>""#);
    }
}
