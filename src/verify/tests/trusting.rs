//! Whom to trust, as of when, and how much later proof there is.

use super::fixture::{AGREES, AUTHORITY, COMPANY, CUSTOMER, Holder, P2, STAMPS, at, changed, list, now, number, root, signed, signed_by, unsigned};
use crate::pki::certificate::Certificate;
use crate::sign::Level;
use crate::verify::{Answer, Options, Report, TimeSource, Trust, Verdict, verify};

fn asked(bytes: &[u8], roots: &[&Certificate], now: jiff::Timestamp) -> Report {
    verify(bytes, &Trust { roots: roots.iter().copied().cloned().collect(), ..Trust::default() }, &Options { now })
}

#[test]
fn every_signer_must_be_trusted() {
    let bytes = signed(&signed(&unsigned(), P2), AGREES);
    let both = asked(&bytes, &[&COMPANY.certificate, &CUSTOMER.certificate], now());
    assert_eq!(both.verdict, Verdict::Holds, "{}", both.words("f.pdf"));
    assert!(both.words("f.pdf").contains("allowed: the field `customer` was signed"));
    let one = asked(&bytes, &[&COMPANY.certificate], now());
    assert_eq!(one.verdict, Verdict::NotTrusted);
    assert!(matches!(&one.signatures[1].trusted, Answer::No(_)));
    assert!(one.holds(true) && !one.holds(false));
}

#[test]
fn an_expired_certificate_holds_by_a_document_timestamp() {
    let bytes = signed(&unsigned(), P2);
    let later = at("2031-01-01T00:00:00Z");
    let roots = [&COMPANY.certificate, &AUTHORITY.certificate];
    assert_eq!(asked(&bytes, &roots, later).verdict, Verdict::NotTrusted);
    let stamped = signed(&bytes, STAMPS);
    let report = asked(&stamped, &roots, later);
    assert_eq!(report.verdict, Verdict::Holds, "{}", report.words("f.pdf"));
    assert_eq!(report.signatures[0].time.as_ref().map(|time| (time.at, time.source)), Some((now(), TimeSource::DocumentTimestamp)));
    assert_eq!(report.signatures[0].level, Some(Level::Archival));
    // Clocks differ by seconds, not by days.
    let early = |seconds| asked(&stamped, &roots, now() - jiff::SignedDuration::from_secs(seconds)).signatures[0].time.clone();
    assert!(early(2).is_some() && early(86_400).is_none());
    // A timestamp of somebody who is not trusted proves nothing.
    assert_eq!(asked(&stamped, &[&COMPANY.certificate], later).verdict, Verdict::NotTrusted);
}

#[test]
fn whether_a_certificate_was_revoked_must_be_known() {
    let bytes = signed(&unsigned(), P2);
    let ask = |bytes: &[u8], list: Option<Vec<u8>>| {
        let trust = Trust { roots: vec![root(), AUTHORITY.certificate.clone()], lists: list.into_iter().collect(), ..Trust::default() };
        verify(bytes, &trust, &Options { now: now() })
    };
    let before = at("2026-06-14T00:00:00Z");
    assert!(matches!(&ask(&bytes, None).signatures[0].trusted, Answer::Unknown(why) if why.contains("not known whether it was revoked")));
    assert_eq!(ask(&bytes, Some(list(before, None))).verdict, Verdict::Holds);
    let revoked = ask(&bytes, Some(list(before, Some(before))));
    assert!(matches!(&revoked.signatures[0].trusted, Answer::No(why) if why.contains("revoked")), "{revoked:#?}");
    assert_eq!(revoked.verdict, Verdict::NotTrusted);
}

/// A certificate that names its list in a way that nobody is asked in here is not one that names nobody; and only a responder's is good without being asked about.
#[test]
fn whoever_names_somebody_to_ask_is_asked_about() {
    // A list in a directory; one by its issuer's name alone; changes of a list; a responder in a directory; a mark that is for responders.
    let address = |text: &[u8]| [&[0x86, u8::try_from(text.len()).unwrap()], text].concat();
    let wrapped = |tag: u8, inner: Vec<u8>| [vec![tag, u8::try_from(inner.len()).unwrap()], inner].concat();
    let ldap = address(b"ldap://example.com/cn=list");
    let place = wrapped(0x30, wrapped(0x30, wrapped(0xa0, wrapped(0xa0, ldap.clone()))));
    let by_name = wrapped(0x30, wrapped(0x30, wrapped(0xa2, wrapped(0xa4, vec![0x30, 0]))));
    let responder = wrapped(0x30, wrapped(0x30, [vec![6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 1], ldap].concat()));
    let ask = |extension: &[u64], value: Vec<u8>| {
        let signer = Holder::with("Somebody", &[(extension, value)], false);
        let bytes = signed_by(&unsigned(), P2, &signer);
        let report = verify(&bytes, &Trust { roots: vec![root()], ..Trust::default() }, &Options { now: now() });
        (report.signatures[0].trusted.clone(), report.signatures[0].warnings.join("; "))
    };
    for (extension, value) in
        [(&[2, 5, 29, 31][..], place.clone()), (&[2, 5, 29, 31], by_name), (&[2, 5, 29, 46], place), (&[1, 3, 6, 1, 5, 5, 7, 1, 1], responder)]
    {
        let (trusted, _) = ask(extension, value);
        assert!(matches!(&trusted, Answer::Unknown(why) if why.contains("not known whether it was revoked")), "{extension:?}: {trusted:?}");
    }
    let (trusted, notes) = ask(&[1, 3, 6, 1, 5, 5, 7, 48, 1, 5], vec![5, 0]);
    assert!(trusted.is_yes() && notes.contains("names nobody who would say whether it was revoked"), "{trusted:?} {notes}");
}

#[test]
fn an_authority_that_signs_is_told() {
    let report = verify(
        &signed_by(&unsigned(), P2, &Holder::with("Somebody", &[], true)),
        &Trust { roots: vec![root()], ..Trust::default() },
        &Options { now: now() },
    );
    let notes = report.signatures[0].warnings.join("; ");
    assert!(notes.contains("“Somebody” is an authority's"), "{notes} {report:#?}");
}

#[test]
fn a_revocation_after_the_proven_time_does_no_harm() {
    let stamped = signed(&signed(&unsigned(), P2), STAMPS);
    let later = at("2026-08-01T00:00:00Z");
    let trust =
        Trust { roots: vec![root(), AUTHORITY.certificate.clone()], lists: vec![list(later, Some(at("2026-07-01T00:00:00Z")))], ..Trust::default() };
    let report = verify(&stamped, &trust, &Options { now: at("2026-09-01T00:00:00Z") });
    assert_eq!(report.verdict, Verdict::Holds, "{}", report.words("f.pdf"));
    assert!(report.signatures[0].warnings.iter().any(|note| note.contains("after the time that counts")), "{:?}", report.signatures[0].warnings);
}

#[test]
fn the_level_is_what_the_file_itself_proves() {
    let levels = |bytes: &[u8]| {
        let report = asked(bytes, &[&root(), &AUTHORITY.certificate], now());
        report.signatures.first().and_then(|signature| signature.level)
    };
    let basic = signed(&unsigned(), P2);
    assert_eq!(levels(&basic), Some(Level::Basic));
    let catalog = changed(&basic, number::CATALOG, &[("DSS", "60 0 R")]);
    let list = list(at("2026-06-14T00:00:00Z"), None);
    let file = crate::pdf::File::open(&basic).expect("a file");
    let mut update = crate::pdf::Update::new(&file).expect("an update");
    let (store, stored) = (update.allocate().expect("a number"), update.allocate().expect("a number"));
    update.set(crate::pdf::Reference::new(number::CATALOG), catalog.replace("60 0 R", &store.to_string()).into_bytes());
    update.set(store, format!("<</Type/DSS/CRLs[{stored}]>>").into_bytes());
    update.set_stream(stored, &crate::pdf::Dictionary::default(), &list);
    let with_data = [&basic[..], &update.finish().bytes].concat();
    assert_eq!(levels(&signed(&basic, STAMPS)), Some(Level::Timestamped));
    assert_eq!(levels(&signed(&with_data, STAMPS)), Some(Level::Archival));
}

#[test]
fn a_report_has_stable_names() {
    let report = asked(&signed(&unsigned(), P2), &[&COMPANY.certificate], now());
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["verdict"], "holds");
    assert_eq!(json["signatures"][0]["kind"], "certification");
    assert_eq!(json["signatures"][0]["intact"]["answer"], "yes");
    assert_eq!(json["signatures"][0]["level"], "B-B");
    assert_eq!(json["signatures"][0]["permission"], 2);
    assert_eq!(json["signatures"][0]["coverage"]["whole"], true);
}
