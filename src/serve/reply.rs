//! Replies: a file in the form that a client takes.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

use super::encoding::{Encoding, accepted};
use super::headers::secure;
use super::media::Media;
use super::precondition::none_match;
use crate::cache::Key;
use crate::compile::live::File;

/// A file as it is sent: as it is, and compressed once.
#[derive(Debug)]
pub(super) struct Volume {
    /// The file.
    pub(super) file: Arc<File>,
    /// What kind of file it is.
    pub(super) media: Media,
    /// The entity tag of the file as it is, without quotes.
    tag: String,
    body: Option<Bytes>,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
}

/// Files shorter than this fit into one packet anyhow.
const WORTH_COMPRESSING: usize = 860;

impl Volume {
    pub(super) fn new(file: Arc<File>, media: Media) -> Self {
        // The digest of the bytes, or of all that they follow from where they are made later.
        let digest = file.sha256.map_or_else(|| serde_json::to_string(&file.key).unwrap_or_default(), |digest| digest.to_string());
        let tag = digest.trim_matches('"').chars().take(32).collect();
        let body = file.bytes.clone().map(Bytes::from_owner);
        Self { file, media, tag, body, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// What makes two files one.
    pub(super) fn id(&self) -> (Key, &'static str) {
        (self.file.key, self.media.kind)
    }

    /// The bytes as they are; `None` for a file that is made when it is asked for.
    pub(super) fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// Compresses the file, where that was not done yet and is worth it. It takes its time.
    pub(super) fn compress(&self) {
        let Some(body) = self.body.as_ref().filter(|body| self.media.is_text && body.len() >= WORTH_COMPRESSING) else { return };
        self.gzip.get_or_init(|| Encoding::Gzip.compressed(body));
        self.brotli.get_or_init(|| Encoding::Brotli.compressed(body));
    }

    /// The best form that a client takes and that is there.
    fn form(&self, headers: &HeaderMap) -> Option<(Encoding, &Bytes)> {
        let body = self.body.as_ref()?;
        if !self.media.is_text {
            return Some((Encoding::Identity, body));
        }
        let wishes = accepted(headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()));
        let kept = |form: Encoding| match form {
            Encoding::Brotli => self.brotli.get()?.as_ref(),
            Encoding::Gzip => self.gzip.get()?.as_ref(),
            Encoding::Identity => Some(body),
        };
        wishes.into_iter().find_map(|form| Some((form, kept(form)?)))
    }
}

/// What every answer of a site has in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'m> {
    /// The content security policy of its pages.
    pub(super) policy: &'m HeaderValue,
    /// Whether clients may keep what they get.
    pub(super) is_kept: bool,
}

/// A file, or the word that the client has it already.
pub(super) fn file(volume: &Volume, method: &Method, headers: &HeaderMap, manner: Manner<'_>) -> Option<Response<Body>> {
    let (form, body) = volume.form(headers)?;
    Some(send(volume, form, body, method, headers, manner))
}

/// A file that was made because it was asked for.
pub(super) fn made(volume: &Volume, body: &Bytes, method: &Method, headers: &HeaderMap, manner: Manner<'_>) -> Response<Body> {
    send(volume, Encoding::Identity, body, method, headers, manner)
}

/// Whether a client has a file that is made when it is asked for: it need not be made to say so.
pub(super) fn unchanged(volume: &Volume, headers: &HeaderMap, manner: Manner<'_>) -> Option<Response<Body>> {
    let empty = Bytes::new();
    let sent = send(volume, Encoding::Identity, &empty, &Method::GET, headers, manner);
    (sent.status() == StatusCode::NOT_MODIFIED).then_some(sent)
}

fn send(volume: &Volume, form: Encoding, body: &Bytes, method: &Method, headers: &HeaderMap, manner: Manner<'_>) -> Response<Body> {
    let tag = format!("\"{}{}\"", volume.tag, form.mark());
    // A list of tags may come in several lines (RFC 9110, section 5.3).
    let mut asked = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = manner.is_kept && asked.any(|asked| none_match(asked, &tag));
    let mut response = Response::new(if is_known || method == Method::HEAD { Body::empty() } else { Body::from(body.clone()) });
    let out = response.headers_mut();
    secure(out, volume.media.kind, manner.policy);
    if volume.media.is_text {
        out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    out.insert(CACHE_CONTROL, HeaderValue::from_static(if manner.is_kept { volume.media.caching } else { "no-store" }));
    if manner.is_kept {
        out.extend(HeaderValue::from_str(&tag).map(|tag| (ETAG, tag)));
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        out.insert(CONTENT_TYPE, HeaderValue::from_static(volume.media.kind));
        out.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        out.extend(form.name().map(|name| (CONTENT_ENCODING, HeaderValue::from_static(name))));
    }
    response
}

/// A text of the server's own.
pub(super) fn text(status: StatusCode, kind: &'static str, text: impl Into<String>, method: &Method, policy: &HeaderValue) -> Response<Body> {
    let text: String = text.into();
    let length = HeaderValue::from(text.len());
    let mut response = Response::new(if method == Method::HEAD { Body::empty() } else { Body::from(text) });
    *response.status_mut() = status;
    let out = response.headers_mut();
    secure(out, kind, policy);
    out.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    out.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    out.insert(CONTENT_LENGTH, length);
    response
}
