//! The server over real sockets: what it gives, and what it refuses.

#![expect(clippy::disallowed_methods, reason = "a client goes to the server")]

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use jiff::Timestamp;

use super::{Answers, Here, Limits, LogEntry, Mode, Mounts, Options, Published, PutQuestion, Server, Trouble};
use crate::compile::Names;
use crate::compile::live::{Live, Making, Update};
use crate::feedback::Proxies;
use crate::snapshot::Snapshot;
use crate::world::Memory;

const ACME: &str = "name: Acme\nsite: https://acme.example/legal\nfacts: {days: 30}\n";
const TERMS: &str = "---\ntitle: Terms\nredirects: [old/terms]\n---\n\n## Payment\n\nAcme is paid within {{brand.facts.days}} days. Payment is due; payment is due.\n";

const TERMS_EL: &str = "---\ntitle: Όροι\n---\n\n## Πληρωμή\n\nΗ Acme πληρώνεται σε {{brand.facts.days}} ημέρες. Η πληρωμή είναι οφειλή.\n";

/// A project of two brands, of which each carries a policy of its own.
fn project() -> Memory {
    Memory::from([("brands/acme.yaml", ACME), ("brands/bolt.yaml", "name: Bolt\nfacts: {days: 7}\n")])
        .with("sources/terms.md", TERMS)
        .with("sources/terms/limits.md", "---\ntitle: Limits\n---\n\nSee [terms](../terms.md).\n")
        .with("sources/privacy.md", "---\ntitle: Privacy\nbrands: [bolt]\n---\n\nBolt keeps a secret for {{brand.facts.days}} days.\n")
}

/// A server, the compiler behind it, and what it logged.
struct TestServer {
    server: Server,
    live: Live,
    log: Receiver<LogEntry>,
}

impl TestServer {
    fn new(mode: Mode, limits: Limits, mounts: Mounts) -> Self {
        Self::with(|options| (options.mode, options.limits) = (mode, limits), mounts)
    }

    fn with(change: impl FnOnce(&mut Options), mounts: Mounts) -> Self {
        let (sender, log) = channel();
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        let (mode, names, limits) = (Mode::Production, vec!["policies.internal".to_owned()], Limits::default());
        let mut options =
            Options { address, mode, names, limits, jobs: 2, metrics: None, proxies: Proxies::default(), now: || Timestamp::UNIX_EPOCH };
        change(&mut options);
        let making = if options.mode == Mode::Development { Making::WhenAsked } else { Making::AtOnce };
        let sender = Mutex::new(sender);
        let print = move |entries: &[LogEntry]| entries.iter().all(|entry| sender.lock().unwrap().send(entry.clone()).is_ok());
        let server = Server::start(&options, mounts, Some(Box::new(print))).unwrap();
        Self { server, live: Live::new(Names::default(), 2, making).unwrap(), log }
    }

    fn production() -> Self {
        let mut tested = Self::new(Mode::Production, Limits::default(), Mounts::default());
        tested.publish(&project());
        tested
    }

    fn preview() -> Self {
        let mut tested = Self::new(Mode::Development, Limits::default(), Mounts::default());
        tested.publish(&project());
        tested
    }

    fn publish(&mut self, world: &Memory) -> Update {
        let update = self.live.update(&Snapshot::take(world).unwrap());
        match &update.published {
            Some(published) => self.server.show(Arc::clone(&published.release)),
            None => self.server.trouble(Trouble::of(&update.project.sources, &update.diagnostics)),
        }
        update
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Waits until so many look at what is served.
    fn wait_for_listeners(&self, listeners: usize) {
        while self.server.listeners() < listeners {
            std::thread::yield_now();
        }
    }

    /// Everything that comes back for some bytes, until the server closes.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has refused already takes in no more.
        let _ = stream.write_all(bytes);
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back);
        String::from_utf8_lossy(&back).into_owned()
    }

    /// An answer to a request of one line, with further headers.
    fn ask(&self, line: &str, headers: &str) -> Answer {
        let host = if headers.to_ascii_lowercase().contains("host:") { "" } else { "Host: localhost\r\n" };
        Answer::read(&self.raw(format!("{line} HTTP/1.1\r\n{host}Connection: close\r\n{headers}\r\n").as_bytes()))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "")
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

#[test]
fn every_way_to_write_an_address_leads_to_the_page() {
    let tested = TestServer::production();
    for path in ["/acme/terms", "/acme/terms.html", "/acme/%74erms", "/acme/terms.html?x=1"] {
        let answer = tested.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        assert!(answer.body.contains("paid within 30 days"), "{path}");
    }
    let moved = [
        ("/acme", "/acme/"),
        ("/acme/terms/?a=b", "/acme/terms.html?a=b"),
        ("/acme/old/terms", "/acme/terms.html"),
        ("/acme/old/terms.html", "/acme/terms.html"),
        ("/acme/old/terms/", "/acme/terms.html"),
        ("/acme/old/terms.md", "/acme/terms.md"),
        ("/acme/old/terms.pdf", "/acme/terms.pdf"),
        ("/acme/terms.html.md", "/acme/terms.md"),
        ("/acme/index", "/acme/index.html"),
    ];
    for (path, stands) in moved {
        let answer = tested.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(stands)), "{path}");
    }
    assert_eq!(tested.get("/acme/old/terms.signed.pdf").status, 404, "no signed copy lies beside the page");
    assert_eq!(tested.get("/acme/terms.md").header("content-type"), Some("text/markdown; charset=utf-8"));
    assert_eq!(tested.get("/acme/terms/limits").status, 200);
    assert!(tested.get("/acme/").body.contains("Terms"));
    assert!(tested.get("/").body.contains("href=\"/bolt/\""));
}

#[test]
fn a_brand_is_found_by_its_host() {
    let tested = TestServer::production();
    for host in ["acme.localhost", "ACME.localhost:4000", "acme.localhost."] {
        assert_eq!(tested.ask("GET /terms.html", &format!("Host: {host}\r\n")).status, 200, "{host}");
    }
    let at_site = |path: &str| tested.ask(&format!("GET {path}"), "Host: acme.example\r\n");
    assert_eq!(at_site("/legal/terms").status, 200);
    assert_eq!(at_site("/legal").header("location"), Some("/legal/"));
    assert_eq!(at_site("/terms").status, 404);
    assert_eq!(at_site("/bolt/privacy").status, 404, "another brand's text");
    assert_eq!(at_site("/metrics").status, 404, "what the server does is not for the public");
    assert_eq!(tested.ask("GET /bolt/privacy", "Host: policies.internal\r\n").status, 200);
    for host in ["evil.example", "x.localhost", "acme.example.evil.example"] {
        assert_eq!(tested.ask("GET /acme/terms", &format!("Host: {host}\r\n")).status, 421, "{host}");
    }
    for headers in ["Host: a b\r\n", "Host: a/b\r\n", "Host: \r\n", "Host: acme.example\r\nHost: bolt.localhost\r\n"] {
        assert_eq!(tested.ask("GET /", headers).status, 400, "{headers:?}");
    }
    assert!(tested.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 400"));
    assert!(tested.raw(b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 200"));
    assert_eq!(tested.ask("GET http://evil.example/acme/terms", "Host: localhost\r\n").status, 421, "the address's own host counts");
}

#[test]
fn what_is_nobodys_site_is_for_this_machine_alone() {
    let tested = TestServer::production();
    assert_eq!(["/metrics", "/", "/acme/terms"].map(|path| tested.get(path).status), [200, 200, 200]);
    // What a proxy hands on is somebody else's question, whatever host that names.
    for said in ["X-Forwarded-For: 203.0.113.9", "X-Real-IP: 203.0.113.9", "Forwarded: for=203.0.113.9", "Via: 1.1 proxy"] {
        for host in ["localhost", "192.0.2.4", "[::1]:80"] {
            let headers = format!("Host: {host}\r\n{said}\r\n");
            assert_eq!(["/metrics", "/", "/acme/terms"].map(|path| tested.ask(&format!("GET {path}"), &headers).status), [421; 3], "{said} {host}");
            assert_eq!(tested.ask("GET /healthz", &headers).status, 200);
        }
        assert_eq!(tested.ask("GET /legal/terms", &format!("Host: acme.example\r\n{said}\r\n")).status, 200);
        assert_eq!(tested.ask("GET /metrics", &format!("Host: policies.internal\r\n{said}\r\n")).status, 404);
    }
}

#[test]
fn a_page_of_another_site_makes_no_preview_work() {
    let (preview, public) = (TestServer::preview(), TestServer::production());
    let said = |mode: &str| format!("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: {mode}\r\n");
    for path in ["/acme/terms.pdf", "/acme/terms", "/~events"] {
        assert_eq!(preview.ask(&format!("GET {path}"), &said("no-cors")).status, 403, "{path}");
    }
    assert_eq!(preview.ask("GET /acme/terms", &said("navigate")).status, 200);
    assert_eq!(public.ask("GET /acme/terms", &said("no-cors")).status, 200);
}

#[test]
fn a_site_may_stand_at_a_path_in_any_script() {
    let mut tested = TestServer::new(Mode::Production, Limits::default(), Mounts::default());
    tested.publish(&project().with("brands/acme.yaml", "name: Acme\nsite: https://acme.example/l%C3%A9gal\nfacts: {days: 30}\n"));
    let get = |path: &str| tested.ask(&format!("GET {path}"), "Host: acme.example\r\n");
    assert_eq!(get("/l%C3%A9gal/terms").status, 200);
    assert_eq!(get("/l%C3%A9gal").header("location"), Some("/l%C3%A9gal/"));
    assert_eq!(get("/l%C3%A9gal/old/terms").header("location"), Some("/l%C3%A9gal/terms.html"));
    assert_eq!(get("/legal/terms").status, 404);
    assert!(get("/l%C3%A9gal/nothing").body.contains("=\"/l%C3%A9gal/style.css"));
}

#[test]
fn readers_answer_in_the_language_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let desk = crate::feedback::Desk::new(folder.path().join("feedback.sqlite"), || jiff::civil::date(2026, 11, 21), 10);
    let (desk, file) = (Arc::new(desk), folder.path().join("feedback.sqlite"));
    let mut tested = TestServer::new(Mode::Production, Limits::default(), Mounts { services: vec![super::feedback(desk)], ..Mounts::default() });
    let world = project().with("counterpart.yaml", "publishing: {feedback: server}\n").with("sources/terms.el.md", TERMS_EL);
    let update = tested.publish(&world.with("brands/acme.yaml", format!("{ACME}languages: [el]\n")));
    assert!(update.published.is_some(), "{:?}", update.diagnostics);
    let page = tested.ask("GET /legal/el/terms", "Host: acme.example\r\n").body;
    let part = |before: &str| page.split(before).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let (action, name) = (part(" action=\""), part("name=\"page\" value=\""));
    let action = if action == "../~feedback" { "/legal/~feedback".to_owned() } else { format!("/legal/el/{action}") };
    for (action, name, stands) in [(action.as_str(), name.as_str(), "/legal/el/terms.html"), ("/legal/~feedback", "terms", "/legal/terms.html")] {
        let body = format!("page={name}&answer=yes");
        let headers = "Host: acme.example\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\nConnection: close\r\n";
        let request = format!("POST {action} HTTP/1.1\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len());
        let back = Answer::read(&tested.raw(request.as_bytes()));
        assert_eq!((back.status, back.header("location")), (303, Some(format!("{stands}#page.thanks").as_str())), "{action}: {}", back.body);
    }
    let kept = crate::feedback::Store::existing(&file).unwrap().answers(&crate::feedback::Filter::default()).unwrap();
    assert_eq!(kept.iter().map(|answer| answer.language.as_str()).collect::<Vec<_>>(), ["el", "en"]);
}

#[test]
fn metrics_may_have_an_address_of_their_own() {
    let free = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
    let tested = TestServer::with(|options| options.metrics = Some(free), Mounts::default());
    assert_eq!(tested.get("/metrics").status, 503, "nothing is published yet, and this is a page like any other");
    let address = tested.server.metrics_address().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: metrics.internal\r\nConnection: close\r\n\r\n").unwrap();
    let mut back = String::new();
    stream.read_to_string(&mut back).unwrap();
    assert!(back.starts_with("HTTP/1.1 200") && back.contains("counterpart_requests_total{status=\"5xx\"} 1\n"), "{back}");
}

#[test]
fn nothing_leads_out_of_a_site() {
    let mut tested = TestServer::production();
    tested.publish(&project().with("sources/terms.el.md", TERMS_EL).with("brands/acme.yaml", format!("{ACME}languages: [el]\n")));
    assert_eq!(tested.get("/acme/el/terms").status, 200);
    let paths = [
        "/acme/../bolt/privacy",
        "/acme/%2e%2e/bolt/privacy",
        "/acme/..%2fbolt%2fprivacy",
        "/acme/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/acme/..\\..\\etc\\passwd",
        "/acme/%5c..%5cetc",
        "/acme/%252e%252e/bolt/privacy",
        "/acme/%c0%ae%c0%ae/etc",
        "/acme/%00",
        "/acme//etc/passwd",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/acme/./terms",
        "/acme/terms%0d%0aX-Evil:%201",
        "/acme/terms;/../../etc",
        "/acme/%",
        "/acme/%e0%80%af",
        "/acme/~mcp/../../etc",
        "/.counterpart/state",
        "/acme/markdown/terms.md",
        "/brands/acme.yaml",
        "/acme/sources/terms.md",
        "/counterpart.yaml",
        "/acme/404.html",
        "/acme/404",
        "/acme/404/",
        "/acme/el/404.html",
        "/acme/el/404",
        "/acme/_x/../terms",
    ];
    for path in paths {
        let answer = tested.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.head.contains("X-Evil") && !answer.body.contains("secret") && !answer.body.contains("root:"), "{path}");
    }
}

#[test]
fn a_page_can_be_read_and_nothing_else() {
    let tested = TestServer::production();
    let head = tested.ask("HEAD /acme/terms", "");
    let full = tested.get("/acme/terms");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), full.header("content-length"));
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "X"] {
        let answer = tested.ask(&format!("{method} /acme/terms"), "Content-Length: 0\r\n");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{method}");
    }
    let options = tested.ask("OPTIONS /acme/terms", "Origin: https://evil.example\r\n");
    assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")));
    assert_eq!(options.header("access-control-allow-origin"), None);
    assert_eq!(tested.ask("OPTIONS *", "").status, 204);
    assert_eq!(tested.ask("CONNECT evil.example:443", "").status, 400);
}

#[test]
fn every_answer_says_what_a_browser_may_do() {
    let tested = TestServer::production();
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; \
                  frame-ancestors 'none'; base-uri 'none'; connect-src 'self'; form-action 'self'";
    for path in ["/acme/terms", "/acme/nothing", "/", "/nothing"] {
        let answer = tested.get(path);
        assert_eq!(answer.header("content-security-policy"), Some(policy), "{path}");
    }
    for path in ["/acme/terms", "/acme/style.css", "/acme/terms.md", "/acme/terms.pdf", "/healthz", "/acme/nothing", "/acme/terms/", "/%00"] {
        let answer = tested.get(path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        for name in ["content-security-policy", "referrer-policy", "permissions-policy", "x-frame-options", "cache-control"] {
            assert!(answer.header(name).is_some(), "{path}: {name}");
        }
    }
}

#[test]
fn a_client_that_has_a_page_is_told_so() {
    let tested = TestServer::production();
    let tag = tested.get("/acme/terms").header("etag").map(ToOwned::to_owned).unwrap();
    let with = |header: &str| tested.ask("GET /acme/terms", &format!("If-None-Match: {header}\r\n"));
    let same = with(&tag);
    assert_eq!((same.status, same.body.as_str(), same.header("etag")), (304, "", Some(tag.as_str())));
    assert_eq!(with(&format!("\"x\", W/{tag}")).status, 304);
    assert_eq!(with(&format!("\"x\"\r\nIf-None-Match: {tag}")).status, 304);
    for junk in ["\"x\"", "x", ",,,", "\"", "W/", "\u{ff}", &"a,".repeat(4000)] {
        assert_eq!(with(junk).status, 200, "{junk:?}");
    }
    assert_ne!(tested.get("/bolt/terms").header("etag"), Some(tag.as_str()));
    let pdf = tested.get("/acme/terms.pdf").header("etag").map(ToOwned::to_owned).unwrap();
    assert_eq!(tested.ask("GET /acme/terms.pdf", &format!("If-None-Match: {pdf}\r\n")).status, 304);
    assert_eq!(tested.ask("GET /acme/nothing", "If-None-Match: *\r\n").status, 404);
}

#[test]
fn texts_are_compressed_for_those_who_take_it() {
    let tested = TestServer::production();
    let with = |encodings: &str| tested.ask("GET /acme/style.css", &format!("Accept-Encoding: {encodings}\r\n"));
    tested.server.compress();
    let (plain, gzip, brotli) = (with("identity"), with("gzip"), with("gzip, br"));
    assert_eq!([&plain, &gzip, &brotli].map(|answer| answer.header("content-encoding")), [None, Some("gzip"), Some("br")]);
    let length = |answer: &Answer| answer.header("content-length").and_then(|length| length.parse::<usize>().ok()).unwrap();
    assert!(length(&plain) > length(&gzip) && length(&gzip) > length(&brotli));
    let tags = [&plain, &gzip, &brotli].map(|answer| answer.header("etag").unwrap().to_owned());
    assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
    assert!([&plain, &gzip, &brotli].iter().all(|answer| answer.header("vary") == Some("Accept-Encoding")));
}

#[test]
fn what_is_too_large_is_refused_and_the_server_goes_on() {
    let tested = TestServer::production();
    assert_eq!(tested.get(&format!("/acme/{}", "a".repeat(9000))).status, 414);
    assert_eq!(tested.ask("GET /acme/terms", &format!("X-A: {}\r\n", "a".repeat(20_000))).status, 431);
    let question = format!("GET /acme/terms?ask={} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(1024 * 1024));
    assert!(["HTTP/1.1 414", "HTTP/1.1 431"].iter().any(|status| tested.raw(question.as_bytes()).starts_with(status)));
    let many: String = (0..1000).map(|number| format!("X-{number}: 1\r\n")).collect();
    assert_eq!(tested.ask("GET /acme/terms", &many).status, 431);
    let endless = format!("GET /acme/terms HTTP/1.1\r\nX-A: {}", "a".repeat(3 * 1024 * 1024));
    assert!(tested.raw(endless.as_bytes()).starts_with("HTTP/1.1 431"));
    for junk in [
        "\r\n\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
    ] {
        let back = tested.raw(format!("{junk}GET / HTTP/1.1\r\nConnection: close\r\n\r\n").as_bytes());
        assert!(!back.starts_with("HTTP/1.1 200"), "{junk:?}: {back}");
    }
    assert!(tested.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").starts_with("HTTP/1.1 505"));
    assert_eq!(tested.get("/acme/terms").status, 200);
}

#[test]
fn requests_may_follow_one_another_at_once() {
    let tested = TestServer::production();
    let one = "GET /acme/terms.md HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let last = "GET /acme/terms.md HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let back = tested.raw(format!("{}{last}", one.repeat(60)).as_bytes());
    assert_eq!(back.matches("HTTP/1.1 200 OK").count(), 61);
    // A length that two readers could read differently ends the connection.
    let smuggled = "POST /acme/terms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /bolt/privacy HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assert!(!tested.raw(smuggled.as_bytes()).contains("secret"));
}

#[test]
fn clients_that_only_rest_make_room() {
    let limits = Limits { connections: 4, ..Limits::default() };
    let mut tested = TestServer::new(Mode::Production, limits, Mounts::default());
    tested.publish(&project());
    // Four clients take all the room there is: two send a head that never ends, two send nothing.
    let mut clients: Vec<TcpStream> = (0..4).map(|_| tested.connect()).collect();
    clients[0].write_all(b"GET / HTTP/1.1\r\nX-A: ").unwrap();
    clients[1].write_all(b"G").unwrap();
    for _ in 0..4 {
        assert_eq!(tested.get("/acme/terms").status, 200);
    }
}

/// Answers with what it was asked, and counts what it was told.
#[derive(Default)]
struct Echo(Mutex<Vec<String>>);

impl Answers for Echo {
    fn renew(&self, brands: &[Arc<Published>]) {
        self.0.lock().unwrap().extend(brands.iter().map(|published| published.brand.id.clone()));
    }

    fn answer(&self, here: &Here, question: &PutQuestion) -> Response {
        assert_ne!(question.text, "panic", "as it was asked to");
        format!("{} {} {} {}", here.published.brand.id, question.path, question.is_markdown, question.text).into_response()
    }
}

#[test]
fn others_add_to_every_site() {
    async fn whose(here: axum::Extension<Here>) -> String {
        format!("{} {}", here.published.brand.id, here.address("terms.html"))
    }
    async fn fails(here: axum::Extension<Here>) -> String {
        assert!(here.base.is_empty(), "a service fails");
        String::new()
    }
    let echo = Arc::new(Echo::default());
    let service = Router::new().route("/", get(whose)).route("/x", post(|body: String| async move { body.len().to_string() }));
    let service = service.route("/panic", get(fails));
    let answers: Arc<dyn Answers> = echo.clone();
    let mut tested =
        TestServer::new(Mode::Production, Limits::default(), Mounts { answers: Some(answers), services: vec![("~x", service)], ..Mounts::default() });
    tested.publish(&project());
    assert_eq!(*echo.0.lock().unwrap(), ["acme", "bolt"]);
    assert_eq!(tested.get("/acme/terms.md?ask=How+much%3F").body, "acme terms.md true How much?");
    assert_eq!(tested.get("/bolt/?ask=x").body, "bolt  false x");
    assert_eq!(tested.get("/acme/nothing?ask=x").status, 404);
    assert_eq!(tested.get("/acme/~x").body, "acme https://acme.example/legal/terms.html");
    assert_eq!(tested.ask("GET /~x/", "Host: bolt.localhost\r\n").body, "bolt /terms.html");
    let posted = tested.raw(b"POST /acme/~x/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");
    assert!(posted.ends_with("\r\n\r\n3"), "{posted}");
    assert_eq!(tested.ask("POST /acme/~x/x", "Content-Length: 9999999\r\n").status, 413);
    assert!(tested.get("/acme/~x").header("content-security-policy").is_some());
    for path in ["/acme/~x/panic", "/acme/terms?ask=panic"] {
        let answer = tested.get(path);
        assert_eq!(answer.status, 500, "{path}");
        assert!(!answer.body.contains("fails"), "{path}");
    }
    assert_eq!(tested.get("/acme/terms").status, 200);
}

#[test]
fn the_log_tells_neither_who_nor_what_was_asked() {
    let tested = TestServer::production();
    tested.get("/acme/terms?ask=my+secret");
    tested.get("/healthz");
    assert!(tested.get("/metrics").body.contains("counterpart_requests_total{status=\"2xx\"} 2\n"));
    let TestServer { server, log, .. } = tested;
    assert!(server.stop());
    // The log ends with the server.
    let [entry] = &log.iter().collect::<Vec<_>>()[..] else { panic!("who asks whether the server is well is not logged") };
    let line = serde_json::to_string(entry).unwrap();
    assert!(!line.contains("secret") && line.contains("\"from\":\"127.0.0.0/24\""), "{line}");
    assert_eq!((entry.status, entry.path.as_str(), entry.brand.as_deref()), (200, "/acme/terms", Some("acme")));
    assert_eq!(entry.time, "1970-01-01T00:00:00Z");
}

#[test]
fn a_broken_source_leaves_what_was_served() {
    let mut tested = TestServer::preview();
    let update = tested.publish(&project().with("sources/terms.md", "---\ntitle: Terms\n---\n\n{{brand.facts.dayz}}\n"));
    assert!(update.published.is_none());
    assert!(tested.get("/acme/terms").body.contains("paid within 30 days"));
    let page = tested.get("/acme/terms").body;
    let attribute = |name: &str| page.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    // It says of no revision that it is known to it, since it has not heard of the trouble.
    let (stamp, known) = (attribute("stamp"), attribute("revision"));
    assert_eq!(known, "");
    // A page that has not heard of it yet is told at once.
    let event = tested.get(&format!("/~events?page=acme/terms.html&stamp={stamp}&revision=1"));
    assert_eq!(event.header("content-type"), Some("text/event-stream"));
    assert!(event.body.contains("sources/terms.md:5:3") && event.body.contains("days"), "{}", event.body);
    let revision = event.body.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
    // One that has waits until it is mended, and is told that nothing it shows has changed.
    let mut waiting = tested.connect();
    let before = tested.server.listeners();
    let path = format!("/~events?page=acme/terms.html&stamp={stamp}");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {revision}\r\nConnection: close\r\n\r\n");
    waiting.write_all(request.as_bytes()).unwrap();
    tested.wait_for_listeners(before + 1);
    tested.publish(&project());
    let mut back = String::new();
    waiting.read_to_string(&mut back).unwrap();
    assert!(back.contains(&format!("{{\"stamp\":\"{stamp}\",\"trouble\":null}}")), "{back}");
}

#[test]
fn a_preview_without_anything_to_show_shows_why() {
    let mut tested = TestServer::new(Mode::Development, Limits::default(), Mounts::default());
    assert_eq!(tested.get("/healthz").status, 503);
    tested.publish(&project().with("sources/terms.md", "---\ntitle: Terms\n---\n\n{{brand.facts.dayz}}\n"));
    let answer = tested.ask("GET /terms", "Host: acme.localhost\r\n");
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("sources/terms.md:5:3") && answer.body.contains("~live.js"), "{}", answer.body);
    tested.publish(&project());
    assert_eq!(tested.ask("GET /terms", "Host: acme.localhost\r\n").status, 200);
}

#[test]
fn every_host_waits_until_something_is_served() {
    let mut tested = TestServer::new(Mode::Production, Limits::default(), Mounts::default());
    let terms = |tested: &TestServer, headers: &str| tested.ask("GET /legal/terms", headers).status;
    let hosts = ["Host: acme.example\r\n", "Host: evil.example\r\n", "Host: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n"];
    assert_eq!(hosts.map(|host| terms(&tested, host)), [503; 3]);
    assert_eq!(tested.ask("GET /metrics", "Host: acme.example\r\n").status, 503);
    assert_eq!(tested.get("/metrics").status, 200);
    tested.publish(&project());
    assert_eq!(hosts.map(|host| terms(&tested, host)), [200, 421, 421]);
    // The names of brands are no business of a page that leads its reader's browser to a preview.
    let preview = TestServer::new(Mode::Development, Limits::default(), Mounts::default());
    assert_eq!(terms(&preview, "Host: evil.example\r\n"), 421);
}

#[test]
fn stopping_ends_what_is_open() {
    let tested = TestServer::preview();
    let address = tested.server.address();
    let mut waiting = tested.connect();
    let page = tested.get("/acme/terms").body;
    let attribute = |name: &str| page.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let (stamp, revision) = (attribute("stamp"), attribute("revision"));
    let request = format!("GET /~events?page=acme/terms.html&stamp={stamp}&revision={revision} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let before = tested.server.listeners();
    waiting.write_all(request.as_bytes()).unwrap();
    tested.wait_for_listeners(before + 1);
    assert!(tested.server.stop());
    let mut back = String::new();
    waiting.read_to_string(&mut back).unwrap();
    assert!(back.starts_with("HTTP/1.1 200") && back.contains("nothing yet"), "{back}");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_port_in_use_is_named() {
    let tested = TestServer::new(Mode::Production, Limits::default(), Mounts::default());
    let address = tested.server.address();
    let options = Options {
        address,
        mode: Mode::Production,
        names: Vec::new(),
        limits: Limits::default(),
        jobs: 1,
        metrics: None,
        proxies: Proxies::default(),
        now: || Timestamp::UNIX_EPOCH,
    };
    let failure = Server::start(&options, Mounts::default(), None).unwrap_err();
    assert_eq!(failure.message, format!("port {} is in use by another program", address.port()));
}
