//! What a row needs, as a JSON Schema (draft 2020-12).

use serde_json::{Map, Value, json};

use super::{Asked, Kind};

/// The schema of a row, as an object of JSON, JSON Lines or YAML: dotted names are nested, and what must be there is required. Other values are allowed beside
/// them.
pub fn schema(fields: &[Asked]) -> Value {
    let mut root = object();
    if let Some(map) = root.as_object_mut() {
        map.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    }
    for field in fields {
        let steps: Vec<&str> = field.name.split('.').collect();
        put(&mut root, &steps, field);
    }
    root
}

fn object() -> Value {
    json!({ "type": "object", "properties": {} })
}

/// Puts a field below the object that its steps lead to; every object on the way to what must be there must be there itself.
fn put(inside: &mut Value, steps: &[&str], field: &Asked) {
    let [step, rest @ ..] = steps else { return };
    let Some(map) = inside.as_object_mut() else { return };
    if field.required && field.default.is_none() {
        let required = map.entry("required").or_insert_with(|| json!([]));
        if let Some(names) = required.as_array_mut().filter(|names| !names.iter().any(|name| name == step)) {
            names.push(json!(step));
        }
    }
    let properties = map.entry("properties").or_insert_with(|| Value::Object(Map::new()));
    let Some(properties) = properties.as_object_mut() else { return };
    if rest.is_empty() {
        properties.insert((*step).to_owned(), property(field));
    } else {
        put(properties.entry(*step).or_insert_with(object), rest, field);
    }
}

fn property(field: &Asked) -> Value {
    let mut property = match &field.kind {
        Kind::Text => json!({ "type": "string", "pattern": r"^[^\r\n]*$" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Email => json!({ "type": "string", "format": "email" }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Choice(choices) => json!({ "enum": choices }),
        Kind::Money => json!({ "anyOf": [sum(), { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)? ?[A-Z]{3}$" }] }),
    };
    if let Some(map) = property.as_object_mut() {
        map.insert("title".to_owned(), json!(field.label));
        if let Some(default) = &field.default {
            map.insert("default".to_owned(), default.clone());
        }
    }
    property
}

fn sum() -> Value {
    let currency = json!({ "type": "string", "pattern": "^[A-Z]{3}$" });
    json!({ "type": "object", "properties": { "amount": { "type": "number" }, "currency": currency }, "required": ["amount", "currency"] })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::schema;
    use crate::data::{Asked, Kind};

    #[test]
    fn dotted_names_nest_and_require_what_holds_them() {
        let field = |name: &str, kind, required| Asked { name: name.to_owned(), label: "L".to_owned(), kind, required, default: None };
        let schema = schema(&[field("name", Kind::Text, false), field("address.city", Kind::Choice(vec!["Athens".to_owned()]), true)]);
        assert_eq!(schema["required"], json!(["address"]));
        assert_eq!(schema["properties"]["address"]["required"], json!(["city"]));
        assert_eq!(schema["properties"]["address"]["properties"]["city"], json!({ "enum": ["Athens"], "title": "L" }));
    }
}
