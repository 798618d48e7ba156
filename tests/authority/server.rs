//! As much of HTTP as an authority needs.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The most bytes of a request that are read.
const MOST_BYTES: u64 = 1024 * 1024;

/// What someone asks.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Vec<u8>,
    /// How often this path was asked before.
    pub(super) before: usize,
}

/// What it is told.
pub(super) struct Response {
    pub(super) status: &'static str,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

type Answerer = dyn Fn(&Request) -> Response + Send + Sync;

/// A server that answers until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Server {
    /// A port of this machine alone that was free.
    pub(super) fn listen() -> std::io::Result<TcpListener> {
        TcpListener::bind("127.0.0.1:0")
    }

    /// Answers on a port, each connection on a thread of its own.
    pub(super) fn start(listener: TcpListener, answer: Arc<Answerer>) -> std::io::Result<Self> {
        let server = Self { address: listener.local_addr()?, stopped: Arc::default(), asked: Arc::default() };
        let (stopped, asked) = (Arc::clone(&server.stopped), Arc::clone(&server.asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (answer, asked) = (Arc::clone(&answer), Arc::clone(&asked));
                // Who hangs up in the middle, or sends what is no HTTP, gets no answer, and no one else is hurt.
                std::thread::spawn(move || drop(exchange(&stream, answer.as_ref(), &asked)));
            }
        });
        Ok(server)
    }

    /// How often a path was asked.
    pub(super) fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied().unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // The thread waits for a connection, so that it is given one.
        drop(TcpStream::connect(self.address));
    }
}

fn exchange(stream: &TcpStream, answer: &Answerer, asked: &Mutex<BTreeMap<String, usize>>) -> Result<(), Box<dyn Error>> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = read(stream)?;
    {
        let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        let count = asked.entry(request.path.clone()).or_default();
        request.before = *count;
        *count += 1;
    }
    let response = answer(&request);
    let length = response.body.len();
    let head = format!("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n", response.status, response.kind);
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&response.body)?;
    Ok(())
}

fn read(stream: &TcpStream) -> Result<Request, Box<dyn Error>> {
    let mut reader = BufReader::new(stream.take(MOST_BYTES));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_ascii_whitespace().map(str::to_owned);
    let (method, path) = words.next().zip(words.next()).ok_or("a request without a path")?;
    let mut length = 0_u64;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse().map_err(|_| format!("a {name} that is no number"))?;
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    Ok(Request { method, path, body, before: 0 })
}
