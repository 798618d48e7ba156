//! `?ask=`: questions at any page's address, each answered from the policies of the brand whose page it is.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

use super::accept::{Form, chosen};
use super::answerers::{Answerers, Readiness};
use super::mount::{Answers, Audience, Question};
use super::page::escaped;
use super::published::{Here, Published};
use crate::ask::{self, Answer, Answerer};

/// Answers questions about every brand.
#[derive(Debug)]
pub struct Asking {
    answerers: Answerers,
}

impl Asking {
    /// Nothing to be asked yet.
    pub fn new(readiness: Readiness) -> Self {
        Self { answerers: Answerers::new(readiness) }
    }

    /// Puts something to the brand that a request is about; or says why that cannot be.
    pub(super) fn of<T>(&self, here: &Here, ask: impl FnOnce(&Answerer) -> Result<T, ask::Fault>) -> Result<T, String> {
        let asked = self.answerers.of(&here.published);
        asked.answerer().and_then(|answerer| ask(answerer).map_err(|fault| fault.to_string()))
    }

    fn reply(&self, here: &Here, question: &Question) -> (StatusCode, Result<Answer, String>) {
        let read = match ask::Question::read(&question.text) {
            Ok(read) => read,
            Err(fault) => return (StatusCode::BAD_REQUEST, Err(fault.to_string())),
        };
        match self.of(here, |answerer| answerer.ask(&read, &prefix_at(&here.published, &question.path))) {
            Ok(Some(answer)) => (StatusCode::OK, Ok(answer.at(here.address("").trim_end_matches('/')))),
            Ok(None) => (StatusCode::NOT_FOUND, Err("there are no policies to ask".to_owned())),
            Err(fault) => (StatusCode::INTERNAL_SERVER_ERROR, Err(fault)),
        }
    }
}

impl Audience for Asking {
    fn renew(&self, brands: &[Arc<Published>]) {
        self.answerers.renew(brands);
    }
}

impl Answers for Asking {
    fn answer(&self, here: &Here, question: &Question) -> Response<Body> {
        let form = chosen(question.accept.as_ref(), question.is_markdown);
        let (status, said) = self.reply(here, question);
        let body = match (said, form) {
            (Ok(answer), Form::Markdown) => answer.to_markdown(),
            (Ok(answer), Form::Json) => answer.to_json(),
            (Ok(answer), Form::Html) => here.page(&question.path, answer.heading(), &answer.to_html(here.published.brand.answers_to())),
            (Err(fault), Form::Markdown) => format!("{fault}\n"),
            (Err(fault), Form::Json) => format!("{:#}\n", serde_json::json!({"answered": false, "error": fault})),
            (Err(fault), Form::Html) => here.page(&question.path, &here.published.title.clone(), &format!("<p>{}</p>\n", escaped(&fault))),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
        headers.insert(VARY, HeaderValue::from_static("Accept"));
        // An answer is no page for search engines: there is one for every question that anybody thinks of.
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
        response
    }
}

/// What the paths of the language begin with that a path belongs to; nothing for the main one.
fn prefix_at(published: &Published, path: &str) -> String {
    let first = path.split('/').next().unwrap_or_default();
    let is_language = published.pages.iter().any(|page| page.language.as_deref() == Some(first));
    if is_language { format!("{first}/") } else { String::new() }
}
