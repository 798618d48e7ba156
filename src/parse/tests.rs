use super::sample::{Sample, messages};
use crate::diag::Code;
use crate::document::{Block, Document, Inline, Length, List, ListKind};

const CLAUSES: &str = "title: A\nnumbering: clauses";
const CONTRACT: &str = "title: A\nkind: contract\nversion: '1'\neffective: 2026-09-01\nfields:\n  name: {label: \"Customer's legal name\"}";

fn parsed(front: &str, text: &str) -> Document {
    let mut parsed = Sample::new().fact("v", "a\nb").fact("quote", "“").policy("a.md", front, text).parse();
    assert_eq!(messages(&parsed.documents.diagnostics), []);
    parsed.documents.value.remove(0)
}

fn blocks(text: &str) -> Vec<Block> {
    parsed("title: A", text).blocks
}

fn found(text: &str) -> Vec<(Code, String)> {
    let parsed = Sample::new().policy("a.md", CLAUSES, text).parse();
    messages(&parsed.documents.diagnostics).into_iter().map(|(code, message)| (code, message.to_owned())).collect()
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

#[test]
fn words_are_typographic_and_joined() {
    let content = vec![text("“It’s” – one line… "), Inline::Emphasis(vec![text("and")]), text(" the next"), Inline::Break, text("end")];
    assert_eq!(blocks("\"It's\" -- one\nline... *and* the\nnext<br>end <!-- no -->"), [Block::Paragraph(content)]);
}

#[test]
fn a_number_stays_on_the_line_of_its_word_in_text_only() {
    let content = vec![text("Article\u{a0}28 and "), Inline::Code("Article 28".to_owned())];
    assert_eq!(blocks("Article\n28 and `Article 28`"), [Block::Paragraph(content)]);
}

#[test]
fn values_break_lines_in_text_only() {
    let content = vec![text("a"), Inline::Break, text("b "), Inline::Code("a b".to_owned())];
    assert_eq!(blocks("{{brand.facts.v}} `{{brand.facts.v}}`"), [Block::Paragraph(content)]);
}

#[test]
fn fields_are_blanks_and_signatures_are_blocks() {
    let document = parsed(CONTRACT, "By {{customer.name}}.\n\n{{signatures}}\n");
    let blank = Inline::Blank { field: "name".to_owned(), label: "Customer’s legal name".to_owned(), length: Length::Line };
    assert_eq!(document.meta.parties, [vec![text("Acme Ltd")], vec![blank.clone()]]);
    assert_eq!(document.blocks[0], Block::Paragraph(vec![text("By "), blank.clone(), text(".")]));
    let Block::Signatures(signatures) = &document.blocks[1] else { panic!("no signatures") };
    assert_eq!(signatures.parties[0].name, [text("Acme Ltd")]);
    assert_eq!(signatures.parties[0].lines[0].name.as_deref(), Some("Ada Byron"));
    assert_eq!(signatures.parties[1].name, [blank]);
}

#[test]
fn a_blank_is_as_long_as_its_field_needs() {
    let fields = "fields: {name: {label: N}, address.city: {label: C}, address.postcode: {label: P}, mail: {label: M, type: email}, start: {label: S, type: date}}";
    let front = "title: A\nkind: contract\nversion: '1'\neffective: 2026-01-01\n".to_owned() + fields;
    let names = ["name", "mail", "address.city", "address.postcode", "start"];
    let text: String = names.iter().map(|name| format!("{{{{customer.{name}}}}}")).collect();
    let document = parsed(&front, &(text + "\n\n{{signatures}}\n"));
    let Block::Paragraph(content) = &document.blocks[0] else { panic!("no paragraph") };
    let lengths: Vec<Length> =
        content.iter().filter_map(|inline| if let Inline::Blank { length, .. } = inline { Some(*length) } else { None }).collect();
    assert_eq!(lengths, [Length::Line, Length::Line, Length::Word, Length::Figure, Length::Figure]);
}

#[test]
fn a_contract_needs_signatures() {
    let parsed = Sample::new().policy("a.md", CONTRACT, "By {{customer.name}}.\n").parse();
    assert_eq!(messages(&parsed.documents.diagnostics), [(Code::ContractIncomplete, "the contract has no signature blocks")]);
}

#[test]
fn headings_lose_their_typed_labels() {
    let document =
        parsed(CLAUSES, "## 1. Fees of {{brand.name}} {#fees}\n\n1. a\n   1. b\n\n   - c\n     1. d\n\n## Schedule 1: Places at {{brand.name}}\n");
    let [Block::Heading(fees), Block::List(list), Block::Heading(places)] = &document.blocks[..] else { panic!("{document:?}") };
    assert_eq!((&fees.content[..], fees.slug_source.0.as_str(), fees.schedule), (&[text("Fees of Acme")][..], "fees-of-brandname", false));
    assert_eq!((&places.content[..], places.slug_source.0.as_str(), places.schedule), (&[text("Places at Acme")][..], "places-at-brandname", true));
    let kinds: Vec<ListKind> = inner_lists(list).map(|list| list.kind).collect();
    assert_eq!((list.kind, kinds), (ListKind::Clauses, vec![ListKind::Clauses, ListKind::Bullet]));
}

fn inner_lists(list: &List) -> impl Iterator<Item = &List> {
    list.items.iter().flat_map(|item| &item.blocks).filter_map(|block| match block {
        Block::List(list) => Some(list),
        _ => None,
    })
}

#[test]
fn footnotes_stand_in_the_order_of_their_first_reference() {
    let document = parsed(CLAUSES, "a[^z] b[^y] c[^z]\n\n[^y]: Y\n[^z]: Z[^x]\n[^x]: X\n");
    let words = |words: &str| vec![Block::Paragraph(vec![text(words)])];
    let first = vec![Block::Paragraph(vec![text("Z"), Inline::Footnote(2)])];
    assert_eq!(document.footnotes, [first, words("Y"), words("X")]);
}

#[test]
fn what_no_format_could_say_is_refused() {
    assert_eq!(found("a <b>b</b> <span\nid=x>"), [(Code::RawHtml, "raw HTML `<b>`".into()), (Code::RawHtml, "raw HTML `<span\nid=x>`".into())]);
    assert_eq!(found("<div>\nx\n</div>"), [(Code::RawHtml, "raw HTML `<div>`".into())]);
    assert_eq!(found("# a"), [(Code::HeadingLevel, "a first-level heading in the text".into())]);
    assert_eq!(found("## a\n\n#### b"), [(Code::HeadingLevel, "the heading skips a level: `####` below level 2".into())]);
    assert_eq!(found("## {#x}"), [(Code::HeadingLevel, "the heading is empty".into())]);
    assert_eq!(found("![](a.svg)"), [(Code::MissingAlt, "the image `a.svg` has no text that stands for it".into())]);
    assert_eq!(found("|  |\n|--|\n| a |"), [(Code::TableHeader, "the table has no header".into())]);
    assert_eq!(found("a[^1]"), [(Code::Footnote, "the footnote `[^1]` is not written".into())]);
    assert_eq!(found("a\n\n[^1]: b"), [(Code::Footnote, "nothing refers to the footnote `[^1]`".into())]);
    assert_eq!(found("a \\[^1]"), []);
    assert_eq!(found("a {#b}"), [(Code::BadName, "the anchor `{#b}` belongs to no heading and no list item".into())]);
    for anchor in ["{#b c}", "{#page.content}", "{#Fees}", "{#}"] {
        assert_eq!(found(&format!("## a {anchor}")), [(Code::BadName, format!("`{anchor}` cannot be an anchor"))]);
    }
}

#[test]
fn terms_are_defined_once_and_used() {
    let twice = "\"**Fee**\" and \"**Fee**\" mean a fee. The Fees are due. \"**Day**\" means a day.";
    assert_eq!(
        found(twice),
        [(Code::DuplicateTerm, "the term “Fee” is defined twice".into()), (Code::UnusedTerm, "the term “Day” is defined and never used".into()),]
    );
    let Block::Paragraph(content) = &blocks("\"**The Fee**\" is The Fee.")[0] else { panic!("no paragraph") };
    assert_eq!(content[1], Inline::Term { anchor: "term-the-fee".to_owned(), content: vec![text("The Fee")] });
}

#[test]
fn quotes_from_a_value_define_no_term() {
    let Block::Paragraph(content) = &blocks("{{brand.facts.quote}}**a**{{brand.facts.quote}}")[0] else { panic!("no paragraph") };
    assert_eq!(content[1], Inline::Strong(vec![text("a")]));
}

#[test]
fn findings_stand_in_the_authors_file() {
    let parsed = Sample::new().policy("a.md", CLAUSES, "{{brand.name}} says:\n\n| a {{brand.name}} |\n|---|\n| x <b>y |\n").parse();
    let [found] = &parsed.documents.diagnostics[..] else { panic!("{:?}", parsed.documents.diagnostics) };
    let span = found.span.unwrap();
    assert_eq!((parsed.project.sources.text(span), found.brands.as_slice()), ("<b>", &["acme".to_owned()][..]));
}

#[test]
fn no_depth_overflows_the_stack() {
    let images = "![".repeat(200) + "a" + &"](a.svg)".repeat(200);
    let deep = [
        (">".repeat(5_000) + " a", true),
        ("- ".repeat(5_000) + "a", true),
        (images, true),
        ("*a **b ".repeat(5_000), false),
        ("[".repeat(5_000), false),
    ];
    for (text, refused) in deep {
        assert_eq!(found(&text).iter().any(|(code, _)| *code == Code::TooLarge), refused, "{}", &text[..20]);
    }
}

#[test]
fn tables_are_bounded() {
    let table = |columns: usize, rows: usize| {
        let line = |cell: &str| format!("{}|\n", format!("|{cell}").repeat(columns));
        format!("{}{}{}\n", line("a"), line("-"), line("b").repeat(rows))
    };
    assert_eq!(found(&table(64, 3)), []);
    let wide = "the table has 65 columns, more than 64".to_owned();
    assert_eq!(found(&table(65, 1)), [(Code::TooLarge, wide)]);
    let many = "the tables of the document have more than 200000 cells".to_owned();
    assert_eq!(found(&table(50, 2_000).repeat(3)), [(Code::TooLarge, many)]);
}
