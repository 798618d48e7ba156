//! `manifest.json`: what a build published, with digests, so that anyone can prove a file is the build's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::output::digest::Digest;
use crate::project::Format;
use crate::world::is_inside;

/// The name of the manifest in the output folder.
pub const FILE_NAME: &str = "manifest.json";

/// What a build published. It holds no time, so that equal inputs give equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The compiler's version.
    pub counterpart: String,
    /// Every input that some file depends on, by path from the project's root, with its digest.
    pub inputs: BTreeMap<String, Digest>,
    /// Every file, by its path from the output folder.
    pub files: BTreeMap<String, File>,
}

/// One published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The digest of its bytes.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// The brand it belongs to.
    pub brand: String,
    /// The language of the brand's edition that it belongs to; none for the main one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// The policy it shows; none for a brand's index, book, stylesheet or image.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
    /// Its format.
    pub format: Format,
    /// The paths of the inputs it depends on, sorted; [`Manifest::inputs`] has their digests.
    pub inputs: Vec<String>,
    /// How it is signed, where it is a signed copy of another file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signed: Option<Signature>,
}

/// How a file is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The path of the unsigned file, from the output folder: the signed one begins with its very bytes.
    pub of: String,
    /// The digest of the unsigned file.
    pub body: Digest,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// The SHA-256 of the signer's certificate.
    pub certificate: String,
    /// The level that was reached (ETSI EN 319 142-1): `B-B`, `B-T`, `B-LT` or `B-LTA`.
    pub level: String,
    /// The level that the profile asks for, where the timestamp authority did not answer: `counterpart extend` reaches it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub extend_to: Option<String>,
}

impl Manifest {
    /// The manifest of nothing.
    pub fn empty() -> Self {
        Self { counterpart: env!("CARGO_PKG_VERSION").to_owned(), inputs: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// The manifest without entries that name no place in the output folder: nobody but a forger writes them.
    #[must_use]
    pub fn without_strays(mut self) -> Self {
        self.files.retain(|path, _| is_inside(path));
        self
    }

    /// The bytes of `manifest.json`: indented, with a line feed at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Reads a manifest; `None` where the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}
