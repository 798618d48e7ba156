//! A brand's theme: every value parsed as what it is.

use std::collections::BTreeMap;

use super::colour::ENOUGH;
use super::{Asset, Colour, Paper, Theme, asset_fault};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::FileId;
use crate::world::{extension, is_inside};
use crate::yaml::Node;

/// The accent of a brand that names none: a dark blue.
const ACCENT: Colour = Colour { rgb: [0x1f, 0x4e, 0x79] };
/// The font family of running text, where a brand names none; it is built in.
pub const TEXT_FAMILY: &str = "Libertinus Serif";
/// The font family of code, where a brand names none; it is built in.
pub const CODE_FAMILY: &str = "DejaVu Sans Mono";

/// Where a theme's files come from: the brand's chain, and everything that lies in brands' folders.
pub(super) struct Folders<'a> {
    pub(super) chain: &'a [String],
    pub(super) files: &'a [FileId],
    pub(super) assets: &'a BTreeMap<String, Asset>,
}

/// The theme that merged values describe. Findings have a place where there is one, and no brand yet.
pub(super) fn read(values: &Node, folders: &Folders<'_>, found: &mut Vec<Diagnostic>) -> Theme {
    let text = |path: &[&str]| values.at(path.iter().copied()).and_then(Node::text).filter(|text| !text.is_empty()).map(str::to_owned);
    let text_font = text(&["theme", "fonts", "text"]).unwrap_or_else(|| TEXT_FAMILY.to_owned());
    Theme {
        accent: accent(values, found),
        accent_dark: accent_dark(values, found),
        logo: logo(values, folders, found),
        paper: if text(&["theme", "paper"]).as_deref() == Some("us-letter") { Paper::UsLetter } else { Paper::A4 },
        title_end: text(&["theme", "title_end"]).unwrap_or_default(),
        heading_font: text(&["theme", "fonts", "headings"]).unwrap_or_else(|| text_font.clone()),
        text_font,
        code_font: text(&["theme", "fonts", "code"]).unwrap_or_else(|| CODE_FAMILY.to_owned()),
        font_files: folders.fonts(),
    }
}

fn accent(values: &Node, found: &mut Vec<Diagnostic>) -> Colour {
    let Some((node, colour)) = colour(values, "accent") else { return ACCENT };
    let contrast = colour.contrast_on_white();
    if contrast < ENOUGH {
        let hint = format!("{} is the same colour, dark enough", colour.readable());
        found.push(low_contrast("accent", contrast, "on white").at(node.span).hint(hint));
    }
    colour
}

fn accent_dark(values: &Node, found: &mut Vec<Diagnostic>) -> Option<Colour> {
    let (node, colour) = colour(values, "accent_dark")?;
    let contrast = colour.contrast(Colour::DARK_GROUND);
    if contrast < ENOUGH {
        let hint = format!("{} is the same colour, light enough; without `accent_dark`, one is made from `accent`", colour.readable_on_dark());
        found.push(low_contrast("accent_dark", contrast, "on a dark page").at(node.span).hint(hint));
    }
    Some(colour)
}

fn colour<'n>(values: &'n Node, key: &'static str) -> Option<(&'n Node, Colour)> {
    let node = values.at(["theme", key])?;
    Some((node, node.text().and_then(Colour::parse)?))
}

/// The finding for a colour that cannot be read. Its contrast is rounded down, so that it never seems to be enough.
fn low_contrast(key: &str, contrast: f64, ground: &str) -> Diagnostic {
    let shown = (contrast * 10.0).floor() / 10.0;
    Diagnostic::new(Code::LowContrast, format!("`theme.{key}` has a contrast of {shown:.1} to 1 {ground}, and text needs {ENOUGH} to 1"))
}

fn logo(values: &Node, folders: &Folders<'_>, found: &mut Vec<Diagnostic>) -> Option<Asset> {
    let node = values.at(["theme", "logo"])?;
    let name = node.text().filter(|name| !name.is_empty())?;
    match folders.logo(node, name) {
        Ok(asset) => Some(asset),
        Err(fault) => {
            found.push((*fault).at(node.span));
            None
        }
    }
}

impl Folders<'_> {
    /// The folder of the brand whose file a value stands in.
    fn home(&self, node: &Node) -> String {
        let at = self.files.iter().position(|file| *file == node.span.file).unwrap_or_default();
        format!("brands/{}", self.chain.get(at).map_or("", String::as_str))
    }

    fn logo(&self, node: &Node, name: &str) -> Result<Asset, Box<Diagnostic>> {
        let home = self.home(node);
        let bad = |message: String| Diagnostic::new(Code::BadAsset, message);
        if !is_inside(name) {
            let message = format!("`theme.logo` leads out of the brand's folder: {name}");
            return Err(Box::new(Diagnostic::new(Code::OutsideProject, message).hint(format!("put the file into {home}/ and write its name alone"))));
        }
        if !matches!(extension(name).as_str(), "svg" | "png" | "jpg" | "jpeg") {
            let message = format!("`theme.logo` is no picture that can be printed: {name}");
            return Err(Box::new(bad(message).hint("use an SVG, PNG or JPEG file")));
        }
        let path = format!("{home}/{name}");
        let asset = self.assets.get(&path).ok_or_else(|| Box::new(bad(format!("{path} does not exist")).hint(self.missing_hint(&home, name))))?;
        match asset_fault(&path, &asset.bytes) {
            Some(fault) => Err(Box::new(bad(format!("{path} {}", fault.what)).hint(fault.hint))),
            None => Ok(asset.clone()),
        }
    }

    fn missing_hint(&self, home: &str, name: &str) -> String {
        let inside = self.assets.keys().filter_map(|path| path.strip_prefix(home)?.strip_prefix('/'));
        did_you_mean(name, inside).map_or_else(|| format!("put the file into {home}/, or take `logo` away"), |near| format!("did you mean `{near}`?"))
    }

    fn fonts(&self) -> Vec<Asset> {
        let folders: Vec<_> = self.chain.iter().map(|id| format!("brands/{id}/fonts/")).collect();
        let is_own = |path: &str| folders.iter().any(|folder| path.starts_with(folder.as_str()));
        let is_font = |path: &str| matches!(extension(path).as_str(), "ttf" | "otf");
        self.assets.values().filter(|asset| is_own(&asset.path) && is_font(&asset.path)).cloned().collect()
    }
}
