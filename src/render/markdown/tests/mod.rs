mod contract;
mod footnotes;
mod generate;
mod values;

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use super::{lower, write};
use crate::document::Document;
use crate::parse::read;

fn read_back(document: &Document) -> (String, Document) {
    let written = write(document);
    let read = read(&document.meta.id, &written).unwrap();
    (written, read)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_written_paragraph_reads_back(document in generate::paragraph()) {
        let (written, read) = read_back(&document);
        prop_assert_eq!(read.blocks, lower(&document).blocks, "{}", written);
    }

    #[test]
    fn a_written_document_reads_back(document in generate::document()) {
        let (written, read) = read_back(&document);
        prop_assert_eq!(read, lower(&document), "{}", written);
    }
}
