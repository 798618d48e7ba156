//! Conversations with a server on this machine that answers from a script.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Clock, Http, Location, Login, Patience, Proxies, Service, Web};

/// A clock that writes pauses down instead of waiting.
#[derive(Default, Clone)]
struct Still(Arc<Mutex<Vec<Duration>>>);

impl Clock for Still {
    fn now(&self) -> Duration {
        self.0.lock().map(|pauses| pauses.iter().sum()).unwrap_or_default()
    }

    fn pause(&self, time: Duration) {
        self.0.lock().map(|mut pauses| pauses.push(time)).unwrap_or_default();
    }

    fn chance(&self) -> u8 {
        255
    }
}

/// A server that gives one answer a connection, in this order, and at the end what it was asked.
fn server(answers: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let serve = move || answers.iter().map(|answer| listener.accept().map(|(stream, _)| exchange(stream, answer)).unwrap_or_default()).collect();
    (address, std::thread::spawn(serve))
}

fn exchange(mut stream: TcpStream, answer: &str) -> String {
    let mut reader = BufReader::new(&stream);
    let mut request = String::new();
    while reader.read_line(&mut request).is_ok_and(|read| read > 2) {}
    let header = request.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let mut body = vec![0; header.and_then(|length| length.parse().ok()).unwrap_or_default()];
    reader.read_exact(&mut body).expect("a body");
    stream.write_all(answer.as_bytes()).expect("an open connection");
    request + &String::from_utf8_lossy(&body)
}

fn answer(status: &str, more: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{more}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn http(clock: &Still) -> Http {
    Http::with_clock(Patience { timeout: Duration::from_secs(5), ..Patience::default() }, Proxies::default(), Box::new(clock.clone()))
}

fn pauses(clock: &Still) -> Vec<u128> {
    clock.0.lock().map(|pauses| pauses.iter().map(Duration::as_millis).collect()).unwrap_or_default()
}

#[test]
fn what_is_posted_arrives_with_its_type() {
    let (url, asked) = server(vec![answer("200 OK", "", "token")]);
    assert_eq!(http(&Still::default()).post(Service::Timestamp, &url, b"query").as_deref(), Ok(&b"token"[..]));
    let asked = asked.join().expect("a server").concat().to_ascii_lowercase();
    for part in [
        "post / http/1.1",
        "content-type: application/timestamp-query",
        "accept: application/timestamp-reply",
        "user-agent: counterpart/",
        "\r\n\r\nquery",
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
}

#[test]
fn what_heals_is_asked_again_after_a_pause() {
    let clock = Still::default();
    let busy = answer("503 Busy", "Retry-After: 7\r\n", "");
    let (url, asked) = server(vec![answer("500 Oops", "", ""), busy, answer("200 OK", "", "list")]);
    assert_eq!(http(&clock).get(Service::RevocationList, &url).as_deref(), Ok(&b"list"[..]));
    assert_eq!(pauses(&clock), [500, 7000]);
    assert_eq!(asked.join().expect("a server").len(), 3);
}

#[test]
fn a_date_to_come_back_is_read_by_the_services_clock() {
    let clock = Still::default();
    let dates = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:40 GMT\r\n";
    let (url, _) = server(vec![answer("429 Slow down", dates, ""), answer("200 OK", "", "x")]);
    assert!(http(&clock).get(Service::Ocsp, &url).is_ok());
    assert_eq!(pauses(&clock), [3000]);
}

#[test]
fn nobody_there_is_said_with_the_tries_and_later_asked_once() {
    let clock = Still::default();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/tsa", listener.local_addr().expect("an address"));
    drop(listener);
    let http = http(&clock);
    let fault = http.post(Service::Timestamp, &url, b"").expect_err("nobody listens");
    assert_eq!(fault.to_string(), format!("the timestamp authority at {url} did not answer: connection refused; tried 3 times in 2 s"));
    assert!(fault.may_heal());
    let again = http.post(Service::Timestamp, &url, b"").expect_err("still nobody");
    assert_eq!((again.tries, pauses(&clock).len()), (1, 2));
}

#[test]
fn what_cannot_heal_is_asked_once() {
    let (url, _) = server(vec![answer("404 Not Found", "", "<html>")]);
    let fault = http(&Still::default()).get(Service::RevocationList, &format!("{url}/\u{1b}")).map_err(|fault| fault.to_string());
    assert!(fault.is_err_and(|fault| fault.contains("is no address") && !fault.contains('\u{1b}')));
    let fault = http(&Still::default()).get(Service::RevocationList, &url).map_err(|fault| fault.to_string());
    assert_eq!(fault.err(), Some(format!("the list of revoked certificates at {url} does not exist there: look the address up again (HTTP 404)")));
}

#[test]
fn an_answer_without_an_end_is_cut() {
    let declared = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n".to_owned();
    let endless = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(256 * 1024 + 1));
    let just = answer("200 OK", "", &"x".repeat(256 * 1024));
    let (url, _) = server(vec![declared, endless, just]);
    for _ in 0..2 {
        let fault = http(&Still::default()).post(Service::Ocsp, &url, b"").map_err(|fault| fault.to_string());
        assert_eq!(fault.err(), Some(format!("the OCSP responder at {url} sent more than 256 KiB, which no honest answer has")));
    }
    assert!(http(&Still::default()).post(Service::Ocsp, &url, b"").is_ok());
}

#[test]
fn redirects_carry_the_question_and_never_the_password_elsewhere() -> Result<(), super::Cause> {
    let (other, asked_other) = server(vec![answer("200 OK", "", "token")]);
    let (url, asked) = server(vec![answer("307 Over there", &format!("Location: {other}/new\r\n"), "")]);
    let login = Login::new(&Location::parse(&url)?, "us", &Zeroizing::new("secret".to_owned()))?;
    let answer = http(&Still::default()).with_login(login).post(Service::Timestamp, &url, b"query");
    assert_eq!(answer.as_deref(), Ok(&b"token"[..]));
    assert!(asked.join().expect("a server").concat().to_ascii_lowercase().contains("authorization: basic dxm6c2vjcmv0"));
    let asked = asked_other.join().expect("a server").concat().to_ascii_lowercase();
    assert!(asked.contains("post /new") && asked.contains("query") && !asked.contains("authorization"), "{asked}");
    Ok(())
}

#[test]
fn redirects_that_lose_the_question_or_never_end_are_refused() {
    let (url, _) = server(vec![answer("302 Found", "Location: /elsewhere\r\n", "")]);
    let fault = http(&Still::default()).post(Service::Timestamp, &url, b"q").map_err(|fault| fault.to_string());
    assert_eq!(fault.err(), Some(format!("the timestamp authority at {url} has moved to {url}/elsewhere: name that address instead")));
    let (url, _) = server(vec![answer("301 Moved", "Location: /\r\n", ""); 6]);
    assert_eq!(http(&Still::default()).get(Service::Issuer, &url).map_err(|fault| fault.cause), Err(super::Cause::TooManyRedirects));
}

#[test]
fn a_service_that_hangs_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let patience = Patience { tries: 1, timeout: Duration::from_millis(100), ..Patience::default() };
    let fault = Http::with_clock(patience, Proxies::default(), Box::new(Still::default()))
        .post(Service::Timestamp, &url, b"q")
        .map_err(|fault| fault.to_string());
    assert_eq!(fault.err(), Some(format!("the timestamp authority at {url} did not answer within 0.1 s")));
}
