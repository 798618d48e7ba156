//! A file's representations (RFC 9110, section 3.2): as it is, and compressed once.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

use super::encoding::{Encoding, accepted};
use super::media::Media;
use crate::cache::Key;
use crate::compile::live::File;

/// Files shorter than this fit into one packet anyhow.
const WORTH_COMPRESSING: usize = 860;
/// How many characters of a digest are an entity tag.
const TAG: usize = 32;

/// A file in every form in which it is sent.
#[derive(Debug)]
pub(super) struct Representations {
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

impl Representations {
    /// A file as it is; it is compressed later.
    pub(super) fn new(file: Arc<File>, media: Media) -> Self {
        // The digest of the bytes, or of all that they follow from where they are made later.
        let mut tag = file.sha256.map_or_else(|| file.key.to_string(), |digest| digest.to_string());
        tag.truncate(TAG);
        let body = file.bytes.clone().map(Bytes::from_owner);
        Self { file, media, tag, body, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// What makes two files one.
    pub(super) fn id(&self) -> (Key, &'static str) {
        (self.file.key, self.media.kind)
    }

    /// The entity tag of a form, in its quotes.
    pub(super) fn tag(&self, form: Encoding) -> String {
        format!("\"{}{}\"", self.tag, form.mark())
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
    pub(super) fn accepted(&self, headers: &HeaderMap) -> Option<(Encoding, &Bytes)> {
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
