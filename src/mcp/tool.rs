//! The tools: list, read, search and ask.

use std::sync::Arc;

use rmcp::model::{self, CallToolResult, ContentBlock, JsonObject, ToolAnnotations};
use serde_json::{Value, json};

use super::library::Library;
use crate::ask::{LONGEST, Question, QuestionFault};

/// The most sections that a search gives.
const MOST: u64 = 20;
/// How many sections a search gives where it is not said.
const USUAL: u64 = 8;

/// A tool that agents may use. None changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    /// All policies.
    List,
    /// One of them.
    Read,
    /// Sections about something.
    Search,
    /// An answer.
    Ask,
}

impl Tool {
    /// All tools.
    pub(super) const ALL: [Self; 4] = [Self::List, Self::Read, Self::Search, Self::Ask];

    /// What it is called by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::List => "list_policies",
            Self::Read => "read_policy",
            Self::Search => "search",
            Self::Ask => "ask",
        }
    }

    /// It as the protocol describes a tool.
    pub(super) fn described(self, brand: &str) -> model::Tool {
        let annotations = ToolAnnotations::with_title(self.title()).read_only(true).destructive(false).idempotent(true).open_world(false);
        model::Tool::new(self.name(), self.about(brand), self.schema()).with_annotations(annotations)
    }

    fn title(self) -> &'static str {
        match self {
            Self::List => "List the policies",
            Self::Read => "Read a policy",
            Self::Search => "Search the policies",
            Self::Ask => "Ask the policies",
        }
    }

    fn about(self, brand: &str) -> String {
        match self {
            Self::List => format!("Lists every policy of {brand}: id, title, description, language and address."),
            Self::Read => format!("Gives the whole text of one policy of {brand} as Markdown."),
            Self::Search => format!("Finds sections of the policies of {brand} about something: an excerpt and the address of each, the best first."),
            Self::Ask => format!(
                "Answers a question about {brand} from its policies: the passage that answers, word for word, with its address, and further excerpts. \
                 `answered` is false where the policies do not answer."
            ),
        }
    }

    fn schema(self) -> Arc<JsonObject> {
        let (properties, required) = match self {
            Self::List => (json!({}), json!([])),
            Self::Read => (json!({"id": {"type": "string", "description": "The policy's id, as list_policies gives it."}}), json!(["id"])),
            Self::Search => {
                let query = json!({"type": "string", "maxLength": LONGEST, "description": "What the sections are to be about."});
                let limit = json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL, "description": "How many sections at most."});
                (json!({"query": query, "limit": limit}), json!(["query"]))
            }
            Self::Ask => {
                let question = json!({"type": "string", "maxLength": LONGEST, "description": "The question, as a customer would put it."});
                (json!({"question": question}), json!(["question"]))
            }
        };
        let schema = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
        Arc::new(schema.as_object().cloned().unwrap_or_default())
    }

    /// Does what is asked for; what is wrong with the arguments is said to the agent, which can then mend it.
    pub(super) fn run(self, library: &dyn Library, arguments: &JsonObject) -> CallToolResult {
        self.result(library, arguments).unwrap_or_else(|fault| CallToolResult::error(vec![ContentBlock::text(fault)]))
    }

    fn result(self, library: &dyn Library, arguments: &JsonObject) -> Result<CallToolResult, String> {
        let known = self.schema();
        let properties = known.get("properties").and_then(Value::as_object);
        if let Some(stray) = arguments.keys().find(|key| properties.is_none_or(|properties| !properties.contains_key(*key))) {
            let stray: String = stray.chars().take(40).collect();
            return Err(format!("{} has no argument `{stray}`", self.name()));
        }
        match self {
            Self::List => Ok(CallToolResult::structured(json!({"brand": library.brand(), "policies": library.policies()}))),
            Self::Read => {
                let id = text(arguments, "id")?;
                let found = library.read(id.trim_start_matches('/').trim_end_matches(".md"));
                let text = found.ok_or("there is no such policy; list_policies gives the ids of all")?;
                Ok(CallToolResult::success(vec![ContentBlock::text(text)]))
            }
            Self::Search => {
                let excerpts = library.search(&question(arguments, "query")?, limit(arguments)?)?;
                Ok(CallToolResult::structured(json!({"excerpts": excerpts})))
            }
            Self::Ask => {
                let answer = library.ask(&question(arguments, "question")?)?;
                let mut result = CallToolResult::success(vec![ContentBlock::text(answer.to_markdown())]);
                result.structured_content = serde_json::to_value(&answer).ok();
                Ok(result)
            }
        }
    }
}

fn text<'a>(arguments: &'a JsonObject, name: &str) -> Result<&'a str, String> {
    arguments.get(name).and_then(Value::as_str).ok_or_else(|| format!("`{name}` is missing, or is no text"))
}

fn question(arguments: &JsonObject, name: &str) -> Result<Question, String> {
    Question::read(text(arguments, name)?).map_err(|fault| match fault {
        QuestionFault::Empty => format!("`{name}` is empty: write in your own words what the policies are to say something about"),
        QuestionFault::TooLong => format!("`{name}` is too long: write {LONGEST} characters or fewer"),
    })
}

fn limit(arguments: &JsonObject) -> Result<usize, String> {
    let limit = match arguments.get("limit") {
        None | Some(Value::Null) => Some(USUAL),
        Some(value) => value.as_u64().filter(|limit| (1..=MOST).contains(limit)),
    };
    limit.and_then(|limit| usize::try_from(limit).ok()).ok_or_else(|| format!("`limit` is a whole number from 1 to {MOST}"))
}
