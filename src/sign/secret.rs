//! Secrets: passphrases, PINs and passwords, which come from the environment, a file or a prompt, and never from the command line.

use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// The most bytes a secret has.
pub const LONGEST_SECRET: usize = 1024;

/// The most bytes a file with a key or with certificates has.
pub const LARGEST_KEY_FILE: usize = 1024 * 1024;

/// Where a secret is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretSource {
    /// In an environment variable of this name.
    Environment(String),
    /// In a file; the line end behind it is no part of it.
    File(PathBuf),
    /// A person types it.
    Prompt,
}

impl fmt::Display for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "the environment variable {name}"),
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Prompt => f.write_str("the prompt"),
        }
    }
}

/// A secret. It shows itself to nobody who does not ask for it by [`Secret::expose`], and its memory is wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret that a text is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret that a file's bytes are: UTF-8, without the line end behind it.
    pub fn from_file(bytes: &[u8], path: &Path) -> Result<Self, SecretFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| SecretFault::NotText(path.to_path_buf()))?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        Self::checked(text.strip_suffix('\r').unwrap_or(text), &SecretSource::File(path.to_path_buf()))
    }

    /// The secret that a text is, where it is neither empty nor longer than any secret is.
    pub fn checked(text: &str, source: &SecretSource) -> Result<Self, SecretFault> {
        match text.len() {
            0 => Err(SecretFault::Empty(source.clone())),
            length if length > LONGEST_SECRET => Err(SecretFault::TooLong(source.clone())),
            _ => Ok(Self::new(text)),
        }
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The door to what is kept outside a project: secrets, and the files that keys and certificates stand in.
///
/// Whoever stands behind it warns of a secret or a private key that others may read: see [`is_exposed`].
pub trait Secrets {
    /// A secret. `purpose` says what it is for, as a prompt puts it: `the passphrase of keys/company.pem`.
    fn secret(&self, source: &SecretSource, purpose: &str) -> Result<Secret, SecretFault>;
    /// The bytes of a file that a private key stands in, at most [`LARGEST_KEY_FILE`].
    fn key_file(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretFault>;
    /// The bytes of a file that certificates stand in, at most [`LARGEST_KEY_FILE`].
    fn certificate_file(&self, path: &Path) -> Result<Vec<u8>, SecretFault>;
}

/// Whether others than its owner may read a file, by its mode on a Unix system.
pub fn is_exposed(mode: u32) -> bool {
    mode & 0o044 != 0
}

/// Why a secret, or a file that a key stands in, is not to be had.
#[derive(Debug)]
pub enum SecretFault {
    /// The environment has no such variable.
    Unset(String),
    /// It is empty.
    Empty(SecretSource),
    /// It is longer than [`LONGEST_SECRET`].
    TooLong(SecretSource),
    /// The file, or the environment variable, is not UTF-8 text.
    NotText(PathBuf),
    /// A prompt needs a person at a terminal.
    NoTerminal(String),
    /// The file cannot be read, and why.
    Unreadable(PathBuf, std::io::Error),
    /// The file is larger than [`LARGEST_KEY_FILE`].
    TooLarge(PathBuf),
}

impl fmt::Display for SecretFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset(name) => write!(f, "the environment variable {name} is not set; set it before signing"),
            Self::Empty(source) => write!(f, "the secret in {source} is empty"),
            Self::TooLong(source) => write!(f, "the secret in {source} is longer than {LONGEST_SECRET} bytes; is it the right one?"),
            Self::NotText(path) => write!(f, "the secret in {} is not UTF-8 text; write it into a plain text file", path.display()),
            Self::NoTerminal(purpose) => {
                write!(f, "nobody can be asked for {purpose}, since there is no terminal; name an environment variable or a file instead of a prompt")
            }
            // The system puts a number behind its words.
            Self::Unreadable(path, error) => {
                write!(f, "cannot read {}: {}", path.display(), error.to_string().split(" (os error").next().unwrap_or_default())
            }
            Self::TooLarge(path) => write!(f, "{} is larger than any file with a key or certificates; is it the right one?", path.display()),
        }
    }
}

impl std::error::Error for SecretFault {}

#[cfg(test)]
pub(crate) mod memory {
    //! Secrets and key files that stand in memory.

    use std::collections::BTreeMap;
    use std::io;
    use std::path::{Path, PathBuf};

    use zeroize::Zeroizing;

    use super::{Secret, SecretFault, SecretSource, Secrets};

    /// A door behind which everything was put by the test.
    #[derive(Default)]
    pub(crate) struct Memory {
        files: BTreeMap<PathBuf, Vec<u8>>,
        secret: Option<String>,
    }

    impl Memory {
        pub(crate) fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
            self.files.insert(path.into(), bytes.into());
            self
        }

        /// What every source of a secret gives.
        pub(crate) fn secret(mut self, secret: &str) -> Self {
            self.secret = Some(secret.to_owned());
            self
        }
    }

    impl Secrets for Memory {
        fn secret(&self, source: &SecretSource, _: &str) -> Result<Secret, SecretFault> {
            self.secret.as_ref().map(Secret::new).ok_or_else(|| SecretFault::Empty(source.clone()))
        }

        fn key_file(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretFault> {
            let missing = || SecretFault::Unreadable(path.to_path_buf(), io::ErrorKind::NotFound.into());
            self.files.get(path).cloned().map(Zeroizing::new).ok_or_else(missing)
        }

        fn certificate_file(&self, path: &Path) -> Result<Vec<u8>, SecretFault> {
            self.key_file(path).map(|bytes| bytes.to_vec())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_itself_to_nobody() {
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2"))), "Some(Secret)");
    }

    #[test]
    fn a_files_last_line_end_is_no_part_of_it() {
        let read = |bytes: &[u8]| Secret::from_file(bytes, Path::new("pin"));
        assert_eq!(read(b"1234\r\n").unwrap().expose(), "1234");
        assert_eq!(read(b" 12\n34 \n").unwrap().expose(), " 12\n34 ");
        assert!(matches!(read(b"\n"), Err(SecretFault::Empty(_))));
        assert!(matches!(read(b"\xff"), Err(SecretFault::NotText(_))));
        assert!(matches!(read(&[b'1'; 1025]), Err(SecretFault::TooLong(_))));
    }

    #[test]
    fn only_the_owner_may_read() {
        assert!(is_exposed(0o644) && is_exposed(0o640));
        assert!(!is_exposed(0o600) && !is_exposed(0o700));
    }
}
