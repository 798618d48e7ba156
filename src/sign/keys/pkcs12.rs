//! Keys in PKCS#12 files (RFC 7292), as browsers, Windows and certificate authorities hand them out.

use p12_keystore::error::Error;
use p12_keystore::{Pkcs12Archive, PrivateKeyBag};
use zeroize::Zeroizing;

use super::file::is_pem;
use super::private::{Form, PrivateKey};
use super::software::{at_path, passphrase};
use super::{FileFault, KeyFault, Pkcs12Source, RsaScheme, SoftwareKey};
use crate::pki::certificate::Certificate;
use crate::sign::secret::{Secret, Secrets};

/// The most keys and certificates that are read from one file.
const MOST: usize = 100;

impl SoftwareKey {
    /// Opens a key in a PKCS#12 file. The signer's certificate is the one in the file that was issued for the key.
    pub fn pkcs12(source: &Pkcs12Source, scheme: Option<RsaScheme>, secrets: &dyn Secrets) -> Result<Self, KeyFault> {
        let at_file = |fault| KeyFault::File(source.file.clone(), fault);
        let bytes = secrets.key_file(&source.file)?;
        let passphrase = source.passphrase.as_ref().map(|place| passphrase(place, &source.file, secrets)).transpose()?;
        let archive = open(&bytes, passphrase.as_ref()).map_err(at_file)?;
        let bag = choose(&archive.keys, source.alias.as_deref()).map_err(at_file)?;
        // The archive's own copy is out of reach; this one is wiped.
        let der = Zeroizing::new(bag.key.as_der().to_vec());
        let key = PrivateKey::read(Form::Pkcs8, &der, scheme).map_err(|fault| at_path(&source.file, fault))?;
        let certificates = certificates(&archive).map_err(at_file)?;
        Self::new(key, &certificates)?.with_chain(source.chain.as_deref(), &certificates, secrets)
    }
}

fn open(bytes: &[u8], passphrase: Option<&Secret>) -> Result<Pkcs12Archive, FileFault> {
    if is_pem(bytes) {
        return Err(FileFault::IsPem);
    }
    let archive = Pkcs12Archive::from_pkcs12(bytes, passphrase.map_or("", Secret::expose)).map_err(|error| match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) if passphrase.is_none() => FileFault::PassphraseMissing,
        // The library keeps the reason as a text alone.
        Error::Pkcs5Error(why) if why.contains("unsupported") => FileFault::Encryption(why),
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => FileFault::WrongPassphrase,
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => FileFault::Pkcs12Encryption,
        Error::InvalidParameters => FileFault::TooCostly,
        _ => FileFault::Pkcs12,
    })?;
    if archive.keys.len().max(archive.certs.len()) > MOST { Err(FileFault::TooMany) } else { Ok(archive) }
}

/// The key that was asked for, or the only one.
fn choose<'a>(keys: &'a [PrivateKeyBag], alias: Option<&str>) -> Result<&'a PrivateKeyBag, FileFault> {
    match (alias, keys) {
        (_, []) => Err(FileFault::NoKey),
        (None, [only]) => Ok(only),
        (None, _) => Err(FileFault::ChooseAlias(names(keys))),
        (Some(alias), _) => {
            let mut fitting = keys.iter().filter(|key| name(key) == alias);
            let first = fitting.next().ok_or_else(|| FileFault::UnknownAlias(alias.to_owned(), names(keys)))?;
            if fitting.next().is_some() { Err(FileFault::SameAlias(alias.to_owned())) } else { Ok(first) }
        }
    }
}

fn names(keys: &[PrivateKeyBag]) -> Vec<String> {
    keys.iter().map(name).collect()
}

/// What a key is called: by its friendly name, or by its id where it has none.
fn name(key: &PrivateKeyBag) -> String {
    let id = || key.local_key_id.as_ref().map(|id| id.as_ref().iter().map(|byte| format!("{byte:02x}")).collect());
    key.friendly_name.clone().or_else(id).unwrap_or_default()
}

fn certificates(archive: &Pkcs12Archive) -> Result<Vec<Certificate>, FileFault> {
    let read = |der: &[u8]| Certificate::from_der(der).map_err(|error| FileFault::Certificate(error.to_string()));
    let certificates: Vec<Certificate> = archive.certs.iter().map(|bag| read(bag.cert.as_der())).collect::<Result<_, _>>()?;
    if certificates.is_empty() { Err(FileFault::NoCertificate) } else { Ok(certificates) }
}
