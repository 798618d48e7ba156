//! The logo on a dark page.

use roxmltree::{Document as Xml, Node};

use crate::brand::{Asset, Colour, Theme};
use crate::render::href;

use super::colour::{DARK_PAPER, on_dark};

const WHITE: Colour = Colour { rgb: [255; 3] };
const SHAPES: [&str; 8] = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"];

/// The logo in the colours of a dark page, where it can be told what those are: it is an SVG drawn in the accent and in white alone. Any other logo
/// keeps its colours and stands on a white plate.
pub(super) fn dark(theme: &Theme) -> Option<Asset> {
    let logo = theme.logo.as_ref()?;
    let text = std::str::from_utf8(&logo.bytes).ok()?;
    let xml = Xml::parse(text).ok()?;
    if !xml.descendants().filter(Node::is_element).all(|element| is_plain(element, theme.accent)) {
        return None;
    }
    let repainted = repaint(&xml, text, theme);
    Some(Asset { path: dark_path(&href::asset_path(&logo.path)), bytes: repainted.into_bytes().into() })
}

/// Where the dark logo stands: beside the other, as `logo.dark.svg`.
fn dark_path(path: &str) -> String {
    path.rsplit_once('.').map_or_else(|| format!("{path}.dark"), |(stem, extension)| format!("{stem}.dark.{extension}"))
}

/// Whether an element is painted by attributes alone, and only in the accent and white.
fn is_plain(element: Node<'_, '_>, accent: Colour) -> bool {
    let known = |value: &str| value == "none" || Colour::parse(value).is_some_and(|colour| colour == accent || colour == WHITE);
    let styled = element.tag_name().name() == "style" || ["style", "class", "filter", "mask"].iter().any(|name| element.has_attribute(*name));
    let shape = SHAPES.contains(&element.tag_name().name());
    let filled = || element.ancestors().any(|above| above.has_attribute("fill"));
    !styled && paints(element).all(|(_, value)| known(value)) && (!shape || filled())
}

/// The attributes of an element that paint it: where their values stand, and those.
fn paints<'x>(element: Node<'x, '_>) -> impl Iterator<Item = (std::ops::Range<usize>, &'x str)> {
    let paint = |name: &str| matches!(name, "fill" | "stroke" | "color" | "stop-color" | "flood-color");
    element.attributes().filter(move |attribute| paint(attribute.name())).map(|attribute| (attribute.range_value(), attribute.value()))
}

/// The text of an SVG with the accent made readable on dark, and with dark paper for white.
fn repaint(xml: &Xml<'_>, text: &str, theme: &Theme) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, value) in xml.descendants().flat_map(|element| paints(element)) {
        let Some(colour) = Colour::parse(value) else { continue };
        out.push_str(&text[copied..range.start]);
        out.push_str(&if colour == theme.accent { on_dark(theme) } else { DARK_PAPER }.to_string());
        copied = range.end;
    }
    out + &text[copied..]
}

#[cfg(test)]
mod tests {
    use super::dark;
    use crate::brand::{Asset, Theme};
    use crate::site::sample;

    fn repainted(content: &str) -> Option<String> {
        let logo = Asset {
            path: "brands/a/logo.svg".to_owned(),
            bytes: format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>").into_bytes().into(),
        };
        let theme = Theme { logo: Some(logo), ..sample::brand("a", "A", [0x24, 0x57, 0xa6], "en").theme };
        dark(&theme).map(|asset| String::from_utf8_lossy(&asset.bytes).into_owned())
    }

    #[test]
    fn a_logo_in_the_accent_is_repainted() {
        let dark = repainted(r##"<path fill="#2457a6"/><g fill="none"><path stroke="#FFF"/></g>"##).unwrap();
        assert!(!dark.contains("#2457a6") && dark.contains(r##"<path stroke="#17191c"/>"##), "{dark}");
    }

    #[test]
    fn any_other_logo_is_left_alone() {
        for content in
            ["<path/>", r##"<path fill="#123456"/>"##, r#"<path fill="red"/>"#, r#"<path class="a" fill="none"/>"#, r#"<path fill="url(#g)"/>"#]
        {
            assert_eq!(repainted(content), None, "{content}");
        }
    }
}
