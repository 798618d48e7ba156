//! The server: from being started to being stopped.

use std::any::Any;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Method, Response};
use axum::middleware::Next;
use axum::routing::get;
use axum::{Router, middleware};
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::connection::{Caller, Gate};
use super::descriptors;
use super::hall::Hall;
use super::headers::own_policy;
use super::limits::Limits;
use super::live::Trouble;
use super::log::{Log, Printer};
use super::metrics::Metrics;
use super::mount::Mounts;
use super::request::{Shared, fault_text, given, note, respond};
use super::seats::Seats;
use crate::compile::live::Release;
use crate::feedback::Proxies;
use crate::output::failure::Failure;

/// How many connections wait to be taken in.
const BACKLOG: u32 = 1024;
/// How many connections are open at a time to those who watch over the server.
const WATCHERS: usize = 16;
/// How many threads there are for what keeps one busy, beside those that make files: questions, feedback.
const BUSY: usize = 16;

/// Whom a server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For authors: pages follow their sources, nothing is kept by browsers, and errors are shown.
    Development,
    /// For readers.
    Production,
}

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens. The port 0 is any that is free.
    pub address: SocketAddr,
    /// Whom it is for.
    pub mode: Mode,
    /// Further host names at which every brand stands below its own name.
    pub names: Vec<String>,
    /// What clients may take of it.
    pub limits: Limits,
    /// How many threads it works on.
    pub jobs: usize,
    /// Where the metrics are given besides, and then nowhere else.
    pub metrics: Option<SocketAddr>,
    /// The proxies before it, which may have as many connections as there are.
    pub proxies: Proxies,
    /// What time it is.
    pub now: fn() -> Timestamp,
}

/// What the system asks of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// To stop (SIGINT, SIGTERM).
    Stop,
    /// To read the project again (SIGHUP).
    Reload,
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Where the metrics are given, where that is a place of their own.
    metrics_address: Option<SocketAddr>,
    runtime: Runtime,
    seats: Arc<Seats>,
    /// How many connections may be open at a time.
    connections: usize,
    hall: watch::Sender<Arc<Hall>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
    metrics: Arc<Metrics>,
    mounts: Mounts,
    options: Options,
}

impl Server {
    /// Starts a server that has nothing to show yet. `print` is given the lines of the access log, where one is kept.
    ///
    /// A port that is in use, or an address that is not this machine's, is a failure.
    pub fn start(options: Options, mounts: Mounts, print: Option<Printer>) -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread().worker_threads(options.jobs).max_blocking_threads(BUSY + options.jobs).enable_all().build();
        let runtime = runtime.map_err(|error| Failure::new(format!("cannot start {} threads: {error}", options.jobs)))?;
        let listener = runtime.block_on(async { listen(options.address) }).map_err(|error| cannot_listen(options.address, &error, "--port"))?;
        let address = listener.local_addr().map_err(|error| cannot_listen(options.address, &error, "--port"))?;
        let metrics = Arc::new(Metrics::new(Arc::clone(&mounts.lost)));
        let limits = Arc::new(descriptors::within(&options.limits));
        let (connections, each) = (limits.connections, limits.each);
        let metrics_address = options.metrics.map(|address| give_metrics(&runtime, address, &metrics, &limits)).transpose()?;
        let log = print.map(|print| Log::start(print, Arc::clone(&metrics), options.now));
        let (hall, halls) = watch::channel(Arc::new(Hall::empty(&options.names)));
        let (stop, mut stopped) = watch::channel(false);
        let mut shared = Shared::new(&options, Arc::clone(&limits), mounts.clone(), halls, Arc::clone(&metrics), log);
        for (_, service) in &mut shared.mounts.services {
            *service = std::mem::take(service).layer(RequestBodyLimitLayer::new(limits.body));
        }
        let service = router(Arc::new(shared), Arc::clone(&metrics)).into_make_service_with_connect_info::<Caller>();
        let seats = Arc::new(Seats::new(connections, each, options.proxies.clone(), Arc::clone(&metrics)));
        let serve = axum::serve(Gate::new(listener, limits, Arc::clone(&seats)), service);
        // Nobody is left to stop it once the sender is gone.
        let serve = serve.with_graceful_shutdown(async move { stopped.wait_for(|stopped| *stopped).await.map_or((), |_| ()) });
        let task = runtime.spawn(async move { serve.await });
        Ok(Self { address, metrics_address, runtime, seats, connections, hall, stop, task, metrics, mounts, options })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it gives its metrics, where that is a place of their own.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// How many connections may be open at a time: fewer than the limits allow where the system allows fewer files.
    pub fn connections(&self) -> usize {
        self.connections
    }

    /// Notes whether what is served is the project as it stands, or waits for it to be readable again.
    pub fn keeps_up(&self, does: bool) {
        self.metrics.pending.store(u64::from(!does), Ordering::Relaxed);
    }

    /// Serves another release from now on. Requests that are being answered end with what they began with.
    pub fn show(&self, release: Arc<Release>) {
        let hall = Arc::new(self.hall.borrow().with(release));
        let published = hall.published();
        self.mounts.answers.iter().for_each(|answers| answers.renew(&published));
        self.hall.send_replace(Arc::clone(&hall));
        self.metrics.releases.fetch_add(1, Ordering::Relaxed);
        if self.options.mode == Mode::Production {
            let halls = self.hall.subscribe();
            // Until a file is compressed it is sent as it is: no reader waits for it.
            std::thread::spawn(move || compress(&hall, &halls));
        }
    }

    /// Notes what keeps a newer release from being served; a preview shows it.
    pub fn trouble(&self, trouble: Trouble) {
        let hall = Arc::new(self.hall.borrow().troubled(trouble));
        self.hall.send_replace(hall);
        self.metrics.troubles.fetch_add(1, Ordering::Relaxed);
    }

    /// Calls back whenever the system asks something.
    pub fn on_signal(&self, call: impl Fn(Signal) + Send + 'static) -> Result<(), Failure> {
        let failure = |error: io::Error| Failure::new(format!("cannot listen to the system's signals: {error}"));
        let mut signals = {
            let _inside = self.runtime.enter();
            Signals::new().map_err(failure)?
        };
        self.runtime.spawn(async move {
            while let Some(signal) = signals.next().await {
                call(signal);
            }
        });
        Ok(())
    }

    /// Stops: takes in nothing any more, and ends what is being answered, within [`Limits::stop_time`]. Gives whether all of it ended.
    pub fn stop(self) -> bool {
        let Self { runtime, seats, hall, stop, task, options, .. } = self;
        // Whoever waits for something to happen is told that nothing will.
        drop(hall);
        stop.send_replace(true);
        // What has not been asked by now is not answered any more.
        seats.clear();
        let ended = runtime.block_on(async { tokio::time::timeout(options.limits.stop_time, task).await.is_ok() });
        runtime.shutdown_background();
        ended
    }
}

fn router(shared: Arc<Shared>, metrics: Arc<Metrics>) -> Router {
    let policy = own_policy();
    // The panic's own words went to standard error.
    let panicked = move |_: Box<dyn Any + Send>| -> Response<Body> {
        metrics.faults.fetch_add(1, Ordering::Relaxed);
        fault_text(&policy)
    };
    let inner = Router::new().fallback(respond).with_state(Arc::clone(&shared)).layer(CatchPanicLayer::custom(panicked));
    inner.layer(middleware::from_fn_with_state(shared, note))
}

/// Gives the metrics at an address of their own, which is for whoever watches over the server.
fn give_metrics(runtime: &Runtime, address: SocketAddr, metrics: &Arc<Metrics>, limits: &Limits) -> Result<SocketAddr, Failure> {
    let failure = |error: io::Error| cannot_listen(address, &error, "--metrics");
    let listener = runtime.block_on(async { listen(address) }).map_err(failure)?;
    let there = listener.local_addr().map_err(failure)?;
    let limits = Arc::new(Limits { connections: WATCHERS, ..limits.clone() });
    let seats = Arc::new(Seats::new(WATCHERS, WATCHERS, Proxies::default(), Arc::clone(metrics)));
    let (gate, counted) = (Gate::new(listener, limits, seats), Arc::clone(metrics));
    let service = Router::new().route("/metrics", get(async move || given(&counted, &own_policy(), &Method::GET)));
    let service = service.layer(middleware::from_fn(within)).into_make_service_with_connect_info::<Caller>();
    runtime.spawn(async move { axum::serve(gate, service).await });
    Ok(there)
}

/// Notes that a connection is busy while something is answered on it.
async fn within(ConnectInfo(caller): ConnectInfo<Caller>, request: Request, next: Next) -> Response<Body> {
    let _busy = caller.line.begin();
    next.run(request).await
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Elsewhere the same option would let two servers share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn cannot_listen(address: SocketAddr, error: &io::Error, option: &str) -> Failure {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let failure = Failure::new(format!("port {} is in use by another program", address.port()));
            failure.hint(format!("stop that one, or choose another with {option}; the port 0 is any that is free"))
        }
        io::ErrorKind::PermissionDenied => {
            let failure = Failure::new(format!("port {} may not be used by this user", address.port()));
            failure.hint(format!("choose one above 1023 with {option}, and let a proxy stand before it"))
        }
        io::ErrorKind::AddrNotAvailable => Failure::new(format!("{} is no address of this machine", address.ip()))
            .hint("--address 127.0.0.1 is this machine alone, 0.0.0.0 all its addresses"),
        _ => Failure::new(format!("cannot listen at {address}: {error}")),
    }
}

/// Compresses every file of a hall, for as long as it is the one that is served.
fn compress(hall: &Arc<Hall>, halls: &watch::Receiver<Arc<Hall>>) {
    for volume in hall.shelves().flat_map(|shelf| shelf.volumes()) {
        if halls.borrow().revision != hall.revision {
            return;
        }
        volume.compress();
    }
}

/// SIGXFSZ, by the number that it has on every Unix this is built for.
#[cfg(unix)]
const FILE_TOO_LARGE: i32 = 25;

/// The system's signals.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        // A write beyond the limit on files' sizes then fails as one to a full disk does, and does not end the process.
        let _listening = signal(SignalKind::from_raw(FILE_TOO_LARGE))?;
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())?, hang_up: signal(SignalKind::hangup())? })
    }

    async fn next(&mut self) -> Option<Signal> {
        tokio::select! {
            asked = self.interrupt.recv() => asked.map(|()| Signal::Stop),
            asked = self.terminate.recv() => asked.map(|()| Signal::Stop),
            asked = self.hang_up.recv() => asked.map(|()| Signal::Reload),
        }
    }
}

/// The system's signals: elsewhere there is but one.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "it has the shape of the one that can fail")]
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Option<Signal> {
        tokio::signal::ctrl_c().await.ok().map(|()| Signal::Stop)
    }
}
