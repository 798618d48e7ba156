//! PDFs as they come out: their meaning, their tags, and that no number of threads changes them.

#![expect(clippy::disallowed_methods, reason = "what was made is written down to be looked at")]

mod fields;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::sample;
use super::{Content, Engine, Job, Look, Outcome};
use crate::brand::{Asset, Brand, Paper, Theme};
use crate::diag::Code;
use crate::document::{Alignment, Block, Document, Image, Inline, Status};
use crate::fonts::{FontLibrary, Written, missing_glyphs};
use crate::source::{Sources, Span};

static NO_IMAGES: BTreeMap<String, Asset> = BTreeMap::new();

fn engine() -> Engine {
    Engine::new(Arc::new(FontLibrary::new()), &Look::built_in())
}

fn job<'a>(brand: &'a Brand, document: &'a Document) -> Job<'a> {
    Job { content: Content::Document(document), brand, images: &NO_IMAGES, copy: None, customer: None }
}

fn all(engine: &Engine, jobs: &[Job<'_>], threads: usize) -> Vec<Outcome> {
    let done = Mutex::new(BTreeMap::new());
    engine.run(jobs.iter().copied(), threads, |at, outcome| {
        done.lock().unwrap().insert(at, outcome);
    });
    done.into_inner().unwrap().into_values().collect()
}

/// Writes a PDF where a person, or a validator, can look at it.
fn keep(name: &str, outcome: &Outcome) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tmp/pdf");
    std::fs::create_dir_all(folder).unwrap();
    let bytes = outcome.as_ref().unwrap_or_else(|found| panic!("{name}: {found:#?}"));
    std::fs::write(format!("{folder}/{name}.pdf"), bytes).unwrap();
}

#[test]
fn every_kind_of_block_conforms() {
    let brand = sample::brand("melon", [0x1f, 0x6f, 0x4a]);
    let policy = sample::policy("terms");
    let mut draft = sample::policy("draft");
    draft.meta.status = Status::Draft;
    let (contract, tables) = (sample::contract(), sample::tables());
    let empty = Document { blocks: Vec::new(), ..sample::policy("empty") };
    let pages = [&policy, &tables, &draft];
    let jobs = [job(&brand, &policy), job(&brand, &contract), job(&brand, &tables), job(&brand, &draft), job(&brand, &empty)];
    let mut jobs = jobs.to_vec();
    jobs.push(Job { content: Content::Book(&pages), ..jobs[0] });
    let outcomes = all(&engine(), &jobs, 2);
    for (name, outcome) in ["policy", "contract", "tables", "draft", "empty", "book"].iter().zip(&outcomes) {
        keep(name, outcome);
    }
}

#[test]
fn threads_and_order_change_no_byte() {
    let brands = [sample::brand("a", [0, 0, 120]), sample::brand("b", [120, 0, 0])];
    let documents = [sample::policy("terms"), sample::contract()];
    let jobs: Vec<_> = documents.iter().flat_map(|document| brands.iter().map(|brand| job(brand, document))).collect();
    let reversed: Vec<_> = jobs.iter().rev().copied().collect();
    let one = all(&engine(), &jobs, 1);
    let mut other = all(&engine(), &reversed, 3);
    other.reverse();
    assert!(one.iter().zip(&other).all(|(one, other)| one.as_ref().unwrap() == other.as_ref().unwrap()));
}

#[test]
fn documents_in_flight_are_never_more_than_threads() {
    let brand = sample::brand("a", [0, 0, 120]);
    let document = sample::contract();
    let (taken, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = (0..12).map(|_| {
        most.fetch_max(taken.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        job(&brand, &document)
    });
    engine().run(jobs, 2, |_, _| {
        taken.fetch_sub(1, Ordering::SeqCst);
    });
    assert!(most.into_inner() <= 2);
}

#[test]
fn a_broken_image_is_found_at_the_authors_line() {
    let brand = sample::brand("melon", [0, 0, 120]);
    let image = Asset { path: "sources/stages.svg".to_owned(), bytes: Arc::from(&b"no picture"[..]) };
    let images = BTreeMap::from([(image.path.clone(), image)]);
    let shown =
        |path: &str, at| Inline::Image(Image { path: path.to_owned(), alt: "Stages".to_owned(), title: None, origin: sample::span(at).into() });
    let mut document = sample::policy("terms");
    document.blocks.push(Block::Paragraph(vec![shown("sources/stages.svg", 70)]));
    let broken = all(&engine(), &[Job { images: &images, ..job(&brand, &document) }], 1).remove(0).unwrap_err();
    assert_eq!((broken[0].code, broken[0].span, broken[0].brands.as_slice()), (Code::BadAsset, Some(sample::span(70)), &["melon".to_owned()][..]));
    let missing = all(&engine(), &[job(&brand, &document)], 1).remove(0).unwrap_err();
    assert_eq!((missing[0].code, missing[0].span), (Code::BadAsset, Some(sample::span(70))));
}

#[test]
fn whatever_text_holds_it_stays_text() {
    let brand = Brand { name: "\"] #panic() \\ $x$ *b* <a> @c".to_owned(), ..sample::brand("melon", [0, 0, 120]) };
    let hostile = "#import \"x\": * \"] ) } \\ \\u{41} $ `raw` // /* = - + @ref <l> ~ -- \u{200b}";
    let mut document = sample::policy("terms");
    document.meta.title = hostile.to_owned();
    document.blocks.push(sample::paragraph(hostile));
    document.blocks.push(Block::Code { language: None, text: hostile.to_owned() });
    document.blocks.push(sample::table(&[Alignment::Start], &[hostile], &[vec![hostile.to_owned()]]));
    keep("hostile", &all(&engine(), &[job(&brand, &document)], 1)[0]);
}

#[test]
fn a_character_without_glyph_is_found_where_it_was_typed() {
    let mut sources = Sources::default();
    let file = sources.add("sources/terms.md", "## Heading\n\nText with 国 in it");
    let mut document = sample::policy("terms");
    let mut heading = sample::heading(2, None, "Heading");
    if let Block::Heading(heading) = &mut heading {
        heading.origin = Span::new(file, 0..10).into();
    }
    document.blocks = vec![heading, sample::paragraph("Text with 国 in it, and → ✓ ⁂ as well")];
    let theme = sample::theme();
    let found = missing_glyphs(&document, &theme, &FontLibrary::new().of(&theme), &Written { sources: &sources, files: &[], values: None });
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].span.map(|span| sources.text(span)), Some("国"));
}

#[test]
fn a_page_is_turned_only_for_a_table_that_needs_it() {
    let brand = Brand { theme: Theme { paper: Paper::UsLetter, ..sample::theme() }, ..sample::brand("melon", [0, 0, 120]) };
    let header =
        ["Subprocessor", "What it does for us", "Seat", "Data hosted in", "Basis of transfer", "Contact", "Certification", "Address of its list"];
    let words = "Hosting of the application, of its databases and of everything that the customers upload to it, day and night";
    let row: Vec<String> = header.iter().map(|cell| format!("{cell}: {words}")).collect();
    let mut document = sample::policy("subprocessors");
    document.blocks.insert(1, sample::table(&[Alignment::Start; 8], &header, &vec![row; 4]));
    let job = job(&brand, &document);
    assert!(engine().source(&job).contains("#turned["));
    keep("turned", &all(&engine(), &[job], 1)[0]);
}
