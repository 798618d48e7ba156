//! Any bytes as a PDF with a form: its fields and what signatures forbid, every text field filled, and its pages as what a field shows.

#![no_main]

use counterpart::fields::{Appearance, Field, Kind, Line, Seal, Stamp, fill, read, restrictions};
use counterpart::pdf::{File, Object, Update, read_text};
use libfuzzer_sys::fuzz_target;

/// Draws everything as the file under test itself, so that its pages are read as well.
struct Mirror<'b>(&'b [u8]);

impl Stamp for Mirror<'_> {
    fn unprintable(&self, _: &str) -> Vec<char> {
        Vec::new()
    }

    fn lines(&self, _: &[Line<'_>]) -> Result<Vec<u8>, String> {
        Ok(self.0.to_vec())
    }

    fn seal(&self, _: &Seal<'_>) -> Result<Vec<u8>, String> {
        Ok(self.0.to_vec())
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(file) = File::open(data) else { return };
    if let Ok(mut update) = Update::new(&file) {
        let _ = Appearance::read(data).and_then(|shown| shown.add(&mut update)).map_err(|fault| fault.to_string());
    }
    let Ok(fields) = read(&file).map_err(|fault| fault.to_string()) else { return };
    let _ = restrictions(&file, &fields);
    for field in fields.iter().filter(|field| field.kind == Kind::Text).take(8) {
        let filled = fill(&file, &[(&field.name, "Ada (x)")], &Mirror(data)).map_err(|fault| fault.to_string());
        if let Ok(bytes) = filled {
            assert!(bytes.starts_with(data), "filling changes what was there");
            holds(&bytes, field);
        }
    }
});

/// The value is in the field, and no other field has another value than before.
fn holds(bytes: &[u8], filled: &Field) {
    let file = File::open(bytes).expect("a filled file opens");
    let fields = read(&file).expect("a filled file has fields");
    let value = fields.iter().find(|field| field.name == filled.name).map(|field| field.value.clone());
    let text = value.as_ref().and_then(Object::as_string).map(read_text);
    assert_eq!(text.as_deref(), Some("Ada (x)"), "{}", filled.name);
}
