//! Requests: what each is about, and who answers it.
//!
//! A [`Visit`](visit::Visit) is a request on its way to an answer. The server's own files and words about no brand are its own; what concerns a brand goes on to a
//! [`SiteVisit`](site_visit::SiteVisit), which gives a file of the site, has a question answered, or hands the request over to a service.

mod answers;
mod files;
mod mounted;
mod noted;
mod own_files;
mod shared;
mod site_visit;
mod visit;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;

pub(super) use self::noted::note;
pub(super) use self::shared::{Rooms, Shared};

use self::visit::Visit;
use super::connection::Caller;

/// Answers a request, whatever it is.
pub(super) async fn respond(State(shared): State<Arc<Shared>>, ConnectInfo(caller): ConnectInfo<Caller>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let sites = Arc::clone(&shared.sites.borrow());
    Visit { shared: &shared, sites: &sites, parts: &parts, peer: caller.peer }.answer(body).await
}
