//! What other modules add to every brand's site.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::http::HeaderValue;
use axum::response::Response;
use tower_http::limit::RequestBodyLimitLayer;

use super::connection::Limits;
use super::published::{Here, Published};

/// What other modules add to every brand's site. Nothing by default.
#[derive(Clone, Default)]
pub struct Mounts {
    /// Who answers `?ask=` at any page's address.
    pub answers: Option<Arc<dyn Answers>>,
    /// Services by the first step of their addresses below a site's root, such as `~mcp`. They see addresses without that step, and among a request's
    /// extensions [`Here`] and [`Peer`]. Bodies and times are bounded before they see them.
    pub services: Vec<(&'static str, Router)>,
    /// How many answers of readers could not be kept.
    pub lost: Arc<AtomicU64>,
}

impl Mounts {
    /// The same, with services that are given no body longer than the limits allow.
    pub(super) fn bounded(&self, limits: &Limits) -> Self {
        let bounded = |(name, service): &(&'static str, Router)| (*name, service.clone().layer(RequestBodyLimitLayer::new(limits.body)));
        Self { services: self.services.iter().map(bounded).collect(), ..self.clone() }
    }
}

/// Answers questions about a brand's policies.
pub trait Answers: Send + Sync {
    /// Takes note of what every brand publishes from now on. This is called before any of it is served, in no request's time; a brand whose
    /// [`key`](Published::key) is what it was has not changed.
    fn renew(&self, brands: &[Arc<Published>]);

    /// Answers a question; on a thread that may be kept busy for some milliseconds.
    fn answer(&self, here: &Here, question: &PutQuestion) -> Response;
}

/// A question, as it was put.
#[derive(Debug, Clone)]
pub struct PutQuestion {
    /// Its words, decoded; their number is bounded by the limit on addresses alone.
    pub text: String,
    /// The path at which it was put, from the site's root: `el/terms`.
    pub path: String,
    /// Whether that address is the one of the policy's Markdown.
    pub is_markdown: bool,
    /// The forms that the client takes (RFC 9110, section 12.5.1).
    pub accept: Option<HeaderValue>,
}

/// Who is at the other end of a connection. Behind a proxy this is the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// The language below which a service was asked, where that is not the site's main one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Language(pub Option<String>);

impl fmt::Debug for Mounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<_> = self.services.iter().map(|(name, _)| name).collect();
        f.debug_struct("Mounts").field("answers", &self.answers.is_some()).field("services", &services).finish_non_exhaustive()
    }
}
