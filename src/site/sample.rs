//! Documents with every kind of block and inline, written by hand, and brands to print them for.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use crate::brand::{Asset, Brand, Colour, NavigationEntry, Paper, Selection, Theme};
use crate::document::{
    Alignment, Anchor, Block, Document, Heading, Image, Inline, Item, Kind, Length, Link, List, ListKind, Meta, Note, NoteKind, Number, Numbering,
    Party, SignatureLine, Signatures, Status, Table, Target,
};
use crate::locale::Locale;
use crate::source::{FileId, Origin, Span};
use crate::yaml::{Node, Value};

pub(super) fn brand(id: &str, name: &str, accent: [u8; 3], tag: &str) -> Brand {
    let logo = match id {
        "heavymelon" => include_bytes!("../../brands/heavymelon/logo.svg").as_slice(),
        "supportress" => include_bytes!("../../brands/supportress/logo.svg"),
        _ => include_bytes!("sample.svg"),
    };
    Brand {
        id: id.to_owned(),
        values: Node { value: Value::Null, span: Span::new(FileId(0), 0..0) },
        name: name.to_owned(),
        legal_name: format!("{name} P.C."),
        url: Some(format!("https://{id}.example.com/")),
        site: Some(format!("https://policies.{id}.example.com")),
        locale: Locale::parse(tag).unwrap(),
        tongue: Locale::parse(tag).unwrap(),
        edition: None,
        languages: Vec::new(),
        theme: Theme {
            accent: Colour { rgb: accent },
            accent_dark: None,
            logo: Some(Asset { path: format!("brands/{id}/logo.svg"), bytes: logo.into() }),
            paper: Paper::A4,
            title_end: String::new(),
            text_font: "Libertinus Serif".to_owned(),
            heading_font: "Libertinus Serif".to_owned(),
            code_font: "DejaVu Sans Mono".to_owned(),
            font_files: Vec::new(),
        },
        signatories: Vec::new(),
        products: Vec::new(),
        selection: Selection { include: vec!["**".to_owned()], exclude: Vec::new() },
        security: None,
        changes: Vec::new(),
        formerly: None,
        navigation: None,
        chain: vec![id.to_owned()],
        files: vec![FileId(0)],
        translations: Vec::new(),
    }
}

pub(super) fn navigation() -> Vec<NavigationEntry> {
    let page = |id: &str, pages| NavigationEntry::Page { id: id.to_owned(), pages, span: None };
    vec![
        page("introduction", vec![]),
        page("terms", vec![page("terms/limits", vec![])]),
        page("left-out", vec![page("privacy", vec![])]),
        NavigationEntry::Group { title: "Contracts".to_owned(), pages: vec![page("contracts/dpa", vec![])] },
        NavigationEntry::Group { title: "Nothing".to_owned(), pages: vec![page("nowhere", vec![])] },
    ]
}

pub(super) fn images() -> BTreeMap<String, Asset> {
    let path = "sources/terms/stages.svg";
    let drawing = include_bytes!("sample.svg").as_slice();
    BTreeMap::from([(path.to_owned(), Asset { path: path.to_owned(), bytes: Arc::from(drawing) })])
}

pub(super) fn documents(tag: &str) -> Vec<Document> {
    let mut documents = vec![every_block(), limits(), contract(), plain("introduction", "Introduction"), plain("privacy", "Privacy policy")];
    documents.push(plain("cookies", "Cookies & similar <technologies>"));
    for document in &mut documents {
        tag.clone_into(&mut document.meta.locale);
    }
    documents
}

fn meta(id: &str, title: &str) -> Meta {
    Meta {
        id: id.to_owned(),
        kind: Kind::Policy,
        title: title.to_owned(),
        description: Some("What you can expect of us, and what we expect of you, in words that both of us can hold on to.".to_owned()),
        version: Some("3.1".to_owned()),
        status: Status::Published,
        effective: Some(date(2026, 9, 1)),
        updated: Some(date(2026, 8, 14)),
        numbering: Numbering::None,
        number: None,
        locale: "en-GB".to_owned(),
        parties: Vec::new(),
    }
}

fn plain(id: &str, title: &str) -> Document {
    let blocks =
        vec![words("A page of one paragraph, which needs no contents. It says little and says it plainly, so that nobody has to read it twice.")];
    Document { meta: meta(id, title), blocks, footnotes: Vec::new() }
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn words(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn heading(level: u8, id: &str, words: &str, number: Option<&str>) -> Block {
    Block::Heading(Heading {
        level,
        anchor: Some(Anchor { id: id.to_owned(), explicit: true }),
        number: number.map(numbered),
        schedule: number.is_some_and(|number| number.starts_with("Schedule")),
        content: vec![text(words)],
        slug_source: crate::document::Slug::default(),
        origin: Origin::default(),
    })
}

fn numbered(shown: &str) -> Number {
    Number { shown: shown.to_owned(), full: shown.to_owned(), schedule: None }
}

fn item(blocks: Vec<Block>) -> Item {
    Item { anchor: None, number: None, task: None, blocks, origin: Origin::default() }
}

fn list(kind: ListKind, items: Vec<Item>) -> Block {
    Block::List(List { kind, tight: true, items })
}

fn clause(id: &str, number: &str, blocks: Vec<Block>) -> Item {
    Item { anchor: Some(Anchor { id: id.to_owned(), explicit: false }), number: Some(numbered(number)), ..item(blocks) }
}

fn link(target: Target, words: &str, reference: bool) -> Inline {
    Inline::Link(Link { target, title: None, content: vec![text(words)], reference, origin: Origin::default() })
}

fn outside(address: &str, words: &str) -> Inline {
    link(Target::External(address.to_owned()), words, false)
}

fn inside(id: &str, anchor: Option<&str>, words: &str) -> Inline {
    link(Target::Document { id: id.to_owned(), anchor: anchor.map(ToOwned::to_owned) }, words, true)
}

fn table(columns: &[Alignment], header: &[&str], rows: &[&[&str]]) -> Block {
    let cells = |row: &[&str]| row.iter().map(|cell| if cell.is_empty() { vec![] } else { vec![text(cell)] }).collect();
    Block::Table(Table {
        columns: columns.to_vec(),
        header: cells(header),
        rows: rows.iter().map(|row| cells(row)).collect(),
        origin: Origin::default(),
    })
}

fn note(kind: NoteKind, says: &str) -> Block {
    Block::Note(Note { kind, blocks: vec![words(says)] })
}

/// Values that try to become syntax stand among the words.
fn every_block() -> Document {
    let mut blocks = opening();
    blocks.extend(lists());
    blocks.extend(notes());
    blocks.extend(asides());
    let footnotes = vec![
        vec![words("The month is the calendar month, counted in universal time.")],
        vec![words("A second footnote."), list(ListKind::Bullet, vec![item(vec![words("that ends in a list")])])],
    ];
    Document { meta: meta("terms", "Terms of service"), blocks, footnotes }
}

fn opening() -> Vec<Block> {
    vec![
        Block::Paragraph(vec![
            text("Thank you for using our service. When we say “we”, “our” or “us” on this page, we mean "),
            Inline::Strong(vec![text("**Acme** | <b>1. #x</b> {{y}}")]),
            text(", a private company under the laws of Greece and of the European Union. These terms say what you can expect of us"),
            Inline::Footnote(0),
            text(", and what we "),
            Inline::Emphasis(vec![text("expect")]),
            text(" of you; our "),
            inside("terms/limits", Some("plans"), "limits"),
            text(" give the figures, and "),
            outside("https://example.com/a?b=1&c=%222%22", "a page elsewhere"),
            text(" says more."),
        ]),
        heading(2, "account", "Your account", None),
        Block::Paragraph(vec![
            text("A “"),
            Inline::Term { anchor: "term-customer-data".to_owned(), content: vec![text("Customer Data")] },
            text("” is what you enter. You "),
            Inline::Strike(vec![text("may not")]),
            text(" may keep it. The key is "),
            Inline::Code("a < b && \"c\"".to_owned()),
            text(", and the second note is here"),
            Inline::Footnote(1),
            text(", the first once more"),
            Inline::Footnote(0),
            text("."),
            Inline::Break,
            text("A new line begins after a break, and runs on for long enough to be seen as the second line of the same paragraph."),
        ]),
        heading(3, "people", "People who share an account", None),
        words(
            "Each of them signs in with a name of their own. A name is not shared, not even for a day, since what happens under it is taken to be done by the person it stands for.",
        ),
    ]
}

fn lists() -> Vec<Block> {
    let task = |done, says| Item { task: Some(done), ..item(vec![words(says)]) };
    let inner = list(
        ListKind::Bullet,
        vec![
            item(vec![words("once for each person it is delivered to, and")]),
            item(vec![words("not at all for a copy that stays inside your team’s view of the conversation.")]),
        ],
    );
    vec![
        heading(2, "lists", "Lists of every kind", None),
        list(
            ListKind::Bullet,
            vec![
                item(vec![words("Inbound: a message that a customer of yours sends to an address you have connected, once it has been accepted.")]),
                item(vec![words("Outbound: a message that someone on your team sends. A reply to several people counts"), inner]),
            ],
        ),
        list(
            ListKind::Ordered { start: 3 },
            vec![
                item(vec![words("At four fifths of your plan’s volume we write to the owner.")]),
                item(vec![words("At the full volume we write again.")]),
            ],
        ),
        list(
            ListKind::Bullet,
            vec![
                task(true, "Backups are encrypted"),
                task(
                    false,
                    "Databases are encrypted at rest, which takes a little longer to explain and therefore runs onto a second line on most screens",
                ),
            ],
        ),
        heading(3, "shallow", "A heading of the third level", None),
        words("With a little text."),
        heading(4, "deep", "A heading of the fourth level", None),
        words("With a little text."),
        heading(5, "deeper", "And one of the fifth", None),
        words("With a little text."),
    ]
}

fn notes() -> Vec<Block> {
    vec![
        heading(2, "notes", "Notes, quotations and code", None),
        note(NoteKind::Note, "Figures are those of the day on which this page was last updated."),
        note(NoteKind::Tip, "Each person on your team can turn off the notifications they do not read; a daily summary counts as a single email."),
        note(NoteKind::Important, "Nothing on this page takes away a right that the law of your country gives you as a consumer."),
        note(NoteKind::Warning, "An export that was not fetched within seven days is deleted."),
        note(NoteKind::Caution, "Deletion cannot be undone."),
        Block::Quote(vec![words("No person shall be held to answer for a page that nobody could read.")]),
        Block::Code { language: Some("json".to_owned()), text: "{\n  \"event\": \"export.finished\",\n  \"address\": \"https://example.com/exports/a-very-long-address-that-does-not-fit-into-one-line-of-a-phone\"\n}".to_owned() },
    ]
}

fn asides() -> Vec<Block> {
    let image = Image {
        path: "sources/terms/stages.svg".to_owned(),
        alt: "A square".to_owned(),
        title: Some("The stages of a request".to_owned()),
        origin: Origin::default(),
    };
    vec![
        heading(2, "pictures", "Pictures and rules", None),
        Block::Paragraph(vec![Inline::Image(image)]),
        Block::Rule,
        words("What comes after a rule is another matter."),
    ]
}

fn limits() -> Document {
    use Alignment::{Center, End, Start};
    let wide = table(
        &[Start, Start, Start, Center, Start, End],
        &["Company", "What it does for us", "Where", "In the EU", "More", "Days"],
        &[
            &[
                "Heroku",
                "The platform on which the product runs",
                "United States",
                "yes",
                "https://www.heroku.com/policy/security-and-a-long-tail-of-words",
                "30",
            ],
            &["Amazon Web Services", "Cloud infrastructure and storage", "United States", "yes", "aws.amazon.com/privacy", "30"],
            &["Postmark", "Transactional mail", "United States", "no", "postmarkapp.com/privacy-policy", "45"],
        ],
    );
    let blocks = vec![
        words("Anything that many people share has to have measures, or the busiest few would use it up."),
        heading(2, "plans", "What each plan includes", None),
        table(&[Start, End], &["Plan", "Emails in a month"], &[&["Solo", "300"], &["Small", "1,000"], &["Business", "10,000"]]),
        words("The month is the calendar month. What you leave unused is not carried over."),
        heading(2, "wide", "A wide table", None),
        wide,
        table(&[Start, Start], &["", ""], &[&["A table", "without a header"], &["of two", ""]]),
    ];
    let mut meta = meta("terms/limits", "Limits");
    meta.status = Status::Draft;
    Document { meta, blocks, footnotes: Vec::new() }
}

fn contract() -> Document {
    let blank = |field: &str, label: &str| Inline::Blank { field: field.to_owned(), label: label.to_owned(), length: Length::Line };
    let deepest = list(
        ListKind::Clauses,
        vec![clause("payment-1-a-i", "(i)", vec![words("by mail;")]), clause("payment-1-a-ii", "(ii)", vec![words("and in the account.")])],
    );
    let inner = list(
        ListKind::Clauses,
        vec![
            clause("payment-1-a", "(a)", vec![words("Invoices are sent"), deepest]),
            clause(
                "payment-1-b",
                "(b)",
                vec![words(
                    "Disputed amounts may be held back until the dispute is settled, provided that the Customer says in writing which amounts and why.",
                )],
            ),
        ],
    );
    let second = vec![Block::Paragraph(vec![
        text("Late amounts bear interest under "),
        inside("contracts/dpa", Some("payment-1-a"), "clause 1.1(a)"),
        text(". See "),
        outside("https://example.com/rates", "the published rates"),
        text("."),
    ])];
    let payment = list(
        ListKind::Clauses,
        vec![
            clause(
                "payment-1",
                "1.1",
                vec![
                    words("The Customer pays within 30\u{a0}days of the date of an invoice, in the currency the invoice names, without deduction."),
                    inner,
                ],
            ),
            clause("payment-2", "1.2", second),
        ],
    );
    let party = |role: &str, name: Vec<Inline>, line: SignatureLine| Party { role: role.to_owned(), name, lines: vec![line] };
    let signatory = SignatureLine { name: Some("Example Signatory".to_owned()), title: Some("Managing director".to_owned()) };
    let parties = vec![
        party("company", vec![text("HeavyMelon P.C.")], signatory),
        party("customer", vec![blank("name", "Customer’s legal name")], SignatureLine::default()),
    ];
    let blocks = vec![
        Block::Paragraph(vec![
            text("This addendum is made with the Customer, of "),
            blank("address.city", "City"),
            text(", and is part of the agreement."),
        ]),
        heading(2, "payment", "Payment", Some("1")),
        payment,
        heading(2, "liability", "Liability, indemnities and everything else that a long heading of a contract may have to say", Some("2")),
        words("Neither party limits what it cannot limit."),
        heading(2, "measures", "Security measures", Some("Schedule 1")),
        words("The measures of the schedule."),
        heading(3, "access", "Access control", Some("1")),
        list(ListKind::Clauses, vec![clause("access-1", "1.1", vec![words("Doors are locked.")])]),
        Block::Signatures(Signatures { parties, origin: Origin::default() }),
    ];
    let mut meta = meta("contracts/dpa", "Data processing addendum");
    meta.kind = Kind::Contract;
    meta.numbering = Numbering::Clauses;
    meta.number = Some("HM-DPA-2026".to_owned());
    meta.parties = vec![vec![text("HeavyMelon P.C.")], vec![blank("name", "Customer’s legal name")]];
    Document { meta, blocks, footnotes: Vec::new() }
}
