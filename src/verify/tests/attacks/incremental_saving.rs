//! Updates that change what was signed.

use super::{Attack, OTHER_TEXT, by_hand, check, previous, trailing};
use crate::verify::tests::fixture::{AGREES, APPROVES, P2, number, signed, stream, updated, with};

const INCREMENTAL_SAVING: &[Attack] = &[
    Attack {
        what: "a page's text in an update",
        signed: &[APPROVES],
        done: |bytes| updated(bytes, &[(number::CONTENT, &stream("", OTHER_TEXT))]),
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "the same after a certification",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(number::CONTENT, &stream("", OTHER_TEXT))]),
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "the same between two signatures",
        signed: &[P2],
        done: |bytes| signed(&updated(bytes, &[(number::CONTENT, &stream("", OTHER_TEXT))]), AGREES),
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "only the second page",
        signed: &[APPROVES],
        done: |bytes| updated(bytes, &[(6, &stream("", OTHER_TEXT))]),
        said: "page 2 shows other text or drawings",
    },
    Attack {
        what: "the page leads to another text",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("Contents", "20 0 R")]),
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "a further text after the first",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("Contents", "[5 0 R 20 0 R]")]),
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "a page is added",
        signed: &[P2],
        done: |bytes| {
            updated(
                &with(bytes, number::PAGES, &[("Kids", "[3 0 R 4 0 R 40 0 R]"), ("Count", "3")]),
                &[(40, "<</Type/Page/Parent 2 0 R/Contents 20 0 R>>")],
            )
        },
        said: "other pages are shown",
    },
    Attack {
        what: "a page is taken out",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGES, &[("Kids", "[3 0 R]"), ("Count", "1")]),
        said: "other pages are shown",
    },
    Attack {
        what: "the pages change places",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGES, &[("Kids", "[4 0 R 3 0 R]")]),
        said: "other pages are shown",
    },
    Attack {
        what: "a page is turned",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("Rotate", "180")]),
        said: "page 1 is shown in another way",
    },
    Attack {
        what: "a page is cut",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("CropBox", "[0 0 10 10]")]),
        said: "page 1 is shown in another way",
    },
    Attack {
        what: "a new body without a table",
        signed: &[APPROVES],
        done: |bytes| [bytes, format!("5 0 obj\n{}\nendobj\n", stream("", OTHER_TEXT)).as_bytes()].concat(),
        said: "bytes were appended after the end",
    },
    Attack {
        what: "a new body and a trailer without a table",
        signed: &[APPROVES],
        done: |bytes| [bytes, format!("5 0 obj\n{}\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n", stream("", OTHER_TEXT)).as_bytes()].concat(),
        said: "bytes were appended after the end",
    },
    Attack {
        what: "a table that leads nowhere",
        signed: &[APPROVES],
        done: |bytes| [bytes, b"5 0 obj\n<<>>\nendobj\nstartxref\n99999999\n%%EOF\n"].concat(),
        said: "table of the file's objects cannot be read",
    },
    Attack {
        what: "the signature is copied behind the new text",
        signed: &[APPROVES],
        done: |bytes| {
            let copy = String::from_utf8_lossy(bytes).into_owned();
            let start = copy.find("<</Filter/Adobe.PPKLite").expect("a signature");
            let end = start + copy[start..].find("endobj").expect("its end");
            let value = crate::pdf::File::open(bytes).expect("a file").next_number() - 2;
            updated(bytes, &[(number::CONTENT, &stream("", OTHER_TEXT)), (value, &copy[start..end])])
        },
        said: "other content could stand in the gap",
    },
    Attack {
        what: "an update that passes over the signed version",
        signed: &[APPROVES, AGREES],
        done: |bytes| {
            let first = crate::pdf::File::open(bytes).expect("a file");
            let before = first.sections().last().expect("a section").offset;
            by_hand(
                bytes,
                &format!("5 0 obj\n{}\nendobj\n", stream("", OTHER_TEXT)),
                &[(5, "5 0 obj")],
                &format!("/Size 40/Root 1 0 R/Info 15 0 R/Prev {before}"),
            )
        },
        said: "a signature was taken out",
    },
    Attack {
        what: "an update without a way back",
        signed: &[APPROVES],
        done: |bytes| {
            by_hand(
                bytes,
                "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n",
                &[(1, "1 0 obj"), (2, "2 0 obj")],
                "/Size 40/Root 1 0 R",
            )
        },
        said: "a signature was taken out",
    },
    Attack {
        what: "garbage between two versions",
        signed: &[APPROVES],
        done: |bytes| {
            signed(&[bytes, b"5 0 obj\n<<>>\nendobj\n"].concat()[..].to_vec().into_iter().chain(trailing(bytes)).collect::<Vec<u8>>(), AGREES)
        },
        said: "hold something that belongs to no object",
    },
    Attack {
        what: "a comment between two versions",
        signed: &[APPROVES],
        done: |bytes| {
            by_hand(
                bytes,
                "% hidden\n15 0 obj\n<</Title(Contract)/ModDate(D:20260202)>>\nendobj\n",
                &[(15, "15 0 obj")],
                &format!("/Size 40/Root 1 0 R/Info 15 0 R/ID[(a)(b)]/Prev {}", previous(bytes)),
            )
        },
        said: "hold something that belongs to no object",
    },
    Attack { what: "bytes after the end", signed: &[P2], done: |bytes| [bytes, b"hidden"].concat(), said: "bytes were appended after the end" },
];

#[test]
fn incremental_saving() {
    check(INCREMENTAL_SAVING);
}
