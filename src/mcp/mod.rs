//! A brand's policies for agents: the Model Context Protocol over streamable HTTP.
//!
//! [`router`] gives the service. It keeps no sessions, changes nothing, and knows no brand: every request brings the [`Library`] that it may see among its
//! extensions, as [`Open`], and sees nothing else. Whoever mounts it has looked at the request's `Host`; requests that a browser sends for another site's page,
//! which have an `Origin`, are refused here, as the protocol asks for.

mod library;
mod server;
mod tool;

use std::sync::Arc;

use axum::Router;
use rmcp::transport::streamable_http_server::StreamableHttpService;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::tower::StreamableHttpServerConfig;

pub use self::library::{Library, Open, Policy};

use self::server::Librarian;

/// The longest request, in bytes: a question and what a client says of itself.
const LONGEST_REQUEST: usize = 64 * 1024;

/// The service, at the root of its own paths.
pub fn router() -> Router {
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_sse_keep_alive(None)
        .with_max_request_body_bytes(LONGEST_REQUEST)
        .disable_allowed_hosts()
        .enforce_origin_validation();
    let service = StreamableHttpService::new(|| Ok(Librarian), Arc::new(NeverSessionManager::default()), config);
    Router::new().fallback_service(service)
}

#[cfg(test)]
mod tests;
