//! Any bytes as a PDF: opening it, every object and stream in it, and an update of it, which must read back as what was written.

#![no_main]

use counterpart::pdf::{File, Object, Reference, Update};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(file) = File::open(data) else { return };
    walk(&file);
    update(&file);
});

fn walk(file: &File<'_>) {
    let Ok(numbers) = file.numbers() else { return };
    for reference in numbers.into_iter().map(Reference::new) {
        let _ = file.raw(reference);
        let Ok(object) = file.object(reference) else { continue };
        if let Some(stream) = object.as_stream() {
            let _ = file.data(stream);
        }
        for (_, value) in object.as_dictionary().into_iter().flat_map(|dictionary| dictionary.iter()) {
            let _ = file.resolve(value);
        }
    }
    let _ = file.catalog();
}

fn update(file: &File<'_>) {
    let Ok(mut update) = Update::new(file) else { return };
    let Ok(new) = update.allocate() else { return };
    update.set(new, b"<</Kind/Probe>>".to_vec());
    let whole = [file.bytes(), &update.finish().bytes].concat();
    let read = File::open(&whole).and_then(|file| file.object(new));
    let kept =
        read.as_ref().ok().and_then(Object::as_dictionary).and_then(|dictionary| dictionary.get("Kind")).is_some_and(|kind| kind.is_name("Probe"));
    assert!(kept, "an update of a file that opens does not read back: {read:?}");
}
