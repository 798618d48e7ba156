//! Fields that are filled in, and may not be.

use super::{Attack, LOOK, check, filled_in};
use crate::verify::tests::fixture::{AGREES, APPROVES, P2, Wanted, against, changed, judged, number, signed, stream, unsigned, updated, with};

const LOCKS: Wanted = Wanted {
    entries: "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/V/1.2/Action/Include/Fields[(name)]>>>>]",
    ..APPROVES
};

const FIELDS: &[Attack] = &[
    Attack {
        what: "a field that the signature locks",
        signed: &[LOCKS],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(LOOK, "BT (Ada) Tj ET")),
        said: "which the signature in the field `company` locked",
    },
    Attack {
        what: "a read-only field",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, number::READ_ONLY, &[("V", "(1)"), ("AP", "<</N 40 0 R>>")]), &[(40, &stream(LOOK, ""))]),
        said: "the field `total` was changed, which cannot be filled in",
    },
    Attack {
        what: "another value than was signed",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, number::FILLED, &[("V", "(Sparta)"), ("AP", "<</N 40 0 R>>")]), &[(40, &stream(LOOK, ""))]),
        said: "said “Athens” when it was signed and says “Sparta” now",
    },
    Attack {
        what: "a value is taken out",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, number::FILLED, &[("V", ""), ("AP", "<</N 40 0 R>>")]), &[(40, &stream(LOOK, ""))]),
        said: "said “Athens” when it was signed and says nothing now",
    },
    Attack {
        what: "a drawing without a value",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("AP", "<</N 40 0 R>>")], &stream(LOOK, "BT (Ada) Tj ET")),
        said: "shows something else than was signed, but has no other value",
    },
    Attack {
        what: "a value without a drawing",
        signed: &[P2],
        done: |bytes| with(bytes, number::NAME, &[("V", "(Ada)")]),
        said: "has another value than it shows",
    },
    Attack {
        what: "a drawing that brings a script",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(&format!("{LOOK}/X<</JS(x)>>"), "")),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a drawing that depends on a layer",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(&format!("{LOOK}/OC<</Type/OCG>>"), "")),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a drawing for when the mouse is over it",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R/R 18 0 R>>")], &stream(LOOK, "")),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a drawing that is a page",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("V", "(Ada)"), ("AP", "<</N 40 0 R>>")], &stream(&format!("{LOOK}/Resources<</XObject<</X 3 0 R>>>>"), "")),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a value that is a stream",
        signed: &[P2],
        done: |bytes| filled_in(bytes, &[("V", "20 0 R"), ("AP", "<</N 40 0 R>>")], &stream(LOOK, "")),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a field as large as the page",
        signed: &[P2],
        done: |bytes| updated(&with(bytes, number::LARGE, &[("V", "(x)"), ("AP", "<</N 40 0 R>>")]), &[(40, &stream(LOOK, ""))]),
        said: "covers more than half of page 1",
    },
    Attack {
        what: "a field is moved",
        signed: &[P2],
        done: |bytes| with(bytes, number::NAME, &[("Rect", "[0 0 500 500]")]),
        said: "the field `name` was changed: its place",
    },
    Attack { what: "a field is hidden", signed: &[P2], done: |bytes| with(bytes, number::NAME, &[("F", "2")]), said: "the field `name` was hidden" },
    Attack {
        what: "a field gets another tooltip",
        signed: &[P2],
        done: |bytes| with(bytes, number::NAME, &[("TU", "(Your bank account)")]),
        said: "the field `name` was changed: its place",
    },
    Attack {
        what: "a field gets a script",
        signed: &[P2],
        done: |bytes| with(bytes, number::NAME, &[("AA", "<</K<</S/JavaScript/JS(x)>>>>")]),
        said: "the field `name` was changed",
    },
    Attack {
        what: "a field is taken out",
        signed: &[P2],
        done: |bytes| with(bytes, number::FORM, &[("Fields", "[10 0 R 11 0 R 12 0 R]")]),
        said: "a field of the form was taken out",
    },
    Attack {
        what: "a widget is taken from the page",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("Annots", "[10 0 R]")]),
        said: "something that lay on page 1 was taken away",
    },
    Attack {
        what: "widgets change places on the page",
        signed: &[P2],
        done: |bytes| with(bytes, number::PAGE, &[("Annots", "[11 0 R 10 0 R 12 0 R 13 0 R 14 0 R 21 0 R 22 0 R 23 0 R]")]),
        said: "lies above or below other things now",
    },
    Attack {
        what: "the form's fonts",
        signed: &[P2],
        done: |bytes| with(bytes, number::FORM, &[("DR", "<<>>")]),
        said: "the form as a whole was changed",
    },
    Attack {
        what: "the form is drawn anew by readers",
        signed: &[P2],
        done: |bytes| with(bytes, number::FORM, &[("NeedAppearances", "true")]),
        said: "the form as a whole was changed",
    },
    Attack {
        what: "a form in another language",
        signed: &[P2],
        done: |bytes| with(bytes, number::FORM, &[("XFA", "20 0 R")]),
        said: "the form as a whole was changed",
    },
    Attack {
        what: "a tick in a state that is not there",
        signed: &[P2],
        done: |bytes| with(bytes, number::BOX, &[("V", "/Maybe"), ("AS", "/Maybe")]),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a tick that shows another state than it has",
        signed: &[P2],
        done: |bytes| with(bytes, number::BOX, &[("V", "/No"), ("AS", "/Yes")]),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a tick that is not shown",
        signed: &[P2],
        done: |bytes| with(bytes, number::BOX, &[("V", "/Yes"), ("AS", "")]),
        said: "a value or a look that a field of its kind cannot have",
    },
    Attack {
        what: "a tick with a new drawing",
        signed: &[P2],
        done: |bytes| with(bytes, number::BOX, &[("V", "/Yes"), ("AS", "/Yes"), ("AP", "<</N<</Yes 17 0 R/Off 18 0 R>>>>")]),
        said: "a value or a look that a field of its kind cannot have",
    },
];

#[test]
fn fields() {
    check(FIELDS);
}

#[test]
fn what_a_field_without_a_value_showed_stays() {
    let look = stream(LOOK, "BT (You owe 100 euros) Tj ET");
    let bytes = signed(&updated(&with(&unsigned(), number::NAME, &[("AP", "<</N 30 0 R>>")]), &[(30, &look)]), P2);
    let field = changed(&bytes, number::NAME, &[("V", "(Ada)"), ("AP", "<</N 60 0 R>>")]);
    let words = against(&judged(&updated(&bytes, &[(number::NAME, &field), (60, &stream(LOOK, "BT (Ada) Tj ET"))])));
    assert!(words.iter().any(|words| words.contains("had no value when it was signed, but showed something")), "{words:?}");
}

/// A drawing that is no mere frame says something, as letters that are drawn by their outlines do.
#[test]
fn what_a_field_without_a_value_showed_in_outlines_stays() {
    let fill = |look: &str| {
        let bytes = updated(&with(&unsigned(), number::NAME, &[("AP", "<</N 30 0 R>>")]), &[(30, &stream(LOOK, look))]);
        let bytes = signed(&bytes, P2);
        let field = changed(&bytes, number::NAME, &[("V", "(Ada)"), ("AP", "<</N 60 0 R>>")]);
        against(&judged(&updated(&bytes, &[(number::NAME, &field), (60, &stream(LOOK, "BT (Ada) Tj ET"))])))
    };
    assert_eq!(fill("1 g 0 0 150 20 re f 0 G 0.5 0.5 149 19 re s"), [""; 0]);
    for look in ["20 5 m 30 15 l 40 5 l f", "20 5 m 20 15 l S", "0 9 150 2 re f", "/Sh sh"] {
        let words = fill(look);
        assert!(words.iter().any(|words| words.contains("had no value when it was signed, but showed something")), "{look}: {words:?}");
    }
}

/// What an empty signature field showed is part of what was signed.
#[test]
fn what_an_empty_signature_field_showed_stays() {
    let bytes = updated(&with(&unsigned(), number::CUSTOMER, &[("AP", "<</N 30 0 R>>")]), &[(30, &stream(LOOK, "BT (Ten years) Tj ET"))]);
    let words = against(&judged(&signed(&signed(&bytes, P2), AGREES)));
    assert!(words.iter().any(|words| words.contains("showed something before it was signed")), "{words:?}");
}

/// What a box shows is what a reader takes it for, whatever its value is.
#[test]
fn a_box_that_showed_something_stays() {
    let with_text = stream(LOOK, "BT (Nothing is owed) Tj ET");
    let looks: [&[(&str, &str)]; 2] = [&[("AS", "/Yes")], &[("AP", "<</N<</Yes 18 0 R/Off 30 0 R>>>>")]];
    for (look, to) in looks.into_iter().zip(["/Off", "/Yes"]) {
        let bytes = signed(&updated(&with(&unsigned(), number::BOX, look), &[(30, &with_text)]), P2);
        let words = against(&judged(&with(&bytes, number::BOX, &[("V", to), ("AS", to)])));
        assert!(words.iter().any(|words| words.contains("had no value when it was signed, but showed something")), "{words:?}");
    }
}

/// A widget of two pages is drawn on both: what is small on the one may cover the other.
#[test]
fn a_field_on_two_pages_stays_empty() {
    let bytes = signed(&with(&unsigned(), 4, &[("Annots", "[13 0 R]")]), P2);
    let field = changed(&bytes, number::NAME, &[("V", "(Ada)"), ("AP", "<</N 60 0 R>>")]);
    let words = against(&judged(&updated(&bytes, &[(number::NAME, &field), (60, &stream(LOOK, "BT (Ada) Tj ET"))])));
    assert!(words.iter().any(|words| words.contains("stands on several pages at once")), "{words:?}");
}

/// What is seen of a page is what counts, and a frame whose size nobody can say is too large.
#[test]
fn no_field_as_large_as_its_page_is_filled_in() {
    let huge = "9".repeat(400);
    let frames: [&[(u32, &str, &str)]; 3] = [
        &[(number::PAGE, "CropBox", "[-9000 -9000 9000 9000]")],
        &[(number::PAGE, "MediaBox", "[0 0 9000 9000]"), (number::PAGES, "CropBox", "[0 0 600 500]")],
        &[(number::LARGE, "Rect", &format!("[0 0 {huge}.0 {huge}.0]"))],
    ];
    for frame in frames {
        let bytes = frame.iter().fold(unsigned(), |bytes, (object, key, value)| with(&bytes, *object, &[(key, value)]));
        let bytes = signed(&bytes, P2);
        let bytes = updated(&with(&bytes, number::LARGE, &[("V", "(x)"), ("AP", "<</N 60 0 R>>")]), &[(60, &stream(LOOK, ""))]);
        let words = against(&judged(&bytes));
        assert!(words.iter().any(|words| words.contains("covers more than half of page 1")), "{words:?}");
    }
}
