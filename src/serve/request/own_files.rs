//! The files of the server itself, which stand at every host.

use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response, StatusCode};

use super::noted::Noted;
use super::visit::Visit;
use crate::serve::host::Host;
use crate::serve::page::STYLE;
use crate::serve::{monitor, preview};

/// The address of the metrics, from the server's root.
const METRICS: &str = "metrics";

impl Visit<'_> {
    /// The server's own file at a path, where there is one.
    pub(super) async fn own_file(&self, host: &Host, path: &str) -> Option<Response<Body>> {
        let is_preview = self.shared.is_preview;
        match path {
            _ if !self.is_reading() => None,
            // Whom a brand's site is for is not told what the server does.
            METRICS if *host == Host::Bare && self.shared.has_metrics => Some(self.metrics()),
            STYLE => Some(self.own_text("text/css; charset=utf-8", preview::STYLE_TEXT)),
            preview::SCRIPT if is_preview => Some(self.own_text("text/javascript; charset=utf-8", preview::SCRIPT_TEXT)),
            preview::EVENTS if is_preview => Some(self.next_event().await),
            _ => None,
        }
    }

    fn own_text(&self, kind: &'static str, text: impl Into<String>) -> Response<Body> {
        self.reply().text(StatusCode::OK, kind, text)
    }

    fn metrics(&self) -> Response<Body> {
        let mut response = monitor::exposition(&self.shared.metrics, self.reply());
        Noted::on(&mut response).is_quiet = true;
        response
    }

    /// The next thing that happens to a page of a preview.
    async fn next_event(&self) -> Response<Body> {
        let (query, patience) = (self.parts.uri.query().unwrap_or_default(), self.shared.limits.answer_time / 2);
        let event = preview::next_event(self.shared.sites.clone(), query, &self.parts.headers, patience).await;
        let mut response = self.own_text("text/event-stream", event);
        // The next one may ask on another connection: pages that were closed leave none behind.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }
}
