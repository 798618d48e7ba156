//! The address of a place, as people type it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::fault::{Fault, Refusal};
use super::name;

/// A folder, or a bucket with the beginning of its objects' names. It holds no credentials, and an address with some is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    scheme: Scheme,
    /// The bucket or container with what belongs to it; empty for a folder.
    bucket: String,
    /// The folder's path, or the beginning of the objects' names without slashes around it.
    path: String,
}

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A folder: a path, or `file:`.
    Folder,
    /// Amazon S3, and what speaks its language: `s3://bucket/…`.
    S3,
    /// Google Cloud Storage: `gs://bucket/…`.
    Google,
    /// Azure Blob Storage: `az://container/…`, `abfss://container@account.dfs.core.windows.net/…`.
    Azure,
}

impl Address {
    /// Reads an address: a path or `file:///…`, `s3://`, `gs://`, `az://`, `abfs://` or `abfss://` with a bucket and, behind it, how names begin.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let refused = |why| Fault::Address { text: without_secrets(text), why };
        let Some((scheme, rest)) = split(text) else {
            return if text.is_empty() { Err(refused(Refusal::Empty)) } else { Ok(Self::folder(text)) };
        };
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "file" => return file_url(rest).map(Self::folder).ok_or_else(|| refused(Refusal::File)),
            "s3" | "s3a" => Scheme::S3,
            "gs" => Scheme::Google,
            "az" | "abfs" | "abfss" => Scheme::Azure,
            "http" | "https" => return Err(refused(Refusal::Http)),
            _ => return Err(refused(Refusal::Scheme)),
        };
        let rest = rest.strip_prefix("//").ok_or_else(|| refused(Refusal::Bucket))?;
        let (bucket, path) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains('?') || (bucket.contains('@') && !is_account(bucket, scheme)) {
            return Err(refused(Refusal::Credentials));
        }
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '$');
        if bucket.len() < 2 || !bucket.chars().all(letter) {
            return Err(refused(Refusal::Bucket));
        }
        let path = path.trim_matches('/');
        if !path.is_empty() {
            name::check(path)?;
        }
        Ok(Self { scheme, bucket: bucket.to_owned(), path: path.to_owned() })
    }

    fn folder(path: impl Into<String>) -> Self {
        Self { scheme: Scheme::Folder, bucket: String::new(), path: path.into() }
    }

    /// What kind of place it is.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Whether it is reached over the network.
    pub fn is_remote(&self) -> bool {
        self.scheme != Scheme::Folder
    }

    /// The folder's path; `None` for an object store.
    pub fn as_folder(&self) -> Option<&Path> {
        (!self.is_remote()).then(|| Path::new(&self.path))
    }

    /// The place above a single file, and the file's name: `s3://bucket/in` and `customers.csv` for `s3://bucket/in/customers.csv`.
    pub fn parent(&self) -> Option<(Self, String)> {
        let (above, name) = if self.is_remote() {
            self.path.rsplit_once('/').map_or((String::new(), self.path.clone()), |(above, name)| (above.to_owned(), name.to_owned()))
        } else {
            let path = Path::new(&self.path);
            let above = path.parent().filter(|above| !above.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned);
            (above.to_str()?.to_owned(), path.file_name()?.to_str()?.to_owned())
        };
        (!name.is_empty()).then(|| (Self { path: above, ..self.clone() }, name))
    }

    /// The bucket or container, for Azure with its account where the address names one; empty for a folder.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The folder's path, or how the objects' names begin, without slashes around it.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Folder => return f.write_str(&self.path),
            Scheme::S3 => "s3",
            Scheme::Google => "gs",
            Scheme::Azure if self.bucket.contains('@') => "abfss",
            Scheme::Azure => "az",
        };
        let slash = if self.path.is_empty() { "" } else { "/" };
        write!(f, "{scheme}://{}{slash}{}", self.bucket, self.path)
    }
}

/// The scheme of an address and what follows its colon. A single letter is a drive, and a path with a colon in it no scheme.
fn split(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let letters = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    (letters && (rest.starts_with("//") || scheme.eq_ignore_ascii_case("file"))).then_some((scheme, rest))
}

/// Whether an at sign stands between a container and its account, as Azure writes it, and not behind a password.
fn is_account(bucket: &str, scheme: Scheme) -> bool {
    scheme == Scheme::Azure && bucket.matches('@').count() == 1 && !bucket.contains(':')
}

/// The path of a `file:` address (RFC 8089): `file:///a`, `file://localhost/a` or `file:/a`, with percent-encoded bytes.
fn file_url(rest: &str) -> Option<String> {
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    let mut bytes = Vec::with_capacity(path.len());
    let mut left = path.strip_prefix('/').map(|_| path.as_bytes())?;
    while let Some((first, rest)) = left.split_first() {
        let byte = match (first, rest) {
            (b'%', [high, low, ..]) => u8::from_str_radix(std::str::from_utf8(&[*high, *low]).ok()?, 16).ok()?,
            (b'%', _) => return None,
            _ => *first,
        };
        left = rest.get(if *first == b'%' { 2 } else { 0 }..)?;
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains('\0'))
}

/// An address as a message may show it: neither what stands before an at sign nor what follows a question mark.
fn without_secrets(text: &str) -> String {
    let shown = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = shown.split_once("://").map_or(("", shown), |(scheme, rest)| (scheme, rest));
    let rest = rest.rsplit('@').next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{rest}").chars().take(200).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Address, Scheme};

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let shown = |text: &str| Address::parse(text).map_or_else(|fault| format!("error: {fault}"), |address| address.to_string());
        assert_eq!(shown("out/"), "out/");
        assert_eq!(shown("C:\\out"), "C:\\out");
        assert_eq!(shown("a:b/c"), "a:b/c");
        assert_eq!(shown("file:///srv/a%20b"), "/srv/a b");
        assert_eq!(shown("s3://bucket"), "s3://bucket");
        assert_eq!(shown("S3://bucket/2026/dpa/"), "s3://bucket/2026/dpa");
        assert_eq!(shown("gs://bucket/x"), "gs://bucket/x");
        assert_eq!(shown("abfss://box@account.dfs.core.windows.net/x"), "abfss://box@account.dfs.core.windows.net/x");
        for text in ["", "s3:///x", "s3://a b/x", "ftp://host/x", "https://bucket.s3.amazonaws.com/x", "s3://bucket/../x", "file:x", "file:///%zz"] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        assert_eq!(Address::parse("az://box/x").map(|address| address.scheme()).ok(), Some(Scheme::Azure));
    }

    #[test]
    fn a_secret_in_an_address_is_refused_and_not_repeated() {
        for text in ["s3://AKIA:secret@bucket/x", "az://box/x?sv=2026&sig=secret", "abfss://box:secret@account/x"] {
            let said = Address::parse(text).map_or_else(|fault| format!("{fault} {fault:?}"), |address| address.to_string());
            assert!(said.contains("credentials") && !said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn a_single_file_has_a_place_above_it() {
        let parent = |text: &str| Address::parse(text).ok().and_then(|address| address.parent()).map(|(above, name)| (above.to_string(), name));
        assert_eq!(parent("s3://bucket/in/c.csv"), Some(("s3://bucket/in".to_owned(), "c.csv".to_owned())));
        assert_eq!(parent("s3://bucket/c.csv"), Some(("s3://bucket".to_owned(), "c.csv".to_owned())));
        assert_eq!(parent("c.csv"), Some((".".to_owned(), "c.csv".to_owned())));
        assert_eq!(parent("s3://bucket"), None);
    }
}
