//! What the server says in its own words.

use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, Method, Response, StatusCode};

use super::noted::Noted;
use super::visit::Visit;
use crate::room::Refused;
use crate::serve::address::encode;
use crate::serve::media::PLAIN;
use crate::serve::reply::Reply;
use crate::serve::{page, preview};

/// What may be done at an address.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

impl Visit<'_> {
    /// Answers in the server's own words.
    pub(super) fn reply(&self) -> Reply<'_> {
        Reply { method: &self.parts.method, policy: &self.shared.policy }
    }

    /// A line of plain text.
    pub(super) fn says(&self, status: StatusCode, words: &str) -> Response<Body> {
        self.reply().line(status, words)
    }

    /// A page of the server's own.
    fn shows(&self, status: StatusCode, page: &str) -> Response<Body> {
        self.shows_at(status, page, ("", ""), &self.shared.policy)
    }

    /// A page about a path of a brand's site, which follows what happens to that in a preview.
    pub(super) fn shows_at(&self, status: StatusCode, page: &str, about: (&str, &str), policy: &HeaderValue) -> Response<Body> {
        let page = if self.shared.is_preview { preview::listening(page, self.sites, about.0, about.1) } else { page.to_owned() };
        Reply { policy, ..self.reply() }.page(status, page)
    }

    /// Whether the server has something to serve.
    pub(super) fn health(&self) -> Response<Body> {
        let mut response = match self.sites.release {
            Some(_) => self.says(StatusCode::OK, "ok"),
            None => self.says(StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet"),
        };
        Noted::on(&mut response).is_quiet = true;
        response
    }

    /// The list of brands.
    pub(super) fn brands(&self) -> Response<Body> {
        self.shows(StatusCode::OK, &page::brands(self.sites))
    }

    /// What may be done at an address.
    pub(super) fn options(&self) -> Response<Body> {
        let mut response = self.reply().empty(StatusCode::NO_CONTENT, PLAIN);
        response.headers_mut().insert(ALLOW, METHODS);
        response
    }

    /// What is said where something is to be done at an address that can be read.
    pub(super) fn not_read(&self) -> Response<Body> {
        if self.parts.method == Method::OPTIONS {
            return self.options();
        }
        let mut response = self.says(StatusCode::METHOD_NOT_ALLOWED, "pages can be read and nothing else");
        response.headers_mut().insert(ALLOW, METHODS);
        response
    }

    /// Where nothing stands, and no brand is asked for.
    pub(super) fn nothing(&self, path: &str) -> Response<Body> {
        if !self.is_reading() {
            return self.not_read();
        }
        match (&self.sites.release, &self.sites.trouble) {
            (Some(_), _) => {
                let page = page::notice("Not found", "There is no such brand on this server.");
                self.shows_at(StatusCode::NOT_FOUND, &page, path.split_once('/').unwrap_or((path, "")), &self.shared.policy)
            }
            (None, Some(trouble)) if self.shared.is_preview => self.shows(StatusCode::SERVICE_UNAVAILABLE, &trouble.page("The project has errors")),
            (None, _) => self.says(StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet"),
        }
    }

    /// Something stands at another path, behind a base that is encoded already.
    pub(super) fn moved(&self, base: &str, path: &str) -> Response<Body> {
        let path = format!("{base}{}", encode(path));
        let query = self.parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut response = self.says(StatusCode::MOVED_PERMANENTLY, &format!("this stands at {path}"));
        if let Ok(address) = HeaderValue::from_str(&format!("{path}{query}")) {
            response.headers_mut().insert(LOCATION, address);
        }
        let caching = if self.shared.is_preview { "no-store" } else { "public, max-age=3600" };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        response
    }

    /// Why there is no answer to what keeps a thread busy.
    pub(super) fn not_done(&self, refused: Refused) -> Response<Body> {
        match refused {
            Refused::Failed => self.fault(),
            Refused::Full => self.reply().later("too much is asked for now: try again", "2"),
        }
    }

    /// Something went wrong that is no fault of the client's.
    pub(super) fn fault(&self) -> Response<Body> {
        self.shared.metrics.faults.fetch_add(1, Ordering::Relaxed);
        self.reply().fault()
    }
}
