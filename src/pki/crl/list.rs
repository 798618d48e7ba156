//! Reading a list of revoked certificates. Its entries, which may be millions, stay where they are and are read when they are looked through.

use std::ops::Range;
use std::sync::Arc;

use der::asn1::{GeneralizedTime, IntRef};
use der::{Decode, Encode, Header, Reader, SliceReader, Tag, TagNumber};
use jiff::Timestamp;
use spki::AlgorithmIdentifierRef;
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::Fault;
use super::scope::Scope;
use crate::pki::certificate::Certificate;
use crate::pki::raw::{RawSequence, Signed};
use crate::pki::revoked::{Reason, Revoked};
use crate::pki::signature::{Scheme, verify_signature};
use crate::pki::{name, oid, time};

/// A list of revoked certificates as it was read. Copies share its bytes.
#[derive(Debug, Clone)]
pub struct List {
    der: Arc<[u8]>,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    entries: Range<usize>,
    scope: Scope,
    same_algorithms: bool,
}

impl List {
    /// Reads a list; a fault where it is none, or covers what cannot be told here.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let signed = Signed::from_der(bytes)?;
        let mut reader = SliceReader::new(signed.message)?;
        reader.sequence(|reader| Self::read_body(bytes, &signed, reader))
    }

    /// Reads what is signed (5.1.2).
    fn read_body<'a>(bytes: &[u8], signed: &Signed<'a>, reader: &mut SliceReader<'a>) -> Result<Self, Fault> {
        if Tag::peek(reader)? == Tag::Integer {
            u8::decode(reader)?;
        }
        let inner = AlgorithmIdentifierRef::decode(reader)?;
        let issuer = Name::decode(reader)?;
        let this_update = time::timestamp(Time::decode(reader)?);
        let next_update = Option::<Time>::decode(reader)?.map(time::timestamp);
        let entries = entries(reader, bytes)?;
        let extensions = reader.context_specific::<RawSequence<'_>>(TagNumber(0), der::TagMode::Explicit)?;
        // What stands behind the extensions would be signed and not understood.
        if !reader.is_finished() {
            return Err(Fault::NotAList(der::ErrorKind::Failed.into()));
        }
        let scope = extensions.map_or(Ok(Scope::default()), scope)?;
        let same_algorithms = inner == signed.algorithm;
        Ok(Self { der: bytes.into(), issuer, this_update, next_update, entries, scope, same_algorithms })
    }

    /// The list as it was issued.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its issuer's name, safe to show.
    pub fn issuer(&self) -> String {
        name::display(&self.issuer)
    }

    /// When it was issued.
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is due at the latest, where it says.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// Whether the list bears a certificate's issuer's name.
    pub fn is_from_issuer_of(&self, certificate: &Certificate) -> bool {
        name::same(&self.issuer, certificate.parsed().tbs_certificate().issuer())
    }

    /// What the list says of a certificate: `None` where it is not revoked. The list must come from the certificate's issuer, bear that issuer's
    /// signature, and cover the certificate.
    pub fn look_up(&self, certificate: &Certificate, issuer: &Certificate) -> Result<Option<Revoked>, Fault> {
        self.check(issuer)?;
        if !self.is_from_issuer_of(certificate) {
            return Err(Fault::OtherIssuer);
        }
        if !self.scope.covers(certificate) {
            return Err(Fault::OutOfScope);
        }
        self.find(certificate.serial())
    }

    /// Whether an authority issued the list: its name, what its key may do, and its signature.
    fn check(&self, issuer: &Certificate) -> Result<(), Fault> {
        if !name::same(&self.issuer, issuer.parsed().tbs_certificate().subject()) {
            return Err(Fault::OtherIssuer);
        }
        if issuer.extensions().key_usage.is_some_and(|usage| !usage.crl_sign()) {
            return Err(Fault::NotAllowed);
        }
        let signed = Signed::from_der(&self.der)?;
        let scheme = Scheme::read(signed.algorithm, None).map_err(Fault::Signature)?;
        if !self.same_algorithms {
            return Err(Fault::Signature(crate::pki::signature::SignatureFault::BadParameters(
                "the list names one algorithm inside and another outside its signature",
            )));
        }
        verify_signature(issuer.key(), scheme, signed.message, signed.signature).map_err(Fault::Signature)
    }

    /// Looks a serial number up. Every entry is read, since one that is not understood spoils the list (5.3).
    fn find(&self, serial: &[u8]) -> Result<Option<Revoked>, Fault> {
        let mut reader = SliceReader::new(self.der.get(self.entries.clone()).unwrap_or_default())?;
        let mut found: Option<Revoked> = None;
        while !reader.is_finished() {
            let (entry, revoked) = reader.sequence(entry)?;
            // An entry that takes a hold back belongs into lists of changes; in a full one it says that the certificate is good again.
            if entry == serial && revoked.reason != Some(Reason::RemoveFromCRL) && found.is_none_or(|earlier| revoked.since < earlier.since) {
                found = Some(revoked);
            }
        }
        Ok(found)
    }
}

/// Where the entries lie in the whole list, without the header around all of them.
fn entries(reader: &mut SliceReader<'_>, whole: &[u8]) -> Result<Range<usize>, Fault> {
    if reader.is_finished() || Tag::peek(reader)? != Tag::Sequence {
        return Ok(0..0);
    }
    let length = usize::try_from(Header::peek(reader)?.length())?;
    reader.tlv_bytes()?;
    // What is signed begins behind the outer header, whose length is what the reader's place lacks.
    let outer = usize::try_from(Header::peek(&SliceReader::new(whole)?)?.encoded_len()?)?;
    let end = usize::try_from(reader.position())?;
    Ok(outer + end.saturating_sub(length)..outer + end)
}

/// Reads the list's own extensions (5.2).
fn scope(extensions: RawSequence<'_>) -> Result<Scope, Fault> {
    let mut scope = Scope::default();
    for extension in extensions.read::<Extension>()? {
        match extension.extn_id {
            oid::DELTA_CRL_INDICATOR => return Err(Fault::Delta),
            oid::ISSUING_DISTRIBUTION_POINT => scope = Scope::read(extension.extn_value.as_bytes())?,
            oid::CRL_NUMBER | oid::AUTHORITY_KEY_IDENTIFIER => {}
            unknown if extension.critical => return Err(Fault::UnknownExtension(unknown)),
            _ => {}
        }
    }
    Ok(scope)
}

/// Reads an entry: a serial number, and that it is revoked (5.1.2.6).
fn entry<'a>(reader: &mut SliceReader<'a>) -> Result<(&'a [u8], Revoked), Fault> {
    let serial = IntRef::decode(reader)?.as_bytes();
    let mut revoked = Revoked { since: time::timestamp(Time::decode(reader)?), reason: None };
    if let Some(extensions) = Option::<RawSequence<'_>>::decode(reader)? {
        for extension in extensions.read::<Extension>()? {
            take_entry_extension(&extension, &mut revoked)?;
        }
    }
    Ok((serial, revoked))
}

/// Takes in an extension of an entry (5.3). A key that fell into other hands earlier than it was revoked is not to be trusted since then.
fn take_entry_extension(extension: &Extension, revoked: &mut Revoked) -> Result<(), Fault> {
    let value = extension.extn_value.as_bytes();
    match extension.extn_id {
        oid::REASON_CODE => revoked.reason = Some(Reason::from_der(value)?),
        oid::INVALIDITY_DATE => revoked.since = revoked.since.min(time::generalized(GeneralizedTime::from_der(value)?)),
        unknown if extension.critical => return Err(Fault::UnknownExtension(unknown)),
        _ => {}
    }
    Ok(())
}
