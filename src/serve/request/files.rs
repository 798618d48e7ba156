//! The files of a brand's site: those that are there, and those that are made because they are asked for.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{Response, StatusCode};

use super::site_visit::SiteVisit;
use crate::compile::live::Delivered;
use crate::diag::Diagnostic;
use crate::room::Refused;
use crate::serve::delivery::Delivery;
use crate::serve::representations::Representations;
use crate::serve::trouble::Trouble;

impl SiteVisit<'_> {
    /// A file of the site.
    pub(super) async fn file(&self, file: &Arc<Representations>) -> Response<Body> {
        if let Some(page) = file.body().filter(|_| self.is_followed(file)) {
            return self.preview(page);
        }
        let delivery = self.delivery();
        match delivery.file(file).or_else(|| delivery.unchanged(file)) {
            Some(response) => response,
            None => self.made(file, &delivery).await,
        }
    }

    fn delivery(&self) -> Delivery<'_> {
        Delivery { parts: self.visit.parts, policy: &self.site.policy, is_kept: !self.visit.shared.is_preview }
    }

    /// Whether it is a page that follows what happens to it.
    fn is_followed(&self, file: &Representations) -> bool {
        self.visit.shared.is_preview && file.media.is_page()
    }

    fn preview(&self, page: &[u8]) -> Response<Body> {
        self.shows(StatusCode::OK, &String::from_utf8_lossy(page))
    }

    /// A file that is made because it is asked for.
    async fn made(&self, file: &Representations, delivery: &Delivery<'_>) -> Response<Body> {
        match self.make(file).await {
            Ok(Ok(page)) if self.is_followed(file) => self.preview(&page),
            Ok(Ok(bytes)) => delivery.made(file, &Bytes::from_owner(bytes)),
            Ok(Err(found)) if self.visit.shared.is_preview => self.unmade(&found),
            Ok(Err(_)) => self.visit.fault(),
            Err(refused) => self.visit.not_done(refused),
        }
    }

    /// What was made of a file, or is made now, on a thread of its own.
    async fn make(&self, file: &Representations) -> Result<Delivered, Refused> {
        if let Some(made) = self.release.made(&file.file) {
            return Ok(made);
        }
        let (release, file) = (Arc::clone(self.release), Arc::clone(&file.file));
        self.visit.shared.rooms.makers.run(move || release.make(&file)).await
    }

    /// Why a file cannot be made, for its author.
    fn unmade(&self, found: &[Diagnostic]) -> Response<Body> {
        let trouble = Trouble::of(&self.release.project.sources, found);
        let (page, about) = (trouble.page("This file cannot be made"), (self.site.published.brand.id.as_str(), self.path));
        self.visit.shows_at(StatusCode::INTERNAL_SERVER_ERROR, &page, about, &self.visit.shared.policy)
    }
}
