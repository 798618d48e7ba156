//! What the protocol asks of a server, answered from the library that the request may see.

use axum::http::request::Parts;
use rmcp::ErrorData;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, Implementation, ListResourcesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ReadResourceResult, Resource, ResourceContents, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};

use super::library::{Open, Policy};
use super::tool::Tool;
use crate::room::{Refused, Room};

/// What stands before a policy's id in its resource's URI. A policy has no host, so that the authority is empty (RFC 3986, section 3.2).
const SCHEME: &str = "policy:///";

/// The media type of a policy's text (RFC 7763).
const MARKDOWN: &str = "text/markdown";

/// Serves one request; it holds nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Librarian;

impl ServerHandler for Librarian {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let mut config = ServerConfig::new(capabilities).with_instructions(
            "The policies and contracts of one brand, read-only. Use `ask` for a question, `search` to find sections, `read_policy` for a whole text. \
             Quote with the address that is given; where `answered` is false, say that the policies do not answer.",
        );
        config.server_info = Implementation::new("counterpart", env!("CARGO_PKG_VERSION"));
        config
    }

    async fn list_tools(&self, _: Option<PaginatedRequestParams>, context: RequestContext<RoleServer>) -> Result<ListToolsResult, ErrorData> {
        let brand = open(&context)?.library.brand();
        Ok(ListToolsResult::with_all_items(Tool::ALL.iter().map(|tool| tool.described(&brand)).collect()))
    }

    async fn call_tool(&self, request: CallToolRequestParams, context: RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
        let Open { library, room } = open(&context)?;
        let tool = Tool::ALL.into_iter().find(|tool| tool.name() == request.name);
        let tool = tool.ok_or_else(|| ErrorData::invalid_params("there is no such tool", None))?;
        let arguments = request.arguments.unwrap_or_default();
        let result = busy(&room, move || tool.run(library.as_ref(), &arguments)).await?;
        Ok(result.into())
    }

    async fn list_resources(&self, _: Option<PaginatedRequestParams>, context: RequestContext<RoleServer>) -> Result<ListResourcesResult, ErrorData> {
        let policies = open(&context)?.library.policies();
        Ok(ListResourcesResult::with_all_items(policies.into_iter().map(resource).collect()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let Open { library, room } = open(&context)?;
        let uri = request.uri;
        let id = uri.strip_prefix(SCHEME).map(str::to_owned);
        let text = busy(&room, move || id.and_then(|id| library.read(&id))).await?;
        let text = text.ok_or_else(|| ErrorData::resource_not_found("there is no such policy", None))?;
        let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
        Ok(ReadResourceResult::new(vec![contents]).into())
    }
}

fn resource(policy: Policy) -> Resource {
    let resource = Resource::new(format!("{SCHEME}{}", policy.id), policy.id).with_title(policy.title).with_mime_type(MARKDOWN);
    match policy.description {
        Some(description) => resource.with_description(description),
        None => resource,
    }
}

/// The library that the request may see.
fn open(context: &RequestContext<RoleServer>) -> Result<Open, ErrorData> {
    let found = context.extensions.get::<Parts>().and_then(|parts| parts.extensions.get::<Open>()).cloned();
    found.ok_or_else(|| ErrorData::internal_error("no policies are open to this request", None))
}

/// Runs what may take some milliseconds on a thread that may be kept busy.
async fn busy<T: Send + 'static>(room: &Room, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ErrorData> {
    room.run(work).await.map_err(|refused| match refused {
        Refused::Full => ErrorData::internal_error("too much is asked for now: try again in a while", None),
        Refused::Failed => ErrorData::internal_error("the policies could not be read", None),
    })
}
