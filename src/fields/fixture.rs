//! Small files for tests.

use crate::pdf::sample::table;
use crate::pdf::{File, Reference};

/// A catalog with a form whose fields are these, and the one page that it has, which is object 2.
pub(super) fn form<'o>(catalog: &'o str, rest: &[&'o str]) -> Vec<u8> {
    let mut objects = vec![catalog, "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/Annots[4 0 R 5 0 R 6 0 R]>>"];
    objects.extend_from_slice(rest);
    table(&objects)
}

/// Whether every object that a file names as in use can be read.
pub(super) fn is_whole(pdf: &[u8]) -> bool {
    let file = File::open(pdf).unwrap();
    file.numbers().unwrap().into_iter().all(|number| file.object(Reference::new(number)).is_ok())
}
