//! HTTP as the program speaks it.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::fmt::rfc2822;
use rustls::crypto::aws_lc_rs;
use ureq::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Error};

use super::Web;
use super::authorization::Login;
use super::fault::{Cause, NetFault};
use super::location::Location;
use super::patience::{Clock, Patience, WallClock};
use super::proxy::Proxies;
use super::service::Service;

/// How often a redirect is followed for one question.
const REDIRECTS: usize = 5;

/// The network by HTTP and HTTPS. A server's certificate must be one that the operating system trusts.
pub struct Http {
    agent: Agent,
    proxies: Proxies,
    patience: Patience,
    login: Option<Login>,
    clock: Box<dyn Clock>,
    /// Services that used up everyone's patience: until they answer again, each question is asked once, so that ten thousand files do not wait a minute each.
    exhausted: Mutex<HashSet<String>>,
}

/// One question: to whom, and with which body where it is a POST.
#[derive(Clone, Copy)]
struct Question<'a> {
    service: Service,
    body: Option<&'a [u8]>,
}

impl Http {
    /// The network, by way of proxies.
    pub fn new(patience: Patience, proxies: Proxies) -> Self {
        Self::with_clock(patience, proxies, Box::new(WallClock::default()))
    }

    /// The network by another clock.
    pub fn with_clock(patience: Patience, proxies: Proxies, clock: Box<dyn Clock>) -> Self {
        Self { agent: agent(), proxies, patience, login: None, clock, exhausted: Mutex::default() }
    }

    /// The same, with a user and a password for one service.
    #[must_use]
    pub fn with_login(self, login: Login) -> Self {
        Self { login: Some(login), ..self }
    }

    /// Asks until there is an answer or patience ends.
    fn ask(&self, url: &str, question: Question<'_>) -> Result<Arc<[u8]>, NetFault> {
        let start = self.clock.now();
        let elapsed = || self.clock.now().saturating_sub(start);
        let fault = |cause, tries| NetFault { service: question.service, url: url.to_owned(), cause, tries, elapsed: elapsed() };
        let location = Location::parse(url).map_err(|cause| fault(cause, 0))?;
        let patience = if self.is_exhausted(&location) { self.patience.impatient() } else { self.patience };
        let mut tries = 0;
        loop {
            tries += 1;
            let cause = match self.follow(&location, question, question.service.longest(patience.timeout)) {
                Ok(answer) => {
                    self.exhausted().remove(&location.origin());
                    return Ok(answer);
                }
                Err(cause) => cause,
            };
            let Some(pause) = patience.pause_after(&cause, tries, elapsed(), self.clock.chance()) else {
                if cause.may_heal() {
                    self.exhausted().insert(location.origin());
                }
                return Err(fault(cause, tries));
            };
            self.clock.pause(pause);
        }
    }

    /// One try: follows redirects by hand, since what is posted must arrive and a password must not leave its host.
    fn follow(&self, start: &Location, question: Question<'_>, time: Duration) -> Result<Arc<[u8]>, Cause> {
        let mut location = start.clone();
        for _ in 0..=REDIRECTS {
            let response = self.send(&location, question, time).map_err(|error| cause_of(error, time))?;
            let code = response.status().as_u16();
            location = match code {
                200..=299 => return body(response, question.service, time),
                301..=303 | 307 | 308 => redirect(&location, &response, question)?,
                _ => return Err(Cause::Status { code, again_after: again_after(response.headers()) }),
            };
        }
        Err(Cause::TooManyRedirects)
    }

    fn send(&self, location: &Location, question: Question<'_>, time: Duration) -> Result<Response<Body>, Error> {
        let mut headers = vec![(ureq::http::header::ACCEPT, HeaderValue::from_static(question.service.accept()))];
        if let Some(login) = self.login.as_ref().and_then(|login| login.header_for(location)) {
            headers.push((AUTHORIZATION, sensitive(login)?));
        }
        if question.body.is_some() {
            headers.push((CONTENT_TYPE, HeaderValue::from_static(question.service.content_type())));
        }
        match question.body {
            Some(body) => self.run(request("POST", location, headers, body)?, location, time),
            None => self.run(request("GET", location, headers, ())?, location, time),
        }
    }

    fn run<B: ureq::AsSendBody>(&self, request: Request<B>, location: &Location, time: Duration) -> Result<Response<Body>, Error> {
        let configured = self.agent.configure_request(request);
        let request = configured.timeout_global(Some(time)).proxy(self.proxies.on_the_way_to(location)).build();
        self.agent.run(request)
    }

    fn is_exhausted(&self, location: &Location) -> bool {
        self.exhausted().contains(&location.origin())
    }

    fn exhausted(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.exhausted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Web for Http {
    fn post(&self, service: Service, url: &str, body: &[u8]) -> Result<Arc<[u8]>, NetFault> {
        self.ask(url, Question { service, body: Some(body) })
    }

    fn get(&self, service: Service, url: &str) -> Result<Arc<[u8]>, NetFault> {
        self.ask(url, Question { service, body: None })
    }
}

fn agent() -> Agent {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let config = Agent::config_builder().tls_config(tls).http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
    let agent = config.proxy(None).user_agent(concat!("Counterpart/", env!("CARGO_PKG_VERSION"))).timeout_connect(Some(Duration::from_secs(10)));
    agent.build().new_agent()
}

fn request<B>(method: &str, location: &Location, headers: Vec<(HeaderName, HeaderValue)>, body: B) -> Result<Request<B>, Error> {
    let mut request = Request::builder().method(method).uri(location.uri().clone());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(body).map_err(Error::Http)
}

/// A header that no log shows.
fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|fault| Error::Http(fault.into()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Where to go on. A POST that would turn into a GET (RFC 9110, 15.4.2 to 15.4.4) would arrive without what it asks.
fn redirect(from: &Location, response: &Response<Body>, question: Question<'_>) -> Result<Location, Cause> {
    let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).ok_or(Cause::NoTarget)?;
    let next = from.follow(target)?;
    let keeps_body = matches!(response.status().as_u16(), 307 | 308);
    if question.body.is_some() && !keeps_body { Err(Cause::Moved(next.to_string())) } else { Ok(next) }
}

fn body(mut response: Response<Body>, service: Service, time: Duration) -> Result<Arc<[u8]>, Cause> {
    let most = service.most_bytes();
    if response.body().content_length().is_some_and(|length| length > most) {
        return Err(Cause::TooLarge(most));
    }
    // The library reads up to its limit and complains at the limit itself, where an answer of exactly this length would still be one.
    let bytes = response.body_mut().with_config().limit(most + 1).read_to_vec().map_err(|error| cause_of(error, time))?;
    if bytes.len() as u64 > most { Err(Cause::TooLarge(most)) } else { Ok(bytes.into()) }
}

/// The pause a service asks for: in seconds, or as a date, which is read by the service's own clock (RFC 9110, 10.2.3).
fn again_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let wanted = text(RETRY_AFTER)?.trim();
    if let Ok(seconds) = wanted.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |date: &str| rfc2822::parse(date).ok().map(|date| date.timestamp());
    Duration::try_from(moment(wanted)?.duration_since(moment(text(DATE)?)?)).ok()
}

/// What went wrong, in the words of the people who read it.
fn cause_of(error: Error, time: Duration) -> Cause {
    match error {
        Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => Cause::Connection("no connection in time".to_owned()),
        Error::Timeout(_) => Cause::TooSlow(time),
        Error::HostNotFound => Cause::Connection("no such host".to_owned()),
        Error::ConnectionFailed => Cause::Connection("no connection".to_owned()),
        Error::ConnectProxyFailed(why) => Cause::Connection(format!("the proxy refuses the connection: {why}")),
        Error::InvalidProxyUrl => Cause::Connection("the environment names a proxy that has no address".to_owned()),
        Error::BodyExceedsLimit(most) => Cause::TooLarge(most.saturating_sub(1)),
        Error::Rustls(fault) => Cause::Tls(fault.to_string()),
        Error::Tls(fault) => Cause::Tls(fault.to_owned()),
        Error::Io(fault) => broken(&fault),
        Error::BadUri(fault) => Cause::NoAddress(fault),
        other => Cause::Protocol(other.to_string()),
    }
}

fn broken(fault: &std::io::Error) -> Cause {
    match fault.kind() {
        ErrorKind::ConnectionRefused => Cause::Connection("connection refused".to_owned()),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => Cause::Connection("the connection broke".to_owned()),
        ErrorKind::UnexpectedEof => Cause::Connection("the connection ended in the middle".to_owned()),
        // This is how the encryption layer hands on that a certificate or a record is not what it should be.
        ErrorKind::InvalidData => Cause::Tls(fault.to_string()),
        _ => Cause::Connection(fault.to_string()),
    }
}

#[cfg(test)]
mod tests;
