//! Why a key cannot be used.

use std::fmt;
use std::path::PathBuf;

use const_oid::ObjectIdentifier;

use crate::sign::secret::SecretFault;

/// Why a key cannot be used.
#[derive(Debug)]
pub enum KeyFault {
    /// A secret or a file is not to be had.
    Secret(SecretFault),
    /// The fault is in a file of keys or certificates.
    File(PathBuf, FileFault),
    /// The key is of a kind, a curve or a size that signatures are not made with.
    Unsuitable(Unsuitable),
    /// The certificate was issued for another key.
    Mismatch,
    /// The profile asks for an algorithm that the key cannot sign with.
    WrongScheme(&'static str),
    /// The fault is on a token, or in the module that speaks to it.
    Token(TokenFault),
    /// The key's own operation failed.
    Signing,
}

/// A fault in a file of keys or certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// It is neither PEM nor DER.
    Unknown,
    /// Its PEM cannot be read, and why.
    Pem(String),
    /// It holds no private key.
    NoKey,
    /// It holds several private keys.
    SeveralKeys(usize),
    /// It holds no certificate.
    NoCertificate,
    /// A certificate in it cannot be read, and why.
    Certificate(String),
    /// Its private key cannot be read.
    BrokenKey,
    /// It is PKCS#12, where PEM or DER is looked for.
    IsPkcs12,
    /// It is PEM, where PKCS#12 is looked for.
    IsPem,
    /// It holds a PKCS#7 bundle.
    IsPkcs7,
    /// It is a key of OpenSSH's own format.
    IsOpenSsh,
    /// It is encrypted and the profile names no passphrase.
    PassphraseMissing,
    /// The passphrase does not open it.
    WrongPassphrase,
    /// It is encrypted in a way that is not understood.
    Encryption(String),
    /// Opening it would take more work than any honest file asks for.
    TooCostly,
    /// It is not PKCS#12, or broken.
    Pkcs12,
    /// It is PKCS#12 and encrypted in a way that is not understood.
    Pkcs12Encryption,
    /// It holds several keys of this name.
    SameAlias(String),
    /// It holds several keys, of these names, and the profile chooses none.
    ChooseAlias(Vec<String>),
    /// It holds no key of this name, but of these.
    UnknownAlias(String, Vec<String>),
    /// It holds more certificates than any chain needs.
    TooMany,
    /// It is to hold the chain, and holds no certificate of this issuer of the signer's.
    NotTheChain(String),
}

/// What makes a key unsuitable for signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsuitable {
    /// An RSA key of so many bits is too weak.
    Weak(usize),
    /// An RSA key of so many bits is larger than is of use.
    Large(usize),
    /// A curve or a kind of key that signatures are not made with.
    Kind(&'static str),
    /// A kind of key that is not known at all.
    Unknown(ObjectIdentifier),
}

/// A fault on a token, or in the module that speaks to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenFault {
    /// The module cannot be loaded, and why.
    Module(PathBuf, String),
    /// There is no such token, but those of these labels.
    NoToken(String, Vec<String>),
    /// Several tokens have this label.
    SeveralTokens(String),
    /// The token asks for a PIN and the profile names none.
    PinMissing,
    /// The PIN is wrong; whether it was the last but one try.
    WrongPin {
        /// Whether one more wrong PIN locks the token.
        last_try: bool,
    },
    /// The PIN is locked.
    PinLocked,
    /// The PIN must be set or changed before the token can be used.
    PinUnusable,
    /// There is no such key, but those of these labels.
    NoKey(String, Vec<String>),
    /// Several keys fit.
    SeveralKeys(Vec<String>),
    /// The token holds no certificate for the key.
    NoCertificate,
    /// A certificate on the token cannot be read, and why.
    Certificate(String),
    /// The token offers no mechanism for the algorithm.
    NoMechanism(&'static str),
    /// The token was removed.
    Removed,
    /// The module answered with an error: its PKCS#11 name.
    Answer(String),
}

impl From<SecretFault> for KeyFault {
    fn from(fault: SecretFault) -> Self {
        Self::Secret(fault)
    }
}

impl From<TokenFault> for KeyFault {
    fn from(fault: TokenFault) -> Self {
        Self::Token(fault)
    }
}

impl From<Unsuitable> for KeyFault {
    fn from(fault: Unsuitable) -> Self {
        Self::Unsuitable(fault)
    }
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(fault) => fault.fmt(f),
            Self::File(path, fault) => write!(f, "{}: {fault}", path.display()),
            Self::Unsuitable(fault) => fault.fmt(f),
            Self::Mismatch => f.write_str("the certificate was issued for another key; name the one that belongs to this key"),
            Self::WrongScheme(kind) => write!(f, "the key is {kind} and does not sign as `algorithm` says; take `algorithm` out of the profile"),
            Self::Token(fault) => fault.fmt(f),
            Self::Signing => f.write_str("the key did not sign; it may be damaged"),
        }
    }
}

impl std::error::Error for KeyFault {}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("the file holds neither a key nor certificates, in PEM or in DER"),
            Self::Pem(why) => write!(f, "the file's PEM cannot be read: {why}"),
            Self::NoKey => f.write_str("the file holds no private key"),
            Self::SeveralKeys(count) => write!(f, "the file holds {count} private keys; keep one key in one file"),
            Self::NoCertificate => f.write_str("the file holds no certificate; name the certificate's file by `certificate:`"),
            Self::Certificate(why) => write!(f, "a certificate in the file cannot be read: {why}"),
            Self::BrokenKey => f.write_str("the private key in the file is damaged or not of its kind"),
            Self::IsPkcs12 => f.write_str("the file is PKCS#12; name it by `pkcs12:` instead of `pem:`"),
            Self::IsPem => f.write_str("the file is PEM; name it by `pem:` instead of `pkcs12:`"),
            Self::IsPkcs7 => {
                f.write_str("the file is a PKCS#7 bundle; write its certificates out: openssl pkcs7 -print_certs -in BUNDLE -out chain.pem")
            }
            Self::IsOpenSsh => f.write_str("the key is of OpenSSH's own format; write it as PKCS#8: ssh-keygen -p -m PKCS8 -f KEY"),
            Self::PassphraseMissing => f.write_str("the file is encrypted; say by `passphrase:` where its passphrase is found"),
            Self::WrongPassphrase => f.write_str("the passphrase does not open the file"),
            Self::Encryption(how) => {
                write!(
                    f,
                    "the file is encrypted by {how}, which is not understood; write it again: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW"
                )
            }
            Self::TooCostly => f.write_str("opening the file would take more work than any honest file asks for"),
            Self::Pkcs12 => f.write_str("the file is not PKCS#12, or it is damaged"),
            Self::Pkcs12Encryption => f.write_str("the file is encrypted in a way that is not understood; export it again with AES-256 and SHA-256"),
            Self::SameAlias(name) => write!(f, "the file holds several keys called {name}; export the one that is meant into a file of its own"),
            Self::ChooseAlias(names) => write!(f, "the file holds several keys; choose one by `alias:`: {}", names.join(", ")),
            Self::UnknownAlias(name, names) => write!(f, "the file holds no key called {name}; it holds: {}", names.join(", ")),
            Self::NotTheChain(issuer) => {
                write!(f, "the file holds no certificate of {issuer}, which issued the signer's; name the file that does by `chain:`")
            }
            Self::TooMany => f.write_str("the file holds more certificates than any chain needs"),
        }
    }
}

impl fmt::Display for Unsuitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weak(bits) => write!(f, "an RSA key of {bits} bits is too weak for a signature; 2048 are the least, 3072 are advised"),
            Self::Large(bits) => write!(f, "an RSA key of {bits} bits is larger than is supported; 4096 are the most"),
            Self::Kind(kind) => write!(f, "{kind} is not supported; use RSA, P-256, P-384 or Ed25519"),
            Self::Unknown(oid) => write!(f, "keys of the kind {oid} are not supported; use RSA, P-256, P-384 or Ed25519"),
        }
    }
}

impl fmt::Display for TokenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(path, why) => write!(f, "the PKCS#11 module {} cannot be loaded: {why}", path.display()),
            Self::NoToken(name, others) if others.is_empty() => write!(f, "the token {name} is not there, nor is any other; is it plugged in?"),
            Self::NoToken(name, others) => write!(f, "the token {name} is not there; there are: {}", others.join(", ")),
            Self::SeveralTokens(name) => write!(f, "several tokens are called {name}; name the one by its serial number"),
            Self::PinMissing => f.write_str("the token asks for a PIN; say by `pin:` where it is found"),
            Self::WrongPin { last_try: false } => f.write_str("the PIN is wrong; a few more wrong ones lock the token"),
            Self::WrongPin { last_try: true } => f.write_str("the PIN is wrong, and one more wrong one locks the token"),
            Self::PinLocked => f.write_str("the token's PIN is locked; unlock it with the token's own program and its PUK"),
            Self::PinUnusable => f.write_str("the token's PIN must be set or changed first; do so with the token's own program"),
            Self::NoKey(name, others) if others.is_empty() => write!(f, "the token holds no private key {name}, nor any other"),
            Self::NoKey(name, others) => write!(f, "the token holds no private key {name}; it holds: {}", others.join(", ")),
            Self::SeveralKeys(names) => write!(f, "the token holds several keys that fit; choose one by `label:` or `id:`: {}", names.join(", ")),
            Self::NoCertificate => f.write_str("the token holds no certificate for the key; name the certificate's file by `certificate:`"),
            Self::Certificate(why) => write!(f, "a certificate on the token cannot be read: {why}"),
            Self::NoMechanism(algorithm) => write!(f, "the token cannot sign with {algorithm}; choose another `algorithm` in the profile"),
            Self::Removed => f.write_str("the token was removed; plug it in and sign again"),
            Self::Answer(name) => write!(f, "the token answered with {name}"),
        }
    }
}
