//! Every form of file reads to the same objects, takes an update, and never brings the reader down.

use proptest::prelude::*;

use super::{Entry, Fault, FaultKind, File, Form, Object, Reference, Update, edited, parse_value, sample};

const OBJECTS: [&str; 3] =
    ["<</Type/Catalog/Pages 2 0 R/Lang(el)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 842]>>"];

fn forms() -> [(Form, Vec<u8>); 3] {
    [(Form::Table, sample::table(&OBJECTS)), (Form::Stream, sample::stream(&OBJECTS)), (Form::Hybrid, sample::hybrid(&OBJECTS))]
}

#[test]
fn all_forms_read_alike() {
    for (form, bytes) in forms() {
        let file = File::open(&bytes).unwrap();
        assert_eq!(file.form(), form);
        for (number, expected) in (1..).zip(OBJECTS) {
            assert_eq!(file.object(Reference::new(number)).unwrap(), parse_value(expected.as_bytes(), 0).unwrap().0, "{form:?}");
            assert_eq!(file.raw(Reference::new(number)).unwrap(), expected.as_bytes());
        }
        assert_eq!(file.object(Reference::new(99)).unwrap(), Object::Null);
        assert_eq!(file.catalog().unwrap().0, Reference::new(1));
    }
}

#[test]
fn an_update_keeps_every_byte_and_the_form() {
    for (form, mut bytes) in forms() {
        let before = bytes.clone();
        let file = File::open(&before).unwrap();
        let mut update = Update::new(&file).unwrap();
        let new = update.allocate().unwrap();
        update.set(new, b"(new)".to_vec());
        let page = edited(&update.raw(Reference::new(3)).unwrap(), &[("Annots", Some(format!("[{new}]").into_bytes()))]).unwrap();
        update.set(Reference::new(3), page);
        let appended = update.finish();
        bytes.extend_from_slice(&appended.bytes);
        let file = File::open(&bytes).unwrap();
        assert_eq!(file.form(), if form == Form::Hybrid { Form::Table } else { form });
        assert_eq!(file.object(new).unwrap(), Object::String(b"new".to_vec()));
        assert!(bytes[appended.place(new).unwrap()..].starts_with(b"(new)"));
        let page = file.object(Reference::new(3)).unwrap();
        assert_eq!(page.as_dictionary().unwrap().get("Annots"), Some(&Object::Array(vec![Object::Reference(new)])));
        assert_eq!(file.object(Reference::new(2)).unwrap().as_dictionary().unwrap().get("Count"), Some(&Object::Integer(1)));
        assert_eq!((file.sections().len(), file.end()), (2, bytes.len()));
        assert!(matches!(file.locate(3), Ok(Some(Entry::At { .. }))));
    }
}

#[test]
fn values_read_as_the_standard_says() {
    let read = |text: &str| parse_value(text.as_bytes(), 0).map(|(value, _)| value);
    assert_eq!(read("(a\\(b\\)\\101\\\r\n(c)\r\n)"), Ok(Object::String(b"a(b)A(c)\n".to_vec())));
    assert_eq!(read("<48 65 6C6>"), Ok(Object::String(b"Hel`".to_vec())));
    assert_eq!(read("/A#20B"), Ok(Object::Name(b"A B".to_vec())));
    assert_eq!(read("[1 0 R -2 +.5]").map(|array| array.as_array().map(<[Object]>::len)), Ok(Some(3)));
    assert_eq!(read("<</A 1/A 2>>"), Err(Fault { at: 8, kind: FaultKind::RepeatedKey }));
    assert!(read(&"[".repeat(100_000)).is_err());
    assert!(read("12345678901234567890").is_err());
}

#[test]
fn what_leads_round_in_a_circle_is_refused() {
    let mut bytes = sample::table(&OBJECTS);
    let file = File::open(&bytes).unwrap();
    let own = file.sections()[0].offset;
    let text = String::from_utf8(bytes.clone()).unwrap().replace("/Root 1 0 R", &format!("/Root 1 0 R/Prev {own}"));
    assert_eq!(File::open(text.as_bytes()).unwrap_err().kind, FaultKind::CrossReferenceLoop);
    bytes = sample::table(&["2 0 R", "1 0 R", "<</Length 3 0 R>>\nstream\nx\nendstream"]);
    let file = File::open(&bytes).unwrap();
    assert_eq!(file.resolve(&Object::Reference(Reference::new(1))).unwrap_err().kind, FaultKind::Circle);
    assert_eq!(file.object(Reference::new(3)).unwrap_err().kind, FaultKind::Circle);
}

#[test]
fn an_encrypted_file_is_refused() {
    let text = String::from_utf8(sample::table(&OBJECTS)).unwrap();
    let open = |entry: &str| File::open(text.replace("/Root 1 0 R", &format!("/Root 1 0 R{entry}")).as_bytes()).map(drop).map_err(|fault| fault.kind);
    assert_eq!((open("/Encrypt 3 0 R"), open("/Encrypt null")), (Err(FaultKind::Encrypted), Ok(())));
}

#[test]
fn an_entry_must_lead_to_the_object_it_names() {
    let text = String::from_utf8(sample::table(&OBJECTS)).unwrap().replace("2 0 obj", "5 0 obj");
    let file = File::open(text.as_bytes()).unwrap();
    assert!(matches!(file.object(Reference::new(2)).unwrap_err().kind, FaultKind::Misplaced(2)));
}

proptest! {
    #[test]
    fn damaged_files_never_bring_the_reader_down(form in 0_usize..3, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>()) {
        let mut bytes = forms()[form].1.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let cut = cut.index(bytes.len());
        for part in [&bytes[..], &bytes[..cut]] {
            let Ok(file) = File::open(part) else { continue };
            for number in file.numbers().unwrap_or_default().into_iter().take(100) {
                let object = file.object(Reference::new(number));
                if let Ok(Object::Stream(stream)) = object {
                    let _ = file.data(&stream);
                }
            }
        }
    }
}

#[test]
fn a_stream_is_not_written_anew_without_its_data() {
    let bytes = sample::table(&["<</Type/Catalog>>", "<</Length 1>>\nstream\nx\nendstream"]);
    let file = File::open(&bytes).unwrap();
    assert_eq!(file.raw(Reference::new(1)).unwrap().as_ref(), b"<</Type/Catalog>>");
    assert!(file.raw(Reference::new(2)).unwrap_err().to_string().contains("a dictionary and not a stream"));
}

#[test]
fn an_object_stream_whose_filter_lies_in_it_is_refused() {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let at = u8::try_from(bytes.len()).unwrap();
    bytes.extend_from_slice(b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Length 10/Filter 2 0 R>>\nstream\n2 0 null  \nendstream\nendobj\n");
    let section = bytes.len();
    bytes.extend_from_slice(b"4 0 obj\n<</Type/XRef/W[1 1 1]/Size 4/Root 1 0 R/Length 12>>\nstream\n");
    bytes.extend_from_slice(&[0, 0, 0, 2, 3, 0, 2, 3, 0, 1, at, 0]);
    bytes.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{section}\n%%EOF\n").as_bytes());
    let file = File::open(&bytes).unwrap();
    assert!(file.object(Reference::new(2)).is_err());
}

#[test]
fn no_new_object_gets_a_number_that_the_file_refers_to() {
    let objects = ["<</Pages 2 0 R/Dead 5 0 R>>", "<</Kids[]/Count 0/Dead[7 0 R 6\n0 R]>>", "(R)"];
    for bytes in [sample::table(&objects), sample::stream(&objects), sample::hybrid(&objects)] {
        let file = File::open(&bytes).unwrap();
        let mut update = Update::new(&file).unwrap();
        let names: Vec<u32> = (0..4).map(|_| update.allocate().unwrap().number).collect();
        let free = (file.next_number()..).filter(|number| ![5, 6, 7].contains(number));
        assert_eq!(names, free.take(4).collect::<Vec<_>>());
    }
}
