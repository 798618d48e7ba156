//! Images: each is a file that stands beside its source.

use super::index::Index;
use super::path;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::document::Image;

/// Leads an image to its file: the brand's own, that of a brand it extends, or the shared one.
pub(super) fn settle(index: &Index<'_>, id: &str, image: &mut Image) -> Option<Diagnostic> {
    let Some(below) = path::join(index.folder(id), &image.path) else {
        let found = Diagnostic::new(Code::OutsideProject, format!("the image `{}` lies outside of `sources/`", image.path));
        return Some(found.at(image.origin.0).hint("put the file beside the source"));
    };
    let own = index.brand.chain.iter().map(|brand| format!("brands/{brand}/sources/{below}"));
    match own.chain([format!("sources/{below}")]).find(|path| index.project.images.contains_key(path)) {
        Some(path) => {
            image.path = path;
            None
        }
        None => Some(missing(index, &below, image)),
    }
}

fn missing(index: &Index<'_>, below: &str, image: &Image) -> Diagnostic {
    let found = Diagnostic::new(Code::BadAsset, format!("there is no image `{}`", image.path)).at(image.origin.0);
    if let Some(meant) = path::with_slashes(&image.path) {
        return found.hint(format!("write `{meant}`: folders are divided by `/`"));
    }
    let known = index.project.images.keys().filter_map(|path| path.strip_prefix("sources/"));
    match did_you_mean(below, known) {
        Some(near) => found.hint(format!("did you mean `/{near}`?")),
        None => found.hint("put the file beside the source and name it as seen from there"),
    }
}
