//! What is known after a run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::commit::{Commit, without_credentials};

/// What a statement is made from.
///
/// Digests are SHA-256 in lower-case hexadecimal. Inputs are named by their path from the project's root, or by their address; one from elsewhere on
/// the computer is named by its last part alone, since where people keep their files is nobody's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// The files that the statement is about, with their digests: all that a build published and its manifest, or a batch's manifest alone, which
    /// lists the rest.
    pub published: BTreeMap<String, String>,
    /// What was asked for.
    pub asked: Asked,
    /// What was read, with the digests.
    pub inputs: BTreeMap<String, String>,
    /// The commit that was checked out, where there is one.
    pub commit: Option<Commit>,
    /// Who ran it.
    pub run: Run,
}

/// What somebody typed, as far as the result depends on it. It holds neither secrets nor places on a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The command.
    pub command: Command,
    /// The only brands, or patterns over them; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<String>,
    /// The only policies or contracts, or patterns over them; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<String>,
    /// The only formats; empty for those of the project.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// The name of the profile that documents are signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The template of a batch's output names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
    /// The share of a batch's rows: `3/8`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
}

impl Asked {
    /// A command that was asked for all there is.
    pub fn all(command: Command) -> Self {
        Self { command, brands: Vec::new(), policies: Vec::new(), formats: Vec::new(), profile: None, names: None, shard: None }
    }
}

/// A command that publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Command {
    /// Every brand's documents.
    Build,
    /// A document for each row.
    Batch,
}

/// Who ran it, and when. Nothing of it is known unless the pipeline says so: a build asks no clock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The address that names whoever is trusted to have run it as the statement says; [`LOCAL_BUILDER`](super::LOCAL_BUILDER) where nobody is named.
    pub builder: Option<String>,
    /// The address of this run.
    pub invocation: Option<String>,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it ended.
    pub finished: Option<Timestamp>,
}

impl Run {
    /// `metadata` of a provenance; `None` where nothing is known.
    pub(super) fn metadata(&self) -> Option<Value> {
        let texts = [
            ("invocationId", self.invocation.clone()),
            ("startedOn", self.started.map(|at| at.to_string())),
            ("finishedOn", self.finished.map(|at| at.to_string())),
        ];
        let known: serde_json::Map<String, Value> = texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))).collect();
        (!known.is_empty()).then_some(Value::Object(known))
    }
}

/// An input as a resource descriptor: its address or its name, with its digest.
pub(super) fn input(place: &str, sha256: &str) -> Value {
    let digest = json!({"sha256": sha256});
    if place.contains("://") { json!({"uri": without_credentials(place), "digest": digest}) } else { json!({"name": name(place), "digest": digest}) }
}

/// What a file is called: its path where that lies in the project, else its last part.
fn name(path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_elsewhere = path.starts_with('/') || path.get(1..2) == Some(":") || path.split('/').any(|part| part == "..");
    if is_elsewhere { path.rsplit('/').next().unwrap_or_default().to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_files_lie_is_not_told() {
        let said = |place: &str| input(place, "00").to_string();
        assert_eq!(said("sources/dpa.md"), r#"{"digest":{"sha256":"00"},"name":"sources/dpa.md"}"#);
        for place in ["/home/ada/customers.csv", "../elsewhere/customers.csv", r"C:\Users\ada\customers.csv", "C:/customers.csv"] {
            assert_eq!(said(place), r#"{"digest":{"sha256":"00"},"name":"customers.csv"}"#);
        }
        assert_eq!(said("https://ada:word@example.com/rows.csv?token=x#y"), r#"{"digest":{"sha256":"00"},"uri":"https://example.com/rows.csv"}"#);
    }
}
