//! Statements: what was published, and how it came to be (in-toto Attestation Framework 1.0, Statement v1; SLSA Provenance v1).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::material::{Material, input};

/// The kind of a statement.
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The kind of what it says.
const PREDICATE_TYPE: &str = "https://slsa.dev/provenance/v1";

/// What the parameters of a provenance mean: see `docs/ci.md`.
pub const BUILD_TYPE: &str = "urn:uuid:2c2ec327-3b84-457b-b0af-98faa5efe717";

/// The builder where no pipeline is named: somebody's own computer, for which nobody answers.
pub const LOCAL_BUILDER: &str = "urn:uuid:bbf9766c-c66d-4cb7-a80b-68174346b94b";

/// The statement of what is known. Equal material gives equal bytes.
pub fn statement(material: &Material) -> Value {
    json!({
        "_type": STATEMENT_TYPE,
        "subject": material.published.iter().map(|(name, sha256)| json!({"name": name, "digest": {"sha256": sha256}})).collect::<Vec<_>>(),
        "predicateType": PREDICATE_TYPE,
        "predicate": {"buildDefinition": definition(material), "runDetails": details(material)},
    })
}

fn definition(material: &Material) -> Value {
    let commit = material.commit.iter().map(super::Commit::descriptor);
    let inputs = material.inputs.iter().map(|(place, sha256)| input(place, sha256));
    json!({
        "buildType": BUILD_TYPE,
        "externalParameters": material.asked,
        "internalParameters": {"counterpart": env!("CARGO_PKG_VERSION")},
        "resolvedDependencies": commit.chain(inputs).collect::<Vec<_>>(),
    })
}

fn details(material: &Material) -> Value {
    let mut details = Map::new();
    details.insert("builder".to_owned(), json!({"id": material.run.builder.as_deref().unwrap_or(LOCAL_BUILDER)}));
    if let Some(metadata) = material.run.metadata() {
        details.insert("metadata".to_owned(), metadata);
    }
    Value::Object(details)
}

/// A provenance statement that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is about: names with their SHA-256 in lower-case hexadecimal.
    pub subjects: BTreeMap<String, String>,
    /// How it came to be, as SLSA Provenance v1 has it.
    pub predicate: Value,
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "_type")]
    kind: String,
    subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    predicate: Value,
}

#[derive(Deserialize)]
struct Subject {
    name: String,
    digest: BTreeMap<String, String>,
}

impl Statement {
    /// Reads a statement. An error where it is none, is about something other than provenance, or does not say clearly what it is about.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let Written { kind, subject, predicate_type, predicate } =
            serde_json::from_slice(bytes).map_err(|error| Fault::NoStatement(error.to_string()))?;
        if kind != STATEMENT_TYPE {
            return Err(Fault::OtherKind(kind));
        }
        if predicate_type != PREDICATE_TYPE {
            return Err(Fault::OtherKind(predicate_type));
        }
        let mut subjects = BTreeMap::new();
        for Subject { name, digest } in subject {
            let sha256 = digest.get("sha256").filter(|digits| is_sha256(digits)).ok_or_else(|| Fault::NoDigest(name.clone()))?;
            if let Some(earlier) = subjects.insert(name, sha256.to_ascii_lowercase()) {
                return Err(Fault::Twice(earlier));
            }
        }
        if subjects.is_empty() { Err(Fault::NothingPublished) } else { Ok(Self { subjects, predicate }) }
    }

    /// Whether it is about a file of this name with this SHA-256, in hexadecimal.
    pub fn is_about(&self, name: &str, sha256: &str) -> bool {
        self.subjects.get(name).is_some_and(|known| known.eq_ignore_ascii_case(sha256))
    }

    /// Who is said to have run it.
    pub fn builder(&self) -> Option<&str> {
        self.predicate.pointer("/runDetails/builder/id")?.as_str()
    }
}

fn is_sha256(digits: &str) -> bool {
    digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
