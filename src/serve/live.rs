//! Previews: pages that follow their sources, and say what keeps them from it.
//!
//! Every page of a preview carries a script that listens to `~events` (Server-Sent Events, WHATWG HTML, section 9.2). What a page is made of has a stamp: when another
//! one is told, the page loads itself anew. Each answer is one event and ends, and the browser asks again with the number of what it heard: so no event is lost
//! while nobody listens, and no stream has to be kept open or ended.

use axum::http::{HeaderMap, HeaderName};
use serde::Serialize;
use tokio::sync::watch;

use super::address::parameter;
use super::hall::Hall;
use super::page::{escaped, page};
use super::shelf::Place;
use crate::cache::{Key, KeyHasher};
use crate::diag::{Diagnostic, MessageFormat, render};
use crate::source::Sources;

/// The address of what happens, from the server's root.
pub(super) const EVENTS: &str = "~events";
/// The address of the script that listens.
pub(super) const SCRIPT: &str = "~live.js";
/// The script that listens.
pub(super) const SCRIPT_TEXT: &str = include_str!("../../templates/serve/live.js");
/// The style of the server's own pages and of the overlay.
pub(super) const STYLE_TEXT: &str = include_str!("../../templates/serve/serve.css");

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// How many findings are shown at once.
const MOST_SHOWN: usize = 20;

/// What keeps a project from being served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The findings that are errors, as a person reads them, with file and line; the first of them.
    pub findings: Vec<String>,
    /// How many further ones there are.
    pub more: usize,
}

impl Trouble {
    /// The errors among findings.
    pub fn of(sources: &Sources, found: &[Diagnostic]) -> Self {
        let errors: Vec<&Diagnostic> = found.iter().filter(|finding| finding.is_error()).collect();
        let shown = errors.iter().take(MOST_SHOWN).map(|error| render(MessageFormat::Human, sources, std::slice::from_ref(*error), false));
        Self { findings: shown.map(|text| text.trim_end().to_owned()).collect(), more: errors.len().saturating_sub(MOST_SHOWN) }
    }

    /// Something that no file is at fault for.
    pub fn saying(text: impl Into<String>) -> Self {
        Self { findings: vec![text.into()], more: 0 }
    }

    /// A page that says it, where there is no other to say it on.
    pub(super) fn page(&self, title: &str) -> String {
        let findings: String = self.findings.iter().map(|finding| format!("<pre>{}</pre>\n", escaped(finding).replace("&#10;", "\n"))).collect();
        let more = if self.more > 0 { format!("<p>and {} more</p>\n", self.more) } else { String::new() };
        page(title, &format!("{findings}{more}"))
    }
}

/// What a page hears.
#[derive(Debug, Serialize)]
struct State<'a> {
    stamp: String,
    trouble: Option<&'a Trouble>,
}

/// What a page shows, as one name: another name means that it shows something else now.
fn stamp(hall: &Hall, brand: &str, path: &str) -> String {
    let key = match hall.shelves().find(|shelf| shelf.published.brand.id == brand) {
        Some(shelf) => {
            let own = if let Some(Place::File { volume, .. }) = shelf.find(path) { Some(volume.file.key) } else { None };
            KeyHasher::key("stamp", (own, shelf.surroundings))
        }
        None => KeyHasher::key("stamp", hall.shelves().map(|shelf| shelf.published.key).collect::<Vec<Key>>()),
    };
    serde_json::to_string(&key).unwrap_or_default().trim_matches('"').chars().take(16).collect()
}

/// A page with the script that listens for it.
pub(super) fn listening(page: &str, hall: &Hall, brand: &str, path: &str) -> String {
    let stamp = stamp(hall, brand, path);
    let address = format!("{}/{}", super::address::encode(brand), super::address::encode(path));
    // A page that is opened while there is trouble has not heard of it.
    let revision = if hall.trouble.is_some() { String::new() } else { hall.revision.to_string() };
    let script = format!("<script src=\"/{SCRIPT}\" data-page=\"{address}\" data-stamp=\"{stamp}\" data-revision=\"{revision}\" defer></script>\n");
    match page.find("</head>") {
        Some(at) => format!("{}{script}{}", &page[..at], &page[at..]),
        None => format!("{page}{script}"),
    }
}

/// The next thing that happens, as one event: at once where the client has not heard of the last one, and otherwise when it happens.
pub(super) async fn next_event(
    mut halls: watch::Receiver<std::sync::Arc<Hall>>,
    query: &str,
    headers: &HeaderMap,
    patience: std::time::Duration,
) -> String {
    let page = parameter(query, "page").unwrap_or_default();
    let (brand, path) = page.split_once('/').unwrap_or((&page, ""));
    let heard = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok().map(ToOwned::to_owned)).or_else(|| parameter(query, "revision"));
    let known = parameter(query, "stamp").unwrap_or_default();
    let is_news = |hall: &std::sync::Arc<Hall>| heard.as_deref() != Some(hall.revision.to_string().as_str()) || stamp(hall, brand, path) != known;
    let hall = match tokio::time::timeout(patience, halls.wait_for(is_news)).await {
        Ok(Ok(hall)) => std::sync::Arc::clone(&hall),
        // Nothing happened, or the server is being stopped: the browser asks again.
        Ok(Err(_)) | Err(_) => return "retry: 20\n: nothing yet\n\n".to_owned(),
    };
    let state = State { stamp: stamp(&hall, brand, path), trouble: hall.trouble.as_deref() };
    let data = serde_json::to_string(&state).unwrap_or_default();
    format!("retry: 20\nid: {}\nevent: state\ndata: {data}\n\n", hall.revision)
}
