//! Reading a project's files, many at a time.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::files::{File, Role, unreadable};
use crate::brand::{Asset, asset_fault};
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span, decode};
use crate::world::World;

/// How large a text may be, in bytes.
const TEXT: usize = 2 * 1024 * 1024;
/// How large an image or a font may be, in bytes.
const BINARY: usize = 16 * 1024 * 1024;

/// A file that was read.
pub(super) struct Loaded {
    pub(super) file: File,
    pub(super) content: Content,
}

pub(super) enum Content {
    /// A text.
    Text(String),
    /// A file that should be a text and is none: what can be read of it, and where it stops being UTF-8.
    Broken(String, usize),
    /// An image or a font.
    Binary(Asset),
}

/// Reads all files. Those that cannot be read are findings.
pub(super) fn read(world: &dyn World, files: Vec<File>) -> (Vec<Loaded>, Vec<Diagnostic>) {
    let all: Vec<Result<Loaded, Box<Diagnostic>>> = files.into_par_iter().map(|file| load(world, file)).collect();
    let mut loaded = Vec::with_capacity(all.len());
    let mut found = Vec::new();
    for one in all {
        match one {
            Ok(file) => loaded.push(file),
            Err(finding) => found.push(*finding),
        }
    }
    (loaded, found)
}

fn load(world: &dyn World, file: File) -> Result<Loaded, Box<Diagnostic>> {
    let bytes = world.read(&file.path).map_err(|error| Box::new(unreadable(&file.path, &error)))?;
    let is_text = !matches!(file.role, Role::Image | Role::BrandAsset);
    let limit = if is_text { TEXT } else { BINARY };
    if bytes.len() > limit {
        let message = format!("the file is larger than {} MiB", limit / 1024 / 1024);
        let hint = if is_text { "divide it into several" } else { "save it in a smaller size" };
        return Err(Box::new(Diagnostic::new(Code::TooLarge, message).in_file(&file.path).hint(hint)));
    }
    let content = if is_text { text(&bytes) } else { Content::Binary(Asset { path: file.path.clone(), bytes: Arc::from(bytes) }) };
    Ok(Loaded { file, content })
}

fn text(bytes: &[u8]) -> Content {
    match decode(bytes) {
        Ok(text) => Content::Text(text),
        Err(at) => {
            let before = decode(&bytes[..at]).map_or(0, |text| text.len());
            Content::Broken(decode(String::from_utf8_lossy(bytes).as_bytes()).unwrap_or_default(), before)
        }
    }
}

/// Keeps a text and says what is wrong with its characters.
pub(super) fn keep(sources: &mut Sources, path: &str, content: Content) -> Option<(FileId, Option<Diagnostic>)> {
    match content {
        Content::Text(text) => Some((sources.add(path, text), None)),
        Content::Broken(text, at) => {
            let file = sources.add(path, text);
            let finding = Diagnostic::new(Code::NotUtf8, "from here on the file is not UTF-8 text").at(Span::new(file, at..at));
            Some((file, Some(finding.hint("open it in an editor and save it with the encoding UTF-8"))))
        }
        Content::Binary(_) => None,
    }
}

/// The finding for an image or a font that is not what its name says. A logo is looked at where a brand names it.
pub(super) fn binary_fault(role: &Role, asset: &Asset) -> Option<Diagnostic> {
    let is_font = asset.path.contains("/fonts/");
    if *role != Role::Image && !is_font {
        return None;
    }
    let fault = asset_fault(&asset.path, &asset.bytes)?;
    let finding = Diagnostic::new(Code::BadAsset, format!("the file {}", fault.what)).in_file(&asset.path);
    Some(finding.hint(fault.hint))
}
