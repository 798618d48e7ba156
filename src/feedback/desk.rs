//! Where answers come in.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Form, FromRequest as _, State};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Router, extract::rejection::FormRejection};
use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::answer::Answer;
use super::comment;
use super::fault::Fault;
use super::limit::Limit;
use super::origin;
use super::refusal::Refusal;
use super::reply::Asker;
use super::sender;
use super::store::Store;

/// Where answers are posted to, from a site's root.
pub const PATH: &str = "~feedback";
/// The most bytes of a post. A comment as long as a page's form allows fits in every script.
const LONGEST: usize = 8 * 1024;
/// How many answers may wait for the file at once.
const WAITING: usize = 64;
/// How many fields a form may have.
const FIELDS: usize = 16;

/// A page that can be answered about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The id of its policy.
    pub policy: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// The version of its policy, where it has one.
    pub version: Option<String>,
    /// Its address from the site's root, percent-encoded: where the reader goes back to.
    pub address: String,
}

/// A brand's site, as it is published at this moment.
pub trait Site: Send + Sync {
    /// The brand's id.
    fn brand(&self) -> &str;

    /// The brand's own language, as a BCP 47 tag: what is spoken where the page is not known.
    fn language(&self) -> &str;

    /// A page by the name that its own form gives: its path from the site's root, without `.html`. There is none where readers are not asked.
    fn page(&self, name: &str) -> Option<Page>;

    /// A page in the site's own frame that shows some HTML; the title is plain text.
    fn framed(&self, title: &str, body: &str) -> String;
}

/// What a request is about. Whoever serves the sites adds it to the request's extensions.
#[derive(Clone)]
pub struct Visit {
    /// The site.
    pub site: Arc<dyn Site>,
    /// The site's root as a path on this server, with a slash at its end, percent-encoded.
    pub root: String,
    /// The other end of the connection: the sender, or a proxy.
    pub peer: IpAddr,
}

/// Takes answers and keeps them.
pub struct Desk {
    file: PathBuf,
    store: OnceLock<Store>,
    today: Box<dyn Fn() -> Date + Send + Sync>,
    most: u32,
    limit: Mutex<Limit>,
    waiting: Semaphore,
}

impl Desk {
    /// A desk that keeps answers in a file, and no more than so many for a brand in a day. What day it is, in UTC, is asked for each answer. The file is opened, and
    /// made where it is missing, for the first answer, unless it is [opened](Self::open) before.
    pub fn new(file: PathBuf, today: impl Fn() -> Date + Send + Sync + 'static, most: u32) -> Self {
        Self { file, store: OnceLock::new(), today: Box::new(today), most, limit: Mutex::default(), waiting: Semaphore::new(WAITING) }
    }

    /// Opens the file, so that what is wrong with it is known before anybody answers.
    pub fn open(&self) -> Result<(), Fault> {
        self.store().map(|_| ())
    }

    /// Where the answers are kept.
    pub(super) fn store(&self) -> Result<&Store, Fault> {
        match self.store.get() {
            Some(store) => Ok(store),
            None => Store::open(&self.file).map(|store| self.store.get_or_init(|| store)),
        }
    }

    async fn take(self: Arc<Self>, visit: &Visit, request: Request<Body>, asker: &mut Asker) -> Result<(), Refusal> {
        if origin::is_from_elsewhere(request.headers(), request.uri().authority().map(axum::http::uri::Authority::as_str)) {
            return Err(Refusal::FromElsewhere);
        }
        let sender = sender::of(visit.peer, request.headers());
        self.limit.lock().unwrap_or_else(PoisonError::into_inner).take(sender, Instant::now()).map_err(Refusal::TooOften)?;
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, &()).await.map_err(|rejection| refusal(&rejection))?;
        let said = Said::read(&fields).ok_or(Refusal::NoAnswer)?;
        let page = visit.site.page(said.page).ok_or(Refusal::NoPage)?;
        asker.language.clone_from(&page.language);
        asker.page = Some(page.address);
        let answer = Answer {
            day: (self.today)(),
            brand: visit.site.brand().to_owned(),
            language: page.language,
            page: page.policy,
            version: page.version,
            helpful: said.helpful,
            comment: comment::kept(said.comment),
        };
        self.keep(answer).await
    }

    /// Keeps an answer on a thread that may wait for the disk.
    async fn keep(self: Arc<Self>, answer: Answer) -> Result<(), Refusal> {
        let desk = Arc::clone(&self);
        let _turn = self.waiting.try_acquire().map_err(|_| Refusal::NotKept)?;
        let kept = tokio::task::spawn_blocking(move || desk.store()?.keep(&answer, desk.most)).await;
        match kept {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Refusal::Enough),
            Ok(Err(_)) | Err(_) => Err(Refusal::NotKept),
        }
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("file", &self.file).field("most", &self.most).finish_non_exhaustive()
    }
}

/// Takes answers, by POST to its root. Each request needs its [`Visit`] among its extensions.
pub fn router(desk: Arc<Desk>) -> Router {
    Router::new().route("/", post(answered)).layer(DefaultBodyLimit::max(LONGEST)).with_state(desk)
}

async fn answered(State(desk): State<Arc<Desk>>, visit: Option<Extension<Visit>>, request: Request<Body>) -> Response {
    let Some(Extension(visit)) = visit else {
        return Asker::of_nobody().reply(Err(Refusal::NoSite));
    };
    let mut asker = Asker::new(request.headers(), &visit);
    let outcome = desk.take(&visit, request, &mut asker).await;
    asker.reply(outcome)
}

fn refusal(rejection: &FormRejection) -> Refusal {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLong,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Refusal::NoForm,
        _ => Refusal::NoAnswer,
    }
}

/// What a form says.
struct Said<'f> {
    page: &'f str,
    helpful: bool,
    comment: &'f str,
}

impl<'f> Said<'f> {
    /// Each field may be there once; what a form has besides is nothing to us.
    fn read(fields: &'f [(String, String)]) -> Option<Self> {
        let once = |name: &str| {
            let mut values = fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
            let value = values.next();
            values.next().is_none().then_some(value)
        };
        if fields.len() > FIELDS {
            return None;
        }
        let helpful = match once("answer")?? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Self { page: once("page")??, helpful, comment: once("comment")?.unwrap_or_default() })
    }
}
