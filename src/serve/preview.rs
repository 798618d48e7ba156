//! Previews: pages that follow their sources, and say what keeps them from it.
//!
//! Every page of a preview carries a script that listens to `~events` (Server-Sent Events, WHATWG HTML, section 9.2). What a page is made of has a stamp: when another
//! one is told, the page loads itself anew. Each answer is one event and ends, and the browser asks again with the number of what it heard: so no event is lost
//! while nobody listens, and no stream has to be kept open or ended.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName};
use serde::Serialize;
use tokio::sync::watch;

use super::address::{encode, parameter};
use super::brand_site::Resource;
use super::sites::Sites;
use super::trouble::Trouble;
use crate::cache::{Key, KeyHasher};

/// The address of what happens, from the server's root.
pub(super) const EVENTS: &str = "~events";
/// The address of the script that listens.
pub(super) const SCRIPT: &str = "~live.js";
/// The script that listens.
pub(super) const SCRIPT_TEXT: &str = include_str!("../../templates/serve/live.js");
/// The style of the server's own pages and of the overlay.
pub(super) const STYLE_TEXT: &str = include_str!("../../templates/serve/serve.css");

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// What a page hears.
#[derive(Debug, Serialize)]
struct News<'a> {
    stamp: String,
    trouble: Option<&'a Trouble>,
}

/// What a page shows, as one name: another name means that it shows something else now.
fn stamp(sites: &Sites, brand: &str, path: &str) -> String {
    let key = match sites.iter().find(|site| site.published.brand.id == brand) {
        Some(site) => {
            let own = if let Some(Resource::File { file, .. }) = site.find(path) { Some(file.file.key) } else { None };
            KeyHasher::key("stamp", (own, site.surroundings))
        }
        None => KeyHasher::key("stamp", sites.iter().map(|site| site.published.key).collect::<Vec<Key>>()),
    };
    format!("{key:.16}")
}

/// A page with the script that listens for it.
pub(super) fn listening(page: &str, sites: &Sites, brand: &str, path: &str) -> String {
    let stamp = stamp(sites, brand, path);
    let address = format!("{}/{}", encode(brand), encode(path));
    // A page that is opened while there is trouble has not heard of it.
    let revision = if sites.trouble.is_some() { String::new() } else { sites.revision.to_string() };
    let script = format!("<script src=\"/{SCRIPT}\" data-page=\"{address}\" data-stamp=\"{stamp}\" data-revision=\"{revision}\" defer></script>\n");
    match page.find("</head>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]),
        None => format!("{page}{script}"),
    }
}

/// The next thing that happens, as one event: at once where the client has not heard of the last one, and otherwise when it happens.
pub(super) async fn next_event(mut served: watch::Receiver<Arc<Sites>>, query: &str, headers: &HeaderMap, patience: Duration) -> String {
    let page = parameter(query, "page").unwrap_or_default();
    let (brand, path) = page.split_once('/').unwrap_or((&page, ""));
    let heard = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok().map(ToOwned::to_owned)).or_else(|| parameter(query, "revision"));
    let known = parameter(query, "stamp").unwrap_or_default();
    let is_news = |sites: &Arc<Sites>| heard.as_deref() != Some(sites.revision.to_string().as_str()) || stamp(sites, brand, path) != known;
    let sites = match tokio::time::timeout(patience, served.wait_for(is_news)).await {
        Ok(Ok(sites)) => Arc::clone(&sites),
        // Nothing happened, or the server is being stopped: the browser asks again.
        Ok(Err(_)) | Err(_) => return "retry: 20\n: nothing yet\n\n".to_owned(),
    };
    let news = News { stamp: stamp(&sites, brand, path), trouble: sites.trouble.as_deref() };
    let data = serde_json::to_string(&news).unwrap_or_default();
    format!("retry: 20\nid: {}\nevent: state\ndata: {data}\n\n", sites.revision)
}
