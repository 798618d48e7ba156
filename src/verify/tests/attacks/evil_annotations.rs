//! What is laid over pages, by annotations and by the looks of signatures.

use super::{Attack, LOOK, STAMPS_CUSTOMER, check, field, filled_in};
use crate::verify::tests::fixture::{
    AGREES, APPROVES, P1, P2, P3, STAMPS, Wanted, against, changed, judged, number, signed, stream, unsigned, updated, with,
};

const NEW_FIELD: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/P 3 0 R/F 4/Rect[0 0 600 800]/AP<</N 18 0 R>>/V 41 0 R>>";
const ADDED: &str = "[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R 40 0 R]";
const SIGNATURE: &str = "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<30>>>";

/// Adds a field to the page and to the form, and a signature that is none.
fn add(bytes: &[u8], field: &str) -> Vec<u8> {
    let (page, form) = (changed(bytes, number::PAGE, &[("Annots", ADDED)]), changed(bytes, number::FORM, &[("Fields", ADDED)]));
    updated(bytes, &[(number::PAGE, &page), (number::FORM, &form), (40, field), (41, SIGNATURE)])
}

const EVIL_ANNOTATIONS_AND_SNEAKY_SIGNATURES: &[Attack] = &[
    Attack {
        what: "a stamp where comments are allowed",
        signed: &[P3],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Stamp/Rect[0 0 600 800]/AP<</N 18 0 R>>>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "a highlight with its own drawing",
        signed: &[P3],
        done: |bytes| {
            updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Highlight/Rect[0 0 600 800]/AP<</N 18 0 R>>>>")])
        },
        said: "something was laid over page 2",
    },
    Attack {
        what: "a large note",
        signed: &[P3],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Text/Rect[0 0 600 800]>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "a note where nothing is allowed",
        signed: &[P1],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Text/Rect[0 0 20 20]>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "a link",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Link/Rect[0 0 20 20]/A<</S/URI/URI(x)>>>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "a seen signature field after a certification",
        signed: &[P2],
        done: |bytes| add(bytes, NEW_FIELD),
        said: "a field was added after the certification",
    },
    Attack {
        what: "an unseen one after a certification",
        signed: &[P2],
        done: |bytes| add(bytes, &NEW_FIELD.replace("[0 0 600 800]", "[0 0 0 0]")),
        said: "a field was added after the certification",
    },
    Attack {
        what: "a seen one after an agreement",
        signed: &[APPROVES],
        done: |bytes| add(bytes, NEW_FIELD),
        said: "a field was added after the signature",
    },
    Attack {
        what: "an unseen one that is empty",
        signed: &[APPROVES],
        done: |bytes| add(bytes, "<</Type/Annot/Subtype/Widget/FT/Sig/T(more)/P 3 0 R/F 132/Rect[0 0 0 0]>>"),
        said: "a field was added after the signature",
    },
    Attack {
        what: "a text field",
        signed: &[APPROVES],
        done: |bytes| add(bytes, "<</Type/Annot/Subtype/Widget/FT/Tx/T(more)/P 3 0 R/F 132/Rect[0 0 0 0]/V 41 0 R>>"),
        said: "a field was added after the signature",
    },
    Attack {
        what: "signing where nothing is allowed",
        signed: &[P1],
        done: |bytes| signed(bytes, AGREES),
        said: "which the certification does not allow",
    },
    Attack {
        what: "filling in where nothing is allowed",
        signed: &[P1],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(LOOK, "BT (Ada) Tj ET")),
        said: "which the certification does not allow",
    },
    Attack {
        what: "a second certification",
        signed: &[APPROVES],
        done: |bytes| signed(bytes, Wanted { field: number::CUSTOMER, ..P2 }),
        said: "certifies a document that was signed before",
    },
    Attack {
        what: "the certification is loosened",
        signed: &[P1],
        done: |bytes| with(bytes, number::CATALOG, &[("Perms", "<<>>")]),
        said: "what the certification allows was changed",
    },
    Attack {
        what: "the certification is another signature",
        signed: &[P2, AGREES],
        done: |bytes| {
            let value = field(bytes, number::CUSTOMER);
            with(bytes, number::CATALOG, &[("Perms", &format!("<</DocMDP {value}>>"))])
        },
        said: "what the certification allows was changed",
    },
    Attack {
        what: "a signature's look is replaced",
        signed: &[APPROVES],
        done: |bytes| with(bytes, number::COMPANY, &[("AP", "<</N 18 0 R>>")]),
        said: "the field `company` was changed",
    },
    Attack {
        what: "the drawing of a signature is replaced in place",
        signed: &[APPROVES],
        done: |bytes| {
            let drawing = crate::pdf::File::open(bytes).expect("a file").next_number() - 1;
            updated(bytes, &[(drawing, &stream(LOOK, "0 0 1 1 re f"))])
        },
        said: "the field `company` was changed",
    },
    Attack {
        what: "a signature field is moved when it is signed",
        signed: &[P2],
        done: |bytes| signed(&with(bytes, number::CUSTOMER, &[("Rect", "[0 0 600 800]")]), AGREES),
        said: "the field `customer` was changed: its place",
    },
    Attack {
        what: "an empty signature field gets a look",
        signed: &[P2],
        done: |bytes| with(bytes, number::CUSTOMER, &[("AP", "<</N 18 0 R>>")]),
        said: "given a look or a value that is not a signature",
    },
    Attack {
        what: "a timestamp that draws, in a field kept for a signer",
        signed: &[P2],
        done: |bytes| signed(&with(bytes, number::CUSTOMER, &[("AP", "<</N 18 0 R>>")]), STAMPS_CUSTOMER),
        said: "a document timestamp was put into the field `customer` and shows something there",
    },
    Attack {
        what: "the same where nothing may be changed",
        signed: &[P1],
        done: |bytes| signed(&with(bytes, number::CUSTOMER, &[("AP", "<</N 18 0 R>>")]), STAMPS_CUSTOMER),
        said: "the field `customer` was filled in or signed, which the certification does not allow",
    },
    Attack {
        what: "a timestamp in a field kept for a signer, where nothing may be changed",
        signed: &[P1],
        done: |bytes| signed(bytes, STAMPS_CUSTOMER),
        said: "the field `customer` was filled in or signed, which the certification does not allow",
    },
    Attack {
        what: "a timestamp whose unseen field gets a look",
        signed: &[P1],
        done: |bytes| signed(&with(bytes, number::STAMP, &[("AP", "<</N 18 0 R>>")]), STAMPS),
        said: "the field `DocTimeStamp1` was filled in or signed, which the certification does not allow",
    },
    Attack {
        what: "a timestamp's field is shown",
        signed: &[P2, STAMPS],
        done: |bytes| with(bytes, number::STAMP, &[("F", "4")]),
        said: "the field `DocTimeStamp1` was changed",
    },
];

#[test]
fn evil_annotations_and_sneaky_signatures() {
    check(EVIL_ANNOTATIONS_AND_SNEAKY_SIGNATURES);
}

/// Adds a comment where comments are allowed; gives what is said against it.
fn commented(comments: &[&str]) -> Vec<String> {
    let bytes = signed(&unsigned(), P3);
    let numbers: Vec<u32> = (40..).take(comments.len()).collect();
    let list = numbers.iter().map(|number| format!("{number} 0 R")).collect::<Vec<_>>().join(" ");
    let page = changed(&bytes, 4, &[("Annots", &format!("[{list}]"))]);
    let mut objects = vec![(4, page.as_str())];
    objects.extend(numbers.into_iter().zip(comments.iter().copied()));
    against(&judged(&updated(&bytes, &objects)))
}

#[test]
fn comments_hide_nothing() {
    let mark = |kind: &str, colour: &str, height: u32| {
        let quads = format!("[50 {top} 250 {top} 50 100 250 100]", top = 100 + height);
        format!("<</Type/Annot/Subtype/{kind}/Rect[48 98 252 {}]/QuadPoints{quads}{colour}/CA 1>>", 102 + height)
    };
    let note = |colour: &str| format!("<</Type/Annot/Subtype/Text/Rect[50 50 70 70]{colour}>>");
    let allowed = [
        mark("Highlight", "/C[1 1 0]", 14),
        mark("Highlight", "/C[0 0 .5 0]", 14),
        mark("Underline", "/C[1 0 0]", 14),
        mark("Squiggly", "", 14),
        mark("StrikeOut", "/C[0]", 30),
        note("/C[1 .8 0]"),
    ];
    for comment in &allowed {
        assert_eq!(commented(&[comment]), [""; 0], "{comment}");
    }
    let refused = [
        mark("Highlight", "/C[0 0 0]", 14),
        mark("Highlight", "/C[.5]", 14),
        mark("Highlight", "/C[0 0 0 1]", 14),
        mark("Highlight", "/C[1 0 0]", 14),
        mark("Highlight", "", 14),
        mark("Highlight", "/C[]", 14),
        mark("Highlight", "/C[1 1]", 14),
        mark("Highlight", "/C 20 0 R", 14),
        mark("StrikeOut", "/C[1 1 1]", 14),
        mark("Underline", "/C[.9]", 14),
        mark("Squiggly", "/C[0 0 0 0]", 14),
        mark("StrikeOut", "/C[0]", 400),
        mark("StrikeOut", "/C[0]", 14).replace("/Rect[48 98", "/Rect[48 105"),
        mark("StrikeOut", "/C[0]", 14).replace("/Rect[48 98", "/Rect[48 8"),
        mark("StrikeOut", "/C[0]", 14).replace("/QuadPoints", "/X"),
        note("/C[1 1 1]"),
        note("").replace("70 70]", "90 90]"),
    ];
    for comment in &refused {
        assert!(commented(&[comment]).iter().any(|words| words.contains("something was laid over page 2")), "{comment}");
    }
    let many = vec![allowed[5].as_str(); 65];
    let line = |at: u32| format!("/Rect[0 {at} 600 {top}]/QuadPoints[0 {top} 600 {top} 0 {at} 600 {at}]", top = at + 36);
    let large: Vec<String> = (0..12).map(|at| format!("<</Subtype/Highlight/C[1 1 0]{}>>", line(at * 36))).collect();
    for comments in [many, large.iter().map(String::as_str).collect()] {
        assert!(commented(&comments).iter().any(|words| words.contains("so many or so large")));
    }
}
