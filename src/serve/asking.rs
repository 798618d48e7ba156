//! `?ask=`: questions at any page's address, each answered from the policies of the brand whose page it is.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

use super::accept::{Form, chosen};
use super::mount::{Answers, Audience, Question};
use super::page::escaped;
use super::published::{Here, Published};
use crate::ask::{self, Answer, Answerer, Index, Material};
use crate::cache::Key;
use crate::document::Document;

/// All brands, each ready to be asked. An index is made when its brand is first asked after a change: a preview waits for none.
#[derive(Debug, Default)]
pub struct Asking {
    brands: RwLock<HashMap<String, Arc<Asked>>>,
}

/// A brand that may be asked.
#[derive(Debug)]
struct Asked {
    key: Key,
    published: Arc<Published>,
    answerer: OnceLock<Result<Answerer, String>>,
}

impl Asking {
    /// The brand that a request is about, ready to be asked; or why it cannot be.
    pub(super) fn of<T>(&self, here: &Here, ask: impl FnOnce(&Answerer) -> Result<T, ask::Fault>) -> Result<T, String> {
        let known = self.brands.read().ok().and_then(|brands| brands.get(&here.published.brand.id).cloned());
        let asked = match known.filter(|asked| asked.key == here.published.key) {
            Some(asked) => asked,
            // A request that began before the last release is answered from what it began with.
            None => Arc::new(Asked::new(&here.published)),
        };
        let answerer = asked.answerer.get_or_init(|| answerer(&asked.published).map_err(|fault| fault.to_string()));
        answerer.as_ref().map_err(Clone::clone).and_then(|answerer| ask(answerer).map_err(|fault| fault.to_string()))
    }

    fn reply(&self, here: &Here, question: &Question) -> (StatusCode, Result<Answer, String>) {
        let read = match ask::Question::read(&question.text) {
            Ok(read) => read,
            Err(fault) => return (StatusCode::BAD_REQUEST, Err(fault.to_string())),
        };
        match self.of(here, |answerer| answerer.ask(&read, "")) {
            Ok(Some(answer)) => (StatusCode::OK, Ok(answer.at(here.address("").trim_end_matches('/')))),
            Ok(None) => (StatusCode::NOT_FOUND, Err("there are no policies to ask".to_owned())),
            Err(fault) => (StatusCode::INTERNAL_SERVER_ERROR, Err(fault)),
        }
    }
}

impl Asked {
    fn new(published: &Arc<Published>) -> Self {
        Self { key: published.key, published: Arc::clone(published), answerer: OnceLock::new() }
    }
}

impl Audience for Asking {
    fn renew(&self, brands: &[Arc<Published>]) {
        let Ok(mut known) = self.brands.write() else { return };
        let renewed = brands.iter().map(|published| {
            let same = known.get(&published.brand.id).filter(|asked| asked.key == published.key).cloned();
            (published.brand.id.clone(), same.unwrap_or_else(|| Arc::new(Asked::new(published))))
        });
        *known = renewed.collect();
    }
}

impl Answers for Asking {
    fn answer(&self, here: &Here, question: &Question) -> Response<Body> {
        let form = chosen(question.accept.as_ref(), question.is_markdown);
        let (status, said) = self.reply(here, question);
        let body = match (said, form) {
            (Ok(answer), Form::Markdown) => answer.to_markdown(),
            (Ok(answer), Form::Json) => answer.to_json(),
            (Ok(answer), Form::Html) => here.page(&answer.question.clone(), &answer.to_html()),
            (Err(fault), Form::Markdown) => format!("{fault}\n"),
            (Err(fault), Form::Json) => format!("{:#}\n", serde_json::json!({"answered": false, "error": fault})),
            (Err(fault), Form::Html) => here.page(&here.published.title.clone(), &format!("<p>{}</p>\n", escaped(&fault))),
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

/// A brand's policies in all its languages, the main one first.
fn answerer(published: &Published) -> Result<Answerer, ask::Fault> {
    let mut languages: Vec<Option<&str>> = Vec::new();
    for page in &published.pages {
        if !languages.contains(&page.language.as_deref()) {
            languages.push(page.language.as_deref());
        }
    }
    languages.into_iter().map(|language| index(published, language)).collect::<Result<_, _>>().map(Answerer::new)
}

fn index(published: &Published, language: Option<&str>) -> Result<Index, ask::Fault> {
    let pages = published.pages.iter().filter(|page| page.language.as_deref() == language);
    let documents: Vec<&Document> = pages.map(|page| page.document.as_ref()).collect();
    let locale = documents.first().map_or(language.unwrap_or("en"), |document| &document.meta.locale);
    let prefix = language.map(|language| format!("{language}/")).unwrap_or_default();
    Index::new(&Material {
        brand: &published.brand.id,
        name: &published.brand.name,
        language: locale,
        prefix: &prefix,
        documents: &documents,
        synonyms: &published.publishing.synonyms,
        asked: &published.publishing.asked,
    })
}
