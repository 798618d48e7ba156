//! Statements about what was made: in-toto attestations with SLSA provenance, in DSSE envelopes.
//!
//! A [`Material`] is what is known after a run: what was published, what was asked for, what was read. [`statement`] makes it a statement (in-toto
//! Attestation Framework 1.0, SLSA Provenance 1), [`envelope`] signs that (DSSE 1.0), and [`open`] believes an envelope or says why not.
//! [`provenance`] is the whole way to the file that lies beside the manifest.
//!
//! # The build type
//!
//! [`BUILD_TYPE`] is a UUID as a URN (RFC 9562, section 4): a name that nobody else gives, that needs no domain, and that stays when the project
//! moves. `docs/ci.md` says what the parameters under it mean; other meanings take another UUID.

mod commit;
mod envelope;
mod fault;
mod key;
mod material;
mod pipeline;
mod statement;
#[cfg(test)]
mod tests;

pub use self::commit::{Commit, head};
pub use self::envelope::{Opened, Trust, envelope, open};
pub use self::fault::Fault;
pub use self::key::PublicKey;
pub use self::material::{Asked, Command, Material, Run};
pub use self::pipeline::pipeline;
pub use self::statement::{BUILD_TYPE, LOCAL_BUILDER, Statement, statement};

use crate::sign::keys::SigningKey;

/// The name of a statement that nobody signed.
pub const STATEMENT_NAME: &str = "provenance.intoto.json";

/// The name of a signed statement: envelopes, one a line.
pub const ENVELOPE_NAME: &str = "provenance.intoto.jsonl";

/// A file to be written beside the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// [`STATEMENT_NAME`] or [`ENVELOPE_NAME`].
    pub name: &'static str,
    /// What it holds; it ends with a line feed.
    pub bytes: Vec<u8>,
}

/// The provenance of what was published: signed where there is a key, else as it is.
///
/// An error where nothing was published, and where the key does not sign.
pub fn provenance(material: &Material, key: Option<&dyn SigningKey>) -> Result<Provenance, Fault> {
    if material.published.is_empty() {
        return Err(Fault::NothingPublished);
    }
    let said = statement(material);
    let Some(key) = key else {
        return Ok(Provenance { name: STATEMENT_NAME, bytes: format!("{said:#}\n").into_bytes() });
    };
    let mut bytes = envelope(said.to_string().as_bytes(), key)?;
    bytes.push(b'\n');
    Ok(Provenance { name: ENVELOPE_NAME, bytes })
}
