//! Where answers come in.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Form, FromRequest as _, State};
use axum::http::uri::Authority;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Router, extract::rejection::FormRejection};
use jiff::civil::Date;

use super::answer::Answer;
use super::comment;
use super::fault::{Fault, Trouble};
use super::form::Submission;
use super::limit::Limit;
use super::origin;
use super::proxies::Proxies;
use super::refusal::Refusal;
use super::reply::Asker;
use super::sender;
use super::store::Store;
use super::visit::Visit;
use crate::room::Room;

/// The most bytes of a post. A comment as long as a page's form allows fits in every script.
const LONGEST: usize = 8 * 1024;
/// How many answers may wait for the file at once.
const WAITING: usize = 63;

/// Takes answers and keeps them.
pub struct Desk {
    file: PathBuf,
    /// The file, once it is open.
    store: Mutex<Option<Arc<Store>>>,
    today: Box<dyn Fn() -> Date + Send + Sync>,
    most: u32,
    proxies: Proxies,
    limit: Mutex<Limit>,
    room: Room,
    /// What is told to whoever runs the server.
    tell: Box<dyn Fn(&str) + Send + Sync>,
    /// What kept the last answer from being kept.
    trouble: Mutex<Option<Trouble>>,
    lost: Arc<AtomicU64>,
}

impl Desk {
    /// A desk that keeps answers in a file, and no more than so many for a brand in a day. What day it is, in UTC, is asked for each answer. The file is opened, and
    /// made where it is missing, for the first answer, unless it is [opened](Self::open) before.
    pub fn new(file: PathBuf, today: impl Fn() -> Date + Send + Sync + 'static, most: u32) -> Self {
        Self {
            file,
            store: Mutex::default(),
            today: Box::new(today),
            most,
            proxies: Proxies::default(),
            limit: Mutex::default(),
            // One writes, as the file is written by one at a time.
            room: Room::new(1, WAITING),
            tell: Box::new(|_| ()),
            trouble: Mutex::default(),
            lost: Arc::default(),
        }
    }

    /// The same desk behind proxies that say whom they speak for.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// The same desk, which tells somebody when answers are lost, and when they are kept again.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { tell: Box::new(tell), ..self }
    }

    /// How many answers could not be kept so far.
    pub fn lost(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.lost)
    }

    /// Opens the file, so that what is wrong with it is known before anybody answers.
    pub fn open(&self) -> Result<(), Fault> {
        self.store().map(|_| ())
    }

    /// Where the answers are kept. A file that was taken away or exchanged is opened, and where need be made, anew: what is written into the old one nobody reads.
    pub(super) fn store(&self) -> Result<Arc<Store>, Fault> {
        let mut open = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = open.as_ref().filter(|store| store.is_in_place()) {
            return Ok(Arc::clone(store));
        }
        // The old one is closed first: it would take what stands beside the new one for its own.
        *open = None;
        let store = Arc::new(Store::open(&self.file)?);
        *open = Some(Arc::clone(&store));
        Ok(store)
    }

    async fn take(self: Arc<Self>, visit: &Visit, request: Request<Body>, asker: &mut Asker) -> Result<(), Refusal> {
        if origin::is_from_elsewhere(request.headers(), request.uri().authority().map(Authority::as_str)) {
            return Err(Refusal::FromElsewhere);
        }
        let sender = sender::of(visit.peer, request.headers(), &self.proxies);
        self.limit.lock().unwrap_or_else(PoisonError::into_inner).take(sender, Instant::now()).map_err(Refusal::TooOften)?;
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, &()).await.map_err(|rejection| refusal(&rejection))?;
        let said = Submission::read(&fields).ok_or(Refusal::NoAnswer)?;
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
        let kept = self.room.run(move || desk.kept(&answer)).await;
        match kept {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Refusal::Enough),
            Ok(Err(_)) => Err(Refusal::NotKept),
            // There was no room for it.
            Err(_) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
                Err(Refusal::NotKept)
            }
        }
    }

    /// Keeps an answer, and tells whoever runs the server where answers begin to be lost, and where that is over.
    fn kept(&self, answer: &Answer) -> Result<bool, Fault> {
        let kept = self.store().and_then(|store| store.keep(answer, self.most));
        let trouble = kept.as_ref().err().map(|fault| fault.trouble.clone());
        let before = std::mem::replace(&mut *self.trouble.lock().unwrap_or_else(PoisonError::into_inner), trouble.clone());
        match &kept {
            Err(fault) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
                if before != trouble {
                    (self.tell)(&format!("feedback is lost: {fault}"));
                }
            }
            Ok(_) if before.is_some() => (self.tell)(&format!("feedback is kept again in {}", self.file.display())),
            Ok(_) => {}
        }
        kept
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
