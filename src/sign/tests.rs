//! Files of every form are signed, and what earlier signatures do not allow is refused.

use jiff::Timestamp;

use crate::fields::{self, Permission, Scope};
use crate::pdf::{File, sample};
use crate::pki::cms::{Message, without_padding};

use super::dev_cert::{DAYS, Wishes, make};
use super::keys::{PemSource, SigningKey, SoftwareKey};
use super::secret::memory::Memory;
use super::waiting::covered;
use super::{Aim, Fault, Identity, Intent, Level, Waiting, Words, prepare, sign};

const FORM: [&str; 6] = [
    "<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[5 0 R 6 0 R]>>",
    "<</Fields[5 0 R 6 0 R]>>",
    "<</Type/Annot/Subtype/Widget/FT/Sig/T(company-1)/F 132/Rect[0 0 0 0]/P 3 0 R>>",
    "<</Type/Annot/Subtype/Widget/FT/Sig/T(customer-1)/F 132/Rect[0 0 0 0]/P 3 0 R>>",
];
const PLAIN: [&str; 3] =
    ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"];

fn now() -> Timestamp {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn key() -> SoftwareKey {
    let made = make(&Wishes { days: *DAYS.start(), ..Wishes::default() }, now(), None).unwrap();
    let memory = Memory::default().with("key.pem", made.company.key.as_bytes()).with("certificate.pem", made.company.certificate);
    let source = PemSource { key: "key.pem".into(), certificate: Some("certificate.pem".into()), chain: None, passphrase: None };
    SoftwareKey::pem(&source, None, &memory).unwrap()
}

fn intent(field: &str) -> Intent {
    let words = Words { name: "Ελένη (TEST)".to_owned(), reason: Some("I agree".to_owned()), ..Words::default() };
    Intent { field: field.to_owned(), words, moment: now(), ..Intent::default() }
}

fn signed(bytes: &[u8], key: &dyn SigningKey, intent: &Intent) -> Result<Vec<u8>, Fault> {
    let signed = sign(bytes, key, intent, Aim::Basic, false, &mut |_, _| Ok(None))?;
    assert_eq!((signed.level, signed.short), (Level::Basic, None));
    Ok([bytes, &signed.appended].concat())
}

/// Checks every signature of a file over what it covers; gives the names of their fields and where they end.
fn checked(bytes: &[u8]) -> Vec<(String, usize)> {
    let file = File::open(bytes).unwrap();
    let fields = fields::read(&file).unwrap();
    let signed = fields.iter().filter(|field| field.is_signed());
    let check = |field: &fields::Field| {
        let covered = covered(&file, field).unwrap();
        let contents = covered.value(bytes);
        let message = Message::read(without_padding(&contents).unwrap()).unwrap();
        assert!(message.check(&message.digest().of_parts(&covered.parts(bytes))).unwrap().bound);
        (field.name.clone(), covered.end())
    };
    signed.map(check).collect()
}

#[test]
fn files_of_every_form_are_signed_twice() {
    let key = key();
    for bytes in [sample::table(&FORM), sample::stream(&FORM), sample::hybrid(&FORM)] {
        let certified =
            Intent { certify: Some(Permission::Filling), lock: Some(Scope::Include(vec!["company-1".to_owned()])), ..intent("company-1") };
        let once = signed(&bytes, &key, &certified).unwrap();
        let twice = signed(&once, &key, &intent("customer-1")).unwrap();
        assert!(once.starts_with(&bytes) && twice.starts_with(&once));
        assert_eq!(checked(&twice), [("company-1".to_owned(), once.len()), ("customer-1".to_owned(), twice.len())]);
        let catalog = File::open(&twice).unwrap().catalog().unwrap().1;
        assert!(catalog.get("Perms").is_some());
    }
}

#[test]
fn a_field_is_added_to_a_file_that_has_none() {
    let key = key();
    for bytes in [sample::table(&PLAIN), sample::stream(&PLAIN)] {
        let added = Intent { add_field: true, ..intent("Signature1") };
        let once = signed(&bytes, &key, &added).unwrap();
        let twice = signed(&once, &key, &Intent { add_field: true, ..intent("Signature2") }).unwrap();
        assert_eq!(checked(&twice).len(), 2);
        assert!(matches!(signed(&bytes, &key, &intent("Signature1")), Err(Fault::NoField { .. })));
    }
}

#[test]
fn what_an_earlier_signature_forbids_is_refused() {
    let key = key();
    let bytes = sample::table(&FORM);
    let certify = |permission, field| Intent { certify: Some(permission), ..intent(field) };
    assert!(matches!(signed(&bytes, &key, &certify(Permission::Nothing, "company-1")), Err(Fault::OpenFields(open)) if open == ["customer-1"]));
    assert!(matches!(signed(&bytes, &key, &intent("name")), Err(Fault::NoField { open, .. }) if open.len() == 2));
    let approved = signed(&bytes, &key, &intent("company-1")).unwrap();
    assert!(matches!(signed(&approved, &key, &intent("company-1")), Err(Fault::Signed(_))));
    assert!(matches!(signed(&approved, &key, &certify(Permission::Filling, "customer-1")), Err(Fault::CertificationNotFirst(_))));
    let plain = sample::table(&PLAIN);
    let add = |intent| Intent { add_field: true, ..intent };
    let certified = signed(&plain, &key, &add(certify(Permission::Filling, "company-1"))).unwrap();
    assert!(matches!(signed(&certified, &key, &add(intent("more"))), Err(Fault::NewField(_))));
    let mut objects = FORM;
    objects[4] = "<</Type/Annot/Subtype/Widget/FT/Sig/T(company-1)/F 132/Rect[0 0 0 0]/P 3 0 R/Lock<</Type/SigFieldLock/Action/All>>>>";
    let locked = signed(&sample::table(&objects), &key, &intent("company-1")).unwrap();
    assert!(matches!(signed(&locked, &key, &intent("customer-1")), Err(Fault::Locked { by, .. }) if by == "company-1"));
    let closed = signed(&sample::table(&PLAIN), &key, &Intent { add_field: true, ..certify(Permission::Nothing, "one") }).unwrap();
    assert!(matches!(signed(&closed, &key, &Intent { add_field: true, ..intent("two") }), Err(Fault::Closed)));
}

#[test]
fn a_lock_that_shuts_others_out_or_locks_nothing_is_refused() {
    let (key, bytes) = (key(), sample::table(&FORM));
    let locking = |lock| signed(&bytes, &key, &Intent { lock: Some(lock), ..intent("company-1") });
    assert!(matches!(locking(Scope::All), Err(Fault::LocksOut(open)) if open == ["customer-1"]));
    assert!(matches!(locking(Scope::Include(vec!["nmae".to_owned()])), Err(Fault::LockedNothing(name)) if name == "nmae"));
    assert!(locking(Scope::Exclude(vec!["customer-1".to_owned()])).is_ok());
}

#[test]
fn encrypted_and_xfa_files_are_refused_in_words() {
    let key = key();
    let encrypted = String::from_utf8(sample::table(&FORM)).unwrap().replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 4 0 R");
    assert!(signed(encrypted.as_bytes(), &key, &intent("company-1")).unwrap_err().to_string().contains("encrypted"));
    let mut objects = FORM;
    objects[3] = "<</Fields[5 0 R 6 0 R]/XFA(x)>>";
    assert!(matches!(signed(&sample::table(&objects), &key, &intent("company-1")), Err(Fault::Xfa)));
}

#[test]
fn three_steps_come_to_the_same_as_one() {
    let key = key();
    let bytes = sample::table(&FORM);
    let file = File::open(&bytes).unwrap();
    let fields = fields::read(&file).unwrap();
    let prepared = prepare(&file, &fields, &intent("company-1"), Identity::of(&key).room(false).unwrap(), &mut |_, _| Ok(None)).unwrap();
    let digest = prepared.digest(key.algorithm().digest());
    let whole = [&bytes, prepared.appended()].concat();
    let elsewhere = key.sign(&Identity::of(&key).to_be_signed(&digest).unwrap()).unwrap();
    let file = File::open(&whole).unwrap();
    let waiting = Waiting::find(&file, &fields::read(&file).unwrap()).unwrap();
    assert_eq!((waiting.digest(&whole, key.algorithm().digest()), waiting.room()), (digest.clone(), prepared.room()));
    let message = Identity::of(&key).around(&digest, &elsewhere).unwrap();
    let done = waiting.embed(whole.clone(), &message).unwrap();
    assert_eq!(checked(&done), [("company-1".to_owned(), done.len())]);
    assert!(matches!(waiting.embed(whole, &vec![0; waiting.room() + 1]), Err(Fault::Room { .. })));
    let file = File::open(&done).unwrap();
    assert!(matches!(Waiting::find(&file, &fields::read(&file).unwrap()), Err(Fault::NothingPrepared)));
}
