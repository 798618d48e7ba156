//! What the sender of an answer gets back: a script a status, a reader without scripts a page.

use std::sync::Arc;

use axum::Json;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use handlebars::html_escape;
use serde_json::json;

use super::refusal::Refusal;
use super::visit::{Site, Visit};
use crate::locale::Words;

/// The place on a page where it thanks for an answer.
const THANKS: &str = "page.thanks";

/// Who asked, and in which language to speak.
pub(super) struct Asker {
    /// The site on whose page a reader is told, where a browser shows what comes back; a script that fetches takes anything.
    reader: Option<Arc<dyn Site>>,
    /// The language to speak, as a BCP 47 tag.
    pub(super) language: String,
    /// The site's root, as a path on this server that ends with a slash.
    root: String,
    /// The page, from the root, once it is known.
    pub(super) page: Option<String>,
}

impl Asker {
    pub(super) fn new(headers: &HeaderMap, visit: &Visit) -> Self {
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let reader = accept.contains("text/html").then(|| Arc::clone(&visit.site));
        Self { reader, language: visit.site.language().to_owned(), root: visit.root.clone(), page: None }
    }

    /// Somebody who asked for no site.
    pub(super) fn of_nobody() -> Self {
        Self { reader: None, language: "en".to_owned(), root: "/".to_owned(), page: None }
    }

    /// What says that the answer was kept, or why it was not.
    pub(super) fn reply(&self, outcome: Result<(), Refusal>) -> Response {
        let mut response = match (outcome, &self.reader) {
            (Ok(()), Some(site)) => self.back(site.as_ref()),
            (Ok(()), None) => StatusCode::NO_CONTENT.into_response(),
            (Err(refusal), Some(site)) => self.page(site.as_ref(), refusal.status(), refusal.words(&self.language)),
            (Err(refusal), None) => {
                let said = json!({ "error": refusal.name(), "message": refusal.words(&self.language) });
                (refusal.status(), Json(said)).into_response()
            }
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait) = outcome.err().and_then(Refusal::wait) {
            headers.insert(RETRY_AFTER, wait.into());
        }
        response
    }

    /// Leads back to the page, to where it thanks.
    fn back(&self, site: &dyn Site) -> Response {
        let there = self.page.as_ref().and_then(|page| HeaderValue::try_from(format!("{}{page}#{THANKS}", self.root)).ok());
        let thanks = Words::of_tag(&self.language).replies.thanks;
        there.map_or_else(|| self.page(site, StatusCode::OK, thanks), |there| (StatusCode::SEE_OTHER, [(LOCATION, there)]).into_response())
    }

    /// A page that says one thing and leads back.
    fn page(&self, site: &dyn Site, status: StatusCode, said: &str) -> Response {
        let (heading, back) = (html_escape(said), html_escape(Words::of_tag(&self.language).replies.back));
        let there = html_escape(&format!("{}{}", self.root, self.page.as_deref().unwrap_or_default()));
        let lang = html_escape(&self.language);
        let body = format!("<div lang=\"{lang}\">\n<h1>{heading}</h1>\n<p><a href=\"{there}\">{back}</a></p>\n</div>\n");
        (status, [(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], site.framed(said, &body)).into_response()
    }
}
