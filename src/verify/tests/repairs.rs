//! Updates that lead some readers to repair the file, and what these would find then.

use super::fixture::{AGREES, P1, P2, against, changed, judged, number, root, signed, stream, unsigned, updated};
use crate::pdf::{Dictionary, File, Object, Reference, Update, deflate, sample};
use crate::verify::Verdict;

const OTHER: &str = "1 0 0 rg";

/// What a stream says of itself, besides its length.
type Entries<'a> = &'a [(&'a str, Object)];

/// An update that writes streams of any bytes, besides other objects.
pub(super) fn with_streams(bytes: &[u8], streams: &[(u32, Entries<'_>, &[u8])], objects: &[(u32, &str)]) -> Vec<u8> {
    let file = File::open(bytes).expect("a file");
    let mut update = Update::new(&file).expect("an update");
    for (number, entries, data) in streams {
        let mut dictionary = Dictionary::default();
        for (key, value) in *entries {
            dictionary.set(key, value.clone());
        }
        update.set_stream(Reference::new(*number), &dictionary, data);
    }
    for (number, object) in objects {
        update.set(Reference::new(*number), object.as_bytes().to_vec());
    }
    [bytes, &update.finish().bytes].concat()
}

/// The store for validation data, with these streams as certificates from number 41 on.
pub(super) fn with_store(bytes: &[u8], streams: &[(Entries<'_>, &[u8])]) -> Vec<u8> {
    let catalog = changed(bytes, number::CATALOG, &[("DSS", "40 0 R")]);
    let streams: Vec<_> = (41..).zip(streams).map(|(number, (entries, data))| (number, *entries, *data)).collect();
    let list: String = streams.iter().map(|(number, ..)| format!("{number} 0 R ")).collect();
    let store = format!("<</Type/DSS/Certs[{list}]/VRI<</AB<</Cert[41 0 R]>>>>>>");
    with_streams(bytes, &streams, &[(number::CATALOG, &catalog), (40, &store)])
}

fn honest() -> Vec<u8> {
    signed(&unsigned(), P1)
}

/// What is said against a file that was certified, with this store.
fn of_store(entries: &[(&str, Object)], data: &[u8]) -> String {
    against(&judged(&with_store(&honest(), &[(entries, data)]))).join("; ")
}

fn payload() -> Vec<u8> {
    format!("\nendstream\nendobj\n{} 0 obj\n{}\nendobj\n", number::CONTENT, stream("", OTHER)).into_bytes()
}

/// Replaces the last occurrence of a text, which lies after every offset that matters.
fn with_last(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = memchr::memmem::rfind(bytes, old.as_bytes()).expect("a place");
    [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
}

#[test]
fn the_store_holds_nothing_but_proof() {
    let certificate = root().der().to_vec();
    let flate = [("Filter", Object::Name(b"FlateDecode".to_vec()))];
    assert_eq!(of_store(&[], &certificate), "");
    assert_eq!(of_store(&flate, &deflate(&certificate)), "");
    let wrong = "the store for validation data holds something else";
    assert!(of_store(&flate, &deflate(b"q 1 0 0 rg")).contains(wrong));
    assert!(of_store(&[], &[&certificate[..], b" "].concat()).contains(wrong));
    assert!(of_store(&[("Filter", Object::Name(b"ASCIIHexDecode".to_vec()))], b"00>").contains(wrong));
    assert!(of_store(&[("DecodeParms", Object::Null)], &certificate).contains(wrong));
    assert!(of_store(&[], &payload()).contains("hidden text that some readers would take for parts of the document"));
}

#[test]
fn no_marker_hides_in_strings_drawings_and_comments() {
    let bytes = signed(&unsigned(), P2);
    let said = |value: &str, look: &str| {
        let look = stream("/Type/XObject/Subtype/Form/BBox[0 0 150 20]", look);
        let field = changed(&bytes, number::NAME, &[("V", value), ("AP", "<</N 40 0 R>>")]);
        against(&judged(&updated(&bytes, &[(number::NAME, &field), (40, &look)]))).join("; ")
    };
    let hidden = "hidden text that some readers would take for parts of the document";
    assert_eq!(said("(A trailer, upstream of 10 objects)", "(a stream of it) Tj"), "");
    for marker in
        ["\n5 0 obj\n<<>>\nendobj\n", "5 0 obj", "trailer<</Root 99 0 R>>", "\nstartxref 17 %", "\nxref\n", "%%EOF", ">>stream", "endstream"]
    {
        assert!(said(&format!("({marker})"), "").contains(hidden), "{marker}");
        assert!(said("(Ada)", marker).contains(hidden), "{marker}");
        let comment = marker.replace('\n', " ");
        assert!(said(&format!("(Ada)%{comment}\n"), "").contains(hidden), "{marker}");
    }
}

#[test]
fn object_streams_and_sections_are_named_by_the_tables() {
    let said = |kind: Object, data: &str| {
        let entries = [("Type", kind), ("N", Object::Integer(1)), ("First", Object::Integer(4))];
        against(&judged(&with_streams(&honest(), &[(40, &entries, data.as_bytes())], &[(41, "/ObjStm")]))).join("; ")
    };
    for kind in [Object::Name(b"ObjStm".to_vec()), Object::Name(b"XRef".to_vec()), Object::Reference(Reference::new(41))] {
        assert!(said(kind, "5 0 (other)").contains("would take for parts of the document"));
    }
}

#[test]
fn an_update_that_readers_would_repair_is_refused() {
    let bytes = with_store(&honest(), &[(&[], root().der())]);
    assert_eq!(judged(&bytes).verdict, Verdict::TrustUnknown);
    let size = File::open(&bytes).expect("a file").next_number();
    let size = format!("/Size {size}");
    let section = File::open(&bytes).expect("a file").sections()[0].offset;
    let start = format!("startxref\n{section}\n");
    let changes = [
        (size.as_str(), "/Size 20"),
        (&size, "/Size 5000000"),
        (&size, "/Size 0"),
        (&size, "/Size -1"),
        (&size, ""),
        (&start, &format!("startxref\n\n{section}\n")),
        (&start, &format!("startxref\n\0{section}\n")),
        (&start, &format!("startxref\n{section}\n \n")),
        (&start, &format!("startxref %\n{section}\n")),
        (&start, &format!("%1 0 obj\nstartxref\n{section}\n")),
        (&start, &format!("%a trailer\n%and more\nstartxref\n{section}\n")),
        (&start, &format!("%startxref 17\nstartxref\n{section}\n")),
        (&start, &format!("%an xref\nstartxref\n{section}\n")),
        (&start, &format!("%\nstartxref\n{section}\n")),
        ("xref\n1 1\n", "xref %\n1 1\n"),
        ("xref\n1 1\n", "xref\n\n1 1\n"),
        ("trailer\n", "%\ntrailer\n"),
        ("trailer\n", "trailer\n%\n"),
        ("trailer\n<<", "trailer\n<<%\n"),
        ("%%EOF\n", &format!("%%EOF\n{}", " ".repeat(400))),
    ];
    for (old, new) in changes {
        let report = judged(&with_last(&bytes, old, new));
        assert!(!report.holds(true), "{old:?} -> {new:?}: {report:#?}");
    }
}

#[test]
fn unknown_entries_and_wrong_sizes_in_streams_are_refused() {
    let bytes = signed(&signed(&super::fixture::packed(), P2), AGREES);
    assert_eq!(judged(&bytes).verdict, Verdict::TrustUnknown);
    let own = File::open(&bytes).expect("a file").next_number();
    let previous = File::open(&bytes).expect("a file").sections()[0].offset;
    let update = |size: &str, kind: u8| {
        let at = bytes.len();
        let rows = [&[1, 0][..], &u16::try_from(at).expect("a small file").to_be_bytes(), &[0, kind, 0, 0, 0, 0]].concat();
        let head = format!("{own} 0 obj\n<</Type/XRef/W[1 3 1]/Index[{own} 2]{size}/Root 1 0 R/ID[(a)(a)]/Prev {previous}/Length 10>>\nstream\n");
        let tail = format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
        judged(&[&bytes[..], head.as_bytes(), &rows, tail.as_bytes()].concat())
    };
    let size = format!("/Size {}", own + 2);
    assert_eq!(against(&update(&size, 0)), [""; 0]);
    assert!(!update(&size, 7).holds(true));
    for size in ["/Size -1", "/Size 3", ""] {
        assert!(!update(size, 0).holds(true), "{size}");
    }
}

/// An update by hand, of one table with these lines.
fn table(bytes: &[u8], body: &str, lines: impl Fn(usize) -> String, trailer: &str) -> Vec<u8> {
    let file = File::open(bytes).expect("a file");
    let section = bytes.len() + body.len();
    let (size, previous) = (file.next_number().max(64), file.sections()[0].offset);
    let text = format!("{body}xref\n{}trailer\n<</Size {size}/Prev {previous}/Root 1 0 R/ID[(a)(a)]{trailer}>>\n", lines(bytes.len()));
    [bytes, text.as_bytes(), format!("startxref\n{section}\n%%EOF\n").as_bytes()].concat()
}

#[test]
fn what_was_signed_is_neither_freed_nor_given_another_generation() {
    let said = |bytes: &[u8]| against(&judged(bytes)).join("; ");
    let bytes = honest();
    assert!(said(&table(&bytes, "", |_| format!("{} 1\n0000000000 00001 f \n", number::SPARE), "")).contains("an object was taken away"));
    assert!(said(&updated(&bytes, &[(number::SPARE, "null")])).contains("an object that was signed, but not shown, was replaced"));
    let second = |at: usize| format!("60 1\n{at:010} 00001 n \n");
    assert!(said(&table(&bytes, "60 1 obj\nnull\nendobj\n", second, "")).contains("under a number that some programs take for another"));
    let added = updated(&bytes, &[(60, "(there)")]);
    assert!(said(&table(&added, "", |_| "60 1\n0000000000 00001 f \n".to_owned(), "")).contains("an object was taken away"));
}

#[test]
fn a_reference_to_nothing_stays_one_in_every_generation() {
    for reference in ["60 0 R", "60 1 R"] {
        let page = changed(&unsigned(), number::PAGE, &[("Contents", &format!("[5 0 R {reference}]"))]);
        let bytes = signed(&updated(&unsigned(), &[(number::PAGE, &page)]), P2);
        for generation in 0..2 {
            let body = format!("60 {generation} obj\n{}\nendobj\n", stream("", OTHER));
            let attacked = table(&bytes, &body, |at| format!("60 1\n{at:010} {generation:05} n \n"), "");
            assert!(against(&judged(&attacked)).join("; ").contains("page 1 shows other text or drawings"), "{reference}, {generation}");
        }
    }
}

#[test]
fn an_update_shows_old_readers_the_same() {
    let bytes = honest();
    let file = File::open(&bytes).expect("a file");
    let place = file.extent(Reference::new(number::CONTENT)).expect("a file").expect("a place").whole.start;
    let own = file.next_number();
    let row = [&[1, 0][..], &u16::try_from(place).expect("a small file").to_be_bytes(), &[0]].concat();
    let head = format!("{own} 0 obj\n<</Type/XRef/W[1 3 1]/Index[5 1]/Size {}/Length 5>>\nstream\n", own + 1);
    // The stream stands before the table, which hides the page's text from readers that do not know streams.
    let bytes_of_stream = [head.as_bytes(), &row, b"\nendstream\nendobj\n"].concat();
    let with_stream = [&bytes[..], &bytes_of_stream].concat();
    let section = with_stream.len();
    let (at, previous) = (bytes.len(), file.sections()[0].offset);
    let table = |line: &str| {
        let text = format!("xref\n5 1\n{line}{own} 1\n{at:010} 00000 n \ntrailer\n<</Size {}/Prev {previous}/Root 1 0 R/ID[(a)(a)]", own + 1);
        [&with_stream[..], text.as_bytes(), format!("/XRefStm {at}>>\nstartxref\n{section}\n%%EOF\n").as_bytes()].concat()
    };
    let hidden = judged(&table("0000000000 00000 f \n"));
    assert_eq!((hidden.verdict, hidden.problems.join("").contains("one document to old programs")), (Verdict::Unreadable, true));
    let shown = judged(&table(&format!("{place:010} 00000 n \n")));
    assert!(against(&shown).join("; ").contains("one document to old programs and another to new ones"));
}

#[test]
fn the_parameters_of_a_signed_object_stream_stay_as_they_are() {
    let data = "7 0 <</Font<</F1 8 0 R>>>>";
    let container = [
        ("Type", Object::Name(b"ObjStm".to_vec())),
        ("N", Object::Integer(1)),
        ("First", Object::Integer(4)),
        ("Filter", Object::Name(b"FlateDecode".to_vec())),
        ("DecodeParms", Object::Reference(Reference::new(61))),
    ];
    let prepared = with_streams(&super::fixture::packed(), &[(60, &container, &deflate(data.as_bytes()))], &[(61, "<</Predictor 1>>")]);
    // The resources move into the stream whose parameters stand elsewhere.
    let file = File::open(&prepared).expect("a file");
    let (own, at, previous) = (file.next_number(), prepared.len(), file.sections()[0].offset);
    let rows = [&[1][..], &u16::try_from(at).expect("a small file").to_be_bytes(), &[0, 2, 0, 60, 0]].concat();
    let head = format!(
        "{own} 0 obj\n<</Type/XRef/W[1 2 1]/Index[{own} 1 7 1]/Size {}/Root 1 0 R/Info 15 0 R/ID[(a)(a)]/Prev {previous}/Length 8>>\nstream\n",
        own + 1
    );
    let tail = format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
    let bytes = signed(&[&prepared[..], head.as_bytes(), &rows, tail.as_bytes()].concat(), P2);
    assert_eq!(judged(&bytes).verdict, Verdict::TrustUnknown);
    for parameters in ["null", "<</Predictor 12/Columns 2>>"] {
        let report = judged(&updated(&bytes, &[(61, parameters)]));
        assert!(!report.holds(true), "{parameters}");
    }
}

#[test]
fn tables_that_are_too_large_are_refused_at_once() {
    let start = std::time::Instant::now();
    let bytes = sample::table(&["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]);
    let append = |bytes: &[u8], index: &str, data: &[u8]| {
        let file = File::open(bytes).expect("a file");
        let (at, previous, data) = (bytes.len(), file.sections()[0].offset, deflate(data));
        let head = format!("9 0 obj\n<</Type/XRef/W[1 0 0]/Index[{index}]/Size 4000000/Root 1 0 R/Prev {previous}/Filter/FlateDecode");
        let tail = format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
        [bytes, format!("{head}/Length {}>>\nstream\n", data.len()).as_bytes(), &data, tail.as_bytes()].concat()
    };
    assert!(File::open(&append(&bytes, "9 1", &vec![0; 60 << 20])).is_err());
    let many = append(&bytes, "10 3000000", &vec![0; 3_000_000]);
    assert!(File::open(&append(&many, "10 3000000", &vec![0; 3_000_000])).is_err());
    let keys: String = (0..200_000).map(|key| format!("/k{key} 0")).collect();
    assert!(crate::pdf::parse_value(format!("<<{keys}>>").as_bytes(), 0).is_err());
    assert!(start.elapsed().as_secs() < 20);
}
