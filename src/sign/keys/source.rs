//! Where a key is kept, as a profile says it.

use std::path::PathBuf;

use crate::sign::secret::SecretSource;

/// Where a key and its certificates are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In PEM or DER files.
    Pem(PemSource),
    /// In a PKCS#12 file (RFC 7292).
    Pkcs12(Pkcs12Source),
    /// On a token that a PKCS#11 module speaks to.
    Pkcs11(Pkcs11Source),
}

/// A key in PEM or DER files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PemSource {
    /// The file with the private key; it may hold the certificates too.
    pub key: PathBuf,
    /// The file with the signer's certificate, where the key's file does not hold it.
    pub certificate: Option<PathBuf>,
    /// A file with the certificates between the signer's and a root.
    pub chain: Option<PathBuf>,
    /// What the key is encrypted with, where it is.
    pub passphrase: Option<SecretSource>,
}

/// A key in a PKCS#12 file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pkcs12Source {
    /// The file.
    pub file: PathBuf,
    /// The name of the key in it, where it holds several.
    pub alias: Option<String>,
    /// A file with the certificates between the signer's and a root, where the PKCS#12 file does not hold them.
    pub chain: Option<PathBuf>,
    /// What the file is encrypted with, where it is.
    pub passphrase: Option<SecretSource>,
}

/// A key on a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pkcs11Source {
    /// The module: the shared library that speaks to the token.
    pub module: PathBuf,
    /// The token's label, or its serial number.
    pub token: String,
    /// The key on the token.
    pub key: TokenKey,
    /// The file with the signer's certificate, where the token does not hold it.
    pub certificate: Option<PathBuf>,
    /// A file with the certificates between the signer's and a root, where the token does not hold them.
    pub chain: Option<PathBuf>,
    /// The PIN; none where it is typed at the token's own keys.
    pub pin: Option<SecretSource>,
}

/// How a key on a token is told from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKey {
    /// By its label (`CKA_LABEL`).
    Label(String),
    /// By its id (`CKA_ID`).
    Id(Vec<u8>),
    /// It is the only one.
    Only,
}

/// How an RSA key signs. Other keys sign in one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2), which every reader knows.
    #[default]
    Pkcs1,
    /// RSASSA-PSS (RFC 8017, 8.1).
    Pss,
}
