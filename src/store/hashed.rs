//! The digest of what is written, and nothing else of it.

use std::io;

use sha2::{Digest as _, Sha256};

/// A writer that keeps the SHA-256 of all that it is given.
#[derive(Default)]
pub(super) struct Hashed(Sha256);

impl Hashed {
    /// The digest of what was written.
    pub(super) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl io::Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
