//! Feedback, as a server of sites takes it.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_request;

use super::address::encode;
use super::mount::{Language, Peer};
use super::published::Here;
use crate::brand::prefix;
use crate::feedback::{self, Desk, PATH, router};
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
        let below = found.get::<Language>().cloned().unwrap_or_default().0;
        request.extensions_mut().insert(feedback::Visit { site: Arc::new(FeedbackSite::new(here, below.as_deref())), root, peer });
    }
    request
}

/// A site that readers are asked about.
struct FeedbackSite {
    here: Here,
    /// The language of the part of the site that was asked.
    language: String,
    /// What the paths of that part begin with.
    prefix: String,
}

impl FeedbackSite {
    fn new(here: Here, below: Option<&str>) -> Self {
        let published = &here.published;
        let page = published.pages.iter().find(|page| below.is_some() && page.language.as_deref() == below);
        let language = page.map_or_else(|| published.brand.locale.to_string(), |page| page.document.meta.locale.clone());
        let prefix = prefix(below);
        Self { here, language, prefix }
    }
}

impl feedback::Site for FeedbackSite {
    fn brand(&self) -> &str {
        &self.here.published.brand.id
    }

    fn language(&self) -> &str {
        &self.language
    }

    fn page(&self, name: &str) -> Option<feedback::Page> {
        let published = &self.here.published;
        if published.publishing.feedback != Some(Feedback::Server) {
            return None;
        }
        let find = |name: &str| published.pages.iter().find(|page| page.name() == name);
        // A page of another language calls itself by its path below that language, or by the whole of it.
        let page = find(&format!("{}{name}", self.prefix)).or_else(|| find(name))?;
        let meta = &page.document.meta;
        Some(feedback::Page { policy: page.id.clone(), language: meta.locale.clone(), version: meta.version.clone(), address: encode(&page.path) })
    }

    fn framed(&self, title: &str, body: &str) -> String {
        self.here.page(&self.prefix, title, body)
    }
}
