//! `prepare` and `embed`: the steps before and after a signature that is made elsewhere.

use std::path::Path;

use serde::Serialize;

use super::Outcome;
use super::arguments::{Common, Embed, Prepare};
use super::named_file::{self, Places};
use super::signer::{self, Drawing};
use super::studio::Studio;
use super::terminal::Terminal;
use crate::fields;
use crate::output::failure::Failure;
use crate::pdf::File;
use crate::pki::bundle;
use crate::pki::certificate::Certificate;
use crate::pki::cms::Message;
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
    let prepared = (|| {
        let file = File::open(&bytes)?;
        let room = identity.room(true)?;
        let moment = signer::now();
        let intent = drawing.intent(&field, moment);
        let prepared =
            prepare(&file, &fields::read(&file)?, &intent, room, &mut |update, widget| drawing.draw(brand, &field, moment, update, widget))?;
        let digest = prepared.digest(identity.digest());
        Ok::<_, sign::Fault>((prepared.appended().to_vec(), identity.to_be_signed(&digest)?, digest, prepared.room()))
    })();
    let (appended, to_be_signed, digest, room) = match prepared {
        Ok(prepared) => prepared,
        Err(fault) => {
            terminal.wrong(&options.file, &fault);
            return Ok(Outcome::Findings);
        }
    };
    bytes.extend_from_slice(&appended);
    named_file::write(&place, &bytes)?;
    let request = Request {
        file: place.display().to_string(),
        field,
        digest_algorithm: identity.digest().name(),
        document_digest: digits(&digest),
        to_be_signed_digest: digits(&identity.digest().of(&to_be_signed)),
        to_be_signed: digits(&to_be_signed),
        signature_algorithm: identity.algorithm.name(),
        room,
    };
    terminal.result(&format!("{}\n", serde_json::to_string_pretty(&request).unwrap_or_default()));
    Ok(Outcome::Clean)
}

/// Puts what was signed elsewhere into the file that was prepared for it.
pub(super) fn embed(options: &Embed, terminal: &Terminal) -> Result<Outcome, Failure> {
    let place = Places::new(&options.written, "signed", 1).of(&options.file)?;
    let bytes = named_file::read(&options.file)?;
    match embedded(options, bytes)? {
        Ok((whole, signer)) => {
            named_file::write(&place, &whole)?;
            terminal.say(&format!("{}: signed by {signer}", place.display()));
            Ok(Outcome::Clean)
        }
        Err(fault) => {
            terminal.wrong(&options.file, &fault);
            Ok(Outcome::Findings)
        }
    }
}

type Embedded = Result<(Vec<u8>, String), sign::Fault>;

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
    Ok(checked(&waiting, &bytes, &message).and_then(|signer| Ok((waiting.embed(bytes, &message)?, signer))))
}

/// Checks that a message is about the file; gives its signer's name.
fn checked(waiting: &Waiting, bytes: &[u8], message: &[u8]) -> Result<String, sign::Fault> {
    let unfit = |fault: crate::pki::cms::Fault| sign::Fault::Message(fault.to_string());
    let message = Message::read(message).map_err(unfit)?;
    let checked = message.check(&message.digest().of_parts(&waiting.covered(bytes))).map_err(unfit)?;
    match checked.weakness {
        Some(weakness) => Err(sign::Fault::Message(weakness.to_string())),
        None if !checked.bound => {
            Err(sign::Fault::Message("it does not name the signer's certificate in a signed attribute (ESS signing-certificate-v2)".to_owned()))
        }
        None => Ok(checked.signer.called()),
    }
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
    for concern in concerns(certificate, signer::now()) {
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
