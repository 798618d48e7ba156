//! What may not be done to a signed file. Every attack stands in a table: what it does, to which file, and what the report must say of it.

mod evil_annotations;
mod filling_in;
mod incremental_saving;
mod shadows;
mod signature_wrapping;
mod tricks_with_the_file;
mod two_faces;
mod universal_forgery;

use super::fixture::{STAMPS, Wanted, against, changed, judged, number, signed, unsigned, updated};
use crate::verify::Verdict;

/// What is done, to a file signed how, and what is to be said.
struct Attack {
    what: &'static str,
    signed: &'static [Wanted],
    done: fn(&[u8]) -> Vec<u8>,
    said: &'static str,
}

fn check(attacks: &[Attack]) {
    let mut wrong = Vec::new();
    for attack in attacks {
        let bytes = attack.signed.iter().fold(unsigned(), |bytes, wanted| signed(&bytes, *wanted));
        assert_eq!(judged(&bytes).verdict, Verdict::TrustUnknown, "{}: before the attack", attack.what);
        let attacked = (attack.done)(&bytes);
        assert_ne!(attacked, bytes, "{}: nothing was done", attack.what);
        let report = judged(&attacked);
        let words = against(&report);
        if report.holds(true) || !words.iter().any(|words| words.contains(attack.said)) {
            wrong.push(format!("{}: {:?}\n  expected {}\n  found {words:#?}", attack.what, report.verdict, attack.said));
        }
    }
    assert!(wrong.is_empty(), "{} attacks were not caught or not named:\n{}", wrong.len(), wrong.join("\n"));
}

/// Replaces a text that stands in the bytes, once at least; the new text is as long.
fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut out = bytes.to_vec();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&out[at..], old.as_bytes()) {
        out[at + found..at + found + new.len()].copy_from_slice(new.as_bytes());
        at += found + new.len();
    }
    out
}

/// Rewrites the byte range of the only signature, with the numbers that a function makes of the old ones and the file's length.
fn ranged(bytes: &[u8], range: impl Fn([usize; 3], usize) -> String) -> Vec<u8> {
    let start = memchr::memmem::rfind(bytes, b"/ByteRange ").expect("a range") + 11;
    let end = start + bytes[start..].iter().position(|byte| *byte == b']').expect("an end") + 1;
    let text = String::from_utf8_lossy(&bytes[start + 1..end - 1]).into_owned();
    let numbers: Vec<usize> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let mut text = range([numbers[1], numbers[2], numbers[3]], bytes.len());
    assert!(text.len() <= end - start, "{text}");
    if let Some(open) = text.strip_suffix(']') {
        text = format!("{open:<width$}]", width = end - start - 1);
    }
    let mut out = bytes.to_vec();
    out[start..end].copy_from_slice(format!("{text:<width$}", width = end - start).as_bytes());
    out
}

/// The gap of the last signature.
fn gap(bytes: &[u8]) -> std::ops::Range<usize> {
    let start = memchr::memmem::rfind(bytes, b"/Contents <").expect("contents") + 10;
    start..start + bytes[start..].iter().position(|byte| *byte == b'>').expect("an end") + 1
}

/// Writes other text into the gap.
fn filled(bytes: &[u8], text: impl Fn(usize) -> String) -> Vec<u8> {
    let gap = gap(bytes);
    let mut out = bytes.to_vec();
    let text = text(gap.len());
    out[gap].copy_from_slice(text.as_bytes());
    out
}

/// An update made by hand: these bytes after the file, with the offset of each object in the new table.
fn by_hand(bytes: &[u8], body: &str, listed: &[(u32, &str)], trailer: &str) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let start = out.len();
    out.extend_from_slice(body.as_bytes());
    let section = out.len();
    out.extend_from_slice(b"xref\n");
    for (number, mark) in listed {
        let at = start + body.find(mark).expect("an object");
        out.extend_from_slice(format!("{number} 1\n{at:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<<{trailer}>>\nstartxref\n{section}\n%%EOF\n").as_bytes());
    out
}

fn previous(bytes: &[u8]) -> usize {
    crate::pdf::File::open(bytes).expect("a file").sections()[0].offset
}

/// A document timestamp in the field that is kept for the customer.
const STAMPS_CUSTOMER: Wanted = Wanted { field: number::CUSTOMER, ..STAMPS };
const OTHER_TEXT: &str = "BT /F1 12 Tf (You owe 900 euros) Tj ET";
const LOOK: &str = "/Type/XObject/Subtype/Form/BBox[0 0 150 20]";

/// Fills the name in, with entries of the field and another drawing.
fn filled_in(bytes: &[u8], entries: &[(&str, &str)], drawing: &str) -> Vec<u8> {
    let field = changed(bytes, number::NAME, entries);
    updated(bytes, &[(number::NAME, &field), (40, drawing)])
}

/// A second end that leads back to the same table.
fn trailing(bytes: &[u8]) -> Vec<u8> {
    format!("startxref\n{}\n%%EOF\n", previous(bytes)).into_bytes()
}

/// The value of a field as it is written.
fn field(bytes: &[u8], number: u32) -> String {
    let file = crate::pdf::File::open(bytes).expect("a file");
    let object = file.object(crate::pdf::Reference::new(number)).expect("a field");
    crate::verify::tests::fixture::written(object.as_dictionary().and_then(|field| field.get("V")).expect("a value"))
}
