//! Why a file could not be put or got, in the words of someone who runs batches.

use std::fmt;
use std::io;
use std::path::Path;

/// Something that a place refused or could not do. No variant holds credentials, nor an address as a server was asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An address that names no place.
    Address {
        /// The address, without what may be secret in it.
        text: String,
        /// Why not.
        why: Refusal,
    },
    /// An object store, and a program that was built without the feature `store`.
    BuiltWithout(String),
    /// A path that does not name a file below its place.
    Name {
        /// The path, cut after 200 characters.
        path: String,
        /// Why not.
        why: &'static str,
    },
    /// A folder on the way to a file is a symbolic link.
    Link(String),
    /// What the system said of a file.
    Disk {
        /// What was to be done: `write`, `read`.
        doing: &'static str,
        /// The file.
        object: String,
        /// The kind of error.
        kind: io::ErrorKind,
        /// The system's words.
        said: String,
    },
    /// A file is larger than what is read in one piece.
    TooLarge {
        /// The file.
        object: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// Another run on this machine holds the journal.
    Busy(String),
    /// Runs are at work in the folder that say something else of themselves than this one.
    OtherCompany {
        /// Their lock.
        object: String,
        /// What they say.
        there: String,
        /// What this one says.
        asked: String,
    },
    /// A later run went on with the journal.
    TakenOver(String),
    /// A line with a line break in it, or a journal that is none.
    Journal {
        /// The journal.
        object: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The file was replaced while it was read.
    Changed(String),
    /// Nobody said who asks.
    NoCredentials {
        /// The file.
        object: String,
        /// What was last tried.
        said: String,
    },
    /// The server does not let us.
    Denied {
        /// What was to be done.
        doing: &'static str,
        /// The file.
        object: String,
        /// The server's words.
        said: String,
    },
    /// There is no such bucket.
    NoBucket {
        /// The file.
        object: String,
        /// The server's words.
        said: String,
    },
    /// The bucket lies in another region.
    Region(String),
    /// The server's address is plain HTTP to another machine.
    PlainHttp(String),
    /// The settings do not go together.
    Settings {
        /// The place.
        object: String,
        /// What is wrong.
        said: String,
    },
    /// The server had an answer, and it was no good.
    Status {
        /// What was to be done.
        doing: &'static str,
        /// The file.
        object: String,
        /// The code of the answer (RFC 9110, 15).
        code: u16,
        /// The server's words.
        said: String,
    },
    /// There was no answer, or half of one.
    Unreachable {
        /// What was to be done.
        doing: &'static str,
        /// The file.
        object: String,
        /// What the connection said.
        said: String,
    },
}

/// Why an address names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is none.
    Empty,
    /// It begins with an unknown scheme.
    Scheme,
    /// It is the address of a web page.
    Http,
    /// No bucket or container, or one with characters that none has.
    Bucket,
    /// A `file:` address without an absolute path.
    File,
    /// A user, a password or a signature stands in it.
    Credentials,
}

impl Fault {
    /// What the system said when something was done with a file.
    pub(super) fn disk(doing: &'static str, place: &Path, error: &io::Error) -> Self {
        let said = error.to_string().split(" (os error").next().unwrap_or_default().to_owned();
        Self::Disk { doing, object: place.display().to_string(), kind: error.kind(), said }
    }

    /// Whether the same command may succeed later with nothing changed: the server is down, overloaded or out of reach.
    pub fn may_heal(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Status { code, .. } => matches!(code, 408 | 429 | 500..=599),
            _ => false,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let text = match self {
            Self::Address { why, .. } => why.hint(),
            Self::BuiltWithout(_) => "use a program that was built with the feature `store`, or a folder",
            Self::Name { .. } => "give the file another name",
            Self::Link(_) => "write to the folder that the link leads to, or remove the link",
            Self::Disk { kind, .. } => return disk_hint(*kind).to_owned(),
            Self::TooLarge { .. } => "split the file",
            Self::Busy(_) => "wait for that run, or end it; where there is none, no other process of this machine may keep the file open",
            Self::OtherCompany { .. } => "let them finish, or write to another folder: runs that go on at the same time must be shares of the same N",
            Self::TakenOver(_) => "let the later run finish: it makes what this one has left",
            Self::Journal { .. } => "start afresh with --forget",
            Self::Changed(_) => "run the command again when nothing writes to it",
            Self::NoCredentials { .. } => {
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, GOOGLE_APPLICATION_CREDENTIALS or AZURE_STORAGE_ACCOUNT_NAME and its key, or give the machine, \
                 pod or task a role"
            }
            Self::Denied { .. } => "give these credentials the right to list, read, write and delete under that address",
            Self::NoBucket { .. } => "make the bucket first, or look its name up",
            Self::Region(_) => "set AWS_REGION to the bucket's own region",
            Self::PlainHttp(_) => "use https, or set AWS_ALLOW_HTTP=true where the network is yours",
            Self::Settings { .. } => "mend the variables that the message names",
            Self::Status { .. } | Self::Unreachable { .. } if self.may_heal() => {
                "nothing that was finished is lost: run the same command again when the server answers"
            }
            Self::Status { .. } | Self::Unreachable { .. } => "look the address and the settings up; the same command goes on where this one ended",
        };
        text.to_owned()
    }
}

fn disk_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room and run the same command again: nothing that was finished is lost"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "choose a folder you may write to",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => "move away what stands there",
        io::ErrorKind::CrossesDevices => "another disk is mounted within the folder: give each its own run",
        io::ErrorKind::InvalidFilename => "give the file a shorter name",
        _ => "mend that and run the same command again: nothing that was finished is lost",
    }
}

impl Refusal {
    fn hint(self) -> &'static str {
        match self {
            Self::Empty | Self::Scheme | Self::Http => "name a folder, s3://bucket/prefix, gs://bucket/prefix or az://container/prefix",
            Self::Bucket => "write s3://bucket/prefix",
            Self::File => "write file:///and/the/whole/path",
            Self::Credentials => "set them in the environment, where no list of processes and no log shows them",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "there is nothing",
            Self::Scheme => "this kind of place is not known",
            Self::Http => "a web address does not say which kind of store is behind it",
            Self::Bucket => "no bucket is named",
            Self::File => "no absolute path is named",
            Self::Credentials => "credentials do not belong into an address",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { text, why } => write!(f, "`{text}` is no place: {why}"),
            Self::BuiltWithout(place) => write!(f, "cannot use {place}: this program was built without object stores"),
            Self::Name { path, why } => write!(f, "`{}` cannot be a file's path: {why}", path.escape_debug()),
            Self::Link(place) => write!(f, "{place} is a symbolic link, and nothing is written behind one"),
            Self::Disk { doing, object, said, .. } => write!(f, "cannot {doing} {object}: {said}"),
            Self::TooLarge { object, bytes } => write!(f, "{object} has {} MiB, which is more than is read in one piece", bytes / (1024 * 1024)),
            Self::Busy(object) => write!(f, "another run is at work here: it holds {object}"),
            Self::OtherCompany { object, there, asked } => {
                write!(f, "a run is at work here that makes {}, and this one makes {asked}: it holds {object}", there.escape_debug())
            }
            Self::TakenOver(object) => write!(f, "another run was started later and goes on with {object}"),
            Self::Journal { object, why } => write!(f, "{object} cannot be used: {why}"),
            Self::Changed(object) => write!(f, "{object} was replaced while it was read"),
            Self::NoCredentials { object, said } => write!(f, "no credentials for {object}{}", Said(said)),
            Self::Denied { doing, object, said } => write!(f, "cannot {doing} {object}: the server refuses these credentials{}", Said(said)),
            Self::NoBucket { object, said } => write!(f, "there is no such bucket: {object}{}", Said(said)),
            Self::Region(object) => write!(f, "the bucket of {object} lies in another region"),
            Self::PlainHttp(endpoint) => write!(f, "{endpoint} is plain HTTP to another machine, where everyone on the way reads along"),
            Self::Settings { object, said } => write!(f, "cannot open {object}{}", Said(said)),
            Self::Status { doing, object, code, said } => write!(f, "cannot {doing} {object}: the server answered HTTP {code}{}", Said(said)),
            Self::Unreachable { doing, object, said } => write!(f, "cannot {doing} {object}: the server does not answer{}", Said(said)),
        }
    }
}

impl std::error::Error for Fault {}

/// Foreign words at the end of a message: on one line, at most 300 characters, and nothing where there are none.
struct Said<'a>(&'a str);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.0.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let line: String = words.collect::<Vec<_>>().join(" ").chars().take(300).collect();
        if line.is_empty() { Ok(()) } else { write!(f, ": {line}") }
    }
}
