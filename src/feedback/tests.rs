#![expect(clippy::disallowed_methods, reason = "a test looks at what was really written")]

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER};
use axum::http::{Request, Response, StatusCode};
use jiff::civil::{Date, date};
use tower::ServiceExt as _;

use super::fault::Trouble;
use super::{Answer, Desk, Filter, Page, Site, Store, Visit, csv, json, router, summary};

const TODAY: Date = date(2026, 11, 21);

struct Acme;

impl Site for Acme {
    fn brand(&self) -> &'static str {
        "acme"
    }

    fn language(&self) -> &'static str {
        "en-GB"
    }

    fn page(&self, name: &str) -> Option<Page> {
        let language = match name {
            "terms" => "en-GB",
            "el/terms" => "el",
            _ => return None,
        };
        Some(Page { policy: "terms".to_owned(), language: language.to_owned(), version: Some("3".to_owned()), address: name.to_owned() })
    }

    fn framed(&self, title: &str, body: &str) -> String {
        format!("<title>{title}</title>{body}")
    }
}

/// A server with a file of its own.
struct Server {
    folder: tempfile::TempDir,
    desk: Arc<Desk>,
    told: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(most: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let told = Arc::<Mutex<Vec<String>>>::default();
        let tell = Arc::clone(&told);
        let desk =
            Desk::new(folder.path().join("kept/feedback.sqlite"), || TODAY, most).telling(move |fault| tell.lock().unwrap().push(fault.to_string()));
        Self { folder, desk: Arc::new(desk), told }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("kept/feedback.sqlite")
    }

    fn post(&self, body: impl Into<Body>, headers: &[(&str, &str)]) -> Response<Body> {
        let mut request = Request::post("/").header("host", "acme.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let visit = Visit { site: Arc::new(Acme), root: "/x/".to_owned(), peer: Ipv4Addr::LOCALHOST.into() };
        block(router(Arc::clone(&self.desk)).oneshot(request.extension(visit).body(body.into()).unwrap())).unwrap()
    }

    fn kept(&self) -> Vec<Answer> {
        self.desk.open().unwrap();
        Store::existing(&self.file()).unwrap().answers(&Filter::default()).unwrap()
    }
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn text(response: Response<Body>) -> String {
    String::from_utf8(block(to_bytes(response.into_body(), 65_536)).unwrap().to_vec()).unwrap()
}

fn answer(page: &str, helpful: bool, comment: &str) -> Answer {
    let (brand, language) = ("acme".to_owned(), "en-GB".to_owned());
    Answer { day: TODAY, brand, language, page: page.to_owned(), version: Some("3".to_owned()), helpful, comment: comment.to_owned() }
}

#[test]
fn an_answer_is_kept_and_the_reader_goes_back_to_the_page() {
    let server = Server::new(10);
    let response =
        server.post("page=terms&answer=no&comment=What+%3Cis%3E%0D%0Athis%1B%3F", &[("accept", "text/html,*/*"), ("origin", "https://acme.example")]);
    assert_eq!((response.status(), &response.headers()[LOCATION]), (StatusCode::SEE_OTHER, &"/x/terms#page.thanks".parse().unwrap()));
    assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(server.kept(), [answer("terms", false, "What <is>\nthis?")]);
    // A script only asks whether it worked.
    assert_eq!(server.post("answer=yes&page=terms", &[]).status(), StatusCode::NO_CONTENT);
    assert_eq!(server.kept().len(), 2);
}

#[test]
fn what_is_no_answer_is_refused_and_says_so() {
    let server = Server::new(100);
    for (body, status) in [
        ("page=elsewhere&answer=yes", StatusCode::NOT_FOUND),
        ("page=../../etc/passwd&answer=yes", StatusCode::NOT_FOUND),
        ("page=terms", StatusCode::BAD_REQUEST),
        ("page=terms&answer=perhaps", StatusCode::BAD_REQUEST),
        ("page=terms&page=terms&answer=yes", StatusCode::BAD_REQUEST),
        ("page=terms&answer=yes&answer=no", StatusCode::BAD_REQUEST),
        ("", StatusCode::BAD_REQUEST),
        ("%ff=%00&&&==", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(server.post(body, &[]).status(), status, "{body}");
    }
    let response = server.post("page=terms&answer=yes", &[("content-type", "text/plain")]);
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let response = server.post("page=terms&answer=yes", &[("origin", "https://evil.example"), ("accept", "text/html")]);
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(text(response).contains("<h1>This answer cannot be taken.</h1>"));
    assert!(server.kept().is_empty());
}

#[test]
fn long_bodies_are_not_read_to_their_end() {
    let server = Server::new(100);
    let long = format!("page=terms&answer=yes&comment={}", "a".repeat(8 * 1024));
    assert_eq!(server.post(long, &[]).status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(server.post(vec![b'='; 1024 * 1024], &[]).status(), StatusCode::PAYLOAD_TOO_LARGE);
    let many = format!("page=terms&answer=yes{}", "&a".repeat(1_000));
    assert_eq!(server.post(many, &[]).status(), StatusCode::BAD_REQUEST);
    // As much as is kept of a comment fits, in three bytes a character too.
    let wide = format!("page=el/terms&answer=yes&comment={}", "%E2%82%AC".repeat(801));
    assert_eq!(server.post(wide, &[]).status(), StatusCode::NO_CONTENT);
    let kept = server.kept().remove(0);
    assert_eq!((kept.page.as_str(), kept.language.as_str(), kept.comment.chars().count()), ("terms", "el", 800));
}

#[test]
fn a_sender_and_a_day_have_limits() {
    let server = Server::new(3);
    let statuses: Vec<_> = (0..11).map(|_| server.post("page=terms&answer=yes", &[]).status().as_u16()).collect();
    assert_eq!(statuses, [204, 204, 204, 503, 503, 503, 503, 503, 503, 503, 429]);
    let response = server.post("page=terms&answer=yes", &[]);
    assert_eq!(response.headers()[RETRY_AFTER], "30");
    assert!(text(response).starts_with(r#"{"error":"too-often""#));
    assert_eq!(server.kept().len(), 3);
}

#[test]
fn a_full_disk_is_said_in_the_readers_language() {
    let server = Server::new(100);
    server.desk.store().unwrap().fill();
    let long = "a".repeat(1_000);
    let body = format!("page=el/terms&answer=no&comment={long}");
    let refused =
        (0..9).map(|_| server.post(body.clone(), &[("accept", "text/html")])).find(|response| response.status() != StatusCode::SEE_OTHER).unwrap();
    assert_eq!((refused.status(), &refused.headers()[RETRY_AFTER]), (StatusCode::SERVICE_UNAVAILABLE, &"60".parse().unwrap()));
    let page = text(refused);
    let again = server.post(body, &[]).status();
    let told = server.told.lock().unwrap();
    assert!(
        again == StatusCode::SERVICE_UNAVAILABLE && told.len() == 1 && told[0].starts_with("feedback is lost: there is no room for feedback in "),
        "{told:?}"
    );
    assert!(page.contains("lang=\"el\"") && page.contains("δεν ήταν δυνατό") && page.contains("href=\"/x/el/terms\""), "{page}");
}

#[test]
fn without_a_site_nothing_is_kept() {
    let server = Server::new(1);
    let request = Request::post("/").body(Body::empty()).unwrap();
    assert_eq!(block(router(Arc::clone(&server.desk)).oneshot(request)).unwrap().status(), StatusCode::MISDIRECTED_REQUEST);
    let request = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(block(router(Arc::clone(&server.desk)).oneshot(request)).unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn a_file_is_opened_only_where_it_is_one_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let trouble = |name: &str| Store::existing(&at(name)).unwrap_err().trouble;
    assert_eq!(trouble("missing.sqlite"), Trouble::Missing);
    std::fs::write(at("text.sqlite"), "this is a letter, and no database at all".repeat(40)).unwrap();
    assert_eq!(trouble("text.sqlite"), Trouble::NotOurs);
    assert_eq!(Store::open(&at("text.sqlite")).unwrap_err().trouble, Trouble::NotOurs);
    rusqlite::Connection::open(at("other.sqlite")).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    assert_eq!(Store::open(&at("other.sqlite")).unwrap_err().trouble, Trouble::NotOurs);
    drop(Store::open(&at("ours.sqlite")).unwrap());
    rusqlite::Connection::open(at("ours.sqlite")).unwrap().pragma_update(None, "user_version", 2).unwrap();
    assert_eq!(trouble("ours.sqlite"), Trouble::Newer(2));
    assert!(matches!(Store::open(folder.path()).unwrap_err().trouble, Trouble::Refused(_)));
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Server::new(1);
    server.post("page=terms&answer=yes", &[]);
    for file in std::fs::read_dir(server.folder.path().join("kept")).unwrap().flatten() {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.path().display());
    }
}

#[test]
fn two_servers_and_a_reader_share_a_file() {
    let server = Server::new(1_000);
    let file = server.file();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let store = Store::open(&file).unwrap();
                assert!((0..50).all(|_| store.keep(&answer("terms", true, ""), 1_000).unwrap()));
            });
        }
    });
    assert_eq!(server.kept().len(), 100);
}

#[test]
fn answers_are_counted_and_given_out() {
    let server = Server::new(1);
    let store = Store::open(&server.file()).unwrap();
    assert_eq!(summary(&store, &Filter::default()).unwrap(), "");
    let old = Answer { day: date(2026, 1, 1), version: None, ..answer("terms", true, "") };
    for answer in [old, answer("terms", true, ""), answer("refunds", false, "=1+1, \"please\"")] {
        assert!(store.keep(&answer, 10).unwrap());
    }
    let since = Filter { since: Some(TODAY), brand: Some("acme".to_owned()) };
    assert_eq!(
        summary(&store, &since).unwrap(),
        "brand  page     language  yes  no  comments\nacme   refunds  en-GB       0   1         1\nacme   terms    en-GB       1   0         0\n"
    );
    let answers = store.answers(&since).unwrap();
    assert_eq!(
        csv(&answers),
        "\u{feff}\"day\",\"brand\",\"language\",\"page\",\"version\",\"helpful\",\"comment\"\r\n\
         \"2026-11-21\",\"acme\",\"en-GB\",\"terms\",\"3\",\"yes\",\"\"\r\n\
         \"2026-11-21\",\"acme\",\"en-GB\",\"refunds\",\"3\",\"no\",\"'=1+1, \"\"please\"\"\"\r\n"
    );
    assert!(json(&answers).contains(r#""comment": "=1+1, \"please\"""#));
    assert_eq!(store.answers(&Filter { brand: Some("other".to_owned()), since: None }).unwrap(), []);
    assert_eq!(store.answers(&Filter::default()).unwrap().len(), 3);
}

#[test]
fn a_file_that_was_taken_away_is_made_anew_and_what_is_lost_is_told() {
    let server = Server::new(10);
    let post = || server.post("page=terms&answer=yes", &[]).status().as_u16();
    assert_eq!(post(), 204);
    std::fs::remove_dir_all(server.folder.path().join("kept")).unwrap();
    assert_eq!(post(), 204);
    assert_eq!(server.kept().len(), 1, "in the file that is there now");
    std::fs::remove_dir_all(server.folder.path().join("kept")).unwrap();
    std::fs::write(server.folder.path().join("kept"), "in the way").unwrap();
    assert_eq!((post(), post()), (503, 503));
    std::fs::remove_file(server.folder.path().join("kept")).unwrap();
    assert_eq!(post(), 204);
    let said = server.told.lock().unwrap();
    assert!(said.len() == 2 && said[0].contains("is lost") && said[1].contains("kept again"), "{said:?}");
    assert_eq!(server.desk.lost().load(std::sync::atomic::Ordering::Relaxed), 2);
}
