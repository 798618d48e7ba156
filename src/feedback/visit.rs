//! What an answer is about: a page of a brand's site, as whoever serves the site knows it.

use std::net::IpAddr;
use std::sync::Arc;

/// A page that can be answered about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The id of its policy.
    pub policy: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The version of its policy, where it has one.
    pub version: Option<String>,
    /// Its address from the site's root, percent-encoded: where the reader goes back to.
    pub address: String,
}

/// A brand's site, as it is published at this moment.
pub trait Site: Send + Sync {
    /// The brand's id.
    fn brand(&self) -> &str;

    /// The brand's own language, as a BCP 47 tag: what is spoken where the page is not known.
    fn language(&self) -> &str;

    /// A page by the name that its own form gives: its path from the site's root, without `.html`. There is none where readers are not asked.
    fn page(&self, name: &str) -> Option<Page>;

    /// A page in the site's own frame that shows some HTML; the title is plain text.
    fn framed(&self, title: &str, body: &str) -> String;
}

/// What a request is about. Whoever serves the sites adds it to the request's extensions.
#[derive(Clone)]
pub struct Visit {
    /// The site.
    pub site: Arc<dyn Site>,
    /// The site's root as a path on this server, with a slash at its end, percent-encoded.
    pub root: String,
    /// The other end of the connection: the sender, or a proxy.
    pub peer: IpAddr,
}
