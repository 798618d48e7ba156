//! Delivery: a file in the form that a client takes, or the word that it has it already.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode};

use super::encoding::Encoding;
use super::headers::secure;
use super::precondition::none_match;
use super::representations::Representations;

/// How the files of a site are delivered to a client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delivery<'r> {
    /// What the client asked for.
    pub(super) parts: &'r Parts,
    /// The content security policy of the site's pages.
    pub(super) policy: &'r HeaderValue,
    /// Whether clients may keep what they get.
    pub(super) is_kept: bool,
}

impl Delivery<'_> {
    /// A file, or the word that the client has it already; `None` where it is made when it is asked for.
    pub(super) fn file(&self, file: &Representations) -> Option<Response<Body>> {
        let (form, body) = file.accepted(&self.parts.headers)?;
        let tag = file.tag(form);
        Some(if self.is_known(&tag) { self.not_modified(file, &tag) } else { self.whole(file, (form, &tag), body) })
    }

    /// The word that the client has a file already, where it does: one that is made when it is asked for need not be made to say so.
    pub(super) fn unchanged(&self, file: &Representations) -> Option<Response<Body>> {
        let tag = file.tag(Encoding::Identity);
        self.is_known(&tag).then(|| self.not_modified(file, &tag))
    }

    /// A file that was made because it was asked for.
    pub(super) fn made(&self, file: &Representations, body: &Bytes) -> Response<Body> {
        self.whole(file, (Encoding::Identity, &file.tag(Encoding::Identity)), body)
    }

    /// Whether the client has what an entity tag stands for.
    fn is_known(&self, tag: &str) -> bool {
        // A list of tags may come in several lines (RFC 9110, section 5.3).
        let mut asked = self.parts.headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        self.is_kept && asked.any(|asked| none_match(asked, tag))
    }

    fn not_modified(&self, file: &Representations, tag: &str) -> Response<Body> {
        let mut response = self.head(file, tag);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    }

    /// A file in a form, with the entity tag of that.
    fn whole(&self, file: &Representations, (form, tag): (Encoding, &str), body: &Bytes) -> Response<Body> {
        let mut response = self.head(file, tag);
        let out = response.headers_mut();
        out.insert(CONTENT_TYPE, HeaderValue::from_static(file.media.kind));
        out.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        out.extend(form.name().map(|name| (CONTENT_ENCODING, HeaderValue::from_static(name))));
        if self.parts.method != Method::HEAD {
            *response.body_mut() = Body::from(body.clone());
        }
        response
    }

    /// What is said of a file, whether it is sent or not.
    fn head(&self, file: &Representations, tag: &str) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        let out = response.headers_mut();
        secure(out, file.media.kind, self.policy);
        if file.media.is_text {
            out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        out.insert(CACHE_CONTROL, HeaderValue::from_static(if self.is_kept { file.media.caching } else { "no-store" }));
        if self.is_kept {
            out.extend(HeaderValue::from_str(tag).map(|tag| (ETAG, tag)));
        }
        response
    }
}
