//! JSON Schemas (draft 2020-12) for the files people write, so that editors complete keys and mark mistakes while they type.
//!
//! They are made from the same [`Form`]s that [`check`](crate::yaml::check) holds a file against: an editor and the compiler cannot disagree about
//! a key.

use serde_json::{Map, Value, json};

use crate::brand::BRAND;
use crate::project::{ASKED, PROJECT, SOURCE};
use crate::yaml::{Choice, Form, Given, Shape};

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Described {
    /// A brand's file, `brands/<brand>.yaml`.
    Brand,
    /// The front matter of a source.
    Source,
    /// The project file, `counterpart.yaml`.
    Project,
    /// The file that says how customers ask, `asked.yaml`.
    Asked,
}

impl Described {
    fn form(self) -> &'static Form {
        match self {
            Self::Brand => &BRAND,
            Self::Source => &SOURCE,
            Self::Project => &PROJECT,
            Self::Asked => &ASKED,
        }
    }

    /// How much of it must stand in one file: a brand's values may be inherited, and be taken away with `null`.
    fn given(self) -> Given {
        if self == Self::Brand { Given::Part } else { Given::Whole }
    }
}

/// The schema of a kind of file.
pub fn schema(of: Described) -> Value {
    let mut schema = map(of.form(), of.given());
    let mut head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": of.form().about,
    });
    if of.form().keys.iter().any(|key| matches!(key.shape, Shape::Navigation)) {
        head["$defs"] = json!({"navigation": navigation()});
    }
    if let (Value::Object(schema), Value::Object(head)) = (&mut schema, head) {
        schema.extend(head);
        schema.remove("description");
    }
    schema
}

/// The comment that makes an editor with a YAML language server, Visual Studio Code with Red Hat's YAML extension say, hold a file against a schema
/// that was saved under this path or address.
pub fn modeline(schema: &str) -> String {
    format!("# yaml-language-server: $schema={schema}")
}

fn map(form: &Form, given: Given) -> Value {
    let properties: Map<String, Value> = form.keys.iter().map(|key| (key.name.to_owned(), described(&key.shape, key.about, given))).collect();
    let required: Vec<&str> = form.keys.iter().filter(|key| key.required && given == Given::Whole).map(|key| key.name).collect();
    let mut schema = json!({"type": "object", "description": form.about, "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// The schema of a key's value, with what the key says.
fn described(shape: &Shape, about: &str, given: Given) -> Value {
    let mut schema = value(shape, given);
    if given == Given::Part {
        schema = json!({"anyOf": [schema, {"type": "null"}]});
    }
    schema["description"] = json!(about);
    schema
}

fn value(shape: &Shape, given: Given) -> Value {
    match shape {
        Shape::Map(form) | Shape::Secret(form) => map(form, given),
        Shape::Or(choices, form) => json!({"oneOf": choices.iter().map(choice).chain([map(form, given)]).collect::<Vec<_>>()}),
        Shape::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Shape::List(item) => json!({"type": "array", "items": value(item, Given::Whole)}),
        Shape::Some(item) => json!({"type": "array", "items": value(item, Given::Whole), "minItems": 1}),
        Shape::Named(item) => json!({"type": "object", "additionalProperties": or_null(item, given)}),
        Shape::Facts => json!({"type": "object"}),
        Shape::Navigation => json!({"$ref": "#/$defs/navigation"}),
        Shape::Choice(choices) => json!({"oneOf": choices.iter().map(choice).collect::<Vec<_>>()}),
        Shape::Plain => json!({"type": ["string", "number"]}),
        Shape::Default => json!({"type": ["string", "number", "boolean", "object"]}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Text => json!({"type": "string"}),
        Shape::Locale => json!({"type": "string", "examples": ["en-GB", "el", "de-AT"]}),
        Shape::Date => json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Url => json!({"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}),
        Shape::Mail => json!({"type": "string", "format": "email", "pattern": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"}),
        Shape::Colour => json!({"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"}),
    }
}

fn or_null(shape: &Shape, given: Given) -> Value {
    let schema = value(shape, given);
    if given == Given::Part { json!({"anyOf": [schema, {"type": "null"}]}) } else { schema }
}

fn choice(choice: &Choice) -> Value {
    let written = choice.name.parse::<u64>().map_or_else(|_| json!(choice.name), |number| json!(number));
    json!({"const": written, "description": choice.about})
}

/// A list of ids, of ids with what stands below them, and of headings over them.
fn navigation() -> Value {
    let below = json!({"$ref": "#/$defs/navigation"});
    json!({
        "type": "array",
        "items": {"anyOf": [
            {"type": "string", "description": "A policy's id."},
            {
                "type": "object", "description": "A heading over policies.",
                "properties": {"title": {"type": "string"}, "pages": below},
                "required": ["title", "pages"], "additionalProperties": false,
            },
            {
                "type": "object", "description": "A policy's id, with the policies below it.",
                "minProperties": 1, "maxProperties": 1, "not": {"required": ["title"]}, "additionalProperties": below,
            },
        ]},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described_and_no_other_is_allowed() {
        for of in [Described::Brand, Described::Source, Described::Project, Described::Asked] {
            let schema = schema(of);
            assert_eq!(schema["additionalProperties"], json!(false));
            for key in of.form().keys {
                let described = schema["properties"][key.name]["description"].as_str().unwrap();
                assert!(described.ends_with(['.', '"']), "{}: {described}", key.name);
            }
        }
    }

    #[test]
    fn a_brand_may_leave_out_and_take_away_everything() {
        let brand = schema(Described::Brand);
        assert!(brand.get("required").is_none());
        assert_eq!(brand["properties"]["name"]["anyOf"][1], json!({"type": "null"}));
        assert_eq!(schema(Described::Source)["required"], json!(["title"]));
    }

    #[test]
    fn shapes_become_schemas() {
        let project = schema(Described::Project);
        assert_eq!(project["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(project["title"], "What all brands of a project share.");
        let brands = &project["properties"]["brands"];
        assert_eq!((&brands["type"], &brands["items"], &brands["minItems"]), (&json!("array"), &json!({"type": "string"}), &json!(1)));
        let format = &project["properties"]["formats"]["items"]["oneOf"][2];
        assert_eq!(*format, json!({"const": "pdf", "description": "A PDF file."}));
        assert_eq!(project["properties"]["navigation"]["$ref"], "#/$defs/navigation");
        let source = schema(Described::Source);
        let field = &source["properties"]["fields"]["additionalProperties"];
        assert_eq!((&field["required"], &field["additionalProperties"]), (&json!(["label"]), &json!(false)));
        assert_eq!(source["properties"]["effective"]["format"], "date");
        let sections = &schema(Described::Asked)["properties"]["sections"];
        assert_eq!(sections["additionalProperties"], json!({"type": "array", "items": {"type": "string"}}));
    }
}
