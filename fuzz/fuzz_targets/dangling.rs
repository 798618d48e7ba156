//! References that lead nowhere. A new object may get the number that one of them names, and the file then says what it did not say before: what targets assert of
//! updates is not asserted of such files.

use counterpart::pdf::{File, Object, Reference};

/// Whether an object of a file refers to one that has no number yet.
pub(crate) fn dangles(file: &File<'_>) -> bool {
    let first_free = file.next_number();
    let Ok(numbers) = file.numbers() else { return true };
    let objects = numbers.into_iter().filter_map(|number| file.object(Reference::new(number)).ok());
    let mut left: Vec<Object> = objects.chain([Object::Dictionary(file.trailer().clone())]).collect();
    while let Some(object) = left.pop() {
        match &object {
            Object::Reference(reference) if reference.number >= first_free => return true,
            Object::Array(elements) => left.extend(elements.iter().cloned()),
            other => left.extend(other.as_dictionary().into_iter().flat_map(|dictionary| dictionary.iter().map(|(_, value)| value.clone()))),
        }
    }
    false
}
