//! The metrics at an address of their own, for whoever watches over the server.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::Next;
use axum::routing::get;
use axum::{Router, middleware};
use tokio::runtime::Runtime;

use super::connection::{Caller, Gate, Limits, Seats, listen};
use super::headers::own_policy;
use super::metrics::Metrics;
use super::reply::Reply;
use crate::feedback::Proxies;
use crate::output::failure::Failure;

/// How many connections are open at a time to those who watch over the server.
const WATCHERS: usize = 16;

/// Gives the metrics at an address of their own; gives that address.
pub(super) fn start(runtime: &Runtime, address: SocketAddr, metrics: &Arc<Metrics>, limits: &Arc<Limits>) -> Result<SocketAddr, Failure> {
    let (listener, there) = runtime.block_on(async { listen(address, "--metrics") })?;
    let seats = Arc::new(Seats::new(WATCHERS, WATCHERS, Proxies::default(), Arc::clone(metrics)));
    let (gate, counted) = (Gate::new(listener, Arc::clone(limits), seats), Arc::clone(metrics));
    let service = Router::new().route("/metrics", get(async move || exposition(&counted, Reply { method: &Method::GET, policy: &own_policy() })));
    let service = service.layer(middleware::from_fn(occupied)).into_make_service_with_connect_info::<Caller>();
    runtime.spawn(async move { axum::serve(gate, service).await });
    Ok(there)
}

/// The metrics, as Prometheus reads them.
pub(super) fn exposition(metrics: &Metrics, reply: Reply<'_>) -> Response<Body> {
    reply.text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", metrics.text())
}

/// Notes that a connection is busy while something is answered on it.
async fn occupied(ConnectInfo(caller): ConnectInfo<Caller>, request: Request, next: Next) -> Response<Body> {
    let _busy = caller.line.begin();
    next.run(request).await
}
