//! Hand-made brands and documents for tests.

use std::sync::Arc;

use jiff::civil::Date;

use crate::brand::{Asset, Brand, CODE_FAMILY, Colour, Paper, Selection, TEXT_FAMILY, Theme};
use crate::document::{
    Alignment, Anchor, Block, Cell, Document, Heading, Inline, Item, Kind, Length, Link, List, ListKind, Meta, Note, NoteKind, Number, Numbering,
    Party, SignatureLine, Signatures, Status, Table, Target,
};
use crate::locale::Locale;
use crate::source::{FileId, Origin, Span};
use crate::yaml::{Node, Value};

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 40'><circle cx='20' cy='20' r='18' fill='#1f6f4a'/>\
<path d='M50 30V10h6l8 14 8-14h6v20' fill='none' stroke='#222' stroke-width='4'/></svg>";

pub(crate) fn theme() -> Theme {
    Theme {
        accent: Colour { rgb: [0x1f, 0x6f, 0x4a] },
        accent_dark: None,
        logo: Some(Asset { path: "brands/melon/logo.svg".to_owned(), bytes: Arc::from(LOGO.as_bytes()) }),
        paper: Paper::A4,
        title_end: String::new(),
        text_font: TEXT_FAMILY.to_owned(),
        heading_font: TEXT_FAMILY.to_owned(),
        code_font: CODE_FAMILY.to_owned(),
        font_files: Vec::new(),
    }
}

pub(crate) fn brand(id: &str, rgb: [u8; 3]) -> Brand {
    Brand {
        id: id.to_owned(),
        values: Node { value: Value::Null, span: span(0) },
        name: format!("Brand {id}"),
        legal_name: format!("Brand {id} P.C."),
        url: None,
        site: Some("https://policies.example.com/".to_owned()),
        locale: Locale::parse("en-GB").unwrap(),
        tongue: Locale::parse("en-GB").unwrap(),
        edition: None,
        languages: Vec::new(),
        theme: Theme { accent: Colour { rgb }, ..theme() },
        signatories: Vec::new(),
        products: Vec::new(),
        selection: Selection { include: Vec::new(), exclude: Vec::new() },
        security: None,
        changes: Vec::new(),
        formerly: None,
        navigation: None,
        chain: vec![id.to_owned()],
        files: vec![FileId(0)],
        translations: Vec::new(),
    }
}

pub(crate) fn span(at: usize) -> Span {
    Span::new(FileId(0), at..at + 1)
}

pub(crate) fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

pub(crate) fn paragraph(words: &str) -> Block {
    Block::Paragraph(text(words))
}

pub(crate) fn number(shown: &str) -> Number {
    Number { shown: shown.to_owned(), full: shown.to_owned(), schedule: None }
}

pub(crate) fn heading(level: u8, shown: Option<&str>, words: &str) -> Block {
    let slug = words.to_lowercase().replace(' ', "-");
    Block::Heading(Heading {
        level,
        anchor: Some(Anchor { id: slug, explicit: true }),
        number: shown.map(number),
        schedule: shown.is_some_and(|shown| shown.starts_with("Schedule")),
        content: text(words),
        slug_source: crate::document::Slug::default(),
        origin: Origin::default(),
    })
}

pub(crate) fn item(shown: Option<&str>, blocks: Vec<Block>) -> Item {
    Item { anchor: None, number: shown.map(number), task: None, blocks, origin: Origin::default() }
}

pub(crate) fn list(kind: ListKind, items: Vec<Item>) -> Block {
    Block::List(List { kind, tight: items.iter().all(|item| item.blocks.len() == 1), items })
}

pub(crate) fn link(target: Target, words: &str, reference: bool) -> Inline {
    Inline::Link(Link { target, title: None, content: text(words), reference, origin: Origin::default() })
}

pub(crate) fn external(address: &str, words: &str) -> Inline {
    link(Target::External(address.to_owned()), words, false)
}

pub(crate) fn place(id: &str, anchor: Option<&str>) -> Target {
    Target::Document { id: id.to_owned(), anchor: anchor.map(ToOwned::to_owned) }
}

pub(crate) fn table(columns: &[Alignment], header: &[&str], rows: &[Vec<String>]) -> Block {
    let cells = |row: &[String]| row.iter().map(|cell| text(cell)).collect::<Vec<Cell>>();
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    Block::Table(Table {
        columns: columns.to_vec(),
        header: cells(&header),
        rows: rows.iter().map(|row| cells(row)).collect(),
        origin: Origin::default(),
    })
}

pub(crate) fn blank(label: &str) -> Inline {
    Inline::Blank { field: "x".to_owned(), label: label.to_owned(), length: Length::Figure }
}

pub(crate) fn meta(id: &str, title: &str) -> Meta {
    Meta {
        id: id.to_owned(),
        kind: Kind::Policy,
        title: title.to_owned(),
        description: Some("What you can expect of us, and what we expect of you.".to_owned()),
        version: Some("3.1".to_owned()),
        status: Status::Published,
        effective: Some(Date::constant(2026, 9, 1)),
        updated: Some(Date::constant(2026, 8, 14)),
        numbering: Numbering::None,
        number: None,
        locale: "en-GB".to_owned(),
        parties: Vec::new(),
    }
}

const LOREM: &str = "When you use our services you agree to these terms, and so do we: they bind both of us for as long as your account is open. \
We write them in plain words, since a text that nobody reads protects nobody. Where the law of your country gives you more than these terms do, \
the law prevails; nothing here takes away a right that cannot be waived, and no clause is meant to be read against you in silence.";

/// A policy with every kind of block.
pub(crate) fn policy(id: &str) -> Document {
    let mut blocks = vec![heading(2, None, "Your account"), Block::Paragraph(rich_text(id)), paragraph(LOREM)];
    blocks.push(heading(2, None, "Lists and notes"));
    blocks.push(paragraph("You may not use the services for any of the following:"));
    blocks.push(list(
        ListKind::Bullet,
        vec![item(None, vec![paragraph("sending mail nobody asked for;"), nested_bullets()]), item(None, vec![paragraph(LOREM)])],
    ));
    blocks.push(list(ListKind::Ordered { start: 1 }, vec![item(None, vec![paragraph("Ask first.")]), item(None, vec![paragraph(LOREM)])]));
    blocks.push(tasks());
    for kind in [NoteKind::Note, NoteKind::Warning] {
        blocks.push(Block::Note(Note { kind, blocks: vec![paragraph("Deleting an account deletes what is in it. There is no way back.")] }));
    }
    blocks.push(Block::Quote(vec![paragraph("Nobody shall be held to a promise that nobody can keep.")]));
    blocks.push(heading(3, None, "Code"));
    blocks.push(Block::Code { language: Some("json".to_owned()), text: "{\n  \"retention\": { \"days\": 30 }\n}".to_owned() });
    blocks.push(Block::Rule);
    blocks.push(heading(2, None, "Ελληνικά, Кириллица, Łódź"));
    blocks.push(paragraph("Η υπηρεσία παρέχεται ως έχει. Ἀθῆναι. Услуга предоставляется как есть. Zażółć gęślą jaźń — Đà Nẵng. 30 °C ≥ 20 €."));
    blocks.push(limits());
    blocks.extend((0..4).map(|_| paragraph(LOREM)));
    Document { meta: meta(id, "Terms of service"), blocks, footnotes: vec![vec![paragraph("A note at the foot of the page, about 30 days.")]] }
}

fn rich_text(id: &str) -> Vec<Inline> {
    let mut content = text("An account is personal. See ");
    content.push(external("https://example.com/about/policies", "our policies"));
    content.extend(text(", write to "));
    content.push(external("mailto:support@example.com", "support@example.com"));
    content.extend(text(", read "));
    content.push(link(place(id, Some("lists-and-notes")), "“Lists and notes”", true));
    content.extend(text(" and the "));
    content.push(link(place("privacy", None), "Privacy policy", false));
    content.push(Inline::Footnote(0));
    content.extend(text(". It is "));
    content.push(Inline::Strong(text("yours")));
    content.push(Inline::Text(" and ".to_owned()));
    content.push(Inline::Emphasis(text("only yours")));
    content.push(Inline::Strike(text(" for ever")));
    content.push(Inline::Break);
    content.push(Inline::Code("security.txt".to_owned()));
    content.push(Inline::Text(" stands at https://example.com/.well-known/security/and/a/very/long/path/that/goes/on.txt; again".to_owned()));
    content.push(Inline::Footnote(0));
    content
}

fn nested_bullets() -> Block {
    list(ListKind::Bullet, vec![item(None, vec![paragraph("in bulk, or")]), item(None, vec![paragraph("in disguise;")])])
}

fn tasks() -> Block {
    let task = |done, words: &str| Item { task: Some(done), ..item(None, vec![paragraph(words)]) };
    list(ListKind::Bullet, vec![task(true, "Turn on two-factor authentication"), task(false, "Name a contact for notices")])
}

fn limits() -> Block {
    let row = |what: &str, limit: &str| vec![what.to_owned(), limit.to_owned()];
    let rows = vec![row("Files attached to one message", "25 MB"), row("Requests in a minute", "1,200"), row("Open conversations", "10")];
    table(&[Alignment::Start, Alignment::End], &["Limit", "At most"], &rows)
}

/// A contract with a dozen clauses, blanks, a schedule and signature blocks.
pub(crate) fn contract() -> Document {
    let mut blocks = vec![Block::Paragraph(preamble())];
    for at in 1..=11 {
        blocks.push(heading(2, Some(&at.to_string()), &format!("Obligations of part {at}")));
        blocks.push(clauses(at));
    }
    blocks.push(heading(2, None, "Signatures"));
    blocks.push(paragraph("By signing below, on paper or electronically, the parties agree to this addendum and its schedules."));
    blocks.push(Block::Signatures(signatures()));
    blocks.push(heading(2, Some("Schedule 1"), "Description of the processing"));
    blocks.push(heading(3, Some("1"), "The parties"));
    blocks.push(parties_table());
    Document { meta: contract_meta(), blocks, footnotes: Vec::new() }
}

fn preamble() -> Vec<Inline> {
    let mut content = text("This agreement is made between Brand melon P.C. (the “Provider”) and ");
    content.push(blank("Customer's legal name"));
    content.extend(text(", of "));
    content.push(blank("Street, postcode and city"));
    content.extend(text(" (the “"));
    content.push(Inline::Term { anchor: "term-customer".to_owned(), content: text("Customer") });
    content.extend(text("”). It incorporates the "));
    content.push(external("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "GDPR"));
    content.extend(text("."));
    content
}

fn clauses(at: usize) -> Block {
    let third = list(ListKind::Clauses, vec![item(Some("(i)"), vec![paragraph("in writing, and")]), item(Some("(ii)"), vec![paragraph("in time.")])]);
    let second = list(
        ListKind::Clauses,
        vec![
            item(Some("(a)"), vec![paragraph("act on documented instructions only;")]),
            item(Some("(b)"), vec![paragraph("answer requests:"), third]),
        ],
    );
    let number = |sub: usize| format!("{at}.{sub}");
    let items = vec![item(Some(&number(1)), vec![paragraph(LOREM)]), item(Some(&number(2)), vec![paragraph("The Provider shall:"), second])];
    list(ListKind::Clauses, items)
}

fn signatures() -> Signatures {
    let line = SignatureLine { name: Some("Example Signatory".to_owned()), title: Some("Managing director".to_owned()) };
    let company = Party { role: "company".to_owned(), name: text("Brand melon P.C."), lines: vec![line] };
    let customer = Party { role: "customer".to_owned(), name: vec![blank("Customer's legal name")], lines: vec![SignatureLine::default()] };
    Signatures { parties: vec![company, customer], origin: Origin::default() }
}

fn parties_table() -> Block {
    let row = |name: &str, provider: &str, customer: Vec<Inline>| vec![text(name), text(provider), customer];
    Block::Table(Table {
        columns: vec![Alignment::Start; 3],
        header: vec![Vec::new(), text("Provider"), text("Customer")],
        rows: vec![
            row("Name", "Brand melon P.C.", vec![blank("Customer's legal name")]),
            row("Address", "1 Example Street, 546 00 Thessaloniki, Greece", vec![blank("Street"), Inline::Text(", ".to_owned()), blank("City")]),
            row("Role", "Processor", text("Controller, or processor on behalf of its own customers")),
        ],
        origin: Origin::default(),
    })
}

fn contract_meta() -> Meta {
    Meta {
        kind: Kind::Contract,
        numbering: Numbering::Clauses,
        number: Some("HM-DPA-2026".to_owned()),
        parties: vec![text("Brand melon P.C."), vec![blank("Customer's legal name")]],
        ..meta("contracts/dpa", "Data processing addendum")
    }
}

/// A policy of tables: two hundred rows, nine columns, very long words.
pub(crate) fn tables() -> Document {
    let cookie = |at: usize| vec![format!("cookie_{at}"), "Remembers the language you chose when you first came".to_owned(), format!("{}", at * 7)];
    let long = table(&[Alignment::Start, Alignment::Start, Alignment::End], &["Name", "Purpose", "Days"], &(0..200).map(cookie).collect::<Vec<_>>());
    let headers =
        ["Subprocessor", "Purpose", "Seat", "Data hosted in", "Transfer basis", "Since", "Contact", "Certification", "Address of its own list"];
    let processor = |at: usize| {
        let cells =
            ["Amazon Web Services", "Hosting of the application and its databases", "United States", "Ireland", "Standard Contractual Clauses"];
        let more = ["2019", "privacy@example.com", "ISO 27001", "https://example.com/legal/subprocessors/list-of-all-of-them"];
        cells.iter().chain(&more).map(|cell| format!("{cell}{}", if at == 0 { "" } else { " " })).collect::<Vec<_>>()
    };
    let wide = table(&[Alignment::Start; 9], &headers, &(0..6).map(processor).collect::<Vec<_>>());
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);
    let words = table(&[Alignment::Start; 2], &["Word", "Meaning"], &[vec![word.clone(), "long".to_owned()]]);
    let blocks = vec![heading(2, None, "Long"), long, heading(2, None, "Wide"), wide, heading(2, None, "Words"), paragraph(&word), words];
    Document { meta: meta("privacy/cookies", "Cookies"), blocks, footnotes: Vec::new() }
}
