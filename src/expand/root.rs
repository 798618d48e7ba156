//! The outermost scope: what a template sees of its brand, its document and the compiler.

use std::borrow::Cow;

use super::Given;
use super::value::{Company, Customer, Root};
use crate::brand::Brand;
use crate::document::{Kind, Status};
use crate::project::{Field, Policy, Project};
use crate::source::Span;
use crate::yaml::{Entry, Node, Value};

/// The keys below `policy.`
pub(super) const POLICY_KEYS: &[&str] = &["title", "description", "version", "effective", "updated", "number", "id", "kind", "status"];
/// The keys below `build.`
pub(super) const BUILD_KEYS: &[&str] = &["version"];

/// The scope of a policy's title: the policy has no title yet, and a customer does not belong there.
pub(super) fn outermost<'a>(project: &'a Project, brand: &'a Brand, policy: &Policy) -> Root<'a> {
    let front = &policy.front;
    let span = front.title.span;
    let kind = if front.kind == Kind::Contract { "contract" } else { "policy" };
    let status = if front.status == Status::Draft { "draft" } else { "published" };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| Cow::Owned(day.to_string()));
    let known = [
        ("id", Some(Cow::Borrowed(policy.id.as_str()))),
        ("version", front.version.as_deref().map(Cow::Borrowed)),
        ("effective", day(front.effective)),
        ("updated", day(front.updated)),
        ("number", front.number.as_deref().map(Cow::Borrowed)),
        ("kind", Some(Cow::Borrowed(kind))),
        ("status", Some(Cow::Borrowed(status))),
    ];
    let entries = known.into_iter().filter_map(|(key, text)| Some(entry(key, text?.into_owned(), span))).collect();
    Root {
        company: Company { brand, project },
        policy: Node { value: Value::Map(entries), span },
        build: Node { value: Value::Map(vec![entry("version", env!("CARGO_PKG_VERSION").to_owned(), span)]), span },
        customer: Customer::default(),
    }
}

impl Root<'_> {
    /// Adds what has become known of the policy.
    pub(super) fn name_policy(&mut self, key: &str, text: String, span: Span) {
        if let Value::Map(entries) = &mut self.policy.value {
            entries.push(entry(key, text, span));
        }
    }

    /// Adds the fields that the policy declares, with a customer's values or their defaults.
    pub(super) fn declare_fields(&mut self, policy: &Policy, given: Option<&Given>) {
        let value = |field: &Field| given.and_then(|given| given.get(&field.name)).or(field.default.as_ref()).map(|json| node(json, field.span));
        let fields = policy.front.fields.iter().map(|field| (field.name.clone(), value(field))).collect();
        let kinds = policy.front.fields.iter().map(|field| field.kind.clone()).collect();
        self.customer = Customer { fields, kinds, is_known: given.is_some() };
    }
}

fn entry(key: &str, text: String, span: Span) -> Entry {
    Entry { key: key.to_owned(), key_span: span, node: Node { value: Value::Text(text), span } }
}

/// A JSON value that stands somewhere.
pub(super) fn node(json: &serde_json::Value, span: Span) -> Node {
    let value = match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(*yes),
        serde_json::Value::Number(number) => Value::Number(number.clone()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(|item| node(item, span)).collect()),
        serde_json::Value::Object(entries) => {
            let entry = |(key, json): (&String, _)| Entry { key: key.clone(), key_span: span, node: node(json, span) };
            Value::Map(entries.iter().map(entry).collect())
        }
    };
    Node { value, span }
}
