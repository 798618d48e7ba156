//! Any objects as an update of a certified file. Where the verifier says that it holds, the file must still show what was signed.
//!
//! The input is a list of objects with a NUL byte between them; the first byte of each is its number, and the rest is its value. The very
//! first byte also chooses between the certified file and one that is not.

#![no_main]

use std::sync::LazyLock;

use counterpart::pdf::{Dictionary, File, Object, Reference, Update};
use counterpart::verify::{Options, Trust, verify};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

/// Certified, and open for form filling and further signatures.
const CERTIFIED: &[u8] = include_bytes!("../corpus/verify/table-certified");
/// Signed twice, not certified.
const APPROVED: &[u8] = include_bytes!("../corpus/verify/table-two");

/// What both of them show.
static SHOWN: LazyLock<Shown> = LazyLock::new(|| shown(CERTIFIED).expect("a file that shows something"));

fuzz_target!(|data: &[u8]| {
    let signed = if data.first().is_some_and(|number| *number < 128) { CERTIFIED } else { APPROVED };
    let changed = changed(signed, data);
    let options = Options { now: Timestamp::from_second(1_795_600_000).expect("a time") };
    if verify(&changed, &Trust::default(), &options).holds(true) {
        assert_eq!(shown(&changed).as_ref(), Some(&*SHOWN), "something else is shown than was signed");
    }
});

fn changed(signed: &[u8], objects: &[u8]) -> Vec<u8> {
    let file = File::open(signed).expect("a file");
    let mut update = Update::new(&file).expect("an update");
    for object in objects.split(|byte| *byte == 0).take(8) {
        if let [number, value @ ..] = object {
            update.set(Reference::new(u32::from(*number) % 24 + 1), value.to_vec());
        }
    }
    [signed, &update.finish().bytes].concat()
}

/// What a reader sees, found without the verifier.
#[derive(Debug, PartialEq)]
struct Shown {
    /// The catalog, but for what signatures and validation data add.
    catalog: Vec<(Vec<u8>, Object)>,
    pages: Object,
    /// The only page, but for its annotations.
    page: Vec<(Vec<u8>, Object)>,
    content: Vec<u8>,
    /// The annotations that have a size: where each is, and what it is.
    annotations: Vec<[Object; 6]>,
    structure: Object,
    fonts: Object,
}

fn shown(bytes: &[u8]) -> Option<Shown> {
    let file = File::open(bytes).ok()?;
    let (_, catalog) = file.catalog().ok()?;
    let pages = file.get(&catalog, "Pages").ok()?;
    let kids = file.get(pages.as_dictionary()?, "Kids").ok()?;
    let [kid] = kids.as_array()? else { return None };
    let page = file.resolve(kid).ok()?;
    let page = page.as_dictionary()?;
    let content = file.get(page, "Contents").ok()?;
    let form = file.get(&catalog, "AcroForm").ok()?;
    Some(Shown {
        catalog: without(&catalog, &["AcroForm", "Perms", "DSS", "Extensions"]),
        page: without(page, &["Annots"]),
        content: file.data(content.as_stream()?).ok()?.into_owned(),
        annotations: annotations(&file, page)?,
        structure: file.get(&catalog, "StructTreeRoot").ok()?,
        fonts: file.get(form.as_dictionary()?, "DR").ok()?,
        pages,
    })
}

fn without(dictionary: &Dictionary, keys: &[&str]) -> Vec<(Vec<u8>, Object)> {
    let kept = dictionary.iter().filter(|(key, _)| !keys.iter().any(|name| name.as_bytes() == *key));
    let mut kept: Vec<_> = kept.map(|(key, value)| (key.to_vec(), value.clone())).collect();
    kept.sort_by(|one, other| one.0.cmp(&other.0));
    kept
}

fn annotations(file: &File<'_>, page: &Dictionary) -> Option<Vec<[Object; 6]>> {
    let list = file.get(page, "Annots").ok()?;
    let mut seen = Vec::new();
    for annotation in list.as_array()? {
        let annotation = file.resolve(annotation).ok()?;
        let annotation = annotation.as_dictionary()?;
        let value = |key: &str| file.get(annotation, key).unwrap_or(Object::Null);
        let is_nothing = value("Rect").as_array().is_some_and(|edges| edges.iter().all(|edge| edge.as_number() == Some(0.0)));
        if !is_nothing {
            seen.push(["Rect", "Subtype", "T", "TU", "FT", "F"].map(value));
        }
    }
    Some(seen)
}
