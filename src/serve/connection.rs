//! Connections: taken in up to a number, and held to the limits on what a client may send and how long it may take.
//!
//! HTTP itself is hyper's; a [`Guarded`] stream stands between it and the socket and counts bytes and time. It knows from its [`Line`] when a request is being
//! answered: outside of that, whatever comes in is the head of the next one.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::limits::Limits;
use super::line::Line;
use super::mount::Peer;
use super::seats::{Seat, Seats};

/// What HTTP/2 begins with, as far as no request of HTTP/1 does (RFC 9113, section 3.4). Browsers speak it behind TLS alone.
const PREFACE: &[u8] = b"PRI ";
/// How much of what a refused client still sends is read, so that it sees why it was refused.
const LINGER: usize = 2 * 1024 * 1024;
/// How long that goes on.
const LINGER_TIME: Duration = Duration::from_secs(2);

/// Takes in connections, as many at a time as the limits allow.
#[derive(Debug)]
pub(super) struct Gate {
    listener: TcpListener,
    seats: Arc<Seats>,
    limits: Arc<Limits>,
}

impl Gate {
    pub(super) fn new(listener: TcpListener, limits: Arc<Limits>, seats: Arc<Seats>) -> Self {
        Self { listener, seats, limits }
    }
}

impl Listener for Gate {
    type Io = Guarded<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // An answer goes out at once rather than wait for more; where that is refused it still goes out.
                    let _ = stream.set_nodelay(true);
                    let line = Arc::<Line>::default();
                    let Some(seat) = self.seats.take(peer.ip(), &line).await else { continue };
                    return (Guarded::new(stream, Arc::clone(&self.limits), line, seat), peer);
                }
                // A client that went away, or a system out of file descriptors: the next one may do better.
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Who asks, and on which connection.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) peer: Peer,
    pub(super) line: Arc<Line>,
}

impl Connected<IncomingStream<'_, Gate>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Gate>) -> Self {
        Self { peer: Peer(stream.remote_addr().ip().to_canonical()), line: Arc::clone(&stream.io().line) }
    }
}

/// A stream that is held to the limits.
#[derive(Debug)]
pub(super) struct Guarded<S> {
    stream: S,
    limits: Arc<Limits>,
    line: Arc<Line>,
    _seat: Seat,
    reading: Reading,
    writing: Writing,
    refusal: Option<Refusal>,
}

#[derive(Debug)]
struct Reading {
    /// How many requests were begun when this was last looked at.
    begun: u64,
    /// How much came in of the next request's head.
    head: usize,
    /// When the first byte of it did.
    since: Option<Instant>,
    /// When anything last went in or out.
    active: Instant,
    /// How much of the preface of HTTP/2 came in; `None` once something else did.
    preface: Option<usize>,
    timer: Option<Pin<Box<Sleep>>>,
}

#[derive(Debug, Default)]
struct Writing {
    begun: u64,
    /// When the client first kept the server waiting.
    since: Option<Instant>,
    /// How much it has taken in since then.
    taken: usize,
    timer: Option<Pin<Box<Sleep>>>,
}

/// A connection that is being ended, with a word why.
#[derive(Debug)]
struct Refusal {
    words: Vec<u8>,
    /// How much of that was written.
    written: usize,
    /// How much of what the client still sends is read.
    left: usize,
    until: Instant,
}

/// Why a connection is ended, as an answer that hyper has no part in.
fn refusal(status: &str, words: &str) -> Vec<u8> {
    let length = words.len();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: {length}\r\n\r\n{words}").into_bytes()
}

/// What a client did that ends its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offence {
    TooLarge,
    TooSlow,
    OtherVersion,
}

impl Offence {
    fn answer(self) -> Vec<u8> {
        match self {
            Self::TooLarge => refusal("431 Request Header Fields Too Large", "the request's headers are too long"),
            Self::TooSlow => refusal("408 Request Timeout", "the request took too long"),
            Self::OtherVersion => refusal("505 HTTP Version Not Supported", "this server speaks HTTP/1.1 only"),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Guarded<S> {
    fn new(stream: S, limits: Arc<Limits>, line: Arc<Line>, seat: Seat) -> Self {
        let reading = Reading { begun: 0, head: 0, since: None, active: Instant::now(), preface: Some(0), timer: None };
        Self { stream, limits, line, _seat: seat, reading, writing: Writing::default(), refusal: None }
    }

    /// Notes what came in; gives why the connection must end.
    fn took_in(&mut self, bytes: &[u8]) -> Option<Offence> {
        let reading = &mut self.reading;
        reading.active = Instant::now();
        let begun = self.line.begun();
        if begun != reading.begun {
            (reading.begun, reading.head, reading.since) = (begun, 0, None);
        }
        if let Some(matched) = reading.preface {
            let rest = &PREFACE[matched..];
            let is_alike = bytes.iter().zip(rest).all(|(a, b)| a == b);
            reading.preface = is_alike.then_some(matched + bytes.len().min(rest.len()));
            if reading.preface == Some(PREFACE.len()) {
                return Some(Offence::OtherVersion);
            }
        }
        if self.line.is_busy() {
            return None;
        }
        self.line.arrives();
        reading.head += bytes.len();
        reading.since.get_or_insert(reading.active);
        // Requests that come one behind the other arrive together: the head of one alone is measured when it is read.
        (reading.head > self.limits.head.saturating_mul(4)).then_some(Offence::TooLarge)
    }

    /// Whether the client kept the server waiting for too long, and why the connection ends.
    fn poll_patience(&mut self, context: &mut Context<'_>) -> Poll<Option<Offence>> {
        loop {
            if self.line.is_busy() {
                return Poll::Pending;
            }
            if self.line.is_over(context) {
                return Poll::Ready(None);
            }
            let reading = &mut self.reading;
            let (until, words) = match reading.since.filter(|_| reading.begun == self.line.begun()) {
                Some(since) => (since + self.limits.head_time, Some(Offence::TooSlow)),
                None => (reading.active + self.limits.idle_time, None),
            };
            if until <= Instant::now() {
                return Poll::Ready(words);
            }
            ready!(wait(&mut reading.timer, until, context));
        }
    }

    fn refuse(&mut self, offence: Offence) {
        self.refusal = Some(Refusal { words: offence.answer(), written: 0, left: LINGER, until: Instant::now() + LINGER_TIME });
    }

    /// Says why the connection ends, and reads on for a while: a connection that is closed with something unread loses what was said on it.
    fn poll_refusal(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(refusal) = &mut self.refusal else { return Poll::Ready(Ok(())) };
        while let Some(rest @ [_, ..]) = refusal.words.get(refusal.written..) {
            match ready!(Pin::new(&mut self.stream).poll_write(context, rest)) {
                Ok(written @ 1..) => refusal.written += written,
                _ => return Poll::Ready(Ok(())),
            }
        }
        let _ = Pin::new(&mut self.stream).poll_shutdown(context);
        let mut scratch = [0; 4096];
        while refusal.left > 0 {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => refusal.left = refusal.left.saturating_sub(buffer.filled().len()),
                Poll::Ready(_) => break,
                Poll::Pending if refusal.until <= Instant::now() => break,
                Poll::Pending => ready!(wait(&mut self.reading.timer, refusal.until, context)),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Notes how much the client took in, or holds it to its pace.
    fn wrote(&mut self, outcome: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let writing = &mut self.writing;
        let begun = self.line.begun();
        if begun != writing.begun {
            (writing.begun, writing.since, writing.taken) = (begun, None, 0);
        }
        self.line.sends(outcome.is_pending());
        match outcome {
            Poll::Ready(Ok(written)) => {
                self.reading.active = Instant::now();
                writing.taken += written;
                Poll::Ready(Ok(written))
            }
            Poll::Ready(error) => Poll::Ready(error),
            Poll::Pending => loop {
                let since = *writing.since.get_or_insert_with(Instant::now);
                let until = since + self.limits.write_time;
                if until <= Instant::now() {
                    if writing.taken < self.limits.progress {
                        return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                    }
                    (writing.since, writing.taken) = (Some(Instant::now()), 0);
                    continue;
                }
                ready!(wait(&mut writing.timer, until, context));
            },
        }
    }
}

/// Waits until a time, with a timer that is kept.
fn wait(timer: &mut Option<Pin<Box<Sleep>>>, until: Instant, context: &mut Context<'_>) -> Poll<()> {
    let timer = timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
    // A timer that rings early is set again; one that would ring late is set at once.
    if timer.deadline() > until || timer.is_elapsed() {
        timer.as_mut().reset(until);
    }
    timer.as_mut().poll(context)
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return this.poll_refusal(context);
        }
        let before = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(Ok(())) => {
                let Some(words) = this.took_in(&buffer.filled()[before..]) else { return Poll::Ready(Ok(())) };
                buffer.set_filled(before);
                this.refuse(words);
                this.poll_refusal(context)
            }
            Poll::Ready(error) => Poll::Ready(error),
            Poll::Pending => match ready!(this.poll_patience(context)) {
                // The end of the stream, as hyper sees it.
                None => Poll::Ready(Ok(())),
                Some(words) => {
                    this.refuse(words);
                    this.poll_refusal(context)
                }
            },
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let outcome = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.wrote(outcome, context)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.refusal.is_some() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.wrote(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
