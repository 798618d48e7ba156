//! Tricks with the file itself, and with what signatures allow.

use super::{Attack, LOOK, check, filled_in, previous};
use crate::verify::tests::fixture::{AGREES, APPROVES, P2, Wanted, against, judged, number, signed, stream, unsigned, updated, with};

const LOCKS_OTHERWISE: &str = "<</Type/SigFieldLock/Action/Include/Fields[(place)]>>";

const TRICKS_WITH_THE_FILE: &[Attack] = &[
    Attack {
        what: "the look of a field is taken away when it is signed",
        signed: &[P2],
        done: |bytes| {
            let bytes = signed(bytes, AGREES);
            with(&bytes, number::CUSTOMER, &[("AP", "")])
        },
        said: "the field `customer` was changed",
    },
    Attack {
        what: "a field is filled in and its drawing taken away",
        signed: &[P2],
        done: |bytes| with(bytes, number::NAME, &[("V", "(Ada)"), ("AP", "")]),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "an update that old and new programs read differently",
        signed: &[P2],
        done: |bytes| {
            let stream_at = bytes.len();
            let rows = [1, 0, 0, 0];
            let mut out = bytes.to_vec();
            out.extend_from_slice(b"60 0 obj\n<</Type/XRef/W[1 2 1]/Index[60 1]/Size 61/Length 4>>\nstream\n");
            out.extend_from_slice(&rows);
            out.extend_from_slice(b"\nendstream\nendobj\n");
            let section = out.len();
            let trailer = format!("/Size 61/Root 1 0 R/Info 15 0 R/ID[(a)(b)]/Prev {}/XRefStm {stream_at}", previous(bytes));
            out.extend_from_slice(format!("xref\n60 1\n{stream_at:010} 00000 n \ntrailer\n<<{trailer}>>\nstartxref\n{section}\n%%EOF\n").as_bytes());
            out
        },
        said: "shows one document to old programs and another to new ones",
    },
    Attack {
        what: "a lock of the field itself is loosened",
        signed: &[P2],
        done: |bytes| with(bytes, number::CUSTOMER, &[("Lock", LOCKS_OTHERWISE)]),
        said: "the field `customer` was changed",
    },
];

#[test]
fn tricks_with_the_file() {
    check(TRICKS_WITH_THE_FILE);
}

/// The objects stand in the same places of the same stream, and the stream is another.
#[test]
fn a_replaced_object_stream_is_seen() {
    let packed = crate::verify::tests::fixture::packed();
    let bytes = signed(&packed, P2);
    let file = crate::pdf::File::open(&bytes).expect("a file");
    let container = file.numbers().expect("numbers").into_iter().find(|number| {
        let object = file.object(crate::pdf::Reference::new(*number)).expect("an object");
        object.as_stream().is_some_and(|stream| stream.dictionary.get("Type").is_some_and(|kind| kind.is_name("ObjStm")))
    });
    let object = file.object(crate::pdf::Reference::new(container.expect("an object stream"))).expect("an object");
    let stream = object.as_stream().expect("a stream");
    let data = String::from_utf8_lossy(&bytes[stream.data.clone()]).into_owned().replace("/Count 2", "/Count 1");
    let head = crate::verify::tests::fixture::written(&crate::pdf::Object::Dictionary(stream.dictionary.clone())).replace("<<", "").replace(">>", "");
    let head = head.split("/Length").next().expect("a dictionary").to_owned();
    let attacked = updated(&bytes, &[(container.expect("an object stream"), &crate::verify::tests::fixture::stream(&head, &data))]);
    let words = against(&judged(&attacked));
    assert!(words.iter().any(|words| words.contains("other pages are shown")), "{words:?}");
}

#[test]
fn a_signature_in_an_object_stream_is_refused() {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/V 5 0 R/Rect[0 0 0 0]>>",
        "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<3080>>>",
    ];
    let report = judged(&crate::pdf::sample::stream(&objects));
    assert!(against(&report).iter().any(|words| words.contains("does not stand in the file by itself")), "{report:#?}");
}

#[test]
fn a_lock_and_its_signature_must_agree() {
    let locks = |lock: &str| with(&unsigned(), number::COMPANY, &[("Lock", lock)]);
    let fill = |bytes: &[u8]| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(LOOK, "BT (Ada) Tj ET"));
    let silent = signed(&locks("<</Type/SigFieldLock/Action/All>>"), APPROVES);
    assert!(judged(&silent).signatures[0].warnings.iter().any(|note| note.contains("they are taken as locked")));
    assert!(against(&judged(&fill(&silent))).iter().any(|words| words.contains("the field `company` locked")));
    let other = "<</Type/SigFieldLock/Action/Include/Fields[(place)]>>";
    let says = Wanted { entries: "/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(name)]>>>>]", ..APPROVES };
    assert!(against(&judged(&signed(&locks(other), says))).iter().any(|words| words.contains("locks other fields than its field says")));
    let closing = signed(&locks("<</Type/SigFieldLock/Action/Include/Fields[(place)]/P 1>>"), APPROVES);
    assert!(against(&judged(&fill(&closing))).iter().any(|words| words.contains("which the certification does not allow")));
}

#[test]
fn what_is_not_understood_allows_nothing() {
    let transforms = |entries: &'static str| judged(&signed(&unsigned(), Wanted { entries, ..P2 }));
    let unknown = transforms("/Reference[<</TransformMethod/UR3/TransformParams<</P 2>>>>]");
    assert!(against(&unknown).iter().any(|words| words.contains("restricts later changes in a way that is not known")));
    assert_eq!(transforms("/Reference[<</TransformMethod/DocMDP/TransformParams<</P 7>>>>]").signatures[0].permission, Some(1));
    let unsaid = transforms("");
    assert!(against(&unsaid).iter().any(|words| words.contains("does not say what may be changed")), "{unsaid:#?}");
}
