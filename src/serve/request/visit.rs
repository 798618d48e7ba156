//! A request on its way to an answer: what it is about.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode};

use super::shared::Shared;
use super::site_visit::SiteVisit;
use crate::address::decoded_path;
use crate::serve::address::encode;
use crate::serve::host::Host;
use crate::serve::mount::Peer;
use crate::serve::sites::{Found, Sites};

/// Whether the server is well, from its root.
const HEALTH: &str = "healthz";
/// What proxies say of those for whom they ask (RFC 7239, RFC 9110, section 7.6.3, and what was there before).
const FORWARDED: [&str; 5] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/// A request, as far as it was read, and what it is answered from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit<'r> {
    /// What every request is answered from.
    pub(super) shared: &'r Shared,
    /// What was served when it came.
    pub(super) sites: &'r Sites,
    /// Its head.
    pub(super) parts: &'r Parts,
    /// Who sent it.
    pub(super) peer: Peer,
}

/// Why a request goes no further, in a word for the client.
type Refused = (StatusCode, &'static str);

impl Visit<'_> {
    /// Answers the request; `body` is what it brings along.
    pub(super) async fn answer(&self, body: Body) -> Response<Body> {
        match self.address() {
            Err((status, words)) => self.says(status, words),
            Ok(_) if self.asks_for_server() => self.options(),
            Ok((_, path)) if path == HEALTH => self.health(),
            Ok((host, path)) => match self.barred(&host) {
                Some((status, words)) => self.says(status, words),
                None => self.find(&host, &path, body).await,
            },
        }
    }

    /// Whose address is asked for, and the path there, decoded and without the slash at its beginning.
    fn address(&self) -> Result<(Host, String), Refused> {
        self.is_short_enough()?;
        let host = Host::of(self.parts).ok_or((StatusCode::BAD_REQUEST, "the request names no host, or several"))?;
        let path = if self.asks_for_server() { Some(String::new()) } else { decoded_path(self.parts.uri.path()) };
        Ok((host, path.ok_or((StatusCode::BAD_REQUEST, "the address cannot be read"))?))
    }

    fn is_short_enough(&self) -> Result<(), Refused> {
        let Parts { uri, headers, .. } = self.parts;
        let address = uri.path().len() + uri.query().map_or(0, str::len);
        let head: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if address > self.shared.limits.address {
            Err((StatusCode::URI_TOO_LONG, "the address is too long"))
        } else if head > self.shared.limits.head {
            Err((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's headers are too long"))
        } else {
            Ok(())
        }
    }

    /// Whether it is asked what the server can do, whatever it is about (RFC 9110, section 9.3.7).
    fn asks_for_server(&self) -> bool {
        self.parts.uri.path() == "*" && self.parts.method == Method::OPTIONS
    }

    /// Whether a server for readers has nothing to serve yet. A preview shows then what is wrong with the project, and that to its author alone.
    fn is_starting(&self) -> bool {
        !self.shared.is_preview && self.sites.release.is_none()
    }

    /// Why whoever asks may see nothing of what stands at a host, where that is so.
    fn barred(&self, host: &Host) -> Option<Refused> {
        let is_barred = !self.sites.knows(host) || !self.is_trusted(host);
        if is_barred && self.is_starting() {
            // Nobody knows yet whether the host is a brand's, and a proxy that hears it is none takes its own settings for wrong.
            Some((StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet"))
        } else if is_barred {
            Some((StatusCode::MISDIRECTED_REQUEST, "this server knows no site of that name"))
        } else if self.shared.is_preview && is_led_here(&self.parts.headers) {
            Some((StatusCode::FORBIDDEN, "a page of another site asked for this"))
        } else {
            None
        }
    }

    /// Whether a request may see what is nobody's site: the list of all brands and the metrics. A name that any client can write is no proof in production; whoever asks
    /// from this machine, and speaks for nobody else, watches over the server.
    fn is_trusted(&self, host: &Host) -> bool {
        let speaks_for_another = || FORWARDED.iter().any(|name| self.parts.headers.contains_key(*name));
        self.shared.is_preview || *host != Host::Bare || (self.peer.0.is_loopback() && !speaks_for_another())
    }

    /// Gives what stands at an address.
    async fn find(&self, host: &Host, path: &str, body: Body) -> Response<Body> {
        if let Some(response) = self.own_file(host, path).await {
            return response;
        }
        let Some(release) = &self.sites.release else { return self.nothing(path) };
        match self.sites.find(host, path) {
            Found::Site { site, base, path: Some(path) } => SiteVisit::new(*self, release, site, &base, path).answer(body).await,
            Found::Site { base, path: None, .. } => self.moved(&encode(&base), "/"),
            Found::Server { path: "" } if self.is_reading() => self.brands(),
            Found::Server { path } => self.nothing(path),
            Found::Unknown => self.says(StatusCode::NOT_FOUND, "nothing stands at this address"),
        }
    }

    /// Whether something is to be read, and not to be done.
    pub(super) fn is_reading(&self) -> bool {
        [Method::GET, Method::HEAD].contains(&self.parts.method)
    }
}

/// Whether a page of another site makes a browser ask for something to show on it (Fetch Metadata). A preview is its author's alone, and what it is asked for it may have to
/// make; a link to it may be followed all the same.
fn is_led_here(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
    is("sec-fetch-site", "cross-site") && !is("sec-fetch-mode", "navigate")
}
