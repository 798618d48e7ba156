//! The server: from being started to being stopped.

use std::any::Any;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::{Method, Response};
use axum::{Router, middleware};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;

use super::connection::{Caller, Gate, Limits, Seats, descriptors, listen};
use super::headers::own_policy;
use super::log::{Log, Printer};
use super::metrics::Metrics;
use super::monitor;
use super::mount::Mounts;
use super::options::{Mode, Options};
use super::reply::Reply;
use super::request::{Rooms, Shared, note, respond};
use super::signal::{Signal, Signals};
use super::sites::Sites;
use super::trouble::Trouble;
use crate::compile::live::Release;
use crate::output::failure::Failure;

/// How many threads there are for what keeps one busy, beside those that make files: questions, feedback.
const BUSY: usize = 16;

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Where the metrics are given, where that is a place of their own.
    metrics_address: Option<SocketAddr>,
    runtime: Runtime,
    seats: Arc<Seats>,
    limits: Arc<Limits>,
    sites: watch::Sender<Arc<Sites>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
    metrics: Arc<Metrics>,
    mounts: Mounts,
    mode: Mode,
}

impl Server {
    /// Starts a server that has nothing to show yet. `print` is given the lines of the access log, where one is kept.
    ///
    /// A port that is in use, or an address that is not this machine's, is a failure.
    pub fn start(options: &Options, mounts: Mounts, print: Option<Printer>) -> Result<Self, Failure> {
        let runtime = runtime(options.jobs)?;
        let (listener, address) = runtime.block_on(async { listen(options.address, "--port") })?;
        let metrics = Arc::new(Metrics::new(Arc::clone(&mounts.lost)));
        let limits = Arc::new(descriptors::within(&options.limits));
        let metrics_address = options.metrics.map(|address| monitor::start(&runtime, address, &metrics, &limits)).transpose()?;
        let (sites, served) = watch::channel(Arc::new(Sites::empty(&options.names)));
        let (stop, stopped) = watch::channel(false);
        let seats = Arc::new(Seats::new(limits.connections, limits.each, options.proxies.clone(), Arc::clone(&metrics)));
        let shared = Shared {
            is_preview: options.mode == Mode::Development,
            has_metrics: options.metrics.is_none(),
            limits: Arc::clone(&limits),
            mounts: mounts.bounded(&limits),
            sites: served,
            metrics: Arc::clone(&metrics),
            log: print.map(|print| Log::start(print, Arc::clone(&metrics), options.now)),
            rooms: Rooms::new(options.jobs),
            policy: own_policy(),
        };
        let gate = Gate::new(listener, Arc::clone(&limits), Arc::clone(&seats));
        let task = runtime.spawn(serve(gate, router(Arc::new(shared)), stopped));
        Ok(Self { address, metrics_address, runtime, seats, limits, sites, stop, task, metrics, mounts, mode: options.mode })
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
        self.limits.connections
    }

    /// Notes whether what is served is the project as it stands, or waits for it to be readable again.
    pub fn keeps_up(&self, does: bool) {
        self.metrics.pending.store(u64::from(!does), Ordering::Relaxed);
    }

    /// Serves another release from now on. Requests that are being answered end with what they began with.
    pub fn show(&self, release: Arc<Release>) {
        let sites = Arc::new(self.sites.borrow().with(release));
        let published = sites.published();
        self.mounts.answers.iter().for_each(|answers| answers.renew(&published));
        self.sites.send_replace(Arc::clone(&sites));
        self.metrics.releases.fetch_add(1, Ordering::Relaxed);
        if self.mode == Mode::Production {
            let served = self.sites.subscribe();
            // Until a file is compressed it is sent as it is: no reader waits for it.
            std::thread::spawn(move || compress(&sites, &served));
        }
    }

    /// Notes what keeps a newer release from being served; a preview shows it.
    pub fn trouble(&self, trouble: Trouble) {
        let sites = Arc::new(self.sites.borrow().troubled(trouble));
        self.sites.send_replace(sites);
        self.metrics.troubles.fetch_add(1, Ordering::Relaxed);
    }

    /// Calls back whenever the system asks something.
    pub fn on_signal(&self, call: impl Fn(Signal) + Send + 'static) -> Result<(), Failure> {
        let mut signals = {
            let _inside = self.runtime.enter();
            Signals::listen()?
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
        let Self { runtime, seats, sites, stop, task, limits, .. } = self;
        // Whoever waits for something to happen is told that nothing will.
        drop(sites);
        stop.send_replace(true);
        // What has not been asked by now is not answered any more.
        seats.clear();
        let ended = runtime.block_on(async { tokio::time::timeout(limits.stop_time, task).await.is_ok() });
        runtime.shutdown_background();
        ended
    }
}

fn runtime(jobs: usize) -> Result<Runtime, Failure> {
    let runtime = Builder::new_multi_thread().worker_threads(jobs).max_blocking_threads(BUSY + jobs).enable_all().build();
    runtime.map_err(|error| Failure::new(format!("cannot start {jobs} threads: {error}")))
}

fn router(shared: Arc<Shared>) -> Router {
    let (policy, metrics) = (own_policy(), Arc::clone(&shared.metrics));
    // The panic's own words went to standard error.
    let panicked = move |_: Box<dyn Any + Send>| -> Response<Body> {
        metrics.faults.fetch_add(1, Ordering::Relaxed);
        Reply { method: &Method::GET, policy: &policy }.fault()
    };
    let inner = Router::new().fallback(respond).with_state(Arc::clone(&shared)).layer(CatchPanicLayer::custom(panicked));
    inner.layer(middleware::from_fn_with_state(shared, note))
}

/// Answers what comes in through a gate until the server is stopped.
async fn serve(gate: Gate, router: Router, mut stopped: watch::Receiver<bool>) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<Caller>();
    // Nobody is left to stop it once the sender is gone.
    let stop = async move { stopped.wait_for(|stopped| *stopped).await.map_or((), |_| ()) };
    axum::serve(gate, service).with_graceful_shutdown(stop).await
}

/// Compresses every file of some sites, for as long as they are those that are served.
fn compress(sites: &Arc<Sites>, served: &watch::Receiver<Arc<Sites>>) {
    for file in sites.iter().flat_map(|site| site.files()) {
        let is_served = match (&served.borrow().release, &sites.release) {
            (Some(served), Some(own)) => Arc::ptr_eq(served, own),
            (served, own) => served.is_none() && own.is_none(),
        };
        if !is_served {
            return;
        }
        file.compress();
    }
}

#[cfg(test)]
impl Server {
    /// Compresses what is served, or waits until another has.
    pub(super) fn compress(&self) {
        compress(&Arc::clone(&self.sites.borrow()), &self.sites.subscribe());
    }

    /// How many look at what is served: the server itself, and every page that waits to hear of something new.
    pub(super) fn listeners(&self) -> usize {
        self.sites.receiver_count()
    }
}
