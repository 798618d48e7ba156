//! A file of a place, as a list of the place has it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A file that was listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path from the place.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// What an object store calls its bytes; none in a folder.
    pub tag: Option<Tag>,
}

/// What an object store calls one version of an object's bytes: its entity tag (RFC 9110, 8.8.3), of which no more is kept than tells it from others, since a list
/// has millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(u64);

impl Tag {
    /// The tag that a server has written, with its quotation marks in an answer and without them in some lists.
    #[cfg_attr(not(feature = "store"), expect(dead_code, reason = "folders have no tags"))]
    pub(super) fn read(text: &str) -> Self {
        let bare = text.trim().trim_start_matches("W/").trim_matches('"');
        Self(Sha256::digest(bare.as_bytes()).iter().take(8).fold(0, |head, byte| head << 8 | u64::from(*byte)))
    }
}
