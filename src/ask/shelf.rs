//! The full-text index: which passages have a question's words at all, and how much so.

use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TantivyDocument, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexReader, ReloadPolicy, Term};

use super::Fault;
use super::analysis::Analysis;
use super::passage::Passage;
use super::question::{Concept, Way};

/// What the index may take of memory while it is made, in bytes; the least that tantivy works with.
const BUDGET: usize = 15_000_000;

/// The name under which the index knows how words are cut.
const CUT: &str = "policy";

/// How far the words of a phrase may stand apart.
const SLOP: u32 = 2;

/// What a further way of saying the same adds to the best one.
const TIE: f32 = 0.1;

/// The parts of a passage, each with what a word in it counts.
#[derive(Debug, Clone, Copy)]
struct Fields {
    title: (Field, f32),
    parents: (Field, f32),
    heading: (Field, f32),
    asked: (Field, f32),
    text: (Field, f32),
}

impl Fields {
    fn all(self) -> [(Field, f32); 5] {
        [self.title, self.parents, self.heading, self.asked, self.text]
    }
}

/// The passages of a brand by their words, in memory.
pub(super) struct Shelf {
    reader: IndexReader,
    fields: Fields,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shelf")
    }
}

impl Shelf {
    /// With these passages, which keep their order.
    pub(super) fn new(passages: &[Passage], analysis: &Analysis) -> Result<Self, Fault> {
        let (schema, fields) = schema();
        let cuts = TokenizerManager::new();
        cuts.register(CUT, analysis.analyzer());
        let builder = tantivy::Index::builder().schema(schema).tokenizers(cuts);
        let mut writer = builder.single_segment_index_writer(RamDirectory::create(), BUDGET)?;
        for passage in passages {
            writer.add_document(document(passage, fields))?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).num_warming_threads(0).try_into()?;
        Ok(Self { reader, fields })
    }

    /// The passages that have the most of what is asked about, the best first.
    pub(super) fn find(&self, concepts: &[Concept], most: usize) -> Result<Vec<usize>, Fault> {
        let clauses: Vec<_> =
            concepts.iter().filter(|concept| !concept.ways.is_empty()).map(|concept| (Occur::Should, self.concept(concept))).collect();
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.reader.searcher().search(&BooleanQuery::new(clauses), &TopDocs::with_limit(most).order_by_score())?;
        Ok(found.into_iter().map(|(_, address)| address.doc_id as usize).collect())
    }

    fn concept(&self, concept: &Concept) -> Box<dyn Query> {
        let ways = concept.ways.iter().map(|way| self.way(way)).collect();
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE))
    }

    fn way(&self, way: &Way) -> Box<dyn Query> {
        let fields = self.fields.all().into_iter();
        let clauses = fields.map(|(field, boost)| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(BoostQuery::new(phrase(field, &way.stems), boost * way.worth)))
        });
        Box::new(BooleanQuery::new(clauses.collect()))
    }
}

fn phrase(field: Field, stems: &[String]) -> Box<dyn Query> {
    let mut terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
    match terms.len() {
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new_with_offset_and_slop(terms.into_iter().enumerate().collect(), SLOP)),
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer(CUT).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut field = |name: &str, boost: f32| (schema.add_text_field(name, options.clone()), boost);
    let (title, parents, heading) = (field("title", 0.6), field("parents", 0.6), field("heading", 1.2));
    let (asked, text) = (field("asked", 1.2), field("text", 1.0));
    let fields = Fields { title, parents, heading, asked, text };
    (schema.build(), fields)
}

fn document(passage: &Passage, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.title.0, &passage.title);
    if let Some((heading, parents)) = passage.headings.split_last() {
        document.add_text(fields.heading.0, heading);
        document.add_text(fields.parents.0, parents.join(" "));
    }
    passage.asked.iter().for_each(|asked| document.add_text(fields.asked.0, asked));
    document.add_text(fields.text.0, passage.columns.join(" "));
    passage.units.iter().for_each(|unit| document.add_text(fields.text.0, &unit.searched));
    document
}
