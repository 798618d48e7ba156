//! Addresses that may be asked.

use std::fmt;

use ureq::http::Uri;

use super::fault::Cause;

/// The most bytes an address may have: those in certificates are foreign bytes.
const LONGEST: usize = 2048;

/// An address on the web: `http` or `https`, a host, and neither a user nor a password, which would stand in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Location {
    uri: Uri,
}

impl Location {
    /// Reads an address; the cause says why it is none that may be asked.
    pub fn parse(text: &str) -> Result<Self, Cause> {
        if text.len() > LONGEST {
            return Err(Cause::NoAddress("it is longer than 2,048 characters".to_owned()));
        }
        let uri: Uri = text.parse().map_err(|fault| Cause::NoAddress(format!("{fault}")))?;
        Self::of(uri)
    }

    fn of(uri: Uri) -> Result<Self, Cause> {
        match uri.scheme_str() {
            Some("http" | "https") => {}
            Some(other) => return Err(Cause::Scheme(other.to_owned())),
            None => return Err(Cause::NoAddress("it does not begin with http:// or https://".to_owned())),
        }
        let Some(authority) = uri.authority() else { return Err(Cause::NoAddress("it names no host".to_owned())) };
        if authority.host().is_empty() {
            return Err(Cause::NoAddress("it names no host".to_owned()));
        }
        if authority.as_str().contains('@') {
            return Err(Cause::UserInAddress);
        }
        Ok(Self { uri })
    }

    /// Where a redirect from here leads (RFC 9110, 10.2.2): never from `https` to `http`.
    pub(super) fn follow(&self, target: &str) -> Result<Self, Cause> {
        let absolute = match target {
            _ if target.starts_with("//") => format!("{}:{target}", self.scheme()),
            _ if target.starts_with('/') => format!("{}{target}", self.origin()),
            _ if target.contains("://") => target.to_owned(),
            _ => format!("{}{}{target}", self.origin(), self.folder()),
        };
        let next = Self::parse(&absolute)?;
        if self.is_secure() && !next.is_secure() { Err(Cause::Downgrade(next.to_string())) } else { Ok(next) }
    }

    /// Whether the connection is encrypted.
    pub(super) fn is_secure(&self) -> bool {
        self.scheme() == "https"
    }

    /// Scheme, host and port, the port written out: who answers.
    pub(super) fn origin(&self) -> String {
        let port = self.uri.port_u16().unwrap_or(if self.is_secure() { 443 } else { 80 });
        format!("{}://{}:{port}", self.scheme(), self.uri.host().unwrap_or_default().to_ascii_lowercase())
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    fn scheme(&self) -> &str {
        self.uri.scheme_str().unwrap_or_default()
    }

    /// The path to the last slash, which relative addresses are seen from.
    fn folder(&self) -> &str {
        let path = self.uri.path();
        path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("/")
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Location};

    #[test]
    fn only_addresses_of_the_web_are_asked() {
        assert!(matches!(Location::parse("ldap://directory/cn=CA"), Err(Cause::Scheme(scheme)) if scheme == "ldap"));
        assert!(matches!(Location::parse("file:///etc/passwd"), Err(Cause::Scheme(_) | Cause::NoAddress(_))));
        assert!(matches!(Location::parse("http://user:word@host/"), Err(Cause::UserInAddress)));
        for wrong in ["", "tsa.example", "http://", "http:///x", "/x", "http://a b/"] {
            assert!(matches!(Location::parse(wrong), Err(Cause::NoAddress(_))), "{wrong}");
        }
    }

    #[test]
    fn redirects_lead_where_they_say_and_never_out_of_encryption() -> Result<(), Cause> {
        let from = Location::parse("https://Tsa.example/a/b?c")?;
        assert_eq!(from.follow("/x")?.to_string(), "https://tsa.example:443/x");
        assert_eq!(from.follow("x")?.to_string(), "https://tsa.example:443/a/x");
        assert_eq!(from.follow("//other/x")?.to_string(), "https://other/x");
        assert!(matches!(from.follow("http://tsa.example/"), Err(Cause::Downgrade(_))));
        assert!(matches!(from.follow("file:///x"), Err(Cause::Scheme(_) | Cause::NoAddress(_))));
        Ok(())
    }
}
