//! Replies in the server's own words.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, Response, StatusCode};

use super::headers::secure;
use super::media::{HTML, PLAIN};
use super::page;

/// Answers a request in the server's own words. Nobody keeps them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reply<'r> {
    /// The request's method.
    pub(super) method: &'r Method,
    /// The content security policy of pages.
    pub(super) policy: &'r HeaderValue,
}

impl Reply<'_> {
    /// An answer without a body, with what is said of one of a kind.
    pub(super) fn empty(&self, status: StatusCode, kind: &'static str) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let out = response.headers_mut();
        secure(out, kind, self.policy);
        out.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// A text of some kind.
    pub(super) fn text(&self, status: StatusCode, kind: &'static str, text: impl Into<String>) -> Response<Body> {
        let text: String = text.into();
        let mut response = self.empty(status, kind);
        let out = response.headers_mut();
        out.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        out.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
        if self.method != Method::HEAD {
            *response.body_mut() = Body::from(text);
        }
        response
    }

    /// A line of plain text.
    pub(super) fn line(&self, status: StatusCode, words: &str) -> Response<Body> {
        self.text(status, PLAIN, format!("{words}\n"))
    }

    /// A page.
    pub(super) fn page(&self, status: StatusCode, page: impl Into<String>) -> Response<Body> {
        self.text(status, HTML, page)
    }

    /// A line of text that asks the client to come again after so many seconds.
    pub(super) fn later(&self, words: &str, seconds: &'static str) -> Response<Body> {
        let mut response = self.line(StatusCode::SERVICE_UNAVAILABLE, words);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(seconds));
        response
    }

    /// The page for a fault of the server's own. What it was is not for the client to know.
    pub(super) fn fault(&self) -> Response<Body> {
        let words = "This is a fault of the server's, and it was noted. Try again in a while.";
        self.page(StatusCode::INTERNAL_SERVER_ERROR, page::notice("Something went wrong", words))
    }
}
