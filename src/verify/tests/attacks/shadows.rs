//! Objects that were prepared before the signature, or are brought to light after it.

use super::{Attack, by_hand, check, previous};
use crate::verify::tests::fixture::{APPROVES, P2, changed, number, stream, updated, with};

const SHADOWS: &[Attack] = &[
    Attack {
        what: "replace: another font of the same name",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(number::FONT, "<</Type/Font/Subtype/Type1/BaseFont/Other>>")]),
        said: "drawn with other fonts",
    },
    Attack {
        what: "replace: the digits of a font change places",
        signed: &[P2],
        done: |bytes| with(bytes, number::FONT, &[("Encoding", "<</Differences[49/nine]>>")]),
        said: "drawn with other fonts",
    },
    Attack {
        what: "replace: other resources",
        signed: &[P2],
        done: |bytes| with(bytes, number::RESOURCES, &[("XObject", "<</X 17 0 R>>")]),
        said: "drawn with other fonts",
    },
    Attack {
        what: "hide: a drawing laid over the page",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/Stamp/Rect[0 0 600 800]/AP<</N 18 0 R>>>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "hide: the same after an agreement",
        signed: &[APPROVES],
        done: |bytes| updated(&with(bytes, 4, &[("Annots", "[40 0 R]")]), &[(40, "<</Type/Annot/Subtype/FreeText/Rect[0 0 600 800]>>")]),
        said: "something was laid over page 2",
    },
    Attack {
        what: "hide: a drawing that was signed is emptied",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(number::TICK, &stream("/Type/XObject/Subtype/Form/BBox[0 0 10 10]", ""))]),
        said: "the field `agreed`",
    },
    Attack {
        what: "hide and replace: the trailer leads to a prepared document",
        signed: &[P2],
        done: |bytes| {
            let catalog = changed(bytes, number::CATALOG, &[("Pages", "41 0 R")]);
            let body = format!("40 0 obj\n{catalog}\nendobj\n41 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n");
            by_hand(
                bytes,
                &body,
                &[(40, "40 0 obj"), (41, "41 0 obj")],
                &format!("/Size 50/Root 40 0 R/Info 15 0 R/ID[(a)(b)]/Prev {}", previous(bytes)),
            )
        },
        said: "has another catalog",
    },
    Attack {
        what: "hide and replace: only the table leads to another object",
        signed: &[P2],
        done: |bytes| {
            let spare = memchr::memmem::find(bytes, b"20 0 obj").expect("an object");
            let renamed = bytes.to_vec();
            let section = renamed.len();
            let text = format!(
                "xref\n5 1\n{spare:010} 00000 n \ntrailer\n<</Size 40/Root 1 0 R/Info 15 0 R/ID[(a)(b)]/Prev {}>>\nstartxref\n{section}\n%%EOF\n",
                previous(bytes)
            );
            [&renamed[..], text.as_bytes()].concat()
        },
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "an object is freed",
        signed: &[P2],
        done: |bytes| {
            let section = bytes.len();
            let text = format!(
                "xref\n5 1\n0000000000 00001 f \ntrailer\n<</Size 40/Root 1 0 R/Info 15 0 R/ID[(a)(b)]/Prev {}>>\nstartxref\n{section}\n%%EOF\n",
                previous(bytes)
            );
            [bytes, text.as_bytes()].concat()
        },
        said: "page 1 shows other text or drawings",
    },
    Attack {
        what: "an object that nothing shows is replaced",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(number::SPARE, &stream("", "other"))]),
        said: "prepared to show something else later",
    },
    Attack {
        what: "an object that nothing shows is added",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(40, "<</Type/Catalog/Pages 2 0 R>>")]),
        said: "of a kind that a program could show when it repairs the file",
    },
    Attack {
        what: "pages that do not say that they are",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(40, "<</Kids[3 0 R]/Count 1>>")]),
        said: "of a kind that a program could show when it repairs the file",
    },
    Attack {
        what: "objects in a stream that nothing names",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(40, &stream("/Type/ObjStm/N 1/First 4", "5 0 (other)"))]),
        said: "of a kind that a program could show when it repairs the file",
    },
    Attack {
        what: "a signature that no field holds",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(40, "<</ByteRange[0 1 2 3]/Contents<30>>>")]),
        said: "of a kind that a program could show when it repairs the file",
    },
    Attack {
        what: "the catalog opens with an action",
        signed: &[P2],
        done: |bytes| with(bytes, number::CATALOG, &[("OpenAction", "<</S/JavaScript/JS(x)>>")]),
        said: "what the document does by itself",
    },
    Attack {
        what: "a script among the names",
        signed: &[P2],
        done: |bytes| with(bytes, number::CATALOG, &[("Names", "<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>")]),
        said: "attached files, scripts or link targets",
    },
    Attack {
        what: "layers",
        signed: &[P2],
        done: |bytes| with(bytes, number::CATALOG, &[("OCProperties", "<</OCGs[]/D<<>>>>")]),
        said: "layers were changed",
    },
    Attack {
        what: "bookmarks",
        signed: &[P2],
        done: |bytes| with(bytes, number::CATALOG, &[("Outlines", "<</Type/Outlines>>")]),
        said: "bookmarks were changed",
    },
    Attack {
        what: "the language",
        signed: &[P2],
        done: |bytes| with(bytes, number::CATALOG, &[("Lang", "(el)")]),
        said: "own settings were changed: `Lang`",
    },
    Attack {
        what: "the structure",
        signed: &[P2],
        done: |bytes| updated(bytes, &[(number::STRUCTURE, "<</Type/StructTreeRoot/K[]>>")]),
        said: "structure that reading aloud follows",
    },
    Attack {
        what: "the title",
        signed: &[P2],
        done: |bytes| with(bytes, number::INFO, &[("Title", "(Gift)")]),
        said: "document information was changed: `Title`",
    },
    Attack {
        what: "the title in XMP",
        signed: &[P2],
        done: |bytes| {
            updated(
                bytes,
                &[(
                    number::METADATA,
                    &stream(
                        "/Type/Metadata/Subtype/XML",
                        "<x:xmpmeta><xmp:ModifyDate>2026-01-01</xmp:ModifyDate><dc:title>Gift</dc:title></x:xmpmeta>",
                    ),
                )],
            )
        },
        said: "document information was changed",
    },
    Attack {
        what: "the properties are others",
        signed: &[P2],
        done: |bytes| {
            by_hand(
                bytes,
                "40 0 obj\n<</Title(Gift)>>\nendobj\n",
                &[(40, "40 0 obj")],
                &format!("/Size 50/Root 1 0 R/Info 40 0 R/ID[(a)(b)]/Prev {}", previous(bytes)),
            )
        },
        said: "document information was changed",
    },
    Attack {
        what: "the identifier",
        signed: &[P2],
        done: |bytes| by_hand(bytes, "", &[], &format!("/Size 50/Root 1 0 R/Info 15 0 R/ID[(x)(b)]/Prev {}", previous(bytes))),
        said: "identifier is another",
    },
    Attack {
        what: "something else in the store for validation data",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, number::CATALOG, &[("DSS", "40 0 R")]), &[(40, "<</Type/DSS/Certs[41 0 R]>>"), (41, "<</Type/Page>>")]),
        said: "store for validation data holds something else",
    },
];

#[test]
fn shadows() {
    check(SHADOWS);
}
