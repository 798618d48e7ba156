//! Media types of the files that a project brings along.

use crate::world::extension;

/// The media type of an image or a font, by its path; `None` for a file of another kind.
pub fn media_type(path: &str) -> Option<&'static str> {
    let kind = match extension(path).as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        _ => return None,
    };
    Some(kind)
}
