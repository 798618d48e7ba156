//! Feedback, as a server of sites takes it.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_request;

use super::address::encode;
use super::mount::Peer;
use super::published::Here;
use crate::feedback::{Desk, PATH, Page, Site, Visit, router};
use crate::project::Feedback;

/// The service that takes readers' answers, and the first step of its address.
pub fn feedback(desk: Arc<Desk>) -> (&'static str, Router) {
    (PATH, router(desk).layer(map_request(visiting)))
}

/// Says which site a request is about, and who is at the other end.
async fn visiting(mut request: Request) -> Request {
    let found = request.extensions();
    if let (Some(here), Some(Peer(peer))) = (found.get::<Here>().cloned(), found.get::<Peer>().copied()) {
        let root = format!("{}/", here.base);
        request.extensions_mut().insert(Visit { site: Arc::new(Asked { language: here.published.brand.locale.to_string(), here }), root, peer });
    }
    request
}

/// A site that readers are asked about.
struct Asked {
    here: Here,
    /// The brand's own language.
    language: String,
}

impl Site for Asked {
    fn brand(&self) -> &str {
        &self.here.published.brand.id
    }

    fn language(&self) -> &str {
        &self.language
    }

    fn page(&self, name: &str) -> Option<Page> {
        let published = &self.here.published;
        if published.publishing.feedback != Some(Feedback::Server) {
            return None;
        }
        let page = published.pages.iter().find(|page| page.path.strip_suffix(".html") == Some(name))?;
        let meta = &page.document.meta;
        Some(Page { policy: page.id.clone(), language: meta.locale.clone(), version: meta.version.clone(), address: encode(&page.path) })
    }

    fn framed(&self, title: &str, body: &str) -> String {
        self.here.page(title, body)
    }
}
