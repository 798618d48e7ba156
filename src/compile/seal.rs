//! Signing what a build makes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::plan::{Output, Plan, What};
use crate::cache::Key;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::output::folder::Folder;
use crate::output::manifest::Signature;
use crate::output::stage::{Stage, Staged};
use crate::render::typst::each;

/// Signs a build's PDFs.
pub trait Sealer: fmt::Debug + Sync {
    /// Whether it signs the PDF of a brand's policy.
    fn signs(&self, brand: &str, policy: &str) -> bool;
    /// What a signature follows from beside the PDF: while it is the same, a signed file stays as it is.
    fn key(&self, brand: &str) -> Key;
    /// The signature of a PDF of a brand or edition, as [`Brand::key`](crate::brand::Brand::key) calls it: the bytes that follow those of the PDF.
    fn seal(&self, brand: &str, body: &[u8]) -> Result<Sealed, Failure>;
    /// A place as whoever typed the command sees it.
    fn shown(&self, place: &Path) -> String {
        place.display().to_string()
    }
}

/// What signing a PDF gives.
#[derive(Debug)]
pub struct Sealed {
    /// The bytes that follow those of the PDF.
    pub appended: Vec<u8>,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// The SHA-256 of the signer's certificate, in hexadecimal digits.
    pub certificate: String,
    /// The level that was reached.
    pub level: String,
    /// When it was signed, by the signer's clock (RFC 3339).
    pub time: String,
    /// The level that is still to be reached, where the timestamp authority did not answer.
    pub extend_to: Option<String>,
}

/// Signed files, by path, and how they are signed.
pub(super) type SealedFiles = BTreeMap<String, (Staged, Signature)>;

/// Signs what is to be signed among these outputs, all of whose unsigned files are staged or stand.
pub(super) fn seal(sealer: &dyn Sealer, plan: &Plan<'_>, todo: &[usize], place: Place<'_>) -> Result<SealedFiles, Failure> {
    let outputs = todo.iter().filter_map(|at| plan.outputs.get(*at));
    let outputs = outputs.filter_map(|output| Some((output, output.body()?)));
    let made = Mutex::new(Ok(SealedFiles::new()));
    let note = |outcome| {
        let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
        match (made.as_mut(), outcome) {
            (Ok(files), Ok(more)) => files.extend::<SealedFiles>(more),
            (Ok(_), Err(failure)) => *made = Err(failure),
            (Err(_), _) => {}
        }
    };
    each(outputs, place.jobs, |(output, body)| note(seal_one(sealer, output, body, place)));
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Where unsigned files are found and signed ones put, and by how many threads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) stage: &'p Stage,
    pub(super) out: &'p Folder,
    pub(super) jobs: usize,
}

fn seal_one(sealer: &dyn Sealer, output: &Output, of: &str, place: Place<'_>) -> Result<SealedFiles, Failure> {
    let staged = place.stage.read(of)?;
    let body = staged.map_or_else(|| place.out.read(of), |bytes| Ok(Some(bytes)))?;
    let mut bytes = body.ok_or_else(|| Failure::new(format!("{of} is not there to be signed")))?;
    let digest = Digest::of(&bytes);
    let named = |failure: Failure| Failure { message: format!("{}: {}", sealer.shown(&place.out.place(of)), failure.message), ..failure };
    let signature = sealer.seal(&output.edition(), &bytes).map_err(named)?;
    bytes.extend_from_slice(&signature.appended);
    let Sealed { signer, certificate, level, extend_to, .. } = signature;
    let signature = Signature { of: of.to_owned(), body: digest, signer, certificate, level, extend_to };
    output.paths.iter().map(|path| Ok((path.clone(), (place.stage.put(path, &bytes)?, signature.clone())))).collect()
}

impl Output {
    /// The path of the unsigned file, of a signed one.
    fn body(&self) -> Option<&String> {
        if let What::Signed { body, .. } = &self.what { Some(body) } else { None }
    }
}
