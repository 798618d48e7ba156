//! Any bytes as a PDF to be signed: what comes of it must open, keep every earlier byte, and wait for the very digest that was to be signed.

#![no_main]

use counterpart::fields::{Field, Permission, read};
use counterpart::pdf::File;
use counterpart::pki::algorithm::Digest;
use counterpart::sign::{Intent, Prepared, ValidationData, Waiting, Words, prepare, prepare_timestamp, signature};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(file) = File::open(data) else { return };
    let _ = ValidationData::read(&file).map_err(|fault| fault.to_string());
    let Ok(fields) = read(&file) else { return };
    for (field, certify) in [("company-1", Some(Permission::Filling)), ("customer-1", None), ("another", None)] {
        let words = Words { name: "Ada (TEST)".to_owned(), ..Words::default() };
        let intent = Intent { field: field.to_owned(), add_field: true, words, certify, ..Intent::default() };
        if let Ok(prepared) = prepare(&file, &fields, &intent, 64, &mut |_, _| Ok(None)).map_err(|fault| fault.to_string()) {
            finish(data, prepared, field);
        }
    }
    if let Ok((prepared, name)) = prepare_timestamp(&file, &fields, 64) {
        finish(data, prepared, &name);
    }
});

fn finish(original: &[u8], prepared: Prepared<'_>, name: &str) {
    let whole = [original, prepared.appended()].concat();
    let waiting = found(&whole);
    assert_eq!(waiting.digest(&whole, Digest::Sha256), prepared.digest(Digest::Sha256), "{name}");
    let message = [0x5a; 64];
    let signed = [original, &prepared.embed(&message).expect("room for the message")].concat();
    assert_eq!(waiting.embed(whole, &message).expect("room for the message"), signed, "{name}");
    let fields = fields_of(&signed);
    let contents =
        fields.iter().filter(|field| field.name == name).filter_map(signature).filter_map(|signature| signature.get("Contents")?.as_string());
    assert!(contents.into_iter().any(|contents| contents == message), "{name} has no signature");
}

fn found(bytes: &[u8]) -> Waiting {
    let file = File::open(bytes).expect("a prepared file opens");
    Waiting::find(&file, &fields_of(bytes)).expect("a prepared file waits for its signature")
}

fn fields_of(bytes: &[u8]) -> Vec<Field> {
    let file = File::open(bytes).expect("the file opens");
    read(&file).expect("the file has fields")
}
