//! The brand's own fonts as a stylesheet names them.

use typst::text::{FontInfo, FontStyle};

use crate::brand::{Asset, Theme};

/// A `@font-face` rule for each font file of a theme, at the address that the stylesheet gives it.
pub(super) fn faces(theme: &Theme, address: impl Fn(&Asset) -> String) -> String {
    theme.font_files.iter().filter_map(|file| face(file, &address(file))).collect()
}

fn face(file: &Asset, address: &str) -> Option<String> {
    let info = FontInfo::new(&file.bytes, 0)?;
    let style = if info.variant.style == FontStyle::Normal { "normal" } else { "italic" };
    let mut rule = String::from("@font-face {\n");
    rule.push_str(&format!("  font-family: {};\n  font-style: {style};\n", quoted(&info.family)));
    rule.push_str(&format!("  font-weight: {};\n  font-display: swap;\n", info.variant.weight.to_number()));
    rule.push_str(&format!("  src: url({});\n}}\n\n", quoted(address)));
    Some(rule)
}

/// A text as a CSS string (CSS Syntax 3): quotes, backslashes and line ends cannot end it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' => out.push_str(&format!("\\{:x} ", character as u32)),
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
