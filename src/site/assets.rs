//! The brand's own binary files.

use crate::brand::{Asset, Theme};
use crate::render::href;

/// The logo, also as a dark page shows it where that is another, and the fonts of a theme, by their paths from the site's root.
pub(super) fn assets(theme: &Theme, dark_logo: Option<Asset>) -> Vec<Asset> {
    let files = theme.logo.iter().chain(&theme.font_files);
    let placed = files.map(|file| Asset { path: href::asset_path(&file.path), bytes: file.bytes.clone() });
    placed.chain(dark_logo).collect()
}
