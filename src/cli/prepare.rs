//! `prepare` and `embed`: the steps before and after a signature that is made elsewhere.

use std::path::Path;

use serde::Serialize;

use super::arguments::{Common, Embed, Prepare};
use super::faults::Faults;
use super::named_file::{self, Places};
use super::signer::Drawing;
use super::studio::Studio;
use super::terminal::Terminal;
use super::{Outcome, clock};
use crate::brand::Brand;
use crate::fields::{self, Widget};
use crate::output::failure::Failure;
use crate::pdf::{File, Update};
use crate::pki::bundle;
use crate::pki::certificate::Certificate;
use crate::sign::keys::concern::{Weight, concerns};
use crate::sign::keys::{KeyFault, RsaScheme, chain};
use crate::sign::profile::Profile;
use crate::sign::{self, Identity, Waiting, prepare};

/// What a signer elsewhere is given.
#[derive(Serialize)]
struct Request {
    /// The prepared file.
    file: String,
    /// The signature field.
    field: String,
    /// The digest algorithm.
    digest_algorithm: &'static str,
    /// The digest of the file, for a signer that makes whole messages.
    document_digest: String,
    /// What a bare signature is made over: the signed attributes, as hexadecimal digits of their DER.
    to_be_signed: String,
    /// The digest of that, for a signer that is given digests.
    to_be_signed_digest: String,
    /// How it is to be signed.
    signature_algorithm: String,
    /// The most bytes the message may have.
    room: usize,
}

impl Request {
    /// What the signer is given of a file that was made ready.
    fn of(place: &Path, field: String, identity: Identity<'_>, ready: &Ready) -> Self {
        Self {
            file: place.display().to_string(),
            field,
            digest_algorithm: identity.digest().name(),
            document_digest: digits(&ready.digest),
            to_be_signed: digits(&ready.to_be_signed),
            to_be_signed_digest: digits(&identity.digest().of(&ready.to_be_signed)),
            signature_algorithm: identity.algorithm.name(),
            room: ready.room,
        }
    }
}

/// Makes a file ready, and prints what is to be signed.
pub(super) fn run(common: &Common, options: &Prepare, terminal: &Terminal) -> Result<Outcome, Failure> {
    let studio = Studio::open(common)?;
    let profile = options.profile.as_deref().map(|name| studio.profile(Some(name), terminal)).transpose()?.map(|(_, profile)| profile);
    let place = Places::new(&options.written, "prepared", 1).of(&options.file)?;
    let brand = studio.brand(options.brand.as_deref(), profile.as_ref(), &options.file)?;
    let (certificate, chain) = certificates(&options.certificate)?;
    let identity = identity(&certificate, &chain, options.pss)?;
    must_be_fit(&certificate, &options.certificate, terminal)?;
    let field = options.field.clone().or_else(|| profile.as_ref().map(|profile| profile.field.clone())).unwrap_or_else(|| Profile::FIELD.to_owned());
    let drawing = Drawing::new(studio.engine(), certificate.clone(), profile);
    let mut bytes = named_file::read(&options.file)?;
    let faults = Faults::new(terminal);
    let ready = match ready(&bytes, &field, identity, &drawing, brand) {
        Ok(ready) => ready,
        Err(fault) => {
            faults.tell(&options.file, &fault);
            return Ok(faults.outcome());
        }
    };
    bytes.extend_from_slice(&ready.appended);
    named_file::write(&place, &bytes)?;
    let request = Request::of(&place, field, identity, &ready);
    terminal.result(&format!("{}\n", serde_json::to_string_pretty(&request).unwrap_or_default()));
    Ok(Outcome::Clean)
}

/// A file that was made ready.
struct Ready {
    /// The bytes that follow those of the file.
    appended: Vec<u8>,
    digest: Vec<u8>,
    to_be_signed: Vec<u8>,
    room: usize,
}

/// Makes a file ready to be signed now, in a field.
fn ready(bytes: &[u8], field: &str, identity: Identity<'_>, drawing: &Drawing, brand: &Brand) -> Result<Ready, sign::Fault> {
    let file = File::open(bytes)?;
    let moment = clock::this_second();
    let mut draw = |update: &mut Update<'_, '_>, widget: &Widget| drawing.draw(brand, field, moment, update, widget);
    let prepared = prepare(&file, &fields::read(&file)?, &drawing.intent(field, moment), identity.room(true)?, &mut draw)?;
    let digest = prepared.digest(identity.digest());
    Ok(Ready { appended: prepared.appended().to_vec(), to_be_signed: identity.to_be_signed(&digest)?, digest, room: prepared.room() })
}

/// Puts what was signed elsewhere into the file that was prepared for it.
pub(super) fn embed(options: &Embed, terminal: &Terminal) -> Result<Outcome, Failure> {
    let place = Places::new(&options.written, "signed", 1).of(&options.file)?;
    let bytes = named_file::read(&options.file)?;
    let faults = Faults::new(terminal);
    match embedded(options, bytes)? {
        Ok((whole, signer)) => {
            named_file::write(&place, &whole)?;
            terminal.say(&format!("{}: signed by {}", place.display(), signer.called()));
            Ok(Outcome::Clean)
        }
        Err(fault) => {
            faults.tell(&options.file, &fault);
            Ok(faults.outcome())
        }
    }
}

/// The file with the message in it and whoever signed it, or what is wrong with either.
type Embedded = Result<(Vec<u8>, Certificate), sign::Fault>;

fn embedded(options: &Embed, bytes: Vec<u8>) -> Result<Embedded, Failure> {
    let waiting = File::open(&bytes).map_err(sign::Fault::from).and_then(|file| Waiting::find(&file, &fields::read(&file)?));
    let waiting = match waiting {
        Ok(waiting) => waiting,
        Err(fault) => return Ok(Err(fault)),
    };
    let message = match (&options.message, &options.signature, &options.certificate) {
        (Some(path), ..) => named_file::read(path)?,
        (None, Some(signature), Some(certificate)) => {
            let (certificate, chain) = certificates(certificate)?;
            let signature = named_file::read(signature)?;
            let identity = identity(&certificate, &chain, options.pss)?;
            match identity.around(&waiting.digest(&bytes, identity.digest()), &signature) {
                Ok(message) => message,
                Err(fault) => return Ok(Err(fault)),
            }
        }
        _ => return Err(Failure::new("there is no signature to embed").hint("give --signature and --certificate, or --message")),
    };
    Ok(waiting.signer(&bytes, &message).and_then(|signer| Ok((waiting.embed(bytes, &message)?, signer))))
}

/// The signer's certificate of a file, the first in it, and the others in order.
fn certificates(path: &Path) -> Result<(Certificate, Vec<Certificate>), Failure> {
    let found = bundle::certificates(&named_file::read(path)?).map_err(|fault| Failure::new(format!("{}: {fault}", path.display())))?;
    let (signer, others) = found.split_first().ok_or_else(|| Failure::new(format!("there is no certificate in {}", path.display())))?;
    Ok((signer.clone(), chain::order(signer, others)))
}

/// Whoever has the key of a certificate. `pss` asks for RSASSA-PSS, by which RSA keys alone sign.
fn identity<'c>(certificate: &'c Certificate, chain: &'c [Certificate], pss: bool) -> Result<Identity<'c>, Failure> {
    Identity::elsewhere(certificate, chain, pss.then_some(RsaScheme::Pss)).map_err(|fault| match fault {
        sign::Fault::Key(KeyFault::WrongScheme(kind)) => {
            Failure::new(format!("the key is {kind}, and --pss is for RSA keys")).hint("leave --pss out")
        }
        other => Failure::new(other.to_string()),
    })
}

/// Says what speaks against a certificate before anybody signs with it, or refuses it.
fn must_be_fit(certificate: &Certificate, file: &Path, terminal: &Terminal) -> Result<(), Failure> {
    for concern in concerns(certificate, clock::this_second()) {
        let message = format!("{}: {concern}", file.display());
        match concern.weight() {
            Weight::Warn => terminal.say(&format!("warning: {message}")),
            Weight::Refuse => return Err(Failure::new(message)),
        }
    }
    Ok(())
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
