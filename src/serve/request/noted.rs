//! What is noted of a request, once it is answered.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, Response};
use axum::middleware::Next;

use super::shared::Shared;
use crate::serve::connection::Caller;
use crate::serve::log::{LONGEST_METHOD, LONGEST_PATH, LogEntry, cut, milliseconds, network};
use crate::serve::reply::Reply;

/// What an answer says of its request, beside what goes to the client. It travels with the answer until that is noted.
#[derive(Debug, Clone, Default)]
pub(super) struct Noted {
    /// The brand that was asked for.
    pub(super) brand: Option<String>,
    /// Whether a question was put.
    pub(super) is_question: bool,
    /// Whether the log passes it over, since a machine asks it all the time.
    pub(super) is_quiet: bool,
}

impl Noted {
    /// What an answer says of its request so far.
    pub(super) fn on(response: &mut Response<Body>) -> &mut Self {
        response.extensions_mut().get_or_insert_default()
    }
}

/// Sees to it that a request is answered in time, whatever it is, and notes it.
pub(in crate::serve) async fn note(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let start = Instant::now();
    let _busy = caller.line.begin();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let answer = tokio::time::timeout(shared.limits.answer_time, next.run(request)).await;
    let reply = Reply { method: &method, policy: &shared.policy };
    let mut response = answer.unwrap_or_else(|_| reply.later("this takes too long now: try again", "10"));
    let noted = response.extensions_mut().remove::<Noted>().unwrap_or_default();
    let (status, bytes, time) = (response.status().as_u16(), length(&response), start.elapsed());
    shared.metrics.answered(status, bytes.filter(|_| method != Method::HEAD).unwrap_or_default(), time);
    if let Some(log) = shared.log.as_ref().filter(|_| !noted.is_quiet) {
        log.note(LogEntry {
            time: log.now(),
            brand: noted.brand,
            method: cut(method.as_str(), LONGEST_METHOD),
            path: cut(uri.path(), LONGEST_PATH),
            asked: noted.is_question,
            status,
            bytes,
            ms: milliseconds(time),
            from: network(caller.peer.0),
        });
    }
    response
}

/// How many bytes an answer's body has, where that is known before it is sent.
fn length(response: &Response<Body>) -> Option<u64> {
    response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
