//! What may be done to a signed file.

use super::fixture::{AGREES, APPROVES, P1, P2, P3, STAMPS, Wanted, against, judged, number, signed, stream, unsigned, updated, with};
use crate::verify::{ChangeKind, SignatureKind, Verdict};

fn holds(bytes: &[u8]) -> Vec<ChangeKind> {
    let report = judged(bytes);
    assert_eq!((report.verdict, against(&report)), (Verdict::TrustUnknown, Vec::new()), "{report:#?}");
    report.signatures.iter().flat_map(|signature| &signature.changes).map(|change| change.kind).collect()
}

#[test]
fn a_file_that_nobody_signed_says_so() {
    assert_eq!(judged(&unsigned()).verdict, Verdict::Unsigned);
    assert_eq!(judged(b"%PDF-1.7\n").verdict, Verdict::Unreadable);
}

#[test]
fn signatures_hold_one_after_the_other() {
    let one = signed(&unsigned(), P2);
    assert_eq!(holds(&one), []);
    let two = signed(&one, AGREES);
    assert_eq!(holds(&two), [ChangeKind::SignatureAdded]);
    let three = signed(&two, STAMPS);
    assert_eq!(holds(&three), [ChangeKind::SignatureAdded, ChangeKind::TimestampAdded, ChangeKind::TimestampAdded]);
    let report = judged(&three);
    assert_eq!(
        report.signatures.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [SignatureKind::Certification, SignatureKind::Signature, SignatureKind::DocumentTimestamp]
    );
    assert_eq!(
        report.signatures.iter().map(|one| one.coverage.map(|part| (part.revision, part.of, part.whole))).collect::<Vec<_>>(),
        [Some((2, 4, false)), Some((3, 4, false)), Some((4, 4, true))]
    );
    assert_eq!(report.warnings, [""; 0]);
}

#[test]
fn a_document_timestamp_may_follow_a_closed_certification() {
    let bytes = signed(&signed(&unsigned(), P1), STAMPS);
    assert_eq!(holds(&bytes), [ChangeKind::TimestampAdded]);
}

#[test]
fn a_timestamp_in_a_field_kept_for_a_signer_is_told() {
    let bytes = signed(&signed(&unsigned(), P2), Wanted { field: number::CUSTOMER, ..STAMPS });
    assert_eq!(holds(&bytes), [ChangeKind::TimestampAdded]);
    assert!(judged(&bytes).words("f.pdf").contains("`customer`, which was kept for somebody's signature"));
}

#[test]
fn an_empty_field_may_be_filled_in() {
    let bytes = signed(&unsigned(), APPROVES);
    let look = stream("/Type/XObject/Subtype/Form/BBox[0 0 150 20]/Resources 7 0 R", "/Tx BMC BT /F1 9 Tf (Ada) Tj ET EMC");
    let field = super::fixture::changed(&bytes, number::NAME, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")]);
    assert_eq!(holds(&updated(&bytes, &[(number::NAME, &field), (40, &look)])), [ChangeKind::FieldFilled]);
    assert_eq!(holds(&with(&bytes, number::BOX, &[("V", "/Yes"), ("AS", "/Yes")])), [ChangeKind::FieldFilled]);
}

#[test]
fn a_slip_may_be_put_right_before_the_next_signature() {
    let look = |text: &str| stream("/Type/XObject/Subtype/Form/BBox[0 0 150 20]/Resources 7 0 R", &format!("BT /F1 9 Tf ({text}) Tj ET"));
    let fill = |bytes: &[u8], text: &str, drawing: u32| {
        let field = super::fixture::changed(bytes, number::NAME, &[("V", &format!("({text})")), ("AP", &format!("<</N {drawing} 0 R>>"))]);
        updated(bytes, &[(number::NAME, &field), (drawing, &look(text))])
    };
    let bytes = fill(&fill(&signed(&unsigned(), P2), "Ida", 40), "Ada", 41);
    assert_eq!(holds(&bytes), [ChangeKind::FieldFilled, ChangeKind::HiddenObject]);
    let countersigned = signed(&bytes, AGREES);
    assert_eq!(holds(&countersigned), [ChangeKind::SignatureAdded, ChangeKind::FieldFilled, ChangeKind::HiddenObject]);
    assert_eq!(judged(&fill(&countersigned, "Eve", 60)).verdict, Verdict::Changed);
}

#[test]
fn validation_data_may_be_added() {
    let bytes = signed(&unsigned(), P1);
    let extensions = [("Extensions", "<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>")];
    let bytes = with(&super::repairs::with_store(&bytes, &[(&[], super::fixture::root().der())]), number::CATALOG, &extensions);
    assert_eq!(holds(&bytes), [ChangeKind::ValidationData]);
    assert!(judged(&bytes).words("f.pdf").contains("was added for later: 1 certificate\n"));
    assert_eq!(holds(&signed(&bytes, STAMPS)), [ChangeKind::ValidationData, ChangeKind::TimestampAdded]);
}

#[test]
fn a_program_may_say_in_a_remark_that_it_wrote_an_update() {
    let remarked = |bytes: &[u8]| {
        let at = memchr::memmem::rfind(bytes, b"startxref").expect("an end");
        [&bytes[..at], b"%iText-Core-8.0.2\n", &bytes[at..]].concat()
    };
    let bytes = signed(&remarked(&unsigned()), P2);
    assert_eq!(holds(&bytes), []);
    let filled = remarked(&with(&bytes, number::BOX, &[("V", "/Yes"), ("AS", "/Yes")]));
    assert_eq!(holds(&filled), [ChangeKind::FieldFilled]);
    assert_eq!(holds(&signed(&filled, AGREES)), [ChangeKind::SignatureAdded, ChangeKind::FieldFilled]);
}

#[test]
fn dates_of_the_last_change_may_be_set() {
    let bytes = signed(&unsigned(), P2);
    let xmp = stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta><xmp:ModifyDate>2026-02-02</xmp:ModifyDate><dc:title>Contract</dc:title></x:xmpmeta>");
    let bytes = updated(&bytes, &[(number::METADATA, &xmp), (number::INFO, "<</Title(Contract)/ModDate(D:20260202)>>")]);
    assert_eq!(holds(&bytes), [ChangeKind::ChangeDate]);
}

#[test]
fn comments_that_hide_nothing_may_come_where_they_are_allowed() {
    let comment = |wanted| {
        let bytes = signed(&unsigned(), wanted);
        let page = super::fixture::changed(&bytes, 4, &[("Annots", "[40 0 R]")]);
        updated(&bytes, &[(4, &page), (40, "<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(Hm)>>")])
    };
    assert_eq!(holds(&comment(P3)), [ChangeKind::CommentAdded]);
    assert_eq!(judged(&comment(P2)).verdict, Verdict::Changed);
}

#[test]
fn a_file_with_a_table_in_a_stream_is_judged_alike() {
    let bytes = signed(&signed(&super::fixture::packed(), P2), AGREES);
    assert_eq!(holds(&bytes), [ChangeKind::SignatureAdded]);
    let attacked = updated(&bytes, &[(number::CONTENT, &stream("", "BT (You owe 900 euros) Tj ET"))]);
    assert_eq!(judged(&attacked).verdict, Verdict::Changed);
}

#[test]
fn what_was_prepared_before_signing_is_told() {
    let warned = |bytes: &[u8]| {
        let report = judged(&signed(bytes, P2));
        assert_eq!(report.verdict, Verdict::TrustUnknown);
        report.warnings.join("; ")
    };
    assert!(warned(&updated(&unsigned(), &[(40, "<</Type/Catalog/Pages 2 0 R>>")])).contains("holds a second document that it does not show"));
    assert!(warned(&updated(&unsigned(), &[(40, "<</Type/Page/Contents 20 0 R>>")])).contains("holds pages that it does not show"));
    assert!(warned(&updated(&unsigned(), &[(40, "<</ByteRange[0 1 2 3]/Contents<30>>>")])).contains("a signature that stands in no field"));
    assert!(warned(&with(&unsigned(), number::CATALOG, &[("OCProperties", "<<>>")])).contains("has layers"));
    assert!(warned(&with(&unsigned(), number::CATALOG, &[("OpenAction", "<</S/JavaScript/JS(x)>>")])).contains("does things by itself"));
    let mut bytes = unsigned();
    bytes.extend_from_slice(format!("\n5 0 obj\n{}\nendobj\n", stream("", &"x".repeat(80))).as_bytes());
    assert!(warned(&updated(&bytes, &[(40, "(x)")])).contains("bytes that belong to none of its objects"));
}

#[test]
fn a_signature_that_is_not_seen_may_be_added_where_nothing_is_certified() {
    let add = |bytes: &[u8]| {
        let list = "[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R 60 0 R]";
        let page = super::fixture::changed(bytes, number::PAGE, &[("Annots", list)]);
        let form = super::fixture::changed(bytes, number::FORM, &[("Fields", list)]);
        let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/P 3 0 R/F 132/Rect[0 0 0 0]>>";
        let prepared = updated(bytes, &[(number::PAGE, &page), (number::FORM, &form), (60, field)]);
        signed(&prepared, super::fixture::Wanted { field: 60, ..AGREES })
    };
    assert_eq!(holds(&add(&signed(&unsigned(), APPROVES))), [ChangeKind::SignatureAdded]);
    assert_eq!(judged(&add(&signed(&unsigned(), P2))).verdict, Verdict::Changed);
}
