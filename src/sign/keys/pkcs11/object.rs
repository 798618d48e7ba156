//! What is looked for on a token: the private key, and its certificate with those above it.

use cryptoki::error::Error;
use cryptoki::object::{Attribute, AttributeType, CertificateType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use super::token::Token;
use crate::pki::algorithm::SignatureAlgorithm;
use crate::pki::certificate::Certificate;
use crate::sign::keys::{TokenFault, TokenKey};

/// The most objects of a kind that are looked at.
const MOST_OBJECTS: usize = 1000;

/// A private key on a token.
#[derive(Debug, Clone)]
pub(super) struct KeyObject {
    /// What the token calls it in a session.
    pub(super) handle: ObjectHandle,
    /// Whether the PIN must be given for every signature anew (`CKA_ALWAYS_AUTHENTICATE`).
    pub(super) always_authenticate: bool,
    kind: Option<KeyType>,
    label: String,
    id: Vec<u8>,
}

/// A certificate on a token.
struct CertificateObject {
    label: String,
    id: Vec<u8>,
    certificate: Certificate,
}

/// The private key that is meant.
pub(super) fn private_key(token: &Token, wanted: &TokenKey) -> Result<KeyObject, TokenFault> {
    let keys = token.with_session(|session| {
        let handles = session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Token(true)])?;
        handles.into_iter().take(MOST_OBJECTS).map(|handle| key_object(session, handle)).collect::<Result<Vec<_>, _>>()
    })?;
    let fits = |key: &&KeyObject| match wanted {
        TokenKey::Label(label) => key.label == *label,
        TokenKey::Id(id) => key.id == *id,
        TokenKey::Only => true,
    };
    let fitting: Vec<&KeyObject> = keys.iter().filter(fits).collect();
    match fitting.as_slice() {
        [only] => Ok((*only).clone()),
        [] => Err(TokenFault::NoKey(shown(wanted), keys.iter().map(KeyObject::name).collect())),
        several => Err(TokenFault::SeveralKeys(several.iter().map(|key| key.name()).collect())),
    }
}

fn shown(wanted: &TokenKey) -> String {
    match wanted {
        TokenKey::Label(label) => label.clone(),
        TokenKey::Id(id) => format!("with the id {}", digits(id)),
        TokenKey::Only => "at all".to_owned(),
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl KeyObject {
    /// Whether it is of the kind that signs by an algorithm.
    pub(super) fn signs_by(&self, algorithm: SignatureAlgorithm) -> bool {
        let kind = match algorithm {
            SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_) => KeyType::RSA,
            SignatureAlgorithm::Ecdsa(_) => KeyType::EC,
            SignatureAlgorithm::Ed25519 => KeyType::EC_EDWARDS,
        };
        self.kind.is_none_or(|own| own == kind)
    }

    fn name(&self) -> String {
        format!("{} (id {})", self.label, digits(&self.id))
    }
}

fn key_object(session: &Session, handle: ObjectHandle) -> Result<KeyObject, Error> {
    let mut key = KeyObject { handle, always_authenticate: false, kind: None, label: String::new(), id: Vec::new() };
    for attribute in
        session.get_attributes(handle, &[AttributeType::KeyType, AttributeType::Label, AttributeType::Id, AttributeType::AlwaysAuthenticate])?
    {
        match attribute {
            Attribute::KeyType(kind) => key.kind = Some(kind),
            Attribute::Label(label) => key.label = text(&label),
            Attribute::Id(id) => key.id = id,
            Attribute::AlwaysAuthenticate(always) => key.always_authenticate = always,
            _ => {}
        }
    }
    Ok(key)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\0', ' ']).to_owned()
}

/// The certificates on a token: those that may be the key's, by its id or else by its label, and all of them.
pub(super) fn certificates(token: &Token, key: &KeyObject) -> Result<(Vec<Certificate>, Vec<Certificate>), TokenFault> {
    let values = token.with_session(|session| {
        let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
        let handles = session.find_objects(&template)?;
        let wanted = [AttributeType::Label, AttributeType::Id, AttributeType::Value];
        handles.into_iter().take(MOST_OBJECTS).map(|handle| session.get_attributes(handle, &wanted)).collect::<Result<Vec<_>, _>>()
    })?;
    let all: Vec<CertificateObject> = values.into_iter().filter_map(certificate_object).collect::<Result<_, _>>()?;
    let by = |fits: &dyn Fn(&CertificateObject) -> bool| -> Vec<Certificate> {
        all.iter().filter(|object| fits(object)).map(|object| object.certificate.clone()).collect()
    };
    let by_id = by(&|object| !key.id.is_empty() && object.id == key.id);
    let own = if by_id.is_empty() { by(&|object| !key.label.is_empty() && object.label == key.label) } else { by_id };
    Ok((own, by(&|_| true)))
}

/// A certificate from its attributes; one without a value stands elsewhere, at an address.
fn certificate_object(attributes: Vec<Attribute>) -> Option<Result<CertificateObject, TokenFault>> {
    let (mut label, mut id, mut value) = (String::new(), Vec::new(), Vec::new());
    for attribute in attributes {
        match attribute {
            Attribute::Label(bytes) => label = text(&bytes),
            Attribute::Id(bytes) => id = bytes,
            Attribute::Value(bytes) => value = bytes,
            _ => {}
        }
    }
    let read = || Certificate::from_der(&value).map_err(|error| TokenFault::Certificate(error.to_string()));
    (!value.is_empty()).then(|| read().map(|certificate| CertificateObject { label, id, certificate }))
}
