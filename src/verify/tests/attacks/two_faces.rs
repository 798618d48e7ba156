//! Objects that are one thing to the form, the catalog or the properties, and another to a page; and what hangs below an allowed change.

use super::{LOOK, filled_in};
use crate::verify::Verdict;
use crate::verify::tests::fixture::{
    AGREES, APPROVES, P1, P2, STAMPS, Wanted, against, changed, judged, number, signed, stream, unsigned, updated, with,
};

/// Prepares a file, signs it, attacks it, and gives what is said.
fn said(prepared: &[u8], wanted: Wanted, attack: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let bytes = signed(prepared, wanted);
    assert_eq!(judged(&bytes).verdict, Verdict::TrustUnknown, "before the attack");
    let report = judged(&attack(&bytes));
    let words = against(&report).join("; ");
    assert!(!report.holds(true), "{report:#?}");
    words
}

/// The contract, with resources that lead to an object of another role.
fn with_resources(entries: &[(&str, &str)]) -> Vec<u8> {
    with(&unsigned(), number::RESOURCES, entries)
}

fn fill(bytes: &[u8]) -> Vec<u8> {
    filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(LOOK, "BT (Ada) Tj ET"))
}

#[test]
fn properties_that_are_drawn_stay_as_they_are() {
    let drawn = with(&unsigned(), number::PAGE, &[("Contents", "[5 0 R 16 0 R]")]);
    let text = |date: &str| format!("<x:xmpmeta><xmp:ModifyDate>{date}</xmp:ModifyDate><dc:title>Contract</dc:title></x:xmpmeta>");
    let xmp = |text: &str| stream("/Type/Metadata/Subtype/XML", text);
    for wanted in [P1, P2] {
        assert!(
            said(&drawn, wanted, |bytes| updated(bytes, &[(number::METADATA, &xmp(&text("2026-02-02")))])).contains("shows other text or drawings")
        );
    }
    let odd = updated(&unsigned(), &[(number::METADATA, &xmp(&format!("% {}", text("2026-01-01"))))]);
    assert!(
        said(&odd, P2, |bytes| updated(bytes, &[(number::METADATA, &xmp(&format!("% {}", text("2026-02-02"))))])).contains("document information")
    );
    let info = |date: &str| format!("<</Title(Contract)/ModDate{date}>>");
    let prepared = with_resources(&[("ExtGState", "15 0 R")]);
    assert!(said(&prepared, P2, |bytes| updated(bytes, &[(number::INFO, &info("(D:20260202)"))])).contains("drawn with other fonts"));
    let prepared = updated(&unsigned(), &[(number::INFO, &info("<</ca 0>>"))]);
    assert!(said(&prepared, P2, |bytes| updated(bytes, &[(number::INFO, &info("(D:20260202)"))])).contains("document information"));
}

#[test]
fn no_catalog_field_or_list_is_drawn_with() {
    let extensions = |bytes: &[u8]| with(bytes, number::CATALOG, &[("Extensions", "<</BM/Multiply>>")]);
    assert!(said(&with_resources(&[("ExtGState", "1 0 R")]), P2, extensions).contains("page 1 is "));
    assert!(said(&with_resources(&[("ExtGState", "13 0 R")]), P2, fill).contains("page 1 is "));
    for (field, wanted) in [("11 0 R", AGREES), ("12 0 R", STAMPS)] {
        assert!(said(&with_resources(&[("Font", field)]), P2, |bytes| signed(bytes, wanted)).contains("page 1 is "), "{field}");
    }
    assert!(said(&with_resources(&[("Font", "12 0 R")]), P1, |bytes| signed(bytes, STAMPS)).contains("page 1 is "));
    let list = "10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R";
    let prepared = with(&with_resources(&[("ColorSpace", "3 0 R")]), number::PAGE, &[("Annots", &format!("[/Separation/X {list}]"))]);
    let add = |bytes: &[u8]| {
        let page = changed(bytes, number::PAGE, &[("Annots", &format!("[60 0 R/Separation/X {list}]"))]);
        let form = changed(bytes, number::FORM, &[("Fields", &format!("[{list} 60 0 R]"))]);
        let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/P 3 0 R/F 132/Rect[0 0 0 0]>>";
        signed(&updated(bytes, &[(number::PAGE, &page), (number::FORM, &form), (60, field)]), Wanted { field: 60, ..AGREES })
    };
    assert!(said(&prepared, APPROVES, add).contains("page 1 is "));
}

#[test]
fn a_later_version_does_not_draw_with_a_field() {
    let attack = |bytes: &[u8]| {
        let look = stream(&format!("{LOOK}/Resources<</ExtGState 14 0 R>>"), "BT (Ada) Tj ET");
        with(&filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &look), number::BOX, &[("V", "/Yes"), ("AS", "/Yes")])
    };
    assert!(said(&unsigned(), P2, attack).contains("a value or a look that a field of its kind cannot have"));
}

#[test]
fn what_a_document_refers_to_in_all_honesty_may_be_changed() {
    let catalog = [
        ("OpenAction", "[3 0 R/Fit]"),
        ("Names", "<</Dests<</Names[(a)[3 0 R/Fit](b)<</D[3 0 R/Fit]>>]>>>>"),
        ("Outlines", "<</First 30 0 R/Last 30 0 R>>"),
    ];
    let prepared = with(&with(&unsigned(), number::CATALOG, &catalog), number::STRUCTURE, &[("K", "[31 0 R]")]);
    let prepared = with(&prepared, number::FORM, &[("CO", "[13 0 R]")]);
    let element = "<</S/Form/P 19 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 13 0 R/Pg 3 0 R>>>>";
    let bytes = signed(&updated(&prepared, &[(30, "<</Title(x)/A<</S/GoTo/D[3 0 R/Fit]>>>>"), (31, element)]), P2);
    assert_eq!(against(&judged(&signed(&fill(&bytes), AGREES))), [""; 0]);
}

#[test]
fn nothing_hangs_below_a_new_signature() {
    let sign = |entries: &'static str, objects: &'static [(u32, &'static str)]| {
        move |bytes: &[u8]| signed(&updated(bytes, objects), Wanted { entries, ..AGREES })
    };
    assert!(said(&unsigned(), P2, sign("/X(there)", &[])).contains("holds more than a signature needs"));
    let below = "was added below a value or a signature";
    for object in ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", "<</MediaBox[0 0 1 1]>>", "<</Type 3 0 R>>"] {
        let bytes = signed(&unsigned(), P2);
        let report = judged(&signed(&updated(&bytes, &[(60, object)]), Wanted { entries: "/Prop_Build<</App 60 0 R>>", ..AGREES }));
        assert!(!report.holds(true) && against(&report).join("; ").contains(below), "{object}: {report:#?}");
    }
    assert!(said(&unsigned(), P2, sign("/Reason 60 0 R", &[])).contains("refers to something that is not there"));
}

#[test]
fn no_new_object_refers_to_nothing() {
    let nowhere = "refers to something that is not there";
    let refused = "a value or a look that a field of its kind cannot have";
    for reference in ["77 0 R", "8 1 R", "0 0 R"] {
        let look = stream(&format!("{LOOK}/Resources<</Font<</F1 {reference}>>>>"), "BT (Ada) Tj ET");
        let attack = |bytes: &[u8]| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &look);
        assert!(said(&unsigned(), P2, attack).contains(refused), "{reference}");
        let attack = |bytes: &[u8]| with(&fill(bytes), number::BOX, &[("V", "/Off"), ("AS", reference)]);
        assert!(said(&unsigned(), P2, attack).contains(nowhere), "{reference}");
    }
}

#[test]
fn a_new_drawing_has_a_frame_and_no_layers() {
    let refused = "a value or a look that a field of its kind cannot have";
    let form = "/Type/XObject/Subtype/Form";
    for (dictionary, data) in [
        (format!("{LOOK}/Resources<</Properties<</L 8 0 R>>>>"), ""),
        (LOOK.to_owned(), "/OC /L BDC BT (not) Tj ET EMC"),
        (format!("{form}/BBox[0 0 150]"), ""),
        (format!("{form}/BBox[0 0 /a 20]"), ""),
        (format!("{LOOK}/Matrix[0 0 0 0 0 0]"), ""),
        (format!("{LOOK}/Matrix[1 0 0]"), ""),
    ] {
        let look = stream(&dictionary, data);
        assert!(said(&unsigned(), P2, |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &look)).contains(refused), "{dictionary}");
    }
}

#[test]
fn scripts_and_hidden_objects_of_the_original_are_told() {
    let warned = |bytes: &[u8]| judged(&signed(bytes, P2)).warnings.join("; ");
    let script = "<</S/JavaScript/JS(x)>>";
    let acts = "do things by themselves or when they are used";
    assert!(!warned(&unsigned()).contains(acts));
    assert!(warned(&with(&unsigned(), number::PAGE, &[("AA", &format!("<</O{script}>>"))])).contains(acts));
    assert!(warned(&with(&unsigned(), number::NAME, &[("AA", &format!("<</F{script}>>"))])).contains(acts));
    let link = format!("<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A{script}>>");
    assert!(warned(&updated(&with(&unsigned(), 4, &[("Annots", "[40 0 R]")]), &[(40, &link)])).contains(acts));
    let attachment = stream("/Type/EmbeddedFile", "5 0 obj\n<<>>\nendobj");
    assert!(warned(&updated(&unsigned(), &[(40, &attachment)])).contains("programs that repair files would find other content"));
}
