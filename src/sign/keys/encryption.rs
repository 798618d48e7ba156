//! Opening encrypted private keys: PKCS#8 by PBES2 (RFC 8018, section 6.2), and the way of OpenSSL before PKCS#8.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode, Sequence, Tag, Tagged as _};
use des::TdesEde3;
use md5::{Digest as _, Md5};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::FileFault;
use crate::sign::secret::Secret;

/// The most rounds of PBKDF2; they take some seconds.
const MOST_ROUNDS: u32 = 10_000_000;
/// The most bytes that scrypt fills.
const MOST_MEMORY: u64 = 1 << 30;
/// The most times that scrypt does its work over.
const MOST_LANES: u16 = 16;

/// `EncryptedPrivateKeyInfo` (RFC 5958, section 3), its scheme not yet understood.
#[derive(Sequence)]
pub(super) struct EncryptedKey<'a> {
    /// How it is encrypted.
    pub(super) scheme: AlgorithmIdentifierRef<'a>,
    /// What is encrypted.
    pub(super) data: &'a OctetStringRef,
}

/// The key that an `EncryptedPrivateKeyInfo` holds, as PKCS#8.
pub(super) fn open_pkcs8(der: &[u8], passphrase: &Secret) -> Result<Zeroizing<Vec<u8>>, FileFault> {
    let sealed = EncryptedKey::from_der(der).map_err(|_| FileFault::BrokenKey)?;
    let unknown = |_| FileFault::Encryption(scheme_name(sealed.scheme.oid));
    let EncryptionScheme::Pbes2(parameters) = EncryptionScheme::try_from(sealed.scheme).map_err(unknown)? else {
        return Err(FileFault::Encryption(scheme_name(sealed.scheme.oid)));
    };
    refuse_too_costly(&parameters)?;
    let opened = parameters.decrypt(passphrase.expose(), sealed.data.as_bytes()).map_err(|error| match error {
        pkcs8::pkcs5::Error::UnsupportedAlgorithm { oid } => FileFault::Encryption(scheme_name(oid)),
        _ => FileFault::WrongPassphrase,
    });
    structured(Zeroizing::new(opened?))
}

fn refuse_too_costly(parameters: &Parameters) -> Result<(), FileFault> {
    let honest = match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count <= MOST_ROUNDS,
        Kdf::Scrypt(scrypt) => {
            let memory = scrypt.cost_parameter.checked_mul(128 * u64::from(scrypt.block_size));
            memory.is_some_and(|memory| memory <= MOST_MEMORY) && scrypt.parallelization <= MOST_LANES
        }
        _ => false,
    };
    if honest { Ok(()) } else { Err(FileFault::TooCostly) }
}

/// What a wrong passphrase opens is padded well once in 256 times; it is one whole sequence as good as never.
fn structured(opened: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, FileFault> {
    let is_sequence = AnyRef::from_der(&opened).is_ok_and(|any| any.tag() == Tag::Sequence);
    if is_sequence { Ok(opened) } else { Err(FileFault::WrongPassphrase) }
}

/// What people call the older schemes (RFC 8018, appendix C; RFC 7292, appendix C).
fn scheme_name(oid: ObjectIdentifier) -> String {
    match oid.to_string().as_str() {
        "1.2.840.113549.1.5.3" => "MD5 and DES".to_owned(),
        "1.2.840.113549.1.5.10" => "SHA-1 and DES".to_owned(),
        "1.2.840.113549.1.12.1.3" => "the PKCS#12 scheme with SHA-1 and 3DES".to_owned(),
        other => format!("the scheme {other}"),
    }
}

/// What a `DEK-Info` header says: the cipher, and its initialization vector, whose first half is the salt (RFC 1421, section 4.6.1.3).
pub(super) struct DekInfo {
    cipher: Cipher,
    vector: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
}

impl DekInfo {
    /// Reads `AES-256-CBC,0123…`.
    pub(super) fn read(header: &str) -> Result<Self, FileFault> {
        let (name, vector) = header.split_once(',').ok_or(FileFault::BrokenKey)?;
        let cipher = match name.trim() {
            "AES-128-CBC" => Cipher::Aes128,
            "AES-192-CBC" => Cipher::Aes192,
            "AES-256-CBC" => Cipher::Aes256,
            "DES-EDE3-CBC" => Cipher::TripleDes,
            other => return Err(FileFault::Encryption(other.chars().filter(char::is_ascii_graphic).take(40).collect())),
        };
        let vector = super::hexadecimal(vector.trim()).ok_or(FileFault::BrokenKey)?;
        let expected = if matches!(cipher, Cipher::TripleDes) { 8 } else { 16 };
        if vector.len() == expected { Ok(Self { cipher, vector }) } else { Err(FileFault::BrokenKey) }
    }

    /// The structure that is encrypted.
    pub(super) fn open(&self, data: &[u8], passphrase: &Secret) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let opened = match self.cipher {
            Cipher::Aes128 => self.decrypt::<Aes128>(data, passphrase, 16),
            Cipher::Aes192 => self.decrypt::<Aes192>(data, passphrase, 24),
            Cipher::Aes256 => self.decrypt::<Aes256>(data, passphrase, 32),
            Cipher::TripleDes => self.decrypt::<TdesEde3>(data, passphrase, 24),
        };
        structured(opened?)
    }

    fn decrypt<C: BlockCipherDecrypt + KeyInit>(&self, data: &[u8], passphrase: &Secret, length: usize) -> Result<Zeroizing<Vec<u8>>, FileFault> {
        let key = self.derive(passphrase, length);
        let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &self.vector).map_err(|_| FileFault::BrokenKey)?;
        cipher.decrypt_padded_vec::<Pkcs7>(data).map(Zeroizing::new).map_err(|_| FileFault::WrongPassphrase)
    }

    /// A key of `length` bytes, made as OpenSSL's `EVP_BytesToKey` does: MD5 of what came before, the passphrase and the salt, once.
    fn derive(&self, passphrase: &Secret, length: usize) -> Zeroizing<Vec<u8>> {
        let salt = self.vector.get(..8).unwrap_or_default();
        let mut key = Zeroizing::new(Vec::with_capacity(length + 16));
        let mut block: Vec<u8> = Vec::new();
        while key.len() < length {
            block = Md5::new().chain_update(&block).chain_update(passphrase.expose()).chain_update(salt).finalize().to_vec();
            key.extend_from_slice(&block);
        }
        key.truncate(length);
        key
    }
}
