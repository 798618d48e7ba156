//! A client's raw requests over the router.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{Library, Open, Policy, router};
use crate::ask::{Answer, Excerpt, Question};
use crate::room::Room;

struct One;

impl Library for One {
    fn brand(&self) -> String {
        "Acme".to_owned()
    }

    fn policies(&self) -> Vec<Policy> {
        let url = "https://acme.example/terms.html".to_owned();
        vec![Policy { id: "terms".to_owned(), title: "Terms".to_owned(), description: None, language: "en".to_owned(), url }]
    }

    fn read(&self, id: &str) -> Option<String> {
        (id == "terms").then(|| "# Terms\n".to_owned())
    }

    fn search(&self, _: &Question, most: usize) -> Result<Vec<Excerpt>, String> {
        Err(format!("asked for {most}"))
    }

    fn ask(&self, question: &Question) -> Result<Answer, String> {
        Err(question.text().to_owned())
    }
}

/// Sends a request of the protocol and gives its status and its result or error.
fn send(method: &str, params: &Value, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let mut request = Request::post("/").header("host", "acme.example").header("content-type", "application/json");
    request = request.header("accept", "application/json, text/event-stream").extension(Open { library: Arc::new(One), room: Room::new(1, 0) });
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = router().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
        let message: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        (status, if message["error"].is_null() { message["result"].clone() } else { message["error"].clone() })
    })
}

fn call(name: &str, arguments: &Value) -> Value {
    send("tools/call", &json!({"name": name, "arguments": arguments}), &[]).1
}

#[test]
fn an_agent_finds_its_way() {
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    let (status, info) = send("initialize", &hello, &[]);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(info["serverInfo"]["name"], "counterpart");
    let tools = send("tools/list", &json!({}), &[]).1;
    let names: Vec<&str> = tools["tools"].as_array().unwrap().iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["list_policies", "read_policy", "search", "ask"]);
    assert!(tools["tools"].as_array().unwrap().iter().all(|tool| tool["annotations"]["readOnlyHint"] == true));
    assert_eq!(call("list_policies", &json!({}))["structuredContent"]["policies"][0]["id"], "terms");
    assert_eq!(call("read_policy", &json!({"id": "terms"}))["content"][0]["text"], "# Terms\n");
    let resources = send("resources/list", &json!({}), &[]).1;
    assert_eq!(resources["resources"][0]["uri"], "policy:///terms");
    assert_eq!(send("resources/read", &json!({"uri": "policy:///terms"}), &[]).1["contents"][0]["mimeType"], "text/markdown");
}

#[test]
fn what_is_wrong_is_said() {
    let said = |name: &str, arguments: Value| {
        let result = call(name, &arguments);
        assert_eq!(result["isError"], true, "{result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(said("read_policy", json!({"id": "../secret"})), "there is no such policy; list_policies gives the ids of all");
    assert_eq!(said("read_policy", json!({})), "`id` is missing, or is no text");
    assert_eq!(said("search", json!({"query": "x", "limit": 1000})), "`limit` is a whole number from 1 to 20");
    assert_eq!(said("search", json!({"query": "x"})), "asked for 8");
    assert_eq!(said("ask", json!({"question": "x", "brand": "other"})), "ask has no argument `brand`");
    assert_eq!(said("ask", json!({"question": "y".repeat(1_001)})), "`question` is too long: write 1000 characters or fewer");
    let empty = |name: &str| format!("`{name}` is empty: write in your own words what the policies are to say something about");
    assert_eq!(said("ask", json!({"question": " "})), empty("question"));
    assert_eq!(said("search", json!({"query": ""})), empty("query"));
    assert!(send("tools/call", &json!({"name": "delete"}), &[]).1["message"].is_string());
    assert!(send("resources/read", &json!({"uri": "file:///etc/passwd"}), &[]).1["message"].is_string());
}

#[test]
fn a_page_of_another_site_is_refused() {
    assert_eq!(send("tools/list", &json!({}), &[("origin", "https://evil.example")]).0, StatusCode::FORBIDDEN);
}

#[test]
fn a_request_has_a_length() {
    assert_eq!(send("tools/list", &json!({"x": "y".repeat(100_000)}), &[]).0, StatusCode::PAYLOAD_TOO_LARGE);
}
