//! Requests: what each is about, and who answers it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};
use axum::middleware::Next;
use tokio::sync::watch;
use tower::ServiceExt as _;

use super::address::{decode, encode, parameter};
use super::connection::Caller;
use super::hall::{Found, Hall};
use super::headers;
use super::host::Host;
use super::limits::Limits;
use super::live::{self, Trouble};
use super::log::{Answered, Log};
use super::metrics::Metrics;
use super::mount::{Language, Mounts, Peer, Question};
use super::page;
use super::published::{Here, Published};
use super::reply::{self, Manner, Volume};
use super::server::{Mode, Options};
use super::shelf::{Place, Shelf};
use crate::compile::live::Delivered;
use crate::room::{Refused, Room};

const HTML: &str = "text/html; charset=utf-8";
/// What proxies say of those for whom they ask (RFC 7239, RFC 9110, section 7.6.3, and what was there before).
const FORWARDED: [&str; 5] = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
const PLAIN: &str = "text/plain; charset=utf-8";
/// How many questions are answered at a time; further ones wait.
const ASKED_AT_ONCE: usize = 8;
/// How many more may wait; whoever comes then is asked to come again.
const WAITING: usize = 256;

/// What every request is answered from.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) mode: Mode,
    pub(super) limits: Arc<Limits>,
    pub(super) mounts: Mounts,
    pub(super) hall: watch::Receiver<Arc<Hall>>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) log: Option<Log>,
    /// Room for those who make files.
    makers: Room,
    /// Room for those who answer questions.
    askers: Room,
    /// Whether the metrics are given here, and not at an address of their own.
    has_metrics: bool,
    /// The policy of the server's own pages.
    policy: HeaderValue,
}

/// A request, as far as it was read.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Shared {
    pub(super) fn new(
        options: &Options,
        limits: Arc<Limits>,
        mounts: Mounts,
        hall: watch::Receiver<Arc<Hall>>,
        metrics: Arc<Metrics>,
        log: Option<Log>,
    ) -> Self {
        let (makers, askers) = (Room::new(options.jobs, WAITING), Room::new(ASKED_AT_ONCE, WAITING));
        let (mode, has_metrics) = (options.mode, options.metrics.is_none());
        Self { mode, limits, mounts, hall, metrics, log, makers, askers, has_metrics, policy: headers::own_policy() }
    }

    fn is_preview(&self) -> bool {
        self.mode == Mode::Development
    }

    /// Whether a request may see what is nobody's site: the list of all brands and the metrics. A name that any client can write is no proof in production; whoever asks
    /// from this machine, and speaks for nobody else, watches over the server.
    fn is_trusted(&self, host: &Host, peer: Peer, headers: &HeaderMap) -> bool {
        self.is_preview() || *host != Host::Bare || (peer.0.is_loopback() && !FORWARDED.iter().any(|name| headers.contains_key(*name)))
    }

    fn manner<'m>(&self, policy: &'m HeaderValue) -> Manner<'m> {
        Manner { policy, is_kept: !self.is_preview() }
    }

    fn says(&self, asked: &Asked, status: StatusCode, text: &str) -> Response<Body> {
        reply::text(status, PLAIN, format!("{text}\n"), &asked.method, &self.policy)
    }

    /// A page of the server's own about some address, which follows what happens to that in a preview.
    fn shows(&self, asked: &Asked, hall: &Hall, status: StatusCode, page: &str, about: (&str, &str), policy: &HeaderValue) -> Response<Body> {
        let page = if self.is_preview() { live::listening(page, hall, about.0, about.1) } else { page.to_owned() };
        reply::text(status, HTML, page, &asked.method, policy)
    }
}

/// What is noted of a request while it is answered.
#[derive(Debug, Clone, Default)]
struct Noted {
    brand: Option<String>,
    is_question: bool,
    /// Whether the log passes it over, since a machine asks it all the time.
    is_quiet: bool,
}

/// Sees to it that a request is answered in time, whatever it is, and notes it.
pub(super) async fn note(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let start = Instant::now();
    let _busy = caller.line.begin();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let answer = tokio::time::timeout(shared.limits.answer_time, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| {
        let mut late = reply::text(StatusCode::SERVICE_UNAVAILABLE, PLAIN, "this takes too long now: try again\n", &method, &shared.policy);
        late.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("10"));
        late
    });
    let noted = response.extensions_mut().remove::<Noted>().unwrap_or_default();
    let bytes = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let (status, time) = (response.status().as_u16(), start.elapsed());
    shared.metrics.answered(status, bytes.filter(|_| method != Method::HEAD).unwrap_or_default(), time);
    if let Some(log) = shared.log.as_ref().filter(|_| !noted.is_quiet) {
        let brand = noted.brand.as_deref();
        log.note(&Answered { brand, method: method.as_str(), path: uri.path(), asked: noted.is_question, status, bytes, time, peer: caller.peer.0 });
    }
    response
}

/// Answers a request, whatever it is.
pub(super) async fn respond(State(shared): State<Arc<Shared>>, ConnectInfo(caller): ConnectInfo<Caller>, request: Request) -> Response<Body> {
    let mut noted = Noted::default();
    let mut response = answer(&shared, &caller, request, &mut noted).await;
    response.extensions_mut().insert(noted);
    response
}

async fn answer(shared: &Arc<Shared>, caller: &Caller, request: Request, noted: &mut Noted) -> Response<Body> {
    let hall = Arc::clone(&shared.hall.borrow());
    let asked = Asked { method: request.method().clone(), uri: request.uri().clone(), headers: request.headers().clone() };
    if let Some((status, text)) = refusal(shared, &asked) {
        return shared.says(&asked, status, text);
    }
    let Some(host) = Host::of(&request) else { return shared.says(&asked, StatusCode::BAD_REQUEST, "the request names no host, or several") };
    if asked.uri.path() == "*" && asked.method == Method::OPTIONS {
        return allowed(shared, &asked, StatusCode::NO_CONTENT);
    }
    let Ok(path) = decode(asked.uri.path()) else { return shared.says(&asked, StatusCode::BAD_REQUEST, "the address cannot be read") };
    if path == "healthz" {
        noted.is_quiet = true;
        let is_well = hall.release.is_some();
        let status = if is_well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        return shared.says(&asked, status, if is_well { "ok" } else { "nothing is published yet" });
    }
    if !hall.knows(&host) || !shared.is_trusted(&host, caller.peer, &asked.headers) {
        return shared.says(&asked, StatusCode::MISDIRECTED_REQUEST, "this server knows no site of that name");
    }
    if shared.is_preview() && is_led_here(&asked.headers) {
        return shared.says(&asked, StatusCode::FORBIDDEN, "a page of another site asked for this");
    }
    if let Some(response) = own_file(shared, &host, &asked, &path, noted).await {
        return response;
    }
    if hall.release.is_none() {
        return nothing(shared, &hall, &asked, &path);
    }
    match hall.find(&host, &path) {
        Found::Site { shelf, base, path: Some(rest) } => {
            noted.brand = Some(shelf.published.brand.id.clone());
            let here = Here { published: Arc::clone(&shelf.published), base: encode(&base), is_preview: shared.is_preview() };
            if let Some((service, below)) = mounted(&shared.mounts, &shelf.published, rest) {
                return serve_mount(shared, caller, shelf, here, service, below, request).await;
            }
            site(shared, &hall, shelf, here, &asked, rest, noted).await
        }
        Found::Site { base, path: None, .. } => moved(shared, &asked, &encode(&base), "/"),
        Found::All { path: "" } if is_reading(&asked.method) => all(shared, &hall, &asked),
        Found::All { path } => nothing(shared, &hall, &asked, path),
        Found::Unknown => shared.says(&asked, StatusCode::NOT_FOUND, "nothing stands at this address"),
    }
}

/// What of a request's head is refused, whatever it is about.
fn refusal(shared: &Shared, asked: &Asked) -> Option<(StatusCode, &'static str)> {
    let address = asked.uri.path().len() + asked.uri.query().map_or(0, str::len);
    let head: usize = asked.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if address > shared.limits.address {
        Some((StatusCode::URI_TOO_LONG, "the address is too long"))
    } else if head > shared.limits.head {
        Some((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's headers are too long"))
    } else {
        None
    }
}

/// Whether a page of another site makes a browser ask for something to show on it (Fetch Metadata). A preview is its author's alone, and what it is asked for it may have to
/// make; a link to it may be followed all the same.
fn is_led_here(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|said| said == value);
    is("sec-fetch-site", "cross-site") && !is("sec-fetch-mode", "navigate")
}

fn is_reading(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// What may be done at an address.
fn allowed(shared: &Shared, asked: &Asked, status: StatusCode) -> Response<Body> {
    let text = if status == StatusCode::NO_CONTENT { "" } else { "pages can be read and nothing else" };
    let mut response = shared.says(asked, status, text);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    if status == StatusCode::NO_CONTENT {
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(CONTENT_TYPE);
    }
    response
}

/// The files of the server itself, which stand at every host.
async fn own_file(shared: &Shared, host: &Host, asked: &Asked, path: &str, noted: &mut Noted) -> Option<Response<Body>> {
    let text = |kind, text: String| Some(reply::text(StatusCode::OK, kind, text, &asked.method, &shared.policy));
    match path {
        _ if !is_reading(&asked.method) => None,
        // Whom a brand's site is for is not told what the server does.
        "metrics" if *host == Host::Bare && shared.has_metrics => {
            noted.is_quiet = true;
            Some(given(&shared.metrics, &shared.policy, &asked.method))
        }
        page::STYLE => text("text/css; charset=utf-8", live::STYLE_TEXT.to_owned()),
        live::SCRIPT if shared.is_preview() => text("text/javascript; charset=utf-8", live::SCRIPT_TEXT.to_owned()),
        live::EVENTS if shared.is_preview() => {
            let patience = shared.limits.answer_time / 2;
            let event = live::next_event(shared.hall.clone(), asked.uri.query().unwrap_or_default(), &asked.headers, patience).await;
            let mut response = reply::text(StatusCode::OK, "text/event-stream", event, &asked.method, &shared.policy);
            // The next one may ask on another connection: pages that were closed leave none behind.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            Some(response)
        }
        _ => None,
    }
}

/// The metrics, as Prometheus reads them.
pub(super) fn given(metrics: &Metrics, policy: &HeaderValue, method: &Method) -> Response<Body> {
    reply::text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", metrics.text(), method, policy)
}

/// The list of brands.
fn all(shared: &Shared, hall: &Hall, asked: &Asked) -> Response<Body> {
    shared.shows(asked, hall, StatusCode::OK, &page::brands(hall), ("", ""), &shared.policy)
}

/// Where nothing stands, and no brand is asked for.
fn nothing(shared: &Shared, hall: &Hall, asked: &Asked, path: &str) -> Response<Body> {
    if !is_reading(&asked.method) {
        return allowed(shared, asked, if asked.method == Method::OPTIONS { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED });
    }
    match &hall.trouble {
        Some(trouble) if hall.release.is_none() && shared.is_preview() => first_trouble(shared, hall, asked, trouble),
        _ if hall.release.is_none() => shared.says(asked, StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet"),
        _ => {
            let page = page::notice("Not found", "There is no such brand on this server.");
            let (brand, rest) = path.split_once('/').unwrap_or((path, ""));
            shared.shows(asked, hall, StatusCode::NOT_FOUND, &page, (brand, rest), &shared.policy)
        }
    }
}

/// The errors that keep a preview from showing anything at all.
fn first_trouble(shared: &Shared, hall: &Hall, asked: &Asked, trouble: &Trouble) -> Response<Body> {
    shared.shows(asked, hall, StatusCode::SERVICE_UNAVAILABLE, &trouble.page("The project has errors"), ("", ""), &shared.policy)
}

/// Something stands at another path, behind a base that is encoded already.
fn moved(shared: &Shared, asked: &Asked, base: &str, path: &str) -> Response<Body> {
    let query = asked.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{base}{}", encode(path));
    let mut response = shared.says(asked, StatusCode::MOVED_PERMANENTLY, &format!("this stands at {path}"));
    let address = format!("{path}{query}");
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(LOCATION, address);
    }
    let caching = if shared.is_preview() { "no-store" } else { "public, max-age=3600" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Something of a brand's site.
async fn site(
    shared: &Arc<Shared>,
    hall: &Arc<Hall>,
    shelf: &Arc<Shelf>,
    here: Here,
    asked: &Asked,
    path: &str,
    noted: &mut Noted,
) -> Response<Body> {
    if asked.method == Method::OPTIONS {
        return allowed(shared, asked, StatusCode::NO_CONTENT);
    }
    if !is_reading(&asked.method) {
        return allowed(shared, asked, StatusCode::METHOD_NOT_ALLOWED);
    }
    let (volume, is_markdown) = match shelf.find(path) {
        Some(Place::File { volume, is_markdown }) => (volume, *is_markdown),
        Some(Place::Elsewhere(stands)) => return moved(shared, asked, &here.base, &format!("/{stands}")),
        None => return not_found(shared, hall, shelf, &here, asked, path),
    };
    if let (Some(answers), Some(text)) = (&shared.mounts.answers, asked.uri.query().and_then(|query| parameter(query, "ask"))) {
        noted.is_question = true;
        shared.metrics.questions.fetch_add(1, Ordering::Relaxed);
        let question = Question { text, path: path.to_owned(), is_markdown, accept: asked.headers.get(ACCEPT).cloned() };
        let answers = Arc::clone(answers);
        let answered = shared.askers.run(move || answers.answer(&here, &question)).await;
        return answered.map_or_else(|refused| not_done(shared, asked, refused), |response| secured(response, &shelf.policy));
    }
    match reply::file(volume, &asked.method, &asked.headers, shared.manner(&shelf.policy)) {
        Some(_) if shared.is_preview() && volume.media.kind == HTML => preview(shared, hall, shelf, asked, path, volume.body()),
        Some(response) => response,
        None => on_demand(shared, hall, shelf, volume, asked, path).await,
    }
}

/// A page that follows what happens to it.
fn preview(shared: &Shared, hall: &Hall, shelf: &Shelf, asked: &Asked, path: &str, body: Option<&Bytes>) -> Response<Body> {
    let page = String::from_utf8_lossy(body.map(AsRef::as_ref).unwrap_or_default());
    shared.shows(asked, hall, StatusCode::OK, &page, (&shelf.published.brand.id, path), &shelf.policy)
}

/// A file that is made because it is asked for.
async fn on_demand(shared: &Arc<Shared>, hall: &Arc<Hall>, shelf: &Shelf, volume: &Arc<Volume>, asked: &Asked, path: &str) -> Response<Body> {
    let manner = shared.manner(&shelf.policy);
    if let Some(response) = reply::unchanged(volume, &asked.headers, manner) {
        return response;
    }
    match made(shared, hall, volume).await {
        Ok(Ok(bytes)) if shared.is_preview() && volume.media.kind == HTML => {
            preview(shared, hall, shelf, asked, path, Some(&Bytes::from_owner(bytes)))
        }
        Ok(Ok(bytes)) => reply::made(volume, &Bytes::from_owner(bytes), &asked.method, &asked.headers, manner),
        Ok(Err(found)) if shared.is_preview() => {
            let sources = hall.release.as_ref().map(|release| &release.project.sources);
            let trouble = sources.map_or_else(|| Trouble::saying("it is gone"), |sources| Trouble::of(sources, &found));
            let page = trouble.page("This file cannot be made");
            shared.shows(asked, hall, StatusCode::INTERNAL_SERVER_ERROR, &page, (&shelf.published.brand.id, path), &shared.policy)
        }
        Ok(Err(_)) => fault(shared, asked),
        Err(refused) => not_done(shared, asked, refused),
    }
}

/// What was made of a file, or is made now, on a thread of its own.
async fn made(shared: &Shared, hall: &Hall, volume: &Volume) -> Result<Delivered, Refused> {
    let release = hall.release.clone().ok_or(Refused::Failed)?;
    if let Some(made) = release.made(&volume.file) {
        return Ok(made);
    }
    let file = Arc::clone(&volume.file);
    shared.makers.run(move || release.make(&file)).await
}

/// Why there is no answer to what keeps a thread busy.
fn not_done(shared: &Shared, asked: &Asked, refused: Refused) -> Response<Body> {
    match refused {
        Refused::Failed => fault(shared, asked),
        Refused::Full => {
            let mut response = shared.says(asked, StatusCode::SERVICE_UNAVAILABLE, "too much is asked for now: try again");
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
            response
        }
    }
}

/// Something went wrong that is no fault of the client's. What it was is not for the client to know.
pub(super) fn fault_text(policy: &HeaderValue) -> Response<Body> {
    let page = page::notice("Something went wrong", "This is a fault of the server's, and it was noted. Try again in a while.");
    reply::text(StatusCode::INTERNAL_SERVER_ERROR, HTML, page, &Method::GET, policy)
}

fn fault(shared: &Shared, asked: &Asked) -> Response<Body> {
    shared.metrics.faults.fetch_add(1, Ordering::Relaxed);
    let mut response = fault_text(&shared.policy);
    if asked.method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The brand's own page for addresses at which nothing stands.
fn not_found(shared: &Shared, hall: &Hall, shelf: &Shelf, here: &Here, asked: &Asked, path: &str) -> Response<Body> {
    let page = here.frame(path).unwrap_or_else(|| page::notice("Not found", "There is no such page."));
    shared.shows(asked, hall, StatusCode::NOT_FOUND, &page, (&shelf.published.brand.id, path), &shelf.policy)
}

/// The service that a path's first step names, and what follows that; it stands below each of a site's languages too, since those are sites of their own.
fn mounted<'m>(mounts: &'m Mounts, published: &Published, path: &'m str) -> Option<(&'m Router, Below<'m>)> {
    let step = |path: &'m str| path.split_once('/').unwrap_or((path, ""));
    let (first, rest) = step(path);
    let language = published.pages.iter().any(|page| page.language.as_deref() == Some(first)).then_some(first);
    let (name, rest) = if language.is_some() { step(rest) } else { (first, rest) };
    let service = mounts.services.iter().find(|(other, _)| *other == name)?;
    Some((&service.1, Below { language, rest }))
}

/// What is asked of a service.
struct Below<'p> {
    /// The language below which it was asked, where that is not the main one.
    language: Option<&'p str>,
    /// The path from the service's root.
    rest: &'p str,
}

/// Hands a request over to a service, with the address that it knows itself by.
async fn serve_mount(
    shared: &Shared,
    caller: &Caller,
    shelf: &Shelf,
    here: Here,
    service: &Router,
    below: Below<'_>,
    mut request: Request,
) -> Response<Body> {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let Ok(uri) = format!("/{}{query}", encode(below.rest)).parse() else { return fault_text(&shared.policy) };
    *request.uri_mut() = uri;
    request.extensions_mut().insert(Language(below.language.map(ToOwned::to_owned)));
    request.extensions_mut().insert(here);
    request.extensions_mut().insert(caller.peer);
    request.extensions_mut().insert(shared.askers.clone());
    let Ok(response) = service.clone().oneshot(request).await;
    secured(response, &shelf.policy)
}

/// An answer of another module, with what every answer says.
fn secured(mut response: Response<Body>, policy: &HeaderValue) -> Response<Body> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let own = response.headers().get(CONTENT_SECURITY_POLICY).cloned();
    headers::secure(response.headers_mut(), &kind, policy);
    if let Some(own) = own {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, own);
    }
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
