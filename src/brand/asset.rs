//! Whether a binary file is what its name says.

use super::drawing;
use crate::world::extension;

/// What is wrong with a logo, image or font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in words that follow its path.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }

    /// A file that was cut short, or is something else.
    pub(super) fn unsaved(what: impl Into<String>) -> Self {
        Self::new(what, "save it again from the program it was made with")
    }
}

/// How many pixels an image may have on a side, and altogether: a decoder takes four bytes and more for each, whatever the file weighs.
const LONGEST: usize = 20_000;
const MOST_PIXELS: usize = 50_000_000;

/// What is wrong with a logo, image or font; `None` where it looks like what its name says.
///
/// It is a plausibility check that names the file early: whoever decodes the file has the last word. An SVG is held to more, see the list of what may
/// stand in one.
pub fn fault(path: &str, bytes: &[u8]) -> Option<Fault> {
    let what = match extension(path).as_str() {
        "svg" => return svg_fault(bytes),
        "png" if !is_whole_png(bytes) => "is not a whole PNG file",
        "jpg" | "jpeg" if !bytes.starts_with(b"\xff\xd8\xff") => "is not a JPEG file",
        "gif" if !bytes.starts_with(b"GIF87a") && !bytes.starts_with(b"GIF89a") => "is not a GIF file",
        "webp" if !bytes.starts_with(b"RIFF") || bytes.get(8..12) != Some(b"WEBP") => "is not a WebP file",
        "ttf" | "otf" if !is_font(bytes) => "is not a TrueType or OpenType font",
        "png" | "jpg" | "jpeg" | "gif" | "webp" => return size_fault(bytes),
        _ => return None,
    };
    Some(Fault::unsaved(what))
}

/// A PNG begins with its signature and ends with the chunk `IEND` (ISO/IEC 15948, sections 5.2 and 11.2.5); some programs leave notes behind it.
fn is_whole_png(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") && tail.windows(4).any(|chunk| chunk == b"IEND")
}

/// What is wrong with the size that an image's header states.
fn size_fault(bytes: &[u8]) -> Option<Fault> {
    let Ok(size) = imagesize::blob_size(bytes) else { return Some(Fault::unsaved("does not say how large it is")) };
    let (width, height) = (size.width, size.height);
    let is_large = width.max(height) > LONGEST || width.saturating_mul(height) > MOST_PIXELS;
    let what = || format!("is {width} by {height} pixels: more than {} million, or than {LONGEST} on a side", MOST_PIXELS / 1_000_000);
    is_large.then(|| Fault::new(what(), "scale it down; 2,000 pixels across fill a page in print"))
}

fn is_font(bytes: &[u8]) -> bool {
    [b"\x00\x01\x00\x00".as_slice(), b"OTTO", b"true"].iter().any(|magic| bytes.starts_with(magic))
}

fn svg_fault(bytes: &[u8]) -> Option<Fault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => drawing::fault(text.trim_start_matches('\u{feff}')),
        Err(_) => Some(Fault::unsaved("is not a UTF-8 text, as an SVG has to be")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says() {
        assert!(fault("a.svg", b"<html/>").is_some());
        assert!(fault("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>").is_some());
        assert!(fault("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>").is_some());
        for (path, good) in [
            ("a.png", png(20_000, 2_500).as_slice()),
            ("a.JPG", b"\xff\xd8\xff\xc0\0\x11\x08\0\x02\0\x03\x03\0"),
            ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0"),
            ("a.webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"),
            ("a.ttf", b"\0\x01\0\0"),
            ("a.otf", b"OTTO"),
        ] {
            assert_eq!(fault(path, good), None, "{path}");
            assert!(fault(path, b"nothing of the sort").is_some(), "{path}");
            assert!(fault(path, b"").is_some(), "{path}");
        }
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &width, &height, b"\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82"].concat()
    }

    #[test]
    fn a_large_image_is_refused_by_its_header() {
        for (width, height) in [(30_000, 30_000), (20_001, 1), (8_000, 6_251), (u32::MAX, u32::MAX)] {
            let found = fault("a.png", &png(width, height)).unwrap();
            assert!(found.what.starts_with(&format!("is {width} by {height} pixels")), "{found:?}");
        }
        assert!(fault("a.gif", b"GIF89a").unwrap().what.contains("how large"));
    }
}
