//! The sizes of images, read from their first bytes.

use std::collections::BTreeMap;

use roxmltree::{Document as Xml, ParsingOptions};

use crate::brand::Asset;

/// The size of an image in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// The sizes of a project's images, by their path from its root; an image whose size cannot be told is not in it.
pub type Sizes = BTreeMap<String, Size>;

/// The sizes of images, by the same paths.
pub fn image_sizes(images: &BTreeMap<String, Asset>) -> Sizes {
    images.iter().filter_map(|(path, image)| Some((path.clone(), Size::of(&image.bytes)?))).collect()
}

impl Size {
    /// The size of an image given as its file's bytes; `None` where it has none, as an SVG may.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if let Ok(size) = imagesize::blob_size(bytes) {
            return Self::new(size.width, size.height);
        }
        Self::of_svg(std::str::from_utf8(bytes).ok()?)
    }

    fn new(width: usize, height: usize) -> Option<Self> {
        let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        (width > 0 && height > 0).then_some(Self { width, height })
    }

    /// The size an SVG states by its `width` and `height` in pixels, or else by its `viewBox`.
    fn of_svg(text: &str) -> Option<Self> {
        let xml = Xml::parse_with_options(text, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).ok()?;
        let root = xml.root_element();
        let stated = |name| root.attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
        let view = || {
            let numbers: Vec<f64> = root.attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
            (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
        };
        let (width, height) = stated("width").zip(stated("height")).or_else(view)?;
        Self::new(whole(width)?, whole(height)?)
    }
}

/// A length rounded to whole pixels, where it is one a screen could show.
fn whole(length: f64) -> Option<usize> {
    let fits = length.is_finite() && (0.0..1e6).contains(&length);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
    fits.then(|| length.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn svgs_tell_their_size() {
        let size = |attributes: &str| Size::of(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>").as_bytes());
        assert_eq!(size(r#"width="40" height="20px""#), Some(Size { width: 40, height: 20 }));
        assert_eq!(size(r#"viewBox="0 0 640 479.6""#), Some(Size { width: 640, height: 480 }));
        assert_eq!(size(r#"width="100%" height="auto""#), None);
    }
}
