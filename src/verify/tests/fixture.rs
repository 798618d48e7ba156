//! A contract with fields, and signatures on it, made at run time.

use std::sync::LazyLock;

use jiff::Timestamp;
use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SigningKey};

use crate::pdf::{File, Object, Reference, Update, edited, write_object};
use crate::pki::algorithm::{Digest, SignatureAlgorithm};
use crate::pki::certificate::Certificate;
use crate::pki::cms::{Content, Parts, SignedAttributes, assemble};
use crate::pki::issue::Issuer;
use crate::pki::revoked::Revoked;
use crate::verify::{Options, Report, Trust, verify};

/// The objects of the contract, by their numbers.
pub(super) mod number {
    pub(crate) const CATALOG: u32 = 1;
    pub(crate) const PAGES: u32 = 2;
    pub(crate) const PAGE: u32 = 3;
    pub(crate) const CONTENT: u32 = 5;
    pub(crate) const RESOURCES: u32 = 7;
    pub(crate) const FONT: u32 = 8;
    pub(crate) const FORM: u32 = 9;
    pub(crate) const COMPANY: u32 = 10;
    pub(crate) const CUSTOMER: u32 = 11;
    pub(crate) const STAMP: u32 = 12;
    pub(crate) const NAME: u32 = 13;
    pub(crate) const BOX: u32 = 14;
    pub(crate) const INFO: u32 = 15;
    pub(crate) const METADATA: u32 = 16;
    pub(crate) const TICK: u32 = 18;
    pub(crate) const STRUCTURE: u32 = 19;
    pub(crate) const SPARE: u32 = 20;
    pub(crate) const READ_ONLY: u32 = 21;
    pub(crate) const FILLED: u32 = 22;
    pub(crate) const LARGE: u32 = 23;
}

const XMP: &str = "<x:xmpmeta><xmp:ModifyDate>2026-01-01</xmp:ModifyDate><dc:title>Contract</dc:title></x:xmpmeta>";

pub(super) fn stream(dictionary: &str, data: &str) -> String {
    format!("<<{dictionary}/Length {}>>\nstream\n{data}\nendstream", data.len())
}

/// The objects of the contract before anybody signed.
pub(super) fn objects() -> Vec<String> {
    let widget = |rest: &str| format!("<</Type/Annot/Subtype/Widget/P 3 0 R/F 4{rest}>>");
    vec![
        "<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R/Metadata 16 0 R/StructTreeRoot 19 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>"
            .to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 600 800]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources 7 0 R/Annots[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources 7 0 R>>".to_owned(),
        stream("", "BT /F1 12 Tf (You owe 100 euros) Tj ET"),
        stream("", "BT /F1 12 Tf (Page two) Tj ET"),
        "<</Font<</F1 8 0 R>>>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Fields[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R]/DA(/F1 0 Tf)/DR 7 0 R>>".to_owned(),
        widget("/FT/Sig/T(company)/Rect[50 50 200 100]/AP<</N 17 0 R>>"),
        widget("/FT/Sig/T(customer)/Rect[250 50 400 100]/AP<</N 17 0 R>>"),
        "<</Type/Annot/Subtype/Widget/P 3 0 R/F 132/FT/Sig/T(DocTimeStamp1)/Rect[0 0 0 0]>>".to_owned(),
        widget("/FT/Tx/T(name)/Rect[50 150 200 170]/AP<</N 17 0 R>>"),
        widget("/FT/Btn/T(agreed)/Rect[50 200 60 210]/AS/Off/AP<</N<</Yes 18 0 R/Off 17 0 R>>>>"),
        "<</Title(Contract)/ModDate(D:20260101)>>".to_owned(),
        stream("/Type/Metadata/Subtype/XML", XMP),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 150 50]", ""),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]", "0 0 10 10 re f"),
        "<</Type/StructTreeRoot>>".to_owned(),
        stream("", "BT /F1 12 Tf (You owe 900 euros) Tj ET"),
        widget("/FT/Tx/T(total)/Ff 1/Rect[50 250 200 270]/AP<</N 17 0 R>>"),
        widget("/FT/Tx/T(place)/V(Athens)/Rect[50 300 200 320]/AP<</N 17 0 R>>"),
        widget("/FT/Tx/T(remarks)/Rect[0 0 600 500]"),
    ]
}

/// The contract before anybody signed.
pub(super) fn unsigned() -> Vec<u8> {
    let objects = objects();
    let text: Vec<&str> = objects.iter().map(String::as_str).collect();
    let bytes = crate::pdf::sample::table(&text);
    let text = String::from_utf8(bytes).expect("a text").replace("/Root 1 0 R", "/Root 1 0 R/Info 15 0 R");
    text.into_bytes()
}

/// The same, with a cross-reference stream, and what is no stream itself in an object stream.
pub(super) fn packed() -> Vec<u8> {
    let bytes = unsigned();
    let file = File::open(&bytes).expect("a file");
    let objects = objects();
    let is_plain = |object: &&String| !object.ends_with("endstream");
    let plain: Vec<&str> = objects.iter().map(|object| if is_plain(&object) { object.as_str() } else { "null" }).collect();
    let packed = crate::pdf::sample::stream(&plain);
    let text = String::from_utf8_lossy(&packed).into_owned();
    assert!(text.contains("/Type/ObjStm") && file.numbers().is_ok());
    let streams: Vec<(u32, &str)> =
        (1..).zip(&objects).filter(|(_, object)| !is_plain(object)).map(|(number, object)| (number, object.as_str())).collect();
    updated(&packed, &streams)
}

/// Appends an update that writes these objects.
pub(super) fn updated(bytes: &[u8], objects: &[(u32, &str)]) -> Vec<u8> {
    let file = File::open(bytes).expect("a file");
    let mut update = Update::new(&file).expect("an update");
    reserve(&mut update, objects);
    for (number, value) in objects {
        let object = Reference::new(*number);
        match value.split_once("\nstream\n").and_then(|(head, rest)| Some((head, rest.strip_suffix("\nendstream")?))) {
            Some((head, data)) => {
                let (head, _) = crate::pdf::parse_value(head.as_bytes(), 0).expect("a dictionary");
                update.set_stream(object, head.as_dictionary().expect("a dictionary"), data.as_bytes());
            }
            None => update.set(object, value.as_bytes().to_vec()),
        }
    }
    [bytes, &update.finish().bytes].concat()
}

/// Sets the numbers of new objects aside, so that the update gives none of them to something else.
fn reserve(update: &mut Update<'_, '_>, objects: &[(u32, &str)]) {
    let highest = objects.iter().map(|(number, _)| *number).max().unwrap_or(0);
    while update.file().next_number() <= highest && update.allocate().expect("a number").number < highest {}
}

/// An object's dictionary with some entries replaced.
pub(super) fn changed(bytes: &[u8], number: u32, changes: &[(&str, &str)]) -> String {
    let file = File::open(bytes).expect("a file");
    let changes: Vec<(&str, Option<Vec<u8>>)> =
        changes.iter().map(|(key, value)| (*key, Some(value.as_bytes().to_vec()).filter(|value| !value.is_empty()))).collect();
    let raw = file.raw(Reference::new(number)).expect("an object");
    String::from_utf8_lossy(&edited(&raw, &changes).expect("a dictionary")).into_owned()
}

/// An update that changes entries of one object.
pub(super) fn with(bytes: &[u8], number: u32, changes: &[(&str, &str)]) -> Vec<u8> {
    updated(bytes, &[(number, &changed(bytes, number, changes))])
}

/// Somebody with a key.
pub(super) struct Holder {
    pub(super) certificate: Certificate,
    key: KeyPair,
}

impl Holder {
    fn new(name: &str, for_timestamps: bool) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if for_timestamps {
            let value = [0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8].to_vec();
            let mut purpose = rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 37], value);
            purpose.set_criticality(true);
            params.custom_extensions.push(purpose);
        }
        // The authority's certificate outlasts the signers'.
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(if for_timestamps { 2040 } else { 2027 }, 1, 1);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
        let certificate = if for_timestamps {
            params.self_signed(&key)
        } else {
            params.crl_distribution_points = vec![rcgen::CrlDistributionPoint { uris: vec!["http://example.com/list.crl".to_owned()] }];
            params.signed_by(&key, &*ROOT)
        };
        let certificate = certificate.expect("a certificate");
        Self { certificate: Certificate::from_der(certificate.der()).expect("a certificate"), key }
    }

    /// Somebody whose certificate has these extensions and no others that say who revokes it.
    pub(super) fn with(name: &str, extensions: &[(&[u64], Vec<u8>)], is_authority: bool) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if is_authority {
            params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        }
        let extension = |(oid, value): &(&[u64], Vec<u8>)| rcgen::CustomExtension::from_oid_content(oid, value.clone());
        params.custom_extensions = extensions.iter().map(extension).collect();
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2027, 1, 1);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
        let certificate = params.signed_by(&key, &*ROOT).expect("a certificate");
        Self { certificate: Certificate::from_der(certificate.der()).expect("a certificate"), key }
    }

    pub(super) fn message(&self, digest: &[u8]) -> Vec<u8> {
        let attributes = SignedAttributes::of_data(digest, &self.certificate, Digest::Sha256).expect("attributes");
        let signature = self.key.sign(&attributes.message().expect("a message")).expect("a signature");
        let parts = Parts {
            content: Content::Detached,
            attributes: &attributes,
            algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256),
            certificate: &self.certificate,
            carried: true,
            chain: &[],
            signature: &signature,
        };
        assemble(&parts).expect("a message")
    }

    fn token(&self, digest: &[u8]) -> Vec<u8> {
        let request = crate::pki::timestamp::Request::new(Digest::Sha256, digest, [1; 8]).expect("a request");
        let sign = |message: &[u8]| self.key.sign(message).expect("a signature");
        let issuer = Issuer { certificate: &self.certificate, chain: &[], algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256), sign: &sign };
        let policy = der::asn1::ObjectIdentifier::new_unwrap("1.2.3");
        let response = crate::pki::timestamp::issue(request.der(), &issuer, 1, now(), policy).expect("a response");
        request.answer(&response).expect("a token").0.der().to_vec()
    }
}

/// The authority that issued the signers' certificates.
pub(super) static ROOT: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Root");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2040, 1, 1);
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("a certificate")
});

pub(super) fn root() -> Certificate {
    Certificate::from_der(ROOT.der()).expect("a certificate")
}

/// The root's list of revoked certificates, of a time, with the company's since another.
pub(super) fn list(as_of: Timestamp, since: Option<Timestamp>) -> Vec<u8> {
    let sign = |message: &[u8]| ROOT.key().sign(message).expect("a signature");
    let root = root();
    let issuer = Issuer { certificate: &root, chain: &[], algorithm: SignatureAlgorithm::Ecdsa(Digest::Sha256), sign: &sign };
    let revoked: Vec<_> = since.into_iter().map(|since| (COMPANY.certificate.serial().to_vec(), Revoked { since, reason: None })).collect();
    crate::pki::crl::issue(&issuer, &revoked, as_of, Some(at("2039-01-01T00:00:00Z")), 1).expect("a list")
}

pub(super) static COMPANY: LazyLock<Holder> = LazyLock::new(|| Holder::new("Company", false));
pub(super) static CUSTOMER: LazyLock<Holder> = LazyLock::new(|| Holder::new("Customer", false));
pub(super) static AUTHORITY: LazyLock<Holder> = LazyLock::new(|| Holder::new("Time", true));

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

pub(super) fn now() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

/// What a signature is to be.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) field: u32,
    /// Further entries of the signature dictionary.
    pub(super) entries: &'static str,
    pub(super) certifies: bool,
    pub(super) is_timestamp: bool,
}

pub(super) const AGREES: Wanted = Wanted { field: number::CUSTOMER, entries: "", certifies: false, is_timestamp: false };
pub(super) const APPROVES: Wanted = Wanted { field: number::COMPANY, ..AGREES };
pub(super) const STAMPS: Wanted = Wanted { field: number::STAMP, is_timestamp: true, ..AGREES };

/// A certification with a permission.
pub(super) const fn certifies(entries: &'static str) -> Wanted {
    Wanted { field: number::COMPANY, entries, certifies: true, is_timestamp: false }
}

pub(super) const P1: Wanted = certifies("/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]");
pub(super) const P2: Wanted = certifies("/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]");
pub(super) const P3: Wanted = certifies("/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 3/V/1.2>>>>]");

const ROOM: usize = 4096;

/// Signs a file: the company certifies it or agrees, the customer agrees, or an authority stamps it.
pub(super) fn signed(bytes: &[u8], wanted: Wanted) -> Vec<u8> {
    let holder = if wanted.is_timestamp {
        &AUTHORITY
    } else if wanted.field == number::COMPANY {
        &COMPANY
    } else {
        &CUSTOMER
    };
    signed_by(bytes, wanted, holder)
}

/// Signs a file by somebody's key.
pub(super) fn signed_by(bytes: &[u8], wanted: Wanted, holder: &Holder) -> Vec<u8> {
    let look = stream("/Type/XObject/Subtype/Form/BBox[0 0 150 50]", "BT (Signed) Tj ET");
    let mut objects = Vec::new();
    let file = File::open(bytes).expect("a file");
    let value = file.next_number();
    let mut entries = vec![("V", format!("{value} 0 R"))];
    if !wanted.is_timestamp {
        entries.push(("AP", format!("<</N {} 0 R>>", value + 1)));
        objects.push((value + 1, look));
    }
    let entries: Vec<(&str, &str)> = entries.iter().map(|(key, value)| (*key, value.as_str())).collect();
    objects.push((wanted.field, changed(bytes, wanted.field, &entries)));
    objects.push((number::FORM, changed(bytes, number::FORM, &[("SigFlags", "3")])));
    if wanted.certifies {
        objects.push((number::CATALOG, changed(bytes, number::CATALOG, &[("Perms", &format!("<</DocMDP {value} 0 R>>"))])));
    }
    let objects: Vec<(u32, &str)> = objects.iter().map(|(number, object)| (*number, object.as_str())).collect();
    sign_with(bytes, value, wanted, &objects, holder)
}

fn sign_with(bytes: &[u8], value: u32, wanted: Wanted, objects: &[(u32, &str)], holder: &Holder) -> Vec<u8> {
    let file = File::open(bytes).expect("a file");
    let kind = if wanted.is_timestamp { "/Type/DocTimeStamp/SubFilter/ETSI.RFC3161" } else { "/Type/Sig/SubFilter/ETSI.CAdES.detached" };
    let range = "[0 ########## ########## ##########]";
    let head = format!("<</Filter/Adobe.PPKLite{kind}{}/ByteRange ", wanted.entries);
    let dictionary = format!("{head}{:<width$}/Contents <{}>>>", "[0 0 0 0]", "0".repeat(ROOM * 2), width = range.len());
    let mut update = Update::new(&file).expect("an update");
    reserve(&mut update, objects);
    for (number, object) in objects {
        let (head, rest) = object.split_once("\nstream\n").unwrap_or((object, ""));
        match rest.strip_suffix("\nendstream") {
            Some(data) => {
                let (head, _) = crate::pdf::parse_value(head.as_bytes(), 0).expect("a dictionary");
                update.set_stream(Reference::new(*number), head.as_dictionary().expect("a dictionary"), data.as_bytes());
            }
            None => update.set(Reference::new(*number), object.as_bytes().to_vec()),
        }
    }
    update.set(Reference::new(value), dictionary.into_bytes());
    let appended = update.finish();
    let place = appended.place(Reference::new(value)).expect("a place");
    let mut out = [bytes, &appended.bytes].concat();
    let (start, end) = (place + head.len() + range.len() + 10, place + head.len() + range.len() + 10 + ROOM * 2 + 2);
    let numbers = format!("[0 {start} {end} {}", out.len() - end);
    let at = place + head.len();
    out[at..at + range.len()].fill(b' ');
    out[at..at + numbers.len()].copy_from_slice(numbers.as_bytes());
    out[at + range.len() - 1] = b']';
    resign(&mut out, start, end, wanted, holder);
    out
}

/// Writes a value into the gap that signs what is around it.
fn resign(out: &mut [u8], start: usize, end: usize, wanted: Wanted, holder: &Holder) {
    let digest = Digest::Sha256.of_parts(&[&out[..start], &out[end..]]);
    let message = if wanted.is_timestamp { holder.token(&digest) } else { holder.message(&digest) };
    for (index, byte) in message.iter().enumerate() {
        out[start + 1 + index * 2..start + 3 + index * 2].copy_from_slice(format!("{byte:02x}").as_bytes());
    }
}

/// Verifies, without anybody to trust.
pub(super) fn judged(bytes: &[u8]) -> Report {
    verify(bytes, &Trust::default(), &Options { now: now() })
}

/// Everything that a report says against a file.
pub(super) fn against(report: &Report) -> Vec<String> {
    let mut words = report.problems.clone();
    for signature in &report.signatures {
        for answer in [&signature.intact, &signature.valid] {
            if let crate::verify::Answer::No(why) = answer {
                words.push(why.clone());
            }
        }
        words.extend(signature.changes.iter().filter(|change| !change.allowed).map(|change| change.words.clone()));
    }
    words
}

/// A value in its written form.
pub(super) fn written(object: &Object) -> String {
    let mut out = Vec::new();
    write_object(object, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
