//! Keys and certificates in every form that programs write them, made here at run time.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};
use md5::{Digest as _, Md5};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Params, Pbkdf2Prf};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, RsaKeySize};

use super::{FileFault, KeyFault, PemSource, Pkcs12Source, RsaScheme, SigningKey as _, SoftwareKey, Unsuitable};
use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::sign::secret::SecretSource;
use crate::sign::secret::memory::Memory;

/// A key with its certificate and the two above it.
struct Sample {
    key: KeyPair,
    certificate: rcgen::Certificate,
    intermediate: rcgen::Certificate,
    root: rcgen::Certificate,
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.use_authority_key_identifier_extension = true;
    params
}

fn authority(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn sample(key: KeyPair) -> Sample {
    let [root_key, intermediate_key] = [(); 2].map(|()| KeyPair::generate().unwrap());
    let root = authority("Root").self_signed(&root_key).unwrap();
    let root_issuer = Issuer::new(authority("Root"), root_key);
    let intermediate = authority("Intermediate").signed_by(&intermediate_key, &root_issuer).unwrap();
    let certificate = params("Signer").signed_by(&key, &Issuer::new(authority("Intermediate"), intermediate_key)).unwrap();
    Sample { key, certificate, intermediate, root }
}

fn p256() -> Sample {
    sample(KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap())
}

fn rsa(size: RsaKeySize) -> Sample {
    sample(KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size).unwrap())
}

fn block(tag: &str, der: &[u8]) -> String {
    pem::encode(&pem::Pem::new(tag, der))
}

/// The structure inside PKCS#8: PKCS#1 or SEC1.
fn inner(key: &KeyPair) -> Vec<u8> {
    PrivateKeyInfoRef::try_from(key.serialized_der()).unwrap().private_key.as_bytes().to_vec()
}

fn in_one_file() -> PemSource {
    PemSource { key: "key".into(), certificate: None, chain: None, passphrase: Some(SecretSource::Prompt) }
}

fn open(file: impl Into<Vec<u8>>, passphrase: &str) -> Result<SoftwareKey, KeyFault> {
    SoftwareKey::pem(&in_one_file(), None, &Memory::default().with("key", file).secret(passphrase))
}

fn fault(file: impl Into<Vec<u8>>) -> FileFault {
    match open(file, "right") {
        Err(KeyFault::File(_, fault)) => fault,
        other => panic!("{other:?}"),
    }
}

fn verifies(sample: &Sample, algorithm: &'static dyn VerificationAlgorithm, key: &SoftwareKey) {
    let signature = key.sign(b"message").unwrap();
    UnparsedPublicKey::new(algorithm, sample.key.public_key_raw()).verify(b"message", &signature).unwrap();
    assert!(signature.len() <= key.signature_bound());
}

#[test]
fn a_key_stands_in_pem_or_der_in_one_file_or_two() {
    let sample = rsa(RsaKeySize::_2048);
    let certificate = sample.certificate.pem();
    let pkcs1 = inner(&sample.key);
    for key in [block("PRIVATE KEY", sample.key.serialized_der()), block("RSA PRIVATE KEY", &pkcs1)] {
        let opened = open(format!("Bag Attributes: none\n{certificate}{key}"), "").unwrap();
        verifies(&sample, &RSA_PKCS1_2048_8192_SHA256, &opened);
        assert_eq!(opened.signature_bound(), 256);
    }
    let two = PemSource { certificate: Some("certificate".into()), chain: Some("chain".into()), ..in_one_file() };
    for key in [sample.key.serialized_der().to_vec(), pkcs1] {
        let files =
            Memory::default().with("key", key).with("certificate", sample.certificate.der().to_vec()).with("chain", sample.intermediate.pem());
        let opened = SoftwareKey::pem(&two, Some(RsaScheme::Pss), &files).unwrap();
        assert_eq!(opened.algorithm(), SignatureAlgorithm::RsaPss(Digest::Sha256));
        verifies(&sample, &RSA_PSS_2048_8192_SHA256, &opened);
        assert_eq!(opened.chain()[0].der(), sample.intermediate.der().as_ref());
    }
}

#[test]
fn a_curves_key_stands_in_sec1_too() {
    let sample = p256();
    let info = PrivateKeyInfoRef::try_from(sample.key.serialized_der()).unwrap();
    // Inside PKCS#8 the curve stands outside; on its own, the key names it.
    let scalar = &info.private_key.as_bytes()[7..39];
    let mut sec1 = vec![0x30, 0x31, 2, 1, 1, 4, 32];
    sec1.extend_from_slice(scalar);
    sec1.extend_from_slice(&[0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]);
    let opened = open(format!("{}{}", block("EC PRIVATE KEY", &sec1), sample.certificate.pem()), "").unwrap();
    verifies(&sample, &ECDSA_P256_SHA256_ASN1, &opened);
}

#[test]
fn the_chain_is_put_into_order() {
    let sample = p256();
    let other = p256();
    let file =
        [sample.root.pem(), other.intermediate.pem(), sample.intermediate.pem(), sample.certificate.pem(), sample.key.serialize_pem()].concat();
    let opened = open(file, "").unwrap();
    assert_eq!(opened.chain().iter().map(Certificate::der).collect::<Vec<_>>(), [sample.intermediate.der().as_ref()]);
    let [root, stranger] = [&sample.root, &other.root].map(|root| Certificate::from_der(root.der()).unwrap());
    assert_eq!(super::chain::missing_issuer(opened.certificate(), opened.chain(), &[root]), None);
    assert_eq!(super::chain::missing_issuer(opened.certificate(), opened.chain(), &[stranger]).as_deref(), Some("CN=Root"));
    let wrong = PemSource { chain: Some("chain".into()), ..in_one_file() };
    let files = Memory::default().with("key", sample.key.serialize_pem() + &sample.certificate.pem()).with("chain", other.intermediate.pem());
    let fault = SoftwareKey::pem(&wrong, None, &files).unwrap_err();
    assert!(matches!(&fault, KeyFault::File(path, FileFault::NotTheChain(_)) if path.ends_with("chain")), "{fault}");
}

/// Encrypts a key as a PKCS#8 file of other programs is.
fn sealed(key: &KeyPair, kdf: Kdf, encryption: EncryptionScheme) -> String {
    let info = PrivateKeyInfoRef::try_from(key.serialized_der()).unwrap();
    block("ENCRYPTED PRIVATE KEY", info.encrypt_with_params(Parameters { kdf, encryption }, "right").unwrap().as_bytes())
}

fn pbkdf2(prf: Pbkdf2Prf) -> Kdf {
    let mut params = Pbkdf2Params::hmac_sha256(2048, b"saltsalt").unwrap();
    params.prf = prf;
    params.into()
}

fn scrypt() -> Kdf {
    let params = pkcs8::pkcs5::scrypt::Params::new(4, 8, 1).unwrap();
    Parameters::generate_scrypt_aes256cbc(params, b"saltsalt", [7; 16]).unwrap().kdf
}

#[test]
fn encrypted_pkcs8_is_opened() {
    let sample = p256();
    let certificate = sample.certificate.pem();
    let (iv, iv8) = ([7; 16], [7; 8]);
    let forms = [
        (pbkdf2(Pbkdf2Prf::HmacWithSha1), EncryptionScheme::DesEde3Cbc { iv: iv8 }),
        (pbkdf2(Pbkdf2Prf::HmacWithSha256), EncryptionScheme::Aes128Cbc { iv }),
        (pbkdf2(Pbkdf2Prf::HmacWithSha512), EncryptionScheme::Aes192Cbc { iv }),
        (scrypt(), EncryptionScheme::Aes256Cbc { iv }),
    ];
    for (kdf, encryption) in forms {
        let file = sealed(&sample.key, kdf, encryption) + &certificate;
        assert!(open(file.as_str(), "right").is_ok(), "{encryption:?}");
        assert!(matches!(open(file, "wrong"), Err(KeyFault::File(_, FileFault::WrongPassphrase))));
    }
}

/// Encrypts a structure as OpenSSL did before PKCS#8.
fn traditional(tag: &str, der: &[u8], cipher: &str) -> String {
    let iv = [9; 16];
    let mut key: Vec<u8> = Vec::new();
    let mut block = Vec::new();
    while key.len() < 32 {
        block = Md5::new().chain_update(&block).chain_update("right").chain_update(&iv[..8]).finalize().to_vec();
        key.extend(&block);
    }
    let (sealed, iv) = match cipher {
        "AES-128-CBC" => (cbc::Encryptor::<aes::Aes128>::new_from_slices(&key[..16], &iv).unwrap().encrypt_padded_vec::<Pkcs7>(der), &iv[..]),
        "AES-192-CBC" => (cbc::Encryptor::<aes::Aes192>::new_from_slices(&key[..24], &iv).unwrap().encrypt_padded_vec::<Pkcs7>(der), &iv[..]),
        "AES-256-CBC" => (cbc::Encryptor::<aes::Aes256>::new_from_slices(&key, &iv).unwrap().encrypt_padded_vec::<Pkcs7>(der), &iv[..]),
        _ => (cbc::Encryptor::<des::TdesEde3>::new_from_slices(&key[..24], &iv[..8]).unwrap().encrypt_padded_vec::<Pkcs7>(der), &iv[..8]),
    };
    let digits: String = iv.iter().map(|byte| format!("{byte:02X}")).collect();
    let mut pem = pem::Pem::new(tag, sealed);
    pem.headers_mut().add("Proc-Type", "4,ENCRYPTED").unwrap();
    pem.headers_mut().add("DEK-Info", &format!("{cipher},{digits}")).unwrap();
    pem::encode(&pem)
}

#[test]
fn the_encryption_before_pkcs8_is_opened() {
    let sample = rsa(RsaKeySize::_2048);
    for cipher in ["AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC"] {
        let file = traditional("RSA PRIVATE KEY", &inner(&sample.key), cipher) + &sample.certificate.pem();
        verifies(&sample, &RSA_PKCS1_2048_8192_SHA256, &open(file.as_str(), "right").unwrap());
        assert!(matches!(open(file, "wrong"), Err(KeyFault::File(_, FileFault::WrongPassphrase))), "{cipher}");
    }
    let old = traditional("RSA PRIVATE KEY", b"0", "DES-CBC");
    assert_eq!(fault(old), FileFault::Encryption("DES-CBC".to_owned()));
}

#[test]
fn what_is_no_key_is_called_by_its_name() {
    let sample = p256();
    let (key, certificate) = (sample.key.serialize_pem(), sample.certificate.pem());
    assert_eq!(fault("hello"), FileFault::Unknown);
    assert_eq!(fault(certificate.as_str()), FileFault::NoKey);
    assert_eq!(fault(key.as_str()), FileFault::NoCertificate);
    assert_eq!(fault([key.as_str(), &key].concat()), FileFault::SeveralKeys(2));
    assert_eq!(fault(block("PRIVATE KEY", b"0")), FileFault::BrokenKey);
    assert_eq!(fault(block("OPENSSH PRIVATE KEY", b"0")), FileFault::IsOpenSsh);
    assert_eq!(fault(&key[..100]), FileFault::Pem("a block does not end".to_owned()));
    assert!(matches!(fault(block("CERTIFICATE", b"0") + &key), FileFault::Certificate(_)));
    assert!(matches!(open(key + &p256().certificate.pem(), ""), Err(KeyFault::Mismatch)));
    let costly = Kdf::from(Pbkdf2Params { iteration_count: 10_000_001, ..Pbkdf2Params::hmac_sha256(1, b"saltsalt").unwrap() });
    let parameters = Parameters { kdf: costly, encryption: EncryptionScheme::Aes128Cbc { iv: [0; 16] } };
    let scheme = der::Encode::to_der(&pkcs8::pkcs5::EncryptionScheme::from(parameters)).unwrap();
    let contents = [scheme, vec![4, 1, 0]].concat();
    let structure = [vec![0x30, u8::try_from(contents.len()).unwrap()], contents].concat();
    assert_eq!(fault(block("ENCRYPTED PRIVATE KEY", &structure)), FileFault::TooCostly);
}

#[test]
fn a_passphrase_is_asked_for_where_one_is_needed() {
    let sample = p256();
    let file = sealed(&sample.key, pbkdf2(Pbkdf2Prf::HmacWithSha256), EncryptionScheme::Aes128Cbc { iv: [7; 16] });
    let none = PemSource { passphrase: None, ..in_one_file() };
    let fault = SoftwareKey::pem(&none, None, &Memory::default().with("key", file + &sample.certificate.pem())).unwrap_err();
    assert_eq!(fault.to_string(), "key: the file is encrypted; say by `passphrase:` where its passphrase is found");
}

#[test]
fn unsuitable_keys_are_refused() {
    let p521 = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512).unwrap();
    let refused = open(p521.serialize_pem(), "").unwrap_err();
    assert!(matches!(refused, KeyFault::Unsuitable(Unsuitable::Kind("the curve P-521"))), "{refused}");
    assert_eq!(super::private::check_rsa_size(1024), Err(Unsuitable::Weak(1024)));
    assert_eq!(super::private::check_rsa_size(8192), Err(Unsuitable::Large(8192)));
    assert_eq!(super::private::bits(&[1, 0]), 9);
    let sample = p256();
    let files = Memory::default().with("key", sample.key.serialize_pem() + &sample.certificate.pem());
    assert!(matches!(SoftwareKey::pem(&in_one_file(), Some(RsaScheme::Pss), &files), Err(KeyFault::WrongScheme(_))));
}

fn store(samples: &[(&str, &Sample)], encryption: p12_keystore::EncryptionAlgorithm, mac: p12_keystore::MacAlgorithm) -> Vec<u8> {
    let mut store = p12_keystore::KeyStore::new();
    for (alias, sample) in samples {
        let key = p12_keystore::PrivateKey::from_der(sample.key.serialized_der()).unwrap();
        let certificates =
            [&sample.certificate, &sample.intermediate, &sample.root].map(|one| p12_keystore::Certificate::from_der(one.der()).unwrap());
        let chain = p12_keystore::PrivateKeyChain::new(*alias, key, certificates);
        store.add_entry(alias, p12_keystore::KeyStoreEntry::PrivateKeyChain(chain));
    }
    store.writer("right").encryption_algorithm(encryption).encryption_iterations(2048).mac_algorithm(mac).mac_iterations(2048).write().unwrap()
}

fn open_store(bytes: &[u8], alias: Option<&str>, passphrase: &str) -> Result<SoftwareKey, KeyFault> {
    let source = Pkcs12Source { file: "store".into(), alias: alias.map(Into::into), chain: None, passphrase: Some(SecretSource::Prompt) };
    SoftwareKey::pkcs12(&source, None, &Memory::default().with("store", bytes).secret(passphrase))
}

#[test]
fn pkcs12_modern_and_legacy_is_opened() {
    use p12_keystore::{EncryptionAlgorithm as Encryption, MacAlgorithm as Mac};
    let sample = p256();
    for (encryption, mac) in [
        (Encryption::PbeWithHmacSha256AndAes256, Mac::HmacSha256),
        (Encryption::PbeWithShaAnd3KeyTripleDesCbc, Mac::HmacSha1),
        (Encryption::PbeWithShaAnd40BitRc4Cbc, Mac::HmacSha1),
    ] {
        let bytes = store(&[("one", &sample)], encryption, mac);
        let opened = open_store(&bytes, None, "right").unwrap();
        verifies(&sample, &ECDSA_P256_SHA256_ASN1, &opened);
        assert_eq!(opened.chain().iter().map(Certificate::der).collect::<Vec<_>>(), [sample.intermediate.der().as_ref()]);
        assert!(matches!(open_store(&bytes, None, "wrong"), Err(KeyFault::File(_, FileFault::WrongPassphrase))));
        assert!(matches!(open_store(&bytes[..bytes.len() - 1], None, "right"), Err(KeyFault::File(_, FileFault::Pkcs12))));
    }
}

#[test]
fn one_of_several_keys_in_pkcs12_is_chosen() {
    let (one, two) = (p256(), p256());
    let bytes =
        store(&[("one", &one), ("two", &two)], p12_keystore::EncryptionAlgorithm::PbeWithHmacSha256AndAes256, p12_keystore::MacAlgorithm::HmacSha256);
    verifies(&two, &ECDSA_P256_SHA256_ASN1, &open_store(&bytes, Some("two"), "right").unwrap());
    let said = |alias| open_store(&bytes, alias, "right").unwrap_err().to_string();
    assert_eq!(said(None), "store: the file holds several keys; choose one by `alias:`: one, two");
    assert_eq!(said(Some("three")), "store: the file holds no key called three; it holds: one, two");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_files_never_panic(places in proptest::collection::vec((proptest::num::usize::ANY, proptest::num::u8::ANY), 1..6)) {
        let sample = p256();
        let store = store(&[("one", &sample)], p12_keystore::EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, p12_keystore::MacAlgorithm::HmacSha1);
        let sealed = sealed(&sample.key, pbkdf2(Pbkdf2Prf::HmacWithSha256), EncryptionScheme::Aes128Cbc { iv: [7; 16] });
        let der = pem::parse(sealed.as_bytes()).unwrap().into_contents();
        let sec1 = traditional("EC PRIVATE KEY", &inner(&sample.key), "AES-256-CBC").into_bytes();
        for mut bytes in [store, sealed.into_bytes(), der, sec1, sample.key.serialized_der().to_vec(), sample.certificate.der().to_vec()] {
            for (place, byte) in &places {
                let at = place % bytes.len();
                bytes[at] = *byte;
            }
            let _ = open(bytes.as_slice(), "right");
            let _ = open_store(&bytes, None, "right");
        }
    }
}
