//! The door to what is kept outside a project: secrets from the environment, a file or a person, and the files of keys.

#![expect(clippy::disallowed_methods, reason = "this is the door to secrets and keys")]

use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::terminal::Terminal;
use crate::output::failure::Failure;
use crate::sign::secret::{LARGEST_KEY_FILE, LONGEST_SECRET, Secret, SecretFault, SecretSource, Secrets, is_exposed};

/// The door, with the terminal that warnings go to.
pub(super) struct Door<'t> {
    terminal: &'t Terminal,
}

impl<'t> Door<'t> {
    pub(super) fn new(terminal: &'t Terminal) -> Self {
        Self { terminal }
    }

    /// A file of at most so many bytes. Of a secret one it is said when others may read it too.
    fn read(&self, path: &Path, most: usize, is_secret: bool) -> Result<Zeroizing<Vec<u8>>, SecretFault> {
        let unreadable = |error| SecretFault::Unreadable(path.to_path_buf(), error);
        let file = File::open(path).map_err(unreadable)?;
        if is_secret && mode(&file).is_some_and(is_exposed) {
            self.terminal.say(&format!("warning: others on this computer may read {0}; take that right away: chmod 600 {0}", path.display()));
        }
        // With room for all of it, the bytes are never moved, and leave no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(most + 1));
        let limit = u64::try_from(most + 1).unwrap_or(u64::MAX);
        file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() > most { Err(SecretFault::TooLarge(path.to_path_buf())) } else { Ok(bytes) }
    }
}

impl Secrets for Door<'_> {
    fn secret(&self, source: &SecretSource, purpose: &str) -> Result<Secret, SecretFault> {
        match source {
            SecretSource::Environment(name) => {
                let value = Zeroizing::new(std::env::var_os(name).ok_or_else(|| SecretFault::Unset(name.clone()))?.into_encoded_bytes());
                let text = std::str::from_utf8(&value).map_err(|_| SecretFault::NotText(name.into()))?;
                Secret::checked(text, source)
            }
            // Behind the longest secret there may be a line end.
            SecretSource::File(path) => Secret::from_file(&self.read(path, LONGEST_SECRET + 2, true)?, path),
            SecretSource::Prompt => Secret::checked(&ask(purpose)?, source),
        }
    }

    fn key_file(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretFault> {
        self.read(path, LARGEST_KEY_FILE, true)
    }

    fn certificate_file(&self, path: &Path) -> Result<Vec<u8>, SecretFault> {
        self.read(path, LARGEST_KEY_FILE, false).map(|bytes| bytes.to_vec())
    }
}

/// What a person types, unseen. Nobody is asked where there is no terminal: a pipeline would wait forever.
fn ask(purpose: &str) -> Result<Zeroizing<String>, SecretFault> {
    if !io::stdin().is_terminal() {
        return Err(SecretFault::NoTerminal(purpose.to_owned()));
    }
    let typed = rpassword::prompt_password(format!("{purpose}: "));
    typed.map(Zeroizing::new).map_err(|_| SecretFault::NoTerminal(purpose.to_owned()))
}

/// Where a secret is found, as the command line says it: `env:NAME`, `file:PATH` or `prompt`. The secret itself is refused, and not repeated.
pub(super) fn source(text: &str) -> Result<SecretSource, Failure> {
    match text.split_once(':') {
        Some(("env", name)) if !name.is_empty() => Ok(SecretSource::Environment(name.to_owned())),
        Some(("file", path)) if !path.is_empty() => Ok(SecretSource::File(path.into())),
        None if text == "prompt" => Ok(SecretSource::Prompt),
        _ => Err(Failure::new("a secret is not given on the command line, where others see it")
            .hint("say where it is found: env:NAME, file:PATH or prompt")),
    }
}

#[cfg(unix)]
fn mode(file: &File) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.permissions().mode())
}

/// Elsewhere than on Unix, rights are not told by a mode.
#[cfg(not(unix))]
fn mode(_: &File) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_itself_is_refused_and_not_repeated() {
        assert_eq!(source("env:PASS").unwrap(), SecretSource::Environment("PASS".to_owned()));
        assert_eq!(source("file:/run/pin").unwrap(), SecretSource::File("/run/pin".into()));
        for text in ["hunter2", "env:", "pass:hunter2"] {
            let failure = source(text).unwrap_err();
            assert!(!failure.message.contains("hunter2") && !failure.hint.unwrap().contains("hunter2"));
        }
    }
}
