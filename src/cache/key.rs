//! The key of an output.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::output::digest::Digest;

/// What an output was made from.
///
/// It changes with the compiler, since another one may render the same things differently; with the document, title and all, since that is what is
/// printed; with the theme, the navigation, the fonts and the images, as far as the output shows them. It does not change with the author's file names,
/// lines or comments, nor with values that the document does not print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(Digest);

impl From<Key> for [u8; 32] {
    fn from(key: Key) -> Self {
        key.0.into()
    }
}

/// Hexadecimal digits; a precision cuts them to a short name: `{key:.16}`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

/// Feeds everything that is hashed into SHA-256. Its 64-bit result is not used.
#[derive(Debug)]
pub struct KeyHasher(Sha256);

impl KeyHasher {
    /// The key of a kind of output that is made from `parts`.
    pub fn key(kind: &str, parts: impl Hash) -> Key {
        let mut hasher = Self(Sha256::new());
        compiler().hash(&mut hasher);
        kind.hash(&mut hasher);
        parts.hash(&mut hasher);
        Key(Digest::finish(hasher.0))
    }
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

/// Names this very compiler: its version and a digest of what it was built from.
pub fn compiler() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION"), "+", env!("COUNTERPART_FINGERPRINT"))
}

#[cfg(test)]
mod tests {
    use super::KeyHasher;

    #[test]
    fn a_key_may_be_written_short() {
        let key = KeyHasher::key("page", "a");
        let long = key.to_string();
        assert_eq!((long.len(), format!("{key:.16}").as_str()), (64, &long[..16]));
    }

    #[test]
    fn a_key_tells_kinds_and_parts_apart() {
        assert_eq!(KeyHasher::key("page", ("a", 1)), KeyHasher::key("page", ("a", 1)));
        assert_ne!(KeyHasher::key("page", ("a", 1)), KeyHasher::key("book", ("a", 1)));
        assert_ne!(KeyHasher::key("page", ("ab", "c")), KeyHasher::key("page", ("a", "bc")));
    }
}
