//! `?ask=`: questions at any page's address, each answered from the policies of the brand whose page it is.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

use super::accept::{Form, chosen};
use super::answerers::{Answerers, Readiness};
use super::mount::{Answers, PutQuestion};
use super::page::escaped;
use super::published::{Here, Published};
use crate::ask::{self, Answer, Answerer, QuestionFault};
use crate::brand::prefix;

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

    fn reply(&self, here: &Here, question: &PutQuestion) -> (StatusCode, Result<Answer, Refusal>) {
        let read = match ask::Question::read(&question.text) {
            Ok(read) => read,
            Err(fault) => return (StatusCode::BAD_REQUEST, Err(Refusal::Question(fault))),
        };
        match self.of(here, |answerer| answerer.ask(&read, &prefix_at(&here.published, &question.path))) {
            Ok(Some(answer)) => (StatusCode::OK, Ok(answer.at(here.address("").trim_end_matches('/')))),
            Ok(None) => (StatusCode::NOT_FOUND, Err(Refusal::Policies("there are no policies to ask".to_owned()))),
            Err(fault) => (StatusCode::INTERNAL_SERVER_ERROR, Err(Refusal::Policies(fault))),
        }
    }
}

/// Why a question is not answered.
enum Refusal {
    /// It is none that can be.
    Question(QuestionFault),
    /// The policies cannot be asked.
    Policies(String),
}

impl Refusal {
    /// As a program that asks is told it.
    fn said(&self) -> String {
        match self {
            Self::Question(QuestionFault::Empty) => format!("{}: write one, as in ?ask=When do I get my money back", QuestionFault::Empty),
            Self::Question(fault) => fault.to_string(),
            Self::Policies(fault) => fault.clone(),
        }
    }

    /// As a reader is told it: a page in the language of the one at which the question was put.
    fn page(&self, here: &Here, question: &PutQuestion) -> String {
        let language = here.published.tag_at(&question.path);
        let heading = QuestionFault::heading(&language);
        let body = match self {
            Self::Question(fault) => fault.to_html(&language, &question.text),
            Self::Policies(fault) => format!("<h1 id=\"page.title\">{}</h1>\n<p>{}</p>\n", escaped(heading), escaped(fault)),
        };
        here.page(&question.path, heading, &body)
    }
}

impl Answers for Asking {
    fn renew(&self, brands: &[Arc<Published>]) {
        self.answerers.renew(brands);
    }

    fn answer(&self, here: &Here, question: &PutQuestion) -> Response<Body> {
        let form = chosen(question.accept.as_ref(), question.is_markdown);
        let (status, said) = self.reply(here, question);
        let body = match (said, form) {
            (Ok(answer), Form::Markdown) => answer.to_markdown(),
            (Ok(answer), Form::Json) => answer.to_json(),
            (Ok(answer), Form::Html) => here.page(&question.path, answer.heading(), &answer.to_html(here.published.brand.answers_to())),
            (Err(refusal), Form::Markdown) => format!("{}\n", refusal.said()),
            (Err(refusal), Form::Json) => format!("{:#}\n", serde_json::json!({"answered": false, "error": refusal.said()})),
            (Err(refusal), Form::Html) => refusal.page(here, question),
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
    prefix(published.has_language(first).then_some(first))
}
