//! A request about a brand's site.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::header::ACCEPT;
use axum::http::{Response, StatusCode};

use super::noted::Noted;
use super::visit::Visit;
use crate::compile::live::Release;
use crate::serve::address::{encode, parameter};
use crate::serve::brand_site::{BrandSite, Resource};
use crate::serve::headers::completed;
use crate::serve::mount::{Answers, PutQuestion};
use crate::serve::page;
use crate::serve::published::Here;

/// A request about a brand's site.
#[derive(Debug)]
pub(super) struct SiteVisit<'r> {
    /// The request.
    pub(super) visit: Visit<'r>,
    /// What is served.
    pub(super) release: &'r Arc<Release>,
    /// The site.
    pub(super) site: &'r Arc<BrandSite>,
    /// Where it stands for whoever asks.
    pub(super) here: Here,
    /// The path from the site's root.
    pub(super) path: &'r str,
}

impl<'r> SiteVisit<'r> {
    /// A request about a path of a site that lies at a base on its host.
    pub(super) fn new(visit: Visit<'r>, release: &'r Arc<Release>, site: &'r Arc<BrandSite>, base: &str, path: &'r str) -> Self {
        let here = Here { published: Arc::clone(&site.published), base: encode(base), is_preview: visit.shared.is_preview };
        Self { visit, release, site, here, path }
    }

    /// Answers the request; `body` is what it brings along.
    pub(super) async fn answer(self, body: Body) -> Response<Body> {
        let brand = self.site.published.brand.id.clone();
        let mut response = match self.mounted() {
            Some(mounted) => self.hand_over(&mounted, body).await,
            None if self.visit.is_reading() => self.read().await,
            None => self.visit.not_read(),
        };
        Noted::on(&mut response).brand = Some(brand);
        response
    }

    /// What stands at the path, or the answer to a question that is put there.
    async fn read(&self) -> Response<Body> {
        match self.site.find(self.path) {
            Some(Resource::Moved(to)) => self.visit.moved(&self.here.base, &format!("/{to}")),
            Some(Resource::File { file, is_markdown }) => match self.question(*is_markdown) {
                Some((answers, question)) => self.ask(Arc::clone(answers), question).await,
                None => self.file(file).await,
            },
            None => self.not_found(),
        }
    }

    /// The brand's own page for addresses at which nothing stands.
    fn not_found(&self) -> Response<Body> {
        let page = self.here.frame(self.path).unwrap_or_else(|| page::notice("Not found", "There is no such page."));
        self.shows(StatusCode::NOT_FOUND, &page)
    }

    /// A page of the site, or in its place.
    pub(super) fn shows(&self, status: StatusCode, page: &str) -> Response<Body> {
        self.visit.shows_at(status, page, (&self.site.published.brand.id, self.path), &self.site.policy)
    }

    /// The question that is put, and who answers it.
    fn question(&self, is_markdown: bool) -> Option<(&'r Arc<dyn Answers>, PutQuestion)> {
        let Visit { shared, parts, .. } = self.visit;
        let answers = shared.mounts.answers.as_ref()?;
        let text = parameter(parts.uri.query()?, "ask")?;
        Some((answers, PutQuestion { text, path: self.path.to_owned(), is_markdown, accept: parts.headers.get(ACCEPT).cloned() }))
    }

    async fn ask(&self, answers: Arc<dyn Answers>, question: PutQuestion) -> Response<Body> {
        let shared = self.visit.shared;
        shared.metrics.questions.fetch_add(1, Ordering::Relaxed);
        let here = self.here.clone();
        let answered = shared.rooms.askers.run(move || answers.answer(&here, &question)).await;
        let mut response = answered.map_or_else(|refused| self.visit.not_done(refused), |response| completed(response, &self.site.policy));
        Noted::on(&mut response).is_question = true;
        response
    }
}
