//! `~mcp`: agents see the policies of the brand at whose site they ask, and no other's.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};

use super::asking::Asking;
use super::published::{Here, Page};
use crate::ask::{Answer, Excerpt, Question};
use crate::mcp::{self, Library, Open, Policy};
use crate::render::markdown::{Online, write_online};
use crate::room::Room;

/// The service for all brands.
pub fn agents(asking: Arc<Asking>) -> Router {
    mcp::router().layer(from_fn_with_state(asking, open))
}

/// Opens the library of the site that a request is about.
async fn open(State(asking): State<Arc<Asking>>, mut request: Request, next: Next) -> Response<Body> {
    let (Some(here), Some(room)) = (request.extensions().get::<Here>().cloned(), request.extensions().get::<Room>().cloned()) else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    request.extensions_mut().insert(Open { library: Arc::new(SiteLibrary { here, asking }), room });
    next.run(request).await
}

/// The policies of one site.
struct SiteLibrary {
    here: Here,
    asking: Arc<Asking>,
}

impl SiteLibrary {
    fn root(&self) -> String {
        self.here.address("").trim_end_matches('/').to_owned()
    }
}

impl Library for SiteLibrary {
    fn brand(&self) -> String {
        self.here.published.brand.name.clone()
    }

    fn policies(&self) -> Vec<Policy> {
        let policy = |page: &Page| Policy {
            id: page.name().to_owned(),
            title: page.title.clone(),
            description: page.document.meta.description.clone(),
            language: page.document.meta.locale.clone(),
            url: self.here.address(&page.path),
        };
        self.here.published.pages.iter().map(policy).collect()
    }

    fn read(&self, id: &str) -> Option<String> {
        let page = self.here.published.pages.iter().find(|page| page.name() == id)?;
        let online = Online { canonical: Some(self.here.address(&page.path)), ask: None, base: Some(self.root() + "/") };
        Some(write_online(&page.document, &online))
    }

    fn search(&self, query: &Question, most: usize) -> Result<Vec<Excerpt>, String> {
        let root = self.root();
        let found = self.asking.of(&self.here, |answerer| answerer.search(query, most))?;
        Ok(found.into_iter().map(|excerpt| excerpt.at(&root)).collect())
    }

    fn ask(&self, question: &Question) -> Result<Answer, String> {
        let answer = self.asking.of(&self.here, |answerer| answerer.ask(question, ""))?;
        answer.map(|answer| answer.at(&self.root())).ok_or_else(|| "there are no policies to ask".to_owned())
    }
}
