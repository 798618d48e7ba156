//! A server that is overloaded, breaks off and comes back.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use object_store::ClientOptions;
use object_store::aws::AmazonS3Builder;

use super::{Bucket, Service};
use crate::store::address::Address;
use crate::store::fault::Fault;
use crate::store::patience::Patience;
use crate::store::{Log, Outbox, Place, Store, Tag};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// What the server does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Answers.
    Fine,
    /// Answers with a code, and its own words for it.
    Status(u16),
    /// Reads half of what is sent, or sends half of the answer, and breaks off.
    Cut,
    /// Does what is asked, and breaks off before it says so.
    Silent,
}

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Vec<u8>>,
    parts: BTreeMap<String, BTreeMap<usize, Vec<u8>>>,
    /// What is done with the next requests, the last first; afterwards the server is fine.
    moods: Vec<Mood>,
    /// How long each answer takes.
    slow: Duration,
    /// What is done with every request that has this in its line.
    always: Option<(&'static str, Mood)>,
    requests: usize,
}

/// A small S3 on loopback, in one bucket.
struct Server {
    shelf: Arc<Mutex<Shelf>>,
    endpoint: String,
}

struct Request {
    method: String,
    key: String,
    query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = Self { shelf: Arc::default(), endpoint: format!("http://{}", listener.local_addr()?) };
        let shelf = Arc::clone(&server.shelf);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shelf = Arc::clone(&shelf);
                thread::spawn(move || serve(stream, &shelf));
            }
        });
        Ok(server)
    }

    fn moods(&self, moods: &[Mood]) {
        self.shelf().moods = moods.iter().rev().copied().collect();
    }

    fn shelf(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self) -> Result<Store> {
        let millis = Duration::from_millis;
        let patience = Patience { altogether: millis(1500), first_pause: millis(10), longest_pause: millis(50), one_try: millis(20_000) };
        let builder = AmazonS3Builder::new().with_bucket_name("box").with_endpoint(&self.endpoint).with_disable_bulk_delete(true);
        let builder = builder.with_access_key_id("AKIASECRET").with_secret_access_key("verysecret").with_retry(super::connect::retry(patience));
        let service: Box<dyn Service> =
            Box::new(builder.with_client_options(ClientOptions::new().with_timeout(patience.one_try).with_allow_http(true)).build()?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bucket = Bucket { address: Address::parse("s3://box/run")?, service, patience, runtime };
        Ok(Store { place: Place::Bucket(Arc::new(bucket)) })
    }
}

fn serve(stream: TcpStream, shelf: &Mutex<Shelf>) {
    let Ok(mut writer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    while let Some((request, mood)) = read(&mut reader, shelf) {
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = match mood {
            Mood::Fine | Mood::Silent => answer(&request, &mut shelf),
            Mood::Cut if request.method == "GET" => answer(&request, &mut shelf),
            Mood::Cut => return,
            Mood::Status(code) => {
                (code, "Retry-After: 1\r\n".to_owned(), b"<Error><Code>Nope</Code><Message>Come back\nlater.</Message></Error>".to_vec())
            }
        };
        let slow = shelf.slow;
        drop(shelf);
        thread::sleep(slow);
        let (code, headers, body) = answer;
        let length = if request.method == "HEAD" { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let head = format!("HTTP/1.1 {code} X\r\n{headers}{length}Last-Modified: Sat, 21 Nov 2026 07:00:00 GMT\r\n\r\n");
        let body = if request.method == "HEAD" { &[][..] } else { &body[..] };
        match mood {
            Mood::Silent => return,
            Mood::Cut => {
                let _ = writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body[..body.len() / 2]));
                return;
            }
            _ if writer.write_all(&[head.as_bytes(), body].concat()).is_err() => return,
            _ => {}
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>, shelf: &Mutex<Shelf>) -> Option<(Request, Mood)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mood = {
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.requests += 1;
        let always = shelf.always.filter(|(text, _)| line.contains(text)).map(|(_, mood)| mood);
        always.or_else(|| shelf.moods.pop()).unwrap_or(Mood::Fine)
    };
    let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; if mood == Mood::Cut { length / 2 } else { length }];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let key = path.strip_prefix("/box").unwrap_or_default().trim_start_matches('/').replace("%20", " ").replace("%C3%BC", "\u{fc}");
    Some((Request { method, key, query: query.to_owned(), headers, body }, mood))
}

fn tag(bytes: &[u8]) -> String {
    format!("{}-{}", bytes.len(), bytes.iter().step_by(4096).map(|byte| u64::from(*byte)).sum::<u64>())
}

fn answer(request: &Request, shelf: &mut Shelf) -> (u16, String, Vec<u8>) {
    let Request { method, key, query, headers, body } = request;
    let query: BTreeMap<&str, &str> = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    let etag = |bytes: &[u8]| format!("ETag: \"{}\"\r\n", tag(bytes));
    match (method.as_str(), query.get("uploadId")) {
        ("PUT", Some(_)) => {
            let part = query.get("partNumber").and_then(|part| part.parse().ok()).unwrap_or(0);
            shelf.parts.entry(key.clone()).or_default().insert(part, body.clone());
            (200, etag(body), Vec::new())
        }
        ("POST", None) if query.contains_key("uploads") => {
            (200, String::new(), b"<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>".to_vec())
        }
        ("POST", Some(_)) => {
            // Saying it twice does no harm, as at Amazon.
            if let Some(parts) = shelf.parts.remove(key) {
                shelf.objects.insert(key.clone(), parts.into_values().flatten().collect());
            }
            (200, String::new(), b"<CompleteMultipartUploadResult><ETag>\"x\"</ETag></CompleteMultipartUploadResult>".to_vec())
        }
        ("DELETE", Some(_)) => (204, String::new(), shelf.parts.remove(key).map(|_| Vec::new()).unwrap_or_default()),
        ("PUT", None) if headers.contains_key("if-none-match") && shelf.objects.contains_key(key) => (412, String::new(), Vec::new()),
        ("PUT", None) => {
            shelf.objects.insert(key.clone(), body.clone());
            (200, etag(body), Vec::new())
        }
        ("DELETE", None) => (204, String::new(), shelf.objects.remove(key).map(|_| Vec::new()).unwrap_or_default()),
        ("GET", None) if key.is_empty() => (200, String::new(), listing(shelf, query.get("prefix").copied().unwrap_or_default())),
        _ => match shelf.objects.get(key) {
            None => (404, String::new(), b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
            Some(bytes) if headers.get("if-match").is_some_and(|wanted| !etag(bytes).contains(wanted)) => (412, String::new(), Vec::new()),
            Some(bytes) => ranged(bytes, headers.get("range"), &etag(bytes), method),
        },
    }
}

fn ranged(bytes: &[u8], range: Option<&String>, etag: &str, method: &str) -> (u16, String, Vec<u8>) {
    let ends = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = ends.and_then(|(from, to)| Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?))) else {
        let length = if method == "HEAD" { format!("Content-Length: {}\r\n", bytes.len()) } else { String::new() };
        return (200, format!("{etag}{length}"), bytes.to_vec());
    };
    let to = to.min(bytes.len() - 1);
    (206, format!("{etag}Content-Range: bytes {from}-{to}/{}\r\n", bytes.len()), bytes[from..=to].to_vec())
}

fn listing(shelf: &Shelf, prefix: &str) -> Vec<u8> {
    let prefix = prefix.replace("%2F", "/");
    let mut text = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (key, bytes) in shelf.objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
        text += &format!(
            "<Contents><Key>{key}</Key><Size>{}</Size><LastModified>2026-11-21T07:00:00Z</LastModified><ETag>{}</ETag></Contents>",
            bytes.len(),
            tag(bytes)
        );
    }
    (text + "</ListBucketResult>").into_bytes()
}

#[test]
fn a_bucket_keeps_files() -> Result {
    let server = Server::start()?;
    crate::store::tests::exercise(&server.store()?)?;
    crate::store::tests::exercise_log(&server.store()?)?;
    assert!(server.shelf().objects.is_empty(), "nothing is left behind");
    Ok(())
}

#[test]
fn a_file_that_was_put_is_known_by_its_tag() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    let put = store.put("a.pdf", vec![1; 100])?;
    let tag = || -> Result<_> { Ok(store.list("a.pdf")?.first().and_then(|entry| entry.tag)) };
    assert!(put.is_some());
    assert_eq!(tag()?, put);
    store.put("a.pdf", vec![2; 100])?;
    assert_ne!(tag()?, put);
    Ok(())
}

#[test]
fn a_server_that_stumbles_is_tried_again() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    let document = vec![7; 1_000_000];
    for moods in
        [&[Mood::Status(500), Mood::Status(503)][..], &[Mood::Cut, Mood::Cut], &[Mood::Silent], &[Mood::Status(429), Mood::Cut, Mood::Status(502)]]
    {
        server.moods(moods);
        store.put("a.pdf", document.clone()).map_err(|fault| format!("put, {moods:?}: {fault}"))?;
        server.moods(&[&[Mood::Fine], moods].concat());
        let got = store.get("a.pdf").map_err(|fault| format!("get, {moods:?}: {fault}"))?;
        assert!(got.is_some_and(|got| got == document), "{moods:?}");
        server.moods(moods);
        assert_eq!(store.list("")?.len(), 1);
    }
    Ok(())
}

#[test]
fn a_large_file_survives_a_stumble_in_the_middle() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    let large: Vec<u8> = (0..20_000_000_u32).map(|at| at.to_le_bytes()[1]).collect();
    server.moods(&[Mood::Fine, Mood::Fine, Mood::Cut, Mood::Status(503), Mood::Fine, Mood::Silent]);
    store.put("large", large.clone())?;
    server.moods(&[Mood::Fine, Mood::Fine, Mood::Cut, Mood::Cut]);
    let mut got = Vec::new();
    assert!(store.fetch("large", &mut got)?);
    assert_eq!(got.len(), large.len());
    assert_eq!(got.iter().zip(&large).position(|(got, put)| got != put), None);
    Ok(())
}

#[test]
fn a_server_that_stays_down_is_named_and_no_secret_is() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    for (mood, words) in [
        (Mood::Status(503), "cannot write s3://box/run/a.pdf: the server answered HTTP 503: Nope: Come back later."),
        (Mood::Status(403), "cannot write s3://box/run/a.pdf: the server refuses these credentials: Nope: Come back later."),
        (Mood::Cut, "cannot write s3://box/run/a.pdf: the server does not answer"),
    ] {
        server.shelf().always = Some(("PUT", mood));
        let fault = store.put("a.pdf", vec![1; 100_000]).err().ok_or("it was put")?;
        assert!(fault.to_string().starts_with(words), "{fault}");
        assert_eq!(fault.may_heal(), mood != Mood::Status(403), "{fault:?}");
        assert!(!format!("{fault}{fault:?}{}", fault.hint()).to_lowercase().contains("secret"), "{fault:?}");
    }
    assert!(server.shelf().objects.is_empty());
    Ok(())
}

#[test]
fn nothing_of_a_large_file_is_seen_where_a_part_fails() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    server.shelf().always = Some(("partNumber=2", Mood::Status(500)));
    assert!(store.put("large", vec![0; 20_000_000]).is_err());
    let shelf = server.shelf();
    assert!(shelf.objects.is_empty() && shelf.parts.is_empty(), "what was sent is taken back");
    Ok(())
}

#[test]
fn a_file_that_is_replaced_while_it_is_read_is_not_mixed() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    store.put("large", vec![0; 20_000_000])?;
    let mut pieces = 0;
    let into = Each(|| {
        pieces += 1;
        server.shelf().objects.insert("run/large".to_owned(), vec![1; 20_000_000]);
    });
    let fault = store.fetch("large", &mut { into }).err().ok_or("it was read")?;
    assert!(matches!(fault, Fault::Changed(_)), "{fault:?}");
    assert_eq!(pieces, 1);
    Ok(())
}

/// Does something at every write.
struct Each<F>(F);

impl<F: FnMut()> std::io::Write for Each<F> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        (self.0)();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_run_that_was_started_last_goes_on() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    let (first, _) = Log::open(&store, "journal")?;
    first.append("one")?;
    first.flush()?;
    let (second, lines) = Log::open(&store, "journal")?;
    assert_eq!(lines.flatten().collect::<Vec<_>>(), ["one"]);
    first.append("two")?;
    assert!(matches!(first.flush(), Err(Fault::TakenOver(_))));
    second.append("three")?;
    second.flush()?;
    drop((first, second));
    assert_eq!(Log::open(&store, "journal")?.1.flatten().collect::<Vec<_>>(), ["one", "three"]);
    Ok(())
}

#[test]
fn a_segment_whose_answer_was_lost_is_not_put_twice() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    let (log, _) = Log::open(&store, "journal")?;
    log.append("one")?;
    server.shelf().always = Some(("000001.jsonl", Mood::Silent));
    assert!(log.flush().is_err());
    server.shelf().always = None;
    log.append("two")?;
    log.flush()?;
    drop(log);
    let lines = Log::open(&store, "journal")?.1.flatten().collect::<Vec<_>>();
    assert_eq!(lines, ["one", "two"]);
    Ok(())
}

#[test]
fn many_threads_share_a_bucket() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    thread::scope(|scope| {
        let put = |worker: usize| {
            let store = &store;
            move || (0..50).try_for_each(|at| store.put(&format!("{worker}/{at}"), vec![0; 10_000]).map(drop))
        };
        let workers: Vec<_> = (0..8).map(|worker| scope.spawn(put(worker))).collect();
        workers.into_iter().all(|worker| matches!(worker.join(), Ok(Ok(())))).then_some(())
    })
    .ok_or("a put failed")?;
    assert_eq!(store.list("")?.len(), 400);
    Ok(())
}

#[test]
fn an_outbox_does_not_wait_for_each_answer() -> Result {
    let server = Server::start()?;
    let store = server.store()?;
    server.shelf().slow = Duration::from_millis(50);
    let start = std::time::Instant::now();
    let there = Mutex::new(Vec::new());
    let done =
        |about: usize, put: std::result::Result<Option<Tag>, Fault>| there.lock().unwrap_or_else(PoisonError::into_inner).push((about, put.is_ok()));
    thread::scope(|scope| {
        let outbox = Outbox::open(scope, &store, &done);
        (0..64).for_each(|at| outbox.put(format!("{at}"), vec![0; 1000], at));
    });
    assert!(start.elapsed() < Duration::from_millis(64 * 50 / 2), "{:?}", start.elapsed());
    let mut there = there.into_inner().unwrap_or_else(PoisonError::into_inner);
    there.sort_unstable();
    assert_eq!(there, (0..64).map(|at| (at, true)).collect::<Vec<_>>());
    Ok(())
}
