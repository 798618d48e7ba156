//! Services that other modules add to every brand's site.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use tower::ServiceExt as _;

use super::site_visit::SiteVisit;
use crate::serve::address::encode;
use crate::serve::headers::completed;
use crate::serve::mount::Language;

/// A service that is asked for something.
#[derive(Debug)]
pub(super) struct Mounted<'r> {
    service: &'r Router,
    /// The language below which it was asked, where that is not the main one.
    language: Option<&'r str>,
    /// The path from the service's root.
    rest: &'r str,
}

impl<'r> SiteVisit<'r> {
    /// The service that a path's first step names, and what follows that; it stands below each of a site's languages too, since those are sites of their own.
    pub(super) fn mounted(&self) -> Option<Mounted<'r>> {
        let step = |path: &'r str| path.split_once('/').unwrap_or((path, ""));
        let named = |name: &str| self.visit.shared.mounts.services.iter().find(|(other, _)| *other == name).map(|(_, service)| service);
        let (first, rest) = step(self.path);
        if let Some(service) = named(first) {
            return Some(Mounted { service, language: None, rest });
        }
        let (name, rest) = step(rest);
        let service = named(name)?;
        self.site.published.has_language(first).then_some(Mounted { service, language: Some(first), rest })
    }

    /// Hands the request over to a service, with the address that it knows itself by.
    pub(super) async fn hand_over(&self, mounted: &Mounted<'_>, body: Body) -> Response<Body> {
        let mut parts = self.visit.parts.clone();
        let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let Ok(uri) = format!("/{}{query}", encode(mounted.rest)).parse() else { return self.visit.fault() };
        parts.uri = uri;
        parts.extensions.insert(Language(mounted.language.map(ToOwned::to_owned)));
        parts.extensions.insert(self.here.clone());
        parts.extensions.insert(self.visit.peer);
        parts.extensions.insert(self.visit.shared.rooms.askers.clone());
        let Ok(response) = mounted.service.clone().oneshot(Request::from_parts(parts, body)).await;
        completed(response, &self.site.policy)
    }
}
