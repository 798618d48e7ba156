//! What a contract asks of a customer.

use serde_json::{Map, Value as Json};

use super::{Field, FieldKind};
use crate::address::is_mail;
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::locale::{day, is_currency, typographic};
use crate::yaml::{Entry, Node, Value};

/// The fields that a map declares, in its order.
pub(super) fn read(node: &Node, found: &mut Vec<Diagnostic>) -> Vec<Field> {
    found.extend(node.entries().iter().filter_map(name_fault));
    found.extend(nesting_faults(node.entries()));
    node.entries().iter().map(|entry| field(entry, found)).collect()
}

/// A contract's fields with the labels that a translation's front matter gives them.
pub(super) fn labelled(fields: &[Field], front: &Node, found: &mut Vec<Diagnostic>) -> Vec<Field> {
    let entries = front.get("fields").map(Node::entries).unwrap_or_default();
    let unknown = entries.iter().filter(|entry| fields.iter().all(|field| field.name != entry.key));
    found.extend(unknown.map(|entry| {
        let hint = did_you_mean(&entry.key, fields.iter().map(|field| field.name.as_str()))
            .map_or_else(|| "fields are declared in the text that is translated".to_owned(), |near| format!("did you mean `{near}`?"));
        Diagnostic::new(Code::UnknownKey, format!("the text that is translated has no field `{}`", entry.key)).at(entry.key_span).hint(hint)
    }));
    let label = |field: &Field| entries.iter().find(|entry| entry.key == field.name)?.node.get("label")?.text().map(typographic);
    let unsaid: Vec<String> = fields.iter().filter(|field| label(field).is_none()).map(|field| format!("`{}`", field.name)).collect();
    if !unsaid.is_empty() {
        let message = format!("the translation has no label for the fields {}", unsaid.join(", "));
        let hint = "write `fields: {name: {label: …}}` in this language";
        found.push(Diagnostic::new(Code::Untranslated, message).at(front.get("title").map_or(front.span, |title| title.span)).hint(hint));
    }
    fields.iter().map(|field| Field { label: label(field).unwrap_or_else(|| field.label.clone()), ..field.clone() }).collect()
}

fn field(entry: &Entry, found: &mut Vec<Diagnostic>) -> Field {
    let text = |key: &str| entry.node.get(key).and_then(Node::text);
    let kind = kind(entry, text("type"), found);
    let default = entry.node.get("default").filter(|node| node.value != Value::Null);
    if let Some(default) = default {
        found.extend(default_fault(&kind, default));
    }
    let required = !matches!(entry.node.get("required").map(|node| &node.value), Some(Value::Bool(false)));
    Field {
        name: entry.key.clone(),
        label: typographic(text("label").unwrap_or(&entry.key)),
        kind,
        required,
        default: default.map(json),
        span: entry.key_span,
    }
}

fn kind(entry: &Entry, name: Option<&str>, found: &mut Vec<Diagnostic>) -> FieldKind {
    let choices = entry.node.get("choices");
    let listed: Vec<String> = choices.map(Node::items).unwrap_or_default().iter().filter_map(|item| item.text().map(str::to_owned)).collect();
    let field = &entry.key;
    match (name, choices) {
        (Some("choice"), None) => {
            let finding = Diagnostic::new(Code::MissingKey, format!("the field `{field}` does not say what can be chosen")).at(entry.key_span);
            found.push(finding.hint("add `choices: [Small, Business]`"));
        }
        (name, Some(choices)) if name != Some("choice") => {
            let finding = Diagnostic::new(Code::WrongType, format!("the field `{field}` has choices and is none")).at(choices.span);
            found.push(finding.hint("add `type: choice`, or take `choices` away"));
        }
        _ => {}
    }
    match name {
        Some("date") => FieldKind::Date,
        Some("money") => FieldKind::Money,
        Some("email") => FieldKind::Email,
        Some("integer") => FieldKind::Integer,
        Some("choice") => FieldKind::Choice(listed),
        _ => FieldKind::Text,
    }
}

/// A text names a field by its path, so every step must be a word.
fn name_fault(entry: &Entry) -> Option<Diagnostic> {
    let is_word = |step: &str| {
        step.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let fits = entry.key.split('.').all(is_word);
    (!fits).then(|| {
        Diagnostic::new(Code::WrongType, format!("`{}` is a name that no text could write", entry.key))
            .at(entry.key_span)
            .hint("use letters, digits, `_` and `-`, and dots between the steps, as `address.city`")
    })
}

/// A field cannot hold a value of its own and other fields as well.
fn nesting_faults(entries: &[Entry]) -> Vec<Diagnostic> {
    let inside = |outer: &Entry, inner: &Entry| inner.key.strip_prefix(&outer.key).is_some_and(|rest| rest.starts_with('.'));
    let clash = |outer: &Entry| {
        let inner = entries.iter().find(|inner| inside(outer, inner))?;
        let message = format!("`{}` cannot be a field and hold the field `{}`", outer.key, inner.key);
        Some(
            Diagnostic::new(Code::WrongType, message).at(outer.key_span).with_related(inner.key_span, "it stands here").hint("rename one of the two"),
        )
    };
    entries.iter().filter_map(clash).collect()
}

fn default_fault(kind: &FieldKind, default: &Node) -> Option<Diagnostic> {
    let (fits, hint) = match (kind, &default.value) {
        (FieldKind::Text, value) => (matches!(value, Value::Text(_)), "write a text between quotes".to_owned()),
        (FieldKind::Email, value) => (matches!(value, Value::Text(mail) if is_mail(mail)), "write a mail address".to_owned()),
        (FieldKind::Date, value) => (matches!(value, Value::Text(text) if day(text).is_some()), "write a day as 2026-09-01".to_owned()),
        (FieldKind::Integer, Value::Number(number)) => (number.is_i64() || number.is_u64(), "write a whole number".to_owned()),
        (FieldKind::Integer, _) => (false, "write a whole number, without quotes".to_owned()),
        (FieldKind::Money, _) => (is_money(default), "write `{amount: 1200, currency: EUR}`".to_owned()),
        (FieldKind::Choice(choices), value) => {
            (matches!(value, Value::Text(text) if choices.contains(text)), format!("write one of: {}", choices.join(", ")))
        }
    };
    (!fits).then(|| Diagnostic::new(Code::WrongType, "`default` is not a value of the field's type").at(default.span).hint(hint))
}

fn is_money(node: &Node) -> bool {
    let amount = node.get("amount").is_some_and(|amount| matches!(amount.value, Value::Number(_)));
    let currency = node.get("currency").and_then(Node::text).is_some_and(is_currency);
    amount && currency && node.entries().len() == 2
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => Json::Number(number.clone()),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(entries) => Json::Object(entries.iter().map(|entry| (entry.key.clone(), json(&entry.node))).collect::<Map<_, _>>()),
    }
}
