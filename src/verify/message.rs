//! The signed message in a signature's value: whether it is about these bytes, and whether its signature holds.

use crate::fields::ByteRange;
use crate::pki::certificate::Certificate;
use crate::pki::cms::{self, Message, without_padding};
use crate::pki::timestamp::{self, Token};

use super::dictionary::{Format, Signature};
use super::report::{Answer, SignatureReport, Signer};

/// A signed message that holds.
#[derive(Debug)]
pub(super) enum Held {
    /// A signature.
    Signature {
        /// What the check of the message found.
        checked: Box<cms::Checked>,
        /// The timestamps of the signature that are about it and hold.
        timestamps: Vec<timestamp::Checked>,
    },
    /// A document timestamp.
    Timestamp(Box<timestamp::Checked>),
}

impl Held {
    /// Who signed it.
    pub(super) fn signer(&self) -> &Certificate {
        match self {
            Self::Signature { checked, .. } => &checked.signer,
            Self::Timestamp(checked) => &checked.signer,
        }
    }

    /// All the certificates that travel in it.
    pub(super) fn certificates(&self) -> Vec<Certificate> {
        match self {
            Self::Signature { checked, timestamps } => {
                let stamps = timestamps.iter().flat_map(|stamp| std::iter::once(&stamp.signer).chain(&stamp.others));
                std::iter::once(&checked.signer).chain(&checked.others).chain(stamps).cloned().collect()
            }
            Self::Timestamp(checked) => std::iter::once(&checked.signer).chain(&checked.others).cloned().collect(),
        }
    }
}

/// Checks the message and says in the report what came of it.
pub(super) fn check(bytes: &[u8], covered: &ByteRange, signature: &Signature, report: &mut SignatureReport) -> Option<Held> {
    let checked = without_padding(&covered.value(bytes)).map_err(|fault| Refused::of(&fault)).and_then(|message| {
        if signature.format == Format::Timestamp {
            document_timestamp(message, covered.parts(bytes))
        } else {
            ordinary(message, covered.parts(bytes), signature, report)
        }
    });
    match checked {
        Ok(held) => {
            report.intact = Answer::Yes;
            report.valid = Answer::Yes;
            report.signer = Some(signer(held.signer()));
            Some(held)
        }
        Err(refused) => {
            report.intact = refused.intact;
            report.valid = refused.valid;
            report.signer = refused.signer.as_ref().map(signer);
            None
        }
    }
}

/// Why a message does not hold.
struct Refused {
    intact: Answer,
    valid: Answer,
    signer: Option<Certificate>,
}

impl Refused {
    fn of(fault: &cms::Fault) -> Self {
        match fault {
            cms::Fault::DigestMismatch => Self::changed(),
            fault => Self::not_valid(fault.to_string()),
        }
    }

    fn changed() -> Self {
        let why = "bytes that the signature covers were changed after it was made".to_owned();
        Self { intact: Answer::No(why), valid: Answer::Unknown("it was made over other bytes".to_owned()), signer: None }
    }

    fn not_valid(why: String) -> Self {
        Self { intact: Answer::Unknown("the signature that would say so is not valid".to_owned()), valid: Answer::No(why), signer: None }
    }
}

fn ordinary(message: &[u8], parts: [&[u8]; 2], signature: &Signature, report: &mut SignatureReport) -> Result<Held, Refused> {
    let message = Message::read(message).map_err(|fault| Refused::of(&fault))?;
    let with_signer = |refused: Refused| Refused { signer: message.signer().cloned(), ..refused };
    let digest = message.digest().of_parts(&parts);
    let checked = message.check(&digest).map_err(|fault| with_signer(Refused::of(&fault)))?;
    if let Some(weakness) = checked.weakness {
        return Err(Refused {
            intact: Answer::Yes,
            ..with_signer(Refused::not_valid(format!("the signature is too weak to prove anything: {weakness}")))
        });
    }
    if !checked.bound {
        if signature.format == Format::Pades {
            let why = "the signature is not bound to its certificate, as its format requires";
            return Err(Refused { intact: Answer::Yes, ..with_signer(Refused::not_valid(why.to_owned())) });
        }
        report
            .warnings
            .push("the signature is not bound to its certificate: another certificate with the same key could be put in its place".to_owned());
    }
    let mut timestamps = Vec::new();
    for token in &checked.timestamps {
        let stamp = Token::read(token).and_then(|token| token.check(&token.digest().of_parts(&[message.signature()]), &checked.others));
        match stamp {
            Ok(stamp) => timestamps.push(stamp),
            Err(fault) => report.warnings.push(format!("a timestamp of the signature proves nothing: {fault}")),
        }
    }
    timestamps.sort_by_key(|stamp| stamp.time);
    Ok(Held::Signature { checked: Box::new(checked), timestamps })
}

fn document_timestamp(message: &[u8], parts: [&[u8]; 2]) -> Result<Held, Refused> {
    let token = Token::read(message).map_err(|fault| Refused::not_valid(fault.to_string()))?;
    let digest = token.digest().of_parts(&parts);
    match token.check(&digest, &[]) {
        Ok(checked) => Ok(Held::Timestamp(Box::new(checked))),
        Err(timestamp::Fault::OtherImprint) => Err(Refused::changed()),
        Err(fault) => Err(Refused::not_valid(fault.to_string())),
    }
}

fn signer(certificate: &Certificate) -> Signer {
    Signer {
        name: certificate.called(),
        organization: certificate.organization(),
        issuer: certificate.issuer(),
        fingerprint: certificate.fingerprint(),
    }
}
