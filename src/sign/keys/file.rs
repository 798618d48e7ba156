//! Files of keys and certificates, in PEM (RFC 7468) or DER.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use der::asn1::AnyRef;
use der::{Decode, Reader as _, SliceReader, Tag, Tagged as _};
use pem::Pem;
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

use super::FileFault;
use super::encryption::{DekInfo, EncryptedKey, open_pkcs8};
use super::private::Form;
use crate::pki::certificate::Certificate;
use crate::sign::secret::Secret;

/// The most certificates that are read from one file.
const MOST_CERTIFICATES: usize = 100;

/// What a file holds.
#[derive(Default)]
pub(super) struct KeyFile {
    /// The private keys.
    pub(super) keys: Vec<StoredKey>,
    /// The certificates, in the file's order.
    pub(super) certificates: Vec<Certificate>,
}

/// A private key as a file holds it.
pub(super) struct StoredKey {
    lock: Lock,
    bytes: Zeroizing<Vec<u8>>,
}

/// What a private key in a file is covered by.
enum Lock {
    /// Nothing.
    Open(Form),
    /// PKCS#8's own encryption.
    Pkcs8,
    /// The encryption of OpenSSL before PKCS#8; what it covers.
    Traditional(DekInfo, Form),
}

impl StoredKey {
    /// Whether a passphrase is needed.
    pub(super) fn is_locked(&self) -> bool {
        !matches!(self.lock, Lock::Open(_))
    }

    /// The key's own structure. Without a passphrase only a key that nothing covers can be opened.
    pub(super) fn open(self, passphrase: Option<&Secret>) -> Result<(Form, Zeroizing<Vec<u8>>), FileFault> {
        match (self.lock, passphrase) {
            (Lock::Open(form), _) => Ok((form, self.bytes)),
            (_, None) => Err(FileFault::PassphraseMissing),
            (Lock::Pkcs8, Some(passphrase)) => Ok((Form::Pkcs8, open_pkcs8(&self.bytes, passphrase)?)),
            (Lock::Traditional(how, form), Some(passphrase)) => Ok((form, how.open(&self.bytes, passphrase)?)),
        }
    }
}

impl KeyFile {
    /// Reads a file's bytes.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FileFault> {
        if is_pem(bytes) { Self::pem(bytes) } else { Self::der(bytes) }
    }

    /// The one private key of the file.
    pub(super) fn only_key(&mut self) -> Result<StoredKey, FileFault> {
        match self.keys.len() {
            0 => Err(FileFault::NoKey),
            1 => self.keys.pop().ok_or(FileFault::NoKey),
            several => Err(FileFault::SeveralKeys(several)),
        }
    }

    fn pem(bytes: &[u8]) -> Result<Self, FileFault> {
        let blocks = pem::parse_many(bytes).map_err(|error| FileFault::Pem(error.to_string()))?;
        let begun = bytes.windows(BEGIN.len()).filter(|window| window == &BEGIN).count();
        if blocks.len() != begun {
            return Err(FileFault::Pem("a block does not end".to_owned()));
        }
        let mut file = Self::default();
        for block in blocks {
            file.add(block)?;
        }
        Ok(file)
    }

    fn add(&mut self, block: Pem) -> Result<(), FileFault> {
        let form = match block.tag() {
            "CERTIFICATE" | "X509 CERTIFICATE" => return self.add_certificate(block.contents()),
            "ENCRYPTED PRIVATE KEY" => {
                self.keys.push(StoredKey { lock: Lock::Pkcs8, bytes: Zeroizing::new(block.into_contents()) });
                return Ok(());
            }
            "PRIVATE KEY" => Form::Pkcs8,
            "RSA PRIVATE KEY" => Form::Pkcs1,
            "EC PRIVATE KEY" => Form::Sec1,
            "OPENSSH PRIVATE KEY" => return Err(FileFault::IsOpenSsh),
            "PKCS7" | "CMS" => return Err(FileFault::IsPkcs7),
            // Parameters of a curve, requests, public keys: they often stand beside a key and say nothing that is needed.
            _ => return Ok(()),
        };
        let lock = match block.headers().get("DEK-Info") {
            Some(header) => Lock::Traditional(DekInfo::read(header)?, form),
            None => Lock::Open(form),
        };
        self.keys.push(StoredKey { lock, bytes: Zeroizing::new(block.into_contents()) });
        Ok(())
    }

    fn add_certificate(&mut self, der: &[u8]) -> Result<(), FileFault> {
        if self.certificates.len() == MOST_CERTIFICATES {
            return Err(FileFault::TooMany);
        }
        let certificate = Certificate::from_der(der).map_err(|error| FileFault::Certificate(error.to_string()))?;
        // Bundles often repeat the signer's certificate.
        if !self.certificates.contains(&certificate) {
            self.certificates.push(certificate);
        }
        Ok(())
    }

    fn der(bytes: &[u8]) -> Result<Self, FileFault> {
        let mut file = Self::default();
        let Some(form) = private_form(bytes) else {
            return match what_else(bytes) {
                Some(fault) => Err(fault),
                None => file.add_certificate(bytes).map(|()| file).map_err(|_| FileFault::Unknown),
            };
        };
        file.keys.push(StoredKey { lock: form, bytes: Zeroizing::new(bytes.to_vec()) });
        Ok(file)
    }
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// Whether a file's bytes are PEM.
pub(super) fn is_pem(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, BEGIN).is_some()
}

/// The private key that DER is, where it is one.
fn private_form(der: &[u8]) -> Option<Lock> {
    if PrivateKeyInfoRef::try_from(der).is_ok() {
        return Some(Lock::Open(Form::Pkcs8));
    }
    if EncryptedKey::from_der(der).is_ok() {
        return Some(Lock::Pkcs8);
    }
    // `RSAPrivateKey` begins with the version 0 and a number, `ECPrivateKey` with the version 1 and a string of bytes.
    let [version, second] = first_two(der)?;
    match (version.tag(), version.value(), second.tag()) {
        (Tag::Integer, [0], Tag::Integer) => Some(Lock::Open(Form::Pkcs1)),
        (Tag::Integer, [1], Tag::OctetString) => Some(Lock::Open(Form::Sec1)),
        _ => None,
    }
}

/// The fault of DER that is well known and no key: PKCS#12, which begins with the version 3 and a sequence, or PKCS#7.
fn what_else(der: &[u8]) -> Option<FileFault> {
    let [first, second] = first_two(der)?;
    let is_pkcs12 = first.tag() == Tag::Integer && first.value() == [3] && second.tag() == Tag::Sequence;
    let is_pkcs7 = first.decode_as::<ObjectIdentifier>().is_ok_and(|oid| oid == rfc5911::ID_SIGNED_DATA);
    match () {
        () if is_pkcs12 => Some(FileFault::IsPkcs12),
        () if is_pkcs7 => Some(FileFault::IsPkcs7),
        () => None,
    }
}

/// The first two elements of a sequence.
fn first_two(der: &[u8]) -> Option<[AnyRef<'_>; 2]> {
    let outer = AnyRef::from_der(der).ok().filter(|outer| outer.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    Some([reader.decode().ok()?, reader.decode().ok()?])
}
