//! Documents with every kind of block and inline, and with texts that Markdown would rather read as something else.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use crate::document::{
    Alignment, Anchor, Block, Document, Heading, Image, Inline, Item, Kind, Length, Link, List, ListKind, Meta, Note, NoteKind, Number, Numbering,
    Party, SignatureLine, Signatures, Slug, Status, Table, Target,
};
use crate::source::Origin;

const FRAGMENTS: &[&str] = &[
    "a",
    "b",
    "word",
    "Ω",
    "é",
    "日本",
    "😀",
    " ",
    "  ",
    "\u{a0}",
    "\t",
    "*",
    "**",
    "_",
    "__",
    "a_b",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "\\",
    "|",
    "\\|",
    "<",
    ">",
    "<b>",
    "<!-- x -->",
    "<br>",
    "</a>",
    "<a id=\"x\">",
    "<https://a.example>",
    "https://a.example",
    "&",
    "&amp;",
    "&#42;",
    "#",
    "# ",
    "## x",
    "-",
    "- ",
    "--",
    "---",
    "+ ",
    "1. ",
    "12) ",
    "1.",
    "2)",
    "> ",
    ">>",
    "<<",
    "=",
    "===",
    ".",
    "..",
    "...",
    "'",
    "\"",
    "“",
    "”",
    "’",
    "[",
    "]",
    "[x] ",
    "[ ] ",
    "[^1]",
    "[^1]: x",
    "[a](b)",
    "](",
    "![",
    "!",
    "(",
    ")",
    ":",
    "{#id}",
    "{{x}}",
    "$x$",
    "^",
    "\u{301}",
    "\u{200d}",
    "\u{ad}",
    "€",
    "–",
    "—",
    "…",
    "|---|",
    ":-:",
    "[!NOTE]",
    "    ",
    "~~~",
    "***",
    "___",
    "\u{2028}",
    "@",
    "www.a.example",
    "\u{e001}",
    "0",
    "9",
];

fn text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![8 => select(FRAGMENTS).prop_map(ToOwned::to_owned), 1 => any::<char>().prop_map(|c| if c.is_control() { "x".to_owned() } else { c.to_string() })];
    vec(fragment, 1..6).prop_map(|fragments| fragments.concat().chars().filter(|c| !matches!(u32::from(*c), 0xE000 | 0xF_0000..)).collect())
}

fn id() -> impl Strategy<Value = String> {
    "[a-s][a-z0-9]{0,5}(-[a-z0-9]{1,3}){0,2}"
}

fn link(content: Vec<Inline>, target: Target, title: Option<String>) -> Inline {
    Inline::Link(Link { target, title, content, reference: false, origin: Origin::default() })
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        select(
            &[
                "https://a.example/(x)?y=1&z=%20",
                "mailto:a@b.example",
                "https://a.example/\"'*_[x]",
                "https://a.example/a)b",
                "https://a.example/|\\"
            ][..]
        )
        .prop_map(|address| Target::External(address.to_owned())),
        (id(), of(id())).prop_map(|(id, anchor)| Target::Document { id, anchor }),
    ]
}

fn leaf() -> impl Strategy<Value = Inline> {
    prop_oneof![
        6 => text().prop_map(Inline::Text),
        2 => text().prop_map(Inline::Code),
        1 => Just(Inline::Break),
        1 => (0..3usize).prop_map(Inline::Footnote),
        1 => (id(), text()).prop_map(|(field, label)| Inline::Blank { field, label, length: Length::Line }),
        1 => (text(), of(text())).prop_map(|(alt, title)| Inline::Image(Image { path: "sources/a/b.svg".to_owned(), alt, title, origin: Origin::default() })),
    ]
}

fn inlines() -> BoxedStrategy<Vec<Inline>> {
    let inline = leaf().prop_recursive(3, 12, 4, |inner| {
        let content = vec(inner, 1..4);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Strike),
            (content.clone(), target(), of(text())).prop_map(|(content, target, title)| link(content, target, title)),
            (content, id()).prop_map(|(content, id)| Inline::Term { anchor: format!("term-{id}"), content }),
        ]
    });
    vec(inline, 1..5).boxed()
}

fn anchor() -> impl Strategy<Value = Option<Anchor>> {
    of((id(), any::<bool>()).prop_map(|(id, explicit)| Anchor { id, explicit }))
}

fn number() -> impl Strategy<Value = Option<Number>> {
    of(select(&["4", "4.2", "(a)", "(iv)"][..]).prop_map(|shown| Number { shown: shown.to_owned(), full: shown.to_owned(), schedule: None }))
}

fn heading() -> impl Strategy<Value = Block> {
    (2..7u8, anchor(), number(), inlines()).prop_map(|(level, anchor, number, content)| {
        Block::Heading(Heading { level, anchor, number, schedule: false, content, slug_source: Slug::default(), origin: Origin::default() })
    })
}

fn table() -> impl Strategy<Value = Block> {
    (1..4usize).prop_flat_map(|width| {
        let row = vec(prop_oneof![4 => inlines(), 1 => Just(Vec::new())], width);
        let alignment = select(&[Alignment::Start, Alignment::Center, Alignment::End][..]);
        (vec(alignment, width), row.clone(), vec(row, 0..3))
            .prop_map(|(columns, header, rows)| Block::Table(Table { columns, header, rows, origin: Origin::default() }))
    })
}

fn signatures() -> impl Strategy<Value = Block> {
    let line = (of(text()), of(text())).prop_map(|(name, title)| SignatureLine { name, title });
    let party = (inlines(), vec(line, 0..3)).prop_map(|(name, lines)| Party { role: "company".to_owned(), name, lines });
    vec(party, 1..3).prop_map(|parties| Block::Signatures(Signatures { parties, origin: Origin::default() }))
}

fn simple_block() -> impl Strategy<Value = Block> {
    let code = vec(prop_oneof![text(), Just(String::new()), Just("```".to_owned()), Just("~~~~".to_owned())], 0..4);
    let language = of(select(&["json", "c++", "a`b", "x\\y&amp;"][..]).prop_map(ToOwned::to_owned));
    prop_oneof![
        4 => inlines().prop_map(Block::Paragraph),
        1 => heading(),
        1 => table(),
        1 => (language, code).prop_map(|(language, lines)| Block::Code { language, text: lines.join("\n") }),
        1 => Just(Block::Rule),
        1 => signatures(),
    ]
}

fn list(blocks: impl Strategy<Value = Vec<Block>>) -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        Just(ListKind::Bullet),
        Just(ListKind::Clauses),
        select(&[0, 1, 7, 999_999_999][..]).prop_map(|start| ListKind::Ordered { start })
    ];
    let item = (anchor(), number(), of(any::<bool>()), blocks).prop_map(|(anchor, number, task, blocks)| Item {
        anchor,
        number,
        task,
        blocks,
        origin: Origin::default(),
    });
    (kind, any::<bool>(), vec(item, 0..4)).prop_map(|(kind, tight, items)| Block::List(List { kind, tight, items }))
}

fn blocks() -> BoxedStrategy<Vec<Block>> {
    let block = simple_block().prop_recursive(3, 16, 3, |inner| {
        let content = vec(inner, 0..4);
        let kind = select(&[NoteKind::Note, NoteKind::Tip, NoteKind::Important, NoteKind::Warning, NoteKind::Caution][..]);
        prop_oneof![
            3 => list(content.clone()),
            1 => content.clone().prop_map(Block::Quote),
            1 => (kind, content).prop_map(|(kind, blocks)| Block::Note(Note { kind, blocks })),
        ]
    });
    vec(block, 0..6).boxed()
}

fn meta() -> impl Strategy<Value = Meta> {
    (text(), of(text()), of(text()), any::<bool>()).prop_map(|(title, description, version, draft)| Meta {
        id: "a/b".to_owned(),
        kind: Kind::Policy,
        title,
        description,
        version,
        status: if draft { Status::Draft } else { Status::Published },
        effective: Some(jiff::civil::date(2026, 9, 1)),
        updated: None,
        numbering: Numbering::Clauses,
        number: None,
        locale: "en-GB".to_owned(),
        parties: Vec::new(),
    })
}

/// Documents as they stand after resolution.
pub(super) fn document() -> impl Strategy<Value = Document> {
    (meta(), blocks(), vec(blocks(), 3)).prop_map(|(meta, blocks, footnotes)| super::footnotes::in_order(Document { meta, blocks, footnotes }))
}

/// Contents of one paragraph.
pub(super) fn paragraph() -> impl Strategy<Value = Document> {
    (meta(), inlines()).prop_map(|(meta, content)| {
        let footnotes = vec![vec![Block::Paragraph(vec![Inline::Text("x".to_owned())])]; 3];
        super::footnotes::in_order(Document { meta, blocks: vec![Block::Paragraph(content)], footnotes })
    })
}
