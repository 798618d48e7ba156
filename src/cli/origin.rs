//! `verify --manifest`: whether a signed file is one that a build made, by the build's manifest.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::named_file;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::real_place;
use crate::output::manifest::{File, Manifest, Signature};
use crate::verify::Report;

/// A build's manifest, and the folder it speaks of.
pub(super) struct BuildRecord {
    folder: PathBuf,
    manifest: Manifest,
}

/// What the manifest says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "path")]
pub(super) enum Origin {
    /// It is a file of the build, byte for byte.
    Built(String),
    /// It begins with a file of the build and was added to afterwards.
    Extended(String),
    /// It is none of the build's; the words say why.
    NotBuilt(String),
}

impl Origin {
    /// Whether the file comes from the build.
    pub(super) fn holds(&self) -> bool {
        !matches!(self, Self::NotBuilt(_))
    }

    /// It in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Built(path) => format!("it is {path} of the build, byte for byte"),
            Self::Extended(path) => format!("it is {path} of the build, with what was added to it afterwards"),
            Self::NotBuilt(why) => format!("it is not a file of the build: {why}"),
        }
    }
}

impl BuildRecord {
    /// Reads a manifest.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let manifest = Manifest::from_bytes(&named_file::read(path)?);
        let manifest = manifest.ok_or_else(|| Failure::new(format!("{} is no manifest of this compiler", path.display())))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { folder, manifest: manifest.without_strays() })
    }

    /// The signed files that the manifest lists.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.signed().map(|(path, ..)| self.folder.join(path)).collect()
    }

    fn signed(&self) -> impl Iterator<Item = (&str, &File, &Signature)> {
        self.manifest.files.iter().filter_map(|(path, file)| Some((path.as_str(), file, file.signed.as_ref()?)))
    }

    /// Which file of the build a signed file is. Its first signature must be that of the signer whom the manifest names.
    pub(super) fn origin(&self, path: &Path, bytes: &[u8], report: &Report) -> Origin {
        // However the path is written: what lies in the build's folder must be the file that is listed in that very place.
        let (place, folder) = (real_place(path), real_place(&Path::new(".").join(&self.folder)));
        let listed = self.signed().find(|(listed, ..)| real_place(&self.folder.join(listed)) == place);
        if listed.is_none() && place.starts_with(&folder) {
            return Origin::NotBuilt("it lies in the build's folder, and the manifest lists no signed file there".to_owned());
        }
        let digest = Digest::of(bytes);
        let found = match listed {
            Some((name, file, signature)) if file.sha256 == digest || self.begins(bytes, signature) => Some((name, file, signature)),
            Some(_) => return Origin::NotBuilt("its bytes are not those that the build signed".to_owned()),
            None => self.signed().find(|(_, file, signature)| file.sha256 == digest || self.begins(bytes, signature)),
        };
        let Some((name, file, signature)) = found else {
            return Origin::NotBuilt("it begins with none of the documents that the build signed".to_owned());
        };
        match report.signatures.iter().find_map(|signature| signature.signer.as_ref()) {
            Some(signer) if signer.fingerprint == signature.certificate => {}
            Some(signer) => return Origin::NotBuilt(format!("{} signed it first, and the build was signed by {}", signer.name, signature.signer)),
            None => return Origin::NotBuilt(format!("nobody signed it, and the build was signed by {}", signature.signer)),
        }
        if file.sha256 == digest { Origin::Built(name.to_owned()) } else { Origin::Extended(name.to_owned()) }
    }

    /// Whether a file begins with the unsigned document of a signed one.
    fn begins(&self, bytes: &[u8], signature: &Signature) -> bool {
        let body = self.manifest.files.get(&signature.of).and_then(|body| usize::try_from(body.size).ok());
        body.and_then(|size| bytes.get(..size)).is_some_and(|body| Digest::of(body) == signature.body)
    }
}
