mod contract;
mod footnotes;
mod generate;
mod values;

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use super::{Online, lower, write, write_online};
use crate::document::{Block, Document};
use crate::parse::read;

fn read_back(document: &Document) -> (String, Document) {
    let written = write(document);
    let read = read(&document.meta.id, &written).unwrap();
    (written, read)
}

fn online() -> Online {
    let address = |path: &str| Some(format!("https://policies.example.com/{path}"));
    Online { canonical: address("a.html"), ask: address("a.md"), base: None }
}

#[test]
fn a_text_that_holds_the_mark_of_asking_reads_back() {
    let text = "a\n\n<!-- asking -->\n\n---".to_owned();
    let mut document = read("a", "---\ntitle: A\nlang: en\n---\n").unwrap();
    document.blocks.push(Block::Code { language: None, text });
    for online in [online(), Online::default()] {
        assert_eq!(read("a", &write_online(&document, &online)).unwrap(), lower(&document));
    }
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

    #[test]
    fn a_published_document_reads_back(document in generate::document()) {
        let written = write_online(&document, &online());
        prop_assert_eq!(read(&document.meta.id, &written).unwrap(), lower(&document), "{}", written);
    }
}
