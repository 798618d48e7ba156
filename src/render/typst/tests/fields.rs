//! Form fields in PDFs as they come out: where they are, that they can be filled, and what is seen of them.

use jiff::Zoned;

use super::{all, engine, job, keep};
use crate::document::{Alignment, Block, Document, Inline, Length, ListKind, Party, SignatureLine, Signatures, Target};
use crate::fields::{self, Field, Kind, Seal, Stamp};
use crate::locale::Locale;
use crate::pdf::{File, Object, Update, edited};
use crate::project::Reserve;
use crate::render::typst::sample;
use crate::source::Origin;

fn fields_of(pdf: &[u8]) -> Vec<Field> {
    fields::read(&File::open(pdf).unwrap()).unwrap()
}

fn names(pdf: &[u8]) -> Vec<(String, usize)> {
    fields_of(pdf).into_iter().map(|field| (field.name, field.widgets.len())).collect()
}

fn named(names: &[(&str, usize)]) -> Vec<(String, usize)> {
    names.iter().map(|(name, places)| ((*name).to_owned(), *places)).collect()
}

fn blank(field: &str) -> Inline {
    Inline::Blank { field: field.to_owned(), label: format!("What is “{field}”"), length: Length::Word }
}

fn party(role: &str, name: Vec<Inline>, signatories: usize) -> Party {
    let line = |at| SignatureLine { name: Some(format!("Signatory {at}")), title: None };
    Party { role: role.to_owned(), name, lines: (0..signatories).map(line).collect() }
}

/// A contract whose blanks stand in every kind of place, with two signature blocks.
fn hard() -> Document {
    let with = |words: &str, field: &str| vec![Inline::Text(words.to_owned()), blank(field)];
    let mut document = sample::contract();
    let Block::Heading(mut heading) = sample::heading(2, Some("12"), "x") else { return document };
    heading.content = with("About ", "title");
    let mut table = sample::table(&[Alignment::Start; 2], &["", "b"], &vec![vec![String::new(), LONG.to_owned()]; 60]);
    if let Block::Table(table) = &mut table {
        table.header[0] = vec![blank("header")];
        table.rows[0][0] = vec![blank("cell")];
        table.rows[59][0] = with("in words ", "cell");
    }
    let mut link = sample::link(Target::External("mailto:x@example.com".to_owned()), "", false);
    if let Inline::Link(link) = &mut link {
        link.content = with("write to ", "link");
    }
    let item = |field| sample::item(Some("1.1"), vec![Block::Paragraph(with("Item ", field))]);
    document.blocks.insert(0, Block::Heading(heading));
    document.blocks.insert(1, Block::Paragraph(vec![link, Inline::Footnote(0), Inline::Footnote(0)]));
    document.blocks.insert(2, sample::list(ListKind::Clauses, vec![item("item"), item("address.city"), item("strong")]));
    document.blocks.insert(3, Block::Paragraph(vec![Inline::Strong(vec![Inline::Emphasis(vec![blank("strong")])])]));
    document.blocks.push(table);
    let parties = vec![party("company", sample::text("Melon"), 3), party("customer", vec![blank("name")], 1)];
    document.blocks.push(Block::Signatures(Signatures { parties, origin: Origin::default() }));
    document.footnotes = vec![vec![Block::Paragraph(with("Note ", "note"))]];
    document
}

const LONG: &str = "Hosting of the application, of its databases and of everything that the customers upload to it";

#[test]
fn fields_lie_wherever_they_can_be_tagged() {
    let brand = sample::brand("melon", [0x1f, 0x6f, 0x4a]);
    let outcome = all(&engine(), &[job(&brand, &hard())], 1).remove(0);
    keep("hard", &outcome);
    let found = names(&outcome.unwrap());
    let place_of = |wanted: &str| found.iter().find(|(name, _)| name == wanted).map(|(_, places)| *places);
    // Neither the words of a heading, which the contents repeat, nor a table's header nor a link can hold a field.
    assert_eq!(["title", "header", "link"].map(|field| place_of(&format!("customer.{field}"))), [None; 3]);
    assert_eq!(["item", "address.city", "strong", "cell", "note", "name"].map(|field| place_of(&format!("customer.{field}"))), [1; 6].map(Some));
    assert_eq!(["strong#2", "cell#2", "name#2"].map(|field| place_of(&format!("customer.{field}"))), [Some(1), Some(1), None]);
    // A second block counts on, and nothing is reserved twice.
    let signatures = found.iter().map(|(name, _)| name.as_str()).filter(|name| !name.contains('.') && name.split('-').count() < 3);
    let expected = ["company-1", "customer-1", "DocTimeStamp1", "DocTimeStamp2", "company-2", "customer-2", "company-3", "company-4"];
    assert_eq!(signatures.collect::<Vec<_>>(), expected);
}

#[test]
fn a_policy_waits_for_a_signature_where_the_project_asks() {
    let brand = sample::brand("melon", [0x1f, 0x6f, 0x4a]);
    let (policy, empty) = (sample::policy("terms"), Document { blocks: Vec::new(), ..sample::contract() });
    let jobs = [job(&brand, &policy), job(&brand, &empty)];
    let [plain, _] = all(&engine(), &jobs, 1).try_into().unwrap();
    assert_eq!(names(&plain.unwrap()), named(&[]));
    let asking = engine().reserving(Reserve { timestamps: 3, policies: true });
    let [waiting, _] = all(&asking, &jobs, 1).try_into().unwrap();
    keep("reserved", &waiting);
    let waiting = waiting.unwrap();
    assert_eq!(names(&waiting), named(&[("Signature1", 1), ("DocTimeStamp1", 1), ("DocTimeStamp2", 1), ("DocTimeStamp3", 1)]));
    assert!(
        fields_of(&waiting).iter().all(|field| field.kind == Kind::Signature && field.widgets[0].flags == 132 && field.widgets[0].width() == 0.0)
    );
}

#[test]
fn fields_are_filled_behind_the_file_as_it_was() {
    let (brand, engine) = (sample::brand("melon", [0x1f, 0x6f, 0x4a]), engine());
    let contract = all(&engine, &[job(&brand, &sample::contract())], 1).remove(0).unwrap();
    let values = [("customer-1-name", "Ελένη Παπαδοπούλου-Ιωαννίδου"), ("customer-1-date", "1 September 2026"), ("customer.x", "42 “x” #[y]")];
    let fill = |values: &[(&str, &str)]| fields::fill(&File::open(&contract).unwrap(), values, &engine.stamper(&brand.theme, &brand.locale));
    let filled = fill(&values).unwrap();
    keep("filled", &Ok(filled.clone()));
    assert!(filled.starts_with(&contract) && filled == fill(&values).unwrap());
    let fields = fields_of(&filled);
    let value = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.value.clone());
    assert_eq!(value("customer-1-date"), Some(Object::String(b"1 September 2026".to_vec())));
    assert_eq!(value("customer-1-place"), Some(Object::Null));
    let said = |values: &[(&str, &str)]| fill(values).unwrap_err().to_string();
    assert_eq!(said(&[("customer-1-nmae", "x")]), "the file has no field `customer-1-nmae`; did you mean `customer-1-name`?");
    assert_eq!(said(&[("company-1", "x")]), "the field `company-1` is for a signature; it is filled by signing");
    assert_eq!(said(&[("customer-1-name", "a\nb")]), "the value for the field `customer-1-name` holds a line break, and the field has one line");
    assert!(said(&[("customer-1-name", &"long ".repeat(40))]).ends_with("is too long for its field"));
    assert!(
        said(&[("customer-1-name", "中")]).starts_with("the value for the field `customer-1-name` has “中” (U+4E2D), which none of the fonts has")
    );
}

#[test]
fn a_seal_fits_its_field() {
    let mut brand = sample::brand("melon", [0x1f, 0x6f, 0x4a]);
    let engine = engine();
    let time: Zoned = "2026-11-21T14:05:12+02:00[+02:00]".parse().unwrap();
    let seal = Seal {
        signer: "Example Signatory",
        organization: Some("Brand melon P.C."),
        time: Some(&time),
        reason: Some("Approved"),
        location: Some("Thessaloniki"),
        marked: true,
        width: 155.9,
        height: 48.19,
    };
    let contract = all(&engine, &[job(&brand, &sample::contract())], 1).remove(0).unwrap();
    let [own, other] = [true, false].map(|marked| engine.stamper(&brand.theme, &brand.locale).seal(&Seal { marked, ..seal.clone() }).unwrap());
    keep("sealed", &Ok(sealed(&contract, &[("company-1", own), ("customer-1", other)])));
    let seals = [
        ("full", seal.clone()),
        ("bare", Seal { reason: None, location: None, organization: None, ..seal.clone() }),
        ("low", Seal { height: 24.0, ..seal.clone() }),
        ("large", Seal { height: 90.0, width: 220.0, ..seal.clone() }),
    ];
    for (name, seal) in seals {
        keep(&format!("seal-{name}"), &Ok(engine.stamper(&brand.theme, &brand.locale).seal(&seal).unwrap()));
    }
    brand.locale = Locale::parse("el-GR").unwrap();
    let long = Seal {
        signer: "Αικατερίνη-Μαργαρίτα Παπακωνσταντίνου-Χατζηδημητρίου του Θεμιστοκλή",
        organization: Some("Ανώνυμη Εταιρεία Παροχής Υπηρεσιών Πληροφορικής και Επικοινωνιών"),
        reason: Some("Έγκριση της σύμβασης επεξεργασίας δεδομένων"),
        ..seal
    };
    keep("seal-long", &Ok(engine.stamper(&brand.theme, &brand.locale).seal(&long).unwrap()));
}

/// A file some of whose fields show a page.
fn sealed(pdf: &[u8], seals: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let file = File::open(pdf).unwrap();
    let mut update = Update::new(&file).unwrap();
    for (name, seal) in seals {
        let field = fields::read(&file).unwrap().into_iter().find(|field| field.name == *name).unwrap().reference;
        let form = fields::Appearance::read(seal).unwrap().add(&mut update).unwrap()[0];
        let body = edited(&update.raw(field).unwrap(), &[("AP", Some(format!("<</N {form}>>").into_bytes()))]).unwrap();
        update.set(field, body);
    }
    [pdf, update.finish().bytes.as_slice()].concat()
}
