use super::resolve;
use crate::diag::{Code, Warned};
use crate::document::{Block, Document, Inline, Item, Target, plain_text};
use crate::parse::sample::{Sample, messages};

const TERMS: &str = r"The **Provider** acts.

## Payment {#payment}

1. The Customer pays. {#due}
   1. Invoices are sent.
   2. [](#due) stays. See [](limits.md) and [](/terms/limits.md#plans), or [the site](https://a.example/ü).

      1. Deep, as [](#clause-1-1-a).
2. Interest, e.g. [](#due).

Between.

1. Counts on.

## Schedule: Security {#security}

1. No clause.

### Doors

1. Locked, as [](#payment) says.

## Schedule: Places

1. Here.
   1. There, see [](#schedule-1-clause-1-1).
";

fn resolved(limits: &str) -> Warned<Vec<Document>> {
    let sample = Sample::new().policy("terms/index.md", "title: Terms of service\nnumbering: clauses", TERMS);
    let parsed = sample.policy("terms/limits.md", "title: Limits.", limits).image("terms/a.svg").parse();
    assert_eq!(messages(&parsed.documents.diagnostics), []);
    resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[])
}

/// Every heading and item on a line: its anchor, its number and its words.
fn lines(blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                let number = heading.number.as_ref().map_or("-", |number| &number.shown);
                let anchor = heading.anchor.as_ref().map_or("-", |anchor| &anchor.id);
                out.push(format!("{anchor} | {number} | {}", plain_text(&heading.content)));
            }
            Block::List(list) => list.items.iter().for_each(|item| item_lines(item, out)),
            _ => {}
        }
    }
}

fn item_lines(item: &Item, out: &mut Vec<String>) {
    let number = item.number.as_ref().map_or_else(|| "-".to_owned(), |number| format!("{} {}", number.shown, number.full));
    let anchor = item.anchor.as_ref().map_or("-", |anchor| &anchor.id);
    if let Some(Block::Paragraph(content)) = item.blocks.first() {
        out.push(format!("{anchor} | {number} | {}", plain_text(content)));
    }
    lines(&item.blocks, out);
}

#[test]
fn clauses_are_numbered_and_referred_to() {
    let resolved = resolved("## Plans {#plans}\n\nNone.\n");
    assert_eq!(messages(&resolved.diagnostics), []);
    let mut found = Vec::new();
    lines(&resolved.value[0].blocks, &mut found);
    assert_eq!(
        found,
        [
            "payment | 1 | Payment",
            "due | 1.1 1.1 | The Customer pays.",
            "clause-1-1-a | (a) 1.1(a) | Invoices are sent.",
            "clause-1-1-b | (b) 1.1(b) | Clause\u{a0}1.1 stays. See Limits and “Plans” in “Limits”, or the site.",
            "clause-1-1-b-i | (i) 1.1(b)(i) | Deep, as clause\u{a0}1.1(a).",
            "clause-1-2 | 1.2 1.2 | Interest, e.g. clause\u{a0}1.1.",
            "clause-1-3 | 1.3 1.3 | Counts on.",
            "security | Schedule 1 | Security",
            "- | - | No clause.",
            "doors | 1 | Doors",
            "schedule-1-clause-1-1 | 1.1 1.1 | Locked, as clause\u{a0}1 says.",
            "places | Schedule 2 | Places",
            "schedule-2-clause-1 | 1 1 | Here.",
            "schedule-2-clause-1-a | (a) 1(a) | There, see Schedule\u{a0}1, clause\u{a0}1.1.",
        ]
    );
}

fn paragraph(text: &str) -> Vec<Inline> {
    let resolved = resolved(&format!("{text}\n\n## Plans {{#plans}}\n"));
    assert_eq!(messages(&resolved.diagnostics), []);
    match &resolved.value[1].blocks[0] {
        Block::Paragraph(content) => content.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn references_into_other_documents_name_them() {
    let content = paragraph("See [](index.md#due), [](/terms/#security) and [](../terms/index.md). [](#plans) stays, *[](/terms/index.md#payment)*.");
    let words = "See clause\u{a0}1.1 of the Terms of service, Schedule\u{a0}1 of the Terms of service and Terms of service. “Plans” stays, clause\u{a0}1 of the Terms of service.";
    assert_eq!(plain_text(&content), words);
}

#[test]
fn addresses_and_images_are_settled() {
    let content = paragraph("[a](https://a.example/ü%20\"%zz) ![b](a.svg)");
    let Inline::Link(link) = &content[0] else { panic!("no link") };
    assert_eq!(link.target, Target::External("https://a.example/%C3%BC%20%22%25zz".to_owned()));
    assert!(matches!(&content[2], Inline::Image(image) if image.path == "sources/terms/a.svg"));
}

#[test]
fn what_leads_nowhere_is_reported() {
    let links = "[](limit.md), [](index.md#dua), [](index.md#doors), [](../../x.md), [x](javascript:y), [x](//a.example), [](https://a.example), [x](limits), [x](x.pdf), [x](), ![x](b.svg)";
    let resolved = resolved(&format!("{links}\n\n## Plans {{#plans}}\n\n## Plans {{#plans}}\n"));
    assert_eq!(
        messages(&resolved.diagnostics),
        [
            (Code::DuplicateAnchor, "the anchor `plans` stands twice in this document"),
            (Code::DanglingLink, "`limit.md` leads to a policy that does not exist"),
            (Code::DanglingAnchor, "there is no anchor `#dua` in `terms`"),
            (Code::ImplicitAnchor, "the anchor `#doors` in `terms` is made from its heading's words"),
            (Code::OutsideProject, "the link `../../x.md` leads out of `sources/`"),
            (Code::BadScheme, "a link may not lead to `javascript:y`"),
            (Code::BadScheme, "a link may not lead to `//a.example`"),
            (Code::EmptyLink, "the link has no text, and what it leads to has no number and no title"),
            (Code::DanglingLink, "`limits` is no policy"),
            (Code::DanglingLink, "`x.pdf` is no policy"),
            (Code::DanglingLink, "the link leads nowhere"),
            (Code::BadAsset, "there is no image `b.svg`"),
        ]
    );
    let hints: Vec<_> = resolved.diagnostics.iter().filter_map(|found| found.hint.as_deref()).take(4).collect();
    assert_eq!(hints[1..3], ["did you mean `/terms/limits.md`?", "did you mean `#due`?"]);
}

#[test]
fn an_anchor_may_not_be_a_terms() {
    for text in
        ["## B {#term-a}\n\n\"**A**\" means A.\n", "\"**A**\" means A.\n\n- B {#term-a}\n", "## A {#term-a}\n\nB.[^1]\n\n[^1]: \"**A**\" means A.\n"]
    {
        let parsed = Sample::new().policy("a.md", "title: A", text).parse();
        let resolved = resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[]);
        assert_eq!(messages(&resolved.diagnostics), [(Code::DuplicateAnchor, "the anchor `term-a` stands twice in this document")], "{text}");
    }
}

#[test]
fn derived_anchors_give_way() {
    let parsed = Sample::new().policy("a.md", "title: A", "## B\n\n## B\n\n## C {#b-1}\n\n## …\n").parse();
    let resolved = resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[]);
    let mut found = Vec::new();
    lines(&resolved.value[0].blocks, &mut found);
    assert_eq!(found, ["b | - | B", "b-2 | - | B", "b-1 | - | C", "section | - | …"]);
}

#[test]
fn many_headings_of_one_name_have_their_numbers() {
    let text = "## B\n\n".repeat(3_000) + "## B-7\n\n## B\n";
    let parsed = Sample::new().policy("a.md", "title: A", &text).parse();
    let resolved = resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[]);
    let mut found = Vec::new();
    lines(&resolved.value[0].blocks, &mut found);
    assert_eq!((found[1].as_str(), found[2_999].as_str()), ("b-1 | - | B", "b-2999 | - | B"));
    assert_eq!(found[3_000..], ["b-7-1 | - | B-7", "b-3000 | - | B"]);
}
