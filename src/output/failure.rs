//! What keeps the tool from doing its work: the environment, not the content.

use std::fmt;
use std::io;
use std::path::Path;

use crate::data;
use crate::diag::did_you_mean;
use crate::store;

/// The tool could not do its work: exit code 2. Findings in the content are [`Diagnostic`](crate::diag::Diagnostic)s instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What could not be done, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A name that nothing has, where `known` are those there are.
    pub fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        let failure = Self::new(format!("there is no {what} `{name}`"));
        match did_you_mean(name, known.iter().copied()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None if known.is_empty() => failure,
            None => failure.hint(format!("there are: {}", known.join(", "))),
        }
    }

    /// What the system said when a file was read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        let failure = Self::new(format!("cannot read {}: {}", path.display(), plain(error)));
        match error.kind() {
            io::ErrorKind::NotFound => failure.hint("it was there a moment ago: run the command again"),
            io::ErrorKind::PermissionDenied => failure.hint("give yourself the right to read it"),
            _ => failure,
        }
    }

    /// What the system said when something was done in the output folder or the cache.
    pub fn writing(doing: &str, path: &Path, error: &io::Error) -> Self {
        let failure = Self::new(format!("cannot {doing} {}: {}", path.display(), plain(error)));
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                failure.hint("make room on the disk and run the command again")
            }
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                failure.hint("a file stands where a folder is needed: move it away, or choose another folder with --out")
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::NotFound => {
                failure.hint("choose a folder you may write to with --out")
            }
            _ => failure,
        }
    }
}

/// What a place said, with what to do about it.
impl From<store::Fault> for Failure {
    fn from(fault: store::Fault) -> Self {
        Self::new(fault.to_string()).hint(fault.hint())
    }
}

/// Why an input cannot be read. What to do about it is a part of the sentence.
impl From<data::Fault> for Failure {
    fn from(fault: data::Fault) -> Self {
        Self::new(fault.to_string())
    }
}

/// The system's words without the number it puts behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_comes_with_what_to_do() {
        let full = Failure::writing("write", Path::new("dist/a.md"), &io::ErrorKind::StorageFull.into());
        assert_eq!(full.message, "cannot write dist/a.md: no storage space");
        assert_eq!(full.hint.as_deref(), Some("make room on the disk and run the command again"));
        let gone = Failure::reading(Path::new("sources/a.md"), &io::ErrorKind::NotFound.into());
        assert_eq!(gone.hint.as_deref(), Some("it was there a moment ago: run the command again"));
        let busy = Failure::from(store::Fault::Busy("out/.counterpart/batch.jsonl".to_owned()));
        assert_eq!(busy.message, "another run is at work here: it holds out/.counterpart/batch.jsonl");
        assert!(busy.hint.is_some_and(|hint| hint.starts_with("wait for that run")));
    }
}
