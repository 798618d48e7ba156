//! Who takes part in a signing besides the program: the authority, and somebody who signs elsewhere.

use std::fs;
use std::path::Path;

use counterpart::pki::cms::embed_timestamp;
use counterpart::sign::keys::{KeySource, PemSource, SigningKey, open};
use counterpart::sign::secret::{Secret, SecretFault, SecretSource, Secrets};
use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use zeroize::Zeroizing;

use crate::authority::Authority;

/// The folder of an authority's certificates and keys.
const FOLDER: &str = "authority";
/// More than there is room for in any file that was prepared for a signature with its timestamp.
const LARGE: u16 = 40_000;

/// An authority that answers while a case runs.
pub(crate) struct Ceremony {
    authority: Authority,
}

impl Ceremony {
    /// Starts an authority, with its folder in a place.
    pub(crate) fn begin(place: &Path) -> Result<Self, String> {
        let folder = place.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let authority = Authority::start(&folder).map_err(|error| error.to_string())?;
        // The address is another in every run, and stands in the files that name it anyway.
        fs::remove_file(folder.join("url")).map_err(|error| error.to_string())?;
        Ok(Self { authority })
    }

    /// Where the authority answers.
    pub(crate) fn url(&self) -> &str {
        self.authority.url()
    }

    /// Withdraws a certificate.
    pub(crate) fn revoke(&self, name: &str) -> Result<(), String> {
        if self.authority.revoke(name) { Ok(()) } else { Err(format!("the authority knows no {name}")) }
    }

    /// Has the authority say nothing about what was revoked, or speak again.
    pub(crate) fn be_silent(&self, silent: bool) {
        self.authority.be_silent(silent);
    }
}

/// A key of the authority's folder with its certificate and the issuer's, as PKCS#12.
pub(crate) fn pkcs12(place: &Path, name: &str, secret: &str) -> Result<Vec<u8>, String> {
    let der = |path: String| {
        let text = fs::read(place.join(FOLDER).join(path)).map_err(|error| error.to_string())?;
        pem::parse(text).map(pem::Pem::into_contents).map_err(|error| error.to_string())
    };
    let certificate = |name: &str| p12_keystore::Certificate::from_der(&der(format!("{name}.pem"))?).map_err(|error| error.to_string());
    let key = PrivateKey::from_der(&der(format!("{name}.key.pem"))?).map_err(|error| error.to_string())?;
    let chain = PrivateKeyChain::new(name, key, [certificate(name)?, certificate("issuing")?]);
    let mut store = KeyStore::new();
    store.add_entry(name, KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(secret).encryption_iterations(1000).mac_iterations(1000).write().map_err(|error| error.to_string())
}

/// What somebody elsewhere makes of what `prepare` printed: a `signature`, a whole `message`, or a `large` one.
pub(crate) fn elsewhere(place: &Path, name: &str, made: &str, printed: &str) -> Result<Vec<u8>, String> {
    let request: serde_json::Value = serde_json::from_str(printed).map_err(|error| format!("the program before it printed no request: {error}"))?;
    let digits = |name: &str| request.get(name).and_then(|digits| bytes(digits.as_str()?)).ok_or_else(|| format!("the request has no {name}"));
    let key = key(place, name)?;
    let message = || counterpart::sign::message(key.as_ref(), &digits("document_digest")?).map_err(|fault| fault.to_string());
    match made {
        "signature" => key.sign(&digits("to_be_signed")?).map_err(|fault| fault.to_string()),
        "message" => message(),
        "large" => embed_timestamp(&message()?, &octets()).map_err(|fault| fault.to_string()),
        other => Err(format!("{other} is nothing that is made elsewhere")),
    }
}

fn key(place: &Path, name: &str) -> Result<Box<dyn SigningKey>, String> {
    let file = |path: String| place.join(FOLDER).join(path);
    let source = PemSource { key: file(format!("{name}.key.pem")), certificate: Some(file(format!("{name}.pem"))), chain: None, passphrase: None };
    open(&KeySource::Pem(source), None, &Open).map_err(|fault| fault.to_string())
}

/// Many bytes in DER, which stand for something large.
fn octets() -> Vec<u8> {
    let [high, low] = LARGE.to_be_bytes();
    [vec![0x04, 0x82, high, low], vec![0; LARGE.into()]].concat()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

/// The authority's folder, in which no key is encrypted.
struct Open;

impl Secrets for Open {
    fn secret(&self, source: &SecretSource, _: &str) -> Result<Secret, SecretFault> {
        Err(SecretFault::Empty(source.clone()))
    }

    fn key_file(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, SecretFault> {
        fs::read(path).map(Zeroizing::new).map_err(|error| SecretFault::Unreadable(path.to_path_buf(), error))
    }

    fn certificate_file(&self, path: &Path) -> Result<Vec<u8>, SecretFault> {
        self.key_file(path).map(|bytes| bytes.to_vec())
    }
}
